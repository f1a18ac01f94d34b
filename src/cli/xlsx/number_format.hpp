// SPDX-License-Identifier: Apache-2.0
/// What Excel keeps as numbers: which formats make dates of them, and which days they are.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "attain/base/calendar.hpp"
#include "attain/number/decimal.hpp"

namespace attain::cli::xlsx {

/// Formats that every workbook has; times of day without a date are numbers.
[[nodiscard]] constexpr bool is_date_format(int built_in) {
  return (built_in >= 14 && built_in <= 17) || built_in == 22 || (built_in >= 27 && built_in <= 36) || (built_in >= 50 && built_in <= 58);
}

/// Does a format such as `yyyy/m/d;@` or `[$-804]d"日"` show a date. What stands in quotes and brackets, and behind `\ _ *`, is no part of one.
[[nodiscard]] inline bool is_date_format(std::string_view code) {
  bool day_or_year = false;
  bool month = false;
  bool time = false;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const char c = code[at];
    if (c == '"') at = code.find('"', at + 1);
    if (c == '[') {
      time = time || (at + 1 < code.size() && std::string_view("hHmMsS").find(code[at + 1]) != std::string_view::npos);  // elapsed time: [h]:mm
      at = code.find(']', at + 1);
    }
    if (at == std::string_view::npos) break;
    if (c == '\\' || c == '_' || c == '*') ++at;
    day_or_year = day_or_year || c == 'y' || c == 'Y' || c == 'd' || c == 'D';
    month = month || c == 'm' || c == 'M';
    time = time || c == 'h' || c == 'H' || c == 's' || c == 'S';
  }
  return day_or_year || (month && !time);
}

/// The day of a serial number, whose fraction is the time of day; nothing when Excel shows none. Excel counts from 1900 and takes that year
/// for a leap year, or from 1904.
[[nodiscard]] inline std::optional<std::int32_t> day_of_serial(double serial, bool from_1904) {
  constexpr double most = 2958465;  // 9999-12-31
  if (!(serial >= 0 && serial < most + 1)) return std::nullopt;
  const auto days = static_cast<std::int32_t>(std::floor(serial));
  if (from_1904) return days + *days_from({1904, 1, 1});
  if (days == 0 || days == 60) return std::nullopt;
  return days + *days_from({1899, 12, days < 60 ? 31 : 30});
}

/// A number of a cell as a plain decimal. Excel computes and shows 15 digits; what lies behind them is noise of its arithmetic.
[[nodiscard]] inline std::string plain_number(double value) {
  constexpr int digits = 15;
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, digits - 1).ptr;
  const auto number = parse_decimal({text, static_cast<std::size_t>(end - text)});
  return number ? to_text(*number) : std::string(text, end);
}

}  // namespace attain::cli::xlsx
