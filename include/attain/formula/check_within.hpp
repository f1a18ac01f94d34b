// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows what compares or adds up the rows of one table with each other: aggregates with `within`, shares, ranks.
#pragma once

#include <string>

#include "attain/formula/checker_class.hpp"

namespace attain::formula {

/// Over the rows of the row's own table that are equal in what `within` names. Leaves in `rows` the table, and no way.
inline type checker::check_within(tree& f, expr_id id, const function_info& info, const row_context& row) {
  const std::string name = "`" + std::string(info.name) + "`";
  const ids arguments(f[id].operands.begin() + 1, f[id].operands.end());
  const span where = f[id].where;
  if (row.table == none) {
    messages_.error(code::wrong_type, where, "no rows are known here", "this formula can use [parameters] only").here = "compares rows";
    return {};
  }
  if (row.in_aggregate) {
    messages_
        .error(code::nested_aggregate, where, name + " with `within` stands directly inside an aggregate",
               "give it a name in [define" + (row.table == all_.population ? std::string() : "." + all_.tables[row.table].name) + "] and use that name here")
        .here = "the inner one";
    return {};
  }
  const call_clauses* clauses = f.clauses_of(id);
  if (clauses == nullptr || !clauses->has_within()) {
    messages_
        .error(code::bad_option, where, name + " needs to know among which rows",
               "write `" + std::string(info.shape) + "`, with a column or `all`")
        .here = "within which group?";
    return {};
  }
  if (!clauses->via.empty())
    messages_.error(code::bad_option, clauses->via_where, "`within` is over the rows of `" + all_.tables[row.table].name + "` itself, to which no link leads", "leave out one of the two").here =
        "no effect";
  row_context inner = row;
  inner.in_aggregate = true;
  inner.above = row.table;
  for (const expr_id g : clauses->within)
    if (check(f, g, inner).by_row) refuse_by_row(f, {g}, false);
  check_aggregate_clauses(f, id, info, inner);
  if (clauses->without_me && !can_do_without(info.id))
    messages_.error(code::bad_option, where, name + " takes no `without_me`", "sum, count, avg, min and max can leave the row itself out").here = "leave it out";
  f[id].rows = {true, row.table, {}};
  need_checks(row.table, where);
  if (info.id == function::allocate) return allocation_result(f, id, arguments, row, inner);
  if (info.id == function::prize) return prize_result(f, id, arguments, row, inner);
  if (info.kind != function_class::population) {
    const type result = aggregate_result(f, f[id], info, arguments, row, inner);
    if (!clauses->without_me || result.is_unknown() || result.is_numeric()) return result;
    messages_.error(code::wrong_type, f[arguments.front()].where, name + " without the row itself needs numbers, money or days, not " + to_text(result)).here = to_text(result);
    return {};
  }
  return rank_result(f, info, arguments, row, inner);
}

/// What can be told of the others from what is known of all: `without_me`.
inline bool checker::can_do_without(function f) {
  switch (f) {
    case function::sum:
    case function::count:
    case function::avg:
    case function::min:
    case function::max: return true;
    default: return false;
  }
}

/// A share, a rank or a place in a distribution.
inline type checker::rank_result(tree& f, const function_info& info, const ids& arguments, const row_context& row, const row_context& inner) {
  const std::string name = "`" + std::string(info.name) + "`";
  const bool of_any = info.id == function::percent_rank_of;
  const expr_id x = arguments[of_any ? 1 : 0];
  if (of_any) check(f, arguments[0], row);
  const type t = check(f, x, inner);
  const std::size_t kind_at = of_any ? 2 : 1;
  if (arguments.size() > kind_at && want_text_literal(f, arguments[kind_at], "the kind of percent rank") && f[arguments[kind_at]].text != "inclusive" &&
      f[arguments[kind_at]].text != "exclusive")
    messages_.error(code::unknown_word, f[arguments[kind_at]].where, "unknown kind of percent rank '" + f[arguments[kind_at]].text + "'", "'inclusive' or 'exclusive'").here =
        "not a kind";
  if (arguments.size() > kind_at + 1) {
    check(f, arguments[kind_at + 1], row);
    want_number(f, arguments[kind_at + 1], "the digits of " + name);
  }
  if (t.is_unknown() || refuse_by_row(f, {x}, false)) return {};
  const bool only_order = info.id == function::rank;
  if (only_order ? !t.is_ordered() : !t.is_numeric()) {
    messages_.error(code::wrong_type, f[x].where, name + " needs " + (only_order ? "values that have an order" : "numbers, money or days") + ", not " + to_text(t)).here = to_text(t);
    return {};
  }
  if (of_any && unify(f, {arguments[0], x}, "compare").is_unknown()) return {};
  return make_type(info.id == function::rank || info.id == function::z_score ? dimension::number : dimension::ratio);
}

/// `ties` of a rank: a word, or what tells equal rows apart.
inline void checker::check_ties(tree& f, const call_clauses::option& ties, const row_context& inner) {
  const expr& word = f[ties.value];
  if (word.kind != expr_kind::text) {
    const type t = check(f, ties.value, inner);
    if (!t.is_unknown() && !t.is_ordered() && t.kind != dimension::text)
      messages_.error(code::wrong_type, word.where, "equal rows cannot be ordered by " + to_text(t)).here = to_text(t);
    return;
  }
  static constexpr std::string_view words[] = {"min", "max", "dense", "average"};
  for (const std::string_view w : words)
    if (word.text == w) return;
  const auto near = nearest_name(word.text, words);
  messages_
      .error(code::unknown_word, word.where, "unknown way to rank equal rows '" + word.text + "'",
             near ? "did you mean '" + std::string(*near) + "'?" : "'min', 'max', 'dense', 'average', or a column that tells them apart: ties = joined")
      .here = "not a way";
}

}  // namespace attain::formula
