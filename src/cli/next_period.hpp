// SPDX-License-Identifier: Apache-2.0
/// Writes what the next period begins with: the state, and the population with its goals, each in the shape of the file that came in.
#pragma once

#include <string>

#include "attain/engine/result.hpp"
#include "attain/formula/names.hpp"
#include "attain/table/tables.hpp"
#include "cli/output_file.hpp"
#include "cli/table_reader.hpp"

namespace attain::cli {

/// The state of a run, and behind it the rows of other plans as they stand in the file that came in; `before` is empty when none did.
void write_state(output_file& out, const result_table& state, const copied_rows& before, const std::string& plan);

/// The file of the population with other values in the columns of `goals`. `reps` are its rows that were scored.
void write_goals(output_file& out, const result_table& goals, const copied_rows& file, const formula::table& declared, const input_table& reps);

}  // namespace attain::cli
