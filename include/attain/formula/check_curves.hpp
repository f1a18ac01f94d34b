// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows what a curve can be asked, and with which dimension.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/checker_class.hpp"

namespace attain::formula {

inline bool checker::can_be_asked(const expr& e, const curve_name& c, std::string_view ask, span ask_where, std::size_t given) {
  static constexpr std::string_view asks[] = {"between", "rate", "tier", "part", "effective", "inverse"};
  if (!ask.empty() && std::find(std::begin(asks), std::end(asks), ask) == std::end(asks)) {
    const auto near = nearest_name(ask, asks);
    messages_
        .error(code::unknown_part, ask_where, "a curve has no `" + std::string(ask) + "`",
               near ? "did you mean `" + c.name + "." + std::string(*near) + "`?" : "a curve answers between, rate, tier, part, effective and inverse")
        .here = "no such question";
    return false;
  }
  const std::size_t wanted = ask == "between" || ask == "part" ? 2 : 1;
  if (given != wanted) {
    const std::string question = c.name + (ask.empty() ? "" : "." + std::string(ask));
    const std::string shape = question + (ask == "between" ? "(a, b)" : ask == "part" ? "(x, n)" : "(x)");
    messages_.error(code::wrong_arguments, e.where, "`" + question + "` takes " + std::to_string(wanted) + (wanted == 1 ? " argument" : " arguments"), "write `" + shape + "`").here =
        std::to_string(given) + " given";
    return false;
  }
  const bool refused = (ask == "rate" && !c.has_rate) || (ask == "tier" && !c.has_tiers) || (ask == "part" && !c.has_parts);
  if (refused) {
    messages_.error(code::wrong_arguments, ask_where, "this kind of curve has no `" + std::string(ask) + "`", "`rate` is for all but linear, `tier` for curves with tiers, `part` for marginal and amount")
        .here = "not for this curve";
  }
  return !refused;
}

/// The one dimension of some numbers of a curve or matrix, as a row of the caller sees them; nothing when all of them are bare. False: a mistake was told.
inline bool checker::common_type(const std::string& name, const std::vector<std::uint32_t>& quantities, const std::optional<type>& column, const row_context& row, span where,
                                 std::string_view what, std::optional<type>& common) {
  common = column;
  for (const std::uint32_t original : quantities) {
    const std::uint32_t q = seen_from(original, row.table);
    const type t = type_of(q, where);
    if (t.is_unknown()) return false;
    const tree& formula = all_.quantities[q].formula;
    if (t.kind == dimension::missing || (formula.root != no_expr && is_bare(formula, formula.root))) continue;
    if (common && !same_dimension(*common, t)) {
      messages_
          .error(code::dimension_mismatch, all_.quantities[q].where, "`" + name + "` " + std::string(what) + " " + to_text(*common) + " in one place and " + to_text(t) + " in another",
                 "give it the same kind of value everywhere")
          .here = to_text(t);
      return false;
    }
    common = t;
  }
  return !common || !common->is_unknown();
}

/// The dimension of x is that of the written bounds, else of the first call.
inline bool checker::check_curve_argument(tree& f, expr_id x, curve_name& c, const std::optional<type>& bound) {
  const type given = f[x].result;
  if (given.is_unknown() || given.kind == dimension::missing) return true;
  if (!given.is_numeric()) {
    messages_.error(code::wrong_type, f[x].where, "a curve needs a number, money or days, not " + to_text(given), "a curve turns one number into another").here = to_text(given);
    return false;
  }
  if (is_bare(f, x)) {
    if (c.argument || bound) give(f, x, c.argument ? *c.argument : *bound);
    return true;
  }
  if (bound && !same_dimension(*bound, given)) {
    diagnostic& d = messages_.error(code::curve_dimension, f[x].where, "the bounds of `" + c.name + "` are " + to_text(*bound) + ", and it is called with " + to_text(given),
                                    given.is_plain_number() ? "call it with an amount" : "divide by the target, so that it is a ratio");
    d.here = to_text(given);
    d.related.push_back({c.where, "bounds of " + to_text(*bound)});
    return false;
  }
  if (c.argument && !same_dimension(*c.argument, given)) {
    diagnostic& d = messages_.error(code::curve_dimension, f[x].where, "`" + c.name + "` is called with " + to_text(given) + " here and with " + to_text(*c.argument) + " elsewhere",
                                    "make two curves, one for each dimension");
    d.here = to_text(given);
    d.related.push_back({c.argument_where, to_text(*c.argument)});
    return false;
  }
  if (!c.argument) {
    c.argument = given;
    c.argument_where = f[x].where;
  }
  return true;
}

inline type checker::curve_result(const expr& e, const curve_name& c, std::string_view ask, const type& x, const type& y) {
  if (c.scales_argument) {
    if (!y.is_plain_number()) {
      messages_.error(code::wrong_type, c.where, "the rates of `" + c.name + "` must be plain numbers, not " + to_text(y), "for amounts use kind = \"amount\" or \"step\"").here = to_text(y);
      return {};
    }
    if (ask == "rate" || ask == "effective") return make_type(dimension::ratio);
    return x.is_plain_number() ? make_type(dimension::number) : x;
  }
  const bool text_step = y.kind == dimension::text && c.has_tiers && c.has_rate && !c.has_parts;
  if (!y.is_numeric() && (!text_step || !(ask.empty() || ask == "rate"))) {
    messages_
        .error(code::wrong_type, text_step ? e.where : c.where,
               text_step ? "`" + c.name + "` gives texts, which have no `" + std::string(ask) + "`" : "`" + c.name + "` must give numbers, money or days, not " + to_text(y),
               text_step ? "a step of texts answers `" + c.name + "(x)` and `.tier(x)`" : "only a step may give texts")
        .here = to_text(y);
    return {};
  }
  if (ask != "effective") return y;
  const auto quotient = arithmetic_type(operation::divide, y, x);
  if (quotient) return *quotient;
  messages_.error(code::dimension_mismatch, e.where, "cannot divide " + to_text(y) + " by " + to_text(x), "`effective` is the value of the curve divided by its argument").here =
      "value divided by argument";
  return {};
}

inline type checker::check_curve(tree& f, expr& e, std::uint32_t curve, std::string_view ask, span ask_where, const ids& arguments, const row_context& row) {
  curve_name& c = all_.curves[curve];
  const auto asked = [&] {
    e.target.kind = reference_kind::curve;
    e.target.index = curve;
    e.target.part = std::string(ask);
  };
  asked();
  if (!can_be_asked(e, c, ask, ask_where, arguments.size()) || !check_rows_known(e, c.table, row)) return {};
  std::optional<type> bound;
  std::optional<type> value;
  if (!common_type(c.name, c.bounds, c.column_bounds, row, e.where, "has bounds of", bound)) return {};
  if (!common_type(c.name, c.values, c.column_values, row, e.where, "gives", value)) return {};
  for (const std::uint32_t q : c.choice) type_of(seen_from(q, row.table), e.where);
  const type number = make_type(dimension::number);
  const type y = value.value_or(number);
  if (ask == "inverse") {
    if (y.is_numeric() && !c.scales_argument && !is_bare(f, arguments[0]) && !same_dimension(f[arguments[0]].result, y)) {
      messages_.error(code::wrong_type, f[arguments[0]].where, "`" + c.name + "` gives " + to_text(y) + ", so its inverse needs " + to_text(y) + ", not " + to_text(f[arguments[0]].result)).here =
          to_text(f[arguments[0]].result);
    }
  } else {
    for (std::size_t i = 0; i < (ask == "between" ? 2U : 1U); ++i)
      if (!check_curve_argument(f, arguments[i], c, bound)) return {};
  }
  if (ask == "part") want_number(f, arguments[1], "the number of the tier");
  const type x = c.argument ? *c.argument : bound ? *bound : ask == "inverse" && !c.scales_argument ? number : f[arguments[0]].result;
  type result = curve_result(e, c, ask == "tier" && !c.scales_argument && y.kind == dimension::text ? "" : ask, x, y);
  if (ask == "inverse" && !result.is_unknown()) {
    result = x;
    c.inverse_asked.push_back(e.where);
  }
  if (ask == "tier" && !result.is_unknown()) result = make_type(dimension::count);
  if (c.otherwise == none || result.is_unknown()) return result;
  const type other = check_curve(f, e, c.otherwise, ask, ask_where, arguments, row);
  asked();
  if (same_dimension(result, other)) return result;
  diagnostic& d = messages_.error(code::dimension_mismatch, all_.curves[curve].where, "`" + c.name + "` gives " + to_text(result) + ", and `" + all_.curves[c.otherwise].name + "`, which stands in for it, " + to_text(other),
                                  "let both give the same");
  d.here = to_text(result);
  d.related.push_back({all_.curves[c.otherwise].where, to_text(other)});
  return {};
}

}  // namespace attain::formula
