// SPDX-License-Identifier: Apache-2.0
/// Computes a running total of a whole table: for every row the sum over those before it in its group.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/kernels.hpp"
#include "attain/engine/registers.hpp"
#include "attain/engine/steps.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// One sort of row numbers and one run over them; made for one call of `run`. All it reads was stored, nothing depends on the order of rows.
/// A row takes part when it is in, and its group and order keys are there; one without a date or a key may stand anywhere in its group. One that
/// does not take part has no total; it is failed where a key is.
template <class N>
class running_total {
 public:
  running_total(const program::stage::running_total& wanted, const bound_table& table, std::uint32_t number, steps<N>& steps)
      : wanted_(wanted), table_(table), number_(number), steps_(steps), out_(steps.stored(wanted.column)), value_(steps.stored(wanted.value)),
        where_(wanted.where == none ? nullptr : &steps.stored(wanted.where)) {
    for (const std::uint32_t g : wanted.groups) groups_.push_back({&steps.stored(g), false});
    for (const auto& key : wanted.order_by) order_.push_back({&steps.stored(key.key), key.descending});
  }

  void run() {
    out_.resize_values(value_kind::number, table_.rows);
    const mark nothing = make_mark(state::empty, wanted_.node);
    const mark broken = table_.broken ? steps_.causes().keep(*table_.broken) : present;
    for (std::uint32_t row = 0; row < table_.rows; ++row) {
      const mark group = mark_of(groups_, row);
      const mark place = place_of(row);
      const bool is_out = table_.part_of(row) != part::in && !is_unplaced(table_.part_of(row));
      mark m = broken != present ? broken : is_out ? nothing : group;
      if (m == present && !is_failed(place)) m = place;
      if (m == present) rows_.push_back(row);
      else out_.set_mark(row, m);
    }
    std::sort(rows_.begin(), rows_.end(), [this](std::uint32_t a, std::uint32_t b) { return comes_before(a, b); });
    for (std::size_t begin = 0, end = 0; begin < rows_.size(); begin = end) {
      while (end < rows_.size() && compare(groups_, rows_[begin], rows_[end]) == 0) ++end;
      run_group(begin, end);
    }
  }

 private:
  struct sort_key {
    const value_array<N>* values;
    bool descending;
  };

  [[nodiscard]] static mark mark_of(const value_array<N>& values, std::uint32_t row) { return values.marks.empty() ? present : values.marks[row]; }
  [[nodiscard]] static mark mark_of(const std::vector<sort_key>& keys, std::uint32_t row) {
    mark m = present;
    for (const sort_key& k : keys) m = combine(m, mark_of(*k.values, row));
    return m;
  }
  [[nodiscard]] bool is_lost(std::uint32_t row) const { return is_unplaced(table_.part_of(row)) || mark_of(order_, row) != present; }
  [[nodiscard]] mark place_of(std::uint32_t row) const {
    const mark m = mark_of(order_, row);
    return is_failed(m) || !is_unplaced(table_.part_of(row)) ? m : steps_.keep(steps_.causes().add(unplaced_cause(table_, number_, row)));
  }
  [[nodiscard]] static int compare(const std::vector<sort_key>& keys, std::uint32_t a, std::uint32_t b) {
    for (const sort_key& k : keys) {
      const int order = with_kind<N>(k.values->kind(), [&](auto kind) {
        const auto& values = k.values->template values<typename decltype(kind)::type>();
        return compare_values<N>(values[a], values[b]);
      });
      if (order != 0) return k.descending ? -order : order;
    }
    return 0;
  }

  /// By group; in it first the rows whose place is not known, then by order and key.
  [[nodiscard]] bool comes_before(std::uint32_t a, std::uint32_t b) const {
    if (const int order = compare(groups_, a, b); order != 0) return order < 0;
    const bool lost_a = is_lost(a);
    const bool lost_b = is_lost(b);
    if (lost_a != lost_b) return lost_a;
    if (!lost_a)
      if (const int order = compare_places(a, b); order != 0) return order < 0;
    return a < b;
  }
  [[nodiscard]] int compare_places(std::uint32_t a, std::uint32_t b) const {
    const int order = compare(order_, a, b);
    return order != 0 || table_.keys.empty() ? order : table_.keys.compare(a, b);
  }

  /// Present: the row adds its value. Empty: it adds nothing. Failed: nobody knows.
  [[nodiscard]] mark addend_of(std::uint32_t row) const {
    if (where_ != nullptr) {
      if (const mark m = mark_of(*where_, row); m != present) return m;
      if (where_->template values<std::uint8_t>()[row] == 0) return make_mark(state::empty, wanted_.node);
    }
    return mark_of(value_, row);
  }
  [[nodiscard]] static bool counts(mark addend) { return addend == present || is_failed(addend); }

  void run_group(std::size_t begin, std::size_t end) {
    sum_ = {};
    failed_ = present;
    for (; begin < end && is_lost(rows_[begin]); ++begin) {
      const mark place = place_of(rows_[begin]);
      out_.set_mark(rows_[begin], place);
      if (counts(addend_of(rows_[begin]))) failed_ = failed_ == present ? place : steps_.causes().join_kept(failed_, place);
    }
    for (std::size_t next = begin; begin < end; begin = next) {
      while (next < end && (next == begin || compare_places(rows_[begin], rows_[next]) == 0)) ++next;
      if (next == begin + 1) take(rows_[begin]);
      else take_tied(begin, next);
    }
  }

  void take(std::uint32_t row) {
    const mark before = failed_;
    if (!wanted_.with_own) set(row, before);
    const mark addend = addend_of(row);
    add(row, addend);
    // A row that fails where an earlier one did tells of both.
    if (wanted_.with_own) set(row, is_failed(addend) && before != present ? steps_.causes().join_kept(before, addend) : failed_);
  }

  /// Rows without an order among them: a total that would depend on it fails, and all after them are sure again.
  void take_tied(std::size_t begin, std::size_t end) {
    std::size_t counted = 0;
    for (std::size_t i = begin; i < end; ++i) counted += counts(addend_of(rows_[i])) ? 1U : 0U;
    mark tied = present;
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t row = rows_[i];
      const mark addend = addend_of(row);
      if (counted == (counts(addend) ? 1U : 0U)) {
        take(row);
        continue;
      }
      // Equal rows stand in the order of their numbers: the first names them all.
      if (tied == present) tied = fail(code::tied_rows, wanted_.tied, rows_[begin], rows_[begin + 1]);
      out_.set_mark(row, tied);
      add(row, addend);
    }
  }

  /// Adds what a row adds; the first failure of a group fails all that come after.
  void add(std::uint32_t row, mark addend) {
    if (addend == present) (void)sum_.add(value_.template values<N>()[row]);  // value() tells of an overflow
    else if (is_failed(addend) && failed_ == present) failed_ = addend;
  }

  void set(std::uint32_t row, mark m) {
    if (m != present) return out_.set_mark(row, m);
    const outcome o = sum_.value(out_.template values<N>()[row]);
    if (o != outcome::ok) out_.set_mark(row, fail(code_of(o), wanted_.node, row, 0));
  }

  [[nodiscard]] mark fail(code what, program::node_id node, std::uint32_t row, std::uint32_t other) {
    cause why;
    why.code = what;
    why.table = number_;
    why.row = row;
    why.value = other;
    why.node = node;
    return steps_.causes().keep(why);
  }

  const program::stage::running_total& wanted_;
  const bound_table& table_;
  std::uint32_t number_;
  steps<N>& steps_;
  value_array<N>& out_;
  const value_array<N>& value_;
  const value_array<N>* where_;
  std::vector<sort_key> groups_;
  std::vector<sort_key> order_;
  std::vector<std::uint32_t> rows_;
  typename arithmetic<N>::sum sum_;
  mark failed_ = present;  // of the group so far
};

}  // namespace attain::engine
