// SPDX-License-Identifier: Apache-2.0
/// Reads curves: tiers and knots, of [curves] and of the scoring methods that bring their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/plan/read_context.hpp"

namespace attain::model {

/// What the kinds of curves are called and made of.
struct curve_kind {
  std::string_view word;
  enum curve::shape shape;
  std::string_view value;  ///< the key of a tier; empty: it has knots
  bool scales_argument;    ///< the result is x times a rate
  bool has_parts;
};

inline constexpr curve_kind curve_kinds[] = {
    {"linear", curve::shape::linear, "", false, false},       {"step", curve::shape::step, "value", false, false},
    {"marginal", curve::shape::marginal, "rate", true, true}, {"whole-amount", curve::shape::whole_amount, "rate", true, false},
    {"amount", curve::shape::amount, "amount", false, true},  {"rate-linear", curve::shape::rate_linear, "", true, false}};

[[nodiscard]] constexpr const curve_kind* find_curve_kind(std::string_view word) {
  for (const curve_kind& k : curve_kinds)
    if (k.word == word) return &k;
  return nullptr;
}

/// Takes pairs [x, y] as the tiers or knots of a curve. `x` and `y`: what they must be, if that is known.
inline void read_pairs(reader& r, const document::value& pairs, const std::string& owner, const std::string& word, std::optional<formula::dimension> x,
                       std::optional<formula::dimension> y, curve& into) {
  if (pairs.kind != document::value_kind::array) return;
  for (const document::value& pair : pairs.items) {
    if (pair.kind != document::value_kind::array || pair.items.size() != 2) continue;
    const std::string number = word + " " + std::to_string(into.tiers.size() + 1);
    const auto place = [&](std::string_view part, std::optional<formula::dimension> kind) {
      reader::place at{owner + "." + number + "." + std::string(part), none, std::nullopt, std::string(part) + " of " + number + " of `" + owner + "`"};
      if (kind) at.expected = formula::make_type(*kind);
      return at;
    };
    curve::tier t;
    t.where = pair.where;
    t.from = r.add_formula(pair.items[0], pair.items[0].where, place("x", x));
    t.value = r.add_formula(pair.items[1], pair.items[1].where, place("y", y));
    into.tiers.push_back(t);
  }
}

/// Reads [curves]; made for one call of `read_curves`.
class curve_reader {
 public:
  explicit curve_reader(reader& r) : r_(r) {}

  void read() {
    for (const document::member& m : members_at(r_.root(), "curves"))
      if (m.content.kind == document::value_kind::table) read_curve(m);
  }

 private:
  void read_curve(const document::member& m) {
    const document::value& v = m.content;
    curve c;
    c.name = nfc(m.key);
    c.where = m.key_where;
    declare(c);
    const auto word = text_at(v, "kind");
    const curve_kind* kind = word ? find_curve_kind(word->text) : nullptr;
    if (kind != nullptr) {
      c.shape = kind->shape;
      c.shape_where = word->where;
      read_points(v, *kind, c);
      c.reached = flag_of(v, *kind, "reached");
      c.proportional = flag_of(v, *kind, "proportional");
    }
    c.upper_inclusive = word_is(v, "bounds", "upper-inclusive");
    c.below = read_beyond(v, "below", c, c.below_value);
    c.above = read_beyond(v, "above", c, c.above_value);
    enter(kind, c);
    r_.result.curves.push_back(std::move(c));
  }

  void declare(const curve& c) {
    if (formula::find_function(c.name) != nullptr) {
      r_.messages
          .error(code::name_clash, c.where, "`" + c.name + "` is a function, so a curve cannot bear its name",
                 "choose another name, such as `" + c.name + "_curve`")
          .here = "the name of a function";
      return;  // calls of the function stay calls of the function
    }
    r_.declare({c.name, c.where}, {formula::symbol_kind::curve, static_cast<std::uint32_t>(r_.names().curves.size()), {}}, "a curve");
  }

  /// Tells the checker what it must know of the curve.
  void enter(const curve_kind* kind, const curve& c) {
    formula::curve_name n;
    n.name = c.name;
    n.where = c.where;
    n.scales_argument = kind != nullptr && kind->scales_argument;
    n.has_tiers = kind != nullptr && !kind->value.empty();
    n.has_rate = kind != nullptr && kind->shape != curve::shape::linear;
    n.has_parts = kind != nullptr && kind->has_parts;
    for (const curve::tier& t : c.tiers) {
      if (t.value != none) n.values.push_back(t.value);
      n.bounds.push_back(t.from);
      if (t.to != none) n.bounds.push_back(t.to);
    }
    for (const quantity_id q : {c.below_value, c.above_value})
      if (q != none) n.values.push_back(q);
    if (c.shape == curve::shape::step && !n.values.empty()) n.text_values = is_text(r_.names().quantities[n.values.front()].formula);
    r_.names().curves.push_back(std::move(n));
  }

  [[nodiscard]] bool is_text(const formula::tree& t) {
    if (t.is_bad()) return false;
    const formula::expr& e = t[t.root];
    if (e.kind == formula::expr_kind::text) return !e.is_date_literal;
    if (e.kind != formula::expr_kind::name) return false;
    const auto found = r_.names().global.find(e.text);
    return found != r_.names().global.end() && found->second.kind == formula::symbol_kind::parameter &&
           r_.names().parameters[found->second.index].type_of.kind == formula::dimension::text;
  }

  void read_points(const document::value& v, const curve_kind& kind, curve& c) {
    const bool has_knots = kind.value.empty();
    const std::string wanted = has_knots ? "knots" : "tiers";
    const std::string other = has_knots ? "tiers" : "knots";
    const document::value* points = v.get(wanted);
    if (const document::member* wrong = v.find(other); wrong != nullptr) {
      diagnostic& d = r_.messages.error(code::bad_curve, wrong->key_where, "a " + std::string(kind.word) + " curve has `" + wanted + "`, not `" + other + "`",
                                        shape_of(kind));
      d.here = "not of this kind";
      d.related.push_back({c.shape_where, "the kind"});
    } else if (r_.lacks(v, wanted)) {
      r_.messages.error(code::bad_curve, c.where, "the curve `" + c.name + "` has no " + wanted, shape_of(kind)).here = "no `" + wanted + "`";
    }
    if (points == nullptr || !fits(*points, has_knots ? takes::pairs : takes::tables)) return;
    if (points->items.size() < (has_knots ? 2U : 1U)) {
      r_.messages.error(code::bad_curve, points->where, "the curve `" + c.name + "` has too few " + wanted, shape_of(kind)).here =
          has_knots ? "a line needs two" : "at least one is needed";
    }
    if (has_knots) {
      read_pairs(r_, *points, c.name, "knot", std::nullopt, kind.scales_argument ? std::optional(formula::dimension::number) : std::nullopt, c);
    } else {
      for (const document::value& item : points->items) c.tiers.push_back(read_tier(item, kind, c));
    }
  }

  [[nodiscard]] static std::string shape_of(const curve_kind& kind) {
    if (kind.value.empty()) return kind.scales_argument ? "write knots = [[x, rate], [x, rate]]" : "write knots = [[x, y], [x, y]]";
    return "write tiers = [{ from = 0, " + std::string(kind.value) + " = … }]";
  }

  curve::tier read_tier(const document::value& item, const curve_kind& kind, const curve& c) {
    const named owner{c.name + ".tier " + std::to_string(c.tiers.size() + 1), item.where};
    curve::tier t;
    t.where = item.where;
    t.from = r_.required_slot(item, "from", owner, none, std::nullopt);
    t.to = r_.slot(item, "to", owner, none, std::nullopt);
    t.excludes_from = flag_at(item, "excludes_from", false);
    t.value = r_.required_slot(item, kind.value, owner, none, kind.scales_argument ? std::optional(formula::dimension::number) : std::nullopt);
    bool mistaken = !r_.lacks(item, kind.value);
    for (const std::string_view key : {"rate", "value", "amount"}) {
      const document::member* wrong = item.find(key);
      if (key == kind.value || wrong == nullptr) continue;
      mistaken = true;
      diagnostic& d = r_.messages.error(code::bad_curve, wrong->key_where, "a tier of a " + std::string(kind.word) + " curve has no `" + std::string(key) + "`",
                                        "write `" + std::string(kind.value) + "`");
      d.here = "not of this kind";
      d.related.push_back({c.shape_where, "the kind"});
    }
    if (!mistaken) {
      r_.messages.error(code::missing_key, item.where, "this tier has no `" + std::string(kind.value) + "`", shape_of(kind)).here =
          "`" + std::string(kind.value) + "` is missing";
    }
    return t;
  }

  bool flag_of(const document::value& v, const curve_kind& kind, std::string_view key) {
    const document::member* m = v.find(key);
    if (m == nullptr) return false;
    if (kind.shape == curve::shape::amount) return flag_at(v, key, false);
    r_.messages.error(code::bad_curve, m->key_where, "`" + std::string(key) + "` is for curves of kind `amount`", "delete it, or write kind = \"amount\"")
        .here = "not of this kind";
    return false;
  }

  curve::beyond read_beyond(const document::value& v, std::string_view key, const curve& c, quantity_id& value) {
    if (v.find(key) == nullptr) return curve::beyond::by_default;
    if (word_is(v, key, "flat")) return curve::beyond::flat;
    if (word_is(v, key, "extend")) return curve::beyond::extend;
    if (word_is(v, key, "missing")) return curve::beyond::missing;
    value = r_.slot(v, key, {c.name, c.where}, none, std::nullopt);
    return curve::beyond::value;
  }

  reader& r_;
};

/// Fills plan.curves and names.curves with the curves that have names.
inline void read_curves(reader& r) { curve_reader(r).read(); }

}  // namespace attain::model
