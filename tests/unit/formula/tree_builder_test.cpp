// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/tree_builder.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/formula/formula_testing.hpp"

namespace attain::formula {
namespace {

using testing::alone;

TEST(tree_builder, children_come_before_parents) {
  diagnostics messages;
  const tree t = parse(alone("case when a between 1 and 2 then sum(x.y where z) else -3 ^ 4 end"), messages);
  for (expr_id id = 0; id < t.nodes.size(); ++id)
    for (const expr_id operand : t[id].operands) EXPECT_LT(operand, id);
}

std::string repeated(std::string_view piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

std::string only_code(const std::string& text) {
  diagnostics messages;
  const tree t = parse(alone(text), messages);
  EXPECT_EQ(t.is_bad(), !messages.empty());
  return messages.size() == 1 ? to_string(messages[0].code) : std::to_string(messages.size()) + " messages";
}

TEST(tree_builder, accepts_formulas_within_its_limits) {
  EXPECT_EQ(only_code("a" + repeated(" + a", 500)), "0 messages");
  EXPECT_EQ(only_code(repeated("(", 190) + "a" + repeated(")", 190)), "0 messages");
  EXPECT_EQ(only_code("f(a" + repeated(", a", 15'000) + ")"), "0 messages");
}

TEST(tree_builder, refuses_formulas_beyond_its_limits) {
  EXPECT_EQ(only_code(repeated(" ", 70'000) + "a"), "A2007");
  EXPECT_EQ(only_code("a" + repeated("+a", 10'000)), "A2007");
  EXPECT_EQ(only_code("a" + repeated(".a", 10'000)), "A2007");
  EXPECT_EQ(only_code("f(a" + repeated(",a", 25'000) + ")"), "A2007");
  for (const std::string_view opening : {"(", "f(", "[", "-", "not ", "2^", "if(", "case when ", "x in (", "f(x where ", "a or b and c = d + e * -f ^ ("}) {
    EXPECT_EQ(only_code(repeated(opening, 60'000 / opening.size())), "A2007") << opening;
  }
}

TEST(tree_builder, counts_the_depth_of_clauses) {
  const std::string chain = "a" + repeated("+a", 300);
  EXPECT_EQ(only_code("sum(x where " + chain + ")"), "0 messages");
  EXPECT_EQ(only_code("sum(x where sum(x where " + chain + ") + " + chain + ")"), "A2007");
}

}  // namespace
}  // namespace attain::formula
