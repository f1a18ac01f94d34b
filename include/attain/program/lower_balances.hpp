// SPDX-License-Identifier: Apache-2.0
/// What one period hands to the next, as nodes: the value that a balance begins with, the one it ends with, and next period's columns.
#pragma once

#include <string>

#include "attain/program/lower_rules.hpp"

namespace attain::program {

/// The cell of the state where it has a row for the rep, else what the plan opens with. A cell that an earlier period marked has no value.
inline node_id rule_lowering::opening_value(const model::balance& b, frame_id at) {
  const formula::names& names = plan_.names;
  const value_kind kind = kind_of(names.quantities[b.value].result);
  const node_id row = make_.at_row(op::link, value_kind::row, at, {}, names.state_link);
  const frame_id there = make_.rows_frame(at, names.state, row);
  const node_id cell = formulas_.column(names.state, b.column, there);
  const node_id marks = formulas_.column(names.state, names.tables[names.state].find_column(formula::state_names::failed), there);
  const node_id names_it = make_.call(fn::contains, value_kind::boolean, there, {marks, make_.text("`" + b.name + "`")});
  const node_id is_marked = make_.make(op::coalesce, value_kind::boolean, there, {names_it, make_.boolean(false)});
  const node_id sound = make_.make(op::logical_not, value_kind::boolean, there, {is_marked});
  const node_id unless_marked = make_.make(op::require, kind, there, {sound, cell}, static_cast<std::uint32_t>(code::failed_balance));
  const node_id value = choose(make_.make(op::is_missing, value_kind::boolean, there, {cell}), unless_marked, cell, there);
  const node_id handed_over = make_.at_row(op::follow, kind, at, {value}, none);
  const node_id none_known = kind == value_kind::number ? make_.number(0) : make_.make(op::missing, kind, 0, {});
  const node_id opening = b.opening == none ? none_known : get(b.opening, at);
  return choose(make_.make(op::has_row, value_kind::boolean, at, {row}), handed_over, opening, at);
}

/// What does not apply cannot be handed on: it is empty.
inline node_id rule_lowering::closing_value(const model::balance& b, frame_id at) {
  const node_id x = get(b.closing, at);
  return where(applies(x, at), x, make_.make(op::missing, make_.at(x).kind, 0, {}), at);
}

/// Those to whom a goal does not apply keep what they have.
inline node_id rule_lowering::goal_value(const model::goal& g, frame_id at) {
  return where(decided(g.applies, false, at), get(g.value, at), formulas_.column(plan_.names.population, g.at, at), at);
}

}  // namespace attain::program
