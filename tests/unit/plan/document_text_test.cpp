// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/document_text.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace attain::document {
namespace {

/// Reads a document that is one string.
located_text read(std::string_view doc) {
  const auto end = end_of_string(doc, 0);
  EXPECT_EQ(end, doc.size()) << doc;
  return read_string(doc, {0, static_cast<std::uint32_t>(doc.size())});
}

/// What the document has where the text has a part.
std::string written_as(std::string_view doc, std::string_view part) {
  const located_text text = read(doc);
  const std::size_t begin = text.text.find(part);
  EXPECT_NE(begin, std::string::npos) << doc;
  const span where = text.to_source({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + part.size())});
  return std::string(doc.substr(where.begin, where.end - where.begin));
}

std::optional<std::string> bad_escape(std::string_view doc) {
  string_reader reader(doc, {0, static_cast<std::uint32_t>(doc.size())});
  (void)reader.read();
  if (!reader.bad_escape()) return std::nullopt;
  return std::string(doc.substr(reader.bad_escape()->begin, reader.bad_escape()->end - reader.bad_escape()->begin));
}

TEST(end_of_string, knows_the_four_kinds) {
  EXPECT_EQ(end_of_string(R"("ab" x)", 0), 4U);
  EXPECT_EQ(end_of_string(R"("" x)", 0), 2U);
  EXPECT_EQ(end_of_string(R"("a\"b" x)", 0), 6U);
  EXPECT_EQ(end_of_string(R"("a\\" x)", 0), 5U);
  EXPECT_EQ(end_of_string(R"('a\' x)", 0), 4U) << "no escapes between single quotes";
  EXPECT_EQ(end_of_string("\"\"\"a\nb\"\"\" x", 0), 9U);
  EXPECT_EQ(end_of_string("'''a\n'b''' x", 0), 10U);
  EXPECT_EQ(end_of_string(R"("""""" x)", 0), 6U);
  EXPECT_EQ(end_of_string(R"("""a""""" x)", 0), 9U) << "two quotes may stand before the three";
  EXPECT_EQ(end_of_string(R"("""a\"""" x)", 0), 9U);
}

TEST(end_of_string, misses_what_is_not_closed) {
  for (const std::string_view doc : {"\"", "\"abc", "\"abc\n\"", "'a\n'", "\"\"\"a\"\"", "'''", "\"a\\\"", "\"a\\\n\"", "\"\"\"a\\\"\"\""}) {
    EXPECT_EQ(end_of_string(doc, 0), std::nullopt) << doc;
  }
}

TEST(read_string, plain_text_is_where_it_is) {
  const located_text text = read_string("x = \"revenue\"", {4, 13});
  EXPECT_EQ(text.text, "revenue");
  EXPECT_EQ(text.whole, (span{4, 13}));
  EXPECT_EQ(text.steps.size(), 1U);
  EXPECT_EQ(text.to_source({0, 7}), (span{5, 12}));
}

TEST(read_string, empty_texts) {
  for (const std::string_view doc : {"\"\"", "''", "\"\"\"\"\"\"", "''''''", "\"\"\"\n\"\"\"", "'''\r\n'''"}) EXPECT_EQ(read(doc).text, "") << doc;
  EXPECT_EQ(read("\"\"").to_source({0, 0}), (span{1, 1}));
}

TEST(read_string, every_escape_maps_to_all_of_itself) {
  const std::string_view doc = R"("a\tb\nc\"d\\e\u00e9f\U0001F600g\bh\fi\rj\u0041k")";
  EXPECT_EQ(read(doc).text, "a\tb\nc\"d\\e\u00e9f\U0001F600g\bh\fi\rjAk");
  EXPECT_EQ(written_as(doc, "\t"), R"(\t)");
  EXPECT_EQ(written_as(doc, "\n"), R"(\n)");
  EXPECT_EQ(written_as(doc, "\""), R"(\")");
  EXPECT_EQ(written_as(doc, "\\"), R"(\\)");
  EXPECT_EQ(written_as(doc, "\u00e9"), R"(\u00e9)");
  EXPECT_EQ(written_as(doc, "\U0001F600"), R"(\U0001F600)");
  EXPECT_EQ(written_as(doc, "\b"), R"(\b)");
  EXPECT_EQ(written_as(doc, "\f"), R"(\f)");
  EXPECT_EQ(written_as(doc, "\r"), R"(\r)");
  EXPECT_EQ(written_as(doc, "A"), R"(\u0041)");
  for (const std::string_view letter : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}) EXPECT_EQ(written_as(doc, letter), letter);
  EXPECT_EQ(written_as(doc, "\u00e9f\U0001F600"), R"(\u00e9f\U0001F600)");
  EXPECT_EQ(written_as(doc, "b\nc"), R"(b\nc)");
}

TEST(read_string, escapes_side_by_side_stay_apart) {
  const std::string_view doc = R"("\"\\\u9500\"")";
  EXPECT_EQ(read(doc).text, "\"\\销\"");
  EXPECT_EQ(written_as(doc, "\\"), R"(\\)");
  EXPECT_EQ(written_as(doc, "销"), R"(\u9500)");
  EXPECT_EQ(written_as(doc, "销\""), R"(\u9500\")");
}

TEST(read_string, literal_texts_have_no_escapes) {
  EXPECT_EQ(read(R"('C:\temp\u00e9')").text, R"(C:\temp\u00e9)");
  EXPECT_EQ(read("'''\nC:\\x\n'y' '''").text, "C:\\x\n'y' ");
  EXPECT_EQ(written_as("'''\nab\ncd'''", "cd"), "cd");
}

TEST(read_string, the_first_line_end_is_no_content) {
  EXPECT_EQ(read("\"\"\"\nab\"\"\"").text, "ab");
  EXPECT_EQ(read("\"\"\"\r\nab\"\"\"").text, "ab");
  EXPECT_EQ(read("\"\"\"\n\nab\"\"\"").text, "\nab");
  EXPECT_EQ(read("\"\"\"\nab\"\"\"").to_source({0, 2}), (span{4, 6}));
  EXPECT_EQ(read("'''\r\nab'''").to_source({0, 2}), (span{5, 7}));
}

TEST(read_string, line_continuations_join_lines) {
  const std::string_view doc = "\"\"\"\nsum(amount \\  \n\n    where paid)\\\r\n\t + 1\"\"\"";
  EXPECT_EQ(read(doc).text, "sum(amount where paid)+ 1");
  EXPECT_EQ(written_as(doc, "where"), "where");
  EXPECT_EQ(written_as(doc, "paid)"), "paid)") << "ends before the continuation";
  EXPECT_EQ(written_as(doc, "+ 1"), "+ 1");
  EXPECT_EQ(written_as(doc, "amount where"), "amount \\  \n\n    where");
  EXPECT_EQ(bad_escape(doc), std::nullopt);
  EXPECT_EQ(read("\"\"\"a\\\n  \"\"\"").text, "a");
  EXPECT_EQ(read("\"\"\"a\\\n\u3000b\"\"\"").text, "a\u3000b") << "only blanks and tabs are blanks";
}

TEST(read_string, line_ends_are_one_character) {
  const std::string_view doc = "\"\"\"ab\r\ncd\nef\"\"\"";
  EXPECT_EQ(read(doc).text, "ab\ncd\nef");
  EXPECT_EQ(written_as(doc, "b\nc"), "b\r\nc");
  EXPECT_EQ(written_as(doc, "cd\nef"), "cd\nef");
  EXPECT_EQ(read("'''ab\r\ncd'''").text, "ab\ncd");
}

TEST(read_string, quotes_inside_of_three_quotes) {
  EXPECT_EQ(read(R"("""a "b" ""c"" d""""")").text, R"(a "b" ""c"" d"")");
  EXPECT_EQ(read("'''it's '' '''''").text, "it's '' ''");
}

TEST(read_string, tells_the_first_escape_that_means_nothing) {
  EXPECT_EQ(bad_escape(R"("a\tb")"), std::nullopt);
  EXPECT_EQ(bad_escape(R"("a\d\e")"), R"(\d)");
  EXPECT_EQ(bad_escape(R"("\e")"), R"(\e)") << "of a later TOML";
  EXPECT_EQ(bad_escape(R"("\u00g1")"), R"(\u00g1)");
  EXPECT_EQ(bad_escape(R"("\u12")"), R"(\u12)");
  EXPECT_EQ(bad_escape(R"("\uD800")"), R"(\uD800)") << "a surrogate";
  EXPECT_EQ(bad_escape(R"("\U00110000")"), R"(\U00110000)");
  EXPECT_EQ(bad_escape(R"("\u+123")"), R"(\u+123)");
  EXPECT_EQ(bad_escape(R"('\d')"), std::nullopt);
  EXPECT_EQ(bad_escape("\"\"\"\\ x\"\"\""), "\\ ");
}

TEST(read_string, characters_of_several_bytes_are_copied_byte_by_byte) {
  const std::string_view doc = "\"销售额 + \\\"5%\\\"\"";
  EXPECT_EQ(written_as(doc, "销售额"), "销售额");
  EXPECT_EQ(written_as(doc, "售"), "售");
  EXPECT_EQ(written_as(doc, "5%"), "5%");
}

}  // namespace
}  // namespace attain::document
