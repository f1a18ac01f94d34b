// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/allocation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace attain::engine {
namespace {

using rule = pool<rational>::rule;

template <class N>
N number(std::string_view text) {
  return arithmetic<N>::from(*parse_decimal(text));
}

template <class N>
std::vector<std::optional<N>> limits(const std::vector<std::string>& written) {
  std::vector<std::optional<N>> found;
  for (const std::string& w : written) found.push_back(w.empty() ? std::nullopt : std::optional<N>(number<N>(w)));
  return found;
}

struct asked {
  std::string amount, unit = "0.01";
  std::vector<std::string> weights;
  std::vector<std::string> least = {}, most = {};
  rule rest = rule::largest_remainder;
  bool floors = false;
};

template <class N>
allocation allocated(const asked& a) {
  pool<N> p{number<N>(a.amount), number<N>(a.unit), {}, limits<N>(a.least), limits<N>(a.most), a.rest, a.floors};
  for (const std::string& w : a.weights) p.weights.push_back(number<N>(w));
  return allocate(p, [](std::size_t x, std::size_t y) { return x < y ? -1 : (x > y ? 1 : 0); });
}

/// What rows in their order get, the same in both kinds of numbers.
std::string shares(const asked& a) {
  const auto text = [](const allocation& found) {
    if (found.problem) return to_string(*found.problem) + (found.row == formula::none ? "" : " " + std::to_string(found.row));
    std::string all;
    for (const std::int64_t u : found.units) all += (all.empty() ? "" : " ") + std::to_string(u);
    return all;
  };
  const std::string exact = text(allocated<rational>(a));
  EXPECT_EQ(text(allocated<double>(a)), exact);
  return exact;
}

TEST(allocation, left_over_units_go_to_the_largest_remainders) {
  EXPECT_EQ(shares({"10", "0.01", {"1", "1", "1", "1", "1", "1", "1"}}), "143 143 143 143 143 143 142");
  EXPECT_EQ(shares({"100.01", "0.01", {"70", "30"}}), "7001 3000");
  EXPECT_EQ(shares({"90000", "0.01", {"60000", "40000"}}), "5400000 3600000");
  EXPECT_EQ(shares({"10", "1", {"1", "1", "8.5"}}), "1 1 8");
}

TEST(allocation, a_cascade_cuts_from_the_last_to_the_first) {
  EXPECT_EQ(shares({.amount = "10", .weights = {"1", "1", "1", "1", "1", "1", "1"}, .rest = rule::cascade}), "143 143 143 143 143 143 142");
  EXPECT_EQ(shares({.amount = "0.10", .weights = {"1", "1", "1"}, .rest = rule::cascade}), "4 3 3");
  EXPECT_EQ(shares({.amount = "0.11", .weights = {"1", "1", "1", "1"}, .rest = rule::cascade}), "3 3 3 2");
}

TEST(allocation, the_first_takes_the_rest) {
  EXPECT_EQ(shares({.amount = "10", .weights = {"1", "1", "1", "1", "1", "1", "1"}, .rest = rule::rest_to_first}), "148 142 142 142 142 142 142");
  EXPECT_EQ(shares({.amount = "0.05", .weights = {"0", "1", "1"}, .rest = rule::rest_to_first}), "0 3 2") << "a weight of 0 gets nothing of what is left over";
}

TEST(allocation, a_negative_pool_is_mirrored_or_cut_down) {
  EXPECT_EQ(shares({"-0.10", "0.01", {"1", "1", "1"}}), "-4 -3 -3");
  EXPECT_EQ(shares({.amount = "-0.10", .weights = {"1", "1", "1"}, .floors = true}), "-3 -3 -4");
  EXPECT_EQ(shares({.amount = "-0.10", .weights = {"1", "1", "1"}, .rest = rule::rest_to_first, .floors = true}), "-2 -4 -4");
  EXPECT_EQ(shares({.amount = "-0.10", .weights = {"1", "1", "1"}, .rest = rule::cascade, .floors = true}), "-3 -3 -4");
}

TEST(allocation, weights_of_nothing) {
  EXPECT_EQ(shares({"0", "0.01", {"0", "0"}}), "0 0");
  EXPECT_EQ(shares({"0", "0.01", {}}), "");
  EXPECT_EQ(shares({"0.01", "0.01", {"0", "0"}}), "A6053");
  EXPECT_EQ(shares({"0.01", "0.01", {}}), "A6053");
  EXPECT_EQ(shares({"0.03", "0.01", {"0", "1", "0", "1"}}), "0 2 0 1");
}

TEST(allocation, units) {
  EXPECT_EQ(shares({"10", "3", {"1", "1"}}), "A6052");
  EXPECT_EQ(shares({"9", "3", {"1", "1"}}), "2 1");
  EXPECT_EQ(shares({"10.005", "0.01", {"1"}}), "A6052");
  EXPECT_EQ(shares({"10", "0", {"1"}}), "A6051");
  EXPECT_EQ(shares({"10", "-1", {"1"}}), "A6051");
  EXPECT_EQ(shares({"1e22", "0.01", {"1"}}), "A6004");
}

TEST(allocation, in_doubles_the_noise_of_what_was_computed_is_no_part_of_a_unit) {
  const auto next = [](std::size_t, std::size_t) { return 1; };
  pool<double> p{9010.87 - 8500.00, 0.01, {1, 1}, {}, {}};
  ASSERT_NE(p.amount, 510.87);
  EXPECT_EQ(allocate(p, next).units.at(0) + allocate(p, next).units.at(1), 51087);
  p.amount = 510.8701;
  EXPECT_EQ(allocate(p, next).problem, code::broken_pool);
  p.amount = 510.87;
  p.most = {9010.87 - 8755.43, 9010.87 - 8755.43};
  EXPECT_EQ(allocate(p, [](std::size_t a, std::size_t b) { return a < b ? -1 : 1; }).units, (std::vector<std::int64_t>{25544, 25543}));
}

TEST(allocation, who_is_beyond_a_limit_is_fixed_there) {
  EXPECT_EQ(shares({.amount = "100", .unit = "1", .weights = {"8", "1", "1"}, .most = {"30", "", ""}}), "30 35 35");
  EXPECT_EQ(shares({.amount = "100", .unit = "1", .weights = {"8", "1", "1"}, .least = {"", "20", ""}}), "71 20 9");
  EXPECT_EQ(shares({.amount = "100", .unit = "1", .weights = {"8", "1", "1"}, .least = {"", "20", ""}, .most = {"30", "", ""}}), "30 35 35")
      << "what the first gives up lifts the second above its least";
  EXPECT_EQ(shares({.amount = "-100", .unit = "1", .weights = {"8", "1", "1"}, .least = {"-30", "", ""}}), "-30 -35 -35");
  EXPECT_EQ(shares({.amount = "-100", .unit = "1", .weights = {"8", "1", "1"}, .least = {"-30", "", ""}, .floors = true}), "-30 -35 -35");
  EXPECT_EQ(shares({.amount = "100", .unit = "10", .weights = {"5", "5"}, .least = {"41", ""}, .most = {"", "49"}}), "6 4") << "limits lie at whole units";
  EXPECT_EQ(shares({.amount = "100", .unit = "1", .weights = {"0", "5"}, .least = {"10", "10"}}), "0 100") << "who has no weight takes no part";
  EXPECT_EQ(shares({.amount = "11", .unit = "1", .weights = {"1", "1", "1"}, .most = {"4", "4", "4"}, .rest = rule::rest_to_first}), "4 4 3");
}

TEST(allocation, limits_that_cannot_be_met) {
  EXPECT_EQ(shares({.amount = "100", .unit = "1", .weights = {"1", "1"}, .least = {"60", "60"}}), "A6055");
  EXPECT_EQ(shares({.amount = "100", .unit = "1", .weights = {"1", "1"}, .most = {"40", "40"}}), "A6055");
  EXPECT_EQ(shares({.amount = "100", .unit = "1", .weights = {"1", "1"}, .least = {"", "60"}, .most = {"", "50"}}), "A6007 1");
  EXPECT_EQ(shares({.amount = "100", .unit = "10", .weights = {"1", "1"}, .least = {"41", ""}, .most = {"49", ""}}), "A6055");
  EXPECT_EQ(shares({.amount = "0", .unit = "1", .weights = {"1", "1"}, .least = {"1", ""}}), "A6055");
  EXPECT_EQ(shares({.amount = "10", .unit = "1", .weights = {"1", "1"}, .most = {"-1", ""}}), "A6055");
}

TEST(allocation, weights_of_any_size_are_divided_exactly) {
  const rational third(1, 3);
  pool<rational> p{rational(1), rational(1, 100), {third, third, third}, {}, {}, rule::largest_remainder, false};
  const auto by_place = [](std::size_t x, std::size_t y) { return x < y ? -1 : (x > y ? 1 : 0); };
  EXPECT_EQ(allocate(p, by_place).units, (std::vector<std::int64_t>{34, 33, 33}));
  const rational wide(big_power_of_ten(60), 7);
  p.weights = {wide, wide + wide, rational(1)};
  EXPECT_EQ(allocate(p, by_place).units, (std::vector<std::int64_t>{33, 67, 0}));
  p.weights = {rational(1, 1'000'000'007), rational(3, 1'000'000'007)};
  EXPECT_EQ(allocate(p, by_place).units, (std::vector<std::int64_t>{25, 75}));
}

TEST(allocation, rows_that_nothing_tells_apart_are_named_where_it_matters) {
  const auto none_before = [](std::size_t, std::size_t) { return 0; };
  pool<double> p{10, 1, {1, 1}, {}, {}, rule::largest_remainder, false};
  EXPECT_FALSE(allocate(p, none_before).problem.has_value());
  p.amount = 11;
  const allocation tied = allocate(p, none_before);
  EXPECT_EQ(tied.problem, code::tied_rows);
  EXPECT_NE(tied.row, tied.other);
  p.weights = {1, 2};
  EXPECT_FALSE(allocate(p, none_before).problem.has_value()) << "the remainders decide";
  p.rest = rule::rest_to_first;
  EXPECT_EQ(allocate(p, none_before).problem, code::tied_rows);
  p.rest = rule::cascade;
  EXPECT_EQ(allocate(p, none_before).problem, code::tied_rows);
}

TEST(allocation, units_become_numbers_at_the_end) {
  EXPECT_EQ(units_as_number(70001, 0.01), 700.01);
  EXPECT_EQ(units_as_number(3, 0.05), 0.15);
  EXPECT_EQ(units_as_number(7, rational(1, 100)), rational(7, 100));
}

}  // namespace
}  // namespace attain::engine
