// SPDX-License-Identifier: Apache-2.0
/// Code and place of every kind of mistake in a formula's text.
#include "attain/formula/parser.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/formula/formula_testing.hpp"

namespace attain::formula {
namespace {

using testing::alone;
using testing::mistakes_of;

struct mistake {
  std::string_view text;
  std::string_view places;
};

void expect_mistakes(std::initializer_list<mistake> mistakes) {
  for (const mistake& m : mistakes) EXPECT_EQ(mistakes_of(m.text), m.places) << m.text;
}

std::string help_of(std::string_view text) {
  diagnostics messages;
  static_cast<void>(parse(alone(text), messages));
  return messages.empty() ? "no message" : messages[0].help;
}

TEST(mistakes, characters) {
  expect_mistakes({{"a ? b : c", "A2001 3-4"},
                   {"@x + 1", "A2001 1-2"},
                   {"$500", "A2001 1-2"},
                   {"a $$$ b", "A2001 3-6"},
                   {"x = \"north\"", "A2001 5-12"},
                   {"x = “north”", "A2001 5-12"},
                   {"x = ‘north’", "A2001 5-12"},
                   {"a\xE2\x80\x8B + b", "A2001 2-3"},
                   {"``", "A2001 1-3"},
                   {"f(a; b)", "A2001 4-5"},
                   {"x % 3", "A2001 3-4"}});
  EXPECT_EQ(mistakes_of("a + \xFF\xFE + b").substr(0, 7), "A2001 5");
}

TEST(mistakes, unclosed_texts_are_the_only_message_about_the_rest) {
  expect_mistakes({{"f(a = 'north)", "A2002 7-8"},
                   {"f((a = `north)", "A2002 8-9"},
                   {"f(a = \"north)", "A2002 7-8"},
                   {"it's", "A2002 3-4"},
                   {"case when a = 'x then 1 end", "A2002 15-16"}});
}

TEST(mistakes, brackets) {
  expect_mistakes({{"sum(a", "A2003 4-5"},
                   {"((a", "A2003 1-2, A2003 2-3"},
                   {"a)", "A2003 2-3"},
                   {"(a]", "A2003 3-4"},
                   {"[(a] + b", "A2003 2-3"},
                   {"f(g(a)", "A2003 2-3"},
                   {"case when f(a then b else c end", "A2003 12-13"},
                   {"case when a then b else c", "A2003 1-5"}});
}

TEST(mistakes, missing_values) {
  expect_mistakes({{"a +", "A2004 3-4"},
                   {"a + * b", "A2004 5-6"},
                   {"* b", "A2004 1-2"},
                   {"()", "A2004 1-3"},
                   {"x = ", "A2004 3-4"},
                   {"x in ()", "A2004 6-8"},
                   {"(1 + ) * (2 + )", "A2004 4-5, A2004 13-14"},
                   {"case when then 1 else 2 end", "A2004 6-10"},
                   {"case when a then 1 else end", "A2004 20-24"},
                   {"1 + then 2", "A2004 3-4"},
                   {"not", "A2004 1-4"}});
}

TEST(mistakes, tokens_that_do_not_fit) {
  expect_mistakes({{"a b", "A2004 3-4"},
                   {"1 2 3 4", "A2004 3-4"},
                   {"f(a b, c d)", "A2004 5-6, A2004 10-11"},
                   {"2(3)", "A2004 2-3"},
                   {"a && b", "A2004 3-5"},
                   {"a || b", "A2004 3-5"},
                   {"!a", "A2004 1-2"},
                   {"sum(x) where y", "A2004 8-13"},
                   {"+5", "A2004 1-2"},
                   {"a + not b", "A2004 5-8"},
                   {"x in 5", "A2004 6-7"},
                   {"x between 1", "A2004 11-12"},
                   {"x between 1 or 2", "A2004 13-15"},
                   {"a = b in (1)", "A2004 7-9"},
                   {"a.", "A2004 2-3"},
                   {"a..b", "A2004 2-3"},
                   {"(a).b", "A2004 4-5"},
                   {"1,500 + (2 +)", "A2004 1-6, A2004 12-13"},
                   {"1,500,250", "A2004 1-10"},
                   {"a, b", "A2004 2-3"},
                   {"if a > 1 then 2 else 3", "A2004 1-3"},
                   {"if(a, b)", "A2004 1-9"},
                   {"case x when 1 then 2 else 3 end", "A2004 6-7"},
                   {"case when a 1 else 2 end", "A2004 13-14"}});
}

TEST(mistakes, dates_chains_choices_numbers_and_words) {
  expect_mistakes({{"", "A2008 1-1"},
                   {" \n ", "A2008 1-2"},
                   {"x <= 2026-10-01", "A2005 6-16"},
                   {"x <= 2026/10/01 and y", "A2005 6-16"},
                   {"a < b > c", "A2006 7-8"},
                   {"a < b != c", "A2006 7-9"},
                   {"a != b", ""},
                   {"case when a then 1 end", "A2009 1-5"},
                   {"case when a then 1", "A2009 1-5"},
                   {"10k", "A2010 1-4"},
                   {"1__0", "A2010 1-5"},
                   {"1_", "A2010 1-3"},
                   {".5", "A2010 1-3"},
                   {"5.", "A2010 1-3"},
                   {"1.2.3", "A2010 1-6"},
                   {"1..2", "A2010 1-5"},
                   {"1..2 + 3.", "A2010 1-5, A2010 8-10"},
                   {"007", "A2010 1-4"},
                   {"1,000", "A2010 1-6"},
                   {"sum(1,000,000)", "A2010 5-14"},
                   {"123456789012345678901234567890123456789", "A2010 1-40"},
                   {"end > 3", "A2011 1-4"},
                   {"a.where", "A2011 3-8"},
                   {"x = order", "A2011 5-10"},
                   {"c.between", "A2011 3-10"}});
}

TEST(mistakes, columns_count_characters_not_bytes) {
  expect_mistakes({{"销售额 + * 目标", "A2004 7-8"}, {"'，，' = x y", "A2004 10-11"}, {"（销售额", "A2003 1-2"}});
}

TEST(mistakes, help_can_be_followed) {
  EXPECT_EQ(help_of("x <= 2026/10/01"), "write `'2026-10-01'`");
  EXPECT_EQ(help_of("a && b"), "write `and`");
  EXPECT_EQ(help_of("a AND b"), "write `and` in small letters");
  EXPECT_EQ(help_of("x = \"north\""), "write `'north'`");
  EXPECT_EQ(help_of("1,500,250"), "write `1_500_250`");
  EXPECT_EQ(help_of("sum(1,000,000)"), "write `1_000_000`");
  EXPECT_EQ(help_of("5万"), "write `50000`");
  EXPECT_EQ(help_of("1.5k"), "write `1500`");
  EXPECT_EQ(help_of("1e6"), "numbers have no exponent: write `1000000`");
  EXPECT_EQ(help_of("500 cny"), "write the currency in capitals: `500 CNY`");
  EXPECT_EQ(help_of("500cny"), "write the currency in capitals: `500 CNY`");
  EXPECT_EQ(help_of("500元"), "write `500 CNY`");
  EXPECT_EQ(help_of("30天"), "write `30 days`");
  EXPECT_EQ(help_of("2x"), "write `2 * x`, or put a name that begins with a digit between back-ticks");
  EXPECT_EQ(help_of("a < b + 1 > c"), "write `a < b + 1 and b + 1 > c`");
  EXPECT_EQ(help_of("end > 3"), "put the name between back-ticks: `end`");
  EXPECT_EQ(help_of("Deal Value"), "write an operator between the two; a name that holds a blank stands in back-ticks: `Deal Value`");
  EXPECT_EQ(help_of("x is missing"), "a value that may be missing is tested with `is_missing(x)`; equal is written `=`");
  EXPECT_EQ(help_of("5 % 3"), "`%` belongs to the number before it; the remainder of a division is `mod(x, d)`");
  EXPECT_EQ(help_of("007"), "write `7`, or `'007'` for a text");
}

TEST(mistakes, labels_point_at_the_other_place) {
  diagnostics messages;
  static_cast<void>(parse(alone("sum(deals.amount where paid"), messages));
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].message, "this bracket is never closed");
  ASSERT_EQ(messages[0].related.size(), 1U);
  EXPECT_EQ(messages[0].related[0].where, (span{23, 27}));
  EXPECT_EQ(messages[0].related[0].text, "`)` expected behind this");
}

TEST(mistakes, no_more_than_ten_are_told) {
  std::string text = "f(a";
  for (int i = 0; i < 50; ++i) text += ", b c";
  diagnostics messages;
  static_cast<void>(parse(alone(text + ")"), messages));
  EXPECT_EQ(messages.size(), limits::messages);
}

TEST(mistakes, a_formula_without_place_is_told_at_its_whole) {
  diagnostics messages;
  static_cast<void>(parse({"1 +", {}, {40, 45}}, messages));
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].where, (span{40, 45}));
}

}  // namespace
}  // namespace attain::formula
