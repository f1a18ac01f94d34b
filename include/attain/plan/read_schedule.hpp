// SPDX-License-Identifier: Apache-2.0
/// Reads the tiers of a curve that stand in the rows of a table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "attain/plan/curve_kind.hpp"
#include "attain/plan/read_context.hpp"

namespace attain::model {

/// Reads `tiers = { table, match, on, from, to, rate }` of one curve; made for one call of `read_schedule`.
class schedule_reader {
 public:
  schedule_reader(reader& r, const document::value& v, const curve_kind& kind, curve& c) : r_(r), v_(v), kind_(kind), curve_(c) {}

  void read() {
    schedule& s = curve_.rows.emplace();
    refuse_other_values();
    const auto table = text_at(v_, "table");
    if (!table) return;
    s.table = r_.find_table(*table);
    if (s.table == none) return;
    if (const formula::table& t = table_of(s); t.kind != formula::table_kind::reference) {
      diagnostic& d = r_.messages.error(code::bad_curve, table->where, "tiers stand in a reference table, and the rows of `" + t.name + "` belong to reps",
                                        "keep tiers in a table without link to the population");
      d.here = "not a reference table";
      d.related.push_back({t.where, "the table"});
      return;
    }
    s.from = column(s, "from", "a bound is a number, money or days", [](const formula::type& t) { return t.is_numeric(); });
    s.to = column(s, "to", "a bound is a number, money or days", [](const formula::type& t) { return t.is_numeric(); });
    const bool step = curve_.shape == curve::shape::step;
    const bool rate = kind_.scales_argument;
    s.value = column(s, kind_.value, rate ? "a rate is a plain number" : step ? "a step has numbers, money, days or texts" : "an amount is a number, money or days",
                     [&](const formula::type& t) { return rate ? t.is_plain_number() : t.is_numeric() || (step && t.kind == formula::dimension::text); });
    if (s.from != none && s.to != none) check_ends(s);
    read_match(s);
    read_day(s, *table);
  }

 private:
  [[nodiscard]] const formula::table& table_of(const schedule& s) const { return r_.result.names.tables[s.table]; }

  void refuse_other_values() {
    for (const std::string_view key : {"rate", "value", "amount"}) {
      const document::member* wrong = v_.find(key);
      if (key == kind_.value || wrong == nullptr) continue;
      diagnostic& d = r_.messages.error(code::bad_curve, wrong->key_where, "a tier of a " + std::string(kind_.word) + " curve has no `" + std::string(key) + "`",
                                        "write `" + std::string(kind_.value) + "`");
      d.here = "not of this kind";
      d.related.push_back({curve_.shape_where, "the kind"});
      return;
    }
    if (!r_.lacks(v_, kind_.value)) return;
    r_.messages.error(code::missing_key, v_.where, "these tiers have no `" + std::string(kind_.value) + "`", "name the column: " + std::string(kind_.value) + " = \"…\"").here =
        "`" + std::string(kind_.value) + "` is missing";
  }

  template <class Fits>
  std::uint32_t column(const schedule& s, std::string_view key, const std::string& what, Fits fits_type) {
    const auto name = text_at(v_, key);
    const std::uint32_t found = name ? r_.find_column(s.table, *name) : none;
    if (found == none) return none;
    const formula::column& c = table_of(s).columns[found];
    if (c.type_of.is_unknown() || fits_type(c.type_of)) return found;
    diagnostic& d = r_.messages.error(code::wrong_type, name->where, what + ", and `" + c.name + "` is " + to_text(c.type_of), "name another column, or give it another type");
    d.here = to_text(c.type_of);
    d.related.push_back({c.where, "the column"});
    return none;
  }

  void check_ends(const schedule& s) {
    const formula::column& from = table_of(s).columns[s.from];
    const formula::column& to = table_of(s).columns[s.to];
    if (same_dimension(from.type_of, to.type_of)) return;
    diagnostic& d = r_.messages.error(code::dimension_mismatch, text_at(v_, "to")->where, "tiers begin at " + to_text(from.type_of) + " and end at " + to_text(to.type_of),
                                      "give both columns the same type");
    d.here = to_text(to.type_of);
    d.related.push_back({from.where, to_text(from.type_of)});
  }

  void read_match(schedule& s) {
    for (const document::member& m : members_at(v_, "match")) {
      const named name{nfc(m.key), m.key_where};
      const std::uint32_t found = r_.find_column(s.table, name);
      reader::place at{curve_.name + ".match." + name.text, none, std::nullopt, "`match." + name.text + "` of `" + curve_.name + "`"};
      if (found != none) {
        at.expected = table_of(s).columns[found].type_of;
        at.expected->optional = false;
      }
      const quantity_id q = r_.of_caller(r_.add_formula(m.content, m.key_where, std::move(at)));
      if (found == none) continue;
      s.columns.push_back(found);
      s.match.push_back(q);
    }
  }

  void read_day(schedule& s, const named& table) {
    s.on = r_.of_caller(r_.slot(v_, "on", {curve_.name, curve_.where}, none, formula::dimension::date));
    const formula::table& t = table_of(s);
    if (t.valid_from != none && s.on == none && r_.lacks(v_, "on")) {
      r_.messages.error(code::bad_curve, table.where, "the rows of `" + t.name + "` hold for a time, and `" + curve_.name + "` does not say which day counts", "add `on`: on = \"period.to\"")
          .here = "`on` is missing";
    }
    if (t.valid_from != none || s.on == none || r_.lost("valid")) return;
    diagnostic& d = r_.messages.error(code::bad_curve, v_.find("on")->key_where, "`on` asks for a day, and the rows of `" + t.name + "` hold at any time",
                                      "delete it, or say when they hold: [tables." + t.name + "] valid = [\"…\", \"…\"]");
    d.here = "no effect";
    d.related.push_back({t.where, "no `valid`"});
  }

  reader& r_;
  const document::value& v_;
  const curve_kind& kind_;
  curve& curve_;
};

/// Fills `c.rows`; what cannot be used stays none.
inline void read_schedule(reader& r, const document::value& v, const curve_kind& kind, curve& c) { schedule_reader(r, v, kind, c).read(); }

}  // namespace attain::model
