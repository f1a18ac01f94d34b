// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/document_json_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace attain::document {
namespace {

/// The content of a string with quotes, in which there must be no mistake.
located_text content(std::string_view written) {
  diagnostics messages;
  EXPECT_EQ(end_of_json_string(written, 0), written.size()) << written;
  located_text text = read_json_string(written, {0, static_cast<std::uint32_t>(written.size())}, messages);
  EXPECT_TRUE(messages.empty()) << written;
  return text;
}

/// What is said of a string with quotes.
std::string mistake(std::string_view written) {
  diagnostics messages;
  static_cast<void>(read_json_string(written, {0, static_cast<std::uint32_t>(written.size())}, messages));
  if (messages.size() != 1) return std::to_string(messages.size()) + " messages";
  const diagnostic& d = messages[0];
  return std::to_string(d.where.begin) + "-" + std::to_string(d.where.end) + ": " + d.message + "; " + d.help;
}

TEST(document_json_text, escapes) {
  EXPECT_EQ(content(R"("")").text, "");
  EXPECT_EQ(content(R"("a\"b\\c\/d")").text, R"(a"b\c/d)");
  EXPECT_EQ(content(R"("\b\t\n\f\r")").text, "\b\t\n\f\r");
  EXPECT_EQ(content(R"("\u9500\u552E")").text, "销售");
  EXPECT_EQ(content(R"("\ud83d\uDE00!")").text, "😀!");
  EXPECT_EQ(content("\"销售\"").text, "销售");
}

TEST(document_json_text, every_byte_knows_its_place) {
  const std::string_view written = R"("a\u9500\n😀b")";
  const located_text text = content(written);
  ASSERT_EQ(text.text, "a销\n😀b");
  EXPECT_EQ(text.to_source({0, 1}), (span{1, 2}));
  EXPECT_EQ(text.to_source({1, 4}), (span{2, 8}));
  EXPECT_EQ(text.to_source({4, 5}), (span{8, 10}));
  EXPECT_EQ(text.to_source({5, 9}), (span{10, 14}));
  EXPECT_EQ(text.to_source({9, 10}), (span{14, 15}));
  EXPECT_EQ(text.whole, (span{0, 16}));
}

TEST(document_json_text, a_string_ends_on_its_line) {
  EXPECT_EQ(end_of_json_string(R"("a\"b" c)", 0), 6U);
  EXPECT_EQ(end_of_json_string("\"a\nb\"", 0), std::nullopt);
  EXPECT_EQ(end_of_json_string("\"a\\\n\"", 0), std::nullopt);
  EXPECT_EQ(end_of_json_string(R"("a\)", 0), std::nullopt);
}

TEST(document_json_text, mistakes) {
  EXPECT_EQ(mistake(R"("a\pb")"), R"(2-4: `\p` means nothing in a text; write `\\p`)");
  EXPECT_EQ(mistake("\"\\销\""), "1-5: `\\销` means nothing in a text; write `\\\\销`");
  EXPECT_EQ(mistake(R"("\u12G4")"), R"(1-3: `\u` takes four hexadecimal digits; write `\\u` if no character is meant)");
  EXPECT_EQ(mistake(R"("\u12")"), R"(1-3: `\u` takes four hexadecimal digits; write `\\u` if no character is meant)");
  EXPECT_EQ(mistake(R"("\ud83dx")"), R"(1-7: `\ud83d` is half a character; write the character itself, or both of its halves)");
  EXPECT_EQ(mistake(R"("\ude00")"), R"(1-7: `\ude00` is half a character; write the character itself, or both of its halves)");
  EXPECT_EQ(mistake(R"("\ud83d\u0041")"), R"(1-7: `\ud83d` is half a character; write the character itself, or both of its halves)");
  EXPECT_EQ(mistake("\"a\tb\""), "2-3: a tab inside a text needs an escape; write `\\t`");
  EXPECT_EQ(mistake("\"a\x01\""), "2-3: a control character inside a text needs an escape; delete it");
}

std::string judged(std::string_view written) {
  const bare_mistake found = judge_json_value(written);
  return to_string(found.code) + ": " + found.message + "; " + found.help;
}

TEST(document_json_text, values_that_are_none) {
  EXPECT_EQ(judged("True"), "A1010: `True` needs small letters; write `true`");
  EXPECT_EQ(judged("null"), "A1005: `null` is no value of a plan; leave out the key, or give it a value");
  EXPECT_EQ(judged("None"), "A1005: `None` is no value of a plan; leave out the key, or give it a value");
  EXPECT_EQ(judged("NaN"), "A1005: `NaN` is no number a plan can use; ");
  EXPECT_EQ(judged("-Infinity"), "A1005: `-Infinity` is no number a plan can use; ");
  EXPECT_EQ(judged("+1"), "A1010: this is not how JSON writes a number; write `1`");
  EXPECT_EQ(judged("007"), "A1010: this is not how JSON writes a number; write `7`");
  EXPECT_EQ(judged(".5"), "A1010: this is not how JSON writes a number; write `0.5`");
  EXPECT_EQ(judged("5."), "A1010: this is not how JSON writes a number; write `5`");
  EXPECT_EQ(judged("1_000"), "A1010: this is not how JSON writes a number; write `1000`");
  EXPECT_EQ(judged("0x1F"), "A1010: this is not how JSON writes a number; write `31`");
  EXPECT_EQ(judged("5%"), "A1010: a percentage needs quotes; write `\"5%\"`");
  EXPECT_EQ(judged("2026-10-01"), "A1010: a date is written as a text; write `\"2026-10-01\"`");
  EXPECT_EQ(judged("sales * 2"), "A1010: this needs quotes; write `\"sales * 2\"`");
  EXPECT_EQ(judged("'sales'"), "A1010: a text stands between double quotes; write `\"sales\"`");
  EXPECT_EQ(judged("“sales”"), "A1010: a text stands between double quotes; write `\"sales\"`");
  EXPECT_EQ(judged("-"), "A1010: this needs quotes; write `\"-\"`");
}

}  // namespace
}  // namespace attain::document
