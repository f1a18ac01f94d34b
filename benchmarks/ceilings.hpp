// SPDX-License-Identifier: Apache-2.0
/// The workloads written by hand with AVX2 and FMA: what an engine is measured against. Call them only where the machine has both.
#pragma once

#include <immintrin.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "workloads.hpp"

namespace ceilings {

#define ATTAIN_BENCHMARK_AVX2 __attribute__((target("avx2,fma")))
#define ATTAIN_BENCHMARK_AVX2_INLINE __attribute__((target("avx2,fma"), always_inline)) inline

[[nodiscard]] inline bool are_possible() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

/// score, pay, and the grade from 5 (best) to 1.
struct rep_results {
  explicit rep_results(std::size_t rows) : numbers(2, rows), grades(1, rows) {}
  [[nodiscard]] std::span<double> score() const { return numbers[0]; }
  [[nodiscard]] std::span<double> pay() const { return numbers[1]; }
  [[nodiscard]] std::span<std::int8_t> grade() const { return grades[0]; }

  workloads::columns<double> numbers;
  workloads::columns<std::int8_t> grades;
};

/// slope * x + sum of turn * max(x - knot, 0): a curve through the origin, its weight in the slopes.
template <std::size_t K>
struct hinges {
  double slope;
  std::array<double, K> knot;
  std::array<double, K> turn;
};

template <std::size_t K>
ATTAIN_BENCHMARK_AVX2_INLINE __m256d on_curve(const hinges<K>& c, __m256d x, __m256d sum) {
  sum = _mm256_fmadd_pd(_mm256_set1_pd(c.slope), x, sum);
  for (std::size_t k = 0; k < K; ++k) {
    const __m256d beyond = _mm256_max_pd(_mm256_sub_pd(x, _mm256_set1_pd(c.knot[k])), _mm256_setzero_pd());
    sum = _mm256_fmadd_pd(_mm256_set1_pd(c.turn[k]), beyond, sum);
  }
  return sum;
}
ATTAIN_BENCHMARK_AVX2_INLINE __m256d safe_divide(__m256d a, __m256d b) {
  const __m256d zero = _mm256_setzero_pd();
  return _mm256_and_pd(_mm256_div_pd(a, b), _mm256_cmp_pd(b, zero, _CMP_GT_OQ));
}
ATTAIN_BENCHMARK_AVX2_INLINE __m256d clamp(__m256d x, double low, double high) {
  return _mm256_min_pd(_mm256_max_pd(x, _mm256_set1_pd(low)), _mm256_set1_pd(high));
}

/// W1 for the rows from `begin` to `end`, which are whole fours.
ATTAIN_BENCHMARK_AVX2 inline void score_reps(const workloads::columns<double>& reps, std::size_t begin, std::size_t end, const rep_results& out) {
  constexpr hinges<3> c1{.40 * 60, {.5, .8, 1}, {.40 * (400. / 3 - 60), .40 * (150 - 400. / 3), .40 * (100 - 150)}};
  constexpr hinges<2> c2{.20 * (200. / 3), {.6, 1}, {.20 * (150 - 200. / 3), .20 * (60 - 150)}};
  constexpr hinges<1> c3{.10 * 100, {1.2}, {.10 * -100}};
  constexpr hinges<2> c4{.10 * (500. / 7), {.7, 1}, {.10 * (500. / 3 - 500. / 7), .10 * (20 - 500. / 3)}};
  constexpr hinges<3> c5{.10 * 40, {.5, .9, 1}, {.10 * (150 - 40), .10 * (200 - 150), .10 * (40 - 200)}};
  constexpr hinges<2> c6{.10 * 50, {.8, 1}, {.10 * (300 - 50), .10 * -300}};
  constexpr hinges<3> tiers{.5, {.5, .8, 1}, {.5, 1.25, -.25}};
  constexpr std::array<double, 4> bands = {60, 70, 85, 100};
  constexpr std::array<double, 5> multipliers = {.5, .8, 1, 1.15, 1.3};
  std::array<const double*, workloads::rep_columns> in{};
  for (std::size_t c = 0; c < in.size(); ++c) in[c] = reps[c].data();
  double* const scores = out.score().data();
  double* const pays = out.pay().data();
  std::int8_t* const grades = out.grade().data();
  for (std::size_t i = begin; i < end; i += 4) {
    const __m256d visited = _mm256_loadu_pd(in[workloads::visits] + i);
    const __m256d collected = _mm256_loadu_pd(in[workloads::collection_rate] + i);
    const __m256d u = safe_divide(_mm256_loadu_pd(in[workloads::sales] + i), _mm256_loadu_pd(in[workloads::quota] + i));
    __m256d s = on_curve(c1, clamp(u, 0, 1.5), _mm256_setzero_pd());
    s = on_curve(c2, clamp(safe_divide(_mm256_loadu_pd(in[workloads::profit] + i), _mm256_loadu_pd(in[workloads::profit_target] + i)), 0, 1.5), s);
    s = on_curve(c3, clamp(safe_divide(_mm256_loadu_pd(in[workloads::new_customers] + i), _mm256_loadu_pd(in[workloads::new_customer_target] + i)), 0, 1.5), s);
    s = on_curve(c4, clamp(safe_divide(visited, _mm256_loadu_pd(in[workloads::visit_target] + i)), 0, 1.5), s);
    s = on_curve(c5, clamp(safe_divide(_mm256_loadu_pd(in[workloads::effective_visits] + i), _mm256_mul_pd(_mm256_set1_pd(.6), visited)), 0, 1.5), s);
    s = on_curve(c6, clamp(_mm256_mul_pd(collected, _mm256_set1_pd(1 / .95)), 0, 1.5), s);
    const __m256d is_open = _mm256_cmp_pd(collected, _mm256_set1_pd(.8), _CMP_GE_OQ);
    s = _mm256_blendv_pd(_mm256_mul_pd(s, _mm256_set1_pd(.5)), s, is_open);
    s = clamp(_mm256_sub_pd(s, _mm256_loadu_pd(in[workloads::penalty] + i)), 0, 120);
    __m256d grade = _mm256_set1_pd(1);
    __m256d multiplier = _mm256_set1_pd(multipliers[0]);
    for (std::size_t b = 0; b < bands.size(); ++b) {
      const __m256d reached = _mm256_cmp_pd(s, _mm256_set1_pd(bands[b]), _CMP_GE_OQ);
      grade = _mm256_add_pd(grade, _mm256_and_pd(reached, _mm256_set1_pd(1)));
      multiplier = _mm256_blendv_pd(multiplier, _mm256_set1_pd(multipliers[b + 1]), reached);
    }
    const __m256d factor = _mm256_min_pd(on_curve(tiers, u, _mm256_setzero_pd()), _mm256_set1_pd(2.5));
    _mm256_storeu_pd(scores + i, s);
    _mm256_storeu_pd(pays + i, _mm256_mul_pd(_mm256_mul_pd(_mm256_loadu_pd(in[workloads::target_incentive] + i), factor), multiplier));
    const __m128i codes = _mm256_cvtpd_epi32(grade);
    grades[i] = static_cast<std::int8_t>(_mm_extract_epi32(codes, 0));
    grades[i + 1] = static_cast<std::int8_t>(_mm_extract_epi32(codes, 1));
    grades[i + 2] = static_cast<std::int8_t>(_mm_extract_epi32(codes, 2));
    grades[i + 3] = static_cast<std::int8_t>(_mm_extract_epi32(codes, 3));
  }
}

/// What W3 adds up for one rep: two sums, and three counts of 21 bits, so that an event touches half a cache line.
struct alignas(32) accumulator {
  double sales = 0;
  double profit = 0;
  std::uint64_t counts = 0;
  std::uint64_t unused = 0;
};

/// W3: adds the events up without branches, writes the sums into the columns of `reps` and scores them.
inline void add_up_and_score(const workloads::events& events, std::vector<accumulator>& sums, const workloads::columns<double>& reps, const rep_results& out) {
  sums.assign(reps.rows(), {});
  for (std::size_t i = 0; i < events.amount.size(); ++i) {
    accumulator& a = sums[static_cast<std::size_t>(events.rep[i])];
    const unsigned type = static_cast<unsigned char>(events.narrow_type[i]);
    const double won = type == 1 ? 1 : 0;
    const std::uint64_t visit = type == 0 ? 1 : 0;
    const std::uint64_t answered = events.narrow_answered[i] == workloads::all_answered ? visit : 0;
    a.sales += won * events.amount[i];
    a.profit += won * events.margin[i];
    a.counts += (type == 3 ? 1U : 0U) | visit << 21U | answered << 42U;
  }
  constexpr std::uint64_t one_count = (std::uint64_t{1} << 21U) - 1;
  for (std::size_t r = 0; r < reps.rows(); ++r) {
    reps[workloads::sales][r] = sums[r].sales;
    reps[workloads::profit][r] = sums[r].profit;
    reps[workloads::new_customers][r] = static_cast<double>(sums[r].counts & one_count);
    reps[workloads::visits][r] = static_cast<double>(sums[r].counts >> 21U & one_count);
    reps[workloads::effective_visits][r] = static_cast<double>(sums[r].counts >> 42U);
  }
  score_reps(reps, 0, reps.rows(), out);
}

}  // namespace ceilings
