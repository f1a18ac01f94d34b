// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/token.hpp"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace attain::formula {
namespace {

TEST(token, reserved_words_are_in_small_letters) {
  EXPECT_TRUE(is_reserved("between"));
  EXPECT_TRUE(is_reserved("missing"));
  EXPECT_FALSE(is_reserved("Between"));
  EXPECT_FALSE(is_reserved("all"));
  EXPECT_FALSE(is_reserved(""));
}

TEST(token, a_quoted_name_is_no_contextual_word) {
  token t;
  t.kind = token_kind::name;
  t.text = "all";
  EXPECT_TRUE(t.is_plain_name("all"));
  EXPECT_FALSE(t.is_word("all"));
  t.quoted = true;
  EXPECT_FALSE(t.is_plain_name("all"));
}

TEST(reporter, tells_nothing_once_silenced) {
  diagnostics messages;
  reporter report(messages);
  report.error(code::bad_number, {0, 1}, "m", "h", "p");
  report.silence();
  report.error(code::bad_number, {1, 2}, "m", "h", "p");
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].here, "h");
  EXPECT_EQ(messages[0].help, "p");
}

TEST(reporter, tells_no_more_than_its_limit) {
  diagnostics messages;
  reporter report(messages);
  for (std::uint32_t i = 0; i < 100; ++i) report.error(code::unexpected_token, {i, i + 1}, "m", "h", "p").related.push_back({});
  EXPECT_EQ(messages.size(), limits::messages);
}

TEST(shown, cuts_long_pieces_between_characters) {
  EXPECT_EQ(shown("abc"), "`abc`");
  const std::string cut = shown(std::string(59, 'a') + "销售");
  EXPECT_EQ(cut, "`" + std::string(59, 'a') + "…`");
}

}  // namespace
}  // namespace attain::formula
