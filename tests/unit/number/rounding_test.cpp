// SPDX-License-Identifier: Apache-2.0
#include "attain/number/rounding.hpp"

#include <array>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace attain {
namespace {

using enum rounding_mode;

TEST(rounding, words_read_back) {
  for (const rounding_mode mode : {half_up, half_down, half_even, up, down, ceiling, rounding_mode::floor}) {
    EXPECT_EQ(parse_rounding_mode(to_text(mode)), mode) << to_text(mode);
  }
  EXPECT_EQ(parse_rounding_mode("half-even"), half_even);
  EXPECT_EQ(to_text(half_down), "half-down");
  for (const char* word : {"", "half_up", "Half-Up", "half-up ", "nearest"}) EXPECT_FALSE(parse_rounding_mode(word)) << word;
}

struct rounding_case {
  int tenths;
  std::array<int, 7> expected;  // in the order of the modes
};

TEST(rounding, every_mode_on_both_sides_of_ties) {
  const rounding_case cases[] = {
      // value   half-up half-down half-even up  down ceiling floor
      {0, {0, 0, 0, 0, 0, 0, 0}},          {1, {0, 0, 0, 1, 0, 1, 0}},          {5, {1, 0, 0, 1, 0, 1, 0}},          {9, {1, 1, 1, 1, 0, 1, 0}},
      {10, {1, 1, 1, 1, 1, 1, 1}},         {14, {1, 1, 1, 2, 1, 2, 1}},         {15, {2, 1, 2, 2, 1, 2, 1}},         {16, {2, 2, 2, 2, 1, 2, 1}},
      {25, {3, 2, 2, 3, 2, 3, 2}},         {-1, {0, 0, 0, -1, 0, 0, -1}},       {-5, {-1, 0, 0, -1, 0, 0, -1}},      {-9, {-1, -1, -1, -1, 0, 0, -1}},
      {-15, {-2, -1, -2, -2, -1, -1, -2}}, {-16, {-2, -2, -2, -2, -1, -1, -2}}, {-25, {-3, -2, -2, -3, -2, -2, -3}},
  };
  for (const auto& c : cases) {
    for (std::size_t i = 0; i < c.expected.size(); ++i) {
      const auto mode = static_cast<rounding_mode>(i);
      const decimal rounded = round({c.tenths, 1}, 0, mode);
      EXPECT_EQ(static_cast<int>(rounded.coefficient), c.expected[i]) << c.tenths << " tenths, " << to_text(mode);
      EXPECT_EQ(rounded.scale, 0);
    }
  }
}

TEST(rounding, leaves_short_decimals_alone) {
  EXPECT_EQ(round({15, 1}, 4, half_up).scale, 1);
  EXPECT_EQ(to_text(round({15, 1}, 4, half_up)), "1.5");
}

TEST(rounding, the_longest_decimals_do_not_overflow) {
  EXPECT_EQ(to_text(round({power_of_ten(38) - 1, 38}, 0, half_up)), "1");
  EXPECT_EQ(to_text(round({-(power_of_ten(38) - 1), 38}, 37, half_up)), "-1");
  EXPECT_EQ(to_text(round({power_of_ten(38) / 2, 38}, 0, half_even)), "0");
}

TEST(rounding, remainders_are_compared_without_overflow) {
  constexpr auto most = ~std::uint64_t{0};
  EXPECT_EQ(size_of_remainder<std::uint64_t>(0, most), remainder_size::zero);
  EXPECT_EQ(size_of_remainder<std::uint64_t>(most / 2, most), remainder_size::below_half);
  EXPECT_EQ(size_of_remainder<std::uint64_t>(most / 2 + 1, most), remainder_size::above_half);
  EXPECT_EQ(size_of_remainder<std::uint64_t>(most / 2, most - 1), remainder_size::half);
}

}  // namespace
}  // namespace attain
