// SPDX-License-Identifier: Apache-2.0
/// Reads how grades are given: by bands of what is graded, or by shares of the people (forced distribution).
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/plan/read_context.hpp"

namespace attain::model {

/// `unknown` when the plan does not say it in a way that can be read: then nothing is held against it.
enum class grading_method : std::uint8_t { bands, shares, unknown };

[[nodiscard]] inline grading_method method_of(reader& r, const document::value& grading) {
  if (word_is(grading, "method", "shares")) return grading_method::shares;
  return word_is(grading, "method", "bands") || r.lacks(grading, "method") ? grading_method::bands : grading_method::unknown;
}

/// A key that needs another one to mean anything.
inline void refuse_alone(reader& r, const document::value& grading, std::string_view key, std::string message, std::string help) {
  const document::member* m = grading.find(key);
  if (m != nullptr)
    r.messages.error(code::bad_distribution, m->key_where, "`" + std::string(key) + "` has no effect: " + message, std::move(help)).here = "no effect";
}

/// Everybody, as `within all` says it in formulas.
[[nodiscard]] inline bool is_everybody(const document::value& grading, std::string_view key) { return word_is(grading, key, "all"); }

inline void read_groups(reader& r, const document::value& grading, std::vector<quantity_id>& groups) {
  const document::member* within = grading.find("within");
  if (within == nullptr || is_everybody(grading, "within")) return;
  const reader::place at{"grading.within", r.population(), std::nullopt, "the groups of [grading]"};
  if (within->content.kind != document::value_kind::array) groups.push_back(r.add_formula(within->content, within->key_where, at));
  for (const document::value& item : within->content.items) groups.push_back(r.add_formula(item, item.where, at));
}

/// Reads [grading] but for what is graded.
inline grading_method read_grading(reader& r) {
  const document::value* grading = r.root().get("grading");
  if (grading == nullptr || grading->kind != document::value_kind::table) return r.lost("grading") ? grading_method::unknown : grading_method::bands;
  const grading_method method = method_of(r, *grading);
  if (method == grading_method::bands)
    for (const std::string_view key : {"within", "ties", "min_group", "pool_to"})
      refuse_alone(r, *grading, key, "grades are bands of the score", "write method = \"shares\", or delete it");
  if (method != grading_method::shares) return method;
  distribution d;
  d.where = grading->where;
  const named owner{"grading", grading->where};
  read_groups(r, *grading, d.within);
  if (!word_is(*grading, "ties", "together")) d.ties = r.slot(*grading, "ties", owner, r.population(), std::nullopt);
  d.min_group = r.slot(*grading, "min_group", owner, none, formula::dimension::number);
  if (!is_everybody(*grading, "pool_to")) d.pool_to = r.slot(*grading, "pool_to", owner, r.population(), std::nullopt);
  if (d.within.empty() && (is_everybody(*grading, "within") || r.lacks(*grading, "within")))
    refuse_alone(r, *grading, "min_group", "everybody is graded together", "say which groups are graded apart: within = \"region\"");
  if (r.lacks(*grading, "min_group"))
    refuse_alone(r, *grading, "pool_to", "no group is too small to be graded apart", "say from how many people on a group is graded apart: min_group = 25");
  r.result.distribution = std::move(d);
  return method;
}

/// Reads what puts people into a grade.
inline void read_place(reader& r, const document::value& v, const named& owner, grading_method method, grade& g) {
  const auto lacking = [&](std::string_view key, const std::string& help) {
    const document::member* name = v.find("name");
    r.messages.error(code::missing_key, name == nullptr ? v.where : name->content.where, "`" + g.name + "` has no `" + std::string(key) + "`", help).here =
        "it has no `" + std::string(key) + "`";
    return r.add_bad(key, owner, none);
  };
  g.from = r.slot(v, "from", owner, none, formula::dimension::number);
  g.share = r.slot(v, "share", owner, none, formula::dimension::number);
  const document::member* share = v.find("share");
  if (method == grading_method::shares) {
    if (g.share == none) g.share = lacking("share", "say which part of the people get it: share = \"20%\"");
  } else if (method == grading_method::bands && share != nullptr) {
    const bool is_told = std::any_of(r.result.grades.begin(), r.result.grades.end(), [](const grade& before) { return before.share != none; });
    if (!is_told)
      r.messages
          .error(code::bad_distribution, share->key_where, "`share` has no effect: grades are bands of the score",
                 "write [grading] method = \"shares\", or give the grade a `from` instead")
          .here = "no effect";
    if (g.from == none) g.from = r.add_bad("from", owner, none);
  } else if (method == grading_method::bands && g.from == none) {
    g.from = lacking("from", "add `from`: smallest score of the grade");
  }
}

/// What is compared with the shares must be there for all grades.
inline void refuse_some_from(reader& r) {
  const std::vector<grade>& grades = r.result.grades;
  const auto has_from = [](const grade& g) { return g.from != none; };
  const auto other = std::find_if(grades.begin(), grades.end(), [&](const grade& g) { return has_from(g) != has_from(grades.front()); });
  if (other == grades.end()) return;
  const auto label = [&](const grade& g) { return has_from(g) ? "with `from`" : "without `from`"; };
  diagnostic& d = r.messages.error(code::bad_distribution, other->where, "only some of the grades have a `from`",
                                   "give all of them the score from which they would be given by score alone, or none of them");
  d.here = label(*other);
  d.related.push_back({grades.front().where, label(grades.front())});
}

/// Adds the grade of each rep, and the one by score alone where shares give it and the score could.
inline void add_grade(reader& r, span where) {
  plan& p = r.result;
  const auto rule = [&](const char* name, auto place, std::vector<quantity_id> needs) {
    for (const grade& g : p.grades) needs.insert(needs.end(), {g.*place, g.requires_, g.applies});
    return r.add_rule(name, where, r.population(), formula::dimension::text, std::move(needs));
  };
  if (!p.distribution) {
    p.grade_name = rule("grade", &grade::from, {p.graded});
    return;
  }
  refuse_some_from(r);
  std::vector<quantity_id> needs{p.graded, p.distribution->ties, p.distribution->min_group, p.distribution->pool_to};
  needs.insert(needs.end(), p.distribution->within.begin(), p.distribution->within.end());
  p.grade_name = rule("grade", &grade::share, std::move(needs));
  r.names().quantities[p.grade_name].needs_checks = true;
  if (p.grades.front().from == none) return;
  p.grade_by_score = rule("grade_by_score", &grade::from, {p.graded});
  r.give("grade_by_score", {formula::symbol_kind::quantity, p.grade_by_score, where});
}

}  // namespace attain::model
