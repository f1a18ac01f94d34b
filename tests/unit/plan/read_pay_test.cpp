// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_pay.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

TEST(read_pay, grades_and_their_attributes) {
  const checked_plan p(changed("multiplier = 1.2", "multiplier = 1.2\nraise = \"5%\"\nlabel = \"优\""));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  ASSERT_EQ(p.plan.grades.size(), 2U);
  EXPECT_EQ(p.plan.grade_attributes, (std::vector<std::string>{"multiplier", "raise"}));
  EXPECT_EQ(p.plan.grades[0].label, "优");
  EXPECT_NE(p.plan.grades[0].attributes[1], model::none);
  EXPECT_EQ(p.plan.grades[1].attributes[1], model::none) << "a grade need not have every attribute";
  ASSERT_EQ(p.plan.grade_attribute_values.size(), 2U);
  EXPECT_EQ(p.quantity("grade.raise").result.kind, formula::dimension::ratio);
}

TEST(read_pay, incentives) {
  const checked_plan p(changed("cap = \"4 * target_bonus\"",
                               "cap = \"4 * target_bonus\"\nfloor = 100\nmultiplier = \"accelerator\"\npays = false\nlabel = \"提成\"\nrounding = \"down\""));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  const model::incentive& i = p.plan.incentives.at(0);
  EXPECT_EQ(i.label, "提成");
  EXPECT_FALSE(i.pays);
  EXPECT_EQ(i.rounding.mode, rounding_mode::down);
  for (const model::quantity_id q : {i.amount, i.multiplier, i.gate, i.cap, i.floor, i.line}) EXPECT_NE(q, model::none);
  EXPECT_EQ(p.quantity("payout_before_limit").needs, std::vector<std::uint32_t>{p.plan.incentives.at(1).line}) << "only what pays is added up";
  EXPECT_EQ(p.plan.payout_limit, model::none);
}

TEST(read_pay, limits_of_the_payout) {
  const checked_plan p(changed("", "[payout]\ncap = \"3 * target_bonus\"\nfloor = 0"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_NE(p.plan.payout_cap, model::none);
  EXPECT_NE(p.plan.payout_limit, model::none);
  EXPECT_EQ(p.quantity("payout").needs, (std::vector<std::uint32_t>{p.plan.payout_before_limit, p.plan.payout_limit}));
}

TEST(read_pay, a_plan_that_pays_nothing_has_no_payout) {
  const checked_plan p("attain = 1\n[plan]\nname = \"x\"\ncurrency = \"CNY\"\n[tables.reps]\nkey = \"rep\"\n");
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(p.plan.payout, model::none);
  EXPECT_EQ(p.plan.score, model::none);
  EXPECT_FALSE(p.plan.names.global.contains("payout"));
}

TEST(read_pay, mistakes) {
  expect_slips({
      {"name = \"B\"", "name = \"A\"", code::name_clash, "A", "rename"},
      {"name = \"bonus\"", "name = \"revenue\"", code::name_clash, "revenue", "rename"},
      {"name = \"bonus\"", "name = \"payout\"", code::reserved_name, "payout", "my_payout"},
      {"cap = \"4 * target_bonus\"", "cap = \"4 * \"", code::unexpected_token, "*", ""},
      {"cap = \"4 * target_bonus\"", "pays = \"no\"", code::wrong_value, "\"no\"", "computed, not paid"},
  });
  expect_message(checked_plan("attain = 1\n[plan]\nname = \"x\"\ncurrency = \"CNY\"\n[tables.reps]\nkey = \"rep\"\n[payout]\ncap = 5\n"),
                 {"", "", code::missing_key, "payout", "[[incentives]]"});
}

}  // namespace
}  // namespace attain::testing
