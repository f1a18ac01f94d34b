// SPDX-License-Identifier: Apache-2.0
/// What ends a command at once: a file that cannot be opened, an option that makes no sense.
#pragma once

#include <stdexcept>
#include <string>

namespace attain::cli {

/// Exit codes of all commands.
enum exit_code : int { all_well = 0, has_errors = 1, wrong_usage = 2 };

/// Caught in main, which prints the text and exits with `wrong_usage`.
class failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace attain::cli
