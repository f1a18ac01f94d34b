// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_balances.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

TEST(read_balances, make_the_table_of_the_state) {
  const checked_plan p(changed("", R"([[balances]]
name = "owed"
label = "预支余额"
opening = "100 CNY"
closing = "owed + bonus"
[[balances]]
name = "seen"
type = "date"
closing = "period.to"
[[outputs]]
name = "owed"
[[outputs]]
name = "after"
value = "owed.closing")"));
  ASSERT_TRUE(p.messages.empty()) << p.report();
  const formula::names& names = p.plan.names;
  const formula::table& state = names.tables[names.state];
  EXPECT_EQ(names.find_table("state"), model::none) << "no formula can name it";
  std::string columns;
  for (const formula::column& c : state.columns) columns += c.name + " " + to_text(c.type_of) + (c.type_of.optional ? "?, " : ", ");
  EXPECT_EQ(columns, "rep text, plan text, period_end date, failed text?, owed money, seen date?, ");
  EXPECT_EQ(state.key, (std::vector<std::uint32_t>{0}));
  EXPECT_EQ(names.tables[names.population].links[names.state_link].target, names.state);
  EXPECT_EQ(names.plan, "Field sales");
  ASSERT_EQ(p.plan.balances.size(), 2U);
  EXPECT_EQ(p.plan.balances[0].label, "预支余额");
  EXPECT_EQ(p.plan.balances[1].opening, model::none);
  EXPECT_EQ(p.plan.balances[1].column, 5U);
}

TEST(read_balances, mistakes) {
  const std::string b = "[[balances]]\nname = ";
  expect_slips({
      {"", b + "\"bonus\"\nclosing = 1", code::name_clash, "bonus", "rename"},
      {"", b + "\"period_end\"\nclosing = 1", code::reserved_name, "period_end", "rename"},
      {"", b + "\"score\"\nclosing = 1", code::reserved_name, "score", "my_score"},
      {"", b + "\"\"\nclosing = 1", code::bad_identifier, "\"\"", "write a name"},
      {"", b + "\"x\"", code::missing_key, "\"x\"", "closing"},
      {"", b + "\"x\"\ntype = \"monye\"\nclosing = 1", code::unknown_word, "monye", "did you mean `money`?"},
      {"", b + "\"x\"\ntype = \"count?\"\nclosing = 1", code::wrong_value, "count?", "leave it out"},
      {"", b + "\"x\"\ntype = \"days\"\nclosing = \"bonus\"", code::wrong_type, "bonus", ""},
      {"", b + "\"x\"\nclosing = \"bonus\"\nopening = \"5%\"", code::wrong_type, "5%", "say of what"},
      {"", b + "\"x\"\nclosing = \"x.closing + bonus\"", code::cycle, "closing", "without itself"},
      {"", b + "\"x\"\nclosing = \"bonus\"\nopening = \"x + bonus\"", code::cycle, "opening", "without the others"},
      {"", b + "\"x\"\nclosing = \"x + bnus\"", code::unknown_name, "bnus", "did you mean `bonus`?"},
      {"", b + "\"x\"\nclosing = \"sum(state.x)\"", code::unknown_name, "state", "[tables.state]"},
      {"[tables.deals]", "[tables.state]\nkey = \"s\"\ncolumns = { s = \"text\" }\n" + b + "\"x\"\nclosing = 1\n[tables.deals]", code::name_clash, "state", "rename the table"},
  });
  expect_no_message({{"[tables.deals]", "[tables.state]\nkey = \"s\"\ncolumns = { s = \"text\" }\n[tables.deals]"},
                     {"", b + "\"a\"\nclosing = \"b\"\ntype = \"money\"\n" + b + "\"b\"\nclosing = \"a + bonus\""}});
}

}  // namespace
}  // namespace attain::testing
