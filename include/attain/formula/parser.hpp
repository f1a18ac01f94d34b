// SPDX-License-Identifier: Apache-2.0
/// Reads a formula's text into its tree and reports every mistake of its grammar; the checker gives the tree its meaning.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/call_reader.hpp"
#include "attain/formula/comparison_chain.hpp"
#include "attain/formula/cursor.hpp"
#include "attain/formula/lexer.hpp"
#include "attain/formula/to_text.hpp"
#include "attain/formula/token.hpp"
#include "attain/formula/tree_builder.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"

namespace attain::formula {

namespace detail {

/// Descends through one formula; see `parse`. Its own recursion is bounded by `limits::nesting`.
class parser : private tree_builder {
 public:
  parser(const located_text& text, reporter& report) : tree_builder(cursor(lex(text, report), report), text.whole) {}

  [[nodiscard]] tree run() {
    if (const token& t = next_.peek(); t.is(token_kind::equal) && t.written == "=" && !t.reported) {
      next_.error(code::unexpected_token, t.where, "a formula does not begin with `=`", "not needed", "delete this `=`");
      next_.take();
    }
    return finish(expression());
  }

  /// A whole expression, up to a token that ends it; what does not belong is reported and skipped.
  expr_id expression() {
    expr_id left = operators(prefix(tightness::lowest), tightness::lowest);
    next_.end_group_at_comma();
    while (!next_.at_delimiter()) {
      const span begin = where(left);
      next_.unexpected_after_value();
      left = operators(bad(join(begin, next_.previous().where)), tightness::lowest);
    }
    return left;
  }

 private:
  expr_id operand(tightness least) { return operators(prefix(least), least); }

  struct infix {
    operation op;
    tightness level;
  };

  [[nodiscard]] infix infix_at() const {
    const token& t = next_.peek();
    switch (t.kind) {
      case token_kind::plus: return {operation::add, tightness::add};
      case token_kind::minus: return {operation::subtract, tightness::add};
      case token_kind::star: return {operation::multiply, tightness::multiply};
      case token_kind::slash: return {operation::divide, tightness::multiply};
      case token_kind::caret: return {operation::power, tightness::power};
      default: break;
    }
    if (t.is_word("and")) return {operation::logical_and, tightness::logical_and};
    if (t.is_word("or")) return {operation::logical_or, tightness::logical_or};
    return {operation::none, next_.at_operator() ? tightness::compare : tightness::lowest};
  }

  /// Goes on with `left` over all operators that hold at least that tightly.
  expr_id operators(expr_id left, tightness least) {
    bool compared = false;
    for (;;) {
      const infix i = infix_at();
      if (i.level == tightness::lowest || i.level < least) return left;
      if (i.level != tightness::compare) {
        left = binary(left, i);
        compared = false;
        continue;
      }
      if (compared) compared_twice(left);
      left = comparison_of(left);
      compared = true;
    }
  }

  expr_id binary(expr_id left, infix i) {
    const bool told = next_.take().reported;
    expr_id right = no_expr;
    if (i.op == operation::power) {
      const level deeper(*this);
      right = operand(tightness::negate);
    } else {
      right = operand(tighter(i.level));
    }
    const expr_id id = add(told ? expr_kind::bad : expr_kind::binary, join(where(left), where(right)), {left, right});
    tree_[id].op = i.op;
    return id;
  }

  expr_id prefix(tightness least) {
    while (next_.peek().is(token_kind::plus)) {
      const token& sign = next_.take();
      next_.error(code::unexpected_token, sign.where, "a value does not begin with `+`", "not needed", "delete this `+`");
    }
    const token& t = next_.peek();
    const bool minus = t.is(token_kind::minus);
    if (!minus && !t.is_word("not")) return postfix(primary());
    const level deeper(*this);
    next_.take();
    if (!minus && least > tightness::logical_not) {
      next_.error(code::unexpected_token, t.where, "`not` is looser than the operator before it", "not a value", "put brackets around it: `(not …)`");
    }
    const expr_id x = operand(minus ? tightness::negate : std::max(least, tightness::logical_not));
    const expr_id id = add(expr_kind::unary, join(t.where, where(x)), {x});
    tree_[id].op = minus ? operation::negate : operation::logical_not;
    return id;
  }

  expr_id comparison_of(expr_id left) {
    const bool negated = next_.take_word("not");
    if (next_.take_word("in")) return in_list(left, negated);
    if (next_.take_word("between")) return between(left, negated);
    return chain(left);
  }

  void compared_twice(expr_id left) {
    const token& t = next_.peek();
    auto& m = next_.error(code::unexpected_token, t.where, shown(t.written) + " cannot follow another comparison", "a second comparison",
                          "write two conditions joined by `and`, or put the first between brackets");
    m.related.push_back({where(left), "the first comparison"});
  }

  expr_id chain(expr_id first) {
    std::vector<expr_id> operands{first};
    std::vector<comparison> comparisons;
    std::vector<span> signs;
    while (is_comparison(next_.peek().kind)) {
      signs.push_back(next_.peek().where);
      comparisons.push_back(comparison_for(next_.take().kind));
      operands.push_back(operand(tightness::add));
    }
    const span whole = join(where(first), where(operands.back()));
    const expr_id id = add(expr_kind::compare, whole, std::move(operands));
    tree_[id].comparisons = std::move(comparisons);
    check_direction(id, signs);
    return id;
  }

  void check_direction(expr_id id, const std::vector<span>& signs) {
    const auto turn = find_turn(tree_[id].comparisons);
    if (!turn) return;
    auto& m = next_.error(code::mixed_chain, signs[turn->at], "comparisons in a chain go in one direction",
                          turn->has_direction ? "turns round here" : "has no direction", help_for_chain(tree_, id));
    m.related.push_back({signs[turn->other], "chained with this"});
  }

  expr_id in_list(expr_id x, bool negated) {
    const token& open = next_.peek();
    if (!open.is(token_kind::left_paren)) {
      next_.expected("expected `(` after `in`", "write the values between brackets: `in ('a', 'b')`");
      return bad(join(where(x), next_.previous().where));
    }
    const level deeper(*this);
    next_.take();
    std::vector<expr_id> operands{x};
    list_items(inside::list, token_kind::right_paren, open, operands);
    const span whole = join(where(x), next_.previous().where);
    const expr_id id = add(expr_kind::in, whole, std::move(operands));
    tree_[id].negated = negated;
    return id;
  }

  expr_id between(expr_id x, bool negated) {
    const expr_id low = operand(tightness::add);
    if (!next_.take_word("and")) {
      next_.expected("expected `and` and the upper end of `between`", "write `x between low and high`");
      return bad(join(where(x), next_.previous().where));
    }
    const expr_id high = operand(tightness::add);
    const span whole = join(where(x), where(high));
    const expr_id id = add(expr_kind::between, whole, {x, low, high});
    tree_[id].negated = negated;
    return id;
  }

  /// Expressions with commas between them, and the bracket that closes them; the one that opens them was taken.
  void list_items(inside kind, token_kind close, const token& open, std::vector<expr_id>& items) {
    next_.enter(kind, close, open);
    do items.push_back(expression());
    while (next_.take(token_kind::comma));
    next_.close();
  }

  expr_id primary() {
    while (next_.peek().is(token_kind::bad)) next_.take();
    const token& t = next_.peek();
    switch (t.kind) {
      case token_kind::number: return number();
      case token_kind::text: return leaf(expr_kind::text);
      case token_kind::name: return leaf(expr_kind::name);
      case token_kind::left_paren: return group();
      case token_kind::left_bracket: return list();
      case token_kind::word: return word();
      default: return no_value();
    }
  }

  expr_id leaf(expr_kind kind) {
    const token& t = next_.take();
    if (t.reported) return bad(t.where);
    const expr_id id = add(kind, t.where);
    if (kind != expr_kind::missing) tree_[id].text = t.text;
    return id;
  }

  expr_id number() {
    const token& t = next_.take();
    if (t.reported) return bad(t.where);
    const expr_id id = add(expr_kind::number, t.where);
    tree_[id].value = t.value;
    tree_[id].unit = t.unit;
    return id;
  }

  expr_id no_value() {
    next_.value_expected();
    return bad(next_.at_end() ? next_.previous().where : next_.peek().where);
  }

  expr_id group() {
    const level deeper(*this);
    const token& open = next_.take();
    next_.enter(inside::group, token_kind::right_paren, open);
    const expr_id id = expression();
    next_.close();
    tree_[id].where = join(open.where, next_.previous().where);
    tree_[id].parenthesised = true;
    return id;
  }

  expr_id list() {
    const level deeper(*this);
    const token& open = next_.take();
    std::vector<expr_id> items;
    list_items(inside::list, token_kind::right_bracket, open, items);
    return add(expr_kind::list, join(open.where, next_.previous().where), std::move(items));
  }

  expr_id word() {
    const token& t = next_.peek();
    if (t.text == "true" || t.text == "false") return leaf(expr_kind::boolean);
    if (t.text == "missing") return leaf(expr_kind::missing);
    if (t.text == "if" && next_.peek(1).is(token_kind::left_paren)) return if_call();
    if (t.text == "case" && (begins_value(next_.peek(1)) || next_.peek(1).is(token_kind::word))) return choice();
    if (t.text == "if" && begins_value(next_.peek(1))) return if_without_brackets();
    // A word that ends or joins what is around it was not meant as a name: the value before it is missing.
    const token& behind = next_.peek(1);
    if (next_.at_delimiter() || begins_value(behind)) return no_value();
    next_.reserved(t);
    next_.take();
    next_.told();
    return bad(t.where);
  }

  expr_id if_without_brackets() {
    const token& t = next_.take();
    next_.error(code::unexpected_token, t.where, "`if` takes its condition and values between brackets", "no `(` behind this", "write `if(condition, a, b)`");
    while (!next_.at_delimiter() || next_.peek().is_word("then") || next_.peek().is_word("else")) next_.skip_junk(true);
    return bad(join(t.where, next_.previous().where));
  }

  expr_id if_call() {
    const level deeper(*this);
    const token& t = next_.take();
    const token& open = next_.take();
    std::vector<expr_id> operands;
    list_items(inside::list, token_kind::right_paren, open, operands);
    const span whole = join(t.where, next_.previous().where);
    if (operands.size() == 3) return add(expr_kind::conditional, whole, std::move(operands));
    const std::string count = std::to_string(operands.size());
    const bool closed = next_.previous().is(token_kind::right_paren);
    if (closed) {
      next_.error(
          code::unexpected_token, whole, "`if` takes a condition and two values", count + (operands.size() == 1 ? " argument" : " arguments"),
          operands.size() < 3 ? "write `if(condition, a, b)`: a value for each case" : "for more than one condition write `case when … then … else … end`");
    }
    return bad(whole);
  }

  /// `case when c then x … else y end`.
  expr_id choice() {
    const level deeper(*this);
    const token& t = next_.take();
    next_.enter(inside::choice, token_kind::end, t);
    bool whole = next_.peek().is_word("when");
    if (!whole) {
      next_.expected("expected `when` after `case`", "write each condition in full: `case when x = 1 then … else … end`");
      next_.skip_rest();
    }
    std::vector<expr_id> operands;
    while (next_.take_word("when")) {
      operands.push_back(expression());
      const bool then = next_.take_word("then");
      if (!then && whole) next_.expected("expected `then` after the condition", "write `when condition then value`");
      whole = whole && then;
      if (then) operands.push_back(expression());
    }
    whole = whole && !operands.empty();
    const bool has_else = next_.take_word("else");
    if (has_else) operands.push_back(expression());
    next_.leave();
    const bool has_end = next_.take_word("end");
    const span place = join(t.where, next_.previous().where);
    if (whole && !next_.peek().reported) incomplete_choice(t, has_else, has_end);
    return whole && has_else && has_end ? add(expr_kind::conditional, place, std::move(operands)) : bad(place);
  }

  void incomplete_choice(const token& begin, bool has_else, bool has_end) {
    if (!has_else) {
      const std::string help = has_end ? "write `else 0` (or `else missing`) before `end`" : "write `else 0 end` (or `else missing end`) behind it";
      auto& m = next_.error(code::case_without_else, begin.where, "this `case` has no `else`", "begins here", help);
      m.related.push_back({next_.previous().where, has_end ? "`else` expected before this" : "`else` expected behind this"});
    } else if (!has_end) {
      auto& m = next_.error(code::unclosed_bracket, begin.where, "this `case` has no `end`", "begins here", "write `end` behind the value of `else`");
      m.related.push_back({next_.previous().where, "`end` expected behind this"});
    }
  }

  expr_id postfix(expr_id base) {
    for (;;) {
      const bool named = !tree_[base].parenthesised && (is_kind(base, expr_kind::name) || is_kind(base, expr_kind::member));
      const bool called = !tree_[base].parenthesised && is_kind(base, expr_kind::call);
      if (next_.peek().is(token_kind::dot) && (named || called)) base = member(base);
      else if (next_.peek().is(token_kind::left_paren) && named) base = call(base);
      else return base;
    }
  }

  expr_id member(expr_id base) {
    const token& dot = next_.take();
    const auto at_name = [&] { return next_.peek().is(token_kind::name) || next_.peek().is(token_kind::word); };
    if (!at_name()) {
      if (!next_.peek().reported) {
        next_.error(code::unexpected_token, dot.where, "expected a name after `.`", "nothing behind this", "write the name of a part, or delete the point");
      }
      while (next_.take(token_kind::dot)) {
      }
      if (!at_name()) {
        next_.told();
        return bad(join(where(base), dot.where));
      }
    }
    const token& t = next_.peek();
    const bool asks_curve = t.is_word("between") && next_.peek(1).is(token_kind::left_paren);
    if (t.is(token_kind::word) && !asks_curve) {
      next_.reserved(t);
      next_.take();
      next_.told();
      return bad(join(where(base), t.where));
    }
    next_.take();
    const expr_id id = add(expr_kind::member, join(where(base), t.where), {base});
    tree_[id].text = t.text;
    tree_[id].name_where = t.where;
    return id;
  }

  expr_id call(expr_id callee) {
    const level deeper(*this);
    const token& open = next_.take();
    next_.enter(inside::call, token_kind::right_paren, open);
    const std::string function_name = is_kind(callee, expr_kind::name) ? tree_[callee].text : std::string();
    call_reader<parser> reader(*this, next_, function_name);
    if (!next_.peek().is(token_kind::right_paren)) reader.read();
    next_.close();
    std::vector<expr_id> operands{callee};
    operands.insert(operands.end(), reader.arguments().begin(), reader.arguments().end());
    const expr_id id = add(expr_kind::call, join(where(callee), next_.previous().where), std::move(operands));
    if (reader.has_clauses()) set_clauses(id, reader.take_clauses());
    return id;
  }
};

}  // namespace detail

/// Reads the formula. Every mistake of its grammar becomes an error in `messages`, at its place in the source; what could not be read is
/// of kind `bad` in the tree. Time and memory grow with the text, up to the limits; safe to call from several threads.
[[nodiscard]] inline tree parse(const located_text& text, diagnostics& messages) {
  reporter report(messages);
  const auto nothing = [&] {
    tree t;
    t.whole = text.whole;
    t.nodes.emplace_back().where = text.whole;
    t.root = 0;
    return t;
  };
  if (text.text.size() > limits::bytes) {
    report.error(code::formula_limit, text.whole, "this formula is too large: it has more than " + std::to_string(limits::bytes / 1024) + " KiB", "too much",
                 "give parts of it names under `[define]` and use the names");
    return nothing();
  }
  const bool blank = std::all_of(text.text.begin(), text.text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
  if (blank) {
    report.error(code::empty_formula, text.whole, "this formula is empty", "nothing here", "write a value, such as `0`, or delete the key");
    return nothing();
  }
  return detail::parser(text, report).run();
}

}  // namespace attain::formula
