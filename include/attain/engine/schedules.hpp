// SPDX-License-Identifier: Apache-2.0
/// Groups the rows of tables that hold tiers, so that each row that asks finds its own tiers by a key.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/formula/names.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// Groups the rows of one schedule; made for one call of `bind_schedules`.
class schedule_binder {
 public:
  schedule_binder(const formula::names& names, const program::schedule& schedule, const bound_data& data)
      : planned_(names.tables[schedule.table]), schedule_(schedule), table_(data.tables[schedule.table]), has_period_(data.period.has_value()) {}

  [[nodiscard]] bound_schedule run() {
    bound_schedule result;
    result.broken = why_broken();
    if (result.broken) return result;
    for (const std::uint32_t c : schedule_.match) matched_.push_back(row_keys({table_.columns[c].view}));
    for (std::uint32_t row = 0; row < table_.rows; ++row)
      if (takes_part(row, result)) result.order.push_back(row);
    sort(result.order);
    group(result);
    return result;
  }

 private:
  [[nodiscard]] std::vector<std::uint32_t> required_columns() const {
    std::vector<std::uint32_t> all = schedule_.match;
    for (const std::uint32_t c : {planned_.valid_from, planned_.valid_to, schedule_.from, schedule_.to, schedule_.value})
      if (c != none) all.push_back(c);
    return all;
  }

  [[nodiscard]] std::optional<cause> why_broken() const {
    if (table_.data == nullptr) return table_.broken.value_or(cause{});
    for (const std::uint32_t c : required_columns())
      if (table_.columns[c].view == nullptr) return told_cause(table_.columns[c].broken.value_or(code::missing_column), schedule_.table, c);
    return std::nullopt;
  }

  /// A row without a cell to be matched by belongs to no schedule where that cell may be empty. Else it may belong to whoever matches the rest of it.
  [[nodiscard]] bool takes_part(std::uint32_t row, bound_schedule& result) {
    const part p = table_.part_of(row);
    if (p == part::outside_period) return false;
    std::uint32_t missing = none;
    for (std::size_t i = 0; i < matched_.size(); ++i) {
      if (matched_[i].is_present(row)) continue;
      if (table_.columns[schedule_.match[i]].optional) return false;
      if (missing == none) missing = schedule_.match[i];
    }
    if (missing != none) note_unplaced(row, missing, result);
    if (missing != none || p == part::no_link) return false;
    if (const auto why = why_bad(row)) bad_.emplace(row, *why);
    return true;
  }

  [[nodiscard]] cause missing(std::uint32_t row, std::uint32_t column) const {
    return missing_cell(planned_, table_, schedule_.table, row, column, has_period_);
  }

  void note_unplaced(std::uint32_t row, std::uint32_t column, bound_schedule& result) {
    std::vector<bool> known;
    std::string key;
    std::string buffer;
    for (const row_keys& cells : matched_) {
      known.push_back(cells.is_present(row));
      if (known.back()) key.append(cells.text(row, buffer)) += key_separator;
    }
    auto& all = result.unplaced;
    auto same = std::find_if(all.begin(), all.end(), [&](const unplaced_tiers& u) { return u.known == known; });
    if (same == all.end()) same = all.insert(all.end(), {known, {}});
    schedule_group& g = same->groups[key];
    if (g.bad.empty()) g.number = unplaced_++;
    g.bad.push_back(missing(row, column));
  }

  /// Why nobody knows when the tiers of a row hold.
  [[nodiscard]] std::optional<cause> why_bad(std::uint32_t row) {
    if (const auto told = why_unusable(table_, schedule_.table, row)) return told;
    for (const std::uint32_t c : {planned_.valid_from, planned_.valid_to})
      if (c != none && !table_.columns[c].optional && !table_.columns[c].view->is_present(row)) return missing(row, c);
    if (planned_.valid_from == none) return std::nullopt;
    const column_view& from = *table_.columns[planned_.valid_from].view;
    const column_view& to = *table_.columns[planned_.valid_to].view;
    if (!from.is_present(row) || !to.is_present(row) || from.as<std::int32_t>()[row] < to.as<std::int32_t>()[row]) return std::nullopt;
    cause why;
    why.code = code::ends_before_it_begins;
    why.reported = table_.bad_rows.contains(row);  // to look-ups
    why.table = schedule_.table;
    why.row = row;
    why.column = planned_.valid_to;
    return why;
  }

  [[nodiscard]] int compare_keys(std::uint32_t a, std::uint32_t b) const {
    for (const std::uint32_t c : schedule_.match)
      if (const int order = compare_cells(*table_.columns[c].view, a, b); order != 0) return order;
    return 0;
  }

  /// By key, then by where the tier begins. A row whose beginning is missing stands anywhere: nothing can be asked of its tiers.
  void sort(std::vector<std::uint32_t>& order) const {
    const row_keys from({table_.columns[schedule_.from].view});
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      if (const int keys = compare_keys(a, b); keys != 0) return keys < 0;
      if (from.is_present(a) != from.is_present(b)) return from.is_present(b);
      const int begin = from.is_present(a) ? from.compare(a, b) : 0;
      return begin != 0 ? begin < 0 : a < b;
    });
  }

  void group(bound_schedule& result) const {
    std::vector<const column_view*> columns;
    for (const std::uint32_t c : schedule_.match) columns.push_back(table_.columns[c].view);
    const row_keys keys(columns);
    const std::vector<std::uint32_t>& order = result.order;
    std::string buffer;
    for (std::uint32_t begin = 0, end = 0; begin < order.size(); begin = end) {
      while (end < order.size() && compare_keys(order[begin], order[end]) == 0) ++end;
      schedule_group g;
      g.number = unplaced_ + static_cast<std::uint32_t>(result.groups.size());
      g.begin = begin;
      g.end = end;
      g.changes = changes(order, begin, end);
      for (std::uint32_t i = begin; i < end; ++i)
        if (const auto bad = bad_.find(order[i]); bad != bad_.end()) g.bad.push_back(bad->second);
      result.groups.emplace(columns.empty() ? std::string() : std::string(keys.text(order[begin], buffer)), std::move(g));
    }
  }

  [[nodiscard]] std::vector<std::int32_t> changes(const std::vector<std::uint32_t>& order, std::uint32_t begin, std::uint32_t end) const {
    std::vector<std::int32_t> days;
    for (const std::uint32_t c : {planned_.valid_from, planned_.valid_to}) {
      if (c == none) continue;
      const column_view& cells = *table_.columns[c].view;
      for (std::uint32_t i = begin; i < end; ++i)
        if (cells.is_present(order[i])) days.push_back(cells.as<std::int32_t>()[order[i]]);
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
  }

  const formula::table& planned_;
  const program::schedule& schedule_;
  const bound_table& table_;
  bool has_period_;
  std::vector<row_keys> matched_;  ///< the columns of the key, one by one
  std::uint32_t unplaced_ = 0;     ///< groups of rows that may belong to several keys
  std::unordered_map<std::uint32_t, cause> bad_;
};

/// Fills `data.schedules`. To be called when it is known which rows take part.
inline void bind_schedules(const formula::names& names, const program::program& program, bound_data& data) {
  for (const program::schedule& s : program.schedules) data.schedules.push_back(schedule_binder(names, s, data).run());
}

}  // namespace attain::engine
