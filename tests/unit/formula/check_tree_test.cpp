// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/check_tree.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/formula/checking.hpp"

namespace attain::formula {
namespace {

using testing::checked;
using testing::expect_verdicts;
using testing::with_definitions;

/// The verdict on a formula of the population, which has the given links to itself, or of deals.
std::string verdict(std::string_view formula, std::string_view links = "boss = \"reps?\"", std::string_view table = {}) {
  std::string text = with_definitions("asked = \"" + std::string(formula) + "\"\n", table);
  const std::string head = "[tables.reps]\nkey = \"rep\"\n";
  const checked c(text.insert(text.find(head) + head.size(), "link = { " + std::string(links) + " }\n"));
  const quantity* q = c.find(table.empty() ? "asked" : std::string(table) + ".asked");
  return c.messages.has_errors() ? c.codes() : formula::to_text(q->result);
}

TEST(check_tree, what_is_rolled_up) {
  EXPECT_EQ(verdict("rollup('sum', quota)"), "money");
  EXPECT_EQ(verdict("rollup('sum', reps.tenure)"), "days");
  EXPECT_EQ(verdict("rollup('sum', 1)"), "number");
  EXPECT_EQ(verdict("rollup('sum', revenue where team = 'north' via boss)"), "money");
  EXPECT_EQ(verdict("rollup('mean', sales.score, places = 2)"), "number");
  EXPECT_EQ(verdict("rollup('mean', part, places = visits_due)"), "ratio");
  EXPECT_EQ(verdict("rollup('sum', bonus) / rollup('sum', quota)"), "number");
  EXPECT_EQ(verdict("rollup('sum', boss.quota)"), "money");
}

TEST(check_tree, what_is_made_of_the_rows_directly_below) {
  EXPECT_EQ(verdict("direct('sum', quota)"), "money");
  EXPECT_EQ(verdict("direct('mean', quota)"), "money");
  EXPECT_EQ(verdict("direct('count', reps)"), "count");
  EXPECT_EQ(verdict("direct('count', left where manager)"), "count");
  EXPECT_EQ(verdict("direct('min', joined)"), "date");
  EXPECT_EQ(verdict("direct('max', quota - boss.quota)"), "money");
}

TEST(check_tree, which_link) {
  const std::string_view two = "boss = \"reps?\", mentor = \"reps?\"";
  EXPECT_EQ(verdict("rollup('sum', quota)", two), "A3007");
  EXPECT_EQ(verdict("direct('sum', quota)", two), "A3007");
  EXPECT_EQ(verdict("rollup('sum', quota via mentor)", two), "money");
  EXPECT_EQ(verdict("rollup('sum', quota via boss.boss)", two), "A3006");
  EXPECT_EQ(verdict("rollup('sum', amount)", two, "deals"), "A3006");
  expect_verdicts({{"rollup('sum', quota)", "A3006"}});
}

TEST(check_tree, mistakes) {
  EXPECT_EQ(verdict("rollup('total', quota)"), "A1006");
  EXPECT_EQ(verdict("rollup('max', quota)"), "A1006");
  EXPECT_EQ(verdict("direct('median', quota)"), "A1006");
  EXPECT_EQ(verdict("rollup(team, quota)"), "A3012");
  EXPECT_EQ(verdict("rollup('sum', reps)"), "A3012");
  EXPECT_EQ(verdict("direct('sum', reps)"), "A3012");
  EXPECT_EQ(verdict("rollup('sum')"), "A3012");
  EXPECT_EQ(verdict("rollup('sum', team)"), "A3015");
  EXPECT_EQ(verdict("direct('mean', team)"), "A3015");
  EXPECT_EQ(verdict("direct('sum', quota where team)"), "A3015");
  EXPECT_EQ(verdict("rollup('mean', quota, places = team)"), "A3015");
  EXPECT_EQ(verdict("rollup('sum', quota, places = 2)"), "A3013");
  EXPECT_EQ(verdict("direct('mean', quota, places = 2)"), "A3013");
  EXPECT_EQ(verdict("rollup('sum', quota within team)"), "A3013");
  EXPECT_EQ(verdict("direct('sum', quota order by joined)"), "A3013");
  EXPECT_EQ(verdict("direct('sum', quota without_me)"), "A3013");
  EXPECT_EQ(verdict("rollup('sum', sum(deals.amount))"), "A3004");
  EXPECT_EQ(verdict("direct('sum', rollup('sum', quota))"), "A3004");
  EXPECT_EQ(verdict("sum(deals.amount * rollup('sum', quota))"), "A3004");
  EXPECT_EQ(verdict("rollup('sum', asked)"), "A3005");
}

TEST(check_tree, a_total_has_no_row) {
  std::string text = with_definitions("");
  const std::string head = "[tables.reps]\nkey = \"rep\"\n";
  text.insert(text.find(head) + head.size(), "link = { boss = \"reps?\" }\n");
  EXPECT_EQ(checked(text + "[[totals]]\nname = \"t\"\nvalue = \"rollup('sum', quota)\"\n").codes(), "A3012");
  EXPECT_EQ(checked(text + "[[totals]]\nname = \"t\"\nvalue = \"max(rollup('sum', quota))\"\n").codes(), "A3004");
}

}  // namespace
}  // namespace attain::formula
