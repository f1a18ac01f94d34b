// SPDX-License-Identifier: Apache-2.0
/// The rules of the plan as nodes: attainment, scores of indicators, pay lines step by step, payout, evidence. What the scores come to is
/// defined in lower_scorecard.hpp, grades in lower_grades.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/plan/model.hpp"
#include "attain/program/builder.hpp"
#include "attain/program/lower_formula.hpp"

namespace attain::program {

/// Registers a rule for every quantity that the plan computes without a formula of its own.
class rule_lowering {
 public:
  rule_lowering(const model::plan& plan, program& out, builder& make, formula_lowering& formulas)
      : plan_(plan), out_(out), make_(make), formulas_(formulas) {}

  void add_all();
  /// A part of an indicator as it is shown: what cannot be computed is no news where the indicator does not apply.
  node_id shown_part(const model::indicator& i, model::quantity_id part, frame_id at);
  /// Whether the weight of an indicator is 0 for some rows or parameters, as far as one can tell.
  [[nodiscard]] bool may_weigh_nothing(const model::indicator& i, frame_id at);
  /// A pay line as it is shown: where it does not apply, it is not 0 but nothing.
  node_id shown_line(const model::incentive& line, frame_id at);
  /// The pay of an event as it is shown: where the rep has no line, nothing, so that the events always add up to the lines.
  node_id shown_event_pay(const model::incentive& line, frame_id at);
  /// The value that a balance ends with, as the state takes it.
  node_id closing_value(const model::balance& b, frame_id at);
  /// What a goal makes of a column.
  node_id goal_value(const model::goal& g, frame_id at);
  /// What whole-table stages must decide, by table.
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, stage::first_of_group>>& firsts() const { return firsts_; }
  /// How the population is graded by shares, when it is.
  [[nodiscard]] const std::optional<stage::distribution>& distribution() const { return distribution_; }

 private:
  using fn = formula::function;
  using id = model::quantity_id;

  node_id get(id quantity, frame_id at) { return formulas_.quantity(quantity, at); }
  node_id number(op what, frame_id at, std::vector<node_id> operands) { return make_.make(what, value_kind::number, at, std::move(operands)); }
  node_id call(fn f, frame_id at, std::vector<node_id> operands) { return make_.call(f, value_kind::number, at, std::move(operands)); }
  node_id less_equal(node_id a, node_id b, frame_id at) { return make_.make(op::less_equal, value_kind::boolean, at, {a, b}); }
  node_id choose(node_id condition, node_id yes, node_id no, frame_id at) { return make_.make(op::select, make_.at(yes).kind, at, {condition, yes, no}); }
  /// Conditions that always hold are `none`.
  node_id both(node_id a, node_id b, frame_id at) {
    return a == none ? b : b == none ? a : make_.make(op::logical_and, value_kind::boolean, at, {a, b});
  }
  node_id either(node_id a, node_id b, frame_id at) { return a == none || b == none ? none : make_.make(op::logical_or, value_kind::boolean, at, {a, b}); }
  node_id where(node_id condition, node_id x, node_id otherwise, frame_id at) { return condition == none ? x : choose(condition, x, otherwise, at); }
  node_id applies(node_id x, frame_id at) { return make_.may_not_apply(x) ? make_.make(op::applies, value_kind::boolean, at, {x}) : none; }
  node_id only_where(node_id condition, node_id x, frame_id at) {
    return condition == none ? x : make_.make(op::where_applies, make_.at(x).kind, at, {condition, x});
  }
  /// A condition, or what stands for it where it does not apply.
  node_id decided(id condition, bool otherwise, frame_id at) {
    return condition == none ? none : where(applies(get(condition, at), at), get(condition, at), make_.boolean(otherwise), at);
  }
  node_id limit(node_id x, id floor, id cap, frame_id at);
  node_id rounded(node_id x, const model::rounding& how, int minor_unit, frame_id at);

  std::uint32_t curve_at(std::uint32_t curve, frame_id at);
  std::uint32_t schedule_of(const model::schedule& from);
  std::uint32_t matrix_at(std::uint32_t matrix, frame_id at);
  node_id where_known(node_id actual, node_id x, frame_id at);
  node_id attainment(const model::indicator& i, frame_id at);
  node_id method_score(const model::indicator& i, frame_id at);
  node_id score_of(const model::indicator& i, frame_id at);

  /// An indicator with a weight, in a row. Conditions that always hold are `none`.
  struct part_of_score {
    const model::indicator* indicator = nullptr;
    node_id score = none;
    node_id weight = none;   ///< within its section
    bool is_proven = false;  ///< the weight is a constant that was checked when the plan was read
    node_id applies = none;
    node_id counts = none;  ///< it applies, and is there where missing scores are passed over
  };

  /// A section, or the whole scorecard when there are none.
  struct part_of_scorecard {
    const model::score_section* section = nullptr;
    node_id weight = none;
    bool is_proven = true;
    node_id applies = none;  ///< something in it does
    node_id counts = none;
    std::vector<part_of_score> parts;
  };
  using scorecard_parts = std::vector<part_of_scorecard>;
  const scorecard_parts& scorecard_at(frame_id at);
  part_of_score part_of_score_at(const model::indicator& i, frame_id at);
  node_id sum_of(const part_of_scorecard& section, node_id part_of_score::*condition, frame_id at);
  node_id sum_of(const scorecard_parts& sections, node_id part_of_scorecard::*condition, frame_id at);
  node_id weighs_something(node_id weight, frame_id at);
  node_id divided(node_id weight, node_id sum, frame_id at);
  node_id share_of(const model::indicator& i, frame_id at);
  node_id points_of(const model::indicator& i, frame_id at);
  node_id weights_hold(frame_id at);
  node_id adjusted(node_id score, const model::adjustment& a, frame_id at);
  node_id combined(frame_id at);
  node_id score_of_all(frame_id at);

  node_id open_grade(const model::grade& g, frame_id at);
  /// Whether a row reaches a grade, by number; missing where what is graded is.
  using reached = std::function<node_id(std::size_t)>;
  node_id best_grade(frame_id at, const std::vector<node_id>& values, const reached& is_reached, bool must_have_value);
  [[nodiscard]] reached reached_by_score(frame_id at);
  [[nodiscard]] reached reached_by_share(frame_id at);
  node_id graded(frame_id at, const std::vector<node_id>& values) { return best_grade(at, values, plan_.distribution ? reached_by_share(at) : reached_by_score(at), true); }
  [[nodiscard]] std::vector<node_id> grade_names();
  void distribute();
  node_id pay_line(const model::incentive& line, frame_id at);
  node_id event_pay(const model::incentive& line, frame_id at);
  node_id sum_of_events(const model::incentive& line, frame_id at);
  node_id before_limit(frame_id at);
  node_id payout(frame_id at);
  node_id opening_value(const model::balance& b, frame_id at);

  node_id answered(const model::evidence& rule, std::uint32_t column, frame_id at);
  node_id enough(const model::evidence& rule, frame_id at);
  node_id counted(const model::evidence& rule, frame_id at);
  node_id completeness(const model::evidence& rule, frame_id at);

  const model::plan& plan_;
  program& out_;
  builder& make_;
  formula_lowering& formulas_;
  std::vector<std::pair<std::uint32_t, stage::first_of_group>> firsts_;
  std::vector<std::pair<const model::evidence*, std::uint32_t>> first_columns_;
  std::map<frame_id, scorecard_parts> scorecards_;
  std::optional<stage::distribution> distribution_;
};

inline void rule_lowering::add_all() {
  const auto add = [this](id quantity, auto rule) {
    if (quantity != none && !plan_.names.quantities[quantity].has_formula) formulas_.add_rule(quantity, std::move(rule));
  };
  for (const model::indicator& i : plan_.indicators) {
    add(i.attainment, [this, &i](frame_id at) { return attainment(i, at); });
    add(i.score, [this, &i](frame_id at) { return score_of(i, at); });
    add(i.points, [this, &i](frame_id at) { return points_of(i, at); });
  }
  add(plan_.score, [this](frame_id at) { return score_of_all(at); });
  add(plan_.grade_name, [this](frame_id at) { return graded(at, grade_names()); });
  add(plan_.grade_by_score, [this](frame_id at) { return best_grade(at, grade_names(), reached_by_score(at), false); });
  for (std::size_t a = 0; a < plan_.grade_attribute_values.size(); ++a) {
    add(plan_.grade_attribute_values[a], [this, a](frame_id at) {
      const value_kind kind = kind_of(plan_.names.quantities[plan_.grade_attribute_values[a]].result);
      get(plan_.grade_name, at);  // tells of a score without grade, for the attributes too
      std::vector<node_id> values;
      for (const model::grade& g : plan_.grades)
        values.push_back(g.attributes[a] == none ? make_.make(op::missing, kind, 0, {}) : get(g.attributes[a], at));
      return graded(at, values);
    });
  }
  for (const model::incentive& line : plan_.incentives) {
    add(line.line, [this, &line](frame_id at) {
      const node_id shown = shown_line(line, at);
      return where(applies(shown, at), shown, make_.number(0), at);
    });
    add(line.event_pay, [this, &line](frame_id at) { return event_pay(line, at); });
  }
  add(plan_.payout_before_limit, [this](frame_id at) { return before_limit(at); });
  add(plan_.payout, [this](frame_id at) { return payout(at); });
  add(plan_.payout_limit, [this](frame_id at) { return number(op::subtract, at, {get(plan_.payout, at), get(plan_.payout_before_limit, at)}); });
  for (const model::balance& b : plan_.balances) add(b.value, [this, &b](frame_id at) { return opening_value(b, at); });
  for (const model::evidence& rule : plan_.evidence_rules) {
    add(rule.counted, [this, &rule](frame_id at) { return counted(rule, at); });
    add(rule.completeness, [this, &rule](frame_id at) { return completeness(rule, at); });
  }
  formulas_.add_curves([this](std::uint32_t curve, frame_id at) { return curve_at(curve, at); });
  formulas_.add_matrices([this](std::uint32_t matrix, frame_id at) { return matrix_at(matrix, at); });
  formulas_.add_unanswered([this](std::uint32_t rule, const std::string& question, frame_id at) {
    const model::evidence& e = plan_.evidence_rules[rule];
    return make_.make(op::logical_not, value_kind::boolean, at, {answered(e, plan_.names.tables[e.table].find_column(question), at)});
  });
}

/// Rows that see the same numbers share one curve.
inline std::uint32_t rule_lowering::curve_at(std::uint32_t index, frame_id at) {
  const model::curve& from = plan_.curves[index];
  curve to;
  to.name = from.name;
  to.shape = static_cast<decltype(to.shape)>(from.shape);
  to.upper_inclusive = from.upper_inclusive;
  to.reached = from.reached;
  to.proportional = from.proportional;
  to.below = static_cast<curve::beyond>(from.below);
  to.above = static_cast<curve::beyond>(from.above);
  const auto value = [&](id quantity) { return quantity == none ? none : get(plan_.names.seen_from(quantity, out_.frames[at].table), at); };
  to.below_value = value(from.below_value);
  to.above_value = value(from.above_value);
  for (const model::curve::tier& t : from.tiers) to.tiers.push_back({value(t.from), value(t.to), value(t.value), t.excludes_from});
  if (from.rows) {
    to.schedule = schedule_of(*from.rows);
    for (const id q : from.rows->match) to.match.push_back(value(q));
    to.on = value(from.rows->on);
  }
  if (from.otherwise != none) to.otherwise = curve_at(from.otherwise, at);
  const auto known = std::find(out_.curves.begin(), out_.curves.end(), to);
  if (known != out_.curves.end()) return static_cast<std::uint32_t>(known - out_.curves.begin());
  out_.curves.push_back(std::move(to));
  return static_cast<std::uint32_t>(out_.curves.size() - 1);
}

inline std::uint32_t rule_lowering::schedule_of(const model::schedule& from) {
  const schedule to{from.table, from.columns, from.from, from.to, from.value};
  const auto known = std::find(out_.schedules.begin(), out_.schedules.end(), to);
  if (known != out_.schedules.end()) return static_cast<std::uint32_t>(known - out_.schedules.begin());
  out_.schedules.push_back(to);
  return static_cast<std::uint32_t>(out_.schedules.size() - 1);
}

inline std::uint32_t rule_lowering::matrix_at(std::uint32_t index, frame_id at) {
  const model::matrix& from = plan_.matrices[index];
  matrix to;
  to.name = from.name;
  for (const model::matrix::axis& a : from.axes) to.axes.push_back({a.is_text, a.numbers, a.texts, a.column});
  for (const id q : from.values) to.values.push_back(get(plan_.names.seen_from(q, out_.frames[at].table), at));
  to.table = from.table;
  to.value = from.value;
  to.linear = from.linear;
  to.upper_inclusive = from.upper_inclusive;
  if (from.outside != none) to.outside = get(plan_.names.seen_from(from.outside, out_.frames[at].table), at);
  const auto known = std::find(out_.matrices.begin(), out_.matrices.end(), to);
  if (known != out_.matrices.end()) return static_cast<std::uint32_t>(known - out_.matrices.begin());
  out_.matrices.push_back(std::move(to));
  return static_cast<std::uint32_t>(out_.matrices.size() - 1);
}

/// First the cap, then the floor.
inline node_id rule_lowering::limit(node_id x, id floor, id cap, frame_id at) {
  if (cap != none) x = call(fn::min, at, {x, get(cap, at)});
  if (floor != none) x = call(fn::max, at, {x, get(floor, at)});
  if (cap == none || floor == none) return x;
  const node_id fits = less_equal(get(floor, at), get(cap, at), at);
  return make_.make(op::require, value_kind::number, at, {fits, x}, static_cast<std::uint32_t>(code::limits_crossed));
}

inline node_id rule_lowering::rounded(node_id x, const model::rounding& how, int minor_unit, frame_id at) {
  if (how.multiple) x = call(fn::round_to, at, {x, make_.number(*how.multiple), make_.mode(how.mode)});
  if (how.multiple && !how.places) return x;
  return call(fn::round, at, {x, make_.number(how.places.value_or(minor_unit)), make_.mode(how.mode)});
}

/// What stands for a result without target: nothing where what was done is not known either.
inline node_id rule_lowering::where_known(node_id actual, node_id x, frame_id at) {
  return choose(make_.make(op::is_missing, value_kind::boolean, at, {actual}), actual, x, at);
}

inline node_id rule_lowering::attainment(const model::indicator& i, frame_id at) {
  const node_id actual = get(i.actual, at);
  const node_id target = get(i.target, at);
  const node_id ratio = i.lower_is_better && !i.two_minus ? number(op::attainment_lower, at, {actual, target}) : number(op::attainment, at, {actual, target});
  const node_id plain = i.lower_is_better && i.two_minus ? number(op::subtract, at, {make_.number(2), ratio}) : ratio;
  if (i.zero_target.what == model::zero_target::rule::issue) return plain;
  const node_id no_target = less_equal(target, make_.number(0), at);
  const bool given = i.zero_target.what == model::zero_target::rule::attainment;
  return choose(no_target, given ? where_known(actual, get(i.zero_target.value, at), at) : make_.make(op::missing, value_kind::number, 0, {}), plain, at);
}

inline node_id rule_lowering::method_score(const model::indicator& i, frame_id at) {
  using m = model::scoring::method;
  const model::scoring& by = i.score_by;
  if (by.how == m::formula) return get(i.score_formula, at);
  const node_id x = get(by.on_actual ? i.actual : i.attainment, at);
  const auto value = [&](id quantity, std::int64_t otherwise) { return quantity == none ? make_.number(otherwise) : get(quantity, at); };
  const node_id zero = make_.number(0);
  switch (by.how) {
    case m::curve:
    case m::interval:
    case m::linear: return formulas_.ask_curve(by.curve, curve_ask::kind::value, value_kind::number, at, {x});
    case m::ratio: return number(op::multiply, at, {x, value(by.full, 100)});
    case m::all_or_nothing: return choose(less_equal(value(by.at, 1), x, at), value(by.full, 100), zero, at);
    case m::deduction: {
      node_id distance = x;
      if (by.standard != none) {
        const node_id standard = get(by.standard, at);
        distance = by.below_standard ? number(op::subtract, at, {standard, x}) : number(op::subtract, at, {x, standard});
      }
      const node_id steps = call(fn::ceil, at, {number(op::divide, at, {call(fn::max, at, {zero, distance}), value(by.per, 1)})});
      return call(fn::max, at, {zero, number(op::subtract, at, {value(by.full, 100), number(op::multiply, at, {get(by.each, at), steps})})});
    }
    case m::bonus: {
      const node_id steps = call(fn::floor, at, {number(op::divide, at, {x, value(by.per, 1)})});
      return number(op::add, at, {value(by.base, 0), number(op::multiply, at, {get(by.each, at), steps})});
    }
    case m::efficacy: {
      const node_id low = get(by.unacceptable, at);
      const node_id width = number(op::subtract, at, {get(by.satisfactory, at), low});
      const node_id share = number(op::divide, at, {number(op::subtract, at, {x, low}), width});
      return number(op::add, at, {make_.number(60), number(op::multiply, at, {make_.number(40), share})});
    }
    case m::formula:
    case m::absent: break;
  }
  return make_.make(op::missing, value_kind::number, 0, {});
}

inline node_id rule_lowering::score_of(const model::indicator& i, frame_id at) {
  node_id score = limit(method_score(i, at), i.score_by.floor, i.score_by.cap, at);
  score = limit(score, i.floor, i.cap, at);
  if (i.zero_target.what == model::zero_target::rule::score) score = choose(less_equal(get(i.target, at), make_.number(0), at), where_known(get(i.actual, at), get(i.zero_target.value, at), at), score, at);
  if (i.if_missing != none) score = where(applies(score, at), make_.make(op::coalesce, value_kind::number, at, {score, get(i.if_missing, at)}), score, at);
  if (i.round) score = rounded(score, *i.round, 0, at);
  return i.applies == none ? score : only_where(get(i.applies, at), score, at);
}

inline node_id rule_lowering::shown_part(const model::indicator& i, model::quantity_id part, frame_id at) {
  const node_id x = get(part, at);
  if (i.applies == none) return x;
  const node_id told = make_.make(op::coalesce, value_kind::boolean, at, {get(i.applies, at), make_.boolean(true)});
  const value_kind kind = make_.at(x).kind;
  return choose(told, x, make_.make(op::coalesce, kind, at, {x, make_.make(op::missing, kind, 0, {})}), at);
}

inline node_id rule_lowering::pay_line(const model::incentive& line, frame_id at) {
  node_id pay = get(line.amount, at);
  if (line.multiplier != none) pay = number(op::multiply, at, {pay, get(line.multiplier, at)});
  const node_id gate = decided(line.gate, true, at);
  if (gate == none) return rounded(limit(pay, line.floor, line.cap, at), line.rounding, plan_.minor_unit, at);
  // A closed gate pays nothing: it is below a cap, unless the cap is negative, and gets no floor.
  const node_id zero = make_.number(0);
  const node_id open = limit(pay, line.floor, line.cap, at);
  const node_id closed = line.cap == none ? zero : call(fn::min, at, {zero, get(line.cap, at)});
  return rounded(choose(gate, open, closed, at), line.rounding, plan_.minor_unit, at);
}

inline node_id rule_lowering::shown_line(const model::incentive& line, frame_id at) {
  const node_id pay = line.per == none ? pay_line(line, at) : sum_of_events(line, at);
  return line.applies == none ? pay : only_where(get(line.applies, at), pay, at);
}

/// The pay of one event. One that `where` leaves out or that leads to no rep has none.
inline node_id rule_lowering::event_pay(const model::incentive& line, frame_id at) {
  const node_id pay = formulas_.if_sound_or_empty(pay_line(line, at), line.per, at);
  const frame& rows = out_.frames[at];
  node_id paid = none;
  const auto only = [&](node_id condition, node_id x) { return condition == none ? x : number(op::where_chosen, at, {condition, x}); };
  if (rows.from != frame::source::children || rows.path != line.path) {  // else they are found by the rep that they lead to
    const node_id to_nobody = make_.make(op::is_missing, value_kind::boolean, at, {formulas_.linked_row(at, line.path)});
    paid = make_.make(op::logical_not, value_kind::boolean, at, {to_nobody});
  }
  if (line.where_clause != none) {
    const node_id chosen = get(line.where_clause, at);
    paid = paid == none ? chosen : make_.make(op::logical_and, value_kind::boolean, at, {paid, chosen});
  }
  // That a rep lacks what decides whether the line applies is told of the line, once for all events.
  return only(paid, only(line.applies == none ? none : formulas_.linked_quantity(line.applies, line.path, at), pay));
}

/// What fails the pay of the event itself, or leaves it empty, is told as its own; all else is told of the line.
inline node_id rule_lowering::shown_event_pay(const model::incentive& line, frame_id at) {
  const auto is_missing = [&](node_id x) { return make_.make(op::is_missing, value_kind::boolean, at, {x}); };
  const node_id pay = formulas_.if_sound(get(line.event_pay, at), line.per, at);
  const node_id of_rep = formulas_.linked_result(line.line, line.path, at);
  const node_id has_line = make_.make(op::logical_not, value_kind::boolean, at, {is_missing(of_rep)});
  return number(op::where_chosen, at, {either(has_line, is_missing(pay), at), pay});
}

inline node_id rule_lowering::sum_of_events(const model::incentive& line, frame_id at) {
  aggregate sum;
  sum.frame = make_.children_frame(at, line.per, line.path);
  sum.arguments.push_back(get(line.event_pay, sum.frame));
  return formulas_.add_aggregate(std::move(sum), at, "sum(" + plan_.names.tables[line.per].name + "." + line.name + ")", line.where);
}

inline node_id rule_lowering::before_limit(frame_id at) {
  node_id sum = none;
  for (const model::incentive& line : plan_.incentives) {
    if (!line.pays) continue;
    const node_id next = get(line.line, at);
    sum = sum == none ? next : number(op::add, at, {sum, next});
  }
  return sum == none ? make_.number(0) : sum;
}

inline node_id rule_lowering::payout(frame_id at) {
  const node_id before = get(plan_.payout_before_limit, at);
  if (plan_.payout_cap == none && plan_.payout_floor == none) return before;
  return rounded(limit(before, plan_.payout_floor, plan_.payout_cap, at), plan_.rounding, plan_.minor_unit, at);
}

/// Present and, for a text, not one of the blank words. `false` is an answer.
inline node_id rule_lowering::answered(const model::evidence& rule, std::uint32_t column, frame_id at) {
  const node_id cell = formulas_.column(rule.table, column, at);
  node_id answer = make_.make(op::logical_not, value_kind::boolean, at, {make_.make(op::is_missing, value_kind::boolean, at, {cell})});
  if (make_.at(cell).kind != value_kind::text) return answer;
  const node_id trimmed = make_.call(fn::trim, value_kind::text, at, {cell});
  std::vector<std::string> blank = rule.blank;
  blank.emplace_back();
  for (const std::string& word : blank)
    answer = make_.make(op::logical_and, value_kind::boolean, at, {answer, make_.make(op::not_equal, value_kind::boolean, at, {trimmed, make_.text(word)})});
  return answer;
}

inline node_id rule_lowering::enough(const model::evidence& rule, frame_id at) {
  node_id all = make_.boolean(true);
  for (const std::uint32_t c : rule.requires_) all = make_.make(op::logical_and, value_kind::boolean, at, {all, answered(rule, c, at)});
  if (!rule.at_least) return all;
  node_id sum = make_.number(0);
  for (const std::uint32_t c : rule.counts) sum = number(op::add, at, {sum, choose(answered(rule, c, at), make_.number(1), make_.number(0), at)});
  return make_.make(op::logical_and, value_kind::boolean, at, {all, less_equal(make_.number(*rule.at_least), sum, at)});
}

inline node_id rule_lowering::counted(const model::evidence& rule, frame_id at) {
  if (rule.once_per.empty()) return enough(rule, at);
  // Which of several equal rows counts is known only when all rows are: a stage of its own decides, once.
  const frame_id whole = make_.table_frame(rule.table);
  node_id condition = enough(rule, whole);
  if (const node_id fit = formulas_.sound(rule.table, whole); fit != none) condition = choose(condition, fit, make_.boolean(false), whole);
  for (const auto& [known, column] : first_columns_)
    if (known == &rule) return make_.at_row(op::stored, value_kind::boolean, at, {}, column);
  stage::first_of_group first;
  first.condition = condition;
  for (const std::uint32_t c : rule.once_per) first.keys.push_back(formulas_.column(rule.table, c, whole));
  first.column = formulas_.add_stored(rule.table, value_kind::boolean);
  firsts_.emplace_back(rule.table, first);
  first_columns_.emplace_back(&rule, first.column);
  return make_.at_row(op::stored, value_kind::boolean, at, {}, first.column);
}

inline node_id rule_lowering::completeness(const model::evidence& rule, frame_id at) {
  std::vector<std::uint32_t> questions = rule.requires_;
  for (const std::uint32_t c : rule.counts)
    if (std::find(questions.begin(), questions.end(), c) == questions.end()) questions.push_back(c);
  node_id sum = make_.number(0);
  for (const std::uint32_t c : questions) sum = number(op::add, at, {sum, choose(answered(rule, c, at), make_.number(1), make_.number(0), at)});
  return number(op::divide, at, {sum, make_.number(static_cast<std::int64_t>(questions.size()))});
}

}  // namespace attain::program
