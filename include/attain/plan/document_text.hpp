// SPDX-License-Identifier: Apache-2.0
/// Single TOML values as they are written: strings with the place of each byte, numbers, dates.
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

#include "attain/base/calendar.hpp"
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

/// What a value without quotes or brackets is.
enum class bare_kind : std::uint8_t { boolean, integer, floating, date, no_such_date, moment, not_finite, unknown };

/// The length of a run of digits with single underscores between them, or 0.
[[nodiscard]] inline std::size_t digit_run(std::string_view text, int base = 10) {
  const auto digit = [base](char c) {
    if (base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return true;
    return c >= '0' && c < '0' + std::min(base, 10);
  };
  std::size_t at = 0;
  while (at < text.size() && (digit(text[at]) || (text[at] == '_' && at > 0 && text[at - 1] != '_'))) ++at;
  return at > 0 && text[at - 1] == '_' ? 0 : at;
}

/// 16, 8 or 2 for `0x`, `0o`, `0b`, else 10.
[[nodiscard]] inline int base_of(std::string_view text) {
  const std::string_view prefix = text.substr(0, 2);
  return prefix == "0x" ? 16 : prefix == "0o" ? 8 : prefix == "0b" ? 2 : 10;
}

[[nodiscard]] inline bare_kind classify_number(std::string_view text) {
  if (const int base = base_of(text); base != 10) {
    text.remove_prefix(2);
    return !text.empty() && digit_run(text, base) == text.size() ? bare_kind::integer : bare_kind::unknown;
  }
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  if (text == "inf" || text == "nan") return bare_kind::not_finite;
  const std::size_t whole = digit_run(text);
  if (whole == 0 || (whole > 1 && text[0] == '0')) return bare_kind::unknown;
  text.remove_prefix(whole);
  if (text.empty()) return bare_kind::integer;
  if (text[0] == '.') {
    const std::size_t fraction = digit_run(text.substr(1));
    if (fraction == 0) return bare_kind::unknown;
    text.remove_prefix(1 + fraction);
  }
  if (!text.empty() && (text[0] == 'e' || text[0] == 'E')) {
    text.remove_prefix(1);
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    const std::size_t exponent = digit_run(text);
    if (exponent == 0) return bare_kind::unknown;
    text.remove_prefix(exponent);
  }
  return text.empty() ? bare_kind::floating : bare_kind::unknown;
}

/// Does the text have this shape, where `0` stands for any digit?
[[nodiscard]] inline bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
  }
  return true;
}

[[nodiscard]] inline bare_kind classify_bare(std::string_view text) {
  if (text == "true" || text == "false") return bare_kind::boolean;
  if (has_shape(text, "0000-00-00")) {
    if (text.size() == 10) return parse_date(text) ? bare_kind::date : bare_kind::no_such_date;
    const bool separated = text[10] == 'T' || text[10] == 't' || text[10] == ' ';
    return separated && has_shape(text.substr(11), "00:00") ? bare_kind::moment : bare_kind::unknown;
  }
  if (has_shape(text, "00:00")) return bare_kind::moment;
  return classify_number(text);
}

/// The digits of a number without underscores; a number of base 16, 8 or 2 in base ten. Nothing when it is beyond 64 bits.
[[nodiscard]] inline std::optional<std::string> number_text(std::string_view written) {
  std::string text;
  for (const char c : written) {
    if (c != '_') text.push_back(c);
  }
  const int base = base_of(text);
  std::string_view digits = text;
  if (base != 10) digits.remove_prefix(2);
  if (base == 10 && digits[0] == '+') digits.remove_prefix(1);
  if (classify_number(written) == bare_kind::floating) return std::string(digits);
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error != std::errc{}) return std::nullopt;
  return base == 10 ? std::string(digits) : std::to_string(number);
}

/// How many significant digits a number has, zeros at its end included.
[[nodiscard]] inline std::size_t significant_digits(std::string_view written) {
  std::size_t count = 0;
  for (const char c : written) {
    if (c == 'e' || c == 'E') break;
    if (is_digit(c) && (c != '0' || count > 0)) ++count;
  }
  return count;
}

}  // namespace attain::document
