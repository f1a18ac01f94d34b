// SPDX-License-Identifier: Apache-2.0
#include "attain/program/lower_grades.hpp"

#include <string>

#include <gtest/gtest.h>

#include "unit/program/lowered.hpp"

namespace attain::program {
namespace {

using testing::compiled;
using testing::shown;

std::string graded(const std::string& grading, bool has_from = false) {
  return "[grading]\nby = \"due\"\nmethod = \"shares\"\n" + grading + "[[grades]]\nname = \"A\"\nshare = \"20%\"\nbonus = 3\n" +
         (has_from ? "from = 90\n" : "") + "[[grades]]\nname = \"B\"\nshare = \"80%\"\nbonus = 2\n" + (has_from ? "from = 50\n" : "");
}

TEST(lower_grades, shares_are_a_step_of_the_stage_that_stores_what_they_read) {
  const attain::plan p =
      compiled(graded("within = [\"team\", \"manager\"]\nties = \"joined\"\nmin_group = 3\npool_to = \"manager\"\n") + shown("paid", "grade.bonus * 2"));
  const program& code = p.code();
  ASSERT_EQ(code.stages.size(), 2U);
  ASSERT_TRUE(code.stages[0].grades);
  const stage::distribution& d = *code.stages[0].grades;
  EXPECT_EQ(code.stages[0].stores.size(), 4U) << "what is graded, the team, the manager, the day";
  EXPECT_EQ(d.groups.size(), 2U);
  EXPECT_EQ(d.pool, d.groups[1]) << "one and the same value is stored once";
  EXPECT_EQ(d.shares.size(), 2U);
  EXPECT_EQ(code.nodes[d.shares[0]].frame, 0U);
  EXPECT_EQ(code.nodes[d.min_group].frame, 0U);
  EXPECT_FALSE(code.stages[1].grades) << "the name and its attributes are of one distribution";
}

TEST(lower_grades, the_grade_by_score_is_held_against_the_grade) {
  const attain::plan p = compiled(graded("", true));
  const auto& outputs = p.code().outputs;
  ASSERT_EQ(outputs.size(), 2U);
  EXPECT_EQ(outputs[0].name, "grade");
  EXPECT_EQ(outputs[0].compared_with, none);
  EXPECT_EQ(outputs[1].name, "grade_by_score");
  EXPECT_EQ(outputs[1].compared_with, 0U);
  EXPECT_TRUE(outputs[0].must_have_value);
  EXPECT_FALSE(outputs[1].must_have_value);
}

TEST(lower_grades, bands_need_no_stage) {
  const attain::plan p = compiled("[grading]\nby = \"due\"\n[[grades]]\nname = \"A\"\nfrom = 90\n[[grades]]\nname = \"B\"\nfrom = 50\n");
  ASSERT_EQ(p.code().stages.size(), 1U);
  EXPECT_FALSE(p.code().stages[0].grades);
  EXPECT_EQ(p.code().outputs.size(), 1U);
}

}  // namespace
}  // namespace attain::program
