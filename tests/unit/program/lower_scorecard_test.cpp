// SPDX-License-Identifier: Apache-2.0
#include "attain/program/lower_scorecard.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/program/lowered.hpp"

namespace attain::program {
namespace {

using testing::compiled;
using testing::count_of;
using testing::described;
using testing::node_of;

std::string indicator(std::string_view name, std::string_view weight, std::string_view more = "") {
  return "[[indicators]]\nname = \"" + std::string(name) + "\"\nactual = \"due\"\nscore = \"due\"\nweight = \"" + std::string(weight) + "\"\n" +
         std::string(more);
}

TEST(lower_scorecard, constant_weights_were_checked_and_need_no_steps) {
  const attain::plan p = compiled(indicator("a", "60%") + indicator("b", "40%"));
  EXPECT_EQ(described(p, node_of(p, "score")), "round(add(multiply(0.6, reps.due), multiply(0.4, reps.due)), 6, 'half-up')");
  for (const op what : {op::is_whole, op::require, op::applies, op::where_applies, op::select}) EXPECT_EQ(count_of(p, what), 0U);
}

TEST(lower_scorecard, weights_of_a_parameter_are_checked_once) {
  const attain::plan p = compiled(indicator("a", "rate") + indicator("b", "1 - rate"));
  EXPECT_EQ(count_of(p, op::is_whole), 1U);
  for (const node& n : p.code().nodes) {
    if (n.op == op::is_whole) {
      EXPECT_EQ(n.frame, 0U);
    }
  }
}

TEST(lower_scorecard, weights_of_the_row_are_checked_for_each) {
  const attain::plan p = compiled(indicator("a", "if(manager, 50%, 60%)") + indicator("b", "if(manager, 50%, 40%)"));
  EXPECT_EQ(count_of(p, op::is_whole), 1U);
  for (const node& n : p.code().nodes) {
    if (n.op == op::is_whole) {
      EXPECT_NE(n.frame, 0U);
    }
  }
  EXPECT_EQ(count_of(p, op::where_applies), 0U);
}

TEST(lower_scorecard, only_what_may_not_apply_is_asked) {
  const attain::plan p = compiled("[scorecard]\nnormalise = true\n" + indicator("a", "60%", "applies = \"manager\"\n") + indicator("b", "40%") +
                                  "[[incentives]]\nname = \"pay\"\namount = \"quota\"\ngate = \"due > 3\"\n");
  EXPECT_EQ(count_of(p, op::applies), 1U) << "of a";
  EXPECT_EQ(count_of(p, op::where_applies), 1U) << "b always counts";
  EXPECT_EQ(count_of(p, op::is_whole), 0U);
}

TEST(lower_scorecard, a_weight_of_zero_is_outside) {
  const attain::plan p = compiled(indicator("a", "100%") + indicator("b", "0%"));
  EXPECT_EQ(described(p, node_of(p, "score")), "round(multiply(1, reps.due), 6, 'half-up')");
}

}  // namespace
}  // namespace attain::program
