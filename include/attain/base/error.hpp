// SPDX-License-Identifier: Apache-2.0
/// The one exception of the C++ API: a call that could not be answered at all. Mistakes in plans and data are values, never exceptions.
#pragma once

#include <stdexcept>

namespace attain {

/// Thrown when a file cannot be read, when a plan with errors is used, or when an option is out of its range.
class error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace attain
