// SPDX-License-Identifier: Apache-2.0
/// Makes the nodes and frames of a program, each different one once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attain/program/ir.hpp"

namespace attain::program {

/// A plan with more steps is refused: each step costs memory in every run.
inline constexpr std::size_t most_nodes = 100'000;
inline constexpr std::size_t most_operands = 20 * most_nodes;

/// Adds nodes to a program; the same node asked for twice is one node (hash-consing), so that formulas share what they have in common.
class builder {
 public:
  explicit builder(program& out) : out_(out) { out_.frames.emplace_back(); }

  /// What the nodes made from here on are part of, for messages.
  void set_origin(std::uint32_t origin) { origin_ = origin; }
  [[nodiscard]] std::uint32_t origin() const { return origin_; }
  std::uint32_t add_origin(std::string name, std::string formula, span where) {
    const auto [known, is_new] = origins_.try_emplace(std::tuple(name, formula, where.begin, where.end), static_cast<std::uint32_t>(out_.origins.size()));
    if (is_new) out_.origins.push_back({std::move(name), std::move(formula), where});
    return known->second;
  }

  node_id number(const decimal& value) {
    constant c;
    c.number = value;
    return add_constant(std::move(c), value_kind::number, "n" + to_text(value));
  }
  node_id number(std::int64_t value) { return number(decimal{value, 0}); }
  node_id boolean(bool value) {
    constant c;
    c.boolean = value;
    return add_constant(std::move(c), value_kind::boolean, value ? "b1" : "b0");
  }
  node_id date(std::int32_t value) {
    constant c;
    c.date = value;
    return add_constant(std::move(c), value_kind::date, "d" + std::to_string(value));
  }
  node_id text(const std::string& value) {
    constant c;
    c.text = value;
    return add_constant(std::move(c), value_kind::text, "t" + value);
  }
  node_id mode(rounding_mode value) {
    constant c;
    c.mode = value;
    c.text = to_text(value);
    return add_constant(std::move(c), value_kind::text, "m" + c.text);
  }

  /// A node computed from operands alone: it lives in frame 0 when all of them do.
  node_id make(op what, value_kind kind, frame_id at, std::vector<node_id> operands, std::uint32_t index = none) {
    bool constant = true;
    for (const node_id o : operands) constant = constant && out_.nodes[o].frame == 0;
    return add(what, kind, constant ? 0 : at, std::move(operands), index);
  }
  /// A node of the rows of a frame.
  node_id at_row(op what, value_kind kind, frame_id at, std::vector<node_id> operands, std::uint32_t index) {
    return add(what, kind, at, std::move(operands), index, true);
  }
  node_id call(formula::function f, value_kind kind, frame_id at, std::vector<node_id> operands) {
    return make(op::call, kind, at, std::move(operands), static_cast<std::uint32_t>(f));
  }

  frame_id table_frame(std::uint32_t table) { return find_frame({frame::source::table, table, none, {}, none}); }
  frame_id children_frame(frame_id parent, std::uint32_t table, const std::vector<std::uint32_t>& path) {
    return find_frame({frame::source::children, table, parent, path, none});
  }
  frame_id rows_frame(frame_id parent, std::uint32_t table, node_id row) { return find_frame({frame::source::at_rows, table, parent, {}, row}); }

  /// Whether a node was asked for beyond the limit. Every further one is node 0, and the program is good for nothing.
  [[nodiscard]] bool is_full() const { return is_full_; }
  /// What was being made when the limit was reached; none when it was no formula.
  [[nodiscard]] std::uint32_t full_at() const { return full_at_; }
  [[nodiscard]] const node& at(node_id n) const { return out_.nodes[n]; }
  /// Whether rows of another table are aggregated somewhere below the node, so that computing it once for each row that asks would be unbounded;
  /// in frame 0: whether it needs any rows at all, and is no constant.
  [[nodiscard]] bool has_aggregate(node_id n) const { return has_aggregate_[n]; }
  /// Whether there may be rows where the node does not apply.
  [[nodiscard]] bool may_not_apply(node_id n) const { return may_not_apply_[n]; }

 private:
  node_id add_constant(constant c, value_kind kind, const std::string& key) {
    const auto known = constants_.find(key);
    std::uint32_t index = 0;
    if (known != constants_.end()) {
      index = known->second;
    } else {
      index = static_cast<std::uint32_t>(out_.constants.size());
      out_.constants.push_back(std::move(c));
      constants_.emplace(key, index);
    }
    return add(op::constant, kind, 0, {}, index);
  }

  node_id add(op what, value_kind kind, frame_id at, std::vector<node_id> operands, std::uint32_t index, bool by_row = false) {
    node n;
    n.op = what;
    n.kind = kind;
    n.frame = at;
    n.index = index;
    n.operands = std::move(operands);
    const bool reads_rows = what == op::aggregate || ((what == op::curve || what == op::matrix) && by_row);
    n.depends = what == op::parameter || what == op::period ? dependency::parameters : at == 0 && !reads_rows ? dependency::nothing : dependency::data;
    bool aggregates = what == op::aggregate || (at == 0 && reads_rows);
    for (const node_id o : n.operands) {
      n.depends = static_cast<dependency>(static_cast<unsigned>(n.depends) | static_cast<unsigned>(out_.nodes[o].depends));
      aggregates = aggregates || has_aggregate_[o];
    }
    std::vector<node_id>& same = known_[hash(n)];
    for (const node_id other : same) {
      const node& o = out_.nodes[other];
      if (o.op == n.op && o.kind == n.kind && o.frame == n.frame && o.index == n.index && o.operands == n.operands) return other;
    }
    operands_ += n.operands.size();
    if (out_.nodes.size() == most_nodes || operands_ > most_operands) {
      if (!std::exchange(is_full_, true)) full_at_ = origin_;
      return 0;
    }
    n.origin = origin_;
    const auto id = static_cast<node_id>(out_.nodes.size());
    same.push_back(id);
    out_.nodes.push_back(std::move(n));
    has_aggregate_.push_back(aggregates);
    may_not_apply_.push_back(can_lack(out_.nodes.back()));
    return id;
  }

  /// Aggregates pass over rows that do not apply; a choice by `coalesce` ends with the marks of the last; a stored column may come from any node.
  [[nodiscard]] bool can_lack(const node& n) {
    const auto may = [this](node_id o) { return may_not_apply_[o]; };
    switch (n.op) {
      case op::where_applies:
      case op::where_chosen: return some_may_ = true;
      case op::stored: return some_may_;
      case op::follow: {
        const node_id row = out_.frames[out_.nodes[n.operands.front()].frame].row_node;
        return may(n.operands.front()) || (row != none && may(row));
      }
      case op::coalesce: return may(n.operands.back());
      case op::is_missing:
      case op::applies: return false;
      default: return std::any_of(n.operands.begin(), n.operands.end(), may);
    }
  }

  static std::uint64_t hash(const node& n) {
    std::uint64_t h = 1469598103934665603U;
    const auto mix = [&h](std::uint64_t v) { h = (h ^ v) * 1099511628211U; };
    mix(static_cast<std::uint64_t>(n.op) << 8U | static_cast<std::uint64_t>(n.kind));
    mix(n.frame);
    mix(n.index);
    for (const node_id o : n.operands) mix(o);
    return h;
  }

  frame_id find_frame(frame wanted) {
    const auto key = std::tuple(static_cast<int>(wanted.from), wanted.table, wanted.parent, wanted.path, wanted.row_node);
    const auto known = frames_.find(key);
    if (known != frames_.end()) return known->second;
    const auto id = static_cast<frame_id>(out_.frames.size());
    out_.frames.push_back(std::move(wanted));
    frames_.emplace(key, id);
    return id;
  }

  program& out_;
  bool is_full_ = false;
  std::uint32_t full_at_ = none;
  std::size_t operands_ = 0;
  std::uint32_t origin_ = none;
  std::vector<bool> has_aggregate_;
  std::vector<bool> may_not_apply_;
  bool some_may_ = false;
  std::unordered_map<std::uint64_t, std::vector<node_id>> known_;
  std::map<std::string, std::uint32_t> constants_;
  std::map<std::tuple<std::string, std::string, std::uint32_t, std::uint32_t>, std::uint32_t> origins_;
  std::map<std::tuple<int, std::uint32_t, frame_id, std::vector<std::uint32_t>, node_id>, frame_id> frames_;
};

}  // namespace attain::program
