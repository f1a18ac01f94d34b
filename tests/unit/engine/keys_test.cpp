// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/keys.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace attain::engine {
namespace {

TEST(keys, one_text_for_one_value_whatever_the_layout) {
  const std::int64_t units[] = {1500, -5};
  const double doubles[] = {15, -0.05};
  const std::int32_t days[] = {20000, first_date - 1};
  std::string buffer;
  EXPECT_EQ(cell_text({layout::decimal64, units, 2, 2, nullptr, {}}, 0, buffer), "15");
  EXPECT_EQ(cell_text({layout::decimal64, units, 2, 2, nullptr, {}}, 1, buffer), "-0.05");
  EXPECT_EQ(cell_text({layout::float64, doubles, 2, 0, nullptr, {}}, 0, buffer), "15");
  EXPECT_EQ(cell_text({layout::float64, doubles, 2, 0, nullptr, {}}, 1, buffer), "-0.05");
  EXPECT_EQ(cell_text({layout::int64, units, 2, 0, nullptr, {}}, 0, buffer), "1500");
  EXPECT_EQ(cell_text({layout::date, days, 2, 0, nullptr, {}}, 0, buffer), "2024-10-04");
  EXPECT_EQ(cell_text({layout::date, days, 2, 0, nullptr, {}}, 1, buffer), "-719163");  // no date, but no reason to fall over
}

TEST(keys, an_index_of_whole_numbers_finds_each_and_nothing_else) {
  std::vector<std::int64_t> cells;
  for (std::int64_t i = 0; i < 5000; ++i) cells.push_back(i * 1024);
  const column_view view{layout::int64, cells.data(), cells.size(), 0, nullptr, {}};
  key_index index(row_keys({&view}), cells.size(), false);
  ASSERT_TRUE(index.are_integers());
  for (std::uint32_t row = 0; row < cells.size(); ++row) EXPECT_EQ(index.insert(row), row);
  for (std::uint32_t row = 0; row < cells.size(); ++row) EXPECT_EQ(index.find(cells[row]), row);
  EXPECT_EQ(index.find(std::int64_t{1}), none);
}

TEST(keys, the_second_row_of_a_key_is_told_the_first) {
  const std::string_view cells[] = {"a", "b", "a"};
  const column_view view{layout::text, cells, 3, 0, nullptr, {}};
  key_index index(row_keys({&view}), 3, true);
  EXPECT_EQ(index.insert(0), 0U);
  EXPECT_EQ(index.insert(1), 1U);
  EXPECT_EQ(index.insert(2), 0U);
  EXPECT_EQ(index.find("b"), 1U);
  EXPECT_EQ(index.find("c"), none);
}

TEST(keys, keys_of_several_columns) {
  const std::string_view person[] = {"ann", "an", "ann"};
  const std::int32_t post[] = {1, 1, 2};
  const column_view a{layout::text, person, 3, 0, nullptr, {}};
  const column_view b{layout::int32, post, 3, 0, nullptr, {}};
  const row_keys keys({&a, &b});
  std::string buffer;
  EXPECT_EQ(keys.text(0, buffer), "ann\x1f" "1");
  EXPECT_EQ(shown_key(keys.text(2, buffer)), "ann / 2");
  EXPECT_GT(keys.compare(0, 1), 0);
  EXPECT_LT(keys.compare(0, 2), 0);
  EXPECT_EQ(keys.compare(1, 1), 0);
  key_index index(keys, 3, true);
  for (std::uint32_t row = 0; row < 3; ++row) EXPECT_EQ(index.insert(row), row);
  EXPECT_EQ(index.find("ann\x1f" "2"), 2U);
}

TEST(keys, an_empty_text_is_no_key) {
  const std::string_view cells[] = {"", "x", "y"};
  const std::uint8_t validity = 0b011;
  const column_view view{layout::text, cells, 3, 0, &validity, {}};
  const row_keys keys({&view});
  EXPECT_FALSE(keys.is_present(0));
  EXPECT_TRUE(keys.is_present(1));
  EXPECT_FALSE(keys.is_present(2));
}

}  // namespace
}  // namespace attain::engine
