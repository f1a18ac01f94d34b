// SPDX-License-Identifier: Apache-2.0
/// Puts the rows of a table in the orders in which they are looked up, and tells of rows that contradict each other.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/engine/bound.hpp"
#include "attain/engine/issue_list.hpp"
#include "attain/formula/names.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// Made for one call of `order_rows`.
class row_order {
 public:
  row_order(const formula::names& names, const program::program& program, bound_data& data, issue_list& issues)
      : names_(names), program_(program), data_(data), issues_(issues) {}

  void make(std::uint32_t table);

 private:
  void find_contradictions(std::uint32_t table);
  void tell_bad_days(std::uint32_t table, std::uint32_t row);
  void tell_overlap(std::uint32_t table, std::uint32_t earlier, std::uint32_t later);

  const formula::names& names_;
  const program::program& program_;
  bound_data& data_;
  issue_list& issues_;
};

/// Puts the rows of a table in the orders in which they are looked up.
inline void row_order::make(std::uint32_t table) {
  bound_table& bound = data_.tables[table];
  const formula::table& planned = names_.tables[table];
  validity valid;
  if (planned.valid_from != none) {
    valid = {bound.columns[planned.valid_from].view, bound.columns[planned.valid_to].view};
    if (valid.from == nullptr || valid.to == nullptr) return;
  }
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < bound.rows; ++row)
    if (bound.keys.is_present(row)) rows.push_back(row);
  if (valid.from != nullptr) {
    bound.by_day.emplace(bound.keys, nullptr, false, valid, rows);
    find_contradictions(table);
  }
  const bool last_asked = std::any_of(program_.nodes.begin(), program_.nodes.end(),
                                      [table](const program::node& n) { return n.op == program::op::lookup_last && n.index == table; });
  if (!last_asked) return;
  std::vector<std::uint32_t> exact = planned.key;
  exact.pop_back();
  const formula::column& last = planned.columns[planned.key.back()];
  const row_keys others = keys_from(bound, exact);
  std::string buffer;
  for (std::uint32_t row = 0; row < bound.rows; ++row) {
    if (bound.keys.is_present(row)) continue;
    cause why = told_cause(code::missing_key_cell, table);
    why.row = row;
    if (exact.empty()) bound.stray = why;
    else if (others.is_present(row)) bound.strays.emplace(std::string(others.text(row, buffer)), why);
    else bound.stray = why;
  }
  bound.by_last.emplace(keys_from(bound, exact), bound.columns[planned.key.back()].view, last.type_of.kind == formula::dimension::text, valid, rows);
}

/// Rows of one key that hold on the same days, and rows whose days are none.
inline void row_order::find_contradictions(std::uint32_t table) {
  bound_table& bound = data_.tables[table];
  const column_view& from = *bound.columns[names_.tables[table].valid_from].view;
  const column_view& to = *bound.columns[names_.tables[table].valid_to].view;
  bound.by_day->for_each_group([&](const std::uint32_t* begin, const std::uint32_t* end) {
    std::uint32_t longest = none;  // of the rows so far, the one that holds longest
    for (const std::uint32_t* at = begin; at != end; ++at) {
      tell_bad_days(table, *at);
      if (bound.bad_rows.contains(*at)) continue;
      const bool overlaps =
          longest != none && (!to.is_present(longest) || !from.is_present(*at) || from.as<std::int32_t>()[*at] < to.as<std::int32_t>()[longest]);
      if (overlaps) tell_overlap(table, longest, *at);
      if (longest == none || !to.is_present(*at) || (to.is_present(longest) && to.as<std::int32_t>()[*at] > to.as<std::int32_t>()[longest])) longest = *at;
    }
  });
}

/// A row that lacks a day, or ends before it begins. What lacks a cell is told when a look-up meets it.
inline void row_order::tell_bad_days(std::uint32_t table, std::uint32_t row) {
  bound_table& bound = data_.tables[table];
  const formula::table& planned = names_.tables[table];
  for (const std::uint32_t c : {planned.valid_from, planned.valid_to}) {
    const bound_column& column = bound.columns[c];
    if (column.view->is_present(row) || column.optional) continue;
    cause why = told_cause(find_bad_cell(*column.view, row) != nullptr ? code::unreadable_cell : code::empty_cell, table, c);
    why.reported = false;
    why.row = row;
    bound.bad_rows.emplace(row, why);
    return;
  }
  const column_view& from = *bound.columns[planned.valid_from].view;
  const column_view& to = *bound.columns[planned.valid_to].view;
  if (!from.is_present(row) || !to.is_present(row) || from.as<std::int32_t>()[row] < to.as<std::int32_t>()[row]) return;
  bound.bad_rows.emplace(row, told_cause(code::ends_before_it_begins, table));
  issues_.add(row_issue(code::ends_before_it_begins, severity::error, planned.name, bound, row, planned.columns[planned.valid_to].name,
                        "the row ends on " + date_to_text(to.as<std::int32_t>()[row]) + ", before it begins to hold on " +
                            date_to_text(from.as<std::int32_t>()[row]) + ": look-ups of its key find nothing"));
}

inline void row_order::tell_overlap(std::uint32_t table, std::uint32_t earlier, std::uint32_t later) {
  bound_table& bound = data_.tables[table];
  const bool lines = bound.data->line_of(earlier) != 0;
  const auto place = [&](std::uint32_t row) { return std::to_string(lines ? bound.data->line_of(row) : std::uint64_t{row} + 1); };
  for (const std::uint32_t row : {earlier, later}) bound.bad_rows.emplace(row, told_cause(code::overlapping_validity, table));
  issues_.add(row_issue(code::overlapping_validity, severity::error, names_.tables[table].name, bound, later, {},
                        "key '" + bound.key_of(later) + "' holds on the same days in " + (lines ? "lines " : "rows ") + place(earlier) + " and " +
                            place(later) + ": look-ups of it find nothing"));
}

/// Orders the rows of a table that is looked up. Its keys are known, and told where they are missing.
inline void order_rows(const formula::names& names, const program::program& program, bound_data& data, issue_list& issues, std::uint32_t table) {
  row_order(names, program, data, issues).make(table);
}

}  // namespace attain::engine
