// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/schema.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "attain/plan/document_json.hpp"
#include "attain/text/render.hpp"

namespace attain {
namespace {

/// The schema as a tree.
document::parsed schema() {
  const source text("schema", plan_schema());
  diagnostics messages;
  document::parsed read = document::parse_json(text, messages);
  EXPECT_TRUE(messages.empty()) << render(text, messages);
  return read;
}

TEST(schema, the_document_beside_the_reference_is_up_to_date) {
  std::ifstream file(ATTAIN_SOURCE_DIR "/docs/plan.schema.json", std::ios::binary);
  const std::string kept(std::istreambuf_iterator<char>(file), {});
  EXPECT_TRUE(kept == plan_schema()) << "write it anew: attain schema > docs/plan.schema.json";
}

TEST(schema, has_every_key_with_its_meaning) {
  const document::parsed read = schema();
  for (const model::section& s : model::sections) {
    std::string name(s.name);
    for (char& c : name) c = c == ' ' ? '_' : c;
    const document::value* in = s.name == "document" ? &read.root : read.root.get("$defs")->get(name);
    ASSERT_NE(in, nullptr) << s.name;
    const document::value* properties = in->get("properties");
    for (const model::key& k : s.keys) {
      const document::value* property = properties->get(k.name);
      ASSERT_NE(property, nullptr) << s.name << "." << k.name;
      EXPECT_EQ(property->get("description")->text.text, k.meaning) << s.name << "." << k.name;
    }
  }
}

TEST(schema, lines_are_not_longer_than_people_read) {
  const std::string text = plan_schema();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    EXPECT_LE(end - at, 260U) << text.substr(at, end - at);
    at = end + 1;
  }
}

}  // namespace
}  // namespace attain
