// SPDX-License-Identifier: Apache-2.0
/// Formulas as nodes: each row is an output and the node that it becomes.
#include "attain/program/lower_formula.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/program/lowered.hpp"

namespace attain::program {
namespace {

using testing::compiled;
using testing::described;
using testing::node_of;
using testing::shown;

std::string lowered(std::string_view formula, std::string_view table = "reps", std::string_view sections = "") {
  const attain::plan p = compiled(std::string(sections) + shown("asked", formula, table));
  return p.ok() ? described(p, node_of(p, "asked")) : p.report();
}

TEST(lower_formula, operators) {
  EXPECT_EQ(lowered("quota * 2 + 500"), "add(multiply(reps.quota, 2), 500)");
  EXPECT_EQ(lowered("-(due - 1) ^ 2"), "negate(power(subtract(reps.due, 1), 2))");
  EXPECT_EQ(lowered("quota * 5%"), "multiply(reps.quota, 0.05)");
  EXPECT_EQ(lowered("quota / goal"), "divide(reps.quota, goal)");
  EXPECT_EQ(lowered("not manager or due > 3"), "or(not(reps.manager), less(3, reps.due))");
}

TEST(lower_formula, dates) {
  EXPECT_EQ(lowered("period.to - joined"), "date_difference(period 1, reps.joined)");
  EXPECT_EQ(lowered("joined + 30 days"), "date_add(reps.joined, 30)");
  EXPECT_EQ(lowered("30 days + joined"), "date_add(reps.joined, 30)");
  EXPECT_EQ(lowered("joined - 30 days"), "date_add(reps.joined, negate(30))");
  EXPECT_EQ(lowered("joined >= '2026-10-15'"), "less_equal(2026-10-15, reps.joined)");
  EXPECT_EQ(lowered("period.days"), "period 2");
}

TEST(lower_formula, comparisons) {
  EXPECT_EQ(lowered("0 < due <= 10"), "and(less(0, reps.due), less_equal(reps.due, 10))");
  EXPECT_EQ(lowered("due between 1 and 5"), "and(less_equal(1, reps.due), less_equal(reps.due, 5))");
  EXPECT_EQ(lowered("due not between 1 and 5"), "not(and(less_equal(1, reps.due), less_equal(reps.due, 5)))");
  EXPECT_EQ(lowered("team in ('a', 'b')"), "or(equal(reps.team, 'a'), equal(reps.team, 'b'))");
  EXPECT_EQ(lowered("team not in ('a')"), "not(equal(reps.team, 'a'))");
  EXPECT_EQ(lowered("team <> 'a'"), "not_equal(reps.team, 'a')");
}

TEST(lower_formula, choices) {
  EXPECT_EQ(lowered("if(manager, quota, 0)"), "select(reps.manager, reps.quota, 0)");
  EXPECT_EQ(lowered("case when manager then 'a' when due > 3 then 'b' else missing end"), "select(reps.manager, 'a', select(less(3, reps.due), 'b', missing))");
  EXPECT_EQ(lowered("coalesce(quota, 0)"), "coalesce(reps.quota, 0)");
  EXPECT_EQ(lowered("is_missing(joined)"), "is_missing(reps.joined)");
}

TEST(lower_formula, functions) {
  EXPECT_EQ(lowered("round(quota, 2, 'half-even')"), "round(reps.quota, 2, 'half-even')");
  EXPECT_EQ(lowered("max(quota, goal, 3)"), "max(reps.quota, goal, 3)");
  EXPECT_EQ(lowered("starts_with(team, 'n')"), "starts_with(reps.team, 'n')");
}

TEST(lower_formula, aggregates) {
  EXPECT_EQ(lowered("sum(deals.amount - cost where paid)"), "sum[subtract(deals.amount, deals.cost) where deals.paid]");
  EXPECT_EQ(lowered("count(deals)"), "count[]");
  EXPECT_EQ(lowered("first(deals.product order by closed desc, amount)"), "first[deals.product by deals.closed desc by deals.amount]");
  EXPECT_EQ(lowered("nth_largest(deals.amount, due)"), "nth_largest[deals.amount](reps.due)");
  EXPECT_EQ(lowered("sum(refunds.refunded)"), "sum[refunds.refunded]");
}

TEST(lower_formula, the_row_above_is_looked_out_to) {
  EXPECT_EQ(lowered("count(deals where amount > quota)"), "count[ where less(outer(reps.quota), deals.amount)]");
  EXPECT_EQ(lowered("count(deals where amount > rep.quota)"), "count[ where less(outer(reps.quota), deals.amount)]");
  EXPECT_EQ(lowered("sum(refunds.refunded where deal.rep.manager)"), "sum[refunds.refunded where outer(reps.manager)]");
  EXPECT_EQ(lowered("sum(deals.amount * rate)"), "sum[multiply(deals.amount, rate)]") << "a parameter is no row's";
}

TEST(lower_formula, links_are_followed_hop_by_hop) {
  EXPECT_EQ(lowered("rep.quota", "deals"), "follow(reps.quota)");
  EXPECT_EQ(lowered("quota", "deals"), "follow(reps.quota)");
  EXPECT_EQ(lowered("deal.rep.quota", "refunds"), "follow(follow(reps.quota))");
  EXPECT_EQ(lowered("deal.amount + refunded", "refunds"), "add(follow(deals.amount), refunds.refunded)");
  EXPECT_EQ(lowered("lookup(prices, product, year(closed)).price", "deals"), "follow(prices.price)");
}

TEST(lower_formula, a_row_found_by_a_look_up_has_its_keys) {
  const attain::plan p = compiled(shown("asked", "lookup(prices, product, year(closed)).price", "deals"));
  const node& follow = p.code().nodes[node_of(p, "asked")];
  ASSERT_EQ(follow.op, op::follow);
  const frame& there = p.code().frames[p.code().nodes[follow.operands.front()].frame];
  EXPECT_EQ(there.from, frame::source::at_rows);
  EXPECT_EQ(described(p, there.row_node), "lookup(deals.product, year(deals.closed))");
}

}  // namespace
}  // namespace attain::program
