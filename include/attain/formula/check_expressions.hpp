// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows operators, names and choices, and how values that stand side by side come to one type.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/checker_class.hpp"

namespace attain::formula {

inline type checker::check(tree& f, expr_id id, const row_context& row) {
  deepest_ = std::max(deepest_, ++level_);
  if (level_ > most_levels) {
    static_cast<void>(reaches_too_deep(f[id].where));
    --level_;
    return {};
  }
  expr& e = f[id];
  type found;
  switch (e.kind) {
    case expr_kind::bad:
      for (const expr_id o : ids(e.operands)) check(f, o, row);
      break;
    case expr_kind::number:
      found = make_type(e.unit == "%" ? dimension::ratio : e.unit == "days" ? dimension::days : e.unit.empty() ? dimension::number : dimension::money);
      if (found.kind == dimension::money && e.unit != all_.currency && !all_.currency.empty()) found = foreign_money(e);
      break;
    case expr_kind::text: found = make_type(e.is_date_literal ? dimension::date : dimension::text); break;
    case expr_kind::boolean: found = make_type(dimension::boolean); break;
    case expr_kind::missing: found = make_type(dimension::missing); break;
    case expr_kind::name: found = check_name(f, e, row); break;
    case expr_kind::member: found = check_member(f, e, row); break;
    case expr_kind::call:
      found = check_call(f, id, row);
      if (finds_row(f[id])) {
        messages_.error(code::unknown_part, f[id].where, "a look-up finds a row, not a value", "say which column of it: `" + formula::to_text(f, id) + ".column`").here = "which column?";
        found = {};
      }
      break;
    case expr_kind::list:
      messages_.error(code::wrong_type, e.where, "a list stands only in prize([…], …)", "write the values one by one").here = "a list";
      break;
    case expr_kind::unary: found = check_unary(f, e, row); break;
    case expr_kind::binary: found = check_binary(f, e, row); break;
    case expr_kind::compare:
    case expr_kind::in:
    case expr_kind::between: found = check_compare(f, e, row); break;
    case expr_kind::conditional: found = check_conditional(f, e, row); break;
  }
  --level_;
  f[id].result = found;
  return found;
}

/// The type of an amount that is not in the plan's currency.
inline type checker::foreign_money(const expr& e) {
  type found = make_type(dimension::money);
  found.currency = e.unit;
  if (std::find(all_.currencies.begin(), all_.currencies.end(), e.unit) != all_.currencies.end()) return found;
  const auto near = nearest_name(e.unit, all_.currencies);
  messages_.error(code::unknown_currency, e.where, "`" + e.unit + "` is no currency",
                  near ? "did you mean `" + std::string(*near) + "`?" : "write the plan's currency: `" + to_text(e.value) + " " + all_.currency + "`")
      .here = "no code of ISO 4217";
  return {};
}

inline type checker::type_of_reference(const reference& target, span where, std::uint32_t from) {
  need_checks_of(target.hops, from, where);
  switch (target.kind) {
    case reference_kind::column: {
      type t = all_.tables[target.table].columns[target.index].type_of;
      t.optional = false;
      return t;
    }
    case reference_kind::quantity: return type_of(target.index, where);
    case reference_kind::parameter: return all_.parameters[target.index].type_of;
    case reference_kind::period: return make_type(target.part == "days" ? dimension::days : dimension::date);
    default: return {};
  }
}

inline type checker::check_name(tree&, expr& e, const row_context& row) {
  const auto target = resolve_.value_of(e, row);
  if (!target) return {};
  e.target = *target;
  return type_of_reference(e.target, e.where, row.table);
}

inline type checker::check_member(tree& f, expr& e, const row_context& row) {
  const expr_id base = e.operands.front();
  // A look-up under the dots is checked first, so that its table is known.
  expr_id inner = base;
  while (f[inner].kind == expr_kind::member) inner = f[inner].operands.front();
  if (f[inner].kind == expr_kind::call) {
    f[inner].result = check_call(f, inner, row);
    if (!finds_row(f[inner])) {
      if (!f[inner].result.is_unknown()) {
        messages_.error(code::unknown_part, e.name_where, "no `." + e.text + "` can follow a single value", "a dot follows the name of a link, a table, an indicator or a look-up")
            .here = "not a row";
      }
      return {};
    }
  }
  const auto target = resolve_.member_of(f, e, row);
  if (!target) return {};
  e.target = *target;
  return type_of_reference(e.target, e.where, f[inner].kind == expr_kind::call ? f[inner].rows.table : row.table);
}

inline type checker::check_unary(tree& f, expr& e, const row_context& row) {
  const expr_id x = e.operands.front();
  const type t = check(f, x, row);
  if (e.op == operation::logical_not) {
    want(f, x, dimension::boolean, "`not`");
    return make_type(dimension::boolean);
  }
  if (t.is_unknown() || t.kind == dimension::missing || t.by_row) return t;
  if (!t.is_numeric()) {
    messages_.error(code::wrong_type, f[x].where, "the sign of " + to_text(t) + " cannot be turned", "only numbers, money and days have a sign").here = to_text(t);
    return {};
  }
  return t;
}

inline std::string_view verb_of(operation op) {
  switch (op) {
    case operation::add: return "add";
    case operation::subtract: return "subtract";
    case operation::multiply: return "multiply";
    case operation::divide: return "divide";
    default: return "raise";
  }
}

inline std::string_view joint_of(operation op) { return op == operation::multiply || op == operation::divide ? " by " : " and "; }

inline diagnostic& checker::mismatch(code c, const tree& f, expr_id a, expr_id b, std::string message, std::string help) {
  diagnostic& d = messages_.error(c, f[b].where, std::move(message), std::move(help));
  d.here = to_text(f[b].result);
  d.related.push_back({f[a].where, to_text(f[a].result)});
  return d;
}

inline type checker::check_binary(tree& f, expr& e, const row_context& row) {
  const expr_id a = e.operands[0];
  const expr_id b = e.operands[1];
  const operation op = e.op;
  type left = check(f, a, row);
  type right = check(f, b, row);
  if (op == operation::logical_and || op == operation::logical_or) {
    const std::string_view word = op == operation::logical_and ? "`and`" : "`or`";
    want(f, a, dimension::boolean, word);
    want(f, b, dimension::boolean, word);
    return make_type(dimension::boolean);
  }
  if (left.by_row || right.by_row) return scale_by_row(f, e, left, right);
  if (op == operation::add || op == operation::subtract) {
    const auto takes = [](const type& t) { return t.kind == dimension::money || t.kind == dimension::days; };
    if (takes(left) && is_bare(f, b)) give(f, b, right = left);
    if (takes(right) && is_bare(f, a)) give(f, a, left = right);
    if (left.kind == dimension::date && op == operation::subtract && take_date(f, b)) right = f[b].result;
    if (right.kind == dimension::date && op == operation::subtract && take_date(f, a)) left = f[a].result;
  }
  const auto found = arithmetic_type(op, left, right);
  if (found) return *found;
  const bool percent = (op == operation::add || op == operation::subtract) && (f[b].unit == "%" || f[a].unit == "%") &&
                       (left.kind == dimension::money || right.kind == dimension::money || left.kind == dimension::days || right.kind == dimension::days);
  const code c = left.kind == dimension::money && right.kind == dimension::money && left.currency != right.currency ? code::currency_mismatch
                 : percent                                                                                         ? code::percentage_as_amount
                                                                                                                   : code::dimension_mismatch;
  const std::string message = op == operation::power ? "cannot raise " + to_text(left) + " to the power of " + to_text(right)
                                                     : "cannot " + std::string(verb_of(op)) + " " + to_text(left) + std::string(joint_of(op)) + to_text(right);
  mismatch(c, f, a, b, message, arithmetic_help(op, left, right, all_.currency, amount_help(f, left.is_plain_number() ? a : b)));
  return {};
}

inline type checker::check_compare(tree& f, expr& e, const row_context& row) {
  const ids operands = e.operands;
  const std::vector<comparison> comparisons = e.comparisons;
  const expr_kind kind = e.kind;
  for (const expr_id o : operands) {
    const bool beside_text = o != operands.front() && f[operands.front()].result.kind == dimension::text;
    resolve_.text_fits(beside_text && f[o].kind == expr_kind::name);
    check(f, o, row);
    resolve_.text_fits(false);
  }
  for (const expr_id o : operands) {
    if (f[o].kind != expr_kind::missing) continue;
    messages_.error(code::missing_compared, f[o].where, "nothing can be compared with `missing`: the answer is always missing", "write `is_missing(x)`").here =
        "never equal to anything";
    return make_type(dimension::boolean);
  }
  const bool by_row = std::any_of(operands.begin(), operands.end(), [&](expr_id o) { return f[o].result.by_row; });
  if (by_row) {
    refuse_by_row(f, operands, true);
    return make_type(dimension::boolean);
  }
  const type common = unify(f, operands, "compare");
  for (std::size_t i = 1; i < operands.size(); ++i) advise_comparison(f, operands[kind == expr_kind::compare ? i - 1 : 0], operands[i]);
  bool ordering = kind == expr_kind::between;
  for (const comparison c : comparisons) ordering = ordering || (c != comparison::equal && c != comparison::not_equal);
  if (ordering && !common.is_unknown() && !common.is_ordered()) {
    messages_
        .error(code::wrong_type, f[operands.front()].where, "a " + to_text(common) + " has no order: only `=` and `<>` compare it",
               common.kind == dimension::text ? "compare with `=`, `in (…)` or starts_with(…)" : "use it as a condition by itself, or write `not x`")
        .here = to_text(common);
  }
  return make_type(dimension::boolean);
}

/// A number of at least 1 as a percentage.
inline decimal hundredfold(decimal value) {
  for (int i = 0; i < 2; ++i) {
    if (value.scale > 0) --value.scale;
    else if (attain::detail::magnitude(value.coefficient) < static_cast<uint128>(power_of_ten(max_decimal_digits - 1))) value.coefficient *= 10;
  }
  return value;
}

/// Two slips that type checking cannot see: 60 for 60 %, and 90 % for a score of 90.
inline void checker::advise_comparison(const tree& f, expr_id a, expr_id b) {
  for (int turn = 0; turn < 2; ++turn, std::swap(a, b)) {
    const expr& named = f[a];
    const expr& literal = f[b];
    if (named.target.kind != reference_kind::quantity || literal.kind != expr_kind::number) continue;
    const std::string& name = all_.quantities[named.target.index].name;
    if (name.ends_with(".attainment") && literal.unit.empty() && to_double(literal.value) >= 2) {
      messages_
          .warning(code::attainment_as_percent, literal.where, "an attainment of " + to_text(literal.value) + " is " + to_text(hundredfold(literal.value)) + " %",
                   "did you mean `" + to_text(literal.value) + "%`?")
          .here = "1 is target met";
    }
    if ((name == "score" || name.ends_with(".score")) && literal.unit == "%")
      messages_.warning(code::score_as_percent, literal.where, "a score is compared with a percentage", "a score of 100 means target met: leave out the `%`").here =
          "a percentage";
  }
}

inline type checker::check_conditional(tree& f, expr& e, const row_context& row) {
  const ids operands = e.operands;
  ids values;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const bool condition = i % 2 == 0 && i + 1 < operands.size();
    check(f, operands[i], row);
    if (condition) {
      want(f, operands[i], dimension::boolean, "a condition");
    } else {
      values.push_back(operands[i]);
    }
  }
  return unify(f, values, "choose between");
}

/// A number without unit that takes the dimension of what it stands beside; also a choice between such numbers.
inline bool checker::is_bare(const tree& f, expr_id id) const {
  const expr& e = f[id];
  if (e.kind == expr_kind::number) return e.unit.empty();
  if (e.kind == expr_kind::unary) return e.op == operation::negate && is_bare(f, e.operands.front());
  if (e.kind == expr_kind::conditional) {
    bool some = false;
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      if (i % 2 == 0 && i + 1 < e.operands.size()) continue;
      if (f[e.operands[i]].kind == expr_kind::missing) continue;
      if (!is_bare(f, e.operands[i])) return false;
      some = true;
    }
    return some;
  }
  return false;
}

inline void checker::give(tree& f, expr_id id, const type& wanted) {
  expr& e = f[id];
  e.result = wanted;
  if (e.kind == expr_kind::unary) give(f, e.operands.front(), wanted);
  if (e.kind != expr_kind::conditional) return;
  const ids operands = e.operands;
  for (std::size_t i = 0; i < operands.size(); ++i)
    if (i % 2 == 1 || i + 1 == operands.size()) give(f, operands[i], wanted);
}

/// Reads a text literal as the date that its place asks for.
inline bool checker::take_date(tree& f, expr_id id) {
  expr& e = f[id];
  if (e.kind != expr_kind::text) return false;
  const auto date = parse_date(e.text);
  if (!date) {
    messages_.error(code::bad_date, e.where, "'" + e.text + "' is no date", "write year-month-day: '2026-10-01'").here = "a date is needed here";
    e.result = {};
    return true;
  }
  e.is_date_literal = true;
  e.date_value = *date;
  e.result = make_type(dimension::date);
  return true;
}

/// How a plain number is written as an amount of money: with the very number, where the plan writes one.
inline std::string checker::amount_help(const tree& f, expr_id id) const {
  const expr& e = f[id];
  const bool parameter = e.target.kind == reference_kind::parameter;
  const bool written = e.result.kind == dimension::number && (parameter || (e.kind == expr_kind::number && e.unit.empty()));
  const std::string amount = (written ? to_text(parameter ? all_.parameters[e.target.index].number : e.value) : "500") + " " + all_.currency;
  return parameter && written ? "write the parameter as an amount: `" + e.text + " = \"" + amount + "\"`" : "an amount is written `" + amount + "`";
}

/// What to do about two values that stand side by side and do not go together.
inline std::string checker::side_by_side_help(const tree& f, expr_id a, expr_id b) const {
  const type& one = f[a].result;
  const type& other = f[b].result;
  const auto either = [&](dimension d) { return one.kind == d || other.kind == d; };
  if (either(dimension::boolean) && either(dimension::text)) {
    const std::string yes_no = to_text(f, one.kind == dimension::boolean ? a : b);
    return "a yes/no is a condition by itself: write `" + yes_no + "` or `not " + yes_no + "`";
  }
  if (either(dimension::boolean)) return "a yes/no goes only with a yes/no";
  if (either(dimension::text)) return "a text goes only with a text";
  if (either(dimension::date)) return "write the date as a text: '2026-10-01'";
  if (one.kind == dimension::money && other.kind == dimension::money) return exchange_help(one, other, all_.currency);
  const expr& plain = f[one.is_plain_number() ? a : b];
  if (either(dimension::money) && plain.result.is_plain_number()) {
    if (plain.target.kind == reference_kind::parameter || plain.kind == expr_kind::number) return amount_help(f, one.is_plain_number() ? a : b);
    return "multiply the " + to_text(plain.result) + " by an amount of money, or divide the money by one";
  }
  if (either(dimension::days) && plain.result.is_plain_number()) return "a number of days is written `30 days`; days become a plain number when they are divided by days: `x / 30 days`";
  return "make both of the same dimension";
}

/// Brings values that stand side by side to one type: bare numbers take the dimension, texts beside dates are read as dates.
inline type checker::unify(tree& f, const ids& operands, std::string_view doing) {
  if (refuse_by_row(f, operands, false)) return {};
  expr_id model = no_expr;
  for (const expr_id o : operands) {
    const type& t = f[o].result;
    if (t.is_unknown()) return {};
    if (t.kind == dimension::missing || is_bare(f, o)) continue;
    const bool date = t.kind == dimension::date && f[o].kind != expr_kind::text;
    if (model == no_expr || (date && f[model].result.kind == dimension::text)) model = o;
  }
  if (model == no_expr) {
    for (const expr_id o : operands)
      if (f[o].result.kind != dimension::missing) return f[o].result;
    return operands.empty() ? type{} : f[operands.front()].result;
  }
  type common = f[model].result;
  for (const expr_id o : operands) {
    if (o == model || f[o].result.kind == dimension::missing) continue;
    if (common.kind == dimension::date && take_date(f, o)) {
      if (f[o].result.is_unknown()) return {};
      continue;
    }
    if ((common.kind == dimension::money || common.kind == dimension::days) && is_bare(f, o)) {
      give(f, o, common);
      continue;
    }
    if (!same_dimension(common, f[o].result)) {
      const type& other = f[o].result;
      const bool percent = f[o].unit == "%" && (common.kind == dimension::money || common.kind == dimension::days);
      const code c = percent ? code::percentage_as_amount
                     : common.kind == dimension::money && other.kind == dimension::money ? code::currency_mismatch
                                                                                         : code::dimension_mismatch;
      const std::string help = percent ? "say of what: `5% * quota`" : side_by_side_help(f, model, o);
      mismatch(c, f, model, o, "cannot " + std::string(doing) + " " + to_text(common) + " and " + to_text(other), help);
      return {};
    }
    if (common.is_plain_number() && !is_bare(f, o)) common = plain_of(common, f[o].result);
  }
  return common;
}

inline bool checker::want(tree& f, expr_id id, dimension kind, std::string_view what) {
  if (kind == dimension::date && take_date(f, id)) return true;
  const type& t = f[id].result;
  if (t.is_unknown() || t.kind == dimension::missing || t.kind == kind) return true;
  if (kind == dimension::days && is_bare(f, id)) {
    give(f, id, make_type(dimension::days));
    return true;
  }
  std::string needed = to_text(make_type(kind));
  std::string help;
  if (kind == dimension::boolean) {
    needed = "a condition (bool)";
    help = t.is_numeric() ? "compare it with something: `x > 0`" : t.kind == dimension::date ? "compare it with something: `x >= '2026-10-01'`" : "compare it with something: `x = 'north'`";
  }
  if (kind == dimension::text) {
    needed = "a text";
    help = "write a text in single quotes: 'north'";
  }
  if (kind == dimension::date) {
    needed = "a date";
    help = "write a date as a text: '2026-10-01'";
  }
  if (kind == dimension::days) help = "write a number of days as `30 days`";
  messages_.error(code::wrong_type, f[id].where, std::string(what) + " needs " + needed + ", not " + to_text(t), help).here = to_text(t);
  return false;
}

inline bool checker::want_number(tree& f, expr_id id, std::string_view what) {
  const type& t = f[id].result;
  if (t.is_unknown() || t.kind == dimension::missing || t.is_plain_number()) return true;
  std::string help = t.kind == dimension::money  ? "divide by an amount of money, so that it is a plain number"
                     : t.kind == dimension::days ? "divide the days first: `x / 30 days`"
                                                 : "";
  messages_.error(code::wrong_type, f[id].where, std::string(what) + " needs a plain number, not " + to_text(t), help).here = to_text(t);
  return false;
}

inline bool checker::want_text_literal(const tree& f, expr_id id, std::string_view what) {
  if (f[id].kind == expr_kind::text || f[id].kind == expr_kind::bad) return true;
  messages_.error(code::wrong_arguments, f[id].where, std::string(what) + " must be written out as a text", "write it in single quotes").here = "not a literal";
  return false;
}

}  // namespace attain::formula
