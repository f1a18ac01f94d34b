// SPDX-License-Identifier: Apache-2.0
/// The commands of the command line, apart from how their options are written.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace attain::cli {

struct check_options {
  std::string plan;
  bool canonical = false;  ///< print the canonical form
  bool digest = false;     ///< print the digest
};

struct score_options {
  std::string plan;
  std::vector<std::string> tables;   ///< NAME=FILE
  std::vector<std::string> sets;     ///< PARAMETER=VALUE
  std::string period;                ///< FIRST..LAST; empty: the plan's
  std::string numeric = "exact";     ///< exact, fast
  std::string format = "csv";        ///< csv, json, table
  std::vector<std::string> outputs;  ///< FILE, or TABLE=FILE
  std::string issues;                ///< FILE; empty: a summary on standard error
  std::string state;                 ///< FILE; empty: there is none yet
  std::string state_out;             ///< FILE; empty: it is not written
  bool force_state = false;
  std::string goals;                 ///< FILE; empty: it is not written
  std::size_t block = 0;             ///< rows; 0: the engine's choice
};

/// All return an exit code, and throw `failure` for wrong usage.
[[nodiscard]] int run_check(const check_options& options);
[[nodiscard]] int run_score(const score_options& options);
[[nodiscard]] int run_schema();

}  // namespace attain::cli
