// SPDX-License-Identifier: Apache-2.0
/// UTF-8 and the few properties of characters the plan language needs: identifiers, NFC, case, and width on a screen.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/text/unicode_tables.hpp"

namespace attain {

/// One code point read from UTF-8. Bytes that are not UTF-8 read as U+FFFD, one byte at a time, with `valid` false.
struct decoded {
  char32_t value = 0xFFFD;
  std::uint32_t size = 1;
  bool valid = false;
};

/// Reads the code point at a byte of a text; `at` must be less than the text's size. Overlong forms and surrogates are not valid.
[[nodiscard]] inline decoded decode_utf8(std::string_view text, std::size_t at = 0) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {static_cast<char32_t>(lead), 1, true};
  if (lead < 0xC2 || lead > 0xF4) return {};
  const std::uint32_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() - at < size) return {};
  std::uint32_t value = lead & (0x7FU >> size);
  for (std::uint32_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = value << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {static_cast<char32_t>(value), size, true};
}

/// Appends a code point as UTF-8.
inline void append_utf8(std::string& out, char32_t value) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  const auto v = static_cast<std::uint32_t>(value);
  if (v < 0x80) return put(v);
  if (v < 0x800) {
    put(0xC0U | v >> 6U);
  } else if (v < 0x10000) {
    put(0xE0U | v >> 12U);
    put(0x80U | (v >> 6U & 0x3FU));
  } else {
    put(0xF0U | v >> 18U);
    put(0x80U | (v >> 12U & 0x3FU));
    put(0x80U | (v >> 6U & 0x3FU));
  }
  put(0x80U | (v & 0x3FU));
}

/// The byte at which a text stops being UTF-8, or its size when all of it is.
[[nodiscard]] inline std::size_t valid_utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const decoded next = decode_utf8(text, at);
    if (!next.valid) break;
    at += next.size;
  }
  return at;
}

[[nodiscard]] inline bool is_valid_utf8(std::string_view text) { return valid_utf8_prefix(text) == text.size(); }

/// The code points of a text, U+FFFD for what is not UTF-8.
[[nodiscard]] inline std::u32string to_code_points(std::string_view text) {
  std::u32string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    result.push_back(next.value);
    at += next.size;
  }
  return result;
}

/// The number of code points of a text.
[[nodiscard]] inline std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += decode_utf8(text, at).size) ++count;
  return count;
}

namespace detail {

/// The element of a sorted table whose closed range holds the code point, or null.
template <class Table>
[[nodiscard]] const typename Table::value_type* find_range(const Table& table, char32_t c) {
  const auto after = std::upper_bound(table.begin(), table.end(), c, [](char32_t value, const auto& row) { return value < row.first; });
  if (after == table.begin()) return nullptr;
  const auto& row = *(after - 1);
  return c <= row.last ? &row : nullptr;
}

template <class Table>
[[nodiscard]] char32_t change_case(const Table& runs, char32_t c) {
  const unicode_tables::case_run* run = find_range(runs, c);
  if (run == nullptr || (c - run->first) % run->stride != 0) return c;
  return static_cast<char32_t>(static_cast<std::int32_t>(c) + run->delta);
}

template <class Table>
[[nodiscard]] std::string change_case(const Table& runs, std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    if (next.valid) {
      append_utf8(result, change_case(runs, next.value));
    } else {
      result.push_back(text[at]);
    }
    at += next.size;
  }
  return result;
}

}  // namespace detail

/// May a name begin with it: XID_Start of UAX #31, or an underscore.
[[nodiscard]] inline bool is_identifier_start(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_';
  return detail::find_range(unicode_tables::xid_start, c) != nullptr;
}

/// May a name go on with it: XID_Continue of UAX #31.
[[nodiscard]] inline bool is_identifier_continue(char32_t c) {
  if (c < 0x80) return is_identifier_start(c) || (c >= U'0' && c <= U'9');
  return detail::find_range(unicode_tables::xid_continue, c) != nullptr;
}

/// Is all of a text one name that needs no back-ticks (reserved words are the lexer's business).
[[nodiscard]] inline bool is_identifier(std::string_view text) {
  if (text.empty()) return false;
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    if (!next.valid || !(at == 0 ? is_identifier_start(next.value) : is_identifier_continue(next.value))) return false;
    at += next.size;
  }
  return true;
}

/// Lower case, one code point for one, in no language in particular; bytes that are not UTF-8 stay.
[[nodiscard]] inline std::string to_lower(std::string_view text) { return detail::change_case(unicode_tables::lower_runs, text); }

/// Upper case, one code point for one, in no language in particular; bytes that are not UTF-8 stay.
[[nodiscard]] inline std::string to_upper(std::string_view text) { return detail::change_case(unicode_tables::upper_runs, text); }

/// How many columns a terminal gives a code point: 2 for wide East Asian ones, 0 for marks and controls, else 1.
[[nodiscard]] inline std::uint32_t column_width(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return 0;
  if (c < 0x300) return 1;
  if (detail::find_range(unicode_tables::zero_width, c) != nullptr) return 0;
  return detail::find_range(unicode_tables::wide, c) != nullptr ? 2 : 1;
}

/// How many columns a terminal gives a text.
[[nodiscard]] inline std::size_t column_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    width += column_width(next.value);
    at += next.size;
  }
  return width;
}

namespace detail {

// The syllables of Hangul are composed by arithmetic (chapter 3.12 of the Unicode standard).
inline constexpr char32_t hangul_syllable = 0xAC00;
inline constexpr char32_t hangul_lead = 0x1100;
inline constexpr char32_t hangul_vowel = 0x1161;
inline constexpr char32_t hangul_tail = 0x11A7;
inline constexpr char32_t hangul_lead_count = 19;
inline constexpr char32_t hangul_vowel_count = 21;
inline constexpr char32_t hangul_tail_count = 28;
inline constexpr char32_t hangul_count = hangul_lead_count * hangul_vowel_count * hangul_tail_count;

[[nodiscard]] inline std::uint32_t combining_class(char32_t c) {
  const unicode_tables::class_run* run = c < 0x300 ? nullptr : find_range(unicode_tables::combining_classes, c);
  return run == nullptr ? 0 : run->combining_class;
}

inline void append_decomposed(std::u32string& out, char32_t c) {
  if (c - hangul_syllable < hangul_count) {  // unsigned: what is below wraps around and is too large
    const char32_t index = c - hangul_syllable;
    out.push_back(hangul_lead + index / (hangul_vowel_count * hangul_tail_count));
    out.push_back(hangul_vowel + index / hangul_tail_count % hangul_vowel_count);
    if (index % hangul_tail_count != 0) out.push_back(hangul_tail + index % hangul_tail_count);
    return;
  }
  const auto& table = unicode_tables::decompositions;
  const auto row = std::lower_bound(table.begin(), table.end(), c, [](const auto& r, char32_t value) { return r.whole < value; });
  if (row == table.end() || row->whole != c) {
    out.push_back(c);
    return;
  }
  append_decomposed(out, row->first);
  if (row->second != 0) append_decomposed(out, row->second);
}

/// What two code points become, or 0.
[[nodiscard]] inline char32_t compose(char32_t a, char32_t b) {
  if (a - hangul_lead < hangul_lead_count && b - hangul_vowel < hangul_vowel_count) {
    return hangul_syllable + ((a - hangul_lead) * hangul_vowel_count + (b - hangul_vowel)) * hangul_tail_count;
  }
  if (a - hangul_syllable < hangul_count && (a - hangul_syllable) % hangul_tail_count == 0 && b > hangul_tail && b - hangul_tail < hangul_tail_count) {
    return a + (b - hangul_tail);
  }
  const auto& table = unicode_tables::compositions;
  const auto row = std::lower_bound(table.begin(), table.end(), std::pair{a, b}, [](const auto& r, const auto& wanted) {
    return std::pair{r.first, r.second} < wanted;
  });
  return row != table.end() && row->first == a && row->second == b ? row->whole : 0;
}

/// Canonical order: marks of one base by combining class, those of one class in the order written.
inline void order_marks(std::u32string& text) {
  for (std::size_t i = 0; i < text.size();) {
    if (combining_class(text[i]) == 0) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && combining_class(text[end]) != 0) ++end;
    std::stable_sort(text.begin() + static_cast<std::ptrdiff_t>(i), text.begin() + static_cast<std::ptrdiff_t>(end),
                     [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
    i = end;
  }
}

/// Joins each mark to the last base before it unless a mark of the same or a higher class stands between them.
inline void compose_in_place(std::u32string& text) {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t base = none;
  std::size_t kept = 0;
  std::uint32_t class_before = 0;
  for (const char32_t c : text) {
    const std::uint32_t here = combining_class(c);
    const bool adjacent = base != none && base + 1 == kept;
    if (base != none && (adjacent || (class_before != 0 && class_before < here))) {
      if (const char32_t whole = compose(text[base], c); whole != 0) {
        text[base] = whole;
        continue;
      }
    }
    if (here == 0) base = kept;
    class_before = here;
    text[kept++] = c;
  }
  text.resize(kept);
}

/// The quick check of UAX #15: true when a text surely is in NFC.
[[nodiscard]] inline bool surely_nfc(std::string_view text) {
  std::uint32_t class_before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    at += next.size;
    if (next.value < 0x300) {
      class_before = 0;
      continue;
    }
    const std::uint32_t here = combining_class(next.value);
    if (here != 0 && here < class_before) return false;
    if (find_range(unicode_tables::nfc_unstable, next.value) != nullptr) return false;
    class_before = here;
  }
  return true;
}

}  // namespace detail

/// The text in normalization form C, in which equal looking texts are equal bytes. Bytes that are not UTF-8 become U+FFFD unless nothing else needs a change.
[[nodiscard]] inline std::string nfc(std::string_view text) {
  if (detail::surely_nfc(text)) return std::string(text);
  std::u32string code_points;
  code_points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    detail::append_decomposed(code_points, next.value);
    at += next.size;
  }
  detail::order_marks(code_points);
  detail::compose_in_place(code_points);
  std::string result;
  result.reserve(text.size());
  for (const char32_t c : code_points) append_utf8(result, c);
  return result;
}

}  // namespace attain
