// SPDX-License-Identifier: Apache-2.0
/// Reads a file that an office made, of whatever kind, as a table of the plan.
#pragma once

#include <string>
#include <vector>

#include "attain/formula/names.hpp"
#include "cli/table_reader.hpp"

namespace attain::cli {

/// The file behind the path of a table: without the sheet of a workbook.
[[nodiscard]] std::string file_of_table(const std::string& path);

/// Reads the columns that are `used` (by column number; empty: all), the key, the links and the date of a table. `path` is a CSV file, or an
/// Excel workbook whose sheet is named behind `#`: `book.xlsx#Sheet1`. Throws `failure` when it cannot be opened or read.
[[nodiscard]] file_table read_table(const std::string& path, const formula::table& declared, const std::vector<bool>& used, copied_rows* copy = nullptr);

}  // namespace attain::cli
