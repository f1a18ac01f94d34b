// SPDX-License-Identifier: Apache-2.0
/// Something wrong with the data of a run: where, what, and how bad.
#pragma once

#include <cstdint>
#include <string>

#include "attain/text/diagnostic.hpp"

namespace attain {

/// One cause, reported once. `key` names the row when its table has a key; `line` is the line of the file it came from, 0 when there is none.
struct issue {
  attain::code code = code::internal;
  attain::severity severity = severity::error;
  std::string table;
  std::string key;
  std::string column;       ///< of the data, or the name of the formula at fault
  std::uint64_t row = 0;    ///< from 1 within the table; 0: the table as a whole
  std::uint64_t line = 0;
  std::uint64_t count = 1;  ///< rows that this issue stands for
  std::string message;

  friend bool operator==(const issue&, const issue&) = default;
};

}  // namespace attain
