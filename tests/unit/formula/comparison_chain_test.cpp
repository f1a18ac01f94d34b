// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/comparison_chain.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace attain::formula {
namespace {

/// `at-other`, `!` behind it when the sign there has no direction; empty when the chain is in order.
std::string turn_in(std::vector<comparison> chain) {
  const auto turn = detail::find_turn(chain);
  return turn ? std::to_string(turn->at) + "-" + std::to_string(turn->other) + (turn->has_direction ? "" : "!") : std::string();
}

constexpr comparison equal = comparison::equal;
constexpr comparison different = comparison::not_equal;
constexpr comparison less = comparison::less;
constexpr comparison more = comparison::greater;

TEST(comparison_chain, goes_in_one_direction) {
  EXPECT_EQ(turn_in({less, comparison::less_equal, equal}), "");
  EXPECT_EQ(turn_in({equal, equal}), "");
  EXPECT_EQ(turn_in({more, equal, comparison::greater_equal}), "");
  EXPECT_EQ(turn_in({different}), "");
}

TEST(comparison_chain, finds_the_first_turn) {
  EXPECT_EQ(turn_in({less, more}), "1-0");
  EXPECT_EQ(turn_in({equal, less, equal, more, less}), "3-1");
  EXPECT_EQ(turn_in({different, less}), "0-1!");
  EXPECT_EQ(turn_in({equal, different}), "1-0!");
  EXPECT_EQ(turn_in({equal, less, different}), "2-1!");
}

}  // namespace
}  // namespace attain::formula
