// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/document_scan.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace attain::document {
namespace {

constexpr std::string_view document = "# c\na = 'x y'\n[t]\nb.c = [1, { d = \"\"\"\n2\"\"\" }]\n[[u]]\ne = ?\nf = 3\n";

TEST(scan_toml, finds_statements_and_values) {
  diagnostics messages;
  const scan found = scan_toml(document, messages);
  const auto piece = [](span where) { return std::string(document.substr(where.begin, where.end - where.begin)); };
  std::string statements;
  for (const statement& s : found.statements) {
    statements += piece(s.key) + " section " + std::to_string(s.section) + " owner " + std::to_string(s.owner) + (s.brace != 0 ? " in braces" : "") +
                  (s.list_header ? " list"
                   : s.header    ? " header"
                                 : "") +
                  (s.lost ? " lost" : "") + '\n';
  }
  EXPECT_EQ(statements,
            "a section 0 owner 0\n"
            "t section 2 owner 1 header\n"
            "b.c section 2 owner 2\n"
            "d section 2 owner 2 in braces\n"
            "u section 5 owner 4 list\n"
            "e section 5 owner 5 lost\n"
            "f section 5 owner 6\n");
  std::string values;
  for (const written_value& v : found.values) values += '<' + piece(v.where) + '>' + (v.is_table ? "table" : "");
  EXPECT_EQ(values, "<'x y'><[1, { d = \"\"\"\n2\"\"\" }]><1><{ d = \"\"\"\n2\"\"\" }>table<\"\"\"\n2\"\"\"><?><3>");
  std::string keys;
  for (const span key : found.keys) keys += '<' + piece(key) + '>';
  EXPECT_EQ(keys, "<a><[t]><t><b><c><d><[[u]]><u><e><f>");
}

TEST(scan_toml, hands_on_structure_without_contents) {
  diagnostics messages;
  const scan found = scan_toml(document, messages);
  EXPECT_EQ(found.text, "   \na = 'xxx'\n[t]\nb.c = [1, { d = \"xxxxxx\" }]\n[[u]]\n     \nf = 3\n");
  EXPECT_EQ(found.text.size(), document.size());
  EXPECT_TRUE(found.complete);
  EXPECT_EQ(found.mistakes, 1U);
}

TEST(scan_toml, losing_a_header_loses_what_is_under_it) {
  diagnostics messages;
  scan found = scan_toml("a = 1\n[t]\nb = 2\n[u]\nc = 3\n", messages);
  found.lose(1);
  EXPECT_EQ(found.text, "a = 1\n   \n     \n[u]\nc = 3\n");
  EXPECT_TRUE(found.statements[2].lost);
  EXPECT_FALSE(found.statements[3].lost);
}

}  // namespace
}  // namespace attain::document
