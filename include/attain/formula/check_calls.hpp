// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows the functions: arguments, clauses and results of calls and aggregates.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/checker_class.hpp"
#include "attain/formula/spreadsheet_names.hpp"
#include "attain/text/unicode.hpp"

namespace attain::formula {

inline type checker::check_call(tree& f, expr_id id, const row_context& row) {
  const expr_id callee_id = f[id].operands.front();
  const expr callee = f[callee_id];
  const ids arguments(f[id].operands.begin() + 1, f[id].operands.end());
  const auto check_arguments = [&] {
    for (const expr_id a : arguments) check(f, a, row);
  };
  if (callee.kind == expr_kind::member) {
    const expr& base = f[callee.operands.front()];
    const symbol* found = base.kind == expr_kind::name ? resolve_.global(base.text) : nullptr;
    if (found != nullptr && found->kind == symbol_kind::curve) {
      check_arguments();
      return check_curve(f, f[id], found->index, callee.text, callee.name_where, arguments, row);
    }
    if (const auto parts = resolve_.parts_of(f, callee.operands.front(), row); parts && parts->list->evidence != none && callee.text == "unanswered") {
      f[id].target.hops = parts->row.hops;
      return check_unanswered(f, f[id], *parts->list, arguments);
    }
    check_arguments();
    if (!resolve_.is_lost(base.text))
      messages_.error(code::not_a_function, callee.where, "`" + to_text(f, callee_id) + "` cannot be called", "a name followed by `(` is a function, a curve or what a curve can be asked")
          .here = "not a function";
    return {};
  }
  if (callee.kind != expr_kind::name) return {};
  if (const symbol* found = resolve_.global(callee.text); found != nullptr && found->kind == symbol_kind::curve) {
    check_arguments();
    return check_curve(f, f[id], found->index, "", callee.where, arguments, row);
  }
  if (const symbol* found = resolve_.global(callee.text); found != nullptr && found->kind == symbol_kind::matrix) {
    check_arguments();
    return check_matrix(f, f[id], found->index, arguments, row);
  }
  const function_info* info = find_function(callee.text);
  if (info == nullptr) {
    // The arguments of a spreadsheet's function make mistakes of their own only where its place is taken by the wrong name.
    const std::string_view said = said_as(to_lower(callee.text));
    if (said.empty()) check_arguments();
    if (resolve_.is_lost(callee.text)) return {};
    const symbol* value = resolve_.global(callee.text);
    const bool member = row.table != none && all_.tables[row.table].members.contains(callee.text);
    if (member || (value != nullptr && value->kind != symbol_kind::table)) {
      messages_.error(code::not_a_function, callee.where, "`" + callee.text + "` is a value and takes no arguments", "write an operator before the bracket, such as `*`, or delete it").here =
          "not a function or curve";
      return {};
    }
    std::vector<std::string> known;
    for (const function_info& known_function : function_list) known.emplace_back(known_function.name);
    for (const curve_name& c : all_.curves) known.push_back(c.name);
    for (const matrix_name& m : all_.matrices) known.push_back(m.name);
    const auto near = said.empty() ? nearest_name(callee.text, known) : std::nullopt;
    messages_
        .error(code::not_a_function, callee.where, "unknown function `" + callee.text + "`",
               !said.empty() ? "here that is " + std::string(said)
               : near ? "did you mean `" + std::string(*near) + "`?" : "functions and curves are called; a column or a definition stands without brackets")
        .here = "not a function or curve";
    return {};
  }
  f[id].target.kind = reference_kind::function;
  f[id].target.index = static_cast<std::uint32_t>(info->id);
  if (arguments.size() < info->least || arguments.size() > info->most) {
    check_surplus(f, *info, arguments, row);
    const std::string given = arguments.size() == 1 ? "1 argument" : std::to_string(arguments.size()) + " arguments";
    messages_.error(code::wrong_arguments, f[id].where, "`" + callee.text + "` does not take " + given, "write `" + std::string(info->shape) + "`").here = given;
    return {};
  }
  const bool extreme = info->id == function::min || info->id == function::max;
  if (info->kind == function_class::aggregate || (extreme && arguments.size() == 1)) return check_aggregate(f, id, *info, row);
  if (f.clauses_of(id) != nullptr && info->kind == function_class::scalar) {
    messages_
        .error(code::bad_option, f[id].where, "`" + callee.text + "` takes no `where`, `via`, `within` or `order by`",
               extreme ? "over rows of another table it takes one argument: max(deals.amount where paid)" : "these belong to aggregates such as sum and count")
        .here = "a scalar function";
  }
  if (info->kind == function_class::running) return check_running(f, id, *info, row);
  if (info->kind == function_class::population || info->kind == function_class::allocation) return check_within(f, id, *info, row);
  if (info->kind == function_class::hierarchy) return check_tree(f, id, *info, row);
  if (info->kind == function_class::look_up) return check_lookup(f, f[id], *info, row);
  if (info->id == function::working_days && arguments.size() == 3) {
    check(f, arguments[0], row);
    check(f, arguments[1], row);
    return check_calendar(f, f[id], *info, row);
  }
  check_arguments();
  if (info->id == function::convert) return check_convert(f, f[id], *info, row);
  return check_scalar(f, f[id], *info, arguments);
}

/// The arguments of a call with too few or too many of them: mistakes inside are told too, and read where the function would read them.
inline void checker::check_surplus(tree& f, const function_info& info, const ids& arguments, const row_context& row) {
  row_context at = row;
  if (info.kind == function_class::aggregate && !arguments.empty() && row.table != none && !row.in_aggregate)
    if (const std::uint32_t rows = resolve_.rows_table(f, arguments.front(), row); rows != none) at = {rows, true, row.table};
  for (const expr_id a : arguments)
    if (f[a].kind != expr_kind::name || all_.find_table(f[a].text) == none) check(f, a, at);
}

/// `working_days` with a table of holidays: one column of dates, and `works`, which marks weekend days that are worked.
inline type checker::check_calendar(tree& f, expr& e, const function_info& info, const row_context& row) {
  const expr& calendar = f[e.operands[3]];
  const std::uint32_t found = calendar.kind == expr_kind::name ? all_.find_table(calendar.text) : none;
  if (found == none) {
    if (calendar.kind != expr_kind::name || !resolve_.is_lost(calendar.text))
      messages_.error(code::unknown_table, calendar.where, "the calendar of `working_days` is a table", "write `" + std::string(info.shape) + "`").here = "no table of this plan";
    return {};
  }
  const table& t = all_.tables[found];
  if (t.only_date() == none) {
    messages_
        .error(code::wrong_arguments, calendar.where, "a calendar has one column of dates, and `" + t.name + "` has none or several",
               "declare it: [tables." + t.name + "] columns = { holiday = \"date\", works = \"bool?\" }")
        .here = "which dates?";
    return {};
  }
  const std::uint32_t works = t.find_column("works");
  if (works != none && t.columns[works].type_of.kind != dimension::boolean) {
    messages_.error(code::wrong_type, calendar.where, "the column `works` of a calendar is bool, not " + to_text(t.columns[works].type_of)).here = "`works` says whether the day is worked";
    return {};
  }
  if (row.table == none) {
    messages_.error(code::wrong_type, e.where, "no tables are known here", "this formula can use [parameters] only").here = "needs a table";
    return {};
  }
  need_checks(found, e.where);
  e.target.table = found;
  e.target.part = "calendar";
  return check_date_function(f, info, {e.operands[1], e.operands[2]});
}

inline type checker::check_scalar(tree& f, expr& e, const function_info& info, const ids& arguments) {
  const std::string name = "`" + std::string(info.name) + "`";
  switch (info.id) {
    case function::min:
    case function::max:
    case function::clamp: {
      const type common = unify(f, arguments, "compare");
      if (common.is_unknown() || common.kind == dimension::missing || common.is_ordered()) return common;
      messages_.error(code::wrong_type, f[arguments.front()].where, name + " needs values that have an order, not " + to_text(common)).here = to_text(common);
      return {};
    }
    case function::coalesce: return unify(f, arguments, "choose between");
    case function::is_missing: return make_type(dimension::boolean);
    case function::abs:
    case function::round:
    case function::round_up:
    case function::round_down:
    case function::trunc:
    case function::round_to:
    case function::ceil:
    case function::floor:
    case function::round_sig:
    case function::mod:
    case function::sign: return check_rounding(f, e, info, arguments);
    case function::sqrt:
    case function::exp:
    case function::ln:
    case function::log10:
    case function::pow: {
      bool good = true;
      for (const expr_id a : arguments) good = want_number(f, a, name) && good;
      return good ? make_type(dimension::number) : type{};
    }
    case function::starts_with:
    case function::ends_with:
    case function::contains:
      want(f, arguments[0], dimension::text, name);
      want(f, arguments[1], dimension::text, name);
      return make_type(dimension::boolean);
    case function::lower:
    case function::upper:
    case function::trim: want(f, arguments[0], dimension::text, name); return make_type(dimension::text);
    case function::length: want(f, arguments[0], dimension::text, name); return make_type(dimension::count);
    default: break;
  }
  return check_date_function(f, info, arguments);
}

/// Functions of one numeric value that keep its dimension, with places, a step or a mode beside it.
inline type checker::check_rounding(tree& f, expr&, const function_info& info, const ids& arguments) {
  const std::string name = "`" + std::string(info.name) + "`";
  const bool has_step = info.id == function::round_to || info.id == function::ceil || info.id == function::floor || info.id == function::mod;
  const type t = f[arguments[0]].result;
  if (refuse_by_row(f, {arguments[0]}, false)) return {};
  if (!t.is_unknown() && t.kind != dimension::missing && !t.is_numeric()) {
    messages_.error(code::wrong_type, f[arguments[0]].where, name + " needs a number, money or days, not " + to_text(t)).here = to_text(t);
    return {};
  }
  type common = t;
  if (arguments.size() > 1) {
    if (has_step) {
      common = unify(f, {arguments[0], arguments[1]}, info.id == function::mod ? "divide" : "round");
    } else {
      want_number(f, arguments[1], "the number of places of " + name);
    }
  }
  if (arguments.size() > 2 && want_text_literal(f, arguments[2], "the rounding mode") && f[arguments[2]].kind == expr_kind::text &&
      !parse_rounding_mode(f[arguments[2]].text)) {
    static constexpr std::string_view modes[] = {"half-up", "half-down", "half-even", "up", "down", "ceiling", "floor"};
    const auto near = nearest_name(f[arguments[2]].text, modes);
    messages_
        .error(code::unknown_word, f[arguments[2]].where, "unknown rounding mode '" + f[arguments[2]].text + "'",
               near ? "did you mean '" + std::string(*near) + "'?" : "half-up, half-down, half-even, up, down, ceiling, floor")
        .here = "not a mode";
  }
  if (info.id == function::sign) return make_type(dimension::number);
  return common;
}

inline type checker::check_date_function(tree& f, const function_info& info, const ids& arguments) {
  const std::string name = "`" + std::string(info.name) + "`";
  bool good = want(f, arguments[0], dimension::date, name);
  switch (info.id) {
    case function::days_between:
    case function::days_360:
    case function::working_days:
      good = want(f, arguments[1], dimension::date, name) && good;
      return make_type(dimension::days);
    case function::months_between: good = want(f, arguments[1], dimension::date, name) && good; return make_type(dimension::number);
    case function::add_days: good = want(f, arguments[1], dimension::days, name) && good; return make_type(dimension::date);
    case function::add_months: good = want_number(f, arguments[1], name) && good; return make_type(dimension::date);
    case function::start_of_month:
    case function::end_of_month: return make_type(dimension::date);
    default: return make_type(dimension::number);  // year quarter month day weekday
  }
}

inline type checker::check_aggregate(tree& f, expr_id id, const function_info& info, const row_context& row) {
  expr& e = f[id];
  const ids arguments(e.operands.begin() + 1, e.operands.end());
  const std::string name = "`" + std::string(info.name) + "`";
  if (row.of_totals) return check_total(f, id, info);
  if (row.table == none) {
    messages_.error(code::wrong_type, e.where, "no rows are known here", "this formula can use [parameters] only").here = "an aggregate";
    return {};
  }
  if (row.in_aggregate) {
    // An inner one over the same rows is a value of the row above; one over other rows is a value of each of these rows.
    const std::uint32_t inner = row.above == none ? none : resolve_.rows_table(f, arguments.front(), {row.above, false, none, false});
    const std::uint32_t owner = inner == row.table ? row.above : row.table;
    messages_
        .error(code::nested_aggregate, e.where, "an aggregate stands directly inside an aggregate",
               "give the inner one a name in [define" + (owner == all_.population ? std::string() : "." + all_.tables[owner].name) + "] and use that name here")
        .here = "the inner one";
    return {};
  }
  const call_clauses* clauses = f.clauses_of(id);
  if (clauses != nullptr && clauses->has_within()) return check_within(f, id, info, row);
  std::uint32_t rows = resolve_.rows_table(f, arguments.front(), row);
  if (rows == none && clauses != nullptr && clauses->where != no_expr) rows = resolve_.rows_table(f, clauses->where, row);
  // Only a way that is named leads from the rows of a table to one of them.
  if (rows == none && clauses != nullptr && !clauses->via.empty() && !resolve_.ways(row.table, row.table).empty()) rows = row.table;
  if (rows == none) {
    // Nothing in it belongs to another table: the mistakes inside are reported first, and only when there are none that fact itself.
    const std::size_t before = messages_.count();
    for (const expr_id a : arguments) {
      if (f[a].kind == expr_kind::name && all_.find_table(f[a].text) != none) continue;
      check(f, a, row);
    }
    if (messages_.count() != before) return {};
    for (const expr_id a : arguments)
      if (f[a].result.is_unknown() && f[a].kind != expr_kind::name) return {};
    const std::string& own = all_.tables[row.table].name;
    messages_
        .error(code::wrong_arguments, e.where, name + " is over the rows of `" + own + "` themselves",
               "say among which of them: `" + std::string(info.name) + "(" + to_text(f, arguments.front()) + " within all)`; or name rows of another table: `" + std::string(info.shape) + "`")
        .here = "over which rows?";
    return {};
  }
  const auto path = resolve_.aggregate_path(rows, row.table, clauses, e.where);
  if (!path) return {};
  f[id].rows = {true, rows, *path};
  need_checks(rows, e.where);
  std::uint32_t between = rows;
  for (std::size_t h = 0; h + 1 < path->size(); ++h) {
    between = all_.tables[between].links[(*path)[h]].target;
    if (all_.tables[between].kind == table_kind::reference) need_checks(between, e.where);
  }
  row_context inner;
  inner.table = rows;
  inner.in_aggregate = true;
  inner.above = row.table;
  check_aggregate_clauses(f, id, info, inner);
  return aggregate_result(f, f[id], info, arguments, row, inner);
}

inline void checker::check_aggregate_clauses(tree& f, expr_id id, const function_info& info, const row_context& inner) {
  const call_clauses* clauses = f.clauses_of(id);
  if (clauses == nullptr) return;
  const std::string name = "`" + std::string(info.name) + "`";
  if (clauses->where != no_expr) {
    check(f, clauses->where, inner);
    want(f, clauses->where, dimension::boolean, "`where`");
  }
  const bool running = info.kind == function_class::running;
  const bool ordered = running || info.id == function::first || info.id == function::last;
  if (!clauses->order_by.empty() && !ordered)
    messages_
        .error(code::bad_option, clauses->order_where, name + (info.id == function::allocate ? " takes no `order by`" : " does not depend on an order"),
               info.id == function::allocate ? "what comes first is an option: ties = joined" : "leave out `order by`")
        .here = "no effect";
  for (const auto& key : clauses->order_by) {
    const type t = check(f, key.key, inner);
    if (!t.is_unknown() && !t.is_ordered() && t.kind != dimension::text && t.kind != dimension::missing)
      messages_.error(code::wrong_type, f[key.key].where, "rows cannot be ordered by " + to_text(t)).here = to_text(t);
  }
  if (clauses->without_me && !running && !clauses->has_within()) messages_.error(code::bad_option, f[id].where, "`without_me` goes only with `within`", "leave out `without_me`").here = "no `within`";
  for (const auto& option : clauses->options)
    if (info.id == function::rank && option.name == "ties") check_ties(f, option, inner);
    else if (info.kind != function_class::allocation && (info.kind != function_class::hierarchy || option.name != "places")) messages_.error(code::bad_option, option.name_where, name + " has no option `" + option.name + "`").here = "unknown option";
}

inline type checker::aggregate_result(tree& f, expr& e, const function_info& info, const ids& arguments, const row_context& row, const row_context& inner) {
  const std::string name = "`" + std::string(info.name) + "`";
  const expr_id x = arguments.front();
  const bool names_table = f[x].kind == expr_kind::name && all_.find_table(f[x].text) == inner.table && !all_.tables[inner.table].members.contains(f[x].text);
  if (names_table) {
    f[x].target.kind = reference_kind::rows;
    f[x].target.table = inner.table;
    if (info.id == function::count) return make_type(dimension::count);
    messages_
        .error(code::wrong_arguments, f[x].where, name + " needs a value of each row, not the table itself",
               "name a column: `" + std::string(info.name) + "(" + f[x].text + ".column)`; only count takes the table")
        .here = "a table";
    return {};
  }
  const type t = check(f, x, inner);
  const call_clauses* clauses = f.clauses_of(static_cast<expr_id>(&e - f.nodes.data()));
  const auto refuse = [&](std::string_view needs) {
    if (refuse_by_row(f, {x}, false)) return type{};
    messages_.error(code::wrong_type, f[x].where, name + " needs " + std::string(needs) + ", not " + to_text(t)).here = to_text(t);
    return type{};
  };
  if (t.is_unknown() && info.id != function::count && info.id != function::count_distinct) {
    for (std::size_t i = 1; i < arguments.size(); ++i) check(f, arguments[i], info.id == function::weighted_avg ? inner : row);
    return {};
  }
  switch (info.id) {
    case function::count: return make_type(dimension::count);
    case function::count_distinct: return refuse_by_row(f, {x}, false) ? type{} : make_type(dimension::count);
    case function::any:
    case function::all: return want(f, x, dimension::boolean, name) ? make_type(dimension::boolean) : type{};
    case function::product: return want_number(f, x, name) ? make_type(dimension::number) : type{};
    case function::sum:
    case function::avg:
    case function::median: return t.is_numeric() ? t : refuse("numbers, money or days");
    case function::min:
    case function::max: return t.is_ordered() ? t : refuse("values that have an order");
    case function::weighted_avg:
      check(f, arguments[1], inner);
      if (!f[arguments[1]].result.is_unknown() && !f[arguments[1]].result.is_numeric())
        messages_.error(code::wrong_type, f[arguments[1]].where, "a weight must be a number, money or days").here = to_text(f[arguments[1]].result);
      return t.is_numeric() ? t : refuse("numbers, money or days");
    case function::percentile:
      check(f, arguments[1], row);
      want_number(f, arguments[1], "the percentage of " + name);
      if (arguments.size() > 2 && want_text_literal(f, arguments[2], "the kind of percentile") && f[arguments[2]].text != "inclusive" && f[arguments[2]].text != "exclusive")
        messages_.error(code::unknown_word, f[arguments[2]].where, "unknown kind of percentile '" + f[arguments[2]].text + "'", "'inclusive' or 'exclusive'").here = "not a kind";
      return t.is_numeric() ? t : refuse("numbers, money or days");
    case function::nth_largest:
      check(f, arguments[1], row);
      want_number(f, arguments[1], "the place in " + name);
      return t.is_numeric() ? t : refuse("numbers, money or days");
    case function::first:
    case function::last:
      if (clauses == nullptr || clauses->order_by.empty()) {
        messages_
            .error(code::bad_option, e.where, name + " needs an order",
                   "rows have no order of their own: `" + std::string(info.name) + "(" + to_text(f, x) + " order by …)`")
            .here = "by what?";
        return {};
      }
      return refuse_by_row(f, {x}, false) ? type{} : t;
    default: return {};
  }
}

inline type checker::check_unanswered(tree& f, expr& e, const part_list& list, const ids& arguments) {
  if (arguments.size() != 1 || f[arguments.front()].kind != expr_kind::text) {
    messages_.error(code::wrong_arguments, e.where, "`unanswered` takes the name of one question as a text", "write `" + list.name + ".unanswered('budget')`").here = "which question?";
    return {};
  }
  if (list.table == none) return {};  // the rule has no table, which was said where it is written
  const expr& question = f[arguments.front()];
  const table& t = all_.tables[list.table];
  const std::uint32_t column = t.find_column(question.text);
  if (column == none) {
    std::vector<std::string> known;
    for (const formula::column& c : t.columns) known.push_back(c.name);
    const auto near = nearest_name(question.text, known);
    messages_
        .error(code::unknown_column, question.where, "`" + t.name + "` has no column `" + question.text + "`", near ? "did you mean '" + std::string(*near) + "'?" : "")
        .here = "no such question";
    return {};
  }
  e.target.kind = reference_kind::unanswered;
  e.target.table = list.table;
  e.target.index = list.evidence;
  e.target.part = question.text;
  return make_type(dimension::boolean);
}

}  // namespace attain::formula
