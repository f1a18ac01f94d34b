// SPDX-License-Identifier: Apache-2.0
/// What the lexer knows of characters and units: signs that mean an ASCII sign, signs of other programs, words behind a number.
#pragma once

#include <string>
#include <string_view>

#include "attain/formula/token.hpp"
#include "attain/text/unicode.hpp"

namespace attain::formula::detail {

/// What a full-width or mathematical sign stands for; full-width letters are letters and stay as they are.
[[nodiscard]] inline char32_t fold_sign(char32_t c) {
  switch (c) {
    case U'×': return U'*';
    case U'÷': return U'/';
    case U'−': return U'-';
    case 0x00A0:
    case 0x3000: return U' ';
    default: break;
  }
  if (c < 0xFF01 || c > 0xFF5E) return c;
  const char32_t ascii = c - 0xFEE0;
  const bool letter = (ascii >= U'A' && ascii <= U'Z') || (ascii >= U'a' && ascii <= U'z');
  const bool stays = letter || ascii == U'_' || ascii == U'"' || ascii == U'\'' || ascii == U'`';
  return stays ? c : ascii;
}

[[nodiscard]] inline bool is_digit_sign(char32_t c) { return c >= U'0' && c <= U'9'; }
[[nodiscard]] inline bool is_blank_sign(char32_t c) { return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r'; }

/// Quotes that other programs write where a formula has `'`: 0 none, else a number that both ends share.
[[nodiscard]] inline int foreign_quote(char32_t c) {
  switch (c) {
    case U'"':
    case U'“':
    case U'”':
    case U'„':
    case U'＂': return 1;
    case U'‘':
    case U'’':
    case U'‛':
    case U'＇': return 2;
    case U'「':
    case U'」': return 3;
    case U'『':
    case U'』': return 4;
    case U'«':
    case U'»': return 5;
    default: return 0;
  }
}

/// A sign that no formula has, what to write for it, and what the parser goes on with so that it finds the other mistakes.
struct foreign_sign {
  char32_t sign;
  std::string_view help;
  token_kind meant;
};

[[nodiscard]] inline const foreign_sign* find_foreign_sign(char32_t c) {
  static constexpr std::string_view choice = "a choice is written `if(condition, a, b)`";
  static constexpr std::string_view yuan = "write the currency behind the number: `500 CNY`";
  static constexpr std::string_view brackets = "write `(` and `)`";
  static constexpr foreign_sign signs[] = {{U';', "write `,` between arguments", token_kind::comma},
                                           {U'、', "write `,` between arguments", token_kind::comma},
                                           {U'。', "write `.`", token_kind::dot},
                                           {U'–', "write `-`", token_kind::minus},
                                           {U'—', "write `-`", token_kind::minus},
                                           {U'·', "write `*`", token_kind::star},
                                           {U'⋅', "write `*`", token_kind::star},
                                           {U'?', choice, token_kind::bad},
                                           {U':', choice, token_kind::bad},
                                           {U'$', "write the currency behind the number: `500 USD`", token_kind::bad},
                                           {U'¥', yuan, token_kind::bad},
                                           {U'￥', yuan, token_kind::bad},
                                           {U'€', "write the currency behind the number: `500 EUR`", token_kind::bad},
                                           {U'£', "write the currency behind the number: `500 GBP`", token_kind::bad},
                                           {U'{', brackets, token_kind::bad},
                                           {U'}', brackets, token_kind::bad},
                                           {U'【', brackets, token_kind::bad},
                                           {U'】', brackets, token_kind::bad},
                                           {U'‰', "write per mille as a percentage: 5‰ is `0.5%`", token_kind::bad},
                                           {U'%', "`%` stands behind a number: `5%`; the remainder of a division is `mod(x, d)`", token_kind::bad}};
  for (const foreign_sign& s : signs)
    if (s.sign == c) return &s;
  return nullptr;
}

/// Characters that nobody sees: controls, zero-width blanks, byte order marks.
[[nodiscard]] inline bool is_invisible(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
         c == 0xFEFF;
}

[[nodiscard]] inline std::string hexadecimal(char32_t c) {
  std::string digits;
  for (; c != 0 || digits.size() < 4; c >>= 4U) digits.insert(digits.begin(), "0123456789ABCDEF"[c & 0xFU]);
  return "U+" + digits;
}

/// The unit a word behind a number means; empty when it is none. `5 AND x` is a slip for `and`, not a currency.
[[nodiscard]] inline std::string unit_of(std::string_view word) {
  if (word == "day" || word == "days") return "days";
  const bool capitals = word.size() == 3 && word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
  return capitals && !is_reserved(to_lower(word)) ? std::string(word) : std::string();
}

/// Letters that people put behind a number to make it larger: as an exponent of ten, 0 when it is none of them.
[[nodiscard]] inline int magnitude_of(std::string_view word) {
  struct entry {
    std::string_view word;
    int exponent;
  };
  static constexpr entry entries[] = {{"k", 3}, {"K", 3}, {"千", 3}, {"w", 4}, {"W", 4}, {"万", 4}, {"m", 6}, {"M", 6}, {"亿", 8}};
  for (const entry& e : entries)
    if (e.word == word) return e.exponent;
  return 0;
}

}  // namespace attain::formula::detail
