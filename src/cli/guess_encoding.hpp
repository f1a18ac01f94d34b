// SPDX-License-Identifier: Apache-2.0
/// Recognises the encodings that files are most often saved in when they are not UTF-8, so that a message can name them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "attain/text/unicode.hpp"

namespace attain::cli {

namespace detail {

[[nodiscard]] inline unsigned byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// All of a text can be read as GB18030, and most of it is the everyday characters that are two high bytes; Latin texts have single ones.
[[nodiscard]] inline bool looks_like_gb18030(std::string_view text) {
  std::size_t everyday = 0;
  std::size_t others = 0;
  for (std::size_t at = 0; at < text.size();) {
    const unsigned lead = byte_at(text, at);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    if (lead == 0x80 || lead == 0xFF) return false;
    if (at + 1 == text.size()) break;
    const unsigned trail = byte_at(text, at + 1);
    const bool four_bytes = trail >= '0' && trail <= '9';
    if (!four_bytes && (trail < 0x40 || trail == 0x7F || trail == 0xFF)) return false;
    ++(trail >= 0xA1 ? everyday : others);
    at += four_bytes ? 4 : 2;
  }
  return everyday > others;
}

}  // namespace detail

/// The name of the encoding that the beginning of a file seems to have; empty when it is UTF-8 or unknown.
[[nodiscard]] inline std::string_view guess_encoding(std::string_view block) {
  if (block.starts_with("\xFF\xFE") || block.starts_with("\xFE\xFF")) return "UTF-16";
  const auto zeros = static_cast<std::size_t>(std::count(block.begin(), block.end(), '\0'));
  if (zeros > block.size() / 4) return "UTF-16";
  const std::size_t valid = valid_utf8_prefix(block);
  // The block may end inside a character.
  if (block.size() - valid < 4 && block.size() >= 4) return {};
  if (valid == block.size()) return {};
  return detail::looks_like_gb18030(block) ? "GB18030" : "";
}

}  // namespace attain::cli
