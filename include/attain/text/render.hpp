// SPDX-License-Identifier: Apache-2.0
/// Draws diagnostics the way compilers do: the place, the line, carets under the cause, dashes under what has to do with it, help.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"
#include "attain/text/unicode.hpp"

namespace attain {

/// How a message is drawn.
struct render_options {
  bool color = false;             ///< ANSI colours, for a terminal
  std::uint32_t max_width = 160;  ///< columns of a source line shown before it is cut around the caret; at least 40
  bool tree_places = false;       ///< say too where it is in the document's tree: for documents that programs write
};

namespace detail {

enum class ink : std::uint8_t { plain, strong, error, warning, note, related, frame };

[[nodiscard]] inline std::string_view ansi(ink style) {
  switch (style) {
    case ink::plain: return "";
    case ink::strong: return "\x1b[1m";
    case ink::error: return "\x1b[1;31m";
    case ink::warning: return "\x1b[1;33m";
    case ink::note: return "\x1b[1;36m";
    case ink::related: return "\x1b[36m";
    case ink::frame: return "\x1b[1;34m";
  }
  return "";
}

/// A character as a terminal may safely show it. Controls could move the cursor, and bidirectional overrides could make a
/// formula read as another one, so both become visible stand-ins.
[[nodiscard]] inline char32_t shown(const decoded& c) {
  if (!c.valid) return 0xFFFD;
  if (c.value == U'\t' || c.value == U'\n') return U' ';
  if (c.value < 0x20) return 0x2400 + c.value;
  if (c.value == 0x7F) return 0x2421;
  const bool hidden = (c.value >= 0x80 && c.value < 0xA0) || (c.value >= 0x202A && c.value <= 0x202E) || (c.value >= 0x2066 && c.value <= 0x2069) ||
                      c.value == 0x2028 || c.value == 0x2029 || c.value == 0xFEFF;
  return hidden ? char32_t{0xFFFD} : c.value;
}

[[nodiscard]] inline std::string shown(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    append_utf8(result, shown(next));
    at += next.size;
  }
  return result;
}

/// One line of output, filled from left to right.
class output_row {
 public:
  explicit output_row(bool color) : color_(color) {}

  void append(std::string_view text, ink style = ink::plain) {
    if (text.empty()) return;
    const bool painted = color_ && style != ink::plain;
    if (painted) text_ += ansi(style);
    text_ += text;
    if (painted) text_ += "\x1b[0m";
    width_ += column_width(text);
  }
  void pad_to(std::size_t column) {
    if (column > width_) append(std::string(column - width_, ' '));
  }
  /// Ends the line, without blanks at its end.
  void flush(std::string& out) {
    const std::size_t last = text_.find_last_not_of(' ');
    out.append(text_, 0, last == std::string::npos ? 0 : last + 1);
    out.push_back('\n');
    text_.clear();
    width_ = 0;
  }

 private:
  std::string text_;
  std::size_t width_ = 0;
  bool color_;
};

/// An underlined range of one line: in bytes of that line at first, in columns of the drawing after `layout`.
struct mark {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool primary = false;
  std::string text;
  position place;  ///< said in words where the line is cut so that the mark falls outside
  bool visible = true;
};

/// A source line as it is drawn: cut if too long, with its marks in columns.
struct drawn_line {
  std::string text;
  std::vector<mark> marks;
};

/// The columns of a long line to show, around its marks if they fit and around the primary one if not.
[[nodiscard]] inline std::pair<std::size_t, std::size_t> window(const std::vector<mark>& marks, std::size_t width, std::size_t room) {
  if (width <= room) return {0, width};
  std::size_t begin = width;
  std::size_t end = 0;
  for (const mark& m : marks) {
    begin = std::min(begin, m.begin);
    end = std::max(end, m.end);
  }
  if (begin > end || end - begin > room - 20) {
    const auto chosen = std::find_if(marks.begin(), marks.end(), [](const mark& m) { return m.primary; });
    begin = chosen != marks.end() ? chosen->begin : begin;
    end = std::min(chosen != marks.end() ? chosen->end : end, begin + room - 20);
  }
  const std::size_t margin = (room - (end - begin)) / 2;
  const std::size_t first = std::min(begin > margin ? begin - margin : 0, width - room);
  return {first, first + room};
}

/// Cuts a line that is very long, as programs write them, to the bytes near its primary mark, so that drawing it takes no time in proportion to
/// it. Marks that lie outside go to `outside`.
[[nodiscard]] inline std::string_view cut_near_marks(std::string_view line, std::vector<mark>& marks, std::size_t room, std::vector<mark>& outside) {
  const std::size_t reach = 16 * room;  // characters have up to 4 bytes, and some take no column
  if (line.size() <= 4 * reach || marks.empty()) return line;
  const auto primary = std::find_if(marks.begin(), marks.end(), [](const mark& m) { return m.primary; });
  const std::size_t middle = std::min((primary != marks.end() ? *primary : marks.front()).begin, line.size());
  std::size_t begin = middle - std::min(middle, reach);
  std::size_t end = std::min(middle + reach, line.size());
  while (begin > 0 && !begins_code_point(line[begin])) --begin;
  while (end < line.size() && !begins_code_point(line[end])) ++end;
  const auto is_near = [&](const mark& m) { return m.begin >= begin && m.begin <= end; };
  const auto far = std::stable_partition(marks.begin(), marks.end(), is_near);
  outside.assign(far, marks.end());
  marks.erase(far, marks.end());
  for (mark& m : outside) m.visible = false;
  for (mark& m : marks) {
    m.begin -= begin;
    m.end = std::clamp(m.end, begin, end) - begin;
  }
  return line.substr(begin, end - begin);
}

[[nodiscard]] inline drawn_line lay_out(std::string_view line, std::vector<mark> marks, std::size_t room) {
  std::vector<mark> outside;
  line = cut_near_marks(line, marks, room, outside);
  // The column at which each byte's character begins, and the end.
  std::vector<std::size_t> column_of(line.size() + 1);
  std::size_t column = 0;
  for (std::size_t at = 0; at < line.size();) {
    const decoded next = decode_utf8(line, at);
    for (std::uint32_t i = 0; i < next.size; ++i) column_of[at + i] = column;
    column += column_width(shown(next));
    at += next.size;
  }
  column_of[line.size()] = column;
  for (mark& m : marks) {
    m.begin = column_of[std::min(m.begin, line.size())];
    m.end = std::max(column_of[std::min(m.end, line.size())], m.begin + 1);
  }

  const auto [first, last] = window(marks, column, room);
  drawn_line result;
  std::size_t start = first;  // the column of the first character shown; a wide one may straddle the edge
  if (first > 0) result.text = "…";
  bool begun = false;
  for (std::size_t at = 0; at < line.size();) {
    const decoded next = decode_utf8(line, at);
    const char32_t c = shown(next);
    const std::size_t here = column_of[at];
    if (here >= first && here + column_width(c) <= last) {
      if (!begun) start = here;
      begun = true;
      append_utf8(result.text, c);
    }
    at += next.size;
  }
  if (last < column) result.text += "…";

  const std::size_t shift = first > 0 ? 1 : 0;
  for (mark& m : marks) {
    m.visible = m.end > start && m.begin <= last;
    m.begin = std::max(m.begin, start) - start + shift;
    m.end = std::max(std::min(m.end, last + 1) - std::min(start, std::min(m.end, last + 1)) + shift, m.begin + 1);
  }
  result.marks = std::move(marks);
  result.marks.insert(result.marks.end(), outside.begin(), outside.end());
  return result;
}

/// Draws one message; lives for one call of `render`.
class renderer {
 public:
  renderer(const source& text, const diagnostic& message, const render_options& options)
      : source_(text), message_(message), options_(options), row_(options.color) {}

  [[nodiscard]] std::string draw() {
    head();
    collect();
    excerpts();
    foot();
    return std::move(out_);
  }

 private:
  struct excerpt {
    std::uint32_t line = 0;
    std::vector<mark> marks;
  };

  [[nodiscard]] ink cause_ink() const {
    switch (message_.severity) {
      case severity::error: return ink::error;
      case severity::warning: return ink::warning;
      case severity::note: return ink::note;
    }
    return ink::error;
  }

  void head() {
    const position place = source_.position_of(message_.where.begin);
    std::string where = shown(source_.name());
    if (!where.empty()) where += ':';
    where += std::to_string(place.line) + ':' + std::to_string(place.column) + ": ";
    row_.append(where, ink::strong);
    constexpr std::string_view words[] = {"error", "warning", "note"};
    row_.append(std::string(words[static_cast<std::size_t>(message_.severity)]) + '[' + to_string(message_.code) + ']', cause_ink());
    row_.append(": " + shown(message_.message), ink::strong);
    row_.flush(out_);
  }

  void add_mark(span where, const std::string& text, bool primary) {
    const std::uint32_t line = source_.position_of(where.begin).line;
    auto found = std::find_if(excerpts_.begin(), excerpts_.end(), [&](const excerpt& e) { return e.line == line; });
    if (found == excerpts_.end()) found = excerpts_.insert(found, excerpt{line, {}});
    const std::uint32_t start = source_.line_start(line);
    const std::uint32_t begin = std::max(where.begin, start) - start;
    const std::uint32_t end = std::max(where.end, start) - start;
    found->marks.push_back({begin, end, primary, shown(text), {line, source_.position_of(where.begin).column}, true});
  }

  void collect() {
    add_mark(message_.where, message_.here, true);
    for (const label& l : message_.related) add_mark(l.where, l.text, false);
    std::sort(excerpts_.begin(), excerpts_.end(), [](const excerpt& a, const excerpt& b) { return a.line < b.line; });
    gutter_ = std::to_string(excerpts_.back().line).size();
  }

  void frame(std::string_view number = {}) {
    const std::string blanks(gutter_ - std::min(gutter_, number.size()), ' ');
    row_.append(blanks + std::string(number) + " |", ink::frame);
  }

  void excerpts() {
    frame();
    row_.flush(out_);
    std::uint32_t line_before = 0;
    for (const excerpt& e : excerpts_) {
      if (line_before != 0 && e.line > line_before + 1) {
        row_.append("...", ink::frame);
        row_.flush(out_);
      }
      line_before = e.line;
      const drawn_line drawn = lay_out(source_.line(e.line), e.marks, std::max<std::size_t>(options_.max_width, 40));
      frame(std::to_string(e.line));
      row_.append(" " + drawn.text);
      row_.flush(out_);
      underlines(drawn);
    }
  }

  [[nodiscard]] ink ink_of(const mark& m) const { return m.primary ? cause_ink() : ink::related; }

  void underlines(const drawn_line& drawn) {
    std::vector<mark> marks;
    for (const mark& m : drawn.marks) {
      if (m.visible) {
        marks.push_back(m);
      } else if (!m.text.empty()) {
        outside_.push_back(std::to_string(m.place.line) + ':' + std::to_string(m.place.column) + ": " + m.text);
      }
    }
    std::stable_sort(marks.begin(), marks.end(), [](const mark& a, const mark& b) { return a.begin < b.begin; });
    if (marks.empty()) return;
    const std::size_t left = gutter_ + 3;  // behind the frame and one blank
    underline_row(marks, left);

    // Texts that do not stand beside their own underline hang below it, the rightmost first.
    std::vector<mark> hanging;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (!marks[i].text.empty() && i != inline_mark(marks)) hanging.push_back(marks[i]);
    }
    if (hanging.empty()) return;
    stems(hanging, hanging.size(), left);
    row_.flush(out_);
    for (std::size_t i = hanging.size(); i-- > 0;) {
      stems(hanging, i, left);
      row_.pad_to(left + hanging[i].begin);
      row_.append(hanging[i].text, ink_of(hanging[i]));
      row_.flush(out_);
    }
  }

  /// The last mark has room for its text behind it, if no other reaches further.
  [[nodiscard]] static std::size_t inline_mark(const std::vector<mark>& marks) {
    const std::size_t last = marks.size() - 1;
    const bool furthest = std::all_of(marks.begin(), marks.end(), [&](const mark& m) { return m.end <= marks[last].end; });
    return furthest ? last : marks.size();
  }

  void underline_row(const std::vector<mark>& marks, std::size_t left) {
    std::size_t end = 0;
    for (const mark& m : marks) end = std::max(end, m.end);
    std::string line(end, ' ');
    for (const mark& m : marks) {
      for (std::size_t c = m.begin; c < m.end; ++c) {
        if (m.primary || line[c] == ' ') line[c] = m.primary ? '^' : '-';
      }
    }
    frame();
    row_.pad_to(left);
    for (std::size_t at = 0; at < line.size();) {
      const std::size_t next = std::min(line.find_first_not_of(line[at], at), line.size());
      row_.append(std::string_view(line).substr(at, next - at), line[at] == '^' ? cause_ink() : line[at] == '-' ? ink::related : ink::plain);
      at = next;
    }
    if (const std::size_t i = inline_mark(marks); i < marks.size() && !marks[i].text.empty()) row_.append(" " + marks[i].text, ink_of(marks[i]));
    row_.flush(out_);
  }

  /// Draws `|` below the first `count` marks, as far as they stand left of what follows.
  void stems(const std::vector<mark>& marks, std::size_t count, std::size_t left) {
    frame();
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0 && marks[i].begin == marks[i - 1].begin) continue;
      if (count < marks.size() && marks[i].begin >= marks[count].begin) continue;
      row_.pad_to(left + marks[i].begin);
      row_.append("|", ink_of(marks[i]));
    }
  }

  void foot() {
    for (const std::string& text : outside_) footnote(" = note: ", text);
    if (options_.tree_places && !message_.place.pointer.empty()) {
      const std::uint32_t character = message_.place.character;
      footnote(" = place: ", shown(message_.place.pointer) + (character > 0 ? ", character " + std::to_string(character) : ""));
    }
    std::string_view rest = message_.help;
    std::string_view lead = " = help: ";
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      footnote(lead, shown(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      lead = "         ";
    }
  }

  void footnote(std::string_view lead, const std::string& text) {
    row_.append(std::string(gutter_, ' '));
    row_.append(lead, ink::frame);
    row_.append(text);
    row_.flush(out_);
  }

  const source& source_;
  const diagnostic& message_;
  const render_options& options_;
  output_row row_;
  std::vector<excerpt> excerpts_;
  std::vector<std::string> outside_;
  std::size_t gutter_ = 1;
  std::string out_;
};

}  // namespace detail

/// One message as text of several lines, each with its line end.
[[nodiscard]] inline std::string render(const source& text, const diagnostic& message, const render_options& options = {}) {
  return detail::renderer(text, message, options).draw();
}

/// All messages, in their order, with an empty line between two; where there were too many to keep, a last line says so.
[[nodiscard]] inline std::string render(const source& text, const diagnostics& messages, const render_options& options = {}) {
  std::string result;
  for (const diagnostic& message : messages) {
    if (!result.empty()) result.push_back('\n');
    result += render(text, message, options);
  }
  if (const std::size_t more = messages.count() - messages.size(); more > 0) result += "\n… and " + std::to_string(more) + " more: mend these first\n";
  return result;
}

/// `2 errors, 1 warning`; empty when there is nothing.
[[nodiscard]] inline std::string summary(const diagnostics& messages) {
  std::string result;
  for (const auto& [how_bad, word] : {std::pair(severity::error, " error"), std::pair(severity::warning, " warning"), std::pair(severity::note, " note")}) {
    const std::size_t count = messages.count(how_bad);
    if (count == 0) continue;
    if (!result.empty()) result += ", ";
    result += std::to_string(count) + word + (count == 1 ? "" : "s");
  }
  return result;
}

}  // namespace attain
