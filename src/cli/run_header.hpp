// SPDX-License-Identifier: Apache-2.0
/// What a run was: printed with its results so that nobody takes one for another.
#pragma once

#include <string>

namespace attain::cli {

struct run_header {
  std::string plan;
  std::string digest;
  std::string label;
  std::string currency;
  std::string period_from;  ///< ISO dates; empty: the plan has no period
  std::string period_to;
};

}  // namespace attain::cli
