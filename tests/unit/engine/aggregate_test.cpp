// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/aggregate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine_testing.hpp"

namespace attain::engine {
namespace {

using namespace testing;
using lines = std::vector<std::string>;
using program::value_kind;

/// Three reps; the deals of the third are none.
struct fixture {
  builder b;
  test_data data;
  frame_id rep, deal;

  fixture() {
    b.table("reps", {"rep text"}, {"rep"});
    const auto deals = b.table("deals", {"id text", "rep text", "amount money?", "weight number?", "paid bool?", "closed date?", "product text?"}, {"id"});
    b.link(deals, "rep", 0);
    rep = b.population_frame;
    deal = b.children(rep, deals, {0});
    data.texts("reps", "rep", {"a", "b", "c"});
    data.texts("deals", "id", {"5", "4", "3", "2", "1"});
    data.texts("deals", "rep", {"b", "a", "b", "b", "b"});
    data.numbers("deals", "amount", {"10", "7.5", "20", "", "40"});
    data.numbers("deals", "weight", {"1", "2", "3", "4", "0.5"});
    data.booleans("deals", "paid", {"true", "false", "", "true", "true"});
    data.dates("deals", "closed", {"2026-10-02", "2026-10-01", "2026-10-01", "2026-10-05", "2026-10-02"});
    data.texts("deals", "product", {"x", "x", "y", "", "x"});
  }
  [[nodiscard]] node_id column(const std::string& name) { return b.load(deal, name); }
  /// What both arithmetics give; the dimension of the output is that of a number unless it says otherwise.
  [[nodiscard]] lines answer(node_id node, dimension type = dimension::number) {
    b.output("answer" + std::to_string(node), node, type);
    const lines exact = shown(b.run(data, numeric::exact).find("answer" + std::to_string(node)));
    EXPECT_EQ(shown(b.run(data, numeric::fast).find("answer" + std::to_string(node))), exact);
    return exact;
  }
};

TEST(aggregate, sums_and_counts_skip_what_is_empty) {
  fixture f;
  const node_id amount = f.column("amount");
  EXPECT_EQ(f.answer(f.b.aggregate(function::sum, f.deal, {amount})), (lines{"7.5", "70", "0"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::count, f.deal, {amount})), (lines{"1", "3", "0"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::count, f.deal, {})), (lines{"1", "4", "0"}));
}

TEST(aggregate, a_condition_that_is_empty_leaves_the_row_out) {
  fixture f;
  const node_id amount = f.column("amount");
  const node_id paid = f.column("paid");
  EXPECT_EQ(f.answer(f.b.aggregate(function::sum, f.deal, {amount}, paid)), (lines{"0", "50", "0"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::count, f.deal, {}, paid)), (lines{"0", "3", "0"}));
}

TEST(aggregate, averages) {
  fixture f;
  const node_id amount = f.column("amount");
  const node_id weight = f.column("weight");
  EXPECT_EQ(f.answer(f.b.aggregate(function::avg, f.deal, {amount})), (lines{"7.5", "23.333333333", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::weighted_avg, f.deal, {amount, weight})), (lines{"7.5", "20", "-"}));
}

TEST(aggregate, smallest_largest_product) {
  fixture f;
  const node_id amount = f.column("amount");
  const node_id closed = f.column("closed");
  EXPECT_EQ(f.answer(f.b.aggregate(function::min, f.deal, {amount})), (lines{"7.5", "10", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::max, f.deal, {amount})), (lines{"7.5", "40", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::product, f.deal, {amount})), (lines{"7.5", "8000", "1"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::max, f.deal, {closed}, none, value_kind::date), dimension::date),
            (lines{"2026-10-01", "2026-10-05", "-"}));
}

TEST(aggregate, any_and_all) {
  fixture f;
  const node_id paid = f.column("paid");
  EXPECT_EQ(f.answer(f.b.aggregate(function::any, f.deal, {paid}, none, value_kind::boolean), dimension::boolean), (lines{"false", "true", "false"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::all, f.deal, {paid}, none, value_kind::boolean), dimension::boolean), (lines{"false", "true", "true"}));
}

TEST(aggregate, distinct_values_of_every_kind) {
  fixture f;
  for (const auto& [name, expected] : std::vector<std::pair<std::string, lines>>{
           {"product", {"1", "2", "0"}}, {"closed", {"1", "3", "0"}}, {"paid", {"1", "1", "0"}}, {"amount", {"1", "3", "0"}}}) {
    const node_id values = f.column(name);
    EXPECT_EQ(f.answer(f.b.aggregate(function::count_distinct, f.deal, {values})), expected) << name;
  }
}

TEST(aggregate, first_and_last_go_by_their_order_and_then_by_key) {
  fixture f;
  const node_id amount = f.column("amount");
  const node_id product = f.column("product");
  const node_id closed = f.column("closed");
  EXPECT_EQ(f.answer(f.b.aggregate(function::first, f.deal, {amount}, none, value_kind::number, {}, {{closed, false}})), (lines{"7.5", "20", "-"}));
  // Of the two of 2 October the one with the larger key is last; the one of 5 October has no amount.
  EXPECT_EQ(f.answer(f.b.aggregate(function::last, f.deal, {amount}, none, value_kind::number, {}, {{closed, false}})), (lines{"7.5", "10", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::first, f.deal, {amount}, none, value_kind::number, {}, {{closed, true}})), (lines{"7.5", "40", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::last, f.deal, {product}, none, value_kind::text, {}, {{amount, false}}), dimension::text),
            (lines{"x", "x", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::first, f.deal, {closed}, none, value_kind::date, {}, {{product, true}, {closed, false}}), dimension::date),
            (lines{"2026-10-01", "2026-10-01", "-"}));
}

TEST(aggregate, median_and_percentiles) {
  fixture f;
  const node_id amount = f.column("amount");
  const node_id weight = f.column("weight");
  const node_id p = f.b.number("0.25");
  EXPECT_EQ(f.answer(f.b.aggregate(function::median, f.deal, {amount})), (lines{"7.5", "20", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::median, f.deal, {weight})), (lines{"2", "2", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::percentile, f.deal, {weight}, none, value_kind::number, {p})), (lines{"2", "0.875", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::percentile, f.deal, {weight}, none, value_kind::number, {p}, {}, true)), (lines{"-", "0.625", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::percentile, f.deal, {weight}, none, value_kind::number, {f.b.number("1.01")})), (lines{"-", "-", "-"}));
}

TEST(aggregate, nth_largest) {
  fixture f;
  const node_id amount = f.column("amount");
  EXPECT_EQ(f.answer(f.b.aggregate(function::nth_largest, f.deal, {amount}, none, value_kind::number, {f.b.number("2.9")})), (lines{"-", "20", "-"}));
  EXPECT_EQ(f.answer(f.b.aggregate(function::nth_largest, f.deal, {amount}, none, value_kind::number, {f.b.number("0")})), (lines{"-", "-", "-"}));
}

TEST(aggregate, a_failed_row_fails_its_parent_and_every_cause_is_told) {
  fixture f;
  f.b.names.tables[1].columns[2].type_of.optional = false;
  f.data.numbers("deals", "amount", {"10", "7.5", "", "", "40"});
  const node_id amount = f.column("amount");
  f.b.output("total", f.b.aggregate(function::sum, f.deal, {amount}));
  f.b.output("again", f.b.aggregate(function::max, f.deal, {amount}));
  for (const numeric mode : both_modes) {
    const result r = f.b.run(f.data, mode);
    EXPECT_EQ(shown(r.find("total")), (lines{"7.5", "-", "0"}));
    EXPECT_EQ(shown(r.issues), (lines{"A5005 deals 3 3: `amount` is empty", "A5005 deals 4 2: `amount` is empty"}));
  }
}

TEST(aggregate, what_the_condition_leaves_out_cannot_fail) {
  fixture f;
  f.b.names.tables[1].columns[2].type_of.optional = false;
  f.data.booleans("deals", "paid", {"true", "true", "true", "false", "true"});
  const node_id amount = f.column("amount");
  const node_id paid = f.column("paid");
  f.b.output("total", f.b.aggregate(function::sum, f.deal, {amount}, paid));
  const result r = f.b.run(f.data, numeric::exact);
  EXPECT_EQ(shown(r.find("total")), (lines{"7.5", "70", "0"}));
  EXPECT_EQ(shown(r.issues), lines{});
}

TEST(aggregate, weights_that_add_up_to_nothing) {
  fixture f;
  f.data.numbers("deals", "weight", {"1", "0", "-1", "3", "0"});
  const node_id amount = f.column("amount");
  const node_id weight = f.column("weight");
  f.b.output("mean", f.b.aggregate(function::weighted_avg, f.deal, {amount, weight}));
  const result r = f.b.run(f.data, numeric::fast);
  EXPECT_EQ(shown(r.find("mean")), (lines{"-", "-", "-"}));
  ASSERT_EQ(r.issues.size(), 2U);
  EXPECT_EQ(r.issues[0].code, code::division_by_zero);
}

}  // namespace
}  // namespace attain::engine
