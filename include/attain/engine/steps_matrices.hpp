// SPDX-License-Identifier: Apache-2.0
/// What matrices answer: those written in the plan, and those with a row of a table for each cell.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "attain/engine/steps.hpp"

namespace attain::engine {

/// Brings the axes into order, and with a matrix from a table its cells. Once for a run.
template <class N>
void steps<N>::prepare_matrix(program::node_id id, std::uint32_t matrix) {
  const program::matrix& planned = program_.matrices[matrix];
  matrix_state& state = matrices_[matrix];
  state.is_prepared = true;
  for (const program::matrix::axis& a : planned.axes) {
    matrix_axis<N>& axis = state.axes.emplace_back();
    axis.is_text = a.is_text;
    for (const decimal& number : a.numbers) axis.numbers.push_back(arithmetic<N>::from(number));
    for (const std::string& text : a.texts) axis.texts.emplace(text, static_cast<std::uint32_t>(axis.texts.size()));
  }
  if (planned.table != none) read_grid(id, planned, state);
}

/// Why a table cannot be read at all; an issue of the binding tells it.
template <class N>
std::optional<cause> steps<N>::why_no_grid(const program::matrix& planned) const {
  const bound_table& table = data_.tables[planned.table];
  if (table.data == nullptr) return table.broken.value_or(cause{});
  std::vector<std::uint32_t> columns = {planned.value};
  for (const program::matrix::axis& a : planned.axes) columns.push_back(a.column);
  for (const std::uint32_t c : columns)
    if (table.columns[c].view == nullptr) return told_cause(table.columns[c].broken.value_or(code::missing_column), planned.table, c);
  return std::nullopt;
}

template <class N>
void steps<N>::read_grid(program::node_id id, const program::matrix& planned, matrix_state& state) {
  if (const auto why = why_no_grid(planned)) {
    state.missing = keep(causes_.add(*why));
    return;
  }
  const bound_table& table = data_.tables[planned.table];
  frame_rows rows;
  for (std::uint32_t row = 0; row < table.rows; ++row)
    if (table.part_of(row) == part::in || why_unusable(table, planned.table, row)) rows.rows.push_back(row);
  rows.size = rows.rows.size();
  std::vector<value_array<N>> cells(planned.axes.size());
  std::vector<bool> is_placed(rows.size, true);
  for (std::size_t a = 0; a < planned.axes.size(); ++a) {
    state.missing = both(state.missing, read_tier_column(id, planned.table, planned.axes[a].column, rows, false, cells[a]));
    for (std::size_t i = 0; i < rows.size; ++i) is_placed[i] = is_placed[i] && cells[a].marks[i] == present;
  }
  std::vector<std::uint32_t> placed;
  for (std::uint32_t i = 0; i < rows.size; ++i)
    if (is_placed[i]) placed.push_back(i);
  std::vector<matrix_place> places(rows.size, matrix_place{});
  for (std::size_t a = 0; a < planned.axes.size(); ++a) number_places(planned.table, planned.axes[a].column, rows, placed, cells[a], a, state.axes[a], places);
  mark bad = both(state.missing, read_tier_column(id, planned.table, planned.value, rows, true, state.values));
  for (std::size_t i = 0; i < rows.size; ++i) {
    const std::uint32_t row = rows.rows[i];
    const auto told = why_unusable(table, planned.table, row);
    const mark m = told ? causes_.keep(*told) : unsound(planned.table, row);
    if (m == present) continue;
    bad = both(bad, m);
    state.values.marks[i] = m;
  }
  for (const std::uint32_t i : placed) state.cells.add(places[i], i);
  state.cells.finish([&](std::uint32_t second, std::uint32_t first) {
    cause why;
    why.code = code::duplicate_key;
    why.reported = table.part_of(rows.rows[second]) == part::duplicate_key;
    why.table = planned.table;
    why.row = rows.rows[second];
    why.column = planned.axes.front().column;
    why.node = id;
    why.value = rows.rows[first];
    state.values.marks[first] = state.values.marks[second] = causes_.keep(why);
    bad = both(bad, state.values.marks[first]);
  });
  // Whoever meets something wrong with the matrix hears of all that is, so that it can be put right at once.
  if (state.missing != present) state.missing = bad;
  for (mark& m : state.values.marks)
    if (is_failed(m)) m = bad;
}

/// Numbers the different cells of an axis' column, in their order, and writes the number of each row that is `placed` into its place.
template <class N>
void steps<N>::number_places(std::uint32_t table, std::uint32_t column, const frame_rows& rows, const std::vector<std::uint32_t>& placed, const value_array<N>& cells,
                             std::size_t a, matrix_axis<N>& axis, std::vector<matrix_place>& places) {
  const column_view& view = *data_.tables[table].columns[column].view;
  std::vector<std::uint32_t> order = placed;
  std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return compare_cells(view, rows.rows[x], rows.rows[y]) < 0; });
  std::string buffer;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool is_new = i == 0 || compare_cells(view, rows.rows[order[i - 1]], rows.rows[order[i]]) != 0;
    if (is_new && axis.is_text) axis.texts.emplace(cells.template values<std::string_view>()[order[i]], static_cast<std::uint32_t>(axis.names.size()));
    else if (is_new) axis.numbers.push_back(cells.template values<N>()[order[i]]);
    if (is_new) axis.names.emplace_back(cell_text(view, rows.rows[order[i]], buffer));
    places[order[i]][a] = static_cast<std::uint32_t>(axis.names.size() - 1);
  }
}

/// The value of one cell for row i.
template <class N>
template <class T>
mark steps<N>::cell_value(program::node_id id, const program::matrix& planned, const matrix_state& state, const matrix_place& place, std::size_t i, T& value) {
  if (planned.table == none) {
    std::size_t at = 0;
    for (std::size_t a = 0; a < state.axes.size(); ++a) at = at * state.axes[a].size() + place[a];
    const source cell = read(planned.values[at]);
    if (cell.mark_at(i) == present) value = cell.template as<T>()[i];
    return cell.mark_at(i);
  }
  const std::uint32_t row = state.cells.find(place);
  if (row != none) {
    if (state.values.marks[row] == present) value = state.values.template values<T>()[row];
    return state.values.marks[row];
  }
  std::string key;
  for (std::size_t a = 0; a < state.axes.size(); ++a) key += (a > 0 ? std::string(1, key_separator) : "") + state.axes[a].names[place[a]];
  return fail(code::lookup_without_row, id, program_.nodes[id].frame, i, 0, arena_->keep(key));
}

/// The value between the cells around a position, one axis after the other.
template <class N>
mark steps<N>::between_cells(program::node_id id, const program::matrix& planned, const matrix_state& state, const std::vector<axis_position<N>>& position, std::size_t axis,
                             matrix_place& place, std::size_t i, checked<N>& arithmetic_steps, N& value) {
  if (axis == position.size()) return cell_value(id, planned, state, place, i, value);
  place[axis] = position[axis].at;
  const mark low = between_cells(id, planned, state, position, axis + 1, place, i, arithmetic_steps, value);
  if (arithmetic<N>::sign(position[axis].onward) == 0) return low;
  N next{};
  place[axis] = position[axis].at + 1;
  const mark high = between_cells(id, planned, state, position, axis + 1, place, i, arithmetic_steps, next);
  value = arithmetic_steps.add(value, arithmetic_steps.multiply(position[axis].onward, arithmetic_steps.subtract(next, value)));
  return combine(low, high);
}

template <class N>
void steps<N>::compute_matrix(program::node_id id) {
  const program::node& n = program_.nodes[id];
  const program::matrix& planned = program_.matrices[n.index];
  if (!matrices_[n.index].is_prepared) prepare_matrix(id, n.index);
  const matrix_state& state = matrices_[n.index];
  if (state.missing != present) return fill_marks(id, state.missing);
  const std::size_t axes = planned.axes.size();
  std::vector<axis_position<N>> position(axes);
  mark any = present;
  for (std::size_t i = 0; i < size_of(n); ++i) {
    checked<N> arithmetic_steps;
    mark m = present;
    for (std::size_t a = 0; a < axes; ++a) m = combine(m, read(n.operands[a]).mark_at(i));
    std::size_t outside = axes;
    for (std::size_t a = 0; a < axes && m == present; ++a) {
      const source x = read(n.operands[a]);
      const matrix_axis<N>& axis = state.axes[a];
      position[a] = axis.is_text       ? find_text(axis, x.template as<std::string_view>()[i])
                    : planned.linear ? find_between(axis, x.template as<N>()[i], arithmetic_steps)
                                     : find_step(axis, x.template as<N>()[i], planned.upper_inclusive);
      if (position[a].at == none && outside == axes) outside = a;
    }
    if (m == present) {
      m = n.kind == value_kind::text ? matrix_answer<std::string_view>(id, planned, state, position, outside, i, arithmetic_steps)
                                     : matrix_answer<N>(id, planned, state, position, outside, i, arithmetic_steps);
    }
    any |= arrays_[id].marks[i] = m;
  }
  arrays_[id].dense = any == present;
}

template <class N>
template <class T>
mark steps<N>::matrix_answer(program::node_id id, const program::matrix& planned, const matrix_state& state, const std::vector<axis_position<N>>& position, std::size_t outside,
                             std::size_t i, checked<N>& arithmetic_steps) {
  const program::node& n = program_.nodes[id];
  T& value = out<T>(id)[i];
  if (outside < position.size() && planned.outside != none) {
    const source given = read(planned.outside);
    if (given.mark_at(i) == present) value = given.template as<T>()[i];
    return given.mark_at(i);
  }
  if (outside < position.size()) {
    const source x = read(n.operands[outside]);
    if (state.axes[outside].is_text) return fail(code::outside_curve, id, n.frame, i, 0, arena_->keep(x.template as<std::string_view>()[i]));
    return fail(code::outside_curve, id, n.frame, i, arithmetic<N>::to_double(x.template as<N>()[i]));
  }
  matrix_place place{};
  if constexpr (std::is_same_v<T, N>) {
    const mark m = between_cells(id, planned, state, position, 0, place, i, arithmetic_steps, value);
    return m == present && arithmetic_steps.state() != outcome::ok ? fail(code_of(arithmetic_steps.state()), id, n.frame, i) : m;
  } else {
    for (std::size_t a = 0; a < position.size(); ++a) place[a] = position[a].at;
    return cell_value(id, planned, state, place, i, value);
  }
}

}  // namespace attain::engine
