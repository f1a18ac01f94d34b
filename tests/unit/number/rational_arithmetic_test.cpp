// SPDX-License-Identifier: Apache-2.0
#include "attain/number/rational_arithmetic.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/number/reference.hpp"

namespace attain {
namespace {

using ops = arithmetic<rational>;

TEST(rational_arithmetic, is_exact) {
  rational third;
  rational result;
  EXPECT_EQ(ops::divide(rational(1), rational(3), third), outcome::ok);
  EXPECT_EQ(ops::multiply(third, rational(3), result), outcome::ok);
  EXPECT_EQ(result, rational(1));
  EXPECT_EQ(ops::from(0.1), rational(1, 10));
  EXPECT_EQ(ops::from(0.1 + 0.2), rational(*parse_decimal("0.30000000000000004")));
  EXPECT_EQ(ops::from(1.7976931348623157e308), rational::from_scaled(17976931348623157, -292));
  EXPECT_EQ(ops::from(5e-324), rational::from_scaled(5, 324));
  EXPECT_EQ(ops::round(ops::from(std::int64_t{5}), -400, rounding_mode::up), rational::from_integer(big_power_of_ten(400)));
  EXPECT_EQ(ops::round(rational(1, 3), 1000, rounding_mode::up), rational(1, 3).round(400, rounding_mode::up));
}

TEST(rational_arithmetic, has_a_limit_of_size) {
  const rational largest = rational::from_integer((big_integer(1) << rational_bit_limit) - 1);
  rational result(7);
  EXPECT_EQ(ops::add(largest, rational(1), result), outcome::too_large);
  EXPECT_EQ(ops::subtract(-largest, rational(1), result), outcome::too_large);
  EXPECT_EQ(ops::multiply(largest, rational(2), result), outcome::too_large);
  EXPECT_EQ(ops::divide(rational(1, 2), largest, result), outcome::too_large);
  EXPECT_EQ(ops::subtract(largest, rational(1), result), outcome::ok);
  EXPECT_EQ(ops::divide(rational(1), largest, result), outcome::ok);
  ops::sum total;
  total.add(largest);
  total.add(largest);
  EXPECT_EQ(total.value(result), outcome::too_large);
  total.add(-largest);  // only the total counts, not what it passed through
  EXPECT_EQ(total.value(result), outcome::ok);
  EXPECT_EQ(result, largest);
}

TEST(rational_arithmetic, sums_take_30_decimals_half_to_even) {
  const rational unit = rational::from_scaled(1, 30);
  const auto alone = [](const rational& addend) {
    ops::sum total;
    total.add(addend);
    rational result;
    EXPECT_EQ(total.value(result), outcome::ok);
    return result;
  };
  EXPECT_EQ(alone(unit), unit);
  EXPECT_EQ(alone(unit / rational(2)), rational());
  EXPECT_EQ(alone(unit * rational(3, 2)), unit * rational(2));
  EXPECT_EQ(alone(unit * rational(-5, 2)), unit * rational(-2));
  EXPECT_EQ(alone(unit * rational(251, 100)), unit * rational(3));
  EXPECT_EQ(alone(rational(1, 3)), rational(*parse_decimal("0.333333333333333333333333333333")));
  // Three thirds are therefore not quite one.
  ops::sum total;
  for (int i = 0; i < 3; ++i) total.add(rational(1, 3));
  rational result;
  EXPECT_EQ(total.value(result), outcome::ok);
  EXPECT_EQ(result, rational(1) - unit);
}

TEST(rational_arithmetic, sums_grow_without_limit_of_128_bits) {
  ops::sum total;
  total.add(-rational(std::int64_t{1} << 62));
  for (int i = 0; i < 100; ++i) {
    const ops::sum same = total;
    total.merge(same);
  }
  total.add(rational(1, 100));
  total.add(rational(1, 3));
  rational result;
  EXPECT_EQ(total.value(result), outcome::ok);
  EXPECT_EQ(result, rational(1, 100) + rational(1, 3).round(30, rounding_mode::half_even) - rational::from_integer(big_integer(1) << 162));
}

TEST(rational_arithmetic, sums_do_not_depend_on_order_or_grouping) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::vector<rational> addends;
  rational plain;  // the sum of the rounded addends, by operator +
  for (int i = 0; i < 400; ++i) {
    const auto shift = random() % 60;
    addends.emplace_back(static_cast<std::int64_t>(random()) >> shift, 1 + static_cast<std::int64_t>(random() >> 40));
    if (i % 10 == 0) addends.back() *= rational::from_integer(big_power_of_ten(static_cast<unsigned>(random() % 60)));
    plain += addends.back().round(30, rounding_mode::half_even);
  }
  for (int round = 0; round < 20; ++round) {
    std::shuffle(addends.begin(), addends.end(), random);
    std::vector<ops::sum> parts(1 + random() % 5);
    for (const rational& addend : addends) parts[random() % parts.size()].add(addend);
    ops::sum total;
    for (const auto& part : parts) total.merge(part);
    rational result;
    ASSERT_EQ(total.value(result), outcome::ok);
    ASSERT_EQ(result, plain);
  }
}

}  // namespace
}  // namespace attain
