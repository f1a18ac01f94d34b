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

}  // namespace
}  // namespace attain::engine
