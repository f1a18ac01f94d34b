// SPDX-License-Identifier: Apache-2.0
/// Exact values of formulas over literals and parameters alone, for the checks of a plan that need no data.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/functions.hpp"
#include "attain/formula/names.hpp"
#include "attain/number/rational_arithmetic.hpp"
#include "attain/number/rounding.hpp"

namespace attain::model {

namespace detail {

/// Folds one formula. Whatever it does not know makes the whole unknown, never wrong.
class constant_folder {
 public:
  using value = std::variant<rational, bool, std::string>;
  using maybe = std::optional<value>;

  explicit constant_folder(const formula::names& names) : names_(names) {}

  [[nodiscard]] maybe fold(const formula::tree& t, formula::expr_id id) {
    using formula::expr_kind;
    if (steps_left_ == 0) return {};
    --steps_left_;
    const formula::expr& e = t[id];
    switch (e.kind) {
      case expr_kind::number: return literal(e);
      case expr_kind::boolean: return value(e.text == "true");
      case expr_kind::text: return e.is_date_literal ? maybe() : value(e.text);
      case expr_kind::name: return name(e);
      case expr_kind::unary: return unary(t, e);
      case expr_kind::binary: return binary(t, e);
      case expr_kind::compare: return compare(t, e);
      case expr_kind::between: return between(t, e);
      case expr_kind::in: return in(t, e);
      case expr_kind::conditional: return conditional(t, e);
      case expr_kind::call: return call(t, e);
      case expr_kind::bad:
      case expr_kind::missing:
      case expr_kind::member:
      case expr_kind::list: break;
    }
    return {};
  }

 private:
  using numbers = arithmetic<rational>;

  [[nodiscard]] static maybe literal(const formula::expr& e) {
    rational number(e.value);
    if (e.unit == "%") number /= rational(100);
    return value(std::move(number));
  }

  [[nodiscard]] maybe name(const formula::expr& e);

  [[nodiscard]] std::optional<rational> number(const formula::tree& t, formula::expr_id id) {
    maybe v = fold(t, id);
    if (!v || !std::holds_alternative<rational>(*v)) return {};
    return std::get<rational>(std::move(*v));
  }
  [[nodiscard]] std::optional<bool> truth(const formula::tree& t, formula::expr_id id) {
    const maybe v = fold(t, id);
    if (!v || !std::holds_alternative<bool>(*v)) return {};
    return std::get<bool>(*v);
  }

  [[nodiscard]] maybe unary(const formula::tree& t, const formula::expr& e) {
    if (e.op == formula::operation::logical_not) {
      const auto x = truth(t, e.operands[0]);
      return x ? maybe(!*x) : maybe();
    }
    const auto x = number(t, e.operands[0]);
    return x ? maybe(-*x) : maybe();
  }

  [[nodiscard]] maybe binary(const formula::tree& t, const formula::expr& e) {
    using formula::operation;
    if (e.op == operation::logical_and || e.op == operation::logical_or) {
      const bool decides = e.op == operation::logical_or;
      const auto a = truth(t, e.operands[0]);
      const auto b = truth(t, e.operands[1]);
      if ((a && *a == decides) || (b && *b == decides)) return value(decides);
      return a && b ? maybe(!decides) : maybe();
    }
    const auto a = number(t, e.operands[0]);
    const auto b = number(t, e.operands[1]);
    if (!a || !b) return {};
    rational result;
    outcome what = outcome::outside_domain;
    if (e.op == operation::add) what = numbers::add(*a, *b, result);
    if (e.op == operation::subtract) what = numbers::subtract(*a, *b, result);
    if (e.op == operation::multiply) what = numbers::multiply(*a, *b, result);
    if (e.op == operation::divide) what = numbers::divide(*a, *b, result);
    if (e.op == operation::power) what = numbers::power(*a, *b, result);
    return what == outcome::ok ? maybe(std::move(result)) : maybe();
  }

  [[nodiscard]] static std::optional<std::strong_ordering> order(const maybe& a, const maybe& b) {
    if (!a || !b || a->index() != b->index()) return {};
    if (std::holds_alternative<rational>(*a)) return std::get<rational>(*a) <=> std::get<rational>(*b);
    if (std::holds_alternative<bool>(*a)) return std::get<bool>(*a) <=> std::get<bool>(*b);
    return std::get<std::string>(*a).compare(std::get<std::string>(*b)) <=> 0;
  }

  [[nodiscard]] static bool holds(formula::comparison c, std::strong_ordering o) {
    using formula::comparison;
    switch (c) {
      case comparison::equal: return o == 0;
      case comparison::not_equal: return o != 0;
      case comparison::less: return o < 0;
      case comparison::less_equal: return o <= 0;
      case comparison::greater: return o > 0;
      case comparison::greater_equal: return o >= 0;
    }
    return false;
  }

  [[nodiscard]] maybe compare(const formula::tree& t, const formula::expr& e) {
    bool all = true;
    for (std::size_t i = 0; i < e.comparisons.size(); ++i) {
      const auto o = order(fold(t, e.operands[i]), fold(t, e.operands[i + 1]));
      if (!o) return {};
      all = all && holds(e.comparisons[i], *o);
    }
    return value(all);
  }

  [[nodiscard]] maybe between(const formula::tree& t, const formula::expr& e) {
    const maybe x = fold(t, e.operands[0]);
    const auto low = order(fold(t, e.operands[1]), x);
    const auto high = order(x, fold(t, e.operands[2]));
    if (!low || !high) return {};
    return value((*low <= 0 && *high <= 0) != e.negated);
  }

  [[nodiscard]] maybe in(const formula::tree& t, const formula::expr& e) {
    const maybe x = fold(t, e.operands[0]);
    bool found = false;
    for (std::size_t i = 1; i < e.operands.size(); ++i) {
      const auto o = order(x, fold(t, e.operands[i]));
      if (!o) return {};
      found = found || *o == 0;
    }
    return value(found != e.negated);
  }

  [[nodiscard]] maybe conditional(const formula::tree& t, const formula::expr& e) {
    for (std::size_t i = 0; i + 1 < e.operands.size(); i += 2) {
      const auto condition = truth(t, e.operands[i]);
      if (!condition) return {};
      if (*condition) return fold(t, e.operands[i + 1]);
    }
    return e.operands.size() % 2 == 1 ? fold(t, e.operands.back()) : maybe();
  }

  [[nodiscard]] maybe call(const formula::tree& t, const formula::expr& e);
  [[nodiscard]] static maybe rounded(formula::function f, const std::vector<value>& x);

  // Definitions that use others twice double the work with each level; past this it is no constant worth knowing.
  static constexpr std::size_t most_steps = 20'000;
  // Bounds the recursion through definitions, and breaks circles, which the checker reports.
  static constexpr int most_levels = 64;

  const formula::names& names_;
  std::size_t steps_left_ = most_steps;
  int level_ = 0;
};

inline constant_folder::maybe constant_folder::name(const formula::expr& e) {
  formula::symbol_kind kind = formula::symbol_kind::table;
  std::uint32_t index = e.target.index;
  if (e.target.kind == formula::reference_kind::parameter) kind = formula::symbol_kind::parameter;
  else if (e.target.kind == formula::reference_kind::quantity) kind = formula::symbol_kind::quantity;
  else if (const auto found = names_.global.find(e.text); e.target.kind == formula::reference_kind::none && found != names_.global.end()) {
    kind = found->second.kind;
    index = found->second.index;
  }
  if (kind == formula::symbol_kind::quantity && level_ < most_levels) {
    const formula::quantity& q = names_.quantities[index];
    if (!q.has_formula || q.formula.is_bad()) return {};
    ++level_;
    maybe found = fold(q.formula, q.formula.root);
    --level_;
    return found;
  }
  if (kind != formula::symbol_kind::parameter) return {};
  const formula::parameter& p = names_.parameters[index];
  if (p.type_of.is_numeric()) return value(rational(p.number));
  if (p.type_of.kind == formula::dimension::boolean) return value(p.boolean);
  if (p.type_of.kind == formula::dimension::text) return value(p.text);
  return {};
}

/// round(x, places, mode) and its relatives with the mode in their names.
inline constant_folder::maybe constant_folder::rounded(formula::function f, const std::vector<value>& x) {
  using formula::function;
  rounding_mode mode = rounding_mode::half_up;
  if (f == function::round_up) mode = rounding_mode::up;
  if (f == function::round_down || f == function::trunc) mode = rounding_mode::down;
  if (x.size() == 3) {
    const auto* word = std::get_if<std::string>(&x[2]);
    const auto named_mode = word == nullptr ? std::nullopt : parse_rounding_mode(*word);
    if (!named_mode) return {};
    mode = *named_mode;
  }
  std::int64_t places = 0;
  const auto* number = std::get_if<rational>(x.data());
  if (number == nullptr) return {};
  if (x.size() > 1) {
    const auto* written = std::get_if<rational>(&x[1]);
    if (written == nullptr || !numbers::to_integer(*written, places)) return {};
  }
  return value(numbers::round(*number, places, mode));
}

inline constant_folder::maybe constant_folder::call(const formula::tree& t, const formula::expr& e) {
  using formula::function;
  const formula::expr& callee = t[e.operands[0]];
  const formula::function_info* f = callee.kind == formula::expr_kind::name ? formula::find_function(callee.text) : nullptr;
  if (f == nullptr || t.clauses_of(static_cast<formula::expr_id>(&e - t.nodes.data())) != nullptr) return {};
  std::vector<value> x;
  for (std::size_t i = 1; i < e.operands.size(); ++i) {
    maybe v = fold(t, e.operands[i]);
    if (!v) return {};
    x.push_back(std::move(*v));
  }
  if (x.empty()) return {};
  const bool all_numbers = std::all_of(x.begin(), x.end(), [](const value& v) { return std::holds_alternative<rational>(v); });
  const auto n = [&](std::size_t i) -> const rational& { return std::get<rational>(x[i]); };
  switch (f->id) {
    case function::round:
    case function::round_up:
    case function::round_down:
    case function::trunc: return rounded(f->id, x);
    case function::coalesce: return x.front();  // a constant is never missing
    case function::is_missing: return value(false);
    default: break;
  }
  if (!all_numbers) return {};
  const auto less = [](const value& a, const value& b) { return std::get<rational>(a) < std::get<rational>(b); };
  switch (f->id) {
    case function::min: return *std::min_element(x.begin(), x.end(), less);
    case function::max: return *std::max_element(x.begin(), x.end(), less);
    case function::abs: return value(numbers::absolute(n(0)));
    case function::sign: return value(rational(numbers::sign(n(0))));
    case function::clamp:
      if (x.size() != 3 || n(2) < n(1)) return {};
      return n(0) < n(1) ? x[1] : (n(2) < n(0) ? x[2] : x[0]);
    case function::round_to:
      if (x.size() != 2) return {};
      return value(numbers::round_to(n(0), n(1), rounding_mode::half_up));
    case function::ceil: return value(numbers::round_to(n(0), x.size() > 1 ? n(1) : rational(1), rounding_mode::ceiling));
    case function::floor: return value(numbers::round_to(n(0), x.size() > 1 ? n(1) : rational(1), rounding_mode::floor));
    default: return {};
  }
}

}  // namespace detail

/// The exact value of a quantity whose formula stands on literals and parameters alone; percentages as fractions, money and days as plain
/// numbers. Nothing when it is no number, needs data, or uses what is not folded here.
[[nodiscard]] inline std::optional<rational> constant_value(const formula::names& names, std::uint32_t quantity) {
  if (quantity == formula::none) return {};
  const formula::quantity& q = names.quantities[quantity];
  if (!q.has_formula || q.formula.is_bad()) return {};
  const auto found = detail::constant_folder(names).fold(q.formula, q.formula.root);
  if (!found || !std::holds_alternative<rational>(*found)) return {};
  return std::get<rational>(*found);
}

}  // namespace attain::model
