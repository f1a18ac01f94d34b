// SPDX-License-Identifier: Apache-2.0
/// Prints results as an aligned table for people.
#pragma once

#include <cstddef>

#include "attain/engine/result.hpp"
#include "cli/output_file.hpp"

namespace attain::cli {

/// Key, score, grade, pay lines, payout and outputs, with a line of totals. Details of indicators are left out, and as many columns at the
/// end as do not fit `width` columns of a terminal; a last line names those.
void print_table(output_file& out, const result& results, std::size_t width);

}  // namespace attain::cli
