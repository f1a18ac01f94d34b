// SPDX-License-Identifier: Apache-2.0
/// The columns of a table as the machine reads them: doubles, NaN where there is nothing; the host's own memory where it is that already, or 32-bit
/// integers that are all there.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include "attain/base/column_memory.hpp"
#include "attain/engine/bound.hpp"
#include "attain/engine/load.hpp"
#include "attain/engine/machine/instruction.hpp"
#include "attain/engine/registers.hpp"

namespace attain::engine::machine {

/// One column, whole tiles from `values` or, of 32-bit integers, from `narrow`; the last rows again in `last`, as a tile filled up.
struct readable_column {
  const double* values = nullptr;
  const std::int32_t* narrow = nullptr;
  column_memory<double> own;
  column_memory<double> last;
  column_memory<std::int32_t> last_narrow;
  bool has_failed = false;     ///< a cell that must have a value has none, or cannot be read
  bool has_gaps = false;       ///< there is a row without a value
  std::optional<double> unit;  ///< once asked: of which all values are whole multiples, as 1 / unit; 0: there is none
};

/// Whether the machine can read a column at all.
[[nodiscard]] inline bool is_readable(const bound_table& table, std::uint32_t column, value_kind kind) {
  return table.data != nullptr && !table.columns[column].broken && table.columns[column].view != nullptr &&
         (kind == value_kind::number || kind == value_kind::boolean);
}

/// Makes one column readable.
[[nodiscard]] inline readable_column make_readable(const bound_table& table, std::uint32_t column, value_kind kind) {
  constexpr std::size_t batch = 1024;
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  readable_column made;
  const bound_column& bound = table.columns[column];
  const column_view& view = *bound.view;
  const std::size_t rows = table.rows;
  const std::size_t whole = rows / tile_rows * tile_rows;
  const bool is_plain = view.validity == nullptr && view.bad.empty() && kind == value_kind::number;
  if (is_plain && view.kind == layout::int32) {
    made.narrow = view.as<std::int32_t>();
    made.last_narrow.assign(tile_rows, 0);
    std::copy(made.narrow + whole, made.narrow + rows, made.last_narrow.begin());
    return made;
  }
  if (is_plain && view.kind == layout::float64) {
    made.values = view.as<double>();
  } else {
    made.own.resize(rows + tile_rows);
    made.values = made.own.data();
    value_array<double> read;
    read.resize(kind, std::min(batch, rows));
    text_arena unused;
    frame_rows here;
    const mark failed = make_mark(state::failed, 0);
    const auto fail = [&](code, std::uint32_t) {
      made.has_failed = true;
      return failed;
    };
    for (std::size_t first = 0; first < rows; first += batch) {
      here.size = std::min(batch, rows - first);
      here.rows.resize(here.size);
      std::iota(here.rows.begin(), here.rows.end(), static_cast<std::uint32_t>(first));
      column_loader<double, decltype(fail)>(bound, here, make_mark(state::empty, 0), unused, read, fail).run();
      double* const to = made.own.data() + first;
      for (std::size_t i = 0; i < here.size; ++i) {
        const bool there = read.marks[i] == present;
        made.has_gaps |= !there;
        to[i] = !there ? nothing : kind == value_kind::number ? read.values<double>()[i] : read.values<std::uint8_t>()[i];
      }
    }
  }
  made.last.resize(tile_rows);
  for (std::size_t i = 0; i < tile_rows; ++i) made.last[i] = whole + i < rows ? made.values[whole + i] : nothing;
  return made;
}

/// The largest fraction of 1 of which all values of a column are whole multiples, as how many make 1: 100 of cents. 0 where they are no decimals of
/// few places, or so large that `rows` of them would not add up exactly in a double.
[[nodiscard]] inline double units_of_one(readable_column& column, std::size_t rows) {
  if (column.unit) return *column.unit;
  constexpr double exact = 0x1p53;
  const double most = exact / static_cast<double>(rows + 1);
  const auto fits = [&](double units) {
    for (std::size_t i = 0; i < rows; ++i) {
      const double value = column.narrow != nullptr ? column.narrow[i] : column.values[i];
      const double whole = std::nearbyint(value * units);
      if (value == value && !(whole / units == value && std::abs(whole) < most)) return false;
    }
    return true;
  };
  column.unit = 0;
  for (const double units : {1.0, 10.0, 100.0, 1000.0, 10'000.0, 100'000.0, 1'000'000.0}) {
    if (!fits(units)) continue;
    column.unit = units;
    break;
  }
  return *column.unit;
}

/// The parent of each child row; `parents` of a row that has none. With so many rows more, of which none has one, that whole tiles may be read ahead.
/// Nothing where a row has several.
[[nodiscard]] inline std::optional<column_memory<std::uint32_t>> parents_of(const child_rows& children, std::size_t rows, std::size_t parents) {
  const auto no_parent = static_cast<std::uint32_t>(parents);
  column_memory<std::uint32_t> found(rows + 4 * tile_rows, no_parent);
  for (std::uint32_t j = 0; j < no_parent; ++j) {
    for (std::uint32_t at = children.offsets[j]; at < children.offsets[j + 1]; ++at) {
      std::uint32_t& parent = found[children.row(at)];
      if (parent != no_parent) return std::nullopt;
      parent = j;
    }
  }
  return found;
}

/// What is made once of the data, for whatever runs over them.
struct memory {
  std::map<std::uint32_t, std::map<std::uint32_t, readable_column>> columns;     ///< by table and column
  std::map<std::uint32_t, std::optional<column_memory<std::uint32_t>>> parents;  ///< by number of the children
};

}  // namespace attain::engine::machine
