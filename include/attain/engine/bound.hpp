// SPDX-License-Identifier: Apache-2.0
/// The input of a run as the evaluator sees it: columns by the plan's numbers, links as row numbers, children by parent row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/engine/keys.hpp"
#include "attain/engine/made_tables.hpp"
#include "attain/engine/marks.hpp"
#include "attain/engine/ordered_rows.hpp"
#include "attain/engine/readable.hpp"
#include "attain/formula/names.hpp"
#include "attain/table/issue.hpp"
#include "attain/table/tables.hpp"

namespace attain::engine {

/// A row number, or why there is none: nothing was there (`no_row`), or it leads nowhere (`lost_row`), which is somebody's mistake.
inline constexpr std::uint32_t no_row = none;
inline constexpr std::uint32_t lost_row = none - 1;
inline constexpr std::size_t most_rows = none - 2;
[[nodiscard]] constexpr bool is_row(std::uint32_t row) { return row < lost_row; }

/// Why a row takes no part. A row of the population always stays, but has no results unless it is `in`.
enum class part : std::uint8_t { in, outside_period, no_date, duplicate_key, no_key, no_link };

/// A row of which nobody can know whether it counts: it stays among the children of its parent and fails what would aggregate it.
[[nodiscard]] constexpr bool is_unplaced(part p) { return p == part::no_date || p == part::no_key; }

/// A column of the plan in the data.
struct bound_column {
  const column_view* view = nullptr;  ///< null: not needed, or broken; what is present in it means something
  std::shared_ptr<const readable_column> own;  ///< where the view cannot be the given one
  bool optional = false;
  std::optional<code> broken;         ///< why it cannot be read at all; an issue tells it
};

/// A link of the plan, followed for every row.
struct bound_link {
  std::vector<std::uint32_t> rows;  ///< of the target, or no_row, or lost_row; empty when no formula goes down the link
  std::optional<cause> broken;      ///< why it cannot be followed at all; an issue tells it
  std::unordered_map<std::uint32_t, cause> circles;  ///< of a hierarchy: the rows that lead back to themselves; an issue tells of each circle
};

struct bound_table {
  const input_table* data = nullptr;  ///< null: no data
  std::size_t rows = 0;
  std::vector<bound_column> columns;
  std::vector<bound_link> links;
  std::vector<part> parts;            ///< empty: all rows are in
  row_keys keys;                      ///< empty: the rows have no names
  std::optional<key_index> index;     ///< by text, where look-ups need it
  std::optional<ordered_rows> by_day;   ///< of a table whose rows are dated, where look-ups need it
  std::optional<ordered_rows> by_last;  ///< by all of the key but its last part, where `lookup_last` needs it
  std::unordered_map<std::uint32_t, cause> bad_rows;  ///< that contradict others: a look-up or link that meets one fails
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> copies;  ///< all rows of a key that stands twice, by the one that links lead to
  std::optional<cause> stray;         ///< of a row without a key that any `lookup_last` may have meant
  std::unordered_map<std::string, cause> strays;  ///< of rows that lack only the last part of the key, by the other parts
  std::optional<cause> broken;        ///< why its rows cannot be used at all; an issue tells it
  bool is_population = false;
  bool has_unplaced = false;          ///< an event; or had: a row that leads nowhere is out

  [[nodiscard]] part part_of(std::size_t row) const { return parts.empty() ? part::in : parts[row]; }
  void leave_out(std::size_t row, part why) {
    if (parts.empty()) parts.assign(rows, part::in);
    if (parts[row] == part::in || (is_unplaced(parts[row]) && !is_unplaced(why))) parts[row] = why;
    has_unplaced |= !is_population && is_unplaced(parts[row]);
  }
  /// The key as a message shows it; empty when the row has none.
  [[nodiscard]] std::string key_of(std::size_t row) const {
    std::string buffer;
    return !keys.empty() && keys.is_present(row) ? shown_key(keys.text(row, buffer)) : std::string();
  }
};

/// Why nobody can know whether a row without a date or a key counts; the binding has told it.
[[nodiscard]] inline cause unplaced_cause(const bound_table& bound, std::uint32_t table, std::uint32_t row) {
  cause why = told_cause(bound.part_of(row) == part::no_date ? code::empty_cell : code::missing_key_cell, table);
  why.row = row;
  return why;
}

/// Why a row of a table that is read as a whole cannot be used, though it may count; the binding has told it. Nothing when it can, or is left out.
[[nodiscard]] inline std::optional<cause> why_unusable(const bound_table& bound, std::uint32_t table, std::uint32_t row) {
  if (is_unplaced(bound.part_of(row))) return unplaced_cause(bound, table, row);
  if (bound.part_of(row) != part::duplicate_key) return std::nullopt;
  cause why = told_cause(code::duplicate_key, table);
  why.row = row;
  return why;
}

/// The rows that lead to each row of a parent table: order[offsets[p]] … order[offsets[p + 1]].
struct child_rows {
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint32_t> order;  ///< empty: the rows already stand in the order of their parents
  std::optional<cause> broken;
  std::unordered_map<std::uint32_t, cause> doubtful;  ///< rows listed under each parent that they may lead to
  std::unordered_map<std::uint32_t, cause> circles;   ///< of a hierarchy: the parents that lead back to themselves

  [[nodiscard]] std::uint32_t row(std::uint32_t at) const { return order.empty() ? at : order[at]; }
};

/// The rows of a schedule's table that belong together: order[begin] … order[end].
struct schedule_group {
  std::uint32_t number = 0;
  std::uint32_t begin = 0, end = 0;
  std::vector<std::int32_t> changes;  ///< days on which a row begins or ends to hold
  std::vector<cause> bad;             ///< of rows of whose tiers nobody knows when they hold: none can be asked
};

/// Rows of tiers that lack some of the cells they are matched by: they may belong to whoever matches the others.
struct unplaced_tiers {
  std::vector<bool> known;                                     ///< by matched column
  std::unordered_map<std::string, schedule_group> groups;      ///< by the text of the known ones; of no rows

  /// The parts of a full key that are known.
  [[nodiscard]] std::string part_of(std::string_view key) const {
    std::string part;
    for (std::size_t i = 0; i < known.size(); ++i) {
      const std::string_view cell = key.substr(0, key.find(key_separator));
      if (known[i]) part.append(cell) += key_separator;
      key.remove_prefix(std::min(cell.size() + 1, key.size()));
    }
    return part;
  }
};

/// The tiers of a schedule, by what they are matched with and then by where they begin.
struct bound_schedule {
  std::vector<std::uint32_t> order;
  std::unordered_map<std::string, schedule_group> groups;  ///< by the text of the matched columns
  std::vector<unplaced_tiers> unplaced;
  std::optional<cause> broken;

  /// The tiers for a key; null when there are none.
  [[nodiscard]] const schedule_group* find(const std::string& key) const {
    for (const unplaced_tiers& some : unplaced)
      if (const auto found = some.groups.find(some.part_of(key)); found != some.groups.end()) return &found->second;
    const auto found = groups.find(key);
    return found == groups.end() ? nullptr : &found->second;
  }
};

struct bound_data {
  std::vector<bound_table> tables;            ///< by table of the plan
  std::vector<child_rows> children;
  std::vector<std::uint32_t> children_of;     ///< by frame; none: the frame has no children
  std::vector<bound_schedule> schedules;      ///< of the program
  std::optional<day_range> period;
  std::vector<std::uint32_t> carried;         ///< rows of the state that belong to nobody
  std::shared_ptr<made_tables> made = std::make_shared<made_tables>();  ///< what the tables without data borrow from
};

/// The keys that some columns spell; empty when one of them cannot be read, or there are none.
[[nodiscard]] inline row_keys keys_from(const bound_table& table, const std::vector<std::uint32_t>& columns) {
  std::vector<const column_view*> views;
  for (const std::uint32_t c : columns) {
    if (table.columns[c].view == nullptr) return {};
    views.push_back(table.columns[c].view);
  }
  return row_keys(std::move(views));
}

/// What is wrong with a cell of the key, the row without a key tells.
[[nodiscard]] inline bool is_key(const formula::table& planned, std::uint32_t column) {
  return std::find(planned.key.begin(), planned.key.end(), column) != planned.key.end();
}

/// What is wrong with a cell of a link that every row must have, the row that leads to none tells.
[[nodiscard]] inline bool is_of_mandatory_link(const formula::table& planned, std::uint32_t column) {
  return std::any_of(planned.links.begin(), planned.links.end(), [&](const formula::link& l) {
    return !l.optional && std::find(l.columns.begin(), l.columns.end(), column) != l.columns.end();
  });
}

/// Whether the binding tells of every row, but for those outside the period, that lacks a cell of a column: a key, a mandatory link, the date.
[[nodiscard]] inline bool is_told(const formula::table& planned, const bound_table& bound, std::uint32_t column, bool has_period) {
  const bool is_date = planned.date == column && has_period && !bound.is_population;
  return is_of_mandatory_link(planned, column) || is_date || (is_key(planned, column) && !bound.keys.empty());
}

/// The text of the cell that could not be read; null when it was readable or empty.
[[nodiscard]] inline const bad_cell* find_bad_cell(const column_view& view, std::size_t row) {
  std::size_t low = 0;
  std::size_t high = view.bad.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (view.bad[middle].row < row) low = middle + 1;
    else high = middle;
  }
  return low < view.bad.size() && view.bad[low].row == row ? &view.bad[low] : nullptr;
}

/// Why it could not be read, as the end of a message; empty when nobody knows.
[[nodiscard]] inline std::string reason_of(const bad_cell& bad) { return bad.why.empty() ? std::string() : "; " + std::string(bad.why); }

/// Why a cell that must have a value has none.
[[nodiscard]] inline std::string why_no_value(const std::string& column, const bad_cell* bad) {
  return bad != nullptr ? "`" + column + "` cannot be read: '" + bad->text + "'" + reason_of(*bad) : "`" + column + "` is empty";
}

/// Why there is nothing in a cell that must have a value.
[[nodiscard]] inline cause missing_cell(const formula::table& planned, const bound_table& bound, std::uint32_t table, std::uint32_t row, std::uint32_t column,
                                        bool has_period) {
  const bad_cell* bad = find_bad_cell(*bound.columns[column].view, row);
  cause why;
  why.code = bad != nullptr ? bad->code : code::empty_cell;
  why.reported = is_told(planned, bound, column, has_period) && bound.part_of(row) != part::outside_period;
  why.table = table;
  why.row = row;
  why.column = column;
  return why;
}

/// An issue about a row, from 0.
[[nodiscard]] inline issue row_issue(code what, severity how_bad, const std::string& table_name, const bound_table& table, std::size_t row,
                                     std::string column, std::string message) {
  issue result;
  result.code = what;
  result.severity = how_bad;
  result.table = table_name;
  result.key = table.key_of(row);
  result.column = std::move(column);
  result.row = row + 1;
  result.line = table.data != nullptr ? table.data->line_of(row) : 0;
  result.message = std::move(message);
  return result;
}

/// An issue about a table as a whole.
[[nodiscard]] inline issue table_issue(code what, severity how_bad, const std::string& table_name, std::string column, std::string message) {
  issue result;
  result.code = what;
  result.severity = how_bad;
  result.table = table_name;
  result.column = std::move(column);
  result.message = std::move(message);
  return result;
}

}  // namespace attain::engine
