// SPDX-License-Identifier: Apache-2.0
/// Finds the row that is to blame for a value: a value of a deal that is made of the rep's alone fails for all deals of the rep at once.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/formula/names.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// A row of a table.
struct row_place {
  std::uint32_t table = none;
  std::uint32_t row = none;
};

/// Asked when something is told, which is rare; what is found out about nodes is remembered.
class source_rows {
 public:
  source_rows(const program::program& program, const formula::names& names, const bound_data& data) : program_(program), names_(names), data_(data) {}

  /// The row that gives a node all that went wrong with it in a row of its frame.
  [[nodiscard]] row_place of_failure(program::node_id node, code what, row_place at) {
    std::optional<path> way;
    for (const program::node_id o : at_fault(node, what)) way = common(way, way_of(o));
    return way ? walk(at, *way) : at;
  }
  /// The row of the node that made an output empty in a row of its table.
  [[nodiscard]] row_place of_empty(program::node_id output, program::node_id empty, row_place at) {
    const auto [known, is_new] = ways_to_.try_emplace({output, empty});
    if (is_new && empty < program_.nodes.size()) {
      std::set<program::node_id> seen;
      path way;
      if (search(output, empty, way, seen)) known->second = way;
    }
    return known->second ? walk(at, *known->second) : at;
  }

 private:
  using path = std::vector<std::uint32_t>;  // of links, from the row of a frame

  /// What the failure of a node may come from.
  [[nodiscard]] std::vector<program::node_id> at_fault(program::node_id id, code what) const {
    const program::node& node = program_.nodes[id];
    const bool order = what == code::tiers_out_of_order || what == code::tier_gap || what == code::tier_overlap || what == code::bad_curve;
    if (node.op == program::op::curve && (order || what == code::lookup_without_row)) {
      std::vector<program::node_id> found;
      const program::curve& curve = program_.curves[program_.asks[node.index].curve];
      if (order) curve.for_each_node([&](program::node_id n) { found.push_back(n); });
      else found = curve.match;
      if (!order && curve.on != none) found.push_back(curve.on);
      return found;
    }
    const bool by_divisor = (node.op == program::op::divide && what == code::division_by_zero) ||
                            (node.op == program::op::attainment && what == code::target_not_positive);
    if (by_divisor) return {node.operands[1]};
    const bool of_itself = what == code::tied_rows || is_leaf(node);
    return of_itself ? std::vector<program::node_id>{id} : node.operands;
  }
  /// A value that the row has of its own.
  [[nodiscard]] static bool is_leaf(const program::node& node) {
    using op = program::op;
    return node.op == op::load || node.op == op::stored || node.op == op::link || node.op == op::aggregate || node.op == op::check;
  }

  /// The row that a node depends on alone, seen from its frame; nothing when it depends on none.
  [[nodiscard]] std::optional<path> way_of(program::node_id id) {
    const program::node& node = program_.nodes[id];
    if (node.frame == 0) return std::nullopt;
    if (is_leaf(node)) return path{};
    if (const auto known = ways_.find(id); known != ways_.end()) return known->second;
    std::optional<path> way;
    if (node.op == program::op::follow || node.op == program::op::outer) {
      const std::optional<path> first = step(node);
      const std::optional<path> rest = way_of(node.operands.front());
      way = first ? first : path{};
      if (first && rest) way->insert(way->end(), rest->begin(), rest->end());
    } else {
      for (const program::node_id o : node.operands) way = common(way, way_of(o));
    }
    return ways_.emplace(id, way).first->second;
  }
  /// The links that a node goes along to where its operand stands; nothing when it looks the row up.
  [[nodiscard]] std::optional<path> step(const program::node& node) const {
    if (node.op == program::op::outer) return program_.frames[node.frame].path;
    const program::node& row = program_.nodes[program_.frames[program_.nodes[node.operands.front()].frame].row_node];
    if (row.op != program::op::link) return std::nullopt;
    return path{row.index};
  }
  /// As far as two ways are the same.
  [[nodiscard]] static std::optional<path> common(const std::optional<path>& a, const std::optional<path>& b) {
    if (!a || !b) return a ? a : b;
    return path(a->begin(), std::mismatch(a->begin(), a->end(), b->begin(), b->end()).first);
  }

  [[nodiscard]] bool search(program::node_id from, program::node_id wanted, path& way, std::set<program::node_id>& seen) const {
    if (from == wanted) return true;
    if (!seen.insert(from).second) return false;
    const program::node& node = program_.nodes[from];
    // What another stage stored is empty because of something in the same row, or of rows of its own.
    if (node.op == program::op::stored) {
      const program::frame& there = program_.frames[program_.nodes[wanted].frame];
      return there.from == program::frame::source::table && there.table == program_.stored[node.index].table;
    }
    std::size_t added = 0;
    if (node.op == program::op::follow || node.op == program::op::outer) {
      const std::optional<path> first = step(node);
      if (node.op == program::op::follow && search(program_.frames[program_.nodes[node.operands.front()].frame].row_node, wanted, way, seen)) return true;
      if (!first) return false;
      way.insert(way.end(), first->begin(), first->end());
      added = first->size();
    }
    for (const program::node_id o : node.operands)
      if (search(o, wanted, way, seen)) return true;
    way.resize(way.size() - added);
    return false;
  }

  /// The row at the end of a way; the one at its beginning where the way is lost.
  [[nodiscard]] row_place walk(row_place at, const path& way) const {
    row_place here = at;
    for (const std::uint32_t l : way) {
      if (data_.tables[here.table].links.size() <= l || here.row >= data_.tables[here.table].links[l].rows.size()) return at;
      const std::uint32_t row = data_.tables[here.table].links[l].rows[here.row];
      if (!is_row(row)) return at;
      here = {names_.tables[here.table].links[l].target, row};
    }
    return here;
  }

  const program::program& program_;
  const formula::names& names_;
  const bound_data& data_;
  std::map<program::node_id, std::optional<path>> ways_;
  std::map<std::pair<program::node_id, program::node_id>, std::optional<path>> ways_to_;
};

}  // namespace attain::engine
