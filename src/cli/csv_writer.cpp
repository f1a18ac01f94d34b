// SPDX-License-Identifier: Apache-2.0
/// The writer of CSV files.
#include "cli/csv_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/csv_line.hpp"
#include "cli/words.hpp"

namespace attain::cli {

namespace {

std::string number_or_nothing(std::uint64_t number) { return number == 0 ? std::string() : std::to_string(number); }

}  // namespace

void write_csv(output_file& out, const result_table& table) {
  csv_line line(out);
  for (const result_column& c : table.keys) line.add(c.name());
  for (const result_column& c : table.columns) line.add(c.name());
  line.end();
  for (std::size_t row = 0; row < table.row_count; ++row) {
    for (const result_column& c : table.keys) line.add(c.text(row));
    for (const result_column& c : table.columns) line.add(c.text(row));
    line.end();
  }
}

void write_csv(output_file& out, const std::vector<total>& totals) {
  csv_line line(out);
  for (const std::string_view name : {"name", "label", "value", "rows_left_out"}) line.add(name);
  line.end();
  for (const total& t : totals) {
    line.add(t.name);
    line.add(t.label);
    line.add(t.text);
    line.add(std::to_string(t.left_out));
    line.end();
  }
}

void write_csv(output_file& out, const std::vector<issue>& issues) {
  csv_line line(out);
  for (const std::string_view name : {"severity", "code", "table", "key", "column", "row", "line", "count", "message"}) line.add(name);
  line.end();
  for (const issue& i : issues) {
    line.add(word_for(i.severity));
    line.add(to_string(i.code));
    line.add(i.table);
    line.add(i.key);
    line.add(i.column);
    line.add(number_or_nothing(i.row));
    line.add(number_or_nothing(i.line));
    line.add(std::to_string(i.count));
    line.add(i.message);
    line.end();
  }
}

}  // namespace attain::cli
