// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/score_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
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

constexpr const char* ruled = R"(attain = 1
[plan]
name = "Ruled"
currency = "CNY"
[parameters]
w = "60%"
g = 60
low = 10
top = 90
[tables.reps]
key = "rep"
columns = { rep = "text" }
[[indicators]]
name = "a"
actual = 80
weight = "w"
score = { method = "bonus", per = "g", each = 1, cap = 120 }
[[indicators]]
name = "b"
actual = 90
weight = "40%"
score = "actual_of_b"
[define]
actual_of_b = "b.actual"
[scorecard]
min = "low"
max = "top"
[[grades]]
name = "A"
from = "top"
[[grades]]
name = "B"
from = "low"
[curves.c]
kind = "marginal"
tiers = [{ from = 0, rate = "1%" }, { from = "g", rate = "2%" }]
[[incentives]]
name = "pay"
amount = "c(100) * 1 CNY"
)";

TEST(score_plan, changed_parameters_keep_the_rules_of_the_plan) {
  const plan by = plan::parse(ruled);
  ASSERT_TRUE(by.ok()) << by.report();
  EXPECT_EQ(what_is_thrown(by, {}), "nothing");
  EXPECT_EQ(what_is_thrown(by, with("top", "95")), "nothing");
  EXPECT_EQ(what_is_thrown(by, with("w", "70%")), "with `w` = 70%: the weights add up to 110%, not to 100%; take away 10%");
  EXPECT_EQ(what_is_thrown(by, with("top", "5")), "with `top` = 5: `min` of the scorecard is above `max`; exchange them, or delete one");
  EXPECT_EQ(what_is_thrown(by, with("top", "10")), "with `top` = 10: two grades begin at one score; give each grade a `from` of its own");
  const std::string negative = what_is_thrown(by, with("g", "-3"));
  EXPECT_NE(negative.find("with `g` = -3: "), std::string::npos) << negative;
  run_options both = with("w", "70%");
  both.parameters.emplace_back("low", "5");
  EXPECT_NE(what_is_thrown(by, both).find("with `w` = 70%, `low` = 5: the weights add up"), std::string::npos);
}

/// The order of the grades is settled when the plan is read.
TEST(score_plan, changed_parameters_cannot_turn_the_grades_round) {
  std::string changed = ruled;
  changed.erase(changed.find("[scorecard]"), changed.find("[[grades]]") - changed.find("[scorecard]"));
  const plan by = plan::parse(changed);
  ASSERT_TRUE(by.ok()) << by.report();
  EXPECT_EQ(what_is_thrown(by, with("low", "99")), "with `low` = 99: the grades are in the opposite order; list them anew in the plan");
}

/// Weights that folding knows nothing of are held against 100 % by the engine, which tells once of those that are the same in all rows.
TEST(score_plan, weights_of_parameters_that_cannot_be_folded_are_checked_when_scored) {
  std::string changed = ruled;
  changed.replace(changed.find("weight = \"w\""), 12, "weight = \"sqrt(w * w)\"");
  const plan by = plan::parse(changed);
  ASSERT_TRUE(by.ok()) << by.report();
  const world w;
  EXPECT_TRUE(score(by, w.data).find("score")->is_present(0));
  const result wrong = score(by, w.data, with("w", "70%"));
  EXPECT_FALSE(wrong.find("score")->is_present(0));
  EXPECT_TRUE(std::any_of(wrong.issues.begin(), wrong.issues.end(), [](const issue& i) { return i.code == code::row_weights; }));
}

TEST(score_plan, what_was_moved_from_is_safe) {
  const plan by = plan::parse(text);
  world w;
  dataset data(by, w.data);
  const dataset other = std::move(data);
  EXPECT_EQ(paid(score(other)), paid(score(data)));
  dataset third(by, w.data);
  third = std::move(data);
  EXPECT_EQ(paid(score(third)), paid(score(data)));
  EXPECT_EQ(&other.bound(), &third.bound()) << "copies share what was made ready";

  result first = score(other);
  const result second = std::move(first);
  EXPECT_EQ(first.find("payout"), nullptr);
  EXPECT_EQ(first.table("reps"), nullptr);
  EXPECT_EQ(paid(second), (lines{"35.00", "11.02"}));

  const tables moved = std::move(w.data);
  EXPECT_EQ(w.data.find("reps"), nullptr);
  EXPECT_EQ(paid(score(by, moved)), (lines{"35.00", "11.02"}));
  EXPECT_EQ(paid(score(other)), (lines{"35.00", "11.02"})) << "what was lent stays where it was";
}

TEST(score_plan, a_table_that_only_a_link_names_needs_no_data) {
  std::string linked = text;
  const std::string link = "link = { rep = \"reps\" }";
  linked.replace(linked.find(link), link.size(), "link = { rep = \"reps\", region = \"regions\" }");
  linked += "[tables.regions]\nkey = \"region\"\ncolumns = { region = \"text\", factor = \"number\" }\n";
  world w;
  const std::vector<std::string_view> regions = {"north", "south", "north", "north"};
  w.data.add("deals").add("region", regions);
  const plan by = plan::parse(linked);
  ASSERT_TRUE(by.ok()) << by.report();
  const result without = score(by, w.data);
  EXPECT_EQ(paid(without), (lines{"35.00", "11.02"}));
  for (const issue& i : without.issues) EXPECT_NE(i.table, "regions") << i.message;
  EXPECT_EQ(without.issues.size(), 2U);

  // Given, it is held against the link.
  const std::vector<std::string_view> known = {"north"};
  w.data.add("regions").add("region", known);
  const result given = score(by, w.data);
  EXPECT_EQ(paid(given), (lines{"35.00", "5.00"}));
  EXPECT_EQ(given.issues.size(), 3U);

  // A formula that goes there needs it.
  linked.replace(linked.find("sum(deals.amount)"), 17, "sum(deals.amount * region.factor)");
  const result asked = score(plan::parse(linked), world().data);
  EXPECT_TRUE(std::any_of(asked.issues.begin(), asked.issues.end(), [](const issue& i) { return i.code == code::missing_table && i.table == "regions"; }));
}

/// A table on the way of an aggregate is used, though no column of it is.
TEST(score_plan, a_table_on_the_way_needs_data) {
  std::string over = text;
  over += "[tables.refunds]\nlink = { deal = \"deals\" }\ncolumns = { refunded = \"money\" }\n";
  over.replace(over.find("link = { rep"), 0, "key = \"deal\"\n");
  over.replace(over.find("sum(deals.amount)"), 17, "sum(refunds.refunded)");
  const plan by = plan::parse(over);
  ASSERT_TRUE(by.ok()) << by.report();
  const std::vector<std::string_view> reps = {"a", "b"}, deals = {"D1"};
  const std::vector<double> refunded = {10};
  tables data;
  data.add("reps").add("rep", reps);
  data.add("refunds").add("deal", deals).add("refunded", refunded);
  const result asked = score(by, data);
  ASSERT_FALSE(asked.issues.empty());
  EXPECT_EQ(asked.issues.front().code, code::missing_table);
  EXPECT_FALSE(asked.find("payout")->is_present(0));
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
