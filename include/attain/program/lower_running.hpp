// SPDX-License-Identifier: Apache-2.0
/// Lowers running totals: what they read becomes stored columns of the table, and a step at the end of a stage makes one more of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attain/program/lower_formula.hpp"

namespace attain::program {

inline node_id formula_lowering::linked_row(frame_id at, const std::vector<std::uint32_t>& path, std::size_t done) {
  const node_id row = make_.at_row(op::link, value_kind::row, at, {}, path[done]);
  if (done + 1 == path.size()) return row;
  const frame_id there = make_.rows_frame(at, all_.tables[out_.frames[at].table].links[path[done]].target, row);
  return bring_up(linked_row(there, path, done + 1), at);
}

inline node_id formula_lowering::lower_running(const tree& f, expr_id id, frame_id at) {
  const formula::expr& e = f[id];
  const formula::call_clauses& clauses = *f.clauses_of(id);
  const std::uint32_t table = e.rows.table;
  const frame_id whole = make_.table_frame(table);
  const auto stored = [&](expr_id x, value_kind kind) { return store(lower(f, x, whole, kind), table); };
  stage::running_total total;
  total.with_own = static_cast<formula::function>(e.target.index) == formula::function::sum_through;
  total.value = store(if_sound_or_empty(lower(f, e.operands[1], whole, value_kind::number), table, whole), table);
  if (clauses.where != formula::no_expr) total.where = stored(clauses.where, value_kind::boolean);
  for (const expr_id g : clauses.within) total.groups.push_back(stored(g, kind_of(f[g].result)));
  if (!clauses.has_within()) total.groups.push_back(store(linked_row(whole, e.rows.path), table));
  for (const auto& key : clauses.order_by) total.order_by.push_back({stored(key.key, kind_of(f[key.key].result)), key.descending});
  for (const auto& [of, known] : running_) {
    if (of == table && known.with_own == total.with_own && known.value == total.value && known.where == total.where && known.groups == total.groups &&
        known.order_by == total.order_by)
      return make_.at_row(op::stored, value_kind::number, at, {}, known.column);
  }
  total.column = add_stored(table, value_kind::number);
  const std::uint32_t outer = make_.origin();
  make_.set_origin(make_.add_origin(outer == none ? std::string() : out_.origins[outer].name, formula::to_text(f, id), e.where));
  total.node = make_.at_row(op::stored, value_kind::number, whole, {}, total.column);
  const node_id n = make_.at_row(op::stored, value_kind::number, at, {}, total.column);
  total.tied = total.node;
  for (const auto& [of, known] : running_)
    if (of == table && known.groups == total.groups && known.order_by == total.order_by) total.tied = known.tied;
  make_.set_origin(outer);
  running_.emplace_back(table, std::move(total));
  return n;
}

}  // namespace attain::program
