// SPDX-License-Identifier: Apache-2.0
/// Reads what else leaves the plan: further columns of the result, and the next period's goals.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/plan/read_context.hpp"

namespace attain::model {

/// Reads [[outputs]]; made for one call of `read_outputs`.
class output_reader {
 public:
  explicit output_reader(reader& r) : r_(r) {}

  void read() {
    if (r_.population() == none) return;
    for (const document::value* v : tables_at(r_.root(), "outputs")) read_output(*v);
  }

 private:
  void read_output(const document::value& v) {
    const named name = r_.name_of(v, "an output");
    output o;
    o.name = name.text;
    o.where = name.where;
    if (const auto label = text_at(v, "label")) o.label = label->text;
    if (const auto places = r_.integer_at(v, "places", 0, 38)) {
      o.places = static_cast<int>(*places);
      o.places_where = v.get("places")->where;
    }
    o.table = r_.population();
    if (const auto table = text_at(v, "table")) {
      const std::uint32_t found = r_.find_table(*table);
      if (found == none) return;
      if (r_.names().tables[found].kind == formula::table_kind::reference) {
        r_.messages
            .error(code::wrong_value, table->where, "`" + table->text + "` is a reference table, which has no results",
                   "give it a link to the population, or leave `table` out")
            .here = "no link leads to the population";
        return;
      }
      o.table = found;
    }
    if (v.find("name") != nullptr) check_name(name, o.table);
    o.value = value_of(v, name, o.table);
    if (o.value != none) r_.result.outputs.push_back(std::move(o));
  }

  quantity_id value_of(const document::value& v, const named& name, std::uint32_t table) {
    if (const document::member* m = v.find("value"))
      return r_.add_formula(m->content, m->key_where, {"output " + name.text, table, std::nullopt, "the output `" + name.text + "`"});
    if (v.find("name") == nullptr || !r_.lacks(v, "value")) return none;
    // The name stands for the value itself: a definition, or a column to be handed on.
    const auto& members = r_.names().tables[table].members;
    const auto found = members.find(name.text);
    if (found != members.end() && found->second.kind == formula::symbol_kind::quantity) return found->second.index;
    if (found != members.end()) {
      formula::quantity q;
      q.name = "output " + name.text;
      q.where = name.where;
      q.table = table;
      q.has_formula = true;
      q.formula = one_node(formula::expr_kind::name, name.where);
      q.formula.nodes.front().text = name.text;
      q.purpose = "the output `" + name.text + "`";
      r_.names().quantities.push_back(std::move(q));
      return static_cast<quantity_id>(r_.names().quantities.size() - 1);
    }
    if (r_.lost(name.text)) return none;
    const auto near = r_.nearest(name, members, [](const auto& member) { return std::string_view(member.first); });
    r_.messages
        .error(code::missing_key, name.where, "the output `" + name.text + "` has no `value`, and nothing is defined by that name",
               near ? "did you mean `" + std::string(*near) + "`?" : "add value = \"…\", or define `" + name.text + "`")
        .here = "which value?";
    return none;
  }

  /// Two columns of one table cannot bear one name, and some are there without being asked for.
  void check_name(const named& name, std::uint32_t table) {
    if (!r_.is_name(name, "an output")) return;
    const auto [other, is_new] = taken_.emplace(std::pair(table, name.text), name.where);
    if (!is_new) {
      diagnostic& d = r_.messages.error(code::name_clash, name.where, "two outputs are called `" + name.text + "`", "rename one of them");
      d.here = "the second";
      d.related.push_back({other->second, "the first"});
      return;
    }
    const auto standard = standard_column(name.text, table);
    const bool shows_itself = name.text == "payout_before_limit" && r_.result.payout_before_limit != none;  // no column of its own
    if (!standard && table == r_.population() && !shows_itself) r_.is_free_name(name, "an output");
    if (!standard) return;
    diagnostic& d =
        r_.messages.error(code::name_clash, name.where, "`" + name.text + "` is a column of every result already", "delete the output, or rename it");
    d.here = "a standard column";
    if (*standard != span{}) d.related.push_back({*standard, "it comes from here"});
  }

  [[nodiscard]] std::optional<span> standard_column(const std::string& name, std::uint32_t table) {
    const formula::table& t = r_.names().tables[table];
    for (const std::uint32_t k : t.key)
      if (k != none && t.columns[k].name == name) return t.columns[k].where;
    const plan& p = r_.result;
    for (const incentive& i : p.incentives)
      if (i.per == table && i.name == name) return i.where;
    if (table != r_.population()) return std::nullopt;
    if (name == "score" && p.score != none) return span{};
    if (name == "grade" && p.grade_name != none) return span{};
    if (name == "grade_by_score" && p.grade_by_score != none) return span{};
    if (name == "payout" && p.payout != none) return span{};
    if (name == "payout_limit" && p.payout_limit != none) return span{};
    for (const incentive& i : p.incentives)
      if (i.name == name) return i.where;
    for (const indicator& i : p.indicators) {
      if (!name.starts_with(i.name + ".")) continue;
      const std::string part = name.substr(i.name.size() + 1);
      if (part == "actual" || part == "target" || part == "attainment" || part == "score" || part == "points") return i.where;
    }
    return std::nullopt;
  }

  reader& r_;
  std::map<std::pair<std::uint32_t, std::string>, span> taken_;
};

inline void read_outputs(reader& r) { output_reader(r).read(); }

/// Reads [[goals]].
inline void read_goals(reader& r) {
  if (r.population() == none) return;
  std::map<std::string, span> taken;
  for (const document::value* v : tables_at(r.root(), "goals")) {
    const auto column = text_at(*v, "column");
    const named owner{column ? "goal " + column->text : "a goal", column ? column->where : v->where};
    goal g;
    g.where = owner.where;
    g.value = r.required_slot(*v, "value", owner, r.population(), std::nullopt);
    g.applies = r.slot(*v, "applies", owner, r.population(), formula::dimension::boolean);
    if (!column) continue;
    g.column = column->text;
    r.declare_own(taken, *column, "goals");
    const std::uint32_t at = r.find_column(r.population(), *column);
    g.at = at;
    if (at != none) {
      formula::type wanted = r.names().tables[r.population()].columns[at].type_of;
      wanted.optional = false;
      if (!wanted.is_unknown()) r.names().quantities[g.value].expected = std::move(wanted);
    }
    r.result.goals.push_back(std::move(g));
  }
}

}  // namespace attain::model
