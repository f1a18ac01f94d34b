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
  for (const char* text : {"12,3x", "abc", "1.2.3", "-", "--1", "0x10", "nan", "inf", "1_000", "1-2", "."})
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
  for (const char* text : {"01.10.2026", "10/01/2026", "20261001", "2026-10", "2026-10/01", "yesterday", "2026-1-", "-2026-1-1"})
    EXPECT_EQ(date(text), to_text(cell_problem::not_a_date)) << text;
}

TEST(cell, booleans_are_words_in_any_case) {
  cell_problem problem{};
  for (const char* text : {"true", "TRUE", "Yes", "Y", "1", "是"}) EXPECT_EQ(read_boolean(text, problem), std::optional(true)) << text;
  for (const char* text : {"false", "False", "NO", "n", "0", "否"}) EXPECT_EQ(read_boolean(text, problem), std::optional(false)) << text;
  for (const char* text : {"t", "f", "01", "on", "不是", "truee", "tru"}) {
    EXPECT_EQ(read_boolean(text, problem), std::nullopt) << text;
    EXPECT_EQ(problem, cell_problem::not_a_boolean) << text;
  }
}

formula::cell_format marks(char thousands, char decimal) {
  formula::cell_format format;
  format.thousands = thousands;
  format.decimal = decimal;
  return format;
}

std::string number(std::string_view cell, const formula::cell_format& format) {
  cell_problem problem{};
  const auto value = read_number(cell, true, problem, format);
  EXPECT_EQ(value.has_value(), problem == cell_problem::none) << cell;
  return value ? to_text(*value) : std::string(to_text(problem));
}

TEST(cell, numbers_with_the_marks_of_their_file) {
  const auto german = marks('.', ',');
  EXPECT_EQ(number("1.234,56", german), "1234.56");
  EXPECT_EQ(number("-12.345.678", german), "-12345678");
  EXPECT_EQ(number("1.500", german), "1500") << "a point is between thousands, as the plan says";
  EXPECT_EQ(number("1234,5", german), "1234.5") << "marks may be left out";
  EXPECT_EQ(number("1,5E+03", german), "1500");
  EXPECT_EQ(number("5,5 %", german), "0.055");
  EXPECT_EQ(number(",5", german), "0.5");
  EXPECT_EQ(number("1,234.56", marks(',', '.')), "1234.56");
  EXPECT_EQ(number("1，234", marks(',', '.')), "1234");
  EXPECT_EQ(number("1 234,5", marks(' ', ',')), "1234.5");
  EXPECT_EQ(number("1\u00a0234\u202f567 %", marks(' ', ',')), "12345.67");
  EXPECT_EQ(number("1'234.5", marks('\'', '.')), "1234.5");
  EXPECT_EQ(number("1’234.5", marks('\'', '.')), "1234.5");
  EXPECT_EQ(number("7", german), "7");
}

TEST(cell, marks_that_are_not_where_the_file_has_them) {
  const auto german = marks('.', ',');
  for (const char* text : {"1.5", "1.23,4", "12.34.567", "1234.567", "1,234.56", "1,2,3", "1 234", "1.234."}) {
    const std::string got = number(text, german);
    EXPECT_TRUE(got == to_text(cell_problem::other_marks) || got == to_text(cell_problem::not_a_number)) << text << " " << got;
  }
  EXPECT_EQ(number("1.5", german), to_text(cell_problem::other_marks));
  EXPECT_EQ(number("1,234.56", german), to_text(cell_problem::other_marks));
  EXPECT_EQ(number("1.5", marks('\0', ',')), to_text(cell_problem::other_marks));
  EXPECT_EQ(number("1,5"), to_text(cell_problem::decimal_comma));
  EXPECT_EQ(number("1234,56"), to_text(cell_problem::decimal_comma));
  EXPECT_EQ(number("1.234,56"), to_text(cell_problem::thousands_separators));
}

TEST(cell, currencies_and_brackets_are_told) {
  for (const char* text : {"5 CNY", "USD 5", "¥5", "￥1,200", "$5", "1,200.00 €", "£5", "5元"})
    EXPECT_EQ(number(text), to_text(cell_problem::currency_sign)) << text;
  for (const char* text : {"(1,200)", "(5)", "1200-"}) EXPECT_EQ(number(text), to_text(cell_problem::brackets)) << text;
}

std::string date(std::string_view cell, std::string_view pattern) {
  formula::cell_format format;
  format.date = date_pattern::parse(pattern);
  cell_problem problem{};
  const auto value = read_date(cell, problem, format);
  EXPECT_EQ(value.has_value(), problem == cell_problem::none) << cell;
  return value ? date_to_text(*value) : std::string(to_text(problem));
}

TEST(cell, dates_as_their_file_has_them) {
  EXPECT_EQ(date("31/10/2026", "DD/MM/YYYY"), "2026-10-31");
  EXPECT_EQ(date("1/2/2026", "DD/MM/YYYY"), "2026-02-01");
  EXPECT_EQ(date("10/31/2026 12:00:00 AM", "MM/DD/YYYY"), "2026-10-31");
  EXPECT_EQ(date("2026-10-01", "DD/MM/YYYY"), "2026-10-01") << "is always read";
  EXPECT_EQ(date("2026年10月1日", "DD/MM/YYYY"), "2026-10-01");
  EXPECT_EQ(date("31/02/2026", "DD/MM/YYYY"), to_text(cell_problem::impossible_date));
  EXPECT_EQ(date("10/31/2026", "DD/MM/YYYY"), to_text(cell_problem::impossible_date));
  EXPECT_EQ(date("31.10.2026", "DD/MM/YYYY"), to_text(cell_problem::not_a_date));
}

TEST(cell, a_time_of_day_is_passed_over) {
  for (const char* text : {"2026-10-31 23:59", "2026-10-31T23:59:59.999", "2026/10/31 9:05:00", "2026-10-31 11:59:59 PM", "2026年10月31日 08:00"})
    EXPECT_EQ(date(text), "2026-10-31") << text;
  for (const char* text : {"2026-10-31 24:00", "2026-10-31 9", "2026-10-31T23:59Z", "2026-10-31 23:59+08:00", "12:00", " 12:00"})
    EXPECT_EQ(date(text), to_text(cell_problem::not_a_date)) << text;
}

}  // namespace
}  // namespace attain
