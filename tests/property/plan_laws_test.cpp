// SPDX-License-Identifier: Apache-2.0
/// Laws that whole plans keep: tiers add up, splitting a deal changes nothing, the unit of money changes nothing, neither do blocks or the
/// order of rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "attain/attain.hpp"

namespace attain {
namespace {

constexpr const char* plan_text = R"toml(
attain = 1
[plan]
name = "Laws"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }
[parameters]
rate = "3.3%"
accelerator = 1.5
[tables.reps]
key = "rep"
columns = { team = "text", quota = "money", bonus = "money?", late = "count?" }
[tables.deals]
key = "deal"
link = { rep = "reps" }
date = "closed"
columns = { amount = "money", share = "ratio?", paid = "bool", closed = "date" }
[define]
revenue = "sum(deals.credited where paid)"
[define.deals]
credited = "amount * coalesce(share, 1)"
factor = "1 + coalesce(share, 0) / 7"
[curves.commission]
kind = "marginal"
tiers = [{ from = "0%", rate = "rate" }, { from = "70%", rate = "rate * accelerator" }, { from = "100%", rate = "rate * accelerator ^ 2" }]
[curves.bonus_share]
kind = "linear"
knots = [["50%", 0], ["100%", 1], ["150%", 3]]
[[indicators]]
name = "sales"
actual = "revenue"
target = "quota"
weight = "70%"
score = { method = "linear", knots = [["0%", 0], ["60%", 40], ["100%", 100], ["150%", 130]] }
[[indicators]]
name = "steadiness"
actual = "count_distinct(deals.closed where paid)"
target = 7
weight = "30%"
score = { method = "ratio", cap = 120 }
[[adjustments]]
name = "late"
points = "-2 * coalesce(late, 0)"
[[grades]]
name = "A"
from = 90
factor = 1.2
[[grades]]
name = "B"
from = 60
factor = 1
[[grades]]
name = "C"
from = -1000
factor = "2/3"
[[incentives]]
name = "commission_pay"
amount = "quota * commission(sales.attainment)"
[[incentives]]
name = "bonus_pay"
amount = "bonus * bonus_share(sales.attainment) * grade.factor"
[[outputs]]
name = "median_deal"
value = "median(deals.amount)"
[[outputs]]
name = "mean_share"
value = "weighted_avg(deals.share, amount where amount > 0)"
[[outputs]]
name = "last_deal"
value = "last(deals.amount order by closed)"
[[outputs]]
name = "growth"
value = "product(deals.factor)"
[[outputs]]
name = "commission_share"
value = "quota * commission(sales.attainment) / quota"
)toml";

/// Per deal: its place, the totals before and through it, and what it pays on the tiers of its rep.
constexpr const char* events_text = R"toml(
attain = 1
[plan]
name = "Laws of events"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }
[tables.reps]
key = "rep"
columns = { team = "text", quota = "money", bonus = "money?" }
[tables.deals]
key = "deal"
link = { rep = "reps" }
date = "closed"
columns = { amount = "money", share = "ratio?", paid = "bool", closed = "date" }
[curves.c]
kind = "marginal"
tiers = [{ from = 0, rate = "3.3%" }, { from = 8000, rate = "5.7%" }, { from = 20000, rate = "9.1%" }]
[define.deals]
before = "sum_before(amount where paid order by closed)"
through = "sum_through(amount where paid order by closed)"
place = "sum_through(1 within rep order by closed desc, amount)"
place_in_team = "sum_through(share / 7 within team order by amount desc, closed)"
own = "through - before = if(paid, amount, 0)"
unrounded = "if(paid, c.between(before, through), 0)"
[[incentives]]
name = "commission"
per = "deals"
where = "paid"
amount = "unrounded"
[[outputs]]
name = "own"
table = "deals"
[[outputs]]
name = "through"
table = "deals"
[[outputs]]
name = "place"
table = "deals"
[[outputs]]
name = "place_in_team"
table = "deals"
[[outputs]]
name = "pay"
table = "deals"
value = "deals.unrounded / 1 CNY"
places = 12
[[totals]]
name = "rate"
value = "sum(commission) / sum(quota)"
[[totals]]
name = "middle"
value = "median(bonus where commission > 0)"
)toml";

struct rep_row {
  std::string key, team;
  std::int64_t quota = 0, bonus = 0, late = 0;
  bool has_bonus = true, has_late = true;
};
struct deal_row {
  std::string key, rep;
  std::int64_t amount = 0, share = 0;
  bool has_share = false, paid = false;
  std::int32_t closed = 0;
};
struct world {
  std::vector<rep_row> reps;
  std::vector<deal_row> deals;
};

world make_world(std::mt19937_64& random, std::size_t reps, std::size_t deals) {
  const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
  world w;
  for (std::size_t i = 0; i < reps; ++i) {
    rep_row r;
    r.key = "R" + std::to_string(i);
    r.team = below(2) == 0 ? "north" : "south";
    r.quota = below(20) == 0 ? 0 : 1'000'000 + below(9'000'000);
    r.bonus = 100'000 + below(900'000);
    r.has_bonus = below(15) != 0;
    r.late = below(5);
    r.has_late = below(3) != 0;
    w.reps.push_back(std::move(r));
  }
  for (std::size_t i = 0; i < deals; ++i) {
    deal_row d;
    d.key = "D" + std::to_string(1000 + i);
    d.rep = below(50) == 0 ? "nobody" : "R" + std::to_string(below(reps));
    d.amount = below(10) == 0 ? -below(300'000) : below(1'500'000);
    d.has_share = below(2) == 0;
    d.share = below(101);
    d.paid = below(5) != 0;
    d.closed = 20727 - 2 + static_cast<std::int32_t>(below(36));
    w.deals.push_back(std::move(d));
  }
  return w;
}

/// The world as columns, money in units of 10^-scale.
class lent {
 public:
  explicit lent(const world& w, int scale = 2) {
    for (const rep_row& r : w.reps) {
      keys_.push_back(r.key);
      teams_.push_back(r.team);
      quotas_.push_back(r.quota);
      bonuses_.push_back(r.bonus);
      lates_.push_back(r.late);
      push(has_bonus_, keys_.size() - 1, r.has_bonus);
      push(has_late_, keys_.size() - 1, r.has_late);
    }
    for (const deal_row& d : w.deals) {
      deals_.push_back(d.key);
      owners_.push_back(d.rep);
      amounts_.push_back(d.amount);
      shares_.push_back(d.share);
      push(has_share_, deals_.size() - 1, d.has_share);
      paid_.push_back(d.paid ? 1 : 0);
      closed_.push_back(d.closed);
    }
    input_table& reps = data.add("reps");
    reps.add("rep", std::span<const std::string_view>(keys_)).add("team", std::span<const std::string_view>(teams_));
    reps.add_decimals("quota", quotas_, scale).add_decimals("bonus", bonuses_, scale, has_bonus_.data()).add("late", std::span<const std::int64_t>(lates_), has_late_.data());
    input_table& deals = data.add("deals");
    deals.add("deal", std::span<const std::string_view>(deals_)).add("rep", std::span<const std::string_view>(owners_));
    deals.add_decimals("amount", amounts_, scale).add_decimals("share", shares_, 2, has_share_.data());
    deals.add_booleans("paid", paid_).add_dates("closed", closed_);
  }

  tables data;

 private:
  static void push(std::vector<std::uint8_t>& bits, std::size_t at, bool value) {
    bits.resize(at / 8 + 1, 0);
    if (value) bits[at / 8] = static_cast<std::uint8_t>(bits[at / 8] | (1U << (at % 8)));
  }

  std::vector<std::string_view> keys_, teams_, deals_, owners_;
  std::vector<std::int64_t> quotas_, bonuses_, lates_, amounts_, shares_;
  std::vector<std::uint8_t> has_bonus_, has_late_, has_share_, paid_;
  std::vector<std::int32_t> closed_;
};

using table_of_texts = std::map<std::string, std::map<std::string, std::string>>;

/// All results by rep and column; doubles to their last bit.
table_of_texts texts_of(const plan& p, const world& w, const run_options& options, int scale = 2) {
  const lent data(w, scale);
  const result r = score(p, data.data, options);
  table_of_texts all;
  for (std::size_t row = 0; row < w.reps.size(); ++row) {
    auto& of_rep = all[w.reps[row].key];
    for (const result_column& c : r.tables.front().columns) {
      of_rep[c.name()] = c.text(row);
      if (c.type().is_numeric() && c.is_present(row)) of_rep[c.name()] += " " + std::to_string(std::bit_cast<std::uint64_t>(c.as_double(row)));
    }
  }
  // Rows of deals by their key, and the totals.
  for (std::size_t t = 1; t < r.tables.size(); ++t)
    for (std::size_t row = 0; row < r.tables[t].row_count; ++row)
      for (const result_column& c : r.tables[t].columns) all[r.tables[t].keys.front().text(row)][c.name()] = c.text(row);
  for (const total& t : r.totals) all["total"][t.name] = t.text + " without " + std::to_string(t.left_out);
  return all;
}

class plan_laws : public ::testing::Test {
 protected:
  plan_laws() : seed(std::random_device{}()), random(seed), p(plan::parse(plan_text, "laws.toml")), events(plan::parse(events_text, "events.toml")) {}
  void SetUp() override {
    std::cout << "seed " << seed << "\n";
    ASSERT_TRUE(p.ok()) << p.report();
    ASSERT_TRUE(events.ok()) << events.report();
  }

  std::uint64_t seed;
  std::mt19937_64 random;
  plan p;
  plan events;
};

TEST_F(plan_laws, blocks_and_the_order_of_rows_change_nothing) {
  const world w = make_world(random, 60, 1500);
  for (const numeric mode : {numeric::exact, numeric::fast}) {
    run_options options;
    options.mode = mode;
    const table_of_texts expected = texts_of(p, w, options);
    const table_of_texts of_events = texts_of(events, w, options);
    std::size_t present = 0;
    for (const rep_row& rep : w.reps) present += expected.at(rep.key).at("payout").empty() ? 0U : 1U;
    EXPECT_GT(present, 20U);
    for (const std::size_t block : {std::size_t{1}, std::size_t{7}, std::size_t{64}, std::size_t{5000}}) {
      options.block = block;
      world shuffled = w;
      std::shuffle(shuffled.reps.begin(), shuffled.reps.end(), random);
      std::shuffle(shuffled.deals.begin(), shuffled.deals.end(), random);
      EXPECT_EQ(texts_of(p, shuffled, options), expected) << "block " << block;
      EXPECT_EQ(texts_of(events, shuffled, options), of_events) << "block " << block;
    }
  }
}

TEST_F(plan_laws, splitting_a_deal_in_two_changes_no_pay) {
  const world w = make_world(random, 40, 600);
  world split = w;
  for (std::size_t i = 0; i < w.deals.size(); i += 3) {
    deal_row rest = split.deals[i];
    rest.key += "b";
    rest.amount = static_cast<std::int64_t>(random() % 2'000'000) - 1'000'000;
    split.deals[i].amount -= rest.amount;
    split.deals.push_back(std::move(rest));
  }
  for (const rep_row& rep : w.reps) EXPECT_EQ(texts_of(events, split, {}).at(rep.key), texts_of(events, w, {}).at(rep.key)) << rep.key;
  table_of_texts whole = texts_of(p, w, {});
  table_of_texts parts = texts_of(p, split, {});
  for (table_of_texts* all : {&whole, &parts}) {
    for (auto& [rep, columns] : *all)
      for (const char* by_deal : {"median_deal", "mean_share", "last_deal", "growth"}) columns.erase(by_deal);
  }
  EXPECT_EQ(parts, whole);
}

TEST_F(plan_laws, a_deal_adds_itself_to_the_running_total) {
  const world w = make_world(random, 30, 800);
  std::size_t deals = 0;
  for (const auto& [key, columns] : texts_of(events, w, {})) {
    if (!columns.contains("own")) continue;
    EXPECT_EQ(columns.at("own"), "true") << key;
    ++deals;
  }
  EXPECT_GT(deals, 500U);
}

TEST_F(plan_laws, a_deal_split_where_a_tier_begins_pays_the_same) {
  const world w = make_world(random, 12, 200);
  const table_of_texts whole = texts_of(events, w, {});
  world split = w;
  std::vector<std::string> parts;
  for (const std::int64_t bound : {800'000, 2'000'000}) {
    for (std::size_t i = 0; i < w.deals.size(); ++i) {
      const auto found = whole.find(w.deals[i].key);
      if (found == whole.end() || !w.deals[i].paid || w.deals[i].amount <= 0) continue;
      const auto through = parse_decimal(found->second.at("through"));
      ASSERT_TRUE(through) << found->second.at("through");
      const auto after = static_cast<std::int64_t>(rescale(*through, 2)->coefficient);
      if (after <= bound || after - w.deals[i].amount >= bound || split.deals[i].amount != w.deals[i].amount) continue;
      deal_row rest = split.deals[i];
      rest.key += "b";
      rest.amount = after - bound;
      split.deals[i].amount -= rest.amount;
      split.deals.push_back(rest);
      parts.push_back(w.deals[i].key);
    }
  }
  ASSERT_GT(parts.size(), 5U);
  const table_of_texts divided = texts_of(events, split, {});
  for (const std::string& key : parts) {
    const auto pay = [&](const table_of_texts& all, const std::string& of) { return rational(*parse_decimal(all.at(of).at("pay"))); };
    EXPECT_EQ(pay(divided, key) + pay(divided, key + "b"), pay(whole, key)) << key;
  }
  for (const rep_row& rep : w.reps) EXPECT_EQ(divided.at(rep.key), whole.at(rep.key)) << rep.key;
}

TEST_F(plan_laws, the_unit_of_money_changes_no_score_grade_or_share) {
  const world w = make_world(random, 40, 600);
  const table_of_texts small = texts_of(p, w, {}, 2);
  for (const int scale : {0, 1, 5, 9}) {
    const table_of_texts other = texts_of(p, w, {}, scale);
    for (const rep_row& rep : w.reps)
      for (const char* free_of_money : {"sales.attainment", "sales.score", "steadiness.points", "score", "grade", "mean_share", "growth", "commission_share"})
        EXPECT_EQ(other.at(rep.key).at(free_of_money), small.at(rep.key).at(free_of_money)) << rep.key << " " << free_of_money << " at scale " << scale;
  }
}

TEST_F(plan_laws, marginal_tiers_are_the_sum_of_their_parts) {
  for (int round = 0; round < 60; ++round) {
    const std::size_t tiers = 1 + random() % 6;
    std::string curve = "[curves.c]\nkind = \"marginal\"\ntiers = [";
    std::string sum;
    std::int64_t from = 0;
    for (std::size_t t = 1; t <= tiers; ++t) {
      curve += "{ from = " + std::to_string(from) + ", rate = \"" + std::to_string(random() % 2000) + "%\" },";
      from += 1 + static_cast<std::int64_t>(random() % 50'000);
      sum += (t > 1 ? " + " : "") + std::string("c.part(quota, ") + std::to_string(t) + ")";
    }
    const std::string text = "attain = 1\n[plan]\nname = \"Tiers\"\ncurrency = \"CNY\"\n[tables.reps]\nkey = \"rep\"\ncolumns = { quota = \"money\" }\n" + curve +
                             "]\n[[outputs]]\nname = \"whole\"\nvalue = \"c(quota) / 1 CNY\"\n[[outputs]]\nname = \"parts\"\nvalue = \"(" + sum + ") / 1 CNY\"\n";
    const plan tier_plan = plan::parse(text);
    ASSERT_TRUE(tier_plan.ok()) << tier_plan.report();
    world w = make_world(random, 20, 0);
    for (rep_row& r : w.reps) r.quota = static_cast<std::int64_t>(random() % 40'000'000) - 5'000'000;
    const lent data(w);
    const result r = score(tier_plan, data.data);
    for (std::size_t row = 0; row < w.reps.size(); ++row) {
      ASSERT_TRUE(r.find("whole")->is_present(row)) << text << w.reps[row].quota;
      EXPECT_EQ(r.find("whole")->text(row), r.find("parts")->text(row)) << text << w.reps[row].quota;
    }
  }
}

}  // namespace
}  // namespace attain
