// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/document_place.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "attain/plan/document_json.hpp"
#include "attain/plan/document_toml.hpp"

namespace attain::document {
namespace {

/// Where in the tree the first occurrence of a word is.
std::string place_of(const std::string& text, std::string_view word, bool json) {
  const source doc("plan", text);
  diagnostics messages;
  const parsed read = json ? parse_json(doc, messages) : parse_toml(doc, messages);
  EXPECT_TRUE(messages.empty());
  const auto at = static_cast<std::uint32_t>(text.find(word));
  const tree_place found = place_index(read.root).find({at, at + static_cast<std::uint32_t>(word.size())});
  return found.pointer + (found.character > 0 ? " " + std::to_string(found.character) : "");
}

TEST(document_place, in_json) {
  const std::string text = R"({"define": {"a/b~c": "1 + \u9500\n销x"}, "indicators": [{"name": "sales"}, {"weight": 0.5, "tail": true}] })";
  const auto place = [&](std::string_view word) { return place_of(text, word, true); };
  EXPECT_EQ(place("{\"define"), "");
  EXPECT_EQ(place("\"define"), "/define");
  EXPECT_EQ(place("\"a/b"), "/define/a~1b~0c");
  EXPECT_EQ(place("\"1 +"), "/define/a~1b~0c");
  EXPECT_EQ(place("1 +"), "/define/a~1b~0c 1");
  EXPECT_EQ(place("+"), "/define/a~1b~0c 3");
  EXPECT_EQ(place("\\u9500"), "/define/a~1b~0c 5");
  EXPECT_EQ(place("\\n"), "/define/a~1b~0c 6");
  EXPECT_EQ(place("销"), "/define/a~1b~0c 7");
  EXPECT_EQ(place("x\""), "/define/a~1b~0c 8");
  EXPECT_EQ(place("[{"), "/indicators");
  EXPECT_EQ(place("sales"), "/indicators/0/name 1");
  EXPECT_EQ(place("{\"weight"), "/indicators/1");
  EXPECT_EQ(place("0.5"), "/indicators/1/weight");
  EXPECT_EQ(place("true"), "/indicators/1/tail");
  EXPECT_EQ(place(": true"), "/indicators/1");
  EXPECT_EQ(place(" }"), "");
}

TEST(document_place, in_toml) {
  const std::string text = "attain = 1\n[define]\na.b = \"1 + x\"\n[[indicators]]\nname = 'sales'\n[[indicators]]\nscore = { knots = [[1, 2], [3, '4 y']] }\n";
  const auto place = [&](std::string_view word) { return place_of(text, word, false); };
  EXPECT_EQ(place("1\n"), "/attain");
  EXPECT_EQ(place("+ x"), "/define/a/b 3");
  EXPECT_EQ(place("sales"), "/indicators/0/name 1");
  EXPECT_EQ(place("score"), "/indicators/1/score");
  EXPECT_EQ(place("y'"), "/indicators/1/score/knots/1/1 3");
}

}  // namespace
}  // namespace attain::document
