// SPDX-License-Identifier: Apache-2.0
/// Grades as nodes: which ones a rep reaches, by bands of the score or by shares of the people, and the best of them that is open.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attain/program/lower_rules.hpp"

namespace attain::program {

inline std::vector<node_id> rule_lowering::grade_names() {
  std::vector<node_id> names;
  for (const model::grade& g : plan_.grades) names.push_back(make_.text(g.name));
  return names;
}

/// What a grade asks for besides the score. What it requires is waived where it does not apply.
inline node_id rule_lowering::open_grade(const model::grade& g, frame_id at) { return both(decided(g.applies, false, at), decided(g.requires_, true, at), at); }

inline rule_lowering::reached rule_lowering::reached_by_score(frame_id at) {
  return [this, at](std::size_t i) { return less_equal(get(plan_.grades[i].from, 0), get(plan_.graded, at), at); };
}

/// Who is in the first share reaches all grades.
inline rule_lowering::reached rule_lowering::reached_by_share(frame_id at) {
  if (!distribution_) distribute();
  const node_id share = make_.at_row(op::stored, value_kind::number, at, {}, distribution_->column);
  return [this, at, share](std::size_t i) { return less_equal(share, make_.number(static_cast<std::int64_t>(i)), at); };
}

/// Takes down how the population is to be graded, once.
inline void rule_lowering::distribute() {
  const model::distribution& from = *plan_.distribution;
  const std::uint32_t reps = plan_.names.population;
  const frame_id whole = make_.table_frame(reps);
  const auto stored = [&](node_id value) { return formulas_.store(value, reps); };
  stage::distribution to;
  to.value = stored(formulas_.if_sound_or_empty(get(plan_.graded, whole), reps, whole));
  for (const id q : from.within) to.groups.push_back(stored(get(q, whole)));
  if (from.ties != none) to.ties = stored(get(from.ties, whole));
  if (from.pool_to != none) to.pool = stored(get(from.pool_to, whole));
  if (from.min_group != none) to.min_group = get(from.min_group, 0);
  for (const model::grade& g : plan_.grades) to.shares.push_back(get(g.share, 0));
  to.column = formulas_.add_stored(reps, value_kind::number);
  to.node = make_.at_row(op::stored, value_kind::number, whole, {}, to.column);
  distribution_ = std::move(to);
}

/// The value of the best grade that is reached and open. Under the lowest: failed with no_grade, or empty where there need be no grade.
inline node_id rule_lowering::best_grade(frame_id at, const std::vector<node_id>& values, const reached& is_reached, bool must_have_value) {
  std::vector<std::size_t> order(plan_.grades.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  // Listed from best to worst or from worst to best; validation has seen to it that they are in order.
  if (plan_.grades_descending) std::reverse(order.begin(), order.end());
  const std::size_t lowest = order.front();
  const auto demand = [&](node_id condition, node_id x, code otherwise) {
    if (!must_have_value) return choose(condition, x, make_.make(op::missing, make_.at(x).kind, 0, {}), at);
    return make_.make(op::require, make_.at(x).kind, at, {condition, x}, static_cast<std::uint32_t>(otherwise));
  };
  // What all values of the grade share is the question, so that it fails once for all of them.
  const node_id yes = make_.boolean(true);
  node_id result = values[lowest];
  if (const node_id open = open_grade(plan_.grades[lowest], at); open != none)
    result = demand(demand(open, yes, code::no_open_grade), result, code::no_open_grade);
  result = demand(demand(is_reached(lowest), yes, code::no_grade), result, code::no_grade);
  for (std::size_t i = 1; i < order.size(); ++i)
    result = choose(both(is_reached(order[i]), open_grade(plan_.grades[order[i]], at), at), values[order[i]], result, at);
  return result;
}

}  // namespace attain::program
