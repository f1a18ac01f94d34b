// SPDX-License-Identifier: Apache-2.0
/// A named text that never changes, with the arithmetic of places in it: spans, lines and columns.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attain {

/// A half-open range of bytes in a source.
struct span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const span&, const span&) = default;
};

/// The smallest span that holds both.
[[nodiscard]] constexpr span join(span a, span b) { return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end}; }

/// A place as people count it: both from 1, the column in code points.
struct position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(const position&, const position&) = default;
};

/// A plan's text and its name, as messages show them.
class source {
 public:
  source() : source("", "") {}
  source(std::string name, std::string text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::size_t line_count() const { return line_starts_.size(); }

  /// The line (from 1) without its line end; empty when there is no such line.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
  /// The byte at which a line (from 1) begins.
  [[nodiscard]] std::uint32_t line_start(std::uint32_t number) const;
  /// Where a byte offset is; past the end counts as the end.
  [[nodiscard]] position position_of(std::uint32_t offset) const;
  /// The byte offset of a place; a column past the end of its line is that end.
  [[nodiscard]] std::uint32_t offset_of(position place) const;

 private:
  [[nodiscard]] std::uint32_t code_points_before(std::uint32_t offset) const;

  static constexpr std::size_t block = 1024;
  std::string name_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
  std::vector<std::uint32_t> block_counts_;  ///< code points before each block of bytes: a program may write all of a plan on one line
};

/// A piece of text lifted out of a source (a formula inside a TOML string), which still knows where each of its bytes stood, whatever escapes lay between.
struct located_text {
  /// From `offset` in the text on, bytes stand one to one from `origin` in the source.
  struct step {
    std::uint32_t offset = 0;
    std::uint32_t origin = 0;
  };

  std::string text;
  std::vector<step> steps;  ///< by offset; empty: the text does not stand in the source
  span whole;               ///< all of it in the source, with its quotes

  /// The place in the source of a range of the text.
  [[nodiscard]] span to_source(span in_text) const;

 private:
  [[nodiscard]] std::uint32_t first_origin(std::uint32_t offset) const;
  [[nodiscard]] std::uint32_t last_origin(std::uint32_t offset) const;
};

namespace detail {
/// True for the bytes of UTF-8 that begin a code point, so that counting them counts code points.
[[nodiscard]] constexpr bool begins_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }
}  // namespace detail

inline source::source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  // A byte order mark is no part of the first line, or every column in it would be one too large.
  line_starts_.push_back(text_.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  std::uint32_t code_points = 0;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (i % block == 0) block_counts_.push_back(code_points);
    if (text_[i] == '\n') line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
    if (detail::begins_code_point(text_[i])) ++code_points;
  }
  block_counts_.push_back(code_points);
}

inline std::uint32_t source::line_start(std::uint32_t number) const {
  if (number == 0) return line_starts_.front();
  if (number > line_starts_.size()) return static_cast<std::uint32_t>(text_.size());
  return line_starts_[number - 1];
}

inline std::string_view source::line(std::uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t begin = line_starts_[number - 1];
  std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

inline position source::position_of(std::uint32_t offset) const {
  offset = std::clamp(offset, line_starts_.front(), static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto number = static_cast<std::uint32_t>(after - line_starts_.begin());
  return {number, 1 + code_points_before(offset) - code_points_before(line_starts_[number - 1])};
}

inline std::uint32_t source::code_points_before(std::uint32_t offset) const {
  const std::size_t begin = offset - offset % block;
  const auto rest = std::string_view(text_).substr(begin, offset - begin);
  return block_counts_[offset / block] + static_cast<std::uint32_t>(std::count_if(rest.begin(), rest.end(), detail::begins_code_point));
}

inline std::uint32_t source::offset_of(position place) const {
  const std::string_view text = line(place.line);
  std::size_t at = 0;
  for (std::uint32_t column = 1; column < place.column && at < text.size(); ++column) {
    ++at;
    while (at < text.size() && !detail::begins_code_point(text[at])) ++at;
  }
  return line_start(place.line) + static_cast<std::uint32_t>(at);
}

// An escape is longer in the source than in the text. It is written as two steps, one from its first byte and one so that its
// last byte in the text is its last in the source; a range thus begins by the first and ends by the last step of a place.

inline std::uint32_t located_text::first_origin(std::uint32_t offset) const {
  const auto at = std::lower_bound(steps.begin(), steps.end(), offset, [](const step& s, std::uint32_t o) { return s.offset < o; });
  if (at != steps.end() && at->offset == offset && offset < text.size()) return at->origin;
  return last_origin(offset);
}

inline std::uint32_t located_text::last_origin(std::uint32_t offset) const {
  const auto after = std::upper_bound(steps.begin(), steps.end(), offset, [](std::uint32_t o, const step& s) { return o < s.offset; });
  const step& last = after == steps.begin() ? steps.front() : *(after - 1);
  return last.origin + (offset - std::min(offset, last.offset));
}

inline span located_text::to_source(span in_text) const {
  if (steps.empty()) return whole;
  const auto size = static_cast<std::uint32_t>(text.size());
  const std::uint32_t begin = std::min(in_text.begin, size);
  const std::uint32_t end = std::min(in_text.end, size);
  if (end > begin) return {first_origin(begin), last_origin(end - 1) + 1};
  // The place behind the last byte is behind whatever that byte was written as.
  const std::uint32_t at = begin == size && size > 0 ? last_origin(size - 1) + 1 : first_origin(begin);
  return {at, at};
}

}  // namespace attain
