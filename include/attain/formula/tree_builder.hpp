// SPDX-License-Identifier: Apache-2.0
/// Collects the nodes of a tree while it is parsed, within the limits that all who walk it rely on.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/cursor.hpp"
#include "attain/formula/token.hpp"

namespace attain::formula::detail {

/// A tree that grows. Beyond a limit it reports that once, stops the cursor, and answers a tree that is one bad node.
class tree_builder {
 public:
  tree_builder(cursor next, span whole) : next_(std::move(next)) { tree_.whole = whole; }

 protected:
  cursor next_;
  tree tree_;

  expr_id add(expr_kind kind, span where, std::vector<expr_id> operands = {}) {
    std::uint16_t below = 0;
    for (const expr_id id : operands) below = std::max(below, depth_[id]);
    expr& e = tree_.nodes.emplace_back();
    e.kind = kind;
    e.where = where;
    e.operands = std::move(operands);
    depth_.push_back(static_cast<std::uint16_t>(below + 1));
    check_depth(below + 1U);
    if (tree_.nodes.size() > limits::nodes) beyond_limit("it has more than " + std::to_string(limits::nodes) + " parts");
    return static_cast<expr_id>(tree_.nodes.size() - 1);
  }

  expr_id bad(span where) { return add(expr_kind::bad, where); }
  [[nodiscard]] span where(expr_id id) const { return tree_[id].where; }
  [[nodiscard]] bool is_kind(expr_id id, expr_kind kind) const { return tree_[id].kind == kind; }

  void beyond_limit(const std::string& which) {
    if (next_.stopped()) return;
    next_.error(code::formula_limit, next_.previous().where, "this formula is too large: " + which, "too much by here",
                "give parts of it names under `[define]` and use the names");
    next_.stop();
  }

  /// One level of nesting, for as long as it lives.
  class level {
   public:
    explicit level(tree_builder& b) : builder_(b) {
      if (++builder_.nesting_ > limits::nesting) builder_.beyond_limit("it nests more than " + std::to_string(limits::nesting) + " levels deep");
    }
    ~level() { --builder_.nesting_; }
    level(const level&) = delete;
    level& operator=(const level&) = delete;

   private:
    tree_builder& builder_;
  };

  void set_clauses(expr_id call, call_clauses clauses) {
    std::uint16_t below = clauses.where == no_expr ? std::uint16_t{0} : depth_[clauses.where];
    for (const expr_id id : clauses.within) below = std::max(below, depth_[id]);
    for (const auto& key : clauses.order_by) below = std::max(below, depth_[key.key]);
    for (const auto& option : clauses.options) below = std::max(below, depth_[option.value]);
    depth_[call] = std::max(depth_[call], static_cast<std::uint16_t>(below + 1));
    check_depth(depth_[call]);
    tree_[call].clauses = static_cast<std::uint32_t>(tree_.clauses.size());
    tree_.clauses.push_back(std::move(clauses));
  }

  [[nodiscard]] tree finish(expr_id root) {
    tree_.root = root;
    // Half a tree could be deeper or larger than the limits promise.
    if (next_.stopped()) {
      tree_.nodes.clear();
      tree_.clauses.clear();
      depth_.clear();
      tree_.root = bad(tree_.whole);
    }
    return std::move(tree_);
  }

 private:
  void check_depth(std::uint32_t depth) {
    if (depth > limits::depth) beyond_limit("it nests more than " + std::to_string(limits::depth) + " levels deep");
  }

  std::vector<std::uint16_t> depth_;  ///< of each node: 1 for a leaf
  std::uint32_t nesting_ = 0;
};

}  // namespace attain::formula::detail
