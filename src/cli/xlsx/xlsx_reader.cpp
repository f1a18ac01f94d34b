// SPDX-License-Identifier: Apache-2.0
/// The reader of sheets: cells become the texts that a CSV file would have.
#include "cli/xlsx/xlsx_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "attain/base/calendar.hpp"
#include "cli/failure.hpp"
#include "cli/xlsx/number_format.hpp"
#include "cli/xlsx/workbook.hpp"

namespace attain::cli::xlsx {

namespace {

constexpr std::size_t most_columns = 16'384;                // of Excel
constexpr std::size_t longest_text = std::size_t{1} << 20;  // far more than Excel's 32,767 characters

std::size_t to_size(std::string_view text, std::size_t otherwise) {
  std::size_t value = otherwise;
  static_cast<void>(std::from_chars(text.data(), text.data() + text.size(), value));
  return value;
}

/// The column, from 0, of a cell's name: `C7` is 2.
std::optional<std::size_t> column_of(std::string_view cell) {
  std::size_t column = 0;
  for (const char c : cell) {
    if (c < 'A' || c > 'Z' || column > most_columns) break;
    column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
  }
  if (column == 0 || column > most_columns) return std::nullopt;
  return column - 1;
}

/// The walk over the cells of one sheet.
class sheet_reader {
 public:
  sheet_reader(const workbook& book, table_reader& rows, char decimal) : book_(book), rows_(rows), decimal_(decimal) {}

  void begin(std::string_view name, const attributes& of) {
    if (name == "row") begin_row(of);
    if (name == "c") begin_cell(of);
    takes_text_ = name == "v" || (name == "t" && kind_ == "inlineStr");
    in_reading_ = in_reading_ || name == "rPh";
  }
  void text(std::string_view piece) {
    if (!takes_text_ || in_reading_) return;
    if (content_.size() + piece.size() > longest_text) throw failure("row " + std::to_string(line_) + " of the workbook's sheet has a cell of more than 1 MiB");
    content_.append(piece);
  }
  void end(std::string_view name) {
    takes_text_ = false;
    if (name == "rPh") in_reading_ = false;
    if (name == "c") end_cell();
    if (name == "row") end_row();
  }

 private:
  void begin_row(const attributes& of) {
    line_ = to_size(of["r"], line_ + 1);
    next_column_ = 0;
    texts_.clear();
    ends_.clear();
  }

  void begin_cell(const attributes& of) {
    column_ = column_of(of["r"]).value_or(next_column_);
    next_column_ = column_ + 1;
    kind_ = of["t"];
    style_ = to_size(of["s"], 0);
    content_.clear();
  }

  /// What a row has no cell for is empty. Cells behind the header's last are notes, and belong to no column.
  void end_cell() {
    if (content_.empty() || column_ >= most_columns || column_ < ends_.size() || (rows_.width() > 0 && column_ >= rows_.width())) return;
    ends_.resize(column_, texts_.size());
    texts_.append(as_text());
    ends_.push_back(texts_.size());
  }

  [[nodiscard]] std::string as_text() const {
    if (kind_ == "s") return std::string(book_.text(to_size(content_, static_cast<std::size_t>(-1))));
    if (kind_ == "b") return content_ == "1" ? "true" : "false";
    double value = 0;
    const bool is_number = (kind_.empty() || kind_ == "n") && std::from_chars(content_.data(), content_.data() + content_.size(), value).ec == std::errc{};
    if (!is_number) return content_;
    if (book_.is_date_style(style_)) {
      if (const auto day = day_of_serial(value, book_.counts_from_1904())) return date_to_text(*day);
    }
    // A number of a sheet has no marks; what the plan says of them is for its texts.
    std::string number = plain_number(value);
    if (const std::size_t point = number.find('.'); point != std::string::npos) number[point] = decimal_;
    return number;
  }

  void end_row() {
    if (ends_.empty() || rows_.is_rejected()) return;
    ends_.resize(std::max(ends_.size(), rows_.width()), texts_.size());
    cells_.clear();
    std::size_t begin = 0;
    for (const std::size_t end : ends_) {
      cells_.push_back(std::string_view(texts_).substr(begin, end - begin));
      begin = end;
    }
    rows_.take_row(cells_, line_);
  }

  const workbook& book_;
  table_reader& rows_;
  char decimal_;
  std::uint64_t line_ = 0;
  std::size_t column_ = 0;
  std::size_t next_column_ = 0;
  std::size_t style_ = 0;
  std::string kind_;
  std::string content_;
  bool takes_text_ = false;
  bool in_reading_ = false;        // how a name is pronounced, which is no part of the text
  std::string texts_;              // of the row's cells, one behind the other …
  std::vector<std::size_t> ends_;  // … and where each ends
  std::vector<std::string_view> cells_;
};

}  // namespace

file_table read_sheet(const std::string& path, const std::string& sheet, const formula::table& declared, const std::vector<bool>& used,
                      copied_rows* copy) {
  workbook book(path);
  const xlsx::sheet& wanted = book.find(sheet);
  book.read_shared();
  table_reader rows(path + "#" + wanted.name, declared, used, '\0', copy);
  sheet_reader cells(book, rows, declared.file.cells.decimal);
  book.read_xml(wanted.file, {[&](std::string_view name, const attributes& of) { cells.begin(name, of); }, [&](std::string_view name) { cells.end(name); },
                              [&](std::string_view piece) { cells.text(piece); }});
  return std::move(rows).finish();
}

}  // namespace attain::cli::xlsx
