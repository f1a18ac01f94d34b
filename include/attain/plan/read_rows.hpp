// SPDX-License-Identifier: Apache-2.0
/// Reads what a plan says of the rows of its reference tables: the rows themselves, and from which day to which each of them holds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/plan/read_context.hpp"
#include "attain/plan/read_define.hpp"

namespace attain::model {

/// Reads `valid` and `rows` of one table; made for one call of `read_rows`.
class row_reader {
 public:
  row_reader(reader& r, std::uint32_t at, const document::value& content) : r_(r), at_(at), content_(content) {}

  void read() {
    read_valid();
    read_rows();
  }

 private:
  [[nodiscard]] formula::table& table() { return r_.names().tables[at_]; }

  /// Rows that stand in the plan or hold for a time are there to be looked up.
  bool may_have(const document::member& m) {
    if (table().kind == formula::table_kind::reference) return true;
    const bool population = table().kind == formula::table_kind::population;
    r_.messages
        .error(
            code::bad_table, m.key_where,
            "`" + m.key + "` goes only with a reference table, and `" + table().name + (population ? "` is the population" : "` is linked to the population"),
            "delete `" + m.key + (population ? "`: these rows come with the data" : "`, or the link"))
        .here = "not a reference table";
    return false;
  }

  void read_valid() {
    const document::member* m = content_.find("valid");
    if (m == nullptr || m->content.kind != document::value_kind::array || !may_have(*m)) return;
    const std::vector<named> days = texts_at(content_, "valid");
    if (days.size() != 2) {
      r_.messages
          .error(code::wrong_value, m->content.where, "`valid` names two columns", "write valid = [\"from\", \"to\"]: the first day, and the first day after")
          .here = std::to_string(days.size()) + " given";
      return;
    }
    const std::uint32_t from = date_column(days[0]);
    const std::uint32_t to = date_column(days[1]);
    if (from == none || to == none) return;
    table().valid_from = from;
    table().valid_to = to;
    refuse_links(*m);
  }

  std::uint32_t date_column(const named& name) {
    const std::uint32_t column = r_.find_column(at_, name);
    if (column == none) return none;
    const formula::column& c = table().columns[column];
    if (c.type_of.kind == formula::dimension::date) return column;
    if (c.type_of.is_unknown()) return none;
    diagnostic& d = r_.messages.error(code::wrong_type, name.where, "`" + c.name + "` is " + to_text(c.type_of) + ", and `valid` needs dates",
                                      "declare it: " + c.name + " = \"date\"");
    d.here = "not a date";
    d.related.push_back({c.where, to_text(c.type_of)});
    return none;
  }

  /// A key names several dated rows, so a link cannot choose one.
  void refuse_links(const document::member& m) {
    for (const formula::table& other : r_.names().tables) {
      for (const formula::link& l : other.links) {
        if (l.target != at_) continue;
        diagnostic& d = r_.messages.error(code::bad_link, l.where, "`" + other.name + "` links to `" + table().name + "`, whose rows hold for a time only",
                                          "look the row up by its day: `lookup(" + table().name + ", …, on = …).column`");
        d.here = "which of the rows with this key?";
        d.related.push_back({m.key_where, "dated here"});
      }
    }
  }

  void read_rows() {
    const document::member* m = content_.find("rows");
    if (m == nullptr || m->content.kind != document::value_kind::array || !may_have(*m)) return;
    if (const document::member* csv = content_.find("csv"))
      r_.messages
          .error(code::bad_table, csv->key_where, "the rows of `" + table().name + "` stand in the plan and come from no file", "delete `csv`, or `rows`")
          .here = "no file";
    table().rows.emplace();
    const std::size_t before = r_.messages.size();
    const std::vector<const document::value*> written = tables_at(content_, "rows");
    for (const document::value* row : written) table().rows->push_back(read_row(*row));
    if (r_.messages.size() == before) find_contradictions(written);
  }

  std::vector<std::string> read_row(const document::value& row) {
    std::vector<std::string> cells(table().columns.size());
    std::vector<bool> given(cells.size(), false);
    for (const document::member& m : row.members) {
      const std::uint32_t column = r_.find_column(at_, {nfc(m.key), m.key_where});
      if (column == none) continue;
      given[column] = true;
      if (const auto cell = cell_of(m.content, table().columns[column])) cells[column] = *cell;
    }
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const formula::column& column = table().columns[c];
      if ((given[c] && !has_empty_cell(row, column)) || column.type_of.optional || column.type_of.is_unknown()) continue;
      r_.messages
          .error(code::missing_key, row.where, "this row of `" + table().name + "` has no `" + column.name + "`",
                 "write it, or let cells of the column be empty: " + column.name + " = \"" + to_text(column.type_of) + "?\"")
          .here = "no `" + column.name + "`";
      break;  // one message a row
    }
    return cells;
  }

  [[nodiscard]] static bool has_empty_cell(const document::value& row, const formula::column& column) {
    return std::any_of(row.members.begin(), row.members.end(),
                       [&](const document::member& m) { return nfc(m.key) == column.name && is_empty(m.content, column); });
  }
  [[nodiscard]] static bool is_empty(const document::value& v, const formula::column& column) {
    if (v.kind != document::value_kind::text) return false;
    return v.text.text.empty() || std::find(column.blank.begin(), column.blank.end(), v.text.text) != column.blank.end();
  }

  /// A cell as the data would bring it; nothing, and reported, when it does not fit its column.
  std::optional<std::string> cell_of(const document::value& v, const formula::column& column) {
    using document::value_kind;
    using formula::dimension;
    if (!fits(v, takes::literal) || column.type_of.is_unknown()) return std::nullopt;
    const bool is_text = v.kind == value_kind::text;
    if (is_empty(v, column)) return std::string();
    switch (column.type_of.kind) {
      case dimension::text:
        if (is_text) return to_named(v).text;
        return unfit(v, column, v.is_number() ? "write it in quotes: \"" + v.text.text + "\"" : "write a text in quotes");
      case dimension::date:
        if (v.kind == value_kind::date) return date_to_text(v.date);
        if (const auto day = is_text ? parse_date(v.text.text) : std::nullopt) return date_to_text(*day);
        return unfit(v, column, "write a date: 2026-10-01");
      case dimension::boolean:
        if (v.kind == value_kind::boolean) return std::string(v.boolean ? "true" : "false");
        return unfit(v, column, "write true or false");
      default: return number_cell(v, column);
    }
  }

  std::optional<std::string> number_cell(const document::value& v, const formula::column& column) {
    const std::size_t before = r_.messages.size();
    const auto literal = literal_of(r_.to_tree(v), r_.result.currency);
    if (!literal && r_.messages.size() > before) return std::nullopt;
    const bool bare = literal && literal->type_of.kind == formula::dimension::number;
    if (literal && literal->type_of.is_numeric() && (bare || same_dimension(literal->type_of, column.type_of))) return to_text(literal->number);
    return unfit(v, column, column.type_of.kind == formula::dimension::ratio ? "write a number or a percentage: \"3%\"" : "write a number");
  }

  std::optional<std::string> unfit(const document::value& v, const formula::column& column, std::string help) {
    diagnostic& d = r_.messages.error(code::wrong_value, v.where, "`" + column.name + "` is " + to_text(column.type_of) + ", and this is not", std::move(help));
    d.here = "not " + to_text(column.type_of);
    d.related.push_back({column.where, to_text(column.type_of)});
    return std::nullopt;
  }

  /// Two rows with one key, unless they hold at different times.
  void find_contradictions(const std::vector<const document::value*>& written) {
    const std::vector<std::vector<std::string>>& rows = *table().rows;
    std::map<std::vector<std::string>, std::vector<std::size_t>> by_key;
    for (std::size_t i = 0; i < rows.size() && !table().key.empty(); ++i) {
      std::vector<std::string> key;
      for (const std::uint32_t c : table().key) key.push_back(rows[i][c]);
      by_key[key].push_back(i);
    }
    for (auto& [key, same] : by_key) {
      if (table().valid_from != none) sort_by_day(same, written);
      for (std::size_t i = 1; i < same.size(); ++i) {
        if (table().valid_from != none && !overlap(rows[same[i - 1]], rows[same[i]])) continue;
        std::string shown;
        for (const std::string& part : key) shown += (shown.empty() ? "" : " / ") + part;
        diagnostic& d =
            r_.messages.error(code::contradicting_rows, written[std::max(same[i - 1], same[i])]->where,
                              "two rows of `" + table().name + "` have the key '" + shown + "'" + (table().valid_from != none ? " on the same days" : ""),
                              table().valid_from != none ? "let one end on the day on which the other begins" : "delete one of them");
        d.here = "the second";
        d.related.push_back({written[std::min(same[i - 1], same[i])]->where, "the first"});
      }
    }
  }

  void sort_by_day(std::vector<std::size_t>& same, const std::vector<const document::value*>& written) {
    const auto from = [this](std::size_t i) -> const std::string& { return (*table().rows)[i][table().valid_from]; };
    const auto to = [this](std::size_t i) -> const std::string& { return (*table().rows)[i][table().valid_to]; };
    for (const std::size_t i : same) {
      if (from(i).empty() || to(i).empty() || from(i) < to(i)) continue;
      r_.messages
          .error(code::contradicting_rows, written[i]->where, "this row of `" + table().name + "` ends before it begins to hold",
                 "`" + table().columns[table().valid_to].name + "` is the first day on which it no longer holds")
          .here = "from " + from(i) + " to " + to(i);
    }
    std::stable_sort(same.begin(), same.end(), [&](std::size_t a, std::size_t b) { return from(a) < from(b); });
  }

  /// Whether the later of two rows begins before the earlier ends; ISO dates are in order as texts.
  [[nodiscard]] bool overlap(const std::vector<std::string>& earlier, const std::vector<std::string>& later) {
    const std::string& end = earlier[table().valid_to];
    return end.empty() || later[table().valid_from].empty() || later[table().valid_from] < end;
  }

  reader& r_;
  std::uint32_t at_;
  const document::value& content_;
};

/// Reads the rows that stand in the plan, and the columns that date rows. To be called when all columns and links are known.
inline void read_rows(reader& r) {
  for (const document::member& m : members_at(r.root(), "tables")) {
    const std::uint32_t table = m.content.kind == document::value_kind::table ? r.names().find_table(nfc(m.key)) : none;
    if (table != none && r.names().tables[table].kind != formula::table_kind::grouped) row_reader(r, table, m.content).read();
  }
}

}  // namespace attain::model
