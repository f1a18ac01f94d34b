// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/readable.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace attain::engine {
namespace {

using formula::dimension;

/// Row and text of every bad cell.
std::vector<std::string> bad_cells(const column_view& view) {
  std::vector<std::string> all;
  for (const bad_cell& b : view.bad) {
    all.push_back(std::to_string(b.row) + " " + to_string(b.code) + " " + b.text + "; " + std::string(b.why));
    EXPECT_FALSE(view.is_present(b.row)) << b.row;
  }
  return all;
}
using lines = std::vector<std::string>;

TEST(readable, a_column_that_can_be_used_is_not_copied) {
  const std::string_view texts[] = {"plain", "王芳", "caf\xC3\xA9", "tab\tand\nline", ""};
  EXPECT_EQ(column_check({layout::text, texts, 5, 0, nullptr, {}}).run(dimension::text), nullptr);
  const double numbers[] = {1, -2.5};
  EXPECT_EQ(column_check({layout::float64, numbers, 2, 0, nullptr, {}}).run(dimension::money), nullptr);
  const std::int32_t whole[] = {7};
  EXPECT_EQ(column_check({layout::int32, whole, 1, 0, nullptr, {}}).run(dimension::count), nullptr);
}

TEST(readable, only_texts_that_are_not_in_nfc_are_stored) {
  const std::string_view texts[] = {"cafe\xCC\x81", "tea", "caf\xC3\xA9"};
  const auto made = column_check({layout::text, texts, 3, 0, nullptr, {}}).run(dimension::text);
  ASSERT_NE(made, nullptr);
  const auto* normal = made->view.as<std::string_view>();
  EXPECT_EQ(normal[0], "caf\xC3\xA9");
  EXPECT_EQ(normal[1].data(), texts[1].data());
  EXPECT_EQ(normal[2].data(), texts[2].data());
  EXPECT_EQ(bad_cells(made->view), lines{});
}

TEST(readable, texts_that_no_file_could_hold_are_bad_cells_beside_those_there_were) {
  const std::string_view texts[] = {"A\xff", "", "b\x1f" "c", "e\xCC\x81", "\xff"};
  const std::uint8_t validity = 0b01101;
  const bad_cell before[] = {{1, "x", code::unreadable_cell, "why not"}};
  const auto made = column_check({layout::text, texts, 5, 0, &validity, before}).run(dimension::text);
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(bad_cells(made->view), (lines{"0 A5011 A\xEF\xBF\xBD; its bytes are not UTF-8", "1 A5004 x; why not", "2 A5004 b␟c; a text has no control characters"}));
  EXPECT_TRUE(made->view.is_present(3));
  EXPECT_FALSE(made->view.is_present(4)) << "what is absent stays so, whatever lies there";
}

TEST(readable, values_without_a_meaning) {
  const double numbers[] = {1, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()};
  EXPECT_EQ(bad_cells(column_check({layout::float64, numbers, 3, 0, nullptr, {}}).run(dimension::number)->view),
            (lines{"1 A5004 nan; not a number", "2 A5004 inf; not a number"}));
  const std::int32_t days[] = {20727, 4'000'000};
  EXPECT_EQ(bad_cells(column_check({layout::date, days, 2, 0, nullptr, {}}).run(dimension::date)->view), lines{"1 A5004 4000000; no such day in the calendar"});
  const std::uint8_t flags[] = {1, 2, 0, 255};
  EXPECT_EQ(bad_cells(column_check({layout::boolean, flags, 4, 0, nullptr, {}}).run(dimension::boolean)->view),
            (lines{"1 A5004 2; " + std::string(to_text(cell_problem::not_a_boolean)), "3 A5004 255; " + std::string(to_text(cell_problem::not_a_boolean))}));
  const std::int64_t whole[] = {-1, 1};
  EXPECT_EQ(bad_cells(column_check({layout::int64, whole, 2, 0, nullptr, {}}).run(dimension::boolean)->view).size(), 1U);
  const decimal decimals[] = {{5, 1}, {5, 39}, {5, -1}};
  EXPECT_EQ(bad_cells(column_check({layout::decimal, decimals, 3, 0, nullptr, {}}).run(dimension::number)->view),
            (lines{"1 A5004 5e-39; a number of more than 38 digits", "2 A5004 5e1; a number of more than 38 digits"}));
}

}  // namespace
}  // namespace attain::engine
