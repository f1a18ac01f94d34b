// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/document_statement.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace attain::document {
namespace {

TEST(looks_like_statement, knows_keys_and_headers) {
  for (const std::string_view line :
       {"a = 1", "  a.b = [", "\"a b\" = 1", "'a'.b=1", "标签 = 1", "a : 1", "[a]", "[[a.b]] # x", " [ a . \"b\" ]", "a-1_B = 2"}) {
    EXPECT_TRUE(looks_like_statement(line, 0, false)) << line;
  }
  for (const std::string_view line : {"",        "  ",     "# a = 1", "\"a\",", "1, 2",          "a",         "a b = 1", "a == 1", "+ 1",   "[1]", "[1, 2]",
                                      "[\"a\"]", "[true]", "[inf],",  "[a],",   "[[\"0%\", 0],", "{ a = 1 }", "\"a = 1", "]",      "a. = 1"}) {
    EXPECT_FALSE(looks_like_statement(line, 0, false)) << line;
  }
}

TEST(looks_like_statement, can_be_asked_for_headers_only) {
  EXPECT_FALSE(looks_like_statement("a = 1", 0, true));
  EXPECT_TRUE(looks_like_statement("x\n[a]\n", 2, true));
}

TEST(without_end, takes_away_blanks_and_line_ends) {
  EXPECT_EQ(without_end("ab \t\r\n", {0, 6}), (span{0, 2}));
  EXPECT_EQ(without_end(" \n", {0, 2}), (span{0, 0}));
  EXPECT_EQ(without_end("ab", {0, 2}), (span{0, 2}));
}

TEST(scan, finds_the_statement_at_a_place) {
  scan found;
  EXPECT_FALSE(found.statement_at(0));
  found.statements.resize(2);
  found.statements[0].where = {2, 7};
  found.statements[1].where = {8, 13};
  EXPECT_FALSE(found.statement_at(1));
  EXPECT_EQ(found.statement_at(2), 0U);
  EXPECT_EQ(found.statement_at(7), 0U);
  EXPECT_EQ(found.statement_at(8), 1U);
  EXPECT_EQ(found.statement_at(99), 1U);
}

}  // namespace
}  // namespace attain::document
