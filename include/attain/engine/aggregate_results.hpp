// SPDX-License-Identifier: Apache-2.0
/// What accumulators come to: sums, averages, quantiles of each parent.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "attain/engine/aggregate.hpp"

namespace attain::engine {

template <class N>
template <class Fail>
void accumulators<N>::finish(value_array<N>& out, const source& parameter, Fail fail) {
  const std::size_t parents = failed_.size();
  collected_start_.assign(parents, 0);
  for (std::size_t j = 1; j < parents; ++j) collected_start_[j] = collected_start_[j - 1] + counts_[j - 1];
  mark any = present;
  const auto set = [&](std::size_t j, mark m) { any |= out.marks[j] = m; };
  with_kind<N>(aggregate_->kind, [&](auto kind) {
    using T = typename decltype(kind)::type;
    std::vector<T>& values = out.template values<T>();
    for (std::size_t j = 0; j < parents; ++j) {
      if (failed_[j] != present) {
        set(j, failed_[j]);
        continue;
      }
      switch (aggregate_->function) {
        case function::any:
        case function::all:
          if constexpr (std::is_same_v<T, std::uint8_t>) values[j] = flags_[j];
          set(j, present);
          break;
        case function::min:
        case function::max:
        case function::first:
        case function::last:
          if (counts_[j] != 0) values[j] = best_[j].template get<T>();
          set(j, counts_[j] != 0 ? present : nothing());
          break;
        default:
          if constexpr (std::is_same_v<T, N>) set(j, finish_number(j, values[j], parameter, fail));
      }
    }
  });
  out.dense = any == present;
}

template <class N>
template <class Fail>
mark accumulators<N>::finish_number(std::size_t parent, N& out, const source& parameter, Fail fail) {
  switch (aggregate_->function) {
    case function::count: out = arithmetic<N>::from(static_cast<std::int64_t>(counts_[parent])); return present;
    case function::count_distinct:
      out = arithmetic<N>::from(counts_[parent] == 0 ? std::int64_t{0} : with_kind<N>(collected_.kind(), [&](auto kind) {
        return count_distinct<typename decltype(kind)::type>(parent);
      }));
      return present;
    case function::sum:
    case function::avg:
    case function::weighted_avg: return finish_sum(parent, out, fail);
    default: return finish_sorted(parent, out, parameter, fail);
  }
}

template <class N>
template <class T>
std::int64_t accumulators<N>::count_distinct(std::size_t parent) {
  auto first = collected_.template values<T>().begin() + static_cast<std::ptrdiff_t>(collected_start_[parent]);
  auto last = first + static_cast<std::ptrdiff_t>(counts_[parent]);
  std::sort(first, last, [](const T& a, const T& b) { return compare_values<N>(a, b) < 0; });
  return std::unique(first, last, [](const T& a, const T& b) { return compare_values<N>(a, b) == 0; }) - first;
}

template <class N>
template <class Fail>
mark accumulators<N>::finish_sum(std::size_t parent, N& out, Fail fail) {
  N total{};
  if (const outcome o = sums_[parent].value(total); o != outcome::ok) return fail(code_of(o), parent);
  if (aggregate_->function == function::sum) {
    out = total;
    return present;
  }
  if (counts_[parent] == 0) return nothing();
  N divisor = arithmetic<N>::from(static_cast<std::int64_t>(counts_[parent]));
  if (aggregate_->function == function::weighted_avg) {
    if (outcomes_[parent] != outcome::ok) return fail(code_of(outcomes_[parent]), parent);
    if (const outcome o = weights_[parent].value(divisor); o != outcome::ok) return fail(code_of(o), parent);
  }
  const outcome o = arithmetic<N>::divide(total, divisor, out);
  return o == outcome::ok ? present : fail(code_of(o), parent);
}

/// Product, median, percentile and nth_largest: of the values in their order, so that the order of the rows cannot matter.
template <class N>
template <class Fail>
mark accumulators<N>::finish_sorted(std::size_t parent, N& out, const source& parameter, Fail fail) {
  const std::size_t count = counts_[parent];
  const bool has_parameter = aggregate_->function == function::percentile || aggregate_->function == function::nth_largest;
  if (has_parameter)
    if (const mark m = parameter.mark_at(parent); m != present) return m;
  if (count == 0 && aggregate_->function == function::product) {
    out = arithmetic<N>::from(std::int64_t{1});
    return present;
  }
  if (count == 0) return aggregate_->function == function::nth_largest ? fail(code::outside_domain, parent) : nothing();
  N* const values = collected_.template values<N>().data() + collected_start_[parent];
  std::sort(values, values + count, [](const N& a, const N& b) { return arithmetic<N>::compare(a, b) < 0; });
  switch (aggregate_->function) {
    case function::product: {
      out = values[0];
      for (std::size_t i = 1; i < count; ++i)
        if (const outcome o = arithmetic<N>::multiply(out, values[i], out); o != outcome::ok) return fail(code_of(o), parent);
      return present;
    }
    case function::median: {
      checked<N> steps;
      const N two = arithmetic<N>::from(std::int64_t{2});
      out = count % 2 == 1 ? values[count / 2] : steps.divide(steps.add(values[count / 2 - 1], values[count / 2]), two);
      return steps.state() == outcome::ok ? present : fail(code_of(steps.state()), parent);
    }
    case function::percentile:
      return quantile(values, count, parameter.template as<N>()[parent], aggregate_->exclusive, parent, out, fail);
    case function::nth_largest: {
      bool fits = false;
      const std::int64_t k = arithmetic<N>::floor_integer(parameter.template as<N>()[parent], fits);
      if (!fits || k < 1 || static_cast<std::uint64_t>(k) > count) return fail(code::outside_domain, parent);
      out = values[count - static_cast<std::size_t>(k)];
      return present;
    }
    default: break;
  }
  assert(false);
  return nothing();
}

/// Linear between neighbours, as spreadsheets do: inclusive at p * (n - 1), exclusive at p * (n + 1) - 1, counted from 0.
template <class N>
template <class Fail>
mark accumulators<N>::quantile(const N* sorted, std::size_t count, const N& p, bool exclusive, std::size_t parent, N& out, Fail fail) {
  using op = arithmetic<N>;
  const N one = op::from(std::int64_t{1});
  checked<N> steps;
  const auto n = static_cast<std::int64_t>(count);
  N at = steps.multiply(p, op::from(exclusive ? n + 1 : n - 1));
  if (exclusive) at = steps.subtract(at, one);
  const N last = op::from(n - 1);
  const bool inside = exclusive ? op::sign(at) >= 0 && op::compare(at, last) <= 0 : op::sign(p) >= 0 && op::compare(p, one) <= 0;
  if (steps.state() != outcome::ok || !inside) return fail(code::outside_domain, parent);
  bool fits = false;
  const auto whole = static_cast<std::size_t>(std::min(op::floor_integer(at, fits), n - 1));
  out = sorted[whole];
  if (whole + 1 < count) {
    const N fraction = steps.subtract(at, op::from(static_cast<std::int64_t>(whole)));
    if (op::sign(fraction) != 0) out = steps.add(out, steps.multiply(fraction, steps.subtract(sorted[whole + 1], sorted[whole])));
  }
  return steps.state() == outcome::ok ? present : fail(code_of(steps.state()), parent);
}

}  // namespace attain::engine
