// SPDX-License-Identifier: Apache-2.0
#include "attain/program/lower_running.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/program/lowered.hpp"

namespace attain::program {
namespace {

using testing::compiled;
using testing::count_of;
using testing::described;
using testing::node_of;
using testing::shown;

TEST(lower_running, is_a_step_of_the_stage_that_stores_what_it_reads) {
  const attain::plan p = compiled(shown("before", "sum_before(amount * rate where paid order by closed desc, product)", "deals"));
  const program& code = p.code();
  ASSERT_EQ(code.stages.size(), 3U) << "what it reads, the deals that read it, and the keys of the population";
  const stage& first = code.stages[0];
  ASSERT_EQ(first.running.size(), 1U);
  const stage::running_total& total = first.running[0];
  EXPECT_FALSE(total.with_own);
  EXPECT_EQ(total.groups.size(), 1U);
  ASSERT_EQ(total.order_by.size(), 2U);
  EXPECT_TRUE(total.order_by[0].descending);
  EXPECT_EQ(first.stores.size(), 5U) << "value, where, rep, two order keys";
  std::string stored;
  for (const stage::store& s : first.stores)
    if (s.column == total.value) stored = described(p, s.node);
  EXPECT_EQ(stored, "multiply(deals.amount, rate)");
  EXPECT_EQ(code.nodes[node_of(p, "before")].op, op::stored);
  EXPECT_EQ(code.nodes[node_of(p, "before")].index, total.column);
}

TEST(lower_running, one_and_the_same_total_is_computed_once) {
  const attain::plan p = compiled(
      "[define.deals]\na = \"sum_through(amount order by closed)\"\nb = \"sum_through(amount order by closed) + 1\"\nc = \"sum_before(amount order by closed)\"\n" +
      shown("a", "a", "deals") + shown("b", "b", "deals") + shown("c", "c", "deals"));
  const stage& first = p.code().stages[0];
  ASSERT_EQ(first.running.size(), 2U);
  EXPECT_EQ(first.stores.size(), 3U) << "shared by both";
  EXPECT_EQ(first.running[0].tied, first.running[1].tied) << "rows that tie are told once";
}

TEST(lower_running, a_total_of_a_total_waits_for_it) {
  const attain::plan p = compiled("[define.deals]\na = \"sum_before(amount order by closed)\"\nb = \"sum_through(a order by closed)\"\n" + shown("most", "max(deals.b)"));
  const std::vector<stage>& stages = p.code().stages;
  ASSERT_EQ(stages.size(), 3U);
  EXPECT_EQ(stages[0].running.size(), 1U);
  EXPECT_EQ(stages[1].running.size(), 1U);
  EXPECT_TRUE(stages[2].running.empty());
}

TEST(lower_running, constants_and_several_hops) {
  const attain::plan p = compiled(shown("place", "sum_through(1 order by refund)", "refunds"));
  const stage& first = p.code().stages[0];
  ASSERT_EQ(first.running.size(), 1U);
  EXPECT_EQ(first.stores.size(), 3U);
  EXPECT_EQ(count_of(p, op::link), 2U) << "refund to deal to rep";
}

}  // namespace
}  // namespace attain::program
