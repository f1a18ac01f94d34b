// SPDX-License-Identifier: Apache-2.0
/// Reads the plan that a command is about and prints what is wrong with it.
#pragma once

#include <string>

#include "attain/program/plan.hpp"

namespace attain::cli {

/// The plan, named as the user wrote its path, so that editors find the place of a message. Its messages are on standard error already.
/// Throws `failure` when the file cannot be read.
[[nodiscard]] plan read_plan(const std::string& path);

}  // namespace attain::cli
