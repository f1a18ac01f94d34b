// SPDX-License-Identifier: Apache-2.0
/// What every kind of number offers to the evaluator.
#pragma once

#include <cstdint>

namespace attain {

/// What came of one operation. Only `ok` comes with a result; otherwise the result operand is unspecified.
/// `too_large` also stands for numbers too close to zero to be held exactly.
enum class outcome : std::uint8_t { ok, too_large, outside_domain, division_by_zero };

/// Static operations of the number type N: conversions, the four operations, powers and logarithms, rounding, and `sum`.
/// Specialised for `rational` (exact) and `double` (fast), with the same members.
template <class N>
struct arithmetic;

}  // namespace attain
