// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/validate_weights.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

TEST(validate_weights, percentages) {
  EXPECT_EQ(model::percent_text(rational(95) / rational(100)), "95%");
  EXPECT_EQ(model::percent_text(rational(1) / rational(3)), "33.333333%");
}

TEST(validate_weights, what_depends_on_the_row_is_left_to_the_row) {
  expect_no_message({{"weight = \"50%\"", "weight = \"if(team = 'north', 70%, 50%)\""},
                     {"weight = \"50%\"", "weight = \"if(team = 'north', 70%, 50%)\"\napplies = \"team = 'north'\""},
                     {"weight = \"50%\"", "weight = \"30%\"\napplies = \"team = 'north'\"\n[scorecard]\nnormalise = true\n[meta]"}});
}

TEST(validate_weights, a_weight_is_a_plain_number) {
  expect_slips({{"weight = \"50%\"", "weight = \"sales_quota\"", code::wrong_type, "sales_quota", "divide by"}});
}

TEST(validate_weights, constants_cannot_make_up_for_what_does_not_apply) {
  expect_slips({{"weight = \"50%\"", "weight = \"50%\"\napplies = \"team = 'north'\"", code::weights_not_100, "\"team = 'north'\"", "normalise = true"}});
  for (const char* rule : {"normalise = true", "combine = \"mean\"", "missing = \"renormalise\""}) {
    std::string text = changed("weight = \"50%\"", "weight = \"50%\"\napplies = \"team = 'north'\"");
    text += std::string("\n[scorecard]\n") + rule + "\n";
    const checked_plan p(text);
    EXPECT_TRUE(p.messages.empty()) << rule << p.report();
  }
}

TEST(validate_weights, normalised_weights_have_any_sum_above_zero) {
  std::string text = changed("weight = \"50%\"", "weight = 7") + "\n[scorecard]\nnormalise = true\n";
  EXPECT_TRUE(checked_plan(text).messages.empty()) << checked_plan(text).report();
  text = changed("weight = \"50%\"", "weight = \"-50%\"") + "\n[scorecard]\nnormalise = true\n";
  expect_message(checked_plan(text), {"", "", code::weights_not_100, "\"20%\"", "above 0"});
}

TEST(validate_weights, negative_ones_are_doubtful) {
  std::string text = changed("weight = \"50%\"", "weight = \"70%\"");
  text.replace(text.find("weight = \"20%\""), 14, "weight = \"-0%\" ");
  EXPECT_TRUE(checked_plan(text).messages.empty()) << checked_plan(text).report();
  text = changed("weight = \"50%\"", "weight = \"120%\"");
  text.replace(text.find("weight = \"30%\""), 14, "weight = \"-40%\"");
  const checked_plan p(text);
  ASSERT_EQ(p.messages.size(), 1U) << p.report();
  EXPECT_EQ(p.messages[0].code, code::negative_weight);
  EXPECT_EQ(p.messages[0].severity, severity::warning);
  EXPECT_EQ(p.messages[0].message, "the weight of `new_customers` is negative: the better it is, the lower the score");
  EXPECT_EQ(p.at(p.messages[0].where), "\"-40%\"");
}

TEST(validate_weights, a_missing_score_does_not_excuse_a_wrong_sum) {
  expect_message(checked_plan(changed("weight = \"50%\"", "weight = \"40%\"") + "\n[scorecard]\nmissing = \"renormalise\"\n"),
                 {"", "", code::weights_not_100, "\"20%\"", "add 10%"});
}

}  // namespace
}  // namespace attain::testing
