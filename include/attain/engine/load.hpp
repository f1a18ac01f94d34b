// SPDX-License-Identifier: Apache-2.0
/// Reads cells of the input into a block: every layout, every kind, and what is empty or unreadable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

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
  template <class T, class Read>
  void load(Read read) {
    T* const values = out_.template values<T>().data();
    mark any = present;
    for (std::size_t i = 0; i < rows_.size; ++i) {
      const std::uint32_t row = rows_.rows[i];
      mark m = present;
      if (view_.is_present(row)) values[i] = read(row);
      else m = absent(row);
      any |= out_.marks[i] = m;
    }
    out_.dense = any == present;
  }
  [[nodiscard]] mark absent(std::uint32_t row) {
    if (column_.optional) return empty_;
    const bad_cell* bad = find_bad_cell(view_, row);
    return fail_(bad != nullptr ? bad->code : code::empty_cell, row);
  }

  void load_numbers() {
    using op = arithmetic<N>;
    const int scale = view_.scale;
    switch (view_.kind) {
      case layout::int32: return load<N>([v = view_.as<std::int32_t>()](std::size_t r) { return op::from(std::int64_t{v[r]}); });
      case layout::int64: return load<N>([v = view_.as<std::int64_t>()](std::size_t r) { return op::from(v[r]); });
      case layout::decimal64: return load<N>([v = view_.as<std::int64_t>(), scale](std::size_t r) { return op::from_scaled(v[r], scale); });
      case layout::decimal128: return load<N>([v = view_.as<int128>(), scale](std::size_t r) { return op::from_scaled(v[r], scale); });
      case layout::decimal: return load<N>([v = view_.as<decimal>()](std::size_t r) { return op::from(v[r]); });
      case layout::float64: return load<N>([v = view_.as<double>()](std::size_t r) { return op::from(v[r]); });
      case layout::boolean:
      case layout::date:
      case layout::text: break;  // the binding lets none of them through
    }
  }
  void load_booleans() {
    const auto from = [this](const auto* v) { this->template load<std::uint8_t>([v](std::size_t r) { return static_cast<std::uint8_t>(v[r]); }); };
    if (view_.kind == layout::boolean) from(view_.as<std::uint8_t>());
    else if (view_.kind == layout::int32) from(view_.as<std::int32_t>());
    else from(view_.as<std::int64_t>());
  }
  void load_dates() {
    load<std::int32_t>([v = view_.as<std::int32_t>()](std::size_t r) { return v[r]; });
  }
  void load_texts() {
    if (view_.kind == layout::text) return load<std::string_view>([v = view_.as<std::string_view>()](std::size_t r) { return v[r]; });
    load<std::string_view>([this](std::size_t r) {
      std::string buffer;
      return arena_.keep(cell_text(view_, r, buffer));
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
