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
  /// The rows that the plan writes for a table.
  const input_table& write(const formula::table& planned) {
    std::vector<kept_column> columns;
    for (std::uint32_t c = 0; c < planned.columns.size(); ++c) columns.push_back({c, planned.columns[c].name});
    owned_table& rows = written_.emplace_back(planned, columns);
    for (const std::vector<std::string>& cells : *planned.rows) {
      const std::vector<std::string_view> views(cells.begin(), cells.end());
      rows.add_row(views, 0);
    }
    input_table& result = tables_.emplace_back(planned.name);
    rows.lend(result);
    return result;
  }

  /// A row for each distinct value of a column, in order; cells that are not there make none.
  const input_table& group(const formula::table& planned, const column_view& cells) {
    const row_keys keys({&cells});
    key_index index(keys, cells.size, false);
    std::vector<std::uint32_t> distinct;
    for (std::uint32_t row = 0; row < cells.size; ++row)
      if (keys.is_present(row) && index.insert(row) == row) distinct.push_back(row);
    std::sort(distinct.begin(), distinct.end(), [&](std::uint32_t a, std::uint32_t b) { return compare_cells(cells, a, b) < 0; });
    column_view column = cells;
    column.size = distinct.size();
    column.validity = nullptr;
    column.bad = {};
    const std::size_t width = width_of(cells.kind);
    std::vector<std::byte>& bytes = gathered_.emplace_back(distinct.size() * width);
    for (std::size_t i = 0; i < distinct.size(); ++i)
      std::memcpy(bytes.data() + i * width, static_cast<const std::byte*>(cells.values) + distinct[i] * width, width);
    column.values = bytes.data();
    return tables_.emplace_back(planned.name).add(planned.columns.front().name, column);
  }

 private:
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
  std::deque<input_table> tables_;
};

}  // namespace attain::engine
