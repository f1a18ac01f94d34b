// SPDX-License-Identifier: Apache-2.0
/// Reads what the score is made of: indicators, the scorecard, adjustments.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/plan/read_context.hpp"
#include "attain/plan/read_scoring.hpp"
#include "attain/plan/read_sections.hpp"

namespace attain::model {

/// Scores are rounded to six places where the plan does not say otherwise.
inline constexpr rounding score_rounding{rounding_mode::half_up, 6, std::nullopt};

/// Reads [[indicators]]; made for one call of `read_indicators`.
class indicator_reader {
 public:
  explicit indicator_reader(reader& r) : r_(r) {}

  void read() {
    for (const document::value* v : tables_at(r_.root(), "indicators")) read_indicator(*v);
  }

 private:
  using dimension = formula::dimension;

  void read_indicator(const document::value& v) {
    const named name = r_.name_of(v, "an indicator");
    indicator i;
    i.name = name.text;
    i.where = name.where;
    if (const auto label = text_at(v, "label")) i.label = label->text;
    const std::uint32_t reps = r_.population();
    i.actual = r_.required_slot(v, "actual", name, reps, std::nullopt);
    i.target = r_.slot(v, "target", name, reps, std::nullopt);
    read_attainment(v, name, i);
    i.applies = r_.slot(v, "applies", name, reps, dimension::boolean);
    i.section = find_section_of(r_, v);
    read_weight(v, name, i);
    read_scored(v, name, i);
    enter(v, name, i);
    r_.result.indicators.push_back(std::move(i));
  }

  void read_attainment(const document::value& v, const named& name, indicator& i) {
    i.lower_is_better = word_is(v, "direction", "lower");
    i.two_minus = word_is(v, "lower", "2 - actual/target");
    if (const document::member* lower = v.find("lower"); lower != nullptr && r_.lacks(v, "direction")) {
      r_.messages
          .error(code::missing_key, lower->key_where, "`lower` says how less is better, and `" + name.text + "` does not say that it is",
                 "add direction = \"lower\"")
          .here = "`direction` is missing";
    }
    read_zero_target(v, name, i);
    i.attainment = r_.slot(v, "attainment", name, r_.population(), dimension::number);
    i.attainment_given = i.attainment != none;
    if (i.attainment_given || i.target == none) return;
    std::vector<quantity_id> needs{i.actual, i.target};
    if (i.zero_target.what == zero_target::rule::attainment) needs.push_back(i.zero_target.value);
    i.attainment = r_.add_rule(name.text + ".attainment", name.where, r_.population(), dimension::ratio, std::move(needs));
  }

  void read_zero_target(const document::value& v, const named& name, indicator& i) {
    const document::member* m = v.find("zero_target");
    if (m == nullptr) return;
    if (word_is(v, "zero_target", "missing")) i.zero_target.what = zero_target::rule::missing;
    if (m->content.kind != document::value_kind::table) return;
    const document::value& table = m->content;
    const named owner{name.text + ".zero_target", m->key_where};
    const quantity_id attainment = r_.slot(table, "attainment", owner, r_.population(), dimension::number);
    const quantity_id score = r_.slot(table, "score", owner, r_.population(), dimension::number);
    if (attainment != none && score != none) {
      r_.messages.error(code::wrong_value, m->content.where, "`zero_target` sets the attainment or the score, not both", "delete one of them").here =
          "two ways";
    } else if (attainment == none && score == none) {
      r_.messages.error(code::missing_key, m->content.where, "`zero_target` sets nothing", "write { attainment = \"100%\" } or { score = 100 }").here =
          "`attainment` or `score` is missing";
    }
    if (attainment != none) i.zero_target = {zero_target::rule::attainment, attainment};
    else if (score != none) i.zero_target = {zero_target::rule::score, score};
  }

  void read_weight(const document::value& v, const named& name, indicator& i) {
    i.weight = r_.slot(v, "weight", name, r_.population(), dimension::number);
    if (i.weight == none && r_.has_unknown_keys(v)) i.weight = r_.add_bad("weight", name, r_.population());
    // Under `mean` everything counts once where nothing else is said.
    if (i.weight == none && r_.result.scorecard.mean) i.weight = r_.add_constant(name.text + ".weight", 1, name.where);
    if (i.section == none && weighs(i)) needs_section(r_, v, name);
  }

  [[nodiscard]] bool is_zero(quantity_id weight) {
    const formula::tree& t = r_.names().quantities[weight].formula;
    return !t.is_bad() && t[t.root].kind == formula::expr_kind::number && t[t.root].value.coefficient == 0;
  }
  /// False also for a weight that could not be read: it may not have been meant at all.
  [[nodiscard]] bool weighs(const indicator& i) { return i.weight != none && !r_.names().quantities[i.weight].formula.is_bad() && !is_zero(i.weight); }

  void read_scored(const document::value& v, const named& name, indicator& i) {
    const document::member* written = v.find("score");
    scoring_reader scoring_of(r_, name);
    if (written != nullptr) i.score_by = scoring_of.read(*written, i.score_formula);
    else if (weighs(i) && r_.lacks(v, "score")) i.score_by = scoring_of.by_default();
    if (written == nullptr && r_.lacks(v, "score") && (i.weight == none || is_zero(i.weight))) return refuse_limits(v, name);
    const std::uint32_t reps = r_.population();
    i.cap = r_.slot(v, "cap", name, reps, dimension::number);
    i.floor = r_.slot(v, "floor", name, reps, dimension::number);
    i.if_missing = r_.slot(v, "if_missing", name, reps, dimension::number);
    if (i.if_missing == none && i.weight != none && r_.result.scorecard.missing == scorecard::gap::zero)
      i.if_missing = r_.add_constant(name.text + ".if_missing", 0, name.where);
    if (v.find("round") != nullptr) i.round = r_.read_rounding(v, "round", score_rounding);
    i.round_points = r_.result.scorecard.round_parts;
    if (v.find("round_points") != nullptr) i.round_points = r_.read_rounding(v, "round_points", score_rounding);
    const scoring& s = i.score_by;
    const bool by_attainment = s.how != scoring::method::absent && s.how != scoring::method::formula && !s.on_actual;
    if (by_attainment && i.attainment == none && !r_.has_unknown_keys(v)) needs_target(written, name);
    i.score = r_.add_rule(name.text + ".score", name.where, reps, dimension::number, needs_of_score(i, by_attainment));
    for (std::uint32_t at = s.curve; at != none; at = r_.result.curves[at].otherwise)
      if (r_.result.curves[at].rows) r_.names().quantities[i.score].reads.push_back(r_.result.curves[at].rows->table);
    if (i.weight != none) i.points = r_.add_rule(name.text + ".points", name.where, reps, dimension::number, {i.score, i.weight});
  }

  /// Keys about a score that there is not.
  void refuse_limits(const document::value& v, const named& name) {
    for (const std::string_view key : {"cap", "floor", "if_missing", "round", "round_points"}) {
      const document::member* m = v.find(key);
      if (m == nullptr) continue;
      diagnostic& d = r_.messages.error(code::bad_score, m->key_where, "`" + std::string(key) + "` is about the score of `" + name.text + "`, which has none",
                                        "add `score` or `weight`, or delete it");
      d.here = "of which score?";
      d.related.push_back({name.where, "no score"});
      return;
    }
  }

  void needs_target(const document::member* written, const named& name) {
    diagnostic& d = r_.messages.error(code::needs_target, written != nullptr ? written->key_where : name.where,
                                      "the score of `" + name.text + "` needs its attainment, and `" + name.text + "` has no target",
                                      "add `target`, or score what was reached: on = \"actual\"");
    d.here = "by attainment";
    if (written != nullptr) d.related.push_back({name.where, "no target"});
  }

  [[nodiscard]] std::vector<quantity_id> needs_of_score(const indicator& i, bool by_attainment) const {
    const scoring& s = i.score_by;
    std::vector<quantity_id> needs{i.score_formula, by_attainment ? i.attainment : i.actual,
                                   s.cap,           s.floor,
                                   s.full,          s.at,
                                   s.per,           s.each,
                                   s.base,          s.standard,
                                   s.unacceptable,  s.satisfactory,
                                   i.cap,           i.floor,
                                   i.if_missing,    i.applies};
    if (i.zero_target.what == zero_target::rule::score) needs.push_back(i.zero_target.value);
    for (std::uint32_t at = s.curve; at != none; at = r_.result.curves[at].otherwise) {
      const curve& c = r_.result.curves[at];
      for (const curve::tier& t : c.tiers) needs.insert(needs.end(), {t.from, t.to, t.value});
      needs.insert(needs.end(), {c.below_value, c.above_value});
      if (!c.rows) continue;
      needs.insert(needs.end(), c.rows->match.begin(), c.rows->match.end());
      needs.push_back(c.rows->on);
    }
    return needs;
  }

  void enter(const document::value& v, const named& name, const indicator& i) {
    formula::part_list parts;
    parts.name = name.text;
    parts.where = name.where;
    parts.what = "indicator";
    parts.table = r_.population();
    const std::pair<const char*, quantity_id> all[] = {
        {"actual", i.actual}, {"target", i.target}, {"attainment", i.attainment}, {"score", i.score}, {"points", i.points}};
    for (const auto& [part, quantity] : all)
      if (quantity != none) parts.parts.emplace_back(part, quantity);
    // Without a name nothing can refer to it.
    if (v.find("name") != nullptr)
      r_.declare(name, {formula::symbol_kind::parts, static_cast<std::uint32_t>(r_.names().part_lists.size()), {}}, "an indicator");
    r_.names().part_lists.push_back(std::move(parts));
  }

  reader& r_;
};

inline void read_indicators(reader& r) { indicator_reader(r).read(); }

/// Reads [scorecard], before the indicators: they ask it how they are combined and rounded.
inline void read_scorecard(reader& r) {
  scorecard& s = r.result.scorecard;
  s.round = score_rounding;
  const document::member* m = r.root().find("scorecard");
  if (m == nullptr || m->content.kind != document::value_kind::table) return;
  const document::value& v = m->content;
  const named owner{"scorecard", v.where};
  s.where = v.where;
  s.mean = word_is(v, "combine", "mean");
  s.normalise = flag_at(v, "normalise", false);
  if (word_is(v, "missing", "zero")) s.missing = scorecard::gap::zero;
  if (word_is(v, "missing", "renormalise")) s.missing = scorecard::gap::renormalise;
  s.round = r.read_rounding(v, "round", score_rounding);
  if (v.find("round_parts") != nullptr) s.round_parts = r.read_rounding(v, "round_parts", score_rounding);
  s.least = r.slot(v, "min", owner, r.population(), formula::dimension::number);
  s.most = r.slot(v, "max", owner, r.population(), formula::dimension::number);
}

/// Reads [[adjustments]].
inline void read_adjustments(reader& r) {
  static constexpr std::pair<std::string_view, adjustment::kind> ways[] = {
      {"points", adjustment::kind::points}, {"factor", adjustment::kind::factor}, {"set", adjustment::kind::set}};
  std::map<std::string, span> taken;
  for (const document::value* v : tables_at(r.root(), "adjustments")) {
    const named name = r.name_of(*v, "an adjustment");
    adjustment a;
    a.name = name.text;
    a.where = name.where;
    if (const auto label = text_at(*v, "label")) a.label = label->text;
    if (v->find("name") != nullptr) r.declare_own(taken, name, "adjustments");
    const document::member* first = nullptr;
    for (const auto& [key, kind] : ways) {
      const document::member* m = v->find(key);
      if (m == nullptr) continue;
      if (first != nullptr) {
        diagnostic& d = r.messages.error(code::wrong_value, m->key_where, "`" + name.text + "` changes the score in two ways",
                                         "make two adjustments of it; they work in the order listed");
        d.here = "the second way";
        d.related.push_back({first->key_where, "the first way"});
        break;
      }
      first = m;
      a.what = kind;
      a.value = r.slot(*v, key, name, r.population(), formula::dimension::number);
    }
    if (r.lacks(*v, "points") && r.lacks(*v, "factor") && r.lacks(*v, "set")) {
      r.messages
          .error(code::missing_key, name.where, "`" + name.text + "` does not say how it changes the score",
                 "add `points` (added), `factor` (multiplied) or `set` (replaces it)")
          .here = "`points`, `factor` or `set` is missing";
    }
    a.when = r.slot(*v, "when", name, r.population(), formula::dimension::boolean);
    a.applies = r.slot(*v, "applies", name, r.population(), formula::dimension::boolean);
    r.result.adjustments.push_back(std::move(a));
  }
}

/// Adds the score itself, once everything it is made of was read.
inline void read_score(reader& r) {
  plan& p = r.result;
  std::vector<quantity_id> parts;
  std::vector<quantity_id> needs;
  for (const indicator& i : p.indicators) {
    if (i.points == none) continue;
    p.has_score = true;
    needs.push_back(i.points);
    parts.insert(parts.end(), {i.score, i.weight});
  }
  for (const score_section& s : p.sections) parts.push_back(s.weight);
  share_needs(r, parts);
  needs.insert(needs.end(), parts.begin(), parts.end());
  if (!p.has_score) {
    if (!p.adjustments.empty() && !r.lost("indicators")) {
      r.messages.error(code::bad_score, p.adjustments.front().where, "there is no score to adjust", "give at least one indicator a `weight`").here =
          "nothing to adjust";
    }
    return;
  }
  for (const adjustment& a : p.adjustments) needs.insert(needs.end(), {a.value, a.when, a.applies});
  needs.insert(needs.end(), {p.scorecard.least, p.scorecard.most});
  const span where = p.scorecard.where == span{} ? p.indicators.front().where : p.scorecard.where;
  p.score = r.add_rule("score", where, r.population(), formula::dimension::number, std::move(needs));
  r.give("score", {formula::symbol_kind::quantity, p.score, where});
}

}  // namespace attain::model
