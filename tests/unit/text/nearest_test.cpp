// SPDX-License-Identifier: Apache-2.0
#include "attain/text/nearest.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace attain {
namespace {

std::string nearest(std::string_view wanted, const std::vector<std::string>& candidates) {
  const std::optional<std::string_view> found = nearest_name(wanted, candidates);
  return found ? std::string(*found) : "-";
}

TEST(edit_distance, counts_edits_and_swaps) {
  EXPECT_EQ(edit_distance(U"", U"", 9), 0U);
  EXPECT_EQ(edit_distance(U"", U"abc", 9), 3U);
  EXPECT_EQ(edit_distance(U"abc", U"abc", 9), 0U);
  EXPECT_EQ(edit_distance(U"kitten", U"sitting", 9), 3U);
  EXPECT_EQ(edit_distance(U"revenue", U"reveune", 9), 1U);
  EXPECT_EQ(edit_distance(U"ab", U"ba", 9), 1U);
  EXPECT_EQ(edit_distance(U"ca", U"abc", 9), 3U) << "no part is edited twice";
}

TEST(edit_distance, stops_beyond_its_limit) {
  EXPECT_EQ(edit_distance(U"kitten", U"sitting", 3), 3U);
  EXPECT_EQ(edit_distance(U"kitten", U"sitting", 2), 3U);
  EXPECT_EQ(edit_distance(U"kitten", U"sitting", 0), 1U);
  EXPECT_EQ(edit_distance(U"abcdef", U"badcfe", 3), 3U) << "three swaps, each over two rows";
  EXPECT_EQ(edit_distance(U"a", U"abcdefgh", 2), 3U);
}

TEST(nearest_name, finds_slips) {
  const std::vector<std::string> names{"revenue", "sales_quota", "target_bonus", "rep"};
  EXPECT_EQ(nearest("revnue", names), "revenue");
  EXPECT_EQ(nearest("reveune", names), "revenue");
  EXPECT_EQ(nearest("Revenue", names), "revenue");
  EXPECT_EQ(nearest("SALES_QUOTA", names), "sales_quota");
  EXPECT_EQ(nearest("sale_qota", names), "sales_quota");
  EXPECT_EQ(nearest("reps", names), "rep");
}

TEST(nearest_name, is_silent_when_nothing_is_near) {
  const std::vector<std::string> names{"revenue", "x", ""};
  EXPECT_EQ(nearest("profit", names), "-");
  EXPECT_EQ(nearest("y", names), "-") << "one letter has nothing in common with another";
  EXPECT_EQ(nearest("", names), "-");
  EXPECT_EQ(nearest("revenue", {}), "-");
  EXPECT_EQ(nearest(std::string(100000, 'a'), names), "-");
}

TEST(nearest_name, prefers_case_then_distance_then_byte_order) {
  EXPECT_EQ(nearest("Rate", {"rates", "rate"}), "rate");
  EXPECT_EQ(nearest("Rate", {"rate", "RATE"}), "rate") << "fewer letters differ in case";
  EXPECT_EQ(nearest("bat", {"cat", "hat", "bad"}), "bad");
  EXPECT_EQ(nearest("bat", {"bad", "hat", "cat"}), "bad");
}

TEST(nearest_name, counts_characters_not_bytes) {
  EXPECT_EQ(nearest("销售客", {"销售额", "回款"}), "销售额");
  EXPECT_EQ(nearest("销售", {"回款"}), "-");
}

TEST(nearest_name, takes_any_range_of_texts) {
  constexpr std::string_view words[] = {"sum", "avg"};
  EXPECT_EQ(nearest_name("smu", words), std::optional<std::string_view>("sum"));
}

}  // namespace
}  // namespace attain
