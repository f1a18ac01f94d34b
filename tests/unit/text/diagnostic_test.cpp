// SPDX-License-Identifier: Apache-2.0
#include "attain/text/diagnostic.hpp"

#include <string>

#include <gtest/gtest.h>

namespace attain {
namespace {

TEST(diagnostics, keeps_what_it_is_told) {
  diagnostics all;
  EXPECT_TRUE(all.empty());
  all.warning(code::weights_not_100, {3, 4}, "weights add up to 90%");
  EXPECT_FALSE(all.has_errors());
  diagnostic& added = all.error(code::unknown_name, {1, 2}, "unknown name `x`", "did you mean `y`?");
  added.here = "here";
  added.related.push_back({{5, 6}, "there"});
  EXPECT_TRUE(all.has_errors());
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].severity, severity::warning);
  EXPECT_EQ(all[1].code, code::unknown_name);
  EXPECT_EQ(all[1].where, (span{1, 2}));
  EXPECT_EQ(all[1].message, "unknown name `x`");
  EXPECT_EQ(all[1].help, "did you mean `y`?");
  EXPECT_EQ(all[1].here, "here");
  ASSERT_EQ(all[1].related.size(), 1U);
  EXPECT_EQ(all[1].related[0].text, "there");
}

TEST(diagnostics, drops_a_second_message_of_one_code_at_one_place) {
  diagnostics all;
  all.error(code::unknown_name, {1, 2}, "first");
  all.error(code::unknown_name, {1, 2}, "second").related.push_back({{0, 1}, "goes nowhere"});
  all.error(code::unknown_name, {1, 3}, "another place");
  all.error(code::name_clash, {1, 2}, "another code");
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].message, "first");
  EXPECT_TRUE(all[0].related.empty());
}

TEST(diagnostics, keeps_so_many_of_a_severity_and_counts_the_rest) {
  diagnostics all;
  const auto most = static_cast<std::uint32_t>(diagnostics::most_kept);
  for (std::uint32_t at = 0; at <= most; ++at) all.warning(code::unknown_key, {at, at + 1}, "a slip");
  EXPECT_FALSE(all.has_errors());
  all.warning(code::unknown_key, {most, most + 1}, "a slip");
  EXPECT_EQ(all.size(), most);
  EXPECT_EQ(all.count(), most + 1) << "what is repeated is not counted";
  all.error(code::unknown_name, {1, 2}, "an error behind many warnings").here = "here";
  EXPECT_TRUE(all.has_errors());
  ASSERT_EQ(all.size(), most + 1);
  EXPECT_EQ(all[most].here, "here");
  for (std::uint32_t at = 0; at < 200'000; ++at) all.error(code::unknown_name, {at, at + 1}, "x");
  EXPECT_EQ(all.size(), 2 * most);
  EXPECT_EQ(all.count(severity::error), 200'000U);
  EXPECT_EQ(all.count(severity::warning), most + 1U);
}

TEST(diagnostics, sorts_by_place_and_errors_first) {
  diagnostics all;
  all.warning(code::unknown_key, {9, 10}, "d");
  all.warning(code::unknown_key, {4, 5}, "b");
  all.error(code::unknown_name, {4, 5}, "a");
  all.error(code::wrong_value, {4, 6}, "a again, later");
  all.sort();
  std::string order;
  for (const diagnostic& d : all) order += d.message + ";";
  EXPECT_EQ(order, "a;a again, later;b;d;");
}

TEST(codes, have_numbers_and_titles) {
  EXPECT_EQ(to_string(code::dimension_mismatch), "A3014");
  EXPECT_EQ(title_of(code::dimension_mismatch), "dimensions that do not go together");
  EXPECT_EQ(title_of(static_cast<code>(1)), "");
}

}  // namespace
}  // namespace attain
