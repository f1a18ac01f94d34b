// SPDX-License-Identifier: Apache-2.0
/// The data of the workloads: the same numbers on every machine, in columns that do not fight for the same cache sets.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <vector>

namespace workloads {

/// A random number in [0, 1) for row `i` of series `series`: SplitMix64's finaliser.
[[nodiscard]] inline double urand(std::uint64_t series, std::uint64_t i) {
  std::uint64_t x = series * 0xD1B54A32D192ED03U + (i + 1) * 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  x ^= x >> 31U;
  return static_cast<double>(x >> 11U) * 0x1p-53;
}

/// Columns of one type, 64-byte aligned, each some cache lines further into its page than the one before.
template <class T>
class columns {
 public:
  columns(std::size_t count, std::size_t rows) : rows_(rows) {
    constexpr std::size_t shift = std::size_t{5} * 64;
    constexpr std::size_t page = 4096;
    const std::size_t bytes = (rows * sizeof(T) + page - 1) / page * page;
    memory_.reset(static_cast<std::byte*>(::operator new (count*(bytes + page), std::align_val_t{page})));
    std::memset(memory_.get(), 0, count * (bytes + page));
    for (std::size_t c = 0; c < count; ++c) starts_.push_back(reinterpret_cast<T*>(memory_.get() + c * (bytes + page) + c * shift % page));
  }
  [[nodiscard]] std::span<T> operator[](std::size_t column) const { return {starts_[column], rows_}; }
  [[nodiscard]] std::size_t rows() const { return rows_; }

 private:
  struct release {
    void operator()(std::byte* p) const { ::operator delete (p, std::align_val_t{4096}); }
  };
  std::size_t rows_;
  std::unique_ptr<std::byte, release> memory_;
  std::vector<T*> starts_;
};

/// The twelve columns of W1, in its order.
enum rep_column : std::size_t {
  sales,
  quota,
  profit,
  profit_target,
  new_customers,
  new_customer_target,
  visits,
  effective_visits,
  visit_target,
  collection_rate,
  penalty,
  target_incentive,
  rep_columns
};

[[nodiscard]] inline double cents(double amount) { return std::round(amount * 100) / 100; }
[[nodiscard]] inline double between(double low, double high, std::uint64_t series, std::uint64_t i) { return low + (high - low) * urand(series, i); }
[[nodiscard]] inline double whole_between(double low, double high, std::uint64_t series, std::uint64_t i) {
  return std::floor(between(low, high + 1, series, i));
}

/// One rep in 200 has no quota, one in 100 no visits, one in 20 a loss.
[[nodiscard]] inline columns<double> make_reps(std::size_t rows) {
  columns<double> reps(rep_columns, rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const double goal = urand(1, i) < 0.005 ? 0 : cents(between(50'000, 500'000, 2, i));
    reps[quota][i] = goal;
    reps[sales][i] = cents((goal > 0 ? goal : 100'000) * between(0.2, 1.6, 3, i));
    reps[profit_target][i] = cents(between(5'000, 50'000, 4, i));
    reps[profit][i] = cents(reps[profit_target][i] * between(-0.08, 1.52, 5, i));
    reps[new_customer_target][i] = whole_between(2, 12, 6, i);
    reps[new_customers][i] = whole_between(0, 15, 7, i);
    reps[visit_target][i] = whole_between(20, 80, 8, i);
    reps[visits][i] = urand(9, i) < 0.01 ? 0 : whole_between(10, 90, 10, i);
    reps[effective_visits][i] = std::floor(reps[visits][i] * urand(11, i));
    reps[collection_rate][i] = std::round(between(0.6, 1, 12, i) * 10'000) / 10'000;
    reps[penalty][i] = urand(13, i) < 0.8 ? 0 : whole_between(1, 20, 14, i);
    reps[target_incentive][i] = cents(between(2'000, 20'000, 15, i));
  }
  return reps;
}

/// The events of W3: 60% visits (type 0), 20% deals won (1), 12% lost (2), 8% new customers (3), for reps in random order.
struct events {
  std::vector<std::int32_t> rep, type, answered;
  std::vector<double> amount, margin;
  std::vector<std::int8_t> narrow_type;  ///< the same for the loop written by hand
  std::vector<std::uint16_t> narrow_answered;
};

inline constexpr std::int32_t all_answered = 0x3FFF;

[[nodiscard]] inline events make_events(std::size_t rows, std::size_t reps) {
  events e;
  for (std::vector<std::int32_t>* c : {&e.rep, &e.type, &e.answered}) c->resize(rows);
  e.amount.resize(rows), e.margin.resize(rows), e.narrow_type.resize(rows), e.narrow_answered.resize(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const double kind = urand(102, i);
    e.rep[i] = static_cast<std::int32_t>(urand(101, i) * static_cast<double>(reps));
    e.type[i] = kind < 0.6 ? 0 : kind < 0.8 ? 1 : kind < 0.92 ? 2 : 3;
    e.amount[i] = cents(between(100, 30'000, 103, i));
    e.margin[i] = cents(e.amount[i] * between(-0.05, 0.3, 104, i));
    e.answered[i] = urand(105, i) < 0.5 ? all_answered : static_cast<std::int32_t>(urand(106, i) * (all_answered + 1));
    e.narrow_type[i] = static_cast<std::int8_t>(e.type[i]);
    e.narrow_answered[i] = static_cast<std::uint16_t>(e.answered[i]);
  }
  return e;
}

}  // namespace workloads
