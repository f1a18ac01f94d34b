// SPDX-License-Identifier: Apache-2.0
/// Reads one cell of text as the number, date or boolean that a column declares, written as its file writes them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "attain/base/calendar.hpp"
#include "attain/formula/file_format.hpp"
#include "attain/formula/type.hpp"
#include "attain/number/decimal.hpp"
#include "attain/text/blanks.hpp"

namespace attain {

/// Why a cell cannot be read.
enum class cell_problem : std::uint8_t {
  none,
  not_a_number,
  thousands_separators,  ///< of which the plan does not know
  decimal_comma,         ///< of which the plan does not know
  other_marks,           ///< than those that the plan tells
  currency_sign,
  brackets,    ///< around a negative number, as in accounts
  percentage,  ///< in a column that is no ratio
  too_many_digits,
  not_a_date,
  impossible_date,
  not_a_boolean,
  control_character,  ///< in a text
};

/// The reason as the end of a message: "cannot be read: '1,200'; " and then this. Names the key of the plan that helps.
[[nodiscard]] inline std::string_view to_text(cell_problem problem) {
  switch (problem) {
    case cell_problem::none: return "";
    case cell_problem::not_a_number: return "not a number";
    case cell_problem::thousands_separators: return "thousands marks are read where the plan has `csv.thousands`";
    case cell_problem::decimal_comma: return "a comma before decimals is read where the plan has `csv.decimal`";
    case cell_problem::other_marks: return "its marks are not where `csv.thousands` and `csv.decimal` have them";
    case cell_problem::currency_sign: return "numbers are written without a currency";
    case cell_problem::brackets: return "a negative number is written with a minus sign before it";
    case cell_problem::percentage: return "a percentage is read only in a column of type ratio";
    case cell_problem::too_many_digits: return "a number of more than 38 digits";
    case cell_problem::not_a_date: return "not a date such as 2026-10-31 or 2026/10/31, nor one as `csv.date` has them";
    case cell_problem::impossible_date: return "no such day in the calendar";
    case cell_problem::not_a_boolean: return "not one of true false yes no y n 1 0 是 否";
    case cell_problem::control_character: return "a text has no control characters";
  }
  return "";
}

namespace detail {

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

/// The bytes of the thousands mark that a text begins with, or 0.
[[nodiscard]] constexpr std::size_t thousands_mark_at_front(std::string_view text, char mark) {
  if (mark == '\0' || text.empty()) return 0;
  if (mark == ' ') return blank_at_front(text);
  if (text.front() == mark) return 1;
  if (mark == ',') return text.starts_with("\xEF\xBC\x8C") ? 3 : 0;
  return mark == '\'' && text.starts_with("\xE2\x80\x99") ? 3 : 0;
}

/// The number with a point before its decimals and nothing between its thousands; nothing when the marks stand where none belong. Between
/// two marks there are three digits, before the first one to three. What else is in the text stays.
[[nodiscard]] inline std::optional<std::string> without_marks(std::string_view text, const formula::cell_format& format) {
  std::string plain;
  std::size_t group = 0;  // digits since the last mark
  bool grouped = false;
  bool whole = true;  // before the decimals
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t mark = whole ? thousands_mark_at_front(text.substr(at), format.thousands) : 0;
    if (mark > 0) {
      if (group == 0 || group > 3 || (grouped && group != 3)) return std::nullopt;
      grouped = true;
      group = 0;
      at += mark;
      continue;
    }
    const char c = text[at++];
    if (is_digit(c)) {
      ++group;
    } else if (whole && !plain.empty()) {
      if (grouped && group != 3) return std::nullopt;
      whole = false;
    }
    if (c == '.' && format.decimal != '.') return std::nullopt;
    plain.push_back(c == format.decimal ? '.' : c);
  }
  if (whole && grouped && group != 3) return std::nullopt;
  return plain;
}

/// Is a text that is no number one as soon as marks of this kind are taken for thousands and decimals.
[[nodiscard]] inline bool is_number_with(std::string_view text, char thousands, char decimal) {
  formula::cell_format other;
  other.thousands = thousands;
  other.decimal = decimal;
  const auto plain = without_marks(text, other);
  return plain && parse_decimal(*plain).has_value();
}

/// What somebody did who wrote a number in a way that is not read.
[[nodiscard]] inline cell_problem problem_of_number(std::string_view text, const formula::cell_format& format) {
  const auto has_marks = [&](char thousands, char decimal) { return is_number_with(text, thousands, decimal); };
  const bool grouped = has_marks(',', '.') || has_marks('.', ',') || has_marks(' ', '.') || has_marks(' ', ',') || has_marks('\'', '.');
  const bool with_comma = has_marks('\0', ',');
  if (grouped || with_comma || has_marks('\0', '.')) {
    if (!format.has_plain_numbers()) return cell_problem::other_marks;
    return with_comma && !has_marks(',', '.') ? cell_problem::decimal_comma : cell_problem::thousands_separators;
  }
  static constexpr std::array<std::string_view, 7> signs{"$", "\xC2\xA5", "\xEF\xBF\xA5", "\xE2\x82\xAC", "\xC2\xA3", "元", "円"};
  const bool has_sign = std::any_of(signs.begin(), signs.end(), [&](std::string_view s) { return text.find(s) != std::string_view::npos; });
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_code = [&](std::string_view code) { return code.size() == 3 && std::all_of(code.begin(), code.end(), is_upper); };
  const bool has_digit = std::any_of(text.begin(), text.end(), is_digit);
  const bool has_code = text.size() > 3 && (is_code(text.substr(0, 3)) || is_code(text.substr(text.size() - 3)));
  if (has_digit && (has_sign || has_code)) return cell_problem::currency_sign;
  const bool closed = text.size() > 2 && ((text.front() == '(' && text.back() == ')') || (is_digit(text.front()) && text.back() == '-'));
  return closed && has_digit ? cell_problem::brackets : cell_problem::not_a_number;
}

/// The decimal written in a text, also one that begins with its point (`.5`), as some databases write it.
[[nodiscard]] inline std::optional<decimal> any_decimal(std::string_view text, decimal_problem& problem) {
  const std::size_t sign = !text.empty() && (text.front() == '-' || text.front() == '+') ? 1 : 0;
  if (text.size() <= sign || text[sign] != '.') return parse_decimal(text, problem);
  return parse_decimal(std::string(text).insert(sign, 1, '0'), problem);
}

[[nodiscard]] constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Takes a number of one or two digits up to `most` off the front of a text.
[[nodiscard]] constexpr bool take_two_digits(std::string_view& text, int most) {
  std::size_t size = 0;
  int value = 0;
  for (; size < std::min<std::size_t>(text.size(), 2) && is_digit(text[size]); ++size) value = value * 10 + (text[size] - '0');
  text.remove_prefix(size);
  return size > 0 && value <= most;
}

/// Is all of a text a time of day: `T09:05`, ` 9:05:30`, ` 23:59:59.999`, ` 12:00:00 AM`.
[[nodiscard]] constexpr bool is_time_of_day(std::string_view text) {
  if (text.empty() || (text.front() != ' ' && text.front() != 'T')) return false;
  text.remove_prefix(1);
  for (int part = 0, most = 23; part < 3; ++part, most = 59) {
    if (part == 2 && !text.starts_with(':')) break;
    if (part > 0) {
      if (!text.starts_with(':')) return false;
      text.remove_prefix(1);
    }
    if (!take_two_digits(text, most)) return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
  }
  return text.empty() || text == " AM" || text == " PM";
}

/// The date in front of a time of day; the text itself when there is none.
[[nodiscard]] constexpr std::string_view without_time(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 3) return text;
  const std::size_t gap = text.find_last_of(" T", colon);
  return gap != std::string_view::npos && is_time_of_day(text.substr(gap)) ? text.substr(0, gap) : text;
}

/// A date as East Asian texts have it: 2026年10月1日.
[[nodiscard]] inline std::optional<civil_date> ideographic_date(std::string_view text) {
  static const auto pattern = date_pattern::parse("YYYY年MM月DD日");
  return text.ends_with("日") ? pattern->match(text) : std::nullopt;
}

}  // namespace detail

/// The number in a trimmed cell: digits with a point, a sign or an exponent, with the marks of the format; where `ratio` holds also `5%`.
[[nodiscard]] inline std::optional<decimal> read_number(std::string_view cell, bool ratio, cell_problem& problem, const formula::cell_format& format = {}) {
  problem = cell_problem::none;
  if (format.has_plain_numbers()) {
    if (const auto plain = detail::plain_decimal(cell)) return plain;
  }
  const std::size_t sign = cell.ends_with('%') ? 1 : cell.ends_with("\xEF\xBC\x85") ? 3 : 0;  // % and its full-width form
  std::string_view digits = cell;
  digits.remove_suffix(sign);
  if (sign > 0) digits = trim_blanks(digits);
  decimal_problem why = decimal_problem::not_a_number;
  std::optional<decimal> value;
  if (format.has_plain_numbers()) {
    value = detail::any_decimal(digits, why);
  } else if (const auto plain = detail::without_marks(digits, format)) {
    value = detail::plain_decimal(*plain);
    if (!value) value = detail::any_decimal(*plain, why);
  }
  if (!value) {
    problem = why == decimal_problem::too_many_digits ? cell_problem::too_many_digits : detail::problem_of_number(digits, format);
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

/// The date in a trimmed cell, in days since 1970-01-01: `2026-10-01`, `2026/10/1`, `2026年10月1日` or as the format says, years 0001 to 9999.
/// A time of day behind it is passed over.
[[nodiscard]] inline std::optional<std::int32_t> read_date(std::string_view cell, cell_problem& problem, const formula::cell_format& format = {}) {
  problem = cell_problem::none;
  if (const auto days = parse_date(cell)) return days;
  cell = detail::without_time(cell);
  if (const auto days = parse_date(cell)) return days;
  auto written = detail::ideographic_date(cell);
  if (!written && format.date) written = format.date->match(cell);
  if (written) {
    const auto days = days_from(*written);
    if (!days) problem = cell_problem::impossible_date;
    return days;
  }
  const bool looks_like_one = cell.size() >= 8 && cell.size() <= 10 && cell.find_first_not_of("0123456789-/") == std::string_view::npos &&
                              (cell[4] == '-' || cell[4] == '/') && std::count(cell.begin(), cell.end(), cell[4]) == 2 && detail::is_digit(cell.back());
  problem = looks_like_one ? cell_problem::impossible_date : cell_problem::not_a_date;
  return std::nullopt;
}

/// The truth value in a trimmed cell: true false yes no y n 1 0 是 否, in any case.
[[nodiscard]] inline std::optional<bool> read_boolean(std::string_view cell, cell_problem& problem) {
  struct word {
    std::string_view text;
    bool value;
  };
  static constexpr std::array<word, 10> words{
      {{"1", true}, {"0", false}, {"true", true}, {"false", false}, {"yes", true}, {"no", false}, {"y", true}, {"n", false}, {"是", true}, {"否", false}}};
  const auto same = [](char a, char b) { return detail::ascii_lower(a) == b; };
  problem = cell_problem::none;
  for (const word& w : words)
    if (std::equal(cell.begin(), cell.end(), w.text.begin(), w.text.end(), same)) return w.value;
  problem = cell_problem::not_a_boolean;
  return std::nullopt;
}

}  // namespace attain
