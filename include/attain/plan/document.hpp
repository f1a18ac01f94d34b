// SPDX-License-Identifier: Apache-2.0
/// The tree a plan is read from, whatever it was written in; document_toml.hpp fills it from TOML, document_json.hpp from JSON.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attain/text/source.hpp"

namespace attain::document {

/// How a document is written. `detect`: by the ending of its name, .toml or .json, else by its first sign, which is `{` in JSON alone.
enum class format : std::uint8_t { detect, toml, json };

enum class value_kind : std::uint8_t { table, array, text, integer, floating, boolean, date };

/// What messages call a kind.
[[nodiscard]] constexpr std::string_view to_text(value_kind kind) {
  switch (kind) {
    case value_kind::table: return "a table";
    case value_kind::array: return "a list";
    case value_kind::text: return "a text";
    case value_kind::integer: return "a whole number";
    case value_kind::floating: return "a number";
    case value_kind::boolean: return "true or false";
    case value_kind::date: return "a date";
  }
  return "";
}

struct member;

/// One value with its place. Only the fields of its kind are set.
struct value {
  value_kind kind = value_kind::table;
  span where;         ///< the value in the source, with quotes or brackets; of `[a.b]` the header; of the document {0, 0}
  located_text text;  ///< kind text: the content. Numbers: the digits as written, without underscores, in base ten. Dates: as written
  bool boolean = false;
  std::int32_t date = 0;        ///< days since 1970-01-01
  bool reads_as_date = false;   ///< a text of JSON, which has no dates, that is one: where a date can be meant, it is `date`
  bool is_inline = false;       ///< a table in braces, which stands where its key does
  std::vector<member> members;  ///< of a table, by place in the source
  std::vector<value> items;     ///< of an array
  std::uint32_t skipped = 0;    ///< items of its array that stand before it and could not be read

  [[nodiscard]] bool is_number() const { return kind == value_kind::integer || kind == value_kind::floating; }
  /// The member of that name, or null.
  [[nodiscard]] const member* find(std::string_view key) const;
  /// The value of the member of that name, or null.
  [[nodiscard]] const value* get(std::string_view key) const;
};

/// A key of a table and what it holds.
struct member {
  std::string key;
  span key_where;  ///< the key in the source, with its quotes if it has any
  value content;
};

inline const member* value::find(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const member& m) { return m.key == key; });
  return found == members.end() ? nullptr : &*found;
}

inline const value* value::get(std::string_view key) const {
  const member* found = find(key);
  return found == nullptr ? nullptr : &found->content;
}

/// What could be read of a document.
struct parsed {
  value root;
  /// Keys and names from statements that could not be read and are not in the tree: what misses them has been reported already.
  std::vector<std::string> lost_names;
  /// False when there is no tree at all (not UTF-8, too large, too many mistakes): looking for what is missing in it would only repeat that.
  bool readable = true;
  format written_in = format::toml;

  [[nodiscard]] bool lost(std::string_view name) const { return std::find(lost_names.begin(), lost_names.end(), name) != lost_names.end(); }
};

}  // namespace attain::document
