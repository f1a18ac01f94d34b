// SPDX-License-Identifier: Apache-2.0
/// Reads the tables of a plan: columns, keys, links, and which table is the population.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attain/base/date_pattern.hpp"
#include "attain/plan/currency.hpp"
#include "attain/plan/read_context.hpp"

namespace attain::model {

/// A type as a plan writes it; `unknown`, and reported, when it is none.
[[nodiscard]] inline formula::type read_type(reader& r, const named& written) {
  auto found = formula::parse_type(written.text);
  if (!found) {
    static constexpr std::string_view words[] = {"money", "count", "ratio", "number", "days", "date", "bool", "text"};
    std::string_view bare = written.text;
    if (bare.ends_with('?')) bare.remove_suffix(1);
    const auto near = nearest_name(bare, words);
    const std::string mark = bare.size() < written.text.size() ? "?" : "";
    r.messages
        .error(code::unknown_word, written.where, "there is no type `" + written.text + "`",
               near ? "did you mean `" + std::string(*near) + mark + "`?" : "write one of money, count, ratio, number, days, date, bool, text")
        .here = "not a type";
    return {};
  }
  if (found->currency == r.result.currency) found->currency.clear();
  if (!found->currency.empty() && find_currency(found->currency) == nullptr) {
    const auto near = nearest_currency(found->currency);
    r.messages
        .error(code::unknown_currency, written.where, "`" + found->currency + "` is no currency",
               near ? "did you mean `money[" + std::string(*near) + "]`?" : "write a code of ISO 4217, such as `money[USD]`")
        .here = "no code of ISO 4217";
    return {};
  }
  return *found;
}

/// Reads [tables]; made for one call of `read_tables`.
class table_reader {
 public:
  explicit table_reader(reader& r) : r_(r) {}

  void read() {
    const auto& written = members_at(r_.root(), "tables");
    for (const document::member& m : written) begin_table(m);
    find_population();
    for (const auto& [at, content] : tables_) read_columns(at, *content);
    for (const auto& [at, content] : tables_) read_file_format(at, *content);
    for (const auto& [at, content] : tables_) read_group(at, *content);
    for (const auto& [at, content] : tables_) read_key(at, *content);
    for (const auto& [at, content] : tables_) read_links(at, *content);
    for (const auto& [at, content] : tables_) link_group(at);
    for (const auto& [at, content] : tables_) add_unlisted_columns(at, *content);
    for (const auto& [at, content] : tables_) finish(at, *content);
    for (const currency_column& c : currencies_) finish_currency(c);
    tell_kinds();
  }

 private:
  struct written_table {
    std::uint32_t at;
    const document::value* content;
  };
  /// A column that stands only in `key` or `link`.
  struct named_column {
    named name;
    std::uint32_t target = none;  ///< the table whose key it holds
    std::size_t part = 0;         ///< which column of that key
  };

  formula::table& table(std::uint32_t at) { return r_.names().tables[at]; }

  void begin_table(const document::member& m) {
    if (m.content.kind != document::value_kind::table) return;
    const named name{nfc(m.key), m.key_where};
    const auto at = static_cast<std::uint32_t>(r_.names().tables.size());
    formula::table& t = r_.names().tables.emplace_back();
    t.name = name.text;
    t.where = name.where;
    tables_.push_back({at, &m.content});
    r_.declare(name, {formula::symbol_kind::table, at, {}}, "a table");
  }

  void find_population() {
    const document::value* plan = r_.root().get("plan");
    const auto wanted = plan == nullptr ? std::nullopt : text_at(*plan, "population");
    formula::names& names = r_.names();
    names.population = names.find_table(wanted ? wanted->text : "reps");
    if (wanted && names.population == none) r_.find_table(*wanted);
    if (!wanted && names.population == none && r_.root().find("tables") != nullptr && !r_.lost("reps")) {
      r_.messages
          .error(code::unknown_table, r_.root().get("tables")->where, "no table holds those who are scored and paid",
                 tables_.empty() ? "declare it: [tables.reps]" : "call it [tables.reps], or name it: [plan] population = \"" + names.tables.front().name + "\"")
          .here = "there is no `reps` here";
    }
    // All that follows needs some population; the mistake has been told.
    if (names.population == none && !tables_.empty()) names.population = tables_.front().at;
    if (names.population != none) names.tables[names.population].kind = formula::table_kind::population;
  }

  void read_columns(std::uint32_t at, const document::value& content) {
    if (!is_readable(content, "columns") || !is_readable(content, "link")) r_.names_unread = true;
    for (const document::member& m : members_at(content, "columns")) {
      formula::column c;
      if (m.content.kind == document::value_kind::text) c.type_of = read_type(r_, to_named(m.content));
      if (m.content.kind == document::value_kind::table) {
        if (const auto type = text_at(m.content, "type")) c.type_of = read_type(r_, *type);
        c.from = strings_at(m.content, "from");
        c.blank = strings_at(m.content, "missing");
        if (const auto currency = text_at(m.content, "currency")) currencies_.push_back({at, static_cast<std::uint32_t>(table(at).columns.size()), *currency});
      }
      r_.add_column(at, {nfc(m.key), m.key_where}, std::move(c));
    }
  }

  void read_file_format(std::uint32_t at, const document::value& content) {
    const document::value* csv = content.get("csv");
    if (csv == nullptr || csv->kind != document::value_kind::table) return;
    formula::file_format& file = table(at).file;
    if (const auto encoding = text_at(*csv, "encoding")) file.encoding = encoding->text;
    const auto sign_at = [&](std::string_view key, char otherwise) {
      const auto written = text_at(*csv, key);
      return written && written->text.size() == 1 ? written->text.front() : otherwise;
    };
    file.delimiter = sign_at("delimiter", file.delimiter);
    file.cells.thousands = sign_at("thousands", file.cells.thousands);
    file.cells.decimal = sign_at("decimal", file.cells.decimal);
    if (file.cells.thousands == file.cells.decimal) {
      const std::string sign(1, file.cells.decimal);
      r_.messages
          .error(code::wrong_value, text_at(*csv, "thousands")->where, "`" + sign + "` cannot stand both between thousands and before decimals",
                 sign == "." ? "say what stands before decimals: decimal = \",\"" : "say what stands between thousands: thousands = \".\"")
          .here = csv->find("decimal") == nullptr ? "stands before decimals unless `decimal` says otherwise" : "the same sign";
    }
    read_date_pattern(*csv, file.cells);
  }

  void read_date_pattern(const document::value& csv, formula::cell_format& cells) {
    const auto written = text_at(csv, "date");
    if (!written) return;
    cells.date = date_pattern::parse(written->text);
    if (cells.date) return;
    r_.messages
        .error(code::wrong_value, written->where, "`date` does not say how a date is written",
               "write year, month and day once each: YYYY or YY, MM or M (05) or MMM (May), DD or D, as in \"DD/MM/YYYY\"")
        .here = "not a date pattern";
  }

  [[nodiscard]] bool is_readable(const document::value& content, std::string_view key) const {
    const document::value* v = content.get(key);
    return v != nullptr ? v->kind == document::value_kind::table : r_.lacks(content, key);
  }

  /// A grouped table has one column, which is its key: that of the population whose values its rows are.
  void read_group(std::uint32_t at, const document::value& content) {
    const auto group = text_at(content, "group");
    if (!group) return;
    table(at).kind = formula::table_kind::grouped;
    for (const char* const other : {"key", "link", "date", "columns", "csv", "valid", "rows"}) {
      const document::member* m = content.find(other);
      if (m == nullptr) continue;
      diagnostic& d = r_.messages.error(code::bad_table, m->key_where, "`" + table(at).name + "` is made of the rows of another table and has no `" + other + "` of its own",
                                        "delete `" + std::string(other) + "`; formulas of its rows stand in [define." + table(at).name + "]");
      d.here = "not of a grouped table";
      d.related.push_back({content.find("group")->key_where, "grouped here"});
    }
    const std::uint32_t population = r_.population();
    const std::string& reps = table(population).name;
    const std::size_t dot = group->text.find('.');
    if (at == population || dot == std::string::npos || group->text.substr(0, dot) != reps) {
      r_.messages.error(code::wrong_value, group->where, "`group` names a column of the population", "write group = \"" + (at == population ? "reps" : reps) + ".team\"").here = "not a column of `" + reps + "`";
      return;
    }
    const named name{group->text.substr(dot + 1), group->where};
    const std::uint32_t source = r_.find_column(population, name);
    if (source == none) return;
    formula::column c;
    c.type_of = table(population).columns[source].type_of;
    c.type_of.optional = false;
    r_.add_column(at, name, std::move(c));
    table(at).grouped_by = source;
  }

  /// The population is linked to a grouped table by the column that it is grouped by, under the name of that column.
  void link_group(std::uint32_t at) {
    if (table(at).grouped_by == none) return;
    formula::table& population = table(r_.population());
    const formula::column& by = population.columns[table(at).grouped_by];
    formula::link l;
    l.name = by.name;
    l.where = table(at).where;
    l.columns = {table(at).grouped_by};
    l.target = at;
    l.optional = by.type_of.optional;
    if (const formula::link* other = population.find_link(l.name)) {
      diagnostic& d = r_.messages.error(code::name_clash, l.where, "`" + l.name + "` leads to `" + table(other->target).name + "` already, and cannot lead to `" + table(at).name + "` too",
                                        "group by another column, or rename the link");
      d.here = "a second table that `" + l.name + "` would lead to";
      d.related.push_back({other->where, "the first"});
      return;
    }
    population.links.push_back(std::move(l));
  }

  struct currency_column {
    std::uint32_t table;
    std::uint32_t column;
    named currency;
  };

  /// Amounts in many currencies: the column that says in which.
  void finish_currency(const currency_column& written) {
    formula::column& amount = table(written.table).columns[written.column];
    const std::uint32_t code_column = r_.find_column(written.table, written.currency);
    if (code_column == none || amount.type_of.is_unknown()) return;
    const formula::column& codes = table(written.table).columns[code_column];
    if (amount.type_of.kind != formula::dimension::money || !amount.type_of.currency.empty()) {
      r_.messages
          .error(code::wrong_value, written.currency.where, "`" + amount.name + "` is " + to_text(amount.type_of) + ", and only plain money takes its currency from a column",
                 "declare it: " + amount.name + " = { type = \"money\", currency = \"" + codes.name + "\" }")
          .here = "not for " + to_text(amount.type_of);
      return;
    }
    if (codes.type_of.kind != formula::dimension::text && !codes.type_of.is_unknown()) {
      diagnostic& d = r_.messages.error(code::wrong_type, written.currency.where, "`" + codes.name + "` is " + to_text(codes.type_of) + ", and a currency is a text such as USD",
                                        "declare it: " + codes.name + " = \"text\"");
      d.here = "not a text";
      d.related.push_back({codes.where, to_text(codes.type_of)});
      return;
    }
    amount.currency = code_column;
    amount.type_of.currency = codes.name;
    amount.type_of.by_row = true;
  }

  void read_key(std::uint32_t at, const document::value& content) {
    constexpr std::size_t most_columns = 16;
    std::vector<named>& key = keys_.emplace_back(texts_at(content, "key"));
    if (const std::uint32_t by = table(at).grouped_by; by != none) key = {{table(r_.population()).columns[by].name, table(at).where}};
    if (key.size() > most_columns) {
      r_.messages
          .error(code::too_large, key[most_columns].where, "the key of `" + table(at).name + "` has more than " + std::to_string(most_columns) + " columns",
                 "a few columns name a row")
          .here = "too many";
      key.resize(most_columns);
    }
    for (const named& k : key) unlisted_.push_back({at, {k}});
    if (at != r_.population() || !r_.lacks(content, "key")) return;
    r_.messages.error(code::missing_key, table(at).where, "the population `" + table(at).name + "` has no key", "say which column names a row: key = \"rep\"")
        .here = "`key` is missing";
  }

  void read_links(std::uint32_t at, const document::value& content) {
    for (const document::member& m : members_at(content, "link")) {
      const bool is_long = m.content.kind == document::value_kind::table;
      auto target = is_long ? text_at(m.content, "table") : (m.content.kind == document::value_kind::text ? std::optional(to_named(m.content)) : std::nullopt);
      if (!target) continue;
      formula::link l;
      l.name = nfc(m.key);
      l.where = m.key_where;
      if (target->text.ends_with('?')) {
        l.optional = true;
        target->text.pop_back();
      }
      std::vector<named> columns{{l.name, m.key_where}};
      if (is_long) {
        l.optional = flag_at(m.content, "optional", l.optional);
        l.ignore = strings_at(m.content, "ignore");
        if (auto listed = texts_at(m.content, "columns"); !listed.empty()) columns = std::move(listed);
      }
      l.target = r_.find_table(*target);
      const bool followed = l.target != none && key_fits(at, l, *target, columns);
      for (std::size_t i = 0; i < columns.size(); ++i) unlisted_.push_back({at, {std::move(columns[i]), followed ? l.target : none, i}});
      // Most links lead to the population: formulas that go this way make no further mistake.
      if (l.target == none) l.target = r_.population();
      links_.push_back({at, table(at).links.size(), unlisted_.size() - columns.size(), columns.size(), followed});
      table(at).links.push_back(std::move(l));
    }
  }

  bool key_fits(std::uint32_t at, const formula::link& l, const named& target, const std::vector<named>& columns) {
    const std::vector<named>& key = keys_[l.target];
    const std::string& other = table(l.target).name;
    if (key.empty()) {
      if (r_.lacks(*tables_[l.target].content, "key") && l.target != r_.population())
        r_.messages
            .error(code::bad_link, target.where, "`" + table(at).name + "` links to `" + other + "`, which has no key",
                   "say which column names a row of it: [tables." + other + "] key = \"…\"")
            .here = "no key to link to";
      return false;
    }
    if (key.size() == columns.size()) return true;
    std::string names;
    for (const named& k : key) names += (names.empty() ? "\"" : ", \"") + k.text + "\"";
    diagnostic& d = r_.messages.error(code::bad_link, target.where,
                                      "the link `" + l.name + "` has " + std::to_string(columns.size()) + (columns.size() == 1 ? " column" : " columns") +
                                          ", the key of `" + other + "` has " + std::to_string(key.size()),
                                      l.name + " = { table = \"" + other + "\", columns = [" + names + "] }");
    d.here = "the key needs " + std::to_string(key.size());
    d.related.push_back({join(key.front().where, key.back().where), "the key of `" + other + "`"});
    return false;
  }

  /// The type of a key's column, which may itself be a link's and so have the type of another key.
  [[nodiscard]] formula::type type_of_key(std::uint32_t at, std::size_t part, int hops) {
    const std::vector<named>& key = keys_[at];
    if (part >= key.size() || hops > 16) return formula::make_type(formula::dimension::text);
    const std::uint32_t listed = r_.column_of(at, key[part].text);
    if (listed != none) return table(at).columns[listed].type_of;
    for (const auto& [other, c] : unlisted_)
      if (other == at && c.name.text == key[part].text && c.target != none) return type_of_key(c.target, c.part, hops + 1);
    return formula::make_type(formula::dimension::text);
  }

  /// Whether a column belongs to a link that may be empty.
  [[nodiscard]] bool is_optional_link(std::uint32_t at, const std::string& column) {
    for (const link_columns& l : links_) {
      if (l.table != at || !table(at).links[l.link].optional) continue;
      for (std::size_t i = l.first; i < l.first + l.count; ++i)
        if (unlisted_[i].column.name.text == column) return true;
    }
    return false;
  }

  void add_unlisted_columns(std::uint32_t at, const document::value& content) {
    for (const auto& [other, c] : unlisted_) {
      if (other != at || r_.column_of(at, c.name.text) != none) continue;
      // Its columns were written but could not be read: what type it has there is not known.
      const document::value* const listed = content.get("columns");
      const bool none_listed = listed != nullptr && listed->kind == document::value_kind::table && listed->members.empty();
      const bool unread = !r_.lacks(content, "columns") && !none_listed && members_at(content, "columns").empty();
      formula::column added;
      if (!unread) added.type_of = formula::make_type(formula::dimension::text);
      for (const auto& [same, d] : unlisted_)
        if (!unread && same == at && d.name.text == c.name.text && d.target != none) added.type_of = type_of_key(d.target, d.part, 0);
      added.type_of.optional = is_optional_link(at, c.name.text);
      r_.add_column(at, c.name, std::move(added));
    }
  }

  void finish(std::uint32_t at, const document::value& content) {
    for (const named& k : keys_[at]) table(at).key.push_back(r_.column_of(at, k.text));
    for (const link_columns& l : links_)
      if (l.table == at) finish_link(at, l);
    if (const document::value* day = content.get("date"); day != nullptr && day->kind == document::value_kind::boolean) {
      table(at).all_time = !flag_at(content, "date", false);
      if (!table(at).all_time)
        r_.messages.error(code::wrong_value, day->where, "`date` names the column that the period filters by", "write its name, or false if rows of all time count").here = "which column?";
      return;
    }
    const auto date = text_at(content, "date");
    if (!date) return;
    const std::uint32_t column = r_.find_column(at, *date);
    if (column == none) return;
    const formula::column& c = table(at).columns[column];
    if (c.type_of.kind == formula::dimension::date) table(at).date = column;
    if (c.type_of.is_unknown() || c.type_of.kind == formula::dimension::date) return;
    diagnostic& d = r_.messages.error(code::wrong_type, date->where, "`" + c.name + "` is " + to_text(c.type_of) + ", and the period needs a date",
                                      "declare it: " + c.name + " = \"date\"");
    d.here = "not a date";
    d.related.push_back({c.where, to_text(c.type_of)});
  }

  struct link_columns {
    std::uint32_t table;
    std::size_t link;
    std::size_t first;  ///< in unlisted_
    std::size_t count;
    bool followed;
  };

  void finish_link(std::uint32_t at, const link_columns& written) {
    formula::link& l = table(at).links[written.link];
    for (std::size_t i = 0; i < written.count; ++i) {
      const named_column& c = unlisted_[written.first + i].column;
      const std::uint32_t column = r_.column_of(at, c.name.text);
      l.columns.push_back(column);
      if (!written.followed) continue;
      const formula::type needed = type_of_key(l.target, i, 0);
      const formula::column& own = table(at).columns[column];
      if (same_dimension(own.type_of, needed)) continue;
      diagnostic& d = r_.messages.error(code::bad_link, c.name.where,
                                        "`" + own.name + "` is " + to_text(own.type_of) + ", the key of `" + table(l.target).name + "` is " + to_text(needed),
                                        "give both the same type");
      d.here = to_text(own.type_of);
      d.related.push_back({table(l.target).where, "its key is " + to_text(needed)});
    }
    const auto same = table(at).members.find(l.name);
    const bool own_column = std::any_of(l.columns.begin(), l.columns.end(), [&](std::uint32_t c) { return table(at).columns[c].name == l.name; });
    if (same == table(at).members.end() || own_column) return;
    diagnostic& d = r_.messages.error(code::name_clash, l.where, "`" + l.name + "` is the name of two things: a link and a column of `" + table(at).name + "`",
                                      "rename one of them");
    d.here = "a link";
    d.related.push_back({same->second.where, "a column"});
  }

  /// Tables from which links lead to the population hold events, the others are there to be looked up.
  void tell_kinds() {
    formula::names& names = r_.names();
    for (formula::table& t : names.tables)
      if (t.kind != formula::table_kind::population && t.kind != formula::table_kind::grouped) t.kind = formula::table_kind::reference;
    for (bool changed = true; changed;) {
      changed = false;
      for (formula::table& t : names.tables) {
        const bool leads_up = std::any_of(t.links.begin(), t.links.end(), [&](const formula::link& l) {
          return l.target != none && names.tables[l.target].kind != formula::table_kind::reference;
        });
        if (t.kind != formula::table_kind::reference || !leads_up) continue;
        t.kind = formula::table_kind::event;
        changed = true;
      }
    }
  }

  struct unlisted_column {
    std::uint32_t table;
    named_column column;
  };

  reader& r_;
  std::vector<written_table> tables_;
  std::vector<std::vector<named>> keys_;   ///< by table, as written; their columns may not be listed
  std::vector<unlisted_column> unlisted_;  ///< all columns of keys and links, listed or not
  std::vector<link_columns> links_;
  std::vector<currency_column> currencies_;
};

/// Fills `names.tables` and enters tables and columns among the names.
inline void read_tables(reader& r) { table_reader(r).read(); }

}  // namespace attain::model
