// SPDX-License-Identifier: Apache-2.0
/// Reads a formula's text into its tree and reports every mistake of its grammar; the checker gives the tree its meaning.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/cursor.hpp"
#include "attain/formula/lexer.hpp"
#include "attain/formula/to_text.hpp"
#include "attain/formula/token.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"

namespace attain::formula {

namespace detail {

/// Descends through one formula; see `parse`. Its own recursion is bounded by `limits::nesting`.
class parser {
 public:
  parser(const located_text& text, reporter& report) : next_(lex(text, report), report) { tree_.whole = text.whole; }

  [[nodiscard]] tree run() {
    tree_.root = expression();
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
  cursor next_;
  tree tree_;
  std::vector<std::uint16_t> depth_;  ///< of each node: 1 for a leaf
  std::uint32_t nesting_ = 0;

  // -- nodes -------------------------------------------------------------------------------------------------------------

  expr_id add(expr_kind kind, span where, std::vector<expr_id> operands = {}) {
    std::uint16_t below = 0;
    for (const expr_id id : operands) below = std::max(below, depth_[id]);
    expr& e = tree_.nodes.emplace_back();
    e.kind = kind;
    e.where = where;
    e.operands = std::move(operands);
    depth_.push_back(static_cast<std::uint16_t>(below + 1));
    if (depth_.back() > limits::depth) beyond_limit(where, "it nests more than " + std::to_string(limits::depth) + " levels deep");
    if (tree_.nodes.size() > limits::nodes) beyond_limit(where, "it has more than " + std::to_string(limits::nodes) + " parts");
    return static_cast<expr_id>(tree_.nodes.size() - 1);
  }

  expr_id bad(span where) { return add(expr_kind::bad, where); }
  [[nodiscard]] span where(expr_id id) const { return tree_[id].where; }
  [[nodiscard]] bool is_kind(expr_id id, expr_kind kind) const { return tree_[id].kind == kind; }

  void beyond_limit(span where, const std::string& which) {
    if (next_.stopped()) return;
    next_.error(code::formula_limit, where, "this formula is too large: " + which, "too much by here", "give parts of it names under `[define]` and use the names");
    next_.stop();
  }

  /// One level of nesting, for as long as it lives.
  class level {
   public:
    explicit level(parser& p) : parser_(p) {
      if (++parser_.nesting_ > limits::nesting) {
        parser_.beyond_limit(parser_.next_.peek().where, "it nests more than " + std::to_string(limits::nesting) + " levels deep");
      }
    }
    ~level() { --parser_.nesting_; }
    level(const level&) = delete;
    level& operator=(const level&) = delete;

   private:
    parser& parser_;
  };

  // -- operators ---------------------------------------------------------------------------------------------------------

  /// A whole expression, up to a token that ends it; what does not belong is reported and skipped.
  expr_id expression() {
    expr_id left = operators(prefix(tightness::lowest), tightness::lowest);
    while (!next_.at_delimiter()) {
      const span begin = where(left);
      next_.unexpected_after_value();
      left = operators(bad(join(begin, next_.previous().where)), tightness::lowest);
    }
    return left;
  }

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
    next_.take();
    expr_id right = no_expr;
    if (i.op == operation::power) {
      const level deeper(*this);
      right = operand(tightness::negate);
    } else {
      right = operand(tighter(i.level));
    }
    const expr_id id = add(expr_kind::binary, join(where(left), where(right)), {left, right});
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

  // -- comparisons -------------------------------------------------------------------------------------------------------

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

  [[nodiscard]] static comparison comparison_for(token_kind k) {
    switch (k) {
      case token_kind::not_equal: return comparison::not_equal;
      case token_kind::less: return comparison::less;
      case token_kind::less_equal: return comparison::less_equal;
      case token_kind::greater: return comparison::greater;
      case token_kind::greater_equal: return comparison::greater_equal;
      default: return comparison::equal;
    }
  }

  /// -1 and 1 for the two directions, 0 for `=`; `!=` says nothing about its neighbours and goes with none.
  [[nodiscard]] static int direction(comparison c) {
    if (c == comparison::less || c == comparison::less_equal) return -1;
    if (c == comparison::greater || c == comparison::greater_equal) return 1;
    return c == comparison::equal ? 0 : 2;
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
    if (signs.size() > 1) check_direction(id, signs);
    return id;
  }

  void check_direction(expr_id id, const std::vector<span>& signs) {
    const std::vector<comparison>& comparisons = tree_[id].comparisons;
    std::size_t leader = 0;
    for (std::size_t i = 0; i < comparisons.size(); ++i) {
      if (direction(comparisons[leader]) == 0) leader = i;
      const bool turns = direction(comparisons[i]) != 0 && direction(comparisons[i]) != direction(comparisons[leader]);
      if (!turns && direction(comparisons[i]) != 2) continue;
      auto& m = next_.error(code::mixed_chain, signs[i], "comparisons in a chain go in one direction",
                            turns ? "turns round here" : "has no direction", help_for_chain(id));
      const std::size_t other = i != leader ? leader : i > 0 ? i - 1 : 1;
      m.related.push_back({signs[other], "chained with this"});
      return;
    }
  }

  /// The chain as conditions joined by `and`, which is what it can only have meant.
  [[nodiscard]] std::string help_for_chain(expr_id id) const {
    const expr& e = tree_[id];
    std::string text;
    for (std::size_t i = 0; i < e.comparisons.size() && text.size() <= 100; ++i) {
      if (i > 0) text += " and ";
      text += to_text(tree_, e.operands[i]) + " " + std::string(sign_of(e.comparisons[i])) + " " + to_text(tree_, e.operands[i + 1]);
    }
    return text.size() <= 100 ? "write `" + text + "`" : "write two conditions joined by `and`";
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

  // -- values ------------------------------------------------------------------------------------------------------------

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
    return leaf(expr_kind::name);
  }

  // -- choices -----------------------------------------------------------------------------------------------------------

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
      next_.error(code::unexpected_token, whole, "`if` takes a condition and two values", count + (operands.size() == 1 ? " argument" : " arguments"),
                  operands.size() < 3 ? "write `if(condition, a, b)`: a value for each case" : "for more than one condition write `case when … then … else … end`");
    }
    return bad(whole);
  }

  /// `case when c then x … else y end`.
  expr_id choice() {
    const level deeper(*this);
    const token& t = next_.take();
    next_.enter(inside::choice, token_kind::end, t);
    if (!next_.peek().is_word("when")) {
      next_.expected("expected `when` after `case`", "write each condition in full: `case when x = 1 then … else … end`");
      while (!next_.at_delimiter()) next_.skip_junk(true);
    }
    std::vector<expr_id> operands;
    bool whole = true;
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

  // -- parts and calls -----------------------------------------------------------------------------------------------------

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
    const token& t = next_.peek();
    const bool asks_curve = t.is_word("between") && next_.peek(1).is(token_kind::left_paren);
    if (!t.is(token_kind::name) && !t.is(token_kind::word)) {
      if (!t.reported) next_.error(code::unexpected_token, dot.where, "expected a name after `.`", "nothing behind this", "write the name of a part, or delete the point");
      return bad(join(where(base), dot.where));
    }
    if (t.is(token_kind::word) && !asks_curve) next_.reserved(t);
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
    call_in_progress c;
    if (is_kind(callee, expr_kind::name)) c.function_name = tree_[callee].text;
    c.operands.push_back(callee);
    if (!next_.peek().is(token_kind::right_paren)) arguments(c);
    next_.close();
    const expr_id id = add(expr_kind::call, join(where(callee), next_.previous().where), std::move(c.operands));
    if (c.has_clauses) {
      tree_[id].clauses = static_cast<std::uint32_t>(tree_.clauses.size());
      tree_.clauses.push_back(std::move(c.clauses));
    }
    return id;
  }

  /// What was read of a call so far.
  struct call_in_progress {
    std::string function_name;  ///< empty when the callee is a member
    std::vector<expr_id> operands;
    call_clauses clauses;
    bool has_clauses = false;
    span where_where;
    span without_me_where;
  };

  void arguments(call_in_progress& c) {
    bool behind_comma = false;
    for (;;) {
      if (next_.at_clause() && (!next_.peek().is_plain_name("without_me") || ends_item(next_.peek(1)))) {
        if (behind_comma) comma_before_clause();
        clause(c);
      } else if (behind_comma && at_option(c)) {
        option(c);
      } else {
        c.operands.push_back(expression());
      }
      behind_comma = next_.take(token_kind::comma);
      if (!behind_comma && !next_.at_clause()) return;
    }
  }

  [[nodiscard]] static bool ends_item(const token& t) {
    return t.is(token_kind::comma) || t.is(token_kind::right_paren) || t.is(token_kind::end) ||
           (t.is(token_kind::word) && !is_operator(t) && !begins_value(t));
  }

  void comma_before_clause() {
    const token& t = next_.peek();
    next_.error(code::unexpected_token, next_.previous().where, "no comma stands before " + shown(t.written), "not needed", "delete this comma");
  }

  [[nodiscard]] bool at_option(const call_in_progress& c) const {
    const token& t = next_.peek();
    if (!next_.peek(1).is(token_kind::equal) || t.quoted) return false;
    return t.is_word("on") || (t.is(token_kind::name) && next_.peek(1).written != "==" && has_option(c.function_name, t.text));
  }

  void option(call_in_progress& c) {
    const token& t = next_.take();
    next_.take();
    const expr_id value = expression();
    if (!has_option(c.function_name, t.text)) {
      next_.error(code::unexpected_token, t.where, shown(c.function_name) + " has no option " + shown(t.written), "not an option", "delete it; `on` belongs to `lookup` and `convert`");
      return;
    }
    if (const call_clauses::option* earlier = c.clauses.find(t.text)) return repeated(t.where, earlier->name_where, t.written);
    c.clauses.options.push_back({t.text, t.where, value});
    c.has_clauses = true;
  }

  void repeated(span again, span first, std::string_view written) {
    auto& m = next_.error(code::repeated_clause, again, shown(written) + " stands twice in one call", "given again", "keep one of the two");
    m.related.push_back({first, "first given here"});
  }

  /// Reads a clause and keeps it, unless the call has one of its kind.
  void clause(call_in_progress& c) {
    const token& t = next_.peek();
    span first;
    if (t.is_word("where")) first = where_clause(c);
    else if (t.is_word("via")) first = via_clause(c);
    else if (t.is_word("within")) first = within_clause(c);
    else if (t.is_word("order")) first = order_clause(c);
    else first = std::exchange(c.without_me_where, next_.take().where);
    c.clauses.without_me = c.clauses.without_me || c.without_me_where != span{};
    c.has_clauses = true;
    if (first != span{}) repeated(t.where, first, t.written);
  }

  // Each of these answers where the earlier clause of its kind was, an empty span when there was none.

  span where_clause(call_in_progress& c) {
    const span begin = next_.take().where;
    const expr_id condition = expression();
    if (c.where_where != span{}) return c.where_where;
    c.clauses.where = condition;
    c.where_where = begin;
    return {};
  }

  span via_clause(call_in_progress& c) {
    next_.take();
    std::vector<std::string> path;
    const span begin = next_.peek().where;
    do {
      const token& t = next_.peek();
      if (!t.is(token_kind::name)) {
        next_.expected("expected the name of a link", "write the links to follow, as in `via deal.rep`");
        break;
      }
      path.push_back(next_.take().text);
    } while (next_.take(token_kind::dot));
    const span place = join(begin, next_.previous().where);
    if (!next_.at_delimiter()) next_.expected("only names of links stand after `via`", "write the links to follow, as in `via deal.rep`");
    if (c.clauses.via_where != span{}) return c.clauses.via_where;
    c.clauses.via = std::move(path);
    c.clauses.via_where = place;
    return {};
  }

  span within_clause(call_in_progress& c) {
    const span begin = next_.take().where;
    std::vector<expr_id> groups;
    bool all = false;
    do {
      if (!next_.peek().is_plain_name("all") || !ends_item(next_.peek(1))) {
        groups.push_back(expression());
        continue;
      }
      const token& t = next_.take();
      if (!groups.empty() || goes_on(c)) {
        next_.error(code::unexpected_token, t.where, "`all` stands alone after `within`", "everybody already", "delete `all`, or the other groups");
      }
      all = true;
    } while (next_another(c));
    const span place = join(begin, next_.previous().where);
    if (c.clauses.within_where != span{}) return c.clauses.within_where;
    c.clauses.within = std::move(groups);
    c.clauses.within_all = all && c.clauses.within.empty();
    c.clauses.within_where = place;
    return {};
  }

  span order_clause(call_in_progress& c) {
    const span begin = next_.take().where;
    if (!next_.take_word("by")) {
      next_.error(code::unexpected_token, begin, "expected `by` after `order`", "expected behind this", "write `order by`");
    }
    std::vector<call_clauses::order_key> keys;
    do {
      next_.innermost().order_keys = true;
      const expr_id key = expression();
      next_.innermost().order_keys = false;
      const bool descending = next_.peek().is_plain_name("desc");
      if (descending || next_.peek().is_plain_name("asc")) {
        next_.take();
        if (!next_.at_delimiter()) next_.expected("expected `,` or `)` after the order", "write `order by a desc, b`");
      }
      keys.push_back({key, descending});
    } while (next_another(c));
    const span place = join(begin, next_.previous().where);
    if (c.clauses.order_where != span{}) return c.clauses.order_where;
    c.clauses.order_by = std::move(keys);
    c.clauses.order_where = place;
    return {};
  }

  /// Does the list of a clause go on behind a comma, which neither a clause nor an option follows?
  [[nodiscard]] bool goes_on(const call_in_progress& c) {
    if (!next_.peek().is(token_kind::comma)) return false;
    const token& t = next_.peek(1);
    const bool clause = t.is_word("where") || t.is_word("via") || t.is_word("within") || t.is_word("order") ||
                        (t.is_plain_name("without_me") && ends_item(next_.peek(2)));
    const bool option = next_.peek(2).is(token_kind::equal) && next_.peek(2).written != "==" && !t.quoted &&
                        (t.is_word("on") || has_option(c.function_name, t.text));
    return !clause && !option;
  }

  bool next_another(const call_in_progress& c) { return goes_on(c) && next_.take(token_kind::comma); }
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
