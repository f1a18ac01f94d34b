// SPDX-License-Identifier: Apache-2.0
/// The arguments of `attain score`, taken apart and held against the plan.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/engine/result.hpp"
#include "attain/program/plan.hpp"
#include "cli/commands.hpp"

namespace attain::cli {

/// A table of the plan and the file that belongs to it.
struct table_file {
  std::uint32_t table = 0;
  std::string path;
};

enum class output_format : std::uint8_t { csv, json, table };

struct score_arguments {
  std::vector<table_file> inputs;
  std::string output;               ///< for the population; empty: standard output
  std::vector<table_file> outputs;  ///< for other tables
  std::optional<std::string> totals;  ///< for the totals as CSV
  output_format format = output_format::csv;
  numeric mode = numeric::exact;
  std::size_t block = 0;            ///< 0: the engine's choice
  std::optional<day_range> period;  ///< instead of the plan's
  std::vector<std::pair<std::string, std::string>> parameters;
};

/// Throws `failure` for the first argument that makes no sense.
[[nodiscard]] score_arguments read_arguments(const score_options& options, const plan& for_plan);

}  // namespace attain::cli
