// SPDX-License-Identifier: Apache-2.0
/// Roots, powers, exponentials and logarithms of fractions, correctly rounded to 34 significant digits.
///
/// Each function is first bounded from both sides in fixed point; the precision doubles until both bounds round to the
/// same 34 digits (Ziv's strategy). That ends because no result is a rational number unless it was recognised as one
/// before: exp and ln of rationals other than 0 and 1 are transcendental (Lindemann), log10 of a rational that is no power
/// of ten as well (Gelfond and Schneider), and roots are tried exactly first.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <tuple>
#include <utility>

#include "attain/number/arithmetic_base.hpp"
#include "attain/number/big_integer.hpp"
#include "attain/number/rational.hpp"

namespace attain {

/// A number with more bits in its numerator or denominator is too large.
inline constexpr std::size_t rational_bit_limit = 16384;

/// Digits of a result that is not rational.
inline constexpr unsigned function_digits = 34;

namespace detail {

/// A number known as value * 2^-bits, with an error of at most `error` units of 2^-bits.
struct fixed_point {
  big_integer value;
  std::size_t bits = 0;
  big_integer error = 0;
};

/// floor(a * 2^bits).
inline big_integer to_fixed(const rational& a, std::size_t bits) { return divide_rounded(a.numerator() << bits, a.denominator(), rounding_mode::floor); }

inline big_integer shift_right(const big_integer& value, std::size_t bits) {
  return value.sign() < 0 ? big_integer(-(big_integer(-value) >> bits)) : big_integer(value >> bits);
}

/// The same number with fewer bits.
inline fixed_point with_bits(const fixed_point& a, std::size_t bits) {
  const std::size_t drop = a.bits - bits;
  return {shift_right(a.value, drop), bits, (a.error >> drop) + 2};
}

/// Sum of z^(2i+1) / (2i+1) = atanh z, z given in units of 2^-bits with |z| below 0.21.
/// Each term is cut off once or twice, so the error is below 4 units a term and z's own error.
inline fixed_point atanh_series(const big_integer& z, std::size_t bits) {
  const big_integer square = (z * z) >> bits;
  big_integer power = z;
  big_integer total = z;
  std::uint64_t terms = 1;
  for (std::uint64_t divisor = 3;; divisor += 2) {
    power = shift_right(power * square, bits);
    if (power.is_zero()) break;
    total += power / divisor;
    ++terms;
  }
  return {std::move(total), bits, big_integer(4 * terms + 8)};
}

/// ln 2 = 18 atanh(1/26) - 2 atanh(1/4801) + 8 atanh(1/8749) (Machin-like formula), in units of 2^-bits.
inline fixed_point compute_ln2(std::size_t bits) {
  const std::size_t work = bits + 32;
  const auto term = [work](std::uint64_t inverse) { return atanh_series((big_integer(1) << work) / inverse, work); };
  const fixed_point a = term(26);
  const fixed_point b = term(4801);
  const fixed_point c = term(8749);
  return with_bits({18 * a.value - 2 * b.value + 8 * c.value, work, 18 * a.error + 2 * b.error + 8 * c.error}, bits);
}

/// ln 2 within 4 units of 2^-bits; the precisions that nearly every call asks for are computed once.
inline fixed_point ln2(std::size_t bits) {
  constexpr std::size_t kept_bits = 512;
  if (bits > kept_bits) return compute_ln2(bits);
  static const fixed_point kept = compute_ln2(kept_bits);
  return with_bits(kept, bits);
}

/// ln a for a > 0, a != 1, with an error below 2^-precision relative to the result.
inline fixed_point approximate_ln(const rational& a, std::size_t precision) {
  // a = m * 2^k with m between 2/3 and 4/3, so that k * ln 2 and ln m never cancel.
  auto k = static_cast<std::int64_t>(bit_length(a.numerator())) - static_cast<std::int64_t>(bit_length(a.denominator()));
  const auto scaled = [&a](std::int64_t exponent) {
    return exponent >= 0 ? std::pair(a.numerator(), big_integer(a.denominator() << static_cast<std::size_t>(exponent)))
                         : std::pair(big_integer(a.numerator() << static_cast<std::size_t>(-exponent)), a.denominator());
  };
  auto [n, d] = scaled(k);  // between 1/2 and 2
  if (3 * n > 4 * d) std::tie(n, d) = scaled(++k);
  if (3 * n < 2 * d) std::tie(n, d) = scaled(--k);
  // Near 1 the logarithm is as small as m - 1: as many more bits are needed.
  const big_integer difference = n - d;
  const std::size_t leading_zeros = k == 0 ? bit_length(d) - std::min(bit_length(d), bit_length(difference)) + 1 : 0;
  const std::size_t bits = precision + leading_zeros + 40;
  const big_integer z = divide_rounded(difference << bits, n + d, rounding_mode::down);
  fixed_point result = atanh_series(z, bits);
  result.value *= 2;
  result.error = 2 * result.error + 4;
  if (k != 0) {
    const fixed_point log2 = ln2(bits);
    result.value += k * log2.value;
    result.error += std::abs(k) * log2.error;
  }
  return result;
}

/// exp(x) as mantissa * 2^exponent, the mantissa between 1 and 2 or a little outside, for |x| < 2^15.
struct exponential_value {
  fixed_point mantissa;
  std::int64_t exponent = 0;
};

/// The error is below 2^-precision when x is given with at least precision + 64 bits and an error of a few units.
inline exponential_value approximate_exp(const fixed_point& x, std::size_t precision) {
  std::size_t halvings = 4;
  while (halvings * halvings < precision) ++halvings;  // balances squarings against terms of the series
  const std::size_t bits = std::max(x.bits, precision + 2 * halvings + 64);
  const big_integer full = x.value << (bits - x.bits);
  const big_integer log2 = ln2(bits).value;
  big_integer k = full / log2;
  if (k * log2 > full) --k;
  const big_integer reduced = (full - k * log2) >> halvings;  // 0 <= reduced < ln 2 / 2^halvings
  big_integer term = big_integer(1) << bits;
  big_integer total = term;
  for (std::uint64_t i = 1; !term.is_zero(); ++i) {
    term = ((term * reduced) >> bits) / i;
    total += term;
  }
  for (std::size_t i = 0; i < halvings; ++i) total = (total * total) >> bits;
  // Units lost: some thousands in series and reduction (k < 2^15), doubled by each squaring.
  const std::size_t drop = bits - precision - 8;
  const big_integer x_error = (x.error << (bits - x.bits)) >> drop;
  return {{big_integer(total >> drop), precision + 8, big_integer(64 + 4 * x_error)}, static_cast<std::int64_t>(k)};
}

/// value * 2^(exponent - bits) to 34 digits, or nothing when the error leaves more than one answer.
inline std::optional<rational> round_if_certain(const fixed_point& a, std::int64_t exponent = 0) {
  const bool negative = a.value.sign() < 0;
  const big_integer size = boost::multiprecision::abs(a.value);
  if (size <= a.error) return std::nullopt;
  const std::int64_t shift = exponent - static_cast<std::int64_t>(a.bits);
  const big_integer up = big_integer(1) << static_cast<std::size_t>(std::max<std::int64_t>(shift, 0));
  const big_integer down = big_integer(1) << static_cast<std::size_t>(std::max<std::int64_t>(-shift, 0));
  const auto rounded = [&](const big_integer& value) { return to_significant(value * up, down, function_digits, rounding_mode::half_even, negative); };
  const scaled_integer low = rounded(size - a.error);
  const scaled_integer high = rounded(size + a.error);
  const rational result = rational::from_scaled(low);
  if (result != rational::from_scaled(high)) return std::nullopt;
  return result;
}

/// Calls f(precision) with rising precision until it returns a number.
template <class Function>
rational rise_precision(const Function& f) {
  for (std::size_t precision = 144;; precision *= 2) {
    if (std::optional<rational> result = f(precision)) return *std::move(result);
  }
}

/// Hands out the value unless it is too large.
inline outcome limit_size(rational value, rational& result) {
  if (value.bits() > rational_bit_limit) return outcome::too_large;
  result = std::move(value);
  return outcome::ok;
}

/// A number not below the root of `value`, and nearly it: from the leading 53 bits.
inline big_integer root_from_above(const big_integer& value, unsigned degree) {
  const std::size_t bits = bit_length(value);
  const std::size_t drop = bits > 53 ? bits - 53 : 0;
  const double logarithm = (std::log2(static_cast<double>(static_cast<std::uint64_t>(value >> drop))) + static_cast<double>(drop)) / degree;
  const double whole = std::max(std::floor(logarithm) - 40, 0.0);
  const double leading = std::exp2(logarithm - whole) * (1 + 1e-9) + 2;  // the error of these lines is below 1e-11
  return big_integer(static_cast<std::uint64_t>(leading)) << static_cast<std::size_t>(whole);
}

/// The whole root of a whole number >= 0 rounded down, degree >= 2 (Newton's iteration from above).
inline big_integer floor_root(const big_integer& value, unsigned degree) {
  if (degree == 2) return boost::multiprecision::sqrt(value);
  if (value <= 1) return value;
  if (degree >= bit_length(value)) return 1;
  big_integer root = root_from_above(value, degree);
  for (;;) {
    const big_integer next = (root * (degree - 1) + value / boost::multiprecision::pow(root, degree - 1)) / degree;
    if (next >= root) return root;
    root = next;
  }
}

/// The root of a fraction >= 0, when it is a fraction.
inline std::optional<rational> rational_root(const rational& a, unsigned degree) {
  const auto exact = [degree](const big_integer& value) -> std::optional<big_integer> {
    big_integer root = floor_root(value, degree);
    if (boost::multiprecision::pow(root, degree) != value) return std::nullopt;
    return root;
  };
  const auto numerator = exact(a.numerator());
  if (!numerator) return std::nullopt;
  const auto denominator = exact(a.denominator());
  if (!denominator) return std::nullopt;
  return rational::from_lowest_terms(*numerator, *denominator);
}

/// base^exponent for a whole exponent; the base is not 0, or the exponent is positive.
inline outcome whole_power(const rational& base, const big_integer& exponent, rational& result) {
  const bool odd = boost::multiprecision::bit_test(boost::multiprecision::abs(exponent), 0);
  if (abs(base) == rational(1)) return limit_size(rational(base.sign() < 0 && odd ? -1 : 1), result);
  if (base.is_zero()) return limit_size({}, result);
  // With b bits the larger side of the fraction is at least 2^(b-1).
  const big_integer count = boost::multiprecision::abs(exponent);
  if (count * (base.bits() - 1) > rational_bit_limit) return outcome::too_large;
  const auto n = static_cast<unsigned>(count);
  big_integer top = boost::multiprecision::pow(base.numerator(), n);
  big_integer bottom = boost::multiprecision::pow(base.denominator(), n);
  if (exponent.sign() < 0) {
    std::swap(top, bottom);
    if (bottom.sign() < 0) {
      top = -top;
      bottom = -bottom;
    }
  }
  return limit_size(rational::from_lowest_terms(std::move(top), std::move(bottom)), result);
}

/// base^exponent for a base > 0 other than 1 when the result is not rational: exp(exponent * ln base).
inline outcome irrational_power(const rational& base, const rational& exponent, rational& result) {
  const fixed_point rough_ln = approximate_ln(base, 64);
  const rational rough(rough_ln.value, big_integer(1) << rough_ln.bits);
  const rational rough_product = abs(rough * exponent);
  if (rough_product > rational(12000)) return outcome::too_large;
  const std::size_t exponent_bits = bit_length(to_fixed(abs(exponent), 0)) + 2;
  return limit_size(rise_precision([&](std::size_t precision) {
                      const std::size_t bits = precision + 80;
                      const fixed_point ln = approximate_ln(base, bits + exponent_bits + 16);
                      const big_integer product =
                          divide_rounded(ln.value * exponent.numerator(), exponent.denominator() << (ln.bits - bits), rounding_mode::floor);
                      const exponential_value e = approximate_exp({product, bits, 4}, precision);
                      return round_if_certain(e.mantissa, e.exponent);
                    }),
                    result);
}

}  // namespace detail

/// The square root: exact when it is a fraction, else to 34 digits; outside the domain below 0.
inline outcome exact_square_root(const rational& a, rational& result) {
  if (a.sign() < 0) return outcome::outside_domain;
  if (auto root = detail::rational_root(a, 2)) return detail::limit_size(*std::move(root), result);
  return detail::limit_size(detail::rise_precision([&a](std::size_t precision) {
                              // Small numbers need their leading zeros on top of the precision.
                              const std::size_t bits = precision + bit_length(a.denominator()) / 2 + 1;
                              const big_integer root = boost::multiprecision::sqrt(detail::to_fixed(a, 2 * bits));
                              return detail::round_if_certain({root, bits, 2});
                            }),
                            result);
}

/// e^a to 34 digits; e^0 is exactly 1.
inline outcome exact_exponential(const rational& a, rational& result) {
  if (a.is_zero()) return detail::limit_size(rational(1), result);
  if (abs(a) > rational(12000)) return outcome::too_large;  // e^11400 already has more bits than the limit
  return detail::limit_size(detail::rise_precision([&a](std::size_t precision) {
                              const std::size_t bits = precision + 80;
                              const auto e = detail::approximate_exp({detail::to_fixed(a, bits), bits, 1}, precision);
                              return detail::round_if_certain(e.mantissa, e.exponent);
                            }),
                            result);
}

/// The natural logarithm to 34 digits; ln 1 is exactly 0; outside the domain at 0 and below.
inline outcome exact_natural_log(const rational& a, rational& result) {
  if (a.sign() <= 0) return outcome::outside_domain;
  if (a == rational(1)) return detail::limit_size({}, result);
  return detail::limit_size(detail::rise_precision([&a](std::size_t precision) { return detail::round_if_certain(detail::approximate_ln(a, precision)); }),
                            result);
}

/// The logarithm to base ten to 34 digits, exact for powers of ten; outside the domain at 0 and below.
inline outcome exact_common_log(const rational& a, rational& result) {
  if (a.sign() <= 0) return outcome::outside_domain;
  const bool whole = a.is_integer();
  const rational size = whole ? a : rational(a.denominator(), a.numerator());
  if (size.is_integer()) {
    const auto digits = detail::to_significant(size.numerator(), 1, 1, rounding_mode::down);
    if (digits.coefficient == 1 && rational::from_scaled(digits) == size) {
      return detail::limit_size(rational(whole ? digits.exponent : -digits.exponent), result);
    }
  }
  return detail::limit_size(detail::rise_precision([&a](std::size_t precision) {
                              const auto ln = detail::approximate_ln(a, precision + 8);
                              const auto ln10 = detail::approximate_ln(rational(10), precision + 8);
                              const std::size_t bits = ln.bits;
                              big_integer quotient = (ln.value << ln10.bits) / ln10.value;
                              // Both logarithms are good to 2^-(precision + 8) of their size, so the quotient is to 2^-(precision + 5).
                              big_integer error = (boost::multiprecision::abs(quotient) >> (precision + 5)) + 2;
                              return detail::round_if_certain({std::move(quotient), bits, std::move(error)});
                            }),
                            result);
}

/// base^exponent: exact when it is a fraction, else to 34 digits. 0^0 is 1; outside the domain are negative powers of 0 and
/// fractional powers of negative numbers.
inline outcome exact_power(const rational& base, const rational& exponent, rational& result) {
  if (exponent.is_zero()) return detail::limit_size(rational(1), result);
  if (base.is_zero()) return exponent.sign() < 0 ? outcome::outside_domain : detail::limit_size({}, result);
  if (exponent.is_integer()) return detail::whole_power(base, exponent.numerator(), result);
  if (base.sign() < 0) return outcome::outside_domain;
  if (base == rational(1)) return detail::limit_size(rational(1), result);
  // A root of higher degree than the base has bits cannot be a fraction.
  if (exponent.denominator() <= base.bits()) {
    if (const auto root = detail::rational_root(base, static_cast<unsigned>(exponent.denominator()))) {
      return detail::whole_power(*root, exponent.numerator(), result);
    }
  }
  return detail::irrational_power(base, exponent, result);
}

}  // namespace attain
