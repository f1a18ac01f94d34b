// SPDX-License-Identifier: Apache-2.0
/// Prints results as an aligned table for people.
#pragma once

#include <cstddef>

#include "attain/engine/result.hpp"
#include "cli/output_file.hpp"
#include "cli/run_header.hpp"

namespace attain::cli {

/// Key, score, grade, pay lines, payout and outputs, with a line of totals. Details of indicators are left out, and as many columns at the
/// end as do not fit `width` columns of a terminal; a line below names those, and the last one says of what plan, period and arithmetic it is.
void print_table(output_file& out, const run_header& header, const result& results, std::size_t width);

}  // namespace attain::cli
