// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_scoring.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

using method = model::scoring::method;

const std::string ratio = "score = { method = \"比率法\", cap = 120 }";

/// The scoring of the second indicator of the whole plan, written another way.
model::scoring scoring_of(const checked_plan& p) {
  EXPECT_TRUE(p.messages.empty()) << p.report();
  return p.plan.indicators.at(1).score_by;
}

/// What a number of a scoring method is.
std::string number(const checked_plan& p, model::quantity_id q) {
  const auto value = model::constant_value(p.plan.names, q);
  return value ? model::percent_text(*value) : "none";
}

TEST(read_scoring, methods_by_both_names) {
  const std::vector<std::tuple<std::string, std::string, std::string, method>> methods = {
      {"ratio", "比率法", "cap = 120, floor = 10", method::ratio},
      {"interval", "层差法", "steps = [[\"0%\", 0], [\"80%\", 80]]", method::interval},
      {"linear", "线性插值法", "knots = [[\"0%\", 0], [\"80%\", 80]]", method::linear},
      {"all-or-nothing", "非此即彼法", "full = 20", method::all_or_nothing},
      {"deduction", "减分法", "each = 5", method::deduction},
      {"bonus", "加分法", "each = 5", method::bonus},
      {"efficacy", "功效系数法", "unacceptable = \"50%\", satisfactory = \"100%\"", method::efficacy},
  };
  for (const auto& [english, chinese, rest, how] : methods) {
    for (const std::string& word : {english, chinese}) {
      SCOPED_TRACE(word);
      const checked_plan p(changed(ratio, "score = { method = \"" + word + "\", " + rest + " }"));
      EXPECT_EQ(scoring_of(p).how, how);
      EXPECT_EQ(scoring_of(p).on_actual, how == method::deduction || how == method::bonus);
      EXPECT_EQ(scoring_of(p).curve != model::none, how == method::interval || how == method::linear);
    }
  }
}

TEST(read_scoring, defaults) {
  const checked_plan deduction(changed(ratio, "score = { method = \"deduction\", each = 5 }"));
  EXPECT_EQ(number(deduction, scoring_of(deduction).full), "10000%");
  EXPECT_EQ(number(deduction, scoring_of(deduction).per), "100%");
  EXPECT_EQ(scoring_of(deduction).standard, model::none);
  const checked_plan bonus(changed(ratio, "score = { method = \"bonus\", each = 5, base = 60, per = 10, on = \"attainment\" }"));
  EXPECT_EQ(number(bonus, scoring_of(bonus).base), "6000%");
  EXPECT_EQ(number(bonus, scoring_of(bonus).per), "1000%");
  EXPECT_EQ(scoring_of(bonus).cap, model::none) << "a bonus without cap has no limit";
  EXPECT_FALSE(scoring_of(bonus).on_actual);
  const checked_plan absent(changed(ratio + "\n", ""));
  EXPECT_EQ(scoring_of(absent).how, method::ratio) << "a weight without a word on the score: attainment x 100";
  EXPECT_EQ(number(absent, scoring_of(absent).full), "10000%");
  EXPECT_EQ(scoring_of(absent).cap, model::none);
}

TEST(read_scoring, deduction_below_a_standard) {
  const checked_plan p(changed(ratio, "score = { method = \"deduction\", each = 5, standard = 3, side = \"below\" }"));
  EXPECT_TRUE(scoring_of(p).below_standard);
  EXPECT_EQ(number(p, scoring_of(p).standard), "300%");
}

TEST(read_scoring, formula_and_curve) {
  const checked_plan formula(changed(ratio, "score = \"min(120, new_customers.attainment * 100)\""));
  EXPECT_EQ(scoring_of(formula).how, method::formula);
  EXPECT_NE(formula.plan.indicators[1].score_formula, model::none);
  const std::string curve = "[curves.points]\nkind = \"linear\"\nknots = [[0, 0], [1, 100]]\n\n[[indicators]]\nname = \"new_customers\"";
  std::string text = changed("[[indicators]]\nname = \"new_customers\"", curve);
  text.replace(text.find(ratio), ratio.size(), "score = { curve = \"points\" }");
  const checked_plan p(text);
  EXPECT_EQ(scoring_of(p).how, method::curve);
  ASSERT_LT(scoring_of(p).curve, p.plan.curves.size());
  EXPECT_EQ(p.plan.curves[scoring_of(p).curve].name, "points");
}

TEST(read_scoring, mistakes) {
  expect_slips({
      {ratio, "score = { method = \"all-or-nothing\", on = \"actual\" }", code::bad_score, "all-or-nothing", "add `at`"},
      {ratio, "score = { method = \"linear\" }", code::bad_score, "linear", "add `knots`"},
      {ratio, "score = { method = \"deduction\" }", code::bad_score, "deduction", "add `each`"},
      {ratio, "score = { method = \"efficacy\" }", code::bad_score, "efficacy", "; `satisfactory`"},
      {ratio, "score = { method = \"ratio\", steps = [[0, 1]] }", code::unknown_key, "steps", "`cap`, `floor`, `full`"},
      {ratio, "score = { cap = 120 }", code::missing_key, "{ cap = 120 }", "method = "},
      {ratio, "score = { method = \"ratio\", curve = \"x\" }", code::bad_score, "curve", "delete one"},
      {ratio, "score = { curve = \"commission_by_attainmen\" }", code::unknown_name, "commission_by_attainmen", "did you mean `commission_by_attainment`?"},
      {ratio, "score = { method = \"linear\", knots = [[\"0%\", 0]] }", code::bad_curve, "[[\"0%\", 0]]", "[\"100%\", 100]"},
      {ratio, "score = { method = \"linear\", knots = [] }", code::bad_curve, "[]", "[\"100%\", 100]"},
      {"target = \"new_customer_quota\"\n", "", code::needs_target, "score", "on = \"actual\""},
  });
}

}  // namespace
}  // namespace attain::testing
