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

/// A formula that goes down the first link of a table: the rows it leads to are kept.
void follow(builder& b, std::uint32_t table) { (void)b.add(b.table_frame(table), op::link, program::value_kind::row, {}, 0); }

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
  follow(f.b, f.deals);
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
    EXPECT_EQ(shown(f.issues), lines{"A5006 rates 1 A: key 'A' stands in rows 1, 3, 4: what needs one of them is missing"});
    EXPECT_EQ(f.issues[0].count, 3U);
    EXPECT_TRUE(bound.tables[rates].bad_rows.contains(0));
    EXPECT_FALSE(bound.tables[rates].bad_rows.contains(1));
  }
}

TEST(links, whole_numbers_lead_to_texts_and_back) {
  fixture f;
  (void)f.b.children(f.b.population_frame, f.deals, {0});
  follow(f.b, f.deals);
  f.data.integers("reps", "rep", {10, 20});
  f.data.integers("deals", "deal", {1, 2});
  f.data.texts("deals", "rep", {"20", "10"});
  EXPECT_EQ(f.bind().tables[f.deals].links[0].rows, (rows{1, 0}));
  EXPECT_EQ(shown(f.issues), lines{});

  fixture g;
  (void)g.b.children(g.b.population_frame, g.deals, {0});
  follow(g.b, g.deals);
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

/// Seats of several people, and their deals.
struct seats_fixture {
  builder b;
  test_data data;
  std::uint32_t deals = 0;
  std::vector<issue> issues;

  explicit seats_fixture(bool optional) {
    b.table("reps", {"person text", "post text"}, {"person", "post"});
    deals = b.table("deals", {"p text", "s text"});
    formula::link& l = b.names.tables[deals].links.emplace_back();
    l.name = "seat";
    l.columns = {0, 1};
    l.target = 0;
    l.optional = optional;
    l.ignore = {"HOUSE", "ann / 9"};
    (void)b.children(b.population_frame, deals, {0});
    follow(b, deals);
    data.texts("reps", "person", {"ann"});
    data.texts("reps", "post", {"1"});
    data.texts("deals", "p", {"ann", "HOUSE", "ann", "ann", "HOUSE"});
    data.texts("deals", "s", {"1", "", "9", "", "7"});
  }
  bound_data bind() {
    issue_list found(100);
    bound_data bound = engine::bind(b.names, b.code, data.all, {}, found);
    issues = found.take(b.names);
    return bound;
  }
};

TEST(links, a_part_of_a_key_is_ignored_whatever_the_other_parts_are) {
  seats_fixture f(false);
  const bound_data bound = f.bind();
  EXPECT_EQ(shown(f.issues), (lines{"A5018 deals: 3 rows are left out on purpose by `ignore`",
                                    "A5005 deals 4: `s` is empty; the row leads to none of `reps` and is left out"}));
  EXPECT_EQ(bound.tables[f.deals].links[0].rows, (rows{0, no_row, no_row, lost_row, no_row}));
  EXPECT_EQ(bound.tables[f.deals].part_of(1), part::no_link);
}

TEST(links, a_row_that_stays_without_an_optional_link_is_not_said_to_be_left_out) {
  seats_fixture f(true);
  const bound_data bound = f.bind();
  EXPECT_EQ(shown(f.issues).back(), "A5005 deals 4: `s` is empty; the row leads to none of `reps`");
  EXPECT_EQ(bound.tables[f.deals].part_of(3), part::in);
}

TEST(links, a_key_that_cannot_be_read_is_told_as_such) {
  fixture f;
  (void)f.b.children(f.b.population_frame, f.deals, {0});
  f.data.texts("reps", "rep", {"a", "a\xff"});
  f.data.texts("deals", "deal", {"1", "b\x1f"});
  f.data.texts("deals", "rep", {"a\x01", "a"});
  const bound_data bound = f.bind();
  EXPECT_EQ(shown(f.issues),
            (lines{"A5011 reps 2: `rep` cannot be read: 'a\xEF\xBF\xBD'; its bytes are not UTF-8; the row has no key: it has no results",
                   "A5004 deals 1 1: `rep` cannot be read: 'a␁'; a text has no control characters; the row leads to none of `reps` and is left out",
                   "A5004 deals 2: `deal` cannot be read: 'b␟'; a text has no control characters; the row has no key: aggregates that would take it are missing"}));
  EXPECT_EQ(bound.tables[f.deals].part_of(1), part::no_key);
}

TEST(links, equal_looking_keys_are_equal) {
  fixture f;
  (void)f.b.children(f.b.population_frame, f.deals, {0});
  f.data.texts("reps", "rep", {"caf\xC3\xA9", "e\xCC\x81"});
  f.data.texts("deals", "deal", {"1", "2"});
  f.data.texts("deals", "rep", {"cafe\xCC\x81", "\xC3\xA9"});
  const bound_data bound = f.bind();
  EXPECT_EQ(shown(f.issues), lines{});
  EXPECT_EQ(bound.children[0].offsets, (rows{0, 1, 2}));
}

TEST(links, no_text_can_join_parts_of_keys_in_two_ways) {
  seats_fixture f(false);
  f.data.texts("reps", "person", {"a\x1f" "b", "a"});
  f.data.texts("reps", "post", {"c", "b\x1f" "c"});
  (void)f.bind();
  for (const issue& i : f.issues) EXPECT_NE(i.code, code::duplicate_key);
  EXPECT_EQ(shown(f.issues)[0], "A5004 reps 1: `person` cannot be read: 'a␟b'; a text has no control characters; the row has no key: it has no results");
}

}  // namespace
}  // namespace attain::engine
