// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/issue_list.hpp"

#include <gtest/gtest.h>

#include <string>

namespace attain::engine {
namespace {

issue about(std::string table, std::uint64_t row, code what = code::empty_cell) {
  issue i;
  i.code = what;
  i.table = std::move(table);
  i.row = row;
  i.message = "row " + std::to_string(row);
  return i;
}

formula::names two_tables() {
  formula::names names;
  names.tables.resize(2);
  names.tables[0].name = "reps";
  names.tables[1].name = "deals";
  return names;
}

TEST(issue_list, by_table_of_the_plan_then_by_row) {
  issue_list list(10);
  for (issue i : {about("stray", 0), about("deals", 2), about("reps", 9), about("deals", 0), about("reps", 3)}) list.add(std::move(i));
  const auto all = list.take(two_tables());
  ASSERT_EQ(all.size(), 5U);
  const std::string tables[] = {"reps", "reps", "deals", "deals", "stray"};
  const std::uint64_t rows[] = {3, 9, 0, 2, 0};
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].table, tables[i]);
    EXPECT_EQ(all[i].row, rows[i]);
  }
}

TEST(issue_list, beyond_the_limit_rows_are_counted_once_each) {
  issue_list list(2);
  for (const std::uint64_t row : {1U, 2U, 3U, 3U, 4U}) list.add(about("reps", row));
  list.add(about("reps", 1, code::orphan));
  const auto all = list.take(two_tables());
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].row, 0U);
  EXPECT_EQ(all[0].count, 2U);
  EXPECT_EQ(all[0].message, "2 more rows of this kind: empty cell in a required column");
}

}  // namespace
}  // namespace attain::engine
