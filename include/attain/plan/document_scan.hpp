// SPDX-License-Identifier: Apache-2.0
/// Splits TOML into statements and values with exact places and finds the mistakes people make in it, so that one does not hide the next.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/plan/document_bare.hpp"
#include "attain/plan/document_statement.hpp"
#include "attain/plan/document_text.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"

namespace attain::document {

/// Scans one document; made for one call of `scan_toml`. The text must be UTF-8.
class scanner : private cursor {
 public:
  scanner(std::string_view text, diagnostics& messages) : messages_(messages) { result_.text = text; }

  [[nodiscard]] scan run() {
    replace_controls();
    doc_ = result_.text;  // a copy: losing statements changes the result's text
    if (doc_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (result_.complete && skip_to_statement()) {
      const std::size_t index = begin_statement(true);
      const bool done = doc_[at_] == '[' ? header(index) : key_value(index, 0) && nothing_follows(false);
      if (!done) resync(result_.statements[index].where.begin);
      result_.statements[index].where.end = at_;
      result_.statements[index].where = without_end(doc_, result_.statements[index].where);
      debris_ = !done || unquoted_;
      if (broken_) broken_statements_.push_back(index);
    }
    hide_texts();
    for (const std::size_t index : broken_statements_) result_.lose(index);
    return std::move(result_);
  }

 private:
  void skip_comment() {
    const std::uint32_t begin = at_;
    if (here() == '#') skip_line();
    std::fill(result_.text.begin() + begin, result_.text.begin() + at_, ' ');
  }

  /// TOML has no control characters; blanks in their place keep the rest readable.
  void replace_controls() {
    std::string& text = result_.text;
    for (std::size_t i = 0; i < text.size() && result_.complete; ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      const bool line_end = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
      if ((c >= 0x20 && c != 0x7F) || c == '\t' || c == '\n' || line_end) continue;
      text[i] = ' ';
      constexpr std::string_view hex = "0123456789ABCDEF";
      const auto at = static_cast<std::uint32_t>(i);
      say({at, at + 1}, std::string("the control character U+00") + hex[c >> 4U] + hex[c & 15U] + " cannot stand in TOML", "delete it");
    }
  }

  diagnostic& say(span where, std::string message, std::string help = {}, code c = code::toml_syntax) {
    broken_ = true;
    if (++result_.mistakes >= limits::mistakes) result_.complete = false;
    return messages_.error(c, where, std::move(message), std::move(help));
  }
  /// A mistake in the order of signs, which makes others: only the first of a statement is told. Always false, for the caller to return.
  bool structure(span where, std::string message, std::string help = {}, code c = code::toml_syntax) {
    if (!broken_) say(where, std::move(message), std::move(help), c);
    return false;
  }

  [[nodiscard]] bool skip_to_statement() {
    while (!ended()) {
      skip_blanks();
      skip_comment();
      if (ended()) return false;
      if (!at_line_end()) return true;
      pass_line_end();
    }
    return false;
  }

  std::size_t begin_statement(bool alone) {
    const std::size_t index = result_.statements.size();
    if (index >= limits::values) too_large("keys", limits::values);
    statement& s = result_.statements.emplace_back();
    s.where = {at_, at_};
    if (alone) owner_ = static_cast<std::uint32_t>(index);
    s.owner = owner_;
    s.section = section_;
    if (alone) broken_ = unquoted_ = false;
    return index;
  }

  void too_large(std::string_view what, std::size_t most) {
    if (result_.complete) {
      say({at_, at_}, "this document has more than " + std::to_string(most) + ' ' + std::string(what), "keep data in tables of their own", code::too_large);
    }
    result_.complete = false;
  }

  void count_table() {
    if (++tables_ == limits::tables) too_large("tables", limits::tables);
  }

  bool header(std::size_t index) {
    const std::uint32_t open = at_;
    const bool list = doc_.compare(at_, 2, "[[") == 0;
    const std::string_view close = list ? "]]" : "]";
    at_ += static_cast<std::uint32_t>(close.size());
    section_ = static_cast<std::uint32_t>(index) + 1;
    section_depth_ = 0;
    result_.statements[index].section = section_;
    result_.statements[index].header = true;
    result_.statements[index].list_header = list;
    result_.keys.push_back({open, at_});
    const std::size_t slot = result_.keys.size() - 1;
    count_table();
    if (!key_path(index)) return skip_line(), false;
    if (doc_.compare(at_, close.size(), close) != 0) {
      const std::string whole = (list ? "[[" : "[") + std::string(written(result_.statements[index].key)) + std::string(close);
      structure({open, open + static_cast<std::uint32_t>(close.size())}, "this bracket is never closed", write_instead(whole));
      return skip_line(), false;
    }
    at_ += static_cast<std::uint32_t>(close.size());
    result_.keys[slot].end = at_;
    section_depth_ = result_.statements[index].path.size() * (list ? 2 : 1);
    return check_depth(section_depth_, result_.statements[index].key) && nothing_follows(true);
  }

  bool check_depth(std::size_t depth, span where) {
    if (depth <= limits::depth) return true;
    return structure(where, "more than " + std::to_string(limits::depth) + " tables or lists inside each other", {}, code::too_large);
  }

  bool key_value(std::size_t index, std::size_t depth) {
    const std::uint32_t begin = at_;
    if (!key_path(index)) return false;
    const span key = result_.statements[index].key;
    if (here() != '=') {
      if (debris_ && depth == 0) {
        result_.statements[index].path.clear();
        return broken_ = true, false;
      }
      if (here() == ':') return structure({at_, at_ + 1}, "`=` is needed here, not `:`", write_instead(std::string(written(key)) + " = …"));
      const span rest = rest_of_line(begin);
      if (written(rest).find("＝") != std::string_view::npos) return structure(rest, "`＝` is no equals sign of TOML", "write `=`");
      if (depth > 0) return structure(key, "a key needs `=` and a value behind it");
      return structure(rest, "this line is not `key = value`", "write a name, `=` and a value; a formula stands in quotes: goal = \"quota * 2\"");
    }
    ++at_;
    skip_blanks();
    if (at_line_end() || here() == '#' || (depth > 0 && (here() == ',' || here() == '}' || here() == ']'))) {
      return structure(key, "this key has no value", write_instead(std::string(written(key)) + " = …"));
    }
    const std::size_t path = result_.statements[index].path.size();
    if (path > 1) count_table();
    depth_ += path;
    const bool done = check_depth(section_depth_ + depth_, key) && any_value(depth);
    depth_ -= path;
    result_.statements[index].where.end = at_;
    return done;
  }

  /// Reads `a."b".c` up to what follows it; false when nothing sensible can follow.
  bool key_path(std::size_t index) {
    skip_blanks();
    const std::uint32_t begin = at_;
    result_.statements[index].key = {begin, begin};
    for (;;) {
      skip_blanks();
      const std::uint32_t part = at_;
      std::string name;
      if (!key_segment(name)) return false;
      result_.keys.push_back(from(part));
      result_.statements[index].path.push_back(std::move(name));
      result_.statements[index].key = from(begin);
      if (result_.keys.size() >= limits::values) return too_large("keys", limits::values), false;
      if (!check_depth(result_.statements[index].path.size(), from(part))) return false;
      skip_blanks();
      if (here() != '.') return true;
      ++at_;
    }
  }

  bool key_segment(std::string& name) {
    const std::uint32_t begin = at_;
    if (here() == '"' || here() == '\'') {
      const auto end = end_of_string(doc_, at_);
      if (!end) return structure(rest_of_line(begin), "this key has no closing quote");
      at_ = static_cast<std::uint32_t>(*end);
      if (doc_.compare(begin, 3, std::string(3, doc_[begin])) == 0 && at_ - begin >= 6) {
        return structure(from(begin), "a key has one quote at each end", "delete the others");
      }
      check_escapes(from(begin));
      name = read_string(doc_, from(begin)).text;
      return true;
    }
    while (!at_line_end() && !is_blank(here()) && std::string_view("=.[]{}\"'#,:").find(here()) == std::string_view::npos) ++at_;
    name = written(from(begin));
    if (name.empty()) return debris_ ? broken_ = true, false : structure({begin, begin}, "a key is needed here");
    const bool bare = std::all_of(name.begin(), name.end(), is_key_sign);
    std::size_t next = at_;
    while (next < doc_.size() && is_blank(doc_[next])) ++next;
    const bool key_like = next < doc_.size() && (doc_[next] == '=' || doc_[next] == '.' || doc_[next] == ']');
    // What is no key at all is told by the caller.
    if (!bare && key_like) say(from(begin), "a key with other signs than A-Z, a-z, 0-9, _ and - needs quotes", write_instead(in_quotes(name)));
    return true;
  }

  bool nothing_follows(bool after_header) {
    skip_blanks();
    if (at_line_end() || here() == '#') return true;
    const span rest = rest_of_line(at_);
    const std::string_view what = after_header ? "nothing may stand behind a header" : "nothing may stand behind a value";
    if (here() == ',') return structure(rest, "no comma stands between two keys", "delete it");
    const bool after_text = !after_header && (doc_[at_ - 1] == '"' || doc_[at_ - 1] == '\'');
    return structure(rest, std::string(what), after_header ? "put it on a line of its own" : after_text ? "a quote inside a text is written `\\\"`" : "");
  }

  bool any_value(std::size_t depth) {
    if (result_.values.size() >= limits::values) return too_large("values", limits::values), false;
    const std::size_t slot = result_.values.size();
    const std::uint32_t begin = at_;
    result_.values.push_back({{at_, at_}, here() == '{'});
    bool done = true;
    switch (here()) {
      case '"':
      case '\'': done = string(); break;
      case '[':
      case '{':
        ++depth_;
        done = check_depth(section_depth_ + depth_, {begin, begin + 1}) && (here() == '[' ? list(depth + 1) : braces(depth + 1));
        --depth_;
        break;
      default: bare(depth); break;
    }
    result_.values[slot].where = from(begin);
    return done;
  }

  bool string() {
    const std::uint32_t begin = at_;
    if (const auto end = end_of_string(doc_, at_)) {
      at_ = static_cast<std::uint32_t>(*end);
      check_escapes(from(begin));
      return true;
    }
    const std::string quotes(doc_.compare(at_, 3, std::string(3, here())) == 0 ? 3 : 1, here());
    const bool multiline = quotes.size() == 3;
    span where = multiline ? span{begin, begin + 3} : rest_of_line(begin);
    say(where, "this text has no closing quote", "close it with `" + quotes + "`");
    skip_line();
    // A text of one line ends with it, whatever comes; where one of several lines should have ended nobody knows.
    return !multiline;
  }

  void check_escapes(span where) {
    string_reader reader(doc_, where);
    (void)reader.read();
    const std::optional<span>& bad = reader.bad_escape();
    if (!bad) return;
    const std::string escape(written(*bad));
    const bool code_point = escape.size() > 1 && (escape[1] == 'u' || escape[1] == 'U');
    if (code_point) {
      say(*bad, in_ticks(escape) + " is no character", "`\\u` takes four and `\\U` eight hexadecimal digits");
    } else {
      say(*bad, in_ticks(escape) + " means nothing in a text", "write `\\" + escape + "`, or put the text between single quotes");
    }
  }

  void bare(std::size_t depth) {
    const std::uint32_t begin = at_;
    int parentheses = 0;  // an unquoted formula is one mistake, not one for each comma
    while (!at_line_end() && here() != '#') {
      const char c = here();
      if (c == '(') ++parentheses;
      if (c == ')' && parentheses > 0) --parentheses;
      if (depth > 0 && parentheses == 0 && (c == ',' || c == ']' || c == '}')) break;
      ++at_;
    }
    const span where = without_end(doc_, from(begin));
    at_ = where.end;
    judge_bare(where);
  }

  void judge_bare(span where) {
    const std::string_view text = written(where);
    if (classify_bare(text) == bare_kind::unknown) unquoted_ = true;
    if (const auto found = judge_bare_value(text)) say({where.begin + found->from, where.end}, found->message, found->help, found->code);
  }

  /// Passes blanks, comments and line ends inside brackets; false where a new statement begins, so the bracket cannot have been closed.
  bool skip_inside(bool only_headers) {
    for (;;) {
      skip_blanks();
      skip_comment();
      if (ended() || !at_line_end()) return true;
      pass_line_end();
      if (looks_like_statement(doc_, at_, only_headers)) return false;
    }
  }

  bool never_closed(std::uint32_t open) {
    return structure({open, open + 1}, "this bracket is never closed", std::string("add `") + (doc_[open] == '[' ? ']' : '}') + "` where it ends");
  }

  bool list(std::size_t depth) {
    const std::uint32_t open = at_++;
    for (bool after_value = false;;) {
      if (!skip_inside(false) || ended()) return never_closed(open);
      if (here() == ']') return ++at_, true;
      if (here() == '}') return structure({at_, at_ + 1}, "`]` is needed here, not `}`");
      if (here() == ',') {
        if (!after_value) structure({at_, at_ + 1}, "a value is needed before this comma");
        after_value = false;
        ++at_;
        continue;
      }
      if (after_value) return structure({at_, at_}, "a comma is needed here, or `]`");
      if (!any_value(depth) || !result_.complete) return false;
      after_value = true;
    }
  }

  bool braces(std::size_t depth) {
    const std::uint32_t open = at_++;
    bool several_lines = false;
    bool after_value = false;
    std::uint32_t last_comma = 0;
    for (;;) {
      skip_blanks();
      if (at_line_end() || here() == '#') {
        several_lines = true;
        if (!skip_inside(true) || ended() || (after_value && here() != '}' && here() != ',')) return rewind_to_line(open), never_closed(open);
      }
      if (here() == '}') break;
      if (here() == ']') return structure({at_, at_ + 1}, "`}` is needed here, not `]`");
      if (here() == ',') {
        if (!after_value) structure({at_, at_ + 1}, "a key is needed before this comma");
        last_comma = at_++;
        after_value = false;
        continue;
      }
      if (after_value) return structure({at_, at_}, "a comma is needed here, or `}`");
      const std::size_t index = begin_statement(false);
      result_.statements[index].brace = open + 1;
      if (!key_value(index, depth) || !result_.complete) return false;
      after_value = true;
    }
    ++at_;
    if (several_lines) {
      structure({open, open + 1}, "a table in braces stands on one line", "put it on one line, or give it a header of its own in brackets");
    } else if (last_comma != 0 && !after_value) {
      structure({last_comma, last_comma + 1}, "no comma stands before `}`", "delete it");
    }
    return true;
  }

  /// Goes back to the end of the line a bracket stands in: what followed was read as its content, but is not.
  void rewind_to_line(std::uint32_t open) {
    at_ = open;
    skip_line();
    const auto forget = [this](auto& list, auto place) {
      while (!list.empty() && place(list.back()) >= at_) list.pop_back();
    };
    forget(result_.statements, [](const statement& s) { return s.where.begin; });
    forget(result_.values, [](const written_value& v) { return v.where.begin; });
    forget(result_.keys, [](span key) { return key.begin; });
    for (std::size_t i = owner_; i < result_.statements.size(); ++i) {
      span& where = result_.statements[i].where;
      where.end = std::min(where.end, at_);
    }
    for (std::size_t i = result_.values.size(); i-- > 0 && result_.values[i].where.begin >= open;) {
      span& where = result_.values[i].where;
      where.end = std::min(where.end, at_);
    }
  }

  /// Goes on at the next line that begins a statement, at the latest one where debris ends.
  void resync(std::uint32_t began) {
    broken_ = true;
    depth_ = 0;
    if (at_ == began) skip_line();
    bool line_begins = at_ == 0 || (at_ <= doc_.size() && doc_[at_ - 1] == '\n');
    while (!ended()) {
      if (line_begins && looks_like_statement(doc_, at_, false)) return;
      while (!ended() && here() != '\n') ++at_;
      if (!ended()) ++at_;
      line_begins = true;
    }
  }

  /// toml++ needs no more of a text than that there is one. Some contents would do harm: a letter like `é` behind a line
  /// continuation leads its tables of blanks into undefined behaviour.
  void hide_texts() {
    for (const written_value& v : result_.values) {
      const char first = doc_[v.where.begin];
      const bool closed = v.where.end - v.where.begin >= 2 && doc_[v.where.end - 1] == first;
      if ((first != '"' && first != '\'') || !closed) continue;
      std::fill(result_.text.begin() + v.where.begin + 1, result_.text.begin() + v.where.end - 1, 'x');
    }
  }

  diagnostics& messages_;
  scan result_;
  std::uint32_t owner_ = 0;
  std::uint32_t section_ = 0;
  std::size_t section_depth_ = 0;
  std::size_t depth_ = 0;
  std::size_t tables_ = 0;
  bool broken_ = false;    ///< the statement at hand has a mistake
  bool unquoted_ = false;  ///< it has a value that needs quotes
  bool debris_ = false;    ///< the next line may be the rest of the statement before it, of which enough was said
  std::vector<std::size_t> broken_statements_;
};

/// Scans a document that is UTF-8 and within `limits::bytes`, adding what is wrong with it to `messages`.
[[nodiscard]] inline scan scan_toml(std::string_view text, diagnostics& messages) { return scanner(text, messages).run(); }

}  // namespace attain::document
