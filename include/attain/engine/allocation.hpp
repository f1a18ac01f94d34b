// SPDX-License-Identifier: Apache-2.0
/// Divides a pool in whole units in proportion to weights: what `allocate` and `prize` give to the rows of a group.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "attain/number/arithmetic.hpp"
#include "attain/program/ir.hpp"
#include "attain/text/codes.hpp"

namespace attain::engine {

/// What is divided, and among whom. Rows without a weight take no part; what is said of a row stands at its place in each list.
template <class N>
struct pool {
  using rule = program::stage::group_function::rule;

  N amount{};
  N unit{};
  std::vector<N> weights;
  std::vector<std::optional<N>> least;  ///< empty: no row has a lower limit
  std::vector<std::optional<N>> most;
  pool::rule rest = rule::largest_remainder;
  bool floors = false;  ///< a negative pool is cut towards minus infinity, not as the positive one
};

/// How many units each row gets, or why nobody gets any.
struct allocation {
  std::vector<std::int64_t> units;
  std::optional<code> problem;
  std::size_t row = formula::none;  ///< at fault; none: the group as a whole
  std::size_t other = 0;            ///< of tied rows
};

namespace detail {

/// More units than any pool has, with room to add and to turn the sign.
inline constexpr std::int64_t most_units = std::int64_t{1} << 61;

/// Whole numbers in the proportion of the weights, which are brought to 30 decimals at most; nothing when they need more than 128 bits.
inline std::optional<std::vector<int128>> whole_weights(const std::vector<rational>& weights) {
  std::vector<int128> whole(weights.size());
  for (const std::int64_t factor :
       {std::int64_t{1}, std::int64_t{1'000}, std::int64_t{1'000'000}, std::int64_t{1'000'000'000'000}, std::int64_t{1'000'000'000'000'000'000}}) {
    std::size_t i = 0;
    for (; i < weights.size(); ++i) {
      const auto units = weights[i].small_multiple(factor);
      if (!units) break;
      whole[i] = *units;
    }
    if (i == weights.size()) return whole;
  }
  return std::nullopt;
}

inline std::vector<big_integer> wide_weights(const std::vector<rational>& weights) {
  const big_integer unit = big_power_of_ten(arithmetic<rational>::sum::places);
  std::vector<big_integer> whole;
  whole.reserve(weights.size());
  for (const rational& w : weights) whole.push_back(attain::detail::divide_rounded(w.numerator() * unit, w.denominator(), rounding_mode::half_even));
  return whole;
}

/// The largest weight has 15 digits, which a double holds exactly.
inline std::optional<std::vector<int128>> whole_weights(const std::vector<double>& weights) {
  constexpr int digits = 15;
  std::vector<int128> whole(weights.size(), 0);
  const double largest = weights.empty() ? 0 : *std::max_element(weights.begin(), weights.end());
  if (largest == 0) return whole;
  const auto places = digits - 1 - static_cast<std::int64_t>(std::floor(std::log10(largest)));
  for (std::size_t i = 0; i < weights.size(); ++i) whole[i] = static_cast<int128>(std::nearbyint(attain::detail::scale_by_ten(weights[i], places)));
  return whole;
}

inline std::vector<big_integer> wide_weights(const std::vector<double>& weights) {
  std::vector<big_integer> wide;
  const auto whole = whole_weights(weights);
  wide.reserve(whole->size());
  for (const int128 w : *whole) wide.push_back(attain::detail::to_big(w));
  return wide;
}

inline std::int64_t floor_divide(int128 a, int128 b, int128& over) {
  int128 quotient = a / b;
  over = a - quotient * b;
  if (over < 0) {
    --quotient;
    over += b;
  }
  return static_cast<std::int64_t>(quotient);
}
inline std::int64_t floor_divide(const big_integer& a, const big_integer& b, big_integer& over) {
  big_integer quotient;
  boost::multiprecision::divide_qr(a, b, quotient, over);
  if (over.sign() < 0) {
    --quotient;
    over += b;
  }
  return static_cast<std::int64_t>(quotient);
}

/// Divides whole units by weights that are whole numbers of type I. `order(a, b)` is negative, 0 or positive as row a comes before b.
template <class I, class Order>
class divider {
 public:
  using rule = program::stage::group_function::rule;

  divider(const std::vector<I>& weights, rule how, const Order& order)
      : weights_(weights), how_(how), order_(order), over_(weights.size()), side_(weights.size(), 0) {}

  /// `least` and `most` are empty where there are no limits; each row's allow some number of units, and all of them the whole pool.
  void run(std::int64_t amount, const std::vector<std::int64_t>& least, const std::vector<std::int64_t>& most, allocation& result) {
    units_ = &result.units;
    units_->assign(weights_.size(), 0);
    rest_ = amount;
    total_ = 0;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      if (weights_[i] == 0) continue;
      open_.push_back(i);
      total_ += weights_[i];
    }
    if (!least.empty()) {
      while (fix_beyond_in_proportion(least, most)) {
      }
    }
    do {
      tied_.reset();
      divide();
    } while (!least.empty() && fix_beyond(least, most));
    if (!tied_) return;
    result.problem = code::tied_rows;
    result.row = tied_->first;
    result.other = tied_->second;
  }

 private:
  /// Who would be beyond a limit in exact proportion: where fixing all of them would leave too little, only those below their least are fixed, and
  /// where too much, only those above their most. So nobody is fixed who would not be in the end, whatever the order.
  bool fix_beyond_in_proportion(const std::vector<std::int64_t>& least, const std::vector<std::int64_t>& most) {
    I limits = 0;
    I weights = 0;
    bool any = false;
    for (const std::size_t i : open_) {
      const I share = weights_[i] * I(rest_);
      side_[i] = share < I(least[i]) * total_ ? -1 : (share > I(most[i]) * total_ ? 1 : 0);
      if (side_[i] == 0) continue;
      any = true;
      limits += I(side_[i] < 0 ? least[i] : most[i]);
      weights += weights_[i];
    }
    if (!any) return false;
    const I taken = limits * total_;
    const I meant = weights * I(rest_);
    fix(taken < meant ? 1 : (taken > meant ? -1 : 0), least, most);
    return true;
  }
  /// The same by the units that they got: `cascade` and `rest-to-first` may give some rows more than the next unit.
  bool fix_beyond(const std::vector<std::int64_t>& least, const std::vector<std::int64_t>& most) {
    int128 moved = 0;
    bool any = false;
    for (const std::size_t i : open_) {
      const std::int64_t units = (*units_)[i];
      side_[i] = units < least[i] ? -1 : (units > most[i] ? 1 : 0);
      if (side_[i] == 0) continue;
      any = true;
      moved += int128{side_[i] < 0 ? least[i] : most[i]} - units;
    }
    if (any) fix(moved < 0 ? 1 : (moved > 0 ? -1 : 0), least, most);
    return any;
  }
  /// Gives those on a side their limit; 0: those on both.
  void fix(int side, const std::vector<std::int64_t>& least, const std::vector<std::int64_t>& most) {
    std::erase_if(open_, [&](std::size_t i) {
      if (side_[i] == 0 || (side != 0 && side_[i] != side)) return false;
      (*units_)[i] = side_[i] < 0 ? least[i] : most[i];
      rest_ -= (*units_)[i];
      total_ -= weights_[i];
      return true;
    });
  }

  void divide() {
    if (open_.empty()) {
      assert(rest_ == 0);
      return;
    }
    if (how_ == rule::cascade) return cascade();
    std::int64_t left = rest_;
    for (const std::size_t i : open_) {
      (*units_)[i] = floor_divide(I(weights_[i] * I(rest_)), total_, over_[i]);
      left -= (*units_)[i];
    }
    if (left == 0) return;
    if (how_ == rule::rest_to_first) return give_to_first(left);
    give_to_largest(left);
  }
  /// A unit for each of the rows with the largest remainders; there are fewer units left than rows.
  void give_to_largest(std::int64_t left) {
    const auto before = [this](std::size_t a, std::size_t b) { return over_[a] != over_[b] ? over_[b] < over_[a] : order_(a, b) < 0; };
    const auto cut = open_.begin() + static_cast<std::ptrdiff_t>(left);
    std::nth_element(open_.begin(), cut, open_.end(), before);
    const std::size_t last = *std::max_element(open_.begin(), cut, before);
    if (over_[last] == over_[*cut] && order_(last, *cut) == 0) tied_ = {last, *cut};
    for (auto i = open_.begin(); i != cut; ++i) ++(*units_)[*i];
  }
  void give_to_first(std::int64_t left) {
    const std::size_t first = *std::min_element(open_.begin(), open_.end(), [this](std::size_t a, std::size_t b) { return order_(a, b) < 0; });
    for (const std::size_t i : open_)
      if (i != first && order_(i, first) == 0) tied_ = {first, i};
    (*units_)[first] += left;
  }
  void cascade() {
    std::sort(open_.begin(), open_.end(), [this](std::size_t a, std::size_t b) { return order_(a, b) < 0; });
    std::int64_t left = rest_;
    I total = total_;
    for (std::size_t n = open_.size(); n-- > 0;) {
      const std::size_t i = open_[n];
      if (n > 0 && order_(open_[n - 1], i) == 0) tied_ = {open_[n - 1], i};
      (*units_)[i] = floor_divide(I(weights_[i] * I(left)), total, over_[i]);
      left -= (*units_)[i];
      total -= weights_[i];
    }
  }

  const std::vector<I>& weights_;
  rule how_;
  const Order& order_;
  std::vector<I> over_;            // what the floor of a share leaves, in units divided by the total of the weights
  std::vector<int> side_;          // of its limits on which a row lies
  std::vector<std::size_t> open_;  // rows that are not fixed at a limit
  std::vector<std::int64_t>* units_ = nullptr;
  std::int64_t rest_ = 0;  // for them
  I total_ = 0;            // of their weights
  std::optional<std::pair<std::size_t, std::size_t>> tied_;
};

/// A number of units; in doubles one that is whole but for the noise of what was computed before is whole.
[[nodiscard]] inline outcome count_units(const rational& value, const rational& unit, rational& units) { return arithmetic<rational>::divide(value, unit, units); }
[[nodiscard]] inline outcome count_units(double value, double unit, double& units) {
  constexpr double noise = 1e-6;
  const outcome o = arithmetic<double>::divide(value, unit, units);
  if (const double nearest = std::nearbyint(units); o == outcome::ok && std::abs(units - nearest) <= noise) units = nearest;
  return o;
}

/// A number of units cut by `floor_integer`, far within 64 bits.
template <class N>
std::int64_t whole_units(const N& value, const N& unit) {
  N quotient{};
  bool fits = count_units(value, unit, quotient) == outcome::ok;
  const std::int64_t whole = fits ? arithmetic<N>::floor_integer(quotient, fits) : 0;
  if (fits) return std::clamp(whole, -most_units, most_units);
  return arithmetic<N>::sign(value) < 0 ? -most_units : most_units;
}

/// How many units of a number, which must be whole; nothing, and why, when it is not.
template <class N>
std::optional<std::int64_t> exact_units(const N& value, const N& unit, std::optional<code>& problem) {
  N quotient{};
  std::int64_t units = 0;
  if (count_units(value, unit, quotient) == outcome::ok) {
    if (arithmetic<N>::to_integer(quotient, units) && -most_units < units && units < most_units) return units;
    bool fits = false;
    const std::int64_t cut = arithmetic<N>::floor_integer(quotient, fits);
    if (fits && -most_units < cut && cut < most_units) {
      problem = code::broken_pool;
      return std::nullopt;
    }
  }
  problem = code::number_too_large;
  return std::nullopt;
}

inline std::size_t bits_of(int128 value) { return bit_length(attain::detail::to_big(value)); }

}  // namespace detail

/// So many units, as a number.
[[nodiscard]] inline rational units_as_number(std::int64_t units, const rational& unit) { return rational(units) * unit; }
[[nodiscard]] inline double units_as_number(std::int64_t units, double unit) {
  // With the unit as written the product is the double nearest to the decimal.
  if (const auto written = decimal_from_double(unit); written && std::abs(unit) < 1e15)
    return attain::detail::scaled_to_double(written->coefficient * units, -written->scale);
  return static_cast<double>(units) * unit;
}

namespace detail {

/// The limits of each row with a weight in units; false where they leave a row nothing, or the rows not the pool.
template <class N, class I>
bool limits_in_units(const pool<N>& asked, const std::vector<I>& weights, std::int64_t amount, bool turned, std::vector<std::int64_t>& least,
                     std::vector<std::int64_t>& most, allocation& result) {
  // A share lies between nothing and the whole pool.
  least.assign(weights.size(), std::min<std::int64_t>(amount, 0));
  most.assign(weights.size(), std::max<std::int64_t>(amount, 0));
  int128 least_sum = 0;
  int128 most_sum = 0;
  bool is_met = true;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;
    const std::optional<N>* const low = asked.least.empty() || !asked.least[i] ? nullptr : &asked.least[i];
    const std::optional<N>* const high = asked.most.empty() || !asked.most[i] ? nullptr : &asked.most[i];
    if (low != nullptr && high != nullptr && arithmetic<N>::compare(**low, **high) > 0) {
      result.problem = code::limits_crossed;
      result.row = i;
      return false;
    }
    std::int64_t from = low == nullptr ? -most_units : -whole_units(arithmetic<N>::negate(**low), asked.unit);
    std::int64_t to = high == nullptr ? most_units : whole_units(**high, asked.unit);
    if (turned) from = -std::exchange(to, -from);
    least[i] = std::max(least[i], from);
    most[i] = std::min(most[i], to);
    least_sum += least[i];
    most_sum += most[i];
    is_met = is_met && least[i] <= most[i];
  }
  if (is_met && least_sum <= amount && amount <= most_sum) return true;
  result.problem = code::unmet_limits;
  return false;
}

template <class N, class I, class Order>
void allocate_by(const pool<N>& asked, const std::vector<I>& weights, std::int64_t units, const Order& order, allocation& result) {
  if (std::all_of(weights.begin(), weights.end(), [](const I& w) { return w == 0; })) {
    if (units != 0) result.problem = code::nobody_shares;
    result.units.assign(weights.size(), 0);
    return;
  }
  const bool turned = units < 0 && !asked.floors;
  const std::int64_t amount = turned ? -units : units;
  std::vector<std::int64_t> least;
  std::vector<std::int64_t> most;
  if ((!asked.least.empty() || !asked.most.empty()) && !limits_in_units(asked, weights, amount, turned, least, most, result)) return;
  divider<I, Order>(weights, asked.rest, order).run(amount, least, most, result);
  if (turned)
    for (std::int64_t& u : result.units) u = -u;
}

}  // namespace detail

/// Divides the pool; no weight is negative. `order(a, b)` is negative, 0 or positive as row a comes before b; rows that it leaves equal are named as
/// tied where it decides. Nothing else depends on the order of the rows.
template <class N, class Order>
[[nodiscard]] allocation allocate(const pool<N>& asked, const Order& order) {
  allocation result;
  if (arithmetic<N>::sign(asked.unit) <= 0) {
    result.problem = code::unit_not_positive;
    return result;
  }
  const auto units = detail::exact_units(asked.amount, asked.unit, result.problem);
  if (!units) return result;
  const auto whole = detail::whole_weights(asked.weights);
  int128 total = 0;
  bool is_small = whole.has_value();
  for (std::size_t i = 0; is_small && i < whole->size(); ++i) is_small = !__builtin_add_overflow(total, (*whole)[i], &total);
  // No limit passes the pool, so nothing passes the total of the weights times that of the limits.
  constexpr std::size_t most_bits = 125;
  const int128 limits = int128{*units} * static_cast<std::int64_t>(asked.weights.size());
  is_small = is_small && detail::bits_of(total) + detail::bits_of(limits) <= most_bits;
  if (is_small) detail::allocate_by(asked, *whole, *units, order, result);
  else detail::allocate_by(asked, detail::wide_weights(asked.weights), *units, order, result);
  return result;
}

}  // namespace attain::engine
