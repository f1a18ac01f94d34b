// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/document_bare.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace attain::document {
namespace {

TEST(classify_bare, numbers) {
  for (const std::string_view text : {"0", "7", "-7", "+7", "1_000", "0xFF", "0xdead_beef", "0o17", "0b101", "-0", "9223372036854775807"}) {
    EXPECT_EQ(classify_bare(text), bare_kind::integer) << text;
  }
  for (const std::string_view text : {"1.5", "-0.5", "+0.0", "1e3", "1E-3", "1_0.2_5e+1_0", "0e0", "5e05"})
    EXPECT_EQ(classify_bare(text), bare_kind::floating) << text;
  for (const std::string_view text : {"inf", "nan", "+inf", "-nan"}) EXPECT_EQ(classify_bare(text), bare_kind::not_finite) << text;
  for (const std::string_view text : {"",     "-",    "01",  "00",  "1.",   ".5",   "1._5",  "1_.5", "_1", "1_",  "1__0", "1e",   "1e+", "e5",  "0x",
                                      "-0x1", "0xG1", "0o8", "0b2", "0x_1", "0x1_", "1.5.2", "1,5",  "5%", "1 2", "+-1",  "01.5", "Inf", "--1", "1e5.5"}) {
    EXPECT_EQ(classify_bare(text), bare_kind::unknown) << text;
  }
}

TEST(classify_bare, dates_and_times) {
  EXPECT_EQ(classify_bare("2026-10-01"), bare_kind::date);
  EXPECT_EQ(classify_bare("2024-02-29"), bare_kind::date);
  EXPECT_EQ(classify_bare("2026-02-29"), bare_kind::no_such_date);
  EXPECT_EQ(classify_bare("2026-13-01"), bare_kind::no_such_date);
  EXPECT_EQ(classify_bare("0000-01-01"), bare_kind::no_such_date);
  for (const std::string_view text : {"2026-10-01T12:00:00", "2026-10-01 12:00", "2026-10-01t12:00:00.5Z", "12:00:00", "12:00"}) {
    EXPECT_EQ(classify_bare(text), bare_kind::moment) << text;
  }
  for (const std::string_view text : {"2026-10-1", "26-10-01", "2026-10-01x", "2026-10-011", "2026-10-01 ", "2026/10/01"}) {
    EXPECT_EQ(classify_bare(text), bare_kind::unknown) << text;
  }
}

TEST(classify_bare, words) {
  EXPECT_EQ(classify_bare("true"), bare_kind::boolean);
  EXPECT_EQ(classify_bare("false"), bare_kind::boolean);
  EXPECT_EQ(classify_bare("True"), bare_kind::unknown);
  EXPECT_EQ(classify_bare("revenue"), bare_kind::unknown);
}

TEST(number_text, is_what_was_written) {
  EXPECT_EQ(number_text("1_000"), "1000");
  EXPECT_EQ(number_text("+7"), "7");
  EXPECT_EQ(number_text("-7"), "-7");
  EXPECT_EQ(number_text("0.10"), "0.10");
  EXPECT_EQ(number_text("+1_0.5e+3"), "10.5e+3");
  EXPECT_EQ(number_text("0xFF"), "255");
  EXPECT_EQ(number_text("0o17"), "15");
  EXPECT_EQ(number_text("0b1_01"), "5");
  EXPECT_EQ(number_text("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(number_text("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(number_text("9223372036854775808"), std::nullopt);
  EXPECT_EQ(number_text("0x8000000000000000"), std::nullopt);
}

TEST(significant_digits, leaves_out_zeros_in_front) {
  EXPECT_EQ(significant_digits("0.001"), 1U);
  EXPECT_EQ(significant_digits("123.450"), 6U);
  EXPECT_EQ(significant_digits("1_0.5e123456"), 3U);
  EXPECT_EQ(significant_digits("0.0"), 0U);
}

std::string judged(std::string_view text) {
  const auto found = judge_bare_value(text);
  if (!found) return "fine";
  return to_string(found->code) + ' ' + found->message + (found->help.empty() ? "" : " / " + found->help);
}

TEST(judge_bare_value, accepts_values) {
  for (const std::string_view text : {"1", "0.1", "123456789012.345", "true", "2026-10-01", "0xFF"}) EXPECT_EQ(judged(text), "fine") << text;
}

TEST(judge_bare_value, says_how_it_is_written) {
  EXPECT_EQ(judged("revenue"), "A1001 this needs quotes / write `\"revenue\"`");
  EXPECT_EQ(judged("sum(x where y = \"b\")"), "A1001 this needs quotes / write `'sum(x where y = \"b\")'`");
  EXPECT_EQ(judged("a = 'b' or \"c\""), "A1001 this needs quotes / write `'''a = 'b' or \"c\"'''`");
  EXPECT_EQ(judged("50%"), "A1001 a percentage needs quotes / write `\"50%\"`");
  EXPECT_EQ(judged("True"), "A1001 `True` needs small letters / write `true`");
  EXPECT_EQ(judged("2026/10/1"), "A1001 a date needs four, two and two digits / write `2026-10-01`");
  EXPECT_EQ(judged("007"), "A1001 a number does not begin with 0 / write `7`, or `\"007\"` if it is a text");
  EXPECT_EQ(judged(".5"), "A1001 a number does not begin with a point / write `0.5`");
  EXPECT_EQ(judged("“销售”"), "A1001 a text stands between straight quotes / write `\"销售\"`");
  EXPECT_EQ(judged("`Deal Value`"), "A1001 a text stands between straight quotes / write `\"Deal Value\"`");
  EXPECT_EQ(judged("5,"), "A1001 no comma stands between two keys / delete it");
}

TEST(judge_bare_value, refuses_what_a_plan_cannot_use) {
  EXPECT_EQ(judged("0.1234567890123456"), "A1007 this number has more than 15 digits, which not every reader of TOML keeps / write `\"0.1234567890123456\"`");
  EXPECT_EQ(judged("0.123456789012345"), "fine") << "15 digits";
  EXPECT_EQ(judged("9223372036854775808"), "A1007 this number has more digits than can be kept / write `\"9223372036854775808\"`");
  EXPECT_EQ(judged("1e999"), "A1007 this number is beyond what TOML can hold");
  EXPECT_EQ(judged("inf"), "A1005 `inf` is no number a plan can use");
  EXPECT_EQ(judged("2026-02-30"), "A1005 there is no 2026-02-30");
  EXPECT_EQ(judged("2026-10-01T12:00:00"), "A1005 a plan knows days, not times of day / write a date like `2026-10-01`");
}

TEST(judge_bare_value, points_at_the_comma_alone) {
  const auto found = judge_bare_value("1.5,");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->from, 3U);
}

TEST(shortened, cuts_between_characters) {
  EXPECT_EQ(shortened("short"), "short");
  std::string wide;
  for (int i = 0; i < 60; ++i) wide += "销";
  const std::string cut = shortened("a" + wide);
  EXPECT_TRUE(is_valid_utf8(cut));
  EXPECT_LT(cut.size(), 124U);
  EXPECT_TRUE(cut.ends_with("销…"));
}

}  // namespace
}  // namespace attain::document
