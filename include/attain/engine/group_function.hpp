// SPDX-License-Identifier: Apache-2.0
/// Computes what a function makes of groups of rows of a whole table: an aggregate of each group for all its rows, the place of each row in it, or
/// its part of a pool, for which see group_allocation.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attain/engine/aggregate_results.hpp"
#include "attain/engine/allocation.hpp"
#include "attain/engine/bound.hpp"
#include "attain/engine/kernels.hpp"
#include "attain/engine/registers.hpp"
#include "attain/engine/steps.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// One sort of row numbers by group; made for one call of `run`. All it reads was stored, nothing depends on the order of rows.
/// A row without a group has no value. In an aggregate or an allocation a failed row fails its group; a rank and a prize leave it out.
template <class N>
class group_function {
 public:
  using function = formula::function;

  group_function(const program::stage::group_function& wanted, const bound_table& table, std::uint32_t number, steps<N>& steps)
      : wanted_(wanted), table_(table), number_(number), steps_(steps), out_(steps.stored(wanted.column)),
        value_(wanted.arguments.empty() ? nullptr : &steps.stored(wanted.arguments.front())) {
    for (const std::uint32_t g : wanted.groups) groups_.push_back(&steps.stored(g));
  }

  void run() {
    out_.resize_values(wanted_.kind, table_.rows);
    const mark nothing = make_mark(state::empty, wanted_.node);
    const mark broken = table_.broken ? steps_.causes().keep(*table_.broken) : present;
    for (std::uint32_t row = 0; row < table_.rows; ++row) {
      const bool is_lost = table_.is_population && table_.part_of(row) != part::in;
      const bool is_out = is_lost || (table_.part_of(row) != part::in && !is_unplaced(table_.part_of(row)));
      if (is_lost) lost_.push_back(row);
      mark m = broken != present ? broken : is_out ? nothing : present;
      for (const value_array<N>* g : groups_)
        if (!is_out && broken == present) m = combine(m, mark_of(*g, row));
      if (m == present) rows_.push_back(row);
      else out_.set_mark(row, m);
    }
    std::sort(rows_.begin(), rows_.end(), [this](std::uint32_t a, std::uint32_t b) {
      const int order = compare_groups(a, b);
      return order != 0 ? order < 0 : a < b;
    });
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (i == 0 || compare_groups(rows_[i - 1], rows_[i]) != 0) starts_.push_back(i);
    starts_.push_back(rows_.size());
    doubt_groups();
    switch (wanted_.function) {
      case function::rank: return for_each_group([this](std::size_t begin, std::size_t end) { rank(begin, end); });
      case function::percent_rank_of: return for_each_group([this](std::size_t begin, std::size_t end) { place(begin, end); });
      case function::allocate: return allocate();
      case function::prize: return award();
      default: return aggregate();
    }
  }

 private:
  /// A rep without results, because of its key, fails the group in which it stands.
  void doubt_groups() {
    doubts_.assign(starts_.size() - 1, present);
    if (lost_.empty() || doubts_.empty()) return;
    const bool are_cells = wanted_.group_cells.size() == wanted_.groups.size();
    const row_keys cells = are_cells ? keys_from(table_, wanted_.group_cells) : row_keys();
    if (are_cells && cells.empty() != wanted_.groups.empty()) return;  // a column is not there, and no row has a group
    std::unordered_map<std::string, std::size_t> groups;
    std::string buffer;
    for (std::size_t g = 0; are_cells && g < doubts_.size(); ++g)
      if (cells.is_present(rows_[starts_[g]])) groups.emplace(cells.text(rows_[starts_[g]], buffer), g);
    for (const std::uint32_t row : lost_) {
      const auto why = why_unusable(table_, number_, row);
      if (!why) continue;
      const mark m = steps_.causes().keep(*why);
      const auto doubt = [&](std::size_t g) { doubts_[g] = doubts_[g] == present ? m : steps_.causes().join_kept(doubts_[g], m); };
      if (!are_cells) {  // nobody knows what a formula would say of it
        for (std::size_t g = 0; g < doubts_.size(); ++g) doubt(g);
      } else if (cells.is_present(row)) {
        if (const auto found = groups.find(std::string(cells.text(row, buffer))); found != groups.end()) doubt(found->second);
      }
    }
  }

  template <class Visit>
  void for_each_group(Visit visit) {
    for (std::size_t g = 0; g + 1 < starts_.size(); ++g) visit(starts_[g], starts_[g + 1]);
  }
  [[nodiscard]] static mark mark_of(const value_array<N>& values, std::uint32_t row) { return values.marks.empty() ? present : values.marks[row]; }
  [[nodiscard]] static int compare(const value_array<N>& values, std::uint32_t a, std::uint32_t b) {
    return with_kind<N>(values.kind(), [&](auto kind) {
      const auto& all = values.template values<typename decltype(kind)::type>();
      return compare_values<N>(all[a], all[b]);
    });
  }
  [[nodiscard]] int compare_groups(std::uint32_t a, std::uint32_t b) const {
    for (const value_array<N>* g : groups_)
      if (const int order = compare(*g, a, b); order != 0) return order;
    return 0;
  }

  /// `value`: the number at fault, or the other row.
  [[nodiscard]] mark fail(code what, std::uint32_t row, double value = 0) {
    cause why;
    why.code = what;
    why.table = number_;
    why.row = row;
    why.value = value;
    why.node = wanted_.node;
    return steps_.causes().keep(why);
  }

  /// What a stored column says of the rows in their order by group.
  [[nodiscard]] value_array<N> gathered(std::uint32_t column) const {
    const value_array<N>& from = steps_.stored(column);
    value_array<N> to;
    to.resize(from.kind(), rows_.size());
    with_kind<N>(from.kind(), [&](auto kind) {
      using T = typename decltype(kind)::type;
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        to.marks[i] = mark_of(from, rows_[i]);
        if (to.marks[i] == present) to.template values<T>()[i] = from.template values<T>()[rows_[i]];
      }
    });
    return to;
  }

  /// All groups as parents of one batch.
  void aggregate() {
    const std::size_t groups = starts_.size() - 1;
    program::aggregate asked;
    asked.function = wanted_.function;
    asked.kind = wanted_.kind;
    asked.exclusive = wanted_.exclusive;
    for (const auto& key : wanted_.order_by) asked.order_by.push_back({none, key.descending});
    frame_rows batch;
    batch.size = rows_.size();
    batch.rows = rows_;
    batch.parents.resize(rows_.size());
    for (std::size_t g = 0; g < groups; ++g) std::fill(batch.parents.begin() + at(starts_[g]), batch.parents.begin() + at(starts_[g + 1]), static_cast<std::uint32_t>(g));
    std::vector<value_array<N>> kept;
    kept.reserve(2 + wanted_.arguments.size() + wanted_.order_by.size());
    const auto source = [&](std::uint32_t column) {
      kept.push_back(gathered(column));
      return value_source<N>{&kept.back(), false};
    };
    aggregate_input<N> input;
    if (wanted_.where != none) input.where = source(wanted_.where);
    if (!wanted_.arguments.empty()) input.value = source(wanted_.arguments[0]);
    if (wanted_.arguments.size() > 1) input.weight = source(wanted_.arguments[1]);
    for (const auto& key : wanted_.order_by) input.order_keys.push_back(source(key.key));
    std::vector<mark> unplaced;
    if (table_.has_unplaced) {
      unplaced.resize(rows_.size(), present);
      for (std::size_t i = 0; i < rows_.size(); ++i)
        if (is_unplaced(table_.part_of(rows_[i]))) unplaced[i] = steps_.causes().keep(unplaced_cause(table_, number_, rows_[i]));
      input.unplaced = unplaced;
    }
    accumulators<N> sums(asked, wanted_.node);
    sums.start(groups);
    static_cast<void>(sums.add(batch, input, table_.keys, steps_.causes()));
    value_array<N> parameters;
    if (!wanted_.parameters.empty()) parameters = common(wanted_.parameters.front());
    value_array<N> results;
    results.resize(wanted_.kind, groups);
    sums.finish(results, {&parameters, false}, [&](code what, std::size_t g) { return fail(what, rows_[starts_[g]]); });
    with_kind<N>(wanted_.kind, [&](auto kind) {
      using T = typename decltype(kind)::type;
      for (std::size_t g = 0; g < groups; ++g) {
        const mark m = combine(steps_.keep(results.marks[g]), doubts_[g]);
        for (std::size_t i = starts_[g]; i < starts_[g + 1]; ++i) {
          if (m != present) out_.set_mark(rows_[i], m);
          else out_.template values<T>()[rows_[i]] = results.template values<T>()[g];
        }
      }
    });
  }
  [[nodiscard]] static std::ptrdiff_t at(std::size_t i) { return static_cast<std::ptrdiff_t>(i); }

  /// A value that all rows of a group must share, by group.
  [[nodiscard]] value_array<N> common(std::uint32_t column) {
    const value_array<N>& from = steps_.stored(column);
    value_array<N> to;
    to.resize(from.kind(), starts_.size() - 1);
    for (std::size_t g = 0; g + 1 < starts_.size(); ++g) to.marks[g] = common_value(from, starts_[g], starts_[g + 1], to.template values<N>()[g]);
    return to;
  }

  /// The value of the rows of one group. Failed where one of them is, or where two differ, one of which may have none.
  [[nodiscard]] mark common_value(const value_array<N>& from, std::size_t begin, std::size_t end, N& value) {
    constexpr std::size_t most_failures = 100;  // of a group, as far as they are told
    std::size_t failures = 0;
    mark failed = present;
    mark absent = present;
    std::uint32_t with = none, without = none, other = none;
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t row = rows_[i];
      const mark m = mark_of(from, row);
      if (is_failed(m)) {
        if (failures++ < most_failures) failed = failed == present ? m : steps_.causes().join_kept(failed, m);
      } else if (m != present) {
        if (absent != present && state_of(absent) != state_of(m)) other = row;
        if (without == none) without = row;
        absent = combine(absent, m);
      } else if (with == none) {
        with = row;
        value = from.template values<N>()[row];
      } else if (other == none && compare(from, with, row) != 0) {
        other = row;
      }
    }
    if (failed != present) return failed;
    if (other != none) return fail(code::group_disagrees, with == none ? without : with, other);
    if (with == none) return absent;
    return without == none ? present : fail(code::group_disagrees, with, without);
  }

  /// Whether a row takes part in what compares the rows of a group; where not, why. One that `where` leaves out is empty, whatever its value.
  [[nodiscard]] mark takes_part(std::uint32_t row) {
    if (wanted_.where != none) {
      const value_array<N>& where = steps_.stored(wanted_.where);
      const mark m = mark_of(where, row);
      if (m != present) return m;
      if (where.template values<std::uint8_t>()[row] == 0) return make_mark(state::empty, wanted_.node);
    }
    const mark m = mark_of(*value_, row);
    return m == present && is_unplaced(table_.part_of(row)) ? steps_.causes().keep(unplaced_cause(table_, number_, row)) : m;
  }

  /// The rows of a group that take part in an order, the highest value first.
  void choose(std::size_t begin, std::size_t end) {
    chosen_.clear();
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t row = rows_[i];
      mark m = takes_part(row);
      for (const auto& key : wanted_.order_by)
        if (m == present) m = mark_of(steps_.stored(key.key), row);
      if (m == present) chosen_.push_back(row);
      else if (wanted_.function == function::prize && state_of(m) == state::empty) out_.template values<N>()[row] = N{};
      else out_.set_mark(row, m);
    }
    std::sort(chosen_.begin(), chosen_.end(), [this](std::uint32_t a, std::uint32_t b) {
      if (const int order = compare(*value_, a, b); order != 0) return order > 0;
      if (const int order = compare_ties(a, b); order != 0) return order < 0;
      return a < b;
    });
  }
  /// Rows without the key come last.
  [[nodiscard]] int compare_ties(std::uint32_t a, std::uint32_t b) const {
    for (const auto& key : wanted_.order_by) {
      const value_array<N>& values = steps_.stored(key.key);
      const bool lost_a = mark_of(values, a) != present;
      const bool lost_b = mark_of(values, b) != present;
      if (lost_a != lost_b) return lost_a ? 1 : -1;
      const int order = lost_a ? 0 : compare(values, a, b);
      if (order != 0) return key.descending ? -order : order;
    }
    return wanted_.ties == tie::ordered ? compare_keys(a, b) : 0;
  }
  [[nodiscard]] int compare_keys(std::uint32_t a, std::uint32_t b) const { return table_.keys.empty() ? 0 : table_.keys.compare(a, b); }

  void rank(std::size_t begin, std::size_t end) {
    choose(begin, end);
    std::vector<N>& places = out_.template values<N>();
    std::int64_t different = 0;
    for (std::size_t first = 0, next = 0; first < chosen_.size(); first = next) {
      while (next < chosen_.size() && compare(*value_, chosen_[first], chosen_[next]) == 0) ++next;
      ++different;
      const auto lowest = static_cast<std::int64_t>(first + 1);
      const auto highest = static_cast<std::int64_t>(next);
      for (std::size_t i = first; i < next; ++i) {
        N& place = places[chosen_[i]];
        switch (wanted_.ties) {
          case tie::smallest: place = arithmetic<N>::from(lowest); break;
          case tie::largest: place = arithmetic<N>::from(highest); break;
          case tie::dense: place = arithmetic<N>::from(different); break;
          case tie::average: static_cast<void>(arithmetic<N>::divide(arithmetic<N>::from(lowest + highest), arithmetic<N>::from(std::int64_t{2}), place)); break;
          case tie::ordered: place = arithmetic<N>::from(static_cast<std::int64_t>(i + 1)); break;
        }
        if (wanted_.ties != tie::ordered) continue;
        for (const std::size_t other : {i - 1, i + 1})
          if (other >= first && other < next && compare_ties(chosen_[i], chosen_[other]) == 0) out_.set_mark(chosen_[i], fail(code::tied_rows, chosen_[i], chosen_[other]));
      }
    }
  }

  /// Where a value stands among those of the group, from 0 to 1; linear between neighbours, nothing outside their range.
  void place(std::size_t begin, std::size_t end) {
    std::vector<N> sorted;
    for (std::size_t i = begin; i < end; ++i)
      if (counts(rows_[i])) sorted.push_back(value_->template values<N>()[rows_[i]]);
    std::sort(sorted.begin(), sorted.end(), [](const N& a, const N& b) { return arithmetic<N>::compare(a, b) < 0; });
    const value_array<N>& asked = steps_.stored(wanted_.parameters.front());
    for (std::size_t i = begin; i < end; ++i) {
      mark m = mark_of(asked, rows_[i]);
      N result{};
      if (m == present) m = place_of(sorted, asked.template values<N>()[rows_[i]], rows_[i], result);
      if (m == present) out_.template values<N>()[rows_[i]] = result;
      else out_.set_mark(rows_[i], m);
    }
  }
  [[nodiscard]] bool counts(std::uint32_t row) const {
    if (mark_of(*value_, row) != present || is_unplaced(table_.part_of(row))) return false;
    if (wanted_.where == none) return true;
    const value_array<N>& where = steps_.stored(wanted_.where);
    return mark_of(where, row) == present && where.template values<std::uint8_t>()[row] != 0;
  }
  [[nodiscard]] mark place_of(const std::vector<N>& sorted, const N& x, std::uint32_t row, N& result) {
    using op = arithmetic<N>;
    const auto below = static_cast<std::int64_t>(
        std::lower_bound(sorted.begin(), sorted.end(), x, [](const N& a, const N& b) { return op::compare(a, b) < 0; }) - sorted.begin());
    const auto count = static_cast<std::int64_t>(sorted.size());
    if (below == count || (below == 0 && op::compare(sorted.front(), x) != 0)) return make_mark(state::empty, wanted_.node);
    checked<N> steps;
    N before = op::from(below);
    if (const N& above = sorted[static_cast<std::size_t>(below)]; op::compare(above, x) != 0) {
      const N& under = sorted[static_cast<std::size_t>(below) - 1];
      before = steps.add(op::from(below - 1), steps.divide(steps.subtract(x, under), steps.subtract(above, under)));
    }
    const N one = op::from(std::int64_t{1});
    if (wanted_.exclusive) result = steps.divide(steps.add(before, one), op::from(count + 1));
    else result = count == 1 ? one : steps.divide(before, op::from(count - 1));
    return steps.state() == outcome::ok ? present : fail(code_of(steps.state()), row);
  }

  void allocate();
  [[nodiscard]] mark weigh(std::uint32_t row, pool<N>& asked);
  template <class Order>
  [[nodiscard]] mark share_out(const pool<N>& asked, Order order, std::uint32_t first);
  void award();
  [[nodiscard]] mark award_places(std::size_t g, std::vector<std::uint32_t> equal, const std::vector<value_array<N>>& prizes, std::size_t first, const N& unit);

  using tie = program::stage::group_function::tie;

  const program::stage::group_function& wanted_;
  const bound_table& table_;
  std::uint32_t number_;
  steps<N>& steps_;
  value_array<N>& out_;
  const value_array<N>* value_;
  std::vector<const value_array<N>*> groups_;
  std::vector<std::uint32_t> rows_;     // by group
  std::vector<std::size_t> starts_;     // of the groups in it, and its end
  std::vector<std::uint32_t> lost_;     // reps without results
  std::vector<mark> doubts_;            // by group: failed where one of them stands in it
  std::vector<std::uint32_t> chosen_;   // of one group
};

}  // namespace attain::engine
