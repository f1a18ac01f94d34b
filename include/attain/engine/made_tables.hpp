// SPDX-License-Identifier: Apache-2.0
/// The tables of a run that nobody hands over: rows that stand in the plan, and the groups of the population.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "attain/engine/keys.hpp"
#include "attain/formula/names.hpp"
#include "attain/table/column.hpp"
#include "attain/table/owned.hpp"
#include "attain/table/tables.hpp"

namespace attain::engine {

/// Owns what it makes; a reference from it stays valid as long as it lives.
class made_tables {
 public:
  /// The rows that the plan writes for a table; none when it writes none.
  const input_table& write(const formula::table& planned) {
    static const std::vector<std::vector<std::string>> nothing;
    std::vector<kept_column> columns;
    for (std::uint32_t c = 0; c < planned.columns.size(); ++c) columns.push_back({c, planned.columns[c].name});
    owned_table& rows = written_.emplace_back(planned, columns);
    for (const std::vector<std::string>& cells : planned.rows ? *planned.rows : nothing) {
      const std::vector<std::string_view> views(cells.begin(), cells.end());
      rows.add_row(views, 0);
    }
    input_table& result = tables_.emplace_back(planned.name);
    rows.lend(result);
    return result;
  }

  /// Some rows of a table, from the first to the last.
  input_table& pick(const input_table& from, const std::vector<std::uint32_t>& rows) {
    input_table& result = tables_.emplace_back(from.name());
    for (const auto& [name, cells] : from.columns()) {
      column_view column = gather(cells, rows);
      std::vector<std::byte>& bits = gathered_.emplace_back((rows.size() + 7) / 8);
      std::vector<bad_cell>& bad = bad_.emplace_back();
      for (std::uint32_t i = 0; i < rows.size(); ++i)
        if (cells.is_present(rows[i])) bits[i / 8] |= static_cast<std::byte>(1U << (i % 8));
      std::uint32_t at = 0;  // both are in order
      for (const bad_cell& b : cells.bad) {
        while (at < rows.size() && rows[at] < b.row) ++at;
        if (at < rows.size() && rows[at] == b.row) bad.push_back({at, b.text, b.code, b.why});
      }
      column.validity = reinterpret_cast<const std::uint8_t*>(bits.data());
      column.bad = bad;
      result.add(name, column);
    }
    std::vector<std::uint64_t>& lines = lines_.emplace_back();
    for (const std::uint32_t row : rows) lines.push_back(from.line_of(row));
    return result.set_lines(lines).set_issues(from.issues());
  }

  /// The table with a column of texts, which is empty when it is not there.
  const input_table& with_texts(input_table& of, const std::string& column) {
    if (of.find(column) != nullptr) return of;
    std::vector<std::byte>& cells = gathered_.emplace_back(of.rows() * sizeof(std::string_view));
    std::vector<std::byte>& bits = gathered_.emplace_back((of.rows() + 7) / 8);
    return of.add(column, column_view{layout::text, cells.data(), of.rows(), 0, reinterpret_cast<const std::uint8_t*>(bits.data()), {}});
  }

  /// A row for each distinct value of a column, in order; cells that are not there make none.
  const input_table& group(const formula::table& planned, const column_view& cells) {
    const row_keys keys({&cells});
    key_index index(keys, cells.size, false);
    std::vector<std::uint32_t> distinct;
    for (std::uint32_t row = 0; row < cells.size; ++row)
      if (keys.is_present(row) && index.insert(row) == row) distinct.push_back(row);
    std::sort(distinct.begin(), distinct.end(), [&](std::uint32_t a, std::uint32_t b) { return compare_cells(cells, a, b) < 0; });
    return tables_.emplace_back(planned.name).add(planned.columns.front().name, gather(cells, distinct));
  }

 private:
  /// The values of some cells, all of them present.
  column_view gather(const column_view& cells, const std::vector<std::uint32_t>& rows) {
    column_view column = cells;
    column.size = rows.size();
    column.validity = nullptr;
    column.bad = {};
    const std::size_t width = width_of(cells.kind);
    std::vector<std::byte>& bytes = gathered_.emplace_back(rows.size() * width);
    for (std::size_t i = 0; i < rows.size(); ++i)
      std::memcpy(bytes.data() + i * width, static_cast<const std::byte*>(cells.values) + rows[i] * width, width);
    column.values = bytes.data();
    return column;
  }

  [[nodiscard]] static std::size_t width_of(layout cells) {
    switch (cells) {
      case layout::int32:
      case layout::date: return sizeof(std::int32_t);
      case layout::int64:
      case layout::decimal64: return sizeof(std::int64_t);
      case layout::decimal128: return sizeof(int128);
      case layout::decimal: return sizeof(decimal);
      case layout::float64: return sizeof(double);
      case layout::boolean: return sizeof(std::uint8_t);
      case layout::text: return sizeof(std::string_view);
    }
    return 0;
  }

  std::deque<owned_table> written_;
  std::deque<std::vector<std::byte>> gathered_;
  std::deque<std::vector<bad_cell>> bad_;
  std::deque<std::vector<std::uint64_t>> lines_;
  std::deque<input_table> tables_;
};

}  // namespace attain::engine
