// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_outputs.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

TEST(read_outputs, values) {
  const checked_plan p(changed("[define]", R"([[outputs]]
name = "revenue"
label = "收入"
[[outputs]]
name = "half"
value = "revenue / 2"
[[outputs]]
name = "team"
[[outputs]]
name = "in_thousands"
value = "revenue / 1000 CNY"
places = 2
[[outputs]]
name = "effective_visit"
table = "visits"
[[outputs]]
name = "margin"
table = "deals"
[define.deals]
margin = "amount - cost"
[define])"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  ASSERT_EQ(p.plan.outputs.size(), 6U);
  EXPECT_EQ(p.plan.outputs[0].label, "收入");
  EXPECT_EQ(p.plan.outputs[3].places, 2);
  EXPECT_EQ(p.plan.names.quantities[p.plan.outputs[0].value].name, "revenue") << "the definition itself, not a copy";
  EXPECT_EQ(p.plan.outputs[1].places, 9);
  EXPECT_EQ(p.plan.outputs[1].table, p.plan.names.population);
  EXPECT_EQ(p.plan.names.quantities[p.plan.outputs[2].value].result.kind, formula::dimension::text) << "a column can be handed on";
  EXPECT_EQ(p.plan.names.quantities[p.plan.outputs[4].value].result.kind, formula::dimension::boolean);
  EXPECT_EQ(p.plan.names.quantities[p.plan.outputs[5].value].name, "deals.margin");
  EXPECT_EQ(p.plan.outputs[5].table, 1U);
}

TEST(read_outputs, mistakes) {
  const std::string o = "[[outputs]]\nname = ";
  expect_slips({
      {"", o + "\"revenu\"", code::missing_key, "revenu", "did you mean `revenue`?"},
      {"", o + "\"x\"", code::missing_key, "x", "value = "},
      {"", o + "\"score\"\nvalue = \"score\"", code::name_clash, "score", "rename"},
      {"", o + "\"\"\nvalue = 1", code::bad_identifier, "\"\"", "write a name"},
      {"", o + "\"a\\u0001b\\n\"\nvalue = 1", code::bad_identifier, "a\\u0001b\\n", "control characters"},
      {"", o + "\"period\"\nvalue = 1", code::reserved_name, "period", "my_period"},
      {"", o + "\"bonus\"\nvalue = 1", code::name_clash, "bonus", "rename"},
      {"", o + "\"rep\"", code::name_clash, "rep", "rename"},
      {"", o + "\"sales.actual\"\nvalue = 1", code::name_clash, "sales.actual", "rename"},
      {"", o + "\"revenue\"\n" + o + "\"revenue\"", code::name_clash, "revenue", "rename"},
      {"", o + "\"x\"\nvalue = 1\ntable = \"deal\"", code::unknown_table, "deal", "did you mean `deals`?"},
      {"[tables.deals]", o + "\"x\"\nvalue = 1\ntable = \"rates\"\n[tables.rates]\nkey = \"r\"\n[tables.deals]", code::wrong_value, "rates",
       "link to the population"},
      {"", o + "\"x\"\nvalue = 1\nplaces = 40", code::wrong_value, "40", "from 0 to 38"},
      {"", o + "\"x\"\nvalue = 1\nplaces = 1.5", code::wrong_value, "1.5", "decimals"},
  });
}

TEST(read_outputs, goals) {
  const checked_plan p{std::string(whole_plan)};
  ASSERT_EQ(p.plan.goals.size(), 1U);
  EXPECT_EQ(p.plan.goals[0].column, "sales_quota");
  EXPECT_NE(p.plan.goals[0].value, model::none);
  expect_slips({
      {"column = \"sales_quota\"", "column = \"sales_qota\"", code::unknown_column, "sales_qota", "did you mean `sales_quota`?"},
      {"", "[[goals]]\ncolumn = \"sales_quota\"\nvalue = 1", code::name_clash, "sales_quota", "rename"},
      {"value = \"round(max(sales_quota, 70% * sales_quota + 30% * revenue) * 1.05, -2)\"", "", code::missing_key, "[[goals]]", "next period's value"},
  });
}

}  // namespace
}  // namespace attain::testing
