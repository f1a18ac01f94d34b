// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/made_tables.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace attain::engine {
namespace {

formula::column column_of(std::string name, formula::dimension kind) {
  formula::column c;
  c.name = std::move(name);
  c.type_of = formula::make_type(kind);
  return c;
}

TEST(made_tables, rows_of_the_plan_are_columns_like_any_others) {
  formula::table planned;
  planned.name = "rates";
  planned.columns = {column_of("product", formula::dimension::text), column_of("rate", formula::dimension::ratio),
                     column_of("since", formula::dimension::date)};
  planned.rows = {{"A", "0.03", "2026-10-01"}, {"B", "1", ""}};
  made_tables made;
  const input_table& rows = made.write(planned);
  EXPECT_EQ(rows.rows(), 2U);
  EXPECT_EQ(rows.find("product")->as<std::string_view>()[1], "B");
  EXPECT_EQ(rows.find("rate")->kind, layout::decimal64);
  EXPECT_EQ(rows.find("rate")->as<std::int64_t>()[1], 100);
  EXPECT_TRUE(rows.find("since")->is_present(0));
  EXPECT_FALSE(rows.find("since")->is_present(1));
  EXPECT_TRUE(rows.find("since")->bad.empty());
}

TEST(made_tables, a_group_is_each_value_once_in_order) {
  formula::table planned;
  planned.columns = {column_of("team", formula::dimension::text)};
  made_tables made;
  const std::string_view teams[] = {"south", "north", "", "south", "east", "west"};
  const std::uint8_t there[] = {0b011111};
  const column_view& texts = *made.group(planned, {layout::text, teams, 6, 0, there, {}}).find("team");
  ASSERT_EQ(texts.size, 3U);
  EXPECT_EQ(texts.as<std::string_view>()[0], "east");
  EXPECT_EQ(texts.as<std::string_view>()[2], "south");

  const std::int64_t units[] = {30, -5, 30, 7};
  const column_view& numbers = *made.group(planned, {layout::decimal64, units, 4, 1, nullptr, {}}).find("team");
  ASSERT_EQ(numbers.size, 3U);
  EXPECT_EQ(numbers.scale, 1);
  EXPECT_EQ(numbers.as<std::int64_t>()[0], -5);
  EXPECT_EQ(numbers.as<std::int64_t>()[2], 30);
}

TEST(made_tables, some_rows_of_a_table_keep_all_that_is_known_of_them) {
  const std::string_view names[] = {"a", "b", "", "d", "e"};
  const std::uint8_t there[] = {0b01011};
  const bad_cell bad[] = {{2, "?", code::unreadable_cell, "no"}, {4, "!", code::bad_encoding, {}}};
  const std::int64_t units[] = {10, 20, 30, 40, 50};
  const std::uint64_t lines[] = {2, 3, 5, 8, 13};
  input_table from("state");
  from.add("name", column_view{layout::text, names, 5, 0, there, bad}).add("units", column_view{layout::decimal64, units, 5, 1, nullptr, {}}).set_lines(lines);
  made_tables made;
  input_table& some = made.pick(from, {1, 3, 4});
  EXPECT_EQ(some.rows(), 3U);
  EXPECT_EQ(some.line_of(2), 13U);
  const column_view& texts = *some.find("name");
  EXPECT_EQ(texts.as<std::string_view>()[1], "d");
  EXPECT_TRUE(texts.is_present(0) && texts.is_present(1) && !texts.is_present(2));
  ASSERT_EQ(texts.bad.size(), 1U);
  EXPECT_EQ(texts.bad[0].row, 2U);
  EXPECT_EQ(texts.bad[0].text, "!");
  EXPECT_EQ(some.find("units")->as<std::int64_t>()[2], 50);
  EXPECT_EQ(some.find("units")->scale, 1);
  EXPECT_FALSE(made.with_texts(some, "failed").find("failed")->is_present(2));
  EXPECT_TRUE(made.with_texts(some, "name").find("name")->is_present(0)) << "it is there already";
  EXPECT_EQ(made.pick(from, {}).rows(), 0U);
}

}  // namespace
}  // namespace attain::engine
