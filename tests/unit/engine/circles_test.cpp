// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/circles.hpp"

#include <cstdint>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace attain::engine {
namespace {

using rows = std::vector<std::uint32_t>;

std::vector<rows> circles_of(const rows& parents) {
  return find_circles(parents.size(), [&](std::uint32_t row) { return parents[row]; });
}

TEST(circles, trees_have_none) {
  EXPECT_TRUE(circles_of({}).empty());
  EXPECT_TRUE(circles_of({no_row, 0, 0, 1, 3}).empty());
  EXPECT_TRUE(circles_of({3, 0, 1, lost_row}).empty());
}

TEST(circles, each_is_found_once_without_what_leads_into_it) {
  EXPECT_EQ(circles_of({0}), (std::vector<rows>{{0}}));
  EXPECT_EQ(circles_of({1, 0}), (std::vector<rows>{{0, 1}}));
  EXPECT_EQ(circles_of({1, 2, 3, 1, 0, no_row}), (std::vector<rows>{{1, 2, 3}}));
  EXPECT_EQ(circles_of({2, 3, 0, 1, 0, 3, 6}), (std::vector<rows>{{0, 2}, {1, 3}, {6}}));
}

TEST(circles, of_any_length) {
  rows parents(200'000);
  std::iota(parents.begin(), parents.end(), 1U);
  parents.back() = 100'000;
  const std::vector<rows> found = circles_of(parents);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].size(), 100'000U);
  EXPECT_EQ(found[0].front(), 100'000U);
}

}  // namespace
}  // namespace attain::engine
