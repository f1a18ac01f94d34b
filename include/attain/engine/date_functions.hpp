// SPDX-License-Identifier: Apache-2.0
/// What formulas compute with dates: months on, months and days between, weekdays.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "attain/base/calendar.hpp"

namespace attain::engine {

/// The date n days on; nothing outside the calendar.
[[nodiscard]] constexpr std::optional<std::int32_t> add_days(std::int32_t date, std::int64_t n) {
  constexpr std::int64_t span_of_calendar = std::int64_t{last_date} - first_date;
  if (n < -span_of_calendar || n > span_of_calendar) return std::nullopt;
  const std::int64_t day = date + n;
  if (day < first_date || day > last_date) return std::nullopt;
  return static_cast<std::int32_t>(day);
}

/// The same day n months on, or the last of that month; nothing outside the calendar.
[[nodiscard]] constexpr std::optional<std::int32_t> add_months(std::int32_t date, std::int64_t n) {
  constexpr std::int64_t months_of_calendar = 12 * 10000;
  if (n < -months_of_calendar || n > months_of_calendar) return std::nullopt;
  const civil_date from = civil_from(date);
  const std::int64_t months = std::int64_t{from.year} * 12 + from.month - 1 + n;
  if (months < 12 || months >= months_of_calendar) return std::nullopt;
  const int year = static_cast<int>(months / 12);
  const int month = static_cast<int>(months % 12) + 1;
  return days_from({year, month, std::min(from.day, days_in_month(year, month))});
}

/// The largest n for which `from` plus n months is not after `to`.
[[nodiscard]] constexpr std::int64_t months_between(std::int32_t from, std::int32_t to) {
  const civil_date a = civil_from(from);
  const civil_date b = civil_from(to);
  const std::int64_t n = (std::int64_t{b.year} - a.year) * 12 + b.month - a.month;
  const auto there = add_months(from, n);
  return there && *there > to ? n - 1 : n;
}

/// Days of a year of twelve months of 30 days, as spreadsheets count them by default (the US method).
[[nodiscard]] constexpr std::int64_t days_360(std::int32_t from, std::int32_t to) {
  civil_date a = civil_from(from);
  civil_date b = civil_from(to);
  const bool ends_february = a.month == 2 && a.day == days_in_month(a.year, 2);
  if (a.day == 31 || ends_february) a.day = 30;
  if (b.day == 31 && a.day == 30) b.day = 30;
  return (std::int64_t{b.year} - a.year) * 360 + (std::int64_t{b.month} - a.month) * 30 + b.day - a.day;
}

/// 1 is Monday, 7 is Sunday.
[[nodiscard]] constexpr std::int64_t weekday(std::int32_t date) {
  const std::int64_t since_monday = (std::int64_t{date} + 3) % 7;
  return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/// Days from Monday to Friday, both ends counted; negative when `to` is before `from`.
[[nodiscard]] constexpr std::int64_t working_days(std::int32_t from, std::int32_t to) {
  if (from > to) return -working_days(to, from);
  const std::int32_t whole_weeks = (to - from + 1) / 7;
  std::int64_t count = std::int64_t{whole_weeks} * 5;
  for (std::int32_t day = from + whole_weeks * 7; day <= to; ++day) count += weekday(day) <= 5 ? 1 : 0;
  return count;
}

[[nodiscard]] constexpr std::int32_t start_of_month(std::int32_t date) { return date - civil_from(date).day + 1; }

[[nodiscard]] constexpr std::int32_t end_of_month(std::int32_t date) {
  const civil_date d = civil_from(date);
  return date - d.day + days_in_month(d.year, d.month);
}

}  // namespace attain::engine
