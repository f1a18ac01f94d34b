// SPDX-License-Identifier: Apache-2.0
/// Lowers what compares or adds up the rows of one table: what it reads becomes stored columns, and a step at the end of a stage makes one more of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attain/program/lower_formula.hpp"

namespace attain::program {

inline node_id formula_lowering::lower_within(const tree& f, expr_id id, frame_id at, formula::function function) {
  using fn = formula::function;
  const formula::expr& e = f[id];
  const std::uint32_t outer = make_.origin();
  make_.set_origin(make_.add_origin(outer == none ? std::string() : out_.origins[outer].name, formula::to_text(f, id), e.where));
  const std::vector<expr_id> arguments(e.operands.begin() + 1, e.operands.end());
  const frame_id whole = make_.table_frame(e.rows.table);
  node_id result = none;
  switch (function) {
    case fn::share:
      result = make_.make(op::divide, value_kind::number, at, {lower(f, arguments[0], at, value_kind::number), over_group(f, id, fn::sum, at)});
      break;
    case fn::z_score: {
      const auto distance = [&](frame_id there) {
        return make_.make(op::subtract, value_kind::number, there, {lower(f, arguments[0], there, value_kind::number), over_group(f, id, fn::avg, there)});
      };
      stage::group_function squares = group_of(f, id);
      squares.function = fn::avg;
      const node_id d = distance(whole);
      squares.arguments.push_back(store(make_.make(op::multiply, value_kind::number, whole, {d, d}), e.rows.table));
      const node_id deviation = make_.call(fn::sqrt, value_kind::number, at, {add_group_function(std::move(squares), e.rows.table, at)});
      result = make_.make(op::divide, value_kind::number, at, {distance(at), deviation});
      break;
    }
    case fn::allocate:
    case fn::prize: result = lower_pool(f, id, at, function); break;
    default: result = f.clauses_of(id)->without_me ? without_own(f, id, at, function) : over_group(f, id, function, at);
  }
  make_.set_origin(outer);
  return result;
}

/// Among which rows, by what the clauses say.
inline stage::group_function formula_lowering::group_of(const tree& f, expr_id id) {
  const formula::expr& e = f[id];
  const formula::call_clauses& clauses = *f.clauses_of(id);
  const std::uint32_t table = e.rows.table;
  const frame_id whole = make_.table_frame(table);
  stage::group_function g;
  g.kind = value_kind::number;
  bool are_cells = true;
  for (const expr_id c : clauses.within) {
    g.groups.push_back(store(lower(f, c, whole, kind_of(f[c].result)), table));
    are_cells = are_cells && f[c].target.kind == formula::reference_kind::column && f[c].target.table == table && f[c].target.hops.empty();
    g.group_cells.push_back(f[c].target.index);
  }
  if (!are_cells) g.group_cells.clear();
  if (clauses.where != formula::no_expr) g.where = store(lower(f, clauses.where, whole, value_kind::boolean), table);
  for (const auto& key : clauses.order_by) g.order_by.push_back({store(lower(f, key.key, whole, kind_of(f[key.key].result)), table), key.descending});
  return g;
}

/// What the function makes of the group of each row.
inline node_id formula_lowering::over_group(const tree& f, expr_id id, formula::function function, frame_id at) {
  using fn = formula::function;
  const formula::expr& e = f[id];
  const std::uint32_t table = e.rows.table;
  const frame_id whole = make_.table_frame(table);
  const std::vector<expr_id> arguments(e.operands.begin() + 1, e.operands.end());
  const auto stored = [&](expr_id x, bool counts) {
    const node_id value = lower(f, x, whole, kind_of(f[x].result));
    return store(counts ? if_sound_or_empty(value, table, whole) : value, table);
  };
  stage::group_function g = group_of(f, id);
  g.function = function;
  std::size_t next = 0;
  const auto kind_word = [&] { return arguments.size() > next && f[arguments[next]].text == "exclusive"; };
  switch (function) {
    case fn::percent_rank:
    case fn::percent_rank_of:
      g.function = fn::percent_rank_of;
      g.parameters.push_back(stored(arguments[next], false));
      if (function == fn::percent_rank_of) ++next;
      g.arguments.push_back(stored(arguments[next++], true));
      g.exclusive = kind_word();
      break;
    case fn::percentile:
    case fn::nth_largest:
      g.arguments.push_back(stored(arguments[next++], true));
      g.parameters.push_back(stored(arguments[next++], false));
      g.exclusive = kind_word();
      break;
    case fn::weighted_avg: g.arguments.push_back(stored(arguments[next++], true)); [[fallthrough]];
    default:
      if (f[arguments[next]].target.kind != formula::reference_kind::rows) g.arguments.push_back(stored(arguments[next], true));
      else if (const node_id fit = sound(table, whole); fit != none) g.arguments.push_back(store(fit, table));
      if (next < arguments.size() && !is_about_numbers(function)) g.kind = kind_of(f[arguments[next]].result);
  }
  if (const auto* ties = f.clauses_of(id)->find("ties")) {
    const formula::expr& way = f[ties->value];
    using t = stage::group_function::tie;
    if (way.kind != formula::expr_kind::text) {
      g.ties = t::ordered;
      g.order_by.push_back({store(lower(f, ties->value, whole, kind_of(way.result)), table), false});
    } else {
      g.ties = way.text == "max" ? t::largest : way.text == "dense" ? t::dense : way.text == "average" ? t::average : t::smallest;
    }
  }
  const node_id result = add_group_function(std::move(g), table, at);
  const std::size_t digits = next + 1;
  if ((function != fn::percent_rank && function != fn::percent_rank_of) || digits >= arguments.size()) return result;
  return make_.call(fn::trunc, value_kind::number, at, {result, lower(f, arguments[digits], at, value_kind::number)});
}

/// Whether the function gives a number whatever it is asked about.
inline bool formula_lowering::is_about_numbers(formula::function f) {
  using fn = formula::function;
  return f != fn::min && f != fn::max && f != fn::first && f != fn::last && f != fn::any && f != fn::all;
}

inline node_id formula_lowering::add_group_function(stage::group_function g, std::uint32_t table, frame_id at) {
  for (auto& [of, known] : group_functions_) {
    if (of != table || !known.asks_as(g)) continue;
    if (known.group_cells.empty()) known.group_cells = g.group_cells;
    return make_.at_row(op::stored, g.kind, at, {}, known.column);
  }
  g.column = add_stored(table, g.kind);
  g.node = make_.at_row(op::stored, g.kind, make_.table_frame(table), {}, g.column);
  const node_id n = make_.at_row(op::stored, g.kind, at, {}, g.column);
  group_functions_.emplace_back(table, std::move(g));
  return n;
}

/// The same of all others of the group: what the row itself adds is taken away.
inline node_id formula_lowering::without_own(const tree& f, expr_id id, frame_id at, formula::function function) {
  using fn = formula::function;
  const formula::expr& e = f[id];
  const formula::call_clauses& clauses = *f.clauses_of(id);
  const expr_id x = e.operands[1];
  const bool of_rows = f[x].target.kind == formula::reference_kind::rows;
  const node_id zero = make_.number(0);
  const auto both = [&](op what, value_kind kind, node_id a, node_id b) { return make_.make(what, kind, at, {a, b}); };
  const auto choose = [&](node_id condition, node_id a, node_id b) { return make_.make(op::select, value_kind::number, at, {condition, a, b}); };
  const node_id own = of_rows ? make_.number(1) : lower(f, x, at, value_kind::number);
  node_id counts = of_rows ? make_.boolean(true) : make_.make(op::logical_not, value_kind::boolean, at, {make_.make(op::is_missing, value_kind::boolean, at, {own})});
  if (clauses.where != formula::no_expr) {
    const node_id chosen = both(op::logical_and, value_kind::boolean, lower(f, clauses.where, at, value_kind::boolean), counts);
    counts = make_.make(op::coalesce, value_kind::boolean, at, {chosen, make_.boolean(false)});
  }
  const auto less_own = [&](fn all, node_id mine) { return both(op::subtract, value_kind::number, over_group(f, id, all, at), choose(counts, mine, zero)); };
  if (function == fn::sum) return less_own(fn::sum, own);
  const node_id others = less_own(fn::count, make_.number(1));
  if (function == fn::count) return others;
  node_id result = none;
  if (function == fn::avg) {
    result = both(op::divide, value_kind::number, less_own(fn::sum, own), others);
  } else {
    // The second, where the row itself is the first.
    const node_id best = over_group(f, id, function, at);
    const node_id is_best = both(op::logical_and, value_kind::boolean, counts, both(op::equal, value_kind::boolean, own, best));
    result = choose(is_best, second_of_group(f, id, at, function == fn::max), best);
  }
  return choose(both(op::less, value_kind::boolean, zero, others), result, make_.make(op::missing, value_kind::number, 0, {}));
}

inline node_id formula_lowering::second_of_group(const tree& f, expr_id id, frame_id at, bool largest) {
  const std::uint32_t table = f[id].rows.table;
  const frame_id whole = make_.table_frame(table);
  const auto turned = [&](node_id n, frame_id there) { return largest ? n : make_.make(op::negate, value_kind::number, there, {n}); };
  stage::group_function g = group_of(f, id);
  g.function = formula::function::nth_largest;
  g.arguments.push_back(store(if_sound_or_empty(turned(lower(f, f[id].operands[1], whole, value_kind::number), whole), table, whole), table));
  g.parameters.push_back(store(make_.number(2), table));
  return turned(add_group_function(std::move(g), table, at), at);
}

}  // namespace attain::program
