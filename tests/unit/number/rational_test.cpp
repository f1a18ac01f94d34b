// SPDX-License-Identifier: Apache-2.0
#include "attain/number/rational.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "unit/number/reference.hpp"

namespace attain {
namespace {

using reference::fraction;

TEST(rational, is_kept_in_lowest_terms) {
  EXPECT_EQ(reference::text(rational(6, -4)), "-3/2");
  EXPECT_EQ(reference::text(rational(0, -7)), "0/1");
  EXPECT_EQ(reference::text(rational(decimal{1250, 2})), "25/2");
  EXPECT_EQ(reference::text(rational::from_scaled(-125, 3)), "-1/8");
  EXPECT_EQ(reference::text(rational::from_scaled(7, -2)), "700/1");
  EXPECT_EQ(reference::text(rational(std::numeric_limits<std::int64_t>::min())), "-9223372036854775808/1");
  EXPECT_EQ(reference::text(rational(1, std::numeric_limits<std::int64_t>::min())), "-1/9223372036854775808");
  EXPECT_EQ(reference::text(rational(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::min())), "1/1");
  const int128 most = power_of_ten(38) - 1;
  EXPECT_EQ(reference::text(rational::from_scaled(most, 0)), std::string(38, '9') + "/1");
  EXPECT_EQ(reference::text(rational::from_scaled(-most, 38)), std::string("-").append(38, '9').append("/1").append(38, '0'));
}

TEST(rational, adds_subtracts_multiplies_divides) {
  EXPECT_EQ(rational(1, 6) + rational(1, 10), rational(4, 15));
  EXPECT_EQ(rational(1, 6) - rational(1, 10), rational(1, 15));
  EXPECT_EQ(rational(1, 6) - rational(1, 6), rational());
  EXPECT_EQ(rational(2, 3) * rational(-9, 4), rational(-3, 2));
  EXPECT_EQ(rational(2, 3) / rational(-4, 9), rational(-3, 2));
  EXPECT_EQ(rational(6) / rational(3), rational(2));
  EXPECT_EQ(-rational(1, 3), rational(-1, 3));
  EXPECT_EQ(abs(rational(-1, 3)), rational(1, 3));
  EXPECT_EQ((-rational()).sign(), 0);
  rational total;
  for (int i = 0; i < 10; ++i) total += rational(1, 10);
  EXPECT_EQ(total, rational(1));
}

TEST(rational, an_operand_may_take_the_result) {
  rational a(3, 7);
  const rational& same = a;
  a += same;
  EXPECT_EQ(a, rational(6, 7));
  a *= same;
  EXPECT_EQ(a, rational(36, 49));
  a /= same;
  EXPECT_EQ(a, rational(1));
  a -= same;
  EXPECT_EQ(a, rational());
}

/// Fractions around the places where numbers stop fitting 64 and 128 bits.
rational any_rational(std::mt19937_64& random) {
  const auto integer = [&random] {
    const auto bits = static_cast<unsigned>(random() % 140);
    big_integer value = (big_integer(random()) << 64) | big_integer(random());
    value = (value << 64 | big_integer(random())) >> (192 - bits);
    if (random() % 8 == 0) value = big_integer(1) << bits;
    if (random() % 8 == 0) value -= 1;
    return value;
  };
  big_integer numerator = integer();
  if (random() % 2 == 0) numerator = -numerator;
  const big_integer denominator = random() % 3 == 0 ? big_integer(1) : big_integer(abs(integer()) + 1);
  return {numerator, denominator};
}

bool is_normal(const rational& a) { return a.denominator() > 0 && boost::multiprecision::gcd(a.numerator(), a.denominator()) == 1; }

TEST(rational, keeps_the_laws_of_a_field) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 5'000; ++i) {
    const rational a = any_rational(random);
    const rational b = any_rational(random);
    const rational c = any_rational(random);
    for (const rational& x : {a, a + b, a - b, a * b, -a, abs(a)}) ASSERT_TRUE(is_normal(x)) << reference::text(x);
    // Each operation against its definition on whole numbers.
    ASSERT_EQ((a + b).numerator() * a.denominator() * b.denominator(),
              (a.numerator() * b.denominator() + b.numerator() * a.denominator()) * (a + b).denominator());
    ASSERT_EQ((a * b).numerator() * a.denominator() * b.denominator(), a.numerator() * b.numerator() * (a * b).denominator());
    ASSERT_EQ(a - b, a + (-b));
    ASSERT_EQ((a + b) + c, a + (b + c));
    ASSERT_EQ(a * (b + c), a * b + a * c);
    if (!b.is_zero()) {
      ASSERT_TRUE(is_normal(a / b));
      ASSERT_EQ(a / b * b, a);
    }
    ASSERT_EQ(a < b, (a - b).sign() < 0);
    ASSERT_EQ(a == b, (a - b).is_zero());
    ASSERT_EQ(a > b, b < a);
  }
}

TEST(rational, is_ordered) {
  EXPECT_LT(rational(1, 3), rational(1, 2));
  EXPECT_LT(rational(-1, 2), rational(-1, 3));
  EXPECT_LT(rational(-1, 2), rational());
  EXPECT_GT(rational(1, 2), rational(-5));
  EXPECT_EQ(rational(2, 4) <=> rational(1, 2), std::strong_ordering::equal);
  EXPECT_LT(rational(std::numeric_limits<std::int64_t>::max(), 3), rational(std::numeric_limits<std::int64_t>::max(), 2));
}

TEST(rational, rounds_as_the_reference_does) {
  const auto rows = reference::read("rounding.csv");
  ASSERT_GT(rows.size(), 100U);
  for (const auto& row : rows) {
    const std::int64_t places = std::stoll(row[1]);
    for (std::size_t i = 0; i < rounding_mode_words.size(); ++i) {
      const auto mode = static_cast<rounding_mode>(i);
      EXPECT_EQ(fraction(row[0]).round(places, mode), fraction(row[2 + i])) << row[0] << " to " << places << " places, " << to_text(mode);
    }
  }
}

TEST(rational, rounds_to_steps) {
  using enum rounding_mode;
  EXPECT_EQ(rational(7, 2).floor(), rational(3));
  EXPECT_EQ(rational(-7, 2).floor(), rational(-4));
  EXPECT_EQ(rational(17, 10).round_to(rational(1, 2), half_up), rational(3, 2));
  EXPECT_EQ(rational(175, 100).round_to(rational(1, 2), half_up), rational(2));
  EXPECT_EQ(rational(1234).round_to(rational(500), up), rational(1500));
  EXPECT_EQ(rational(1234).round_to(rational(-500), ceiling), rational(1000));  // 1234 / -500 is -2.468
  EXPECT_EQ(rational(1234).round_to(rational(), up), rational());
}

TEST(rational, rounds_to_significant_digits) {
  using enum rounding_mode;
  EXPECT_EQ(rational(123456).round_significant(3, half_up), rational(123000));
  EXPECT_EQ(rational(-123456, 1000).round_significant(4, half_up), rational(-1235, 10));
  EXPECT_EQ(rational(9996).round_significant(3, half_up), rational(10000));
  EXPECT_EQ(rational(9994).round_significant(3, up), rational(10000));
  EXPECT_EQ(rational(-25).round_significant(1, half_even), rational(-20));
  EXPECT_EQ(rational(-25).round_significant(1, rounding_mode::floor), rational(-30));
  EXPECT_EQ(rational(1, 3).round_significant(2, half_up), rational(33, 100));
  EXPECT_EQ(rational(1, 1024).round_significant(1, half_up), rational(1, 1000));
  EXPECT_EQ(rational().round_significant(5, up), rational());
  for (unsigned n = 0; n < 60; ++n) {  // powers of ten are where the number of digits is easy to get wrong
    const rational power = rational::from_integer(big_power_of_ten(n));
    EXPECT_EQ(power.round_significant(1, down), power) << n;
    EXPECT_EQ((rational(1) / power).round_significant(1, down), rational(1) / power) << n;
    EXPECT_EQ((power * rational(999, 1000)).round_significant(3, down), power * rational(999, 1000)) << n;
  }
}

TEST(rational, gives_the_nearest_double) {
  const auto rows = reference::read("doubles.csv");
  ASSERT_GT(rows.size(), 100U);
  for (const auto& row : rows) EXPECT_EQ(fraction(row[0]).to_double(), std::strtod(row[1].c_str(), nullptr)) << row[0];
  EXPECT_EQ(rational().to_double(), 0.0);
  EXPECT_FALSE(std::signbit(rational().to_double()));
  const rational past_all_doubles = rational::from_integer((big_integer(1) << 1024) - (big_integer(1) << 970));
  EXPECT_TRUE(std::isinf(past_all_doubles.to_double()));
  EXPECT_LT((-past_all_doubles).to_double(), 0);
}

TEST(rational, reads_the_double_that_the_text_reads) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 5'000; ++i) {
    const auto digits = static_cast<std::int64_t>(random() >> (random() % 64) >> 1);
    const int exponent = static_cast<int>(random() % 700) - 360;
    const std::string text = std::to_string(digits) + "e" + std::to_string(exponent);
    double expected = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), expected).ec != std::errc{}) continue;
    ASSERT_EQ(rational::from_scaled(digits, -exponent).to_double(), expected) << text;
  }
}

TEST(rational, gives_decimals) {
  using enum rounding_mode;
  EXPECT_EQ(rational(1, 3).to_decimal(4, half_up), (decimal{3333, 4}));
  EXPECT_EQ(rational(-2, 3).to_decimal(2, half_up), (decimal{-67, 2}));
  EXPECT_EQ(rational(5).to_decimal(2, half_up)->scale, 2);
  EXPECT_EQ(rational(1251).to_decimal(-2, half_up), (decimal{1300, 0}));
  EXPECT_EQ(rational(1251).to_decimal(-2, half_up)->scale, 0);
  EXPECT_EQ(rational(1, 3).to_decimal(99, half_up)->scale, 38);
  EXPECT_TRUE(rational::from_scaled(power_of_ten(38) - 1, 0).to_decimal(0, half_up));
  EXPECT_FALSE(rational::from_integer(big_power_of_ten(38)).to_decimal(0, half_up));
  EXPECT_FALSE(rational(1).to_decimal(38, half_up));
  EXPECT_FALSE((rational::from_scaled(power_of_ten(38) - 1, 0) + rational(1, 2)).to_decimal(0, half_up));
  EXPECT_FALSE(rational::from_integer(big_integer(-1) << 200).to_decimal(0, half_up));
}

TEST(rational, gives_whole_numbers_that_fit) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(rational(most).to_int64(), most);
  EXPECT_EQ(rational(least).to_int64(), least);
  EXPECT_FALSE((rational(most) + rational(1)).to_int64());
  EXPECT_FALSE((rational(least) - rational(1)).to_int64());
  EXPECT_FALSE((rational(most) + rational(most) + rational(3)).to_int64());  // 2^64 + 1, whose low 64 bits are 1
  EXPECT_FALSE(rational(1, 2).to_int64());
}

TEST(rational, knows_its_size) {
  EXPECT_EQ(rational().bits(), 1U);  // the denominator 1
  EXPECT_EQ(rational(255).bits(), 8U);
  EXPECT_EQ(rational(-256).bits(), 9U);
  EXPECT_EQ(rational(1, 1000).bits(), 10U);
  EXPECT_EQ(rational::from_integer(big_integer(1) << 1000).bits(), 1001U);
}

}  // namespace
}  // namespace attain
