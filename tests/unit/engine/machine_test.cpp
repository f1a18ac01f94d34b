// SPDX-License-Identifier: Apache-2.0
// The machine against the steps: the same plan and data with every set of kernels.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attain/attain.hpp"
#include "attain/engine/eigen_executor.hpp"

namespace {

using attain::kernels;

/// Every instruction of the machine has a formula here, and some things that the machine leaves to the steps.
constexpr const char* plan_text = R"plan(
attain = 1
[plan]
name = "All that the machine does"
currency = "CNY"
[tables.reps]
key = "rep"
columns = { rep = "count", sales = "money", quota = "money", other = "money?", rate = "ratio", days = "count?", away = "number", region = "text" }

[define]
sum_of_three = "sales + quota * 2 - other"
difference = "sales - quota"
negative = "-rate"
share = "sales / quota"
fifth = "sales / 7"
inverse = "1 / (rate - 50%)"
smaller = "min(sales, quota)"
larger = "max(away, days, 3)"
kept = "clamp(away, -20, 20)"
capped = "max(min(away, 30), -10)"
floored = "min(max(away, -30), 10)"
size = "abs(away)"
rounded = "round(away / 3, 3)"
up = "round_up(away / 3, 1)"
above = "if(away > 5, away, 5)"
below = "if(away < 5, away * 2, 1)"
both = "if(sales >= quota and rate >= 50%, 1, 0)"
either = "if(sales = quota or not (rate < 90%), 1, 0)"
differs = "if(sales <> quota, 2, 3)"
given = "coalesce(days, 7)"
empty = "if(is_missing(days), 1, 0)"
caught = "coalesce(1 / (rate - 50%), 0)"
north = "if(region = 'north', sales, 0 CNY)"
product = "sales * rate * away"
stepped = "bonus(share)"
paid_by_tier = "tiers(share)"
at_the_bound = "if(selling.score + timing.score >= 140, 1, 0)"

[[indicators]]
name = "selling"
actual = "sales"
target = "quota"
weight = "60%"
zero_target = { attainment = "0%" }
score = { method = "linear", knots = [["0%", 0], ["50%", 30], ["80%", 70], ["100%", 100], ["150%", 150]] }
[[indicators]]
name = "timing"
actual = "rate"
target = "95%"
weight = "40%"
score = { method = "linear", knots = [["20%", 10], ["80%", 40], ["100%", 100]] }

[[adjustments]]
name = "slow"
factor = "50%"
when = "rate < 30%"
[[adjustments]]
name = "away"
points = "-away / 10"

[scorecard]
min = 0
max = 120

[[grades]]
name = "A"
from = 100
multiplier = 1.3
[[grades]]
name = "B"
from = 70
multiplier = 1
[[grades]]
name = "C"
from = 0
multiplier = 0.5

[curves.bonus]
kind = "step"
tiers = [{ from = 0, value = 0 }, { from = 0.5, value = 1 }, { from = 1, value = 2 }]
[curves.tiers]
kind = "marginal"
tiers = [{ from = 0, rate = 0.5 }, { from = 0.5, rate = 1 }, { from = 1, rate = 2 }]

[[incentives]]
name = "commission"
amount = "sales * 1% * min(tiers(selling.attainment), 2.5)"
multiplier = "grade.multiplier"
[[incentives]]
name = "days_paid"
amount = "coalesce(days, 0) * 100 CNY"
)plan";

constexpr const char* defined[] = {"sum_of_three", "difference", "negative", "share",   "fifth", "inverse", "smaller", "larger",       "kept",
                                   "capped",       "floored",    "size",     "rounded", "up",    "above",   "below",   "both",         "either",
                                   "differs",      "given",      "empty",    "caught",  "north", "product", "stepped", "paid_by_tier", "at_the_bound"};

[[nodiscard]] std::string whole_plan() {
  std::string text = plan_text;
  for (const char* name : defined) text += std::string("[[outputs]]\nname = \"out_") + name + "\"\nvalue = \"" + name + "\"\n";
  return text;
}

/// Rows of which some lack something, some have targets of zero, and many stand exactly on a bound.
struct people {
  people(std::size_t rows, unsigned seed) : validity((rows + 7) / 8, 0) {
    std::mt19937 random(seed);
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    for (std::size_t i = 0; i < rows; ++i) {
      rep.push_back(static_cast<std::int32_t>(i));
      quota.push_back(below(20) == 0 ? 0 : 100.0 * (1 + below(20)));
      sales.push_back(below(3) == 0 ? quota.back() : below(40) * 50.0 + below(100) / 100.0);
      other.push_back(static_cast<std::int64_t>(below(1'000'000)));
      rate.push_back(below(21) * 0.05);
      days.push_back(static_cast<std::int32_t>(below(30)));
      away.push_back(static_cast<double>(below(1000)) / 8 - 50);
      region.push_back(below(2) == 0 ? "north" : "south");
      if (below(4) != 0) validity[i / 8] = static_cast<std::uint8_t>(validity[i / 8] | 1U << (i % 8));
    }
    if (rows > 3) away[3] = std::numeric_limits<double>::quiet_NaN();
  }
  void add_to(attain::tables& to) const {
    to.add("reps")
        .add("rep", std::span<const std::int32_t>(rep))
        .add("sales", std::span<const double>(sales))
        .add("quota", std::span<const double>(quota))
        .add_decimals("other", std::span<const std::int64_t>(other), 2, validity.data())
        .add("rate", std::span<const double>(rate))
        .add("days", std::span<const std::int32_t>(days), validity.data())
        .add("away", std::span<const double>(away))
        .add("region", std::span<const std::string_view>(region));
  }

  std::vector<std::int32_t> rep, days;
  std::vector<double> sales, quota, rate, away;
  std::vector<std::int64_t> other;
  std::vector<std::string_view> region;
  std::vector<std::uint8_t> validity;
};

[[nodiscard]] attain::result score_with(const attain::dataset& data, kernels with, const std::vector<std::string>& columns = {}) {
  attain::run_options options;
  options.mode = attain::numeric::fast;
  options.kernels = with;
  options.columns = columns;
  return attain::score(data, options);
}

void expect_same(const attain::result& a, const attain::result& b, double tolerance) {
  ASSERT_EQ(a.tables.size(), b.tables.size());
  for (std::size_t t = 0; t < a.tables.size(); ++t) {
    ASSERT_EQ(a.tables[t].columns.size(), b.tables[t].columns.size());
    for (std::size_t c = 0; c < a.tables[t].columns.size(); ++c) {
      const attain::result_column& x = a.tables[t].columns[c];
      const attain::result_column& y = b.tables[t].columns[c];
      ASSERT_EQ(x.name(), y.name());
      for (std::size_t row = 0; row < x.size(); ++row) {
        ASSERT_EQ(x.is_present(row), y.is_present(row)) << x.name() << ' ' << row;
        ASSERT_EQ(x.as_text(row), y.as_text(row)) << x.name() << ' ' << row;
        if (!x.is_present(row) || !x.as_text(row).empty()) continue;
        ASSERT_LE(std::abs(x.as_double(row) - y.as_double(row)), tolerance * std::max(1.0, std::abs(y.as_double(row)))) << x.name() << ' ' << row;
      }
    }
  }
  EXPECT_EQ(a.totals, b.totals);
  ASSERT_EQ(a.issues.size(), b.issues.size());
  for (std::size_t i = 0; i < a.issues.size(); ++i) {
    EXPECT_EQ(a.issues[i].message, b.issues[i].message);
    EXPECT_EQ(a.issues[i].row, b.issues[i].row);
    EXPECT_EQ(a.issues[i].count, b.issues[i].count);
  }
}

TEST(machine, agrees_with_the_steps) {
  const attain::plan by = attain::plan::parse(whole_plan());
  ASSERT_TRUE(by.ok()) << by.report();
  for (const std::size_t rows : {1U, 15U, 16U, 17U, 1000U, 4096U, 10'007U}) {
    const people some(rows, static_cast<unsigned>(rows));
    attain::tables input;
    some.add_to(input);
    const attain::dataset data(by, input);
    const attain::result by_steps = score_with(data, kernels::steps);
    const attain::result by_baseline = score_with(data, kernels::baseline);
    expect_same(by_baseline, by_steps, 2e-9);
    if (attain::engine::machine::has(kernels::avx2)) {
      const attain::result by_avx2 = score_with(data, kernels::avx2);
      expect_same(by_avx2, by_steps, 2e-9);
      expect_same(score_with(data, kernels::avx2), by_avx2, 0);
      if (attain::engine::machine::has(kernels::avx512)) expect_same(score_with(data, kernels::avx512), by_avx2, 0);
    }
  }
}

TEST(machine, gives_the_columns_that_are_wanted) {
  const attain::plan by = attain::plan::parse(whole_plan());
  ASSERT_TRUE(by.ok()) << by.report();
  const people some(5000, 1);
  attain::tables input;
  some.add_to(input);
  const attain::dataset data(by, input);
  const attain::result all = score_with(data, kernels::automatic);
  const attain::result few = score_with(data, kernels::automatic, {"grade", "commission", "out_share"});
  ASSERT_EQ(few.tables.front().columns.size(), 3U);
  for (const attain::result_column& c : few.tables.front().columns)
    for (std::size_t row = 0; row < c.size(); ++row) EXPECT_EQ(c.text(row), all.find(c.name())->text(row)) << c.name() << ' ' << row;
  attain::run_options options;
  options.columns = {"comission"};
  try {
    static_cast<void>(attain::score(data, options));
    FAIL() << "a column that the plan does not give";
  } catch (const attain::error& e) {
    EXPECT_STREQ(e.what(), "the plan gives no column `comission`; did you mean `commission`?");
  }
}

TEST(machine, scores_again_into_the_same_memory) {
  const attain::plan by = attain::plan::parse(whole_plan());
  ASSERT_TRUE(by.ok()) << by.report();
  const people some(3000, 2);
  attain::tables input;
  some.add_to(input);
  const attain::dataset data(by, input);
  for (const attain::numeric mode : {attain::numeric::fast, attain::numeric::exact}) {
    attain::run_options options;
    options.mode = mode;
    attain::scorer again(data, options);
    again.run();
    expect_same(again.run(), attain::score(data, options), 0);
  }
}

/// Runs the parts one by one, the last first.
class backwards final : public attain::executor {
 public:
  [[nodiscard]] std::size_t threads() const override { return 3; }
  void run(std::size_t count, const std::function<void(std::size_t)>& part) override {
    parts = std::max(parts, count);
    while (count-- > 0) part(count);
  }
  std::size_t parts = 0;
};

TEST(machine, gives_the_same_on_any_threads) {
  const attain::plan by = attain::plan::parse(whole_plan());
  ASSERT_TRUE(by.ok()) << by.report();
  const people some(70'001, 5);
  attain::tables input;
  some.add_to(input);
  const attain::dataset data(by, input);
  attain::run_options options;
  options.mode = attain::numeric::fast;
  options.columns = {"out_sum_of_three", "out_inverse", "out_capped", "score", "grade", "commission"};
  const attain::result alone = attain::score(data, options);
  EXPECT_FALSE(alone.issues.empty());
  backwards one_by_one;
  options.executor = &one_by_one;
  expect_same(attain::score(data, options), alone, 0);
  EXPECT_EQ(one_by_one.parts, 3U);
  attain::eigen_executor threads(2);
  options.executor = &threads;
  attain::scorer again(data, options);
  for (int run = 0; run < 3; ++run) expect_same(again.run(), alone, 0);
}

constexpr const char* plan_of_events = R"plan(
attain = 1
[plan]
name = "Events"
currency = "CNY"
[tables.reps]
key = "rep"
columns = { rep = "count", quota = "money" }
[tables.events]
link = { rep = "reps" }
columns = { rep = "count", amount = "money", bonus = "money?", third = "number", type = "count" }
[define]
won = "sum(events.amount where type = 1)"
total = "sum(events.amount)"
bonuses = "sum(events.bonus where type < 3)"
thirds = "sum(events.third)"
rows = "count(events)"
given = "count(events.bonus where type = 2)"
some = "count(events where type = 2 and amount > 50 CNY)"
few = "count(events where third = 1 or type = 0)"
mean = "avg(events.amount)"
largest = "max(events.amount where type <> 4)"
none = "sum(events.amount where type > 100)"
reached = "won / max(quota, 1 CNY)"
)plan";

TEST(machine, adds_up_events_as_the_steps_do) {
  constexpr const char* all[] = {"won", "total", "bonuses", "thirds", "rows", "given", "some", "few", "mean", "largest", "none", "reached"};
  std::string text = plan_of_events;
  for (const char* name : all) text += std::string("[[outputs]]\nname = \"out_") + name + "\"\nvalue = \"" + name + "\"\n";
  const attain::plan by = attain::plan::parse(text);
  ASSERT_TRUE(by.ok()) << by.report();
  for (const std::size_t rows : {1U, 16U, 90U, 4097U, 300'001U}) {
    constexpr std::size_t reps = 700;
    std::mt19937 random(static_cast<unsigned>(rows));
    const auto below = [&](unsigned n) { return static_cast<std::int32_t>(random() % n); };
    std::vector<std::int32_t> key, rep, type;
    std::vector<double> quota, amount, bonus, third;
    std::vector<std::uint8_t> validity((rows + 7) / 8, 0xFF);
    for (std::size_t i = 0; i < reps; ++i) key.push_back(static_cast<std::int32_t>(i)), quota.push_back(1000.0 * below(5));
    for (std::size_t i = 0; i < rows; ++i) {
      rep.push_back(below(reps + 3));  // some belong to nobody
      type.push_back(below(5));
      amount.push_back(below(20'000) / 100.0 - 20);
      bonus.push_back(below(1000) / 100.0);
      third.push_back(below(9) / 3.0);
      if (below(5000) == 0) validity[i / 8] = static_cast<std::uint8_t>(validity[i / 8] & ~(1U << (i % 8)));
    }
    if (rows > 50) amount[50] = std::numeric_limits<double>::quiet_NaN();
    attain::tables input;
    input.add("reps").add("rep", std::span<const std::int32_t>(key)).add("quota", std::span<const double>(quota));
    input.add("events")
        .add("rep", std::span<const std::int32_t>(rep))
        .add("amount", std::span<const double>(amount))
        .add("bonus", std::span<const double>(bonus), validity.data())
        .add("third", std::span<const double>(third))
        .add("type", std::span<const std::int32_t>(type));
    const attain::dataset data(by, input);
    for (const std::vector<std::string>& columns : {std::vector<std::string>{}, {"out_won", "out_total", "out_rows", "out_some", "out_none", "out_reached"}}) {
      const attain::result by_steps = score_with(data, kernels::steps, columns);
      expect_same(score_with(data, kernels::baseline, columns), by_steps, 2e-9);
      if (!attain::engine::machine::has(kernels::avx2)) continue;
      const attain::result alone = score_with(data, kernels::avx2, columns);
      expect_same(alone, by_steps, 2e-9);
      if (attain::engine::machine::has(kernels::avx512)) expect_same(score_with(data, kernels::avx512, columns), alone, 0);
      backwards one_by_one;
      attain::run_options options;
      options.mode = attain::numeric::fast;
      options.kernels = kernels::avx2;
      options.columns = columns;
      options.executor = &one_by_one;
      attain::scorer again(data, options);
      for (int run = 0; run < 2; ++run) expect_same(again.run(), alone, 0);
      EXPECT_EQ(one_by_one.parts > 1, rows == 300'001U);
    }
  }
}

}  // namespace
