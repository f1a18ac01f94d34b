// SPDX-License-Identifier: Apache-2.0
/// The seven rounding modes of the plan language, and the one decision that every kind of number makes by them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "attain/number/decimal.hpp"

namespace attain {

/// `half_up` is half away from zero, `half_down` half towards zero, `up` away from zero, `down` towards zero.
enum class rounding_mode : std::uint8_t { half_up, half_down, half_even, up, down, ceiling, floor };

inline constexpr std::array<std::string_view, 7> rounding_mode_words = {"half-up", "half-down", "half-even", "up", "down", "ceiling", "floor"};

/// The mode as the language writes it.
[[nodiscard]] constexpr std::string_view to_text(rounding_mode mode) { return rounding_mode_words[static_cast<std::size_t>(mode)]; }

/// The mode of a word of the language; nothing for any other word.
[[nodiscard]] constexpr std::optional<rounding_mode> parse_rounding_mode(std::string_view word) {
  for (std::size_t i = 0; i < rounding_mode_words.size(); ++i) {
    if (rounding_mode_words[i] == word) return static_cast<rounding_mode>(i);
  }
  return std::nullopt;
}

/// How much of a unit is cut off when a number is truncated towards zero.
enum class remainder_size : std::uint8_t { zero, below_half, half, above_half };

/// True when the truncated magnitude has to grow by one unit.
[[nodiscard]] constexpr bool rounds_away_from_zero(rounding_mode mode, bool negative, bool truncated_is_odd, remainder_size remainder) {
  if (remainder == remainder_size::zero) return false;
  switch (mode) {
    case rounding_mode::half_up: return remainder >= remainder_size::half;
    case rounding_mode::half_down: return remainder == remainder_size::above_half;
    case rounding_mode::half_even: return remainder == remainder_size::above_half || (remainder == remainder_size::half && truncated_is_odd);
    case rounding_mode::up: return true;
    case rounding_mode::down: return false;
    case rounding_mode::ceiling: return !negative;
    case rounding_mode::floor: return negative;
  }
  return false;
}

/// The size of a remainder of a division by `divisor`, 0 <= remainder < divisor, for any kind of integer.
template <class Integer>
[[nodiscard]] constexpr remainder_size size_of_remainder(const Integer& remainder, const Integer& divisor) {
  if (remainder == 0) return remainder_size::zero;
  const Integer rest = divisor - remainder;  // compared instead of doubling, which could overflow
  if (remainder < rest) return remainder_size::below_half;
  return rest < remainder ? remainder_size::above_half : remainder_size::half;
}

/// The decimal rounded to at most `places` decimals, 0 <= places; it stays as it is when it has no more.
[[nodiscard]] constexpr decimal round(const decimal& value, int places, rounding_mode mode) {
  if (value.scale <= places) return value;
  const auto divisor = static_cast<uint128>(power_of_ten(value.scale - places));
  const uint128 size = detail::magnitude(value.coefficient);
  const bool negative = value.coefficient < 0;
  uint128 quotient = size / divisor;
  const remainder_size remainder = size_of_remainder<uint128>(size % divisor, divisor);
  if (rounds_away_from_zero(mode, negative, (quotient & 1) != 0, remainder)) ++quotient;
  const auto coefficient = static_cast<int128>(quotient);
  return {negative ? -coefficient : coefficient, places};
}

}  // namespace attain
