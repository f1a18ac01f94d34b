// SPDX-License-Identifier: Apache-2.0
/// The nodes that bring values in: constants, cells, stored columns, links, and values of other rows.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "attain/engine/steps.hpp"

namespace attain::engine {

template <class N>
void steps<N>::compute_constant(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const program::constant& c = program_.constants[n.index];
  value_array<N>& to = arrays_[id];
  switch (n.kind) {
    case value_kind::number: std::fill_n(out<N>(id), to.size(), arithmetic<N>::from(c.number)); break;
    case value_kind::boolean: std::fill_n(out<std::uint8_t>(id), to.size(), c.boolean ? 1 : 0); break;
    case value_kind::text: std::fill_n(out<std::string_view>(id), to.size(), std::string_view(c.text)); break;
    case value_kind::date: std::fill_n(out<std::int32_t>(id), to.size(), c.date); break;
    case value_kind::row: break;
  }
  fill_marks(id, present);
}

template <class N>
void steps<N>::compute_parameter(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const formula::parameter& p = parameters_[n.index];
  value_array<N>& to = arrays_[id];
  switch (n.kind) {
    case value_kind::number: std::fill_n(out<N>(id), to.size(), arithmetic<N>::from(p.number)); break;
    case value_kind::boolean: std::fill_n(out<std::uint8_t>(id), to.size(), p.boolean ? 1 : 0); break;
    case value_kind::text: std::fill_n(out<std::string_view>(id), to.size(), std::string_view(p.text)); break;
    case value_kind::date: std::fill_n(out<std::int32_t>(id), to.size(), p.date); break;
    case value_kind::row: break;
  }
  fill_marks(id, present);
}

template <class N>
void steps<N>::compute_period(program::node_id id) {
  const program::node& n = program_.nodes[id];
  if (!data_.period) return fill_marks(id, make_mark(state::empty, id));
  const day_range& period = *data_.period;
  const std::size_t size = arrays_[id].size();
  if (n.index == 2) std::fill_n(out<N>(id), size, arithmetic<N>::from(std::int64_t{period.last} - period.first + 1));
  else std::fill_n(out<std::int32_t>(id), size, n.index == 0 ? period.first : period.last);
  fill_marks(id, present);
}

template <class N>
void steps<N>::compute_load(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const std::uint32_t table = program_.frames[n.frame].table;
  const bound_table& bound = data_.tables[table];
  cause why;
  why.table = table;
  why.column = n.index;
  why.node = id;
  const std::optional<code> broken = bound.data == nullptr ? std::optional<code>{code::missing_table} : bound.columns[n.index].broken;
  if (broken || bound.columns[n.index].view == nullptr) {
    why.code = broken.value_or(code::internal);
    why.reported = broken.has_value();
    return fail_all(id, why);
  }
  const formula::table& planned = names_.tables[table];
  const bool told = is_told(planned, bound, n.index, data_.period.has_value());
  const auto fail_cell = [&](code what, std::uint32_t row) {
    why.code = what;
    why.row = row;
    why.reported = told && bound.part_of(row) != part::outside_period;  // by the binding
    return causes_.add(why);
  };
  const frame_rows& rows = rows_[n.frame];
  column_loader(bound.columns[n.index], rows, make_mark(state::empty, id), *arena_, arrays_[id], fail_cell).run();
  if (!bound.is_population || bound.parts.empty()) return;
  for (std::size_t i = 0; i < rows.size; ++i) {
    const part p = bound.part_of(rows.rows[i]);
    if (p == part::in) continue;
    why.code = p == part::duplicate_key ? code::duplicate_key : code::missing_key_cell;
    why.row = rows.rows[i];
    why.reported = true;
    arrays_[id].marks[i] = causes_.add(why);
    arrays_[id].dense = false;
  }
}

template <class N>
void steps<N>::compute_stored(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const value_array<N>& from = stored_[n.index];
  value_array<N>& to = arrays_[id];
  const frame_rows& rows = rows_[n.frame];
  with_kind<N>(n.kind, [&](auto kind) {
    using T = typename decltype(kind)::type;
    const std::vector<T>& all = from.template values<T>();
    T* const values = out<T>(id);
    mark any = present;
    for (std::size_t i = 0; i < rows.size; ++i) {
      const std::uint32_t row = rows.rows[i];
      any |= to.marks[i] = from.marks.empty() ? present : from.marks[row];
      values[i] = all[row];
    }
    to.dense = any == present;
  });
}

/// The value of the row that each row was reached from.
template <class N>
void steps<N>::compute_outer(program::node_id id) {
  const program::node& n = program_.nodes[id];
  value_array<N>& to = arrays_[id];
  const frame_rows& rows = rows_[n.frame];
  with_kind<N>(n.kind, [&](auto kind) {
    using T = typename decltype(kind)::type;
    const operand<T> from = argument<T>(n, 0);
    T* const values = out<T>(id);
    mark any = present;
    for (std::size_t i = 0; i < rows.size; ++i) {
      any |= to.marks[i] = from.mark_at(rows.parents[i]);
      values[i] = from[rows.parents[i]];
    }
    to.dense = any == present;
  });
}

/// The value at the row found; where none was found, the mark of what looked for it.
template <class N>
void steps<N>::compute_follow(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const program::frame_id there = program_.nodes[n.operands[0]].frame;
  const std::vector<std::uint32_t>& positions = positions_[there];
  const source named = read(program_.frames[there].row_node);
  value_array<N>& to = arrays_[id];
  with_kind<N>(n.kind, [&](auto kind) {
    using T = typename decltype(kind)::type;
    const operand<T> from = argument<T>(n, 0);
    T* const values = out<T>(id);
    mark any = present;
    for (std::size_t i = 0; i < rows_[n.frame].size; ++i) {
      const std::uint32_t at = positions[i];
      const mark m = at == none ? named.mark_at(i) : from.mark_at(at);
      if (m == present) values[i] = from[at];
      any |= to.marks[i] = m;
    }
    to.dense = any == present;
  });
}

template <class N>
void steps<N>::compute_link(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const std::uint32_t table = program_.frames[n.frame].table;
  const bound_table& bound = data_.tables[table];
  if (bound.data == nullptr) return fail_all(id, bound.broken.value_or(cause{}));
  const bound_link& link = bound.links[n.index];
  if (link.broken) return fail_all(id, *link.broken);
  const auto& contradicted = data_.tables[names_.tables[table].links[n.index].target].bad_rows;
  const frame_rows& rows = rows_[n.frame];
  std::uint32_t* const values = out<std::uint32_t>(id);
  mark any = present;
  for (std::size_t i = 0; i < rows.size; ++i) {
    const std::uint32_t row = rows.rows[i];
    mark m = present;
    values[i] = link.rows[row];
    if (values[i] == no_row) {
      m = make_mark(state::empty, id);
    } else if (values[i] == lost_row) {
      // The binding tells of orphans, but not of those outside the period.
      cause why;
      why.code = code::orphan;
      why.reported = bound.part_of(row) != part::outside_period;
      why.table = table;
      why.row = row;
      why.column = names_.tables[table].links[n.index].columns.front();
      m = causes_.add(why);
    } else if (!contradicted.empty()) {
      if (const auto bad = contradicted.find(values[i]); bad != contradicted.end()) m = causes_.add(bad->second);
    }
    any |= arrays_[id].marks[i] = m;
  }
  arrays_[id].dense = any == present;
}

/// Whether a cell of a boolean column, in any of its layouts, holds true.
[[nodiscard]] inline bool is_true(const column_view& cells, std::size_t row) {
  switch (cells.kind) {
    case layout::boolean: return cells.as<std::uint8_t>()[row] == 1;
    case layout::int32: return cells.as<std::int32_t>()[row] == 1;
    case layout::int64: return cells.as<std::int64_t>()[row] == 1;
    default: return false;
  }
}

/// Why a row of a table that is read as a whole cannot be used; present where it can.
template <class N>
mark steps<N>::unsound(std::uint32_t table, std::uint32_t row) const {
  if (table >= program_.sound.size() || program_.sound[table] == none || data_.tables[table].part_of(row) != part::in) return present;
  const value_array<N>& sound = stored_[program_.sound[table]];
  return sound.marks.empty() ? present : sound.marks[row];
}

/// Two reasons why nothing is known, each of which may be none; kept for the run.
template <class N>
mark steps<N>::both(mark first, mark second) {
  if (first == present || second == present) return keep(first == present ? second : first);
  return causes_.join_kept(keep(first), keep(second));
}

/// Reads a calendar once. A row that fails a check, or lacks a cell, makes every count by it unknown.
template <class N>
auto steps<N>::calendar(std::uint32_t table) -> const calendar_state& {
  const auto known = calendars_.find(table);
  if (known != calendars_.end()) return known->second;
  calendar_state& state = calendars_[table];
  const bound_table& bound = data_.tables[table];
  const std::uint32_t date = names_.tables[table].only_date();
  const std::uint32_t works = names_.tables[table].find_column("works");
  for (const std::uint32_t c : {date, works}) {
    if (c == none) continue;
    if (bound.data == nullptr || bound.columns[c].view == nullptr) {
      state.missing = causes_.keep(told_cause(bound.data == nullptr ? code::missing_table : bound.columns[c].broken.value_or(code::missing_column), table, c));
      return state;
    }
  }
  const column_view& dates = *bound.columns[date].view;
  const column_view* worked = works == none ? nullptr : bound.columns[works].view;
  for (std::uint32_t row = 0; row < bound.rows; ++row) {
    state.missing = both(state.missing, unsound(table, row));
    for (const std::uint32_t c : {date, works})
      if (c != none && !bound.columns[c].optional && !bound.columns[c].view->is_present(row))
        state.missing = both(state.missing, causes_.keep(missing_cell(names_.tables[table], bound, table, row, c, data_.period.has_value())));
    if (dates.is_present(row)) state.days.add(dates.as<std::int32_t>()[row], worked != nullptr && worked->is_present(row) && is_true(*worked, row));
  }
  state.days.finish();
  return state;
}

template <class N>
void steps<N>::compute_working_days(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const calendar_state& state = calendar(n.index);
  if (state.missing != present) return fill_marks(id, state.missing);
  const auto from = argument<std::int32_t>(n, 0);
  const auto to = argument<std::int32_t>(n, 1);
  const std::size_t size = size_of(n);
  mark any = present;
  for (std::size_t i = 0; i < size; ++i) {
    const mark m = combine(from.mark_at(i), to.mark_at(i));
    if (m == present) out<N>(id)[i] = arithmetic<N>::from(state.days.count(from[i], to[i]));
    any |= arrays_[id].marks[i] = m;
  }
  arrays_[id].dense = any == present;
}

}  // namespace attain::engine
