// SPDX-License-Identifier: Apache-2.0
/// Fractions of unlimited size: the numbers that pay is computed with.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include <boost/multiprecision/cpp_int.hpp>

#include "attain/number/decimal.hpp"
#include "attain/number/rounding.hpp"

namespace attain {

/// Integers of any size; the first 256 bits need no allocation, and no expression templates hide a dangling operand.
using big_integer =
    boost::multiprecision::number<boost::multiprecision::cpp_int_backend<256, 0, boost::multiprecision::signed_magnitude,
                                                                         boost::multiprecision::unchecked>,
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
inline scaled_integer to_significant(const big_integer& numerator, const big_integer& denominator, unsigned digits, rounding_mode mode,
                                     bool negative = false) {
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

}  // namespace detail

/// A fraction in lowest terms with a positive denominator; there is one zero, and it has no sign.
class rational {
 public:
  rational() = default;
  explicit rational(std::int64_t value) : numerator_(value) {}
  explicit rational(const decimal& value) : rational(from_scaled(value.coefficient, value.scale)) {}
  /// The denominator is not 0.
  rational(std::int64_t numerator, std::int64_t denominator) : rational(big_integer(numerator), big_integer(denominator)) {}
  /// The denominator is not 0.
  rational(big_integer numerator, big_integer denominator) : numerator_(std::move(numerator)), denominator_(std::move(denominator)) {
    assert(!denominator_.is_zero());
    if (denominator_.sign() < 0) {
      denominator_.backend().negate();
      numerator_.backend().negate();
    }
    reduce();
  }

  /// coefficient / 10^scale; a negative scale multiplies.
  [[nodiscard]] static rational from_scaled(int128 coefficient, int scale) {
    if (scale == 0) return rational(whole{}, detail::to_big(coefficient));
    const big_integer power = big_power_of_ten(static_cast<unsigned>(std::abs(scale)));
    if (scale < 0) return rational(whole{}, detail::to_big(coefficient) * power);
    return {detail::to_big(coefficient), power};
  }
  /// The whole number itself.
  [[nodiscard]] static rational from_integer(big_integer value) { return rational(whole{}, std::move(value)); }

  [[nodiscard]] const big_integer& numerator() const { return numerator_; }
  [[nodiscard]] const big_integer& denominator() const { return denominator_; }

  [[nodiscard]] bool is_zero() const { return numerator_.is_zero(); }
  [[nodiscard]] bool is_integer() const { return denominator_ == 1; }
  [[nodiscard]] int sign() const { return numerator_.sign(); }
  /// Bits of the larger of numerator and denominator.
  [[nodiscard]] std::size_t bits() const { return std::max(bit_length(numerator_), bit_length(denominator_)); }

  friend rational operator-(rational a) {
    a.numerator_.backend().negate();
    return a;
  }
  friend rational abs(rational a) { return a.sign() < 0 ? -std::move(a) : a; }
  friend rational operator+(const rational& a, const rational& b) {
    if (a.denominator_ == b.denominator_) return {a.numerator_ + b.numerator_, a.denominator_};
    return {a.numerator_ * b.denominator_ + b.numerator_ * a.denominator_, a.denominator_ * b.denominator_};
  }
  friend rational operator-(const rational& a, const rational& b) {
    if (a.denominator_ == b.denominator_) return {a.numerator_ - b.numerator_, a.denominator_};
    return {a.numerator_ * b.denominator_ - b.numerator_ * a.denominator_, a.denominator_ * b.denominator_};
  }
  friend rational operator*(const rational& a, const rational& b) {
    return {a.numerator_ * b.numerator_, a.denominator_ * b.denominator_};
  }
  /// The divisor is not 0.
  friend rational operator/(const rational& a, const rational& b) {
    return {a.numerator_ * b.denominator_, a.denominator_ * b.numerator_};
  }
  rational& operator+=(const rational& b) { return *this = *this + b; }
  rational& operator-=(const rational& b) { return *this = *this - b; }
  rational& operator*=(const rational& b) { return *this = *this * b; }
  rational& operator/=(const rational& b) { return *this = *this / b; }

  friend bool operator==(const rational& a, const rational& b) {
    return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
  }
  friend std::strong_ordering operator<=>(const rational& a, const rational& b) {
    if (a.sign() != b.sign()) return a.sign() <=> b.sign();
    const int order = a.denominator_ == b.denominator_ ? a.numerator_.compare(b.numerator_)
                                                       : (a.numerator_ * b.denominator_).compare(b.numerator_ * a.denominator_);
    return order <=> 0;
  }

  [[nodiscard]] rational floor() const { return to_whole(rounding_mode::floor); }
  /// The nearest whole number by `mode`.
  [[nodiscard]] rational to_whole(rounding_mode mode) const {
    if (is_integer()) return *this;
    return rational(whole{}, detail::divide_rounded(numerator_, denominator_, mode));
  }
  /// Rounded to multiples of 10^-places; negative places round to tens, hundreds and so on.
  [[nodiscard]] rational round(std::int64_t places, rounding_mode mode) const {
    if (places >= 0 && is_integer()) return *this;
    const big_integer power = big_power_of_ten(static_cast<unsigned>(std::abs(places)));
    if (places >= 0) return {detail::divide_rounded(numerator_ * power, denominator_, mode), power};
    return rational(whole{}, detail::divide_rounded(numerator_, denominator_ * power, mode) * power);
  }
  /// step * (value / step rounded); 0 when the step is 0.
  [[nodiscard]] rational round_to(const rational& step, rounding_mode mode) const {
    if (step.is_zero()) return {};
    return step * (*this / step).to_whole(mode);
  }
  /// Rounded to so many significant digits, at least one.
  [[nodiscard]] rational round_significant(unsigned digits, rounding_mode mode) const {
    if (is_zero()) return {};
    const auto rounded = detail::to_significant(boost::multiprecision::abs(numerator_), denominator_, digits, mode, sign() < 0);
    return from_scaled_big(rounded);
  }
  [[nodiscard]] static rational from_scaled_big(const detail::scaled_integer& value) {
    const big_integer power = big_power_of_ten(static_cast<unsigned>(std::abs(value.exponent)));
    if (value.exponent >= 0) return rational(whole{}, value.coefficient * power);
    return {value.coefficient, power};
  }

  /// The whole number, when this is one and fits.
  [[nodiscard]] std::optional<std::int64_t> to_int64() const {
    if (!is_integer() || bit_length(numerator_) > 64) return std::nullopt;
    const uint128 size = detail::low_128_bits(numerator_);
    const int128 value = sign() < 0 ? -static_cast<int128>(size) : static_cast<int128>(size);
    if (value < std::numeric_limits<std::int64_t>::min() || value > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return static_cast<std::int64_t>(value);
  }
  /// The nearest double, ties to even; infinite beyond the largest double.
  [[nodiscard]] double to_double() const {
    if (is_zero()) return 0.0;
    const auto length = static_cast<std::int64_t>(bit_length(numerator_)) - static_cast<std::int64_t>(bit_length(denominator_));
    const std::int64_t shift = 66 - length;  // leaves a quotient of 66 or 67 bits
    big_integer n = boost::multiprecision::abs(numerator_);
    big_integer d = denominator_;
    if (shift >= 0) n <<= static_cast<std::size_t>(shift);
    else d <<= static_cast<std::size_t>(-shift);
    big_integer quotient;
    big_integer remainder;
    boost::multiprecision::divide_qr(n, d, quotient, remainder);
    const double value = detail::round_to_double(detail::low_128_bits(quotient), shift, !remainder.is_zero());
    return sign() < 0 ? -value : value;
  }
  /// Rounded to `places` decimals (cut to -400 ... 38); nothing when the result has more than 38 digits.
  [[nodiscard]] std::optional<decimal> to_decimal(int places, rounding_mode mode) const {
    if (places < 0) return round(std::max(places, -400), mode).to_decimal(0, mode);
    const int scale = std::min(places, max_decimal_digits);
    const big_integer scaled = detail::divide_rounded(numerator_ * detail::to_big(power_of_ten(scale)), denominator_, mode);
    if (bit_length(scaled) > 127) return std::nullopt;
    const uint128 size = detail::low_128_bits(scaled);
    if (size >= static_cast<uint128>(power_of_ten(max_decimal_digits))) return std::nullopt;
    const auto coefficient = static_cast<int128>(size);
    return decimal{sign() < 0 ? -coefficient : coefficient, scale};
  }

 private:
  struct whole {};
  rational(whole /*tag*/, big_integer value) : numerator_(std::move(value)) {}

  void reduce() {
    if (denominator_ == 1) return;
    if (numerator_.is_zero()) {
      denominator_ = 1;
      return;
    }
    const big_integer divisor = boost::multiprecision::gcd(numerator_, denominator_);
    if (divisor == 1) return;
    numerator_ /= divisor;
    denominator_ /= divisor;
  }

  big_integer numerator_ = 0;
  big_integer denominator_ = 1;
};

}  // namespace attain
