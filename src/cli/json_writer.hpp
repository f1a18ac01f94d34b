// SPDX-License-Identifier: Apache-2.0
/// Writes a run as one JSON object; numbers are exact decimal literals.
#pragma once

#include "attain/engine/result.hpp"
#include "cli/output_file.hpp"
#include "cli/run_header.hpp"

namespace attain::cli {

/// `{ attain, plan, numeric, period, rows, tables, totals, issues }`: `rows` of the population, `tables` those of others, by name.
void write_json(output_file& out, const run_header& header, const result& results);

}  // namespace attain::cli
