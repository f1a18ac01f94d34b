// SPDX-License-Identifier: Apache-2.0
/// JSON strings as they are written: their content, the place of each of its bytes, and what is wrong with them.
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

#include "attain/plan/document_bare.hpp"
#include "attain/text/codes.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"
#include "attain/text/unicode.hpp"

namespace attain::document {

/// The end of a JSON string that begins with a quote at `begin`; nothing when it is not closed on its line, for line ends may not stand in it.
[[nodiscard]] inline std::optional<std::size_t> end_of_json_string(std::string_view doc, std::size_t begin) {
  for (std::size_t at = begin + 1; at < doc.size() && doc[at] != '\n'; ++at) {
    if (doc[at] == '"') return at + 1;
    if (doc[at] == '\\' && at + 1 < doc.size() && doc[at + 1] != '\n') ++at;
  }
  return std::nullopt;
}

/// Reads one closed string of a document, reporting what is wrong in it; made for one call of `read_json_string`.
class json_string_reader {
 public:
  json_string_reader(std::string_view doc, span where, diagnostics& messages) : doc_(doc), at_(where.begin + 1), end_(where.end - 1), messages_(messages) {
    result_.whole = where;
  }

  [[nodiscard]] located_text read() {
    result_.steps.push_back({0, at_});
    while (at_ < end_) {
      if (doc_[at_] == '\\') {
        escape();
      } else {
        if (static_cast<unsigned char>(doc_[at_]) < 0x20) control();
        copy();
      }
    }
    return std::move(result_);
  }

 private:
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

  void control() {
    const bool tab = doc_[at_] == '\t';
    messages_.error(code::json_syntax, {at_, at_ + 1}, tab ? "a tab inside a text needs an escape" : "a control character inside a text needs an escape",
                    tab ? "write `\\t`" : "delete it");
  }

  void escape() {
    const char c = at_ + 1 < end_ ? doc_[at_ + 1] : '\0';
    if (c == 'u') return code_point();
    constexpr std::string_view letters = "btnfr\"\\/";
    constexpr std::string_view meanings = "\b\t\n\f\r\"\\/";
    if (const std::size_t i = letters.find(c); i != std::string_view::npos) return put(meanings.substr(i, 1), 2);
    std::uint32_t length = 2;
    while (at_ + length < end_ && !attain::detail::begins_code_point(doc_[at_ + length])) ++length;
    const std::string_view written = doc_.substr(at_, length);
    bad(length, in_ticks(written) + " means nothing in a text", "write `\\" + std::string(written) + "`");
  }

  /// The number of four hexadecimal digits behind a `\u` at a place.
  [[nodiscard]] std::optional<std::uint32_t> four_digits(std::uint32_t at) const {
    if (at + 6 > end_ || doc_.substr(at, 2) != "\\u") return std::nullopt;
    std::uint32_t number = 0;
    const char* const first = doc_.data() + at + 2;
    const auto [stop, error] = std::from_chars(first, first + 4, number, 16);
    return error == std::errc{} && stop == first + 4 ? std::optional(number) : std::nullopt;
  }

  void code_point() {
    const auto first = four_digits(at_);
    if (!first) return bad(2, "`\\u` takes four hexadecimal digits", "write `\\\\u` if no character is meant");
    std::uint32_t c = *first;
    std::uint32_t length = 6;
    if (c >= 0xD800 && c <= 0xDBFF) {
      if (const auto second = four_digits(at_ + 6); second && *second >= 0xDC00 && *second <= 0xDFFF) {
        c = 0x10000 + ((c - 0xD800) << 10U) + (*second - 0xDC00);
        length = 12;
      }
    }
    if (c >= 0xD800 && c <= 0xDFFF) return bad(6, in_ticks(doc_.substr(at_, 6)) + " is half a character", "write the character itself, or both of its halves");
    std::string bytes;
    append_utf8(bytes, c);
    put(bytes, length);
  }

  void bad(std::uint32_t length, std::string message, std::string help) {
    messages_.error(code::json_syntax, {at_, std::min(at_ + length, end_)}, std::move(message), std::move(help));
    copy();
  }

  std::string_view doc_;
  std::uint32_t at_ = 0;
  std::uint32_t end_ = 0;
  located_text result_;
  diagnostics& messages_;
};

/// The content of a closed string, each byte with its place in the document.
[[nodiscard]] inline located_text read_json_string(std::string_view doc, span where, diagnostics& messages) {
  return json_string_reader(doc, where, messages).read();
}

/// What is wrong with a value that is none of JSON's: no quotes, or a number, a word of another language.
[[nodiscard]] inline bare_mistake judge_json_value(std::string_view text) {
  const std::string lower = text.size() <= 9 ? to_lower(text) : "";
  if (lower == "true" || lower == "false") return {in_ticks(text) + " needs small letters", write_instead(lower), code::json_syntax};
  if (lower == "null" || lower == "none" || lower == "nil" || lower == "undefined") {
    return {in_ticks(text) + " is no value of a plan", "leave out the key, or give it a value", code::wrong_value};
  }
  if (lower == "nan" || lower == "infinity" || lower == "-infinity" || lower == "inf" || lower == "-inf") {
    return {in_ticks(text) + " is no number a plan can use", {}, code::wrong_value};
  }
  const bool digits = !text.empty() && (is_digit(text[0]) || ((text[0] == '-' || text[0] == '+' || text[0] == '.') && text.size() > 1));
  if (digits) {
    std::string_view plain = text[0] == '+' ? text.substr(1) : text;
    while (plain.size() > 1 && plain[0] == '0' && is_digit(plain[1])) plain.remove_prefix(1);
    const std::string repaired = plain[0] == '.' ? "0" + std::string(plain) : std::string(plain);
    const bare_kind kind = classify_number(repaired);
    if (kind == bare_kind::integer || kind == bare_kind::floating) {
      if (const auto number = number_text(repaired)) return {"this is not how JSON writes a number", write_instead(*number), code::json_syntax};
    }
    if (plain.size() > 1 && plain.ends_with('.') && classify_number(plain.substr(0, plain.size() - 1)) == bare_kind::integer) {
      return {"this is not how JSON writes a number", write_instead(plain.substr(0, plain.size() - 1)), code::json_syntax};
    }
  }
  std::string content(text);
  if (const auto curly = without_curly_quotes(text)) content = *curly;
  const bool quoted = content.size() > 1 && content.front() == '\'' && content.back() == '\'';
  if (quoted || content.size() < text.size()) {
    if (quoted) content = content.substr(1, content.size() - 2);
    return {"a text stands between double quotes", write_instead('"' + shortened(content) + '"'), code::json_syntax};
  }
  const std::string_view what = classify_bare(text) == bare_kind::date ? "a date" : text.ends_with('%') ? "a percentage" : "this";
  return {std::string(what) + (what == "a date" ? " is written as a text" : " needs quotes"), write_instead('"' + shortened(content) + '"'), code::json_syntax};
}

}  // namespace attain::document
