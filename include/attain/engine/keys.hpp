// SPDX-License-Identifier: Apache-2.0
/// The keys of the rows of a table: their text, their order, and the index that finds a row by its key.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/formula/names.hpp"
#include "attain/number/decimal.hpp"
#include "attain/table/column.hpp"

namespace attain::engine {

using formula::none;

/// Joins the parts of a key of several columns. No text that can be read has it, so that no two keys are joined alike.
inline constexpr char key_separator = '\x1f';

/// The text of an integer, in `buffer`.
[[nodiscard]] inline std::string_view integer_text(std::int64_t value, std::string& buffer) {
  std::array<char, 24> digits{};
  buffer.assign(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
  return buffer;
}

/// The digits of a decimal, also of one with more places than there can be.
[[nodiscard]] inline std::string decimal_text(const decimal& value) {
  if (value.scale >= 0 && value.scale <= max_decimal_digits) return to_text(value);
  return to_text(decimal{value.coefficient, 0}) + "e" + std::to_string(-std::int64_t{value.scale});
}

/// The one text of a present cell, whatever its layout: numbers in plain digits without trailing zeros, ISO dates.
[[nodiscard]] inline std::string_view cell_text(const column_view& view, std::size_t row, std::string& buffer) {
  switch (view.kind) {
    case layout::text: return view.as<std::string_view>()[row];
    case layout::int32: return integer_text(view.as<std::int32_t>()[row], buffer);
    case layout::int64: return integer_text(view.as<std::int64_t>()[row], buffer);
    case layout::decimal64: return buffer = to_text(decimal{view.as<std::int64_t>()[row], view.scale});
    case layout::decimal128: return buffer = to_text(decimal{view.as<int128>()[row], view.scale});
    case layout::decimal: return buffer = decimal_text(view.as<decimal>()[row]);
    case layout::boolean: {
      const std::uint8_t value = view.as<std::uint8_t>()[row];
      if (value > 1) return integer_text(value, buffer);
      return value != 0 ? "true" : "false";
    }
    case layout::date: {
      const std::int32_t day = view.as<std::int32_t>()[row];
      if (day >= first_date && day <= last_date) return buffer = date_to_text(day);
      return integer_text(day, buffer);
    }
    case layout::float64: {
      const double value = view.as<double>()[row];
      if (const auto number = decimal_from_double(value)) return buffer = to_text(*number);
      std::array<char, 32> digits{};
      buffer.assign(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
      return buffer;
    }
  }
  return {};
}

/// Negative, 0 or positive as the first cell comes before the second: numbers as numbers, texts by code point.
[[nodiscard]] inline int compare_cells(const column_view& view, std::size_t a, std::size_t b) {
  const auto order = [a, b](const auto* values) { return values[a] < values[b] ? -1 : (values[b] < values[a] ? 1 : 0); };
  switch (view.kind) {
    case layout::text: return order(view.as<std::string_view>());
    case layout::int32:
    case layout::date: return order(view.as<std::int32_t>());
    case layout::int64:
    case layout::decimal64: return order(view.as<std::int64_t>());
    case layout::decimal128: return order(view.as<int128>());
    case layout::decimal: return compare(view.as<decimal>()[a], view.as<decimal>()[b]);
    case layout::boolean: return order(view.as<std::uint8_t>());
    case layout::float64: return order(view.as<double>());
  }
  return 0;
}

/// Whether a cell can be part of a key: it is there, and no empty text.
[[nodiscard]] inline bool has_content(const column_view& view, std::size_t row) {
  return view.is_present(row) && (view.kind != layout::text || !view.as<std::string_view>()[row].empty());
}

/// The keys that some columns of a table spell, one for each row.
class row_keys {
 public:
  row_keys() = default;
  explicit row_keys(std::vector<const column_view*> columns) : columns_(std::move(columns)) {}

  [[nodiscard]] bool empty() const { return columns_.empty(); }
  /// Whether all cells of the key are there; an empty text is none.
  [[nodiscard]] bool is_present(std::size_t row) const {
    return std::all_of(columns_.begin(), columns_.end(), [row](const column_view* c) { return has_content(*c, row); });
  }
  /// A single column of whole numbers, which needs no texts.
  [[nodiscard]] bool are_integers() const {
    return columns_.size() == 1 && (columns_[0]->kind == layout::int32 || columns_[0]->kind == layout::int64);
  }
  [[nodiscard]] std::int64_t integer(std::size_t row) const {
    return columns_[0]->kind == layout::int32 ? columns_[0]->as<std::int32_t>()[row] : columns_[0]->as<std::int64_t>()[row];
  }
  /// The text of a present key; it may stand in `buffer`.
  [[nodiscard]] std::string_view text(std::size_t row, std::string& buffer) const {
    if (columns_.size() == 1) return cell_text(*columns_[0], row, buffer);
    std::string joined;
    for (const column_view* c : columns_) {
      if (c != columns_.front()) joined += key_separator;
      joined += cell_text(*c, row, buffer);
    }
    return buffer = std::move(joined);
  }
  /// The order of two rows by their keys, both present.
  [[nodiscard]] int compare(std::size_t a, std::size_t b) const {
    for (const column_view* c : columns_)
      if (const int order = compare_cells(*c, a, b); order != 0) return order;
    return 0;
  }

 private:
  std::vector<const column_view*> columns_;
};

/// As a message shows a key of several parts.
[[nodiscard]] inline std::string shown_key(std::string_view key) {
  std::string text(key);
  for (std::size_t at = text.find(key_separator); at != std::string::npos; at = text.find(key_separator, at + 3)) text.replace(at, 1, " / ");
  return text;
}

/// Finds a row by its key: open addressing over row numbers, so that no key is copied.
class key_index {
 public:
  key_index() = default;
  /// `as_text`: keys are compared by their text also where they are whole numbers, because others will ask with texts.
  key_index(row_keys keys, std::size_t rows, bool as_text) : keys_(std::move(keys)), integers_(!as_text && keys_.are_integers()) {
    slots_.resize(std::bit_ceil(rows + rows / 2 + 2));
  }

  [[nodiscard]] bool are_integers() const { return integers_; }

  /// Enters a row; if its key is there already, nothing changes. Returns the row that has the key.
  std::uint32_t insert(std::uint32_t row) {
    if (integers_) {
      const std::int64_t key = keys_.integer(row);
      return place(key, hash_of(key), row);
    }
    std::string buffer;
    const std::string_view key = keys_.text(row, buffer);
    return place(key, hash_of(key), row);
  }
  /// The row with the key, or none.
  [[nodiscard]] std::uint32_t find(std::int64_t key) const { return slots_[slot_of(key, hash_of(key))].row; }
  [[nodiscard]] std::uint32_t find(std::string_view key) const { return slots_[slot_of(key, hash_of(key))].row; }

 private:
  struct slot {
    std::uint32_t row = none;
    std::uint32_t hash = 0;
  };

  [[nodiscard]] static std::uint32_t hash_of(std::int64_t key) {
    std::uint64_t bits = static_cast<std::uint64_t>(key);
    bits = (bits ^ (bits >> 32)) * 0x9E3779B97F4A7C15U;
    return static_cast<std::uint32_t>(bits >> 32);
  }
  [[nodiscard]] static std::uint32_t hash_of(std::string_view key) {
    const std::uint64_t bits = std::hash<std::string_view>{}(key);
    return static_cast<std::uint32_t>(bits ^ (bits >> 32));
  }
  [[nodiscard]] bool is(std::uint32_t row, std::int64_t key) const { return keys_.integer(row) == key; }
  [[nodiscard]] bool is(std::uint32_t row, std::string_view key) const {
    std::string buffer;
    return keys_.text(row, buffer) == key;
  }
  /// The slot of the key, or the free one where it belongs.
  template <class Key>
  [[nodiscard]] std::size_t slot_of(Key key, std::uint32_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].row != none && (slots_[at].hash != hash || !is(slots_[at].row, key))) at = (at + 1) & mask;
    return at;
  }
  template <class Key>
  std::uint32_t place(Key key, std::uint32_t hash, std::uint32_t row) {
    slot& s = slots_[slot_of(key, hash)];
    if (s.row == none) s = {row, hash};
    return s.row;
  }

  row_keys keys_;
  bool integers_ = false;
  std::vector<slot> slots_;
};

}  // namespace attain::engine
