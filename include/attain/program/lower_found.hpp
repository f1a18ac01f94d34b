// SPDX-License-Identifier: Apache-2.0
/// The part of the lowering of formulas that finds rows of other tables and the rates in them, and holds rows against their checks.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "attain/program/lower_formula.hpp"

namespace attain::program {

/// The node that finds a row of another table; it names itself, not the whole formula, when there is none.
inline node_id formula_lowering::find_row(const tree& f, expr_id id, op how, std::vector<node_id> keys, frame_id at) {
  const formula::expr& e = f[id];
  const std::uint32_t outer = make_.origin();
  make_.set_origin(make_.add_origin(outer == none ? std::string() : out_.origins[outer].name, formula::to_text(f, id), e.where));
  const node_id n = make_.at_row(how, value_kind::row, at, std::move(keys), e.rows.table);
  make_.set_origin(outer);
  return n;
}

/// Money times a rate: the one given, or of the table of rates the latest up to the day. The plan's own currency needs none.
inline node_id formula_lowering::lower_convert(const tree& f, expr_id id, frame_id at) {
  const formula::expr& e = f[id];
  const std::vector<expr_id> arguments(e.operands.begin() + 1, e.operands.end());
  const formula::type& type = f[arguments[0]].result;
  const node_id x = lower(f, arguments[0], at, value_kind::number);
  if (type.currency.empty()) return x;
  const node_id to = make_.text(all_.currency);
  const node_id from = type.by_row ? currency_of(f, arguments[0], at) : make_.text(type.currency);
  const auto converted = [&](node_id rate) {
    rate = make_.make(op::require, value_kind::number, at, {make_.make(op::less, value_kind::boolean, at, {make_.number(0), rate}), rate, rate},
                      static_cast<std::uint32_t>(code::rate_not_positive));
    if (type.by_row) rate = make_.make(op::select, value_kind::number, at, {make_.make(op::equal, value_kind::boolean, at, {from, to}), make_.number(1), rate});
    return make_.make(op::multiply, value_kind::number, at, {x, rate});
  };
  if (arguments.size() == 2) return converted(lower(f, arguments[1], at, value_kind::number));
  const node_id day = lower(f, f.clauses_of(id)->find("on")->value, at, value_kind::date);
  const frame_id rates = make_.rows_frame(at, e.rows.table, find_row(f, id, op::lookup_last, {from, to, day}, at));
  return converted(bring_up(sound_reference(column(e.rows.table, all_.tables[e.rows.table].find_column("rate"), rates), rates, true), at));
}

/// The code of the currency that an amount is in, from the row that has the amount. The checker has seen to it that there is one.
inline node_id formula_lowering::currency_of(const tree& f, expr_id id, frame_id at) {
  const formula::expr& e = f[id];
  for (const expr_id o : e.operands)
    if (e.kind != formula::expr_kind::member && f[o].result.by_row) return currency_of(f, o, at);
  return reach(f, id, at, [&](frame_id there) {
    const formula::reference& r = e.target;
    if (r.kind == formula::reference_kind::column) return column(r.table, all_.tables[r.table].columns[r.index].currency, there);
    const tree& definition = all_.quantities[r.index].formula;
    return currency_of(definition, definition.root, there);
  });
}

inline node_id formula_lowering::check(std::uint32_t index) {
  const formula::row_check& c = all_.checks[index];
  const frame_id whole = make_.table_frame(c.table);
  const formula::quantity& q = all_.quantities[c.that];
  checks_in_progress_.insert(index);
  const node_id condition = quantity(c.that, whole);
  checks_in_progress_.erase(index);
  const std::uint32_t outer = make_.origin();
  make_.set_origin(make_.add_origin(q.name, formula::to_text(q.formula, q.formula.root), q.where));
  const node_id n = make_.at_row(op::check, value_kind::boolean, whole, {condition}, index);
  make_.set_origin(outer);
  return n;
}

inline node_id formula_lowering::sound(std::uint32_t table, frame_id at) {
  node_id all = none;
  all_.for_each_strict_check(table, [&](std::uint32_t c) {
    if (checks_in_progress_.contains(c)) return;  // what it reads it reads as it is
    // Computed once for each row, whoever asks.
    node_id one = check(c);
    if (at != make_.table_frame(table)) one = make_.at_row(op::stored, value_kind::boolean, at, {}, store(one, table));
    all = all == none ? one : make_.make(op::logical_and, value_kind::boolean, at, {all, one});
  });
  return all;
}

inline void formula_lowering::hold_rows(std::uint32_t table) {
  out_.sound.resize(all_.tables.size(), none);
  if (out_.sound[table] != none) return;
  if (const node_id all = sound(table, make_.table_frame(table)); all != none) out_.sound[table] = store(all, table);
}

inline node_id formula_lowering::if_sound(node_id value, std::uint32_t table, frame_id at) {
  const node_id fit = sound(table, at);
  return fit == none ? value : make_.make(op::require, make_.at(value).kind, at, {fit, value}, static_cast<std::uint32_t>(code::failed_check));
}

/// Where a row fails a check, what others find in it fails; `is_own`: the value is that row's, not of one that it leads to.
inline node_id formula_lowering::sound_reference(node_id value, frame_id there, bool is_own) {
  const std::uint32_t table = out_.frames[there].table;
  return all_.must_be_sound(out_.frames[out_.frames[there].parent].table, table, is_own) && make_.at(value).frame != 0 ? if_sound(value, table, there) : value;
}

}  // namespace attain::program
