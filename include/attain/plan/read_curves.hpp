// SPDX-License-Identifier: Apache-2.0
/// Reads curves: tiers and knots, of [curves] and of the scoring methods that bring their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/plan/curve_kind.hpp"
#include "attain/plan/read_context.hpp"
#include "attain/plan/read_schedule.hpp"

namespace attain::model {

/// Takes pairs [x, y] as the tiers or knots of a curve. `x` and `y`: what they must be, if that is known. `table`: whose rows have them; none: those
/// of the caller.
inline void read_pairs(reader& r, const document::value& pairs, const std::string& owner, const std::string& word, std::uint32_t table,
                       std::optional<formula::dimension> x, std::optional<formula::dimension> y, curve& into) {
  if (pairs.kind != document::value_kind::array) return;
  for (const document::value& pair : pairs.items) {
    if (pair.kind != document::value_kind::array || pair.items.size() != 2) continue;
    const std::string number = word + " " + std::to_string(into.tiers.size() + 1);
    const auto place = [&](std::string_view part, std::optional<formula::dimension> kind) {
      reader::place at{owner + "." + number + "." + std::string(part), table, std::nullopt, std::string(part) + " of " + number + " of `" + owner + "`"};
      if (kind) at.expected = formula::make_type(*kind);
      return at;
    };
    curve::tier t;
    t.where = pair.where;
    t.from = r.add_formula(pair.items[0], pair.items[0].where, place("x", x));
    t.value = r.add_formula(pair.items[1], pair.items[1].where, place("y", y));
    if (table == none) r.of_caller(t.from), r.of_caller(t.value);
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
    for (const auto& [at, name] : stand_ins_) resolve_stand_in(at, name);
    for (const auto& [at, name] : stand_ins_) cut_circle(at, name);
    for (const auto& [at, name] : stand_ins_) cut_chain(at, name);
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
    read_stand_in(v, c);
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
    if (c.rows) {
      const auto type_of = [&](std::uint32_t column) { return column == none ? formula::type{} : r_.names().tables[c.rows->table].columns[column].type_of; };
      n.table = c.rows->table;
      n.choice = c.rows->match;
      if (c.rows->on != none) n.choice.push_back(c.rows->on);
      n.column_bounds = type_of(c.rows->from);
      n.column_values = type_of(c.rows->value);
    }
    r_.names().curves.push_back(std::move(n));
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
    if (points != nullptr && !has_knots && points->kind == document::value_kind::table) return read_schedule(r_, *points, kind, c);
    if (points == nullptr || !fits(*points, has_knots ? takes::pairs : takes::tables)) return;
    if (points->items.size() < (has_knots ? 2U : 1U)) {
      r_.messages.error(code::bad_curve, points->where, "the curve `" + c.name + "` has too few " + wanted, shape_of(kind)).here =
          has_knots ? "a line needs two" : "at least one is needed";
    }
    if (has_knots) {
      read_pairs(r_, *points, c.name, "knot", none, std::nullopt, kind.scales_argument ? std::optional(formula::dimension::number) : std::nullopt, c);
    } else {
      for (const document::value& item : points->items) c.tiers.push_back(read_tier(item, kind, c));
    }
  }

  curve::tier read_tier(const document::value& item, const curve_kind& kind, const curve& c) {
    const named owner{c.name + ".tier " + std::to_string(c.tiers.size() + 1), item.where};
    curve::tier t;
    t.where = item.where;
    t.from = r_.of_caller(r_.required_slot(item, "from", owner, none, std::nullopt));
    t.to = r_.of_caller(r_.slot(item, "to", owner, none, std::nullopt));
    t.excludes_from = flag_at(item, "excludes_from", false);
    t.value = r_.of_caller(r_.required_slot(item, kind.value, owner, none, kind.scales_argument ? std::optional(formula::dimension::number) : std::nullopt));
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
    value = r_.of_caller(r_.slot(v, key, {c.name, c.where}, none, std::nullopt));
    return curve::beyond::value;
  }

  void read_stand_in(const document::value& v, const curve& c) {
    const auto name = text_at(v, "else");
    if (!name) return;
    if (!c.rows && (v.get("tiers") == nullptr || v.get("tiers")->kind != document::value_kind::table)) {
      r_.messages
          .error(code::bad_curve, name->where, "`else` is for curves whose tiers come from a table, and `" + c.name + "` brings its own",
                 "delete it; `below` and `above` say what holds outside the tiers")
          .here = "never needed";
      return;
    }
    stand_ins_.emplace_back(r_.result.curves.size(), *name);
  }

  /// A curve that stands in for another is of the same kind, so that it can be asked the same.
  void resolve_stand_in(std::size_t at, const named& name) {
    curve& c = r_.result.curves[at];
    const auto& all = r_.result.curves;
    std::uint32_t found = none;
    for (std::uint32_t i = 0; i < all.size(); ++i)
      if (all[i].name == name.text) found = i;
    if (found == none) {
      if (r_.lost(name.text)) return;
      const auto near = r_.nearest(name, all, [](const curve& other) { return std::string_view(other.name); });
      r_.messages
          .error(code::unknown_name, name.where, "there is no curve `" + name.text + "`",
                 near ? "did you mean `" + std::string(*near) + "`?" : "declare it: [curves." + name.text + "]")
          .here = "not a curve of this plan";
      return;
    }
    if (all[found].shape != c.shape) {
      diagnostic& d = r_.messages.error(code::bad_curve, name.where, "`" + name.text + "`, which stands in for `" + c.name + "`, is of another kind",
                                        "both can be asked the same only when they are of one kind");
      d.here = "of another kind";
      d.related.push_back({all[found].where, "the other curve"});
      return;
    }
    set_stand_in(at, found);
  }

  void set_stand_in(std::size_t at, std::uint32_t other) {
    r_.result.curves[at].otherwise = other;
    r_.names().curves[at].otherwise = other;
  }

  void cut_circle(std::size_t at, const named& name) {
    const auto& all = r_.result.curves;
    std::uint32_t i = all[at].otherwise;
    for (std::size_t steps = 0; i != none && i != at && steps < all.size(); ++steps) i = all[i].otherwise;
    if (i != at) return;
    r_.messages.error(code::bad_curve, name.where, "`" + all[at].name + "` stands in for itself", "the last curve needs no `else`").here = "leads back";
    set_stand_in(at, none);
  }

  void cut_chain(std::size_t at, const named& name) {
    constexpr int most = 64;
    const auto& all = r_.result.curves;
    int length = 0;
    for (std::uint32_t i = all[at].otherwise; i != none && length <= most; i = all[i].otherwise) ++length;
    if (length <= most) return;
    r_.messages.error(code::bad_curve, name.where, "more than " + std::to_string(most) + " curves stand in for each other", "let a few be enough").here = "too long a chain";
    set_stand_in(at, none);
  }

  reader& r_;
  std::vector<std::pair<std::size_t, named>> stand_ins_;  ///< of curves: the names behind `else`
};

/// Fills plan.curves and names.curves with the curves that have names.
inline void read_curves(reader& r) { curve_reader(r).read(); }

}  // namespace attain::model
