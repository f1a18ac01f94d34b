// SPDX-License-Identifier: Apache-2.0
/// Reads JSON into the document tree, every value with its place and every number with its text, going on behind most mistakes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/number/decimal.hpp"
#include "attain/plan/document.hpp"
#include "attain/plan/document_json_text.hpp"
#include "attain/plan/document_limits.hpp"
#include "attain/plan/document_place.hpp"
#include "attain/plan/document_statement.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"
#include "attain/text/unicode.hpp"

namespace attain::document {

/// One run over a JSON document; made for one call of `parse_json`.
class json_reader : cursor {
 public:
  json_reader(std::string_view text, diagnostics& messages) : messages_(messages) { doc_ = text; }

  [[nodiscard]] parsed run() {
    if (doc_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    result_.written_in = format::json;
    result_.readable = document();
    return std::move(result_);
  }

 private:
  enum class found : std::uint8_t { value, nothing, stop };

  // Each reader says whether reading can go on; false: what follows has no known meaning.

  bool document() {
    if (!skip()) return false;
    const std::uint32_t begin = at_;
    if (ended()) return stop({begin, begin}, "this document is empty", "a plan in JSON stands between `{` and `}`");
    if (here() != '{')
      return stop({begin, begin + 1}, "a plan in JSON stands between `{` and `}`", "begin it with `{`; a plan in TOML goes into a file named .toml");
    const bool done = object(result_.root) && skip();
    result_.root.where = {0, 0};
    if (!done) return false;
    if (ended()) return true;
    return stop(rest_of_line(at_), "nothing may stand behind the document", here() == '}' || here() == ']' ? "delete it, or an earlier bracket" : "delete it");
  }

  /// Passes blanks, line ends, and comments, which are mistakes; false when there are too many.
  bool skip() {
    for (;;) {
      while (!ended() && (is_blank(here()) || here() == '\n' || here() == '\r')) ++at_;
      const bool block = doc_.compare(at_, 2, "/*") == 0;
      if (!block && doc_.compare(at_, 2, "//") != 0 && here() != '#') return true;
      const std::uint32_t begin = at_;
      const std::size_t end = block ? doc_.find("*/", at_ + 2) : doc_.find('\n', at_);
      at_ = static_cast<std::uint32_t>(end == std::string::npos ? doc_.size() : end + (block ? 2 : 0));
      if (!say(without_end(doc_, from(begin)), "JSON has no comments", "delete it; `meta` holds what you like, and a plan in TOML may have comments"))
        return false;
    }
  }

  found any_value(value& to) {
    if (++values_ > limits::values) {
      stop({at_, at_}, "this document has more than " + std::to_string(limits::values) + " values", "keep data in tables of their own", code::too_large);
      return found::stop;
    }
    const std::uint32_t begin = at_;
    switch (here()) {
      case '{':
      case '[': {
        if (depth_ == limits::depth) {
          stop({begin, begin + 1}, "more than " + std::to_string(limits::depth) + " tables or lists inside each other", {}, code::too_large);
          return found::stop;
        }
        const bool is_object = here() == '{';
        const bool done = is_object ? object(to) : array(to);
        to.where = from(begin);
        to.is_inline = is_object;
        return done ? found::value : found::stop;
      }
      case '"': return text_value(to);
      default: return bare(to);
    }
  }

  /// Reads `"…"`. A text with a mistake is nothing: what it says as a formula would be another mistake.
  found text(located_text& to) {
    const auto end = end_of_json_string(doc_, at_);
    if (!end) {
      const auto line_end = static_cast<std::uint32_t>(std::min(doc_.find('\n', at_), doc_.size()));
      stop(without_end(doc_, {at_, line_end}), "this text has no closing quote on its line", "close it with `\"`; a line end inside a text is written `\\n`");
      return found::stop;
    }
    diagnostics mistakes;
    to = read_json_string(doc_, {at_, static_cast<std::uint32_t>(*end)}, mistakes);
    at_ = static_cast<std::uint32_t>(*end);
    if (mistakes.empty()) return found::value;
    for (const diagnostic& d : mistakes) messages_.add(d).place = place();
    return count_mistakes(mistakes.size()) ? found::nothing : found::stop;
  }

  found text_value(value& to) {
    const found what = text(to.text);
    to.kind = value_kind::text;
    to.where = to.text.whole;
    if (what == found::nothing) lost_ = to.text.text;
    if (to.text.text.size() == 10 && has_shape(to.text.text, "0000-00-00")) {
      const auto date = parse_date(to.text.text);
      to.reads_as_date = date.has_value();
      to.date = date.value_or(0);
    }
    return what;
  }

  /// Reads a value without quotes or brackets: a number, `true`, `false`, or something that is none.
  found bare(value& to) {
    const span where = bare_extent();
    at_ = where.end;
    const std::string_view token = written(where);
    if (token.empty()) {
      stop({at_, at_ + (ended() ? 0U : 1U)}, "a value is needed here");
      return found::stop;
    }
    to.where = where;
    to.text = {std::string(token), {{0, where.begin}}, where};
    if (token == "true" || token == "false") {
      to.kind = value_kind::boolean;
      to.boolean = token == "true";
      return found::value;
    }
    if (is_number(token)) {
      number(to);
      return found::value;
    }
    lost_ = std::string(token);
    const bare_mistake mistake = judge_json_value(token);
    return say(where, mistake.message, mistake.help, mistake.code) ? found::nothing : found::stop;
  }

  /// How far a value without quotes goes. An unquoted formula is one mistake, not one for each comma in its brackets.
  [[nodiscard]] span bare_extent() const {
    std::uint32_t end = at_;
    int parentheses = 0;
    for (; end < doc_.size() && doc_[end] != '\n'; ++end) {
      const char c = doc_[end];
      if (c == '(') ++parentheses;
      if (c == ')' && parentheses > 0) --parentheses;
      if (parentheses == 0 && (c == ',' || c == ']' || c == '}' || c == '[' || c == '{' || c == '"' || c == '#' || doc_.compare(end, 2, "//") == 0)) break;
    }
    return without_end(doc_, {at_, end});
  }

  /// JSON's numbers are those of TOML in base ten, without `+`, `_` and words.
  [[nodiscard]] static bool is_number(std::string_view written) {
    if (written.empty() || written[0] == '+' || written.find('_') != std::string_view::npos || base_of(written) != 10) return false;
    const bare_kind kind = classify_number(written);
    return kind == bare_kind::integer || kind == bare_kind::floating;
  }

  /// JSON has one kind of number: 1.0 is as whole as 1, however a program wrote it.
  static void number(value& to) {
    const auto exact = parse_decimal(to.text.text);
    const bool whole = exact && without_trailing_zeros(*exact).scale == 0;
    to.kind = whole || classify_number(to.text.text) == bare_kind::integer ? value_kind::integer : value_kind::floating;
    if (!whole) return;
    std::string digits = to_text(*exact);
    if (digits != to.text.text) to.text = {std::move(digits), {}, to.where};
  }

  bool array(value& to) {
    to.kind = value_kind::array;
    std::uint32_t skipped = 0;
    return list(']', "a value", [&] {
      value item;
      item.skipped = skipped;
      path_.push_back(std::to_string(to.items.size() + skipped));
      const found what = any_value(item);
      path_.pop_back();
      if (what == found::value) to.items.push_back(std::move(item));
      if (what == found::nothing) ++skipped;
      return what != found::stop;
    });
  }

  bool object(value& to) {
    to.kind = value_kind::table;
    std::map<std::string, span> seen;
    return list('}', "a key", [&] { return one_member(to, seen); });
  }

  bool one_member(value& to, std::map<std::string, span>& seen) {
    located_text name;
    if (!key(name) || !skip()) return false;
    const span where = name.whole;
    if (here() != ':') return stop({at_, at_ + (ended() ? 0U : 1U)}, "`:` and a value are needed behind a key");
    ++at_;
    if (!skip()) return false;
    path_.push_back(name.text);
    const auto [first, is_new] = seen.emplace(name.text, where);
    value content;
    const found what = !is_new && !twice(name, first->second) ? found::stop : any_value(content);
    if (what == found::nothing) {
      result_.lost_names.push_back(name.text);
      if (name.text == "name") result_.lost_names.push_back(lost_);
    }
    if (what == found::value && is_new) to.members.push_back({name.text, where, std::move(content)});
    path_.pop_back();
    return what != found::stop;
  }

  bool twice(const located_text& name, span first) {
    diagnostic& told = messages_.error(code::json_syntax, name.whole, in_ticks(name.text) + " is written twice", "delete one of them, or write a list `[…]`");
    told.related.push_back({first, "first here"});
    told.place = place();
    return count_mistakes(1);
  }

  bool key(located_text& name) {
    if (here() == '"') return text(name) != found::stop;
    const std::uint32_t begin = at_;
    const char quote = here() == '\'' ? '\'' : '\0';
    if (quote != '\0') ++at_;
    const std::uint32_t first = at_;
    while (!ended() && (is_key_sign(here()) || static_cast<unsigned char>(here()) >= 0x80)) ++at_;
    name = {std::string(written(from(first))), {{0, first}}, {}};
    if (quote != '\0' && here() == quote) ++at_;
    name.whole = from(begin);
    if (name.text.empty()) return stop({begin, begin + 1}, "a key is needed here", "a key stands between double quotes");
    return say(name.whole, "a key stands between double quotes", "write `\"" + shortened(name.text) + "\"`");
  }

  /// Reads what stands between a bracket and the one that closes it, with commas between.
  template <class Item>
  bool list(char close, std::string_view item, Item read_item) {
    const std::uint32_t open = at_++;
    ++depth_;
    const std::string closing = std::string("`") + close + "`";
    bool after_value = false;
    std::uint32_t comma = 0;
    for (;;) {
      if (!skip()) return false;
      if (ended()) return stop({open, open + 1}, "this bracket is never closed", "add " + closing + " where it ends");
      if (here() == close) break;
      if (here() == ']' || here() == '}') return stop({at_, at_ + 1}, closing + " is needed here, not `" + here() + "`");
      if (here() == ',') {
        if (!after_value && !say({at_, at_ + 1}, std::string(item) + " is needed before this comma")) return false;
        after_value = false;
        comma = at_++;
        continue;
      }
      if (after_value && !comma_missing(close, closing)) return false;
      const std::uint32_t begin = at_;
      if (!read_item()) return false;
      if (at_ == begin) return stop({at_, at_ + 1}, std::string(item) + " is needed here");
      after_value = true;
      comma = 0;
    }
    if (comma != 0 && !say({comma, comma + 1}, "no comma stands before " + closing, "delete it")) return false;
    ++at_;
    --depth_;
    return true;
  }

  bool comma_missing(char close, const std::string& closing) {
    const std::string message = "a comma is needed here, or " + closing;
    const bool behind_text = doc_[at_ - 1] == '"';
    const std::string help = behind_text ? "a quote inside a text is written `\\\"`" : "";
    if (behind_text || (close == '}' && here() != '"')) return stop({at_, at_}, message, help);
    return say({at_, at_}, message, help);
  }

  /// Where reading is, in the tree.
  [[nodiscard]] tree_place place() const {
    tree_place result;
    for (const std::string& step : path_) append_step(result.pointer, step);
    return result;
  }

  /// Reports a mistake behind which reading goes on, unless there have been too many.
  bool say(span where, std::string message, std::string help = {}, code c = code::json_syntax) {
    stop(where, std::move(message), std::move(help), c);
    return count_mistakes(1);
  }

  bool count_mistakes(std::size_t count) {
    mistakes_ += count;
    return mistakes_ < limits::mistakes;
  }

  bool stop(span where, std::string message, std::string help = {}, code c = code::json_syntax) {
    messages_.error(c, where, std::move(message), std::move(help)).place = place();
    return false;
  }

  diagnostics& messages_;
  parsed result_;
  std::vector<std::string> path_;  ///< the keys and numbers of the values that are being read
  std::string lost_;               ///< what stood where the last value should have been that was none
  std::size_t values_ = 0;
  std::size_t depth_ = 0;
  std::size_t mistakes_ = 0;
};

/// How a text is written, from the ending of its name or else from its first sign.
[[nodiscard]] inline format detect(std::string_view text, std::string_view name) {
  const std::string ending = to_lower(name.substr(name.size() - std::min<std::size_t>(name.size(), 5)));
  if (ending == ".json") return format::json;
  if (ending == ".toml") return format::toml;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{' ? format::json : format::toml;
}

/// Reads JSON. All mistakes that leave the rest its meaning go to `messages`, and what they do not touch is in the tree. Never throws but for
/// want of memory, takes any bytes, in time proportional to their number. Numbers are kept as written and never pass through a double.
[[nodiscard]] inline parsed parse_json(const source& text, diagnostics& messages) {
  if (is_readable(text, messages)) return json_reader(text.text(), messages).run();
  parsed result;
  result.readable = false;
  return result;
}

}  // namespace attain::document
