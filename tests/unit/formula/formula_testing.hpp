// SPDX-License-Identifier: Apache-2.0
/// What the tests of the formula text share: a formula on its own as a source, its tree as an s-expression, its mistakes in one line each.
#pragma once

#include <string>
#include <string_view>

#include "attain/formula/parser.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"

namespace attain::formula::testing {

/// A formula that is the whole of its source.
inline located_text alone(std::string_view text) { return {std::string(text), {{0, 0}}, {0, static_cast<std::uint32_t>(text.size())}}; }

inline std::string dump(const tree& t, expr_id id);

inline std::string dump_clauses(const tree& t, const call_clauses& c) {
  std::string out;
  if (c.where != no_expr) out += " :where " + dump(t, c.where);
  for (std::size_t i = 0; i < c.via.size(); ++i) out += (i == 0 ? " :via " : ".") + c.via[i];
  if (c.within_all) out += " :within-all";
  for (const expr_id id : c.within) out += " :within " + dump(t, id);
  for (const auto& k : c.order_by) out += (k.descending ? " :desc " : " :asc ") + dump(t, k.key);
  if (c.without_me) out += " :without-me";
  for (const auto& o : c.options) out += " :" + o.name + "= " + dump(t, o.value);
  return out;
}

/// The word that stands first in the s-expression of a node.
inline std::string head_of(const expr& e) {
  switch (e.kind) {
    case expr_kind::member: return "." + e.text;
    case expr_kind::call: return "call";
    case expr_kind::list: return "list";
    case expr_kind::unary:
    case expr_kind::binary: return e.op == operation::negate ? "neg" : std::string(sign_of(e.op));
    case expr_kind::in: return e.negated ? "not-in" : "in";
    case expr_kind::between: return e.negated ? "not-between" : "between";
    case expr_kind::conditional: return "if";
    case expr_kind::compare: {
      std::string signs;
      for (const comparison c : e.comparisons) signs += (signs.empty() ? "" : ",") + std::string(sign_of(c));
      return signs;
    }
    default: return "?";
  }
}

/// `(+ a (* b 2))`; names as they are, texts in quotes, numbers with their unit.
inline std::string dump(const tree& t, expr_id id) {
  const expr& e = t[id];
  switch (e.kind) {
    case expr_kind::bad: return "bad";
    case expr_kind::number: return to_text(e.value) + e.unit;
    case expr_kind::text: return "'" + e.text + "'";
    case expr_kind::boolean: return e.text;
    case expr_kind::missing: return "missing";
    case expr_kind::name: return e.text;
    default: break;
  }
  std::string out = "(" + head_of(e);
  for (const expr_id operand : e.operands) out += " " + dump(t, operand);
  if (const call_clauses* c = t.clauses_of(id)) out += dump_clauses(t, *c);
  return out + ")";
}

/// The tree of a formula, or its first message when there is one.
inline std::string tree_of(std::string_view text) {
  diagnostics messages;
  const tree t = parse(alone(text), messages);
  return messages.empty() ? dump(t, t.root) : messages[0].message;
}

/// `A2004 5-6` with columns in code points, the second behind the place, one for each mistake in the order of their places.
inline std::string mistakes_of(std::string_view text) {
  diagnostics messages;
  const source whole("formula", std::string(text));
  static_cast<void>(parse(alone(text), messages));
  messages.sort();
  std::string out;
  for (const diagnostic& m : messages) {
    if (!out.empty()) out += ", ";
    out += to_string(m.code) + " " + std::to_string(whole.position_of(m.where.begin).column) + "-" + std::to_string(whole.position_of(m.where.end).column);
  }
  return out;
}

}  // namespace attain::formula::testing
