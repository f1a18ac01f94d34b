// SPDX-License-Identifier: Apache-2.0
/// The blanks around a text that do not count.
#pragma once

#include <cstddef>
#include <string_view>

namespace attain {

namespace detail {

/// The bytes of the blank that a text begins with, or 0: ASCII blanks, the no-break spaces and the thin one, the wide space of East Asian texts.
[[nodiscard]] constexpr std::size_t blank_at_front(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r')) return 1;
  if (text.starts_with("\xC2\xA0")) return 2;
  return text.starts_with("\xE3\x80\x80") || text.starts_with("\xE2\x80\xAF") || text.starts_with("\xE2\x80\x89") ? 3 : 0;
}

[[nodiscard]] constexpr std::size_t blank_at_back(std::string_view text) {
  if (text.empty()) return 0;
  if (text.back() == ' ' || (text.back() >= '\t' && text.back() <= '\r')) return 1;
  if (text.ends_with("\xC2\xA0")) return 2;
  return text.ends_with("\xE3\x80\x80") || text.ends_with("\xE2\x80\xAF") || text.ends_with("\xE2\x80\x89") ? 3 : 0;
}

}  // namespace detail

/// A text without the blanks around it: ASCII blanks and line ends, no-break spaces, wide spaces.
[[nodiscard]] constexpr std::string_view trim_blanks(std::string_view text) {
  while (const std::size_t size = detail::blank_at_front(text)) text.remove_prefix(size);
  while (const std::size_t size = detail::blank_at_back(text)) text.remove_suffix(size);
  return text;
}

}  // namespace attain
