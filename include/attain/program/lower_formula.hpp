// SPDX-License-Identifier: Apache-2.0
/// Turns checked formulas into nodes: names into loads and links, aggregates into child frames, operators into operations.
/// What finds rows of other tables, and holds rows against their checks, stands in lower_found.hpp; running totals in lower_running.hpp,
/// what compares rows with each other in lower_within.hpp and lower_pools.hpp, totals in lower_totals.hpp, roll-ups in lower_tree.hpp.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "attain/formula/names.hpp"
#include "attain/formula/parser.hpp"
#include "attain/program/builder.hpp"

namespace attain::program {

/// What kind of value a type is held as.
[[nodiscard]] inline value_kind kind_of(const formula::type& t) {
  switch (t.kind) {
    case formula::dimension::date: return value_kind::date;
    case formula::dimension::boolean: return value_kind::boolean;
    case formula::dimension::text: return value_kind::text;
    default: return value_kind::number;
  }
}

/// Lowers quantities on demand, each once per frame. Quantities without formula are computed by the rules that the plan registers.
class formula_lowering {
 public:
  using rule = std::function<node_id(frame_id)>;

  formula_lowering(const formula::names& all, program& out, builder& make) : all_(all), out_(out), make_(make) {}

  void add_rule(std::uint32_t quantity, rule how) { rules_[quantity] = std::move(how); }
  void add_unanswered(std::function<node_id(std::uint32_t, const std::string&, frame_id)> how) { unanswered_ = std::move(how); }

  /// How a curve of the plan becomes one of the program, as rows of a frame see it.
  void add_curves(std::function<std::uint32_t(std::uint32_t, frame_id)> how) { curve_at_ = std::move(how); }
  void add_matrices(std::function<std::uint32_t(std::uint32_t, frame_id)> how) { matrix_at_ = std::move(how); }
  /// What a curve of the plan answers.
  node_id ask_curve(std::uint32_t curve, enum curve_ask::kind question, value_kind kind, frame_id at, std::vector<node_id> arguments);

  /// The node of a quantity in a frame of its table; constants of the plan lie in frame 0 whatever the frame.
  node_id quantity(std::uint32_t id, frame_id at);
  node_id column(std::uint32_t table, std::uint32_t index, frame_id at);
  /// True where a row passes all checks that cost it its results, failed elsewhere; none when its table has no such checks.
  node_id sound(std::uint32_t table, frame_id at);
  /// The value of a row that must be sound.
  node_id if_sound(node_id value, std::uint32_t table, frame_id at);
  /// Has the rows of a table held against their checks before it is read as a whole.
  void hold_rows(std::uint32_t table);
  /// The same of a value that is to be added up: an empty one adds nothing, whatever is wrong with its row.
  node_id if_sound_or_empty(node_id value, std::uint32_t table, frame_id at) { return where_there(value, if_sound(value, table, at), value, at); }
  /// A check of the names for all rows of its table.
  node_id check(std::uint32_t index);
  /// A column of `table` that a stage of its own computes over the whole table, and later stages read.
  std::uint32_t store(node_id value, std::uint32_t table);
  std::uint32_t add_stored(std::uint32_t table, value_kind kind);

  /// The node of an aggregate for the rows of `at`; `text` names it in messages.
  node_id add_aggregate(aggregate a, frame_id at, const std::string& text, span where);
  /// The number of the row that the links lead to, as a value of the frame `at`.
  node_id linked_row(frame_id at, const std::vector<std::uint32_t>& path, std::size_t done = 0);
  /// A quantity of the row that the links lead to.
  node_id linked_quantity(std::uint32_t id, const std::vector<std::uint32_t>& path, frame_id at) {
    return through(at, path, 0, [this, id](frame_id there) { return quantity(id, there); });
  }
  /// The same as it leaves with that row: only where the row passes its checks.
  node_id linked_result(std::uint32_t id, const std::vector<std::uint32_t>& path, frame_id at) {
    return through(at, path, 0, [this, id](frame_id there) { return if_sound(quantity(id, there), all_.quantities[id].table, there); });
  }
  /// Columns of the population that only totals read, by node, stored when all else is known.
  [[nodiscard]] const std::map<node_id, std::uint32_t>& stored_for_totals() const { return stored_for_totals_; }

  /// Stored columns that come from a node: the table, the node in the table's own frame or frame 0, and the index in `program.stored`.
  [[nodiscard]] const std::map<std::pair<std::uint32_t, node_id>, std::uint32_t>& stored() const { return stored_; }
  /// Running totals, by table.
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, stage::running_total>>& running() const { return running_; }
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, stage::group_function>>& group_functions() const { return group_functions_; }
  /// Roll-ups, by table.
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, stage::tree_total>>& trees() const { return trees_; }

 private:
  using expr_id = formula::expr_id;
  using tree = formula::tree;

  node_id lower(const tree& f, expr_id id, frame_id at, value_kind wanted);
  node_id lower_name(const tree& f, expr_id id, frame_id at);
  node_id reach(const tree& f, expr_id id, frame_id at, const std::function<node_id(frame_id)>& take);
  node_id through(frame_id at, const std::vector<std::uint32_t>& hops, std::size_t done, const std::function<node_id(frame_id)>& take);
  node_id bring_up(node_id inner, frame_id at);
  /// `then` where x has a value; where not, the marks of x. `otherwise` stands for it where nothing can be read, and is of its kind.
  node_id where_there(node_id x, node_id then, node_id otherwise, frame_id at) {
    if (make_.at(x).frame == 0 || then == otherwise) return then;
    return make_.make(op::select, make_.at(then).kind, at, {make_.make(op::equal, value_kind::boolean, at, {x, x}), then, otherwise});
  }
  node_id sound_reference(node_id value, frame_id there, bool is_own);
  node_id lower_binary(const tree& f, expr_id id, frame_id at);
  node_id lower_compare(const tree& f, expr_id id, frame_id at);
  node_id compare(formula::comparison how, node_id a, node_id b, frame_id at);
  node_id lower_conditional(const tree& f, expr_id id, frame_id at, value_kind wanted);
  node_id lower_call(const tree& f, expr_id id, frame_id at, value_kind wanted);
  node_id lower_scalar(const tree& f, expr_id id, frame_id at, formula::function function, value_kind wanted);
  node_id lower_aggregate(const tree& f, expr_id id, frame_id at, formula::function function);
  node_id lower_running(const tree& f, expr_id id, frame_id at);
  node_id lower_within(const tree& f, expr_id id, frame_id at, formula::function function);
  [[nodiscard]] stage::group_function group_of(const tree& f, expr_id id);
  node_id over_group(const tree& f, expr_id id, formula::function function, frame_id at);
  node_id lower_pool(const tree& f, expr_id id, frame_id at, formula::function function);
  [[nodiscard]] decimal smallest_unit(const formula::type& t) const;
  [[nodiscard]] static bool is_about_numbers(formula::function f);
  node_id add_group_function(stage::group_function g, std::uint32_t table, frame_id at);
  node_id without_own(const tree& f, expr_id id, frame_id at, formula::function function);
  node_id second_of_group(const tree& f, expr_id id, frame_id at, bool largest);
  node_id lower_rollup(const tree& f, expr_id id, frame_id at);
  node_id lower_direct(const tree& f, expr_id id, frame_id at);
  node_id read_for_total(std::uint32_t quantity, frame_id at);
  void hold_to_present(aggregate& a);
  node_id lower_curve(const tree& f, expr_id id, frame_id at);
  node_id lower_matrix(const tree& f, expr_id id, frame_id at);
  node_id find_row(const tree& f, expr_id id, op how, std::vector<node_id> keys, frame_id at);
  node_id lower_convert(const tree& f, expr_id id, frame_id at);
  node_id currency_of(const tree& f, expr_id id, frame_id at);
  [[nodiscard]] value_kind common_kind(const tree& f, const std::vector<expr_id>& operands, value_kind otherwise) const;

  const formula::names& all_;
  program& out_;
  builder& make_;
  std::map<std::uint32_t, rule> rules_;
  std::function<node_id(std::uint32_t, const std::string&, frame_id)> unanswered_;
  std::function<std::uint32_t(std::uint32_t, frame_id)> curve_at_;
  std::function<std::uint32_t(std::uint32_t, frame_id)> matrix_at_;
  std::map<std::pair<std::uint32_t, frame_id>, node_id> done_;
  std::map<std::pair<std::uint32_t, node_id>, std::uint32_t> stored_;
  std::vector<std::pair<std::uint32_t, stage::running_total>> running_;
  std::vector<std::pair<std::uint32_t, stage::group_function>> group_functions_;
  std::vector<std::pair<std::uint32_t, stage::tree_total>> trees_;
  std::map<node_id, std::uint32_t> stored_for_totals_;
  std::set<std::uint32_t> checks_in_progress_;
};

inline std::uint32_t formula_lowering::add_stored(std::uint32_t table, value_kind kind) {
  out_.stored.push_back({table, kind});
  return static_cast<std::uint32_t>(out_.stored.size() - 1);
}

inline std::uint32_t formula_lowering::store(node_id value, std::uint32_t table) {
  const auto known = stored_.find({table, value});
  if (known != stored_.end()) return known->second;
  const std::uint32_t column = add_stored(table, make_.at(value).kind);
  stored_.emplace(std::pair{table, value}, column);
  return column;
}

inline node_id formula_lowering::quantity(std::uint32_t id, frame_id at) {
  if (make_.is_full()) return 0;
  const formula::quantity& q = all_.quantities[id];
  const frame_id own = q.table == none ? 0 : at;
  const auto known = done_.find({id, own});
  if (known != done_.end()) return known->second;
  if (own != 0 && out_.frames[own].from == frame::source::children && out_.frames[own].parent == 0) return read_for_total(id, own);
  const frame& here = out_.frames[own];
  const bool of_group = own != 0 && here.from == frame::source::children && all_.tables[out_.frames[here.parent].table].kind == formula::table_kind::grouped;
  const bool of_same = own != 0 && here.from == frame::source::children && out_.frames[here.parent].table == q.table;
  if (of_group || of_same || (own != 0 && here.from == frame::source::at_rows)) {
    // Another row's value: what aggregates over many rows is computed once for each row of its table, not once for each row that asks.
    const node_id whole = quantity(id, make_.table_frame(q.table));
    if (make_.has_aggregate(whole)) {
      const node_id n = make_.at_row(op::stored, make_.at(whole).kind, own, {}, store(whole, q.table));
      done_.emplace(std::pair{id, own}, n);
      return n;
    }
  }
  const std::uint32_t outer = make_.origin();
  make_.set_origin(make_.add_origin(q.name, q.has_formula && q.formula.root != formula::no_expr ? formula::to_text(q.formula, q.formula.root) : std::string(), q.where));
  node_id n = none;
  if (q.has_formula) {
    n = lower(q.formula, q.formula.root, own, kind_of(q.result));
  } else {
    n = rules_.at(id)(own);
  }
  make_.set_origin(outer);
  done_.emplace(std::pair{id, own}, n);
  return n;
}

inline node_id formula_lowering::column(std::uint32_t table, std::uint32_t index, frame_id at) {
  const formula::column& c = all_.tables[table].columns[index];
  const std::uint32_t outer = make_.origin();
  make_.set_origin(make_.add_origin(table == all_.population ? c.name : all_.tables[table].name + "." + c.name, "", c.where));
  const node_id n = make_.at_row(op::load, kind_of(c.type_of), at, {}, index);
  make_.set_origin(outer);
  return n;
}

/// The value that `take` finds in the frame reached by the links, made a node of the frame `at`.
inline node_id formula_lowering::through(frame_id at, const std::vector<std::uint32_t>& hops, std::size_t done, const std::function<node_id(frame_id)>& take) {
  if (done == hops.size()) return take(at);
  const frame here = out_.frames[at];
  const bool back = here.from == frame::source::children && here.parent != 0 && hops.size() - done >= here.path.size() &&
                    std::equal(here.path.begin(), here.path.end(), hops.begin() + static_cast<std::ptrdiff_t>(done));
  if (back) {
    const node_id inner = through(here.parent, hops, done + here.path.size(), take);
    return make_.at(inner).frame == 0 ? inner : make_.at_row(op::outer, make_.at(inner).kind, at, {inner}, none);
  }
  const node_id row = make_.at_row(op::link, value_kind::row, at, {}, hops[done]);
  const frame_id there = make_.rows_frame(at, all_.tables[here.table].links[hops[done]].target, row);
  return bring_up(sound_reference(through(there, hops, done + 1, take), there, done + 1 == hops.size()), at);
}

inline node_id formula_lowering::bring_up(node_id inner, frame_id at) {
  return make_.at(inner).frame == 0 ? inner : make_.at_row(op::follow, make_.at(inner).kind, at, {inner}, none);
}

inline node_id formula_lowering::lower_name(const tree& f, expr_id id, frame_id at) {
  const formula::expr& e = f[id];
  const formula::reference& r = e.target;
  if (r.kind == formula::reference_kind::parameter) return make_.make(op::parameter, kind_of(all_.parameters[r.index].type_of), 0, {}, r.index);
  if (r.kind == formula::reference_kind::period) {
    const std::uint32_t part = r.part == "from" ? 0 : r.part == "to" ? 1 : 2;
    return make_.make(op::period, part == 2 ? value_kind::number : value_kind::date, 0, {}, part);
  }
  const auto take = [&](frame_id there) {
    return r.kind == formula::reference_kind::column ? column(r.table, r.index, there) : quantity(r.index, there);
  };
  return reach(f, id, at, take);
}

/// What `take` finds in the row that a name or a dotted name leads to, made a node of the frame `at`.
inline node_id formula_lowering::reach(const tree& f, expr_id id, frame_id at, const std::function<node_id(frame_id)>& take) {
  const formula::reference& r = f[id].target;
  expr_id base = id;
  while (f[base].kind == formula::expr_kind::member) base = f[base].operands.front();
  if (f[base].kind == formula::expr_kind::call) {
    const node_id row = lower_call(f, base, at, value_kind::row);
    const frame_id there = make_.rows_frame(at, f[base].rows.table, row);
    return bring_up(sound_reference(through(there, r.hops, 0, take), there, r.hops.empty()), at);
  }
  return through(at, r.hops, 0, take);
}

inline node_id formula_lowering::lower(const tree& f, expr_id id, frame_id at, value_kind wanted) {
  if (make_.is_full()) return 0;
  using k = formula::expr_kind;
  const formula::expr& e = f[id];
  switch (e.kind) {
    case k::number: {
      decimal value = e.value;
      if (e.unit == "%") value.scale += 2;
      return make_.number(value);
    }
    case k::text: return e.is_date_literal ? make_.date(e.date_value) : make_.text(e.text);
    case k::boolean: return make_.boolean(e.text == "true");
    case k::missing: return make_.make(op::missing, wanted, 0, {});
    case k::name:
    case k::member: return lower_name(f, id, at);
    case k::call: return lower_call(f, id, at, wanted);
    case k::unary: {
      const bool negate = e.op == formula::operation::negate;
      const value_kind kind = negate ? value_kind::number : value_kind::boolean;
      return make_.make(negate ? op::negate : op::logical_not, kind, at, {lower(f, e.operands.front(), at, kind)});
    }
    case k::binary: return lower_binary(f, id, at);
    case k::compare:
    case k::in:
    case k::between: return lower_compare(f, id, at);
    case k::conditional: return lower_conditional(f, id, at, wanted);
    case k::bad:
    case k::list: break;
  }
  return make_.make(op::missing, wanted, 0, {});
}

inline node_id formula_lowering::lower_binary(const tree& f, expr_id id, frame_id at) {
  using o = formula::operation;
  using d = formula::dimension;
  const formula::expr& e = f[id];
  const expr_id a = e.operands[0];
  const expr_id b = e.operands[1];
  if (e.op == o::logical_and || e.op == o::logical_or) {
    return make_.make(e.op == o::logical_and ? op::logical_and : op::logical_or, value_kind::boolean, at,
                      {lower(f, a, at, value_kind::boolean), lower(f, b, at, value_kind::boolean)});
  }
  const node_id left = lower(f, a, at, value_kind::number);
  const node_id right = lower(f, b, at, value_kind::number);
  const bool date_left = f[a].result.kind == d::date;
  const bool date_right = f[b].result.kind == d::date;
  if (date_left && date_right) return make_.make(op::date_difference, value_kind::number, at, {left, right});
  if (date_left) {
    const node_id days = e.op == o::subtract ? make_.make(op::negate, value_kind::number, at, {right}) : right;
    return make_.make(op::date_add, value_kind::date, at, {left, days});
  }
  if (date_right) return make_.make(op::date_add, value_kind::date, at, {right, left});
  const op what = e.op == o::add        ? op::add
                  : e.op == o::subtract ? op::subtract
                  : e.op == o::multiply ? op::multiply
                  : e.op == o::divide   ? op::divide
                                        : op::power;
  if (what == op::divide) {
    // A division names itself, not the whole formula, when it fails.
    const std::uint32_t outer = make_.origin();
    const std::string name = outer == none ? std::string() : out_.origins[outer].name;
    make_.set_origin(make_.add_origin(name, formula::to_text(f, id), e.where));
    const node_id n = make_.make(what, value_kind::number, at, {left, right});
    make_.set_origin(outer);
    return n;
  }
  return make_.make(what, value_kind::number, at, {left, right});
}

inline value_kind formula_lowering::common_kind(const tree& f, const std::vector<expr_id>& operands, value_kind otherwise) const {
  for (const expr_id o : operands) {
    const formula::dimension d = f[o].result.kind;
    if (d != formula::dimension::missing && d != formula::dimension::unknown) return kind_of(f[o].result);
  }
  return otherwise;
}

inline node_id formula_lowering::compare(formula::comparison how, node_id a, node_id b, frame_id at) {
  using c = formula::comparison;
  const bool turned = how == c::greater || how == c::greater_equal;
  const op what = how == c::equal       ? op::equal
                  : how == c::not_equal ? op::not_equal
                  : how == c::less || how == c::greater ? op::less
                                                        : op::less_equal;
  return make_.make(what, value_kind::boolean, at, turned ? std::vector{b, a} : std::vector{a, b});
}

inline node_id formula_lowering::lower_compare(const tree& f, expr_id id, frame_id at) {
  const formula::expr& e = f[id];
  const value_kind kind = common_kind(f, e.operands, value_kind::number);
  std::vector<node_id> operands;
  for (const expr_id o : e.operands) operands.push_back(lower(f, o, at, kind));
  node_id all = none;
  const auto join = [&](op how, node_id next) { all = all == none ? next : make_.make(how, value_kind::boolean, at, {all, next}); };
  if (e.kind == formula::expr_kind::compare) {
    for (std::size_t i = 0; i < e.comparisons.size(); ++i) join(op::logical_and, compare(e.comparisons[i], operands[i], operands[i + 1], at));
    return all;
  }
  if (e.kind == formula::expr_kind::between) {
    join(op::logical_and, compare(formula::comparison::less_equal, operands[1], operands[0], at));
    join(op::logical_and, compare(formula::comparison::less_equal, operands[0], operands[2], at));
  } else {
    for (std::size_t i = 1; i < operands.size(); ++i) join(op::logical_or, compare(formula::comparison::equal, operands[0], operands[i], at));
  }
  return e.negated ? make_.make(op::logical_not, value_kind::boolean, at, {all}) : all;
}

inline node_id formula_lowering::lower_conditional(const tree& f, expr_id id, frame_id at, value_kind wanted) {
  const std::vector<expr_id>& parts = f[id].operands;
  std::vector<expr_id> values;
  for (std::size_t i = 1; i < parts.size(); i += 2) values.push_back(parts[i]);
  values.push_back(parts.back());
  const value_kind kind = common_kind(f, values, wanted);
  node_id result = lower(f, parts.back(), at, kind);
  for (std::size_t i = parts.size() - 1; i >= 2; i -= 2) {
    const node_id condition = lower(f, parts[i - 2], at, value_kind::boolean);
    const node_id value = lower(f, parts[i - 1], at, kind);
    result = make_.make(op::select, kind, at, {condition, value, result});
  }
  return result;
}

inline node_id formula_lowering::lower_call(const tree& f, expr_id id, frame_id at, value_kind wanted) {
  const formula::expr& e = f[id];
  if (e.target.kind == formula::reference_kind::curve) return lower_curve(f, id, at);
  if (e.target.kind == formula::reference_kind::matrix) return lower_matrix(f, id, at);
  if (e.target.kind == formula::reference_kind::unanswered) {
    return through(at, e.target.hops, 0, [&](frame_id there) { return unanswered_(e.target.index, e.target.part, there); });
  }
  const auto function = static_cast<formula::function>(e.target.index);
  if (function == formula::function::lookup || function == formula::function::lookup_last) {
    std::vector<node_id> keys;
    const formula::table& t = all_.tables[e.rows.table];
    for (std::size_t i = 2; i < e.operands.size(); ++i) keys.push_back(lower(f, e.operands[i], at, kind_of(t.columns[t.key[i - 2]].type_of)));
    const formula::call_clauses* clauses = f.clauses_of(id);
    if (const auto* on = clauses == nullptr ? nullptr : clauses->find("on")) keys.push_back(lower(f, on->value, at, value_kind::date));
    return find_row(f, id, function == formula::function::lookup ? op::lookup : op::lookup_last, std::move(keys), at);
  }
  if (function == formula::function::convert) return lower_convert(f, id, at);
  if (function == formula::function::sum_before || function == formula::function::sum_through) return lower_running(f, id, at);
  if (const formula::call_clauses* clauses = f.clauses_of(id); clauses != nullptr && clauses->has_within()) return lower_within(f, id, at, function);
  if (function == formula::function::rollup) return lower_rollup(f, id, at);
  if (function == formula::function::direct) return lower_direct(f, id, at);
  if (e.rows.resolved) return lower_aggregate(f, id, at, function);
  return lower_scalar(f, id, at, function, wanted);
}

inline node_id formula_lowering::lower_scalar(const tree& f, expr_id id, frame_id at, formula::function function, value_kind wanted) {
  using fn = formula::function;
  const formula::expr& e = f[id];
  const std::vector<expr_id> arguments(e.operands.begin() + 1, e.operands.end());
  if (e.target.part == "calendar") {
    hold_rows(e.target.table);
    return make_.at_row(op::working_days, value_kind::number, at, {lower(f, arguments[0], at, value_kind::date), lower(f, arguments[1], at, value_kind::date)}, e.target.table);
  }
  if (function == fn::is_missing) return make_.make(op::is_missing, value_kind::boolean, at, {lower(f, arguments.front(), at, common_kind(f, arguments, value_kind::number))});
  const value_kind kind = common_kind(f, arguments, wanted);
  std::vector<node_id> operands;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool is_mode = i == 2 && (function == fn::round || function == fn::round_to || function == fn::round_sig);
    if (is_mode) {
      operands.push_back(make_.mode(*parse_rounding_mode(f[arguments[i]].text)));
      continue;
    }
    const formula::dimension d = f[arguments[i]].result.kind;
    operands.push_back(lower(f, arguments[i], at, d == formula::dimension::missing ? kind : kind_of(f[arguments[i]].result)));
  }
  if (function == fn::coalesce) return make_.make(op::coalesce, kind, at, std::move(operands));
  const value_kind result = e.result.kind == formula::dimension::missing ? kind : kind_of(e.result);
  return make_.call(function, result, at, std::move(operands));
}

inline node_id formula_lowering::lower_aggregate(const tree& f, expr_id id, frame_id at, formula::function function) {
  using fn = formula::function;
  const formula::expr& e = f[id];
  const formula::call_clauses* clauses = f.clauses_of(id);
  aggregate a;
  a.function = function;
  a.frame = make_.children_frame(at, e.rows.table, e.rows.path);
  a.kind = kind_of(e.result);
  const std::vector<expr_id> arguments(e.operands.begin() + (e.target.index == static_cast<std::uint32_t>(fn::direct) ? 2 : 1), e.operands.end());
  const bool of_parent = function == fn::percentile || function == fn::nth_largest;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const formula::expr& x = f[arguments[i]];
    if (x.target.kind == formula::reference_kind::rows) continue;
    if (of_parent && i == 2) {
      a.exclusive = x.text == "exclusive";
    } else if (of_parent && i == 1) {
      a.parameters.push_back(lower(f, arguments[i], at, value_kind::number));
    } else {
      a.arguments.push_back(lower(f, arguments[i], a.frame, kind_of(x.result)));
    }
  }
  if (clauses != nullptr) {
    if (clauses->where != formula::no_expr) a.where = lower(f, clauses->where, a.frame, value_kind::boolean);
    for (const auto& key : clauses->order_by) a.order_by.push_back({lower(f, key.key, a.frame, kind_of(f[key.key].result)), key.descending});
  }
  // What is empty as a whole is passed over on purpose, but a formula may be empty because of a part that somebody forgot.
  const auto is_formula = [&](expr_id x) {
    const auto kind = f[x].target.kind;
    return kind != formula::reference_kind::column && kind != formula::reference_kind::rows;
  };
  a.tells_gaps = at != 0 && (std::any_of(arguments.begin(), arguments.begin() + (of_parent ? 1 : static_cast<std::ptrdiff_t>(arguments.size())), is_formula) ||
                             (clauses != nullptr && clauses->where != formula::no_expr && is_formula(clauses->where)));
  // A row that `where` leaves out, or for which it or the value is empty, cannot count, whatever else is wrong with it.
  const auto only = [&](node_id condition) {
    a.where = a.where == none ? condition : make_.make(op::select, value_kind::boolean, a.frame, {a.where, condition, make_.boolean(false)});
  };
  if (e.rows.table == all_.population && at != 0) {
    // A rep without a key, or with another's, has no values, also none that could be counted.
    const node_id key = column(e.rows.table, all_.tables[e.rows.table].key.front(), a.frame);
    only(make_.make(op::equal, value_kind::boolean, a.frame, {key, key}));
  }
  if (node_id fit = sound(e.rows.table, a.frame); fit != none) {
    for (const node_id x : a.arguments) fit = where_there(x, fit, make_.boolean(false), a.frame);
    only(fit);
  }
  std::uint32_t between = e.rows.table;
  for (std::size_t h = 0; h + 1 < e.rows.path.size(); ++h) {
    between = all_.tables[between].links[e.rows.path[h]].target;
    if (all_.tables[between].kind != formula::table_kind::reference || sound(between, make_.table_frame(between)) == none) continue;
    const std::vector<std::uint32_t> hops(e.rows.path.begin(), e.rows.path.begin() + static_cast<std::ptrdiff_t>(h) + 1);
    only(through(a.frame, hops, 0, [&](frame_id there) { return sound(between, there); }));
  }
  if (at == 0) hold_to_present(a);
  return add_aggregate(std::move(a), at, formula::to_text(f, id), e.where);
}

inline node_id formula_lowering::add_aggregate(aggregate a, frame_id at, const std::string& text, span where) {
  std::vector<node_id> operands = a.parameters;
  for (std::uint32_t i = 0; i < out_.aggregates.size(); ++i) {
    const aggregate& known = out_.aggregates[i];
    const bool same_order = std::equal(known.order_by.begin(), known.order_by.end(), a.order_by.begin(), a.order_by.end(),
                                       [](const auto& x, const auto& y) { return x.key == y.key && x.descending == y.descending; });
    if (known.function == a.function && known.frame == a.frame && known.arguments == a.arguments && known.parameters == a.parameters && known.where == a.where &&
        known.exclusive == a.exclusive && same_order)
      return make_.at_row(op::aggregate, a.kind, at, std::move(operands), i);
  }
  out_.aggregates.push_back(a);
  const std::uint32_t outer = make_.origin();
  make_.set_origin(make_.add_origin(outer == none ? std::string() : out_.origins[outer].name, text, where));
  const node_id n = make_.at_row(op::aggregate, a.kind, at, std::move(operands), static_cast<std::uint32_t>(out_.aggregates.size() - 1));
  make_.set_origin(outer);
  return n;
}

/// The node has the nodes of the curve that are no literals, and of those that stand in for it, behind its own arguments: they are computed before it.
inline node_id formula_lowering::ask_curve(std::uint32_t curve, enum curve_ask::kind question, value_kind kind, frame_id at, std::vector<node_id> arguments) {
  const curve_ask ask{curve_at_(curve, at), question};
  for (std::uint32_t c = ask.curve; c != none; c = out_.curves[c].otherwise) {
    out_.curves[c].for_each_node([&](node_id n) {
      if (make_.at(n).op != op::constant) arguments.push_back(n);
    });
    if (out_.curves[c].schedule != none) hold_rows(out_.schedules[out_.curves[c].schedule].table);
  }
  std::uint32_t index = 0;
  while (index < out_.asks.size() && (out_.asks[index].curve != ask.curve || out_.asks[index].ask != ask.ask)) ++index;
  if (index == out_.asks.size()) out_.asks.push_back(ask);
  return out_.curves[ask.curve].schedule == none ? make_.make(op::curve, kind, at, std::move(arguments), index)
                                                 : make_.at_row(op::curve, kind, at, std::move(arguments), index);
}

inline node_id formula_lowering::lower_matrix(const tree& f, expr_id id, frame_id at) {
  const formula::expr& e = f[id];
  const std::uint32_t index = matrix_at_(e.target.index, at);
  std::vector<node_id> operands;
  for (std::size_t i = 1; i < e.operands.size(); ++i)
    operands.push_back(lower(f, e.operands[i], at, out_.matrices[index].axes[i - 1].is_text ? value_kind::text : value_kind::number));
  std::vector<node_id> own = out_.matrices[index].values;
  if (out_.matrices[index].outside != none) own.push_back(out_.matrices[index].outside);
  for (const node_id n : own)
    if (make_.at(n).op != op::constant) operands.push_back(n);
  if (out_.matrices[index].table != none) hold_rows(out_.matrices[index].table);
  return out_.matrices[index].table == none ? make_.make(op::matrix, kind_of(e.result), at, std::move(operands), index)
                                            : make_.at_row(op::matrix, kind_of(e.result), at, std::move(operands), index);
}

inline node_id formula_lowering::lower_curve(const tree& f, expr_id id, frame_id at) {
  const formula::expr& e = f[id];
  const std::string& part = e.target.part;
  const auto question = part.empty()           ? curve_ask::kind::value
                        : part == "between"    ? curve_ask::kind::between
                        : part == "rate"       ? curve_ask::kind::rate
                        : part == "tier"       ? curve_ask::kind::tier
                        : part == "part"       ? curve_ask::kind::part
                        : part == "effective"  ? curve_ask::kind::effective
                                               : curve_ask::kind::inverse;
  std::vector<node_id> operands;
  for (std::size_t i = 1; i < e.operands.size(); ++i) operands.push_back(lower(f, e.operands[i], at, value_kind::number));
  return ask_curve(e.target.index, question, kind_of(e.result), at, std::move(operands));
}

}  // namespace attain::program
