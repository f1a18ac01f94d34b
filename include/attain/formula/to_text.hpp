// SPDX-License-Identifier: Apache-2.0
/// Writes a formula's tree as text again, in one canonical form: for messages and for the canonical plan.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/token.hpp"
#include "attain/number/decimal.hpp"
#include "attain/text/unicode.hpp"

namespace attain::formula {

/// The options of a function, written `, name = value` in its call: an equals sign behind another word compares.
[[nodiscard]] inline bool has_option(std::string_view function_name, std::string_view option) {
  struct entry {
    std::string_view function;
    std::array<std::string_view, 5> options;
  };
  static constexpr entry entries[] = {
      {"rank", {"ties"}},    {"lookup", {"on"}},  {"lookup_last", {"on"}}, {"convert", {"on"}},    {"allocate", {"unit", "method", "ties", "negative", "min"}},
      {"allocate", {"max"}}, {"prize", {"ties"}}, {"rollup", {"places"}}, {"direct", {"places"}}};
  return !option.empty() && std::any_of(std::begin(entries), std::end(entries), [&](const entry& e) {
    return e.function == function_name && std::find(e.options.begin(), e.options.end(), option) != e.options.end();
  });
}

/// How tightly an expression holds together; a looser one inside a tighter one needs brackets.
enum class tightness : std::uint8_t { lowest, logical_or, logical_and, logical_not, compare, add, multiply, negate, power, whole };

[[nodiscard]] inline tightness tightness_of(operation op) {
  switch (op) {
    case operation::logical_or: return tightness::logical_or;
    case operation::logical_and: return tightness::logical_and;
    case operation::logical_not: return tightness::logical_not;
    case operation::add:
    case operation::subtract: return tightness::add;
    case operation::multiply:
    case operation::divide: return tightness::multiply;
    case operation::negate: return tightness::negate;
    case operation::power: return tightness::power;
    case operation::none: break;
  }
  return tightness::whole;
}

[[nodiscard]] inline tightness tightness_of(const expr& e) {
  switch (e.kind) {
    case expr_kind::unary:
    case expr_kind::binary: return tightness_of(e.op);
    case expr_kind::compare:
    case expr_kind::in:
    case expr_kind::between: return tightness::compare;
    default: return tightness::whole;
  }
}

[[nodiscard]] inline tightness tighter(tightness t) { return static_cast<tightness>(static_cast<std::uint8_t>(t) + 1); }

[[nodiscard]] inline std::string_view sign_of(comparison c) {
  static constexpr std::array<std::string_view, 6> signs = {"=", "!=", "<", "<=", ">", ">="};
  return signs[static_cast<std::size_t>(c)];
}

[[nodiscard]] inline std::string_view sign_of(operation op) {
  static constexpr std::array<std::string_view, 10> signs = {"", "+", "-", "*", "/", "^", "-", "not", "and", "or"};
  return signs[static_cast<std::size_t>(op)];
}

namespace detail {

/// Writes one tree; see `to_text`. Recursion is bounded by `limits::depth`.
class tree_writer {
 public:
  explicit tree_writer(const tree& t) : tree_(t) {}

  void write(expr_id id, tightness least) {
    const bool brackets = tightness_of(tree_[id]) < least;
    if (brackets) out_ += '(';
    write(id);
    if (brackets) out_ += ')';
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  const tree& tree_;
  std::string out_;

  void write(expr_id id) {
    const expr& e = tree_[id];
    switch (e.kind) {
      case expr_kind::bad: out_ += '?'; break;
      case expr_kind::number: number(e); break;
      case expr_kind::text: quoted(e.text); break;
      case expr_kind::boolean: out_ += e.text; break;
      case expr_kind::missing: out_ += "missing"; break;
      case expr_kind::name: name(e.text); break;
      case expr_kind::member: member(e, false); break;
      case expr_kind::call: call(id); break;
      case expr_kind::list:
        out_ += '[';
        items(e.operands, 0);
        out_ += ']';
        break;
      case expr_kind::unary: unary(e); break;
      case expr_kind::binary: binary(e); break;
      case expr_kind::compare: chain(e); break;
      case expr_kind::in:
        write(e.operands[0], tightness::add);
        out_ += e.negated ? " not in (" : " in (";
        items(e.operands, 1);
        out_ += ')';
        break;
      case expr_kind::between:
        write(e.operands[0], tightness::add);
        out_ += e.negated ? " not between " : " between ";
        write(e.operands[1], tightness::add);
        out_ += " and ";
        write(e.operands[2], tightness::add);
        break;
      case expr_kind::conditional: conditional(e); break;
    }
  }

  void number(const expr& e) {
    const std::string digits = to_text(e.value);
    out_ += digits;
    if (e.unit == "%") out_ += '%';
    else if (e.unit == "days") out_ += digits == "1" ? " day" : " days";
    else if (!e.unit.empty()) out_ += " " + e.unit;
  }

  void quoted(std::string_view content) {
    out_ += '\'';
    for (const char c : content) {
      if (c == '\'') out_ += '\'';
      out_ += c;
    }
    out_ += '\'';
  }

  void name(std::string_view text, bool must_quote = false) {
    const bool plain = !must_quote && is_identifier(text) && !is_reserved(text) && text != "without_me";
    if (plain) out_ += text;
    else out_.append("`").append(text).append("`");
  }

  void member(const expr& e, bool called) {
    write(e.operands[0]);
    out_ += '.';
    if (called && e.text == "between") out_ += e.text;
    else name(e.text);
  }

  void unary(const expr& e) {
    out_ += e.op == operation::negate ? "-" : "not ";
    write(e.operands[0], tightness_of(e.op));
  }

  void binary(const expr& e) {
    const tightness own = tightness_of(e.op);
    const bool power = e.op == operation::power;
    write(e.operands[0], power ? tightness::whole : own);
    if (power) out_ += '^';
    else out_.append(" ").append(sign_of(e.op)).append(" ");
    write(e.operands[1], power ? tightness::negate : tighter(own));
  }

  void chain(const expr& e) {
    write(e.operands[0], tightness::add);
    for (std::size_t i = 0; i < e.comparisons.size(); ++i) {
      out_.append(" ").append(sign_of(e.comparisons[i])).append(" ");
      write(e.operands[i + 1], tightness::add);
    }
  }

  void conditional(const expr& e) {
    if (e.operands.size() == 3) {
      out_ += "if(";
      items(e.operands, 0);
      out_ += ')';
      return;
    }
    out_ += "case";
    for (std::size_t i = 0; i + 1 < e.operands.size(); i += 2) {
      out_ += " when ";
      write(e.operands[i], tightness::lowest);
      out_ += " then ";
      write(e.operands[i + 1], tightness::lowest);
    }
    out_ += " else ";
    write(e.operands.back(), tightness::lowest);
    out_ += " end";
  }

  void items(const std::vector<expr_id>& list, std::size_t first) {
    for (std::size_t i = first; i < list.size(); ++i) {
      if (i > first) out_ += ", ";
      write(list[i], tightness::lowest);
    }
  }

  // A comparison behind a comma that would read as an option of the function keeps brackets.
  void call_item(expr_id id, bool behind_comma, std::string_view function_name) {
    if (behind_comma) out_ += ", ";
    const std::size_t begin = out_.size();
    write(id, tightness::lowest);
    if (!behind_comma) return;
    const std::string_view written = std::string_view(out_).substr(begin);
    const std::size_t word_end = written.find(" = ");
    if (word_end == std::string_view::npos || !has_option(function_name, written.substr(0, word_end))) return;
    out_.insert(begin, 1, '(');
    out_ += ')';
  }

  void call(expr_id id) {
    const expr& e = tree_[id];
    const expr& callee = tree_[e.operands[0]];
    if (callee.kind == expr_kind::member) member(callee, true);
    else name(callee.text);
    out_ += '(';
    const std::string_view function_name = callee.kind == expr_kind::name ? std::string_view(callee.text) : std::string_view();
    const std::size_t begin = out_.size();
    for (std::size_t i = 1; i < e.operands.size(); ++i) call_item(e.operands[i], i > 1, function_name);
    if (const call_clauses* c = tree_.clauses_of(id)) clauses(*c, function_name, begin);
    out_ += ')';
  }

  void clauses(const call_clauses& c, std::string_view function_name, std::size_t begin) {
    const auto keyword = [&](std::string_view word) {
      if (out_.size() != begin) out_ += ' ';
      out_ += word;
    };
    if (c.where != no_expr) {
      keyword("where ");
      write(c.where, tightness::lowest);
    }
    for (std::size_t i = 0; i < c.via.size(); ++i) {
      if (i == 0) keyword("via ");
      else out_ += '.';
      name(c.via[i]);
    }
    if (c.has_within()) keyword("within ");
    if (c.within_all) out_ += "all";
    for (std::size_t i = 0; i < c.within.size(); ++i) {
      const expr& group = tree_[c.within[i]];
      if (group.kind != expr_kind::name || group.text != "all") call_item(c.within[i], i > 0, function_name);
      else out_ += i > 0 ? ", `all`" : "`all`";
    }
    if (!c.order_by.empty()) keyword("order by ");
    for (std::size_t i = 0; i < c.order_by.size(); ++i) {
      call_item(c.order_by[i].key, i > 0, function_name);
      if (c.order_by[i].descending) out_ += " desc";
    }
    if (c.without_me) keyword("without_me");
    for (const call_clauses::option& o : c.options) {
      out_.append(", ").append(o.name).append(" = ");
      write(o.value, tightness::lowest);
    }
  }
};

}  // namespace detail

/// The canonical text of a subtree: one blank around operators, no brackets but those that are needed. Reading it back gives an equal tree.
[[nodiscard]] inline std::string to_text(const tree& t, expr_id id) {
  if (id == no_expr) return "?";
  detail::tree_writer writer(t);
  writer.write(id, tightness::lowest);
  return writer.take();
}

}  // namespace attain::formula
