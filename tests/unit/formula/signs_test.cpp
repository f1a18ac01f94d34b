// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/signs.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace attain::formula {
namespace {

TEST(signs, fold_to_ascii) {
  constexpr std::u32string_view wide = U"（），：；＝％＋－．？［］／＊＜＞＾０９";
  constexpr std::u32string_view ascii = U"(),:;=%+-.?[]/*<>^09";
  ASSERT_EQ(wide.size(), ascii.size());
  for (std::size_t i = 0; i < wide.size(); ++i) EXPECT_EQ(detail::fold_sign(wide[i]), ascii[i]) << i;
  EXPECT_EQ(detail::fold_sign(U'×'), U'*');
  EXPECT_EQ(detail::fold_sign(U'÷'), U'/');
}

TEST(signs, letters_and_quotes_stay) {
  for (const char32_t c : std::u32string_view(U"ＡｚＺ＿＂＇｀≥≤≠aZ'\"`")) EXPECT_EQ(detail::fold_sign(c), c);
}

TEST(signs, quotes_of_one_kind_close_each_other) {
  EXPECT_EQ(detail::foreign_quote(U'“'), detail::foreign_quote(U'”'));
  EXPECT_EQ(detail::foreign_quote(U'‘'), detail::foreign_quote(U'’'));
  EXPECT_NE(detail::foreign_quote(U'“'), detail::foreign_quote(U'‘'));
  EXPECT_EQ(detail::foreign_quote(U'\''), 0);
}

TEST(signs, units_are_days_and_three_capitals) {
  EXPECT_EQ(detail::unit_of("day"), "days");
  EXPECT_EQ(detail::unit_of("days"), "days");
  EXPECT_EQ(detail::unit_of("CNY"), "CNY");
  for (const std::string_view word : {"", "CN", "CNYX", "cny", "CNÉ", "AND", "NOT", "END", "VIA", "Days"}) EXPECT_EQ(detail::unit_of(word), "") << word;
}

TEST(signs, invisible_characters_are_named_by_number) {
  EXPECT_TRUE(detail::is_invisible(0x200B));
  EXPECT_TRUE(detail::is_invisible(0xFEFF));
  EXPECT_FALSE(detail::is_invisible(U'a'));
  EXPECT_EQ(detail::hexadecimal(0x200B), "U+200B");
  EXPECT_EQ(detail::hexadecimal(0x7), "U+0007");
  EXPECT_EQ(detail::hexadecimal(0x1F600), "U+1F600");
}

}  // namespace
}  // namespace attain::formula
