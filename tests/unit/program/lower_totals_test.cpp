// SPDX-License-Identifier: Apache-2.0
#include "attain/program/lower_totals.hpp"

#include <string>

#include <gtest/gtest.h>

#include "unit/program/lowered.hpp"

namespace attain::program {
namespace {

using testing::compiled;
using testing::described;
using testing::shown;

std::string total(std::string_view name, std::string_view value) { return "[[totals]]\nname = \"" + std::string(name) + "\"\nvalue = \"" + std::string(value) + "\"\n"; }

TEST(lower_totals, aggregates_are_over_the_rows_that_have_what_they_read) {
  const attain::plan p = compiled(total("a", "sum(quota where manager)"));
  ASSERT_EQ(p.code().totals.size(), 1U);
  const struct total& t = p.code().totals[0];
  const std::string lacks = "or(false, is_missing(reps.quota))";
  EXPECT_EQ(described(p, t.value.node), "sum[reps.quota where and(not(is_missing(reps.manager)), and(reps.manager, not(" + lacks + ")))]");
  EXPECT_EQ(described(p, t.left_out), "count[ where or(is_missing(reps.manager), and(reps.manager, " + lacks + "))]");
}

TEST(lower_totals, rows_without_results_are_not_counted) {
  const attain::plan p = compiled(total("a", "count(reps)"));
  EXPECT_EQ(described(p, p.code().totals[0].value.node), "count[ where not(or(false, is_missing(reps.rep)))]");
}

TEST(lower_totals, what_was_computed_for_the_results_is_stored_there_and_not_computed_again) {
  const attain::plan p = compiled("[define]\nrevenue = \"sum(deals.amount)\"\n" + shown("revenue_again", "revenue") + total("a", "sum(revenue) / sum(quota) * rate"));
  const program& code = p.code();
  ASSERT_EQ(code.stages.size(), 2U);
  ASSERT_EQ(code.stages[0].stores.size(), 1U);
  EXPECT_EQ(code.stages[0].stores[0].node, code.outputs[0].node);
  EXPECT_EQ(code.stages[1].table, none);
  EXPECT_EQ(code.passes[code.stages[1].pass].frame, 0U);
  EXPECT_EQ(code.nodes[code.totals[0].value.node].depends, dependency::both);
  EXPECT_EQ(code.total_readings.size(), 2U);
  for (const item& i : code.constant_items) EXPECT_NE(i.index, code.totals[0].value.node) << "no constant of the plan";
}

TEST(lower_totals, of_constants_alone) {
  const attain::plan p = compiled(total("a", "goal * 2"));
  EXPECT_EQ(p.code().totals[0].left_out, none);
}

}  // namespace
}  // namespace attain::program
