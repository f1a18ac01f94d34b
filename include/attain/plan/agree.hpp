// SPDX-License-Identifier: Apache-2.0
/// Types that must agree across the formulas of one section: actual and target of an indicator, knots and what they are asked.
#pragma once

#include <cstdint>
#include <string>

#include "attain/plan/model.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::model {

inline void check_target(const plan& p, const indicator& i, diagnostics& messages) {
  if (i.target == none || i.attainment_given) return;
  const formula::quantity& actual = p.names.quantities[i.actual];
  const formula::quantity& target = p.names.quantities[i.target];
  const auto is_reported = [](const formula::type& t) { return !t.is_numeric() && !t.is_unknown() && t.kind != formula::dimension::missing; };
  if (is_reported(actual.result) || is_reported(target.result)) return;
  const formula::tree& f = target.formula;
  const bool bare = f.root != formula::no_expr && f[f.root].kind == formula::expr_kind::number && f[f.root].unit.empty();
  if (formula::same_dimension(actual.result, target.result) || (bare && actual.result.is_numeric())) return;
  diagnostic& d = messages.error(code::dimension_mismatch, target.formula.whole, "the target of `" + i.name + "` is " + to_text(target.result) + ", its actual is " + to_text(actual.result),
                                 "attainment is actual ÷ target: both must be of the same dimension");
  d.here = to_text(target.result);
  d.related.push_back({actual.formula.whole, to_text(actual.result)});
}

/// What a numeric comparison or division needs: a number, money or days.
inline void check_numeric(const plan& p, quantity_id q, const std::string& what, diagnostics& messages) {
  if (q == none) return;
  const formula::quantity& given = p.names.quantities[q];
  if (given.result.is_unknown() || given.result.kind == formula::dimension::missing || given.result.is_numeric()) return;
  messages.error(code::wrong_type, given.formula.whole, what + " must be a number, money or days, not " + to_text(given.result)).here = to_text(given.result);
}

inline void check_method(const plan& p, const indicator& i, diagnostics& messages) {
  const scoring& by = i.score_by;
  if (by.curve == none || i.score == none) return;
  const quantity_id asked = by.on_actual ? i.actual : i.attainment;
  if (asked == none) return;
  const formula::type& x = p.names.quantities[asked].result;
  const auto measured = [&](span where, const formula::type& bound) {
    if (formula::same_dimension(bound, x)) return true;
    messages.error(code::dimension_mismatch, where, "this bound is " + to_text(bound) + ", and `" + i.name + "` is measured in " + to_text(x)).here = to_text(bound);
    return false;
  };
  const auto scores = [&](span where, const formula::type& value) {
    if (value.is_unknown() || value.is_plain_number()) return true;
    messages.error(code::wrong_type, where, "a score must be a plain number, not " + to_text(value)).here = to_text(value);
    return false;
  };
  for (std::uint32_t at = by.curve; at != none; at = p.curves[at].otherwise) {
    const curve& c = p.curves[at];
    for (const curve::tier& t : c.tiers) {
      const formula::quantity& bound = p.names.quantities[p.names.seen_from(t.from, p.names.population)];
      const formula::quantity& value = p.names.quantities[p.names.seen_from(t.value, p.names.population)];
      const formula::tree& f = bound.formula;
      const bool bare = f.root != formula::no_expr && f[f.root].kind == formula::expr_kind::number && f[f.root].unit.empty();
      if (!bare && !measured(f.whole, bound.result)) return;
      if (!scores(value.formula.whole, value.result)) return;
    }
    if (!c.rows || c.rows->from == none || c.rows->value == none) continue;
    const auto& columns = p.names.tables[c.rows->table].columns;
    if (!measured(columns[c.rows->from].where, columns[c.rows->from].type_of) || !scores(columns[c.rows->value].where, columns[c.rows->value].type_of)) return;
  }
}

/// Money leaves at its minor unit.
template <class Leaving>
void check_places(const plan& p, const Leaving& value, diagnostics& messages) {
  const formula::type& of = p.names.quantities[value.value].result;
  if (!value.places_where || of.kind != formula::dimension::money) return;
  messages
      .error(code::wrong_value, *value.places_where, "`places` has no effect on `" + value.name + "`: money leaves at its minor unit",
             "delete it; for whole amounts round the value: round(…, 0); for a plain number divide it by an amount: … / 1 " + (of.currency.empty() ? p.currency : of.currency))
      .here = "of money";
}

/// What leaves is in one currency.
inline void check_output(const plan& p, const output& o, diagnostics& messages) {
  const formula::quantity& value = p.names.quantities[o.value];
  if (!value.result.by_row) return;
  messages
      .error(code::currency_mismatch, o.where, "the output `" + o.name + "` is in the currency that `" + value.result.currency + "` names, which differs from row to row",
             "convert it: value = \"convert(…, on = …)\"")
      .here = to_text(value.result);
}

/// People are graded together whose groups are equal, and equals are put in order: both need values that can be compared.
inline void check_distribution(const plan& p, const distribution& d, diagnostics& messages) {
  const auto refuse = [&](quantity_id q, const std::string& what) {
    const formula::quantity& given = p.names.quantities[q];
    messages.error(code::wrong_type, given.formula.whole, what + " " + to_text(given.result)).here = to_text(given.result);
  };
  std::vector<quantity_id> groups = d.within;
  if (d.pool_to != none) groups.push_back(d.pool_to);
  for (const quantity_id g : groups)
    if (p.names.quantities[g].result.by_row) refuse(g, "people cannot be grouped by");
  if (d.ties == none) return;
  const formula::type& ties = p.names.quantities[d.ties].result;
  if (!ties.is_unknown() && !ties.is_ordered() && ties.kind != formula::dimension::text) refuse(d.ties, "equals cannot be ordered by");
}

/// Reports what does not agree. To be called after the checker.
inline void agree(const plan& p, diagnostics& messages) {
  for (const output& o : p.outputs) {
    check_places(p, o, messages);
    check_output(p, o, messages);
  }
  for (const total& t : p.totals) check_places(p, t, messages);
  if (p.distribution) check_distribution(p, *p.distribution, messages);
  for (const indicator& i : p.indicators) {
    check_numeric(p, i.actual, "the actual of `" + i.name + "`", messages);
    check_numeric(p, i.target, "the target of `" + i.name + "`", messages);
    check_target(p, i, messages);
    check_method(p, i, messages);
  }
}

}  // namespace attain::model
