// SPDX-License-Identifier: Apache-2.0
#include "attain/table/text_cell.hpp"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace attain {
namespace {

TEST(text_cell, texts_that_need_no_closer_look_are_utf8_and_nfc) {
  for (char32_t c = 0; c < 0x11000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text = "a";
    append_utf8(text, c);
    text += "z";
    if (!is_plainly_normal(text)) continue;
    ASSERT_TRUE(is_valid_utf8(text)) << std::hex << static_cast<std::uint32_t>(c);
    ASSERT_EQ(nfc(text), text) << std::hex << static_cast<std::uint32_t>(c);
  }
  EXPECT_TRUE(is_plainly_normal("王芳，12"));
  EXPECT_FALSE(is_plainly_normal("caf\xC3\xA9"));
  EXPECT_FALSE(is_plainly_normal("\xE7\x8E"));
  EXPECT_FALSE(is_plainly_normal("\xE7\x8E\x41"));
}

TEST(text_cell, is_shown_without_what_no_message_should_carry) {
  EXPECT_EQ(shown_cell("a\x1f" "b\x7f"), "a␟b␡");
  EXPECT_EQ(shown_cell("A\xff"), "A\xEF\xBF\xBD");
  EXPECT_EQ(shown_cell(std::string(61, 'x')), std::string(60, 'x') + "…");
}

}  // namespace
}  // namespace attain
