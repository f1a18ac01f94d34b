// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows what is found in other tables: rows by their keys, and the rates at which money is converted.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "attain/formula/checker_class.hpp"

namespace attain::formula {

/// The table that holds exchange rates.
inline constexpr std::string_view rates_table = "fx";

/// The table that a look-up names as its first argument; none, and reported, when it names none.
inline std::uint32_t checker::find_looked_up(const tree& f, const expr& e, const function_info& info) {
  const expr& first = f[e.operands[1]];
  const std::uint32_t found = first.kind == expr_kind::name ? all_.find_table(first.text) : none;
  if (found != none) return found;
  std::vector<std::string> known;
  for (const table& t : all_.tables) known.push_back(t.name);
  const auto near = first.kind == expr_kind::name ? nearest_name(first.text, known) : std::nullopt;
  if (first.kind == expr_kind::name && resolve_.is_lost(first.text)) return none;
  messages_
      .error(code::unknown_table, first.where,
             first.kind == expr_kind::name ? "there is no table `" + first.text + "`" : "the first argument of `" + std::string(info.name) + "` is a table",
             near ? "did you mean `" + std::string(*near) + "`?" : "write `" + std::string(info.shape) + "`")
      .here = "no table of this plan";
  return none;
}

/// `on = day`: needed where rows hold for a time, and only there.
inline bool checker::check_day(tree& f, expr& e, const table& t, const row_context& row) {
  const call_clauses* clauses = f.clauses_of(static_cast<expr_id>(&e - f.nodes.data()));
  const auto* on = clauses == nullptr ? nullptr : clauses->find("on");
  if (clauses != nullptr && (clauses->has_clause() || on == nullptr)) {
    messages_.error(code::bad_option, e.where, "a look-up takes no clauses", "write `lookup(" + t.name + ", …).column`").here = "a look-up by key";
    return false;
  }
  const bool dated = t.valid_from != none;
  if (dated && on == nullptr) {
    messages_
        .error(code::wrong_arguments, e.where, "the rows of `" + t.name + "` hold for a time, and this does not say on which day", "add the day: `, on = …`")
        .here = "on which day?";
    return false;
  }
  if (on == nullptr) return true;
  if (!dated) {
    messages_
        .error(code::bad_option, on->name_where, "the rows of `" + t.name + "` hold for all time",
               "delete `on`, or say which columns date the rows: [tables." + t.name + "] valid = [\"…\", \"…\"]")
        .here = "not dated";
    return false;
  }
  check(f, on->value, row);
  return want(f, on->value, dimension::date, "`on`");
}

inline bool checker::check_keys(tree& f, const expr& e, const table& t, std::string_view name) {
  const ids arguments(e.operands.begin() + 2, e.operands.end());
  if (t.key.empty()) {
    messages_.error(code::bad_link, f[e.operands[1]].where, "table `" + t.name + "` has no key to look up by", "add `key` to [tables." + t.name + "]").here =
        "no key";
    return false;
  }
  if (arguments.size() != t.key.size()) {
    std::string keys;
    for (const std::uint32_t k : t.key) keys += ", " + t.columns[k].name;
    messages_
        .error(code::wrong_arguments, e.where, "the key of `" + t.name + "` has " + std::to_string(t.key.size()) + (t.key.size() == 1 ? " column" : " columns"),
               "write `" + std::string(name) + "(" + t.name + keys + ").column`")
        .here = std::to_string(arguments.size()) + " given";
    return false;
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const column& key = t.columns[t.key[i]];
    if (key.type_of.kind == dimension::date && take_date(f, arguments[i])) continue;
    if ((key.type_of.kind == dimension::money || key.type_of.kind == dimension::days) && is_bare(f, arguments[i])) {
      give(f, arguments[i], key.type_of);
      continue;
    }
    const type& given = f[arguments[i]].result;
    if (!same_dimension(key.type_of, given))
      messages_
          .error(code::wrong_type, f[arguments[i]].where,
                 "the key `" + key.name + "` of `" + t.name + "` is " + to_text(key.type_of) + ", not " + to_text(given))
          .here = to_text(given);
  }
  return true;
}

inline type checker::check_lookup(tree& f, expr& e, const function_info& info, const row_context& row) {
  const expr_id id = static_cast<expr_id>(&e - f.nodes.data());
  for (std::size_t i = 2; i < e.operands.size(); ++i) check(f, f[id].operands[i], row);
  if (row.of_totals) {
    messages_.error(code::wrong_type, f[id].where, "a total is over the population and looks nothing up", "give the look-up a name in [define], and aggregate that").here = "no row here";
    return {};
  }
  const std::uint32_t found = find_looked_up(f, e, info);
  if (found == none) return {};
  const table& t = all_.tables[found];
  if (row.table == none) {
    messages_.error(code::wrong_type, e.where, "no tables are known here", "this formula can use [parameters] only").here = "needs a table";
    return {};
  }
  if (!check_day(f, f[id], t, row) || !check_keys(f, f[id], t, info.name)) return {};
  const column& last = t.columns[t.key.back()];
  if (info.id == function::lookup_last && !last.type_of.is_ordered() && last.type_of.kind != dimension::text && !last.type_of.is_unknown()) {
    messages_
        .error(code::wrong_type, e.where, "the last key of `" + t.name + "` is " + to_text(last.type_of) + ", which has no order",
               "use `lookup`, which finds the key itself")
        .here = to_text(last.type_of);
    return {};
  }
  f[id].rows = {true, found, {}};
  need_checks(found, f[id].where);
  // A row is not a value: whoever stops here forgot the column.
  return {};
}

/// The table of rates, when it is as `convert` needs it.
inline bool checker::find_rates(expr& e) {
  const std::uint32_t found = all_.find_table(rates_table);
  const std::string declared =
      "[tables.fx] key = [\"from\", \"to\", \"date\"], columns = { from = \"text\", to = \"text\", date = \"date\", rate = \"number\" }";
  if (found == none) {
    if (!resolve_.is_lost(rates_table))
      messages_.error(code::no_rates, e.where, "there is no table `fx` of exchange rates", "declare it: " + declared + "; or give a rate: `convert(x, rate)`")
          .here = "at which rate?";
    return false;
  }
  const table& t = all_.tables[found];
  const auto key_is = [&](std::size_t i, dimension wanted) { return t.columns[t.key[i]].type_of.kind == wanted || t.columns[t.key[i]].type_of.is_unknown(); };
  const std::uint32_t rate = t.find_column("rate");
  const bool keys = t.key.size() == 3 && key_is(0, dimension::text) && key_is(1, dimension::text) && key_is(2, dimension::date);
  if (keys && rate != none && (t.columns[rate].type_of.is_plain_number() || t.columns[rate].type_of.is_unknown()) && t.valid_from == none) {
    e.rows = {true, found, {}};
    return true;
  }
  diagnostic& d = messages_.error(code::no_rates, e.where, "the table `fx` does not hold exchange rates as `convert` needs them", "declare it: " + declared);
  d.here = "at which rate?";
  d.related.push_back({t.where, "`fx`"});
  return false;
}

/// Whether it is a column in the currency of its row, or a product of one and numbers, also under the name of a definition.
inline bool checker::is_traceable(const tree& f, expr_id id) const {
  const expr& e = f[id];
  if (!e.result.by_row) return true;
  switch (e.kind) {
    case expr_kind::unary:
    case expr_kind::binary: return std::all_of(e.operands.begin(), e.operands.end(), [&](expr_id o) { return is_traceable(f, o); });
    case expr_kind::name:
    case expr_kind::member: {
      if (e.target.kind == reference_kind::column) return true;
      if (e.target.kind != reference_kind::quantity) return false;
      const quantity& q = all_.quantities[e.target.index];
      return q.has_formula && q.formula.root != no_expr && is_traceable(q.formula, q.formula.root);
    }
    default: return false;
  }
}

inline type checker::check_convert(tree& f, expr& e, const function_info& info, const row_context& row) {
  const expr_id id = static_cast<expr_id>(&e - f.nodes.data());
  const ids arguments(e.operands.begin() + 1, e.operands.end());
  const call_clauses* clauses = f.clauses_of(id);
  const auto* on = clauses == nullptr ? nullptr : clauses->find("on");
  if (clauses != nullptr && (clauses->has_clause() || on == nullptr)) {
    messages_.error(code::bad_option, e.where, "`convert` takes no clauses", "write `" + std::string(info.shape) + "`").here = "converts one amount";
    return {};
  }
  if ((on != nullptr) == (arguments.size() == 2)) {
    messages_
        .error(code::wrong_arguments, e.where, on != nullptr ? "`convert` takes a day or a rate, not both" : "`convert` needs a day or a rate",
               "write `convert(x, on = day)` or `convert(x, rate)`")
        .here = on != nullptr ? "which of the two?" : "at which rate?";
    return {};
  }
  const type x = f[arguments[0]].result;
  const type own = make_type(dimension::money);
  if (x.is_unknown() || x.kind == dimension::missing) return own;
  if (x.kind != dimension::money) {
    messages_.error(code::wrong_type, f[arguments[0]].where, "only money is converted, not " + to_text(x), "write an amount in another currency: `100 USD`")
        .here = to_text(x);
    return {};
  }
  if (!is_traceable(f, arguments[0])) {
    messages_.error(code::currency_mismatch, f[arguments[0]].where, "it is not known in which currency this is", "convert the column itself").here =
        "in which currency?";
    return {};
  }
  if (on == nullptr) {
    if (!x.by_row && x.currency.empty()) {
      messages_
          .error(code::currency_mismatch, f[arguments[0]].where, "this is in the plan's currency already",
                 "multiply it by the number, or convert an amount in another currency")
          .here = to_text(x) + " in " + all_.currency;
      return {};
    }
    return want_number(f, arguments[1], "the rate of `convert`") ? own : type{};
  }
  if (row.table == none) {
    messages_.error(code::wrong_type, e.where, "no tables are known here", "this formula can use [parameters] only").here = "needs a table";
    return {};
  }
  check(f, on->value, row);
  return want(f, on->value, dimension::date, "`on`") && find_rates(f[id]) ? own : type{};
}

/// What money in the currency of its row becomes under an operator: it may be multiplied and divided by numbers.
inline type checker::scale_by_row(const tree& f, const expr& e, const type& left, const type& right) {
  const bool first = left.by_row;
  const type& other = first ? right : left;
  const bool fits = e.op == operation::multiply || (e.op == operation::divide && first);
  if (fits && (other.is_plain_number() || other.is_unknown() || other.kind == dimension::missing)) return first ? left : right;
  refuse_by_row(f, e.operands, false);
  return {};
}

/// Reports money in the currency of its row among values that are added, compared or chosen between; beside 0 it may be compared.
inline bool checker::refuse_by_row(const tree& f, const ids& operands, bool with_zero) {
  const auto is_zero = [&](expr_id o) { return f[o].kind == expr_kind::number && f[o].unit.empty() && f[o].value.coefficient == 0; };
  std::size_t found = 0;
  std::size_t zeros = 0;
  expr_id first = no_expr;
  for (const expr_id o : operands) {
    if (is_zero(o)) ++zeros;
    if (!f[o].result.by_row) continue;
    if (found++ == 0) first = o;
  }
  if (found == 0 || (with_zero && found == 1 && zeros + 1 == operands.size())) return false;
  const std::string& column = f[first].result.currency;
  messages_
      .error(code::currency_mismatch, f[first].where, "the currency of this amount stands in `" + column + "` and differs from row to row",
             "convert it first: `convert(" + to_text(f, first) + ", on = …)`; before that it can be multiplied, divided and compared with 0")
      .here = to_text(f[first].result);
  return true;
}

}  // namespace attain::formula
