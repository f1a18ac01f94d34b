// SPDX-License-Identifier: Apache-2.0
/// Matrices ready to be asked: where a value falls on each axis, and which cell that is.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/engine/kernels.hpp"
#include "attain/engine/marks.hpp"
#include "attain/number/arithmetic.hpp"

namespace attain::engine {

inline constexpr std::size_t most_matrix_axes = 4;

/// A place on each axis, counted from 0; axes that a matrix does not have stand at 0.
using matrix_place = std::array<std::uint32_t, most_matrix_axes>;

/// What stands on one axis: numbers from the smallest to the largest, or texts.
template <class N>
struct matrix_axis {
  bool is_text = false;
  std::vector<N> numbers;
  std::map<std::string, std::uint32_t, std::less<>> texts;
  std::vector<std::string> names;  ///< of the places, for messages; of an axis from a table

  [[nodiscard]] std::size_t size() const { return is_text ? texts.size() : numbers.size(); }
};

/// Where an argument falls on an axis: at a place, or between it and the next with the share `onward` of the way gone.
template <class N>
struct axis_position {
  std::uint32_t at = none;  ///< none: outside the axis
  N onward{};
};

template <class N>
[[nodiscard]] axis_position<N> find_text(const matrix_axis<N>& axis, std::string_view text) {
  const auto found = axis.texts.find(text);
  return {found == axis.texts.end() ? none : found->second, N{}};
}

/// The last number reached; with `upper_inclusive` the last one passed.
template <class N>
[[nodiscard]] axis_position<N> find_step(const matrix_axis<N>& axis, const N& x, bool upper_inclusive) {
  using op = arithmetic<N>;
  const auto passed = std::partition_point(axis.numbers.begin(), axis.numbers.end(), [&](const N& number) {
    const int order = op::compare(x, number);
    return order > 0 || (order == 0 && !upper_inclusive);
  });
  const auto count = static_cast<std::uint32_t>(passed - axis.numbers.begin());
  return {count == 0 ? none : count - 1, N{}};
}

/// Between two numbers by share; beyond the last, at it.
template <class N>
[[nodiscard]] axis_position<N> find_between(const matrix_axis<N>& axis, const N& x, checked<N>& steps) {
  axis_position<N> found = find_step(axis, x, false);
  if (found.at == none || found.at + 1 == axis.numbers.size()) return found;
  const N& low = axis.numbers[found.at];
  found.onward = steps.divide(steps.subtract(x, low), steps.subtract(axis.numbers[found.at + 1], low));
  return found;
}

/// The cells of a matrix that stand in the rows of a table.
class matrix_cells {
 public:
  void add(const matrix_place& place, std::uint32_t row) { cells_.emplace_back(place, row); }
  /// To be called after the last `add`; calls `twice` with each row for a cell that has one already.
  template <class Twice>
  void finish(Twice twice) {
    std::sort(cells_.begin(), cells_.end());
    for (std::size_t i = 1; i < cells_.size(); ++i)
      if (cells_[i].first == cells_[i - 1].first) twice(cells_[i].second, cells_[i - 1].second);
  }
  /// The first row for a cell; none when the table has none.
  [[nodiscard]] std::uint32_t find(const matrix_place& place) const {
    const auto found = std::lower_bound(cells_.begin(), cells_.end(), std::pair(place, std::uint32_t{0}));
    return found == cells_.end() || found->first != place ? none : found->second;
  }

 private:
  std::vector<std::pair<matrix_place, std::uint32_t>> cells_;
};

}  // namespace attain::engine
