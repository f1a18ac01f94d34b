// SPDX-License-Identifier: Apache-2.0
/// The columns of a table as the machine reads them: doubles, NaN where there is nothing; the host's own memory where it is that already.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>

#include "attain/base/column_memory.hpp"
#include "attain/engine/bound.hpp"
#include "attain/engine/load.hpp"
#include "attain/engine/machine/instruction.hpp"
#include "attain/engine/registers.hpp"

namespace attain::engine::machine {

/// One column, whole tiles from `values`; the last rows again in `last`, as a tile filled up with NaN.
struct readable_doubles {
  const double* values = nullptr;
  column_memory<double> own;
  column_memory<double> last;
  bool has_failed = false;  ///< a cell that must have a value has none, or cannot be read
  bool has_gaps = false;    ///< there is a row without a value
};

/// Whether the machine can read a column at all.
[[nodiscard]] inline bool is_readable(const bound_table& table, std::uint32_t column, value_kind kind) {
  return table.data != nullptr && !table.columns[column].broken && table.columns[column].view != nullptr &&
         (kind == value_kind::number || kind == value_kind::boolean);
}

/// Makes one column readable.
[[nodiscard]] inline readable_doubles make_readable(const bound_table& table, std::uint32_t column, value_kind kind) {
  constexpr std::size_t batch = 1024;
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  readable_doubles made;
  const bound_column& bound = table.columns[column];
  const column_view& view = *bound.view;
  const std::size_t rows = table.rows;
  const bool is_plain = view.kind == layout::float64 && view.validity == nullptr && view.bad.empty() && kind == value_kind::number;
  if (is_plain) {
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
  const std::size_t whole = rows / tile_rows * tile_rows;
  for (std::size_t i = 0; i < tile_rows; ++i) made.last[i] = whole + i < rows ? made.values[whole + i] : nothing;
  return made;
}

}  // namespace attain::engine::machine
