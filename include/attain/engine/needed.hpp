// SPDX-License-Identifier: Apache-2.0
/// What of a pass must be computed so that some of its nodes are known.
#pragma once

#include <cstdint>
#include <vector>

#include "attain/program/ir.hpp"

namespace attain::engine {

/// Marks nodes with all that they are made of, in whatever frame.
class needed_nodes {
 public:
  explicit needed_nodes(const program::program& program)
      : program_(program),
        nodes_(program.nodes.size(), false),
        passes_(program.passes.size(), false),
        passes_of_aggregate_(program.aggregates.size()),
        passes_of_frame_(program.frames.size()) {
    for (std::uint32_t p = 0; p < program.passes.size(); ++p) {
      for (const std::uint32_t a : program.passes[p].aggregates) passes_of_aggregate_[a].push_back(p);
      passes_of_frame_[program.passes[p].frame].push_back(p);
    }
  }

  void add(program::node_id id) {
    if (id == program::none || nodes_[id]) return;
    nodes_[id] = true;
    const program::node& n = program_.nodes[id];
    for (const program::node_id o : n.operands) add(o);
    switch (n.op) {
      case program::op::curve: add_curve(program_.asks[n.index].curve); break;
      case program::op::matrix: add_matrix(program_.matrices[n.index]); break;
      case program::op::aggregate:
        for (const program::node_id p : program_.aggregates[n.index].parameters) add(p);
        for (const std::uint32_t p : passes_of_aggregate_[n.index]) add_pass(p);
        break;
      case program::op::follow:
        for (const std::uint32_t p : passes_of_frame_[program_.nodes[n.operands.front()].frame]) add_pass(p);
        break;
      default: break;
    }
  }

  /// The items of a pass that compute what was added; those of the passes under it all do.
  [[nodiscard]] std::vector<program::item> items_of(const program::pass& pass) const {
    std::vector<program::item> needed;
    for (const program::item& i : pass.items)
      if (i.what == program::item::what::compute ? nodes_[i.index] : passes_[i.index]) needed.push_back(i);
    return needed;
  }
  /// Whether the aggregates of a pass under another one are computed.
  [[nodiscard]] bool has_pass(std::uint32_t pass) const { return passes_[pass]; }

 private:
  void add_pass(std::uint32_t index) {
    if (passes_[index]) return;
    passes_[index] = true;
    const program::pass& pass = program_.passes[index];
    add(program_.frames[pass.frame].row_node);
    for (const program::item& i : pass.items) {
      if (i.what == program::item::what::compute) add(i.index);
      else add_pass(i.index);
    }
    for (const std::uint32_t a : pass.aggregates) {
      const program::aggregate& g = program_.aggregates[a];
      for (const program::node_id n : g.arguments) add(n);
      for (const program::node_id n : g.parameters) add(n);
      add(g.where);
      for (const program::aggregate::order_key& k : g.order_by) add(k.key);
    }
  }
  void add_curve(std::uint32_t index) {
    for (; index != program::none; index = program_.curves[index].otherwise) program_.curves[index].for_each_node([this](program::node_id n) { add(n); });
  }
  void add_matrix(const program::matrix& m) {
    for (const program::node_id n : m.values) add(n);
    add(m.outside);
  }

  const program::program& program_;
  std::vector<bool> nodes_, passes_;
  std::vector<std::vector<std::uint32_t>> passes_of_aggregate_;  // each stage has its own
  std::vector<std::vector<std::uint32_t>> passes_of_frame_;
};

}  // namespace attain::engine
