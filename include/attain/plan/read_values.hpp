// SPDX-License-Identifier: Apache-2.0
/// Takes values out of a document whose shape was checked: what is not there, or of another kind, is simply nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/formula/ast.hpp"
#include "attain/number/decimal.hpp"
#include "attain/plan/document.hpp"
#include "attain/text/blanks.hpp"
#include "attain/text/source.hpp"
#include "attain/text/unicode.hpp"

namespace attain::model {

/// A text of the document with its place, without the quotes.
struct named {
  std::string text;
  span where;
};

/// The text of a value, in NFC.
[[nodiscard]] inline named to_named(const document::value& v) {
  const auto size = static_cast<std::uint32_t>(v.text.text.size());
  return {nfc(v.text.text), size == 0 ? v.where : v.text.to_source({0, size})};
}

/// The text of a key, if it is there and holds one.
[[nodiscard]] inline std::optional<named> text_at(const document::value& table, std::string_view key) {
  const document::value* v = table.get(key);
  if (v == nullptr || v->kind != document::value_kind::text) return std::nullopt;
  return to_named(*v);
}

/// The texts of a key that takes one or a list of them.
[[nodiscard]] inline std::vector<named> texts_at(const document::value& table, std::string_view key) {
  std::vector<named> result;
  const document::value* v = table.get(key);
  if (v == nullptr) return result;
  if (v->kind == document::value_kind::text) result.push_back(to_named(*v));
  for (const document::value& item : v->items)
    if (item.kind == document::value_kind::text) result.push_back(to_named(item));
  return result;
}

/// The same without their places, and without blanks around them, as cells are read.
[[nodiscard]] inline std::vector<std::string> strings_at(const document::value& table, std::string_view key) {
  std::vector<std::string> result;
  for (const named& n : texts_at(table, key)) result.emplace_back(trim_blanks(n.text));
  return result;
}

[[nodiscard]] inline bool flag_at(const document::value& table, std::string_view key, bool otherwise) {
  const document::value* v = table.get(key);
  return v != nullptr && v->kind == document::value_kind::boolean ? v->boolean : otherwise;
}

[[nodiscard]] inline bool word_is(const document::value& table, std::string_view key, std::string_view word) {
  const auto written = text_at(table, key);
  return written && written->text == word;
}

/// The date of a key, also one written as a text.
[[nodiscard]] inline std::optional<std::int32_t> date_at(const document::value& table, std::string_view key) {
  const document::value* v = table.get(key);
  if (v == nullptr) return std::nullopt;
  if (v->kind == document::value_kind::date) return v->date;
  return v->kind == document::value_kind::text ? parse_date(v->text.text) : std::nullopt;
}

/// The tables of a key that holds a list of tables.
[[nodiscard]] inline std::vector<const document::value*> tables_at(const document::value& table, std::string_view key) {
  std::vector<const document::value*> result;
  const document::value* v = table.get(key);
  if (v == nullptr || v->kind != document::value_kind::array) return result;
  for (const document::value& item : v->items)
    if (item.kind == document::value_kind::table) result.push_back(&item);
  return result;
}

/// The members of a table that stands under a key; none when there is no such table.
[[nodiscard]] inline const std::vector<document::member>& members_at(const document::value& table, std::string_view key) {
  static const std::vector<document::member> nothing;
  const document::value* v = table.get(key);
  return v != nullptr && v->kind == document::value_kind::table ? v->members : nothing;
}

/// A tree of one node.
[[nodiscard]] inline formula::tree one_node(formula::expr_kind kind, span where) {
  formula::tree t;
  t.whole = where;
  t.root = 0;
  formula::expr& e = t.nodes.emplace_back();
  e.kind = kind;
  e.where = where;
  return t;
}

/// A constant that stands in the plan by rule instead of being written.
[[nodiscard]] inline formula::tree number_tree(std::int64_t number, span where) {
  formula::tree t = one_node(formula::expr_kind::number, where);
  t.nodes.front().value = decimal{number, 0};
  return t;
}

}  // namespace attain::model
