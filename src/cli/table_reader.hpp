// SPDX-License-Identifier: Apache-2.0
/// What readers of all kinds of files share: finds the plan's columns in the header, hands rows to the table, and makes an issue of all that is
/// wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attain/formula/names.hpp"
#include "attain/table/issue.hpp"
#include "attain/table/owned.hpp"
#include "cli/csv_splitter.hpp"

namespace attain::cli {

/// What came of a file. Without `rows` nothing of it can be used, and `issues` says why; else the rows carry their issues themselves.
struct file_table {
  std::optional<owned_table> rows;
  std::vector<issue> issues;
};

/// The rows of a file as they stand in it, for writing them again: the header first, nothing of rows without content.
struct copied_rows {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::uint64_t> lines;

  void add(std::span<const std::string_view> cells, std::uint64_t line) {
    rows.emplace_back(cells.begin(), cells.end());
    lines.push_back(line);
  }
};

/// The reader of the rows of one file, of which the first that is not blank is the header.
class table_reader {
 public:
  /// Reads the columns that are `used` (by column number; empty: all), the key, the links and the date of the table.
  /// `delimiter` is what stands between the fields of the file, 0 when they are apart by themselves. Whatever is in the file goes to `copy`, if any.
  table_reader(std::string file, const formula::table& declared, const std::vector<bool>& used, char delimiter, copied_rows* copy = nullptr);

  void take_row(std::span<const std::string_view> cells, std::uint64_t line);
  void take_trouble(const csv_trouble& found);
  void reject(attain::code code, std::uint64_t line, std::string message);
  [[nodiscard]] bool is_rejected() const { return rejected_; }
  /// Fields of the header, 0 while there is none.
  [[nodiscard]] std::size_t width() const { return headers_.size(); }
  file_table finish() &&;

 private:
  void take_header(std::span<const std::string_view> cells, std::uint64_t line);
  void find_column(std::uint32_t column, std::uint64_t line);
  void report_missing(const formula::column& column, std::uint64_t line);
  [[nodiscard]] bool is_wrong_delimiter(std::uint64_t line);
  [[nodiscard]] bool has_wanted(std::span<const std::string> headers) const;
  [[nodiscard]] std::string key_of(std::span<const std::string_view> cells) const;
  issue& add(attain::code code, severity how_bad, std::uint64_t line, std::string message);
  void lose_row(attain::code code, std::span<const std::string_view> cells, std::uint64_t line, std::string message);

  std::string file_;
  const formula::table& declared_;
  std::vector<std::uint32_t> wanted_;
  char delimiter_;
  copied_rows* copy_;
  std::vector<std::string> headers_;
  bool has_header_ = false;
  bool rejected_ = false;
  std::vector<kept_column> found_;      // columns that are in the file …
  std::vector<std::size_t> positions_;  // … and where
  std::vector<std::string_view> row_;
  std::optional<owned_table> rows_;
  std::vector<issue> issues_;
  std::map<attain::code, std::uint64_t> lost_;
  std::uint64_t blank_rows_ = 0, first_blank_row_ = 0;
  std::uint64_t stray_quotes_ = 0, first_stray_quote_ = 0;
};

}  // namespace attain::cli
