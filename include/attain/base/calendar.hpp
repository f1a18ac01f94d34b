// SPDX-License-Identifier: Apache-2.0
/// Dates as days since 1970-01-01 in the proleptic Gregorian calendar, years 1 to 9999.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attain {

/// A date taken apart.
struct civil_date {
  int year = 1970;
  int month = 1;  ///< 1 to 12
  int day = 1;    ///< 1 to 31
  friend bool operator==(const civil_date&, const civil_date&) = default;
};

/// First and last day of a period, both in.
struct day_range {
  std::int32_t first = 0;
  std::int32_t last = 0;
};

inline constexpr std::int32_t first_date = -719162;  ///< 0001-01-01
inline constexpr std::int32_t last_date = 2932896;   ///< 9999-12-31

/// The number of days in a month.
[[nodiscard]] constexpr int days_in_month(int year, int month) {
  const auto last = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} / std::chrono::last;
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

/// Days since 1970-01-01; nothing when there is no such day.
[[nodiscard]] constexpr std::optional<std::int32_t> days_from(civil_date d) {
  if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > days_in_month(d.year, d.month)) return std::nullopt;
  const std::chrono::sys_days days = std::chrono::year{d.year} / d.month / d.day;
  return static_cast<std::int32_t>(days.time_since_epoch().count());
}

/// The date of a day number between `first_date` and `last_date`.
[[nodiscard]] constexpr civil_date civil_from(std::int32_t days) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{days}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())), static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

/// Reads `2026-10-01`, `2026-10-1` and `2026/10/1`; nothing when it is no date.
[[nodiscard]] constexpr std::optional<std::int32_t> parse_date(std::string_view text) {
  if (text.size() < 8 || text.size() > 10 || (text[4] != '-' && text[4] != '/')) return std::nullopt;
  const char mark = text[4];
  int parts[3] = {0, 0, 0};
  int digits[3] = {0, 0, 0};
  int at = 0;
  for (const char c : text) {
    if (c == mark) {
      if (++at > 2) return std::nullopt;
    } else if (c >= '0' && c <= '9') {
      parts[at] = parts[at] * 10 + (c - '0');
      ++digits[at];
    } else {
      return std::nullopt;
    }
  }
  if (at != 2 || digits[0] != 4 || digits[1] < 1 || digits[1] > 2 || digits[2] < 1 || digits[2] > 2) return std::nullopt;
  return days_from({parts[0], parts[1], parts[2]});
}

/// `2026-10-01`.
[[nodiscard]] inline std::string date_to_text(std::int32_t days) {
  const civil_date d = civil_from(days);
  std::string text = "0000-00-00";
  const auto put = [&text](std::size_t at, int width, int value) {
    for (int i = width - 1; i >= 0; --i, value /= 10) text[at + static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
  };
  put(0, 4, d.year);
  put(5, 2, d.month);
  put(8, 2, d.day);
  return text;
}

}  // namespace attain
