// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_grading.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

/// The whole plan with its two grades by shares, and more in [grading].
std::string by_shares(const std::string& grading, const std::string& share_of_b = "80%", bool keeps_from = false) {
  std::string text = changed("", "[grading]\nmethod = \"shares\"\n" + grading);
  const auto put = [&](const std::string& from, const std::string& share) {
    const std::size_t place = text.find(from);
    ASSERT_NE(place, std::string::npos);
    text.replace(place, from.size(), (keeps_from ? from : "") + "share = \"" + share + "\"\n");
  };
  put("from = 95\n", "20%");
  put("from = 0\n", share_of_b);
  return text;
}

std::string needs(const checked_plan& p, std::string_view name) {
  std::string list;
  for (const std::uint32_t n : p.quantity(name).needs) list += (list.empty() ? "" : " ") + p.plan.names.quantities[n].name;
  return list;
}

TEST(read_grading, everybody_together) {
  const checked_plan p(by_shares("within = \"all\"\nties = \"together\"\n"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  ASSERT_TRUE(p.plan.distribution);
  EXPECT_TRUE(p.plan.distribution->within.empty());
  EXPECT_EQ(p.plan.distribution->ties, model::none);
  EXPECT_EQ(needs(p, "grade"), "score grade A.share grade B.share");
  EXPECT_EQ(p.plan.grade_by_score, model::none);
}

TEST(read_grading, groups_order_and_pools) {
  const checked_plan p(by_shares("within = [\"team\", \"sales_quota > 5\"]\nties = \"-visit_quota\"\nmin_group = 5\npool_to = \"'all'\"\n"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(needs(p, "grade"), "score grading.ties grading.min_group grading.pool_to grading.within grading.within grade A.share grade B.share");
  EXPECT_TRUE(p.quantity("grade").needs_checks);
}

TEST(read_grading, bands_beside_shares_are_the_grade_by_score) {
  const checked_plan p(by_shares("", "80%", true));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(needs(p, "grade"), "score grade A.share grade B.share");
  EXPECT_EQ(needs(p, "grade_by_score"), "score grade A.from grade B.from");
  EXPECT_TRUE(p.plan.names.global.contains("grade_by_score"));
}

TEST(read_grading, slips) {
  expect_message(checked_plan(by_shares("", "79.99%")), {"", "", code::shares_not_100, "\"79.99%\"", "add 0.01%"});
  expect_message(checked_plan(by_shares("within = \"taem\"\n")), {"", "", code::unknown_name, "taem", "did you mean `team`?"});
  expect_message(checked_plan(by_shares("min_group = 5\n")), {"", "", code::bad_distribution, "min_group", "within = \"region\""});
  expect_message(checked_plan(by_shares("within = \"all\"\nmin_group = 5\n")), {"", "", code::bad_distribution, "min_group", "within = \"region\""});
  expect_message(checked_plan(by_shares("within = \"team\"\nmin_group = \"1 / 2\"\n")), {"", "", code::bad_distribution, "\"1 / 2\"", "such as 25"});
  expect_slips({
      {"", "[grading]\nmethod = \"bands\"\npool_to = \"team\"", code::bad_distribution, "pool_to", "method = \"shares\""},
      {"from = 0\n", "share = \"20%\"\n", code::bad_distribution, "share", "method = \"shares\""},
      {"", "[grading]\nmethod = \"share\"\nwithin = \"team\"", code::unknown_word, "\"share\"", "did you mean `shares`?"},
      {"revenue = \"", "grade_by_score = 1\nrevenue = \"", code::reserved_name, "grade_by_score", "another name"},
  });
}

}  // namespace
}  // namespace attain::testing
