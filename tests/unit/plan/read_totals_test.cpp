// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_totals.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

TEST(read_totals, totals) {
  const checked_plan p(changed("", "[[totals]]\nname = \"rate\"\nlabel = \"总达成率\"\nvalue = \"sum(revenue) / sum(sales_quota)\"\nplaces = 4\n"
                                   "[[totals]]\nname = \"best\"\nvalue = \"count(reps where grade = 'A')\"\n"
                                   "[[totals]]\nname = \"sales\"\nvalue = \"avg(sales.attainment)\"\n"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  ASSERT_EQ(p.plan.totals.size(), 3U);
  EXPECT_EQ(p.plan.totals[0].label, "总达成率");
  EXPECT_EQ(p.plan.totals[0].places, 4);
  EXPECT_EQ(p.plan.totals[1].places, 9);
  EXPECT_EQ(p.quantity("total rate").table, model::none);
  EXPECT_EQ(p.quantity("total rate").result.kind, formula::dimension::number);
  EXPECT_EQ(p.quantity("total best").result.kind, formula::dimension::count);
}

TEST(read_totals, mistakes) {
  const std::string total = "[[totals]]\nname = \"x\"\nvalue = ";
  expect_slips({
      {"", "[[totals]]\nname = \"payout\"\nvalue = \"sum(payout)\"\n", code::name_clash, "payout", "delete it"},
      {"", "[[totals]]\nname = \"bonus\"\nvalue = \"avg(bonus)\"\n", code::name_clash, "bonus", "another name"},
      {"", "[[totals]]\nname = \"x\"\n", code::missing_key, "\"x\"", "add `value`"},
      {"", total + "\"payout\"\n", code::needs_aggregate, "payout", "sum(payout)"},
      {"", total + "\"sales.score / 2\"\n", code::needs_aggregate, "sales.score", "avg(sales.score)"},
      {"", total + "\"sum(deals.amount)\"\n", code::needs_aggregate, "deals", "[define]"},
      {"", total + "\"sum(sum(deals.amount))\"\n", code::nested_aggregate, "sum(deals.amount)", "[define] and"},
      {"", total + "\"sum(payout within team)\"\n", code::bad_option, "within team", "leave out"},
      {"", total + "\"sum_through(payout order by rep)\"\n", code::wrong_arguments, "sum_through(payout order by rep)", "[define.deals]"},
      {"", total + "\"count(deals)\"\n", code::needs_aggregate, "deals", "`count(deals)` a name in [define]"},
  });
}

}  // namespace
}  // namespace attain::testing
