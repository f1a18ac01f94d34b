// SPDX-License-Identifier: Apache-2.0
/// The words and signs of a formula, and the reporter through which lexer and parser speak of its mistakes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "attain/number/decimal.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"
#include "attain/text/unicode.hpp"

namespace attain::formula {

/// What one formula may ask of the machine. Beyond any of them is A2007.
namespace limits {
inline constexpr std::size_t bytes = std::size_t{64} * 1024;
inline constexpr std::size_t nodes = 20'000;
inline constexpr std::uint32_t nesting = 200;  ///< brackets, signs, powers inside each other: bounds the parser's own recursion
inline constexpr std::uint32_t depth = 512;    ///< of the tree: bounds the recursion of all who walk it
inline constexpr std::size_t messages = 10;    ///< further mistakes of the formula are not told
}  // namespace limits

enum class token_kind : std::uint8_t {
  end,
  bad,  ///< stands for characters that were reported
  number,
  text,
  name,
  word,  ///< one of the reserved words
  plus,
  minus,
  star,
  slash,
  caret,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  left_paren,
  right_paren,
  left_bracket,
  right_bracket,
  comma,
  dot,
};

/// A word or sign of a formula.
struct token {
  token_kind kind = token_kind::end;
  span where;                ///< in the source
  std::string_view written;  ///< as it stands in the formula
  std::string text;          ///< of a text its content, of a name or word its NFC
  std::string unit;          ///< of a number: "", "%", "days" or a currency code
  decimal value;             ///< of a number
  bool quoted = false;       ///< a name in back-ticks
  bool reported = false;     ///< a message about it was given: no other is needed for the same place

  [[nodiscard]] bool is(token_kind wanted) const { return kind == wanted; }
  [[nodiscard]] bool is_word(std::string_view wanted) const { return kind == token_kind::word && text == wanted; }
  /// A word that has a meaning in some places only and can be a name elsewhere: `all`, `desc`.
  [[nodiscard]] bool is_plain_name(std::string_view wanted) const { return kind == token_kind::name && !quoted && text == wanted; }
};

inline constexpr std::array<std::string_view, 20> reserved_words = {"and", "or",    "not",   "in", "between", "if",  "case", "when", "then",  "else",
                                                                    "end", "where", "order", "by", "within",  "via", "on",   "true", "false", "missing"};

/// Words that cannot be names unless they stand in back-ticks.
[[nodiscard]] inline bool is_reserved(std::string_view word) { return std::find(reserved_words.begin(), reserved_words.end(), word) != reserved_words.end(); }

/// A piece of a formula as a message shows it: in back-ticks, long ones cut.
[[nodiscard]] inline std::string shown(std::string_view written) {
  constexpr std::size_t most = 60;
  if (written.size() <= most) return "`" + std::string(written) + "`";
  std::size_t cut = most;
  while (cut > 0 && (static_cast<unsigned char>(written[cut]) & 0xC0U) == 0x80U) --cut;
  return "`" + std::string(written.substr(0, cut)) + "…`";
}

/// Takes the messages about one formula: no more than `limits::messages`, and none once it was silenced.
class reporter {
 public:
  explicit reporter(diagnostics& out) : out_(out) {}

  /// Adds an error; labels can be added to what is returned, until the next message.
  diagnostic& error(code c, span where, std::string message, std::string here, std::string help) {
    if (left_ == 0) return unused_ = diagnostic{};
    --left_;
    diagnostic& added = out_.error(c, where, std::move(message), std::move(help));
    added.here = std::move(here);
    return added;
  }

  void silence() { left_ = 0; }

 private:
  diagnostics& out_;
  diagnostic unused_;
  std::size_t left_ = limits::messages;
};

}  // namespace attain::formula
