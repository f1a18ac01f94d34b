// SPDX-License-Identifier: Apache-2.0
/// Reads a CSV file as a table of the plan.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attain/formula/names.hpp"
#include "attain/table/issue.hpp"
#include "attain/table/owned.hpp"

namespace attain::cli {

/// What came of a file. Without `rows` nothing of it can be used, and `issues` says why; else the rows carry their issues themselves.
struct csv_table {
  std::optional<owned_table> rows;
  std::vector<issue> issues;
};

/// Reads the columns that are `used` (by column number; empty: all), the key, the links and the date of a table. The file is read
/// in one go from front to back and never held as a whole. Throws `failure` when it cannot be opened or read.
[[nodiscard]] csv_table read_csv(const std::string& path, const formula::table& declared, const std::vector<bool>& used);

}  // namespace attain::cli
