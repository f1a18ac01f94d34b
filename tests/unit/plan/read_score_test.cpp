// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_score.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

using rule = enum model::zero_target::rule;

TEST(read_score, indicators) {
  const checked_plan p{std::string(whole_plan)};
  ASSERT_EQ(p.plan.indicators.size(), 3U);
  const model::indicator& sales = p.plan.indicators[0];
  EXPECT_EQ(sales.name, "sales");
  EXPECT_EQ(sales.label, "销售额");
  EXPECT_EQ(p.at(sales.where), "sales");
  for (const model::quantity_id q : {sales.actual, sales.target, sales.attainment, sales.weight, sales.score, sales.points}) EXPECT_NE(q, model::none);
  EXPECT_FALSE(sales.attainment_given);
  EXPECT_FALSE(sales.round.has_value());
  EXPECT_TRUE(p.plan.has_score);
  EXPECT_NE(p.plan.score, model::none);
}

TEST(read_score, all_keys_of_an_indicator) {
  const checked_plan p(changed("target = \"sales_quota\"", R"(target = "sales_quota"
attainment = "revenue / sales_quota"
direction = "lower"
lower = "2 - actual/target"
zero_target = { attainment = "100%" }
cap = 150
floor = 0
round = 2
round_points = { places = 1, mode = "half-even" })"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  const model::indicator& i = p.plan.indicators[0];
  EXPECT_TRUE(i.attainment_given && i.lower_is_better && i.two_minus);
  EXPECT_EQ(i.zero_target.what, rule::attainment);
  EXPECT_NE(i.cap, model::none);
  EXPECT_EQ(i.round->places, 2);
  EXPECT_EQ(i.round->mode, rounding_mode::half_up);
  EXPECT_EQ(i.round_points->places, 1);
  EXPECT_EQ(i.round_points->mode, rounding_mode::half_even);
  EXPECT_EQ(checked_plan(changed("target = \"sales_quota\"", "target = \"sales_quota\"\nzero_target = \"missing\"")).plan.indicators[0].zero_target.what,
            rule::missing);
  EXPECT_EQ(checked_plan(changed("target = \"sales_quota\"", "target = \"sales_quota\"\nzero_target = { score = 100 }")).plan.indicators[0].zero_target.what,
            rule::score);
}

TEST(read_score, a_measure_outside_the_score) {
  const checked_plan p(changed("", "[[indicators]]\nname = \"margin\"\nactual = \"sum(deals.amount) - sum(deals.cost)\""));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  const model::indicator& i = p.plan.indicators.back();
  EXPECT_EQ(i.target, model::none);
  EXPECT_EQ(i.attainment, model::none);
  EXPECT_EQ(i.score, model::none);
  EXPECT_EQ(i.points, model::none);
  EXPECT_EQ(i.score_by.how, model::scoring::method::absent);
}

TEST(read_score, scorecard) {
  const checked_plan p(changed("", "[scorecard]\nround = \"half-even\"\nround_parts = 2\nmin = 0\nmax = 120\nmissing = \"missing\""));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(p.plan.scorecard.round.mode, rounding_mode::half_even);
  EXPECT_EQ(p.plan.scorecard.round.places, 6);
  EXPECT_EQ(p.plan.scorecard.round_parts->places, 2);
  EXPECT_NE(p.plan.scorecard.most, model::none);
  EXPECT_EQ(p.plan.indicators[0].round_points->places, 2) << "an indicator that says nothing is rounded as the scorecard says";
}

TEST(read_score, under_mean_everything_counts_once) {
  std::string text = changed("weight = \"30%\"\n", "") + "\n[scorecard]\ncombine = \"mean\"\n";
  const checked_plan p(text);
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_TRUE(p.plan.scorecard.mean);
  EXPECT_EQ(model::constant_value(p.plan.names, p.plan.indicators[1].weight), rational(1));
  EXPECT_NE(p.plan.indicators[1].points, model::none);
}

TEST(read_score, what_becomes_of_missing_scores) {
  using gap = enum model::scorecard::gap;
  const checked_plan zero(changed("target = \"sales_quota\"", "target = \"sales_quota\"\nif_missing = 60") + "\n[scorecard]\nmissing = \"zero\"\n");
  EXPECT_TRUE(zero.messages.empty()) << zero.report();
  EXPECT_EQ(zero.plan.scorecard.missing, gap::zero);
  EXPECT_EQ(model::constant_value(zero.plan.names, zero.plan.indicators[0].if_missing), rational(60)) << "its own";
  EXPECT_EQ(model::constant_value(zero.plan.names, zero.plan.indicators[1].if_missing), rational(0));
  const checked_plan rest(changed("", "[scorecard]\nmissing = \"renormalise\"\n"));
  EXPECT_EQ(rest.plan.scorecard.missing, gap::renormalise);
  EXPECT_EQ(rest.plan.indicators[0].if_missing, model::none);
  EXPECT_TRUE(rest.plan.scorecard.divides());
  EXPECT_FALSE(rest.plan.scorecard.any_sum());
}

TEST(read_score, everything_may_apply_to_some) {
  const std::string some = "\napplies = \"team = 'north'\"";
  expect_no_message({{"name = \"late_reports\"", "name = \"late_reports\"" + some},
                     {"name = \"A\"", "name = \"A\"\nrequires = \"effective_visits.score >= 60\"" + some},
                     {"name = \"bonus\"", "name = \"bonus\"" + some},
                     {"column = \"sales_quota\"", "column = \"sales_quota\"" + some}});
  expect_slips({{"name = \"late_reports\"", "name = \"late_reports\"\napplies = 5", code::wrong_type, "5", "write a condition"},
                {"name = \"A\"", "name = \"A\"\nrequires = \"score\"", code::wrong_type, "score", "write a condition"},
                {"column = \"sales_quota\"", "column = \"sales_quota\"\napplies = \"team\"", code::wrong_type, "team", "write a condition"}});
}

TEST(read_score, applies_is_decided_before_the_score) {
  std::string text = changed("weight = \"50%\"", "weight = \"50%\"\napplies = \"sales.attainment >= 50%\"") + "\n[scorecard]\nnormalise = true\n";
  EXPECT_TRUE(checked_plan(text).messages.empty()) << checked_plan(text).report();
  text = changed("weight = \"50%\"", "weight = \"50%\"\napplies = \"sales.score >= 50\"") + "\n[scorecard]\nnormalise = true\n";
  ASSERT_FALSE(checked_plan(text).messages.empty());
  EXPECT_EQ(checked_plan(text).messages[0].code, code::cycle);
}

TEST(read_score, adjustments_keep_their_order) {
  const checked_plan p(changed("",
                               "[[adjustments]]\nname = \"veto\"\nlabel = \"一票否决\"\nset = 0\nwhen = \"overdue_reports > 10\"\n[[adjustments]]\nname = "
                               "\"season\"\nfactor = \"110%\""));
  EXPECT_FALSE(p.messages.has_errors()) << p.report();
  ASSERT_EQ(p.plan.adjustments.size(), 3U);
  EXPECT_EQ(p.plan.adjustments[0].what, model::adjustment::kind::points);
  EXPECT_EQ(p.plan.adjustments[1].what, model::adjustment::kind::set);
  EXPECT_EQ(p.plan.adjustments[1].label, "一票否决");
  EXPECT_NE(p.plan.adjustments[1].when, model::none);
  EXPECT_EQ(p.plan.adjustments[2].what, model::adjustment::kind::factor);
}

TEST(read_score, mistakes) {
  const std::string late = "points = \"max(-10, -2 * coalesce(overdue_reports, 0))\"";
  expect_slips({
      {"target = \"sales_quota\"", "target = \"sales_quota\"\nlower = \"target/actual\"", code::missing_key, "lower", "direction = \"lower\""},
      {"target = \"sales_quota\"", "target = \"sales_quota\"\nzero_target = {}", code::missing_key, "{}", "score = 100"},
      {"target = \"sales_quota\"", "target = \"sales_quota\"\nzero_target = { score = 1, attainment = 1 }", code::wrong_value, "{ score = 1, attainment = 1 }",
       "delete one"},
      {"", "[[indicators]]\nname = \"margin\"\nactual = 1\ncap = 100", code::bad_score, "cap", "add `score` or `weight`"},
      {"name = \"new_customers\"", "name = \"sales\"", code::name_clash, "sales", "rename"},
      {"name = \"new_customers\"", "name = \"period\"", code::reserved_name, "period", "my_period"},
      {"name = \"new_customers\"", "name = \"\"", code::bad_identifier, "\"\"", "back-ticks"},
      {"name = \"late_reports\"", "name = \"late_reports\"\nfactor = 2", code::wrong_value, "factor", "two adjustments"},
      {late, "", code::missing_key, "late_reports", "`factor`"},
      {"[[grades]]", "[[adjustments]]\nname = \"late_reports\"\nset = 0\n[[grades]]", code::name_clash, "late_reports", "rename"},
      {"target = \"sales_quota\"", "target = \"sales_quota\"\nround = 50", code::wrong_value, "50", "from 0 to 38"},
      {"target = \"sales_quota\"", "target = \"sales_quota\"\nround = { multiple = 0 }", code::wrong_value, "0", "0.05"},
  });
}

TEST(read_score, what_needs_a_score_says_so) {
  const std::string text = "attain = 1\n[plan]\nname = \"x\"\ncurrency = \"CNY\"\n[tables.reps]\nkey = \"rep\"\n";
  expect_message(checked_plan(text + "[[adjustments]]\nname = \"a\"\npoints = 1\n"), {"", "", code::bad_score, "a", "a `weight`"});
  expect_message(checked_plan(text + "[[grades]]\nname = \"A\"\nfrom = 1\n"), {"", "", code::bad_grades, "A", "a `weight`"});
}

}  // namespace
}  // namespace attain::testing
