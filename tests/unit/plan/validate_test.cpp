// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/validate.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

TEST(validate, weights) {
  expect_slips({
      {"weight = \"50%\"", "weight = \"45%\"", code::weights_not_100, "\"20%\"", "add 5%"},
      {"weight = \"50%\"", "weight = \"50.5%\"", code::weights_not_100, "\"20%\"", "take away 0.5%"},
      {"weight = \"50%\"", "weight = \"1/3\"", code::weights_not_100, "\"20%\"", "add 16.666667%"},
      {"weight = \"50%\"", "weight = 50", code::weights_not_100, "\"20%\"", "write the weights as percentages"},
  });
  const checked_plan p(changed("weight = \"50%\"", "weight = \"45%\""));
  EXPECT_EQ(p.messages[0].message, "the weights add up to 95%, not to 100%");
  ASSERT_EQ(p.messages[0].related.size(), 2U);
  EXPECT_EQ(p.messages[0].related[0].text, "`sales`: 45%");
  EXPECT_EQ(p.at(p.messages[0].related[1].where), "\"30%\"");
  expect_no_message({{"weight = \"50%\"", "weight = \"1/4 + 25%\""},
                     {"weight = \"50%\"", "weight = \"1 - commission_rate * 10 - 20%\""},
                     {"weight = \"50%\"", "weight = 0.5"}});
}

TEST(validate, weights_of_a_mean) {
  const std::string mean = "\n[scorecard]\ncombine = \"mean\"\n";
  const checked_plan any(changed("weight = \"50%\"", "weight = 3") + mean);
  EXPECT_TRUE(any.messages.empty()) << any.report();
  std::string text = std::string(whole_plan) + mean;
  for (const std::string weight : {"\"50%\"", "\"30%\"", "\"20%\""}) text.replace(text.find("weight = " + weight) + 9, weight.size(), "\"0 * 1\"");
  expect_message(checked_plan(text), {"", "", code::weights_not_100, "\"0 * 1\"", "above 0"});
}

TEST(validate, period) {
  expect_slips({{"to = 2026-10-31", "to = 2026-09-30", code::bad_period, "{ from = 2026-10-01, to = 2026-09-30 }", "exchange"}});
  expect_no_message({{"to = 2026-10-31", "to = 2026-10-01"}});
}

/// The whole plan with one more curve.
std::string with_curve(const std::string& keys) { return changed("", "[curves.extra]\n" + keys); }

struct curve_slip {
  std::string keys;
  attain::code code;
  std::string at;
  std::string help;
};

TEST(validate, tiers_and_knots) {
  const std::vector<curve_slip> slips = {
      {"kind = \"marginal\"\ntiers = [{ from = 10, rate = 1 }, { from = 5, rate = 2 }]", code::tiers_out_of_order, "5", "from the smallest"},
      {"kind = \"marginal\"\ntiers = [{ from = 10, rate = 1 }, { from = \"5 + 5\", rate = 2 }]", code::tiers_out_of_order, "\"5 + 5\"", "excludes_from"},
      {"kind = \"step\"\ntiers = [{ from = 10, to = 5, value = 1 }]", code::tiers_out_of_order, "5", "above `from`"},
      {"kind = \"step\"\ntiers = [{ from = 10, to = 10, value = 1 }]", code::tiers_out_of_order, "10", "above `from`"},
      {"kind = \"step\"\ntiers = [{ from = 0, to = 5, value = 1 }, { from = 6, value = 2 }]", code::tier_gap, "6", "where the one before ends"},
      {"kind = \"step\"\ntiers = [{ from = 0, to = 5, value = 1 }, { from = 4, value = 2 }]", code::tier_overlap, "4", "where the one before ends"},
      {"kind = \"linear\"\nknots = [[0, 0], [2, 1], [1, 2]]", code::tiers_out_of_order, "1", "smallest x"},
      {"kind = \"linear\"\nknots = [[0, 0], [1, 1], [1, 2], [1, 3], [2, 4]]", code::tiers_out_of_order, "1", "a third has no place"},
      {"kind = \"amount\"\nproportional = true\ntiers = [{ from = 0, amount = 5 }]", code::bad_curve, "{ from = 0, amount = 5 }", "add `to`"},
      {"kind = \"step\"\ntiers = [{ from = 0, value = 1 }, { from = 0, value = 2, excludes_from = true }, { from = 0, value = 3, excludes_from = true }]",
       code::tiers_out_of_order, "0", "excludes_from"},
  };
  for (const curve_slip& s : slips) {
    SCOPED_TRACE(s.keys);
    expect_message(checked_plan(with_curve(s.keys)), {"", "", s.code, s.at, s.help});
  }
}

TEST(validate, good_tiers_and_knots) {
  for (const char* keys : {
           "kind = \"step\"\ntiers = [{ from = 0, to = 5, value = 1 }, { from = 5, to = 10, value = 2 }]",
           "kind = \"step\"\ntiers = [{ from = 0, value = 1 }, { from = 0, value = 2, excludes_from = true }, { from = 5, value = 3, excludes_from = true }]",
           "kind = \"step\"\ntiers = [{ from = 0, to = 0, value = 1 }, { from = 0, value = 2, excludes_from = true }]",
           "kind = \"linear\"\nknots = [[0, 0], [1, 1], [1, 2], [2, 3]]",
           "kind = \"amount\"\nproportional = true\ntiers = [{ from = 0, to = 10, amount = 5 }]",
           "kind = \"marginal\"\ntiers = [{ from = -5, rate = \"accelerator\" }, { from = \"accelerator\", rate = 0 }]",
       }) {
    SCOPED_TRACE(keys);
    const checked_plan p(with_curve(keys));
    EXPECT_TRUE(p.messages.empty()) << p.report();
  }
}

TEST(validate, tiers_of_scores) {
  expect_slips({
      {"[\"80%\", 80]", "[\"180%\", 80]", code::tiers_out_of_order, "\"100%\"", "from the smallest"},
      {"[\"60%\", 0]", "[\"160%\", 0]", code::tiers_out_of_order, "\"100%\"", "smallest x"},
  });
}

/// The messages of a plan that asks a curve for its inverse.
std::string codes_of_inverse(const std::string& keys) {
  const checked_plan p(with_curve(keys) + "\n[[outputs]]\nname = \"x\"\nvalue = \"extra.inverse(0.5)\"\n");
  std::string codes;
  for (const diagnostic& d : p.messages) codes += to_string(d.code) + " " + p.at(d.where);
  return codes;
}

TEST(validate, inverses) {
  const std::string asked = "A4006 extra.inverse(0.5)";
  const std::pair<const char*, bool> curves[] = {
      {"kind = \"linear\"\nknots = [[0, 0], [1, 1], [2, 3]]", true},
      {"kind = \"linear\"\nknots = [[0, 3], [1, 1], [2, 0]]", true},
      {"kind = \"linear\"\nknots = [[0, 0], [1, 1], [2, 1]]", false},
      {"kind = \"linear\"\nknots = [[0, 0], [1, 2], [2, 1]]", false},
      {"kind = \"step\"\ntiers = [{ from = 0, value = 1 }, { from = 1, value = 2 }]", false},
      {"kind = \"marginal\"\ntiers = [{ from = 0, rate = 1 }, { from = 1, rate = \"50%\" }]", true},
      {"kind = \"marginal\"\ntiers = [{ from = 0, rate = 0 }, { from = 1, rate = \"50%\" }]", false},
      {"kind = \"marginal\"\ntiers = [{ from = 0, rate = 1 }, { from = 1, rate = -1 }]", false},
      {"kind = \"whole-amount\"\ntiers = [{ from = 0, rate = 1 }, { from = 1, rate = 2 }]", true},
      {"kind = \"whole-amount\"\ntiers = [{ from = 0, rate = 2 }, { from = 1, rate = 1 }]", false},
      {"kind = \"amount\"\ntiers = [{ from = 0, to = 1, amount = 2 }]", false},
      {"kind = \"amount\"\nproportional = true\ntiers = [{ from = 0, to = 1, amount = 2 }]", true},
      {"kind = \"rate-linear\"\nknots = [[0, 1], [10, 2]]", true},
      {"kind = \"rate-linear\"\nknots = [[0, 10], [10, 1]]", false},
  };
  for (const auto& [keys, good] : curves) EXPECT_EQ(codes_of_inverse(keys), good ? "" : asked) << keys;
}

TEST(validate, grades) {
  expect_slips({
      {"from = 0\n", "from = 95\n", code::bad_grades, "95", "of its own"},
      {"[[grades]]\nname = \"B\"", "[[grades]]\nname = \"C\"\nfrom = 60\n[[grades]]\nname = \"D\"\nfrom = 70\n[[grades]]\nname = \"B\"", code::bad_grades, "70",
       "from the best"},
  });
  EXPECT_TRUE(checked_plan{std::string(whole_plan)}.plan.grades_descending);
  const checked_plan rising(changed("from = 95", "from = -1"));
  EXPECT_TRUE(rising.messages.empty()) << rising.report();
  EXPECT_FALSE(rising.plan.grades_descending);
}

TEST(validate, limits) {
  expect_slips({
      {"cap = \"4 * target_bonus\"", "cap = 100\nfloor = \"200 CNY\"", code::floor_above_cap, "\"200 CNY\"", "exchange"},
      {"cap = 120", "cap = 120, floor = 130", code::floor_above_cap, "130", "exchange"},
      {"weight = \"50%\"", "weight = \"50%\"\ncap = 10\nfloor = 20", code::floor_above_cap, "20", "exchange"},
      {"", "[scorecard]\nmin = 2\nmax = 1", code::floor_above_cap, "2", "exchange"},
      {"", "[payout]\nfloor = 2\ncap = 1", code::floor_above_cap, "2", "exchange"},
  });
  expect_no_message({{"cap = \"4 * target_bonus\"", "cap = 100\nfloor = 100"}});
}

TEST(validate, numbers_of_methods) {
  const std::string ratio = "{ method = \"比率法\", cap = 120 }";
  expect_slips({
      {ratio, "{ method = \"deduction\", each = 5, per = 0 }", code::bad_score, "0", "size of one step"},
      {ratio, "{ method = \"bonus\", each = 5, per = \"-1\" }", code::bad_score, "\"-1\"", "size of one step"},
      {ratio, "{ method = \"efficacy\", unacceptable = 1, satisfactory = \"100%\" }", code::bad_score, "\"100%\"", "make them different"},
  });
}

TEST(validate, percentages) {
  EXPECT_EQ(model::percent_text(rational(19, 20)), "95%");
  EXPECT_EQ(model::percent_text(rational(1, 3)), "33.333333%");
  EXPECT_EQ(model::percent_text(rational(-1, 200)), "-0.5%");
}

}  // namespace
}  // namespace attain::testing
