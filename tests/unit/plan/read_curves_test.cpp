// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_curves.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

using formula::dimension;
using shape = enum model::curve::shape;
using beyond = enum model::curve::beyond;

const std::string marginal =
    "kind = \"marginal\"\ntiers = [ { from = \"0%\", rate = \"commission_rate\" }, { from = \"100%\", rate = \"commission_rate * accelerator\" } ]";

TEST(read_curves, the_named_one_and_those_of_scores) {
  const checked_plan p{std::string(whole_plan)};
  ASSERT_EQ(p.plan.names.curves.size(), 1U);
  ASSERT_EQ(p.plan.curves.size(), 3U) << "scores bring theirs behind the named ones";
  const model::curve& c = p.plan.curves[0];
  EXPECT_EQ(c.name, "commission_by_attainment");
  EXPECT_EQ(c.shape, shape::marginal);
  ASSERT_EQ(c.tiers.size(), 2U);
  EXPECT_EQ(p.at(c.tiers[1].where), "{ from = \"100%\", rate = \"commission_rate * accelerator\" }");
  const formula::curve_name& n = p.plan.names.curves[0];
  EXPECT_TRUE(n.scales_argument && n.has_tiers && n.has_rate && n.has_parts);
  EXPECT_EQ(n.bounds.size(), 2U);
  EXPECT_EQ(n.values.size(), 2U);
  EXPECT_EQ(p.plan.curves[1].shape, shape::linear);
  EXPECT_EQ(p.plan.curves[1].tiers.size(), 4U);
  EXPECT_EQ(p.plan.curves[2].shape, shape::step);
}

TEST(read_curves, all_kinds_and_keys) {
  const checked_plan p(changed("", R"([curves.a]
kind = "linear"
knots = [[0, 0], ["100%", "500 CNY"]]
below = "extend"
above = "'600 CNY'"
[curves.b]
kind = "step"
bounds = "upper-inclusive"
tiers = [{ from = 0, value = "'low'" }, { from = 10, to = 20, value = "'high'", excludes_from = true }]
above = "missing"
[curves.c]
kind = "whole-amount"
tiers = [{ from = 0, rate = "1%" }]
[curves.d]
kind = "amount"
reached = true
proportional = true
tiers = [{ from = 0, to = 10, amount = 500 }]
[curves.e]
kind = "rate-linear"
knots = [[0, "1%"], [100, "2%"]]
)"));
  const auto& curves = p.plan.curves;
  ASSERT_EQ(p.plan.names.curves.size(), 6U) << p.report();
  EXPECT_EQ(curves[1].below, beyond::extend);
  EXPECT_EQ(curves[1].above, beyond::value);
  EXPECT_NE(curves[1].above_value, model::none);
  EXPECT_TRUE(curves[2].upper_inclusive);
  EXPECT_EQ(curves[2].above, beyond::missing);
  EXPECT_TRUE(curves[2].tiers[1].excludes_from);
  EXPECT_NE(curves[2].tiers[1].to, model::none);
  EXPECT_EQ(curves[3].shape, shape::whole_amount);
  EXPECT_FALSE(p.plan.names.curves[3].has_parts);
  EXPECT_TRUE(curves[4].reached && curves[4].proportional);
  EXPECT_FALSE(p.plan.names.curves[4].scales_argument);
  EXPECT_EQ(curves[5].shape, shape::rate_linear);
  EXPECT_TRUE(p.plan.names.curves[5].scales_argument && !p.plan.names.curves[5].has_tiers);
}

TEST(read_curves, mistakes) {
  const std::string tiers = marginal.substr(marginal.find("tiers"));
  expect_slips({
      {tiers, "", code::bad_curve, "commission_by_attainment", "tiers = [{ from = 0, rate = … }]"},
      {tiers, "tiers = []", code::bad_curve, "[]", "rate = …"},
      {tiers, "knots = [[0, 1], [1, 2]]", code::bad_curve, "knots", "tiers = "},
      {marginal, "kind = \"rate-linear\"\nknots = [[0, \"1%\"]]", code::bad_curve, "[[0, \"1%\"]]", "knots = [[x, rate], [x, rate]]"},
      {", rate = \"commission_rate\" }", ", value = \"commission_rate\" }", code::bad_curve, "value", "write `rate`"},
      {", rate = \"commission_rate\" }", " }", code::missing_key, "{ from = \"0%\" }", "rate = …"},
      {"{ from = \"0%\", rate", "{ rate", code::missing_key, "{ rate = \"commission_rate\" }", "where it begins"},
      {"kind = \"marginal\"", "kind = \"marginal\"\nproportional = true", code::bad_curve, "proportional", "kind = \"amount\""},
      {"", "[curves.round]\nkind = \"linear\"\nknots = [[0, 0], [1, 1]]", code::name_clash, "round", "`round_curve`"},
      {"", "[curves.sales]\nkind = \"linear\"\nknots = [[0, 0], [1, 1]]", code::name_clash, "sales", "rename"},
      {"{ from = \"0%\", rate", "{ from = \"0%\", to = \"1 +\", rate", code::unexpected_token, "+", ""},
  });
}

}  // namespace
}  // namespace attain::testing
