// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/ordered_rows.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "attain/number/rational.hpp"

namespace attain::engine {
namespace {

const std::vector<std::uint32_t> all = {0, 1, 2, 3};
const std::string_view names[] = {"a", "b", "a", "a"};
const column_view keys{layout::text, names, 4, 0, nullptr, {}};

TEST(ordered_rows, the_row_that_holds_on_a_day) {
  const std::int32_t from[] = {20, 0, 10, 0};
  const std::int32_t to[] = {0, 5, 20, 8};
  const std::uint8_t open_end[] = {0b1110};
  const std::uint8_t open_begin[] = {0b0111};
  const column_view begins{layout::date, from, 4, 0, open_begin, {}};
  const column_view ends{layout::date, to, 4, 0, open_end, {}};
  const ordered_rows rows(row_keys({&keys}), nullptr, false, {&begins, &ends}, all);
  EXPECT_EQ(rows.on("a", -1000), 3U) << "open to the past";
  EXPECT_EQ(rows.on("a", 7), 3U);
  EXPECT_EQ(rows.on("a", 8), none) << "between two rows";
  EXPECT_EQ(rows.on("a", 10), 2U) << "the first day is in";
  EXPECT_EQ(rows.on("a", 20), 0U) << "the last is not";
  EXPECT_EQ(rows.on("a", 100'000), 0U) << "open to the future";
  EXPECT_EQ(rows.on("b", -1), none);
  EXPECT_EQ(rows.on("c", 7), none);
}

TEST(ordered_rows, the_last_row_up_to_a_value) {
  const std::int64_t units[] = {100, 50, -250, 10'000};
  const column_view last{layout::decimal64, units, 4, 2, nullptr, {}};
  const ordered_rows rows(row_keys({&keys}), &last, false, {}, all);
  const auto up_to = [&](const char* key, std::int64_t cents) {
    const rational x(decimal{cents, 2});
    return rows.last_up_to(
        key, 0, [&](std::uint32_t row) { return number_of_cell<rational>(last, row) > x; }, [](std::uint32_t) { return false; });
  };
  EXPECT_EQ(up_to("a", -251), none);
  EXPECT_EQ(up_to("a", -250), 2U);
  EXPECT_EQ(up_to("a", 99), 2U);
  EXPECT_EQ(up_to("a", 100), 0U);
  EXPECT_EQ(up_to("a", 1'000'000), 3U);
  EXPECT_EQ(up_to("b", 49), none);
}

TEST(ordered_rows, texts_are_in_order_of_their_code_points) {
  const std::string_view last[] = {"Z", "a", "é", "10"};
  const column_view cells{layout::text, last, 4, 0, nullptr, {}};
  const ordered_rows rows(row_keys{}, &cells, true, {}, all);
  const auto [begin, end] = rows.rows_of("");
  EXPECT_EQ(std::vector<std::uint32_t>(begin, end), (std::vector<std::uint32_t>{3, 0, 1, 2}));
}

TEST(ordered_rows, a_dated_row_that_does_not_hold_is_passed_over) {
  const std::int64_t units[] = {1, 1, 2, 3};
  const std::int32_t from[] = {0, 0, 0, 50};
  const std::int32_t to[] = {100, 100, 30, 100};
  const column_view last{layout::int64, units, 4, 0, nullptr, {}};
  const column_view begins{layout::date, from, 4, 0, nullptr, {}};
  const column_view ends{layout::date, to, 4, 0, nullptr, {}};
  const ordered_rows rows(row_keys({&keys}), &last, false, {&begins, &ends}, all);
  const auto on = [&](std::int32_t day, std::uint32_t bad) {
    return rows.last_up_to(
        "a", day, [](std::uint32_t) { return false; }, [bad](std::uint32_t row) { return row == bad; });
  };
  EXPECT_EQ(on(40, none), 0U);
  EXPECT_EQ(on(20, none), 2U);
  EXPECT_EQ(on(60, none), 3U);
  EXPECT_EQ(on(40, 2), 2U) << "a row that contradicts another ends the search";
}

}  // namespace
}  // namespace attain::engine
