// SPDX-License-Identifier: Apache-2.0
/// Laws of hierarchies on random forests: what is rolled up to a row is what a walk over everything below it adds up; the rows at the top have it
/// all; what all rows hand up directly is what is below the top.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "attain/attain.hpp"

namespace attain {
namespace {

constexpr unsigned seed = 20261031;
constexpr std::uint32_t nobody = 0xFFFFFFFF;

/// Rows in any order, each with the row above it; deep, flat or in between.
std::vector<std::uint32_t> random_forest(std::mt19937& random, std::size_t rows) {
  std::vector<std::uint32_t> order(rows), parents(rows, nobody);
  for (std::uint32_t i = 0; i < rows; ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), random);
  const std::size_t reach = 1 + random() % rows;  // how far up the line somebody is looked for
  for (std::size_t i = 1; i < rows; ++i)
    if (random() % 20 != 0) parents[order[i]] = order[i - 1 - random() % std::min(i, reach)];
  return parents;
}

TEST(hierarchy_laws, a_rollup_is_the_sum_of_everything_below) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  const plan p = plan::parse(R"toml(attain = 1
[plan]
name = "Forest"
currency = "CNY"
[tables.reps]
key = "rep"
link = { boss = "reps?" }
columns = { rep = "count", sales = "money?" }
[define]
team = "rollup('sum', sales)"
below = "direct('sum', team)"
heads = "rollup('sum', 1)"
[[outputs]]
name = "team"
[[outputs]]
name = "below"
[[outputs]]
name = "heads"
)toml");
  ASSERT_TRUE(p.ok()) << p.report();
  std::mt19937 random(seed);
  std::size_t compared = 0;
  for (std::size_t round = 0; compared < 100'000; ++round) {
    const std::size_t rows = 1 + random() % 2000;
    const std::vector<std::uint32_t> parents = random_forest(random, rows);
    std::vector<std::int64_t> keys(rows), bosses(rows, 0), cents(rows);
    std::vector<std::uint8_t> has_boss((rows + 7) / 8), has_sales((rows + 7) / 8);
    std::vector<std::int64_t> teams(rows), heads(rows), below(rows);
    for (std::uint32_t row = 0; row < rows; ++row) {
      keys[row] = 1000 + row;
      cents[row] = static_cast<std::int64_t>(random() % 2'000'000'000) - 500'000'000;
      if (random() % 10 == 0) cents[row] = 0;
      else has_sales[row / 8] = static_cast<std::uint8_t>(has_sales[row / 8] | (1U << (row % 8)));
      if (parents[row] == nobody) continue;
      bosses[row] = 1000 + parents[row];
      has_boss[row / 8] = static_cast<std::uint8_t>(has_boss[row / 8] | (1U << (row % 8)));
    }
    for (std::uint32_t row = 0; row < rows; ++row)
      for (std::uint32_t at = row; at != nobody; at = parents[at]) teams[at] += cents[row], ++heads[at];
    for (std::uint32_t row = 0; row < rows; ++row) below[row] = teams[row] - cents[row];
    tables data;
    data.add("reps")
        .add("rep", keys)
        .add("boss", std::span<const std::int64_t>(bosses), has_boss.data())
        .add_decimals("sales", std::span<const std::int64_t>(cents), 2, has_sales.data());
    for (const numeric mode : {numeric::exact, numeric::fast}) {
      run_options options;
      options.mode = mode;
      const result r = score(p, data, options);
      ASSERT_TRUE(r.issues.empty());
      for (std::uint32_t row = 0; row < rows; ++row) {
        ASSERT_EQ(r.find("team")->text(row), to_text(decimal{teams[row], 2}, 2)) << "round " << round << ", row " << row;
        ASSERT_EQ(r.find("below")->text(row), to_text(decimal{below[row], 2}, 2)) << "round " << round << ", row " << row;
        ASSERT_EQ(r.find("heads")->text(row), std::to_string(heads[row])) << "round " << round << ", row " << row;
      }
    }
    compared += rows;
  }
}

}  // namespace
}  // namespace attain
