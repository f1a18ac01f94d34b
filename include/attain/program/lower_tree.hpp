// SPDX-License-Identifier: Apache-2.0
/// Lowers what hierarchies need: `rollup` as a step at the end of a stage, like a running total; `direct` as an aggregate over the rows that the
/// table's link to itself leads up from.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "attain/formula/functions.hpp"
#include "attain/program/lower_formula.hpp"

namespace attain::program {

inline node_id formula_lowering::lower_rollup(const tree& f, expr_id id, frame_id at) {
  const formula::expr& e = f[id];
  const formula::call_clauses* clauses = f.clauses_of(id);
  const std::uint32_t table = e.rows.table;
  const frame_id whole = make_.table_frame(table);
  stage::tree_total total;
  total.is_mean = formula::find_tree_word(formula::function::rollup, f[e.operands[1]].text)->id == formula::function::avg;
  total.link = e.rows.path.front();
  total.parent = store(linked_row(whole, e.rows.path), table);
  node_id value = lower(f, e.operands[2], whole, value_kind::number);
  if (clauses != nullptr && clauses->where != formula::no_expr) {
    const node_id condition = lower(f, clauses->where, whole, value_kind::boolean);
    value = make_.make(op::select, value_kind::number, whole, {condition, value, make_.make(op::missing, value_kind::number, 0, {})});
  }
  total.value = store(value, table);
  if (const node_id fit = sound(table, whole); fit != none) total.sound = store(fit, table);
  if (const auto* places = clauses == nullptr ? nullptr : clauses->find("places"))
    total.places = store(lower(f, places->value, whole, value_kind::number), table);
  for (const auto& [of, known] : trees_) {
    if (of == table && known.is_mean == total.is_mean && known.link == total.link && known.value == total.value && known.sound == total.sound &&
        known.places == total.places)
      return make_.at_row(op::stored, value_kind::number, at, {}, known.column);
  }
  total.column = add_stored(table, value_kind::number);
  const std::uint32_t outer = make_.origin();
  make_.set_origin(make_.add_origin(outer == none ? std::string() : out_.origins[outer].name, formula::to_text(f, id), e.where));
  total.node = make_.at_row(op::stored, value_kind::number, whole, {}, total.column);
  const node_id n = make_.at_row(op::stored, value_kind::number, at, {}, total.column);
  make_.set_origin(outer);
  trees_.emplace_back(table, total);
  return n;
}

inline node_id formula_lowering::lower_direct(const tree& f, expr_id id, frame_id at) {
  return lower_aggregate(f, id, at, formula::find_tree_word(formula::function::direct, f[f[id].operands[1]].text)->id);
}

}  // namespace attain::program
