// SPDX-License-Identifier: Apache-2.0
/// What a cell of text may hold, and how a message shows one that holds something else.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "attain/text/unicode.hpp"

namespace attain {

/// True for texts that need no closer look: ASCII, the ideographs U+4000 to U+9FFF and full-width signs, which are UTF-8 and NFC as they are.
[[nodiscard]] inline bool is_plainly_normal(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const auto continues = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
  for (std::size_t at = 0; at < text.size();) {
    if (byte(at) < 0x80) {
      ++at;
      continue;
    }
    if (at + 2 >= text.size() || !continues(at + 1) || !continues(at + 2)) return false;
    const bool ideograph = byte(at) >= 0xE4 && byte(at) <= 0xE9;
    const bool full_width = byte(at) == 0xEF && (byte(at + 1) == 0xBC || byte(at + 1) == 0xBD);
    if (!ideograph && !full_width) return false;
    at += 3;
  }
  return true;
}

/// Control characters that no text of a person has; tabs and the line breaks of a quoted cell are none of them.
[[nodiscard]] constexpr bool is_control(char32_t c) { return (c < 0x20 && c != U'\t' && c != U'\n' && c != U'\r') || c == 0x7F; }

[[nodiscard]] constexpr bool has_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return is_control(static_cast<unsigned char>(c)); });
}

/// As much of a cell as a message shows, with pictures of control characters and signs for bytes that are no character.
[[nodiscard]] inline std::string shown_cell(std::string_view cell) {
  constexpr std::size_t most = 60;       // code points
  constexpr char32_t pictures = 0x2400;  // Unicode's signs for control characters: ␀ for a NUL
  std::string shown;
  std::size_t at = 0;
  for (std::size_t count = 0; at < cell.size() && count < most; ++count) {
    const decoded next = decode_utf8(cell, at);
    append_utf8(shown, !is_control(next.value) ? next.value : next.value == 0x7F ? pictures + 0x21 : pictures + next.value);
    at += next.size;
  }
  if (at < cell.size()) shown += "…";
  return shown;
}

}  // namespace attain
