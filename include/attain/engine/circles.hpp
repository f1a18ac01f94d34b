// SPDX-License-Identifier: Apache-2.0
/// Finds the circles in a hierarchy: rows whose link to their own table leads back to them, over one row or many.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/issue_list.hpp"
#include "attain/formula/names.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// Whether the last link of a frame's path leads from the table of the parent's rows to that table itself.
[[nodiscard]] inline bool ends_in_hierarchy(const formula::names& names, const program::program& program, program::frame_id frame) {
  const program::frame& f = program.frames[frame];
  if (f.from != program::frame::source::children || f.path.empty()) return false;
  std::uint32_t at = f.table;
  for (std::size_t hop = 0; hop + 1 < f.path.size(); ++hop) at = names.tables[at].links[f.path[hop]].target;
  return names.tables[at].links[f.path.back()].target == at;
}

/// Whether the plan takes a link of a table to itself for a hierarchy, rather than only following it from a row.
[[nodiscard]] inline bool is_hierarchy(const formula::names& names, const program::program& program, std::uint32_t table, std::uint32_t link) {
  if (names.tables[table].links[link].target != table) return false;
  for (const program::stage& s : program.stages)
    if (s.table == table && std::any_of(s.trees.begin(), s.trees.end(), [link](const auto& t) { return t.link == link; })) return true;
  for (program::frame_id f = 0; f < program.frames.size(); ++f)
    if (ends_in_hierarchy(names, program, f) && program.frames[program.frames[f].parent].table == table && program.frames[f].path.back() == link) return true;
  return false;
}

/// The rows of each circle, in the order in which they lead to each other. `parent_of(row)` is a row or none of them.
template <class ParentOf>
[[nodiscard]] std::vector<std::vector<std::uint32_t>> find_circles(std::size_t rows, ParentOf parent_of) {
  std::vector<std::vector<std::uint32_t>> circles;
  std::vector<std::uint32_t> seen_from(rows, none);  // the row from which a row was first come to
  for (std::uint32_t start = 0; start < rows; ++start) {
    std::uint32_t row = start;
    while (is_row(row) && seen_from[row] == none) {
      seen_from[row] = start;
      row = parent_of(row);
    }
    if (!is_row(row) || seen_from[row] != start) continue;
    std::vector<std::uint32_t>& circle = circles.emplace_back();
    for (const std::uint32_t first = row; circle.empty() || row != first; row = parent_of(row)) circle.push_back(row);
  }
  return circles;
}

/// `B → C → B`, and no more than so many names.
[[nodiscard]] inline std::string circle_to_text(const bound_table& table, const std::vector<std::uint32_t>& circle) {
  constexpr std::size_t most_named = 10;
  std::string text;
  for (std::size_t i = 0; i < circle.size() && i < most_named; ++i) text += "'" + table.key_of(circle[i]) + "' → ";
  if (circle.size() > most_named) text += "… " + std::to_string(circle.size() - most_named) + " more … → ";
  return text + "'" + table.key_of(circle.front()) + "'";
}

/// Tells each circle once and remembers its rows: who stands above whom there, nobody knows.
inline void tell_circles(const formula::names& names, bound_data& data, std::uint32_t table, std::uint32_t link, issue_list& issues) {
  bound_table& bound = data.tables[table];
  bound_link& way = bound.links[link];
  const formula::link& planned = names.tables[table].links[link];
  if (way.broken) return;
  const auto parent_of = [&](std::uint32_t row) {
    const bool is_out = !bound.is_population && bound.part_of(row) != part::in && !is_unplaced(bound.part_of(row));
    return is_out ? no_row : way.rows[row];
  };
  for (std::vector<std::uint32_t>& circle : find_circles(bound.rows, parent_of)) {
    // Told from the row with the first key on, wherever the rows stand.
    const auto first = std::min_element(circle.begin(), circle.end(), [&](std::uint32_t a, std::uint32_t b) { return bound.keys.compare(a, b) < 0; });
    std::rotate(circle.begin(), first, circle.end());
    cause told = told_cause(code::circle, table);
    told.row = circle.front();
    for (const std::uint32_t row : circle) way.circles.emplace(row, told);
    std::string message = "`" + planned.name + "` leads in a circle: " + circle_to_text(bound, circle) + "; nothing is rolled up to " +
                          (circle.size() == 1 ? "this row" : "these rows") + ". At the top " + (planned.optional ? "" : "make the link optional and ") + "leave it empty";
    issue found = row_issue(code::circle, severity::error, names.tables[table].name, bound, circle.front(), planned.name, std::move(message));
    found.count = circle.size();
    issues.add(std::move(found));
  }
}

}  // namespace attain::engine
