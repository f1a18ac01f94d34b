// SPDX-License-Identifier: Apache-2.0
/// Finds, of all rows of a table that are equal in some keys and satisfy a condition, the one with the smallest table key.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <type_traits>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/kernels.hpp"
#include "attain/engine/registers.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// Collects the keys of the rows in question block by block; a sort at the end decides.
template <class N>
class group_finder {
 public:
  group_finder(const program::stage::first_of_group& wanted, const bound_table& table)
      : wanted_(&wanted), table_(&table), marks_(table.rows, present), keys_(wanted.keys.size()) {}

  [[nodiscard]] std::uint32_t column() const { return wanted_->column; }

  /// `read(node)` gives the values of the block, `keep` and `keep_text` what outlives it.
  template <class Read, class Keep, class KeepText>
  void add(const frame_rows& block, Read read, Keep keep, KeepText keep_text) {
    const value_source<N> condition = read(wanted_->condition);
    std::vector<value_source<N>> keys;
    for (const program::node_id k : wanted_->keys) keys.push_back(read(k));
    for (std::size_t i = 0; i < block.size; ++i) {
      const std::uint32_t row = block.rows[i];
      if (table_->part_of(row) != part::in) continue;
      mark m = condition.mark_at(i);
      if (m == present && condition.template as<std::uint8_t>()[i] == 0) continue;
      for (const value_source<N>& k : keys) m = combine(m, k.mark_at(i));
      if (m != present) {
        marks_[row] = keep(m);
        continue;
      }
      for (std::size_t k = 0; k < keys.size(); ++k) append(keys_[k], keys[k], i, keep_text);
      rows_.push_back(row);
    }
  }

  void finish(value_array<N>& out) {
    std::vector<std::uint32_t> order(rows_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
      if (const int by_keys = compare(a, b); by_keys != 0) return by_keys < 0;
      if (!table_->keys.empty())
        if (const int by_table = table_->keys.compare(rows_[a], rows_[b]); by_table != 0) return by_table < 0;
      return rows_[a] < rows_[b];
    });
    out.resize(value_kind::boolean, table_->rows);
    std::vector<std::uint8_t>& values = out.template values<std::uint8_t>();
    std::fill(values.begin(), values.end(), std::uint8_t{0});
    for (std::size_t i = 0; i < order.size(); ++i)
      if (i == 0 || compare(order[i - 1], order[i]) != 0) values[rows_[order[i]]] = 1;
    out.marks = marks_;
    out.dense = std::all_of(marks_.begin(), marks_.end(), [](mark m) { return m == present; });
  }

 private:
  template <class KeepText>
  void append(value_array<N>& to, const value_source<N>& from, std::size_t i, KeepText keep_text) {
    const std::size_t at = rows_.size();
    to.resize(from.array->kind(), at + 1);
    with_kind<N>(from.array->kind(), [&](auto kind) {
      using T = typename decltype(kind)::type;
      const T& value = from.template as<T>()[i];
      if constexpr (std::is_same_v<T, std::string_view>) to.template values<T>()[at] = keep_text(value);
      else to.template values<T>()[at] = value;
    });
  }
  [[nodiscard]] int compare(std::uint32_t a, std::uint32_t b) const {
    for (const value_array<N>& k : keys_) {
      const int order = with_kind<N>(k.kind(), [&](auto kind) {
        const auto& values = k.template values<typename decltype(kind)::type>();
        return compare_values<N>(values[a], values[b]);
      });
      if (order != 0) return order;
    }
    return 0;
  }

  const program::stage::first_of_group* wanted_;
  const bound_table* table_;
  std::vector<mark> marks_;             // by row
  std::vector<std::uint32_t> rows_;     // those in question
  std::vector<value_array<N>> keys_;    // of these, by key
};

}  // namespace attain::engine
