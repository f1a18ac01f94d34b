// SPDX-License-Identifier: Apache-2.0
#include "attain/number/double_arithmetic.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/number/reference.hpp"

namespace attain {
namespace {

using ops = arithmetic<double>;
using enum rounding_mode;

constexpr double largest = std::numeric_limits<double>::max();

TEST(double_arithmetic, says_when_a_result_is_not_finite) {
  double result = 7;
  EXPECT_EQ(ops::add(largest, largest, result), outcome::too_large);
  EXPECT_EQ(ops::subtract(-largest, largest, result), outcome::too_large);
  EXPECT_EQ(ops::multiply(1e200, 1e200, result), outcome::too_large);
  EXPECT_EQ(ops::divide(1e200, 1e-200, result), outcome::too_large);
  EXPECT_EQ(ops::exponential(710, result), outcome::too_large);
  EXPECT_EQ(ops::multiply(1e-200, 1e-200, result), outcome::ok);
  EXPECT_EQ(result, 0);
}

TEST(double_arithmetic, rounds_what_was_lost_in_binary_as_if_it_were_there) {
  EXPECT_EQ(ops::round(0.285 * 100, 0, half_up), 29);               // 28.499999999999996
  EXPECT_EQ(ops::round(1.1 * 1.1 * 100, 0, up), 121);               // 121.00000000000001
  EXPECT_EQ(ops::round(0.1 * 3 * 10, 0, ceiling), 3);               // 3.0000000000000004
  EXPECT_EQ(ops::round(0.3 / 0.1, 0, down), 3);                     // 2.9999999999999996
  EXPECT_EQ(ops::round(4.35 * 100, 0, rounding_mode::floor), 435);  // 434.99999999999994
  EXPECT_EQ(ops::round(1.15 * 3, 2, half_down), 3.45);
  // What is written differently is different.
  EXPECT_EQ(ops::round(28.4999999999, 0, half_up), 28);
  EXPECT_EQ(ops::round(3.0000000001, 0, up), 4);
  EXPECT_EQ(ops::round(2.9999999999, 0, down), 2);
  std::int64_t whole = 0;
  EXPECT_TRUE(ops::to_integer(0.1 * 3 * 10, whole));
  EXPECT_EQ(whole, 3);
  bool fits = false;
  EXPECT_EQ(ops::floor_integer(0.3 / 0.1, fits), 3);
}

TEST(double_arithmetic, rounds_large_and_small_numbers) {
  EXPECT_EQ(ops::round(0x1p52 + 1, 0, half_up), 0x1p52 + 1);
  EXPECT_EQ(ops::round(0x1p50 + 0.25, 0, half_up), 0x1p50);
  EXPECT_EQ(ops::round(0x1p50 + 0.75, 0, half_up), 0x1p50 + 1);
  EXPECT_EQ(ops::round(0x1p51 + 0.5, 0, half_up), 0x1p51 + 1);
  EXPECT_EQ(ops::round(0x1p51 + 0.5, 0, half_down), 0x1p51);
  EXPECT_EQ(ops::round(largest, 5, half_up), largest);
  EXPECT_EQ(ops::round(largest, -300, half_up), 1.79769313e308);
  EXPECT_EQ(ops::round(largest, -308, half_down), largest);  // 2e308 is no double
  EXPECT_EQ(ops::round(-5, -400, up), -largest);
  EXPECT_EQ(ops::round(1e-300, -400, up), largest);
  EXPECT_EQ(ops::round(1.26e-300, 301, half_up), 1.3e-300);
  EXPECT_EQ(ops::round(5e-324, 323, half_up), 1e-323);
  EXPECT_EQ(ops::round(5e-324, 400, half_up), 5e-324);
  EXPECT_EQ(ops::round(1.25e-25, 26, half_up), 1.3e-25);
  EXPECT_EQ(ops::round(1.25e30, -29, half_even), 1.2e30);
  EXPECT_EQ(ops::round_to(1e300, 1e-300, half_up), 1e300);
  EXPECT_EQ(ops::round_to(1e-300, 1e300, up), 1e300);
  EXPECT_EQ(ops::round_to(0.7, 1e-8, half_up), 0.7);
  EXPECT_EQ(ops::round_significant(largest, 1, half_up), largest);
  EXPECT_EQ(ops::round_significant(5e-324, 1, half_up), 5e-324);
  EXPECT_EQ(ops::round_significant(0.1 + 0.2, 17, half_up), 0.1 + 0.2);
  EXPECT_EQ(ops::round_significant(0.1 + 0.2, 16, half_up), 0.3);
}

/// Rounding a double gives the double nearest to its rounded decimal, by the arithmetic of decimals.
TEST(double_arithmetic, rounds_the_decimal_that_people_see) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 50'000; ++i) {
    const std::int64_t size = static_cast<std::int64_t>(random() % 10'000'000'000'000) >> (random() % 40);
    // Every third is a tie or a whole number at the places asked for.
    const int scale = static_cast<int>(random() % 10);
    const int places = i % 3 == 0 && scale > 0 ? scale - 1 : static_cast<int>(random() % 10);
    const std::int64_t digits = i % 3 == 0 ? size / 10 * 10 + (i % 2) * 5 : size;
    const decimal written{random() % 2 == 0 ? -digits : digits, scale};
    const auto mode = static_cast<rounding_mode>(random() % 7);
    ASSERT_EQ(ops::round(to_double(written), places, mode), to_double(round(written, places, mode)))
        << to_text(written) << " to " << places << " places, " << to_text(mode);
  }
}

TEST(double_arithmetic, rounds_to_the_nearest_double_of_a_multiple) {
  for (int i = -1000; i <= 1000; ++i) {
    const double expected = to_double({i * 5, 2});
    ASSERT_EQ(ops::round_to(i * 0.05, 0.05, half_up), expected) << i;
    ASSERT_EQ(ops::round_to(i * 0.05, 0.05, rounding_mode::floor), expected) << i;
    ASSERT_EQ(ops::round_to(i * 0.05, 0.05, ceiling), expected) << i;
  }
}

TEST(double_arithmetic, sums_are_fixed_point) {
  const auto total_of = [](const std::vector<double>& addends) {
    ops::sum total;
    for (const double addend : addends) total.add(addend);
    double result = -1;
    return total.value(result) == outcome::ok ? result : std::numeric_limits<double>::infinity();
  };
  EXPECT_EQ(total_of({1e15, 0.1, -1e15}), 0.1);
  EXPECT_EQ(total_of({0x1p-60}), 0x1p-60);
  EXPECT_EQ(total_of({0x1p-61}), 0);  // half a unit, to even
  EXPECT_EQ(total_of({3 * 0x1p-61}), 0x1p-59);
  EXPECT_EQ(total_of({-3 * 0x1p-61}), -0x1p-59);
  EXPECT_EQ(total_of({0x1p66, -0x1p66, 0x1p-60}), 0x1p-60);
  // A total may pass the limit on its way, not at its end.
  EXPECT_EQ(total_of({0x1p66, 0x1p66, 0x1p66, -0x1p66, -0x1p66}), 0x1p66);
  EXPECT_EQ(total_of({-0x1p66, -0x1p66, -0x1p66, 0x1p66, 0x1p66, 0x1p66}), 0);
  EXPECT_EQ(total_of({-0x1p66, -0x1p66}), -0x1p67);
  EXPECT_TRUE(std::isinf(total_of({0x1p66, 0x1p66})));
  EXPECT_TRUE(std::isinf(total_of({0x1p67, -0x1p67})));
  ops::sum total;
  EXPECT_EQ(total.add(0x1p67), outcome::too_large);
  EXPECT_EQ(total.add(-0x1p67), outcome::too_large);
}

TEST(double_arithmetic, sums_have_the_same_bits_in_any_order) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::vector<double> addends(1000);
  for (double& addend : addends) {
    addend = std::ldexp(static_cast<double>(static_cast<std::int64_t>(random())), static_cast<int>(random() % 80) - 76);
  }
  double first = 0;
  outcome first_came = outcome::ok;
  for (int round = 0; round < 50; ++round) {
    std::shuffle(addends.begin(), addends.end(), random);
    std::vector<ops::sum> parts(1 + random() % 5);
    for (const double addend : addends) parts[random() % parts.size()].add(addend);
    std::shuffle(parts.begin(), parts.end(), random);
    ops::sum total;
    for (const auto& part : parts) total.merge(part);
    double result = 0;
    const outcome came = total.value(result);
    if (round == 0) {
      first = result;
      first_came = came;
    }
    ASSERT_EQ(came, first_came);
    ASSERT_EQ(result, first);
  }
}

/// The total is the exact sum of the addends brought to multiples of 2^-60, rounded once.
TEST(double_arithmetic, sums_round_once) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const rational unit = rational(1) / rational::from_integer(big_integer(1) << 60);
  for (int round = 0; round < 200; ++round) {
    ops::sum total;
    rational expected;
    for (int i = 0; i < 10; ++i) {
      const auto digits = static_cast<std::int64_t>(static_cast<double>(static_cast<std::int64_t>(random())));
      const int exponent = static_cast<int>(random() % 100) - 100;
      total.add(std::ldexp(static_cast<double>(digits), exponent));
      expected += rational(big_integer(static_cast<std::int64_t>(static_cast<double>(digits))), big_integer(1) << static_cast<unsigned>(-exponent))
                      .round_to(unit, half_even);
    }
    double result = 0;
    ASSERT_EQ(total.value(result), outcome::ok);
    ASSERT_EQ(result, expected.to_double());
  }
}

}  // namespace
}  // namespace attain
