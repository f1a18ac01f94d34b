// SPDX-License-Identifier: Apache-2.0
/// Which formulas of a curve depend on the row that calls it: those that use more than literals, parameters and the period.
#pragma once

#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/functions.hpp"
#include "attain/formula/names.hpp"

namespace attain::formula {

/// Whether a formula names something that a row has, or calls a curve, which may do so itself. A name that nothing bears does not count:
/// it is a mistake for every row.
[[nodiscard]] inline bool needs_row(const names& all, const tree& f) {
  std::vector<bool> is_function(f.nodes.size(), false);
  for (const expr& e : f.nodes)
    if (e.kind == expr_kind::call && f[e.operands.front()].kind == expr_kind::name && find_function(f[e.operands.front()].text) != nullptr)
      is_function[e.operands.front()] = true;
  const auto is_member = [&](const std::string& name) {
    for (const table& t : all.tables)
      if (t.members.contains(name) || t.find_link(name) != nullptr) return true;
    return false;
  };
  for (expr_id id = 0; id < f.nodes.size(); ++id) {
    const expr& e = f[id];
    if (e.kind != expr_kind::name || is_function[id]) continue;
    const auto found = all.global.find(e.text);
    const bool constant = found != all.global.end() && (found->second.kind == symbol_kind::parameter || found->second.kind == symbol_kind::period);
    if (!constant && (found != all.global.end() || is_member(e.text))) return true;
  }
  return false;
}

}  // namespace attain::formula
