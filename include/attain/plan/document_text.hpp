// SPDX-License-Identifier: Apache-2.0
/// TOML strings as they are written: where they end, and the place of each byte of their content.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "attain/text/source.hpp"
#include "attain/text/unicode.hpp"

namespace attain::document {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// The end of a string that begins with a quote at `begin`; nothing when it is not closed.
[[nodiscard]] inline std::optional<std::size_t> end_of_string(std::string_view doc, std::size_t begin) {
  const char quote = doc[begin];
  const bool escapes = quote == '"';
  const bool multiline = doc.substr(begin, 3) == std::string(3, quote);
  for (std::size_t at = begin + (multiline ? 3 : 1); at < doc.size(); ++at) {
    if (escapes && doc[at] == '\\' && at + 1 < doc.size() && (multiline || doc[at + 1] != '\n')) {
      ++at;
    } else if (!multiline && doc[at] == '\n') {
      return std::nullopt;
    } else if (doc[at] == quote) {
      if (!multiline) return at + 1;
      std::size_t run = 1;
      while (run < 5 && at + run < doc.size() && doc[at + run] == quote) ++run;
      if (run >= 3) return at + run;  // up to two quotes belong to the text before the three that close it
      at += run - 1;
    }
  }
  return std::nullopt;
}

/// Reads one string of a document; made for one call of `read_string`.
class string_reader {
 public:
  string_reader(std::string_view doc, span where) : doc_(doc) {
    result_.whole = where;
    const char quote = doc[where.begin];
    escapes_ = quote == '"';
    multiline_ = where.end - where.begin >= 6 && doc.substr(where.begin, 3) == std::string(3, quote);
    at_ = where.begin + (multiline_ ? 3U : 1U);
    end_ = where.end - (multiline_ ? 3U : 1U);
    if (multiline_) at_ += line_end();
  }

  [[nodiscard]] located_text read() {
    result_.steps.push_back({0, at_});
    while (at_ < end_) {
      if (escapes_ && doc_[at_] == '\\') {
        escape();
      } else if (line_end() == 2) {
        // A line end is one character, so that a text does not depend on the editor it was written in.
        put("\n", 2);
      } else {
        copy();
      }
    }
    return std::move(result_);
  }

  /// The first escape that means nothing, if there was one.
  [[nodiscard]] const std::optional<span>& bad_escape() const { return bad_escape_; }

 private:
  [[nodiscard]] std::uint32_t line_end() const {
    if (doc_[at_] == '\n') return 1;
    return doc_.substr(at_, 2) == "\r\n" ? 2 : 0;
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(result_.text.size()); }

  void copy() {
    const located_text::step& last = result_.steps.back();
    if (last.origin + (size() - last.offset) != at_) result_.steps.push_back({size(), at_});
    result_.text.push_back(doc_[at_++]);
  }

  /// Bytes that stand for `length` bytes of the source: the first maps to the first, the last to the last.
  void put(std::string_view bytes, std::uint32_t length) {
    result_.steps.push_back({size(), at_});
    result_.text += bytes;
    result_.steps.push_back({size() - 1, at_ + length - 1});
    at_ += length;
  }

  void escape() {
    const char c = at_ + 1 < end_ ? doc_[at_ + 1] : '\0';
    if (c == 'u') return code_point(4);
    if (c == 'U') return code_point(8);
    constexpr std::string_view letters = "btnfre\"\\";
    constexpr std::string_view meanings = "\b\t\n\f\r\x1b\"\\";
    // `\e` is of a later TOML than ours.
    if (const std::size_t i = letters.find(c); i != std::string_view::npos && c != 'e') return put(meanings.substr(i, 1), 2);
    if (!multiline_ || !continuation()) bad(2);
  }

  /// A backslash at the end of a line takes away the line end and all blanks and line ends that follow.
  [[nodiscard]] bool continuation() {
    std::uint32_t next = at_ + 1;
    while (next < end_ && is_blank(doc_[next])) ++next;
    if (next >= end_ || (doc_[next] != '\n' && doc_.substr(next, 2) != "\r\n")) return false;
    while (next < end_ && (is_blank(doc_[next]) || doc_[next] == '\n' || doc_[next] == '\r')) ++next;
    at_ = next;
    return true;
  }

  void code_point(std::uint32_t digits) {
    const std::string_view hex = doc_.substr(at_ + 2, std::min(digits, end_ - at_ - 2));
    std::uint32_t c = 0;
    const auto [stop, error] = std::from_chars(hex.data(), hex.data() + hex.size(), c, 16);
    const bool all = error == std::errc{} && hex.size() == digits && stop == hex.data() + hex.size();
    if (!all || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return bad(2 + static_cast<std::uint32_t>(hex.size()));
    std::string bytes;
    append_utf8(bytes, c);
    put(bytes, digits + 2);
  }

  void bad(std::uint32_t length) {
    if (!bad_escape_) bad_escape_ = span{at_, std::min(at_ + length, end_)};
    copy();
  }

  std::string_view doc_;
  std::uint32_t at_ = 0;
  std::uint32_t end_ = 0;
  bool escapes_ = false;
  bool multiline_ = false;
  located_text result_;
  std::optional<span> bad_escape_;
};

/// The content of a closed string, each byte with its place in the document.
[[nodiscard]] inline located_text read_string(std::string_view doc, span where) { return string_reader(doc, where).read(); }

}  // namespace attain::document
