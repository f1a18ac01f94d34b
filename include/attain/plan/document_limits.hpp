// SPDX-License-Identifier: Apache-2.0
/// What every document must keep to before it is read, whatever it is written in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"
#include "attain/text/unicode.hpp"

namespace attain::document {

/// What a document may not exceed, so that no text makes the reader slow or overflows a stack. Plans stay far below.
struct limits {
  static constexpr std::size_t bytes = std::size_t{8} << 20U;
  static constexpr std::size_t depth = 64;       ///< tables and lists inside each other
  static constexpr std::size_t values = 500000;  ///< values, and keys
  static constexpr std::size_t tables = 20000;   ///< headers and dotted keys; toml++ searches them one by one
  static constexpr std::size_t mistakes = 20;    ///< mistakes in the writing, after which reading ends
};

/// Reports a text that is too large or not UTF-8; false then.
[[nodiscard]] inline bool is_readable(const source& text, diagnostics& messages) {
  if (text.text().size() > limits::bytes) {
    messages.error(code::too_large, {}, "this document is larger than " + std::to_string(limits::bytes >> 20U) + " MiB", "keep data in tables of their own");
    return false;
  }
  if (const std::size_t valid = valid_utf8_prefix(text.text()); valid < text.text().size()) {
    const auto at = static_cast<std::uint32_t>(valid);
    messages.error(code::not_utf8, {at, at + 1}, "this is not UTF-8", "save the file as UTF-8");
    return false;
  }
  return true;
}

}  // namespace attain::document
