// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/score_plan.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace attain {
namespace {

constexpr const char* text = R"(attain = 1
[plan]
name = "Field"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }

[parameters]
rate = { value = "3%", min = 0, max = "10%" }
start = 2026-01-01
extra = "5 CNY"

[tables.reps]
key = "rep"
columns = { rep = "text" }

[tables.deals]
link = { rep = "reps" }
date = "closed"
columns = { rep = "text", amount = "money", closed = "date" }

[[incentives]]
name = "commission"
amount = "sum(deals.amount) * rate + extra"
)";

constexpr std::int32_t october = 20727;  // 2026-10-01

struct world {
  const std::vector<std::string_view> reps = {"a", "b"};
  const std::vector<std::string_view> owners = {"a", "b", "b", "nobody"};
  const std::vector<double> amounts = {1000, 200.5, 50, 1};
  const std::vector<std::int32_t> closed = {october, october + 30, october + 31, october};
  tables data;

  world() {
    data.add("reps").add("rep", reps);
    data.add("deals").add("rep", owners).add("amount", amounts).add_dates("closed", closed);
  }
};

std::vector<std::string> paid(const result& r) { return {r.find("payout")->text(0), r.find("payout")->text(1)}; }
using lines = std::vector<std::string>;

std::string what_is_thrown(const plan& by, const run_options& options) {
  try {
    static_cast<void>(score(by, world().data, options));
  } catch (const error& e) {
    return e.what();
  }
  return "nothing";
}

run_options with(const char* name, const char* literal) {
  run_options options;
  options.parameters = {{name, literal}};
  return options;
}

TEST(score_plan, a_dataset_is_made_once_and_scored_with_many_options) {
  const plan by = plan::parse(text);
  ASSERT_TRUE(by.ok()) << by.report();
  const world w;
  const dataset data(by, w.data);
  EXPECT_EQ(paid(score(data)), (lines{"35.00", "11.02"}));
  EXPECT_EQ(paid(score(data, with("rate", "10%"))), (lines{"105.00", "25.05"}));
  EXPECT_EQ(paid(score(data)), paid(score(by, w.data)));
  EXPECT_EQ(score(data).issues.size(), score(by, w.data).issues.size());
  ASSERT_EQ(score(data).issues.size(), 2U);  // the deal of nobody, the deal of November
}

TEST(score_plan, a_dataset_may_be_scored_by_several_threads) {
  const plan by = plan::parse(text);
  const world w;
  const dataset data(by, w.data);
  std::vector<lines> found(4);
  std::vector<std::thread> threads;
  for (lines& l : found) threads.emplace_back([&data, &l] { l = paid(score(data)); });
  for (std::thread& t : threads) t.join();
  for (const lines& l : found) EXPECT_EQ(l, (lines{"35.00", "11.02"}));
}

TEST(score_plan, the_period_of_a_run_replaces_the_plans) {
  const plan by = plan::parse(text);
  const world w;
  run_options november;
  november.period = day_range{october + 31, october + 60};
  EXPECT_EQ(paid(score(by, w.data, november)), (lines{"5.00", "6.50"}));
  const dataset data(by, w.data, november);
  EXPECT_EQ(paid(score(data)), (lines{"5.00", "6.50"}));
  EXPECT_EQ(paid(score(data, november)), (lines{"5.00", "6.50"}));
  run_options other;
  other.period = day_range{october, october + 30};
  EXPECT_THROW(static_cast<void>(score(data, other)), error);
  other.period = day_range{october + 1, october};
  EXPECT_EQ(what_is_thrown(by, other), "the period ends before it begins");
}

TEST(score_plan, parameters_are_literals_that_fit) {
  const plan by = plan::parse(text);
  const world w;
  EXPECT_EQ(what_is_thrown(by, with("extra", "7")), "`7` is no value for the parameter `extra`, which is money; write it like 500 CNY");
  EXPECT_EQ(paid(score(by, w.data, with("extra", "7 CNY"))), (lines{"37.00", "13.02"}));
  EXPECT_EQ(what_is_thrown(by, with("start", "2025-01-01")), "nothing");
  EXPECT_EQ(what_is_thrown(by, with("start", "2025-02-30")), "`2025-02-30` is no value for the parameter `start`, which is date; write it like 2026-10-31");
  EXPECT_EQ(what_is_thrown(by, with("rat", "1%")), "the plan has no parameter `rat`; did you mean `rate`? It has `rate`, `start`, `extra`");
  EXPECT_EQ(what_is_thrown(by, with("rate", "1 CNY")), "`1 CNY` is no value for the parameter `rate`, which is ratio; write it like 5%");
  EXPECT_EQ(what_is_thrown(by, with("rate", "11%")), "the parameter `rate` must be at most 0.1");
  EXPECT_EQ(what_is_thrown(by, with("rate", "-1%")), "the parameter `rate` must be at least 0");
}

TEST(score_plan, a_plan_with_errors_and_a_block_of_nothing_are_refused) {
  const plan wrong = plan::parse("attain = 1\n[plan]\nname = 'x'\n");
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(what_is_thrown(wrong, {}).find("the plan plan.toml has errors:\n"), std::string::npos);
  run_options none;
  none.block = 0;
  EXPECT_EQ(what_is_thrown(plan::parse(text), none), "a block has at least one row");
}

TEST(score_plan, what_an_optional_cell_cannot_mean_counts_as_empty_and_is_told) {
  const plan by = plan::parse(R"toml(attain = 1
[plan]
name = "Empty"
currency = "CNY"
[tables.reps]
key = "rep"
columns = { sold = "money?", left = "date?", new = "bool?" }
[[outputs]]
name = "known"
value = "if(is_missing(sold), 0, 1) + if(is_missing(left), 0, 10) + if(is_missing(new), 0, 100)"
)toml");
  ASSERT_TRUE(by.ok()) << by.report();
  const std::vector<std::string_view> reps = {"a", "b"};
  const std::vector<double> sold = {std::nan(""), 1};
  const std::vector<std::int32_t> left = {2'000'000'000, october};
  const std::vector<std::uint8_t> is_new = {7, 1};
  tables data;
  data.add("reps").add("rep", reps).add("sold", sold).add_dates("left", left).add_booleans("new", is_new);
  for (const numeric mode : {numeric::exact, numeric::fast}) {
    run_options options;
    options.mode = mode;
    const result r = score(by, data, options);
    EXPECT_EQ(r.find("known")->text(0), "0");
    EXPECT_EQ(r.find("known")->text(1), "111");
    ASSERT_EQ(r.issues.size(), 3U);
    for (const issue& i : r.issues) EXPECT_EQ(to_string(i.code), "A5004");
    EXPECT_EQ(r.issues[2].message, "`sold` cannot be read: 'nan' counts as empty; not a number");
  }
}

}  // namespace
}  // namespace attain
