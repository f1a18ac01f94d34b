// SPDX-License-Identifier: Apache-2.0
/// What the command line asks of the terminal it runs in.
#pragma once

#include <cstddef>

namespace attain::cli {

/// Makes writing to a closed pipe an error instead of the end of the process, and gives closed standard streams a home, so that no file
/// that is opened later takes their place. Called first in main.
void guard_streams();

/// May messages be coloured: standard error is a terminal, and NO_COLOR is not set.
[[nodiscard]] bool wants_color();

/// May a line on standard error be drawn anew: it is a terminal, and not one that knows nothing but lines.
[[nodiscard]] bool can_redraw();

/// Columns for a table on standard output: COLUMNS, else the terminal's width, else 100.
[[nodiscard]] std::size_t table_width();

}  // namespace attain::cli
