// SPDX-License-Identifier: Apache-2.0
#include "attain/text/blanks.hpp"

#include <gtest/gtest.h>

namespace attain {
namespace {

TEST(blanks, of_every_kind_go_around_a_text_and_stay_inside) {
  EXPECT_EQ(trim_blanks(" \t\r\n n a\xC2\xA0"), "n a");
  EXPECT_EQ(trim_blanks("\xE3\x80\x80\xE2\x80\xAF王\xE2\x80\x89 "), "王");
  EXPECT_EQ(trim_blanks(" \xE3\x80\x80"), "");
  EXPECT_EQ(trim_blanks(""), "");
}

}  // namespace
}  // namespace attain
