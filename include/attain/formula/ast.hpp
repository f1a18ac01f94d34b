// SPDX-License-Identifier: Apache-2.0
/// The tree of one formula, as the parser leaves it and the checker annotates it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attain/formula/type.hpp"
#include "attain/number/decimal.hpp"
#include "attain/text/source.hpp"

namespace attain::formula {

using expr_id = std::uint32_t;
inline constexpr expr_id no_expr = 0xFFFFFFFF;

/// What a node of the tree is. The comment says what `operands` hold.
enum class expr_kind : std::uint8_t {
  bad,         ///< could not be parsed; already reported
  number,      ///< `value`; `unit` empty, "%", "days" or a currency code
  text,        ///< `text`: the content, quotes removed
  boolean,     ///< `text`: true / false
  missing,     ///< -
  name,        ///< `text`: NFC, without back-ticks
  member,      ///< [base], `text`: what stands behind the dot
  call,        ///< [callee (name or member), arguments...]; `clauses`
  list,        ///< [items...] of a list literal `[…]`
  unary,       ///< [x]; `operation` negate or logical_not
  binary,      ///< [a, b]; `operation`
  compare,     ///< [a, b, c...] a chain; `comparisons` one shorter; a single comparison too
  in,          ///< [x, items...]; `negated`
  between,     ///< [x, low, high]; `negated`
  conditional  ///< `if` and `case`: [condition, value, condition, value, ..., else]
};

enum class operation : std::uint8_t { none, add, subtract, multiply, divide, power, negate, logical_not, logical_and, logical_or };
enum class comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

/// The clauses of a call: `where`, `via`, `within`, `order by`, `without_me`, and options `word = value`.
struct call_clauses {
  expr_id where = no_expr;
  std::vector<std::string> via;  ///< the path, one name a hop
  span via_where;
  std::vector<expr_id> within;
  bool within_all = false;
  span within_where;  ///< empty when there is no `within`
  struct order_key {
    expr_id key = no_expr;
    bool descending = false;
  };
  std::vector<order_key> order_by;
  span order_where;
  bool without_me = false;
  struct option {
    std::string name;
    span name_where;
    expr_id value = no_expr;
  };
  std::vector<option> options;

  [[nodiscard]] bool has_within() const { return within_all || !within.empty(); }
  /// Whether there is anything beside options.
  [[nodiscard]] bool has_clause() const { return where != no_expr || !via.empty() || has_within() || !order_by.empty() || without_me; }
  [[nodiscard]] const option* find(std::string_view name) const {
    for (const option& o : options)
      if (o.name == name) return &o;
    return nullptr;
  }
};

/// What the checker found a name, a member or a call to mean; `index` points into the list that the kind names.
enum class reference_kind : std::uint8_t {
  none,
  column,      ///< `index` column of `table`
  quantity,    ///< `index` in the plan's quantities
  parameter,   ///< `index` parameter
  unanswered,  ///< `index` evidence; the operand names the question
  period,      ///< `part`: from, to, days
  function,    ///< `index`: a `function`
  curve,       ///< `index` curve; `part`: "", between, rate, tier, part, effective, inverse
  matrix,      ///< `index` matrix
  rows,        ///< `table`: the rows of a table themselves, as in count(deals)
};

/// A dotted or bare name after checking: go down `hops` from the row at hand, then take the thing. A member whose base is a look-up has no
/// hops: it starts at the row that the base found.
struct reference {
  reference_kind kind = reference_kind::none;
  std::uint32_t table = 0;          ///< the table whose row has the thing
  std::uint32_t index = 0;
  std::vector<std::uint32_t> hops;  ///< link numbers, each a link of the table reached so far
  std::string part;
};

/// What an aggregate runs over, found by the checker.
struct aggregate_rows {
  bool resolved = false;
  std::uint32_t table = 0;          ///< the rows aggregated
  std::vector<std::uint32_t> path;  ///< links from that table up to the table of the row at hand
};

/// A node.
struct expr {
  expr_kind kind = expr_kind::bad;
  operation op = operation::none;
  bool negated = false;
  bool parenthesised = false;
  span where;                       ///< in the source (not in the formula)
  span name_where;                  ///< of a member: the name behind the dot
  std::string text;
  std::string unit;
  decimal value;
  std::vector<expr_id> operands;
  std::vector<comparison> comparisons;
  std::uint32_t clauses = 0xFFFFFFFF;  ///< index into formula::clauses

  // Written by the checker.
  type result;
  reference target;
  aggregate_rows rows;
  std::int32_t date_value = 0;      ///< of a text literal that stands beside a date
  bool is_date_literal = false;
};

/// One parsed formula: its nodes, children before parents.
struct tree {
  std::vector<expr> nodes;
  std::vector<call_clauses> clauses;
  expr_id root = no_expr;
  span whole;

  [[nodiscard]] expr& operator[](expr_id id) { return nodes[id]; }
  [[nodiscard]] const expr& operator[](expr_id id) const { return nodes[id]; }
  [[nodiscard]] bool is_bad() const { return root == no_expr || nodes[root].kind == expr_kind::bad; }
  [[nodiscard]] const call_clauses* clauses_of(expr_id id) const {
    return nodes[id].clauses == 0xFFFFFFFF ? nullptr : &clauses[nodes[id].clauses];
  }
};

}  // namespace attain::formula
