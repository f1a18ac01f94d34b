// SPDX-License-Identifier: Apache-2.0
/// Gives the rows of each group their shares of a pool, and the highest of them their prizes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "attain/engine/allocation.hpp"
#include "attain/engine/group_function.hpp"

namespace attain::engine {

/// Divides the pool of each group by the weights of its rows. One without a weight gets nothing.
template <class N>
void group_function<N>::allocate() {
  const value_array<N> amounts = common(wanted_.parameters[0]);
  const value_array<N> units = common(wanted_.parameters[1]);
  std::vector<std::uint32_t> concerned;
  for (std::size_t g = 0; g + 1 < starts_.size(); ++g) {
    mark failed = combine(combine(amounts.marks[g], units.marks[g]), doubts_[g]);
    pool<N> asked{amounts.template values<N>()[g], units.template values<N>()[g], {}, {}, {}, wanted_.rest, wanted_.floors};
    concerned.clear();
    chosen_.clear();
    for (std::size_t i = starts_[g]; i < starts_[g + 1]; ++i) {
      const std::uint32_t row = rows_[i];
      const mark m = weigh(row, asked);
      if (state_of(m) == state::does_not_apply) {
        out_.set_mark(row, m);
        continue;
      }
      concerned.push_back(row);
      out_.template values<N>()[row] = N{};
      if (is_failed(m)) failed = is_failed(failed) ? steps_.causes().join_kept(failed, m) : m;
    }
    if (failed == present && !concerned.empty())
      failed = share_out(
          asked, [this](std::uint32_t a, std::uint32_t b) { return compare_ties(a, b); }, concerned.front());
    if (failed == present) continue;
    for (const std::uint32_t row : concerned) out_.set_mark(row, failed);
  }
}

/// Adds a row that takes part to the pool.
template <class N>
mark group_function<N>::weigh(std::uint32_t row, pool<N>& asked) {
  mark m = takes_part(row);
  if (m != present) return m;
  const auto limit = [&](std::uint32_t column, std::vector<std::optional<N>>& to) {
    if (column == none) return;
    const value_array<N>& values = steps_.stored(column);
    const mark there = mark_of(values, row);
    if (is_failed(there)) m = combine(m, there);
    to.push_back(there == present ? std::optional<N>(values.template values<N>()[row]) : std::nullopt);
  };
  limit(wanted_.least, asked.least);
  limit(wanted_.most, asked.most);
  for (const auto& key : wanted_.order_by)
    if (const mark there = mark_of(steps_.stored(key.key), row); is_failed(there)) m = combine(m, there);
  const N& weight = value_->template values<N>()[row];
  if (arithmetic<N>::sign(weight) < 0 && m == present) m = fail(code::weight_below_zero, row, arithmetic<N>::to_double(weight));
  chosen_.push_back(row);
  asked.weights.push_back(weight);
  return m;
}

/// Gives the chosen rows their shares; where that is not possible, tells why, of `first` if nobody else is to blame.
template <class N>
template <class Order>
mark group_function<N>::share_out(const pool<N>& asked, Order order, std::uint32_t first) {
  const allocation shares = engine::allocate(asked, [&](std::size_t a, std::size_t b) { return order(chosen_[a], chosen_[b]); });
  if (shares.problem) {
    const bool tied = *shares.problem == code::tied_rows;
    const N& at_fault = *shares.problem == code::unit_not_positive ? asked.unit : asked.amount;
    return fail(*shares.problem, shares.row == none ? first : chosen_[shares.row], tied ? chosen_[shares.other] : arithmetic<N>::to_double(at_fault));
  }
  for (std::size_t i = 0; i < chosen_.size(); ++i) out_.template values<N>()[chosen_[i]] = units_as_number(shares.units[i], asked.unit);
  return present;
}

/// Gives the highest values of each group their prizes; equal ones share theirs, unless their order is to decide.
template <class N>
void group_function<N>::award() {
  std::vector<value_array<N>> prizes;
  for (const std::uint32_t p : wanted_.parameters) prizes.push_back(common(p));
  const value_array<N> units = std::move(prizes.back());
  prizes.pop_back();
  for (std::size_t g = 0; g + 1 < starts_.size(); ++g) {
    choose(starts_[g], starts_[g + 1]);
    mark failed = units.marks[g];
    for (const value_array<N>& p : prizes) failed = combine(failed, p.marks[g]);
    const std::vector<std::uint32_t> places = chosen_;
    for (std::size_t first = 0, next = 0; first < places.size(); first = next) {
      do ++next;
      while (next < places.size() && compare(*value_, places[first], places[next]) == 0);
      mark m = failed;
      if (m == present) m = award_places(g, {places.begin() + at(first), places.begin() + at(next)}, prizes, first, units.template values<N>()[g]);
      if (m == present) continue;
      for (std::size_t i = first; i < next; ++i) out_.set_mark(places[i], m);
    }
  }
}

/// The places from `first` on belong to rows with equal values.
template <class N>
mark group_function<N>::award_places(std::size_t g, std::vector<std::uint32_t> equal, const std::vector<value_array<N>>& prizes, std::size_t first,
                                     const N& unit) {
  const auto prize_of = [&](std::size_t place) { return place < prizes.size() ? prizes[place].template values<N>()[g] : N{}; };
  if (wanted_.ties == tie::ordered) {
    for (std::size_t i = 0; i + 1 < equal.size(); ++i)
      if (compare_ties(equal[i], equal[i + 1]) == 0 && arithmetic<N>::compare(prize_of(first + i), prize_of(first + i + 1)) != 0)
        return fail(code::tied_rows, equal[i], equal[i + 1]);
  }
  const std::size_t together = wanted_.ties == tie::ordered ? 1 : equal.size();
  for (std::size_t i = 0; i < equal.size(); i += together) {
    checked<N> sum;
    pool<N> asked{N{}, unit, std::vector<N>(together, arithmetic<N>::from(std::int64_t{1})), {}, {}, wanted_.rest, wanted_.floors};
    for (std::size_t j = i; j < i + together && first + j < prizes.size(); ++j) asked.amount = sum.add(asked.amount, prize_of(first + j));
    chosen_.assign(equal.begin() + at(i), equal.begin() + at(i + together));
    const auto by_key = [this](std::uint32_t a, std::uint32_t b) { return compare_keys(a, b); };
    const mark m = sum.state() == outcome::ok ? share_out(asked, by_key, chosen_.front()) : fail(code_of(sum.state()), chosen_.front());
    if (m != present) return m;
  }
  return present;
}

}  // namespace attain::engine
