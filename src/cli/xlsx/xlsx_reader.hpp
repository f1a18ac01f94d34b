// SPDX-License-Identifier: Apache-2.0
/// Reads a sheet of an Excel workbook as a table of the plan.
#pragma once

#include <string>
#include <vector>

#include "attain/formula/names.hpp"
#include "cli/table_reader.hpp"

namespace attain::cli::xlsx {

/// Reads the columns that are `used` (by column number; empty: all), the key, the links and the date of a table. The first row with content is
/// the header; lines of issues are rows of the sheet. An empty name means the only sheet there is. Rows come one by one and are not kept.
/// Throws `failure` when there is no such workbook or sheet.
[[nodiscard]] file_table read_sheet(const std::string& path, const std::string& sheet, const formula::table& declared, const std::vector<bool>& used,
                                    copied_rows* copy = nullptr);

}  // namespace attain::cli::xlsx
