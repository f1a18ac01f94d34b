// SPDX-License-Identifier: Apache-2.0
#include "attain/number/big_integer.hpp"

#include <cmath>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace attain {
namespace {

using enum rounding_mode;

TEST(big_integer, powers_of_ten) {
  for (unsigned n = 0; n < 100; ++n) EXPECT_EQ(big_power_of_ten(n).str(), std::string("1").append(n, '0'));
}

TEST(big_integer, bit_lengths) {
  EXPECT_EQ(bit_length(0), 0U);
  EXPECT_EQ(bit_length(1), 1U);
  EXPECT_EQ(bit_length(-8), 4U);
  EXPECT_EQ(bit_length(big_integer(1) << 1000), 1001U);
  EXPECT_EQ(bit_length((big_integer(1) << 1000) - 1), 1000U);
}

TEST(big_integer, passes_128_bits_both_ways) {
  const int128 most = power_of_ten(38) - 1;
  EXPECT_EQ(detail::to_big(most).str(), std::string(38, '9'));
  EXPECT_EQ(detail::to_big(-most).str(), std::string("-").append(38, '9'));
  EXPECT_TRUE(detail::low_128_bits(detail::to_big(-most)) == static_cast<uint128>(most));
  EXPECT_EQ(detail::to_big(int128{0}), 0);
}

TEST(big_integer, divides_by_any_mode) {
  EXPECT_EQ(detail::divide_rounded(7, 2, half_even), 4);
  EXPECT_EQ(detail::divide_rounded(-7, 2, half_even), -4);
  EXPECT_EQ(detail::divide_rounded(5, 2, half_even), 2);
  EXPECT_EQ(detail::divide_rounded(-5, 2, half_up), -3);
  EXPECT_EQ(detail::divide_rounded(-5, 2, half_down), -2);
  EXPECT_EQ(detail::divide_rounded(-1, 1000, rounding_mode::floor), -1);
  EXPECT_EQ(detail::divide_rounded(-999, 1000, ceiling), 0);
  EXPECT_EQ(detail::divide_rounded(0, 3, up), 0);
  const big_integer odd = (big_integer(1) << 200) + 1;
  EXPECT_EQ(detail::divide_rounded(odd, 2, half_down), big_integer(1) << 199);
  EXPECT_EQ(detail::divide_rounded(odd, 2, half_up), (big_integer(1) << 199) + 1);
}

TEST(big_integer, finds_significant_digits) {
  const auto digits = [](const big_integer& n, const big_integer& d, unsigned count) {
    const auto found = detail::to_significant(n, d, count, half_even);
    return found.coefficient.str() + "e" + std::to_string(found.exponent);
  };
  EXPECT_EQ(digits(1, 3, 4), "3333e-4");
  EXPECT_EQ(digits(2, 3, 4), "6667e-4");
  EXPECT_EQ(digits(123456, 1, 2), "12e4");
  EXPECT_EQ(digits(125, 1000, 2), "12e-2");
  EXPECT_EQ(digits(9999, 1, 2), "100e2");  // the value counts, not the number of digits
  EXPECT_EQ(digits(1, 1, 1), "1e0");
  EXPECT_EQ(digits(1, 1024, 3), "977e-6");
}

TEST(big_integer, gives_the_nearest_double) {
  EXPECT_EQ(detail::quotient_to_double(1, 3), 1.0 / 3);
  EXPECT_EQ(detail::quotient_to_double(-1, 10), -0.1);
  EXPECT_EQ(detail::quotient_to_double((big_integer(1) << 53) + 1, 1), 0x1p53);
  EXPECT_EQ(detail::quotient_to_double(((big_integer(1) << 53) + 1) * 1000 + 1, 1000), 0x1p53 + 2);
  EXPECT_EQ(detail::quotient_to_double(1, big_integer(1) << 1074), 5e-324);
  EXPECT_EQ(detail::quotient_to_double(1, big_integer(1) << 1075), 0.0);
  EXPECT_EQ(detail::quotient_to_double(3, big_integer(1) << 1076), 5e-324);
  EXPECT_TRUE(std::isinf(detail::quotient_to_double(big_integer(1) << 1024, 1)));
}

}  // namespace
}  // namespace attain
