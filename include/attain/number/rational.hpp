// SPDX-License-Identifier: Apache-2.0
/// Fractions of unlimited size: the numbers that pay is computed with.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "attain/number/big_integer.hpp"
#include "attain/number/decimal.hpp"
#include "attain/number/rounding.hpp"

namespace attain {

/// A fraction in lowest terms with a positive denominator; there is one zero, and it has no sign.
/// Numerators and denominators below 2^63 are held in place; others are shared between copies and never changed.
class rational {
 public:
  rational() = default;
  explicit rational(std::int64_t value) : rational(of(value < 0, detail::magnitude(value), 1)) {}
  explicit rational(const decimal& value) : rational(from_scaled(value.coefficient, value.scale)) {}
  /// The denominator is not 0.
  rational(std::int64_t numerator, std::int64_t denominator)
      : rational(reduced((numerator < 0) != (denominator < 0), detail::magnitude(numerator), low_word(detail::magnitude(denominator)))) {}
  /// The denominator is not 0.
  rational(big_integer numerator, big_integer denominator) {
    assert(!denominator.is_zero());
    if (denominator.sign() < 0) {
      denominator = -denominator;
      numerator = -numerator;
    }
    const big_integer divisor = boost::multiprecision::gcd(numerator, denominator);
    if (divisor != 1) {
      numerator /= divisor;
      denominator /= divisor;
    }
    *this = from_lowest_terms(std::move(numerator), std::move(denominator));
  }

  /// coefficient / 10^scale; a negative scale multiplies.
  [[nodiscard]] static rational from_scaled(int128 coefficient, int scale) {
    const uint128 size = detail::magnitude(coefficient);
    if (scale >= 0 && scale <= word_digits) return reduced(coefficient < 0, size, low_word(detail::magnitude(power_of_ten(scale))));
    return from_scaled(detail::scaled_integer{detail::to_big(coefficient), -static_cast<std::int64_t>(scale)});
  }
  [[nodiscard]] static rational from_scaled(const detail::scaled_integer& value) {
    big_integer power = big_power_of_ten(static_cast<unsigned>(std::abs(value.exponent)));
    if (value.exponent >= 0) return from_integer(value.coefficient * power);
    return {value.coefficient, std::move(power)};
  }
  /// The whole number itself.
  [[nodiscard]] static rational from_integer(big_integer value) { return from_lowest_terms(std::move(value), 1); }
  /// The fraction of two numbers without a common divisor; the denominator is positive.
  [[nodiscard]] static rational from_lowest_terms(big_integer numerator, big_integer denominator) {
    constexpr std::size_t word_bits = 63;
    rational result;
    if (bit_length(numerator) <= word_bits && bit_length(denominator) <= word_bits) {
      const auto size = static_cast<std::int64_t>(detail::low_128_bits(numerator));
      result.numerator_ = numerator.sign() < 0 ? -size : size;
      result.denominator_ = static_cast<std::int64_t>(detail::low_128_bits(denominator));
    } else {
      result.wide_ = std::make_shared<const wide_fraction>(wide_fraction{std::move(numerator), std::move(denominator)});
    }
    return result;
  }

  [[nodiscard]] big_integer numerator() const { return wide_ ? wide_->numerator : big_integer(numerator_); }
  [[nodiscard]] big_integer denominator() const { return wide_ ? wide_->denominator : big_integer(denominator_); }

  [[nodiscard]] bool is_zero() const { return sign() == 0; }
  [[nodiscard]] bool is_integer() const { return wide_ ? wide_->denominator == 1 : denominator_ == 1; }
  [[nodiscard]] int sign() const { return wide_ ? wide_->numerator.sign() : (numerator_ > 0) - (numerator_ < 0); }
  /// Bits of the larger of numerator and denominator.
  [[nodiscard]] std::size_t bits() const {
    if (wide_) return std::max(bit_length(wide_->numerator), bit_length(wide_->denominator));
    return static_cast<std::size_t>(std::bit_width(std::max(size(), bottom())));
  }

  friend rational operator-(const rational& a) {
    if (a.wide_) return from_lowest_terms(-a.wide_->numerator, a.wide_->denominator);
    rational result = a;
    result.numerator_ = -a.numerator_;
    return result;
  }
  friend rational abs(const rational& a) { return a.sign() < 0 ? -a : a; }
  friend rational operator+(const rational& a, const rational& b) {
    if (!a.wide_ && !b.wide_) return sum(a, b.numerator_, b.bottom());
    return {a.numerator() * b.denominator() + b.numerator() * a.denominator(), a.denominator() * b.denominator()};
  }
  friend rational operator-(const rational& a, const rational& b) {
    if (!a.wide_ && !b.wide_) return sum(a, -b.numerator_, b.bottom());
    return {a.numerator() * b.denominator() - b.numerator() * a.denominator(), a.denominator() * b.denominator()};
  }
  friend rational operator*(const rational& a, const rational& b) {
    if (!a.wide_ && !b.wide_) return product(a.sign() * b.sign() < 0, {a.size(), a.bottom()}, {b.size(), b.bottom()});
    return {a.numerator() * b.numerator(), a.denominator() * b.denominator()};
  }
  /// The divisor is not 0.
  friend rational operator/(const rational& a, const rational& b) {
    assert(!b.is_zero());
    if (!a.wide_ && !b.wide_) return product(a.sign() * b.sign() < 0, {a.size(), a.bottom()}, {b.bottom(), b.size()});
    return {a.numerator() * b.denominator(), a.denominator() * b.numerator()};
  }
  rational& operator+=(const rational& b) { return *this = *this + b; }
  rational& operator-=(const rational& b) { return *this = *this - b; }
  rational& operator*=(const rational& b) { return *this = *this * b; }
  rational& operator/=(const rational& b) { return *this = *this / b; }

  friend bool operator==(const rational& a, const rational& b) {
    if (a.wide_ && b.wide_) return a.wide_->numerator == b.wide_->numerator && a.wide_->denominator == b.wide_->denominator;
    // What fits in place is held in place, so a wide number never equals one that is not.
    return !a.wide_ && !b.wide_ && a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
  }
  friend std::strong_ordering operator<=>(const rational& a, const rational& b) {
    if (!a.wide_ && !b.wide_) return int128{a.numerator_} * b.denominator_ <=> int128{b.numerator_} * a.denominator_;
    if (a.sign() != b.sign()) return a.sign() <=> b.sign();
    return (a.numerator() * b.denominator()).compare(b.numerator() * a.denominator()) <=> 0;
  }

  [[nodiscard]] rational floor() const { return to_whole(rounding_mode::floor); }
  /// The nearest whole number by `mode`.
  [[nodiscard]] rational to_whole(rounding_mode mode) const { return round(0, mode); }
  /// Rounded to multiples of 10^-places; negative places round to tens, hundreds and so on.
  [[nodiscard]] rational round(std::int64_t places, rounding_mode mode) const {
    if (places >= 0 && is_integer()) return *this;
    if (!wide_ && std::abs(places) <= word_digits) return round_word(static_cast<int>(places), mode);
    const big_integer power = big_power_of_ten(static_cast<unsigned>(std::abs(places)));
    if (places >= 0) return {detail::divide_rounded(numerator() * power, denominator(), mode), power};
    return from_integer(detail::divide_rounded(numerator(), denominator() * power, mode) * power);
  }
  /// step * (value / step rounded); 0 when the step is 0.
  [[nodiscard]] rational round_to(const rational& step, rounding_mode mode) const {
    if (step.is_zero()) return {};
    return step * (*this / step).to_whole(mode);
  }
  /// Rounded to so many significant digits, at least one.
  [[nodiscard]] rational round_significant(unsigned digits, rounding_mode mode) const {
    if (is_zero()) return {};
    return from_scaled(detail::to_significant(boost::multiprecision::abs(numerator()), denominator(), digits, mode, sign() < 0));
  }

  /// The whole number, when this is one and fits.
  [[nodiscard]] std::optional<std::int64_t> to_int64() const {
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    if (!is_integer()) return std::nullopt;
    if (!wide_) return numerator_;
    if (wide_->numerator == least) return least;  // the one that fits without being held in place
    return std::nullopt;
  }
  /// This number times `factor`, when that is a whole number and this one is held in place; 0 < factor.
  [[nodiscard]] std::optional<int128> small_multiple(std::int64_t factor) const {
    if (wide_ || factor % denominator_ != 0) return std::nullopt;
    return int128{numerator_} * (factor / denominator_);
  }
  /// The nearest double, ties to even; infinite beyond the largest double.
  [[nodiscard]] double to_double() const {
    constexpr std::uint64_t exact_limit = std::uint64_t{1} << 53;
    if (!wide_ && size() <= exact_limit && bottom() <= exact_limit) {
      return static_cast<double>(numerator_) / static_cast<double>(denominator_);
    }
    return detail::quotient_to_double(numerator(), denominator());
  }
  /// Rounded to `places` decimals (cut to -400 ... 38); nothing when the result has more than 38 digits.
  [[nodiscard]] std::optional<decimal> to_decimal(int places, rounding_mode mode) const {
    if (places < 0) return round(std::max(places, -400), mode).to_decimal(0, mode);
    const int scale = std::min(places, max_decimal_digits);
    const bool negative = sign() < 0;
    uint128 coefficient = 0;
    if (!wide_ && scale <= word_digits) {
      coefficient = divide(uint128{size()} * low_word(detail::magnitude(power_of_ten(scale))), bottom(), negative, mode);
    } else {
      const big_integer scaled = detail::divide_rounded(numerator() * detail::to_big(power_of_ten(scale)), denominator(), mode);
      if (bit_length(scaled) > 127) return std::nullopt;
      coefficient = detail::low_128_bits(scaled);
    }
    if (coefficient >= static_cast<uint128>(power_of_ten(max_decimal_digits))) return std::nullopt;
    return decimal{negative ? -static_cast<int128>(coefficient) : static_cast<int128>(coefficient), scale};
  }

 private:
  struct wide_fraction {
    big_integer numerator;
    big_integer denominator;
  };
  struct word_fraction {
    std::uint64_t top;
    std::uint64_t bottom;
  };

  /// 10^18 is the largest power of ten below 2^63.
  static constexpr int word_digits = 18;
  static constexpr uint128 word_limit = uint128{1} << 63;

  static std::uint64_t low_word(uint128 value) { return static_cast<std::uint64_t>(value); }
  [[nodiscard]] std::uint64_t size() const { return low_word(detail::magnitude(numerator_)); }
  [[nodiscard]] std::uint64_t bottom() const { return static_cast<std::uint64_t>(denominator_); }

  /// top / bottom in lowest terms already.
  static rational of(bool negative, uint128 top, uint128 bottom) {
    if (top >= word_limit || bottom >= word_limit) {
      const big_integer size = detail::to_big(top);
      return from_lowest_terms(negative ? big_integer(-size) : size, detail::to_big(bottom));
    }
    rational result;
    result.numerator_ = negative ? -static_cast<std::int64_t>(top) : static_cast<std::int64_t>(top);
    result.denominator_ = static_cast<std::int64_t>(bottom);
    return result;
  }
  /// top / bottom for a bottom other than 0.
  static rational reduced(bool negative, uint128 top, std::uint64_t bottom) {
    assert(bottom != 0);
    if (bottom == 1) return of(negative, top, 1);
    const std::uint64_t rest = top < word_limit ? low_word(top) : low_word(top % bottom);
    const std::uint64_t divisor = std::gcd(rest, bottom);
    if (top < word_limit) return of(negative, low_word(top) / divisor, bottom / divisor);
    return of(negative, top / divisor, bottom / divisor);
  }
  /// a + top / bottom. With g the common divisor of both denominators only g can still be shared by the sum (Knuth 4.5.1).
  static rational sum(const rational& a, std::int64_t top, std::uint64_t bottom) {
    if (a.bottom() == bottom) {
      const int128 total = int128{a.numerator_} + top;
      return reduced(total < 0, detail::magnitude(total), bottom);
    }
    const std::uint64_t g = std::gcd(a.bottom(), bottom);
    const std::uint64_t rest = bottom / g;
    const int128 total = int128{a.numerator_} * static_cast<std::int64_t>(rest) + int128{top} * static_cast<std::int64_t>(a.bottom() / g);
    const uint128 size = detail::magnitude(total);
    const std::uint64_t shared = g == 1 ? 1 : std::gcd(low_word(size % g), g);
    return of(total < 0, shared == 1 ? size : size / shared, uint128{a.bottom() / shared} * rest);
  }
  static rational product(bool negative, word_fraction a, word_fraction b) {
    const auto cancel = [](std::uint64_t& top, std::uint64_t& bottom) {
      if (bottom == 1) return;
      const std::uint64_t divisor = std::gcd(top, bottom);
      top /= divisor;
      bottom /= divisor;
    };
    cancel(a.top, b.bottom);
    cancel(b.top, a.bottom);
    return of(negative, uint128{a.top} * b.top, uint128{a.bottom} * b.bottom);
  }
  static uint128 divide(uint128 top, uint128 bottom, bool negative, rounding_mode mode) {
    uint128 quotient = top / bottom;
    const auto remainder = size_of_remainder<uint128>(top - quotient * bottom, bottom);
    if (rounds_away_from_zero(mode, negative, (quotient & 1) != 0, remainder)) ++quotient;
    return quotient;
  }
  [[nodiscard]] rational round_word(int places, rounding_mode mode) const {
    const bool negative = numerator_ < 0;
    const std::uint64_t power = low_word(detail::magnitude(power_of_ten(std::abs(places))));
    if (places >= 0) return reduced(negative, divide(uint128{size()} * power, bottom(), negative, mode), power);
    return of(negative, divide(size(), uint128{bottom()} * power, negative, mode) * power, 1);
  }

  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
  std::shared_ptr<const wide_fraction> wide_;  // instead of the two above when set
};

}  // namespace attain
