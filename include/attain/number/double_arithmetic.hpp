// SPDX-License-Identifier: Apache-2.0
/// Fast arithmetic of plans: the operations of the evaluator on doubles.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "attain/number/arithmetic_base.hpp"
#include "attain/number/decimal.hpp"
#include "attain/number/rounding.hpp"

namespace attain {

namespace detail {

/// Beyond this a double has no fraction that could be rounded.
inline constexpr double largest_fractional_double = 4503599627370496.0;  // 2^52

/// How far from a half or a whole number a scaled value still counts as one: four to eight units in the last place, which
/// is what writing 1.005 in binary and scaling it can cost.
inline constexpr double slack_per_size = 0x1p-50;
/// Never so much that what people can see is lost.
inline constexpr double largest_slack = 0x1p-5;
/// Beyond this size the units in the last place of a scaled value are too coarse for its fraction.
inline constexpr double largest_scaled = largest_slack / slack_per_size;

inline double rounding_slack(double value) { return std::min(std::abs(value) * slack_per_size, largest_slack); }

/// whole + fraction as a whole number by `mode`, with 0 <= fraction < 1 of a number that is negative or not, as if within
/// the slack of a half were a half and within the slack of a whole number that number.
inline std::int64_t decide(std::int64_t whole, double fraction, bool negative, rounding_mode mode) {
  const double slack = rounding_slack(static_cast<double>(whole) + fraction);
  remainder_size remainder = remainder_size::zero;
  if (fraction >= 1 - slack) {
    ++whole;
  } else if (fraction > slack) {
    const double beside = fraction - 0.5;
    remainder = std::abs(beside) <= slack ? remainder_size::half : (beside < 0 ? remainder_size::below_half : remainder_size::above_half);
  }
  if (rounds_away_from_zero(mode, negative, (whole & 1) != 0, remainder)) ++whole;
  return negative ? -whole : whole;
}

/// The whole number for `value` by `mode`, where |value| < 2^52.
inline std::int64_t round_to_whole(double value, rounding_mode mode) {
  const double size = std::abs(value);
  const auto whole = static_cast<std::int64_t>(size);
  const double fraction = size - static_cast<double>(whole);
  if (mode == rounding_mode::half_up) {  // what decide() finds, without a branch on the data
    const std::int64_t rounded = whole + (fraction - 0.5 >= -rounding_slack(size) ? 1 : 0);
    return value < 0 ? -rounded : rounded;
  }
  return decide(whole, fraction, value < 0, mode);
}

/// The same for the decimal digits of a number cut by `cut` >= 1 digits at the end; at most 17 digits.
inline std::int64_t round_written(const written_number& number, std::int64_t cut, rounding_mode mode) {
  std::int64_t coefficient = 0;
  for (const char digit : number.digits) coefficient = coefficient * 10 + (digit - '0');
  constexpr std::int64_t all = 18;
  if (cut > all) return decide(0, 0.25, number.negative, mode);
  const auto unit = static_cast<std::int64_t>(power_of_ten(static_cast<int>(cut)));
  return decide(coefficient / unit, static_cast<double>(coefficient % unit) / static_cast<double>(unit), number.negative, mode);
}

/// value * 10^exponent, within two units in the last place.
inline double scale_by_ten(double value, std::int64_t exponent) {
  constexpr std::int64_t step = 22;
  while (exponent > step && value != 0 && std::isfinite(value)) {
    value *= 1e22;
    exponent -= step;
  }
  while (exponent < -step && value != 0) {
    value /= 1e22;
    exponent += step;
  }
  if (value == 0 || !std::isfinite(value)) return value;
  const double power = exact_double_powers_of_ten[static_cast<std::size_t>(std::abs(exponent))];
  return exponent < 0 ? value / power : value * power;
}

}  // namespace detail

/// A result may be any of the operands; none is ever infinite, NaN or -0.
template <>
struct arithmetic<double> {
  using number = double;

  [[nodiscard]] static double from(const decimal& value) { return attain::to_double(value); }
  [[nodiscard]] static double from(std::int64_t value) { return static_cast<double>(value); }
  /// The double itself; it is finite.
  [[nodiscard]] static double from(double value) { return unsigned_zero(value); }
  [[nodiscard]] static double from_scaled(std::int64_t coefficient, int scale) { return detail::scaled_to_double(coefficient, -scale); }
  [[nodiscard]] static double from_scaled(int128 coefficient, int scale) { return detail::scaled_to_double(coefficient, -scale); }

  static outcome add(double a, double b, double& result) { return finite(a + b, result); }
  static outcome subtract(double a, double b, double& result) { return finite(a - b, result); }
  static outcome multiply(double a, double b, double& result) { return finite(a * b, result); }
  static outcome divide(double a, double b, double& result) {
    if (b == 0) return outcome::division_by_zero;
    return finite(a / b, result);
  }

  [[nodiscard]] static double negate(double a) { return unsigned_zero(-a); }
  [[nodiscard]] static double absolute(double a) { return std::abs(a); }
  [[nodiscard]] static int sign(double a) { return a < 0 ? -1 : (a > 0 ? 1 : 0); }
  /// Negative, 0 or positive as a < b, a == b or a > b.
  [[nodiscard]] static int compare(double a, double b) { return a < b ? -1 : (a > b ? 1 : 0); }

  /// 0^0 is 1; outside the domain are negative powers of 0 and fractional powers of negative numbers.
  static outcome power(double base, double exponent, double& result) {
    if (base == 0 && exponent < 0) return outcome::outside_domain;
    if (base < 0 && std::trunc(exponent) != exponent) return outcome::outside_domain;
    return finite(std::pow(base, exponent), result);
  }
  static outcome square_root(double a, double& result) {
    if (a < 0) return outcome::outside_domain;
    return finite(std::sqrt(a), result);
  }
  static outcome exponential(double a, double& result) { return finite(std::exp(a), result); }
  static outcome natural_log(double a, double& result) {
    if (a <= 0) return outcome::outside_domain;
    return finite(std::log(a), result);
  }
  static outcome common_log(double a, double& result) {
    if (a <= 0) return outcome::outside_domain;
    return finite(std::log10(a), result);
  }

  /// Rounds the number as people write it: 1.005 to two places is 1.01. Places beyond -400 ... 400 count as these.
  /// What would pass the largest double stays there.
  [[nodiscard]] static double round(double a, std::int64_t places, rounding_mode mode) {
    places = std::clamp<std::int64_t>(places, -400, 400);
    if (a == 0) return 0;
    const double scaled = detail::scale_by_ten(a, places);
    constexpr double smallest_precise = 1e-290;  // far enough from the subnormal numbers, which have fewer digits
    if (std::abs(scaled) < detail::largest_scaled && std::abs(a) >= smallest_precise && scaled != 0) {
      return written(detail::round_to_whole(scaled, mode), -places);
    }
    const auto digits = detail::shortest_digits(a);
    const std::int64_t cut = -digits.exponent - places;
    return cut <= 0 ? a : written(detail::round_written(digits, cut, mode), -places);
  }
  /// step * (a / step rounded); 0 when the step is 0.
  [[nodiscard]] static double round_to(double a, double step, rounding_mode mode) {
    if (step == 0 || a == 0) return 0;
    double quotient = a / step;
    if (!(std::abs(quotient) < detail::largest_fractional_double)) return a;
    if (quotient == 0) quotient = std::copysign(0.25, quotient);  // too small for a double is not nothing to `up`
    const std::int64_t whole = detail::round_to_whole(quotient, mode);
    // With the step as written the multiple is the double nearest to the decimal: 3 steps of 0.05 are 0.15.
    constexpr double most_digits = 1e15;  // below this the digits of step and multiple fit 128 bits
    if (const auto unit = decimal_from_double(step); unit && std::abs(step) < most_digits) {
      return unsigned_zero(detail::scaled_to_double(unit->coefficient * whole, -unit->scale));
    }
    return saturated(static_cast<double>(whole) * step);
  }
  /// Digits below 1 count as 1.
  [[nodiscard]] static double round_significant(double a, std::int64_t digits, rounding_mode mode) {
    constexpr std::int64_t all_digits = std::numeric_limits<double>::max_digits10;
    if (a == 0 || digits >= all_digits) return a;
    const auto shortest = detail::shortest_digits(a);
    const std::int64_t first_digit = shortest.exponent + static_cast<std::int64_t>(shortest.digits.size()) - 1;
    return round(a, std::max<std::int64_t>(digits, 1) - 1 - first_digit, mode);
  }
  /// x - d * floor(x / d): 0 or of the sign of d. A quotient within a few units of a whole number leaves nothing.
  static outcome modulo(double x, double d, double& result) {
    if (d == 0) return outcome::division_by_zero;
    const double quotient = x / d;
    if (std::abs(quotient) < detail::largest_fractional_double && std::abs(quotient - std::nearbyint(quotient)) <= detail::rounding_slack(quotient)) {
      return finite(0, result);
    }
    double rest = std::fmod(x, d);
    if (rest != 0 && (rest < 0) != (d < 0)) rest += d;
    return finite(rest, result);
  }

  /// False, and nothing written, when `a` is not a whole number of 64 bits (within a few units in the last place).
  static bool to_integer(double a, std::int64_t& result) {
    if (!fits_integer(a)) return false;
    const double whole = std::nearbyint(a);
    if (std::abs(a - whole) > detail::rounding_slack(a)) return false;
    result = static_cast<std::int64_t>(whole);
    return true;
  }
  /// The largest whole number not above `a`; 0 when it does not fit.
  [[nodiscard]] static std::int64_t floor_integer(double a, bool& fits) {
    fits = fits_integer(a);
    if (!fits) return 0;
    return std::abs(a) < detail::largest_fractional_double ? detail::round_to_whole(a, rounding_mode::floor) : static_cast<std::int64_t>(a);
  }
  [[nodiscard]] static double to_double(double a) { return a; }
  /// Rounded to `places` decimals (cut to -400 ... 38); nothing when the result has more than 38 digits.
  [[nodiscard]] static std::optional<decimal> to_decimal(double a, int places, rounding_mode mode = rounding_mode::half_up) {
    const int scale = std::clamp(places, 0, max_decimal_digits);
    const auto value = decimal_from_double(round(a, std::min(places, max_decimal_digits), mode));
    if (!value) return std::nullopt;
    // Past 15 digits the double nearest to the rounded decimal may be written with one digit more.
    return rescale(attain::round(*value, scale, rounding_mode::half_even), scale);
  }

  /// A total that does not depend on the order or grouping of its addends: each is brought to a multiple of 2^-60, half to
  /// even, and the multiples are added as integers wide enough never to overflow.
  class sum {
   public:
    /// Too large beyond 2^67; the total then is too.
    outcome add(double addend) {
      const double units = addend * 0x1p60;
      if (!(std::abs(units) < 0x1p127)) {
        overflow_ = true;
        return outcome::too_large;
      }
      add_units(static_cast<int128>(std::nearbyint(units)));
      return outcome::ok;
    }
    void merge(const sum& other) {
      overflow_ = overflow_ || other.overflow_;
      low_ += other.low_;
      high_ += other.high_ + (low_ < other.low_ ? 1 : 0);
    }
    outcome value(double& result) const {
      const auto total = static_cast<int128>(low_);
      if (overflow_ || high_ != (total < 0 ? -1 : 0)) return outcome::too_large;
      result = static_cast<double>(total) * 0x1p-60;
      return outcome::ok;
    }

   private:
    void add_units(int128 units) {
      const auto bits = static_cast<uint128>(units);
      low_ += bits;
      high_ += (units < 0 ? -1 : 0) + (low_ < bits ? 1 : 0);
    }

    uint128 low_ = 0;        // the total modulo 2^128
    std::int64_t high_ = 0;  // and the multiple of 2^128 above it: a total may pass 2^127 and come back in any order
    bool overflow_ = false;
  };

 private:
  [[nodiscard]] static double unsigned_zero(double value) { return value + 0.0; }  // -0 + 0 is 0
  [[nodiscard]] static double saturated(double value) {
    constexpr double largest = std::numeric_limits<double>::max();
    return unsigned_zero(std::clamp(value, -largest, largest));
  }
  [[nodiscard]] static bool fits_integer(double value) { return value >= -0x1p63 && value < 0x1p63; }
  static outcome finite(double value, double& result) {
    if (!std::isfinite(value)) return outcome::too_large;
    result = unsigned_zero(value);
    return outcome::ok;
  }
  /// The double nearest to whole * 10^exponent.
  [[nodiscard]] static double written(std::int64_t whole, std::int64_t exponent) {
    return saturated(detail::scaled_to_double(whole, static_cast<int>(exponent)));
  }
};

}  // namespace attain
