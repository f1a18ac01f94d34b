// SPDX-License-Identifier: Apache-2.0
/// Finds, of all rows of a table that are equal in some keys and satisfy a condition, the one with the smallest table key.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/kernels.hpp"
#include "attain/engine/registers.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// Collects the rows in question block by block; a sort at the end decides. The keys are columns, so nothing is kept but row numbers.
/// A row of which nobody knows whether it counts leaves open, too, whether the first row behind it does.
template <class N>
class group_finder {
 public:
  group_finder(const program::program& program, const program::stage::first_of_group& wanted, const bound_table& table)
      : wanted_(&wanted), table_(&table) {
    rows_.reserve(table.rows);  // growing by doubling would take three times as much at its highest
    for (const program::node_id k : wanted.keys) {
      assert(program.nodes[k].op == program::op::load);
      columns_.push_back(table.columns[program.nodes[k].index].view);
    }
  }

  [[nodiscard]] std::uint32_t column() const { return wanted_->column; }

  /// `read(node)` gives the values of the block, `keep` a mark that outlives it, `unplaced(row)` that of a row that nobody knows to count.
  template <class Read, class Keep, class Unplaced>
  void add(const frame_rows& block, Read read, Keep keep, Unplaced unplaced) {
    const value_source<N> condition = read(wanted_->condition);
    std::vector<value_source<N>> keys;
    for (const program::node_id k : wanted_->keys) keys.push_back(read(k));
    for (std::size_t i = 0; i < block.size; ++i) {
      const std::uint32_t row = block.rows[i];
      const part p = table_->part_of(row);
      if (p != part::in && !is_unplaced(p)) continue;
      mark m = condition.mark_at(i);
      if (m == present && condition.template as<std::uint8_t>()[i] == 0) continue;
      if (is_unplaced(p)) m = combine(m, unplaced(row));
      bool has_group = true;
      for (const value_source<N>& k : keys) {
        if (!is_failed(k.mark_at(i))) continue;  // what is empty is a value here, equal to all that is empty
        m = combine(m, k.mark_at(i));
        has_group = false;
      }
      if (has_group) rows_.push_back(row);
      if (m != present) unsure_.emplace_back(row, keep(m));
    }
  }

  /// `join(a, b)` gives a mark for two that outlive their blocks.
  template <class Join>
  void finish(value_array<N>& out, Join join) {
    std::sort(rows_.begin(), rows_.end(), [this](std::uint32_t a, std::uint32_t b) { return comes_before(a, b); });
    out.resize_values(value_kind::boolean, table_->rows);
    std::vector<std::uint8_t>& values = out.template values<std::uint8_t>();
    std::fill(values.begin(), values.end(), std::uint8_t{0});
    std::vector<std::uint32_t> certainly_behind;
    mark doubt = present;
    bool is_found = false;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::uint32_t row = rows_[i];
      if (i == 0 || compare(rows_[i - 1], row) != 0) {
        doubt = present;
        is_found = false;
      }
      const mark m = doubt_of(row);
      if (is_found) {
        if (m != present) certainly_behind.push_back(row);
      } else if (m != present) {
        doubt = doubt == present ? m : join(doubt, m);
      } else {
        is_found = true;
        values[row] = 1;
        if (doubt != present) out.set_mark(row, doubt);
      }
    }
    for (const auto& [row, m] : unsure_) out.set_mark(row, m);
    for (const std::uint32_t row : certainly_behind) out.set_mark(row, present);
  }

 private:
  /// By group; in it first the rows without a key, which may stand anywhere, then by key.
  [[nodiscard]] bool comes_before(std::uint32_t a, std::uint32_t b) const {
    if (const int by_group = compare(a, b); by_group != 0) return by_group < 0;
    const bool no_key = table_->part_of(a) == part::no_key;
    if (no_key != (table_->part_of(b) == part::no_key)) return no_key;
    if (!no_key && !table_->keys.empty())
      if (const int by_key = table_->keys.compare(a, b); by_key != 0) return by_key < 0;
    return a < b;
  }
  [[nodiscard]] mark doubt_of(std::uint32_t row) const {
    const auto found = std::lower_bound(unsure_.begin(), unsure_.end(), row, [](const auto& one, std::uint32_t wanted) { return one.first < wanted; });
    return found != unsure_.end() && found->first == row ? found->second : present;
  }
  [[nodiscard]] int compare(std::uint32_t a, std::uint32_t b) const {
    for (const column_view* c : columns_) {
      const bool both = has_content(*c, a) && has_content(*c, b);
      const int order = both ? compare_cells(*c, a, b) : int{has_content(*c, a)} - int{has_content(*c, b)};
      if (order != 0) return order;
    }
    return 0;
  }

  const program::stage::first_of_group* wanted_;
  const bound_table* table_;
  std::vector<const column_view*> columns_;
  std::vector<std::uint32_t> rows_;                      // those in question
  std::vector<std::pair<std::uint32_t, mark>> unsure_;   // those of them, and those of no known group, that may not count; in order
};

}  // namespace attain::engine
