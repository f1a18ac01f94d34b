// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/lexer.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/formula/formula_testing.hpp"

namespace attain::formula {
namespace {

std::string name_of(const token& t) {
  static constexpr std::string_view names[] = {"end", "bad", "number", "text", "name", "word", "+", "-", "*", "/", "^", "=",
                                               "!=",  "<",   "<=",     ">",    ">=",   "(",    ")", "[", "]", ",", "."};
  const std::string kind(names[static_cast<std::size_t>(t.kind)]);
  if (t.is(token_kind::number)) return t.reported ? "number!" : "number:" + to_text(t.value) + t.unit;
  if (t.is(token_kind::text) || t.is(token_kind::name) || t.is(token_kind::word)) return kind + ":" + t.text;
  return kind;
}

/// The tokens but the last, `end`, with blanks between.
std::string tokens_of(std::string_view text) {
  const located_text located = testing::alone(text);
  diagnostics messages;
  reporter report(messages);
  std::string out;
  for (const token& t : lex(located, report)) {
    if (t.is(token_kind::end)) break;
    out += (out.empty() ? "" : " ") + name_of(t);
  }
  return out;
}

TEST(lexer, reads_words_and_names) {
  EXPECT_EQ(tokens_of("revenue and x1_y"), "name:revenue word:and name:x1_y");
  EXPECT_EQ(tokens_of("And AND ands"), "name:And name:AND name:ands");
  EXPECT_EQ(tokens_of("销售额 é _x"), "name:销售额 name:é name:_x");
  EXPECT_EQ(tokens_of("`Deal Value` `and`"), "name:Deal Value name:and");
}

TEST(lexer, knows_all_reserved_words) {
  for (const std::string_view word : reserved_words) EXPECT_EQ(tokens_of(word), "word:" + std::string(word));
  for (const std::string_view word : {"all", "asc", "desc", "without_me", "rank"}) EXPECT_EQ(tokens_of(word), "name:" + std::string(word));
}

TEST(lexer, composes_names_and_texts) {
  EXPECT_EQ(tokens_of("cafe\u0301"), "name:caf\u00E9");
  EXPECT_EQ(tokens_of("`cafe\u0301 1`"), "name:caf\u00E9 1");
  EXPECT_EQ(tokens_of("'cafe\u0301'"), "text:caf\u00E9");
}

TEST(lexer, reads_numbers_with_units) {
  EXPECT_EQ(tokens_of("0 0.1 1_000 12_34.5_6"), "number:0 number:0.1 number:1000 number:1234.56");
  EXPECT_EQ(tokens_of("5% 5 % 2.50%"), "number:5% number:5% number:2.5%");
  EXPECT_EQ(tokens_of("500 CNY 500CNY 1.5 USD"), "number:500CNY number:500CNY number:1.5USD");
  EXPECT_EQ(tokens_of("30 days 1 day 2days"), "number:30days number:1days number:2days");
}

TEST(lexer, takes_no_other_word_for_a_unit) {
  EXPECT_EQ(tokens_of("5 and x"), "number:5 word:and name:x");
  EXPECT_EQ(tokens_of("5 AND x"), "number:5 name:AND name:x");
  EXPECT_EQ(tokens_of("5 CNYX"), "number:5 name:CNYX");
  EXPECT_EQ(tokens_of("5 `CNY`"), "number:5 name:CNY");
}

TEST(lexer, reads_texts) { EXPECT_EQ(tokens_of("'' 'it''s' '，\"`'"), "text: text:it's text:，\"`"); }

TEST(lexer, reads_signs) {
  EXPECT_EQ(tokens_of("+-*/^ = !=< <=> >=()[],."), "+ - * / ^ = != < <= > >= ( ) [ ] , .");
  EXPECT_EQ(tokens_of("a==b<>c"), "name:a = name:b != name:c");
}

TEST(lexer, reads_full_width_and_mathematical_signs) {
  EXPECT_EQ(tokens_of("（１２．５％＋３，０００）"), "( number:12.5% + number:3 , number! )");
  EXPECT_EQ(tokens_of("a×b÷c−d－e"), "name:a * name:b / name:c - name:d - name:e");
  EXPECT_EQ(tokens_of("a≥1≤2≠3＝4＞＝5＜＞6"), "name:a >= number:1 <= number:2 != number:3 = number:4 >= number:5 != number:6");
  EXPECT_EQ(tokens_of("a\u3000b\u00A0c"), "name:a name:b name:c");
}

TEST(lexer, keeps_full_width_letters_apart) { EXPECT_EQ(tokens_of("ａ１"), "name:ａ１"); }

TEST(lexer, knows_a_point_in_a_number_from_a_point_before_a_part) {
  EXPECT_EQ(tokens_of("a.b.c"), "name:a . name:b . name:c");
  EXPECT_EQ(tokens_of("1.5.x"), "number!");
  EXPECT_EQ(tokens_of("a1.b"), "name:a1 . name:b");
}

TEST(lexer, goes_on_with_what_was_meant) {
  EXPECT_EQ(tokens_of("a && b || !c"), "name:a word:and name:b word:or word:not name:c");
  EXPECT_EQ(tokens_of("a => b =< c ** d === e =! f"), "name:a >= name:b <= name:c ^ name:d = name:e != name:f");
  EXPECT_EQ(tokens_of("\"north\" “south” ‘east' 「west」"), "text:north text:south text:east text:west");
  EXPECT_EQ(tokens_of("2026-10-01 2026/10/01"), "text:2026-10-01 text:2026-10-01");
  EXPECT_EQ(tokens_of("f(a; b、c)"), "name:f ( name:a , name:b , name:c )");
}

TEST(lexer, takes_only_the_exact_pattern_for_a_date) {
  EXPECT_EQ(tokens_of("2026 - 10 - 01"), "number:2026 - number:10 - number!");
  EXPECT_EQ(tokens_of("2026-10"), "number:2026 - number:10");
  EXPECT_EQ(tokens_of("2026-10/11"), "number:2026 - number:10 / number:11");
  EXPECT_EQ(tokens_of("2026-10-111"), "number:2026 - number:10 - number:111");
  EXPECT_EQ(tokens_of("12026-10-11"), "number:12026 - number:10 - number:11");
}

TEST(lexer, places_are_those_of_the_source) {
  // As in TOML: `x = "a\tb"`, where the tab was written with two characters.
  located_text located{"a\tb", {{0, 5}, {2, 8}}, {4, 10}};
  diagnostics messages;
  reporter report(messages);
  const auto tokens = lex(located, report);
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_EQ(tokens[0].where, (span{5, 6}));
  EXPECT_EQ(tokens[1].where, (span{8, 9}));
}

}  // namespace
}  // namespace attain::formula
