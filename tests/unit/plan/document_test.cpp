// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/document.hpp"

#include <gtest/gtest.h>

namespace attain::document {
namespace {

TEST(value, finds_its_members) {
  value root;
  root.members.push_back({"a", {0, 1}, {}});
  root.members.push_back({"b", {4, 5}, {}});
  root.members.back().content.kind = value_kind::date;
  ASSERT_NE(root.find("b"), nullptr);
  EXPECT_EQ(root.find("b")->key_where, (span{4, 5}));
  ASSERT_NE(root.get("b"), nullptr);
  EXPECT_EQ(root.get("b")->kind, value_kind::date);
  EXPECT_EQ(root.find("c"), nullptr);
  EXPECT_EQ(root.get("c"), nullptr);
}

TEST(value, both_kinds_of_number_are_numbers) {
  value v;
  EXPECT_FALSE(v.is_number());
  v.kind = value_kind::integer;
  EXPECT_TRUE(v.is_number());
  v.kind = value_kind::floating;
  EXPECT_TRUE(v.is_number());
  v.kind = value_kind::date;
  EXPECT_FALSE(v.is_number());
}

TEST(value_kind, has_words_for_messages) {
  EXPECT_EQ(to_text(value_kind::table), "a table");
  EXPECT_EQ(to_text(value_kind::date), "a date");
}

TEST(parsed, knows_what_was_lost) {
  parsed document;
  document.lost_names = {"revenue"};
  EXPECT_TRUE(document.lost("revenue"));
  EXPECT_FALSE(document.lost("profit"));
}

}  // namespace
}  // namespace attain::document
