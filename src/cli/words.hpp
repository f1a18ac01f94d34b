// SPDX-License-Identifier: Apache-2.0
/// Small pieces of text that several outputs of the command line share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "attain/text/diagnostic.hpp"
#include "attain/text/unicode.hpp"

namespace attain::cli {

/// A name as messages show it.
[[nodiscard]] inline std::string in_ticks(std::string_view text) { return "`" + std::string(text) + "`"; }

[[nodiscard]] inline std::string_view word_for(severity how_bad) {
  switch (how_bad) {
    case severity::error: return "error";
    case severity::warning: return "warning";
    case severity::note: return "note";
  }
  return "";
}

/// A plain decimal with a comma between thousands: `-1,234,567.89`.
[[nodiscard]] inline std::string with_thousands(std::string number) {
  const std::size_t end = std::min(number.find('.'), number.size());
  const std::size_t begin = number.starts_with('-') ? 1 : 0;
  for (std::size_t at = end; at > begin + 3;) {
    at -= 3;
    number.insert(at, 1, ',');
  }
  return number;
}

/// `1 row`, `1,480 rows`.
[[nodiscard]] inline std::string counted(std::uint64_t count, std::string_view what) {
  return with_thousands(std::to_string(count)) + " " + std::string(what) + (count == 1 ? "" : "s");
}

/// The text filled with blanks to a number of columns of a terminal.
[[nodiscard]] inline std::string padded(std::string_view text, std::size_t width, bool right) {
  const std::size_t has = column_width(text);
  const std::string blanks(width > has ? width - has : 0, ' ');
  return right ? blanks + std::string(text) : std::string(text) + blanks;
}

/// The text made fit for one line of a terminal: controls shown as U+FFFD, and cut with `…` where it is wider than `width`.
[[nodiscard]] inline std::string on_one_line(std::string_view text, std::size_t width) {
  std::string result;
  std::size_t used = 0;
  std::size_t fits = 0;  // bytes of the result that leave room for the mark of the cut
  for (std::size_t at = 0; at < text.size();) {
    decoded next = decode_utf8(text, at);
    at += next.size;
    if (next.value == U'\n' || next.value == U'\t') next.value = U' ';
    if (next.value < 0x20 || (next.value >= 0x7F && next.value < 0xA0)) next.value = 0xFFFD;
    used += column_width(next.value);
    if (used > width) return result.substr(0, fits) + "…";
    append_utf8(result, next.value);
    if (used + 1 <= width) fits = result.size();
  }
  return result;
}

}  // namespace attain::cli
