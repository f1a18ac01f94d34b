// SPDX-License-Identifier: Apache-2.0
/// Laws of the engine: nothing depends on the order of rows or the size of blocks, tiers add up, splitting a deal changes nothing, and an
/// inverse undoes its curve.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "unit/engine/engine_testing.hpp"

namespace attain::engine {
namespace {

using namespace testing;
using program::value_kind;
using shape = enum program::curve::shape;
using ask = enum program::curve_ask::kind;

constexpr unsigned seed = 20261031;

struct deal {
  std::string id, rep, amount;
};

std::vector<deal> random_deals(std::mt19937& random, std::size_t reps, std::size_t count) {
  std::vector<deal> deals;
  for (std::size_t i = 0; i < count; ++i) {
    const auto cents = static_cast<std::int64_t>(random() % 100'000'000) - 5'000'000;
    // Of the last rep nothing, of the first ones much.
    const std::size_t rep = std::min<std::size_t>(random() % reps, random() % reps);
    deals.push_back({"D" + std::to_string(i), "R" + std::to_string(rep), to_text(decimal{cents, 2})});
  }
  return deals;
}

test_data data_of(const std::vector<deal>& deals, std::size_t reps) {
  test_data data;
  std::vector<std::string> keys, quotas, ids, sellers, amounts;
  for (std::size_t i = 0; i < reps; ++i) {
    keys.push_back("R" + std::to_string(i));
    quotas.push_back(std::to_string(100'000 + 1'000 * (i % 17)));
  }
  for (const deal& d : deals) {
    ids.push_back(d.id);
    sellers.push_back(d.rep);
    amounts.push_back(d.amount);
  }
  data.texts("reps", "rep", keys);
  data.numbers("reps", "quota", quotas);
  data.texts("deals", "id", ids);
  data.texts("deals", "rep", sellers);
  data.numbers("deals", "amount", amounts);
  return data;
}

/// Every aggregate over thirds of the amounts, so that doubles have something to lose.
builder aggregates() {
  builder b;
  b.table("reps", {"rep text", "quota money"}, {"rep"});
  const auto deals = b.table("deals", {"id text", "rep text", "amount money"}, {"id"});
  b.link(deals, "rep", 0);
  const frame_id deal = b.children(b.population_frame, deals, {0});
  const node_id amount = b.load(deal, "amount");
  const node_id third = b.add(deal, op::divide, value_kind::number, {amount, b.number("3e6")});
  const node_id positive = b.add(deal, op::less, value_kind::boolean, {b.number("0"), amount});
  const node_id p = b.number("0.9");
  for (const function f : {function::sum, function::avg, function::min, function::max, function::product, function::count_distinct, function::median})
    b.output("f" + std::to_string(static_cast<int>(f)), b.aggregate(f, deal, {third}, positive));
  b.output("weighted", b.aggregate(function::weighted_avg, deal, {third, amount}));
  b.output("p90", b.aggregate(function::percentile, deal, {third}, none, value_kind::number, {p}));
  const node_id rough = b.call(deal, function::round, {amount, b.number("-6")});  // so that there are ties
  b.output("first", b.aggregate(function::first, deal, {third}, none, value_kind::number, {}, {{rough, false}}));
  b.output("last", b.aggregate(function::last, deal, {third}, none, value_kind::number, {}, {{rough, true}}));
  return b;
}

/// All bits of a result that depend on values.
std::string bits_of(const result& r) {
  std::string bits;
  for (const result_column& c : r.tables[0].columns) {
    for (std::size_t i = 0; i < c.size(); ++i) {
      const double value = c.is_present(i) ? c.as_double(i) : -1;
      char raw[sizeof value];
      std::memcpy(raw, &value, sizeof value);
      bits.append(raw, sizeof value);
      bits += c.text(i);
    }
  }
  return bits;
}

TEST(engine_laws, order_of_rows_and_size_of_blocks_change_no_bit) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  constexpr std::size_t reps = 40;
  std::vector<deal> deals = random_deals(random, reps, 700);
  const builder b = aggregates();
  for (const numeric mode : both_modes) {
    const std::string expected = bits_of(b.run(data_of(deals, reps), mode));
    for (const std::size_t block : {std::size_t{1}, std::size_t{7}, std::size_t{1024}}) {
      std::shuffle(deals.begin(), deals.end(), random);
      run_options options;
      options.block = block;
      EXPECT_EQ(bits_of(b.run(data_of(deals, reps), mode, options)), expected) << "block " << block;
    }
  }
}

TEST(engine_laws, splitting_a_deal_changes_no_sum) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::vector<deal> whole = random_deals(random, 20, 200);
  std::vector<deal> halves;
  for (const deal& d : whole) {
    const decimal amount = *rescale(*parse_decimal(d.amount), 2);
    const int128 part = amount.coefficient / 3;
    halves.push_back({d.id + "a", d.rep, to_text(decimal{part, 2})});
    halves.push_back({d.id + "b", d.rep, to_text(decimal{amount.coefficient - part, 2})});
  }
  builder b;
  b.table("reps", {"rep text", "quota money"}, {"rep"});
  const auto deals = b.table("deals", {"id text", "rep text", "amount money"}, {"id"});
  b.link(deals, "rep", 0);
  const node_id revenue = b.aggregate(function::sum, b.children(b.population_frame, deals, {0}), {});
  b.code.aggregates[0].arguments = {b.load(b.code.aggregates[0].frame, "amount")};
  const auto tiers = b.curve(shape::marginal, {{"0", "0.03"}, {"1000000", "0.05"}});
  const node_id pay = b.ask(b.population_frame, tiers, ask::value, {revenue});
  b.output("pay", pay, dimension::money, 2);
  for (const numeric mode : both_modes) EXPECT_EQ(bits_of(b.run(data_of(whole, 20), mode)), bits_of(b.run(data_of(halves, 20), mode)));
}

/// Random strictly rising bounds and positive rates.
std::vector<std::pair<std::string, std::string>> random_tiers(std::mt19937& random, std::size_t count) {
  std::vector<std::pair<std::string, std::string>> tiers;
  std::int64_t from = 0;
  for (std::size_t i = 0; i < count; ++i) {
    tiers.emplace_back(to_text(decimal{from, 2}), to_text(decimal{static_cast<std::int64_t>(random() % 2000) + 1, 4}));
    from += static_cast<std::int64_t>(random() % 1'000'000) + 1;
  }
  return tiers;
}

TEST(engine_laws, tiers_add_up_intervals_telescope_and_inverses_undo) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 30; ++round) {
    builder b;
    b.table("reps", {"rep text", "quota money"}, {"rep"});
    constexpr std::size_t count = 4;
    const auto curve = b.curve(shape::marginal, random_tiers(random, count));
    const node_id x = b.number(to_text(decimal{static_cast<std::int64_t>(random() % 5'000'000) - 500'000, 2}));
    const node_id y = b.number(to_text(decimal{static_cast<std::int64_t>(random() % 5'000'000), 2}));
    const node_id z = b.number(to_text(decimal{static_cast<std::int64_t>(random() % 5'000'000), 2}));
    const node_id value = b.ask(0, curve, ask::value, {x});
    node_id parts = b.number("0");
    for (std::size_t n = 1; n <= count; ++n)
      parts = b.add(0, op::add, value_kind::number, {parts, b.ask(0, curve, ask::part, {x, b.number(std::to_string(n))})});
    const node_id two_steps =
        b.add(0, op::add, value_kind::number, {b.ask(0, curve, ask::between, {x, y}), b.ask(0, curve, ask::between, {y, z})});
    const node_id same = b.add(0, op::equal, value_kind::boolean, {value, parts});
    const node_id telescopes = b.add(0, op::equal, value_kind::boolean, {two_steps, b.ask(0, curve, ask::between, {x, z})});
    const node_id undone = b.add(0, op::equal, value_kind::boolean, {b.ask(0, curve, ask::inverse, {value}), x});
    b.output("parts", same, dimension::boolean);
    b.output("telescopes", telescopes, dimension::boolean);
    b.output("undone", undone, dimension::boolean);
    const result r = b.run(data_of({}, 1), numeric::exact);
    EXPECT_EQ(r.find("parts")->text(0), "true") << "round " << round;
    EXPECT_EQ(r.find("telescopes")->text(0), "true") << "round " << round;
    EXPECT_EQ(r.find("undone")->text(0), "true") << "round " << round;
  }
}

}  // namespace
}  // namespace attain::engine
