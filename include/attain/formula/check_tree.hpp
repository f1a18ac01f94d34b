// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows hierarchies: `rollup` and `direct` over the rows below, along a link of a table to itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "attain/formula/checker_class.hpp"

namespace attain::formula {

/// Leaves in `rows` the table and its link to itself.
inline type checker::check_tree(tree& f, expr_id id, const function_info& info, const row_context& row) {
  const std::string name = "`" + std::string(info.name) + "`";
  const expr_id word = f[id].operands[1];
  const expr_id x = f[id].operands[2];
  const span where = f[id].where;
  if (row.in_aggregate) {
    const std::uint32_t owner = resolve_.has_own_link(row.table) ? row.table : all_.population;
    messages_
        .error(code::nested_aggregate, where, name + " stands directly inside an aggregate",
               "give it a name in [define" + (owner == all_.population ? std::string() : "." + all_.tables[owner].name) + "] and use that name here")
        .here = "the inner one";
    return {};
  }
  if (row.table == none) {
    messages_.error(code::wrong_arguments, where, name + " belongs to a row, and there is none here",
                    row.of_totals ? "give it a name in [define], and say what to make of all: `max(…)`" : "this formula can use [parameters] only")
        .here = "no row here";
    return {};
  }
  const tree_word* what = nullptr;
  if (want_text_literal(f, word, "what " + name + " makes of the rows") && f[word].kind == expr_kind::text) {
    what = find_tree_word(info.id, f[word].text);
    if (what == nullptr)
      messages_
          .error(code::unknown_word, f[word].where, name + " makes no '" + f[word].text + "'",
                 info.id == function::direct                                  ? "'sum', 'mean', 'count', 'min' or 'max'"
                 : find_tree_word(function::direct, f[word].text) == nullptr ? "'sum' or 'mean'"
                                                                             : "'sum' or 'mean'; of the rows directly below `direct('" + f[word].text + "', " + to_text(f, x) + ")`")
          .here = "unknown word";
  }
  const std::optional<std::uint32_t> link = resolve_.own_link(row.table, f.clauses_of(id), info.name, where);
  row_context inner = row;
  inner.in_aggregate = true;
  inner.above = row.table;
  check_aggregate_clauses(f, id, info, inner);
  check_tree_clauses(f, id, info, what, inner);
  need_checks(row.table, where);
  f[id].rows = {true, row.table, {link.value_or(none)}};
  function_info as = info;  // direct is the aggregate that its word names
  as.id = what == nullptr ? function::count : what->id;
  const bool names_table = f[x].kind == expr_kind::name && all_.find_table(f[x].text) == row.table && !all_.tables[row.table].members.contains(f[x].text);
  if (names_table && as.id != function::count) {
    messages_
        .error(code::wrong_arguments, f[x].where, name + " needs a value of each row, not the table itself",
               info.id == function::direct ? "name a value; only 'count' takes the table"
                                           : "name a value; to count all rows below, with the row itself: `rollup('sum', 1)`")
        .here = "a table";
    return {};
  }
  const type result = aggregate_result(f, f[id], as, {x}, row, inner);
  return what == nullptr || !link ? type{} : result;
}

/// `where` and `via` as in all aggregates, `places` for the mean of means.
inline void checker::check_tree_clauses(tree& f, expr_id id, const function_info& info, const tree_word* what, const row_context& inner) {
  const call_clauses* clauses = f.clauses_of(id);
  if (clauses == nullptr) return;
  const std::string name = "`" + std::string(info.name) + "`";
  if (clauses->has_within())
    messages_
        .error(code::bad_option, clauses->within_where, name + " takes no `within`", "its rows are those below in the hierarchy; choose among them with `where`")
        .here = "no effect";
  const call_clauses::option* places = clauses->find("places");
  if (places == nullptr) return;
  check(f, places->value, inner);
  if (what != nullptr && (info.id != function::rollup || what->id != function::avg)) {
    messages_
        .error(code::bad_option, places->name_where, "only the means of `rollup` are rounded on their way up",
               "round the result: `round(…, " + to_text(f, places->value) + ")`")
        .here = "no effect";
    return;
  }
  want_number(f, places->value, "the number of places of " + name);
}

}  // namespace attain::formula
