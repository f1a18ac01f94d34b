// SPDX-License-Identifier: Apache-2.0
/// Cuts a formula into tokens, reading full-width and mathematical signs as their ASCII forms.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/signs.hpp"
#include "attain/formula/token.hpp"
#include "attain/number/decimal.hpp"
#include "attain/text/source.hpp"
#include "attain/text/unicode.hpp"

namespace attain::formula {

namespace detail {

/// Walks over a formula's text once; see `lex`.
class lexer {
 public:
  lexer(const located_text& text, reporter& report) : located_(text), text_(text.text), report_(report) {}

  [[nodiscard]] std::vector<token> run() {
    while (at_ < text_.size()) next();
    token& end = push(token_kind::end, text_.size());
    end.reported = unclosed_;
    return std::move(tokens_);
  }

 private:
  const located_text& located_;
  std::string_view text_;
  reporter& report_;
  std::size_t at_ = 0;
  std::vector<token> tokens_;
  bool unclosed_ = false;
  bool choice_told_ = false;  ///< of `a ? b : c` the first sign was reported

  /// The character at a byte, signs folded; U+0000 behind the end.
  [[nodiscard]] char32_t peek(std::size_t at) const { return at < text_.size() ? fold_sign(decode_utf8(text_, at).value) : U'\0'; }
  [[nodiscard]] std::size_t after(std::size_t at) const { return at < text_.size() ? at + decode_utf8(text_, at).size : at; }

  [[nodiscard]] span place(std::size_t begin, std::size_t end) const {
    return located_.to_source({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
  [[nodiscard]] std::string_view slice(std::size_t begin) const { return text_.substr(begin, at_ - begin); }

  /// Adds the token from `begin` to where the lexer stands.
  token& push(token_kind kind, std::size_t begin) {
    token& t = tokens_.emplace_back();
    t.kind = kind;
    t.where = place(begin, at_);
    t.written = slice(begin);
    return t;
  }

  void next() {
    const decoded raw = decode_utf8(text_, at_);
    const char32_t c = fold_sign(raw.value);
    if (!raw.valid) return not_utf8();
    if (is_blank_sign(c)) {
      at_ += raw.size;
    } else if (is_digit_sign(c)) {
      number();
    } else if (c == U'.' && is_digit_sign(peek(after(at_))) && !ends_value()) {
      number_without_zero();
    } else if (is_identifier_start(c)) {
      word();
    } else if (c == U'\'') {
      quoted_text();
    } else if (c == U'`') {
      quoted_name();
    } else if (foreign_quote(c) != 0) {
      foreign_text(foreign_quote(c));
    } else if (!sign(c)) {
      foreign(c);
    }
  }

  /// Does the token before this place end a value, so that a point here is that of a member?
  [[nodiscard]] bool ends_value() const {
    if (tokens_.empty()) return false;
    const token_kind k = tokens_.back().kind;
    return k == token_kind::name || k == token_kind::right_paren || k == token_kind::number || k == token_kind::text;
  }

  void not_utf8() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !decode_utf8(text_, at_).valid) ++at_;
    push(token_kind::bad, begin).reported = true;
    report_.error(code::unexpected_character, place(begin, at_), "these bytes are not UTF-8", "not readable", "save the plan as UTF-8");
  }

  [[nodiscard]] std::size_t word_end(std::size_t at) const {
    while (at < text_.size()) {
      const decoded c = decode_utf8(text_, at);
      if (!c.valid || !is_identifier_continue(c.value)) break;
      at += c.size;
    }
    return at;
  }

  void word() {
    const std::size_t begin = at_;
    at_ = word_end(at_);
    const bool reserved = is_reserved(slice(begin));
    push(reserved ? token_kind::word : token_kind::name, begin).text = nfc(slice(begin));
  }

  void quoted_name() {
    const std::size_t begin = at_;
    const std::size_t close = text_.find('`', begin + 1);
    if (close == std::string_view::npos) {
      report_.error(code::unclosed_text, place(begin, begin + 1), "this name has no closing back-tick", "opened here", "write a back-tick behind the name");
      return swallow_rest(token_kind::bad, begin);
    }
    at_ = close + 1;
    token& t = push(token_kind::name, begin);
    t.text = nfc(text_.substr(begin + 1, close - begin - 1));
    t.quoted = true;
    if (!t.text.empty()) return;
    t.kind = token_kind::bad;
    t.reported = true;
    report_.error(code::unexpected_character, t.where, "there is no name between these back-ticks", "empty", "write the name between them");
  }

  /// What is not closed ends with the formula; nothing behind it can be judged.
  void swallow_rest(token_kind kind, std::size_t begin) {
    at_ = text_.size();
    push(kind, begin).reported = true;
    unclosed_ = true;
  }

  void quoted_text() {
    const std::size_t begin = at_;
    std::string content;
    for (std::size_t from = begin + 1;;) {
      const std::size_t close = text_.find('\'', from);
      if (close == std::string_view::npos) break;
      content.append(text_.substr(from, close - from));
      if (close + 1 < text_.size() && text_[close + 1] == '\'') {
        content.push_back('\'');
        from = close + 2;
        continue;
      }
      at_ = close + 1;
      if (!quote_inside(begin, close)) push(token_kind::text, begin).text = nfc(content);
      return;
    }
    report_.error(code::unclosed_text, place(begin, begin + 1), "this text has no closing quote", "opened here",
                  "write `'` behind the text; a `'` inside a text is written `''`");
    swallow_rest(token_kind::text, begin);
  }

  /// `'O'Brien'`: a quote with letters at both sides, which was meant to stand in the text.
  bool quote_inside(std::size_t begin, std::size_t quote) {
    const std::size_t letters = quote + 1;
    const std::size_t end = word_end(letters);
    const std::size_t close = text_.find('\'', end);
    const bool between = letters < text_.size() && is_identifier_start(peek(letters)) && !is_reserved(text_.substr(letters, end - letters));
    if (!between || close == std::string_view::npos) return false;
    at_ = close + 1;
    token& t = push(token_kind::text, begin);
    t.text = nfc(text_.substr(begin + 1, close - begin - 1));
    report_.error(code::unclosed_text, place(quote, letters), "a `'` inside a text is written twice", "ends the text here",
                  "write " + shown(std::string(text_.substr(begin, quote - begin)) + "'" + std::string(text_.substr(quote, at_ - quote))));
    return true;
  }

  /// A text in quotes that the language does not have: told, and read as the text it is meant to be.
  void foreign_text(int kind) {
    const std::size_t begin = at_;
    const std::size_t content = after(at_);
    for (std::size_t at = content; at < text_.size(); at = after(at)) {
      const char32_t c = decode_utf8(text_, at).value;
      if (foreign_quote(c) != kind && !(kind == 2 && c == U'\'')) continue;
      const std::string_view inside = text_.substr(content, at - content);
      at_ = after(at);
      token& t = push(token_kind::text, begin);
      t.text = nfc(inside);
      report_.error(code::unexpected_character, t.where, "a text stands between single quotes", "other quotes",
                    "write " + shown("'" + std::string(inside) + "'"));
      return;
    }
    report_.error(code::unclosed_text, place(begin, content), "this text has no closing quote", "opened here", "write a text between single quotes: `'north'`");
    swallow_rest(token_kind::text, begin);
  }

  /// Appends the digits from here on, underscores between them dropped; false when an underscore stands elsewhere.
  bool take_digits(std::string& digits) {
    bool tidy = true;
    bool after_digit = false;
    for (;; at_ = after(at_)) {
      const char32_t c = peek(at_);
      if (is_digit_sign(c)) digits.push_back(static_cast<char>(c));
      else if (c == U'_') tidy = tidy && after_digit && is_digit_sign(peek(after(at_)));
      else return tidy;
      after_digit = c != U'_';
    }
  }

  void number() {
    const std::size_t begin = at_;
    if (date()) return;
    std::string digits;
    bool tidy = take_digits(digits);
    while (peek(at_) == U'.' && is_digit_sign(peek(after(at_)))) {
      tidy = tidy && digits.find('.') == std::string::npos;
      digits.push_back('.');
      at_ = after(at_);
      tidy = take_digits(digits) && tidy;
    }
    if (!tidy) {
      return bad_number(begin, "this is not a number", "write digits with one point at most: `1234.5`; `_` may stand between two digits: `1_000`");
    }
    if (peek(at_) == U'.' && peek(after(at_)) == U'.') {
      while (peek(at_) == U'.' || is_digit_sign(peek(at_))) at_ = after(at_);
      return bad_number(begin, "this is not a number", "write digits with one point at most: `1234.5`");
    }
    if (peek(at_) == U'.') {
      at_ = word_end(after(at_));
      return bad_number(begin, "a number does not end with a point", "write `" + digits + "` or `" + digits + ".0`");
    }
    if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') return leading_zero(begin, digits);
    finish_number(begin, digits);
  }

  /// `007` is a code, which is a text; `000` behind a comma is the rest of `1,000`, which must not pass as a second argument.
  void leading_zero(std::size_t begin, const std::string& digits) {
    const std::size_t count = tokens_.size();
    const bool behind_comma = count >= 2 && tokens_[count - 1].is(token_kind::comma) && tokens_[count - 2].is(token_kind::number) &&
                              tokens_[count - 1].where.end == place(begin, at_).begin;
    if (behind_comma) return grouped_zeros(begin, digits, tokens_[count - 2]);
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    bad_number(begin, "a number does not begin with 0", "write `" + digits.substr(first) + "`, or `'" + digits + "'` for a text");
  }

  /// Told once for all groups of one number.
  void grouped_zeros(std::size_t begin, const std::string& digits, const token& first) {
    if (first.reported) {
      push(token_kind::number, begin).reported = true;
      return;
    }
    std::string number = std::string(first.written) + "_" + digits;
    const span first_place = first.where;
    token& t = push(token_kind::number, begin);
    t.reported = true;
    span whole = join(first_place, t.where);
    for (std::size_t at = at_; peek(at) == U',' && is_digit_sign(peek(after(at)));) {
      const std::size_t group = after(at);
      for (at = group; is_digit_sign(peek(at));) at = after(at);
      number.append("_").append(text_.substr(group, at - group));
      whole = join(whole, place(group, at));
    }
    report_.error(code::bad_number, whole, "a number has no commas", "not a number", "write `" + number + "`");
  }

  void number_without_zero() {
    const std::size_t begin = at_;
    std::string digits = "0.";
    at_ = after(at_);
    take_digits(digits);
    bad_number(begin, "a number does not begin with a point", "write `" + digits + "`");
  }

  void bad_number(std::size_t begin, std::string message, std::string help) {
    token& t = push(token_kind::number, begin);
    t.reported = true;
    report_.error(code::bad_number, t.where, std::move(message), "not a number", std::move(help));
  }

  /// The unit behind the digits, then the token.
  void finish_number(std::size_t begin, const std::string& digits) {
    std::size_t unit_begin = at_;
    while (unit_begin < text_.size() && is_blank_sign(peek(unit_begin))) unit_begin = after(unit_begin);
    std::string unit;
    if (peek(unit_begin) == U'%') {
      unit = "%";
      at_ = after(unit_begin);
    } else if (unit_begin < text_.size() && is_identifier_start(peek(unit_begin))) {
      const std::size_t unit_end = word_end(unit_begin);
      const std::string_view word = text_.substr(unit_begin, unit_end - unit_begin);
      unit = unit_of(word);
      if (unit.empty() && unit_begin == at_) {
        at_ = unit_end;
        return bad_number(begin, "a number is followed by letters that are no unit", help_for_suffix(digits, word));
      }
      if (!unit.empty()) at_ = unit_end;
    }
    const auto value = parse_decimal(digits);
    if (!value) return bad_number(begin, "this number has more than 38 digits", "write a shorter number");
    token& t = push(token_kind::number, begin);
    t.value = *value;
    t.unit = std::move(unit);
  }

  [[nodiscard]] static std::string help_for_suffix(const std::string& digits, std::string_view word) {
    if (const int exponent = magnitude_of(word); exponent != 0) {
      if (const auto value = parse_decimal(digits + "e" + std::to_string(exponent))) return "write `" + to_text(*value) + "`";
    }
    if (word == "元" || word == "块") return "write `" + digits + " CNY`";
    if (word == "天" || word == "日" || word == "d") return "write `" + digits + " days`";
    if (word.starts_with("年")) return "write a date between quotes: `'2026-10-01'`";
    if (word.front() == 'e' || word.front() == 'E') {
      const auto value = word.size() <= 3 ? parse_decimal(digits + std::string(word)) : std::nullopt;
      if (value) return "numbers have no exponent: write `" + to_text(*value) + "`";
    }
    const std::string capitals = to_upper(word);
    if (word.size() == 3 && !unit_of(capitals).empty()) return "write the currency in capitals: `" + digits + " " + capitals + "`";
    return "write " + shown(digits + " * " + std::string(word)) + ", or put a name that begins with a digit between back-ticks";
  }

  /// A date as it stands outside quotes, dddd-dd-dd or dddd/dd/dd without blanks: told, and what it stands beside makes no further mistake.
  bool date() {
    std::string digits;
    std::size_t end = at_;
    for (; digits.size() < 10; end = after(end)) {
      const char32_t c = peek(end);
      const bool separator = digits.size() == 4 || digits.size() == 7;
      if (separator ? c != U'-' && c != U'/' : !is_digit_sign(c)) return false;
      digits.push_back(static_cast<char>(c));
    }
    const char32_t next = peek(end);
    if (digits[4] != digits[7] || is_digit_sign(next) || is_identifier_continue(next)) return false;
    digits[4] = digits[7] = '-';
    const std::size_t begin = std::exchange(at_, end);
    token& t = push(token_kind::text, begin);
    t.text = digits;
    t.reported = true;
    report_.error(code::unquoted_date, t.where, "a date in a formula stands between quotes", "a date without quotes", "write `'" + digits + "'`");
    return true;
  }

  bool take(char32_t c) {
    if (peek(at_) != c) return false;
    at_ = after(at_);
    return true;
  }

  /// An operator of another language: told, and read as the one that it means.
  void mistaken(token_kind meant, std::size_t begin, std::string_view right) {
    const bool is_word = meant == token_kind::word;
    token& t = push(meant, begin);
    if (is_word) t.text = std::string(right);
    report_.error(code::unexpected_token, t.where, shown(t.written) + " is no operator of the language", "not known", "write `" + std::string(right) + "`");
  }

  /// `&&` is `and`; what a single `&` joins need not be conditions.
  void logical(char32_t c, std::size_t begin, std::string_view right) {
    const bool doubled = take(c);
    mistaken(token_kind::word, begin, right);
    tokens_.back().reported = !doubled;
  }

  /// One sign, perhaps of two characters; false when no formula has it.
  bool sign(char32_t c) {
    const std::size_t begin = at_;
    at_ = after(at_);
    switch (c) {
      case U'+': push(token_kind::plus, begin); return true;
      case U'-': push(token_kind::minus, begin); return true;
      case U'/': push(token_kind::slash, begin); return true;
      case U'^': push(token_kind::caret, begin); return true;
      case U'(': push(token_kind::left_paren, begin); return true;
      case U')': push(token_kind::right_paren, begin); return true;
      case U'[': push(token_kind::left_bracket, begin); return true;
      case U']': push(token_kind::right_bracket, begin); return true;
      case U',': push(token_kind::comma, begin); return true;
      case U'.': push(token_kind::dot, begin); return true;
      case U'≠': push(token_kind::not_equal, begin); return true;
      case U'≤': push(token_kind::less_equal, begin); return true;
      case U'≥': push(token_kind::greater_equal, begin); return true;
      case U'*':
        if (take(U'*')) mistaken(token_kind::caret, begin, "^");
        else push(token_kind::star, begin);
        return true;
      case U'=':
        if (take(U'>')) mistaken(token_kind::greater_equal, begin, ">=");
        else if (take(U'<')) mistaken(token_kind::less_equal, begin, "<=");
        else if (take(U'!')) mistaken(token_kind::not_equal, begin, "!=");
        else if (take(U'=') && take(U'=')) mistaken(token_kind::equal, begin, "=");
        else push(token_kind::equal, begin);
        return true;
      case U'<': push(take(U'=') ? token_kind::less_equal : take(U'>') ? token_kind::not_equal : token_kind::less, begin); return true;
      case U'>': push(take(U'=') ? token_kind::greater_equal : token_kind::greater, begin); return true;
      case U'!':
        if (take(U'=')) push(token_kind::not_equal, begin);
        else mistaken(token_kind::word, begin, "not");
        return true;
      case U'&':
        logical(c, begin, "and");
        return true;
      case U'|':
        logical(c, begin, "or");
        return true;
      case U':':
        if (!take(U'=')) return at_ = begin, false;
        mistaken(token_kind::equal, begin, "=");
        return true;
      default: at_ = begin; return false;
    }
  }

  /// A run of one character that no formula has.
  void foreign(char32_t c) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && peek(at_) == c) at_ = after(at_);
    const foreign_sign* known = find_foreign_sign(c);
    token& t = push(known != nullptr ? known->meant : token_kind::bad, begin);
    t.reported = t.kind == token_kind::bad;
    if (c == U':' && std::exchange(choice_told_, false)) return;
    choice_told_ = choice_told_ || c == U'?';
    const std::string message = is_invisible(c) ? "an invisible character (" + hexadecimal(c) + ") stands here" : "a formula has no " + shown(t.written);
    const std::string help = known != nullptr  ? std::string(known->help)
                             : is_invisible(c) ? std::string("delete it")
                                               : std::string("delete it, or put the name that it belongs to between back-ticks");
    report_.error(code::unexpected_character, t.where, message, "not expected", help);
  }
};

}  // namespace detail

/// The tokens of a formula, the last of kind `end`; what cannot be read is reported, and read as what was probably meant.
/// The tokens point into `text`, which must not be longer than `limits::bytes`.
[[nodiscard]] inline std::vector<token> lex(const located_text& text, reporter& report) { return detail::lexer(text, report).run(); }

}  // namespace attain::formula
