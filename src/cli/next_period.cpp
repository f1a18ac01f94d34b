// SPDX-License-Identifier: Apache-2.0
/// The writer of what the next period begins with.
#include "cli/next_period.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "attain/text/blanks.hpp"
#include "attain/text/unicode.hpp"
#include "cli/csv_line.hpp"

namespace attain::cli {

namespace {

constexpr std::size_t absent = static_cast<std::size_t>(-1);

std::size_t place_of(const std::vector<std::string>& header, std::string_view name) {
  const auto found = std::find(header.begin(), header.end(), name);
  return found == header.end() ? absent : static_cast<std::size_t>(found - header.begin());
}

/// The column of a table under a header, its key too; null when it has none.
const result_column* column_under(const result_table& table, const std::string& header) {
  for (const auto* list : {&table.keys, &table.columns})
    for (const result_column& c : *list)
      if (c.name() == header) return &c;
  return nullptr;
}

/// A value as cells of the table are written.
std::string cell_of(const result_column& column, std::size_t row, const formula::cell_format& cells) {
  std::string text = column.text(row);
  const bool is_number = column.as_decimal(row).has_value();
  if (is_number) std::replace(text.begin(), text.end(), '.', cells.decimal);
  return text;
}

void write_line(csv_line& line, const std::vector<std::string>& cells, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) line.add(i < cells.size() ? std::string_view(cells[i]) : std::string_view{});
  line.end();
}

}  // namespace

void write_state(output_file& out, const result_table& state, const copied_rows& before, const std::string& plan) {
  std::vector<std::string> header = before.rows.empty() ? std::vector<std::string>{} : before.rows.front();
  for (const auto* list : {&state.keys, &state.columns})
    for (const result_column& c : *list)
      if (place_of(header, c.name()) == absent) header.push_back(c.name());
  csv_line line(out);
  write_line(line, header, header.size());
  std::vector<const result_column*> columns;
  for (const std::string& name : header) columns.push_back(column_under(state, name));
  for (std::size_t row = 0; row < state.row_count; ++row) {
    for (const result_column* c : columns) line.add(c == nullptr ? std::string() : c->text(row));
    line.end();
  }
  const std::size_t whose = place_of(header, formula::state_names::plan);
  for (std::size_t row = 1; row < before.rows.size(); ++row)
    if (nfc(trim_blanks(before.rows[row][whose])) != plan) write_line(line, before.rows[row], header.size());
}

void write_goals(output_file& out, const result_table& goals, const copied_rows& file, const formula::table& declared, const input_table& reps) {
  if (file.rows.empty()) return;
  std::vector<std::string> header = file.rows.front();
  std::vector<const result_column*> filled(header.size(), nullptr);
  for (const result_column& goal : goals.columns) {
    const formula::column& column = declared.columns[declared.find_column(goal.name())];
    std::size_t place = absent;
    for (const std::string& name : column.from)
      if (place == absent) place = place_of(header, name);
    if (place == absent && column.from.empty()) place = place_of(header, column.name);
    if (place == absent) {
      place = header.size();
      header.push_back(column.from.empty() ? column.name : column.from.front());
      filled.push_back(nullptr);
    }
    filled[place] = &goal;
  }
  // The plan names an encoding that this program only reads; a byte order mark tells readers that it is another one.
  if (!declared.file.encoding.empty() && declared.file.encoding != "utf-8") out << "\xEF\xBB\xBF";
  csv_line line(out, declared.file.delimiter);
  write_line(line, header, header.size());
  std::size_t next = 0;
  for (std::size_t row = 1; row < file.rows.size(); ++row) {
    const bool is_scored = next < goals.row_count && reps.line_of(next) == file.lines[row];
    if (!is_scored) {
      write_line(line, file.rows[row], file.rows[row].size());  // as it came: what is wrong with it is for people to mend
      continue;
    }
    for (std::size_t i = 0; i < header.size(); ++i)
      line.add(filled[i] != nullptr ? cell_of(*filled[i], next, declared.file.cells) : i < file.rows[row].size() ? file.rows[row][i] : std::string());
    line.end();
    ++next;
  }
}

}  // namespace attain::cli
