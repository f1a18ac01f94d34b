// SPDX-License-Identifier: Apache-2.0
/// Reads what gives names to values of rows: parameters, definitions, and the evidence that makes an event count.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/number/rational.hpp"
#include "attain/plan/read_context.hpp"
#include "attain/plan/read_tables.hpp"

namespace attain::model {

/// One literal: the type and value of a parameter. Nothing when the formula is more than that, or bad.
[[nodiscard]] inline std::optional<formula::parameter> literal_of(const formula::tree& t, const std::string& plan_currency) {
  using formula::dimension;
  using formula::expr_kind;
  if (t.is_bad()) return std::nullopt;
  const bool negative = t[t.root].kind == expr_kind::unary && t[t.root].op == formula::operation::negate;
  const formula::expr& e = negative ? t[t[t.root].operands.front()] : t[t.root];
  formula::parameter p;
  if (e.kind == expr_kind::number) {
    p.number = e.value;
    if (negative) p.number.coefficient = -p.number.coefficient;
    p.type_of = formula::make_type(e.unit.empty()     ? dimension::number
                                   : e.unit == "%"    ? dimension::ratio
                                   : e.unit == "days" ? dimension::days
                                                      : dimension::money);
    if (p.type_of.kind == dimension::money && e.unit != plan_currency) p.type_of.currency = e.unit;
    if (e.unit == "%") {
      if (p.number.scale + 2 > max_decimal_digits) return std::nullopt;
      p.number.scale += 2;
    }
    return p;
  }
  if (negative) return std::nullopt;
  if (e.kind == expr_kind::boolean) {
    p.type_of = formula::make_type(dimension::boolean);
    p.boolean = e.text == "true";
    return p;
  }
  if (e.kind != expr_kind::text) return std::nullopt;
  p.type_of = formula::make_type(e.is_date_literal ? dimension::date : dimension::text);
  p.text = e.text;
  p.date = e.date_value;
  return p;
}

/// Reads [parameters]; made for one call of `read_parameters`.
class parameter_reader {
 public:
  explicit parameter_reader(reader& r) : r_(r) {}

  void read() {
    for (const document::member& m : members_at(r_.root(), "parameters")) {
      const named name{nfc(m.key), m.key_where};
      const bool is_long = m.content.kind == document::value_kind::table;
      const document::value* value = is_long ? m.content.get("value") : &m.content;
      formula::parameter p;  // of unknown type, which no formula complains about, unless there is a good value
      if (value != nullptr) p = literal(*value, "a parameter").value_or(p);
      if (is_long) read_details(m.content, p, value);
      p.name = name.text;
      p.where = name.where;
      r_.declare(name, {formula::symbol_kind::parameter, static_cast<std::uint32_t>(r_.names().parameters.size()), {}}, "a parameter");
      r_.names().parameters.push_back(std::move(p));
    }
  }

 private:
  std::optional<formula::parameter> literal(const document::value& v, const std::string& what) {
    if (!fits(v, takes::literal)) return std::nullopt;
    const std::size_t before = r_.messages.count();
    const formula::tree t = r_.to_tree(v);
    auto found = literal_of(t, r_.result.currency);
    if (found || r_.messages.count() > before) return found;
    const bool is_word = t[t.root].kind == formula::expr_kind::name;
    r_.messages
        .error(
            code::wrong_value, v.where, what + " is one literal, not a formula",
            is_word ? "if it is a text, write it in single quotes too: \"'" + v.text.text + "'\"" : "write the value itself, or move the formula to [define]")
        .here = "not a literal";
    return std::nullopt;
  }

  void read_details(const document::value& content, formula::parameter& p, const document::value* value) {
    if (const auto label = text_at(content, "label")) p.label = label->text;
    if (const auto type = text_at(content, "type"); type && value != nullptr) take_type(p, *type, *value);
    p.least = limit(content, "min", p);
    p.most = limit(content, "max", p);
    if (value == nullptr || p.type_of.is_unknown()) return;
    if (p.least && p.most && compare(*p.least, *p.most) > 0) {
      r_.messages.error(code::parameter_range, content.get("min")->where, "`min` is above `max`", "exchange them").here = "above `max`";
      return;  // no value lies between them
    }
    if (p.least && compare(p.number, *p.least) < 0) out_of_range(content, *value, "min", "below");
    if (p.most && compare(p.number, *p.most) > 0) out_of_range(content, *value, "max", "above");
  }

  void out_of_range(const document::value& content, const document::value& value, const std::string& key, const std::string& side) {
    const document::value& limit = *content.get(key);
    diagnostic& d =
        r_.messages.error(code::parameter_range, value.where, "the parameter is " + side + " its `" + key + "`", "change the value or `" + key + "`");
    d.here = side + " `" + key + "`";
    d.related.push_back({limit.where, "`" + key + "`"});
  }

  /// `type` gives a dimension to a bare number and reads a text as a date; it cannot change anything else.
  void take_type(formula::parameter& p, const named& written, const document::value& value) {
    using formula::dimension;
    const auto wanted = formula::parse_type(written.text);
    if (!wanted || p.type_of.is_unknown()) return;
    const bool bare = p.type_of.kind == dimension::number;
    const bool both_plain = p.type_of.is_plain_number() && wanted->is_plain_number();
    if ((bare && wanted->is_numeric()) || both_plain) {
      p.type_of = *wanted;
      return;
    }
    if (p.type_of.kind == dimension::text && wanted->kind == dimension::date) {
      if (const auto date = parse_date(p.text)) {
        p.date = *date;
        p.type_of = *wanted;
        return;
      }
    }
    if (p.type_of.kind == wanted->kind) return;
    diagnostic& d = r_.messages.error(code::wrong_value, value.where, "this is " + to_text(p.type_of) + ", not " + written.text, "change the value or `type`");
    d.here = to_text(p.type_of);
    d.related.push_back({written.where, "the type it should have"});
    p.type_of = {};
  }

  std::optional<decimal> limit(const document::value& content, const std::string& key, const formula::parameter& p) {
    const document::value* v = content.get(key);
    const auto found = v == nullptr ? std::nullopt : literal(*v, "`" + key + "`");
    if (!found || p.type_of.is_unknown()) return std::nullopt;
    const bool bare = found->type_of.kind == formula::dimension::number;
    if (p.type_of.is_numeric() && (bare || same_dimension(found->type_of, p.type_of))) return found->number;
    r_.messages
        .error(code::wrong_value, v->where, "`" + key + "` is " + to_text(found->type_of) + ", the parameter is " + to_text(p.type_of),
               p.type_of.is_numeric() ? "write it like the value" : "only numbers have a range")
        .here = to_text(found->type_of);
    return std::nullopt;
  }

  [[nodiscard]] static int compare(const decimal& a, const decimal& b) {
    const auto order = rational(a) <=> rational(b);
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
  }

  reader& r_;
};

inline void read_parameters(reader& r) { parameter_reader(r).read(); }

/// Reads the definitions of one table.
inline void read_definitions(reader& r, std::uint32_t table, const std::vector<document::member>& members) {
  for (const document::member& m : members) {
    if (m.content.kind == document::value_kind::table) continue;
    const named name{nfc(m.key), m.key_where};
    const std::string full = table == r.population() ? name.text : r.names().tables[table].name + "." + name.text;
    const quantity_id q = r.add_formula(m.content, name.where, {full, table, std::nullopt, "`" + full + "`"});
    r.declare_in(table, name, {formula::symbol_kind::quantity, q, {}}, "a definition");
    if (const formula::link* l = r.names().tables[table].find_link(name.text); l != nullptr && r.column_of(table, name.text) == none) {
      diagnostic& d =
          r.messages.error(code::name_clash, name.where, "`" + name.text + "` is the name of two things: a link and a definition", "rename one of them");
      d.here = "a definition";
      d.related.push_back({l->where, "a link"});
    }
  }
}

/// Reads [define] and its tables.
inline void read_define(reader& r) {
  if (r.population() == none) return;
  const auto& members = members_at(r.root(), "define");
  read_definitions(r, r.population(), members);
  for (const document::member& m : members) {
    if (m.content.kind != document::value_kind::table) continue;
    const std::uint32_t table = r.find_table({nfc(m.key), m.key_where});
    if (table != none) read_definitions(r, table, m.content.members);
  }
}

/// Reports a rule of evidence that does not say what to answer, how often, or which of equal rows counts.
inline void check_questions(reader& r, const document::value& v, const evidence& e) {
  const document::member* counts = v.find("counts");
  const document::member* at_least = v.find("at_least");
  if (r.lacks(v, "counts") && r.lacks(v, "requires")) {
    r.messages.error(code::missing_key, e.where, "`" + e.name + "` asks no questions", "say which columns must be answered: requires = [\"…\"]").here =
        "`requires` is missing";
  }
  if (counts != nullptr && r.lacks(v, "at_least")) {
    r.messages
        .error(code::missing_key, counts->key_where, "`" + e.name + "` does not say how many of `counts` must be answered",
               "add `at_least = …`, or move the columns to `requires`")
        .here = "`at_least` is missing";
  }
  if (at_least != nullptr && r.lacks(v, "counts")) {
    r.messages.error(code::missing_key, at_least->key_where, "`" + e.name + "` does not say of which columns", "list them: counts = [\"…\"]").here =
        "`counts` is missing";
  }
  if (e.at_least && counts != nullptr && static_cast<std::size_t>(*e.at_least) > counts->content.items.size()) {
    diagnostic& d = r.messages.error(code::wrong_value, at_least->content.where, "`at_least` is more than the columns in `counts`",
                                     "there are " + std::to_string(counts->content.items.size()) + " columns");
    d.here = "more than there are";
    d.related.push_back({counts->content.where, std::to_string(counts->content.items.size()) + " columns"});
  }
  if (v.find("once_per") != nullptr && e.table != none && r.names().tables[e.table].key.empty() && !r.lost("key")) {
    const std::string& table = r.names().tables[e.table].name;
    diagnostic& d =
        r.messages.error(code::evidence_without_key, v.find("once_per")->key_where, "`once_per` needs a key of `" + table + "` to choose among equal rows",
                         "say which column names a row: [tables." + table + "] key = \"…\"");
    d.here = "which of them counts?";
    d.related.push_back({r.names().tables[e.table].where, "no key"});
  }
}

/// Adds what a rule of evidence gives to each row, and enters its name.
inline void enter_evidence(reader& r, evidence& e) {
  const named name{e.name, e.where};
  formula::part_list parts;
  parts.name = e.name;
  parts.where = e.where;
  parts.what = "evidence";
  parts.table = e.table;
  parts.evidence = static_cast<std::uint32_t>(r.result.evidence_rules.size());
  e.counted = r.add_rule(e.name, e.where, e.table, formula::dimension::boolean, {});
  e.completeness = r.add_rule(e.name + ".completeness", e.where, e.table, formula::dimension::ratio, {});
  parts.whole = e.counted;
  parts.parts.emplace_back("completeness", e.completeness);
  const formula::symbol symbol{formula::symbol_kind::parts, static_cast<std::uint32_t>(r.names().part_lists.size()), e.where};
  r.names().part_lists.push_back(std::move(parts));
  if (e.table == none || e.table == r.population()) {
    if (r.declare(name, symbol, "an evidence rule") && e.table != none) r.names().tables[e.table].members[e.name] = symbol;
  } else if (r.declare(name, symbol, "an evidence rule")) {
    r.declare_in(e.table, name, symbol, "an evidence rule");
  }
}

/// Reads one rule of [evidence].
inline void read_evidence_rule(reader& r, const document::member& m) {
  const document::value& v = m.content;
  const auto of = text_at(v, "of");
  evidence e;
  e.name = nfc(m.key);
  e.where = m.key_where;
  if (const auto label = text_at(v, "label")) e.label = label->text;
  e.table = of ? r.find_table(*of) : none;
  enter_evidence(r, e);
  const auto columns = [&](std::string_view key) {
    std::vector<std::uint32_t> found;
    if (e.table == none) return found;
    for (const named& c : texts_at(v, key))
      if (const std::uint32_t column = r.find_column(e.table, c); column != none) found.push_back(column);
    return found;
  };
  e.requires_ = columns("requires");
  e.counts = columns("counts");
  e.once_per = columns("once_per");
  if (!e.once_per.empty() && e.counted != formula::none) r.names().quantities[e.counted].needs_checks = true;
  e.blank = strings_at(v, "blank");
  e.at_least = r.integer_at(v, "at_least", 1, std::numeric_limits<std::int32_t>::max());

  check_questions(r, v, e);
  r.result.evidence_rules.push_back(std::move(e));
}

inline void read_evidence(reader& r) {
  for (const document::member& m : members_at(r.root(), "evidence"))
    if (m.content.kind == document::value_kind::table) read_evidence_rule(r, m);
}

}  // namespace attain::model
