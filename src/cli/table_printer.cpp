// SPDX-License-Identifier: Apache-2.0
/// The printer of tables: two passes over the texts, one to measure and one to write.
#include "cli/table_printer.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "attain/base/version.hpp"
#include "cli/words.hpp"

namespace attain::cli {

namespace {

constexpr std::string_view gap = "  ";
constexpr std::size_t widest_text = 24;
constexpr std::string_view total_word = "total";

bool is_number(const result_column& column) { return column.type().is_numeric(); }

/// One column with what is needed to align it: numbers by their points.
struct printed_column {
  const result_column* content = nullptr;
  const total* sum = nullptr;
  std::string heading;
  std::size_t width = 0;
  std::size_t before_point = 0;
  std::size_t behind_point = 0;  ///< columns for the point and what follows it

  [[nodiscard]] std::string cell(std::size_t row) const {
    if (!content->is_present(row)) return is_number(*content) ? "-" : "";
    const std::string text = content->text(row);
    return is_number(*content) ? with_thousands(text) : on_one_line(text, widest_text);
  }
  /// Numbers get blanks for the decimals that they lack, so that the points stand below each other.
  [[nodiscard]] std::string aligned(std::string text) const {
    if (!is_number(*content)) return padded(text, width, false);
    const std::size_t has = text.size() - std::min(text.find('.'), text.size());
    text.append(behind_point - std::min(has, behind_point), ' ');
    return padded(text, width, true);
  }
  void measure(const std::string& text) {
    if (!is_number(*content)) {
      width = std::max(width, column_width(text));
      return;
    }
    const std::size_t point = std::min(text.find('.'), text.size());
    before_point = std::max(before_point, point);
    behind_point = std::max(behind_point, text.size() - point);
    width = std::max(width, before_point + behind_point);
  }
};

std::vector<printed_column> columns_of(const result& results) {
  const result_table& table = results.tables.front();
  std::vector<printed_column> columns;
  const auto add = [&](const result_column& c) {
    printed_column& added = columns.emplace_back();
    added.content = &c;
    added.heading = on_one_line(c.label().empty() ? c.name() : c.label(), widest_text);
    for (const total& t : results.totals)
      if (t.of_column && t.name == c.name()) added.sum = &t;
    added.width = column_width(added.heading);
    for (std::size_t row = 0; row < table.row_count; ++row) added.measure(added.cell(row));
    if (added.sum != nullptr && added.sum->value) added.measure(with_thousands(added.sum->text));
  };
  for (const result_column& c : table.keys) add(c);
  if (!columns.empty()) columns.front().width = std::max(columns.front().width, total_word.size());
  // A part of an indicator is named with a dot, which no name of anything else has.
  for (const result_column& c : table.columns)
    if (c.name().find('.') == std::string::npos) add(c);
  return columns;
}

/// How many columns fit, at least the first two.
std::size_t count_fitting(const std::vector<printed_column>& columns, std::size_t width) {
  std::size_t used = 0;
  std::size_t count = 0;
  for (const printed_column& c : columns) {
    used += c.width + (count == 0 ? 0 : gap.size());
    if (used > width && count >= 2) break;
    ++count;
  }
  return count;
}

/// Writes one line, without blanks at its end.
template <class Cell>
void print_line(output_file& out, const std::vector<printed_column>& columns, Cell cell) {
  std::string line;
  for (const printed_column& c : columns) line.append(line.empty() ? "" : gap).append(cell(c));
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << "\n";
}

void print_totals(output_file& out, const std::vector<printed_column>& columns) {
  const bool any = std::any_of(columns.begin(), columns.end(), [](const printed_column& c) { return c.sum != nullptr && c.sum->value; });
  if (!any) return;
  print_line(out, columns, [](const printed_column& c) { return std::string(c.width, '-'); });
  print_line(out, columns, [&](const printed_column& c) {
    if (&c == &columns.front()) return padded(total_word, c.width, false);
    if (c.sum == nullptr || !c.sum->value) return std::string(c.width, ' ');
    return c.aligned(with_thousands(c.sum->text));
  });
}

/// The totals that the plan asks for, one a line.
void print_own_totals(output_file& out, const result& results) {
  std::size_t widest = 0;
  const auto name_of = [](const total& t) { return on_one_line(t.label.empty() ? t.name : t.label, widest_text); };
  for (const total& t : results.totals)
    if (!t.of_column) widest = std::max(widest, column_width(name_of(t)));
  if (widest == 0) return;
  out << "\n";
  for (const total& t : results.totals) {
    if (t.of_column) continue;
    std::string text = t.type.is_numeric() ? with_thousands(t.text) : t.text;
    if (!text.empty() && !t.type.currency.empty()) text += " " + t.type.currency;
    out << padded(name_of(t), widest, false) << gap << (text.empty() ? "-" : text) << "\n";
  }
}

void print_left_out(output_file& out, const result& results) {
  std::map<std::uint64_t, std::string> left_out;  // names of totals by the rows that are not in them
  for (const total& t : results.totals) {
    std::string& names = left_out[t.left_out];
    names += (names.empty() ? "" : ", ") + in_ticks(t.name);
  }
  left_out.erase(0);
  for (const auto& [rows, names] : left_out) out << counted(rows, "row") << " without a value not in the total of " << names << "\n";
}

void print_dropped(output_file& out, const std::vector<printed_column>& columns, std::size_t shown, std::size_t width) {
  std::string names;
  for (std::size_t c = shown; c < columns.size(); ++c) names += (names.empty() ? "" : ", ") + columns[c].heading;
  out << on_one_line("not shown: " + names, width) << "\n";
}

void print_run(output_file& out, const run_header& header, const result& results, std::size_t width) {
  constexpr std::size_t enough_to_know_it = 12;
  std::string line = header.plan;
  if (!header.period_from.empty()) line += ", " + header.period_from + ".." + header.period_to;
  line += results.mode == numeric::exact ? ", exact" : ", fast (in doubles, not for paying)";
  line += "; plan " + header.digest.substr(0, enough_to_know_it) + ", attain " + std::string(version);
  out << "\n" << on_one_line(line, width) << "\n";
}

}  // namespace

void print_table(output_file& out, const run_header& header, const result& results, std::size_t width) {
  if (results.tables.empty()) return;
  std::vector<printed_column> columns = columns_of(results);
  const std::size_t shown = count_fitting(columns, width);
  std::vector<printed_column> fitting(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(shown));
  print_line(out, fitting, [](const printed_column& c) { return padded(c.heading, c.width, is_number(*c.content)); });
  print_line(out, fitting, [](const printed_column& c) { return std::string(c.width, '-'); });
  for (std::size_t row = 0; row < results.tables.front().row_count; ++row)
    print_line(out, fitting, [row](const printed_column& c) { return c.aligned(c.cell(row)); });
  print_totals(out, fitting);
  print_own_totals(out, results);
  print_left_out(out, results);
  if (shown < columns.size()) print_dropped(out, columns, shown, width);
  print_run(out, header, results, width);
}

}  // namespace attain::cli
