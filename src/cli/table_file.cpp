// SPDX-License-Identifier: Apache-2.0
/// Chooses the reader of a table's file by its name.
#include "cli/table_file.hpp"

#include <cstddef>
#include <span>
#include <string_view>

#include "attain/text/unicode.hpp"
#include "cli/csv_reader.hpp"
#include "cli/failure.hpp"
#include "cli/input_file.hpp"
#include "cli/progress.hpp"
#include "cli/words.hpp"
#ifdef ATTAIN_HAS_XLSX
#include "cli/xlsx/xlsx_reader.hpp"
#endif

namespace attain::cli {

namespace {

/// Where the name of the workbook ends: at its end, or at the `#` before the sheet; 0 when it is none.
std::size_t end_of_workbook(std::string_view path) {
  const auto is_workbook = [](std::string_view name) {
    const std::string lower = to_lower(name);
    return lower.ends_with(".xlsx") || lower.ends_with(".xlsm");
  };
  if (is_workbook(path)) return path.size();
  for (std::size_t at = path.find('#'); at != std::string_view::npos; at = path.find('#', at + 1))
    if (is_workbook(path.substr(0, at))) return at;
  return 0;
}

}  // namespace

std::string file_of_table(const std::string& path) {
  const std::size_t end = end_of_workbook(path);
  return end == 0 ? path : path.substr(0, end);
}

file_table read_table(const std::string& path, const formula::table& declared, const std::vector<bool>& used, copied_rows* copy) {
  if (const std::size_t end = end_of_workbook(path)) {
    const std::string book = path.substr(0, end);
    static_cast<void>(input_file(book));  // tells best why it cannot be opened
#ifdef ATTAIN_HAS_XLSX
    const progress shown("reading " + path, 0);
    return xlsx::read_sheet(book, end < path.size() ? path.substr(end + 1) : "", declared, used, copy);
#else
    throw failure("cannot read " + in_ticks(book) + ": this program was built without libzip and expat, which read Excel workbooks; save the sheet as CSV");
#endif
  }
  input_file file(path);
  progress shown("reading " + path, file.size());
  const auto read = [&](std::span<char> block) {
    const std::size_t size = file.read(block);
    shown.advance(size);
    return size;
  };
  return read_csv(read, path, declared, used, copy);
}

}  // namespace attain::cli
