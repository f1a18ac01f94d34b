// SPDX-License-Identifier: Apache-2.0
/// Reads what one period hands to the next, and makes the table that it comes in by.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "attain/plan/read_context.hpp"
#include "attain/plan/read_tables.hpp"
#include "attain/text/unicode.hpp"

namespace attain::model {

/// Reports a name that a column of the state cannot bear, because another has it.
inline bool is_free_in_state(reader& r, const named& name, const std::string& what) {
  if (name.text != formula::state_names::plan && name.text != formula::state_names::period_end && name.text != formula::state_names::failed) return true;
  r.messages
      .error(code::reserved_name, name.where, what + " cannot be called `" + name.text + "`: the state has a column of that name already",
             "rename it: the state has the columns `plan`, `period_end` and `failed` beside the key and the balances")
      .here = "a column of every state";
  return false;
}

/// Adds the table with the population's key, what says whose state it is, and a column for each balance to come; false when none is possible.
inline bool add_state(reader& r, span where) {
  formula::names& names = r.names();
  const formula::table& reps = names.tables[names.population];
  for (const formula::table& t : names.tables) {
    if (t.name != formula::state_names::table) continue;
    diagnostic& d = r.messages.error(code::name_clash, t.where, "`state` is the name of two things: a table, and the table that balances come in by",
                                     "rename the table");
    d.here = "a table";
    d.related.push_back({where, "the balances"});
    return false;
  }
  if (reps.key.empty()) return false;  // which has been reported
  formula::table state;
  state.name = formula::state_names::table;
  state.where = where;
  state.kind = formula::table_kind::reference;
  for (const std::uint32_t k : reps.key) {
    if (k == none) return false;
    formula::column key = reps.columns[k];
    key.from.clear();
    if (!is_free_in_state(r, {key.name, key.where}, "a column of the key of `" + reps.name + "`")) return false;
    state.key.push_back(static_cast<std::uint32_t>(state.columns.size()));
    state.columns.push_back(std::move(key));
  }
  const auto add = [&](std::string_view name, formula::dimension kind, bool optional) {
    formula::column c;
    c.name = name;
    c.where = where;
    c.type_of = formula::make_type(kind);
    c.type_of.optional = optional;
    state.columns.push_back(std::move(c));
  };
  add(formula::state_names::plan, formula::dimension::text, false);
  add(formula::state_names::period_end, formula::dimension::date, false);
  add(formula::state_names::failed, formula::dimension::text, true);
  formula::link link;  // without a name, so that no formula goes along it
  link.where = where;
  link.columns = reps.key;
  link.target = static_cast<std::uint32_t>(names.tables.size());
  link.optional = true;
  names.state = link.target;
  names.state_link = static_cast<std::uint32_t>(reps.links.size());
  names.plan = nfc(trim_blanks(r.result.name));
  names.tables[names.population].links.push_back(std::move(link));
  names.tables.push_back(std::move(state));
  return true;
}

/// Reads one of [[balances]].
inline void read_balance(reader& r, const document::value& v) {
  const named name = r.name_of(v, "a balance");
  balance b;
  b.name = name.text;
  b.where = name.where;
  if (const auto label = text_at(v, "label")) b.label = label->text;
  if (const auto type = text_at(v, "type")) {
    b.type = read_type(r, *type);
    if (b.type->optional)
      r.messages.error(code::wrong_value, type->where, "the type of a balance has no `?`", "leave it out: a balance may be empty where its closing is").here =
          "not of a balance";
    b.type->optional = false;
  } else if (!r.lacks(v, "type")) {
    b.type.emplace();  // what it is has been reported
  }
  b.opening = r.slot(v, "opening", name, r.population(), std::nullopt);
  b.closing = r.required_slot(v, "closing", name, r.population(), std::nullopt);
  b.value = r.add_rule(name.text, name.where, r.population(), formula::dimension::unknown, {b.opening});
  formula::names& names = r.names();
  if (names.state != none && v.find("name") != nullptr && is_free_in_state(r, name, "a balance")) {
    formula::column c;
    c.name = name.text;
    c.where = name.where;
    b.column = static_cast<std::uint32_t>(names.tables[names.state].columns.size());
    names.tables[names.state].columns.push_back(std::move(c));
  }
  formula::part_list parts;
  parts.name = name.text;
  parts.where = name.where;
  parts.what = "balance";
  parts.table = r.population();
  parts.whole = b.value;
  parts.parts.emplace_back("closing", b.closing);
  const formula::symbol symbol{formula::symbol_kind::parts, static_cast<std::uint32_t>(names.part_lists.size()), name.where};
  names.part_lists.push_back(std::move(parts));
  if (v.find("name") != nullptr) r.declare_in(r.population(), name, symbol, "a balance");
  r.result.balances.push_back(std::move(b));
}

/// Reads [[balances]].
inline void read_balances(reader& r) {
  const auto written = tables_at(r.root(), "balances");
  if (r.population() == none || written.empty()) return;
  static_cast<void>(add_state(r, written.front()->where));
  for (const document::value* v : written) read_balance(r, *v);
}

}  // namespace attain::model
