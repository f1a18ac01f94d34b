// SPDX-License-Identifier: Apache-2.0
/// Loops over a block: arithmetic, comparison, and the general loop that computes where all operands are present.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "attain/engine/marks.hpp"
#include "attain/engine/registers.hpp"
#include "attain/number/arithmetic.hpp"

namespace attain::engine {

/// The code of an operation that came to nothing.
[[nodiscard]] constexpr code code_of(outcome o) {
  switch (o) {
    case outcome::too_large: return code::number_too_large;
    case outcome::outside_domain: return code::outside_domain;
    case outcome::division_by_zero: return code::division_by_zero;
    case outcome::ok: break;
  }
  return code::internal;
}

/// Calls `body(i)`, which writes a value and returns its mark, wherever all operands are present; elsewhere combines their marks.
/// Returns whether every value is present.
template <class Body, class... T>
bool for_present(std::size_t size, mark* marks, Body body, const operand<T>&... operands) {
  mark any = present;
  if ((operands.dense && ...)) {
    for (std::size_t i = 0; i < size; ++i) any |= marks[i] = body(i);
    return any == present;
  }
  for (std::size_t i = 0; i < size; ++i) {
    mark m = present;
    ((m = combine(m, operands.mark_at(i))), ...);
    if (m == present) m = body(i);
    marks[i] = m;
    any |= m;
  }
  return any == present;
}

/// The order of two values of one kind: negative, 0 or positive. Texts by code point, which in UTF-8 is the order of the bytes.
template <class N, class T>
[[nodiscard]] int compare_values(const T& a, const T& b) {
  if constexpr (std::is_same_v<T, N>) return arithmetic<N>::compare(a, b);
  else return a < b ? -1 : (b < a ? 1 : 0);
}

/// Whether an operation on present doubles can be a plain loop: it only has to look once whether a result was not finite.
template <class Operation>
bool plain_double_loop(std::size_t size, double* out, const operand<double>& a, const operand<double>& b, Operation operation) {
  const auto run = [&](const auto& left, const auto& right) {
    bool finite = true;
    for (std::size_t i = 0; i < size; ++i) {
      const double value = operation(left(i), right(i)) + 0.0;  // -0 + 0 is 0
      out[i] = value;
      finite &= std::abs(value) <= 1.7976931348623157e308;
    }
    return finite;
  };
  const auto each = [](const operand<double>& o) { return [p = o.values](std::size_t i) { return p[i]; }; };
  const auto one = [](const operand<double>& o) { return [v = o.values[0]](std::size_t) { return v; }; };
  if (a.is_spread()) return b.is_spread() ? run(one(a), one(b)) : run(one(a), each(b));
  return b.is_spread() ? run(each(a), one(b)) : run(each(a), each(b));
}

enum class basic : std::uint8_t { add, subtract, multiply, divide };

/// The four operations. `fail(outcome, i)` gives the mark of a row that came to nothing.
template <class N, class Fail>
bool basic_kernel(basic operation, std::size_t size, N* out, mark* marks, const operand<N>& a, const operand<N>& b, Fail fail) {
  if constexpr (std::is_same_v<N, double>) {
    if (a.dense && b.dense) {
      const bool done = [&] {
        switch (operation) {
          case basic::add: return plain_double_loop(size, out, a, b, [](double x, double y) { return x + y; });
          case basic::subtract: return plain_double_loop(size, out, a, b, [](double x, double y) { return x - y; });
          case basic::multiply: return plain_double_loop(size, out, a, b, [](double x, double y) { return x * y; });
          case basic::divide: return plain_double_loop(size, out, a, b, [](double x, double y) { return x / y; });
        }
        return false;
      }();
      // A zero divisor shows as infinity or NaN, and the careful loop below finds it.
      if (done) {
        std::fill(marks, marks + size, present);
        return true;
      }
    }
  }
  const auto loop = [&](auto compute) {
    return for_present(
        size, marks,
        [&](std::size_t i) {
          const outcome o = compute(a[i], b[i], out[i]);
          return o == outcome::ok ? present : fail(o, i);
        },
        a, b);
  };
  switch (operation) {
    case basic::add: return loop([](const N& x, const N& y, N& r) { return arithmetic<N>::add(x, y, r); });
    case basic::subtract: return loop([](const N& x, const N& y, N& r) { return arithmetic<N>::subtract(x, y, r); });
    case basic::multiply: return loop([](const N& x, const N& y, N& r) { return arithmetic<N>::multiply(x, y, r); });
    case basic::divide: return loop([](const N& x, const N& y, N& r) { return arithmetic<N>::divide(x, y, r); });
  }
  return false;
}

enum class relation : std::uint8_t { equal, not_equal, less, less_equal };

template <class N, class T>
bool compare_kernel(relation wanted, std::size_t size, std::uint8_t* out, mark* marks, const operand<T>& a, const operand<T>& b) {
  const auto loop = [&](auto holds) {
    return for_present(
        size, marks,
        [&](std::size_t i) {
          out[i] = holds(compare_values<N>(a[i], b[i])) ? 1 : 0;
          return present;
        },
        a, b);
  };
  switch (wanted) {
    case relation::equal: return loop([](int order) { return order == 0; });
    case relation::not_equal: return loop([](int order) { return order != 0; });
    case relation::less: return loop([](int order) { return order < 0; });
    case relation::less_equal: return loop([](int order) { return order <= 0; });
  }
  return false;
}

/// `and` (decisive: 0) and `or` (decisive: 1): one side alone decides, whatever the other is.
inline bool logical_kernel(std::uint8_t decisive, std::size_t size, std::uint8_t* out, mark* marks, const operand<std::uint8_t>& a,
                           const operand<std::uint8_t>& b) {
  mark any = present;
  for (std::size_t i = 0; i < size; ++i) {
    const mark left = a.mark_at(i);
    const mark right = b.mark_at(i);
    mark m = present;
    if ((left == present && a[i] == decisive) || (right == present && b[i] == decisive)) {
      out[i] = decisive;
    } else {
      m = combine(left, right);
      out[i] = decisive == 0 ? 1 : 0;
    }
    marks[i] = m;
    any |= m;
  }
  return any == present;
}

/// Only the branch taken counts.
template <class T>
bool select_kernel(std::size_t size, T* out, mark* marks, const operand<std::uint8_t>& condition, const operand<T>& a, const operand<T>& b) {
  mark any = present;
  for (std::size_t i = 0; i < size; ++i) {
    mark m = condition.mark_at(i);
    if (m == present) {
      const operand<T>& taken = condition[i] != 0 ? a : b;
      m = taken.mark_at(i);
      if (m == present) out[i] = taken[i];
    }
    marks[i] = m;
    any |= m;
  }
  return any == present;
}

/// Arithmetic in several steps with one question at the end; after the first step that comes to nothing the rest is idle.
template <class N>
class checked {
 public:
  [[nodiscard]] N add(const N& a, const N& b) { return step(arithmetic<N>::add, a, b); }
  [[nodiscard]] N subtract(const N& a, const N& b) { return step(arithmetic<N>::subtract, a, b); }
  [[nodiscard]] N multiply(const N& a, const N& b) { return step(arithmetic<N>::multiply, a, b); }
  [[nodiscard]] N divide(const N& a, const N& b) { return step(arithmetic<N>::divide, a, b); }
  [[nodiscard]] N square_root(const N& a) {
    N result{};
    if (state_ == outcome::ok) state_ = arithmetic<N>::square_root(a, result);
    return state_ == outcome::ok ? result : N{};
  }
  [[nodiscard]] outcome state() const { return state_; }

 private:
  template <class Operation>
  [[nodiscard]] N step(Operation operation, const N& a, const N& b) {
    N result{};
    if (state_ == outcome::ok) state_ = operation(a, b, result);
    return state_ == outcome::ok ? result : N{};
  }

  outcome state_ = outcome::ok;
};

}  // namespace attain::engine
