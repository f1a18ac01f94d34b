// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows running totals: `sum_before` and `sum_through` of an event row.
#pragma once

#include <string>

#include "attain/formula/checker_class.hpp"

namespace attain::formula {

/// Over the rows of the same rep, or those equal in what `within` names, up to the row at hand. Leaves in `rows` the table and the way to the
/// population that makes the groups; no way where `within` does.
inline type checker::check_running(tree& f, expr_id id, const function_info& info, const row_context& row) {
  const std::string name = "`" + std::string(info.name) + "`";
  const expr_id x = f[id].operands[1];
  const span where = f[id].where;
  if (row.in_aggregate) {
    messages_
        .error(code::nested_aggregate, where, "a running total stands directly inside an aggregate",
               "give it a name in [define." + all_.tables[row.table].name + "] and use that name here")
        .here = "the inner one";
    return {};
  }
  if (row.table == none || all_.tables[row.table].kind != table_kind::event) {
    std::string events = "<table>";
    for (const table& t : all_.tables)
      if (t.kind == table_kind::event && events == "<table>") events = t.name;
    messages_.error(code::wrong_arguments, where, name + " is for the rows of events, which come one after the other", "use it in a formula of [define." + events + "]").here =
        "no row of events here";
    return {};
  }
  row_context inner = row;
  inner.in_aggregate = true;
  inner.above = row.table;
  const call_clauses* clauses = f.clauses_of(id);
  check_aggregate_clauses(f, id, info, inner);
  if (clauses == nullptr || clauses->order_by.empty()) {
    const table& own = all_.tables[row.table];
    const std::string key = own.date == none ? "…" : own.columns[own.date].name;
    messages_
        .error(code::bad_option, where, name + " needs an order",
               "rows have no order of their own: `" + std::string(info.name) + "(" + to_text(f, x) + " order by " + key + ")`")
        .here = "in which order?";
  }
  bool good = true;
  if (clauses != nullptr && clauses->without_me)
    messages_.error(code::bad_option, where, name + " takes no `without_me`", "`sum_before` is without this row, `sum_through` is with it").here = "leave it out";
  if (clauses != nullptr && clauses->has_within()) {
    for (const expr_id g : clauses->within) check(f, g, inner);
    if (!clauses->via.empty())
      messages_.error(code::bad_option, clauses->via_where, "`within` takes the place of the rows of the same rep, so `via` has no effect", "leave out one of the two").here =
          "no effect";
    f[id].rows = {true, row.table, {}};
  } else if (const auto path = resolve_.aggregate_path(row.table, all_.population, clauses, where)) {
    f[id].rows = {true, row.table, *path};
  } else {
    good = false;
  }
  need_checks(row.table, where);
  const type t = check(f, x, inner);
  if (t.is_unknown() || !good || clauses == nullptr) return {};
  if (t.is_numeric()) return t;
  messages_.error(code::wrong_type, f[x].where, name + " needs numbers, money or days, not " + to_text(t)).here = to_text(t);
  return {};
}

}  // namespace attain::formula
