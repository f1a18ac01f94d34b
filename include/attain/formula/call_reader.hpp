// SPDX-License-Identifier: Apache-2.0
/// Reads what stands between the brackets of a call: arguments, clauses in any order, options.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/cursor.hpp"
#include "attain/formula/to_text.hpp"
#include "attain/formula/token.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::formula::detail {

/// Reads one call for the parser, whose `expression()` reads the values in it.
template <class Parser>
class call_reader {
 public:
  /// `function_name` is empty when the callee is no plain name, which has no options then.
  call_reader(Parser& parser, cursor& next, std::string_view function_name) : parser_(parser), next_(next), function_name_(function_name) {}

  [[nodiscard]] const std::vector<expr_id>& arguments() const { return arguments_; }
  [[nodiscard]] bool has_clauses() const { return has_clauses_; }
  [[nodiscard]] call_clauses take_clauses() { return std::move(clauses_); }

  /// Reads up to the bracket that closes the call, which is left.
  void read() {
    bool first = true;
    bool behind_comma = false;
    for (;; first = false) {
      // Where a value can stand, `without_me` may be a name.
      const bool name = (first || behind_comma) && next_.peek().is_plain_name("without_me") && !ends_item(next_.peek(1));
      if (next_.at_clause() && !name) {
        if (behind_comma) comma_before_clause();
        clause();
      } else if (behind_comma && at_option()) {
        option();
      } else {
        arguments_.push_back(parser_.expression());
      }
      if (!next_.at_delimiter()) next_.expected("expected `,` or `)`", "write a comma before another argument, or close the bracket");
      next_.skip_rest();
      behind_comma = next_.take(token_kind::comma);
      if (!behind_comma && !next_.at_clause()) return;
    }
  }

 private:
  Parser& parser_;
  cursor& next_;
  std::string function_name_;
  std::vector<expr_id> arguments_;
  call_clauses clauses_;
  bool has_clauses_ = false;
  span where_where_;
  span without_me_where_;

  [[nodiscard]] static bool ends_item(const token& t) {
    return t.is(token_kind::comma) || t.is(token_kind::right_paren) || t.is(token_kind::end) || t.is_plain_name("without_me") ||
           (t.is(token_kind::word) && !is_operator(t) && !begins_value(t));
  }

  void comma_before_clause() {
    const token& t = next_.peek();
    next_.error(code::unexpected_token, next_.previous().where, "no comma stands before " + shown(t.written), "not needed", "delete this comma");
  }

  [[nodiscard]] bool at_option() const {
    const token& t = next_.peek();
    if (!next_.peek(1).is(token_kind::equal) || t.quoted) return false;
    return t.is_word("on") || (t.is(token_kind::name) && next_.peek(1).written != "==" && has_option(function_name_, t.text));
  }

  void option() {
    const token& t = next_.take();
    next_.take();
    const expr_id value = parser_.expression();
    if (!has_option(function_name_, t.text)) {
      next_.error(code::unexpected_token, t.where, shown(function_name_) + " has no option " + shown(t.written), "not an option",
                  "delete it; `on` belongs to `lookup` and `convert`");
      return;
    }
    if (const call_clauses::option* earlier = clauses_.find(t.text)) return repeated(t.where, earlier->name_where, t.written);
    clauses_.options.push_back({t.text, t.where, value});
    has_clauses_ = true;
  }

  void repeated(span again, span first, std::string_view written) {
    auto& m = next_.error(code::repeated_clause, again, shown(written) + " stands twice in one call", "given again", "keep one of the two");
    m.related.push_back({first, "first given here"});
  }

  /// Reads a clause and keeps it, unless the call has one of its kind.
  void clause() {
    const token& t = next_.peek();
    span first;
    if (t.is_word("where")) first = where_clause();
    else if (t.is_word("via")) first = via_clause();
    else if (t.is_word("within")) first = within_clause();
    else if (t.is_word("order")) first = order_clause();
    else first = std::exchange(without_me_where_, next_.take().where);
    clauses_.without_me = clauses_.without_me || without_me_where_ != span{};
    has_clauses_ = true;
    if (first != span{}) repeated(t.where, first, t.written);
  }

  // Each of these answers where the earlier clause of its kind was, an empty span when there was none.

  span where_clause() {
    const span begin = next_.take().where;
    const expr_id condition = parser_.expression();
    if (where_where_ != span{}) return where_where_;
    clauses_.where = condition;
    where_where_ = begin;
    return {};
  }

  span via_clause() {
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
    if (clauses_.via_where != span{}) return clauses_.via_where;
    clauses_.via = std::move(path);
    clauses_.via_where = place;
    return {};
  }

  span within_clause() {
    const span begin = next_.take().where;
    std::vector<expr_id> groups;
    bool all = false;
    do {
      if (!next_.peek().is_plain_name("all") || !ends_item(next_.peek(1))) {
        groups.push_back(parser_.expression());
        continue;
      }
      const token& t = next_.take();
      if (!groups.empty() || goes_on()) {
        next_.error(code::unexpected_token, t.where, "`all` stands alone after `within`", "everybody already", "delete `all`, or the other groups");
      }
      all = true;
    } while (next_another());
    const span place = join(begin, next_.previous().where);
    if (clauses_.within_where != span{}) return clauses_.within_where;
    clauses_.within = std::move(groups);
    clauses_.within_all = all && clauses_.within.empty();
    clauses_.within_where = place;
    return {};
  }

  span order_clause() {
    const span begin = next_.take().where;
    if (!next_.take_word("by")) {
      next_.error(code::unexpected_token, begin, "expected `by` after `order`", "expected behind this", "write `order by`");
    }
    std::vector<call_clauses::order_key> keys;
    do {
      next_.innermost().order_keys = true;
      const expr_id key = parser_.expression();
      next_.innermost().order_keys = false;
      const bool descending = next_.peek().is_plain_name("desc");
      if (descending || next_.peek().is_plain_name("asc")) {
        next_.take();
      }
      keys.push_back({key, descending});
    } while (next_another());
    const span place = join(begin, next_.previous().where);
    if (clauses_.order_where != span{}) return clauses_.order_where;
    clauses_.order_by = std::move(keys);
    clauses_.order_where = place;
    return {};
  }

  /// Does the list of a clause go on behind a comma, which neither a clause nor an option follows?
  [[nodiscard]] bool goes_on() {
    if (!next_.peek().is(token_kind::comma)) return false;
    const token& t = next_.peek(1);
    const bool clause =
        t.is_word("where") || t.is_word("via") || t.is_word("within") || t.is_word("order") || (t.is_plain_name("without_me") && ends_item(next_.peek(2)));
    const bool option =
        next_.peek(2).is(token_kind::equal) && next_.peek(2).written != "==" && !t.quoted && (t.is_word("on") || has_option(function_name_, t.text));
    return !clause && !option;
  }

  bool next_another() { return goes_on() && next_.take(token_kind::comma); }
};

}  // namespace attain::formula::detail
