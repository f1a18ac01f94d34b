// SPDX-License-Identifier: Apache-2.0
/// Grades the rows of a whole table by shares of the rows of each group: forced distribution.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <functional>
#include <numeric>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/kernels.hpp"
#include "attain/engine/registers.hpp"
#include "attain/engine/steps.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/number/rational.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// Whole people for shares that add up to 1, by largest remainder: each share gets its whole part, and what is left goes one by one to the largest
/// remainders, of equal ones to the earlier.
[[nodiscard]] inline std::vector<std::size_t> apportion(const std::vector<rational>& shares, std::size_t people) {
  const rational all(static_cast<std::int64_t>(people));
  std::vector<std::size_t> counts;
  std::vector<std::pair<rational, std::size_t>> remainders;
  std::size_t left = people;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const rational exact = shares[i] * all;
    const rational whole = exact.floor();
    counts.push_back(static_cast<std::size_t>(whole.to_int64().value_or(0)));
    left -= std::min(left, counts.back());
    remainders.emplace_back(exact - whole, i);
  }
  std::stable_sort(remainders.begin(), remainders.end(), [](const auto& a, const auto& b) { return b.first < a.first; });
  for (std::size_t k = 0; k < remainders.size() && k < left; ++k) ++counts[remainders[k].second];
  return counts;
}

/// Row numbers brought together by group, and sorted in each; made for one call of `run`. All it reads was stored, nothing depends on the order of
/// rows. Only rows with a value and a group take part; all others have the mark of what they lack.
template <class N>
class distribution {
 public:
  distribution(const program::stage::distribution& wanted, const bound_table& table, steps<N>& steps)
      : wanted_(wanted), table_(table), steps_(steps), out_(steps.stored(wanted.column)), value_(&steps.stored(wanted.value)) {
    for (const std::uint32_t g : wanted.groups) groups_.push_back(&steps.stored(g));
    if (wanted.ties != none) ties_ = &steps.stored(wanted.ties);
    if (wanted.pool != none) pools_.push_back(&steps.stored(wanted.pool));
    for (const program::node_id s : wanted.shares) shares_.push_back(exact(steps.read(s).template as<N>()[0]));
    if (wanted.min_group == none) return;
    std::int64_t people = 0;
    const N least = arithmetic<N>::round(steps.read(wanted.min_group).template as<N>()[0], 0, rounding_mode::half_up);  // a double may be nearly whole
    min_group_ = arithmetic<N>::to_integer(least, people) ? static_cast<std::size_t>(people) : std::numeric_limits<std::size_t>::max();
  }

  /// `tell_small(row, people, least)` is called for each pool that is smaller than the smallest group; `row` is the first of its rows in order.
  template <class Tell>
  void run(Tell tell_small) {
    out_.resize_values(value_kind::number, table_.rows);
    rows small;
    for_each_group(choose(), groups_, [&](const std::uint32_t* begin, const std::uint32_t* end) {
      if (static_cast<std::size_t>(end - begin) >= min_group_) return grade(begin, end);
      for (const std::uint32_t* row = begin; row != end; ++row) {
        if (const mark m = marks_of(pools_, *row); m != present) out_.set_mark(*row, m);
        else small.push_back(*row);
      }
    });
    for_each_group(small, pools_, [&](const std::uint32_t* begin, const std::uint32_t* end) {
      const auto people = static_cast<std::size_t>(end - begin);
      if (people < min_group_) tell_small(*begin, people, min_group_);
      grade(begin, end);
    });
  }

 private:
  using columns = std::vector<const value_array<N>*>;
  using rows = std::vector<std::uint32_t>;

  /// Shares are few and written by people, so in doubles, too, they are divided as they are written.
  [[nodiscard]] static rational exact(const N& share) {
    constexpr int places_of_doubles = 15;
    if constexpr (std::is_same_v<N, double>) return rational(arithmetic<double>::to_decimal(share, places_of_doubles).value_or(decimal{}));
    else return share;
  }

  [[nodiscard]] static mark mark_of(const value_array<N>& values, std::uint32_t row) { return values.marks.empty() ? present : values.marks[row]; }
  [[nodiscard]] static mark marks_of(const columns& all, std::uint32_t row) {
    mark m = present;
    for (const value_array<N>* values : all) m = combine(m, mark_of(*values, row));
    return m;
  }
  [[nodiscard]] static int compare(const value_array<N>& values, std::uint32_t a, std::uint32_t b) {
    return with_kind<N>(values.kind(), [&](auto kind) {
      const auto& all = values.template values<typename decltype(kind)::type>();
      return compare_values<N>(all[a], all[b]);
    });
  }
  [[nodiscard]] static int compare(const columns& all, std::uint32_t a, std::uint32_t b) {
    for (const value_array<N>* values : all)
      if (const int order = compare(*values, a, b); order != 0) return order;
    return 0;
  }
  /// The highest value first; of equals, where they are cut, those that `ties` puts first, then by key, which is another for each row.
  [[nodiscard]] int compare_places(std::uint32_t a, std::uint32_t b) const {
    if (const int order = compare(*value_, a, b); order != 0) return -order;
    if (ties_ == nullptr) return 0;
    if (const int order = compare(*ties_, a, b); order != 0) return order;
    return table_.keys.compare(a, b);
  }

  /// The rows that take part.
  [[nodiscard]] rows choose() {
    const mark nothing = make_mark(state::empty, wanted_.node);
    const mark broken = table_.broken ? steps_.causes().keep(*table_.broken) : present;
    rows chosen;
    for (std::uint32_t row = 0; row < table_.rows; ++row) {
      mark m = broken != present ? broken : table_.part_of(row) != part::in ? nothing : present;
      if (m == present) m = combine(mark_of(*value_, row), marks_of(groups_, row));
      if (m == present && ties_ != nullptr) m = mark_of(*ties_, row);
      if (m == present) chosen.push_back(row);
      else out_.set_mark(row, m);
    }
    return chosen;
  }

  [[nodiscard]] static std::size_t hash(const columns& all, std::uint32_t row) {
    std::size_t result = 0;
    for (const value_array<N>* values : all) {
      result = result * 0x9E3779B97F4A7C15U + with_kind<N>(values->kind(), [&](auto kind) {
                 using T = typename decltype(kind)::type;
                 const T& value = values->template values<T>()[row];
                 if constexpr (std::is_same_v<T, N>) return std::hash<double>{}(arithmetic<N>::to_double(value));
                 else return std::hash<T>{}(value);
               });
    }
    return result;
  }

  /// Calls `visit` with the rows of each group, in their order.
  template <class Visit>
  void for_each_group(const rows& all, const columns& groups, Visit visit) const {
    const auto hashed = [&](std::uint32_t row) { return hash(groups, row); };
    const auto equal = [&](std::uint32_t a, std::uint32_t b) { return compare(groups, a, b) == 0; };
    std::unordered_map<std::uint32_t, std::uint32_t, decltype(hashed), decltype(equal)> numbers(16, hashed, equal);
    std::vector<std::uint32_t> group_of;
    std::vector<std::size_t> ends;
    for (const std::uint32_t row : all) {
      group_of.push_back(numbers.try_emplace(row, static_cast<std::uint32_t>(numbers.size())).first->second);
      ends.resize(numbers.size());
      ++ends[group_of.back()];
    }
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    rows together(all.size());
    for (std::size_t i = all.size(); i > 0; --i) together[--ends[group_of[i - 1]]] = all[i - 1];  // ends become beginnings
    ends.push_back(all.size());
    for (std::size_t g = 0; g + 1 < ends.size(); ++g) {
      sort(together.data() + ends[g], together.data() + ends[g + 1]);
      visit(together.data() + ends[g], together.data() + ends[g + 1]);
    }
  }

  /// Values as the nearest doubles tell most of them apart, and never the wrong way.
  void sort(std::uint32_t* begin, std::uint32_t* end) const {
    std::vector<std::pair<double, std::uint32_t>> places;
    for (const std::uint32_t* row = begin; row != end; ++row) places.emplace_back(arithmetic<N>::to_double(value_->template values<N>()[*row]), *row);
    std::sort(places.begin(), places.end(), [this](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first > b.first;
      const int order = compare_places(a.second, b.second);
      return order != 0 ? order < 0 : a.second < b.second;
    });
    for (const auto& place : places) *begin++ = place.second;
  }

  /// Grades one group, in its order. Equals take the place of the first of them; the cuts below stay where they are.
  void grade(const std::uint32_t* begin, const std::uint32_t* end) {
    std::vector<std::size_t> cuts = apportion(shares_, static_cast<std::size_t>(end - begin));
    for (std::size_t i = 1; i < cuts.size(); ++i) cuts[i] += cuts[i - 1];
    const auto grade_at = [&](const std::uint32_t* place) {
      return std::upper_bound(cuts.begin(), cuts.end(), static_cast<std::size_t>(place - begin)) - cuts.begin();
    };
    std::vector<N>& grades = out_.template values<N>();
    for (const std::uint32_t *first = begin, *next = begin; first != end; first = next) {
      const N grade = arithmetic<N>::from(static_cast<std::int64_t>(grade_at(first)));
      for (; next != end && compare_places(*first, *next) == 0; ++next) grades[*next] = grade;
    }
  }

  const program::stage::distribution& wanted_;
  const bound_table& table_;
  steps<N>& steps_;
  value_array<N>& out_;
  const value_array<N>* value_;
  const value_array<N>* ties_ = nullptr;
  columns groups_;
  columns pools_;  // of the rows of groups that are too small; none: all of them are one
  std::vector<rational> shares_;
  std::size_t min_group_ = 0;
};

}  // namespace attain::engine
