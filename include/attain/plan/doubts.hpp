// SPDX-License-Identifier: Apache-2.0
/// Warns of what a plan may say and hardly anybody means: limits, rates and scores a hundred times too large, lines paid twice, rows of all time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/formula/to_text.hpp"
#include "attain/number/rational.hpp"
#include "attain/plan/constants.hpp"
#include "attain/plan/model.hpp"
#include "attain/plan/validate_weights.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::model {

/// Goes through one plan without mistakes; made for one call of `doubt`.
class doubter {
 public:
  doubter(const plan& p, diagnostics& messages) : plan_(p), messages_(messages) {}

  void check() {
    for (const curve& c : plan_.curves) doubt_below(c);
    for (std::size_t c = 0; c < plan_.names.curves.size(); ++c) doubt_rates(plan_.curves[c], plan_.names.curves[c]);
    for (const indicator& i : plan_.indicators) doubt_scale(i);
    doubt_scale_of_score();
    doubt_order();
    for (const incentive& i : plan_.incentives) doubt_pay(i);
    for (const formula::quantity& q : plan_.names.quantities)
      if (q.has_formula && !q.formula.is_bad()) doubt_formula(q.formula);
    for (std::uint32_t t = 0; t < plan_.names.tables.size(); ++t) doubt_all_time(t);
  }

 private:
  using tree = formula::tree;
  using expr = formula::expr;
  using expr_id = formula::expr_id;
  using expr_kind = formula::expr_kind;
  using dimension = formula::dimension;

  void warn(span where, std::string message, std::string help, std::string here) {
    messages_.warning(code::doubtful, where, std::move(message), std::move(help)).here = std::move(here);
  }

  [[nodiscard]] const tree& formula_of(quantity_id q) const { return plan_.names.quantities[q].formula; }
  [[nodiscard]] std::optional<rational> value(quantity_id q) const { return constant_value(plan_.names, q); }
  [[nodiscard]] std::string text(quantity_id q) const { return formula::to_text(formula_of(q), formula_of(q).root); }
  /// The number that a formula is, all of it; null when it is more or something else.
  [[nodiscard]] const expr* literal(quantity_id q) const {
    if (q == none || formula_of(q).is_bad()) return nullptr;
    const expr& e = formula_of(q)[formula_of(q).root];
    return e.kind == expr_kind::number ? &e : nullptr;
  }
  [[nodiscard]] static std::string hundredfold_text(const rational& v) {
    const auto shown = (v * rational(100)).to_decimal(6, rounding_mode::half_even);
    return shown ? to_text(*shown) : "100";
  }

  // Curves

  /// A line that rises from its first knot and is flat before it: who stays below that knot gets as much as who reaches it.
  void doubt_below(const curve& c) {
    const bool has_knots = c.shape == curve::shape::linear || c.shape == curve::shape::rate_linear;
    if (!has_knots || c.rows || c.below != curve::beyond::by_default || c.tiers.size() < 2) return;
    const curve::tier& first = c.tiers[0];
    const auto x = value(first.from);
    const auto y = value(first.value);
    const auto next = value(c.tiers[1].value);
    if (!x || !y || !next || x->sign() <= 0 || y->is_zero() || *next <= *y) return;
    const bool is_score = static_cast<std::size_t>(&c - plan_.curves.data()) >= plan_.names.curves.size();
    const auto quoted = [&](quantity_id q) { return literal(q) != nullptr && literal(q)->unit.empty() ? text(q) : "\"" + text(q) + "\""; };
    const std::string help = is_score
                                 ? "for 0 below it begin the knots with [" + quoted(first.from) + ", 0]; if it is meant, with [0, " + quoted(first.value) + "]"
                                 : "write below = 0, or below = \"flat\" if it is meant";
    warn(formula_of(first.value).whole,
         "below the first knot (" + text(first.from) + ") the " + (c.shape == curve::shape::linear ? "value " : "rate ") + text(first.value) + " holds", help,
         "also for everything below " + text(first.from));
  }

  /// Rates of money are fractions: a bare 5 is 500 %.
  void doubt_rates(const curve& c, const formula::curve_name& name) {
    if (!name.scales_argument || !name.argument || name.argument->kind != dimension::money) return;
    for (const curve::tier& t : c.tiers) {
      const expr* rate = literal(t.value);
      if (rate == nullptr || !rate->unit.empty() || rational(rate->value) < rational(2)) continue;
      const std::string written = to_text(rate->value);
      warn(rate->where, "a rate of " + written + " pays " + hundredfold_text(rational(rate->value)) + "% of the money",
           "write \"" + written + "%\"; if so much is meant, \"" + percent_text(rational(rate->value)) + "\"", "as a number 1 is 100%");
      return;
    }
  }

  // The scale of scores

  /// Scores are numbers of which 100 means that the target is met; a percentage is a hundredth of what it looks like.
  void doubt_percent(quantity_id q, const std::string& what) {
    const expr* e = literal(q);
    if (e == nullptr || e->unit != "%" || e->value.coefficient == 0) return;
    const rational share = rational(e->value) / rational(100);
    const auto plain = share.to_decimal(20, rounding_mode::half_even);
    warn(e->where, what + " is " + (plain ? to_text(*plain) : "a fraction") + ": a score of 100 means target met",
         "write " + to_text(e->value) + (plain ? "; if the score is a fraction, " + to_text(*plain) : std::string()), "a percentage");
  }

  void doubt_scale(const indicator& i) {
    const scoring& s = i.score_by;
    const std::string score = "score of `" + i.name + "`";
    doubt_percent(i.cap, "the largest " + score);
    doubt_percent(s.cap, "the largest " + score);
    doubt_percent(i.floor, "the smallest " + score);
    doubt_percent(s.floor, "the smallest " + score);
    doubt_percent(i.if_missing, "the " + score);
    doubt_percent(s.full, "the full " + score);
    if (s.how != scoring::method::linear && s.how != scoring::method::interval) return;
    for (const curve::tier& t : plan_.curves[s.curve].tiers) doubt_percent(t.value, "this " + score);
  }

  [[nodiscard]] bool grades_the_score() const {
    if (plan_.graded == none || plan_.score == none) return false;
    if (plan_.graded == plan_.score) return true;
    const tree& by = formula_of(plan_.graded);
    if (by.is_bad()) return false;
    const formula::reference& target = by[by.root].target;
    return by[by.root].kind == expr_kind::name && target.kind == formula::reference_kind::quantity && target.index == plan_.score;
  }

  void doubt_scale_of_score() {
    doubt_percent(plan_.scorecard.least, "the smallest score");
    doubt_percent(plan_.scorecard.most, "the largest score");
    if (!grades_the_score()) return;
    for (const grade& g : plan_.grades) doubt_percent(g.from, "the score from which `" + g.name + "` is given");
  }

  /// Adjustments work one after the other, so what follows a veto takes it back in part.
  void doubt_order() {
    const adjustment* veto = nullptr;
    for (const adjustment& a : plan_.adjustments) {
      if (a.what == adjustment::kind::set) {
        veto = a.when != none || a.applies != none ? &a : nullptr;
        continue;
      }
      const auto number = value(a.value);
      if (a.what == adjustment::kind::factor && number && number->sign() < 0)
        warn(formula_of(a.value).whole, "the factor of `" + a.name + "` is negative, and so is the score then",
             "a deduction of " + percent_text(-*number) + " is factor = \"" + percent_text(rational(1) + *number) + "\"", percent_text(*number));
      if (veto == nullptr) continue;
      const bool adds = a.what == adjustment::kind::points;
      diagnostic& d =
          messages_.warning(code::doubtful, a.where, "`" + a.name + "` " + (adds ? "adds points to" : "multiplies") + " what `" + veto->name + "` has set",
                            "adjustments work in the order listed: let `" + veto->name + "` stand last");
      d.here = "after `" + veto->name + "`";
      d.related.push_back({veto->where, "sets the score"});
    }
  }

  // Pay

  void doubt_pay(const incentive& i) {
    if (i.per != none && i.floor != none) doubt_floor(i);
    if (!i.pays || i.multiplier != none || i.amount == none || formula_of(i.amount).is_bad()) return;
    const tree& amount = formula_of(i.amount);
    const expr& root = amount[amount.root];
    if ((root.kind != expr_kind::name && root.kind != expr_kind::member) || root.target.kind != formula::reference_kind::quantity) return;
    for (const incentive& other : plan_.incentives) {
      if (!other.pays || (other.line != root.target.index && other.event_pay != root.target.index)) continue;
      diagnostic& d =
          messages_.warning(code::doubtful, root.where, "`" + i.name + "` pays the amount of `" + other.name + "` once more",
                            "if only `" + i.name + "` is to be paid, write pays = false in `" + other.name + "`; if both are, 100% * " + text(i.amount));
      d.here = "paid already";
      d.related.push_back({other.where, "paid too"});
    }
  }

  void doubt_floor(const incentive& i) {
    const auto least = value(i.floor);
    if (!least || least->sign() <= 0) return;
    const std::string& rows = plan_.names.tables[i.per].name;
    warn(formula_of(i.floor).whole, "the floor of `" + i.name + "` is for each row of `" + rows + "`, not for their sum",
         "if that is meant, write it in the amount: max(" + text(i.amount) + ", " + text(i.floor) +
             "); if the sum is, write pays = false here and add a line with amount = \"" + i.name + "\" and this floor",
         "each row pays at least this");
  }

  // Formulas

  void doubt_formula(const tree& f) {
    for (expr_id id = 0; id < f.nodes.size(); ++id) {
      const expr& e = f[id];
      if (e.kind == expr_kind::compare || e.kind == expr_kind::between) doubt_comparison(f, e);
      if (e.kind == expr_kind::call) doubt_count(f, id);
      if (e.kind == expr_kind::name || e.kind == expr_kind::member) note_column(e);
    }
    // An order of rows says nothing of which of them count.
    for (const formula::call_clauses& c : f.clauses)
      for (const auto& key : c.order_by)
        if (f[key.key].target.kind == formula::reference_kind::column) --used_[{f[key.key].target.table, f[key.key].target.index}];
  }

  void note_column(const expr& e) {
    if (e.target.kind == formula::reference_kind::column) ++used_[{e.target.table, e.target.index}];
  }

  void doubt_comparison(const tree& f, const expr& e) {
    for (std::size_t i = 1; i < e.operands.size(); ++i) {
      const std::size_t before = e.kind == expr_kind::between ? 0 : i - 1;
      const bool is_equality =
          e.kind == expr_kind::compare && (e.comparisons[i - 1] == formula::comparison::equal || e.comparisons[i - 1] == formula::comparison::not_equal);
      for (const auto& [a, b] : {std::pair(e.operands[before], e.operands[i]), std::pair(e.operands[i], e.operands[before])}) {
        if (is_equality) doubt_empty_text(f, a, b, e.comparisons[i - 1] == formula::comparison::not_equal);
        else doubt_ratio(f, a, b);
      }
    }
  }

  /// 60 for 60 %; an attainment has a message of its own.
  void doubt_ratio(const tree& f, expr_id named, expr_id number) {
    const expr& n = f[number];
    if (f[named].result.kind != dimension::ratio || f[named].kind == expr_kind::number || n.kind != expr_kind::number || !n.unit.empty() ||
        rational(n.value) < rational(10))
      return;
    const formula::reference& target = f[named].target;
    if (target.kind == formula::reference_kind::quantity && plan_.names.quantities[target.index].name.ends_with(".attainment")) return;
    warn(n.where, "`" + formula::to_text(f, named) + "` is a ratio, and " + to_text(n.value) + " is " + hundredfold_text(rational(n.value)) + "%",
         "did you mean `" + to_text(n.value) + "%`?", "as a number 1 is 100%");
  }

  void doubt_empty_text(const tree& f, expr_id named, expr_id written, bool negated) {
    const expr& e = f[named];
    if (f[written].kind != expr_kind::text || !f[written].text.empty() || (e.kind != expr_kind::name && e.kind != expr_kind::member)) return;
    warn(f[written].where, "an empty cell is missing, it is no empty text",
         "write `" + std::string(negated ? "not " : "") + "is_missing(" + formula::to_text(f, named) + ")`", "no cell holds this");
  }

  void doubt_count(const tree& f, expr_id id) {
    const expr& e = f[id];
    if (e.target.kind != formula::reference_kind::function || e.target.index != static_cast<std::uint32_t>(formula::function::count) || !e.rows.resolved ||
        e.operands.size() != 2)
      return;
    const expr& x = f[e.operands[1]];
    if (x.result.kind != dimension::boolean) return;
    const std::string& rows = plan_.names.tables[e.rows.table].name;
    std::string condition = formula::to_text(f, e.operands[1]);
    if (x.kind == expr_kind::member && condition.starts_with(rows + ".")) condition.erase(0, rows.size() + 1);
    const formula::call_clauses* clauses = f.clauses_of(id);
    const std::string others = clauses != nullptr && clauses->where != formula::no_expr ? "(" + formula::to_text(f, clauses->where) + ") and " : "";
    warn(e.where, "`count` counts the rows with an answer here, a `no` too",
         "write `count(" + rows + " where " + others + condition + ")`; if all answers are meant, `count(" + rows + " where " + others + "not is_missing(" +
             condition + "))`",
         "also where it does not hold");
  }

  // Tables

  /// Events with a day that nothing looks at, in a plan of a period.
  void doubt_all_time(std::uint32_t at) {
    const formula::table& t = plan_.names.tables[at];
    if (!plan_.period || t.kind != formula::table_kind::event || t.date != none || t.all_time || t.only_date() == none) return;
    const formula::column& c = t.columns[t.only_date()];
    const auto used = used_.find({at, t.only_date()});
    if (c.type_of.optional || (used != used_.end() && used->second > 0)) return;
    warn(c.where, "rows of `" + t.name + "` count whatever their `" + c.name + "`, also outside the period",
         "add date = \"" + c.name + "\" to [tables." + t.name + "], or date = false if it is meant", "says no period");
  }

  const plan& plan_;
  diagnostics& messages_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> used_;  ///< how often formulas name a column of a table, but for orders of rows
};

/// Warns of what is rarely meant. To be called last, as each of these doubts stands on the types that the checker found.
inline void doubt(const plan& p, diagnostics& messages) {
  if (!messages.has_errors()) doubter(p, messages).check();
}

}  // namespace attain::model
