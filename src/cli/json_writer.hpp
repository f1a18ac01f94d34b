// SPDX-License-Identifier: Apache-2.0
/// Writes a run as one JSON object; numbers are exact decimal literals.
#pragma once

#include <string>

#include "attain/engine/result.hpp"
#include "cli/output_file.hpp"

namespace attain::cli {

/// What the object says of the run beside its results.
struct run_header {
  std::string plan;
  std::string digest;
  std::string label;
  std::string currency;
  std::string period_from;  ///< ISO dates; empty: the plan has no period
  std::string period_to;
};

/// `{ attain, plan, numeric, period, rows, tables, totals, issues }`: `rows` of the population, `tables` those of others, by name.
void write_json(output_file& out, const run_header& header, const result& results);

}  // namespace attain::cli
