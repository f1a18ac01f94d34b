// SPDX-License-Identifier: Apache-2.0
/// Reads a CSV file as a table of the plan.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "attain/formula/names.hpp"
#include "cli/table_reader.hpp"

namespace attain::cli {

/// Fills a block from the front; less than its size only at the end of the file, 0 behind it.
using block_source = std::function<std::size_t(std::span<char> block)>;

/// Reads the columns that are `used` (by column number; empty: all), the key, the links and the date of a table from a file written as the
/// table's `csv` says. The file is read in one go from front to back and never held as a whole, but for a `copy`. `name` is what messages call it.
[[nodiscard]] file_table read_csv(const block_source& file, const std::string& name, const formula::table& declared, const std::vector<bool>& used,
                                  copied_rows* copy = nullptr);

}  // namespace attain::cli
