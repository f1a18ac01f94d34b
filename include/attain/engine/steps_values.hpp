// SPDX-License-Identifier: Apache-2.0
/// The nodes that compute: arithmetic, comparison, branches and functions.
#pragma once

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "attain/engine/steps.hpp"

namespace attain::engine {

template <class N>
void steps<N>::compute_basic(program::node_id id, basic operation) {
  const program::node& n = program_.nodes[id];
  const auto failed = failer(id);
  arrays_[id].dense = basic_kernel<N>(operation, size_of(n), out<N>(id), arrays_[id].marks.data(), argument<N>(n, 0), argument<N>(n, 1),
                                      [&](outcome o, std::size_t i) { return failed(code_of(o), i); });
}

template <class N>
void steps<N>::compute_power(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const operand<N> a = argument<N>(n, 0);
  N* const values = out<N>(id);
  mark* const marks = arrays_[id].marks.data();
  if (n.op == op::negate) {
    arrays_[id].dense = for_present(
        size_of(n), marks,
        [&](std::size_t i) {
          values[i] = arithmetic<N>::negate(a[i]);
          return present;
        },
        a);
    return;
  }
  const operand<N> b = argument<N>(n, 1);
  arrays_[id].dense = for_present(
      size_of(n), marks,
      [&](std::size_t i) {
        const outcome o = arithmetic<N>::power(a[i], b[i], values[i]);
        return o == outcome::ok ? mark{present} : fail(code_of(o), id, n.frame, i);
      },
      a, b);
}

/// actual / target, or as `direction = "lower"` target / actual; neither works with a target of 0 or less.
template <class N>
void steps<N>::compute_attainment(program::node_id id, bool lower) {
  using number = arithmetic<N>;
  const program::node& n = program_.nodes[id];
  const operand<N> actual = argument<N>(n, 0);
  const operand<N> target = argument<N>(n, 1);
  N* const values = out<N>(id);
  arrays_[id].dense = for_present(
      size_of(n), arrays_[id].marks.data(),
      [&](std::size_t i) {
        if (number::sign(target[i]) <= 0) return fail(code::target_not_positive, id, n.frame, i, number::to_double(target[i]));
        if (lower && number::sign(actual[i]) <= 0) {
          return fail(number::sign(actual[i]) == 0 ? code::division_by_zero : code::outside_domain, id, n.frame, i);
        }
        const outcome o = lower ? number::divide(target[i], actual[i], values[i]) : number::divide(actual[i], target[i], values[i]);
        return o == outcome::ok ? mark{present} : fail(code_of(o), id, n.frame, i);
      },
      actual, target);
}

template <class N>
void steps<N>::compute_relation(program::node_id id, relation wanted) {
  const program::node& n = program_.nodes[id];
  with_kind<N>(program_.nodes[n.operands[0]].kind, [&](auto kind) {
    using T = typename decltype(kind)::type;
    arrays_[id].dense = compare_kernel<N, T>(wanted, size_of(n), out<std::uint8_t>(id), arrays_[id].marks.data(), argument<T>(n, 0), argument<T>(n, 1));
  });
}

template <class N>
void steps<N>::compute_dates(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const operand<std::int32_t> a = argument<std::int32_t>(n, 0);
  mark* const marks = arrays_[id].marks.data();
  if (n.op == op::date_difference) {
    const operand<std::int32_t> b = argument<std::int32_t>(n, 1);
    N* const days = out<N>(id);
    arrays_[id].dense = for_present(
        size_of(n), marks,
        [&](std::size_t i) {
          days[i] = arithmetic<N>::from(std::int64_t{a[i]} - b[i]);
          return present;
        },
        a, b);
    return;
  }
  const operand<N> days = argument<N>(n, 1);
  std::int32_t* const dates = out<std::int32_t>(id);
  arrays_[id].dense = for_present(
      size_of(n), marks,
      [&](std::size_t i) {
        const auto whole = cut_to_whole(days[i]);
        const auto moved = whole ? add_days(a[i], *whole) : std::optional<std::int32_t>{};
        if (!moved) return fail(code::date_out_of_range, id, n.frame, i);
        dates[i] = *moved;
        return mark{present};
      },
      a, days);
}

/// What decides by itself which operands count.
template <class N>
void steps<N>::compute_branches(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const std::size_t size = size_of(n);
  value_array<N>& to = arrays_[id];
  mark* const marks = to.marks.data();
  switch (n.op) {
    case op::logical_and:
    case op::logical_or:
      to.dense = logical_kernel(n.op == op::logical_or ? 1 : 0, size, out<std::uint8_t>(id), marks, argument<std::uint8_t>(n, 0),
                                argument<std::uint8_t>(n, 1));
      return;
    case op::logical_not: {
      const operand<std::uint8_t> a = argument<std::uint8_t>(n, 0);
      std::uint8_t* const values = out<std::uint8_t>(id);
      to.dense = for_present(
          size, marks,
          [&](std::size_t i) {
            values[i] = a[i] == 0 ? 1 : 0;
            return present;
          },
          a);
      return;
    }
    case op::is_missing: {
      const source a = read(n.operands[0]);
      std::uint8_t* const values = out<std::uint8_t>(id);
      for (std::size_t i = 0; i < size; ++i) values[i] = a.mark_at(i) != present ? 1 : 0;
      return fill_marks(id, present);
    }
    case op::has_row: {
      const source row = read(n.operands[0]);
      std::uint8_t* const values = out<std::uint8_t>(id);
      mark any = present;
      for (std::size_t i = 0; i < size; ++i) {
        const mark m = row.mark_at(i);
        values[i] = m == present ? 1 : 0;
        any |= marks[i] = is_failed(m) ? m : present;
      }
      to.dense = any == present;
      return;
    }
    default: break;
  }
  with_kind<N>(n.kind, [&](auto kind) {
    using T = typename decltype(kind)::type;
    if (n.op == op::select) {
      to.dense = select_kernel<T>(size, out<T>(id), marks, argument<std::uint8_t>(n, 0), argument<T>(n, 1), argument<T>(n, 2));
      return;
    }
    assert(n.op == op::coalesce);
    std::vector<operand<T>> choices;
    for (std::size_t k = 0; k < n.operands.size(); ++k) choices.push_back(argument<T>(n, k));
    T* const values = out<T>(id);
    mark any = present;
    for (std::size_t i = 0; i < size; ++i) {
      mark m = present;
      for (const operand<T>& choice : choices) {
        m = choice.mark_at(i);
        if (m != present) continue;
        values[i] = choice[i];
        break;
      }
      any |= marks[i] = m;
    }
    to.dense = any == present;
  });
}

template <class N>
void steps<N>::compute_require(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const operand<std::uint8_t> condition = argument<std::uint8_t>(n, 0);
  with_kind<N>(n.kind, [&](auto kind) {
    using T = typename decltype(kind)::type;
    const operand<T> x = argument<T>(n, 1);
    const auto at_fault = [&](std::size_t i) { return n.operands.size() > 2 ? arithmetic<N>::to_double(argument<N>(n, 2)[i]) : 0.0; };
    T* const values = out<T>(id);
    mark any = present;
    for (std::size_t i = 0; i < size_of(n); ++i) {
      mark m = condition.mark_at(i);
      if (m == present && condition[i] == 0) m = fail(static_cast<code>(n.index), id, n.frame, i, at_fault(i));
      else if (m == present) m = x.mark_at(i);
      if (m == present) values[i] = x[i];
      any |= arrays_[id].marks[i] = m;
    }
    arrays_[id].dense = any == present;
  });
}

/// Whether a sum of shares is 1. Doubles err by half an ulp with each sum.
template <class N>
[[nodiscard]] bool is_whole(const N& sum) {
  if constexpr (std::is_same_v<N, double>) return std::abs(sum - 1) < 1e-12;
  else return arithmetic<N>::compare(sum, arithmetic<N>::from(std::int64_t{1})) == 0;
}

/// What applies to whom, and whether what does adds up.
template <class N>
void steps<N>::compute_roles(program::node_id id) {
  const program::node& n = program_.nodes[id];
  value_array<N>& to = arrays_[id];
  const std::size_t size = size_of(n);
  if (n.op == op::applies) {
    const source x = read(n.operands[0]);
    std::uint8_t* const values = out<std::uint8_t>(id);
    for (std::size_t i = 0; i < size; ++i) values[i] = state_of(x.mark_at(i)) == state::does_not_apply ? 0 : 1;
    return fill_marks(id, present);
  }
  if (n.op == op::is_whole) {
    const operand<N> sum = argument<N>(n, 0);
    std::uint8_t* const values = out<std::uint8_t>(id);
    to.dense = for_present(
        size, to.marks.data(),
        [&](std::size_t i) {
          values[i] = is_whole(sum[i]) ? 1 : 0;
          return present;
        },
        sum);
    return;
  }
  const operand<std::uint8_t> condition = argument<std::uint8_t>(n, 0);
  with_kind<N>(n.kind, [&](auto kind) {
    using T = typename decltype(kind)::type;
    const operand<T> x = argument<T>(n, 1);
    T* const values = out<T>(id);
    mark any = present;
    for (std::size_t i = 0; i < size; ++i) {
      mark m = condition.mark_at(i);
      const bool left_out = n.op == op::where_chosen && m != present && !is_failed(m);
      if (left_out) m = make_mark(state::does_not_apply, id);
      else if (m == present) m = condition[i] == 0 ? make_mark(state::does_not_apply, id) : x.mark_at(i);
      if (m == present) values[i] = x[i];
      any |= to.marks[i] = m;
    }
    to.dense = any == present;
  });
}

/// What a condition says of each row; one that is empty has nothing against it, and of events only those that may count are checked.
template <class N>
void steps<N>::compute_check(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const operand<std::uint8_t> condition = argument<std::uint8_t>(n, 0);
  const bound_table& bound = data_.tables[program_.frames[n.frame].table];
  mark any = present;
  for (std::size_t i = 0; i < size_of(n); ++i) {
    mark m = condition.mark_at(i);
    const part p = bound.part_of(rows_[n.frame].rows[i]);
    if (!bound.is_population && p != part::in && !is_unplaced(p)) m = present;
    else if (m == present && condition[i] == 0) m = fail(code::failed_check, id, n.frame, i);
    else if (!is_failed(m)) m = present;
    out<std::uint8_t>(id)[i] = 1;
    any |= arrays_[id].marks[i] = m;
  }
  arrays_[id].dense = any == present;
}

template <class N>
void steps<N>::compute_call(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const auto f = static_cast<formula::function>(n.index);
  rounding_mode mode = rounding_mode::half_up;
  std::size_t count = n.operands.size();
  if (takes_mode(f) && count == 3) {
    const program::node& literal = program_.nodes[n.operands[2]];
    assert(literal.op == op::constant);
    mode = program_.constants[literal.index].mode;
    count = 2;
  }
  std::vector<source> arguments;
  for (std::size_t k = 0; k < count; ++k) arguments.push_back(read(n.operands[k]));
  function_call<N, decltype(failer(id))>(size_of(n), arguments, mode, *arena_, arrays_[id], failer(id)).run(f);
}

}  // namespace attain::engine
