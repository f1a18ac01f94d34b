// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/document_canonical.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "attain/plan/document_json.hpp"
#include "attain/plan/document_toml.hpp"

namespace attain::document {
namespace {

std::string of_json(std::string text) {
  diagnostics messages;
  std::string result = canonical_text(parse_json(source("", std::move(text)), messages).root);
  EXPECT_TRUE(messages.empty());
  return result;
}

std::string of_toml(std::string text) {
  diagnostics messages;
  std::string result = canonical_text(parse_toml(source("", std::move(text)), messages).root);
  EXPECT_TRUE(messages.empty());
  return result;
}

TEST(document_canonical, numbers) {
  const std::pair<const char*, const char*> known[] = {{"1", "1"},      {"1.0", "1"},        {"-0", "0"},    {"-0.0", "0"},       {"0.50", "0.5"},
                                                       {"1e3", "1000"}, {"25e-4", "0.0025"}, {"+7", "7"},    {"1E400", "1e400"},  {"-120e500", "-12e501"},
                                                       {"0e999", "0"},  {"-1.50", "-1.5"},   {"100", "100"}, {"1e-400", "1e-400"}};
  for (const auto& [written, canonical] : known) EXPECT_EQ(canonical_number(written), canonical) << written;
}

TEST(document_canonical, keys_are_sorted_by_code_point_and_texts_composed) {
  EXPECT_EQ(of_json(R"({"b": 1, "a": {"销": 1, "z": 2, "Z": 3}, "😀": 4, "ｚ": 5})"), R"({"a":{"Z":3,"z":2,"销":1},"b":1,"ｚ":5,"😀":4})");
  EXPECT_EQ(of_json("{\"e\xCC\x81\": \"e\xCC\x81 \\\"\\u0007\"}"), "{\"é\":\"é \\\"\\u0007\"}");
}

TEST(document_canonical, toml_and_json_of_one_tree_are_one_text) {
  const std::string toml =
      "# a comment\nb.c = 0x10\n[a]\nx = 1_000.50\ndate = 2026-10-01\nlist = [1, \"two\",\n  true] # another\ntext = '''\nline\nline'''\n[[t]]\n[[t]]\ny = "
      "'é'\n";
  const std::string json =
      R"({"t": [{}, {"y": "e\u0301"}], "a": {"text": "line\nline", "list": [1.0, "two", true], "date": "2026-10-01", "x": 1000.5}, "b": {"c": 16}})";
  EXPECT_EQ(of_toml(toml), of_json(json));
  EXPECT_EQ(of_toml(toml), R"({"a":{"date":"2026-10-01","list":[1,"two",true],"text":"line\nline","x":1000.5},"b":{"c":16},"t":[{},{"y":"é"}]})");
}

TEST(document_canonical, what_says_something_else_is_another_text) {
  EXPECT_NE(of_json(R"({"a": 1})"), of_json(R"({"a": 1.01})"));
  EXPECT_NE(of_json(R"({"a": 1})"), of_json(R"({"a": "1"})"));
  EXPECT_NE(of_json(R"({"a": [1, 2]})"), of_json(R"({"a": [2, 1]})"));
  EXPECT_NE(of_json(R"({"a": 0.1234567890123456789})"), of_json(R"({"a": 0.1234567890123456788})")) << "no number goes through a double";
  EXPECT_NE(of_json(R"({"a": "x + y"})"), of_json(R"({"a": "x+y"})")) << "a formula counts as it is written";
}

}  // namespace
}  // namespace attain::document
