// SPDX-License-Identifier: Apache-2.0
/// Lowers what divides a pool among the rows of a table: what it reads becomes stored columns, and a step at the end of a stage divides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/plan/currency.hpp"
#include "attain/program/lower_formula.hpp"

namespace attain::program {

inline node_id formula_lowering::lower_pool(const tree& f, expr_id id, frame_id at, formula::function function) {
  using g_t = stage::group_function;
  const formula::expr& e = f[id];
  const formula::call_clauses& clauses = *f.clauses_of(id);
  const std::uint32_t table = e.rows.table;
  const frame_id whole = make_.table_frame(table);
  const auto stored = [&](expr_id x, value_kind kind) { return store(lower(f, x, whole, kind), table); };
  const auto number = [&](std::string_view option) {
    const auto* found = clauses.find(option);
    return found == nullptr ? none : stored(found->value, value_kind::number);
  };
  const auto word = [&](std::string_view option) {
    const auto* found = clauses.find(option);
    return found == nullptr ? std::string_view() : std::string_view(f[found->value].text);
  };
  g_t g = group_of(f, id);
  g.function = function;
  const bool is_prize = function == formula::function::prize;
  const std::vector<expr_id> amounts = is_prize ? f[e.operands[1]].operands : std::vector<expr_id>{e.operands[1]};
  for (const expr_id a : amounts) g.parameters.push_back(stored(a, value_kind::number));
  const std::uint32_t unit = is_prize ? none : number("unit");
  g.parameters.push_back(unit != none ? unit : store(make_.number(smallest_unit(e.result)), table));
  const node_id by = lower(f, e.operands[2], whole, kind_of(f[e.operands[2]].result));
  g.arguments.push_back(store(if_sound_or_empty(by, table, whole), table));
  if (is_prize) {
    g.ties = word("ties") == "order" ? g_t::tie::ordered : g_t::tie::average;
    return add_group_function(std::move(g), table, at);
  }
  g.ties = g_t::tie::ordered;
  if (const auto* ties = clauses.find("ties")) g.order_by.push_back({stored(ties->value, kind_of(f[ties->value].result)), false});
  g.rest = word("method") == "cascade" ? g_t::rule::cascade : word("method") == "rest-to-first" ? g_t::rule::rest_to_first : g_t::rule::largest_remainder;
  g.floors = word("negative") == "floor";
  g.least = number("min");
  g.most = number("max");
  return add_group_function(std::move(g), table, at);
}

/// What a pool is divided into unless the plan says so: the minor unit of its currency, whole numbers and days.
inline decimal formula_lowering::smallest_unit(const formula::type& t) const {
  if (t.kind != formula::dimension::money) return {1, 0};
  const model::currency* found = model::find_currency(t.currency.empty() ? all_.currency : t.currency);
  return {1, found == nullptr ? 2 : found->minor_unit};
}

}  // namespace attain::program
