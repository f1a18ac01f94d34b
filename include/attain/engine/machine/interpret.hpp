// SPDX-License-Identifier: Apache-2.0
/// The machine compiled for several instruction sets.
/// Where a processor multiplies and adds in one instruction, sums are rounded once less: sets differ in the last bits, never one from itself.
#pragma once

#include <cstddef>
#include <cstdint>

#include "attain/engine/machine/instruction.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"  // a jump to the address that a table gives
#ifdef __clang__
#pragma GCC diagnostic ignored "-Wgnu-label-as-value"
#pragma GCC diagnostic ignored "-Wgnu-statement-expression"
#endif

namespace attain::engine::machine {

using four_codes = std::int32_t __attribute__((vector_size(16), aligned(4), may_alias));

namespace baseline {
#define ATTAIN_LANE_BYTES 16
#define ATTAIN_SPREAD(x) (lane{(x), (x)})
#define ATTAIN_HAS_NAN(x) (!((x)[0] + (x)[1] == 0))
#define ATTAIN_NARROW(to, from) ((to)[0] = static_cast<std::int32_t>((from)[0]), (to)[1] = static_cast<std::int32_t>((from)[1]))
#define ATTAIN_WIDEN(from) (lane{static_cast<double>((from)[0]), static_cast<double>((from)[1])})
#define ATTAIN_SCATTER(first, size, records, a, b, c, d)                               \
  do {                                                                                 \
    for (unsigned k = 0; k < lane_rows; ++k) {                                         \
      loose* const record = reinterpret_cast<loose*>((first) + (records)[k] * (size)); \
      record[0] += lane{(a)[k], (b)[k]};                                               \
      record[1] += lane{(c)[k], (d)[k]};                                               \
    }                                                                                  \
  } while (false)
#define ATTAIN_PICK(mask, a, b) lane(((mask)&bits(a)) | (~(mask)&bits(b)))
#define ATTAIN_DIVIDE(x, by, inverse) ((x) / (by))
#define ATTAIN_FUSED(a, b, c) ((a) * (b) + (c))
#define ATTAIN_EACH(...)   \
  do {                     \
    {                      \
      constexpr int j = 0; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 1; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 2; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 3; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 4; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 5; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 6; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 7; \
      __VA_ARGS__          \
    }                      \
  } while (false)
#include "attain/engine/machine/interpret.inc"
#undef ATTAIN_EACH
#undef ATTAIN_SPREAD
#undef ATTAIN_DIVIDE
#undef ATTAIN_FUSED
#undef ATTAIN_PICK
#undef ATTAIN_HAS_NAN
#undef ATTAIN_NARROW
#undef ATTAIN_WIDEN
#undef ATTAIN_SCATTER
#undef ATTAIN_LANE_BYTES
}  // namespace baseline

#if defined(__x86_64__)
#define ATTAIN_HAS_AVX 1

// Adds four values of each of four rows to the records of these rows.
using four_values = double __attribute__((vector_size(32), aligned(8), may_alias));
#define ATTAIN_SCATTER_FOUR(first, size, records, a, b, c, d)                                                                  \
  do {                                                                                                                         \
    const auto ab_even = __builtin_shufflevector(a, b, 0, 4, 2, 6);                                                            \
    const auto ab_odd = __builtin_shufflevector(a, b, 1, 5, 3, 7);                                                             \
    const auto cd_even = __builtin_shufflevector(c, d, 0, 4, 2, 6);                                                            \
    const auto cd_odd = __builtin_shufflevector(c, d, 1, 5, 3, 7);                                                             \
    *reinterpret_cast<four_values*>((first) + (records)[0] * (size)) += __builtin_shufflevector(ab_even, cd_even, 0, 1, 4, 5); \
    *reinterpret_cast<four_values*>((first) + (records)[1] * (size)) += __builtin_shufflevector(ab_odd, cd_odd, 0, 1, 4, 5);   \
    *reinterpret_cast<four_values*>((first) + (records)[2] * (size)) += __builtin_shufflevector(ab_even, cd_even, 2, 3, 6, 7); \
    *reinterpret_cast<four_values*>((first) + (records)[3] * (size)) += __builtin_shufflevector(ab_odd, cd_odd, 2, 3, 6, 7);   \
  } while (false)

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#endif
namespace avx2 {
#define ATTAIN_LANE_BYTES 32
// Said in assembler, it is one instruction in its place: else GCC moves such loads out of the handlers, into registers that it has not.
#define ATTAIN_SPREAD(x)                                    \
  __extension__({                                           \
    lane spread;                                            \
    __asm__("vbroadcastsd %1, %0" : "=x"(spread) : "m"(x)); \
    spread;                                                 \
  })
#define ATTAIN_HAS_NAN(x) (__builtin_ia32_movmskpd256(lane((x) != (x))) != 0)
#define ATTAIN_NARROW(to, from) (*reinterpret_cast<four_codes*>(to) = __builtin_convertvector(from, four_codes))
#define ATTAIN_WIDEN(from) __builtin_convertvector(*reinterpret_cast<const four_codes*>(from), lane)
#define ATTAIN_SCATTER(first, size, records, a, b, c, d) ATTAIN_SCATTER_FOUR(first, size, records, lane(a), lane(b), lane(c), lane(d))
#define ATTAIN_PICK(mask, a, b) ((mask) ? (a) : (b))
#define ATTAIN_FUSED(a, b, c) lane(__builtin_ia32_vfmaddpd256(a, b, c))
// A division by a number of which the inverse is known: the remainder, exact by fused multiplication, corrects the product.
#define ATTAIN_DIVIDE(x, by, inverse)                                                \
  __extension__({                                                                    \
    const lane divided = (x);                                                        \
    const lane near = divided * (inverse);                                           \
    const lane rest = __builtin_ia32_vfmaddpd256(-near, ATTAIN_SPREAD(by), divided); \
    lane(__builtin_ia32_vfmaddpd256(rest, ATTAIN_SPREAD(inverse), near));            \
  })
#define ATTAIN_EACH(...)   \
  do {                     \
    {                      \
      constexpr int j = 0; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 1; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 2; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 3; \
      __VA_ARGS__          \
    }                      \
  } while (false)
#include "attain/engine/machine/interpret.inc"
#undef ATTAIN_EACH
#undef ATTAIN_SPREAD
#undef ATTAIN_DIVIDE
#undef ATTAIN_FUSED
#undef ATTAIN_PICK
#undef ATTAIN_HAS_NAN
#undef ATTAIN_NARROW
#undef ATTAIN_WIDEN
#undef ATTAIN_SCATTER
#undef ATTAIN_LANE_BYTES
}  // namespace avx2
#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

// The same operations in the same order for each row, so the same bits.
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")
#endif
namespace avx512 {
using eight_codes = std::int32_t __attribute__((vector_size(32), aligned(4), may_alias));
#define ATTAIN_LANE_BYTES 64
#define ATTAIN_SPREAD(x)                                    \
  __extension__({                                           \
    lane spread;                                            \
    __asm__("vbroadcastsd %1, %0" : "=v"(spread) : "m"(x)); \
    spread;                                                 \
  })
#define ATTAIN_HAS_NAN(x) (__builtin_ia32_cmppd512_mask(x, x, 3, 0xFF, 4) != 0)
#define ATTAIN_NARROW(to, from) (*reinterpret_cast<eight_codes*>(to) = __builtin_convertvector(from, eight_codes))
#define ATTAIN_WIDEN(from) __builtin_convertvector(*reinterpret_cast<const eight_codes*>(from), lane)
#define ATTAIN_LOWER(x) __builtin_shufflevector(lane(x), lane(x), 0, 1, 2, 3)
#define ATTAIN_UPPER(x) __builtin_shufflevector(lane(x), lane(x), 4, 5, 6, 7)
#define ATTAIN_SCATTER(first, size, records, a, b, c, d)                                                                 \
  do {                                                                                                                   \
    ATTAIN_SCATTER_FOUR(first, size, records, ATTAIN_LOWER(a), ATTAIN_LOWER(b), ATTAIN_LOWER(c), ATTAIN_LOWER(d));       \
    ATTAIN_SCATTER_FOUR(first, size, (records) + 4, ATTAIN_UPPER(a), ATTAIN_UPPER(b), ATTAIN_UPPER(c), ATTAIN_UPPER(d)); \
  } while (false)
#define ATTAIN_PICK(mask, a, b) ((mask) ? (a) : (b))
#define ATTAIN_FUSED(a, b, c) lane(__builtin_ia32_vfmaddpd512_mask(a, b, c, 0xFF, 4))
#define ATTAIN_DIVIDE(x, by, inverse)                                  \
  __extension__({                                                      \
    const lane divided = (x);                                          \
    const lane near = divided * (inverse);                             \
    const lane rest = ATTAIN_FUSED(-near, ATTAIN_SPREAD(by), divided); \
    ATTAIN_FUSED(rest, ATTAIN_SPREAD(inverse), near);                  \
  })
#define ATTAIN_EACH(...)   \
  do {                     \
    {                      \
      constexpr int j = 0; \
      __VA_ARGS__          \
    }                      \
    {                      \
      constexpr int j = 1; \
      __VA_ARGS__          \
    }                      \
  } while (false)
#include "attain/engine/machine/interpret.inc"
#undef ATTAIN_EACH
#undef ATTAIN_SPREAD
#undef ATTAIN_DIVIDE
#undef ATTAIN_FUSED
#undef ATTAIN_PICK
#undef ATTAIN_HAS_NAN
#undef ATTAIN_NARROW
#undef ATTAIN_WIDEN
#undef ATTAIN_SCATTER
#undef ATTAIN_SCATTER_FOUR
#undef ATTAIN_LOWER
#undef ATTAIN_UPPER
#undef ATTAIN_LANE_BYTES
}  // namespace avx512
#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif

}  // namespace attain::engine::machine

#pragma GCC diagnostic pop
