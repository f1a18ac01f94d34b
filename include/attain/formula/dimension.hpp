// SPDX-License-Identifier: Apache-2.0
/// The rules of dimensions: what comes out of + − × ÷ on money, days, dates and plain numbers.
#pragma once

#include <optional>
#include <string>

#include "attain/formula/ast.hpp"
#include "attain/formula/type.hpp"

namespace attain::formula {

/// A plain number of the more telling kind: two ratios make a ratio, anything else a number.
[[nodiscard]] inline type plain_of(const type& a, const type& b) { return make_type(a.kind == b.kind ? a.kind : dimension::number); }

/// The type of `a op b`; nothing when the two do not go together. Unknown and missing operands fit everything.
[[nodiscard]] inline std::optional<type> arithmetic_type(operation op, const type& a, const type& b) {
  using d = dimension;
  const bool open_a = a.is_unknown() || a.kind == d::missing;
  const bool open_b = b.is_unknown() || b.kind == d::missing;
  if (open_a && open_b) return make_type(d::unknown);
  if ((!open_a && !a.is_numeric() && a.kind != d::date) || (!open_b && !b.is_numeric() && b.kind != d::date)) return std::nullopt;
  if (open_a || open_b) return make_type(d::unknown);
  switch (op) {
    case operation::add:
      if (a.is_plain_number() && b.is_plain_number()) return plain_of(a, b);
      if (a.is_numeric() && same_dimension(a, b)) return make_type(a.kind).kind == d::money ? a : make_type(a.kind);
      if (a.kind == d::date && b.kind == d::days) return make_type(d::date);
      if (a.kind == d::days && b.kind == d::date) return make_type(d::date);
      return std::nullopt;
    case operation::subtract:
      if (a.is_plain_number() && b.is_plain_number()) return plain_of(a, b);
      if (a.is_numeric() && same_dimension(a, b)) return a;
      if (a.kind == d::date && b.kind == d::date) return make_type(d::days);
      if (a.kind == d::date && b.kind == d::days) return make_type(d::date);
      return std::nullopt;
    case operation::multiply:
      if (!a.is_numeric() || !b.is_numeric()) return std::nullopt;
      if (a.is_plain_number() && b.is_plain_number()) return a.kind == b.kind && a.kind != d::count ? make_type(d::number) : plain_of(a, b);
      if (a.is_plain_number()) return b;
      if (b.is_plain_number()) return a;
      return std::nullopt;
    case operation::divide:
      if (!a.is_numeric() || !b.is_numeric()) return std::nullopt;
      if (b.is_plain_number()) return a.is_plain_number() ? make_type(d::number) : a;
      if (!a.is_plain_number() && same_dimension(a, b)) return make_type(d::number);
      return std::nullopt;
    case operation::power:
      if (a.is_plain_number() && b.is_plain_number()) return make_type(d::number);
      return std::nullopt;
    default: return std::nullopt;
  }
}

/// How to bring one of two amounts to the other's currency; `own` is the plan's.
[[nodiscard]] inline std::string exchange_help(const type& a, const type& b, const std::string& own) {
  const std::string& from = a.currency.empty() ? b.currency : a.currency;
  const std::string& other = a.currency.empty() ? a.currency : b.currency;
  return "convert " + (other.empty() ? "the amount in " + from : "both") + " to " + own + ": `convert(x, on = day)` or `convert(x, rate)`";
}

/// What the user can do about two dimensions that do not go together under an operator; `own` is the plan's currency, `amount` how one of them that is
/// a plain number would be written as money.
[[nodiscard]] inline std::string arithmetic_help(operation op, const type& a, const type& b, const std::string& own, const std::string& amount) {
  using d = dimension;
  const bool sum = op == operation::add || op == operation::subtract;
  if (a.kind == d::money && b.kind == d::money && a.currency != b.currency) return exchange_help(a, b, own);
  if (a.kind == d::text || b.kind == d::text) return "a text cannot be calculated with";
  if (a.kind == d::boolean || b.kind == d::boolean) return "turn a yes/no into a number with `if(x, 1, 0)`";
  if (sum && a.kind == d::money && b.is_plain_number()) return "a share of money is a product: write `x * (1 + 5%)` or `x * 5%`; " + amount;
  if (sum && b.kind == d::money && a.is_plain_number()) return "a share of money is a product: write `5% * x`; " + amount;
  if (a.kind == d::date && b.kind == d::date) return "two dates can only be compared or subtracted";
  if (sum && (a.kind == d::date || b.kind == d::date)) return "write a number of days as `30 days`";
  if (sum && (a.kind == d::days || b.kind == d::days))
    return a.kind == d::ratio || b.kind == d::ratio ? "a share of days is a product: write `x * 10%`" : "write a number of days as `30 days`, or divide the days by `1 days`";
  if (op == operation::multiply && a.kind == d::money && b.kind == d::money) return "divide one of them by an amount first, so that it is a plain number";
  if ((op == operation::divide || op == operation::multiply) && (a.kind == d::days || b.kind == d::days))
    return "divide the days by days, so that they are a plain number: `x / 1 day`, `(left - joined) / 30 days`";
  if (op == operation::divide && b.kind == d::money) return "divide by a plain number, or money by money";
  if (op == operation::power) return "only plain numbers can be raised to a power";
  return "make both of the same dimension";
}

}  // namespace attain::formula
