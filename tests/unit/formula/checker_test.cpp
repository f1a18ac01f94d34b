// SPDX-License-Identifier: Apache-2.0
/// What every formula is: its type, or the codes of its mistakes. Each row is the verdict on one definition of a whole plan.
#include "attain/formula/checker.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/formula/checking.hpp"

namespace attain::formula {
namespace {

using testing::checked;
using testing::expect_verdicts;
using testing::with_definitions;

TEST(checker, the_plan_of_these_tests_has_no_mistake) {
  const checked c{std::string(testing::checked_plan)};
  EXPECT_TRUE(c.messages.empty()) << c.report();
}

TEST(checker, literals_and_names) {
  expect_verdicts({{"12.5", "number"},
                   {"5%", "ratio"},
                   {"30 days", "days"},
                   {"500 CNY", "money"},
                   {"500 USD", "money[USD]"},
                   {"500 XXA", "A4012"},
                   {"'north'", "text"},
                   {"true", "bool"},
                   {"missing", "missing"},
                   {"quota", "money"},
                   {"abroad", "money[USD]"},
                   {"visits_due", "count"},
                   {"part", "ratio"},
                   {"left", "date"},
                   {"rep", "text"},
                   {"rate", "ratio"},
                   {"factor", "number"},
                   {"allowance", "money"},
                   {"start", "date"},
                   {"region", "text"},
                   {"active", "bool"},
                   {"grace", "days"},
                   {"revenue", "money"},
                   {"period.from", "date"},
                   {"period.days", "days"},
                   {"score", "number"},
                   {"grade", "text"},
                   {"grade.multiplier", "number"},
                   {"grade.prize", "money"},
                   {"bonus", "money"},
                   {"payout", "money"},
                   {"sales.actual", "money"},
                   {"sales.attainment", "ratio"},
                   {"sales.score", "number"},
                   {"[1, 2]", "A3015"}});
}

TEST(checker, numbers_beside_money_and_days_take_the_dimension) {
  expect_verdicts({{"quota + 500", "money"},
                   {"500 - quota", "money"},
                   {"quota + -500", "money"},
                   {"quota + if(manager, 500, 0)", "money"},
                   {"quota + case when manager then 500 when active then 300 else missing end", "money"},
                   {"quota + if(manager, 500, 5%)", "A3014"},
                   {"quota + 2 * 3", "A3014"},
                   {"quota >= 10000", "bool"},
                   {"0 < quota <= 10000", "bool"},
                   {"quota in (1000, 2000 CNY)", "bool"},
                   {"quota between 1000 and 5000", "bool"},
                   {"1000 between quota and 5000", "bool"},
                   {"max(quota, 500)", "money"},
                   {"min(500, quota, 300)", "money"},
                   {"clamp(quota, 0, 500)", "money"},
                   {"if(manager, quota, 0)", "money"},
                   {"if(manager, 0, quota)", "money"},
                   {"coalesce(quota, 0)", "money"},
                   {"round_to(quota, 100)", "money"},
                   {"mod(quota, 100)", "money"},
                   {"tenure > 30", "bool"},
                   {"tenure + 30", "days"},
                   {"max(tenure, 30)", "days"},
                   {"joined + 30 days", "date"},
                   {"joined + 30", "A3014"},
                   {"factor + quota", "A3014"},
                   {"quota > factor", "A3014"},
                   {"max(quota, factor)", "A3014"},
                   {"visits_due > quota", "A3014"}});
}

TEST(checker, percentages_never_take_a_dimension) {
  expect_verdicts({{"quota + 5%", "A3017"},
                   {"5% + quota", "A3017"},
                   {"quota > 5%", "A3017"},
                   {"max(quota, 5%)", "A3017"},
                   {"if(manager, quota, 5%)", "A3017"},
                   {"coalesce(quota, 5%)", "A3017"},
                   {"quota in (5%, 3)", "A3017"},
                   {"tenure + 5%", "A3017"},
                   {"quota * 5%", "money"},
                   {"quota * (1 + 5%)", "money"},
                   {"5% + 2%", "ratio"},
                   {"5% + 2", "number"}});
}

TEST(checker, arithmetic) {
  expect_verdicts({{"quota * quota", "A3014"},
                   {"quota / quota", "number"},
                   {"quota / tenure", "A3014"},
                   {"quota * tenure", "A3014"},
                   {"quota / (tenure / 30 days)", "money"},
                   {"joined - start", "days"},
                   {"joined - '2026-01-01'", "days"},
                   {"'2026-01-01' - joined", "days"},
                   {"joined - '2026-02-30'", "A3016"},
                   {"joined + joined", "A3014"},
                   {"1 / quota", "A3014"},
                   {"quota ^ 2", "A3014"},
                   {"factor ^ 2", "number"},
                   {"-quota", "money"},
                   {"-team", "A3015"},
                   {"-joined", "A3015"},
                   {"-manager", "A3015"},
                   {"team + 1", "A3014"},
                   {"manager + 1", "A3014"},
                   {"quota + abroad", "A3020"},
                   {"quota + 5 USD", "A3020"},
                   {"abroad * 2 + 5 USD", "money[USD]"},
                   {"abroad / 1 USD * 7.1 CNY", "money"},
                   {"quota + missing", "unknown"}});
}

TEST(checker, conditions_and_branches) {
  expect_verdicts({{"not manager", "bool"},
                   {"not quota", "A3015"},
                   {"manager and quota", "A3015"},
                   {"team or manager", "A3015"},
                   {"manager and missing", "bool"},
                   {"if(quota, 1, 2)", "A3015"},
                   {"if(manager, 'a', 'b')", "text"},
                   {"if(manager, 'a', 1)", "A3014"},
                   {"if(manager, quota, visits_due)", "A3014"},
                   {"if(manager, quota, abroad)", "A3020"},
                   {"if(manager, missing, quota)", "money"},
                   {"if(manager, joined, '2026-01-01')", "date"},
                   {"if(manager, '2026-01-01', joined)", "date"},
                   {"if(manager, '2026-13-01', joined)", "A3016"},
                   {"if(manager, 1, 5%)", "ratio"},
                   {"case when team = 'a' then quota when manager then 0 else missing end", "money"},
                   {"case when team then 1 else 2 end", "A3015"}});
}

TEST(checker, comparisons) {
  expect_verdicts({{"team = 'north'", "bool"},
                   {"team <> region", "bool"},
                   {"team < 'north'", "A3015"},
                   {"team between 'a' and 'b'", "A3015"},
                   {"manager = true", "bool"},
                   {"manager > false", "A3015"},
                   {"team = 1", "A3014"},
                   {"manager = 1", "A3014"},
                   {"joined >= '2026-10-01'", "bool"},
                   {"quota > 2026-10-01", "A2005"},
                   {"quota + 2026-10-01 > 2026/10/02", "A2005, A2005"},
                   {"'2026-10-01' <= joined < period.to", "bool"},
                   {"joined between '2026-01-01' and '2026-12-31'", "bool"},
                   {"joined in ('2026-01-01', start)", "bool"},
                   {"joined >= 'soon'", "A3016"},
                   {"joined > 3", "A3014"},
                   {"joined = quota", "A3014"},
                   {"tenure = quota", "A3014"},
                   {"left = missing", "A3023"},
                   {"missing < quota", "A3023"},
                   {"left in (missing)", "A3023"},
                   {"is_missing(left)", "bool"},
                   {"quota > abroad", "A3020"},
                   {"quota > 'many'", "A3014"}});
}

TEST(checker, slips_that_have_the_right_type_are_warnings) {
  expect_verdicts({{"sales.attainment >= 60", "bool, A3018!"},
                   {"60 <= sales.attainment", "bool, A3018!"},
                   {"sales.attainment between 60 and 100", "bool, A3018!, A3018!"},
                   {"sales.attainment >= 1.5", "bool"},
                   {"sales.attainment >= 60%", "bool"},
                   {"sales.attainment >= factor", "bool"},
                   {"score >= 90%", "bool, A3019!"},
                   {"sales.score < 60%", "bool, A3019!"},
                   {"score >= 90", "bool"},
                   {"part >= 60%", "bool"}});
  const checked c(with_definitions("asked = \"sales.attainment > 2.5\"\n"));
  ASSERT_EQ(c.messages.size(), 1U) << c.report();
  EXPECT_EQ(c.messages[0].message, "an attainment of 2.5 is 250 %");
}

TEST(checker, rows_of_other_tables) {
  expect_verdicts({{"amount - cost", "money"},
                   {"amount / quota", "number"},
                   {"amount / rep.quota", "number"},
                   {"amount / reps.quota", "number"},
                   {"deals.amount * 2", "money"},
                   {"rep.team", "text"},
                   {"team", "text"},
                   {"sales.attainment", "ratio"},
                   {"rep.sales.attainment", "ratio"},
                   {"rep.score", "number"},
                   {"rep.grade.multiplier", "number"},
                   {"sum(refunds.refunded)", "money"},
                   {"sum(deals.amount)", "A3012"},
                   {"margin * 2", "money"},
                   {"refunds.refunded", "A3003"},
                   {"visits.quota", "A3006"},
                   {"rep.nothing", "A3001"},
                   {"rep.team.length", "A3001"},
                   {"amount.unit", "A3010"}},
                  "deals");
  expect_verdicts(
      {{"deal.amount", "money"}, {"deal.rep.quota", "money"}, {"quota", "money"}, {"deals.amount", "money"}, {"deal.margin", "money"}, {"deal.net", "money"}},
      "refunds");
  expect_verdicts({{"value / quota", "A3024"},
                   {"value / owner.quota", "number"},
                   {"value / reps.quota", "A3024"},
                   {"sales.score", "A3024"},
                   {"owner.sales.score", "number"}},
                  "orders");
  expect_verdicts({{"quota", "A3026"}, {"visits.quota", "money"}, {"rep.quota", "money"}, {"reps.quota", "money"}}, "visits");
  expect_verdicts({{"price * discount", "money"}, {"price / quota", "A3006"}, {"price / allowance", "number"}}, "prices");
}

TEST(checker, parts) {
  expect_verdicts({{"sales", "A3009"},
                   {"sales.atainment", "A3010"},
                   {"period", "A3010"},
                   {"period.length", "A3010"},
                   {"grade.raise", "A3010"},
                   {"quota.year", "A3010"},
                   {"nothing.at_all", "A3001"}});
  expect_verdicts({{"good_visit", "bool"},
                   {"good_visit.completeness", "ratio"},
                   {"good_visit.unanswered('contact')", "bool"},
                   {"good_visit.unanswered('budget')", "A4009"},
                   {"good_visit.unanswered(contact)", "A3012"},
                   {"good_visit.answered", "A3010"}},
                  "visits");
}

TEST(checker, a_mistake_is_told_once) {
  expect_verdicts({{"qouta + qouta", "A3001, A3001"},
                   {"(qouta + 5%) * 'north'", "A3001, A3014"},
                   {"round((qouta, 2)", "A2003, A3001"},
                   {"if(qouta > 5, sum(deals.amout), 'x')", "A3001, A3001"},
                   {"end * 2", "A2011"},
                   {"case team when 'a' then 1 else 2 end", "A2004"},
                   {"team & 'a'", "A2004"},
                   {"manager ? 1 : 2", "A2001"}});
  const checked used(with_definitions("one = \"qouta * 2\"\ntwo = \"one + 5%\"\nthree = \"sum(two)\"\nfour = \"two > 'a' and three\"\n"));
  EXPECT_EQ(used.codes(), "A3001, A3012") << used.report();
}

TEST(checker, cycles_are_told_once_and_whole) {
  const checked one(with_definitions("a = \"a + 1\"\n"));
  ASSERT_EQ(one.codes(), "A3005") << one.report();
  EXPECT_EQ(one.messages[0].message, "`a` needs itself");
  EXPECT_EQ(one.messages[0].related.size(), 0U);

  const checked two(with_definitions("a = \"b + 1\"\nb = \"a + 1\"\nuser = \"a + b\"\n"));
  ASSERT_EQ(two.codes(), "A3005") << two.report();
  EXPECT_EQ(two.messages[0].message, "these need each other: `a` → `b` → `a`");
  EXPECT_EQ(two.messages[0].related.size(), 1U);

  const checked three(with_definitions("a = \"b + c\"\nb = \"c + 1\"\nc = \"a + 1\"\n"));
  ASSERT_EQ(three.codes(), "A3005") << three.report();
  EXPECT_EQ(three.messages[0].message, "these need each other: `a` → `b` → `c` → `a`");

  const checked apart(with_definitions("a = \"b + 1\"\nb = \"a + 1\"\nc = \"d + 1\"\nd = \"c + 1\"\n"));
  EXPECT_EQ(apart.codes(), "A3005, A3005") << apart.report();
}

TEST(checker, cycles_through_rules_and_tables) {
  std::string written(testing::checked_plan);
  written.replace(written.find("\"quota * 5%\""), 12, "\"quota * score / 100 + payout\"");
  const checked pay(written);
  ASSERT_EQ(pay.codes(), "A3005") << pay.report();
  EXPECT_NE(pay.messages[0].message.find("`bonus.amount`"), std::string::npos) << pay.report();
  EXPECT_NE(pay.messages[0].message.find("`payout`"), std::string::npos) << pay.report();
  EXPECT_EQ(pay.text.text().substr(pay.messages[0].where.begin, 6), "amount") << pay.report();

  std::string up(with_definitions("total = \"sum(deals.portion)\"\n"));
  up.insert(up.find("margin ="), "portion = \"amount / rep.total * 1 CNY\"\n");
  EXPECT_EQ(checked(up).codes(), "A3005") << checked(up).report();
}

std::string chain(int length) {
  std::string definitions;
  for (int i = 0; i < length; ++i) definitions += "d" + std::to_string(i) + " = \"d" + std::to_string(i + 1) + " + 1\"\n";
  return definitions + "d" + std::to_string(length) + " = \"1\"\n";
}

TEST(checker, long_chains_of_definitions) {
  EXPECT_EQ(checked(with_definitions(chain(300))).codes(), "");
  EXPECT_EQ(checked(with_definitions(chain(2000))).codes(), "A3022");
}

TEST(checker, attributes_of_grades_have_one_type) {
  std::string written(testing::checked_plan);
  written.replace(written.find("prize = \"0 CNY\""), 15, "prize = \"0%\"");
  const checked c(written);
  ASSERT_EQ(c.codes(), "A3014") << c.report();
  EXPECT_EQ(c.messages[0].message, "`grade.prize` is money in one place and ratio in another");
}

TEST(checker, places_of_the_plan_ask_for_a_type) {
  const auto with_amount = [](std::string_view formula) {
    std::string written(testing::checked_plan);
    written.replace(written.find("\"quota * 5%\""), 12, "\"" + std::string(formula) + "\"");
    return checked(written).codes();
  };
  EXPECT_EQ(with_amount("500"), "");
  EXPECT_EQ(with_amount("if(manager, 500, 0)"), "");
  EXPECT_EQ(with_amount("case when manager then 500 else quota end"), "");
  EXPECT_EQ(with_amount("missing"), "");
  EXPECT_EQ(with_amount("3000 * factor"), "A3015");
  EXPECT_EQ(with_amount("5%"), "A3015");
  EXPECT_EQ(with_amount("team"), "A3015");
  EXPECT_EQ(with_amount("abroad"), "A3020");
  EXPECT_EQ(with_amount("3000 * factor\"\ngate = \"quota"), "A3015, A3015");
  EXPECT_EQ(with_amount("quota\"\ngate = \"manager\"\nmultiplier = \"grade.multiplier\"\ncap = \"5000"), "");
}

}  // namespace
}  // namespace attain::formula
