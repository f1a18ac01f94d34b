// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/marks.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace attain::engine {
namespace {

cause with_row(std::uint32_t row) {
  cause c;
  c.row = row;
  return c;
}

std::vector<std::uint32_t> rows_behind(const cause_list& list, mark m, std::size_t limit = 100) {
  std::vector<std::uint32_t> rows;
  list.for_each(m, limit, [&](const cause& c) { rows.push_back(c.row); });
  return rows;
}

TEST(marks, the_stronger_state_wins_and_the_first_on_a_tie) {
  const mark empty = make_mark(state::empty, 1);
  const mark other = make_mark(state::empty, 2);
  const mark failed = make_mark(state::failed, 3);
  EXPECT_EQ(combine(present, present), present);
  EXPECT_EQ(combine(present, empty), empty);
  EXPECT_EQ(combine(empty, present), empty);
  EXPECT_EQ(combine(empty, other), empty);
  EXPECT_EQ(combine(empty, failed), failed);
  EXPECT_EQ(combine(failed, make_mark(state::does_not_apply, 0)), failed);
}

TEST(marks, a_join_tells_of_all_its_causes_in_order) {
  cause_list list;
  mark m = list.add(with_row(7));
  for (std::uint32_t row = 8; row < 20; ++row) m = list.join(m, list.add(with_row(row)));
  EXPECT_EQ(rows_behind(list, m), (std::vector<std::uint32_t>{7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}));
  EXPECT_EQ(rows_behind(list, m, 2), (std::vector<std::uint32_t>{7, 8}));
}

TEST(marks, what_is_kept_outlives_the_block) {
  cause_list list;
  const std::size_t before = list.size();
  const mark joined = list.join(list.add(with_row(1)), list.add(with_row(2)));
  const mark kept = list.keep(joined, [](std::string_view text) { return text; });
  list.cut(before);
  for (std::uint32_t row = 50; row < 60; ++row) (void)list.add(with_row(row));
  EXPECT_TRUE(is_failed(kept));
  EXPECT_EQ(rows_behind(list, kept), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(list.keep(kept, [](std::string_view text) { return text; }), kept);
}

}  // namespace
}  // namespace attain::engine
