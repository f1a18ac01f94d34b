// SPDX-License-Identifier: Apache-2.0
/// The inverse of a curve: which argument gives a value.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "attain/engine/curves.hpp"

namespace attain::engine {

/// The straight stretches of the curve from left to right.
template <class N>
auto prepared_curve<N>::pieces(std::vector<piece>& result) const -> problem {
  checked<N> steps;
  const std::size_t count = has_knots() ? size() - 1 : size();
  for (std::size_t i = 0; i < count; ++i) {
    const N* high = has_knots() ? &n_.from[i + 1] : upper(i);
    if (high != nullptr && op::compare(*high, n_.from[i]) == 0) continue;  // a jump, or a tier of a single point
    piece p{n_.from[i], high == nullptr ? std::optional<N>{} : std::optional<N>{*high}, N{}, n_.value[i]};
    if (curve_->shape == shape::whole_amount) {
      p.at_low = steps.multiply(n_.value[i], n_.from[i]);
    } else if (curve_->shape == shape::linear) {
      p.at_low = n_.value[i];
      p.slope = steps.divide(steps.subtract(n_.value[i + 1], n_.value[i]), steps.subtract(*high, n_.from[i]));
    } else {
      if (!curve_->reached) p.at_low = before_[i];
      if (curve_->shape == shape::amount) p.slope = steps.divide(n_.value[i], steps.subtract(*high, n_.from[i]));
    }
    result.push_back(std::move(p));
  }
  return ended(steps);
}

template <class N>
auto prepared_curve<N>::invert_pieces(const N& y, N& result) const -> problem {
  std::vector<piece> all;
  if (const problem wrong = pieces(all)) return wrong;
  if (all.empty()) return code::not_invertible;
  const int direction = op::sign(all.front().slope);
  for (const piece& p : all)
    if (direction == 0 || op::sign(p.slope) != direction) return code::not_invertible;
  const auto order = [direction](const N& a, const N& b) { return op::compare(a, b) * direction; };

  checked<N> steps;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const piece& p = all[i];
    const bool last = i + 1 == all.size();
    const int against_low = order(y, p.at_low);
    if (against_low < 0 && i == 0 && below() != beyond::extend) return outside();
    if (against_low < 0 && i > 0) {  // jumped over
      result = p.low;
      return {};
    }
    const bool open = !p.high || (last && above() == beyond::extend);
    const N at_high = open ? N{} : steps.add(p.at_low, steps.multiply(p.slope, steps.subtract(*p.high, p.low)));
    if (open || order(y, at_high) <= 0) {
      result = steps.add(p.low, steps.divide(steps.subtract(y, p.at_low), p.slope));
      return ended(steps);
    }
  }
  if (const problem wrong = ended(steps)) return wrong;
  return outside();
}

/// Of x * rate(x) = y on the segment between knots i and i + 1 the solution that lies on it.
template <class N>
N prepared_curve<N>::solve_segment(std::size_t i, const N& y, checked<N>& steps) const {
  const N slope =
      steps.divide(steps.subtract(n_.value[i + 1], n_.value[i]), steps.subtract(n_.from[i + 1], n_.from[i]));
  const N base = steps.subtract(n_.value[i], steps.multiply(slope, n_.from[i]));  // slope * x^2 + base * x - y = 0
  if (op::sign(slope) == 0) return steps.divide(y, base);
  const N four_slope_y = steps.multiply(steps.multiply(op::from(std::int64_t{4}), slope), y);
  const N root = steps.square_root(steps.add(steps.multiply(base, base), four_slope_y));
  const N twice = steps.add(slope, slope);
  const N one = steps.divide(steps.subtract(root, base), twice);
  const N other = steps.divide(op::negate(steps.add(root, base)), twice);
  // The vertex lies outside a segment on which the curve is monotone, so the nearer solution is the one meant.
  const N middle = steps.divide(steps.add(n_.from[i], n_.from[i + 1]), op::from(std::int64_t{2}));
  const N to_one = op::absolute(steps.subtract(one, middle));
  const N to_other = op::absolute(steps.subtract(other, middle));
  return op::compare(to_one, to_other) <= 0 ? one : other;
}

template <class N>
auto prepared_curve<N>::invert_rate_linear(const N& y, N& result) const -> problem {
  checked<N> steps;
  std::vector<N> at(size());
  for (std::size_t i = 0; i < size(); ++i) at[i] = steps.multiply(n_.from[i], n_.value[i]);
  const int direction = size() > 1 ? op::compare(at.back(), at.front()) : 1;
  if (direction == 0) return code::not_invertible;
  const auto order = [direction](const N& a, const N& b) { return direction > 0 ? op::compare(a, b) : op::compare(b, a); };
  for (std::size_t i = 0; i + 1 < size(); ++i)
    if (order(at[i], at[i + 1]) > 0) return code::not_invertible;

  const bool is_below = order(y, at.front()) < 0;
  const bool is_above = order(y, at.back()) > 0;
  if (is_below || is_above) {
    if ((is_below ? below() : above()) != beyond::flat) return outside();
    result = steps.divide(y, is_below ? n_.value.front() : n_.value.back());
    return ended(steps);
  }
  for (std::size_t i = 0; i < size(); ++i) {
    if (order(y, at[i]) == 0 || (i + 1 < size() && order(y, at[i + 1]) <= 0 && op::compare(n_.from[i], n_.from[i + 1]) == 0)) {
      result = n_.from[i];
      return ended(steps);
    }
    if (i + 1 < size() && order(y, at[i + 1]) < 0) {
      result = solve_segment(i, y, steps);
      return ended(steps);
    }
  }
  return outside();
}

template <class N>
auto prepared_curve<N>::inverse(const N& y, N& result) const -> problem {
  if (curve_->shape == shape::rate_linear) return invert_rate_linear(y, result);
  if (curve_->shape == shape::step || (curve_->shape == shape::amount && !curve_->proportional)) return code::not_invertible;
  return invert_pieces(y, result);
}

}  // namespace attain::engine
