// SPDX-License-Identifier: Apache-2.0
#include "attain/text/render.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace attain {
namespace {

/// The first place of a piece of a source.
span at(const source& text, std::string_view piece) {
  const std::size_t begin = text.text().find(piece);
  EXPECT_NE(begin, std::string_view::npos) << piece;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + piece.size())};
}

diagnostic error(span where, std::string here = {}) {
  diagnostic d;
  d.code = code::dimension_mismatch;
  d.message = "cannot add money and ratio";
  d.where = where;
  d.here = std::move(here);
  return d;
}

TEST(render, points_at_both_sides) {
  const source text("plan.toml", "[define]\nactual = \"revenue + 5%\"\n");
  diagnostic d = error(at(text, "5%"), "ratio");
  d.related.push_back({at(text, "revenue"), "money"});
  d.help = "write `revenue * 5%`";
  EXPECT_EQ(render(text, d),
            "plan.toml:2:21: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "2 | actual = \"revenue + 5%\"\n"
            "  |           -------   ^^ ratio\n"
            "  |           |\n"
            "  |           money\n"
            "  = help: write `revenue * 5%`\n");
}

TEST(render, hangs_all_texts_but_the_last) {
  const source text("plan.toml", "actual = \"revenue + 5%\"");
  diagnostic d = error(at(text, "revenue"), "money");
  d.related = {{at(text, "5%"), "ratio"}, {at(text, "actual"), "in this"}};
  EXPECT_EQ(render(text, d),
            "plan.toml:1:11: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "1 | actual = \"revenue + 5%\"\n"
            "  | ------    ^^^^^^^   -- ratio\n"
            "  | |         |\n"
            "  | |         money\n"
            "  | in this\n");
}

TEST(render, aligns_behind_wide_characters_and_marks) {
  const source text("计划.toml", "标签 = \"cafe\u0301 销售额 + 5%\"\n");
  diagnostic d = error(at(text, "5%"), "比率");
  d.related.push_back({at(text, "销售额"), "金额"});
  EXPECT_EQ(render(text, d),
            "计划.toml:1:19: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "1 | 标签 = \"cafe\u0301 销售额 + 5%\"\n"
            "  |              ------   ^^ 比率\n"
            "  |              |\n"
            "  |              金额\n");
}

TEST(render, shows_other_lines_in_their_order) {
  const source text("plan.toml", "a = 1\nb = 2\nc = 3\nd = 4\n\n\n\n\n\na = 5\n");
  diagnostic d = error(at(text, "a = 5"));
  d.related = {{at(text, "c"), "third"}, {at(text, "b = 2"), "second"}};
  EXPECT_EQ(render(text, d),
            "plan.toml:10:1: error[A3014]: cannot add money and ratio\n"
            "   |\n"
            " 2 | b = 2\n"
            "   | ----- second\n"
            " 3 | c = 3\n"
            "   | - third\n"
            "...\n"
            "10 | a = 5\n"
            "   | ^^^^^\n");
}

TEST(render, shows_the_first_line_of_a_long_place) {
  const source text("plan.toml", "x = [\n 1,\n 2 ]\n");
  EXPECT_EQ(render(text, error(at(text, "[\n 1,\n 2 ]"), "this list")),
            "plan.toml:1:5: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "1 | x = [\n"
            "  |     ^ this list\n");
}

TEST(render, gives_an_empty_place_one_caret) {
  const source text("plan.toml", "x = 1\n");
  EXPECT_EQ(render(text, error({5, 5}, "here")),
            "plan.toml:1:6: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "1 | x = 1\n"
            "  |      ^ here\n");
  EXPECT_EQ(render(source(), error({0, 0})),
            "1:1: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "1 |\n"
            "  | ^\n");
  EXPECT_EQ(render(text, error({900, 901})),
            "plan.toml:2:1: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "2 |\n"
            "  | ^\n")
      << "past the end";
}

TEST(render, makes_controls_harmless) {
  const source text("plan.toml", "\tx\x1B[2J\u202Ey\xFF = 1\r\n");
  diagnostic d = error(at(text, "= 1"));
  d.message = "unknown key `x\x1B[2J\n`";
  EXPECT_EQ(render(text, d),
            "plan.toml:1:11: error[A3014]: unknown key `x␛[2J `\n"
            "  |\n"
            "1 |  x␛[2J\uFFFDy\uFFFD = 1\n"
            "  |           ^^^\n");
}

TEST(render, carets_lie_over_dashes) {
  const source text("plan.toml", "a + b");
  diagnostic d = error(at(text, "+"));
  d.related.push_back({{0, 5}, "the sum"});
  EXPECT_EQ(render(text, d),
            "plan.toml:1:3: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "1 | a + b\n"
            "  | --^--\n"
            "  | |\n"
            "  | the sum\n");
}

TEST(render, marks_of_one_place_take_lines_of_their_own) {
  const source text("plan.toml", "abc");
  diagnostic d = error({0, 3}, "first");
  d.related.push_back({{0, 3}, "second"});
  EXPECT_EQ(render(text, d),
            "plan.toml:1:1: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "1 | abc\n"
            "  | ^^^ second\n"
            "  | |\n"
            "  | first\n");
}

TEST(render, help_of_several_lines_is_indented) {
  const source text("plan.toml", "x");
  diagnostic d = error({0, 1});
  d.help = "write\n  y = 1";
  EXPECT_EQ(render(text, d),
            "plan.toml:1:1: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "1 | x\n"
            "  | ^\n"
            "  = help: write\n"
            "            y = 1\n");
}

TEST(render, cuts_long_lines_around_the_caret) {
  const source text("plan.toml", "x = \"" + std::string(300, 'a') + " + revenue + " + std::string(300, 'b') + "\"");
  diagnostic d = error(at(text, "revenue"), "money");
  d.related = {{at(text, "x"), "far away"}, {at(text, "+"), "plus"}};
  render_options options;
  options.max_width = 40;
  EXPECT_EQ(render(text, d, options),
            "plan.toml:1:309: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "1 | …aaaaaaaaaaaaa + revenue + bbbbbbbbbbbbbb…\n"
            "  |                - ^^^^^^^ money\n"
            "  |                |\n"
            "  |                plus\n"
            "  = note: 1:1: far away\n");
}

TEST(render, cuts_long_lines_of_wide_characters_between_them) {
  std::string line;
  for (int i = 0; i < 100; ++i) line += "销";
  const source text("plan.toml", line + "x" + line);
  const std::string drawn = render(text, error({300, 301}), {false, 41});
  EXPECT_EQ(drawn,
            "plan.toml:1:101: error[A3014]: cannot add money and ratio\n"
            "  |\n"
            "1 | …销销销销销销销销销销x销销销销销销销销销销…\n"
            "  |                      ^\n");
}

TEST(render, paints_for_terminals) {
  const source text("plan.toml", "x");
  diagnostic d = error({0, 1}, "here");
  d.severity = severity::warning;
  d.help = "do";
  EXPECT_EQ(render(text, d, {true, 160}),
            "\x1b[1mplan.toml:1:1: \x1b[0m\x1b[1;33mwarning[A3014]\x1b[0m\x1b[1m: cannot add money and ratio\x1b[0m\n"
            "\x1b[1;34m  |\x1b[0m\n"
            "\x1b[1;34m1 |\x1b[0m x\n"
            "\x1b[1;34m  |\x1b[0m \x1b[1;33m^\x1b[0m\x1b[1;33m here\x1b[0m\n"
            " \x1b[1;34m = help: \x1b[0mdo\n");
}

TEST(render, puts_an_empty_line_between_messages) {
  const source text("p", "xy");
  diagnostics all;
  all.error(code::unknown_key, {0, 1}, "a");
  all.warning(code::unknown_key, {1, 2}, "b");
  EXPECT_EQ(render(text, all), "p:1:1: error[A1003]: a\n  |\n1 | xy\n  | ^\n\np:1:2: warning[A1003]: b\n  |\n1 | xy\n  |  ^\n");
}

TEST(summary, counts_by_severity) {
  diagnostics all;
  EXPECT_EQ(summary(all), "");
  all.warning(code::unknown_key, {0, 1}, "");
  EXPECT_EQ(summary(all), "1 warning");
  all.error(code::unknown_key, {0, 2}, "");
  all.error(code::unknown_key, {0, 3}, "");
  EXPECT_EQ(summary(all), "2 errors, 1 warning");
  diagnostic note;
  note.severity = severity::note;
  all.add(note);
  EXPECT_EQ(summary(all), "2 errors, 1 warning, 1 note");
}

TEST(render, places_in_the_tree_stand_above_the_help) {
  const source text("plan.json", R"({"a": "x +"})");
  diagnostic d;
  d.code = code::unexpected_token;
  d.message = "a value is missing";
  d.where = {10, 10};
  d.help = "add it";
  d.place = {"/a", 4};
  render_options options;
  EXPECT_EQ(render(text, d, options).find("place"), std::string::npos);
  options.tree_places = true;
  const std::string drawn = render(text, d, options);
  EXPECT_NE(drawn.find("\n  = place: /a, character 4\n  = help: add it\n"), std::string::npos) << drawn;
  d.place = {"/a", 0};
  EXPECT_NE(render(text, d, options).find(" = place: /a\n"), std::string::npos);
}

TEST(render, very_long_lines_are_drawn_near_their_mark) {
  std::string line;
  for (int i = 0; i < 100'000; ++i) line += "销 ";
  const source text("plan.json", line + "wrong" + line);
  const auto at = static_cast<std::uint32_t>(line.size());
  diagnostic d;
  d.message = "this is wrong";
  d.where = {at, at + 5};
  d.here = "here";
  d.related.push_back({{0, 3}, "the first"});
  d.related.push_back({{at - 4, at - 1}, "near"});
  const std::string drawn = render(text, d);
  EXPECT_EQ(drawn.substr(0, 20), "plan.json:1:200001: ");
  EXPECT_NE(drawn.find("销 wrong销 "), std::string::npos);
  EXPECT_NE(drawn.find("-- ^^^^^ here\n"), std::string::npos) << drawn;
  EXPECT_NE(drawn.find(" = note: 1:1: the first\n"), std::string::npos) << drawn;
  EXPECT_LT(drawn.size(), 2000U);
}

}  // namespace
}  // namespace attain
