// SPDX-License-Identifier: Apache-2.0
/// Curves ready to be asked: bounds and values, checked and summed up, for any kind of number.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "attain/engine/kernels.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/program/ir.hpp"
#include "attain/text/codes.hpp"

namespace attain::engine {

/// The numbers of a curve, of one run or of one row. Steps with texts have no values that count here.
template <class N>
struct curve_numbers {
  std::vector<N> from;
  std::vector<std::optional<N>> to;
  std::vector<N> value;
  std::optional<N> below;
  std::optional<N> above;
};

/// Where an argument falls.
struct curve_place {
  enum class part : std::uint8_t { below, in, gap, above };
  curve_place::part where = part::in;
  std::size_t tier = 0;  ///< from 0; the first when below, the last when above
};

/// A curve with its numbers. Questions answer with nothing wrong or with the code of what is; only then is `result` unspecified.
template <class N>
class prepared_curve {
 public:
  using problem = std::optional<code>;

  /// Without numbers: `renew` brings them.
  explicit prepared_curve(const program::curve& curve) : curve_(&curve) {}
  prepared_curve(const program::curve& curve, curve_numbers<N> numbers) : curve_(&curve), n_(std::move(numbers)) { prepare(); }

  /// Takes other numbers, which `fill` writes over the old ones: their memory stays.
  template <class Fill>
  void renew(Fill fill) {
    fill(n_);
    prepare();
  }
  /// Other values outside the tiers, for what is asked next.
  void set_outside(std::optional<N> below, std::optional<N> above) {
    n_.below = std::move(below);
    n_.above = std::move(above);
  }

  /// Why the curve cannot be asked at all.
  [[nodiscard]] const problem& why_not() const { return problem_; }
  /// The tier or knot that does not stand well behind the one before it, or ends before it begins; only when `why_not`.
  [[nodiscard]] std::size_t wrong_tier() const { return wrong_tier_; }

  [[nodiscard]] problem value(const N& x, N& result) const;
  /// c(b) - c(a)
  [[nodiscard]] problem between(const N& a, const N& b, N& result) const;
  [[nodiscard]] problem rate(const N& x, N& result) const;
  /// From 1; 0 below a curve that has a fixed value there.
  [[nodiscard]] problem tier(const N& x, N& result) const;
  /// What tier n, from 1, contributes to c(x); all parts add up to c(x).
  [[nodiscard]] problem part(const N& x, const N& n, N& result) const;
  /// c(x) / x, and at 0 the rate there.
  [[nodiscard]] problem effective(const N& x, N& result) const;
  /// The x with c(x) = y; where c jumps over y, the place of the jump. Defined in curve_inverse.hpp.
  [[nodiscard]] problem inverse(const N& y, N& result) const;

  [[nodiscard]] curve_place place_of(const N& x) const;
  /// The rules outside the tiers, with the defaults of the shape filled in.
  [[nodiscard]] program::curve::beyond below() const;
  [[nodiscard]] program::curve::beyond above() const;

 private:
  using shape = enum program::curve::shape;
  using beyond = program::curve::beyond;
  using op = arithmetic<N>;

  /// A stretch of a curve that can be inverted: at_low + slope * (x - low).
  struct piece {
    N low;
    std::optional<N> high;
    N at_low;
    N slope;
  };

  [[nodiscard]] bool has_knots() const { return curve_->shape == shape::linear || curve_->shape == shape::rate_linear; }
  [[nodiscard]] bool has_sums() const { return curve_->shape == shape::marginal || curve_->shape == shape::amount; }
  [[nodiscard]] std::size_t size() const { return n_.from.size(); }
  [[nodiscard]] bool is_left_out(std::size_t i) const { return i < curve_->tiers.size() && curve_->tiers[i].excludes_from; }
  [[nodiscard]] bool excludes_from(std::size_t i) const { return curve_->upper_inclusive || is_left_out(i); }
  /// The upper end of a tier; null when it is open.
  [[nodiscard]] const N* upper(std::size_t i) const {
    if (n_.to[i]) return &*n_.to[i];
    return i + 1 < size() ? &n_.from[i + 1] : nullptr;
  }
  [[nodiscard]] static problem ended(const checked<N>& steps) {
    return steps.state() == outcome::ok ? problem{} : problem{code_of(steps.state())};
  }
  [[nodiscard]] static problem outside() { return code::outside_curve; }

  void prepare() {
    problem_ = check();
    if (!problem_ && has_sums()) problem_ = sum_up();
  }
  [[nodiscard]] problem check();
  [[nodiscard]] problem sum_up();
  [[nodiscard]] problem settle(const N& x, const curve_place& place, N& at, const N*& fixed) const;
  [[nodiscard]] problem knot_value(const N& x, N& result) const;
  [[nodiscard]] problem on_segment(std::size_t i, const N& x, N& result) const;
  [[nodiscard]] N share_of_tier(std::size_t i, const N& x, checked<N>& steps) const;
  [[nodiscard]] N whole_tier(std::size_t i, checked<N>& steps) const;
  [[nodiscard]] problem pieces(std::vector<piece>& result) const;
  [[nodiscard]] problem invert_pieces(const N& y, N& result) const;
  [[nodiscard]] problem invert_rate_linear(const N& y, N& result) const;
  [[nodiscard]] N solve_segment(std::size_t i, const N& y, checked<N>& steps) const;

  const program::curve* curve_;
  curve_numbers<N> n_;
  std::vector<N> before_;  // of marginal and amount: the sum of all tiers before each
  problem problem_;
  std::size_t wrong_tier_ = 0;
};

/// Bounds may depend on parameters and data, so their order is known only now.
template <class N>
auto prepared_curve<N>::check() -> problem {
  if (size() == 0) return code::bad_curve;
  const bool needs_width = curve_->shape == shape::amount && curve_->proportional;
  for (std::size_t i = 0; i < size(); ++i) {
    const bool last = i + 1 == size();
    wrong_tier_ = i;
    if (n_.to[i] && op::compare(*n_.to[i], n_.from[i]) < 0) return code::tiers_out_of_order;
    if (last && needs_width && !n_.to[i]) return code::bad_curve;
    if (last) break;
    ++wrong_tier_;
    const int order = op::compare(n_.from[i], n_.from[i + 1]);
    if (order > 0) return code::tiers_out_of_order;
    const bool jump_or_point = has_knots() ? i == 0 || op::compare(n_.from[i - 1], n_.from[i]) != 0 : is_left_out(i + 1);
    if (order == 0 && !jump_or_point) return curve_->tiers.empty() ? code::tier_overlap : code::tiers_out_of_order;
    if (!n_.to[i]) continue;
    const int gap = op::compare(*n_.to[i], n_.from[i + 1]);
    if (gap != 0) return gap < 0 ? code::tier_gap : code::tier_overlap;
  }
  return {};
}

template <class N>
auto prepared_curve<N>::sum_up() -> problem {
  checked<N> steps;
  before_.assign(1, N{});
  for (std::size_t i = 0; i + 1 < size(); ++i) before_.push_back(steps.add(before_[i], whole_tier(i, steps)));
  return ended(steps);
}

template <class N>
program::curve::beyond prepared_curve<N>::below() const {
  if (curve_->below != beyond::by_default) return curve_->below;
  if (has_knots()) return beyond::flat;
  return op::sign(n_.from.front()) == 0 ? beyond::extend : beyond::missing;
}

template <class N>
program::curve::beyond prepared_curve<N>::above() const {
  if (curve_->above != beyond::by_default) return curve_->above;
  return has_knots() || has_sums() ? beyond::flat : beyond::missing;
}

template <class N>
curve_place prepared_curve<N>::place_of(const N& x) const {
  using where = curve_place::part;
  std::size_t low = 0;
  std::size_t high = size();  // the first tier that x has not reached lies in [low, high]
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const int order = op::compare(x, n_.from[middle]);
    const bool reached = order > 0 || (order == 0 && !excludes_from(middle));
    if (reached) low = middle + 1;
    else high = middle;
  }
  if (low == 0) return {where::below, 0};
  const std::size_t tier = low - 1;
  if (n_.to[tier] && op::compare(x, *n_.to[tier]) > 0) return {tier + 1 == size() ? where::above : where::gap, tier};
  return {where::in, tier};
}

/// Applies the rules outside: `fixed` is the value to give, or `at` the argument to compute with in the tier of `place`.
template <class N>
auto prepared_curve<N>::settle(const N& x, const curve_place& place, N& at, const N*& fixed) const -> problem {
  using where = curve_place::part;
  at = x;
  fixed = nullptr;
  if (place.where == where::in) return {};
  if (place.where == where::gap) return outside();
  const bool is_below = place.where == where::below;
  switch (is_below ? below() : above()) {
    case beyond::flat: at = is_below ? n_.from.front() : *n_.to.back(); return {};
    case beyond::extend: return {};
    case beyond::value: fixed = is_below ? &*n_.below : &*n_.above; return {};
    case beyond::missing:
    case beyond::by_default: break;
  }
  return outside();
}

/// What tier i contributes when x stands in it.
template <class N>
N prepared_curve<N>::share_of_tier(std::size_t i, const N& x, checked<N>& steps) const {
  if (curve_->shape == shape::marginal) return steps.multiply(n_.value[i], steps.subtract(x, n_.from[i]));
  if (!curve_->proportional) return n_.value[i];
  const N width = steps.subtract(*upper(i), n_.from[i]);
  if (op::sign(width) == 0) return n_.value[i];
  return steps.divide(steps.multiply(n_.value[i], steps.subtract(x, n_.from[i])), width);
}

template <class N>
N prepared_curve<N>::whole_tier(std::size_t i, checked<N>& steps) const {
  if (curve_->shape == shape::amount) return n_.value[i];
  return steps.multiply(n_.value[i], steps.subtract(*upper(i), n_.from[i]));
}

template <class N>
auto prepared_curve<N>::value(const N& x, N& result) const -> problem {
  if (has_knots()) {
    if (const problem wrong = knot_value(x, result)) return wrong;
    const bool is_rate = curve_->shape == shape::rate_linear;
    const bool fixed = (below() == beyond::value && op::compare(x, n_.from.front()) < 0) ||
                       (above() == beyond::value && op::compare(x, n_.from.back()) > 0);
    if (!is_rate || fixed) return {};
    checked<N> steps;
    result = steps.multiply(x, result);
    return ended(steps);
  }
  const curve_place place = place_of(x);
  N at{};
  const N* fixed = nullptr;
  if (const problem wrong = settle(x, place, at, fixed)) return wrong;
  if (fixed != nullptr) {
    result = *fixed;
    return {};
  }
  checked<N> steps;
  if (curve_->shape == shape::step) result = n_.value[place.tier];
  else if (curve_->shape == shape::whole_amount) result = steps.multiply(n_.value[place.tier], at);
  else if (curve_->reached) result = share_of_tier(place.tier, at, steps);
  else result = steps.add(before_[place.tier], share_of_tier(place.tier, at, steps));
  return ended(steps);
}

/// The line through knots i and i + 1, at any x.
template <class N>
auto prepared_curve<N>::on_segment(std::size_t i, const N& x, N& result) const -> problem {
  checked<N> steps;
  const N run = steps.subtract(n_.from[i + 1], n_.from[i]);
  const N rise = steps.subtract(n_.value[i + 1], n_.value[i]);
  result = steps.add(n_.value[i], steps.divide(steps.multiply(steps.subtract(x, n_.from[i]), rise), run));
  return ended(steps);
}

/// y (or the rate) between, at and outside the knots. Of two knots with one x the second owns the point, upper-inclusive the first.
template <class N>
auto prepared_curve<N>::knot_value(const N& x, N& result) const -> problem {
  std::size_t low = 0;
  std::size_t high = size();  // the first knot beyond x; upper-inclusive: the first knot at or beyond x
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const int order = op::compare(x, n_.from[middle]);
    const bool passed = order > 0 || (order == 0 && !curve_->upper_inclusive);
    if (passed) low = middle + 1;
    else high = middle;
  }
  const std::size_t owner = curve_->upper_inclusive ? low : low - 1;
  if (owner < size() && op::compare(x, n_.from[owner]) == 0) {
    result = n_.value[owner];
    return {};
  }
  if (low > 0 && low < size()) return on_segment(low - 1, x, result);
  const bool is_below = low == 0;
  const std::size_t end = is_below ? 0 : size() - 1;
  const std::size_t segment = is_below ? 0 : size() - 2;
  switch (is_below ? below() : above()) {
    case beyond::flat: result = n_.value[end]; return {};
    case beyond::value: result = is_below ? *n_.below : *n_.above; return {};
    case beyond::extend:
      if (size() > 1 && op::compare(n_.from[segment], n_.from[segment + 1]) != 0) return on_segment(segment, x, result);
      result = n_.value[end];  // no line to go on with
      return {};
    case beyond::missing:
    case beyond::by_default: break;
  }
  return outside();
}

template <class N>
auto prepared_curve<N>::between(const N& a, const N& b, N& result) const -> problem {
  N from{};
  N to{};
  if (const problem wrong = value(a, from)) return wrong;
  if (const problem wrong = value(b, to)) return wrong;
  checked<N> steps;
  result = steps.subtract(to, from);
  return ended(steps);
}

template <class N>
auto prepared_curve<N>::rate(const N& x, N& result) const -> problem {
  if (curve_->shape == shape::rate_linear) return knot_value(x, result);
  if (curve_->shape == shape::linear) return code::bad_curve;
  const curve_place place = place_of(x);
  N at{};
  const N* fixed = nullptr;
  if (const problem wrong = settle(x, place, at, fixed)) return wrong;
  const bool slope = curve_->shape == shape::marginal || (curve_->shape == shape::amount && curve_->proportional);
  const bool stands_still = place.where != curve_place::part::in && (place.where == curve_place::part::below ? below() : above()) == beyond::flat;
  checked<N> steps;
  if (fixed != nullptr) result = curve_->shape == shape::step ? *fixed : N{};
  else if (slope && stands_still) result = N{};
  else if (slope && curve_->shape == shape::amount) result = steps.divide(n_.value[place.tier], steps.subtract(*upper(place.tier), n_.from[place.tier]));
  else result = n_.value[place.tier];
  return ended(steps);
}

template <class N>
auto prepared_curve<N>::tier(const N& x, N& result) const -> problem {
  const curve_place place = place_of(x);
  N at{};
  const N* fixed = nullptr;
  if (const problem wrong = settle(x, place, at, fixed)) return wrong;
  const bool before_first = fixed != nullptr && place.where == curve_place::part::below;
  result = op::from(before_first ? std::int64_t{0} : static_cast<std::int64_t>(place.tier) + 1);
  return {};
}

template <class N>
auto prepared_curve<N>::part(const N& x, const N& n, N& result) const -> problem {
  bool fits = false;
  const std::int64_t wanted = op::floor_integer(n, fits) - 1;
  if (!fits || wanted < 0 || static_cast<std::size_t>(wanted) >= size()) return code::outside_domain;
  const auto k = static_cast<std::size_t>(wanted);
  const curve_place place = place_of(x);
  N at{};
  const N* fixed = nullptr;
  if (const problem wrong = settle(x, place, at, fixed)) return wrong;
  checked<N> steps;
  if (k > place.tier || (curve_->reached && k < place.tier)) result = N{};
  else if (k < place.tier) result = whole_tier(k, steps);
  else if (fixed == nullptr) result = share_of_tier(k, at, steps);
  else result = curve_->reached ? *fixed : steps.subtract(*fixed, before_[k]);
  return ended(steps);
}

template <class N>
auto prepared_curve<N>::effective(const N& x, N& result) const -> problem {
  if (op::sign(x) == 0) return curve_->shape == shape::linear ? problem{code::division_by_zero} : rate(x, result);
  if (const problem wrong = value(x, result)) return wrong;
  checked<N> steps;
  result = steps.divide(result, x);
  return ended(steps);
}

}  // namespace attain::engine
