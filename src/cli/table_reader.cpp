// SPDX-License-Identifier: Apache-2.0
/// The reader of the rows of a file.
#include "cli/table_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "attain/text/nearest.hpp"
#include "attain/text/unicode.hpp"
#include "cli/words.hpp"

namespace attain::cli {

namespace {

constexpr std::uint64_t most_issues_of_a_code = 100'000;  // beyond that they are only counted
constexpr std::size_t absent = static_cast<std::size_t>(-1);

/// The columns that are read, in the order of the plan.
std::vector<std::uint32_t> wanted_columns(const formula::table& declared, const std::vector<bool>& used) {
  std::vector<bool> wanted = used;
  wanted.resize(declared.columns.size(), used.empty());
  for (const std::uint32_t c : declared.key) wanted[c] = true;
  for (const formula::link& l : declared.links)
    for (const std::uint32_t c : l.columns) wanted[c] = true;
  if (declared.date != formula::none) wanted[declared.date] = true;
  std::vector<std::uint32_t> result;
  for (std::uint32_t c = 0; c < declared.columns.size(); ++c)
    if (wanted[c]) result.push_back(c);
  return result;
}

std::vector<std::string> headers_of(const formula::column& column) { return column.from.empty() ? std::vector<std::string>{column.name} : column.from; }

struct delimiter_name {
  std::string_view sign;
  std::string_view name;
};
constexpr std::array<delimiter_name, 5> delimiters{{{",", "commas"}, {";", "semicolons"}, {"\t", "tabs"}, {"|", "vertical bars"}, {"，", "full-width commas"}}};

std::string_view name_of(char delimiter) {
  for (const auto& [sign, name] : delimiters)
    if (sign == std::string_view(&delimiter, 1)) return name;
  return "delimiters";
}

std::string singular(std::string_view name) { return std::string(name.substr(0, name.size() - 1)); }

/// Appends what stands between the signs.
void split(std::string_view text, std::string_view sign, std::vector<std::string>& to) {
  for (;;) {
    const std::size_t end = text.find(sign);
    to.emplace_back(trim_blanks(text.substr(0, end)));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + sign.size());
  }
}

}  // namespace

table_reader::table_reader(std::string file, const formula::table& declared, const std::vector<bool>& used, char delimiter, copied_rows* copy)
    : file_(std::move(file)), declared_(declared), wanted_(wanted_columns(declared, used)), delimiter_(delimiter), copy_(copy) {}

issue& table_reader::add(attain::code code, severity how_bad, std::uint64_t line, std::string message) {
  issue found;
  found.code = code;
  found.severity = how_bad;
  found.table = declared_.name;
  found.line = line;
  found.message = std::move(message);
  return issues_.emplace_back(std::move(found));
}

void table_reader::reject(attain::code code, std::uint64_t line, std::string message) {
  rejected_ = true;
  add(code, severity::error, line, std::move(message));
}

void table_reader::take_header(std::span<const std::string_view> cells, std::uint64_t line) {
  has_header_ = true;
  for (const std::string_view cell : cells) headers_.push_back(nfc(trim_blanks(cell)));
  if (is_wrong_delimiter(line)) return;
  if (copy_ != nullptr) copy_->add(std::vector<std::string_view>(headers_.begin(), headers_.end()), line);
  for (const std::uint32_t c : wanted_) find_column(c, line);
  rows_.emplace(declared_, found_);
}

bool table_reader::has_wanted(std::span<const std::string> headers) const {
  for (const std::uint32_t c : wanted_)
    for (const std::string& name : headers_of(declared_.columns[c]))
      if (std::find(headers.begin(), headers.end(), name) != headers.end()) return true;
  return false;
}

/// None of the columns is in the header, but would be with another delimiter, or there is but one field with another delimiter in it.
bool table_reader::is_wrong_delimiter(std::uint64_t line) {
  if (delimiter_ == '\0' || has_wanted(headers_)) return false;
  for (const auto& [sign, name] : delimiters) {
    if (sign == std::string_view(&delimiter_, 1)) continue;
    std::vector<std::string> parts;
    for (const std::string& header : headers_) split(header, sign, parts);
    const bool is_other = has_wanted(parts) || (headers_.size() == 1 && parts.size() > 1);
    if (!is_other) continue;
    const std::string help =
        sign.size() > 1 ? "put commas in their place"
                        : "say so in the plan: [tables." + declared_.name + "] csv = { delimiter = \"" + (sign == "\t" ? "\\t" : std::string(sign)) + "\" }";
    reject(code::missing_column, line,
           "the fields of " + in_ticks(file_) + " are separated by " + std::string(name) + ", not by " + std::string(name_of(delimiter_)) + "; " + help);
    return true;
  }
  return false;
}

void table_reader::find_column(std::uint32_t column, std::uint64_t line) {
  const formula::column& wanted = declared_.columns[column];
  bool is_found = false;
  for (const std::string& name : headers_of(wanted)) {
    const auto first = std::find(headers_.begin(), headers_.end(), name);
    if (first == headers_.end()) continue;
    if (is_found) {
      add(code::duplicate_header, severity::warning, line,
          "the header has " + in_ticks(found_.back().header) + " and " + in_ticks(name) + ", either of which would be this column; the first of the plan's list is read")
          .column = wanted.name;
      return;
    }
    if (const auto second = std::find(first + 1, headers_.end(), name); second != headers_.end()) {
      add(code::duplicate_header, severity::error, line,
          "the header has " + in_ticks(name) + " twice, in fields " + std::to_string(first - headers_.begin() + 1) + " and " +
              std::to_string(second - headers_.begin() + 1) + "; neither is read")
          .column = wanted.name;
      return;
    }
    found_.push_back({column, name});
    positions_.push_back(static_cast<std::size_t>(first - headers_.begin()));
    is_found = true;
  }
  if (!is_found) report_missing(wanted, line);
}

void table_reader::report_missing(const formula::column& column, std::uint64_t line) {
  // What another column of the plan is read from is not a misspelling of this one.
  std::vector<std::string> free_headers = headers_;
  for (const formula::column& other : declared_.columns)
    for (const std::string& name : headers_of(other)) free_headers.erase(std::remove(free_headers.begin(), free_headers.end(), name), free_headers.end());
  std::optional<std::string_view> nearest;
  std::string names;
  const std::vector<std::string> asked = headers_of(column);
  for (const std::string& name : asked) {
    names += (names.empty() ? "" : " or ") + in_ticks(name);
    if (!nearest) nearest = nearest_name(name, free_headers);
  }
  std::string message = in_ticks(file_) + " has no column " + names;
  if (asked.size() > 1 || asked[0] != column.name) message += " for " + in_ticks(column.name);
  if (nearest) message += "; is it " + in_ticks(*nearest) + "? then give the column `from = \"" + std::string(*nearest) + "\"`";
  add(code::missing_column, severity::error, line, std::move(message)).column = column.name;
}

void table_reader::take_row(std::span<const std::string_view> cells, std::uint64_t line) {
  if (rejected_) return;
  if (!has_header_) return take_header(cells, line);
  if (cells.size() > 1 && std::all_of(cells.begin(), cells.end(), [](std::string_view c) { return trim_blanks(c).empty(); })) {
    if (blank_rows_++ == 0) first_blank_row_ = line;
    return;
  }
  if (copy_ != nullptr) copy_->add(cells, line);
  if (cells.size() != headers_.size()) {
    const bool more = cells.size() > headers_.size();
    return lose_row(more ? code::too_many_fields : code::too_few_fields, cells, line,
                    "the row has " + counted(cells.size(), "field") + ", the header " + std::to_string(headers_.size()) + "; it is left out");
  }
  row_.clear();
  for (const std::size_t p : positions_) row_.push_back(cells[p]);
  rows_->add_row(row_, line);
}

std::string table_reader::key_of(std::span<const std::string_view> cells) const {
  std::string key;
  for (const std::uint32_t k : declared_.key) {
    const auto at = std::find_if(found_.begin(), found_.end(), [k](const kept_column& f) { return f.column == k; });
    const std::size_t position = at == found_.end() ? absent : positions_[static_cast<std::size_t>(at - found_.begin())];
    if (position >= cells.size()) return {};
    const std::string_view cell = trim_blanks(cells[position]);
    if (!is_valid_utf8(cell)) return {};
    if (!key.empty()) key += " / ";
    key += nfc(cell);
  }
  return key;
}

void table_reader::lose_row(attain::code code, std::span<const std::string_view> cells, std::uint64_t line, std::string message) {
  if (lost_[code]++ < most_issues_of_a_code) add(code, severity::error, line, std::move(message)).key = key_of(cells);
}

void table_reader::take_trouble(const csv_trouble& found) {
  if (rejected_) return;
  switch (found.what) {
    case csv_trouble::kind::stray_quote:
      if (stray_quotes_++ == 0) first_stray_quote_ = found.last_line;
      return;
    case csv_trouble::kind::text_after_quote: {
      std::string place =
          found.last_line == found.first_line ? "the row is" : "lines " + std::to_string(found.first_line) + " to " + std::to_string(found.last_line) + " are";
      if (!has_header_) return reject(code::empty_file, found.first_line, "the header of " + in_ticks(file_) + " has text behind a closing quote");
      return lose_row(code::unreadable_cell, found.cells, found.first_line,
                      "text stands between a closing quote and the next " + singular(name_of(delimiter_)) + "; " + place + " left out");
    }
    case csv_trouble::kind::unclosed_quote:
      if (!has_header_) return reject(code::unclosed_quote, found.first_line, "the header of " + in_ticks(file_) + " has a quote that is never closed");
      return lose_row(code::unclosed_quote, found.cells, found.first_line,
                      "the quote that opens here is never closed; its row and all after it, up to line " + std::to_string(found.last_line) + ", are left out");
    case csv_trouble::kind::endless_field:
      if (!has_header_) return reject(code::empty_file, found.first_line, "the header of " + in_ticks(file_) + " has a field without end; is it a CSV file?");
      return lose_row(code::unreadable_cell, found.cells, found.first_line, "a field is longer than 16 MiB; its row and all after it are left out");
  }
}

file_table table_reader::finish() && {
  if (!has_header_ && !rejected_) reject(code::empty_file, 0, in_ticks(file_) + " is empty; its first line must name the columns");
  for (const auto& [code, count] : lost_) {
    if (count <= most_issues_of_a_code) continue;
    add(code, severity::error, 0, std::string(title_of(code)) + ": further rows, too many to list").count = count - most_issues_of_a_code;
  }
  if (stray_quotes_ > 0) {
    add(code::unreadable_cell, severity::warning, first_stray_quote_, "a quote inside a field that is not quoted is taken as it stands").count = stray_quotes_;
  }
  if (blank_rows_ > 0) add(code::blank_rows, severity::note, first_blank_row_, "rows without any content are skipped").count = blank_rows_;
  file_table result;
  if (rejected_) {
    result.issues = std::move(issues_);
    return result;
  }
  result.rows = std::move(rows_);
  for (issue& i : issues_) result.rows->add_issue(std::move(i));
  return result;
}

}  // namespace attain::cli
