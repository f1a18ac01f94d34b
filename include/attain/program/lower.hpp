// SPDX-License-Identifier: Apache-2.0
/// From a checked plan to its program: outputs, the nodes below them, and the stages that compute them.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "attain/plan/currency.hpp"
#include "attain/plan/model.hpp"
#include "attain/program/builder.hpp"
#include "attain/program/lower_balances.hpp"
#include "attain/program/lower_formula.hpp"
#include "attain/program/lower_found.hpp"
#include "attain/program/lower_grades.hpp"
#include "attain/program/lower_pools.hpp"
#include "attain/program/lower_rules.hpp"
#include "attain/program/lower_scorecard.hpp"
#include "attain/program/lower_running.hpp"
#include "attain/program/lower_totals.hpp"
#include "attain/program/lower_tree.hpp"
#include "attain/program/lower_within.hpp"
#include "attain/program/schedule.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::program {

/// One lowering run. The plan must be free of errors.
class lowering {
 public:
  lowering(const model::plan& plan, program& out) : plan_(plan), out_(out), make_(out), formulas_(plan.names, out, make_), rules_(plan, out, make_, formulas_) {}

  /// False when the plan needs more nodes than there may be; the program is unfinished then.
  [[nodiscard]] bool run() {
    rules_.add_all();
    add_outputs();
    for (std::uint32_t c = 0; c < plan_.names.checks.size(); ++c) checks_.push_back(formulas_.check(c));
    add_totals();
    if (make_.is_full()) return false;
    add_stages();
    for (node_id n = 0; n < out_.nodes.size(); ++n)
      if (out_.nodes[n].frame == 0 && !make_.has_aggregate(n)) out_.constant_items.push_back({item::what::compute, n});
    note_columns();
    return true;
  }
  /// The formula that needed one node too many; empty when it was none.
  [[nodiscard]] span full_at() const { return make_.full_at() == none ? span{} : out_.origins[make_.full_at()].where; }

 private:
  void add_outputs();
  void add_indicators();
  void add_next_period();
  output* add_output(std::string name, std::string label, model::quantity_id value, std::uint32_t table, int places, bool must_have_value, bool is_pay);
  [[nodiscard]] int minor_unit_of(const formula::type& money) const;
  void add_totals();
  void add_stages();
  [[nodiscard]] std::vector<node_id> sources_of(std::uint32_t column) const;
  [[nodiscard]] std::size_t level_of(node_id n);
  template <class Visit>
  void for_each_table_read(const node& n, Visit visit) const;
  void note_columns();
  void note_links(std::uint32_t table, const std::vector<std::uint32_t>& path);

  const model::plan& plan_;
  program& out_;
  builder make_;
  formula_lowering formulas_;
  rule_lowering rules_;
  std::vector<node_id> checks_;
  std::map<node_id, std::size_t> levels_;
};

/// The decimals of an amount that leaves.
inline int lowering::minor_unit_of(const formula::type& money) const {
  const model::currency* foreign = money.currency.empty() ? nullptr : model::find_currency(money.currency);
  return foreign == nullptr ? plan_.minor_unit : foreign->minor_unit;
}

/// Null where the plan has no such value.
inline output* lowering::add_output(std::string name, std::string label, model::quantity_id value, std::uint32_t table, int places, bool must_have_value, bool is_pay) {
  if (value == none) return nullptr;
  output o;
  o.name = std::move(name);
  o.label = std::move(label);
  o.type = plan_.names.quantities[value].result;
  const frame_id rows = make_.table_frame(table);
  o.node = formulas_.if_sound(formulas_.quantity(value, rows), table, rows);
  o.table = table;
  o.places = o.type.kind == formula::dimension::money ? minor_unit_of(o.type) : places;
  o.must_have_value = must_have_value;
  o.is_pay = is_pay;
  return &out_.outputs.emplace_back(std::move(o));
}

inline void lowering::add_indicators() {
  constexpr int places = 9;
  const std::uint32_t reps = plan_.names.population;
  const frame_id rows = make_.table_frame(reps);
  for (const model::indicator& i : plan_.indicators) {
    const std::pair<const char*, model::quantity_id> measured[] = {{".actual", i.actual}, {".target", i.target}, {".attainment", i.attainment}};
    for (const auto& [part, quantity] : measured)
      if (output* o = add_output(i.name + part, "", quantity, reps, places, false, false)) o->node = formulas_.if_sound(rules_.shown_part(i, quantity, rows), reps, rows);
    // A score that weighs nothing in a row may be empty there; its points tell.
    const bool counts = i.points != none && plan_.scorecard.missing != model::scorecard::gap::renormalise;
    const bool may_weigh_nothing = counts && rules_.may_weigh_nothing(i, rows);
    add_output(i.name + ".score", i.label, i.score, reps, places, counts && !may_weigh_nothing, false);
    add_output(i.name + ".points", "", i.points, reps, places, may_weigh_nothing, false);
  }
}

inline void lowering::add_outputs() {
  constexpr int places = 9;
  const std::uint32_t reps = plan_.names.population;
  const frame_id rows = make_.table_frame(reps);
  add_indicators();
  add_output("score", "", plan_.score, reps, places, true, false);
  add_output("grade", "", plan_.grade_name, reps, places, true, false);
  const auto grade = static_cast<std::uint32_t>(out_.outputs.size() - 1);
  if (output* o = add_output("grade_by_score", "", plan_.grade_by_score, reps, places, false, false)) o->compared_with = grade;
  for (const model::incentive& line : plan_.incentives)
    if (output* o = add_output(line.name, line.label, line.line, reps, places, true, line.pays)) o->node = formulas_.if_sound(rules_.shown_line(line, rows), reps, rows);
  const bool is_limited = plan_.payout_cap != none || plan_.payout_floor != none;
  if (output* o = add_output("payout_limit", "", is_limited ? plan_.payout_limit : none, reps, places, true, true)) o->is_sum_of_pay = true;
  if (output* o = add_output("payout", "", plan_.payout, reps, places, true, true)) o->is_sum_of_pay = true;
  for (const model::incentive& line : plan_.incentives)
    if (output* o = add_output(line.name, line.label, line.event_pay, line.per, places, true, false))
      o->node = rules_.shown_event_pay(line, make_.table_frame(line.per));
  for (const model::output& o : plan_.outputs) add_output(o.name, o.label, o.value, o.table, o.places, false, false);
  add_next_period();
}

/// What the next period begins with.
inline void lowering::add_next_period() {
  constexpr int places = 9;
  const std::uint32_t reps = plan_.names.population;
  const frame_id rows = make_.table_frame(reps);
  for (const model::balance& b : plan_.balances) {
    output* o = add_output(b.name + ".closing", b.label, b.closing, reps, places, plan_.names.quantities[b.value].result.is_numeric(), false);
    o->node = formulas_.if_sound(rules_.closing_value(b, rows), reps, rows);
    o->type = plan_.names.quantities[b.value].result;
    o->leaves_in = output::destination::state;
    o->column = b.column;
  }
  for (const model::goal& g : plan_.goals) {
    const formula::column& column = plan_.names.tables[reps].columns[g.at];
    output* o = add_output("goal " + g.column, "", g.value, reps, places, !column.type_of.optional, false);
    o->node = formulas_.if_sound(rules_.goal_value(g, rows), reps, rows);
    o->type = column.type_of;
    o->leaves_in = output::destination::goals;
    o->column = g.at;
  }
}

inline void lowering::add_totals() {
  for (const model::total& t : plan_.totals) {
    total made;
    made.value.name = t.name;
    made.value.label = t.label;
    made.value.type = plan_.names.quantities[t.value].result;
    const std::size_t before = out_.total_readings.size();
    made.value.node = formulas_.quantity(t.value, 0);
    made.value.places = made.value.type.kind == formula::dimension::money ? minor_unit_of(made.value.type) : t.places;
    aggregate lacking;
    lacking.function = formula::function::count;
    lacking.frame = make_.children_frame(0, plan_.names.population, {});
    for (std::size_t r = before; r < out_.total_readings.size(); ++r) {
      const node_id lacks = out_.total_readings[r].lacks;
      lacking.where = lacking.where == none ? lacks : make_.make(op::logical_or, value_kind::boolean, lacking.frame, {lacking.where, lacks});
    }
    if (lacking.where != none) made.left_out = formulas_.add_aggregate(std::move(lacking), 0, "", t.where);
    out_.totals.push_back(std::move(made));
  }
}

/// The nodes that a stored column is made of.
inline std::vector<node_id> lowering::sources_of(std::uint32_t column) const {
  std::vector<node_id> sources;
  std::vector<std::uint32_t> columns{column};
  for (const auto& [table, total] : formulas_.running()) {
    if (total.column != column) continue;
    columns = total.groups;
    columns.push_back(total.value);
    if (total.where != none) columns.push_back(total.where);
    for (const auto& key : total.order_by) columns.push_back(key.key);
  }
  for (const auto& [table, function] : formulas_.group_functions()) {
    if (function.column != column) continue;
    columns.clear();
    function.for_each_source([&](std::uint32_t c) { columns.push_back(c); });
  }
  for (const auto& [table, total] : formulas_.trees())
    if (total.column == column) columns = {total.parent, total.value, total.sound, total.places};
  if (const auto& grades = rules_.distribution(); grades && grades->column == column) {
    columns = grades->groups;
    columns.insert(columns.end(), {grades->value, grades->ties, grades->pool});
  }
  for (const auto& [source, stored] : formulas_.stored())
    if (std::find(columns.begin(), columns.end(), stored) != columns.end()) sources.push_back(source.second);
  for (const auto& [table, first] : rules_.firsts()) {
    if (first.column != column) continue;
    sources.push_back(first.condition);
    sources.insert(sources.end(), first.keys.begin(), first.keys.end());
  }
  return sources;
}

/// Calls `visit` with the tables whose rows a node reads as a whole.
template <class Visit>
void lowering::for_each_table_read(const node& n, Visit visit) const {
  if (n.op == op::working_days) visit(n.index);
  if (n.op == op::matrix && out_.matrices[n.index].table != none) visit(out_.matrices[n.index].table);
  if (n.op != op::curve) return;
  for (std::uint32_t c = out_.asks[n.index].curve; c != none; c = out_.curves[c].otherwise)
    if (out_.curves[c].schedule != none) visit(out_.schedules[out_.curves[c].schedule].table);
}

/// How many stages must have run before a node can be computed: one more than the deepest stored column below it.
inline std::size_t lowering::level_of(node_id n) {
  std::vector<node_id> open{n};
  while (!open.empty()) {
    const node_id top = open.back();
    if (levels_.contains(top)) {
      open.pop_back();
      continue;
    }
    const node& what = out_.nodes[top];
    std::vector<node_id> needs = what.operands;
    std::size_t least = 0;
    if (what.op == op::aggregate) {
      const aggregate& a = out_.aggregates[what.index];
      needs.insert(needs.end(), a.arguments.begin(), a.arguments.end());
      if (a.where != none) needs.push_back(a.where);
      for (const auto& key : a.order_by) needs.push_back(key.key);
    }
    if (what.op == op::follow) needs.push_back(out_.frames[out_.nodes[what.operands.front()].frame].row_node);
    const auto need_stored = [&](std::uint32_t column) {
      least = 1;
      const std::vector<node_id> sources = sources_of(column);
      needs.insert(needs.end(), sources.begin(), sources.end());
    };
    if (what.op == op::stored) need_stored(what.index);
    for_each_table_read(what, [&](std::uint32_t table) {
      if (out_.sound[table] != none) need_stored(out_.sound[table]);
    });
    std::size_t level = 0;
    bool ready = true;
    for (const node_id o : needs) {
      const auto known = levels_.find(o);
      if (known == levels_.end()) {
        open.push_back(o);
        ready = false;
      } else {
        level = std::max(level, known->second);
      }
    }
    if (!ready) continue;
    levels_[top] = level + least;
    open.pop_back();
  }
  return levels_[n];
}

inline void lowering::add_stages() {
  std::map<std::pair<std::size_t, std::uint32_t>, stage> stages;  // by level and table
  for (const auto& [source, column] : formulas_.stored()) {
    stages[{level_of(source.second), source.first}].stores.push_back({source.second, column});
  }
  for (const auto& [table, total] : formulas_.running()) {
    std::size_t level = 0;
    for (const node_id n : sources_of(total.column)) level = std::max(level, level_of(n));
    stages[{level, table}].running.push_back(total);
  }
  for (const auto& [table, function] : formulas_.group_functions()) {
    std::size_t level = 0;
    for (const node_id n : sources_of(function.column)) level = std::max(level, level_of(n));
    stages[{level, table}].of_groups.push_back(function);
  }
  for (const auto& [table, total] : formulas_.trees()) {
    std::size_t level = 0;
    for (const node_id n : sources_of(total.column)) level = std::max(level, level_of(n));
    stages[{level, table}].trees.push_back(total);
  }
  if (const auto& grades = rules_.distribution()) {
    std::size_t level = 0;
    for (const node_id n : sources_of(grades->column)) level = std::max(level, level_of(n));
    stages[{level, plan_.names.population}].grades = grades;
  }
  for (const auto& [table, first] : rules_.firsts()) {
    std::size_t level = level_of(first.condition);
    for (const node_id k : first.keys) level = std::max(level, level_of(k));
    stages[{level, table}].firsts.push_back(first);
  }
  for (const node_id check : checks_) stages[{level_of(check), out_.frames[out_.nodes[check].frame].table}].checks.push_back(check);
  std::size_t last = 0;
  for (std::uint32_t o = 0; o < out_.outputs.size(); ++o) last = std::max(last, level_of(out_.outputs[o].node));
  for (const auto& [key, unused] : stages) last = std::max(last, key.first + 1);
  for (const auto& [source, column] : formulas_.stored_for_totals()) last = std::max(last, level_of(source));
  for (std::uint32_t o = 0; o < out_.outputs.size(); ++o) stages[{last, out_.outputs[o].table}].outputs.push_back(o);
  stages[{last, plan_.names.population}].table = plan_.names.population;  // its keys leave even when nothing else does
  for (const auto& [source, column] : formulas_.stored_for_totals()) stages[{last, plan_.names.population}].stores.push_back({source, column});
  scheduler order(out_);
  for (auto& [key, s] : stages) {
    s.table = key.second;
    std::vector<node_id> wanted;
    for (const auto& store : s.stores) wanted.push_back(store.node);
    for (const auto& first : s.firsts) {
      wanted.push_back(first.condition);
      wanted.insert(wanted.end(), first.keys.begin(), first.keys.end());
    }
    wanted.insert(wanted.end(), s.checks.begin(), s.checks.end());
    for (const std::uint32_t o : s.outputs) wanted.push_back(out_.outputs[o].node);
    std::erase_if(wanted, [this](node_id n) { return out_.nodes[n].frame == 0; });
    s.pass = order.pass_for(make_.table_frame(s.table), wanted);
    out_.stages.push_back(std::move(s));
  }
  if (out_.totals.empty()) return;
  std::vector<node_id> wanted;
  for (const total& t : out_.totals) {
    wanted.push_back(t.value.node);
    if (t.left_out != none) wanted.push_back(t.left_out);
  }
  stage of_plan;
  of_plan.pass = order.pass_for(0, wanted);
  out_.stages.push_back(std::move(of_plan));
}

inline void lowering::note_links(std::uint32_t table, const std::vector<std::uint32_t>& path) {
  for (const std::uint32_t l : path) {
    const formula::link& link = plan_.names.tables[table].links[l];
    for (const std::uint32_t c : link.columns) out_.columns_used[table][c] = true;
    for (const std::uint32_t k : plan_.names.tables[link.target].key) out_.columns_used[link.target][k] = true;
    table = link.target;
  }
}

/// Which columns the data must bring: those loaded, the keys and links gone along, and the dates that the period filters by.
inline void lowering::note_columns() {
  for (const formula::table& t : plan_.names.tables) out_.columns_used.emplace_back(t.columns.size(), false);
  const auto use_key = [this](std::uint32_t table) {
    for (const std::uint32_t k : plan_.names.tables[table].key) out_.columns_used[table][k] = true;
  };
  for (const node& n : out_.nodes) {
    const std::uint32_t table = out_.frames[n.frame].table;
    if (n.op == op::load) out_.columns_used[table][n.index] = true;
    if (n.op == op::link) note_links(table, {n.index});
    if (n.op == op::lookup || n.op == op::lookup_last) {
      use_key(n.index);
      const formula::table& found = plan_.names.tables[n.index];
      for (const std::uint32_t c : {found.valid_from, found.valid_to})
        if (c != none) out_.columns_used[n.index][c] = true;
    }
    if (n.op == op::working_days) {
      const formula::table& calendar = plan_.names.tables[n.index];
      out_.columns_used[n.index][calendar.only_date()] = true;
      if (const std::uint32_t works = calendar.find_column("works"); works != none) out_.columns_used[n.index][works] = true;
    }
  }
  for (const schedule& s : out_.schedules) {
    const formula::table& t = plan_.names.tables[s.table];
    for (const std::uint32_t c : {s.from, s.to, s.value, t.valid_from, t.valid_to})
      if (c != none) out_.columns_used[s.table][c] = true;
    for (const std::uint32_t c : s.match) out_.columns_used[s.table][c] = true;
  }
  for (const matrix& m : out_.matrices) {
    if (m.table == none) continue;
    out_.columns_used[m.table][m.value] = true;
    for (const matrix::axis& a : m.axes) out_.columns_used[m.table][a.column] = true;
  }
  if (plan_.names.state != none) out_.columns_used[plan_.names.state].assign(plan_.names.tables[plan_.names.state].columns.size(), true);
  for (const frame& f : out_.frames) {
    if (f.table == none) continue;
    use_key(f.table);
    if (f.from != frame::source::children || f.parent == 0) continue;
    note_links(f.table, f.path);
    const std::uint32_t date = plan_.names.tables[f.table].date;
    if (date != none) out_.columns_used[f.table][date] = true;
  }
}

/// The program of a plan without errors. A plan too large for the engine is a diagnostic.
[[nodiscard]] inline program lower(const model::plan& plan, diagnostics& messages) {
  program out;
  lowering run(plan, out);
  if (run.run()) return out;
  const span where = run.full_at();
  diagnostic& d = messages.error(code::too_many_steps, where, "the plan needs more than " + std::to_string(most_nodes) + " steps",
                                 "a definition is computed anew for every link and look-up that leads to it: use fewer of them, or shorter definitions");
  if (where != span{}) d.here = "one step too many";
  return {};
}

}  // namespace attain::program
