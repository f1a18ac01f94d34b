// SPDX-License-Identifier: Apache-2.0
/// From the nodes of a stage to the code of the machine: what it computes, what it leaves to the steps, and what each finds of the other.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/engine/curves.hpp"
#include "attain/engine/machine/instruction.hpp"
#include "attain/formula/functions.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine::machine {

/// Where a value stands, before anything has an address.
struct place {
  enum class kind : std::uint8_t { nowhere, constant, column, array, slot, output, tallied, parent };
  place::kind where = kind::nowhere;
  /// Of constants; a column of the table; a node that the steps compute; a slot; an output of the program; an aggregate of the program that a machine
  /// over the children adds up. The parents of children have none.
  std::uint32_t index = 0;
};

/// An instruction before it has addresses.
struct coded {
  machine::opcode op = opcode::end;
  bool keeps = false;
  place a, b, c, d, r;
  double number[5] = {};
  std::vector<turn> turns;
  std::vector<std::string> texts;  ///< of band_codes: what the bands are, the one below all first
  std::uint32_t group = 0;         ///< of scatter: which four numbers of a record
};

/// An aggregate over children that the machine adds up.
struct tallied {
  std::uint32_t aggregate = 0;
  double units = 0;          ///< of a sum: how many make 1; 0: it counts
  std::uint32_t number = 0;  ///< of the record that holds it
  /// Two counts share a number of the record: this one its lower or its upper half.
  enum class part : std::uint8_t { whole, lower, upper };
  tallied::part part = part::whole;
};
/// What the upper of two counts is multiplied by: so many rows fit into each.
inline constexpr double upper_count = 0x1p26;
/// Numbers of a record that are added up together.
inline constexpr std::uint32_t group_size = 4;

/// What a stage becomes.
struct stage_code {
  std::vector<coded> code;
  std::vector<double> constants;
  std::uint32_t slots = 0;
  std::vector<std::uint32_t> outputs;        ///< that the machine writes
  std::vector<program::node_id> arrays;      ///< values of the steps that the machine reads
  std::vector<program::node_id> step_roots;  ///< what the steps must compute, with all that it needs: arrays, and whatever is not the machine's
  std::vector<std::uint32_t> step_outputs;   ///< that the steps write
  std::vector<std::uint32_t> tallies;        ///< aggregates that the code reads
  std::uint32_t groups = 0;                  ///< of children: of a record
};

/// What the translator needs to know of a run.
struct surroundings {
  std::function<std::optional<double>(program::node_id)> constant;  ///< the number or boolean of a node of the plan's own frame; nothing when it is missing
  std::function<bool(std::uint32_t column, program::value_kind)> is_column;  ///< whether the machine can read a column of the table
  std::function<bool(std::uint32_t column)> is_narrow;                       ///< whether such a column has 32-bit integers
  std::function<bool(std::uint32_t aggregate)> is_tallied;                   ///< whether a machine over the children can add it up
  std::function<bool(program::node_id)> only_empty;     ///< whether a value that is not there can only be empty: then it may be caught without a word
  std::function<bool(std::uint32_t output)> can_leave;  ///< whether the machine may write an output
};

class translator {
 public:
  translator(const program::program& program, const surroundings& around)
      : program_(program), around_(around), places_(program.nodes.size()), uses_(program.nodes.size(), 0) {}

  /// `wanted`: the outputs of the stage that leave.
  [[nodiscard]] stage_code run(const std::vector<std::uint32_t>& wanted) {
    for (const std::uint32_t o : wanted)
      if (around_.can_leave(o)) count_uses(program_.outputs[o].node);
    for (const std::uint32_t o : wanted) {
      if (!around_.can_leave(o) || !leave(o)) out_.step_outputs.push_back(o);
      else out_.outputs.push_back(o);
    }
    for (const std::uint32_t o : out_.step_outputs) out_.step_roots.push_back(program_.outputs[o].node);
    return std::move(out_);
  }
  /// Adds up aggregates over the children, whose columns `around` tells of, and says where in the record each is. Nothing when the steps are needed.
  [[nodiscard]] std::optional<stage_code> run(std::vector<tallied>& all) {
    for (const tallied& t : all) {
      const program::aggregate& a = program_.aggregates[t.aggregate];
      if (a.where != none) count_uses(a.where);
      for (const program::node_id n : a.arguments) count_uses(n);
    }
    std::vector<place> numbers;
    tallied* half = nullptr;  // a count whose number has room for another
    for (tallied& t : all) {
      const place value = tally(t);
      t.part = tallied::part::whole;
      if (t.units == 0 && half != nullptr) {
        half->part = tallied::part::lower;
        t.part = tallied::part::upper;
        t.number = half->number;
        emit(opcode::sum_load, numbers[t.number]);
        emit(opcode::sum_scaled, value).number[0] = upper_count;
        numbers[t.number] = store_sum();
        half = nullptr;
        continue;
      }
      if (t.units == 0) half = &t;
      t.number = static_cast<std::uint32_t>(numbers.size());
      numbers.push_back(value);
    }
    if (!out_.step_roots.empty()) return std::nullopt;
    while (numbers.size() % group_size != 0) numbers.push_back(constant_place(0));
    for (std::size_t n = 0; n < numbers.size(); n += group_size) {
      coded& made = emit(opcode::scatter, numbers[n], numbers[n + 1], numbers[n + 2], numbers[n + 3]);
      made.r = {kind::parent, 0};
      made.group = out_.groups++;
    }
    return std::move(out_);
  }

 private:
  using op = program::op;
  using function = formula::function;
  using kind = place::kind;

  struct ratio {
    program::node_id a = none, b = none;
    double instead = std::numeric_limits<double>::quiet_NaN();
  };
  /// A constant curve as a line that turns, with the argument kept between two ends.
  struct line {
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();
    double start = 0;  ///< at x = 0, of the first stretch
    double slope = 0;
    std::vector<turn> turns;
  };
  struct chain {
    program::node_id of = none;
    double below = std::numeric_limits<double>::quiet_NaN();
    std::vector<turn> bands;               ///< from the lowest; `by` the value, of texts its number
    std::vector<program::node_id> values;  ///< in that order, the one below all first; none: nothing
  };

  [[nodiscard]] const program::node& at(program::node_id id) const { return program_.nodes[id]; }
  [[nodiscard]] bool is_constant(program::node_id id) const { return at(id).frame == 0; }
  [[nodiscard]] std::optional<double> constant(program::node_id id) const { return is_constant(id) ? around_.constant(id) : std::nullopt; }
  [[nodiscard]] bool is_single(program::node_id id) const { return uses_[id] == 1; }
  [[nodiscard]] static bool is_held(program::value_kind k) { return k == program::value_kind::number || k == program::value_kind::boolean; }

  void count_uses(program::node_id id) {
    if (++uses_[id] > 1) return;
    for (const program::node_id o : at(id).operands) count_uses(o);
  }

  [[nodiscard]] place constant_place(double value) {
    out_.constants.push_back(value);
    return {kind::constant, static_cast<std::uint32_t>(out_.constants.size() - 1)};
  }
  [[nodiscard]] place new_slot() { return {kind::slot, out_.slots++}; }
  coded& emit(opcode what, place a = {}, place b = {}, place c = {}, place d = {}) {
    coded& made = out_.code.emplace_back();
    made.op = what;
    made.a = a, made.b = b, made.c = c, made.d = d;
    return made;
  }
  [[nodiscard]] place emit_to_slot(opcode what, place a = {}, place b = {}, place c = {}, place d = {}) {
    const place to = new_slot();
    emit(what, a, b, c, d).r = to;
    return to;
  }

  /// Where the value of a node stands; emits what computes it.
  place value(program::node_id id) {
    if (places_[id].where == kind::nowhere) places_[id] = find(id);
    return places_[id];
  }
  place find(program::node_id id) {
    const program::node& n = at(id);
    if (is_constant(id)) {
      const auto known = is_held(n.kind) ? around_.constant(id) : std::nullopt;
      return constant_place(known.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    if (n.op == op::load && is_held(n.kind) && around_.is_column(n.index, n.kind)) {
      const place column{kind::column, n.index};
      return around_.is_narrow(n.index) ? emit_to_slot(opcode::widen, column) : column;
    }
    if (n.op == op::aggregate && around_.is_tallied(n.index)) {
      out_.tallies.push_back(n.index);
      return {kind::tallied, n.index};
    }
    if (is_held(n.kind) && std::all_of(n.operands.begin(), n.operands.end(), [&](program::node_id o) { return is_held(at(o).kind) || is_constant(o); }))
      if (const auto made = compute(id)) return *made;
    out_.arrays.push_back(id);
    out_.step_roots.push_back(id);
    return {kind::array, id};
  }

  std::optional<place> compute(program::node_id id) {
    const program::node& n = at(id);
    const auto binary = [&](opcode what) -> place {
      const place a = value(n.operands[0]);
      const place b = value(n.operands[1]);
      return emit_to_slot(what, a, b);
    };
    if (running(id)) return store_sum();
    switch (n.op) {
      case op::add: return pair_sum(id);
      case op::subtract: return binary(opcode::subtract);
      case op::multiply: return binary(opcode::multiply);
      case op::divide: return quotient(id);
      case op::negate: {
        const place nothing = constant_place(0);
        return emit_to_slot(opcode::subtract, nothing, value(n.operands[0]));
      }
      case op::attainment: return ratio_of(id);
      case op::equal: return comparison(n, opcode::equal);
      case op::not_equal: return comparison(n, opcode::not_equal);
      case op::less: return comparison(n, opcode::less);
      case op::less_equal: return comparison(n, opcode::less_equal);
      case op::logical_and: return binary(opcode::logical_and);
      case op::logical_or: return binary(opcode::logical_or);
      case op::logical_not: return emit_to_slot(opcode::logical_not, value(n.operands[0]));
      case op::select: return choice(id);
      case op::coalesce: return first_present(n);
      case op::is_missing: {
        const place a = value(n.operands[0]);
        watch(n.operands[0], a);
        return emit_to_slot(opcode::is_missing, a);
      }
      case op::require: {
        if (constant(n.operands[0]) == 1.0) return value(n.operands[1]);
        return binary(opcode::require);
      }
      case op::curve: return curve(id);
      case op::call: return call(id);
      default: return std::nullopt;
    }
  }

  /// What a row of the children adds to an aggregate.
  place tally(const tallied& t) {
    const program::aggregate& a = program_.aggregates[t.aggregate];
    const place where = a.where == none ? constant_place(1) : value(a.where);
    if (a.arguments.empty()) return where;
    const place argument = value(a.arguments.front());
    const place to = new_slot();
    coded& made = emit(t.units == 0 ? opcode::counted : opcode::tally, argument, where);
    made.number[0] = t.units;
    made.r = to;
    return to;
  }

  /// What catches a value that is not there must not catch a failure in silence: such rows go through the steps.
  void watch(program::node_id id, place where) {
    if (!is_constant(id) && !around_.only_empty(id)) emit(opcode::watch, where);
  }

  place first_present(const program::node& n) {
    place found = value(n.operands.back());
    for (std::size_t i = n.operands.size() - 1; i-- > 0;) {
      const place better = value(n.operands[i]);
      watch(n.operands[i], better);
      found = emit_to_slot(opcode::present_or, better, found);
    }
    return found;
  }

  /// The terms of a sum that nothing else uses the parts of.
  void collect_terms(program::node_id id, bool is_top, std::vector<program::node_id>& terms) const {
    const program::node& n = at(id);
    if (n.op == op::add && !is_constant(id) && (is_top || is_single(id)) && places_[id].where == kind::nowhere) {
      for (const program::node_id o : n.operands) collect_terms(o, false, terms);
    } else {
      terms.push_back(id);
    }
  }

  /// weight * curve(ratio) and its like, which the sum takes without a value in between.
  struct term {
    program::node_id id = none;
    double weight = 1;
    std::optional<line> shape;      ///< a curve
    std::optional<ratio> argument;  ///< of it, where it is a ratio that is not computed yet
    program::node_id argument_id = none;
    place where, other;  ///< of the value, the argument, or the two sides of the ratio
  };

  [[nodiscard]] term term_of(program::node_id id) const {
    term t;
    t.id = id;
    const program::node* n = &at(id);
    if (n->op == op::multiply && !is_constant(id) && is_single(id) && places_[id].where == kind::nowhere) {
      for (std::size_t side = 0; side < 2; ++side) {
        const auto weight = constant(n->operands[side]);
        if (!weight) continue;
        t.weight = *weight;
        t.id = n->operands[1 - side];
        break;
      }
    }
    if (n->op == op::negate && !is_constant(id) && is_single(id) && places_[id].where == kind::nowhere) {
      t.weight = -1;
      t.id = n->operands[0];
    }
    if (is_constant(t.id) || !is_single(t.id) || places_[t.id].where != kind::nowhere || at(t.id).op != op::curve) return t;
    t.shape = line_of(at(t.id));
    if (!t.shape) return t;
    t.argument_id = at(t.id).operands[0];
    if (!is_constant(t.argument_id) && places_[t.argument_id].where == kind::nowhere) t.argument = match_ratio(t.argument_id);
    return t;
  }

  /// One thing that happens to the running sum: a term is added, or it is scaled where a condition holds, kept in a range, or rounded.
  struct sum_step {
    opcode op = opcode::sum_add;
    term added;
    program::node_id a = none, b = none;  ///< of a gate: what it compares
    place left, right;
    double number[2] = {};
  };

  /// What makes a value of a sum without it leaving the registers: sums of three terms or of curves, and what is done to them next. Nothing when it is
  /// another kind of value, or something else needs what stands in between.
  [[nodiscard]] bool collect_steps(program::node_id id, bool is_top, std::vector<sum_step>& steps) const {
    const program::node& n = at(id);
    if (is_constant(id) || places_[id].where != kind::nowhere || (!is_top && !is_single(id))) return false;
    if (n.op == op::add) return collect_sum(id, steps);
    if (n.op == op::select) return collect_gate(n, steps);
    if (n.op == op::require) return constant(n.operands[0]) == 1.0 && collect_steps(n.operands[1], false, steps);
    if (n.op != op::call) return false;
    sum_step next;
    program::node_id of = n.operands[0];
    constexpr double open = std::numeric_limits<double>::infinity();
    const auto f = static_cast<function>(n.index);
    if (const auto places = places_of(id)) {
      next.op = opcode::sum_round;
      next.number[0] = power(*places);
      next.number[1] = 1 / power(*places);
    } else if ((f == function::min || f == function::max) && n.operands.size() == 2) {
      auto limit = constant(n.operands[1]);
      if (!limit) limit = constant(n.operands[0]), of = n.operands[1];
      if (!limit) return false;
      next.op = opcode::sum_within;
      next.number[0] = f == function::min ? -open : *limit;
      next.number[1] = f == function::min ? *limit : open;
    } else {
      return false;
    }
    if (!collect_steps(of, false, steps)) return false;
    const bool joins = next.op == opcode::sum_within && steps.back().op == opcode::sum_within && steps.back().number[0] == -open && next.number[1] == open &&
                       next.number[0] <= steps.back().number[1];
    if (joins) steps.back().number[0] = next.number[0];  // max(min(s, most), least)
    else steps.push_back(std::move(next));
    return true;
  }
  [[nodiscard]] bool collect_sum(program::node_id id, std::vector<sum_step>& steps) const {
    std::vector<program::node_id> ids;
    collect_terms(id, true, ids);
    std::vector<sum_step> all(ids.size());
    bool has_curves = false;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      all[i].added = term_of(ids[i]);
      has_curves |= all[i].added.shape.has_value();
    }
    const auto take = [&] { steps.insert(steps.end(), std::make_move_iterator(all.begin()), std::make_move_iterator(all.end())); };
    if (has_curves) return take(), true;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (!collect_steps(ids[i], false, steps)) continue;
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
      return take(), true;
    }
    if (ids.size() == 2) return false;
    return take(), true;
  }
  /// if(a < b, factor * sum, sum), or the other way round.
  [[nodiscard]] bool collect_gate(const program::node& n, std::vector<sum_step>& steps) const {
    const program::node& condition = at(n.operands[0]);
    if ((condition.op != op::less && condition.op != op::less_equal) || is_constant(n.operands[0]) || !is_single(n.operands[0])) return false;
    if (!is_held(at(condition.operands[0]).kind) || !is_held(at(condition.operands[1]).kind)) return false;
    for (std::size_t side = 1; side <= 2; ++side) {
      const program::node_id scaled = n.operands[side];
      const program::node_id whole = n.operands[3 - side];
      if (at(scaled).op != op::multiply || is_constant(scaled) || !is_single(scaled) || uses_[whole] != 2) continue;
      const std::size_t factor_side = at(scaled).operands[0] == whole ? 1 : 0;
      const auto factor = constant(at(scaled).operands[factor_side]);
      if (!factor || at(scaled).operands[1 - factor_side] != whole || !collect_steps(whole, true, steps)) continue;
      sum_step gate;
      const bool is_strict = condition.op == op::less;
      const bool if_true = side == 1;
      gate.op = is_strict == if_true ? opcode::sum_gate_less : opcode::sum_gate_less_equal;
      gate.a = condition.operands[if_true ? 0 : 1];
      gate.b = condition.operands[if_true ? 1 : 0];
      gate.number[0] = *factor;
      steps.push_back(std::move(gate));
      return true;
    }
    return false;
  }

  /// Makes a value in the running sum; false when it is no such value.
  bool running(program::node_id id) {
    if (at(id).op == op::multiply) return product_of_three(id);
    std::vector<sum_step> steps;
    if (!collect_steps(id, true, steps)) return false;
    // The sum lives in registers, so all that it takes must be there before it starts.
    double start = 0;
    bool is_start = true;
    for (sum_step& s : steps) {
      if (s.op != opcode::sum_add) {
        is_start = false;
        if (s.a != none) s.left = compared(s.a), s.right = compared(s.b);
        continue;
      }
      term& t = s.added;
      if (const auto known = constant(t.id); known && is_start) {
        start += t.weight * *known;
        continue;
      }
      if (t.shape && !is_start) t.shape.reset(), t.argument.reset();
      if (t.shape) {
        start += t.weight * t.shape->start;
        for (const turn& k : t.shape->turns) start -= t.weight * k.by * k.at;
      }
      if (t.argument) t.where = value(t.argument->a), t.other = value(t.argument->b);
      else t.where = value(t.shape ? t.argument_id : t.id);
    }
    emit(opcode::sum_start).number[0] = start;
    for (const sum_step& s : steps) {
      if (s.op == opcode::sum_add) {
        if (s.added.where.where != kind::nowhere) add_term(s.added);
        continue;
      }
      coded& made = emit(s.op, s.left, s.right);
      made.number[0] = s.number[0];
      made.number[1] = s.number[1];
    }
    return true;
  }
  /// left * middle * right, of which nothing else needs a part.
  bool product_of_three(program::node_id id) {
    const program::node& n = at(id);
    const program::node& left = at(n.operands[0]);
    if (left.op != op::multiply || !is_single(n.operands[0]) || is_constant(n.operands[0]) || places_[n.operands[0]].where != kind::nowhere) return false;
    const place a = value(left.operands[0]);
    const place b = value(left.operands[1]);
    emit(opcode::sum_product, a, b, value(n.operands[1]));
    return true;
  }
  place store_sum() {
    const place to = new_slot();
    emit(opcode::sum_store).r = to;
    return to;
  }
  /// Makes a value in the running sum, or brings it there.
  void bring_to_sum(program::node_id id) {
    if (is_constant(id) || places_[id].where != kind::nowhere || !running(id)) {
      const place from = value(id);
      emit(opcode::sum_load, from);
    } else if (!is_single(id)) {
      places_[id] = store_sum();
    }
  }
  void add_term(term t) {
    if (!t.shape) {
      emit(t.weight == 1 ? opcode::sum_add : opcode::sum_scaled, t.where).number[0] = t.weight;
      return;
    }
    // Another term may have brought the ratio meanwhile.
    const bool is_known = t.argument && places_[t.argument_id].where != kind::nowhere;
    if (is_known) t.where = places_[t.argument_id];
    const bool is_ratio = t.argument && !is_known;
    const auto target = is_ratio ? constant(t.argument->b) : std::nullopt;
    const bool is_divided = target && *target > 0 && is_single(t.argument_id);
    coded& made = !is_ratio    ? emit(opcode::sum_curve, t.where)
                  : is_divided ? emit(opcode::sum_divided_curve, t.where)
                               : emit(opcode::sum_ratio_curve, t.where, t.other);
    made.number[0] = t.shape->least;
    made.number[1] = t.shape->most;
    made.number[3] = t.weight * t.shape->slope;
    for (const turn& k : t.shape->turns) made.turns.push_back({k.at, t.weight * k.by});
    if (is_divided) made.number[2] = *target, made.number[4] = 1 / *target;
    if (!is_ratio || is_divided) return;
    made.number[2] = t.argument->instead;
    if (is_single(t.argument_id)) return;
    made.keeps = true;
    made.r = places_[t.argument_id] = new_slot();
  }
  place pair_sum(program::node_id id) {
    const program::node& n = at(id);
    const program::node_id right = n.operands[1];
    if (at(right).op == op::negate && is_single(right) && !is_constant(right)) {
      const place a = value(n.operands[0]);
      return emit_to_slot(opcode::subtract, a, value(at(right).operands[0]));
    }
    const place a = value(n.operands[0]);
    return emit_to_slot(opcode::add, a, value(right));
  }

  place quotient(program::node_id id) {
    const program::node& n = at(id);
    const place a = value(n.operands[0]);
    if (const auto by = constant(n.operands[1]); by && *by != 0) {
      const place to = new_slot();
      coded& made = emit(opcode::divide_constant, a);
      made.number[0] = *by;
      made.number[1] = 1 / *by;
      made.r = to;
      return to;
    }
    return emit_to_slot(opcode::divide, a, value(n.operands[1]));
  }

  /// actual / target, and what stands in its place where the target is not positive.
  [[nodiscard]] std::optional<ratio> match_ratio(program::node_id id) const {
    const program::node& n = at(id);
    if (n.op == op::attainment) return ratio{n.operands[0], n.operands[1]};
    if (n.op != op::select || is_constant(n.operands[0])) return std::nullopt;
    const program::node& condition = at(n.operands[0]);
    const program::node& instead = at(n.operands[1]);
    const program::node& whole = at(n.operands[2]);
    if (is_constant(n.operands[1]) || is_constant(n.operands[2])) return std::nullopt;
    if (condition.op != op::less_equal || whole.op != op::attainment || instead.op != op::select || is_constant(instead.operands[0])) return std::nullopt;
    const program::node_id a = whole.operands[0];
    const program::node_id b = whole.operands[1];
    const auto value = constant(instead.operands[2]);
    const bool is_it = condition.operands[0] == b && constant(condition.operands[1]) == 0.0 && instead.operands[1] == a && value &&
                       at(instead.operands[0]).op == op::is_missing && at(instead.operands[0]).operands[0] == a;
    return is_it ? std::optional<ratio>(ratio{a, b, *value}) : std::nullopt;
  }
  place ratio_of(program::node_id id) {
    const ratio r = *match_ratio(id);
    const place a = value(r.a);
    const place b = value(r.b);
    const place to = new_slot();
    coded& made = emit(opcode::ratio, a, b);
    made.number[2] = r.instead;
    made.r = to;
    return to;
  }

  place choice(program::node_id id) {
    if (match_ratio(id)) return ratio_of(id);
    if (const auto found = match_chain(id)) return bands(*found);
    const program::node& n = at(id);
    const program::node& condition = at(n.operands[0]);
    const bool is_order = condition.op == op::less || condition.op == op::less_equal;
    if (is_order && !is_constant(n.operands[0]) && is_single(n.operands[0]) && is_held(at(condition.operands[0]).kind)) {
      const place a = compared(condition.operands[0]);
      const place b = compared(condition.operands[1]);
      const place c = value(n.operands[1]);
      return emit_to_slot(condition.op == op::less ? opcode::select_less : opcode::select_less_equal, a, b, c, value(n.operands[2]));
    }
    const place a = value(n.operands[0]);
    const place b = value(n.operands[1]);
    return emit_to_slot(opcode::select, a, b, value(n.operands[2]));
  }

  place comparison(const program::node& n, opcode what) {
    const place a = compared(n.operands[0]);
    return emit_to_slot(what, a, compared(n.operands[1]));
  }
  /// A value that decides: what the machine sums up in another order than the plan says must not fall below a bound that it stands on.
  place compared(program::node_id id) {
    const place plain = value(id);
    if (!is_summed(id)) return plain;
    return emit_to_slot(opcode::snap, plain);
  }
  /// Whether a value is made of sums and curves without having been rounded since.
  [[nodiscard]] bool is_summed(program::node_id id) const {
    const program::node& n = at(id);
    if (is_constant(id) || n.kind != program::value_kind::number) return false;
    switch (n.op) {
      case op::add:
      case op::subtract:
      case op::curve: return true;
      case op::multiply:
      case op::divide:
      case op::negate:
      case op::select:
      case op::coalesce:
      case op::require: return std::any_of(n.operands.begin(), n.operands.end(), [&](program::node_id o) { return is_summed(o); });
      case op::call: {
        const auto f = static_cast<function>(n.index);
        if (f != function::min && f != function::max && f != function::clamp && f != function::abs) return false;
        return std::any_of(n.operands.begin(), n.operands.end(), [&](program::node_id o) { return is_summed(o); });
      }
      default: return false;
    }
  }

  /// select(bound <= x, value, select(lower bound <= x, …)): the grades, and whatever else goes by bands.
  [[nodiscard]] std::optional<chain> match_chain(program::node_id id) const {
    chain found;
    std::vector<turn> from_the_top;
    std::vector<program::node_id> values;
    const auto take_condition = [&](program::node_id c) -> std::optional<double> {
      while (at(c).op == op::require && constant(at(c).operands[1]) == 1.0) c = at(c).operands[0];  // true where it holds, else nothing
      const program::node& n = at(c);
      if (n.op != op::less_equal || is_constant(c) || at(n.operands[1]).kind != program::value_kind::number) return std::nullopt;
      if (found.of != none && found.of != n.operands[1]) return std::nullopt;
      const auto bound = constant(n.operands[0]);
      if (!bound || is_constant(n.operands[1])) return std::nullopt;
      found.of = n.operands[1];
      return bound;
    };
    const auto is_value = [&](program::node_id v) {
      return is_constant(v) && (at(v).kind == program::value_kind::text ? at(v).op == op::constant : constant(v).has_value());
    };
    program::node_id n = id;
    while (at(n).op == op::select && !is_constant(n)) {
      const auto bound = take_condition(at(n).operands[0]);
      if (!bound || !is_value(at(n).operands[1])) return std::nullopt;
      from_the_top.push_back({*bound, 0});
      values.push_back(at(n).operands[1]);
      n = at(n).operands[2];
    }
    if (at(n).op == op::require && !is_constant(n)) {
      const auto bound = take_condition(at(n).operands[0]);
      if (!bound || !is_value(at(n).operands[1])) return std::nullopt;
      from_the_top.push_back({*bound, 0});
      values.push_back(at(n).operands[1]);
      values.push_back(none);
    } else {
      if (!is_value(n)) return std::nullopt;
      values.push_back(n);
    }
    if (from_the_top.empty()) return std::nullopt;
    const bool is_text = at(id).kind == program::value_kind::text;
    std::reverse(from_the_top.begin(), from_the_top.end());
    std::reverse(values.begin(), values.end());
    // The first bound that holds from the top decides; asked from the bottom, the last one does.
    found.bands = std::move(from_the_top);
    found.values = std::move(values);
    if (found.values.front() != none) found.below = is_text ? 0 : *constant(found.values.front());
    for (std::size_t i = 0; i < found.bands.size(); ++i) found.bands[i].by = is_text ? static_cast<double>(i + 1) : *constant(found.values[i + 1]);
    // A band that everybody reaches needs no question.
    const auto least = least_of(found.of);
    while (least && !found.bands.empty() && found.bands.front().at <= *least) {
      found.below = found.bands.front().by;
      found.bands.erase(found.bands.begin());
      found.values.erase(found.values.begin());
    }
    return found;
  }
  /// What a value is never below, where the plan says it: max(0, …).
  [[nodiscard]] std::optional<double> least_of(program::node_id id) const {
    if (const auto known = constant(id)) return known;
    const program::node& n = at(id);
    if (n.op == op::require) return least_of(n.operands[1]);
    if (n.op != op::call) return std::nullopt;
    const auto of = [&](std::size_t i) { return least_of(n.operands[i]); };
    switch (static_cast<function>(n.index)) {
      case function::max: {
        std::optional<double> most;
        for (std::size_t i = 0; i < n.operands.size(); ++i)
          if (const auto one = of(i); one && (!most || *one > *most)) most = one;
        return most;
      }
      case function::min: {
        std::optional<double> least = of(0);
        for (std::size_t i = 1; i < n.operands.size() && least; ++i) {
          const auto one = of(i);
          least = one ? std::optional<double>(std::min(*least, *one)) : std::nullopt;
        }
        return least;
      }
      case function::clamp: return of(1);
      case function::round: {
        const auto least = of(0);
        return least && places_of(id) && *least == std::floor(*least) ? least : std::nullopt;  // whole numbers stay what they are
      }
      default: return std::nullopt;
    }
  }
  place bands(const chain& found) {
    const place of = compared(found.of);
    const place to = new_slot();
    coded& made = emit(opcode::bands, of);
    made.number[0] = found.below;
    made.turns = found.bands;
    made.r = to;
    return to;
  }

  /// A curve of constants without jumps, asked for its value, as a line that turns.
  [[nodiscard]] std::optional<line> line_of(const program::node& n) const {
    const program::curve_ask& ask = program_.asks[n.index];
    const program::curve& planned = program_.curves[ask.curve];
    using shape = enum program::curve::shape;
    using beyond = program::curve::beyond;
    const bool has_knots = planned.shape == shape::linear;
    if (ask.ask != program::curve_ask::kind::value || planned.schedule != none || (!has_knots && planned.shape != shape::marginal)) return std::nullopt;
    curve_numbers<double> numbers;
    for (const program::curve::tier& t : planned.tiers) {
      const auto from = constant(t.from);
      const auto to = t.to == none ? std::nullopt : constant(t.to);
      const auto y = constant(t.value);
      if (!from || !y || (t.to != none && !to)) return std::nullopt;
      numbers.from.push_back(*from);
      numbers.to.push_back(to);
      numbers.value.push_back(*y);
    }
    const prepared_curve<double> ready(planned, numbers);
    if (ready.why_not()) return std::nullopt;
    const auto goes_on = [](beyond b) { return b == beyond::flat || b == beyond::extend; };
    const bool is_open = !has_knots && !numbers.to.back();
    if (!goes_on(ready.below()) || (!is_open && !goes_on(ready.above()))) return std::nullopt;
    line made;
    const std::size_t size = numbers.from.size();
    if (ready.below() == beyond::flat) made.least = numbers.from.front();
    if (!is_open && ready.above() == beyond::flat) made.most = has_knots ? numbers.from.back() : *numbers.to.back();
    const auto slope_of = [&](std::size_t i) {
      return has_knots ? (numbers.value[i + 1] - numbers.value[i]) / (numbers.from[i + 1] - numbers.from[i]) : numbers.value[i];
    };
    const std::size_t stretches = has_knots ? size - 1 : size;
    for (std::size_t i = 0; has_knots && i + 1 < size; ++i)
      if (!(numbers.from[i] < numbers.from[i + 1])) return std::nullopt;  // a jump
    if (stretches == 0) return std::nullopt;
    made.slope = slope_of(0);
    made.start = (has_knots ? numbers.value.front() : 0) - made.slope * numbers.from.front();
    for (std::size_t i = 1; i < stretches; ++i)
      if (const double by = slope_of(i) - slope_of(i - 1); by != 0) made.turns.push_back({numbers.from[i], by});
    return made;
  }
  /// A curve, and no more than `cap`.
  std::optional<place> curve(program::node_id id, double cap = std::numeric_limits<double>::infinity()) {
    const auto shape = line_of(at(id));
    if (!shape) return std::nullopt;
    const place of = value(at(id).operands[0]);
    const place to = new_slot();
    coded& made = emit(opcode::curve, of);
    made.number[0] = shape->least;
    made.number[1] = shape->most;
    made.number[2] = shape->start;
    made.number[3] = shape->slope;
    made.number[4] = cap;
    made.turns = shape->turns;
    made.r = to;
    return to;
  }

  std::optional<place> call(program::node_id id) {
    const program::node& n = at(id);
    switch (static_cast<function>(n.index)) {
      case function::min:
      case function::max: return extreme(id);
      case function::clamp: {
        const auto least = constant(n.operands[1]);
        const auto most = constant(n.operands[2]);
        if (!least || !most || *least > *most) return std::nullopt;
        return within(value(n.operands[0]), *least, *most);
      }
      case function::abs: return emit_to_slot(opcode::absolute, value(n.operands[0]));
      case function::round: {
        const auto places = places_of(id);
        if (!places) return std::nullopt;
        const place x = value(n.operands[0]);
        const place to = new_slot();
        coded& made = emit(opcode::round, x);
        made.number[0] = power(*places);
        made.number[1] = 1 / power(*places);
        made.r = to;
        return to;
      }
      default: return std::nullopt;
    }
  }
  place within(place x, double least, double most) {
    const place to = new_slot();
    coded& made = emit(opcode::within, x);
    made.number[0] = least;
    made.number[1] = most;
    made.r = to;
    return to;
  }
  /// min or max of any number of values; of one value and constants it is a range.
  place extreme(program::node_id id) {
    const program::node& n = at(id);
    const bool is_min = static_cast<function>(n.index) == function::min;
    constexpr double open = std::numeric_limits<double>::infinity();
    if (n.operands.size() == 2) {
      for (std::size_t side = 0; side < 2; ++side) {
        const auto limit = constant(n.operands[1 - side]);
        const program::node_id x = n.operands[side];
        if (!limit || is_constant(x)) continue;
        // max(min(x, most), least), the other way round likewise.
        const program::node& inner = at(x);
        const bool is_other = inner.op == op::call && static_cast<function>(inner.index) == (is_min ? function::max : function::min);
        if (is_other && is_single(x) && inner.operands.size() == 2 && places_[x].where == kind::nowhere) {
          const auto other = constant(inner.operands[1]);
          const bool fits = other && !is_constant(inner.operands[0]) && (is_min ? *other <= *limit : *limit <= *other);
          if (fits) return within(value(inner.operands[0]), is_min ? *other : *limit, is_min ? *limit : *other);
        }
        if (is_min && inner.op == op::curve && is_single(x) && places_[x].where == kind::nowhere)
          if (const auto capped = curve(x, *limit)) return *capped;
        return within(value(x), is_min ? -open : *limit, is_min ? *limit : open);
      }
    }
    place found = value(n.operands.front());
    for (std::size_t i = 1; i < n.operands.size(); ++i) {
      const place next = value(n.operands[i]);
      found = emit_to_slot(is_min ? opcode::least : opcode::most, found, next);
    }
    return found;
  }

  [[nodiscard]] static double power(int places) { return static_cast<double>(power_of_ten(places)); }
  static constexpr int most_places = 15;
  /// Of round(x, places, half up) with constant places.
  [[nodiscard]] std::optional<int> places_of(program::node_id id) const {
    const program::node& n = at(id);
    if (n.op != op::call || static_cast<function>(n.index) != function::round || is_constant(id)) return std::nullopt;
    const auto places = n.operands.size() > 1 ? constant(n.operands[1]) : std::optional<double>(0);
    if (!places || *places != std::floor(*places) || *places < 0 || *places > most_places) return std::nullopt;
    if (n.operands.size() > 2) {
      const program::node& mode = at(n.operands[2]);
      if (mode.op != op::constant || program_.constants[mode.index].mode != rounding_mode::half_up) return std::nullopt;
    }
    return static_cast<int>(*places);
  }

  /// Writes an output; false when the steps must.
  bool leave(std::uint32_t index) {
    const program::output& o = program_.outputs[index];
    const program::node& n = at(o.node);
    const place to{kind::output, index};
    if (is_constant(o.node) && (n.kind != program::value_kind::number || !constant(o.node))) return false;
    if (n.kind == program::value_kind::text) {
      const auto found = match_chain(o.node);
      if (!found) return false;
      const place of = compared(found->of);
      coded& made = emit(opcode::band_codes, of);
      made.number[0] = found->below;
      made.turns = found->bands;
      for (const program::node_id v : found->values) made.texts.push_back(v == none ? std::string() : program_.constants[at(v).index].text);
      made.r = to;
      return true;
    }
    if (n.kind != program::value_kind::number || o.places < 0 || o.places > most_places) return false;
    // A value that the plan rounds to the places of its column is rounded once, and read there by whatever else needs it.
    const auto is_rounded = [&](program::node_id id) { return places_of(id) == o.places; };
    program::node_id left = o.node;
    while (is_rounded(left) && is_rounded(at(left).operands[0])) left = at(left).operands[0];
    const bool is_kept = is_rounded(left) && places_[left].where == kind::nowhere;
    bring_to_sum(is_kept ? at(left).operands[0] : left);
    coded& made = emit(o.is_pay ? opcode::sum_leave_paid : opcode::sum_leave);
    made.number[0] = power(o.places);
    made.number[1] = 1 / power(o.places);
    constexpr double most_summed = 0x1p39;  // so that the units of a block add up to less than 2^53
    made.number[2] = (o.is_pay ? most_summed : largest_scaled) / power(o.places);
    made.r = to;
    if (is_kept) places_[left] = to;
    return true;
  }

  const program::program& program_;
  const surroundings& around_;
  std::vector<place> places_;        // by node
  std::vector<std::uint32_t> uses_;  // by node
  stage_code out_;
};

}  // namespace attain::engine::machine
