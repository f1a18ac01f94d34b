// SPDX-License-Identifier: Apache-2.0
/// What the tests of lowering share: a plan with outputs of one's choice, and nodes as text.
#pragma once

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "attain/program/plan.hpp"

namespace attain::program::testing {

inline constexpr std::string_view tables_of_the_plan = R"toml(attain = 1
[plan]
name = "Lowered"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }

[parameters]
rate = "3%"
goal = "500 CNY"

[tables.reps]
key = "rep"
columns = { team = "text", quota = "money", due = "count", joined = "date", manager = "bool", unused = "money" }

[tables.deals]
key = "deal"
link = { rep = "reps" }
date = "closed"
columns = { amount = "money", cost = "money", product = "text", paid = "bool", closed = "date" }

[tables.refunds]
key = "refund"
link = { deal = "deals" }
columns = { refunded = "money" }

[tables.visits]
key = "visit"
link = { rep = "reps" }
columns = { company = "text?", contact = "text?" }

[tables.prices]
key = ["product", "year"]
columns = { price = "money", product = "text", year = "number" }

)toml";

/// An output of the population's table, or of another one.
inline std::string shown(std::string_view name, std::string_view value, std::string_view table = "reps") {
  return "[[outputs]]\nname = \"" + std::string(name) + "\"\ntable = \"" + std::string(table) + "\"\nvalue = \"" + std::string(value) + "\"\n";
}

/// The plan of these tables and the given sections.
inline attain::plan compiled(std::string_view sections) {
  attain::plan made = attain::plan::parse(std::string(tables_of_the_plan) + std::string(sections));
  EXPECT_TRUE(made.ok()) << made.report();
  return made;
}

[[nodiscard]] inline node_id node_of(const attain::plan& p, std::string_view output_name) {
  for (const output& o : p.code().outputs)
    if (o.name == output_name) return o.node;
  ADD_FAILURE() << "no output " << output_name;
  return 0;
}

[[nodiscard]] inline std::string_view name_of(op what) {
  switch (what) {
    case op::constant: return "constant";
    case op::parameter: return "parameter";
    case op::period: return "period";
    case op::load: return "load";
    case op::stored: return "stored";
    case op::outer: return "outer";
    case op::link: return "link";
    case op::lookup: return "lookup";
    case op::follow: return "follow";
    case op::add: return "add";
    case op::subtract: return "subtract";
    case op::multiply: return "multiply";
    case op::divide: return "divide";
    case op::power: return "power";
    case op::negate: return "negate";
    case op::date_add: return "date_add";
    case op::date_difference: return "date_difference";
    case op::equal: return "equal";
    case op::not_equal: return "not_equal";
    case op::less: return "less";
    case op::less_equal: return "less_equal";
    case op::logical_and: return "and";
    case op::logical_or: return "or";
    case op::logical_not: return "not";
    case op::select: return "select";
    case op::coalesce: return "coalesce";
    case op::is_missing: return "is_missing";
    case op::missing: return "missing";
    case op::where_chosen: return "where_chosen";
    case op::require: return "require";
    case op::where_applies: return "where_applies";
    case op::applies: return "applies";
    case op::is_whole: return "is_whole";
    case op::call: return "call";
    case op::curve: return "curve";
    case op::aggregate: return "aggregate";
    default: return "other";
  }
}

[[nodiscard]] inline std::string_view name_of(formula::function f) {
  for (const formula::function_info& info : formula::function_list)
    if (info.id == f) return info.name;
  return "?";
}

/// A node as text: `divide(load deals.amount, 2)`; aggregates with what they read of their rows.
inline std::string described(const attain::plan& p, node_id id) {
  const program& code = p.code();
  const node& n = code.nodes[id];
  const formula::names& names = p.model().names;
  const auto list = [&](const auto& nodes) {
    std::string all;
    for (const node_id o : nodes) all += (all.empty() ? "" : ", ") + described(p, o);
    return all;
  };
  if (n.op == op::constant) {
    const constant& c = code.constants[n.index];
    return n.kind == value_kind::number    ? to_text(c.number)
           : n.kind == value_kind::date    ? date_to_text(c.date)
           : n.kind == value_kind::boolean ? (c.boolean ? "true" : "false")
                                           : "'" + c.text + "'";
  }
  if (n.op == op::parameter) return names.parameters[n.index].name;
  if (n.op == op::load) return names.tables[code.frames[n.frame].table].name + "." + names.tables[code.frames[n.frame].table].columns[n.index].name;
  if (n.op == op::call) return std::string(name_of(static_cast<formula::function>(n.index))) + "(" + list(n.operands) + ")";
  if (n.op == op::aggregate) {
    const aggregate& a = code.aggregates[n.index];
    std::string text = std::string(name_of(a.function)) + "[" + list(a.arguments);
    if (a.where != none) text += " where " + described(p, a.where);
    for (const auto& key : a.order_by) text += " by " + described(p, key.key) + (key.descending ? " desc" : "");
    return text + "]" + (n.operands.empty() ? "" : "(" + list(n.operands) + ")");
  }
  const std::string index = n.op == op::period || n.op == op::stored ? " " + std::to_string(n.index) : "";
  return std::string(name_of(n.op)) + index + (n.operands.empty() ? "" : "(" + list(n.operands) + ")");
}

[[nodiscard]] inline std::size_t count_of(const attain::plan& p, op what) {
  std::size_t count = 0;
  for (const node& n : p.code().nodes) count += n.op == what ? 1 : 0;
  return count;
}

}  // namespace attain::program::testing
