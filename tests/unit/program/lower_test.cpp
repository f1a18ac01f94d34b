// SPDX-License-Identifier: Apache-2.0
/// The program of a whole plan: what is shared, which stages it has, what it depends on and which columns it reads.
#include "attain/program/lower.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/program/lowered.hpp"

namespace attain::program {
namespace {

using testing::compiled;
using testing::count_of;
using testing::described;
using testing::node_of;
using testing::shown;

TEST(lower, what_two_definitions_have_in_common_is_one_node) {
  const attain::plan p =
      compiled("[define]\none = \"quota * rate + 500\"\ntwo = \"max(quota * rate, 1000)\"\n" + shown("a", "one") + shown("b", "two") + shown("c", "one"));
  EXPECT_EQ(count_of(p, op::multiply), 1U);
  EXPECT_EQ(node_of(p, "a"), node_of(p, "c"));
  EXPECT_NE(node_of(p, "a"), node_of(p, "b"));
  const attain::plan sums = compiled("[define]\none = \"sum(deals.amount where paid) / quota\"\ntwo = \"sum(deals.amount where paid) * rate\"\n" +
                                     shown("a", "one") + shown("b", "two"));
  EXPECT_EQ(count_of(sums, op::aggregate), 1U);
}

TEST(lower, long_chains_of_definitions) {
  std::string definitions = "[define]\n";
  for (int i = 0; i < 300; ++i) definitions += "d" + std::to_string(i) + " = \"d" + std::to_string(i + 1) + " + quota\"\n";
  const attain::plan p = compiled(definitions + "d300 = \"quota\"\n" + shown("a", "d0") + shown("b", "d150"));
  EXPECT_EQ(count_of(p, op::add), 300U);
}

TEST(lower, constants_live_in_the_frame_of_the_plan) {
  const attain::plan p = compiled("[define]\nhigh = \"goal * (1 + rate)\"\n" + shown("a", "high") + shown("b", "quota + high"));
  const node_id high = node_of(p, "a");
  EXPECT_EQ(p.code().nodes[high].frame, 0U);
  bool computed = false;
  for (const item& i : p.code().constant_items) {
    EXPECT_EQ(i.what, item::what::compute);
    EXPECT_EQ(p.code().nodes[i.index].frame, 0U);
    computed = computed || i.index == high;
  }
  EXPECT_TRUE(computed);
  EXPECT_NE(p.code().nodes[node_of(p, "b")].frame, 0U);
}

TEST(lower, dependencies) {
  const attain::plan p = compiled(shown("plain", "2 + 3") + shown("set", "goal * 2") + shown("given", "quota * 2") + shown("mixed", "quota * rate") +
                                  shown("summed", "sum(deals.amount)") + shown("days", "period.days"));
  const auto depends = [&](std::string_view name) { return p.code().nodes[node_of(p, name)].depends; };
  EXPECT_EQ(depends("plain"), dependency::nothing);
  EXPECT_EQ(depends("set"), dependency::parameters);
  EXPECT_EQ(depends("given"), dependency::data);
  EXPECT_EQ(depends("mixed"), dependency::both);
  EXPECT_EQ(depends("summed"), dependency::data);
  EXPECT_EQ(depends("days"), dependency::parameters) << "a run may replace the period";
}

TEST(lower, plans_without_aggregates_behind_links_have_one_stage_for_each_table) {
  const attain::plan p = compiled("[define.deals]\nmargin = \"amount - cost\"\n" + shown("a", "sum(deals.margin)") + shown("b", "margin / rep.quota", "deals"));
  ASSERT_EQ(p.code().stages.size(), 2U);
  EXPECT_TRUE(p.code().stored.empty());
  EXPECT_EQ(count_of(p, op::stored), 0U);
}

TEST(lower, aggregates_reached_by_a_link_are_stored_by_an_earlier_stage) {
  const attain::plan p = compiled("[define]\nrevenue = \"sum(deals.amount)\"\n" + shown("part", "amount / rep.revenue", "deals"));
  const formula::names& names = p.model().names;
  ASSERT_EQ(p.code().stored.size(), 1U);
  EXPECT_EQ(names.tables[p.code().stored[0].table].name, "reps");
  EXPECT_EQ(p.code().stored[0].kind, value_kind::number);
  EXPECT_EQ(described(p, node_of(p, "part")), "divide(deals.amount, follow(stored 0))");

  ASSERT_GE(p.code().stages.size(), 2U);
  const stage& first = p.code().stages.front();
  EXPECT_EQ(names.tables[first.table].name, "reps");
  ASSERT_EQ(first.stores.size(), 1U);
  EXPECT_EQ(first.stores[0].column, 0U);
  EXPECT_EQ(described(p, first.stores[0].node), "sum[deals.amount]");
  EXPECT_TRUE(first.outputs.empty());
  for (std::size_t s = 1; s < p.code().stages.size(); ++s) EXPECT_TRUE(p.code().stages[s].stores.empty());
}

TEST(lower, stages_follow_each_other_as_far_as_values_need_it) {
  // deals.part needs the rep's revenue; the rep's best needs deals.part; the refund's value needs the rep's best.
  const attain::plan p = compiled("[define]\nrevenue = \"sum(deals.amount)\"\nbest = \"max(deals.part)\"\n[define.deals]\npart = \"amount / rep.revenue\"\n" +
                                  shown("lost", "deal.rep.best", "refunds"));
  std::vector<std::string> order;
  for (const stage& s : p.code().stages)
    for (const auto& store : s.stores) order.push_back(described(p, store.node));
  ASSERT_FALSE(order.empty());
  for (const std::string& stored : order) EXPECT_EQ(stored.substr(0, 4), "max[") << "the sum is seen from inside the aggregate as the row above";
  EXPECT_TRUE(p.code().stages.front().outputs.empty());
  EXPECT_FALSE(p.code().stages.back().outputs.empty());
}

TEST(lower, one_of_several_equal_events_is_chosen_by_a_stage_of_its_own) {
  const attain::plan p =
      compiled("[evidence.good]\nof = \"visits\"\nrequires = [\"contact\"]\nonce_per = [\"rep\", \"company\"]\n" + shown("a", "count(visits where good)"));
  ASSERT_EQ(p.code().stages.size(), 2U);
  const stage& first = p.code().stages.front();
  EXPECT_EQ(p.model().names.tables[first.table].name, "visits");
  ASSERT_EQ(first.firsts.size(), 1U);
  EXPECT_EQ(first.firsts[0].keys.size(), 2U);
  EXPECT_EQ(described(p, node_of(p, "a")), "count[ where stored 0]");
}

TEST(lower, only_columns_in_use_must_be_in_the_data) {
  const attain::plan p = compiled(shown("a", "sum(deals.amount) / quota"));
  const formula::names& names = p.model().names;
  std::string used;
  for (std::size_t t = 0; t < names.tables.size(); ++t)
    for (std::size_t c = 0; c < names.tables[t].columns.size(); ++c)
      if (p.code().columns_used[t][c]) used += names.tables[t].name + "." + names.tables[t].columns[c].name + " ";
  for (const std::string_view column : {"reps.rep ", "reps.quota ", "deals.deal ", "deals.rep ", "deals.amount ", "deals.closed "})
    EXPECT_NE(used.find(column), std::string::npos) << column << "of " << used;
  for (const std::string_view column : {"reps.unused", "reps.team", "deals.cost", "deals.paid", "refunds.", "visits.", "prices."})
    EXPECT_EQ(used.find(column), std::string::npos) << column << " of " << used;
}

TEST(lower, outputs_know_their_places_and_what_they_pay) {
  const attain::plan p = compiled("[[incentives]]\nname = \"bonus\"\namount = \"quota * rate\"\n[[incentives]]\nname = \"shown\"\npays = false\namount = 1\n" +
                                  shown("part", "1 / 3"));
  const auto find = [&](std::string_view name) {
    for (const output& o : p.code().outputs)
      if (o.name == name) return o;
    ADD_FAILURE() << name;
    return output{};
  };
  EXPECT_EQ(find("bonus").places, 2);
  EXPECT_TRUE(find("bonus").is_pay);
  EXPECT_TRUE(find("bonus").must_have_value);
  EXPECT_FALSE(find("shown").is_pay);
  EXPECT_TRUE(find("payout").is_pay);
  EXPECT_EQ(find("part").places, 9);
  EXPECT_FALSE(find("part").must_have_value);
}

}  // namespace
}  // namespace attain::program
