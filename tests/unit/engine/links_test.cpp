// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/links.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine_testing.hpp"

namespace attain::engine {
namespace {

using namespace testing;
using lines = std::vector<std::string>;
using rows = std::vector<std::uint32_t>;

struct fixture {
  builder b;
  test_data data;
  std::vector<issue> issues;
  std::uint32_t deals, refunds;

  fixture() {
    b.table("reps", {"rep text"}, {"rep"});
    deals = b.table("deals", {"deal text", "rep text"}, {"deal"});
    refunds = b.table("refunds", {"deal text"});
    b.link(deals, "rep", 0);
    b.link(refunds, "deal", deals);
  }
  bound_data bind() {
    issue_list found(100);
    bound_data bound = engine::bind(b.names, b.code, data.all, {}, found);
    issues = found.take(b.names);
    return bound;
  }
};

TEST(links, children_stand_by_parent_over_several_hops) {
  fixture f;
  const auto direct = f.b.children(f.b.population_frame, f.deals, {0});
  const auto far = f.b.children(f.b.population_frame, f.refunds, {0, 0});
  f.data.texts("reps", "rep", {"a", "b", "c"});
  f.data.texts("deals", "deal", {"1", "2", "3"});
  f.data.texts("deals", "rep", {"c", "a", "a"});
  f.data.texts("refunds", "deal", {"3", "1", "2", "3"});
  const bound_data bound = f.bind();
  EXPECT_EQ(shown(f.issues), lines{});
  const child_rows& near = bound.children[bound.children_of[direct]];
  EXPECT_EQ(near.offsets, (rows{0, 2, 2, 3}));
  EXPECT_EQ(near.order, (rows{1, 2, 0}));
  const child_rows& two_hops = bound.children[bound.children_of[far]];
  EXPECT_EQ(two_hops.offsets, (rows{0, 3, 3, 4}));
  EXPECT_EQ(two_hops.order, (rows{0, 2, 3, 1}));
}

TEST(links, rows_that_stand_in_order_need_no_list) {
  fixture f;
  const auto direct = f.b.children(f.b.population_frame, f.deals, {0});
  f.data.texts("reps", "rep", {"a", "b"});
  f.data.texts("deals", "deal", {"1", "2", "3"});
  f.data.texts("deals", "rep", {"a", "b", "b"});
  const bound_data bound = f.bind();
  const child_rows& children = bound.children[bound.children_of[direct]];
  EXPECT_TRUE(children.order.empty());
  EXPECT_EQ(children.offsets, (rows{0, 1, 3}));
  EXPECT_EQ(children.row(2), 2U);
}

TEST(links, orphans_are_told_once_for_each_key) {
  fixture f;
  (void)f.b.children(f.b.population_frame, f.deals, {0});
  f.data.texts("reps", "rep", {"R001", "R002"});
  f.data.texts("deals", "deal", {"1", "2", "3", "4", "5"});
  f.data.texts("deals", "rep", {"R002", "R0O1", "zz", "R0O1", ""});
  const bound_data bound = f.bind();
  EXPECT_EQ(shown(f.issues), (lines{"A5007 deals 2 2: `rep` 'R0O1' is no key of `reps`; nearest is 'R001'; 2 rows left out",
                                    "A5007 deals 3 3: `rep` 'zz' is no key of `reps`; 1 row left out",
                                    "A5005 deals 5 5: `rep` is empty; the row leads to none of `reps` and is left out"}));
  EXPECT_EQ(f.issues[0].severity, severity::warning);
  EXPECT_EQ(f.issues[0].count, 2U);
  EXPECT_EQ(bound.children[0].offsets, (rows{0, 0, 1}));
}

TEST(links, an_optional_link_may_be_empty_and_keys_may_be_ignored) {
  fixture f;
  f.b.names.tables[f.deals].links[0].optional = true;
  f.b.names.tables[f.deals].links[0].ignore = {"HOUSE"};
  (void)f.b.children(f.b.population_frame, f.deals, {0});
  f.data.texts("reps", "rep", {"a"});
  f.data.texts("deals", "deal", {"1", "2", "3"});
  f.data.texts("deals", "rep", {"", "HOUSE", "a"});
  const bound_data bound = f.bind();
  EXPECT_EQ(shown(f.issues), lines{"A5018 deals: 1 row is left out on purpose by `ignore`"});
  EXPECT_EQ(bound.tables[f.deals].links[0].rows, (rows{no_row, no_row, 0}));
  EXPECT_EQ(bound.tables[f.deals].part_of(0), part::in);
}

TEST(links, duplicate_keys) {
  fixture f;
  (void)f.b.children(f.b.population_frame, f.deals, {0});
  f.data.texts("reps", "rep", {"a", "b", "a", ""});
  f.data.texts("deals", "deal", {"1", "1", "2"});
  f.data.texts("deals", "rep", {"b", "b", "b"});
  const bound_data bound = f.bind();
  EXPECT_EQ(shown(f.issues), (lines{"A5006 reps 1 a: key 'a' stands in rows 1, 3: none of them has results",
                                    "A5013 reps 4: row without a key: it has no results",
                                    "A5006 deals 1 1: key '1' stands in rows 1, 2: all but the first are left out"}));
  EXPECT_EQ(bound.tables[0].part_of(0), part::duplicate_key);
  EXPECT_EQ(bound.tables[0].part_of(1), part::in);
  EXPECT_EQ(bound.tables[0].part_of(2), part::duplicate_key);
  EXPECT_EQ(bound.tables[0].part_of(3), part::no_key);
  EXPECT_EQ(bound.children[0].offsets, (rows{0, 0, 2, 2, 2}));
}

TEST(links, rows_of_one_key_are_told_as_look_ups_see_them) {
  for (const bool linked : {false, true}) {
    fixture f;
    const auto rates = f.b.table("rates", {"product text", "rate ratio"}, {"product"});
    f.b.names.tables[rates].kind = formula::table_kind::reference;
    if (linked) f.b.link(f.deals, "deal", rates);
    f.b.add(f.b.population_frame, op::lookup, program::value_kind::row, {f.b.text("A")}, rates);
    f.data.texts("reps", "rep", {"a"});
    f.data.texts("deals", "deal", {"B"});
    f.data.texts("deals", "rep", {"a"});
    f.data.texts("rates", "product", {"A", "B", "A", "A"});
    const bound_data bound = f.bind();
    EXPECT_EQ(shown(f.issues), lines{linked ? "A5006 rates 1 A: key 'A' stands in rows 1, 3, 4: all but the first are left out, and no look-up finds any of them"
                                            : "A5006 rates 1 A: key 'A' stands in rows 1, 3, 4: no look-up finds any of them"});
    EXPECT_EQ(f.issues[0].count, linked ? 2U : 3U);
    EXPECT_TRUE(bound.tables[rates].bad_rows.contains(0));
    EXPECT_FALSE(bound.tables[rates].bad_rows.contains(1));
  }
}

TEST(links, whole_numbers_lead_to_texts_and_back) {
  fixture f;
  (void)f.b.children(f.b.population_frame, f.deals, {0});
  f.data.integers("reps", "rep", {10, 20});
  f.data.integers("deals", "deal", {1, 2});
  f.data.texts("deals", "rep", {"20", "10"});
  EXPECT_EQ(f.bind().tables[f.deals].links[0].rows, (rows{1, 0}));
  EXPECT_EQ(shown(f.issues), lines{});

  fixture g;
  (void)g.b.children(g.b.population_frame, g.deals, {0});
  g.data.integers("reps", "rep", {10, 20});
  g.data.integers("deals", "deal", {1, 2});
  g.data.integers("deals", "rep", {20, 10});
  EXPECT_EQ(g.bind().tables[g.deals].links[0].rows, (rows{1, 0}));
}

TEST(links, without_the_other_table_there_is_one_issue) {
  fixture f;
  const auto frame = f.b.children(f.b.population_frame, f.deals, {0});
  f.data.texts("reps", "rep", {"a"});
  const bound_data bound = f.bind();
  EXPECT_EQ(shown(f.issues), lines{"A5002 deals: table `deals` of the plan has no data"});
  EXPECT_TRUE(bound.children[bound.children_of[frame]].broken.has_value());
}

}  // namespace
}  // namespace attain::engine
