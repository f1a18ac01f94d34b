// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows what a curve can be asked, and with which dimension.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/checker_class.hpp"

namespace attain::formula {

inline type checker::check_curve(tree& f, expr& e, std::uint32_t curve, std::string_view ask, span ask_where, const ids& arguments, const row_context&) {
  curve_name& c = all_.curves[curve];
  const span where = e.where;
  e.target.kind = reference_kind::curve;
  e.target.index = curve;
  e.target.part = std::string(ask);
  static constexpr std::string_view asks[] = {"between", "rate", "tier", "part", "effective", "inverse"};
  if (!ask.empty() && std::find(std::begin(asks), std::end(asks), ask) == std::end(asks)) {
    const auto near = nearest_name(ask, asks);
    messages_
        .error(code::unknown_part, ask_where, "a curve has no `" + std::string(ask) + "`",
               near ? "did you mean `" + c.name + "." + std::string(*near) + "`?" : "a curve answers between, rate, tier, part, effective and inverse")
        .here = "no such question";
    return {};
  }
  const std::size_t wanted = ask == "between" || ask == "part" ? 2 : 1;
  if (arguments.size() != wanted) {
    const std::string shape = c.name + (ask.empty() ? "(x)" : ask == "between" ? ".between(a, b)" : ask == "part" ? ".part(x, n)" : "." + std::string(ask) + "(x)");
    messages_.error(code::wrong_arguments, where, "`" + c.name + (ask.empty() ? "" : "." + std::string(ask)) + "` takes " + std::to_string(wanted) + (wanted == 1 ? " argument" : " arguments"), "write `" + shape + "`")
        .here = std::to_string(arguments.size()) + " given";
    return {};
  }
  const bool refused = (ask == "rate" && !c.has_rate) || (ask == "tier" && !c.has_tiers) || (ask == "part" && !c.has_parts);
  if (refused) {
    messages_.error(code::wrong_arguments, ask_where, "this kind of curve has no `" + std::string(ask) + "`", "`rate` is for all but linear, `tier` for curves with tiers, `part` for marginal and amount")
        .here = "not for this curve";
    return {};
  }
  // The dimension of x: that of the written bounds, else of the first call.
  type bound = make_type(dimension::number);
  bool bare = true;
  for (const std::uint32_t q : c.bounds) {
    const type t = type_of(q, where);
    const tree& formula = all_.quantities[q].formula;
    if (t.is_unknown()) return {};
    if (formula.root != no_expr && is_bare(formula, formula.root)) continue;
    bound = t;
    bare = false;
  }
  type y = make_type(dimension::number);
  bool bare_values = true;
  for (const std::uint32_t q : c.values) {
    const type t = type_of(q, where);
    if (t.is_unknown()) return {};
    const tree& formula = all_.quantities[q].formula;
    if (formula.root != no_expr && is_bare(formula, formula.root)) continue;
    if (!bare_values && !same_dimension(y, t)) {
      messages_.error(code::dimension_mismatch, all_.quantities[q].where, "`" + c.name + "` gives " + to_text(y) + " in one place and " + to_text(t) + " in another", "give it the same kind of value in every tier").here = to_text(t);
      return {};
    }
    y = t;
    bare_values = false;
  }
  if (ask == "inverse") {
    c.inverse_asked.push_back(where);
    if (!c.scales_argument) want_number(f, arguments[0], "`" + c.name + ".inverse`");
    return c.argument ? *c.argument : c.scales_argument ? f[arguments[0]].result : bound;
  }
  const std::size_t xs = ask == "between" ? 2 : 1;
  for (std::size_t i = 0; i < xs; ++i) {
    const expr_id x = arguments[i];
    const type given = f[x].result;
    if (given.is_unknown() || given.kind == dimension::missing) continue;
    if (!given.is_numeric()) {
      messages_.error(code::wrong_type, f[x].where, "a curve needs a number, money or days, not " + to_text(given), "a curve turns one number into another").here = to_text(given);
      return {};
    }
    if (is_bare(f, x)) {
      if (c.argument || !bare) give(f, x, c.argument ? *c.argument : bound);
      continue;
    }
    if (!bare && !same_dimension(bound, given)) {
      diagnostic& d = messages_.error(code::curve_dimension, f[x].where, "the bounds of `" + c.name + "` are " + to_text(bound) + ", and it is called with " + to_text(given),
                                      given.is_plain_number() ? "call it with an amount" : "divide by the target, so that it is a ratio");
      d.here = to_text(given);
      d.related.push_back({c.where, "bounds of " + to_text(bound)});
      return {};
    }
    if (c.argument && !same_dimension(*c.argument, given)) {
      diagnostic& d = messages_.error(code::curve_dimension, f[x].where, "`" + c.name + "` is called with " + to_text(given) + " here and with " + to_text(*c.argument) + " elsewhere",
                                      "make two curves, one for each dimension");
      d.here = to_text(given);
      d.related.push_back({c.argument_where, to_text(*c.argument)});
      return {};
    }
    if (!c.argument) {
      c.argument = given;
      c.argument_where = f[x].where;
    }
  }
  if (ask == "part") want_number(f, arguments[1], "the number of the tier");
  if (ask == "tier") return make_type(dimension::count);
  const type x = c.argument ? *c.argument : bare ? f[arguments[0]].result : bound;
  if (c.scales_argument) {
    if (!y.is_plain_number()) {
      messages_.error(code::wrong_type, c.where, "the rates of `" + c.name + "` must be plain numbers, not " + to_text(y), "for amounts use kind = \"amount\" or \"step\"").here = to_text(y);
      return {};
    }
    if (ask == "rate" || ask == "effective") return make_type(dimension::ratio);
    return x.is_plain_number() ? make_type(dimension::number) : x;
  }
  if (ask == "effective") {
    const auto quotient = arithmetic_type(operation::divide, y, x);
    if (quotient) return *quotient;
    messages_.error(code::dimension_mismatch, where, "cannot divide " + to_text(y) + " by " + to_text(x), "`effective` is the value of the curve divided by its argument").here = "value divided by argument";
    return {};
  }
  return y;
}

}  // namespace attain::formula
