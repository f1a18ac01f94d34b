// SPDX-License-Identifier: Apache-2.0
/// A decimal number of at most 38 digits, as written in plans and data and as handed out in results.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attain {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

/// Digits that a coefficient may have, and the largest scale: what Arrow's and SQL's 128-bit decimals hold.
inline constexpr int max_decimal_digits = 38;

namespace detail {

inline constexpr std::array<int128, max_decimal_digits + 1> powers_of_ten = [] {
  std::array<int128, max_decimal_digits + 1> table{};
  int128 power = 1;
  for (std::size_t i = 0; i < table.size(); ++i) {
    table[i] = power;
    if (i + 1 < table.size()) power *= 10;
  }
  return table;
}();

/// Powers of ten that a double holds exactly.
inline constexpr std::array<double, 23> exact_double_powers_of_ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

constexpr uint128 magnitude(int128 value) { return value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value); }

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace detail

/// 10 to the power n, for 0 <= n <= 38.
[[nodiscard]] constexpr int128 power_of_ten(int n) {
  assert(n >= 0 && n <= max_decimal_digits);
  return detail::powers_of_ten[static_cast<std::size_t>(n)];
}

/// The value coefficient / 10^scale, with |coefficient| < 10^38 and 0 <= scale <= 38.
struct decimal {
  int128 coefficient = 0;
  int scale = 0;

  /// Equality is by value: 1.5 and 1.50 are equal.
  friend constexpr bool operator==(const decimal& a, const decimal& b) {
    if (a.scale > b.scale) return b == a;
    const int128 factor = power_of_ten(b.scale - a.scale);
    return b.coefficient % factor == 0 && b.coefficient / factor == a.coefficient;
  }
};

/// Why a text is not a decimal.
enum class decimal_problem : std::uint8_t { none, not_a_number, too_many_digits };

/// The same value at another scale; nothing when that would lose or overflow digits.
[[nodiscard]] constexpr std::optional<decimal> rescale(const decimal& value, int scale) {
  if (scale < 0 || scale > max_decimal_digits) return std::nullopt;
  if (scale <= value.scale) {
    const int128 factor = power_of_ten(value.scale - scale);
    if (value.coefficient % factor != 0) return std::nullopt;
    return decimal{value.coefficient / factor, scale};
  }
  const int shift = scale - value.scale;
  // |coefficient| * 10^shift < 10^38 exactly when |coefficient| < 10^(38 - shift).
  if (detail::magnitude(value.coefficient) >= static_cast<uint128>(power_of_ten(max_decimal_digits - shift))) return std::nullopt;
  return decimal{value.coefficient * power_of_ten(shift), scale};
}

/// Negative, 0 or positive as the first is below, equal to or above the second.
[[nodiscard]] constexpr int compare(const decimal& a, const decimal& b) {
  if (a.scale > b.scale) return -compare(b, a);
  const auto scaled = rescale(a, b.scale);
  if (!scaled) return a.coefficient < 0 ? -1 : 1;  // more digits than the other can have
  return scaled->coefficient < b.coefficient ? -1 : (b.coefficient < scaled->coefficient ? 1 : 0);
}

/// The same value at the smallest scale that holds it.
[[nodiscard]] constexpr decimal without_trailing_zeros(decimal value) {
  while (value.scale > 0 && value.coefficient % 10 == 0) {
    value.coefficient /= 10;
    --value.scale;
  }
  return value;
}

namespace detail {

/// Digits and exponent of a number as written: value = digits * 10^exponent, without leading zeros.
struct written_number {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
};

/// An exponent beyond this is out of reach for any decimal; it is cut there so that nothing overflows.
inline constexpr std::int64_t exponent_limit = 1'000'000'000;

inline std::size_t take_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// The exponent behind `e`, which must be the whole rest of the text.
inline std::optional<std::int64_t> parse_exponent(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty() || take_digits(text, 0) != text.size()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) value = std::min(value * 10 + (c - '0'), exponent_limit);
  return negative ? -value : value;
}

/// Splits sign, digits, fraction and exponent; nothing when the text is not a number.
inline std::optional<written_number> parse_written_number(std::string_view text) {
  written_number result;
  result.negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const std::size_t whole_end = take_digits(text, 0);
  if (whole_end == 0) return std::nullopt;
  std::size_t at = whole_end;
  std::string_view fraction;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = take_digits(text, at + 1);
    if (end == at + 1) return std::nullopt;
    fraction = text.substr(at + 1, end - at - 1);
    at = end;
  }
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    const auto exponent = parse_exponent(text.substr(at + 1));
    if (!exponent) return std::nullopt;
    result.exponent = *exponent;
  }
  std::string_view whole = text.substr(0, whole_end);
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  result.exponent -= static_cast<std::int64_t>(fraction.size());
  if (whole.empty()) fraction.remove_prefix(std::min(fraction.find_first_not_of('0'), fraction.size()));
  result.digits.reserve(whole.size() + fraction.size());
  result.digits.append(whole).append(fraction);
  return result;
}

/// The decimal of these digits; nothing when it needs more than 38 digits or a scale above 38.
inline std::optional<decimal> to_decimal(written_number number) {
  std::string& digits = number.digits;
  const auto too_long = [&] { return digits.size() > static_cast<std::size_t>(max_decimal_digits) || number.exponent < -max_decimal_digits; };
  while (!digits.empty() && number.exponent < 0 && digits.back() == '0' && too_long()) {
    digits.pop_back();
    ++number.exponent;
  }
  if (digits.empty()) return decimal{0, static_cast<int>(std::clamp<std::int64_t>(-number.exponent, 0, max_decimal_digits))};
  if (too_long() || number.exponent > max_decimal_digits - static_cast<std::int64_t>(digits.size())) return std::nullopt;
  int128 coefficient = 0;
  for (const char c : digits) coefficient = coefficient * 10 + (c - '0');
  if (number.exponent > 0) coefficient *= power_of_ten(static_cast<int>(number.exponent));
  return decimal{number.negative ? -coefficient : coefficient, number.exponent < 0 ? static_cast<int>(-number.exponent) : 0};
}

inline std::string digits_of(uint128 value) {
  std::array<char, 40> buffer{};
  std::size_t at = buffer.size();
  do {
    buffer[--at] = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  return {buffer.data() + at, buffer.size() - at};
}

}  // namespace detail

/// The decimal written in `text`: sign, digits, fraction, exponent (`-12.50`, `1e-3`), nothing else around it.
/// `problem` tells what is wrong when nothing is returned.
[[nodiscard]] inline std::optional<decimal> parse_decimal(std::string_view text, decimal_problem& problem) {
  auto written = detail::parse_written_number(text);
  if (!written) {
    problem = decimal_problem::not_a_number;
    return std::nullopt;
  }
  auto value = detail::to_decimal(*std::move(written));
  problem = value ? decimal_problem::none : decimal_problem::too_many_digits;
  return value;
}

[[nodiscard]] inline std::optional<decimal> parse_decimal(std::string_view text) {
  decimal_problem ignored{};
  return parse_decimal(text, ignored);
}

/// Plain digits with exactly `places` decimals; the scale must not be above `places`.
[[nodiscard]] inline std::string to_text(const decimal& value, int places) {
  assert(value.scale <= places);
  const std::string digits = detail::digits_of(detail::magnitude(value.coefficient));
  const auto scale = static_cast<std::size_t>(value.scale);
  const std::size_t whole = digits.size() > scale ? digits.size() - scale : 0;
  std::string text;
  if (value.coefficient < 0) text.push_back('-');
  if (whole == 0) text.push_back('0');
  text.append(digits, 0, whole);
  if (places == 0) return text;
  text.push_back('.');
  text.append(scale - (digits.size() - whole), '0');
  text.append(digits, whole);
  text.append(static_cast<std::size_t>(places - value.scale), '0');
  return text;
}

/// Plain digits without exponent and without trailing zeros: `1500`, `0.05`, `-3.2`.
[[nodiscard]] inline std::string to_text(const decimal& value) {
  const decimal shortest = without_trailing_zeros(value);
  return to_text(shortest, shortest.scale);
}

namespace detail {

/// The shortest digits that read back as `value`, which must be finite.
inline written_number shortest_digits(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
  return *parse_written_number({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

/// The decimal of at most 15 digits and 6 places that reads as `value`, found without printing it.
/// Decimals of 15 digits all read as different doubles, so what is found is the shortest.
inline std::optional<decimal> short_decimal_from_double(double value) {
  for (int scale = 0; scale <= 6; ++scale) {
    const double power = exact_double_powers_of_ten[static_cast<std::size_t>(scale)];
    const double scaled = value * power;
    if (!(std::abs(scaled) < 1e15)) return std::nullopt;
    const double nearest = std::nearbyint(scaled);
    if (nearest / power == value) return decimal{static_cast<std::int64_t>(nearest), scale};
  }
  return std::nullopt;
}

/// coefficient * 10^exponent by way of its digits.
inline double read_scaled(int128 coefficient, int exponent) {
  std::string text = digits_of(magnitude(coefficient));
  text.append("e").append(std::to_string(exponent));
  double value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc::result_out_of_range) {
    value = exponent > 0 ? HUGE_VAL : 0.0;
  }
  return coefficient < 0 && value != 0 ? -value : value;  // what vanishes is 0, not -0
}

/// The double nearest to coefficient * 10^exponent, ties to even; infinite when that is beyond all doubles.
inline double scaled_to_double(int128 coefficient, int exponent) {
  if (magnitude(coefficient) > (uint128{1} << 53) || exponent < -22 || exponent > 22) return read_scaled(coefficient, exponent);
  // Both operands are exact, so the one operation rounds correctly.
  const double digits = static_cast<double>(static_cast<std::int64_t>(coefficient));
  const double power = exact_double_powers_of_ten[static_cast<std::size_t>(std::abs(exponent))];
  return exponent < 0 ? digits / power : digits * power;
}

}  // namespace detail

/// The shortest decimal that reads as this double (0.1 is one tenth); nothing for infinities, NaN and what needs
/// more than 38 digits or a scale above 38.
[[nodiscard]] inline std::optional<decimal> decimal_from_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  if (const auto found = detail::short_decimal_from_double(value)) return found;
  return detail::to_decimal(detail::shortest_digits(value));
}

/// The nearest double, ties to even.
[[nodiscard]] inline double to_double(const decimal& value) { return detail::scaled_to_double(value.coefficient, -value.scale); }

}  // namespace attain
