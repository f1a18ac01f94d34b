// SPDX-License-Identifier: Apache-2.0
/// Brings values of child rows up to their parents: one accumulator for each row of the parent's block, fed in batches of children.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/kernels.hpp"
#include "attain/engine/registers.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// One value of any kind.
template <class N>
struct cell {
  N number{};
  std::string_view text;
  std::int32_t date = 0;
  std::uint8_t boolean = 0;
  std::uint32_t row = none;

  template <class T>
  [[nodiscard]] T& get() {
    if constexpr (std::is_same_v<T, N>) return number;
    else if constexpr (std::is_same_v<T, std::string_view>) return text;
    else if constexpr (std::is_same_v<T, std::int32_t>) return date;
    else if constexpr (std::is_same_v<T, std::uint8_t>) return boolean;
    else return row;
  }
};

/// The nodes of one aggregate as the evaluator holds them for a batch; null where the aggregate has none.
template <class N>
struct aggregate_input {
  value_source<N> where;
  value_source<N> value;
  value_source<N> weight;
  std::vector<value_source<N>> order_keys;
  std::span<const mark> unplaced;  ///< by row of the batch: failed where nobody can know whether it counts; empty: there is no such row
};

/// The accumulators of one aggregate over the rows of a parent block. Batches must come in the order of the parents.
template <class N>
class accumulators {
 public:
  using source = value_source<N>;
  using function = formula::function;

  accumulators(const program::aggregate& aggregate, program::node_id node) : aggregate_(&aggregate), node_(node) {}

  void start(std::size_t parents);
  /// Adds a batch. `ties` orders rows that the order keys leave equal. Returns whether a failed row came up.
  bool add(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties, cause_list& causes);
  /// The rows that were passed over because something was empty; of the first of them the number and what was empty.
  struct gaps {
    std::uint64_t count = 0;
    std::uint32_t row = none;
    mark why = present;
  };
  [[nodiscard]] const gaps& passed_over() const { return gaps_; }
  /// Writes the results; `parameter` is p or k in the parent's frame, `fail(code, i)` gives a mark.
  template <class Fail>
  void finish(value_array<N>& out, const source& parameter, Fail fail);

 private:
  [[nodiscard]] bool select(const frame_rows& batch, const aggregate_input<N>& input, cause_list& causes);
  template <class T>
  void take(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties);
  void take_sums(const frame_rows& batch, const aggregate_input<N>& input);
  template <class T>
  void take_extremes(const frame_rows& batch, const operand<T>& values);
  template <class T>
  void take_ends(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties);
  [[nodiscard]] int order_against_best(std::size_t parent, std::size_t i, std::uint32_t row, const aggregate_input<N>& input, const row_keys& ties);
  void remember_best(std::size_t parent, std::size_t i, const aggregate_input<N>& input);

  template <class Fail>
  [[nodiscard]] mark finish_number(std::size_t parent, N& out, const source& parameter, Fail fail);
  template <class Fail>
  [[nodiscard]] mark finish_sum(std::size_t parent, N& out, Fail fail);
  template <class Fail>
  [[nodiscard]] mark finish_sorted(std::size_t parent, N& out, const source& parameter, Fail fail);
  template <class Fail>
  [[nodiscard]] mark quantile(const N* sorted, std::size_t count, const N& p, bool exclusive, std::size_t parent, N& out, Fail fail);
  template <class T>
  [[nodiscard]] std::int64_t count_distinct(std::size_t parent);

  [[nodiscard]] bool is_collected() const {
    switch (aggregate_->function) {
      case function::product:
      case function::median:
      case function::percentile:
      case function::nth_largest:
      case function::count_distinct: return true;
      default: return false;
    }
  }
  [[nodiscard]] mark nothing() const { return make_mark(state::empty, node_); }

  const program::aggregate* aggregate_;
  program::node_id node_;
  gaps gaps_;
  std::vector<std::uint32_t> selected_;    // positions of the batch that count
  std::vector<mark> failed_;               // by parent, as all below
  std::vector<std::uint64_t> counts_;
  std::vector<typename arithmetic<N>::sum> sums_;
  std::vector<typename arithmetic<N>::sum> weights_;
  std::vector<outcome> outcomes_;          // of what was multiplied before it was summed
  std::vector<std::uint8_t> flags_;        // any, all
  std::vector<std::uint32_t> best_row_;
  std::vector<cell<N>> best_;
  std::vector<cell<N>> best_keys_;         // as many for each parent as there are order keys
  value_array<N> collected_;               // the values of all parents, one after the other
  std::size_t collected_size_ = 0;
  std::vector<std::size_t> collected_start_;
};

template <class N>
void accumulators<N>::start(std::size_t parents) {
  failed_.assign(parents, present);
  counts_.assign(parents, 0);
  collected_size_ = 0;
  switch (aggregate_->function) {
    case function::weighted_avg:
      weights_.assign(parents, {});
      outcomes_.assign(parents, outcome::ok);
      [[fallthrough]];
    case function::sum:
    case function::avg: sums_.assign(parents, {}); break;
    case function::any: flags_.assign(parents, 0); break;
    case function::all: flags_.assign(parents, 1); break;
    case function::min:
    case function::max: best_.assign(parents, {}); break;
    case function::first:
    case function::last:
      best_.assign(parents, {});
      best_row_.assign(parents, none);
      best_keys_.assign(parents * aggregate_->order_by.size(), {});
      break;
    default: break;
  }
}

/// Finds the positions of the batch that count. A row whose condition is empty or does not hold is left out whatever its value, and one without a
/// value cannot count wherever it belongs.
template <class N>
bool accumulators<N>::select(const frame_rows& batch, const aggregate_input<N>& input, cause_list& causes) {
  selected_.clear();
  bool any_failed = false;
  const operand<std::uint8_t> where = input.where.array != nullptr ? input.where.template as<std::uint8_t>() : operand<std::uint8_t>{};
  for (std::size_t i = 0; i < batch.size; ++i) {
    mark m = present;
    if (where.values != nullptr) {
      m = where.mark_at(i);
      if (m == present && where[i] == 0) continue;
    }
    if (m == present) {
      if (input.value.array != nullptr) m = input.value.mark_at(i);
      if (input.weight.array != nullptr) m = combine(m, input.weight.mark_at(i));
      for (const source& key : input.order_keys) m = combine(m, key.mark_at(i));
      if (m == present && !input.unplaced.empty()) m = input.unplaced[i];
    }
    if (m == present) {
      selected_.push_back(static_cast<std::uint32_t>(i));
    } else if (is_failed(m)) {
      mark& parent = failed_[batch.parents[i]];
      parent = parent == present ? m : causes.join(parent, m);
      any_failed = true;
    } else if (aggregate_->tells_gaps && state_of(m) == state::empty) {
      ++gaps_.count;
      if (batch.rows[i] < gaps_.row) gaps_ = {gaps_.count, batch.rows[i], m};
    }
  }
  return any_failed;
}

template <class N>
bool accumulators<N>::add(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties, cause_list& causes) {
  const bool any_failed = select(batch, input, causes);
  // Parents come in order, so what they collect lies one behind the other.
  if (is_collected()) {
    collected_.resize(input.value.array->kind(), std::max(collected_.size(), collected_size_ + selected_.size()));
  }
  if (input.value.array == nullptr) {
    for (const std::uint32_t i : selected_) ++counts_[batch.parents[i]];
  } else {
    with_kind<N>(input.value.array->kind(), [&](auto kind) { take<typename decltype(kind)::type>(batch, input, ties); });
    for (const std::uint32_t i : selected_) ++counts_[batch.parents[i]];
  }
  return any_failed;
}

template <class N>
template <class T>
void accumulators<N>::take(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties) {
  const operand<T> values = input.value.template as<T>();
  if (is_collected()) {
    std::vector<T>& all = collected_.template values<T>();
    for (const std::uint32_t i : selected_) all[collected_size_++] = values[i];
    return;
  }
  switch (aggregate_->function) {
    case function::sum:
    case function::avg:
    case function::weighted_avg: take_sums(batch, input); break;
    case function::min:
    case function::max: take_extremes<T>(batch, values); break;
    case function::first:
    case function::last: take_ends<T>(batch, input, ties); break;
    case function::any:
    case function::all:
      if constexpr (std::is_same_v<T, std::uint8_t>) {
        const std::uint8_t decisive = aggregate_->function == function::any ? 1 : 0;
        for (const std::uint32_t i : selected_)
          if (values[i] == decisive) flags_[batch.parents[i]] = decisive;
      }
      break;
    default: break;
  }
}

template <class N>
void accumulators<N>::take_sums(const frame_rows& batch, const aggregate_input<N>& input) {
  const operand<N> values = input.value.template as<N>();
  if (input.weight.array == nullptr) {
    for (const std::uint32_t i : selected_) (void)sums_[batch.parents[i]].add(values[i]);  // value() tells of an overflow
    return;
  }
  const operand<N> weights = input.weight.template as<N>();
  for (const std::uint32_t i : selected_) {
    const std::size_t parent = batch.parents[i];
    N product{};
    const outcome o = arithmetic<N>::multiply(values[i], weights[i], product);
    if (o == outcome::ok) (void)sums_[parent].add(product);
    else outcomes_[parent] = o;
    (void)weights_[parent].add(weights[i]);
  }
}

template <class N>
template <class T>
void accumulators<N>::take_extremes(const frame_rows& batch, const operand<T>& values) {
  const int wanted = aggregate_->function == function::min ? -1 : 1;
  for (const std::uint32_t i : selected_) {
    const std::size_t parent = batch.parents[i];
    T& best = best_[parent].template get<T>();
    if (best_[parent].row == none || compare_values<N>(values[i], best) * wanted > 0) best = values[i];
    best_[parent].row = 0;
  }
}

/// Order keys, then the table's key, then the value itself: never the order of the rows.
template <class N>
int accumulators<N>::order_against_best(std::size_t parent, std::size_t i, std::uint32_t row, const aggregate_input<N>& input, const row_keys& ties) {
  const std::size_t keys = input.order_keys.size();
  for (std::size_t k = 0; k < keys; ++k) {
    const int order = with_kind<N>(input.order_keys[k].array->kind(), [&](auto kind) {
      using T = typename decltype(kind)::type;
      return compare_values<N>(input.order_keys[k].template as<T>()[i], best_keys_[parent * keys + k].template get<T>());
    });
    if (order != 0) return aggregate_->order_by[k].descending ? -order : order;
  }
  const std::uint32_t best = best_row_[parent];
  if (!ties.empty() && ties.is_present(row) && ties.is_present(best))
    if (const int order = ties.compare(row, best); order != 0) return order;
  return with_kind<N>(input.value.array->kind(), [&](auto kind) {
    using T = typename decltype(kind)::type;
    return compare_values<N>(input.value.template as<T>()[i], best_[parent].template get<T>());
  });
}

template <class N>
void accumulators<N>::remember_best(std::size_t parent, std::size_t i, const aggregate_input<N>& input) {
  const auto copy = [i](const source& from, cell<N>& to) {
    with_kind<N>(from.array->kind(), [&](auto kind) {
      using T = typename decltype(kind)::type;
      to.template get<T>() = from.template as<T>()[i];
    });
  };
  copy(input.value, best_[parent]);
  for (std::size_t k = 0; k < input.order_keys.size(); ++k) copy(input.order_keys[k], best_keys_[parent * input.order_keys.size() + k]);
}

template <class N>
template <class T>
void accumulators<N>::take_ends(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties) {
  const int wanted = aggregate_->function == function::first ? -1 : 1;
  for (const std::uint32_t i : selected_) {
    const std::size_t parent = batch.parents[i];
    const std::uint32_t row = batch.rows[i];
    if (best_row_[parent] != none && order_against_best(parent, i, row, input, ties) * wanted <= 0) continue;
    remember_best(parent, i, input);
    best_row_[parent] = row;
  }
}

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
