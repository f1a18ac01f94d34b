// SPDX-License-Identifier: Apache-2.0
/// The plan reader: makes the model of a plan from its document, reports everything in it that is not as the language says, and goes on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/plan/currency.hpp"
#include "attain/plan/document.hpp"
#include "attain/plan/model.hpp"
#include "attain/plan/read_balances.hpp"
#include "attain/plan/read_checks.hpp"
#include "attain/plan/read_context.hpp"
#include "attain/plan/read_curves.hpp"
#include "attain/plan/read_define.hpp"
#include "attain/plan/read_matrices.hpp"
#include "attain/plan/read_outputs.hpp"
#include "attain/plan/read_pay.hpp"
#include "attain/plan/read_rows.hpp"
#include "attain/plan/read_score.hpp"
#include "attain/plan/read_sections.hpp"
#include "attain/plan/read_shape.hpp"
#include "attain/plan/read_tables.hpp"
#include "attain/plan/read_totals.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::model {

/// Checks `attain = 1`.
inline void read_version(reader& r) {
  const document::value* v = r.root().get("attain");
  if (v == nullptr) {
    if (!r.lacks(r.root(), "attain")) return;
    r.messages
        .error(code::language_version, {0, 0}, "the plan does not say which version of the language it is written in",
               r.is_json() ? "write `\"attain\": 1,` as its first line" : "write `attain = 1` as its first line")
        .here = "`attain` is missing";
    return;
  }
  if (v->kind != document::value_kind::integer || v->text.text == "1") return;
  r.messages
      .error(code::language_version, v->where, "the plan is written in version " + v->text.text + " of the language, which this engine does not know",
             "this engine reads `attain = 1`")
      .here = "another version";
}

inline void read_currency(reader& r, const document::value& v) {
  plan& p = r.result;
  const auto written = text_at(v, "currency");
  if (!written) return;
  p.currency = written->text;
  p.currency_where = written->where;
  p.names.currency = written->text;
  if (const currency* found = find_currency(written->text)) {
    p.minor_unit = found->minor_unit;
    return;
  }
  // Amounts written with it are no further mistakes.
  p.names.currencies.push_back(written->text);
  const auto near = nearest_currency(written->text);
  r.messages
      .error(code::unknown_currency, written->where, "`" + written->text + "` is no currency",
             near ? "did you mean `" + std::string(*near) + "`?" : "write a code of ISO 4217, such as `CNY`")
      .here = "no code of ISO 4217";
}

/// Reads [plan].
inline void read_head(reader& r) {
  plan& p = r.result;
  for (const currency& c : currencies) p.names.currencies.emplace_back(c.code);
  const document::value* v = r.root().get("plan");
  if (v == nullptr || v->kind != document::value_kind::table) return;
  if (const auto name = text_at(*v, "name")) p.name = name->text;
  if (const auto label = text_at(*v, "label")) p.label = label->text;
  read_currency(r, *v);
  p.rounding = r.read_rounding(*v, "rounding", {});
  r.refuse_less_than_a_cent(*v);
  const document::value* period = v->get("period");
  if (period == nullptr || period->kind != document::value_kind::table) return;
  const auto from = date_at(*period, "from");
  const auto to = date_at(*period, "to");
  if (from && to) p.period = model::period{*from, *to, period->where};
}

/// Names declared in sections that are misspelt or of another kind are lost: formulas that use them make no new mistake.
inline void forget_unread_sections(reader& r) {
  const section& sections_of_plan = *find_section("document");
  std::vector<std::string>& lost = r.names().lost;
  std::vector<std::string_view> known;
  for (const key& k : sections_of_plan.keys) known.push_back(k.name);
  for (const document::member& m : r.root().members) {
    const key* k = find_key(sections_of_plan, m.key);
    if (k != nullptr && fits(m.content, k->takes)) continue;
    if (const auto near = nearest_name(m.key, known)) lost.emplace_back(*near);
    for (const document::member& inner : m.content.members) lost.push_back(inner.key);
    if (const auto name = text_at(m.content, "name")) lost.push_back(name->text);
    for (const document::value& item : m.content.items)
      if (const auto name = text_at(item, "name")) lost.push_back(name->text);
  }
}

/// What the plan would have given but for mistakes is no unknown name either.
inline void forget_missing_names(reader& r) {
  if (!r.messages.has_errors()) return;
  if (r.names_unread) {
    for (const formula::quantity& q : r.names().quantities)
      for (const formula::expr& e : q.formula.nodes)
        if (e.kind == formula::expr_kind::name || e.kind == formula::expr_kind::member) r.names().lost.push_back(e.text);
  }
  const std::pair<const char*, quantity_id> results[] = {
      {"score", r.result.score}, {"grade", r.result.grade_name}, {"payout", r.result.payout}, {"payout_before_limit", r.result.payout_before_limit}};
  for (const auto& [name, quantity] : results)
    if (quantity == none) r.names().lost.emplace_back(name);
}

/// Reads a plan. The model is whole even when there are mistakes, with bad formulas in place of those that could not be read, so that the
/// checker can go on and all mistakes come out in one run; it must not be computed with then. Nothing depends on the order of keys.
[[nodiscard]] inline plan read(const document::parsed& doc, diagnostics& messages) {
  plan result;
  if (!doc.readable) return result;
  const std::size_t before = messages.count();
  if (is_too_large(doc, messages)) return result;
  reader r(doc, check_shape(doc, messages), result, messages);
  result.names.lost = doc.lost_names;
  if (messages.count() > before) forget_unread_sections(r);
  r.give("period", {formula::symbol_kind::period, 0, {}});
  read_version(r);
  read_head(r);
  read_parameters(r);
  read_tables(r);
  read_rows(r);
  read_curves(r);
  read_matrices(r);
  read_define(r);
  read_evidence(r);
  read_scorecard(r);
  read_sections(r);
  read_indicators(r);
  read_adjustments(r);
  read_score(r);
  read_grades(r);
  read_incentives(r);
  read_balances(r);
  read_outputs(r);
  read_totals(r);
  read_goals(r);
  read_checks(r);
  forget_missing_names(r);
  return result;
}

}  // namespace attain::model
