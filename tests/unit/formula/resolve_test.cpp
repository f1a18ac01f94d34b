// SPDX-License-Identifier: Apache-2.0
/// What a name refers to, the links on the way, and the help when it refers to nothing or to several things.
#include "attain/formula/resolve.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/formula/checking.hpp"

namespace attain::formula {
namespace {

using testing::checked;
using testing::with_definitions;

std::string asked(std::string_view formula) { return "asked = \"" + std::string(formula) + "\"\n"; }

/// What a formula that is one name refers to: `column deals.amount`, with the links followed in front: `rep> column reps.quota`.
std::string target_of(std::string_view name, std::string_view table = {}) {
  const checked c(with_definitions(asked(name), table));
  const quantity* q = c.find(table.empty() ? "asked" : std::string(table) + ".asked");
  if (q == nullptr || c.messages.has_errors()) return c.codes();
  const names& all = c.plan.names;
  const reference& to = q->formula[q->formula.root].target;
  std::string way;
  std::uint32_t at = q->table;
  for (const std::uint32_t hop : to.hops) {
    way += all.tables[at].links[hop].name + "> ";
    at = all.tables[at].links[hop].target;
  }
  switch (to.kind) {
    case reference_kind::column: return way + "column " + all.tables[to.table].name + "." + all.tables[to.table].columns[to.index].name;
    case reference_kind::quantity: return way + "quantity " + all.quantities[to.index].name;
    case reference_kind::parameter: return way + "parameter " + all.parameters[to.index].name;
    case reference_kind::period: return way + "period " + to.part;
    case reference_kind::rows: return way + "rows of " + all.tables[to.table].name;
    default: return way + "?";
  }
}

std::string help_for(std::string_view formula, std::string_view table = {}) {
  const checked c(with_definitions(asked(formula), table));
  return c.messages.empty() ? "no message" : c.messages[0].help;
}

TEST(resolve, names_of_the_population) {
  EXPECT_EQ(target_of("quota"), "column reps.quota");
  EXPECT_EQ(target_of("reps.quota"), "column reps.quota");
  EXPECT_EQ(target_of("revenue"), "quantity revenue");
  EXPECT_EQ(target_of("rate"), "parameter rate");
  EXPECT_EQ(target_of("sales.score"), "quantity sales.score");
  EXPECT_EQ(target_of("score"), "quantity score");
  EXPECT_EQ(target_of("period.from"), "period from");
}

TEST(resolve, names_of_an_event) {
  EXPECT_EQ(target_of("amount", "deals"), "column deals.amount");
  EXPECT_EQ(target_of("deals.amount", "deals"), "column deals.amount");
  EXPECT_EQ(target_of("margin", "deals"), "quantity deals.margin");
  EXPECT_EQ(target_of("deals.rep", "deals"), "column deals.rep");
  EXPECT_EQ(target_of("rep.quota", "deals"), "rep> column reps.quota");
  EXPECT_EQ(target_of("quota", "deals"), "rep> column reps.quota");
  EXPECT_EQ(target_of("reps.quota", "deals"), "rep> column reps.quota");
  EXPECT_EQ(target_of("revenue", "deals"), "rep> quantity revenue");
  EXPECT_EQ(target_of("sales.score", "deals"), "rep> quantity sales.score");
  EXPECT_EQ(target_of("rate", "deals"), "parameter rate");
}

TEST(resolve, over_several_links) {
  EXPECT_EQ(target_of("deal.amount", "refunds"), "deal> column deals.amount");
  EXPECT_EQ(target_of("deals.amount", "refunds"), "deal> column deals.amount");
  EXPECT_EQ(target_of("deal.rep.quota", "refunds"), "deal> rep> column reps.quota");
  EXPECT_EQ(target_of("quota", "refunds"), "deal> rep> column reps.quota");
  EXPECT_EQ(target_of("deal.margin", "refunds"), "deal> quantity deals.margin");
  EXPECT_EQ(target_of("owner.quota", "orders"), "owner> column reps.quota");
  EXPECT_EQ(target_of("sourcer.quota", "orders"), "sourcer> column reps.quota");
}

TEST(resolve, a_name_in_two_tables_must_say_which) {
  EXPECT_EQ(target_of("quota", "visits"), "A3026");
  EXPECT_EQ(help_for("quota", "visits"), "write `visits.quota` or `reps.quota`");
  EXPECT_EQ(target_of("visits.quota", "visits"), "column visits.quota");
  EXPECT_EQ(target_of("reps.quota", "visits"), "rep> column reps.quota");
}

TEST(resolve, a_link_s_own_column_and_the_key_it_holds_are_one_value) {
  EXPECT_EQ(target_of("rep", "deals"), "column deals.rep");
  EXPECT_EQ(target_of("reps.rep", "deals"), "rep> column reps.rep");
  EXPECT_EQ(target_of("quota", "visits"), "A3026") << "a column that is no link's";
}

TEST(resolve, several_links_to_the_population_must_be_named) {
  EXPECT_EQ(target_of("quota", "orders"), "A3024");
  EXPECT_EQ(help_for("quota", "orders"), "write `owner.quota` or `sourcer.quota`");
  EXPECT_EQ(help_for("reps.quota", "orders"), "name the link: `owner.…` or `sourcer.…`");
  EXPECT_EQ(help_for("sum(orders.value)"), "add `via owner` or `via sourcer`");
  EXPECT_EQ(help_for("sum(deals.amount via owner)"), "there is `via rep`");
}

TEST(resolve, help_for_unknown_names) {
  EXPECT_EQ(help_for("qouta"), "did you mean `quota`?");
  EXPECT_EQ(help_for("sum(deals.amuont)"), "did you mean `amount`?");
  EXPECT_EQ(help_for("amount"), "it is a column of `deals`: write `deals.amount` inside an aggregate");
  EXPECT_EQ(help_for("rep.qouta", "deals"), "did you mean `quota`?");
  EXPECT_EQ(help_for("deal.reps.quota", "refunds"), "did you mean `rep`?");
  EXPECT_EQ(help_for("sum"), "`sum` is a function: sum(deals.amount where paid)");
  EXPECT_EQ(help_for("something_else"), "declare it as a column, under [parameters] or under [define]");
  EXPECT_EQ(help_for("territories.factor"), "declare the table: [tables.territories]");
}

TEST(resolve, help_names_everything_once) {
  const checked c("attain = 1\n[plan]\nname = \"x\"\ncurrency = \"CNY\"\n[tables.reps]\nkey = \"rep\"\ncolumns = { quota = \"money\" }\n"
                  "[define]\nasked = \"something_else\"\n");
  ASSERT_EQ(c.messages.size(), 1U) << c.report();
  EXPECT_EQ(c.messages[0].help, "known here: asked, quota, rep, period, reps");
}

TEST(resolve, via_goes_up_a_link_of_a_table_to_itself) {
  const auto codes = [](const char* formula) {
    std::string text = with_definitions(asked(formula));
    const std::string head = "[tables.reps]\nkey = \"rep\"\n";
    return checked(text.insert(text.find(head) + head.size(), "link = { boss = \"reps?\" }\n")).codes();
  };
  for (const char* formula : {"sum(deals.amount via rep.boss)", "sum(reps.quota via boss)", "count(quota via boss)", "count(reps via boss.boss)", "boss.quota", "boss.boss.revenue",
                              "sum(deals.amount)", "sum(quota - boss.quota where team = boss.team via boss)"})
    EXPECT_EQ(codes(formula), "") << formula;
  for (const char* formula : {"sum(deals.amount via rep.bos)", "sum(deals.amount via boss)", "sum(quota via bos)", "sum(quota via boss.team)"}) EXPECT_EQ(codes(formula), "A3006") << formula;
  EXPECT_EQ(codes("sum(reps.quota)"), "A3012");
  EXPECT_EQ(codes("sum(revenue via boss) + sum(sum(deals.amount) via boss)"), "A3004");
}

TEST(resolve, help_for_tables) {
  EXPECT_EQ(help_for("deals"), "count its rows: `count(deals)`, or add up a column: `sum(deals.column)`");
  EXPECT_EQ(help_for("deals.amount"), "say what to make of them: `sum(deals.column)`, `avg(…)`, `max(…)`, `count(deals)`");
  EXPECT_EQ(help_for("sum(deals.amount - refunds.refunded)"),
            "say what to make of them under a name in [define.deals], such as `sum(refunds.column)`, and use that name here");
  EXPECT_EQ(help_for("sum(deals.amount + visits.quota)"), "make an aggregate of each: `sum(deals.column)` and `sum(visits.column)`");
  EXPECT_EQ(help_for("prices.price"), "link the tables with `link`, or look the row up: `lookup(prices, key).column`");
  EXPECT_EQ(help_for("sum(prices.price)"),
            "add the column that says to which row of `reps` a row of `prices` belongs: [tables.prices] link = { … = \"reps\" }; one row of it is `lookup(prices, key).column`");
}

TEST(resolve, the_inner_aggregate_gets_its_name_where_it_belongs) {
  EXPECT_EQ(help_for("sum(deals.amount - sum(refunds.refunded))"), "give the inner one a name in [define.deals] and use that name here");
  EXPECT_EQ(help_for("max(deals.amount / avg(deals.amount))"), "give the inner one a name in [define] and use that name here");
  EXPECT_EQ(help_for("sum(refunds.refunded / max(refunds.refunded))", "deals"), "give the inner one a name in [define.deals] and use that name here");
}

TEST(resolve, aggregates_go_over_the_first_table_named) {
  const auto path_of = [](std::string_view formula) {
    const checked c(with_definitions(asked(formula)));
    const quantity* q = c.find("asked");
    if (q == nullptr || c.messages.has_errors()) return c.codes();
    const aggregate_rows& rows = q->formula[q->formula.root].rows;
    return c.plan.names.tables[rows.table].name + " by " + path_to_text(c.plan.names, rows.table, rows.path);
  };
  EXPECT_EQ(path_of("sum(deals.amount)"), "deals by rep");
  EXPECT_EQ(path_of("sum(1 where deals.paid)"), "deals by rep");
  EXPECT_EQ(path_of("sum(2 * deals.amount + cost)"), "deals by rep");
  EXPECT_EQ(path_of("count(refunds)"), "refunds by deal.rep");
  EXPECT_EQ(path_of("sum(refunds.refunded via deal.rep)"), "refunds by deal.rep");
  EXPECT_EQ(path_of("sum(orders.value via sourcer)"), "orders by sourcer");
  EXPECT_EQ(path_of("sum(refunds.refunded where deals.paid)"), "refunds by deal.rep");
}

}  // namespace
}  // namespace attain::formula
