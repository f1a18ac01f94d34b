// SPDX-License-Identifier: Apache-2.0
/// Reads [[totals]]: formulas over the whole population.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "attain/plan/read_context.hpp"

namespace attain::model {

/// What is paid has a total without being asked.
[[nodiscard]] inline bool has_own_total(const plan& p, const std::string& name) {
  if (name == "payout") return p.payout != none;
  if (name == "payout_limit") return p.payout_limit != none;
  for (const incentive& i : p.incentives)
    if (i.name == name) return i.pays;
  return false;
}

/// After the incentives.
inline void read_totals(reader& r) {
  if (r.population() == none) return;
  std::map<std::string, span> taken;
  for (const document::value* v : tables_at(r.root(), "totals")) {
    const named name = r.name_of(*v, "a total");
    total t;
    t.name = name.text;
    t.where = name.where;
    if (const auto label = text_at(*v, "label")) t.label = label->text;
    if (const auto places = r.integer_at(*v, "places", 0, 38)) {
      t.places = static_cast<int>(*places);
      t.places_where = v->get("places")->where;
    }
    if (v->find("name") != nullptr) {
      r.declare_own(taken, name, "totals");
      if (has_own_total(r.result, name.text))
        r.messages
            .error(code::name_clash, name.where, "the total of `" + name.text + "` is part of every result already", "delete it, or give it another name")
            .here = "there is one already";
    }
    const document::member* value = v->find("value");
    if (value == nullptr) continue;
    t.value = r.add_formula(value->content, value->key_where, {"total " + name.text, none, std::nullopt, "the total `" + name.text + "`"});
    r.names().quantities[t.value].of_totals = true;
    r.result.totals.push_back(std::move(t));
  }
}

}  // namespace attain::model
