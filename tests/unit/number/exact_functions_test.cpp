// SPDX-License-Identifier: Apache-2.0
#include "attain/number/exact_functions.hpp"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "unit/number/reference.hpp"

namespace attain {
namespace {

using reference::fraction;

/// The result, or what came instead.
std::string said(outcome came, const rational& result) {
  switch (came) {
    case outcome::ok: return reference::text(result);
    case outcome::too_large: return "too large";
    case outcome::outside_domain: return "outside domain";
    case outcome::division_by_zero: return "division by zero";
  }
  return "?";
}

std::string square_root(const rational& a) {
  rational result;
  return said(exact_square_root(a, result), result);
}
std::string exponential(const rational& a) {
  rational result;
  return said(exact_exponential(a, result), result);
}
std::string natural_log(const rational& a) {
  rational result;
  return said(exact_natural_log(a, result), result);
}
std::string common_log(const rational& a) {
  rational result;
  return said(exact_common_log(a, result), result);
}
std::string power(const rational& a, const rational& b) {
  rational result;
  return said(exact_power(a, b, result), result);
}

const rational huge = rational::from_integer(big_integer(1) << 16000);
const rational tiny = rational(1) / huge;

TEST(exact_functions, agree_with_700_digits) {
  const auto rows = reference::read("functions.csv");
  ASSERT_GT(rows.size(), 200U);
  for (const auto& row : rows) {
    const rational a = fraction(row[1]);
    const std::string result = row[0] == "sqrt"    ? square_root(a)
                               : row[0] == "ln"    ? natural_log(a)
                               : row[0] == "log10" ? common_log(a)
                               : row[0] == "exp"   ? exponential(a)
                                                   : power(a, fraction(row[2]));
    EXPECT_EQ(result, row[3]) << row[0] << "(" << row[1] << ", " << row[2] << ")";
  }
}

TEST(exact_functions, values_from_the_books) {
  const std::string e = "2.718281828459045235360287471352662";  // A001113, ...6624977 follows
  EXPECT_EQ(exponential(rational(1)), reference::text(rational(*parse_decimal(e))));
  const std::string ln_2 = "0.6931471805599453094172321214581766";  // A002162, ...7656807 follows
  EXPECT_EQ(natural_log(rational(2)), reference::text(rational(*parse_decimal(ln_2))));
  const std::string root_2 = "1.414213562373095048801688724209698";  // A002193, ...6980785 follows
  EXPECT_EQ(square_root(rational(2)), reference::text(rational(*parse_decimal(root_2))));
  const std::string cube_root_2 = "1.259921049894873164767210607278228";  // A002580, ...2283505 follows
  EXPECT_EQ(power(rational(2), rational(1, 3)), reference::text(rational(*parse_decimal(cube_root_2))));
}

TEST(exact_functions, rational_results_are_exact) {
  EXPECT_EQ(square_root(rational()), "0/1");
  EXPECT_EQ(square_root(rational(4, 9)), "2/3");
  EXPECT_EQ(square_root(rational::from_integer(big_integer(1) << 1000)), (big_integer(1) << 500).str() + "/1");
  EXPECT_EQ(exponential(rational()), "1/1");
  EXPECT_EQ(natural_log(rational(1)), "0/1");
  for (unsigned n = 0; n < 100; ++n) {
    const rational ten_to_n = rational::from_integer(big_power_of_ten(n));
    EXPECT_EQ(common_log(ten_to_n), std::to_string(n) + "/1");
    EXPECT_EQ(common_log(rational(1) / ten_to_n), reference::text(rational(-static_cast<std::int64_t>(n))));
  }
  EXPECT_EQ(power(rational(8), rational(1, 3)), "2/1");
  EXPECT_EQ(power(rational(8, 27), rational(-2, 3)), "9/4");
  EXPECT_EQ(power(rational(4, 9), rational(3, 2)), "8/27");
  EXPECT_EQ(power(rational(1024), rational(1, 10)), "2/1");
  EXPECT_EQ(power(rational(1), rational(1, 3)), "1/1");
  EXPECT_EQ(power(rational::from_integer(boost::multiprecision::pow(big_integer(12345), 100)), rational(1, 100)), "12345/1");
}

TEST(exact_functions, whole_powers_are_exact) {
  EXPECT_EQ(power(rational(3, 2), rational(4)), "81/16");
  EXPECT_EQ(power(rational(-3, 2), rational(3)), "-27/8");
  EXPECT_EQ(power(rational(-3, 2), rational(-3)), "-8/27");
  EXPECT_EQ(power(rational(-2), rational(-2)), "1/4");
  EXPECT_EQ(power(rational(), rational()), "1/1");
  EXPECT_EQ(power(rational(7), rational()), "1/1");
  EXPECT_EQ(power(rational(), rational(5)), "0/1");
  EXPECT_EQ(power(rational(), rational(1, 2)), "0/1");
  EXPECT_EQ(power(rational(2), rational(16383)), (big_integer(1) << 16383).str() + "/1");
  EXPECT_EQ(power(rational(-1), huge), "1/1");
  EXPECT_EQ(power(rational(-1), huge + rational(1)), "-1/1");
}

TEST(exact_functions, say_what_they_cannot_do) {
  EXPECT_EQ(square_root(rational(-1)), "outside domain");
  EXPECT_EQ(natural_log(rational()), "outside domain");
  EXPECT_EQ(natural_log(rational(-1)), "outside domain");
  EXPECT_EQ(common_log(rational()), "outside domain");
  EXPECT_EQ(common_log(rational(-10)), "outside domain");
  EXPECT_EQ(power(rational(), rational(-1)), "outside domain");
  EXPECT_EQ(power(rational(), rational(-1, 2)), "outside domain");
  EXPECT_EQ(power(rational(-8), rational(1, 3)), "outside domain");
  EXPECT_EQ(power(rational(2), rational(16384)), "too large");
  EXPECT_EQ(power(rational(2), -huge), "too large");
  EXPECT_EQ(power(rational(2), huge + rational(1, 3)), "too large");
  EXPECT_EQ(power(rational(2), rational(-100001, 2)), "too large");
  EXPECT_EQ(exponential(rational(12001)), "too large");
  EXPECT_EQ(exponential(-huge), "too large");
}

/// What is as close to a tie as the size of numbers allows must still end, and soon.
TEST(exact_functions, end_soon_for_any_argument) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(exponential(tiny), "1/1");
  EXPECT_EQ(exponential(-tiny), "1/1");
  EXPECT_EQ(power(huge, tiny), "1/1");
  EXPECT_EQ(power(rational(2), tiny), "1/1");
  rational result;
  EXPECT_EQ(exact_natural_log(huge, result), outcome::ok);
  EXPECT_EQ(exact_natural_log(tiny, result), outcome::ok);
  EXPECT_EQ(exact_common_log(huge + rational(1), result), outcome::ok);
  EXPECT_EQ(exact_square_root(huge + rational(1), result), outcome::ok);
  EXPECT_EQ(exact_square_root(rational(2) * tiny, result), outcome::ok);
  EXPECT_EQ(exact_power(huge - rational(1), rational(1, 1000), result), outcome::ok);
  EXPECT_EQ(exact_power(huge - rational(1), rational(1, 3), result), outcome::ok);
  // (1 + 2^-8000)^(2^8000 + 1/2) is nearly e; ln(1 + 2^-8000) nearly 2^-8000, with 8000 bits on both sides of the tie.
  const rational half_size = rational::from_integer(big_integer(1) << 8000);
  EXPECT_EQ(power(rational(1) + rational(1) / half_size, half_size + rational(1, 2)), exponential(rational(1)));
  EXPECT_EQ(exact_natural_log(rational(1) + rational(1) / half_size, result), outcome::ok);
  // e^x for x = ln(1 + half a unit) cut to 4000 digits: the digits agree with a tie for as long.
  const rational middle = rational(1) + rational(1) / (rational(2) * rational::from_integer(big_power_of_ten(33)));
  const rational x = middle - rational(1);
  rational series;
  rational term = x;
  for (int n = 1; n <= 60; ++n, term *= -x) series += term / rational(n);
  const rational cut = series.round(1900, rounding_mode::down);
  EXPECT_EQ(exponential(cut), "1/1");
  EXPECT_EQ(exponential(cut + rational(1) / rational::from_integer(big_power_of_ten(1900))),
            reference::text(rational(1) + rational(1) / rational::from_integer(big_power_of_ten(33))));
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  EXPECT_LT(spent.count(), 60) << "a hang, not a slow machine";
}

}  // namespace
}  // namespace attain
