// SPDX-License-Identifier: Apache-2.0
#include "attain/text/json.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace attain {
namespace {

using namespace std::string_view_literals;

TEST(json, only_what_must_be_escaped_is) {
  EXPECT_EQ(json_quoted(""), R"("")");
  EXPECT_EQ(json_quoted("销售/sales 'x' \x7F"), "\"销售/sales 'x' \x7F\"");
  EXPECT_EQ(json_quoted(R"(a "b" \c)"), R"("a \"b\" \\c")");
  EXPECT_EQ(json_quoted("\b\t\n\f\r"), R"("\b\t\n\f\r")");
  EXPECT_EQ(json_quoted("\0\x01\x1F"sv), R"("\u0000\u0001\u001f")");
}

}  // namespace
}  // namespace attain
