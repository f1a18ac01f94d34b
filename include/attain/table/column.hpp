// SPDX-License-Identifier: Apache-2.0
/// A borrowed column of input: a pointer, a length, a layout and a validity bitmap. Nothing is copied and nothing is owned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attain/number/decimal.hpp"
#include "attain/text/codes.hpp"

namespace attain {

/// How the cells of a column lie in memory.
enum class layout : std::uint8_t {
  int32,       ///< std::int32_t
  int64,       ///< std::int64_t
  decimal64,   ///< std::int64_t divided by 10^scale
  decimal128,  ///< int128 divided by 10^scale
  decimal,     ///< attain::decimal, each with a scale of its own
  float64,     ///< double; means the shortest decimal that round-trips to it
  boolean,     ///< std::uint8_t, 0 or 1
  date,        ///< std::int32_t, days since 1970-01-01
  text,        ///< std::string_view, UTF-8
};

/// A cell that was there and could not be read.
struct bad_cell {
  std::uint32_t row = 0;  ///< from 0
  std::string text;       ///< what stood there
  attain::code code = code::unreadable_cell;
  std::string_view why = {};  ///< the reason, a text that stays; empty: none is known
};

/// One column. The memory must outlive every use.
struct column_view {
  layout kind = layout::float64;
  const void* values = nullptr;
  std::size_t size = 0;
  int scale = 0;
  const std::uint8_t* validity = nullptr;  ///< a bit a row, lowest first, 1 = present; null: all present
  std::span<const bad_cell> bad;           ///< by row; such a cell counts as not present

  template <class T>
  [[nodiscard]] const T* as() const {
    return static_cast<const T*>(values);
  }
  [[nodiscard]] bool is_present(std::size_t row) const {
    return validity == nullptr || ((static_cast<unsigned>(validity[row >> 3]) >> (row & 7U)) & 1U) != 0;
  }
};

}  // namespace attain
