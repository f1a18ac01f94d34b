// SPDX-License-Identifier: Apache-2.0
/// Tests of reading one cell: what is read, what is not, and the reason given.
#include "attain/table/cell.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace attain {
namespace {

std::string number(std::string_view cell, bool ratio = false) {
  cell_problem problem{};
  const auto value = read_number(cell, ratio, problem);
  EXPECT_EQ(value.has_value(), problem == cell_problem::none) << cell;
  return value ? to_text(*value) : std::string(to_text(problem));
}

std::string date(std::string_view cell) {
  cell_problem problem{};
  const auto value = read_date(cell, problem);
  EXPECT_EQ(value.has_value(), problem == cell_problem::none) << cell;
  return value ? date_to_text(*value) : std::string(to_text(problem));
}

TEST(cell, blanks_around_a_value_go) {
  EXPECT_EQ(trim_blanks("  a b\t\r\n"), "a b");
  EXPECT_EQ(trim_blanks("\xC2\xA0\xE3\x80\x80 12 \xE3\x80\x80\xC2\xA0"), "12");
  EXPECT_EQ(trim_blanks("\xE3\x80\x80"), "");
  EXPECT_EQ(trim_blanks(""), "");
  EXPECT_EQ(trim_blanks("\xC3\xA0"), "\xC3\xA0");  // à ends in the byte that ends a no-break space
}

TEST(cell, numbers_are_exact_decimals) {
  EXPECT_EQ(number("1500"), "1500");
  EXPECT_EQ(number("-12.50"), "-12.5");
  EXPECT_EQ(number("+3"), "3");
  EXPECT_EQ(number("0.1"), "0.1");
  EXPECT_EQ(number(".5"), "0.5");
  EXPECT_EQ(number("-.25"), "-0.25");
  EXPECT_EQ(number("1.2E+05"), "120000");
  EXPECT_EQ(number("1e-3"), "0.001");
  EXPECT_EQ(number("999999999999999999"), "999999999999999999");
  EXPECT_EQ(number("-12345678901234567890.123456789"), "-12345678901234567890.123456789");
}

TEST(cell, a_short_number_reads_as_a_long_one_does) {
  for (const char* text : {"0", "-0", "007", "1.0", "12345678901234567.8", "-0.000000000000001"}) {
    cell_problem problem{};
    const auto value = read_number(text, false, problem);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(*value, *parse_decimal(text)) << text;
  }
}

TEST(cell, what_is_no_number_has_a_reason) {
  for (const char* text : {"12,3x", "abc", "1.2.3", "-", "--1", "5 CNY", "¥5", "0x10", "nan", "inf", "1_000", "1-2", "."})
    EXPECT_EQ(number(text), to_text(cell_problem::not_a_number)) << text;
  for (const char* text : {"1,200", "1,234,567.89", "-1,200", "1 200", "1'200", "1，200",
                           "1\xC2\xA0"
                           "200"})
    EXPECT_EQ(number(text), to_text(cell_problem::thousands_separators)) << text;
  EXPECT_EQ(number("1e39"), to_text(cell_problem::too_many_digits));
  EXPECT_EQ(number("123456789012345678901234567890123456789"), to_text(cell_problem::too_many_digits));
}

TEST(cell, percentages_are_for_ratios) {
  EXPECT_EQ(number("5%", true), "0.05");
  EXPECT_EQ(number("112.50 %", true), "1.125");
  EXPECT_EQ(number("-3％", true), "-0.03");
  EXPECT_EQ(number("0.05", true), "0.05");
  EXPECT_EQ(number("100%", true), "1");
  EXPECT_EQ(number("5%"), to_text(cell_problem::percentage));
  EXPECT_EQ(number("%", true), to_text(cell_problem::not_a_number));
  EXPECT_EQ(number("5%%", true), to_text(cell_problem::not_a_number));
  EXPECT_EQ(number("1e-37%", true), to_text(cell_problem::too_many_digits));
}

TEST(cell, dates_are_year_month_day) {
  EXPECT_EQ(date("2026-10-01"), "2026-10-01");
  EXPECT_EQ(date("2026/10/1"), "2026-10-01");
  EXPECT_EQ(date("2026/3/09"), "2026-03-09");
  EXPECT_EQ(date("2024-02-29"), "2024-02-29");
  EXPECT_EQ(date("0001-01-01"), "0001-01-01");
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026/4/31", "0000-01-01"})
    EXPECT_EQ(date(text), to_text(cell_problem::impossible_date)) << text;
  for (const char* text : {"01.10.2026", "10/01/2026", "20261001", "2026-10", "2026-10-01 00:00", "2026-10/01", "yesterday", "2026-1-", "-2026-1-1"})
    EXPECT_EQ(date(text), to_text(cell_problem::not_a_date)) << text;
}

TEST(cell, booleans_are_words_in_any_case) {
  cell_problem problem{};
  for (const char* text : {"true", "TRUE", "Yes", "1", "是"}) EXPECT_EQ(read_boolean(text, problem), std::optional(true)) << text;
  for (const char* text : {"false", "False", "NO", "0", "否"}) EXPECT_EQ(read_boolean(text, problem), std::optional(false)) << text;
  for (const char* text : {"t", "y", "01", "on", "不是", "truee", "tru"}) {
    EXPECT_EQ(read_boolean(text, problem), std::nullopt) << text;
    EXPECT_EQ(problem, cell_problem::not_a_boolean) << text;
  }
}

TEST(cell, checked_as_a_column_reads_it) {
  using formula::dimension;
  EXPECT_EQ(check_cell(" 12 ", dimension::money), cell_problem::none);
  EXPECT_EQ(check_cell("1,200", dimension::count), cell_problem::thousands_separators);
  EXPECT_EQ(check_cell("5%", dimension::ratio), cell_problem::none);
  EXPECT_EQ(check_cell("5%", dimension::number), cell_problem::percentage);
  EXPECT_EQ(check_cell("2026-02-30", dimension::date), cell_problem::impossible_date);
  EXPECT_EQ(check_cell("maybe", dimension::boolean), cell_problem::not_a_boolean);
  EXPECT_EQ(check_cell("anything", dimension::text), cell_problem::none);
  EXPECT_EQ(check_cell("  ", dimension::money), cell_problem::none);
}

}  // namespace
}  // namespace attain
