// SPDX-License-Identifier: Apache-2.0
/// The scorecard as nodes: which indicators count in a row and with which share, their points, and the score that they and the adjustments make.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "attain/plan/constants.hpp"
#include "attain/program/lower_rules.hpp"

namespace attain::program {

inline rule_lowering::part_of_score rule_lowering::part_of_score_at(const model::indicator& i, frame_id at) {
  part_of_score p;
  p.indicator = &i;
  p.score = get(i.score, at);
  p.weight = get(i.weight, at);
  p.is_proven = make_.at(p.weight).depends == dependency::nothing && model::constant_value(plan_.names, i.weight).has_value();
  p.applies = both(applies(p.score, at), applies(p.weight, at), at);
  if (i.section != none) p.applies = both(p.applies, applies(get(plan_.sections[i.section].weight, at), at), at);
  p.counts = p.applies;
  if (plan_.scorecard.missing == model::scorecard::gap::renormalise) {
    const node_id absent = make_.make(op::is_missing, value_kind::boolean, at, {p.score});
    p.counts = both(p.counts, make_.make(op::logical_not, value_kind::boolean, at, {absent}), at);
    // A score may be passed over when it is missing, but not because nobody can tell whom the indicator is for.
    if (const node_id meant = decided(i.applies, false, at); meant != none) p.counts = choose(meant, p.counts, make_.boolean(false), at);
  }
  return p;
}

inline const rule_lowering::scorecard_parts& rule_lowering::scorecard_at(frame_id at) {
  const auto known = scorecards_.find(at);
  if (known != scorecards_.end()) return known->second;
  scorecard_parts sections(std::max<std::size_t>(plan_.sections.size(), 1));
  for (std::size_t s = 0; s < plan_.sections.size(); ++s) {
    const id weight = plan_.sections[s].weight;
    sections[s].section = &plan_.sections[s];
    sections[s].weight = get(weight, at);
    sections[s].is_proven = make_.at(sections[s].weight).depends == dependency::nothing && model::constant_value(plan_.names, weight).has_value();
  }
  for (const model::indicator& i : plan_.indicators) {
    if (i.points == none) continue;
    const part_of_score part = part_of_score_at(i, at);
    if (part.is_proven && model::constant_value(plan_.names, i.weight) == rational(0)) continue;  // a measure outside the score
    part_of_scorecard& section = sections[i.section == none ? 0 : i.section];
    section.applies = section.parts.empty() ? part.applies : either(section.applies, part.applies, at);
    const node_id weighs = part.is_proven ? part.counts : both(part.counts, weighs_something(part.weight, at), at);
    section.counts = section.parts.empty() ? weighs : either(section.counts, weighs, at);
    section.parts.push_back(part);
  }
  std::erase_if(sections, [](const part_of_scorecard& s) { return s.parts.empty(); });
  return scorecards_.emplace(at, std::move(sections)).first->second;
}

inline node_id rule_lowering::weighs_something(node_id weight, frame_id at) {
  return make_.make(op::not_equal, value_kind::boolean, at, {weight, make_.number(0)});
}

/// The weights of the indicators for which a condition holds.
inline node_id rule_lowering::sum_of(const part_of_scorecard& section, node_id part_of_score::*condition, frame_id at) {
  node_id sum = none;
  for (const part_of_score& p : section.parts) {
    const node_id weight = where(p.*condition, p.weight, make_.number(0), at);
    sum = sum == none ? weight : number(op::add, at, {sum, weight});
  }
  return sum;
}

inline node_id rule_lowering::sum_of(const scorecard_parts& sections, node_id part_of_scorecard::*condition, frame_id at) {
  node_id sum = none;
  for (const part_of_scorecard& s : sections) {
    const node_id weight = where(s.*condition, s.weight, make_.number(0), at);
    sum = sum == none ? weight : number(op::add, at, {sum, weight});
  }
  return sum;
}

/// A weight as a share of the sum over all that count.
inline node_id rule_lowering::divided(node_id weight, node_id sum, frame_id at) {
  const node_id some = make_.make(op::less, value_kind::boolean, at, {make_.number(0), sum});
  const std::uint32_t outer = make_.origin();
  make_.set_origin(make_.add_origin("score", "", plan_.names.quantities[plan_.score].where));
  const node_id positive = make_.make(op::require, value_kind::number, at, {some, sum, sum}, static_cast<std::uint32_t>(code::row_weights));
  make_.set_origin(outer);
  return number(op::divide, at, {weight, positive});
}

inline bool rule_lowering::may_weigh_nothing(const model::indicator& i, frame_id at) {
  const auto varies = [&](id weight) { return make_.at(get(weight, at)).depends != dependency::nothing; };
  return varies(i.weight) || (i.section != none && varies(plan_.sections[i.section].weight));
}

/// What one point of the indicator's own score is worth in the score.
inline node_id rule_lowering::share_of(const model::indicator& i, frame_id at) {
  node_id share = get(i.weight, at);
  node_id section = i.section == none ? none : get(plan_.sections[i.section].weight, at);
  if (plan_.scorecard.divides()) {
    const scorecard_parts& sections = scorecard_at(at);
    for (const part_of_scorecard& s : sections)
      for (const part_of_score& p : s.parts)
        if (p.indicator == &i) share = divided(share, sum_of(s, &part_of_score::counts, at), at);
    if (section != none) section = divided(section, sum_of(sections, &part_of_scorecard::counts, at), at);
  }
  if (section != none) share = number(op::multiply, at, {section, share});
  // A weight of 0 is a share of 0, also where all of them are 0.
  const node_id weight = get(i.weight, at);
  const bool may_be_0 = plan_.scorecard.divides() && make_.at(weight).depends != dependency::nothing;
  return may_be_0 ? where(weighs_something(weight, at), share, make_.number(0), at) : share;
}

inline node_id rule_lowering::points_of(const model::indicator& i, frame_id at) {
  const node_id score = get(i.score, at);
  const node_id share = share_of(i, at);
  node_id points = number(op::multiply, at, {share, score});
  if (may_weigh_nothing(i, at)) {
    // Who gives an indicator no weight need not have its score.
    const node_id zero = make_.number(0);
    points = only_where(applies(score, at), choose(make_.make(op::equal, value_kind::boolean, at, {share, zero}), zero, points, at), at);
  }
  if (plan_.scorecard.divides()) {
    for (const part_of_scorecard& s : scorecard_at(at))
      for (const part_of_score& p : s.parts)
        if (p.indicator == &i) points = where(p.counts, points, number(op::multiply, at, {p.weight, score}), at);
  }
  return i.round_points ? rounded(points, *i.round_points, 0, at) : points;
}

/// Whether the weights of what applies add up, failed where they do not; none when that was settled when the plan was read.
inline node_id rule_lowering::weights_hold(frame_id at) {
  if (plan_.scorecard.any_sum()) return none;
  const scorecard_parts& sections = scorecard_at(at);
  const std::uint32_t outer = make_.origin();
  node_id all = none;
  const auto check = [&](node_id sum, node_id otherwise) {
    node_id holds = make_.make(op::is_whole, value_kind::boolean, at, {sum});
    if (otherwise != none) holds = make_.make(op::logical_or, value_kind::boolean, at, {otherwise, holds});
    const node_id held = make_.make(op::require, value_kind::boolean, at, {holds, make_.boolean(true), sum}, static_cast<std::uint32_t>(code::row_weights));
    all = both(all, held, at);
  };
  bool sections_are_proven = true;
  for (const part_of_scorecard& s : sections) {
    sections_are_proven = sections_are_proven && s.is_proven && s.applies == none;
    bool is_proven = true;
    for (const part_of_score& p : s.parts) is_proven = is_proven && p.is_proven && p.applies == none;
    if (is_proven) continue;
    node_id idle = s.applies == none ? none : make_.make(op::logical_not, value_kind::boolean, at, {s.applies});
    if (s.weight != none && make_.at(s.weight).frame != 0) {
      const node_id outside = make_.make(op::equal, value_kind::boolean, at, {s.weight, make_.number(0)});
      idle = idle == none ? outside : make_.make(op::logical_or, value_kind::boolean, at, {idle, outside});
    }
    if (s.section != nullptr) make_.set_origin(make_.add_origin("section " + s.section->name, "", s.section->where));
    check(sum_of(s, &part_of_score::applies, at), idle);
    make_.set_origin(outer);
  }
  if (!plan_.sections.empty() && !sections_are_proven) check(sum_of(sections, &part_of_scorecard::applies, at), none);
  return all;
}

/// The points of all that counts. Where nothing applies there is no score.
inline node_id rule_lowering::combined(frame_id at) {
  const scorecard_parts& sections = scorecard_at(at);
  assert(!sections.empty());  // their weights would have been refused
  const auto some = [&](node_id part_of_scorecard::*condition) {
    node_id any = sections.front().*condition;
    for (std::size_t s = 1; s < sections.size(); ++s) any = either(any, sections[s].*condition, at);
    return any;
  };
  const auto total = [&](node_id part_of_score::*condition, auto value) {
    node_id sum = none;
    for (const part_of_scorecard& s : sections) {
      for (const part_of_score& p : s.parts) {
        const node_id one = where(p.*condition, value(p), make_.number(0), at);
        sum = sum == none ? one : number(op::add, at, {sum, one});
      }
    }
    return sum;
  };
  const node_id some_applies = some(&part_of_scorecard::applies);
  node_id sum = total(&part_of_score::counts, [&](const part_of_score& p) { return get(p.indicator->points, at); });
  const node_id some_counts = some(&part_of_scorecard::counts);
  const auto weigh = [&](node_id condition, node_id x) {
    return make_.make(op::require, value_kind::number, at, {condition, x, make_.number(0)}, static_cast<std::uint32_t>(code::row_weights));
  };
  if (plan_.scorecard.missing == model::scorecard::gap::renormalise) {
    // Where all scores are missing, they say why there is none; else all of them weigh nothing.
    const node_id reasons = total(&part_of_score::applies, [](const part_of_score& p) { return p.score; });
    sum = where(some_counts, sum, weigh(make_.make(op::is_missing, value_kind::boolean, at, {reasons}), reasons), at);
  } else if (plan_.scorecard.divides() && some_counts != some_applies) {
    sum = weigh(some_counts, sum);
  }
  if (const node_id held = weights_hold(at); held != none)
    sum = make_.make(op::require, value_kind::number, at, {held, sum}, static_cast<std::uint32_t>(code::row_weights));
  return only_where(some_applies, sum, at);
}

/// An adjustment that does not apply, or whose condition or value does not, changes nothing.
inline node_id rule_lowering::adjusted(node_id score, const model::adjustment& a, frame_id at) {
  const node_id value = get(a.value, at);
  const node_id changed = a.what == model::adjustment::kind::points   ? number(op::add, at, {score, value})
                          : a.what == model::adjustment::kind::factor ? number(op::multiply, at, {score, value})
                                                                      : value;
  node_id when = both(applies(value, at), decided(a.when, false, at), at);
  if (const node_id applies = decided(a.applies, false, at); applies != none) when = when == none ? applies : choose(applies, when, make_.boolean(false), at);
  return where(when, changed, score, at);
}

inline node_id rule_lowering::score_of_all(frame_id at) {
  node_id score = combined(at);
  for (const model::adjustment& a : plan_.adjustments) score = adjusted(score, a, at);
  return rounded(limit(score, plan_.scorecard.least, plan_.scorecard.most, at), plan_.scorecard.round, 6, at);
}

}  // namespace attain::program
