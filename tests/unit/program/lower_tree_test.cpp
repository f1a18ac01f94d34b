// SPDX-License-Identifier: Apache-2.0
#include "attain/program/lower_tree.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/program/lowered.hpp"

namespace attain::program {
namespace {

using testing::count_of;
using testing::described;
using testing::node_of;
using testing::shown;

/// The plan whose reps have a boss.
attain::plan compiled(const std::string& sections) {
  std::string text(testing::tables_of_the_plan);
  const std::string head = "[tables.reps]\nkey = \"rep\"\n";
  text.insert(text.find(head) + head.size(), "link = { boss = \"reps?\" }\n");
  attain::plan made = attain::plan::parse(text + sections);
  EXPECT_TRUE(made.ok()) << made.report();
  return made;
}

TEST(lower_tree, a_rollup_is_a_step_of_the_stage_that_stores_what_it_reads) {
  const attain::plan p = compiled("[define]\nrevenue = \"sum(deals.amount)\"\n" + shown("team", "rollup('mean', revenue, places = 2)"));
  const program& code = p.code();
  ASSERT_EQ(code.stages.size(), 2U);
  const stage& first = code.stages[0];
  ASSERT_EQ(first.trees.size(), 1U);
  const stage::tree_total& total = first.trees[0];
  EXPECT_TRUE(total.is_mean);
  EXPECT_EQ(total.link, 0U);
  EXPECT_EQ(total.sound, none) << "no check costs a row its results";
  EXPECT_EQ(first.stores.size(), 3U) << "the boss, the revenue, the places";
  std::string stored;
  for (const stage::store& s : first.stores)
    if (s.column == total.value) stored = described(p, s.node);
  EXPECT_EQ(stored, "sum[deals.amount]");
  EXPECT_EQ(code.nodes[node_of(p, "team")].op, op::stored);
  EXPECT_EQ(code.nodes[node_of(p, "team")].index, total.column);
}

TEST(lower_tree, one_and_the_same_rollup_is_computed_once) {
  const attain::plan p = compiled(shown("a", "rollup('sum', quota)") + shown("b", "rollup('sum', quota) - quota") + shown("c", "rollup('mean', quota)") + shown("d", "boss.boss.quota"));
  const stage& first = p.code().stages[0];
  EXPECT_EQ(first.trees.size(), 2U);
  EXPECT_EQ(first.stores.size(), 2U) << "the boss and the quota, shared by both";
}

TEST(lower_tree, a_rollup_of_a_rollup_waits_for_it) {
  const attain::plan p = compiled("[define]\nsums = \"rollup('sum', quota)\"\nteams = \"rollup('sum', sums)\"\n" + shown("x", "teams"));
  const std::vector<stage>& stages = p.code().stages;
  ASSERT_EQ(stages.size(), 3U);
  EXPECT_EQ(stages[0].trees.size(), 1U);
  EXPECT_EQ(stages[1].trees.size(), 1U);
  EXPECT_TRUE(stages[2].trees.empty());
}

TEST(lower_tree, where_and_checks) {
  const attain::plan p = compiled("[[checks]]\ntable = \"reps\"\nthat = \"quota > 0\"\nlevel = \"error\"\n" + shown("x", "rollup('sum', quota where due > 1)"));
  const stage::tree_total& total = p.code().stages[0].trees.at(0);
  EXPECT_NE(total.sound, none);
  std::string stored;
  for (const stage::store& s : p.code().stages[0].stores)
    if (s.column == total.value) stored = described(p, s.node);
  EXPECT_EQ(stored, "select(less(1, reps.due), reps.quota, missing)");
}

TEST(lower_tree, direct_is_an_aggregate_over_the_rows_below) {
  const attain::plan p = compiled("[define]\nrevenue = \"sum(deals.amount)\"\n" + shown("a", "direct('mean', quota)") + shown("b", "avg(reps.quota via boss)") + shown("c", "direct('sum', revenue)"));
  EXPECT_EQ(node_of(p, "a"), node_of(p, "b")) << "two ways to say it, one to do it";
  const program& code = p.code();
  EXPECT_EQ(code.aggregates[code.nodes[node_of(p, "a")].index].function, formula::function::avg);
  EXPECT_EQ(code.aggregates[code.nodes[node_of(p, "c")].index].arguments.size(), 1U);
  EXPECT_EQ(code.nodes[code.aggregates[code.nodes[node_of(p, "c")].index].arguments[0]].op, op::stored) << "the revenue of each rep is computed once";
  EXPECT_EQ(count_of(p, op::link), 0U);
}

}  // namespace
}  // namespace attain::program
