// SPDX-License-Identifier: Apache-2.0
/// Integers of any size, with the divisions that rounding a fraction comes down to.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <utility>

#include <boost/multiprecision/cpp_int.hpp>

#include "attain/number/decimal.hpp"
#include "attain/number/rounding.hpp"

namespace attain {

/// Integers of any size; the first 256 bits need no allocation, and no expression templates hide a dangling operand.
using big_integer =
    boost::multiprecision::number<boost::multiprecision::cpp_int_backend<256, 0, boost::multiprecision::signed_magnitude, boost::multiprecision::unchecked>,
                                  boost::multiprecision::et_off>;

/// 10 to the power n.
[[nodiscard]] inline big_integer big_power_of_ten(unsigned n) {
  constexpr unsigned one_word = 19;
  std::uint64_t low = 1;
  for (unsigned i = 0; i < n % one_word; ++i) low *= 10;
  big_integer power = low;
  if (n >= one_word) power *= boost::multiprecision::pow(big_integer(10'000'000'000'000'000'000U), n / one_word);
  return power;
}

/// Number of bits of the magnitude; 0 has none.
[[nodiscard]] inline std::size_t bit_length(const big_integer& value) {
  return value.is_zero() ? 0 : boost::multiprecision::msb(boost::multiprecision::abs(value)) + 1;
}

namespace detail {

inline big_integer to_big(uint128 value) {
  big_integer result = static_cast<std::uint64_t>(value >> 64);
  result <<= 64;
  result |= static_cast<std::uint64_t>(value);
  return result;
}

inline big_integer to_big(int128 value) {
  big_integer result = to_big(magnitude(value));
  return value < 0 ? big_integer(-result) : result;
}

/// The magnitude of a number of at most 128 bits.
inline uint128 low_128_bits(const big_integer& value) {
  const big_integer size = boost::multiprecision::abs(value);
  const big_integer mask = std::numeric_limits<std::uint64_t>::max();
  const auto low = static_cast<std::uint64_t>(size & mask);
  const auto high = static_cast<std::uint64_t>((size >> 64) & mask);
  return (uint128{high} << 64) | low;
}

/// numerator / denominator as a whole number; the denominator is positive.
inline big_integer divide_rounded(const big_integer& numerator, const big_integer& denominator, rounding_mode mode) {
  big_integer quotient;
  big_integer remainder;
  boost::multiprecision::divide_qr(numerator, denominator, quotient, remainder);
  if (remainder.is_zero()) return quotient;
  const bool negative = numerator.sign() < 0;
  const remainder_size size = size_of_remainder<big_integer>(boost::multiprecision::abs(remainder), denominator);
  if (rounds_away_from_zero(mode, negative, boost::multiprecision::bit_test(boost::multiprecision::abs(quotient), 0), size)) {
    quotient += negative ? -1 : 1;
  }
  return quotient;
}

/// coefficient * 10^exponent.
struct scaled_integer {
  big_integer coefficient;
  std::int64_t exponent = 0;
};

/// numerator / denominator to so many significant digits; both are positive, digits >= 1.
inline scaled_integer to_significant(const big_integer& numerator, const big_integer& denominator, unsigned digits, rounding_mode mode, bool negative = false) {
  // The quotient lies between 2^(t-1) and 2^(t+1), so this guess at its decimal exponent is right or low by one.
  const auto t = static_cast<std::int64_t>(bit_length(numerator)) - static_cast<std::int64_t>(bit_length(denominator));
  auto exponent = static_cast<std::int64_t>(std::floor(static_cast<double>(t - 1) * 0.30102999566398120 - 1e-9));
  for (;; ++exponent) {
    const std::int64_t shift = static_cast<std::int64_t>(digits) - 1 - exponent;
    const big_integer power = big_power_of_ten(static_cast<unsigned>(std::abs(shift)));
    const big_integer n = shift > 0 ? big_integer(numerator * power) : numerator;
    const big_integer d = shift < 0 ? big_integer(denominator * power) : denominator;
    if (n >= d * big_power_of_ten(digits)) continue;
    big_integer coefficient = divide_rounded(negative ? big_integer(-n) : n, d, mode);
    return {std::move(coefficient), -shift};
  }
}

/// quotient * 2^-shift plus something below one unit of it when `inexact`, as the nearest double, ties to even.
/// The quotient has at least 64 bits.
inline double round_to_double(uint128 quotient, std::int64_t shift, bool inexact) {
  const auto high = static_cast<std::uint64_t>(quotient >> 64);
  const int length = high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(static_cast<std::uint64_t>(quotient));
  const std::int64_t exponent = length - 1 - shift;
  if (exponent > 1023) return HUGE_VAL;
  const std::int64_t precision = exponent >= -1022 ? 53 : 53 - (-1022 - exponent);  // fewer bits for subnormal numbers
  if (precision < 0) return 0.0;
  const int drop = length - static_cast<int>(precision);
  const uint128 unit = uint128{1} << drop;
  const uint128 rest = quotient & (unit - 1);
  const uint128 half = unit >> 1;
  auto mantissa = static_cast<std::uint64_t>(quotient >> drop);
  if (rest > half || (rest == half && (inexact || (mantissa & 1) != 0))) ++mantissa;
  return std::ldexp(static_cast<double>(mantissa), static_cast<int>(drop - shift));
}

/// The double nearest to the fraction, ties to even; infinite beyond the largest double. The denominator is positive.
inline double quotient_to_double(const big_integer& numerator, const big_integer& denominator) {
  if (numerator.is_zero()) return 0.0;
  const auto length = static_cast<std::int64_t>(bit_length(numerator)) - static_cast<std::int64_t>(bit_length(denominator));
  const std::int64_t shift = 66 - length;  // leaves a quotient of 66 or 67 bits
  big_integer n = boost::multiprecision::abs(numerator);
  big_integer d = denominator;
  if (shift >= 0) n <<= static_cast<std::size_t>(shift);
  else d <<= static_cast<std::size_t>(-shift);
  big_integer quotient;
  big_integer remainder;
  boost::multiprecision::divide_qr(n, d, quotient, remainder);
  const double value = round_to_double(low_128_bits(quotient), shift, !remainder.is_zero());
  return numerator.sign() < 0 && value != 0 ? -value : value;  // what vanishes is 0, not -0
}

}  // namespace detail

}  // namespace attain
