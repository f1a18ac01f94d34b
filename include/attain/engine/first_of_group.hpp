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
      for (const value_source<N>& k : keys)
        if (is_failed(k.mark_at(i))) m = combine(m, k.mark_at(i));  // what is empty is a value here, equal to all that is empty
      if (is_unplaced(p)) m = combine(m, unplaced(row));
      if (m == present) rows_.push_back(row);
      else missing_.emplace_back(row, keep(m));
    }
  }

  void finish(value_array<N>& out) {
    std::sort(rows_.begin(), rows_.end(), [this](std::uint32_t a, std::uint32_t b) {
      if (const int by_group = compare(a, b); by_group != 0) return by_group < 0;
      if (!table_->keys.empty())
        if (const int by_key = table_->keys.compare(a, b); by_key != 0) return by_key < 0;
      return a < b;
    });
    out.resize_values(value_kind::boolean, table_->rows);
    std::vector<std::uint8_t>& values = out.template values<std::uint8_t>();
    std::fill(values.begin(), values.end(), std::uint8_t{0});
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (i == 0 || compare(rows_[i - 1], rows_[i]) != 0) values[rows_[i]] = 1;
    for (const auto& [row, m] : missing_) out.set_mark(row, m);
  }

 private:
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
  std::vector<std::uint32_t> rows_;                       // those in question
  std::vector<std::pair<std::uint32_t, mark>> missing_;   // rows of which it cannot be known
};

}  // namespace attain::engine
