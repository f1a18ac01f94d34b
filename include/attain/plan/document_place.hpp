// SPDX-License-Identifier: Apache-2.0
/// Finds where in a document's tree a place of its text is: the JSON Pointer of the value, and the character inside its text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attain/plan/document.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"
#include "attain/text/unicode.hpp"

namespace attain::document {

/// Appends a step of a JSON Pointer (RFC 6901), in which `~` and `/` are escaped.
inline void append_step(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (const char c : key) {
    if (c == '~') pointer += "~0";
    else if (c == '/') pointer += "~1";
    else pointer += c;
  }
}

/// The byte in a lifted text that stands at or before a byte of the source.
[[nodiscard]] inline std::uint32_t offset_in(const located_text& text, std::uint32_t place) {
  const auto after = std::upper_bound(text.steps.begin(), text.steps.end(), place, [](std::uint32_t p, const located_text::step& s) { return p < s.origin; });
  if (after == text.steps.begin()) return 0;
  const auto size = static_cast<std::uint32_t>(text.text.size());
  const std::uint32_t end = after == text.steps.end() ? size : after->offset;
  const located_text::step& last = *(after - 1);
  return std::min(last.offset + (place - last.origin), end);
}

/// All values and keys of a document by their places. Borrows the document.
class place_index {
 public:
  explicit place_index(const value& root) {
    add(root, none, nullptr, 0);
    std::stable_sort(entries_.begin(), entries_.end(), [](const entry& a, const entry& b) { return a.where.begin < b.where.begin; });
    // Sorting moved the entries that others name as theirs.
    std::vector<std::uint32_t> moved(entries_.size());
    for (std::uint32_t i = 0; i < entries_.size(); ++i) moved[entries_[i].number] = i;
    for (entry& e : entries_)
      if (e.parent != none) e.parent = moved[e.parent];
  }

  /// The innermost value that holds the beginning of a span, or whose key does.
  [[nodiscard]] tree_place find(span where) const {
    const auto after =
        std::upper_bound(entries_.begin(), entries_.end(), where.begin, [](std::uint32_t place, const entry& e) { return place < e.where.begin; });
    if (after == entries_.begin()) return {};
    auto at = static_cast<std::uint32_t>(after - entries_.begin() - 1);
    while (entries_[at].parent != none && entries_[at].where.end <= where.begin) at = entries_[at].parent;
    return {pointer_of(at), character_of(entries_[at], where)};
  }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  /// A value, or the key of one.
  struct entry {
    span where;
    std::uint32_t number = 0;
    std::uint32_t parent = none;
    const value* content = nullptr;    ///< null: a key
    const std::string* key = nullptr;  ///< null: an item of a list
    std::size_t index = 0;
  };

  std::uint32_t add(span where, std::uint32_t parent, const value* content, const std::string* key, std::size_t index) {
    const auto number = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({where, number, parent, content, key, index});
    return number;
  }

  void add(const value& v, std::uint32_t parent, const std::string* key, std::size_t index) {
    const std::uint32_t self = add(v.where, parent, &v, key, index);
    for (const member& m : v.members) {
      add(m.key_where, self, nullptr, &m.key, 0);
      add(m.content, self, &m.key, 0);
    }
    for (std::size_t i = 0; i < v.items.size(); ++i) add(v.items[i], self, nullptr, i + v.items[i].skipped);
  }

  [[nodiscard]] std::string pointer_of(std::uint32_t at) const {
    std::vector<std::uint32_t> path;
    for (; entries_[at].parent != none; at = entries_[at].parent) path.push_back(at);
    std::string pointer;
    for (std::size_t i = path.size(); i-- > 0;) {
      const entry& e = entries_[path[i]];
      append_step(pointer, e.key != nullptr ? *e.key : std::to_string(e.index));
    }
    return pointer;
  }

  [[nodiscard]] static std::uint32_t character_of(const entry& e, span where) {
    if (e.content == nullptr || e.content->kind != value_kind::text || where.begin <= e.where.begin) return 0;
    const std::uint32_t offset = offset_in(e.content->text, where.begin);
    return 1 + static_cast<std::uint32_t>(length(std::string_view(e.content->text.text).substr(0, offset)));
  }

  std::vector<entry> entries_;
};

}  // namespace attain::document
