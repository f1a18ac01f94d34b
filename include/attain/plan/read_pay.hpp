// SPDX-License-Identifier: Apache-2.0
/// Reads what a score leads to: grades, lines of pay and their sum.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "attain/plan/read_context.hpp"
#include "attain/plan/read_grading.hpp"
#include "attain/plan/read_per.hpp"

namespace attain::model {

/// Reads [[grades]] and enters `grade` with its attributes; after the score.
inline void read_grades(reader& r) {
  using formula::dimension;
  plan& p = r.result;
  std::map<std::string, span> taken;
  const grading_method method = read_grading(r);
  const section& keys = *find_section("grade");
  const std::vector<const document::value*> written = tables_at(r.root(), "grades");
  for (const document::value* v : written)
    for (const document::member& m : v->members)
      if (find_key(keys, m.key) == nullptr && std::find(p.grade_attributes.begin(), p.grade_attributes.end(), nfc(m.key)) == p.grade_attributes.end())
        p.grade_attributes.push_back(nfc(m.key));
  for (const document::value* v : written) {
    const named name = r.name_of(*v, "a grade");
    const named owner{"grade " + name.text, name.where};
    if (v->find("name") != nullptr) r.declare_own(taken, name, "grades");
    grade g;
    g.name = name.text;
    g.where = name.where;
    if (const auto label = text_at(*v, "label")) g.label = label->text;
    read_place(r, *v, owner, method, g);
    g.requires_ = r.slot(*v, "requires", owner, r.population(), dimension::boolean);
    g.applies = r.slot(*v, "applies", owner, r.population(), dimension::boolean);
    g.attributes.assign(p.grade_attributes.size(), none);
    for (const document::member& m : v->members) {
      const auto attribute = std::find(p.grade_attributes.begin(), p.grade_attributes.end(), nfc(m.key));
      if (find_key(keys, m.key) == nullptr && attribute != p.grade_attributes.end())
        g.attributes[static_cast<std::size_t>(attribute - p.grade_attributes.begin())] = r.slot(*v, m.key, owner, none, std::nullopt);
    }
    p.grades.push_back(std::move(g));
  }
  if (p.grades.empty()) return;
  const span where = p.grades.front().where;
  p.graded = p.score;
  if (const document::value* grading = r.root().get("grading"); grading != nullptr && grading->find("by") != nullptr)
    p.graded = r.slot(*grading, "by", {"grading", grading->where}, r.population(), dimension::number);
  else if (p.score == none && !r.lost("indicators"))
    r.messages.error(code::bad_grades, where, "there is no score to grade", "give at least one indicator a `weight`, or say what is graded: [grading] by").here =
        "nothing to grade";

  add_grade(r, where);
  formula::part_list parts;
  parts.name = "grade";
  parts.where = where;
  parts.what = "grade";
  parts.table = r.population();
  parts.whole = p.grade_name;
  for (std::size_t a = 0; a < p.grade_attributes.size(); ++a) {
    std::vector<quantity_id> values{p.grade_name};
    for (const grade& g : p.grades) values.push_back(g.attributes[a]);
    // Its type is that of the values, which the checker finds.
    const quantity_id value = r.add_rule("grade." + p.grade_attributes[a], where, r.population(), dimension::unknown, std::move(values));
    p.grade_attribute_values.push_back(value);
    parts.parts.emplace_back(p.grade_attributes[a], value);
  }
  r.give("grade", {formula::symbol_kind::parts, static_cast<std::uint32_t>(r.names().part_lists.size()), where});
  r.names().part_lists.push_back(std::move(parts));
}

/// Reads [[incentives]] and [payout], and adds the sums of all lines.
inline void read_incentives(reader& r) {
  using formula::dimension;
  plan& p = r.result;
  const std::uint32_t reps = r.population();
  std::vector<quantity_id> paid;
  for (const document::value* v : tables_at(r.root(), "incentives")) {
    const named name = r.name_of(*v, "an incentive");
    incentive i;
    i.name = name.text;
    i.where = name.where;
    if (const auto label = text_at(*v, "label")) i.label = label->text;
    const bool readable = read_per(r, *v, name, i);
    const std::uint32_t of = i.per == none ? reps : i.per;
    if (!readable) {  // whose names its formulas use is not known
      i.line = r.add_rule(name.text, name.where, reps, dimension::money, {r.add_bad("amount", name, reps)});
      if (v->find("name") != nullptr) r.declare(name, {formula::symbol_kind::quantity, i.line, {}}, "an incentive");
      continue;
    }
    i.amount = r.required_slot(*v, "amount", name, of, dimension::money);
    i.multiplier = r.slot(*v, "multiplier", name, of, dimension::number);
    i.gate = r.slot(*v, "gate", name, of, dimension::boolean);
    i.cap = r.slot(*v, "cap", name, of, dimension::money);
    i.floor = r.slot(*v, "floor", name, of, dimension::money);
    i.applies = r.slot(*v, "applies", name, reps, dimension::boolean);
    i.rounding = r.read_rounding(*v, "rounding", p.rounding);
    r.refuse_less_than_a_cent(*v);
    i.pays = flag_at(*v, "pays", true);
    if (i.per == none) {
      i.line = r.add_rule(name.text, name.where, reps, dimension::money, {i.amount, i.multiplier, i.gate, i.cap, i.floor, i.applies});
    } else {
      i.where_clause = r.slot(*v, "where", name, of, dimension::boolean);
      const std::string column = r.names().tables[of].name + "." + name.text;
      i.event_pay = r.add_rule(column, name.where, of, dimension::money, {i.where_clause, i.amount, i.multiplier, i.gate, i.cap, i.floor});
      r.names().quantities[i.event_pay].needs_checks = true;
      i.line = r.add_rule(name.text, name.where, reps, dimension::money, {i.event_pay, i.applies});
    }
    if (v->find("name") != nullptr && r.declare(name, {formula::symbol_kind::quantity, i.line, {}}, "an incentive") && i.per != none)
      r.declare_in(of, name, {formula::symbol_kind::quantity, i.event_pay, {}}, "a line paid per row");
    if (i.pays) paid.push_back(i.line);
    p.incentives.push_back(std::move(i));
  }

  const document::member* limits = r.root().find("payout");
  if (p.incentives.empty()) {
    if (limits != nullptr && !r.lost("incentives"))
      r.messages
          .error(code::missing_key, limits->key_where, "[payout] limits the sum of all incentives, and there are none", "add a line of pay: [[incentives]]")
          .here = "nothing is paid";
    return;
  }
  span where = p.incentives.front().where;
  if (limits != nullptr && limits->content.kind == document::value_kind::table) {
    where = limits->content.where;
    const named owner{"payout", where};
    p.payout_cap = r.slot(limits->content, "cap", owner, reps, dimension::money);
    p.payout_floor = r.slot(limits->content, "floor", owner, reps, dimension::money);
  }
  p.payout_before_limit = r.add_rule("payout_before_limit", where, reps, dimension::money, std::move(paid));
  if (p.payout_cap != none || p.payout_floor != none) {
    for (const incentive& i : p.incentives)
      if (i.name == "payout_limit")
        r.messages.error(code::name_clash, i.where, "`payout_limit` is a column of the results already: what the limits of [payout] change", "choose another name").here =
            "given by the language";
    p.payout_limit = r.add_rule("payout_limit", where, reps, dimension::money, {p.payout_before_limit, p.payout_cap, p.payout_floor});
  }
  p.payout = r.add_rule("payout", where, reps, dimension::money, {p.payout_before_limit, p.payout_limit});
  r.give("payout_before_limit", {formula::symbol_kind::quantity, p.payout_before_limit, where});
  r.give("payout", {formula::symbol_kind::quantity, p.payout, where});
}

}  // namespace attain::model
