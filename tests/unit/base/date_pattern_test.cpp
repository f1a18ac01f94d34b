// SPDX-License-Identifier: Apache-2.0
/// Tests of date patterns: which there are, and what each of them reads.
#include "attain/base/date_pattern.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace attain {
namespace {

std::optional<civil_date> read(std::string_view pattern, std::string_view text) { return date_pattern::parse(pattern).value().match(text); }

TEST(date_pattern, reads_what_it_says) {
  const civil_date day{2026, 10, 5};
  EXPECT_EQ(read("DD/MM/YYYY", "05/10/2026"), day);
  EXPECT_EQ(read("DD/MM/YYYY", "5/10/2026"), day);
  EXPECT_EQ(read("m/d/yyyy", "10/5/2026"), day);
  EXPECT_EQ(read("D. M. YY", "5. 10. 26"), day);
  EXPECT_EQ(read("DD-MMM-YY", "05-OCT-26"), day);
  EXPECT_EQ(read("MMM D, YYYY", "October 5, 2026"), day);
  EXPECT_EQ(read("YYYYMMDD", "20261005"), day);
  EXPECT_EQ(read("DDMMYY", "051026"), day);
  EXPECT_EQ(read("YYYY年M月D日", "2026年10月5日"), day);
  EXPECT_EQ(read("YYYY.MM.DD", "2026.10.05"), day);
}

TEST(date_pattern, reads_nothing_else) {
  EXPECT_EQ(read("DD/MM/YYYY", "05-10-2026"), std::nullopt);
  EXPECT_EQ(read("DD/MM/YYYY", "05/10/26"), std::nullopt);
  EXPECT_EQ(read("DD/MM/YYYY", "05/10/2026 "), std::nullopt);
  EXPECT_EQ(read("DD/MM/YYYY", ""), std::nullopt);
  EXPECT_EQ(read("YYYYMMDD", "2026105"), std::nullopt) << "parts that touch have all their digits";
  EXPECT_EQ(read("DD-MMM-YY", "05-OC-26"), std::nullopt);
  EXPECT_EQ(read("DD-MMM-YY", "05-OKT-26"), std::nullopt);
  EXPECT_EQ(read("DD/MM/YYYY", "99/99/2026"), (civil_date{2026, 99, 99})) << "the calendar is asked later";
}

TEST(date_pattern, years_of_two_digits) {
  EXPECT_EQ(read("YY-MM-DD", "68-01-01")->year, 2068);
  EXPECT_EQ(read("YY-MM-DD", "69-01-01")->year, 1969);
}

TEST(date_pattern, what_is_no_pattern) {
  for (const char* text :
       {"", "DD/MM", "DD/MM/YYYY/DD", "DD/MM/YYY", "%d/%m/%Y", "DDD/MM/YYYY", "DD/MMMM/YYYY", "YYYY-MM-DD hh", "YYYY YY MM DD", "20YY-MM-DD"})
    EXPECT_FALSE(date_pattern::parse(text)) << text;
}

}  // namespace
}  // namespace attain
