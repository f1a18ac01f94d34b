// SPDX-License-Identifier: Apache-2.0
/// The rows of a table in order, for look-ups that one key alone does not answer: by the day on which a row holds, by the last part of the key.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attain/engine/keys.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/table/column.hpp"

namespace attain::engine {

/// A present number as the N that it means.
template <class N>
[[nodiscard]] N number_of_cell(const column_view& cells, std::size_t row) {
  using op = arithmetic<N>;
  switch (cells.kind) {
    case layout::int32: return op::from(std::int64_t{cells.as<std::int32_t>()[row]});
    case layout::int64: return op::from(cells.as<std::int64_t>()[row]);
    case layout::decimal64: return op::from_scaled(cells.as<std::int64_t>()[row], cells.scale);
    case layout::decimal128: return op::from_scaled(cells.as<int128>()[row], cells.scale);
    case layout::decimal: return op::from(cells.as<decimal>()[row]);
    case layout::float64: return op::from(cells.as<double>()[row]);
    default: return N{};
  }
}

/// From which day to which (half open) rows hold; where a cell is not there, that side is open. No columns: all rows hold always.
struct validity {
  const column_view* from = nullptr;
  const column_view* to = nullptr;

  [[nodiscard]] bool begins_after(std::uint32_t row, std::int32_t day) const {
    return from != nullptr && from->is_present(row) && from->as<std::int32_t>()[row] > day;
  }
  [[nodiscard]] bool ends_by(std::uint32_t row, std::int32_t day) const { return to != nullptr && to->is_present(row) && to->as<std::int32_t>()[row] <= day; }
  [[nodiscard]] bool holds(std::uint32_t row, std::int32_t day) const { return !begins_after(row, day) && !ends_by(row, day); }
  /// Whether the first of two rows begins before the second.
  [[nodiscard]] bool is_earlier(std::uint32_t a, std::uint32_t b) const {
    if (from == nullptr || !from->is_present(b)) return false;
    return !from->is_present(a) || from->as<std::int32_t>()[a] < from->as<std::int32_t>()[b];
  }
};

/// Rows in groups of equal keys, each group in order of a last column (where there is one), then of the day from which they hold.
class ordered_rows {
 public:
  /// `keys` are of the columns that must be equal, `last` is of one more column; `as_text` orders it by code point. `rows` have all of them.
  ordered_rows(const row_keys& keys, const column_view* last, bool as_text, validity valid, const std::vector<std::uint32_t>& rows)
      : last_(last), as_text_(as_text), valid_(valid) {
    std::map<std::string, std::vector<std::uint32_t>> by_key;
    std::string buffer;
    for (const std::uint32_t row : rows) by_key[keys.empty() ? std::string() : std::string(keys.text(row, buffer))].push_back(row);
    for (auto& [key, same] : by_key) {
      std::sort(same.begin(), same.end(), [this](std::uint32_t a, std::uint32_t b) { return comes_before(a, b); });
      by_key_.emplace(key, groups_.size());
      groups_.push_back({rows_.size(), rows_.size() + same.size()});
      rows_.insert(rows_.end(), same.begin(), same.end());
    }
  }

  /// The rows of a key, in order; empty when there are none.
  [[nodiscard]] std::pair<const std::uint32_t*, const std::uint32_t*> rows_of(const std::string& key) const {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return {nullptr, nullptr};
    const group& g = groups_[found->second];
    return {rows_.data() + g.begin, rows_.data() + g.end};
  }
  /// The only row of a key that can hold on the day; none when there is none. Rows that overlap are somebody else's concern.
  [[nodiscard]] std::uint32_t on(const std::string& key, std::int32_t day) const {
    const auto [begin, end] = rows_of(key);
    const std::uint32_t* next = std::partition_point(begin, end, [&](std::uint32_t row) { return !valid_.begins_after(row, day); });
    return next != begin && !valid_.ends_by(*(next - 1), day) ? *(next - 1) : none;
  }
  /// Of the rows of a key that hold on the day the last that is not above; `above(row)` is false, then true. `is_bad` ends the search.
  template <class Above, class IsBad>
  [[nodiscard]] std::uint32_t last_up_to(const std::string& key, std::int32_t day, Above above, IsBad is_bad) const {
    const auto [begin, end] = rows_of(key);
    for (const std::uint32_t* next = std::partition_point(begin, end, [&](std::uint32_t row) { return !above(row); }); next != begin; --next)
      if (is_bad(*(next - 1)) || valid_.holds(*(next - 1), day)) return *(next - 1);
    return none;
  }
  [[nodiscard]] const column_view& last() const { return *last_; }
  /// All groups, for whoever looks for contradictions in them.
  template <class Visit>
  void for_each_group(Visit visit) const {
    for (const group& g : groups_) visit(rows_.data() + g.begin, rows_.data() + g.end);
  }

 private:
  struct group {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  [[nodiscard]] bool comes_before(std::uint32_t a, std::uint32_t b) const {
    if (last_ != nullptr) {
      const int order = as_text_ ? compare_texts(a, b) : compare_cells(*last_, a, b);
      if (order != 0) return order < 0;
    }
    if (valid_.is_earlier(a, b)) return true;
    return !valid_.is_earlier(b, a) && a < b;
  }
  [[nodiscard]] int compare_texts(std::uint32_t a, std::uint32_t b) const {
    std::string first;
    std::string second;
    return cell_text(*last_, a, first).compare(cell_text(*last_, b, second));
  }

  const column_view* last_;
  bool as_text_;
  validity valid_;
  std::vector<std::uint32_t> rows_;
  std::vector<group> groups_;  // by key
  std::unordered_map<std::string, std::size_t> by_key_;
};

}  // namespace attain::engine
