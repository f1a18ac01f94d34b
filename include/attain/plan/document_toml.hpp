// SPDX-License-Identifier: Apache-2.0
/// Reads TOML into the document tree, reporting all mistakes in one run. Includes toml++, so include it only where plans are read.
#pragma once

// A program that uses toml++ as well keeps its own settings by including it first: both of its modes are fit for us. Else it gets
// the mode without exceptions, whose functions have other names than those of the usual mode, so that our quiet assertions do not
// leak into translation units that have loud ones, nor theirs into ours.
#if !defined(TOMLPLUSPLUS_H)
#ifndef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#endif
#ifndef TOML_EXCEPTIONS
#define TOML_EXCEPTIONS 0
#endif
#ifndef TOML_ASSERT
// An engine does not abort its host; the scan before keeps from toml++ what its assertions guard against.
#define TOML_ASSERT(expr) static_assert(true)
#endif
#elif defined(TOML_ENABLE_PARSER) && !TOML_ENABLE_PARSER
#error "toml++ was included before without its parser; attain needs it: do not set TOML_ENABLE_PARSER to 0"
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "attain/plan/document.hpp"
#include "attain/plan/document_scan.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"
#include "attain/text/unicode.hpp"

namespace attain::document {

namespace detail {

/// toml++ told of a mistake, in its words.
struct toml_mistake {
  std::string message;
  position where;
};

[[nodiscard]] inline position place_of(const toml::source_position& place) { return {place.line, place.column}; }

/// Runs toml++; true and a table, or false and its first mistake.
[[nodiscard]] inline bool run_toml(std::string_view text, toml::table& out, toml_mistake& mistake) {
#if TOML_EXCEPTIONS
  try {
    out = toml::parse(text);
    return true;
  } catch (const toml::parse_error& e) {
    mistake = {std::string(e.description()), place_of(e.source().begin)};
    return false;
  }
#else
  toml::parse_result result = toml::parse(text);
  if (result) {
    out = std::move(result).table();
    return true;
  }
  mistake = {std::string(result.error().description()), place_of(result.error().source().begin)};
  return false;
#endif
}

/// Copies what toml++ read into our tree, with places and the texts of numbers from the scan.
class tree_builder {
 public:
  tree_builder(const source& text, const scan& scanned, diagnostics& messages) : source_(text), scan_(scanned), messages_(messages) {}

  [[nodiscard]] value table(const toml::table& from, span where) {
    value result;
    result.where = where;
    for (const auto& [key, node] : from) {
      const span key_where = span_of(scan_.keys, source_.offset_of(place_of(key.source().begin)), [](span s) { return s; });
      result.members.push_back({std::string(key.str()), key_where, any(node)});
    }
    std::stable_sort(result.members.begin(), result.members.end(), [](const member& a, const member& b) { return a.key_where.begin < b.key_where.begin; });
    return result;
  }

 private:
  template <class List, class Place>
  [[nodiscard]] span span_of(const List& list, std::uint32_t begin, Place place) const {
    const auto found = std::lower_bound(list.begin(), list.end(), begin, [&](const auto& item, std::uint32_t b) { return place(item).begin < b; });
    if (found != list.end() && place(*found).begin == begin) return place(*found);
    return {begin, begin};
  }

  [[nodiscard]] value any(const toml::node& node) {
    const std::uint32_t begin = source_.offset_of(place_of(node.source().begin));
    const span where = span_of(scan_.values, begin, [](const written_value& v) { return v.where; });
    if (const toml::table* t = node.as_table()) {
      if (where.end == begin) return table(*t, span_of(scan_.keys, begin, [](span s) { return s; }));
      value result = table(*t, where);
      result.is_inline = true;
      return result;
    }
    if (const toml::array* a = node.as_array()) {
      value result;
      result.kind = value_kind::array;
      result.where = where.end == begin ? span_of(scan_.keys, begin, [](span s) { return s; }) : where;
      for (const toml::node& item : *a) result.items.push_back(any(item));
      return result;
    }
    if (where.end == begin) messages_.error(code::internal, where, "a value was read that is not in the text", "please report this");
    return single(where);
  }

  /// The scan knows each single value; toml++ only said which table it is in.
  [[nodiscard]] value single(span where) const {
    value result;
    result.where = where;
    const std::string_view written = source_.text().substr(where.begin, where.end - where.begin);
    if (!written.empty() && (written[0] == '"' || written[0] == '\'')) {
      result.kind = value_kind::text;
      result.text = read_string(source_.text(), where);
      return result;
    }
    result.text = {std::string(written), {{0, where.begin}}, where};
    switch (classify_bare(written)) {
      case bare_kind::boolean:
        result.kind = value_kind::boolean;
        result.boolean = written == "true";
        break;
      case bare_kind::date:
        result.kind = value_kind::date;
        result.date = parse_date(written).value_or(0);
        break;
      case bare_kind::integer:
      case bare_kind::floating: number(result, written); break;
      default: result.kind = value_kind::text; break;
    }
    return result;
  }

  static void number(value& result, std::string_view written) {
    result.kind = classify_bare(written) == bare_kind::integer ? value_kind::integer : value_kind::floating;
    std::string digits = number_text(written).value_or("0");
    if (digits == written) return;
    result.text = {std::move(digits), {}, result.where};
  }

  const source& source_;
  const scan& scan_;
  diagnostics& messages_;
};

/// Says what toml++ found in the words of a plan's author.
class mistake_teller {
 public:
  mistake_teller(const scan& scanned, diagnostics& messages) : scan_(scanned), messages_(messages) {}

  void tell(std::size_t index, std::uint32_t place, const std::string& message) {
    const statement& s = scan_.statements[index];
    const bool twice = message.find("redefine") != std::string::npos || message.find("cannot insert") != std::string::npos;
    if (!twice) {
      messages_.error(code::toml_syntax, {place, place}, "not valid TOML: " + message);
      return;
    }
    const std::size_t first = first_of(index);
    const std::string name = '`' + dotted(s) + '`';
    diagnostic& told = messages_.error(code::toml_syntax, s.key, name + " is written twice", help(s, first));
    if (first < index) told.related.push_back({scan_.statements[first].key, "first here"});
  }

 private:
  [[nodiscard]] static std::string dotted(const statement& s) {
    std::string name;
    for (const std::string& part : s.path) name += (name.empty() ? "" : ".") + part;
    return name;
  }

  [[nodiscard]] std::string help(const statement& s, std::size_t first) const {
    if (!s.header) return "delete one of the two";
    const std::string name = dotted(s);
    const statement& other = scan_.statements[first];
    if (other.header && other.list_header != s.list_header) return "write `[[" + name + "]]` in both places for a list";
    return "put all keys under one `[" + name + "]`, or write `[[" + name + "]]` for a list";
  }

  /// The path from the document, or from the braces that hold the statement.
  [[nodiscard]] std::vector<std::string> full_path(const statement& s) const {
    std::vector<std::string> path;
    if (!s.header && s.brace == 0 && s.section > 0) path = scan_.statements[s.section - 1].path;
    path.insert(path.end(), s.path.begin(), s.path.end());
    return path;
  }

  /// The earlier statement that gave the same name a value: best one of the same path, else one that is a part of the other. Itself when there is none.
  [[nodiscard]] std::size_t first_of(std::size_t index) const {
    const statement& s = scan_.statements[index];
    const std::vector<std::string> path = full_path(s);
    std::size_t part = index;
    for (std::size_t i = index; i-- > 0;) {
      const statement& other = scan_.statements[i];
      if (other.lost || other.brace != s.brace) continue;
      const std::vector<std::string> earlier = full_path(other);
      const std::size_t common = std::min(path.size(), earlier.size());
      const bool related = std::equal(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(common), earlier.begin());
      if (related && earlier.size() == path.size()) return i;
      if (related && !other.header) part = i;
      // What stands before the header of a list's item is about another item.
      if (related && other.list_header && earlier.size() <= path.size()) break;
    }
    return part;
  }

  const scan& scan_;
  diagnostics& messages_;
};

/// The names that are not in the tree because of what was lost.
[[nodiscard]] inline std::vector<std::string> lost_names(const scan& scanned, std::string_view text) {
  std::vector<std::string> names;
  for (const statement& s : scanned.statements) {
    if (!s.lost || s.brace != 0) continue;
    names.insert(names.end(), s.path.begin(), s.path.end());
    if (s.path.empty() || s.path.back() != "name") continue;
    // `name = "sales"` of a lost indicator: formulas elsewhere speak of `sales`.
    const auto named = std::lower_bound(scanned.values.begin(), scanned.values.end(), s.key.end,
                                        [](const written_value& v, std::uint32_t place) { return v.where.begin < place; });
    if (named == scanned.values.end() || named->where.end > s.where.end || named->where.end - named->where.begin < 2) continue;
    const char quote = text[named->where.begin];
    if ((quote == '"' || quote == '\'') && end_of_string(text, named->where.begin)) names.push_back(read_string(text, named->where).text);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace detail

/// Reads TOML. All mistakes go to `messages`; what they do not touch is in the tree. Never throws but for want of memory, takes any bytes,
/// in time proportional to their number.
[[nodiscard]] inline parsed parse_toml(const source& text, diagnostics& messages) {
  parsed result;
  result.readable = false;
  if (text.text().size() > limits::bytes) {
    messages.error(code::too_large, {}, "this document is larger than " + std::to_string(limits::bytes >> 20U) + " MiB", "keep data in tables of their own");
    return result;
  }
  if (const std::size_t valid = valid_utf8_prefix(text.text()); valid < text.text().size()) {
    const auto at = static_cast<std::uint32_t>(valid);
    messages.error(code::not_utf8, {at, at + 1}, "this is not UTF-8", "save the file as UTF-8");
    return result;
  }

  scan scanned = scan_toml(text.text(), messages);
  while (scanned.complete) {
    toml::table table;
    detail::toml_mistake mistake;
    if (detail::run_toml(scanned.text, table, mistake)) {
      result.root = detail::tree_builder(text, scanned, messages).table(table, {});
      result.lost_names = detail::lost_names(scanned, text.text());
      result.readable = true;
      break;
    }
    const std::uint32_t place = text.offset_of(mistake.where);
    std::optional<std::size_t> index = scanned.statement_at(place);
    while (index && scanned.statements[*index].lost) index = *index > 0 ? std::optional(*index - 1) : std::nullopt;
    if (!index) {
      messages.error(code::toml_syntax, {place, place}, "not valid TOML: " + mistake.message);
      break;
    }
    detail::mistake_teller(scanned, messages).tell(*index, place, mistake.message);
    scanned.lose(*index);
    if (++scanned.mistakes >= limits::mistakes) break;
  }
  return result;
}

}  // namespace attain::document
