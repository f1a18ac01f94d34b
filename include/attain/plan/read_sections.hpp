// SPDX-License-Identifier: Apache-2.0
/// Reads the sections of the scorecard and which indicator belongs to which, and finds what the shares of the score are made of.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/plan/read_context.hpp"

namespace attain::model {

/// Reads [[sections]], after the scorecard and before the indicators.
inline void read_sections(reader& r) {
  std::map<std::string, span> taken;
  for (const document::value* v : tables_at(r.root(), "sections")) {
    const named name = r.name_of(*v, "a section");
    const named owner{"section " + name.text, name.where};
    score_section s;
    s.name = name.text;
    s.where = name.where;
    if (const auto label = text_at(*v, "label")) s.label = label->text;
    if (v->find("name") != nullptr) r.declare_own(taken, name, "sections");
    s.weight = r.slot(*v, "weight", owner, r.population(), formula::dimension::number);
    if (s.weight == none && r.result.scorecard.mean) {
      s.weight = r.add_constant(owner.text + ".weight", 1, name.where);
    } else if (s.weight == none) {
      if (!r.has_unknown_keys(*v))
        r.messages.error(code::missing_key, name.where, "the section `" + name.text + "` has no `weight`", "write its share of the score: weight = \"70%\"")
            .here = "`weight` is missing";
      s.weight = r.add_bad("weight", owner, r.population());
    }
    r.result.sections.push_back(std::move(s));
  }
}

/// The section that an indicator names; none, and reported unless it names none, when there is no such section.
inline std::uint32_t find_section_of(reader& r, const document::value& indicator) {
  const auto name = text_at(indicator, "section");
  if (!name) return none;
  const std::vector<score_section>& known = r.result.sections;
  for (std::uint32_t s = 0; s < known.size(); ++s)
    if (known[s].name == name->text) return s;
  if (r.lost(name->text) || r.lost("sections")) return none;
  const auto near = r.nearest(*name, known, [](const score_section& s) { return std::string_view(s.name); });
  r.messages
      .error(code::bad_section, name->where, "there is no section `" + name->text + "`",
             near ? "did you mean `" + std::string(*near) + "`?" : "declare it: [[sections]] with name = \"" + name->text + "\" and a weight")
      .here = "not a section of this plan";
  return none;
}

/// Reports an indicator of the score that names no section although there are some.
inline void needs_section(reader& r, const document::value& indicator, const named& name) {
  if (r.result.sections.empty() || !r.lacks(indicator, "section")) return;
  std::string list;
  for (const score_section& s : r.result.sections) list += (list.empty() ? "`" : ", `") + s.name + "`";
  diagnostic& d = r.messages.error(code::bad_section, name.where, "`" + name.text + "` has a weight and no section", "add `section`: one of " + list);
  d.here = "in which section?";
  d.related.push_back({r.result.sections.front().where, "the score has sections"});
}

/// Enters what the points of each indicator need besides its own score and weight, and reports sections that nothing counts in. `all` are the
/// scores and weights of all indicators and sections.
inline void share_needs(reader& r, const std::vector<quantity_id>& all) {
  plan& p = r.result;
  std::vector<bool> used(p.sections.size(), false);
  for (const indicator& i : p.indicators) {
    if (i.section == none) continue;
    if (i.weight != none) used[i.section] = true;
    if (i.points != none) r.names().quantities[i.points].needs.push_back(p.sections[i.section].weight);
  }
  if (p.scorecard.divides()) {
    for (const indicator& i : p.indicators) {
      if (i.points == none) continue;
      std::vector<quantity_id>& needs = r.names().quantities[i.points].needs;
      needs.insert(needs.end(), all.begin(), all.end());
    }
  }
  if (r.messages.has_errors()) return;  // whoever belongs to a section may not have been read
  for (std::size_t s = 0; s < used.size(); ++s) {
    if (used[s]) continue;
    const bool has_members = std::any_of(p.indicators.begin(), p.indicators.end(), [s](const indicator& i) { return i.section == s; });
    r.messages
        .error(code::bad_section, p.sections[s].where, "no indicator with a weight belongs to the section `" + p.sections[s].name + "`",
               has_members ? "give its indicators a `weight`, 100% together, or let all count alike: [scorecard] combine = \"mean\""
                           : "name it in an indicator: section = \"" + p.sections[s].name + "\", or delete it")
        .here = "nothing to weigh";
  }
}

}  // namespace attain::model
