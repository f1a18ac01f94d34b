// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/matrices.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "attain/number/rational_arithmetic.hpp"

namespace attain::engine {
namespace {

matrix_axis<rational> numbers(const std::vector<int>& given) {
  matrix_axis<rational> axis;
  for (const int n : given) axis.numbers.emplace_back(n);
  return axis;
}

TEST(matrices, the_last_number_reached) {
  const auto axis = numbers({0, 10, 20});
  EXPECT_EQ(find_step(axis, rational(-1), false).at, none);
  EXPECT_EQ(find_step(axis, rational(0), false).at, 0U);
  EXPECT_EQ(find_step(axis, rational(9), false).at, 0U);
  EXPECT_EQ(find_step(axis, rational(10), false).at, 1U);
  EXPECT_EQ(find_step(axis, rational(10), true).at, 0U);
  EXPECT_EQ(find_step(axis, rational(0), true).at, none);
  EXPECT_EQ(find_step(axis, rational(99), true).at, 2U);
}

TEST(matrices, between_two_numbers) {
  const auto axis = numbers({0, 10, 30});
  checked<rational> steps;
  const auto middle = find_between(axis, rational(15), steps);
  EXPECT_EQ(middle.at, 1U);
  EXPECT_EQ(middle.onward, rational(1) / rational(4));
  EXPECT_TRUE(find_between(axis, rational(10), steps).onward.is_zero());
  EXPECT_EQ(find_between(axis, rational(50), steps).at, 2U);
  EXPECT_TRUE(find_between(axis, rational(50), steps).onward.is_zero());
  EXPECT_EQ(find_between(axis, rational(-1), steps).at, none);
}

TEST(matrices, texts_are_met_exactly) {
  matrix_axis<rational> axis;
  axis.is_text = true;
  axis.texts = {{"low", 0}, {"high", 1}};
  EXPECT_EQ(find_text(axis, "high").at, 1U);
  EXPECT_EQ(find_text(axis, "High").at, none);
}

TEST(matrices, cells_are_found_and_second_rows_told) {
  matrix_cells cells;
  cells.add({1, 0}, 4);
  cells.add({0, 2}, 5);
  cells.add({1, 0}, 6);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> twice;
  cells.finish([&](std::uint32_t second, std::uint32_t first) { twice.emplace_back(second, first); });
  EXPECT_EQ(twice, (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{6, 4}}));
  EXPECT_EQ(cells.find({0, 2}), 5U);
  EXPECT_EQ(cells.find({1, 0}), 4U);
  EXPECT_EQ(cells.find({1, 1}), none);
}

}  // namespace
}  // namespace attain::engine
