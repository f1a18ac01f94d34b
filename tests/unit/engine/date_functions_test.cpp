// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/date_functions.hpp"

#include <gtest/gtest.h>

#include <string>

namespace attain::engine {
namespace {

std::int32_t day(std::string_view text) { return *parse_date(text); }

TEST(date_functions, months_on_keep_the_day_or_take_the_last) {
  EXPECT_EQ(add_months(day("2026-01-31"), 1), day("2026-02-28"));
  EXPECT_EQ(add_months(day("2024-01-31"), 1), day("2024-02-29"));
  EXPECT_EQ(add_months(day("2026-03-31"), -1), day("2026-02-28"));
  EXPECT_EQ(add_months(day("2026-12-15"), 1), day("2027-01-15"));
  EXPECT_EQ(add_months(day("2026-01-15"), -1), day("2025-12-15"));
  EXPECT_EQ(add_months(day("9999-12-01"), 1), std::nullopt);
  EXPECT_EQ(add_months(day("0001-01-01"), -1), std::nullopt);
  EXPECT_EQ(add_months(day("2026-01-01"), INT64_MAX), std::nullopt);
}

TEST(date_functions, days_on_stay_in_the_calendar) {
  EXPECT_EQ(add_days(day("2026-02-28"), 1), day("2026-03-01"));
  EXPECT_EQ(add_days(last_date, 1), std::nullopt);
  EXPECT_EQ(add_days(first_date, -1), std::nullopt);
  EXPECT_EQ(add_days(0, INT64_MIN), std::nullopt);
}

TEST(date_functions, months_between_is_the_largest_n_that_is_not_after) {
  EXPECT_EQ(months_between(day("2026-01-31"), day("2026-02-28")), 1);
  EXPECT_EQ(months_between(day("2026-01-15"), day("2026-02-14")), 0);
  EXPECT_EQ(months_between(day("2026-01-15"), day("2027-01-15")), 12);
  EXPECT_EQ(months_between(day("2026-02-15"), day("2026-02-14")), -1);
  for (std::int32_t from = day("2023-12-28"); from < day("2024-04-02"); ++from) {
    for (std::int32_t to = day("2023-10-01"); to < day("2024-06-01"); ++to) {
      const std::int64_t n = months_between(from, to);
      EXPECT_LE(*add_months(from, n), to);
      EXPECT_GT(*add_months(from, n + 1), to);
    }
  }
}

TEST(date_functions, a_year_of_360_days_as_in_spreadsheets) {
  EXPECT_EQ(days_360(day("2011-01-30"), day("2011-02-01")), 1);
  EXPECT_EQ(days_360(day("2011-01-01"), day("2011-12-31")), 360);
  EXPECT_EQ(days_360(day("2011-01-01"), day("2011-02-01")), 30);
  EXPECT_EQ(days_360(day("2011-02-28"), day("2011-03-31")), 30);
  EXPECT_EQ(days_360(day("2011-01-31"), day("2011-03-31")), 60);
}

TEST(date_functions, weekdays) {
  EXPECT_EQ(weekday(day("1970-01-01")), 4);
  EXPECT_EQ(weekday(day("2026-10-05")), 1);
  EXPECT_EQ(weekday(day("0001-01-01")), 1);
}

TEST(date_functions, working_days_count_both_ends) {
  EXPECT_EQ(working_days(day("2026-10-05"), day("2026-10-05")), 1);
  EXPECT_EQ(working_days(day("2026-10-03"), day("2026-10-04")), 0);
  EXPECT_EQ(working_days(day("2026-10-01"), day("2026-10-31")), 22);
  EXPECT_EQ(working_days(day("2026-10-31"), day("2026-10-01")), -22);
}

TEST(date_functions, ends_of_months) {
  EXPECT_EQ(start_of_month(day("2026-10-31")), day("2026-10-01"));
  EXPECT_EQ(end_of_month(day("2024-02-01")), day("2024-02-29"));
}

}  // namespace
}  // namespace attain::engine
