// SPDX-License-Identifier: Apache-2.0
/// What the columnar machine can do: instructions over tiles of rows, each up to a whole indicator.
///
/// All values are doubles. A value that is not there, for whatever reason, is NaN, and what is made of it is NaN; a boolean is 1 or 0. So the
/// machine needs to know neither causes nor states: a row of which something that leaves is NaN is evaluated again, step by step.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attain::engine::machine {

/// Rows at a time: four registers of four doubles.
inline constexpr std::size_t tile_rows = 16;
/// A number is rounded only while it has less than so many units; beyond, a double is too coarse for it.
inline constexpr double largest_scaled = 0x1p45;
/// Rows that one pass takes before the next one does.
inline constexpr std::size_t block_rows = 4096;

/// What an instruction does, in the order of the machine's handlers. a, b, c, d are its operands, r its result, s the running sum that lives in registers.
enum class opcode : std::uint8_t {
  end,          ///< of the pass
  sum_start,    ///< s = number[0]
  sum_load,     ///< s = a
  sum_product,  ///< s = a * b * c
  sum_add,      ///< s += a
  sum_scaled,   ///< s += number[0] * a
  sum_store,    ///< r = s
  sum_gate_less,
  sum_gate_less_equal,  ///< s *= number[0] where a < b
  sum_within,           ///< s, at least number[0] and at most number[1]
  sum_round,            ///< s rounded, as `round`
  sum_curve,            ///< s += curve(a)
  sum_ratio_curve,      ///< s += curve(ratio(a, b)); r = the ratio, where it is kept
  sum_divided_curve,    ///< s += curve(a / number[2]), number[4] being the inverse
  sum_leave,            ///< r = s rounded, as `round`; a row is in trouble where |r| < number[2] does not hold
  sum_leave_paid,       ///< the same; and adds up the whole units
  ratio,                ///< r = a / b; where b is not positive: number[2], or nothing where a is NaN or number[2] is
  curve,                ///< r = curve(a), at most number[4]; 0 where every turn lies beyond a and the line goes through 0
  bands,                ///< r = value of the last band that a reaches; number[0] where it reaches none
  band_codes,           ///< the same; as 32-bit numbers. `keeps`: number[0] is there
  add,
  subtract,
  multiply,
  divide,
  divide_constant,  ///< r = a / number[0], number[1] being its reciprocal
  least,
  most,    ///< of a and b
  within,  ///< r = a, at least number[0] and at most number[1]
  absolute,
  round,  ///< r = a rounded half up to whole 1 / number[0], number[1] being its reciprocal
  snap,   ///< r = a to a whole 2^-30
  less,
  less_equal,
  equal,
  not_equal,  ///< a and b
  select_less,
  select_less_equal,  ///< r = c where a < b, else d
  logical_and,
  logical_or,
  logical_not,
  select,      ///< r = b where a, else c
  present_or,  ///< r = a where it is there, else b
  is_missing,
  require,  ///< r = b where a, else nothing
  watch,    ///< a row is in trouble where a is NaN
  widen,    ///< r = a, which is 32-bit integers
  tally,    ///< r = 0 where b does not hold, else a in whole 1 / number[0]
  counted,  ///< r = 0 where b does not hold, else 1 where a is there
  scatter,  ///< adds a, b, c and d to the four numbers at `units` of the record, `count` bytes long, that r numbers
};

/// Whether it works on the running sum, and whether it begins a new one.
[[nodiscard]] constexpr bool is_of_sum(opcode op) { return op >= opcode::sum_start && op <= opcode::sum_leave_paid; }
[[nodiscard]] constexpr bool begins_sum(opcode op) { return op == opcode::sum_start || op == opcode::sum_load || op == opcode::sum_product; }

/// Where rows of an operand stand: at base + (byte offset of the row among doubles & mask). A slot or a constant has mask 0 and 16 values.
struct operand {
  std::uintptr_t base = 0;
  std::uintptr_t mask = 0;
};

/// A line that turns: before the first turn `slope * x + start`, and `by` steeper after each turn `at`.
/// With `start` brought to the constant part of a sum, slope * x + sum of by * max(x, at) is the curve.
struct turn {
  double at = 0;
  double by = 0;
};

struct instruction {
  machine::opcode op = opcode::end;
  bool keeps = false;       ///< of sum_ratio_curve and band_codes
  std::uint32_t count = 0;  ///< of turns or bands; of `scatter` the bytes of a record
  operand a, b, c, d, r;
  double number[5] = {};        ///< of curves: [0] the least and [1] the largest argument, [2] of `ratio`, [3] the slope
  const turn* turns = nullptr;  ///< of bands: `at` the bound, `by` the value
  double* units = nullptr;      ///< sums of sum_leave_paid, as many as the widest lane has
};

}  // namespace attain::engine::machine
