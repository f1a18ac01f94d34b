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
#include "attain/plan/document_limits.hpp"
#include "attain/plan/document_scan.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"

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

/// Finds spans by the line and column at which they begin, which is how toml++ names places.
class span_index {
 public:
  /// `spans` in the order of the text, each beginning at or after the one before.
  span_index(std::string_view text, const std::vector<span>& spans) {
    position at;
    std::uint32_t offset = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;  // toml++ does not count a byte order mark either
    placed_.reserve(spans.size());
    for (const span where : spans) {
      for (; offset < where.begin; ++offset) {
        if (text[offset] == '\n') {
          at = {at.line + 1, 1};
        } else if (attain::detail::begins_code_point(text[offset])) {
          ++at.column;
        }
      }
      placed_.push_back({at, where});
    }
  }

  /// The span that begins there; an empty one at the start when there is none.
  [[nodiscard]] span find(const toml::source_region& region) const {
    const position wanted = place_of(region.begin);
    const auto found = std::lower_bound(placed_.begin(), placed_.end(), wanted,
                                        [](const placed& p, position w) { return p.place.line != w.line ? p.place.line < w.line : p.place.column < w.column; });
    return found != placed_.end() && found->place == wanted ? found->where : span{};
  }

 private:
  struct placed {
    position place;
    span where;
  };
  std::vector<placed> placed_;
};

/// Copies what toml++ read into our tree, with places and the texts of numbers from the scan.
class tree_builder {
 public:
  tree_builder(const source& text, const scan& scanned, diagnostics& messages)
      : source_(text), values_(scanned.text, spans_of(scanned.values)), keys_(scanned.text, scanned.keys), messages_(messages) {}

  [[nodiscard]] value table(const toml::table& from, span where) {
    value result;
    result.where = where;
    result.members.reserve(from.size());
    for (const auto& [key, node] : from) result.members.push_back({std::string(key.str()), keys_.find(key.source()), any(node)});
    std::stable_sort(result.members.begin(), result.members.end(), [](const member& a, const member& b) { return a.key_where.begin < b.key_where.begin; });
    return result;
  }

 private:
  [[nodiscard]] static std::vector<span> spans_of(const std::vector<written_value>& values) {
    std::vector<span> spans;
    spans.reserve(values.size());
    for (const written_value& v : values) spans.push_back(v.where);
    return spans;
  }

  [[nodiscard]] value any(const toml::node& node) {
    const span written = values_.find(node.source());
    const bool has_brackets = written.end > 0;  // else it has a header, or is the `a` of `a.b = 1`
    if (const toml::table* t = node.as_table()) {
      value result = table(*t, has_brackets ? written : keys_.find(node.source()));
      result.is_inline = has_brackets;
      return result;
    }
    if (const toml::array* a = node.as_array()) {
      value result;
      result.kind = value_kind::array;
      result.where = has_brackets ? written : keys_.find(node.source());
      result.items.reserve(a->size());
      for (const toml::node& item : *a) result.items.push_back(any(item));
      return result;
    }
    if (!has_brackets) messages_.error(code::internal, {}, "a value was read that is not in the text", "please report this");
    return single(written);
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
  span_index values_;
  span_index keys_;
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
      messages_.error(code::toml_syntax, {place, place}, "not valid TOML: " + shortened(message));
      return;
    }
    const std::size_t first = first_of(index);
    diagnostic& told = messages_.error(code::toml_syntax, s.key, in_ticks(dotted(s)) + " is written twice", help(s, first));
    if (first < index) told.related.push_back({scan_.statements[first].key, "first here"});
  }

 private:
  [[nodiscard]] static std::string dotted(const statement& s) {
    std::string name;
    for (const std::string& part : s.path) name += (name.empty() ? "" : ".") + part;
    return shortened(name);
  }

  [[nodiscard]] std::string help(const statement& s, std::size_t first) const {
    if (!s.header) return "delete one of the two";
    const std::string name = dotted(s);
    const statement& other = scan_.statements[first];
    if (other.header && other.list_header != s.list_header) return "write `[[" + name + "]]` in both places for a list";
    return "put all keys under one `[" + name + "]`, or write `[[" + name + "]]` for a list";
  }

  /// A path from the document, or from the braces that hold a statement: of its section, then its own.
  class full_path {
   public:
    full_path(const scan& scanned, const statement& s) : own_(s.path) {
      if (!s.header && s.brace == 0 && s.section > 0) section_ = &scanned.statements[s.section - 1].path;
    }
    [[nodiscard]] std::size_t size() const { return offset() + own_.size(); }
    [[nodiscard]] const std::string& operator[](std::size_t i) const { return i < offset() ? (*section_)[i] : own_[i - offset()]; }

   private:
    [[nodiscard]] std::size_t offset() const { return section_ == nullptr ? 0 : section_->size(); }
    const std::vector<std::string>* section_ = nullptr;
    const std::vector<std::string>& own_;
  };

  [[nodiscard]] static bool one_holds_the_other(const full_path& a, const full_path& b) {
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }

  /// The earlier statement that gave the same name a value: best one of the same path, else one that is a part of the other. Itself when there is none.
  [[nodiscard]] std::size_t first_of(std::size_t index) const {
    const statement& s = scan_.statements[index];
    const full_path path(scan_, s);
    std::size_t part = index;
    for (std::size_t i = index; i-- > 0;) {
      const statement& other = scan_.statements[i];
      if (other.lost || other.brace != s.brace) continue;
      const full_path earlier(scan_, other);
      if (!one_holds_the_other(path, earlier)) continue;
      if (earlier.size() == path.size()) return i;
      if (!other.header) part = i;
      // What stands before the header of a list's item is about another item.
      if (other.list_header && earlier.size() <= path.size()) break;
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
  if (!is_readable(text, messages)) return result;

  scan scanned = scan_toml(text.text(), messages);
  // toml++ stops at its first mistake. Reading a large document over and over would take long, so there fewer are told.
  std::size_t effort = 0;
  while (scanned.complete && effort <= 2 * limits::bytes) {
    effort += scanned.text.size();
    toml::table table;
    detail::toml_mistake mistake;
    if (detail::run_toml(scanned.text, table, mistake)) {
      result.root = detail::tree_builder(text, scanned, messages).table(table, {});
      result.lost_names = detail::lost_names(scanned, text.text());
      result.readable = true;
      break;
    }
    const std::uint32_t place = source({}, scanned.text).offset_of(mistake.where);
    std::optional<std::size_t> index = scanned.statement_at(place);
    while (index && scanned.statements[*index].lost) index = *index > 0 ? std::optional(*index - 1) : std::nullopt;
    if (!index) {
      messages.error(code::toml_syntax, {place, place}, "not valid TOML: " + shortened(mistake.message));
      break;
    }
    detail::mistake_teller(scanned, messages).tell(*index, place, mistake.message);
    scanned.lose(*index);
    if (++scanned.mistakes >= limits::mistakes) break;
  }
  return result;
}

}  // namespace attain::document
