// SPDX-License-Identifier: Apache-2.0
/// What curves answer: those of the whole run, those whose numbers depend on the row, and those whose tiers stand in a table.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/engine/steps.hpp"

namespace attain::engine {

/// Whether all rows see the same numbers.
template <class N>
bool steps<N>::is_constant(const program::curve& curve) const {
  bool constant = curve.schedule == none;
  curve.for_each_node([&](program::node_id n) { constant = constant && program_.nodes[n].frame == 0; });
  return constant;
}

/// Gathers the bounds and values that row i sees.
template <class N>
void steps<N>::fill_curve(std::uint32_t curve, std::size_t i) {
  const program::curve& planned = program_.curves[curve];
  curve_state& state = curves_[curve];
  state.missing = present;
  const auto number = [&](program::node_id id) {
    const source from = read(id);
    state.missing = combine(state.missing, from.mark_at(i));
    return from.array->kind() == value_kind::number && from.mark_at(i) == present ? from.template as<N>()[i] : N{};
  };
  const auto maybe = [&](program::node_id id) { return id == none ? std::optional<N>{} : std::optional<N>{number(id)}; };
  if (!state.curve) state.curve.emplace(planned);
  state.curve->renew([&](curve_numbers<N>& numbers) {
    numbers.from.clear();
    numbers.to.clear();
    numbers.value.clear();
    state.texts.clear();
    for (const program::curve::tier& t : planned.tiers) {
      numbers.from.push_back(number(t.from));
      numbers.to.push_back(maybe(t.to));
      numbers.value.push_back(number(t.value));
      const source value = read(t.value);
      if (value.array->kind() == value_kind::text) state.texts.push_back(value.template as<std::string_view>()[i]);
    }
    numbers.below = maybe(planned.below_value);
    numbers.above = maybe(planned.above_value);
  });
}

/// What a curve with tiers from a table gives outside them may depend on the row all the same.
template <class N>
mark steps<N>::set_outside(const program::curve& planned, prepared_curve<N>& curve, std::size_t i) const {
  mark missing = present;
  const auto maybe = [&](program::node_id id) {
    if (id == none) return std::optional<N>{};
    missing = combine(missing, read(id).mark_at(i));
    return std::optional<N>{read(id).array->kind() == value_kind::number ? read(id).template as<N>()[i] : N{}};
  };
  std::optional<N> below = maybe(planned.below_value);
  curve.set_outside(std::move(below), maybe(planned.above_value));
  return missing;
}

/// The curve that row i asks: the one meant, or the one that stands in for it where the table has no tiers.
template <class N>
auto steps<N>::curve_at(program::node_id id, std::uint32_t curve, std::size_t i) -> std::pair<std::uint32_t, const curve_state*> {
  for (;; curve = program_.curves[curve].otherwise) {
    const program::curve& planned = program_.curves[curve];
    if (planned.schedule != none) {
      if (const curve_state* found = schedule_at(id, curve, i)) return {curve, found};
      continue;
    }
    curve_state& state = curves_[curve];
    if (state.is_prepared) return {curve, &state};
    fill_curve(curve, i);
    state.is_prepared = is_constant(planned);
    return {curve, &state};
  }
}

template <class N>
void steps<N>::compute_curve(program::node_id id) {
  using kind = program::curve_ask::kind;
  const program::node& n = program_.nodes[id];
  const program::curve_ask& ask = program_.asks[n.index];
  const curve_state* const of_all = is_constant(program_.curves[ask.curve]) ? curve_at(id, ask.curve, 0).second : nullptr;
  if (of_all != nullptr && of_all->missing != present) return fill_marks(id, of_all->missing);
  if (of_all != nullptr && of_all->curve->why_not()) {
    cause why;  // one for all rows
    why.code = *of_all->curve->why_not();
    why.node = id;
    return fail_all(id, why);
  }
  const bool gives_text = n.kind == value_kind::text;
  const bool two = ask.ask == kind::between || ask.ask == kind::part;
  const operand<N> x = argument<N>(n, 0);
  const operand<N> second = two ? argument<N>(n, 1) : x;
  N* const values = gives_text ? nullptr : out<N>(id);
  mark any = present;
  for (std::size_t i = 0; i < size_of(n); ++i) {
    const auto [curve, state] = of_all != nullptr ? std::pair(ask.curve, of_all) : curve_at(id, ask.curve, i);
    mark m = combine(combine(x.mark_at(i), second.mark_at(i)), state->missing);
    if (m == present && state->curve->why_not()) m = fail(*state->curve->why_not(), id, n.frame, i);
    if (m == present && gives_text) {
      m = answer_text(id, curve, *state, x[i], i, out<std::string_view>(id)[i]);
    } else if (m == present) {
      const prepared_curve<N>& c = *state->curve;
      std::optional<code> wrong;
      switch (ask.ask) {
        case kind::value: wrong = c.value(x[i], values[i]); break;
        case kind::between: wrong = c.between(x[i], second[i], values[i]); break;
        case kind::rate: wrong = c.rate(x[i], values[i]); break;
        case kind::tier: wrong = c.tier(x[i], values[i]); break;
        case kind::part: wrong = c.part(x[i], second[i], values[i]); break;
        case kind::effective: wrong = c.effective(x[i], values[i]); break;
        case kind::inverse: wrong = c.inverse(x[i], values[i]); break;
      }
      if (wrong) m = fail(*wrong, id, n.frame, i, arithmetic<N>::to_double(x[i]));
    }
    any |= arrays_[id].marks[i] = m;
  }
  arrays_[id].dense = any == present;
}

/// A step whose values are texts: only the tier is looked for.
template <class N>
mark steps<N>::answer_text(program::node_id id, std::uint32_t curve, const curve_state& state, const N& x, std::size_t i, std::string_view& text) {
  using beyond = program::curve::beyond;
  using where = curve_place::part;
  const curve_place place = state.curve->place_of(x);
  const bool is_below = place.where == where::below;
  const beyond rule = is_below ? state.curve->below() : state.curve->above();
  const bool outside = is_below || place.where == where::above;
  if (place.where == where::gap || (outside && rule == beyond::missing)) {
    return fail(code::outside_curve, id, program_.nodes[id].frame, i, arithmetic<N>::to_double(x));
  }
  const program::curve& planned = program_.curves[curve];
  if (outside && rule == beyond::value) text = read(is_below ? planned.below_value : planned.above_value).template as<std::string_view>()[i];
  else text = state.texts[place.tier];
  return present;
}

/// The tiers that the table has for row i, or why they cannot be asked; null when it has none and another curve stands in.
template <class N>
auto steps<N>::schedule_at(program::node_id id, std::uint32_t curve, std::size_t i) -> curve_state* {
  const program::curve& planned = program_.curves[curve];
  const bound_schedule& bound = data_.schedules[planned.schedule];
  curve_state& none_found = curves_[curve];
  none_found.missing = bound.broken ? causes_.add(*bound.broken) : present;
  for (const program::node_id m : planned.match) none_found.missing = combine(none_found.missing, read(m).mark_at(i));
  if (planned.on != none) none_found.missing = combine(none_found.missing, read(planned.on).mark_at(i));
  if (none_found.missing != present) return &none_found;

  std::string key;
  bool possible = true;
  for (const program::node_id m : planned.match) {
    if (m != planned.match.front()) key += key_separator;
    possible = append_key(read(m), i, key) && possible;
  }
  const std::optional<std::int32_t> day = planned.on == none ? std::optional<std::int32_t>{} : read(planned.on).template as<std::int32_t>()[i];
  if (const schedule_group* const group = possible ? bound.find(key) : nullptr) {
    const std::vector<std::int32_t>& changes = group->changes;
    const auto time = day ? std::upper_bound(changes.begin(), changes.end(), *day) - changes.begin() : 0;
    curve_state& state = schedules_[curve][{group->number, static_cast<std::uint32_t>(time)}];
    if (!state.is_prepared) read_schedule(id, curve, *group, key, day, state);
    if (state.missing != present) return &state;
    if (state.curve) {
      none_found.missing = set_outside(planned, *state.curve, i);
      return none_found.missing == present ? &state : &none_found;
    }
  }
  if (planned.otherwise != none) return nullptr;
  if (day) key += (key.empty() ? "" : std::string(1, key_separator)) + date_to_text(*day);
  none_found.missing = fail(code::lookup_without_row, id, program_.nodes[id].frame, i, 0, arena_->keep(key));
  return &none_found;
}

/// One column of rows that are read as a whole. The mark of all cells that fail, kept for the whole run as theirs are; `present` when none does.
template <class N>
mark steps<N>::read_tier_column(program::node_id id, std::uint32_t table, std::uint32_t column, const frame_rows& rows, bool may_be_empty, value_array<N>& out) {
  const bound_column& bound = data_.tables[table].columns[column];
  const auto fail_cell = [&](code, std::uint32_t row) {
    return causes_.keep(missing_cell(names_.tables[table], data_.tables[table], table, row, column, data_.period.has_value()));
  };
  mark bad = present;
  const bool is_text = names_.tables[table].columns[column].type_of.kind == formula::dimension::text;
  out.resize(is_text ? value_kind::text : value_kind::number, rows.size);
  column_loader(bound, rows, make_mark(state::empty, id), lasting_, out, fail_cell).run();
  for (std::size_t i = 0; i < rows.size; ++i) {
    if (out.marks[i] != present && !may_be_empty && !is_failed(out.marks[i])) out.marks[i] = fail_cell(code::empty_cell, rows.rows[i]);
    if (is_failed(out.marks[i])) bad = both(bad, out.marks[i]);
  }
  return bad;
}

/// Reads the tiers of a group that hold on a day. What is wrong with them is told at the row that is wrong, once for all who ask.
template <class N>
void steps<N>::read_schedule(program::node_id id, std::uint32_t curve, const schedule_group& group, std::string_view key, std::optional<std::int32_t> day, curve_state& state) {
  const program::curve& planned = program_.curves[curve];
  const program::schedule& schedule = program_.schedules[planned.schedule];
  const bound_schedule& bound = data_.schedules[planned.schedule];
  const bound_table& table = data_.tables[schedule.table];
  const formula::table& names = names_.tables[schedule.table];
  state.is_prepared = true;
  frame_rows rows;
  const auto holds = [&](std::uint32_t row) {
    if (!day) return true;
    const auto reached = [&](std::uint32_t column, bool otherwise) {
      if (column == none || !table.columns[column].view->is_present(row)) return otherwise;
      return table.columns[column].view->template as<std::int32_t>()[row] <= *day;
    };
    return reached(names.valid_from, true) && !reached(names.valid_to, false);
  };
  for (const cause& c : group.bad) state.missing = both(state.missing, causes_.keep(c));
  for (std::uint32_t i = group.begin; i < group.end; ++i) {
    state.missing = both(state.missing, unsound(schedule.table, bound.order[i]));
    if (holds(bound.order[i])) rows.rows.push_back(bound.order[i]);
  }
  rows.size = rows.rows.size();
  if (rows.size == 0) return;

  value_array<N> from;
  value_array<N> to;
  value_array<N> value;
  state.missing = both(state.missing, read_tier_column(id, schedule.table, schedule.from, rows, false, from));
  if (schedule.to != none) state.missing = both(state.missing, read_tier_column(id, schedule.table, schedule.to, rows, true, to));
  state.missing = both(state.missing, read_tier_column(id, schedule.table, schedule.value, rows, false, value));
  if (state.missing != present) return;
  state.curve.emplace(planned);
  state.curve->renew([&](curve_numbers<N>& numbers) {
    numbers.from = from.template values<N>();
    for (std::size_t i = 0; i < rows.size; ++i) {
      const bool ends = schedule.to != none && to.marks[i] == present;
      numbers.to.push_back(ends ? std::optional<N>{to.template values<N>()[i]} : std::optional<N>{});
    }
    numbers.value = value.template values<N>();
    numbers.value.resize(rows.size);
    state.texts = value.template values<std::string_view>();
  });
  if (!state.curve->why_not()) return;
  cause why;
  why.code = *state.curve->why_not();
  why.table = schedule.table;
  why.row = rows.rows[state.curve->wrong_tier()];
  why.value = rows.rows[std::max<std::size_t>(state.curve->wrong_tier(), 1) - 1];
  why.column = schedule.from;
  why.node = id;
  why.detail = lasting_.keep(key);
  state.missing = keep(causes_.add(why));
}

}  // namespace attain::engine
