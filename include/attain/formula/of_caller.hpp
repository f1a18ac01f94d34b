// SPDX-License-Identifier: Apache-2.0
/// Which formulas of a curve depend on the row that calls it: those that use more than literals, parameters and the period.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/functions.hpp"
#include "attain/formula/names.hpp"

namespace attain::formula {

/// The names in a formula, without those of functions that it calls.
[[nodiscard]] inline std::vector<const expr*> used_names(const tree& f) {
  std::vector<bool> is_function(f.nodes.size(), false);
  for (const expr& e : f.nodes)
    if (e.kind == expr_kind::call && f[e.operands.front()].kind == expr_kind::name && find_function(f[e.operands.front()].text) != nullptr)
      is_function[e.operands.front()] = true;
  std::vector<const expr*> used;
  for (expr_id id = 0; id < f.nodes.size(); ++id)
    if (f[id].kind == expr_kind::name && !is_function[id]) used.push_back(&f[id]);
  return used;
}

/// Whether a formula names something that a row may have, or calls a curve, which may do so itself.
[[nodiscard]] inline bool needs_row(const names& all, const tree& f) {
  for (const expr* e : used_names(f)) {
    const auto found = all.global.find(e->text);
    if (found == all.global.end() || (found->second.kind != symbol_kind::parameter && found->second.kind != symbol_kind::period)) return true;
  }
  return false;
}

/// The table whose rows know all names of a formula that nothing calls: the population's if it is that of none.
[[nodiscard]] inline std::uint32_t likely_caller(const names& all, const tree& f) {
  const auto knows = [&](const table& t, const expr& e) { return all.global.contains(e.text) || t.members.contains(e.text) || t.find_link(e.text) != nullptr; };
  const std::vector<const expr*> used = used_names(f);
  const auto knows_all = [&](const table& t) { return std::all_of(used.begin(), used.end(), [&](const expr* e) { return knows(t, *e); }); };
  if (all.population == none || knows_all(all.tables[all.population])) return all.population;
  for (std::uint32_t t = 0; t < all.tables.size(); ++t)
    if (knows_all(all.tables[t])) return t;
  return all.population;
}

}  // namespace attain::formula
