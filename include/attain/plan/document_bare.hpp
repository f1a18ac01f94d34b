// SPDX-License-Identifier: Apache-2.0
/// TOML values without quotes or brackets: what they are, and what to say of one that is nothing, which mostly is a formula without quotes.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "attain/base/calendar.hpp"
#include "attain/plan/document_text.hpp"
#include "attain/text/codes.hpp"
#include "attain/text/unicode.hpp"

namespace attain::document {

/// What a value without quotes or brackets is.
enum class bare_kind : std::uint8_t { boolean, integer, floating, date, no_such_date, moment, not_finite, unknown };

/// The length of a run of digits with single underscores between them, or 0.
[[nodiscard]] inline std::size_t digit_run(std::string_view text, int base = 10) {
  const auto digit = [base](char c) {
    if (base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return true;
    return c >= '0' && c < '0' + std::min(base, 10);
  };
  std::size_t at = 0;
  while (at < text.size() && (digit(text[at]) || (text[at] == '_' && at > 0 && text[at - 1] != '_'))) ++at;
  return at > 0 && text[at - 1] == '_' ? 0 : at;
}

/// 16, 8 or 2 for `0x`, `0o`, `0b`, else 10.
[[nodiscard]] inline int base_of(std::string_view text) {
  const std::string_view prefix = text.substr(0, 2);
  return prefix == "0x" ? 16 : prefix == "0o" ? 8 : prefix == "0b" ? 2 : 10;
}

[[nodiscard]] inline bare_kind classify_number(std::string_view text) {
  if (const int base = base_of(text); base != 10) {
    text.remove_prefix(2);
    return !text.empty() && digit_run(text, base) == text.size() ? bare_kind::integer : bare_kind::unknown;
  }
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  if (text == "inf" || text == "nan") return bare_kind::not_finite;
  const std::size_t whole = digit_run(text);
  if (whole == 0 || (whole > 1 && text[0] == '0')) return bare_kind::unknown;
  text.remove_prefix(whole);
  if (text.empty()) return bare_kind::integer;
  if (text[0] == '.') {
    const std::size_t fraction = digit_run(text.substr(1));
    if (fraction == 0) return bare_kind::unknown;
    text.remove_prefix(1 + fraction);
  }
  if (!text.empty() && (text[0] == 'e' || text[0] == 'E')) {
    text.remove_prefix(1);
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    const std::size_t exponent = digit_run(text);
    if (exponent == 0) return bare_kind::unknown;
    text.remove_prefix(exponent);
  }
  return text.empty() ? bare_kind::floating : bare_kind::unknown;
}

/// Does the text have this shape, where `0` stands for any digit?
[[nodiscard]] inline bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
  }
  return true;
}

[[nodiscard]] inline bare_kind classify_bare(std::string_view text) {
  if (text == "true" || text == "false") return bare_kind::boolean;
  if (has_shape(text, "0000-00-00")) {
    if (text.size() == 10) return parse_date(text) ? bare_kind::date : bare_kind::no_such_date;
    const bool separated = text[10] == 'T' || text[10] == 't' || text[10] == ' ';
    return separated && has_shape(text.substr(11), "00:00") ? bare_kind::moment : bare_kind::unknown;
  }
  if (has_shape(text, "00:00")) return bare_kind::moment;
  return classify_number(text);
}

/// The digits of a number without underscores; a number of base 16, 8 or 2 in base ten. Nothing when it is beyond 64 bits.
[[nodiscard]] inline std::optional<std::string> number_text(std::string_view written) {
  std::string text;
  for (const char c : written) {
    if (c != '_') text.push_back(c);
  }
  const int base = base_of(text);
  std::string_view digits = text;
  if (base != 10) digits.remove_prefix(2);
  if (base == 10 && digits[0] == '+') digits.remove_prefix(1);
  if (classify_number(written) == bare_kind::floating) return std::string(digits);
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error != std::errc{}) return std::nullopt;
  return base == 10 ? std::string(digits) : std::to_string(number);
}

/// How many significant digits a number has, zeros at its end included.
[[nodiscard]] inline std::size_t significant_digits(std::string_view written) {
  std::size_t count = 0;
  for (const char c : written) {
    if (c == 'e' || c == 'E') break;
    if (is_digit(c) && (c != '0' || count > 0)) ++count;
  }
  return count;
}

/// A text short enough for a message.
[[nodiscard]] inline std::string shortened(std::string_view text) {
  constexpr std::size_t most = 120;
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && !attain::detail::begins_code_point(text[end])) --end;
  return std::string(text.substr(0, end)) + "…";
}

[[nodiscard]] inline std::string in_ticks(std::string_view text) { return "`" + shortened(text) + "`"; }

/// For a help line: what to write in place of what stands there.
[[nodiscard]] inline std::string write_instead(std::string_view text) { return "write " + in_ticks(text); }

/// A text as a TOML string, in quotes that need no escapes if there are such.
[[nodiscard]] inline std::string in_quotes(std::string_view text) {
  const std::string content = shortened(text);
  if (content.find_first_of("\"\\") == std::string::npos) return '"' + content + '"';
  return content.find('\'') == std::string::npos ? '\'' + content + '\'' : "'''" + content + "'''";
}

/// What is wrong with a value from its byte `from` on.
struct bare_mistake {
  std::string message;
  std::string help;
  attain::code code = code::toml_syntax;
  std::uint32_t from = 0;
};

[[nodiscard]] inline bool fits_double(std::string_view number) {
  std::string plain;
  for (const char c : number) {
    if (c != '_' && (c != '+' || !plain.empty())) plain.push_back(c);
  }
  double value = 0;
  return std::from_chars(plain.data(), plain.data() + plain.size(), value).ec == std::errc{};
}

/// The quotes of other scripts and habits, and what they close with.
[[nodiscard]] inline std::optional<std::string> without_curly_quotes(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> quotes[] = {{"“", "”"}, {"‘", "’"}, {"「", "」"}, {"＂", "＂"}, {"`", "`"}};
  for (const auto& [open, close] : quotes) {
    if (!text.starts_with(open)) continue;
    text.remove_prefix(open.size());
    if (text.ends_with(close)) text.remove_suffix(close.size());
    return std::string(text);
  }
  return std::nullopt;
}

/// What is wrong with a value that is none of TOML's.
[[nodiscard]] inline bare_mistake judge_unknown(std::string_view text) {
  if (text.ends_with(',') && text.size() > 1 && classify_bare(text.substr(0, text.size() - 1)) != bare_kind::unknown) {
    return {"no comma stands between two keys", "delete it", code::toml_syntax, static_cast<std::uint32_t>(text.size() - 1)};
  }
  const std::string lower = text.size() <= 5 ? to_lower(text) : "";
  if (lower == "true" || lower == "false") return {in_ticks(text) + " needs small letters", write_instead(lower)};
  if (const auto date = parse_date(text)) return {"a date needs four, two and two digits", write_instead(date_to_text(*date))};

  std::string_view no_zeros = text;
  while (no_zeros.size() > 1 && no_zeros[0] == '0' && is_digit(no_zeros[1])) no_zeros.remove_prefix(1);
  if (no_zeros != text && classify_number(no_zeros) != bare_kind::unknown) {
    return {"a number does not begin with 0", write_instead(no_zeros) + ", or " + in_ticks(in_quotes(text)) + " if it is a text"};
  }
  if (text.starts_with('.') && classify_number('0' + std::string(text)) != bare_kind::unknown) {
    return {"a number does not begin with a point", write_instead('0' + std::string(text))};
  }
  if (const auto content = without_curly_quotes(text)) return {"a text stands between straight quotes", write_instead(in_quotes(*content))};
  return {text.ends_with('%') ? "a percentage needs quotes" : "this needs quotes", write_instead(in_quotes(text))};
}

/// What is wrong with a value, if anything is.
[[nodiscard]] inline std::optional<bare_mistake> judge_bare_value(std::string_view text) {
  switch (classify_bare(text)) {
    case bare_kind::boolean:
    case bare_kind::date: return std::nullopt;
    case bare_kind::integer:
      if (number_text(text)) return std::nullopt;
      return bare_mistake{"this number has more digits than can be kept", write_instead(in_quotes(text)), code::long_number};
    case bare_kind::floating:
      if (significant_digits(text) > 15) {
        return bare_mistake{"this number has more than 15 digits, which not every reader of TOML keeps", write_instead(in_quotes(text)), code::long_number};
      }
      if (!fits_double(text)) return bare_mistake{"this number is beyond what TOML can hold", {}, code::long_number};
      return std::nullopt;
    case bare_kind::no_such_date: return bare_mistake{"there is no " + std::string(text), {}, code::wrong_value};
    case bare_kind::moment: return bare_mistake{"a plan knows days, not times of day", "write a date like `2026-10-01`", code::wrong_value};
    case bare_kind::not_finite: return bare_mistake{in_ticks(text) + " is no number a plan can use", {}, code::wrong_value};
    case bare_kind::unknown: return judge_unknown(text);
  }
  return std::nullopt;
}

}  // namespace attain::document
