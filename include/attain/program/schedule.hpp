// SPDX-License-Identifier: Apache-2.0
/// Puts nodes in order: passes over frames, stages over tables, and the work on constants.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "attain/program/ir.hpp"

namespace attain::program {

/// Makes passes out of the nodes that are asked for. Operands always have lower numbers than the nodes that use them.
class scheduler {
 public:
  explicit scheduler(program& out) : out_(out) {}

  /// A pass over a frame that computes the wanted nodes of it, with all that they need.
  std::uint32_t pass_for(frame_id at, const std::vector<node_id>& wanted, std::vector<std::uint32_t> aggregates = {});

 private:
  using node_set = std::set<node_id>;

  /// The nodes of `at` that are needed for `wanted`, through child frames as well.
  void collect(frame_id at, node_id wanted, node_set& needed);
  void add_aggregates(const std::vector<node_id>& nodes, pass& to);
  [[nodiscard]] std::vector<node_id> of_children(const aggregate& a) const;
  [[nodiscard]] std::vector<node_id> outer_needs(frame_id child, const std::vector<node_id>& wanted);
  [[nodiscard]] std::vector<node_id> needs_in(frame_id at, node_id n);

  program& out_;
  std::map<node_id, std::vector<node_id>> needs_;
};

/// What an aggregate reads of each of its rows.
inline std::vector<node_id> scheduler::of_children(const aggregate& a) const {
  std::vector<node_id> wanted = a.arguments;
  if (a.where != none) wanted.push_back(a.where);
  for (const auto& key : a.order_by) wanted.push_back(key.key);
  std::erase_if(wanted, [this](node_id n) { return out_.nodes[n].frame == 0; });
  return wanted;
}

/// The nodes of the parent frame that rows of a children frame look out to.
inline std::vector<node_id> scheduler::outer_needs(frame_id child, const std::vector<node_id>& wanted) {
  node_set inside;
  for (const node_id w : wanted) collect(child, w, inside);
  std::vector<node_id> outer;
  for (const node_id n : inside)
    if (out_.nodes[n].op == op::outer) outer.push_back(out_.nodes[n].operands.front());
  return outer;
}

/// The nodes of the same frame that a node needs directly, also through rows of other frames.
inline std::vector<node_id> scheduler::needs_in(frame_id at, node_id n) {
  const auto known = needs_.find(n);
  if (known != needs_.end()) return known->second;
  const node& what = out_.nodes[n];
  std::vector<node_id> needs;
  if (what.op == op::follow) {
    needs.push_back(out_.frames[out_.nodes[what.operands.front()].frame].row_node);
  } else if (what.op != op::outer) {
    needs = what.operands;
  }
  if (what.op == op::aggregate) {
    const aggregate& a = out_.aggregates[what.index];
    for (const node_id o : outer_needs(a.frame, of_children(a))) needs.push_back(o);
  }
  std::erase_if(needs, [&](node_id o) { return out_.nodes[o].frame != at; });
  needs_.emplace(n, needs);
  return needs;
}

inline void scheduler::collect(frame_id at, node_id wanted, node_set& needed) {
  std::vector<node_id> open{wanted};
  while (!open.empty()) {
    const node_id n = open.back();
    open.pop_back();
    if (out_.nodes[n].frame != at || !needed.insert(n).second) continue;
    for (const node_id o : needs_in(at, n)) open.push_back(o);
  }
}

/// One pass over each frame of children for all the aggregates that read it.
inline void scheduler::add_aggregates(const std::vector<node_id>& nodes, pass& to) {
  std::map<frame_id, std::vector<std::uint32_t>> below;
  for (const node_id n : nodes)
    if (out_.nodes[n].op == op::aggregate) below[out_.aggregates[out_.nodes[n].index].frame].push_back(out_.nodes[n].index);
  for (auto& [child, list] : below) {
    std::vector<node_id> inside;
    for (const std::uint32_t a : list)
      for (const node_id w : of_children(out_.aggregates[a])) inside.push_back(w);
    to.items.push_back({item::what::aggregate, pass_for(child, inside, list)});
  }
}

inline std::uint32_t scheduler::pass_for(frame_id at, const std::vector<node_id>& wanted, std::vector<std::uint32_t> aggregates) {
  node_set needed;
  for (const node_id w : wanted) collect(at, w, needed);
  // The rank of a node: how many passes over child rows must have run before it can be computed.
  std::map<node_id, std::uint32_t> rank;
  std::uint32_t last = 0;
  for (const node_id n : needed) {
    std::uint32_t r = 0;
    for (const node_id o : needs_in(at, n)) r = std::max(r, rank[o]);
    rank[n] = r + (out_.nodes[n].op == op::aggregate ? 1 : 0);
    last = std::max(last, rank[n]);
  }
  std::vector<std::vector<node_id>> by_rank(last + 1);
  std::map<frame_id, std::vector<node_id>> read_there;  // what the needed nodes read of the rows of other frames
  for (const node_id n : needed) {
    by_rank[rank[n]].push_back(n);
    if (out_.nodes[n].op == op::follow) {
      const node_id there = out_.nodes[n].operands.front();
      read_there[out_.nodes[there].frame].push_back(there);
    }
  }
  pass result;
  result.frame = at;
  result.aggregates = std::move(aggregates);
  for (const std::vector<node_id>& nodes : by_rank) {
    add_aggregates(nodes, result);
    std::set<frame_id> followed;
    for (const node_id n : nodes) {
      const node& what = out_.nodes[n];
      if (what.op == op::aggregate) continue;
      if (what.op == op::follow) {
        const frame_id there = out_.nodes[what.operands.front()].frame;
        if (followed.insert(there).second) result.items.push_back({item::what::follow, pass_for(there, read_there[there])});
      }
      result.items.push_back({item::what::compute, n});
    }
  }
  out_.passes.push_back(std::move(result));
  return static_cast<std::uint32_t>(out_.passes.size() - 1);
}

}  // namespace attain::program
