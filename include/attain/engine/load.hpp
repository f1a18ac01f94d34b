// SPDX-License-Identifier: Apache-2.0
/// Reads cells of the input into a block: every layout, every kind, and what is empty or unreadable.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "attain/base/calendar.hpp"
#include "attain/engine/bound.hpp"
#include "attain/engine/registers.hpp"
#include "attain/number/arithmetic.hpp"

namespace attain::engine {

/// One column for the rows of a block. `empty` is the mark of an empty optional cell; `fail(code, row)` gives that of a cell at fault.
template <class N, class Fail>
class column_loader {
 public:
  column_loader(const bound_column& column, const frame_rows& rows, mark empty, text_arena& arena, value_array<N>& out, Fail fail)
      : column_(column), view_(*column.view), rows_(rows), empty_(empty), arena_(arena), out_(out), fail_(fail) {}

  void run() {
    switch (out_.kind()) {
      case value_kind::number: load_numbers(); break;
      case value_kind::boolean: load_booleans(); break;
      case value_kind::text: load_texts(); break;
      case value_kind::date: load_dates(); break;
      case value_kind::row: break;  // links are no columns
    }
  }

 private:
  /// `read(row, value)` is false when the cell holds something that cannot be meant.
  template <class T, class Read>
  void load(Read read) {
    T* const values = out_.template values<T>().data();
    mark any = present;
    for (std::size_t i = 0; i < rows_.size; ++i) {
      const std::uint32_t row = rows_.rows[i];
      mark m = present;
      if (!view_.is_present(row)) m = absent(row);
      else if (!read(row, values[i])) m = unreadable(row);
      any |= out_.marks[i] = m;
    }
    out_.dense = any == present;
  }
  [[nodiscard]] mark absent(std::uint32_t row) {
    if (column_.optional) return empty_;
    const bad_cell* bad = find_bad_cell(view_, row);
    return fail_(bad != nullptr ? bad->code : code::empty_cell, row);
  }
  [[nodiscard]] mark unreadable(std::uint32_t row) { return column_.optional ? empty_ : fail_(code::unreadable_cell, row); }

  void load_numbers() {
    using op = arithmetic<N>;
    const int scale = view_.scale;
    switch (view_.kind) {
      case layout::int32: return load<N>([v = view_.as<std::int32_t>()](std::size_t r, N& out) { return out = op::from(std::int64_t{v[r]}), true; });
      case layout::int64: return load<N>([v = view_.as<std::int64_t>()](std::size_t r, N& out) { return out = op::from(v[r]), true; });
      case layout::decimal64:
        return load<N>([v = view_.as<std::int64_t>(), scale](std::size_t r, N& out) { return out = op::from_scaled(v[r], scale), true; });
      case layout::decimal128:
        return load<N>([v = view_.as<int128>(), scale](std::size_t r, N& out) { return out = op::from_scaled(v[r], scale), true; });
      case layout::float64:
        return load<N>([v = view_.as<double>()](std::size_t r, N& out) { return std::isfinite(v[r]) && (out = op::from(v[r]), true); });
      case layout::boolean:
      case layout::date:
      case layout::text: break;  // the binding lets none of them through
    }
  }
  void load_booleans() {
    const auto from = [this](const auto* v) {
      this->template load<std::uint8_t>([v](std::size_t r, std::uint8_t& out) {
        out = v[r] == 1 ? 1 : 0;
        return v[r] == 0 || v[r] == 1;
      });
    };
    if (view_.kind == layout::boolean) from(view_.as<std::uint8_t>());
    else if (view_.kind == layout::int32) from(view_.as<std::int32_t>());
    else from(view_.as<std::int64_t>());
  }
  void load_dates() {
    load<std::int32_t>([v = view_.as<std::int32_t>()](std::size_t r, std::int32_t& out) {
      out = v[r];
      return out >= first_date && out <= last_date;
    });
  }
  void load_texts() {
    if (view_.kind == layout::text) {
      return load<std::string_view>([v = view_.as<std::string_view>()](std::size_t r, std::string_view& out) { return out = v[r], true; });
    }
    load<std::string_view>([this](std::size_t r, std::string_view& out) {
      std::string buffer;
      return out = arena_.keep(cell_text(view_, r, buffer)), true;
    });
  }

  const bound_column& column_;
  const column_view& view_;
  const frame_rows& rows_;
  mark empty_;
  text_arena& arena_;
  value_array<N>& out_;
  Fail fail_;
};

}  // namespace attain::engine
