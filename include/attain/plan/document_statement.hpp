// SPDX-License-Identifier: Apache-2.0
/// What a scan of TOML finds: statements and values with their places, and the text without what could not be read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attain/plan/document_limits.hpp"
#include "attain/plan/document_text.hpp"
#include "attain/text/source.hpp"

namespace attain::document {

/// A value as it stands in the document.
struct written_value {
  span where;
  bool is_table = false;  ///< in braces
};

/// A `key = value`, in a table or in braces, or the header of a table.
struct statement {
  span where;
  span key;
  std::vector<std::string> path;  ///< the segments of the key
  std::uint32_t owner = 0;        ///< the index of the statement that holds it, its own if it stands alone
  std::uint32_t section = 0;      ///< the index of the header it is under plus one; 0 above the first header
  std::uint32_t brace = 0;        ///< the place behind the brace that holds it; 0 outside of braces
  bool header = false;
  bool list_header = false;  ///< `[[…]]`
  bool lost = false;
};

/// What a scan found. All lists are in the order of the document.
struct scan {
  std::string text;  ///< the document for toml++: what could not be read blanked out, and the contents of texts; same length, same offsets
  std::vector<statement> statements;
  std::vector<written_value> values;
  std::vector<span> keys;  ///< segments of keys, and headers
  std::size_t mistakes = 0;
  bool complete = true;  ///< false: too large or too many mistakes

  /// The last statement that begins at or before a place.
  [[nodiscard]] std::optional<std::size_t> statement_at(std::uint32_t place) const {
    const auto after = std::upper_bound(statements.begin(), statements.end(), place, [](std::uint32_t p, const statement& s) { return p < s.where.begin; });
    if (after == statements.begin()) return std::nullopt;
    return static_cast<std::size_t>(after - statements.begin()) - 1;
  }

  /// Gives up a statement, the one that holds it, and for a header all that is under it.
  void lose(std::size_t index) {
    const std::size_t owner = statements[index].owner;
    const bool header = statements[owner].header;
    for (std::size_t i = owner; i < statements.size(); ++i) {
      statement& s = statements[i];
      if (s.owner != owner && !(header && s.section == owner + 1)) break;
      s.lost = true;
      for (std::size_t at = s.where.begin; at < s.where.end && at < text.size(); ++at) {
        if (text[at] != '\n' && text[at] != '\r') text[at] = ' ';
      }
    }
  }
};

/// May a sign stand in a key without quotes.
[[nodiscard]] constexpr bool is_key_sign(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-'; }

/// A range without the blanks and line ends at its end.
[[nodiscard]] inline span without_end(std::string_view doc, span where) {
  const auto empty = [](char c) { return is_blank(c) || c == '\n' || c == '\r'; };
  while (where.end > where.begin && empty(doc[where.end - 1])) --where.end;
  return where;
}

/// Does the line at a place begin with a header, or with a key and `=` (or, by mistake, `:`)?
[[nodiscard]] inline bool looks_like_statement(std::string_view doc, std::size_t at, bool only_headers) {
  const auto blanks = [&] {
    while (at < doc.size() && is_blank(doc[at])) ++at;
  };
  const auto is = [&](char c) { return at < doc.size() && doc[at] == c; };
  blanks();
  const bool bracket = is('[');
  if (bracket) ++at;
  if (bracket && is('[')) ++at;
  if (only_headers && !bracket) return false;
  if (bracket && at < doc.size() && (is_digit(doc[at]) || is('"') || is('\'') || is('-') || is('+'))) return false;  // a list
  const std::size_t key = at;
  for (;;) {
    blanks();
    if (is('"') || is('\'')) {
      const auto end = end_of_string(doc, at);
      if (!end) return false;
      at = *end;
    } else {
      const std::size_t begin = at;
      while (at < doc.size() && (is_key_sign(doc[at]) || static_cast<unsigned char>(doc[at]) >= 0x80)) ++at;
      if (at == begin) return false;
    }
    blanks();
    if (!is('.')) break;
    ++at;
  }
  if (!bracket) return is(':') || (is('=') && doc.compare(at, 2, "==") != 0);
  const std::string_view word = doc.substr(key, at - key);
  return is(']') && word != "true" && word != "false" && word != "inf" && word != "nan" && doc.compare(at, 2, "],") != 0;
}

/// A document and how far it has been read.
class cursor {
 protected:
  [[nodiscard]] bool ended() const { return at_ >= doc_.size(); }
  [[nodiscard]] char here() const { return ended() ? '\0' : doc_[at_]; }
  [[nodiscard]] bool at_line_end() const { return ended() || here() == '\n' || doc_.compare(at_, 2, "\r\n") == 0; }
  void skip_blanks() {
    while (!ended() && is_blank(doc_[at_])) ++at_;
  }
  void skip_line() {
    while (!at_line_end()) ++at_;
  }
  void pass_line_end() { at_ += here() == '\r' ? 2U : 1U; }
  [[nodiscard]] span from(std::uint32_t begin) const { return {begin, std::max(at_, begin)}; }
  [[nodiscard]] std::string_view written(span where) const { return std::string_view(doc_).substr(where.begin, where.end - where.begin); }
  /// From a place to the end of its line or the comment there.
  [[nodiscard]] span rest_of_line(std::uint32_t begin) const {
    std::size_t end = begin;
    while (end < doc_.size() && doc_[end] != '\n' && doc_[end] != '#') ++end;
    return without_end(doc_, {begin, static_cast<std::uint32_t>(end)});
  }

  std::string doc_;
  std::uint32_t at_ = 0;
};

}  // namespace attain::document
