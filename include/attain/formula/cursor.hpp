// SPDX-License-Identifier: Apache-2.0
/// The parser's place among the tokens, the brackets it is inside, and what it says when a token does not fit there.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/token.hpp"
#include "attain/text/unicode.hpp"

namespace attain::formula::detail {

/// What the parser is inside of; decides which tokens end an expression.
enum class inside : std::uint8_t { group, list, call, choice };

struct frame {
  inside kind;
  token_kind close;  ///< `end` for a `case`, which closes with a word
  span open;
  std::string_view written;
  bool order_keys = false;  ///< inside `order by` of a call: `asc` and `desc` end a key
  bool unclosed = false;    ///< a group that ends at a comma, because a bracket is lacking for it
};

[[nodiscard]] inline bool is_comparison(token_kind k) { return k >= token_kind::equal && k <= token_kind::greater_equal; }

/// Stands between two values. A `not` does so only before `in` and `between`, which the cursor knows.
[[nodiscard]] inline bool is_operator(const token& t) {
  if (t.kind >= token_kind::plus && t.kind <= token_kind::caret) return true;
  return is_comparison(t.kind) || t.is_word("and") || t.is_word("or") || t.is_word("in") || t.is_word("between");
}

[[nodiscard]] inline bool begins_value(const token& t) {
  switch (t.kind) {
    case token_kind::number:
    case token_kind::text:
    case token_kind::name:
    case token_kind::left_paren:
    case token_kind::left_bracket: return true;
    case token_kind::word: return t.text == "true" || t.text == "false" || t.text == "missing" || t.text == "if" || t.text == "case" || t.text == "not";
    default: return false;
  }
}

/// Walks over tokens; the grammar (parser.hpp) decides where.
class cursor {
 public:
  cursor(std::vector<token> tokens, reporter& report) : tokens_(std::move(tokens)), report_(report) {}

  [[nodiscard]] const token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  [[nodiscard]] bool at_end() const { return peek().is(token_kind::end); }
  [[nodiscard]] bool is_first() const { return at_ == 0; }
  /// The token before the next one; the first token when there is none before.
  [[nodiscard]] const token& previous() const { return tokens_[at_ == 0 ? 0 : at_ - 1]; }

  const token& take() {
    const token& t = tokens_[at_];
    if (!t.is(token_kind::end)) ++at_;
    return t;
  }
  bool take(token_kind kind) {
    if (!peek().is(kind)) return false;
    take();
    return true;
  }
  bool take_word(std::string_view word) {
    if (!peek().is_word(word)) return false;
    take();
    return true;
  }

  /// Leaves the rest of the formula alone, without another word about it.
  void stop() {
    stopped_ = true;
    at_ = tokens_.size() - 1;
    report_.silence();
  }
  [[nodiscard]] bool stopped() const { return stopped_; }

  void enter(inside kind, token_kind close, const token& open) { frames_.push_back({kind, close, open.where, open.written}); }
  void leave() { frames_.pop_back(); }
  [[nodiscard]] frame& innermost() { return frames_.back(); }

  /// Takes the bracket that closes the innermost frame, or says that it is not there.
  void close() {
    const frame opened = frames_.back();
    frames_.pop_back();
    const token& t = peek();
    if (take(opened.close)) return;
    const bool round = opened.close == token_kind::right_paren;
    const std::string wanted = round ? ")" : "]";
    const bool other = t.is(round ? token_kind::right_bracket : token_kind::right_paren);
    if (other && closing(t.kind) > open(t.kind)) {
      take();
      auto& m =
          report_.error(code::unclosed_bracket, t.where, "a bracket is closed by one of another kind", "`" + wanted + "` expected", "write `" + wanted + "`");
      m.related.push_back({opened.open, "opened here"});
      return;
    }
    if (t.reported) return;
    auto& m =
        report_.error(code::unclosed_bracket, opened.open, "this bracket is never closed", "opened here", "write `" + wanted + "` where the bracket ends");
    m.related.push_back({previous().where, "`" + wanted + "` expected behind this"});
  }

  /// A comma in a group is a mistake; where a bracket is lacking as well, that is the one mistake: the group is taken to end here.
  void end_group_at_comma() {
    if (frames_.empty()) return;
    frame& f = innermost();
    if (!peek().is(token_kind::comma) || f.kind != inside::group || closing(token_kind::right_paren) >= open(token_kind::right_paren)) return;
    f.unclosed = std::any_of(frames_.begin(), frames_.end(), [](const frame& outer) { return outer.kind == inside::call || outer.kind == inside::list; });
  }

  /// Does an expression end here, whatever comes next?
  [[nodiscard]] bool at_delimiter() const {
    const token& t = peek();
    if (t.is(token_kind::end)) return true;
    if (t.is(token_kind::right_paren) || t.is(token_kind::right_bracket)) return bracket() != nullptr;
    if (t.is(token_kind::comma)) return bracket() != nullptr && (bracket()->kind != inside::group || bracket()->unclosed);
    if (at_clause()) return true;
    const bool in_choice = std::any_of(frames_.begin(), frames_.end(), [](const frame& f) { return f.kind == inside::choice; });
    return in_choice && (t.is_word("when") || t.is_word("then") || t.is_word("else") || t.is_word("end"));
  }

  /// Does a clause of the call that we are in begin (or, in a key of `order by`, its direction stand) here?
  [[nodiscard]] bool at_clause() const {
    const frame* f = bracket();
    if (f == nullptr || f->kind != inside::call) return false;
    const token& t = peek();
    if (f->order_keys && (t.is_plain_name("asc") || t.is_plain_name("desc"))) return true;
    return t.is_word("where") || t.is_word("via") || t.is_word("within") || t.is_word("order") || t.is_plain_name("without_me");
  }

  [[nodiscard]] bool at_operator() const { return is_operator(peek()) || (peek().is_word("not") && (peek(1).is_word("in") || peek(1).is_word("between"))); }

  diagnostic& error(code c, span where, std::string message, std::string here, std::string help) {
    return report_.error(c, where, std::move(message), std::move(here), std::move(help));
  }

  /// Something else was expected at the next token: says so, unless something was said there already, and moves on to where an expression
  /// can go on or end.
  void expected(std::string message, std::string help) {
    const token& t = peek();
    if (!t.reported) {
      const bool at_last = t.is(token_kind::end) || at_delimiter();
      error(code::unexpected_token, at_last ? previous().where : t.where, std::move(message), at_last ? "expected behind this" : "not expected",
            std::move(help));
    }
    skip_junk();
  }

  /// No value stands where one must: says so at what asks for it.
  void value_expected() {
    const token& t = peek();
    told_at_ = at_;
    if (t.reported) return;
    if (is_first()) {
      error(code::unexpected_token, t.where, "a formula does not begin with " + shown(t.written), "a value is missing before this",
            "write a value before it, or delete it");
      return;
    }
    const token& before = previous();
    if (before.reported && before.is(token_kind::bad)) return;
    if (is_operator(t) && !before.is(token_kind::comma)) {
      auto& m = error(code::unexpected_token, t.where, "expected a value before " + shown(t.written), "not a value",
                      "write a value between the two, or delete one of them");
      m.related.push_back({before.where, "a value is expected behind this"});
      return;
    }
    if (before.is(token_kind::left_paren) && t.is(token_kind::right_paren)) {
      error(code::unexpected_token, join(before.where, t.where), "expected a value between `(` and `)`", "nothing here",
            "write a value there, or delete the brackets");
      return;
    }
    const bool condition = before.is_word("where") || before.is_word("when");
    const bool optional = is_operator(before) || before.is(token_kind::comma) || before.is_word("where");
    error(code::unexpected_token, before.where, "expected a " + std::string(condition ? "condition" : "value") + " after " + shown(before.written),
          "nothing behind this",
          std::string(condition ? "write a condition there, such as `paid`" : "write a name, a number or another value there") +
              (optional ? ", or delete " + shown(before.written) : std::string()));
  }

  /// What was said makes a further message at the next token needless.
  void told() { told_at_ = at_; }

  /// A reserved word used as if it were a name.
  void reserved(const token& t) {
    error(code::reserved_word, t.where, shown(t.written) + " is a word of the language and cannot be a name", "reserved word",
          "put the name between back-ticks: `" + std::string(t.written) + "`");
  }

  /// A value is complete, and the next token neither goes on with it nor ends it: says so and skips it.
  void unexpected_after_value() {
    const token& t = peek();
    if (grouped_digits()) return skip_junk();
    if (!t.reported && at_ != told_at_) {
      if (t.is(token_kind::right_paren) || t.is(token_kind::right_bracket)) {
        const std::string open = t.is(token_kind::right_paren) ? "`(`" : "`[`";
        error(code::unclosed_bracket, t.where, "this bracket was never opened", "no " + open + " for this",
              "delete it, or write " + open + " where the bracket begins");
      } else {
        stray(t);
      }
    }
    skip_junk(true);
  }

  /// Skips the rest of the expression.
  void skip_rest() {
    while (!at_delimiter()) skip_junk(true);
  }

  /// Skips tokens up to an operator or the end of the expression; brackets on the way as a whole.
  void skip_junk(bool at_least_one = false) {
    bool first = at_least_one;
    while (!at_end() && (first || (!at_delimiter() && !at_operator()))) {
      skip_one();
      first = false;
    }
  }

 private:
  std::vector<token> tokens_;
  reporter& report_;
  std::size_t at_ = 0;
  std::vector<frame> frames_;
  std::size_t told_at_ = static_cast<std::size_t>(-1);  ///< the token at which a value was missing
  bool stopped_ = false;

  [[nodiscard]] const frame* bracket() const {
    const auto found = std::find_if(frames_.rbegin(), frames_.rend(), [](const frame& f) { return f.kind != inside::choice; });
    return found == frames_.rend() ? nullptr : &*found;
  }

  /// Brackets around here that wait for that one to close them.
  [[nodiscard]] std::ptrdiff_t open(token_kind close) const {
    return std::count_if(frames_.begin(), frames_.end(), [close](const frame& f) { return f.close == close; });
  }

  /// Closing brackets from here on that close nothing opened from here on.
  [[nodiscard]] std::ptrdiff_t closing(token_kind close) const {
    const token_kind opening = close == token_kind::right_paren ? token_kind::left_paren : token_kind::left_bracket;
    std::ptrdiff_t found = 0;
    std::ptrdiff_t depth = 0;
    for (std::size_t i = at_; i < tokens_.size(); ++i) {
      if (tokens_[i].is(opening)) ++depth;
      if (!tokens_[i].is(close)) continue;
      if (depth > 0) --depth;
      else ++found;
    }
    return found;
  }

  void skip_one() {
    std::size_t open = 0;
    do {
      const token& t = take();
      if (t.is(token_kind::left_paren) || t.is(token_kind::left_bracket)) ++open;
      else if (open > 0 && (t.is(token_kind::right_paren) || t.is(token_kind::right_bracket))) --open;
    } while (open > 0 && !at_end());
  }

  /// `1,000,000` where no comma can stand.
  bool grouped_digits() {
    const token& first = previous();
    const auto at_group = [&] {
      return peek().is(token_kind::comma) && peek(1).is(token_kind::number) && peek(1).written.size() >= 3 && peek(1).where.begin == peek().where.end &&
             previous().where.end == peek().where.begin;
    };
    if (!first.is(token_kind::number) || !at_group()) return false;
    std::string number(first.written);
    bool told = false;
    for (; at_group(); take()) {
      take();
      told = told || peek().reported;
      number.append("_").append(peek().written);
    }
    if (!told) error(code::unexpected_token, join(first.where, previous().where), "a number has no commas", "not a number", "write `" + number + "`");
    return true;
  }

  void stray(const token& t) {
    const auto say = [&](std::string message, std::string here, std::string help) -> diagnostic& {
      return error(code::unexpected_token, t.where, std::move(message), std::move(here), std::move(help));
    };
    if (t.is(token_kind::comma)) {
      say("a comma stands between the arguments of a function, and here is none", "not expected",
          bracket() == nullptr ? "delete the comma and one of the values" : "write the function's name before the bracket, or delete the comma");
    } else if (t.is(token_kind::dot)) {
      say("only a name or a call has parts", "nothing before this that has parts", "delete the point and what stands behind it");
    } else if (t.is_word("where") || t.is_word("via") || t.is_word("within") || t.is_word("order")) {
      say(shown(t.written) + " stands inside the brackets of a function", "outside of any function",
          "write it before the `)`, as in `sum(deals.amount where paid)`");
    } else if (t.is_word("then") || t.is_word("else") || t.is_word("when") || t.is_word("end")) {
      say(shown(t.written) + " stands only inside `case`", "no `case` before this", "write `case when … then … else … end`, or `if(condition, a, b)`");
    } else {
      auto& m = say("expected an operator before " + shown(t.written), "not expected", help_for_stray(t));
      m.related.push_back({previous().where, "the value ends here"});
    }
  }

  [[nodiscard]] std::string help_for_stray(const token& t) const {
    const token& before = previous();
    const std::string small = to_lower(t.written);
    if (t.is(token_kind::name) && is_reserved(small)) return "write `" + small + "` in small letters";
    if (t.is_word("not")) return "write `!=`, `not in (…)` or `not between … and …`";
    if (t.is_plain_name("is")) return "a value that may be missing is tested with `is_missing(x)`; equal is written `=`";
    if (small == "like") return "write `contains(text, 'part')`, `starts_with(…)` or `ends_with(…)`";
    if (small == "mod") return "write `mod(x, d)`";
    if (before.is(token_kind::number) && before.unit.empty() && (small.starts_with("month") || small.starts_with("year")))
      return "months differ in length: write `add_months(date, n)`, with n below 0 for a day before and 12 for each year";
    if (before.is(token_kind::number) && before.unit.empty() && small.starts_with("week")) return "write a number of days: `7 days` for a week";
    if (before.is(token_kind::number) && before.unit == "%") return "`%` belongs to the number before it; the remainder of a division is `mod(x, d)`";
    if (before.is(token_kind::number) && t.is(token_kind::name) && !unit_like(small).empty())
      return "write the currency in capitals: `" + std::string(before.written) + " " + unit_like(small) + "`";
    if (before.is(token_kind::name) && t.is(token_kind::name) && !before.quoted && !t.quoted) {
      return "write an operator between the two; a name that holds a blank stands in back-ticks: `" + before.text + " " + t.text + "`";
    }
    if (t.is(token_kind::left_paren)) return "write an operator before the bracket, such as `*`";
    return "write an operator between the two, such as `+` or `*`";
  }

  [[nodiscard]] static std::string unit_like(std::string_view word) {
    const bool letters = word.size() == 3 && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
    return letters ? to_upper(word) : std::string();
  }
};

}  // namespace attain::formula::detail
