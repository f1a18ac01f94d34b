// SPDX-License-Identifier: Apache-2.0
/// Texts as JSON writes them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attain {

/// The text between quotes, with as few escapes as JSON allows; it must be UTF-8.
[[nodiscard]] inline std::string json_quoted(std::string_view text) {
  constexpr std::string_view controls = "\b\t\n\f\r";
  constexpr std::string_view letters = "btnfr";
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte >= 0x20) {
      result += c;
    } else if (const std::size_t i = controls.find(c); i != std::string_view::npos) {
      result += '\\';
      result += letters[i];
    } else {
      result += "\\u00";
      result += digits[byte >> 4U];
      result += digits[byte & 0xFU];
    }
  }
  result += '"';
  return result;
}

}  // namespace attain
