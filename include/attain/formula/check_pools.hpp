// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows what divides a pool among the rows of a table: `allocate` and `prize`.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "attain/formula/checker_class.hpp"

namespace attain::formula {

/// The pool, its unit and the limits are of one dimension, which the result has too.
inline type checker::allocation_result(tree& f, expr_id id, const ids& arguments, const row_context& row, const row_context& inner) {
  static constexpr std::string_view methods[] = {"largest-remainder", "cascade", "rest-to-first"};
  static constexpr std::string_view signs[] = {"mirror", "floor"};
  const call_clauses& clauses = *f.clauses_of(id);
  const type weight = check(f, arguments[1], inner);
  if (!weight.is_unknown() && !refuse_by_row(f, {arguments[1]}, false) && !weight.is_numeric())
    messages_.error(code::wrong_type, f[arguments[1]].where, "a weight must be a number, money or days, not " + to_text(weight)).here = to_text(weight);
  ids amounts = {arguments[0]};
  for (const std::string_view name : {"unit", "min", "max"})
    if (const auto* option = clauses.find(name)) amounts.push_back(option->value);
  for (const expr_id a : amounts) check(f, a, row);
  if (const auto* method = clauses.find("method")) want_word(f, method->value, "the method of `allocate`", methods);
  if (const auto* sign = clauses.find("negative")) want_word(f, sign->value, "what `allocate` does with a negative pool", signs);
  if (const auto* ties = clauses.find("ties")) check_order_of_shares(f, ties->value, inner);
  const type common = unify(f, amounts, "allocate");
  if (common.is_unknown()) return {};
  if (!common.is_numeric()) {
    messages_.error(code::wrong_type, f[arguments[0]].where, "a pool must be a number, money or days, not " + to_text(common)).here = to_text(common);
    return {};
  }
  const auto* unit = clauses.find("unit");
  if (unit == nullptr && common.kind == dimension::ratio)
    messages_.error(code::bad_option, f[arguments[0]].where, "it is not said how finely a ratio is divided", "write the smallest part, such as `unit = 0.01%`")
        .here = "in which unit?";
  const expr* literal = unit == nullptr ? nullptr : &f[unit->value];
  if (literal == nullptr) return common;
  const bool negated = literal->kind == expr_kind::unary && f[literal->operands.front()].kind == expr_kind::number;
  if (negated || (literal->kind == expr_kind::number && literal->value.coefficient == 0))
    messages_.error(code::wrong_arguments, literal->where, "a unit is above 0", "leave it out for the smallest unit of money, or 1").here = "no unit";
  return common;
}

/// `ties` of an allocation: what comes first among rows that are otherwise equal.
inline void checker::check_order_of_shares(tree& f, expr_id ties, const row_context& inner) {
  const type t = check(f, ties, inner);
  if (f[ties].kind == expr_kind::text) {
    messages_
        .error(code::unknown_word, f[ties].where, "`ties` of `allocate` is what orders the rows, not a word",
               "name a column that tells them apart: ties = joined")
        .here = "no order";
    return;
  }
  if (!t.is_unknown() && !t.is_ordered() && t.kind != dimension::text)
    messages_.error(code::wrong_type, f[ties].where, "rows cannot be ordered by " + to_text(t)).here = to_text(t);
}

/// A list of amounts for the highest values.
inline type checker::prize_result(tree& f, expr_id id, const ids& arguments, const row_context& row, const row_context& inner) {
  static constexpr std::string_view ways[] = {"share", "order"};
  const type value = check(f, arguments[1], inner);
  if (!value.is_unknown() && !refuse_by_row(f, {arguments[1]}, false) && !value.is_ordered())
    messages_.error(code::wrong_type, f[arguments[1]].where, "`prize` needs values that have an order, not " + to_text(value)).here = to_text(value);
  if (const auto* ties = f.clauses_of(id)->find("ties")) want_word(f, ties->value, "what `prize` does with equal values", ways);
  const ids prizes = f[arguments[0]].operands;
  if (f[arguments[0]].kind != expr_kind::list || prizes.empty()) {
    if (f[arguments[0]].kind != expr_kind::list) check(f, arguments[0], row);
    messages_
        .error(code::wrong_arguments, f[arguments[0]].where, "the prizes of `prize` are a list of amounts, the first place first",
               "write `prize([3000, 2000], score within region)`")
        .here = "which prizes?";
    return {};
  }
  bool all_bare = true;
  bool all_money = true;
  for (const expr_id p : prizes) {
    const type t = check(f, p, row);
    if (is_bare(f, p)) continue;
    all_bare = false;
    if (t.kind == dimension::money || t.kind == dimension::missing) continue;
    all_money = false;
    if (t.is_unknown()) continue;
    messages_
        .error(code::wrong_type, f[p].where, "a prize is an amount of money, not " + to_text(t),
               t.is_plain_number() ? "an amount is written `3000 " + all_.currency + "`, also in [parameters]" : "")
        .here = to_text(t);
  }
  if (!all_money) return {};
  if (!all_bare) return unify(f, prizes, "list");
  for (const expr_id p : prizes) give(f, p, make_type(dimension::money));
  return make_type(dimension::money);
}

/// One of a few words, written out as a text.
inline void checker::want_word(const tree& f, expr_id id, std::string_view what, std::span<const std::string_view> words) {
  if (!want_text_literal(f, id, what) || f[id].kind != expr_kind::text) return;
  std::string all;
  for (const std::string_view w : words) {
    if (f[id].text == w) return;
    all += (all.empty() ? "'" : ", '") + std::string(w) + "'";
  }
  const auto near = nearest_name(f[id].text, words);
  messages_
      .error(code::unknown_word, f[id].where, "unknown word '" + f[id].text + "' for " + std::string(what),
             near ? "did you mean '" + std::string(*near) + "'?" : all)
      .here = "not one of its words";
}

}  // namespace attain::formula
