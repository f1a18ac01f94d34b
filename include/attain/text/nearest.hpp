// SPDX-License-Identifier: Apache-2.0
/// The name somebody probably meant, for the help line of a message about an unknown one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/text/unicode.hpp"

namespace attain {

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other, no part edited twice
/// (optimal string alignment); `limit + 1` as soon as it must be more than `limit`.
[[nodiscard]] inline std::size_t edit_distance(const std::u32string& a, const std::u32string& b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return limit + 1;
  std::vector<std::size_t> two_before(b.size() + 1);
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    two_before.swap(before);
    before.swap(row);
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, before[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], two_before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    // A swap reaches two rows back, so one row beyond the limit does not decide yet.
    if (least > limit + 1) return limit + 1;
  }
  return std::min(row[b.size()], limit + 1);
}

/// The candidate nearest to a name, if one is near: equal but for case, or at most max(1, a third of its length) edits away.
/// Among equally near ones the first in byte order wins, so the order of the candidates does not matter.
/// `candidates` is any range of texts; the result points into it.
template <class Candidates>
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view wanted, const Candidates& candidates) {
  constexpr std::size_t longest = 128;  // nobody mistypes a longer name, and the comparison is quadratic
  if (wanted.size() > 4 * longest) return std::nullopt;
  const std::u32string exact = to_code_points(wanted);
  const std::u32string folded = to_code_points(to_lower(wanted));
  if (exact.empty() || exact.size() > longest) return std::nullopt;
  // A name of one letter has nothing in common with another letter.
  const std::size_t limit = exact.size() == 1 ? 0 : std::max<std::size_t>(1, exact.size() / 3);

  std::optional<std::string_view> best;
  std::pair<std::size_t, std::size_t> best_distance;
  for (const auto& candidate : candidates) {
    const std::string_view name(candidate);
    if (name.size() > 4 * (longest + limit)) continue;
    const std::size_t distance = edit_distance(folded, to_code_points(to_lower(name)), limit);
    if (distance > limit) continue;
    const std::pair both{distance, edit_distance(exact, to_code_points(name), exact.size())};
    if (!best || both < best_distance || (both == best_distance && name < *best)) {
      best = name;
      best_distance = both;
    }
  }
  return best;
}

}  // namespace attain
