// SPDX-License-Identifier: Apache-2.0
/// Reads one cell of text as the number, date or boolean that a column declares.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "attain/base/calendar.hpp"
#include "attain/formula/type.hpp"
#include "attain/number/decimal.hpp"

namespace attain {

/// Why a cell cannot be read.
enum class cell_problem : std::uint8_t {
  none,
  not_a_number,
  thousands_separators,
  percentage,  ///< in a column that is no ratio
  too_many_digits,
  not_a_date,
  impossible_date,
  not_a_boolean,
};

/// The reason as the end of a message: "cannot be read: " and then this.
[[nodiscard]] inline std::string_view to_text(cell_problem problem) {
  switch (problem) {
    case cell_problem::none:
      return "";
    case cell_problem::not_a_number:
      return "not a number";
    case cell_problem::thousands_separators:
      return "numbers are read without thousands separators";
    case cell_problem::percentage:
      return "a percentage is read only in a column of type ratio";
    case cell_problem::too_many_digits:
      return "a number of more than 38 digits";
    case cell_problem::not_a_date:
      return "not a date; dates are read as 2026-10-31 or 2026/10/31";
    case cell_problem::impossible_date:
      return "no such day in the calendar";
    case cell_problem::not_a_boolean:
      return "not one of true false yes no 1 0 是 否";
  }
  return "";
}

namespace detail {

/// The bytes of the blank that a text begins with, or 0: ASCII blanks, the no-break space, the wide space of East Asian texts.
[[nodiscard]] constexpr std::size_t blank_at_front(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r')) return 1;
  if (text.starts_with("\xC2\xA0")) return 2;
  return text.starts_with("\xE3\x80\x80") ? 3 : 0;
}

[[nodiscard]] constexpr std::size_t blank_at_back(std::string_view text) {
  if (text.empty()) return 0;
  if (text.back() == ' ' || (text.back() >= '\t' && text.back() <= '\r')) return 1;
  if (text.ends_with("\xC2\xA0")) return 2;
  return text.ends_with("\xE3\x80\x80") ? 3 : 0;
}

/// At most 18 digits with at most one point between them, which is nearly every cell there is; nothing for all others.
[[nodiscard]] constexpr std::optional<decimal> plain_decimal(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  constexpr std::size_t most = 18;  // so that the coefficient fits 64 bits
  if (text.empty() || text.size() > most || !is_digit(text.front()) || !is_digit(text.back())) return std::nullopt;
  std::int64_t coefficient = 0;
  std::optional<std::size_t> point;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      coefficient = coefficient * 10 + (text[i] - '0');
    } else if (text[i] == '.' && !point) {
      point = i;
    } else {
      return std::nullopt;
    }
  }
  const int scale = point ? static_cast<int>(text.size() - *point - 1) : 0;
  return decimal{negative ? -coefficient : coefficient, scale};
}

/// Is a text that is no number one as soon as its commas, apostrophes and inner blanks are gone.
[[nodiscard]] inline bool has_thousands_separators(std::string_view text) {
  std::string bare;
  bool removed = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const std::size_t separator = rest.starts_with("\xEF\xBC\x8C") ? 3 : rest.front() == ',' || rest.front() == '\'' ? 1 : blank_at_front(rest);
    removed = removed || separator > 0;
    if (separator == 0) bare.push_back(rest.front());
    at += std::max<std::size_t>(separator, 1);
  }
  return removed && parse_decimal(bare).has_value();
}

/// The decimal written in a text, also one that begins with its point (`.5`), as some databases write it.
[[nodiscard]] inline std::optional<decimal> any_decimal(std::string_view text, decimal_problem& problem) {
  const std::size_t sign = !text.empty() && (text.front() == '-' || text.front() == '+') ? 1 : 0;
  if (text.size() <= sign || text[sign] != '.') return parse_decimal(text, problem);
  return parse_decimal(std::string(text).insert(sign, 1, '0'), problem);
}

[[nodiscard]] constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace detail

/// A text without the blanks around it: ASCII blanks and line ends, no-break spaces, wide spaces.
[[nodiscard]] constexpr std::string_view trim_blanks(std::string_view text) {
  while (const std::size_t size = detail::blank_at_front(text)) text.remove_prefix(size);
  while (const std::size_t size = detail::blank_at_back(text)) text.remove_suffix(size);
  return text;
}

/// The number in a trimmed cell: digits with a point, a sign or an exponent; where `ratio` holds also `5%`.
[[nodiscard]] inline std::optional<decimal> read_number(std::string_view cell, bool ratio, cell_problem& problem) {
  problem = cell_problem::none;
  if (const auto plain = detail::plain_decimal(cell)) return plain;
  const std::size_t sign = cell.ends_with('%') ? 1 : cell.ends_with("\xEF\xBC\x85") ? 3 : 0;  // % and its full-width form
  decimal_problem why{};
  std::string_view digits = cell;
  digits.remove_suffix(sign);
  if (sign > 0) digits = trim_blanks(digits);
  auto value = detail::any_decimal(digits, why);
  if (!value) {
    problem = why == decimal_problem::too_many_digits    ? cell_problem::too_many_digits
              : detail::has_thousands_separators(digits) ? cell_problem::thousands_separators
                                                         : cell_problem::not_a_number;
    return std::nullopt;
  }
  if (sign == 0) return value;
  if (!ratio) {
    problem = cell_problem::percentage;
    return std::nullopt;
  }
  *value = without_trailing_zeros(*value);
  value->scale += 2;
  if (value->scale <= max_decimal_digits) return value;
  problem = cell_problem::too_many_digits;
  return std::nullopt;
}

/// The date in a trimmed cell, in days since 1970-01-01: `2026-10-01` or `2026/10/1`, years 0001 to 9999.
[[nodiscard]] inline std::optional<std::int32_t> read_date(std::string_view cell, cell_problem& problem) {
  problem = cell_problem::none;
  if (const auto days = parse_date(cell)) return days;
  const bool looks_like_one = cell.size() >= 8 && cell.size() <= 10 && cell.find_first_not_of("0123456789-/") == std::string_view::npos &&
                              (cell[4] == '-' || cell[4] == '/') && std::count(cell.begin(), cell.end(), cell[4]) == 2 && detail::is_digit(cell.back());
  problem = looks_like_one ? cell_problem::impossible_date : cell_problem::not_a_date;
  return std::nullopt;
}

/// The truth value in a trimmed cell: true false yes no 1 0 是 否, in any case.
[[nodiscard]] inline std::optional<bool> read_boolean(std::string_view cell, cell_problem& problem) {
  struct word {
    std::string_view text;
    bool value;
  };
  static constexpr std::array<word, 8> words{
      {{"1", true}, {"0", false}, {"true", true}, {"false", false}, {"yes", true}, {"no", false}, {"是", true}, {"否", false}}};
  const auto same = [](char a, char b) { return detail::ascii_lower(a) == b; };
  problem = cell_problem::none;
  for (const word& w : words)
    if (std::equal(cell.begin(), cell.end(), w.text.begin(), w.text.end(), same)) return w.value;
  problem = cell_problem::not_a_boolean;
  return std::nullopt;
}

/// Why a cell, which need not be trimmed, cannot be read as a value of this kind; `none` when it can.
[[nodiscard]] inline cell_problem check_cell(std::string_view cell, formula::dimension kind) {
  cell_problem problem = cell_problem::none;
  const std::string_view trimmed = trim_blanks(cell);
  if (trimmed.empty() || kind == formula::dimension::text) return problem;
  if (kind == formula::dimension::date) {
    static_cast<void>(read_date(trimmed, problem));
  } else if (kind == formula::dimension::boolean) {
    static_cast<void>(read_boolean(trimmed, problem));
  } else {
    static_cast<void>(read_number(trimmed, kind == formula::dimension::ratio, problem));
  }
  return problem;
}

}  // namespace attain
