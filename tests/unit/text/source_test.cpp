// SPDX-License-Identifier: Apache-2.0
#include "attain/text/source.hpp"

#include <string>

#include <gtest/gtest.h>

namespace attain {
namespace {

TEST(source, lines_end_with_either_line_end) {
  const source text("plan.toml", "one\ntwo\r\n\nfour");
  EXPECT_EQ(text.name(), "plan.toml");
  EXPECT_EQ(text.line_count(), 4U);
  EXPECT_EQ(text.line(1), "one");
  EXPECT_EQ(text.line(2), "two");
  EXPECT_EQ(text.line(3), "");
  EXPECT_EQ(text.line(4), "four");
  EXPECT_EQ(text.line(0), "");
  EXPECT_EQ(text.line(5), "");
  EXPECT_EQ(text.line_start(2), 4U);
  EXPECT_EQ(text.line_start(99), text.text().size());
}

TEST(source, a_last_line_end_begins_an_empty_line) {
  const source text("", "one\n");
  EXPECT_EQ(text.line_count(), 2U);
  EXPECT_EQ(text.line(2), "");
}

TEST(source, columns_count_code_points) {
  const source text("", "ab\n销售 = 1\n");
  EXPECT_EQ(text.position_of(0), (position{1, 1}));
  EXPECT_EQ(text.position_of(2), (position{1, 3}));
  EXPECT_EQ(text.position_of(3), (position{2, 1}));
  EXPECT_EQ(text.position_of(6), (position{2, 2}));
  EXPECT_EQ(text.position_of(9), (position{2, 3}));
  EXPECT_EQ(text.position_of(10), (position{2, 4}));
  EXPECT_EQ(text.position_of(1000), (position{3, 1}));
}

TEST(source, offsets_and_positions_are_inverse) {
  const std::string content = "a\r\n销b\n\n\nü";
  const source text("", content);
  for (std::uint32_t i = 0; i <= content.size(); ++i) {
    const bool inside_character = i < content.size() && (static_cast<unsigned char>(content[i]) & 0xC0U) == 0x80U;
    if (inside_character || (i > 0 && content[i - 1] == '\r')) continue;
    EXPECT_EQ(text.offset_of(text.position_of(i)), i);
  }
  EXPECT_EQ(text.offset_of({1, 50}), 1U) << "the end of the line, without its line end";
  EXPECT_EQ(text.offset_of({50, 1}), content.size());
}

TEST(source, a_byte_order_mark_takes_no_column) {
  const source text("", "\xEF\xBB\xBFkey = 1");
  EXPECT_EQ(text.line(1), "key = 1");
  EXPECT_EQ(text.position_of(0), (position{1, 1}));
  EXPECT_EQ(text.position_of(3), (position{1, 1}));
  EXPECT_EQ(text.position_of(7), (position{1, 5}));
  EXPECT_EQ(text.offset_of({1, 5}), 7U);
}

TEST(source, the_empty_source_has_one_empty_line) {
  const source text;
  EXPECT_EQ(text.line_count(), 1U);
  EXPECT_EQ(text.position_of(0), (position{1, 1}));
  EXPECT_EQ(text.offset_of({1, 1}), 0U);
}

TEST(span, join_holds_both) {
  EXPECT_EQ(join({3, 5}, {8, 9}), (span{3, 9}));
  EXPECT_EQ(join({8, 9}, {3, 5}), (span{3, 9}));
  EXPECT_EQ(join({3, 9}, {4, 5}), (span{3, 9}));
}

TEST(located_text, plain_text_maps_byte_by_byte) {
  const located_text text{"revenue", {{0, 11}}, {10, 19}};
  EXPECT_EQ(text.to_source({0, 7}), (span{11, 18}));
  EXPECT_EQ(text.to_source({2, 3}), (span{13, 14}));
  EXPECT_EQ(text.to_source({2, 2}), (span{13, 13}));
  EXPECT_EQ(text.to_source({7, 7}), (span{18, 18}));
  EXPECT_EQ(text.to_source({5, 900}), (span{16, 18})) << "past the end is the end";
}

TEST(located_text, an_escape_is_underlined_as_a_whole) {
  // Source: "a\u00e9b", the text begins at 11; é takes two bytes in the text and six in the source.
  const located_text text{
      "a\xC3\xA9"
      "b",
      {{0, 11}, {1, 12}, {2, 17}},
      {10, 20}};
  EXPECT_EQ(text.to_source({0, 1}), (span{11, 12}));
  EXPECT_EQ(text.to_source({1, 3}), (span{12, 18}));
  EXPECT_EQ(text.to_source({3, 4}), (span{18, 19}));
  EXPECT_EQ(text.to_source({0, 4}), (span{11, 19}));
  EXPECT_EQ(text.to_source({1, 1}), (span{12, 12}));
}

TEST(located_text, an_escape_of_one_byte_has_two_steps_at_its_place) {
  // Source: "\tx", from 1 on.
  const located_text text{"\tx", {{0, 1}, {0, 2}}, {0, 5}};
  EXPECT_EQ(text.to_source({0, 1}), (span{1, 3}));
  EXPECT_EQ(text.to_source({1, 2}), (span{3, 4}));
  const located_text alone{"\t", {{0, 1}, {0, 2}}, {0, 4}};
  EXPECT_EQ(alone.to_source({1, 1}), (span{3, 3})) << "behind all of the escape";
}

TEST(located_text, a_gap_is_not_underlined_at_the_end_before_it) {
  // Two lines joined by a continuation: `ab` at 3, `cd` at 20.
  const located_text text{"abcd", {{0, 3}, {2, 20}}, {0, 25}};
  EXPECT_EQ(text.to_source({0, 2}), (span{3, 5}));
  EXPECT_EQ(text.to_source({2, 4}), (span{20, 22}));
  EXPECT_EQ(text.to_source({1, 3}), (span{4, 21}));
}

TEST(located_text, text_from_elsewhere_is_the_whole) {
  const located_text text{"1000", {}, {4, 9}};
  EXPECT_EQ(text.to_source({1, 2}), (span{4, 9}));
}

TEST(located_text, empty_text_has_a_place) {
  const located_text text{"", {{0, 5}}, {4, 6}};
  EXPECT_EQ(text.to_source({0, 0}), (span{5, 5}));
}

TEST(source, columns_on_long_lines) {
  for (const std::size_t size : {1023U, 1024U, 1025U, 2047U, 2048U, 5000U}) {
    std::string text = "\n销";
    while (text.size() < size) text += text.size() % 3 == 0 ? "é" : "x";
    const source s("", text);
    std::uint32_t column = 1;
    for (std::uint32_t at = 1; at <= text.size(); ++at) {
      ASSERT_EQ(s.position_of(at), (position{2, column})) << at;
      if (at < text.size() && detail::begins_code_point(text[at])) ++column;
    }
  }
}

}  // namespace
}  // namespace attain
