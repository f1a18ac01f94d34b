// SPDX-License-Identifier: Apache-2.0
/// Splits the bytes of a CSV file into rows of cells, each with the line it begins on; libcsv does the parsing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <csv.h>

namespace attain::cli {

/// Something in a file that is not RFC 4180.
struct csv_trouble {
  enum class kind : std::uint8_t {
    stray_quote,       ///< a quote inside a field without quotes, taken as it stands; the row is kept
    text_after_quote,  ///< text between a closing quote and the next comma; the row is lost
    unclosed_quote,    ///< the file ends inside a quoted field, or that field never does; the row is lost
    endless_field,     ///< a field without quotes that is longer than any that is meant; the row is lost
  };
  csv_trouble::kind what = kind::stray_quote;
  std::uint64_t first_line = 0;  ///< where the row begins; of an unclosed quote: where the quote stands
  std::uint64_t last_line = 0;
  std::span<const std::string_view> cells;  ///< that were complete
};

struct csv_events {
  std::function<void(std::span<const std::string_view> cells, std::uint64_t line)> row;
  std::function<void(const csv_trouble& found)> trouble;
};

/// Takes a file in pieces of any size and keeps no more of it than one row. Lines end with LF, CR LF or CR; blank lines are skipped.
class csv_splitter {
 public:
  explicit csv_splitter(csv_events events, char delimiter = ',');
  ~csv_splitter();
  csv_splitter(const csv_splitter&) = delete;
  csv_splitter& operator=(const csv_splitter&) = delete;

  void feed(std::string_view bytes);
  void finish();
  /// So much stands in one field that it surely is a mistake; what is fed further is ignored.
  [[nodiscard]] bool has_stopped() const { return stopped_; }

 private:
  static void on_field(void* bytes, std::size_t size, void* self);
  static void on_row(int terminator, void* self);
  void split_lines(std::string_view bytes);
  void parse(std::string_view piece);
  void parse_one_literally(std::string_view piece);
  void end_line();
  void find_open_quote();
  void lose_row(csv_trouble::kind what, std::uint64_t first_line);
  void check_parser(std::size_t taken, std::size_t given);
  [[nodiscard]] bool at_row_start() const;
  [[nodiscard]] bool in_quotes() const;
  [[nodiscard]] const std::vector<std::string_view>& cells();

  csv_events events_;
  csv_parser parser_{};
  std::exception_ptr thrown_;  // by an event: it must not fly through libcsv
  std::string text_;           // of the row's complete cells
  std::vector<std::size_t> ends_;
  std::vector<std::string_view> cells_;
  std::uint64_t line_ = 1;
  std::uint64_t row_line_ = 1;
  std::uint64_t quote_line_ = 1;
  std::size_t fields_in_line_ = 0;
  bool was_in_quotes_ = false;  // when the line began
  bool held_return_ = false;    // a CR at the end of a piece may be half of a CR LF
  bool line_is_empty_ = true;
  bool skips_line_ = false;
  bool stopped_ = false;
};

}  // namespace attain::cli
