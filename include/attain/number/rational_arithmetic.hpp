// SPDX-License-Identifier: Apache-2.0
/// Exact arithmetic of plans: the operations of the evaluator on rationals.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "attain/number/arithmetic_base.hpp"
#include "attain/number/decimal.hpp"
#include "attain/number/exact_functions.hpp"
#include "attain/number/rational.hpp"
#include "attain/number/rounding.hpp"

namespace attain {

/// Every result is exact but those of power (with a fractional exponent), square_root, exponential and the logarithms,
/// which are correctly rounded to 34 significant digits. A result may be any of the operands.
template <>
struct arithmetic<rational> {
  using number = rational;

  [[nodiscard]] static rational from(const decimal& value) { return rational(value); }
  [[nodiscard]] static rational from(std::int64_t value) { return rational(value); }
  /// The shortest decimal that reads as this double; the double is finite.
  [[nodiscard]] static rational from(double value) {
    if (const auto found = detail::short_decimal_from_double(value)) return rational(*found);
    const auto written = detail::shortest_digits(value);
    int128 coefficient = 0;
    for (const char digit : written.digits) coefficient = coefficient * 10 + (digit - '0');
    return from_scaled(written.negative ? -coefficient : coefficient, static_cast<int>(-written.exponent));
  }
  [[nodiscard]] static rational from_scaled(std::int64_t coefficient, int scale) { return rational::from_scaled(coefficient, scale); }
  [[nodiscard]] static rational from_scaled(int128 coefficient, int scale) { return rational::from_scaled(coefficient, scale); }

  static outcome add(const rational& a, const rational& b, rational& result) { return detail::limit_size(a + b, result); }
  static outcome subtract(const rational& a, const rational& b, rational& result) { return detail::limit_size(a - b, result); }
  static outcome multiply(const rational& a, const rational& b, rational& result) { return detail::limit_size(a * b, result); }
  static outcome divide(const rational& a, const rational& b, rational& result) {
    if (b.is_zero()) return outcome::division_by_zero;
    return detail::limit_size(a / b, result);
  }

  [[nodiscard]] static rational negate(const rational& a) { return -a; }
  [[nodiscard]] static rational absolute(const rational& a) { return abs(a); }
  [[nodiscard]] static int sign(const rational& a) { return a.sign(); }
  /// Negative, 0 or positive as a < b, a == b or a > b.
  [[nodiscard]] static int compare(const rational& a, const rational& b) {
    const auto order = a <=> b;
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
  }

  static outcome power(const rational& base, const rational& exponent, rational& result) { return exact_power(base, exponent, result); }
  static outcome square_root(const rational& a, rational& result) { return exact_square_root(a, result); }
  static outcome exponential(const rational& a, rational& result) { return exact_exponential(a, result); }
  static outcome natural_log(const rational& a, rational& result) { return exact_natural_log(a, result); }
  static outcome common_log(const rational& a, rational& result) { return exact_common_log(a, result); }

  /// Places beyond -400 ... 400 count as these.
  [[nodiscard]] static rational round(const rational& a, std::int64_t places, rounding_mode mode) {
    return a.round(std::clamp<std::int64_t>(places, -400, 400), mode);
  }
  [[nodiscard]] static rational round_to(const rational& a, const rational& step, rounding_mode mode) { return a.round_to(step, mode); }
  /// Digits beyond 1 ... 400 count as these.
  [[nodiscard]] static rational round_significant(const rational& a, std::int64_t digits, rounding_mode mode) {
    return a.round_significant(static_cast<unsigned>(std::clamp<std::int64_t>(digits, 1, 400)), mode);
  }
  /// x - d * floor(x / d): 0 or of the sign of d.
  static outcome modulo(const rational& x, const rational& d, rational& result) {
    if (d.is_zero()) return outcome::division_by_zero;
    return detail::limit_size(x - d * (x / d).floor(), result);
  }

  /// False, and nothing written, when `a` is not a whole number of 64 bits.
  static bool to_integer(const rational& a, std::int64_t& result) {
    const auto value = a.to_int64();
    if (value) result = *value;
    return value.has_value();
  }
  /// The largest whole number not above `a`; 0 when it does not fit.
  [[nodiscard]] static std::int64_t floor_integer(const rational& a, bool& fits) {
    const auto value = a.floor().to_int64();
    fits = value.has_value();
    return value.value_or(0);
  }
  [[nodiscard]] static double to_double(const rational& a) { return a.to_double(); }
  [[nodiscard]] static std::optional<decimal> to_decimal(const rational& a, int places, rounding_mode mode = rounding_mode::half_up) {
    return a.to_decimal(places, mode);
  }

  /// A total that does not depend on the order or grouping of its addends.
  /// Addends are brought to at most 30 decimals, half to even, so the total is one integer in units of 10^-30.
  class sum {
   public:
    static constexpr unsigned places = 30;

    outcome add(const rational& addend) {
      if (const auto units = addend.small_multiple(short_unit)) {
        add_short(*units);
      } else {
        long_ += detail::divide_rounded(addend.numerator() * unit(), addend.denominator(), rounding_mode::half_even);
      }
      return outcome::ok;
    }
    void merge(const sum& other) {
      long_ += other.long_;
      add_short(other.short_);
    }
    outcome value(rational& result) const { return detail::limit_size(rational::from_scaled(short_, short_places) + rational(long_, unit()), result); }

   private:
    static constexpr int short_places = 12;
    static constexpr std::int64_t short_unit = 1'000'000'000'000;

    static const big_integer& unit() {
      static const big_integer power = big_power_of_ten(places);
      return power;
    }
    void add_short(int128 units) {
      int128 total = 0;
      if (__builtin_add_overflow(short_, units, &total)) {
        long_ += detail::to_big(short_) * big_power_of_ten(places - short_places);
        total = units;
      }
      short_ = total;
    }

    int128 short_ = 0;      // what has at most 12 decimals, in units of 10^-12
    big_integer long_ = 0;  // what has more, in units of 10^-30
  };
};

}  // namespace attain
