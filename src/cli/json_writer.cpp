// SPDX-License-Identifier: Apache-2.0
/// The writer of JSON. It streams: a tree of all rows would need many times the memory of the results.
#include "cli/json_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "attain/base/version.hpp"
#include "cli/words.hpp"

namespace attain::cli {

namespace {

std::string json_text(std::string_view text) { return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

std::string json_number(std::uint64_t number) { return number == 0 ? "null" : std::to_string(number); }

std::string json_text_or_null(std::string_view text) { return text.empty() ? "null" : json_text(text); }

/// Texts and dates in quotes; the text of a number or a bool is a JSON literal already, and must not go through a double.
std::string json_value(const formula::type& type, const std::string& text) {
  return type.kind == formula::dimension::text || type.kind == formula::dimension::date ? json_text(text) : text;
}

void write_rows(output_file& out, const result_table& table, std::string_view indent) {
  std::vector<std::pair<std::string, const result_column*>> members;
  for (const auto* list : {&table.keys, &table.columns})
    for (const result_column& c : *list) members.emplace_back(json_text(c.name()) + ": ", &c);
  out << "[";
  for (std::size_t row = 0; row < table.row_count; ++row) {
    out << (row == 0 ? "\n" : ",\n") << indent << "  {";
    bool first = true;
    for (const auto& [name, column] : members) {
      out << (first ? "" : ", ") << name << (column->is_present(row) ? json_value(column->type(), column->text(row)) : "null");
      first = false;
    }
    out << "}";
  }
  out << (table.row_count == 0 ? "]" : "\n");
  if (table.row_count > 0) out << indent << "]";
}

void write_totals(output_file& out, const std::vector<total>& totals) {
  out << "{";
  bool first = true;
  for (const total& t : totals) {
    out << (first ? "" : ", ") << json_text(t.name) << ": {\"value\": " << (t.text.empty() ? "null" : json_value(t.type, t.text));
    out << ", \"rows_left_out\": " << std::to_string(t.left_out) << "}";
    first = false;
  }
  out << "}";
}

void write_issues(output_file& out, const std::vector<issue>& issues) {
  out << "[";
  bool first = true;
  for (const issue& i : issues) {
    out << (first ? "\n    {" : ",\n    {") << "\"severity\": " << json_text(word_for(i.severity)) << ", \"code\": " << json_text(to_string(i.code));
    out << ", \"table\": " << json_text_or_null(i.table) << ", \"key\": " << json_text_or_null(i.key);
    out << ", \"column\": " << json_text_or_null(i.column) << ", \"row\": " << json_number(i.row) << ", \"line\": " << json_number(i.line);
    out << ", \"count\": " << std::to_string(i.count) << ", \"message\": " << json_text(i.message) << "}";
    first = false;
  }
  out << (first ? "]" : "\n  ]");
}

}  // namespace

void write_json(output_file& out, const run_header& header, const result& results) {
  out << "{\n  "
      << R"("attain": )" << json_text(version) << ",\n  "
      << R"("plan": {"name": )" << json_text(header.plan);
  out << ", \"digest\": " << json_text(header.digest) << ", \"label\": " << json_text_or_null(header.label) << ", \"currency\": " << json_text(header.currency)
      << "},\n";
  out << "  \"numeric\": \"" << (results.mode == numeric::exact ? "exact" : "fast") << "\",\n  \"period\": ";
  if (header.period_from.empty()) {
    out << "null";
  } else {
    out << "{\"from\": " << json_text(header.period_from) << ", \"to\": " << json_text(header.period_to) << "}";
  }
  out << ",\n  \"rows\": ";
  if (results.tables.empty()) {
    out << "[]";
  } else {
    write_rows(out, results.tables.front(), "  ");
  }
  out << ",\n  \"tables\": {";
  for (std::size_t t = 1; t < results.tables.size(); ++t) {
    out << (t == 1 ? "\n    " : ",\n    ") << json_text(results.tables[t].name) << ": ";
    write_rows(out, results.tables[t], "    ");
  }
  out << (results.tables.size() > 1 ? "\n  }" : "}") << ",\n  \"totals\": ";
  write_totals(out, results.totals);
  out << ",\n  \"issues\": ";
  write_issues(out, results.issues);
  out << "\n}\n";
}

}  // namespace attain::cli
