// SPDX-License-Identifier: Apache-2.0
/// Recognises the encoding of a file that is not in the one it should be in, so that a message can name it.
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

/// What of a text is UTF-8.
struct utf8_share {
  std::size_t long_characters = 0;  ///< of more than one byte
  std::size_t wrong_bytes = 0;
};

[[nodiscard]] inline utf8_share share_of_utf8(std::string_view text) {
  utf8_share result;
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    if (!next.valid) ++result.wrong_bytes;
    else if (next.size > 1) ++result.long_characters;
    at += next.size;
  }
  return result;
}

/// Has a text of UTF-16 its ASCII characters with the zero first.
[[nodiscard]] inline bool is_big_endian(std::string_view text) {
  std::size_t zeros[2] = {0, 0};
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] == '\0') ++zeros[at % 2];
  return zeros[0] > zeros[1];
}

[[nodiscard]] inline std::size_t zeros_of(std::string_view text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0')); }

}  // namespace detail

/// The encoding that the beginning of a file seems to have, as plans name it, when it cannot be the `declared` one (empty: UTF-8); else empty.
/// Files with a byte order mark need no guess. `is_whole`: the file has no more than this.
[[nodiscard]] inline std::string_view guess_other_encoding(std::string_view block, std::string_view declared, bool is_whole) {
  const std::size_t zeros = detail::zeros_of(block);
  const detail::utf8_share utf8 = detail::share_of_utf8(block);
  // The block may end inside a character.
  const bool is_utf8 = utf8.wrong_bytes == 0 || (!is_whole && block.size() - valid_utf8_prefix(block) < 4);
  if (declared.starts_with("utf-16")) {
    if (block.empty() || zeros > 0) return {};
    return is_utf8 ? "utf-8" : detail::looks_like_gb18030(block) ? "gb18030" : "";
  }
  if (zeros > block.size() / 4) return "utf-16";
  if (!declared.empty() && declared != "utf-8") {
    constexpr std::size_t no_accident = 8;  // characters that happen to be UTF-8 as well
    return is_utf8 && utf8.long_characters >= no_accident ? "utf-8" : "";
  }
  if (is_utf8 || utf8.long_characters > utf8.wrong_bytes) return {};
  if (detail::looks_like_gb18030(block)) return "gb18030";
  return utf8.long_characters == 0 ? "windows-1252" : "";
}

}  // namespace attain::cli
