// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/document_json.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "attain/plan/document_canonical.hpp"
#include "attain/text/render.hpp"

namespace attain::document {
namespace {

/// A document without mistakes.
parsed read(std::string text) {
  const source doc("plan.json", std::move(text));
  diagnostics messages;
  parsed result = parse_json(doc, messages);
  EXPECT_TRUE(result.readable);
  EXPECT_TRUE(messages.empty()) << render(doc, messages);
  return result;
}

/// What is said of a document: readable or not, then for each message its span, its place in the tree and its words.
std::string told(std::string text) {
  const source doc("plan.json", std::move(text));
  diagnostics messages;
  const parsed result = parse_json(doc, messages);
  std::string out = result.readable ? "read" : "stopped";
  for (const diagnostic& d : messages)
    out += " | " + std::to_string(d.where.begin) + "-" + std::to_string(d.where.end) + " " + d.place.pointer + " " + d.message;
  return out;
}

TEST(document_json, kinds_and_places) {
  const std::string text = R"({"a": {"b": [1, -2.50, "x\ny", true]}, "销": false})";
  const parsed doc = read(text);
  const auto piece = [&](span where) { return text.substr(where.begin, where.end - where.begin); };
  ASSERT_EQ(doc.root.members.size(), 2U);
  EXPECT_EQ(doc.written_in, format::json);
  EXPECT_EQ(doc.root.where, span{});
  EXPECT_EQ(piece(doc.root.members[1].key_where), "\"销\"");
  const value& a = *doc.root.get("a");
  EXPECT_EQ(piece(a.where), R"({"b": [1, -2.50, "x\ny", true]})");
  EXPECT_TRUE(a.is_inline);
  const value& b = *a.get("b");
  EXPECT_EQ(piece(b.where), R"([1, -2.50, "x\ny", true])");
  ASSERT_EQ(b.items.size(), 4U);
  EXPECT_EQ(b.items[0].kind, value_kind::integer);
  EXPECT_EQ(b.items[1].kind, value_kind::floating);
  EXPECT_EQ(b.items[1].text.text, "-2.50");
  EXPECT_EQ(piece(b.items[1].where), "-2.50");
  EXPECT_EQ(b.items[2].text.text, "x\ny");
  EXPECT_EQ(piece(b.items[2].text.to_source({1, 2})), "\\n");
  EXPECT_TRUE(b.items[3].boolean);
}

TEST(document_json, numbers_are_their_text) {
  const parsed doc = read(R"({"n": [12345678901234567890123, 0.12345678901234567890, 1.0, 1e2, -0, 0.1, 1E400, 2.5e-3]})");
  const std::vector<value>& n = doc.root.get("n")->items;
  const std::pair<value_kind, std::string> expected[] = {{value_kind::integer, "12345678901234567890123"},
                                                         {value_kind::floating, "0.12345678901234567890"},
                                                         {value_kind::integer, "1"},
                                                         {value_kind::integer, "100"},
                                                         {value_kind::integer, "0"},
                                                         {value_kind::floating, "0.1"},
                                                         {value_kind::floating, "1E400"},
                                                         {value_kind::floating, "2.5e-3"}};
  ASSERT_EQ(n.size(), std::size(expected));
  for (std::size_t i = 0; i < n.size(); ++i) {
    EXPECT_EQ(n[i].kind, expected[i].first) << i;
    EXPECT_EQ(n[i].text.text, expected[i].second) << i;
  }
}

TEST(document_json, texts_that_are_dates) {
  const parsed doc = read(R"({"d": ["2026-10-01", "2026-13-01", "2026-1-1", "2026/10/01", "'2026-10-01'"]})");
  const std::vector<value>& d = doc.root.get("d")->items;
  EXPECT_TRUE(d[0].reads_as_date);
  EXPECT_EQ(d[0].kind, value_kind::text);
  EXPECT_EQ(d[0].date, *parse_date("2026-10-01"));
  for (std::size_t i = 1; i < d.size(); ++i) EXPECT_FALSE(d[i].reads_as_date) << i;
}

TEST(document_json, empty_things_blanks_and_a_byte_order_mark) {
  EXPECT_EQ(canonical_text(read("{}").root), "{}");
  EXPECT_EQ(canonical_text(read("\xEF\xBB\xBF \r\n\t{ \"a\" : [ ] , \"b\" : { } }\n").root), R"({"a":[],"b":{}})");
}

TEST(document_json, reading_goes_on_behind_what_is_clear) {
  EXPECT_EQ(told(R"({"a": 1,})"), "read | 7-8  no comma stands before `}`");
  EXPECT_EQ(told(R"({"a": [1,, 2,]})"), "read | 9-10 /a a value is needed before this comma | 12-13 /a no comma stands before `]`");
  EXPECT_EQ(told(R"({"a": [1 2]})"), "read | 7-10 /a/0 this needs quotes");
  EXPECT_EQ(told(R"({"a": [[1] [2]]})"), "read | 11-11 /a a comma is needed here, or `]`");
  EXPECT_EQ(told("{\"a\": 1\n \"b\": 2}"), "read | 9-9  a comma is needed here, or `}`");
  EXPECT_EQ(told(R"({a: 1, 'b': 2})"), "read | 1-2  a key stands between double quotes | 7-10  a key stands between double quotes");
  EXPECT_EQ(told("{\"a\": 1} // end"), "read | 9-15  JSON has no comments");
  EXPECT_EQ(told("{/* x */\"a\": 1 # end\n}"), "read | 1-8  JSON has no comments | 15-20  JSON has no comments");
}

TEST(document_json, what_is_lost_is_known) {
  const source doc("plan.json", R"({"a": [null, {"b": nul}, 3], "name": sales, "c": "\q", "d": 1, "d": 2})");
  diagnostics messages;
  const parsed result = parse_json(doc, messages);
  ASSERT_EQ(messages.size(), 5U) << render(doc, messages);
  EXPECT_EQ(messages[0].place.pointer, "/a/0");
  EXPECT_EQ(messages[1].place.pointer, "/a/1/b");
  EXPECT_EQ(result.root.get("a")->items.size(), 2U);
  EXPECT_EQ(result.root.get("a")->items[1].skipped, 1U);
  EXPECT_EQ(result.root.get("d")->text.text, "1") << "the first of two counts";
  for (const char* name : {"b", "name", "sales", "c"}) EXPECT_TRUE(result.lost(name)) << name;
  EXPECT_FALSE(result.lost("d"));
}

TEST(document_json, reading_stops_where_nothing_is_clear) {
  EXPECT_EQ(told(""), "stopped | 0-0  this document is empty");
  EXPECT_EQ(told(" \n"), "stopped | 2-2  this document is empty");
  EXPECT_EQ(told("[1]"), "stopped | 0-1  a plan in JSON stands between `{` and `}`");
  EXPECT_EQ(told("{} {}"), "stopped | 3-5  nothing may stand behind the document");
  EXPECT_EQ(told("{\"a\": {"), "stopped | 6-7 /a this bracket is never closed");
  EXPECT_EQ(told("{\"a\": [1}"), "stopped | 8-9 /a `]` is needed here, not `}`");
  EXPECT_EQ(told("{\"a\" 1}"), "stopped | 5-6  `:` and a value are needed behind a key");
  EXPECT_EQ(told("{\"a\""), "stopped | 4-4  `:` and a value are needed behind a key");
  EXPECT_EQ(told("{\"a\":}"), "stopped | 5-6 /a a value is needed here");
  EXPECT_EQ(told("{\"a\":"), "stopped | 5-5 /a a value is needed here");
  EXPECT_EQ(told("{\"a\": \"x}\n"), "stopped | 6-9 /a this text has no closing quote on its line");
  EXPECT_EQ(told(R"({"a": "x, "b": 1})"), "stopped | 11-11  a comma is needed here, or `}`");
  EXPECT_EQ(told("{=}"), "stopped | 1-2  a key is needed here");
}

TEST(document_json, limits) {
  const auto nested = [](std::size_t depth) { return "{\"a\": " + std::string(depth, '[') + std::string(depth, ']') + "}"; };
  EXPECT_EQ(told(nested(limits::depth - 1)), "read");
  EXPECT_NE(told(nested(limits::depth)).find("more than 64 tables or lists inside each other"), std::string::npos);
  EXPECT_NE(told(nested(1'000'000)).find("more than 64 tables or lists inside each other"), std::string::npos);
  EXPECT_NE(told(std::string(limits::bytes + 1, ' ')).find("larger than 8 MiB"), std::string::npos);
  EXPECT_NE(told("{\"a\": \"\xFF\"}").find("this is not UTF-8"), std::string::npos);
  std::string many = "{\"a\": [0";
  for (std::size_t i = 0; i < limits::values; ++i) many += ",0";
  EXPECT_NE(told(many + "]}").find("more than 500000 values"), std::string::npos);
  std::string wrong = "{\"a\": [";
  for (std::size_t i = 0; i < 100; ++i) wrong += "x,";
  const std::string messages = told(wrong + "]}");
  EXPECT_EQ(std::count(messages.begin(), messages.end(), '|'), static_cast<std::ptrdiff_t>(limits::mistakes)) << "then reading stops";
  EXPECT_EQ(messages.substr(0, 7), "stopped");
}

/// In time proportional to their size, or this test would run into its limit.
TEST(document_json, large_documents) {
  std::string keys = "{\"k\": 1";
  for (std::size_t i = 0; i < 200'000; ++i) keys += ", \"key" + std::to_string(i) + "\": \"\\u0041\"";
  EXPECT_EQ(told(keys + "}"), "read");
  EXPECT_EQ(told("{\"a\": \"" + std::string(4'000'000, '(') + "\"}"), "read");
  EXPECT_EQ(told("{\"a\": " + std::string(4'000'000, '(') + "}").substr(0, 7), "stopped") << "what is not closed swallows what closes the document";
}

TEST(document_json, detected_by_name_then_by_content) {
  EXPECT_EQ(detect("", "plan.json"), format::json);
  EXPECT_EQ(detect("attain = 1", "PLAN.JSON"), format::json);
  EXPECT_EQ(detect("{}", "plan.toml"), format::toml);
  EXPECT_EQ(detect("{}", ""), format::json);
  EXPECT_EQ(detect("\xEF\xBB\xBF\n {", "plan"), format::json);
  EXPECT_EQ(detect("attain = 1", "plan"), format::toml);
  EXPECT_EQ(detect("", ""), format::toml);
  EXPECT_EQ(detect("# {", ""), format::toml);
}

/// Changed documents are read or reported, never more.
TEST(document_json, changed_documents) {
  const std::string whole = R"({"a": {"b": [1, -2.50, "x\ny\u9500\ud83d\ude00", true, null]}, "销": "if(a, 'b', 2) // c", "d": [[], {}]})";
  const std::string_view pieces[] = {"",  "{",    "}",  "[",  "]", "\"", "'",    "\\", ",",   ":",       "-", "e",
                                     ".", "null", "//", "/*", "#", "\n", "\xE9", "销", "\\u", "\\ud83d", " "};
  constexpr std::uint32_t seed = 20261001;
  std::mt19937 random(seed);
  for (int run = 0; run < 5'000; ++run) {
    std::string text = whole;
    for (std::size_t changes = 1 + random() % 4; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      if (random() % 2 == 0) text.replace(at, random() % 6, pieces[random() % std::size(pieces)]);
      else text.insert(at, pieces[random() % std::size(pieces)]);
      if (text.empty()) text = "{";
    }
    const source doc("plan.json", text);
    diagnostics messages;
    const parsed result = parse_json(doc, messages);
    ASSERT_TRUE(result.readable || !messages.empty()) << "seed " << seed << ": " << text;
    for (const diagnostic& d : messages) ASSERT_TRUE(d.where.begin <= d.where.end && d.where.end <= text.size()) << "seed " << seed << ": " << text;
    static_cast<void>(render(doc, messages));
    if (!result.readable || !messages.empty()) continue;
    // What was read reads the same again.
    const std::string canonical = canonical_text(result.root);
    diagnostics again;
    ASSERT_EQ(canonical_text(parse_json(source("", canonical), again).root), canonical) << text;
    ASSERT_TRUE(again.empty()) << text;
  }
}

}  // namespace
}  // namespace attain::document
