// SPDX-License-Identifier: Apache-2.0
/// The scalar functions of formulas, each as one loop over a block.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attain/engine/date_functions.hpp"
#include "attain/engine/kernels.hpp"
#include "attain/engine/registers.hpp"
#include "attain/formula/functions.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/table/cell.hpp"
#include "attain/text/unicode.hpp"

namespace attain::engine {

/// A number cut to a whole one, towards zero; nothing when it is beyond 64 bits.
template <class N>
[[nodiscard]] std::optional<std::int64_t> cut_to_whole(const N& x) {
  std::int64_t whole = 0;
  if (!arithmetic<N>::to_integer(arithmetic<N>::round(x, 0, rounding_mode::down), whole)) return std::nullopt;
  return whole;
}

/// One call for a block of rows. `fail(code, i)` gives the mark of a row that came to nothing.
template <class N, class Fail>
class function_call {
 public:
  using function = formula::function;
  using op = arithmetic<N>;

  function_call(std::size_t size, const std::vector<value_source<N>>& arguments, rounding_mode mode, text_arena& arena, value_array<N>& out, Fail fail)
      : size_(size), arguments_(arguments), mode_(mode), arena_(arena), out_(out), fail_(fail) {}

  void run(function f) {
    if (f >= function::days_between && f <= function::working_days) out_.dense = run_dates(f);
    else if (f >= function::starts_with && f <= function::length) out_.dense = run_texts(f);
    else if (f >= function::round && f <= function::round_sig) out_.dense = run_rounding(f);
    else if (f == function::min || f == function::max) out_.dense = run_extreme(f == function::min ? -1 : 1);
    else if (f == function::clamp) out_.dense = run_clamp();
    else out_.dense = run_numbers(f);
  }

 private:
  template <class T>
  [[nodiscard]] operand<T> argument(std::size_t i) const {
    return arguments_[i].template as<T>();
  }
  template <class T>
  [[nodiscard]] T* out() {
    return out_.template values<T>().data();
  }
  mark settle(outcome o, std::size_t i) { return o == outcome::ok ? present : fail_(code_of(o), i); }

  /// Result = compute(a): never fails.
  template <class Out, class A, class Compute>
  bool map(Compute compute) {
    const operand<A> a = argument<A>(0);
    Out* const result = out<Out>();
    return for_present(
        size_, out_.marks.data(),
        [&](std::size_t i) {
          result[i] = compute(a[i]);
          return present;
        },
        a);
  }
  template <class Out, class A, class B, class Compute>
  bool map(Compute compute) {
    const operand<A> a = argument<A>(0);
    const operand<B> b = argument<B>(1);
    Out* const result = out<Out>();
    return for_present(
        size_, out_.marks.data(),
        [&](std::size_t i) {
          result[i] = compute(a[i], b[i]);
          return present;
        },
        a, b);
  }
  /// outcome = compute(a, result).
  template <class Compute>
  bool try_map(Compute compute) {
    const operand<N> a = argument<N>(0);
    N* const result = out<N>();
    return for_present(
        size_, out_.marks.data(), [&](std::size_t i) { return settle(compute(a[i], result[i]), i); }, a);
  }
  template <class Compute>
  bool try_map_two(Compute compute) {
    const operand<N> a = argument<N>(0);
    const operand<N> b = argument<N>(1);
    N* const result = out<N>();
    return for_present(
        size_, out_.marks.data(), [&](std::size_t i) { return settle(compute(a[i], b[i], result[i]), i); }, a, b);
  }

  bool run_numbers(function f) {
    switch (f) {
      case function::abs: return map<N, N>([](const N& x) { return op::absolute(x); });
      case function::sign: return map<N, N>([](const N& x) { return op::from(std::int64_t{op::sign(x)}); });
      case function::mod: return try_map_two([](const N& x, const N& d, N& r) { return op::modulo(x, d, r); });
      case function::sqrt: return try_map([](const N& x, N& r) { return op::square_root(x, r); });
      case function::exp: return try_map([](const N& x, N& r) { return op::exponential(x, r); });
      case function::ln: return try_map([](const N& x, N& r) { return op::natural_log(x, r); });
      case function::log10: return try_map([](const N& x, N& r) { return op::common_log(x, r); });
      case function::pow: return try_map_two([](const N& x, const N& y, N& r) { return op::power(x, y, r); });
      default: break;
    }
    assert(false);
    return false;
  }

  /// Rounding to places that may be a formula, 0 when they are not given.
  bool round_places(rounding_mode mode) {
    if (arguments_.size() < 2) return map<N, N>([mode](const N& x) { return op::round(x, 0, mode); });
    return map<N, N, N>([mode](const N& x, const N& places) {
      const std::int64_t far = op::sign(places) < 0 ? -400 : 400;
      return op::round(x, cut_to_whole(places).value_or(far), mode);
    });
  }
  bool round_steps(rounding_mode mode) {
    if (arguments_.size() < 2) return map<N, N>([mode](const N& x) { return op::round(x, 0, mode); });
    return map<N, N, N>([mode](const N& x, const N& step) { return op::round_to(x, step, mode); });
  }

  bool run_rounding(function f) {
    switch (f) {
      case function::round: return round_places(mode_);
      case function::round_up: return round_places(rounding_mode::up);
      case function::round_down:
      case function::trunc: return round_places(rounding_mode::down);
      case function::round_to: return round_steps(mode_);
      case function::ceil: return round_steps(rounding_mode::ceiling);
      case function::floor: return round_steps(rounding_mode::floor);
      case function::round_sig:
        return map<N, N, N>([this](const N& x, const N& digits) {
          const std::int64_t far = op::sign(digits) < 0 ? 1 : 400;
          return op::round_significant(x, cut_to_whole(digits).value_or(far), mode_);
        });
      default: break;
    }
    assert(false);
    return false;
  }

  /// The smallest (wanted -1) or largest (1) of any number of numbers or dates.
  bool run_extreme(int wanted) {
    return out_.kind() == value_kind::date ? extreme<std::int32_t>(wanted) : extreme<N>(wanted);
  }
  template <class T>
  bool extreme(int wanted) {
    bool dense = map<T, T>([](const T& x) { return x; });
    T* const result = out<T>();
    for (std::size_t k = 1; k < arguments_.size(); ++k) {
      const operand<T> next = argument<T>(k);
      const operand<T> so_far{result, out_.marks.data(), ~std::size_t{0}, dense};
      dense = for_present(
          size_, out_.marks.data(),
          [&](std::size_t i) {
            if (compare_values<N>(next[i], result[i]) * wanted > 0) result[i] = next[i];
            return present;
          },
          so_far, next);
    }
    return dense;
  }

  bool run_clamp() { return out_.kind() == value_kind::date ? clamp<std::int32_t>() : clamp<N>(); }
  template <class T>
  bool clamp() {
    const operand<T> x = argument<T>(0);
    const operand<T> low = argument<T>(1);
    const operand<T> high = argument<T>(2);
    T* const result = out<T>();
    return for_present(
        size_, out_.marks.data(),
        [&](std::size_t i) {
          if (compare_values<N>(low[i], high[i]) > 0) return fail_(code::limits_crossed, i);
          if (compare_values<N>(x[i], low[i]) < 0) result[i] = low[i];
          else result[i] = compare_values<N>(x[i], high[i]) > 0 ? high[i] : x[i];
          return mark{present};
        },
        x, low, high);
  }

  template <class Compute>
  bool date_to_number(Compute compute) {
    return map<N, std::int32_t>([&](std::int32_t date) { return op::from(static_cast<std::int64_t>(compute(date))); });
  }
  template <class Compute>
  bool dates_to_number(Compute compute) {
    return map<N, std::int32_t, std::int32_t>(
        [&](std::int32_t from, std::int32_t to) { return op::from(static_cast<std::int64_t>(compute(from, to))); });
  }
  /// date = compute(date, n), n cut to whole; a date outside the calendar fails.
  template <class Compute>
  bool move_date(Compute compute) {
    const operand<std::int32_t> date = argument<std::int32_t>(0);
    const operand<N> n = argument<N>(1);
    std::int32_t* const result = out<std::int32_t>();
    return for_present(
        size_, out_.marks.data(),
        [&](std::size_t i) {
          const auto whole = cut_to_whole(n[i]);
          const auto moved = whole ? compute(date[i], *whole) : std::optional<std::int32_t>{};
          if (!moved) return fail_(code::date_out_of_range, i);
          result[i] = *moved;
          return mark{present};
        },
        date, n);
  }

  bool run_dates(function f) {
    switch (f) {
      case function::days_between: return dates_to_number([](std::int32_t a, std::int32_t b) { return std::int64_t{b} - a; });
      case function::months_between: return dates_to_number([](std::int32_t a, std::int32_t b) { return months_between(a, b); });
      case function::days_360: return dates_to_number([](std::int32_t a, std::int32_t b) { return days_360(a, b); });
      case function::working_days: return dates_to_number([](std::int32_t a, std::int32_t b) { return working_days(a, b); });
      case function::add_days: return move_date([](std::int32_t a, std::int64_t n) { return add_days(a, n); });
      case function::add_months: return move_date([](std::int32_t a, std::int64_t n) { return add_months(a, n); });
      case function::start_of_month: return map<std::int32_t, std::int32_t>([](std::int32_t a) { return start_of_month(a); });
      case function::end_of_month: return map<std::int32_t, std::int32_t>([](std::int32_t a) { return end_of_month(a); });
      case function::year: return date_to_number([](std::int32_t a) { return civil_from(a).year; });
      case function::quarter: return date_to_number([](std::int32_t a) { return (civil_from(a).month + 2) / 3; });
      case function::month: return date_to_number([](std::int32_t a) { return civil_from(a).month; });
      case function::day: return date_to_number([](std::int32_t a) { return civil_from(a).day; });
      case function::weekday: return date_to_number([](std::int32_t a) { return weekday(a); });
      default: break;
    }
    assert(false);
    return false;
  }

  bool run_texts(function f) {
    using text = std::string_view;
    switch (f) {
      case function::starts_with: return map<std::uint8_t, text, text>([](text a, text b) { return a.starts_with(b) ? std::uint8_t{1} : std::uint8_t{0}; });
      case function::ends_with: return map<std::uint8_t, text, text>([](text a, text b) { return a.ends_with(b) ? std::uint8_t{1} : std::uint8_t{0}; });
      case function::contains:
        return map<std::uint8_t, text, text>([](text a, text b) { return a.find(b) != text::npos ? std::uint8_t{1} : std::uint8_t{0}; });
      case function::lower: return map<text, text>([this](text a) { return arena_.keep(to_lower(a)); });
      case function::upper: return map<text, text>([this](text a) { return arena_.keep(to_upper(a)); });
      case function::trim: return map<text, text>([](text a) { return trim_blanks(a); });
      case function::length: return map<N, text>([](text a) { return op::from(static_cast<std::int64_t>(attain::length(a))); });
      default: break;
    }
    assert(false);
    return false;
  }

  std::size_t size_;
  const std::vector<value_source<N>>& arguments_;
  rounding_mode mode_;
  text_arena& arena_;
  value_array<N>& out_;
  Fail fail_;
};

/// The rounding mode stands as the third argument, a literal.
[[nodiscard]] constexpr bool takes_mode(formula::function f) {
  return f == formula::function::round || f == formula::function::round_to || f == formula::function::round_sig;
}

}  // namespace attain::engine
