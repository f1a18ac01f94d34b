// SPDX-License-Identifier: Apache-2.0
/// A way of writing dates, such as `DD/MM/YYYY`, taken from its pattern; reads the dates of files that write them so.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"

namespace attain {

/// Letters of a pattern, in any case: `YYYY`, `YY` (69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068), `MM` or `M`, `MMM` (the English name
/// of the month or its first three letters), `DD` or `D`. All else stands for itself. Day and month take one or two digits, and exactly two
/// where parts touch.
class date_pattern {
 public:
  /// Nothing when a letter is no part of a date, or year, month and day are not each there once.
  [[nodiscard]] static std::optional<date_pattern> parse(std::string_view written);

  /// The date written in the whole text, which may be none of the calendar; nothing when the text is not written so.
  [[nodiscard]] std::optional<civil_date> match(std::string_view text) const;
  [[nodiscard]] const std::string& written() const { return written_; }

 private:
  enum class kind : std::uint8_t { year, short_year, month, month_name, day, sign };
  struct part {
    kind what = kind::sign;
    std::size_t least = 1;  ///< digits
    std::size_t most = 2;
    std::string sign;
  };
  [[nodiscard]] static std::optional<part> part_of(char letter, std::size_t count);
  [[nodiscard]] static int take_number(std::string_view& text, const part& p);
  [[nodiscard]] static int take_month_name(std::string_view& text);
  [[nodiscard]] bool is_whole() const;

  std::string written_;
  std::vector<part> parts_;
};

namespace detail {

[[nodiscard]] constexpr char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

[[nodiscard]] constexpr bool is_ascii_letter(char c) { return ascii_upper(c) >= 'A' && ascii_upper(c) <= 'Z'; }

}  // namespace detail

inline std::optional<date_pattern::part> date_pattern::part_of(char letter, std::size_t count) {
  if (letter == 'Y' && count == 4) return part{kind::year, 4, 4, {}};
  if (letter == 'Y' && count == 2) return part{kind::short_year, 2, 2, {}};
  if (letter == 'M' && count <= 2) return part{kind::month, 1, 2, {}};
  if (letter == 'M' && count == 3) return part{kind::month_name, 0, 0, {}};
  if (letter == 'D' && count <= 2) return part{kind::day, 1, 2, {}};
  return std::nullopt;
}

inline std::optional<date_pattern> date_pattern::parse(std::string_view written) {
  date_pattern result;
  result.written_ = written;
  for (std::size_t at = 0; at < written.size();) {
    const char letter = detail::ascii_upper(written[at]);
    if (!detail::is_ascii_letter(letter)) {
      if (letter == '%' || (letter >= '0' && letter <= '9')) return std::nullopt;
      if (result.parts_.empty() || result.parts_.back().what != kind::sign) result.parts_.emplace_back();
      result.parts_.back().sign.push_back(written[at++]);
      continue;
    }
    std::size_t end = at;
    while (end < written.size() && detail::ascii_upper(written[end]) == letter) ++end;
    auto found = part_of(letter, end - at);
    if (!found) return std::nullopt;
    // Digits of two parts without a sign between them can only be told apart by their number.
    if (!result.parts_.empty() && result.parts_.back().what != kind::sign) {
      result.parts_.back().least = result.parts_.back().most;
      found->least = found->most;
    }
    result.parts_.push_back(*std::move(found));
    at = end;
  }
  if (!result.is_whole()) return std::nullopt;
  return result;
}

inline bool date_pattern::is_whole() const {
  const auto number_of = [&](auto... kinds) { return std::count_if(parts_.begin(), parts_.end(), [&](const part& p) { return ((p.what == kinds) || ...); }); };
  return number_of(kind::year, kind::short_year) == 1 && number_of(kind::month, kind::month_name) == 1 && number_of(kind::day) == 1;
}

/// The number at the front of the text, which is taken off; -1 when there is none of that length.
inline int date_pattern::take_number(std::string_view& text, const part& p) {
  int value = 0;
  std::size_t count = 0;
  for (; count < std::min(text.size(), p.most) && text[count] >= '0' && text[count] <= '9'; ++count) value = value * 10 + (text[count] - '0');
  text.remove_prefix(count);
  return count < p.least ? -1 : value;
}

/// 1 to 12; -1 when the text does not begin with a name of at least three letters.
inline int date_pattern::take_month_name(std::string_view& text) {
  static constexpr std::array<std::string_view, 12> names{"JANUARY", "FEBRUARY", "MARCH",     "APRIL",   "MAY",      "JUNE",
                                                          "JULY",    "AUGUST",   "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"};
  std::size_t size = 0;
  while (size < text.size() && detail::is_ascii_letter(text[size])) ++size;
  const std::string_view word = text.substr(0, size);
  text.remove_prefix(size);
  if (size < 3) return -1;
  for (std::size_t m = 0; m < names.size(); ++m) {
    const auto same = [](char a, char b) { return detail::ascii_upper(a) == b; };
    if (size <= names[m].size() && std::equal(word.begin(), word.end(), names[m].begin(), same)) return static_cast<int>(m) + 1;
  }
  return -1;
}

inline std::optional<civil_date> date_pattern::match(std::string_view text) const {
  civil_date result;
  for (const part& p : parts_) {
    if (p.what == kind::sign) {
      if (!text.starts_with(p.sign)) return std::nullopt;
      text.remove_prefix(p.sign.size());
      continue;
    }
    const int value = p.what == kind::month_name ? take_month_name(text) : take_number(text, p);
    if (value < 0) return std::nullopt;
    switch (p.what) {
      case kind::year: result.year = value; break;
      case kind::short_year: result.year = value + (value < 69 ? 2000 : 1900); break;
      case kind::month:
      case kind::month_name: result.month = value; break;
      default: result.day = value;
    }
  }
  if (!text.empty()) return std::nullopt;
  return result;
}

}  // namespace attain
