// SPDX-License-Identifier: Apache-2.0
/// The order of work: what shares a pass, what waits for one, and that nothing is used before it is computed.
#include "attain/program/schedule.hpp"

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/program/lowered.hpp"

namespace attain::program {
namespace {

using testing::compiled;
using testing::shown;

/// The last stage's pass over the population.
const pass& pass_of_reps(const attain::plan& p) { return p.code().passes[p.code().stages.back().pass]; }

std::vector<const pass*> passes_below(const attain::plan& p, const pass& above) {
  std::vector<const pass*> found;
  for (const item& i : above.items)
    if (i.what == item::what::aggregate) found.push_back(&p.code().passes[i.index]);
  return found;
}

TEST(schedule, aggregates_over_one_table_share_a_pass) {
  const attain::plan p = compiled(shown("a", "sum(deals.amount)") + shown("b", "sum(deals.cost where paid)") + shown("c", "count(deals)") +
                                  shown("d", "max(deals.closed)") + shown("e", "sum(refunds.refunded)"));
  const auto below = passes_below(p, pass_of_reps(p));
  ASSERT_EQ(below.size(), 2U) << "one over deals, one over refunds";
  EXPECT_EQ(below[0]->aggregates.size() + below[1]->aggregates.size(), 5U);
  EXPECT_NE(below[0]->frame, below[1]->frame);
}

TEST(schedule, an_aggregate_that_needs_another_ones_result_gets_a_later_pass) {
  const attain::plan p =
      compiled("[define]\naverage = \"avg(deals.amount)\"\n" + shown("above", "count(deals where amount > average)") + shown("sum", "sum(deals.amount)"));
  const auto below = passes_below(p, pass_of_reps(p));
  ASSERT_EQ(below.size(), 2U);
  EXPECT_EQ(below[0]->frame, below[1]->frame);
  ASSERT_EQ(below[0]->aggregates.size(), 2U) << "avg and sum wait for nothing";
  ASSERT_EQ(below[1]->aggregates.size(), 1U);
  EXPECT_EQ(p.code().aggregates[below[1]->aggregates[0]].function, formula::function::count);
}

TEST(schedule, a_chain_of_aggregates_has_a_pass_for_each) {
  const attain::plan p = compiled(
      "[define]\na = \"avg(deals.amount)\"\nb = \"avg(deals.amount where amount > a)\"\nc = \"avg(deals.amount where amount > b)\"\n" + shown("out", "c"));
  EXPECT_EQ(passes_below(p, pass_of_reps(p)).size(), 3U);
}

TEST(schedule, rows_of_rows) {
  const attain::plan p = compiled("[define.deals]\nnet = \"amount - sum(refunds.refunded)\"\n" + shown("a", "sum(deals.net)"));
  const auto below = passes_below(p, pass_of_reps(p));
  ASSERT_EQ(below.size(), 1U);
  const auto inner = passes_below(p, *below[0]);
  ASSERT_EQ(inner.size(), 1U);
  EXPECT_EQ(p.code().frames[inner[0]->frame].parent, below[0]->frame);
}

TEST(schedule, one_pass_goes_to_the_rows_of_a_link) {
  const attain::plan p = compiled(shown("a", "rep.quota + rep.due * 1 CNY", "deals") + shown("b", "rep.team", "deals"));
  const program& code = p.code();
  std::size_t followed = 0;
  for (const pass& one : code.passes)
    for (const item& i : one.items) followed += i.what == item::what::follow ? 1 : 0;
  EXPECT_EQ(followed, 1U);
}

/// Walks all passes of a program as an engine does and says what was used before it was there.
class walker {
 public:
  explicit walker(const attain::plan& p) : plan_(p), code_(p.code()) {
    for (const item& i : code_.constant_items) compute(i.index);
    for (const stage& s : code_.stages) {
      run(s.pass);
      for (const auto& store : s.stores) {
        need(store.node, "a store");
        stored_.insert(store.column);
      }
      for (const auto& first : s.firsts) {
        need(first.condition, "a choice");
        for (const node_id k : first.keys) need(k, "a choice");
        stored_.insert(first.column);
      }
      for (const std::uint32_t o : s.outputs) {
        need(code_.outputs[o].node, "output " + code_.outputs[o].name);
        ++outputs_;
      }
    }
  }
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }
  [[nodiscard]] std::size_t outputs() const { return outputs_; }

 private:
  void need(node_id n, const std::string& who) {
    if (!there_.contains(n)) problems_.push_back(who + " needs " + testing::described(plan_, n));
  }
  void compute(node_id n) {
    const node& what = code_.nodes[n];
    for (const node_id o : what.operands) need(o, testing::described(plan_, n));
    if (what.op == op::stored && !stored_.contains(what.index)) problems_.push_back("a stored column is read before it is written");
    if (what.op == op::aggregate) problems_.push_back("an aggregate is computed as if it were of its own row");
    if (what.op == op::follow) need(code_.frames[code_.nodes[what.operands.front()].frame].row_node, "follow");
    there_.insert(n);
  }
  void run(std::uint32_t number) {
    const pass& one = code_.passes[number];
    for (const item& i : one.items) {
      if (i.what == item::what::compute) {
        if (code_.nodes[i.index].frame != one.frame) problems_.push_back("a node of another frame");
        compute(i.index);
      } else {
        run(i.index);
      }
    }
    for (const std::uint32_t a : one.aggregates) {
      const aggregate& what = code_.aggregates[a];
      for (const node_id x : what.arguments) need(x, "an aggregate");
      if (what.where != none) need(what.where, "an aggregate");
      for (const auto& key : what.order_by) need(key.key, "an aggregate");
      for (const node_id x : what.parameters) need(x, "an aggregate");
      for (node_id n = 0; n < code_.nodes.size(); ++n)
        if (code_.nodes[n].op == op::aggregate && code_.nodes[n].index == a) there_.insert(n);
    }
  }

  const attain::plan& plan_;
  const program& code_;
  std::set<node_id> there_;
  std::set<std::uint32_t> stored_;
  std::vector<std::string> problems_;
  std::size_t outputs_ = 0;
};

void expect_in_order(const attain::plan& p) {
  const walker w(p);
  EXPECT_TRUE(w.problems().empty()) << w.problems().size() << " problems, the first: " << (w.problems().empty() ? "" : w.problems().front());
  EXPECT_EQ(w.outputs(), p.code().outputs.size()) << "every output leaves in one stage";
}

TEST(schedule, nothing_is_used_before_it_is_computed) {
  expect_in_order(compiled(shown("a", "sum(deals.amount where amount > avg) / quota") + "[define]\navg = \"avg(deals.amount)\"\n"));
  expect_in_order(compiled("[define]\nrevenue = \"sum(deals.amount)\"\nbest = \"max(deals.part)\"\n[define.deals]\npart = \"amount / rep.revenue\"\n" +
                           shown("lost", "deal.rep.best", "refunds") + shown("part", "part * 2", "deals") + shown("best", "best + rate")));
  expect_in_order(compiled(
      "[define.deals]\nnet = \"amount - sum(refunds.refunded)\"\n[evidence.good]\nof = \"visits\"\nrequires = [\"contact\"]\nonce_per = [\"company\"]\n" +
      shown("net", "sum(deals.net) / (1 + count(visits where good))") + shown("worth", "deal.net * rate", "refunds")));
}

TEST(schedule, the_example_is_in_order) {
  std::ifstream file(ATTAIN_SOURCE_DIR "/examples/field-sales/plan.toml", std::ios::binary);
  const attain::plan p = attain::plan::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  ASSERT_TRUE(p.ok()) << p.report();
  expect_in_order(p);
}

}  // namespace
}  // namespace attain::program
