// SPDX-License-Identifier: Apache-2.0
/// Rolls values up a hierarchy: for every row the sum over it and all rows below it, or the mean of means of those below.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/functions.hpp"
#include "attain/engine/kernels.hpp"
#include "attain/engine/registers.hpp"
#include "attain/engine/steps.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// One run over all rows, each after those that lead to it; made for one call of `run`. All it reads was stored, nothing depends on the order of
/// rows, and no depth is too deep. A row takes part when it is in. One without a row above it is at the top, also where that row is not known or
/// takes no part. A row in a circle is failed and is below nobody.
template <class N>
class tree_total {
 public:
  tree_total(const program::stage::tree_total& wanted, const bound_table& table, std::uint32_t number, steps<N>& steps)
      : wanted_(wanted), table_(table), number_(number), steps_(steps), out_(steps.stored(wanted.column)), value_(steps.stored(wanted.value)) {}

  void run() {
    out_.resize_values(value_kind::number, table_.rows);
    const std::optional<cause>& broken = table_.broken ? table_.broken : table_.links[wanted_.link].broken;
    if (broken) {
      const mark m = steps_.causes().keep(*broken);
      for (std::uint32_t row = 0; row < table_.rows; ++row) out_.set_mark(row, m);
      return;
    }
    find_parents();
    for (std::uint32_t row = 0; row < table_.rows; ++row)
      if (places_[row] == none) order_.push_back(row);
    for (std::size_t i = 0; i < order_.size(); ++i) {
      finish(order_[i]);
      const std::uint32_t parent = parents_[order_[i]];
      if (parent != none && --below_[places_[parent]].open == 0) order_.push_back(parent);
    }
  }

 private:
  static constexpr std::uint32_t most_failures = 100;  // below a row, as far as they are told of it

  /// What the rows below a row bring it.
  struct collected {
    typename arithmetic<N>::sum sum;
    std::uint32_t open = 0;      ///< rows directly below that are not finished yet
    std::uint32_t counted = 0;   ///< values taken; of a sum: whether there was one
    std::uint32_t failures = 0;
    mark failed = present;
  };

  [[nodiscard]] static mark mark_of(const value_array<N>& values, std::uint32_t row) { return values.marks.empty() ? present : values.marks[row]; }
  [[nodiscard]] bool is_bad(std::uint32_t row) const { return !table_.bad_rows.empty() && table_.bad_rows.contains(row); }
  /// A rep without results stays where it is and fails those above; so does what may be in the period or not.
  [[nodiscard]] bool takes_part(std::uint32_t row) const {
    const part p = table_.part_of(row);
    return p == part::in || is_unplaced(p) || table_.is_population || is_bad(row);
  }

  void find_parents() {
    const value_array<N>& linked = steps_.stored(wanted_.parent);
    const std::vector<std::uint32_t>& rows = linked.template values<std::uint32_t>();
    const auto& circles = table_.links[wanted_.link].circles;
    parents_.assign(table_.rows, none);
    places_.assign(table_.rows, none);
    for (std::uint32_t row = 0; row < table_.rows; ++row) {
      if (mark_of(linked, row) != present || !takes_part(row) || !takes_part(rows[row]) || circles.contains(row)) continue;
      parents_[row] = rows[row];
      std::uint32_t& place = places_[rows[row]];
      if (place == none) {
        place = static_cast<std::uint32_t>(below_.size());
        below_.emplace_back();
      }
      ++below_[place].open;
    }
  }

  /// Why there is no value for a row whatever is below it; present where there may be one.
  [[nodiscard]] mark lost_mark(std::uint32_t row) {
    const auto& circles = table_.links[wanted_.link].circles;
    if (const auto circle = circles.find(row); circle != circles.end()) return steps_.causes().keep(circle->second);
    if (is_bad(row)) return steps_.causes().keep(table_.bad_rows.find(row)->second);
    if (!table_.is_population) return present;
    const auto why = why_unusable(table_, number_, row);
    return why ? steps_.causes().keep(*why) : present;
  }
  /// Why nobody can know whether a row that has something to count counts.
  [[nodiscard]] mark doubt(std::uint32_t row) {
    if (is_unplaced(table_.part_of(row))) return steps_.causes().keep(unplaced_cause(table_, number_, row));
    return wanted_.sound == none ? present : mark_of(steps_.stored(wanted_.sound), row);
  }

  /// A failure of the row itself: always told, if need be instead of those below.
  static void add_own(collected& to, mark failure, cause_list& causes) {
    const bool alone = to.failed == present || to.failures >= most_failures;
    to.failed = alone ? failure : causes.join_kept(to.failed, failure);
    to.failures = alone ? 1 : to.failures + 1;
    ++to.counted;
  }
  static void add_below(collected& to, const collected& from, cause_list& causes) {
    if (to.failed == present) to.failed = from.failed;
    else if (to.failures < most_failures) to.failed = causes.join_kept(to.failed, from.failed);
    to.failures += from.failures;
    ++to.counted;
  }

  /// Takes the row's own value where it counts, and brings the result up.
  void finish(std::uint32_t row) {
    if (!takes_part(row)) return out_.set_mark(row, make_mark(state::empty, wanted_.node));
    cause_list& causes = steps_.causes();
    const bool is_leaf = places_[row] == none;
    collected all = is_leaf ? collected{} : std::move(below_[places_[row]]);
    const bool is_taken = is_leaf || !wanted_.is_mean;
    const mark own = is_taken ? mark_of(value_, row) : make_mark(state::empty, wanted_.node);
    if (is_failed(own)) {
      add_own(all, own, causes);
    } else if (own == present) {
      (void)all.sum.add(value_.template values<N>()[row]);  // value() tells of an overflow
      ++all.counted;
    }
    mark lost = lost_mark(row);
    if (lost == present && all.counted > 0) lost = doubt(row);
    if (lost != present) add_own(all, lost, causes);
    mark result = all.failed;
    N& value = out_.template values<N>()[row];
    if (result == present) {
      if (!wanted_.is_mean) result = total_of(all, row, value);
      else if (all.counted == 0) result = own;
      else if (is_leaf) value = value_.template values<N>()[row];
      else result = mean_of(all, row, value);
      if (is_failed(result)) add_own(all, result, causes);
    }
    out_.set_mark(row, result);
    if (parents_[row] != none) bring_up(all, result, value, below_[places_[parents_[row]]]);
  }

  [[nodiscard]] mark total_of(const collected& all, std::uint32_t row, N& value) {
    const outcome o = all.sum.value(value);
    return o == outcome::ok ? present : fail(code_of(o), row);
  }
  [[nodiscard]] mark mean_of(const collected& all, std::uint32_t row, N& value) {
    N total{};
    outcome o = all.sum.value(total);
    if (o == outcome::ok) o = arithmetic<N>::divide(total, arithmetic<N>::from(static_cast<std::int64_t>(all.counted)), value);
    if (o != outcome::ok) return fail(code_of(o), row);
    if (wanted_.places == none) return present;
    const value_array<N>& places = steps_.stored(wanted_.places);
    if (const mark m = mark_of(places, row); m != present) return m;
    const N& wanted = places.template values<N>()[row];
    const std::int64_t far = arithmetic<N>::sign(wanted) < 0 ? -400 : 400;
    value = arithmetic<N>::round(value, cut_to_whole(wanted).value_or(far), rounding_mode::half_up);
    return present;
  }

  void bring_up(const collected& all, mark result, const N& value, collected& to) {
    if (is_failed(result)) {
      add_below(to, all, steps_.causes());
    } else if (!wanted_.is_mean) {
      to.sum.merge(all.sum);
      to.counted += all.counted > 0 ? 1 : 0;
    } else if (result == present) {
      (void)to.sum.add(value);
      ++to.counted;
    }
  }

  [[nodiscard]] mark fail(code what, std::uint32_t row) {
    cause why;
    why.code = what;
    why.table = number_;
    why.row = row;
    why.node = wanted_.node;
    return steps_.causes().keep(why);
  }

  const program::stage::tree_total& wanted_;
  const bound_table& table_;
  std::uint32_t number_;
  steps<N>& steps_;
  value_array<N>& out_;
  const value_array<N>& value_;
  std::vector<std::uint32_t> parents_;  // by row; none: at the top, or no part of it
  std::vector<std::uint32_t> places_;   // by row: in below_; none: nothing leads to it
  std::vector<collected> below_;        // of the rows that others lead to
  std::vector<std::uint32_t> order_;    // each row after all below it
};

}  // namespace attain::engine
