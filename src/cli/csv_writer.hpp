// SPDX-License-Identifier: Apache-2.0
/// Writes results and issues as CSV: RFC 4180, UTF-8, an empty field for what is missing.
#pragma once

#include <vector>

#include "attain/engine/result.hpp"
#include "attain/table/issue.hpp"
#include "cli/output_file.hpp"

namespace attain::cli {

/// One line of names, then one for each row: its key, then all columns.
void write_csv(output_file& out, const result_table& table);

/// One line for each total: name, label, value, rows_left_out.
void write_csv(output_file& out, const std::vector<total>& totals);

/// One line for each issue: severity, code, table, key, column, row, line, count, message.
void write_csv(output_file& out, const std::vector<issue>& issues);

}  // namespace attain::cli
