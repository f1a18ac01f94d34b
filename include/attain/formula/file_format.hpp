// SPDX-License-Identifier: Apache-2.0
/// How the file of a table is written where that is not as always: what the plan says under `csv`.
#pragma once

#include <optional>
#include <string>

#include "attain/base/date_pattern.hpp"

namespace attain::formula {

/// How numbers and dates stand in cells; what is always read is read beside it.
struct cell_format {
  char thousands = '\0';  ///< between thousands: `,` `.` `'` or a blank, which stands for all of its kind; 0: nothing
  char decimal = '.';     ///< before decimals
  std::optional<date_pattern> date;

  [[nodiscard]] bool has_plain_numbers() const { return thousands == '\0' && decimal == '.'; }
};

struct file_format {
  std::string encoding;  ///< empty: what the file's byte order mark says, else UTF-8
  char delimiter = ',';
  cell_format cells;
};

}  // namespace attain::formula
