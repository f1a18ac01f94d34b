// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/score.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine_testing.hpp"

namespace attain::engine {
namespace {

using namespace testing;
using lines = std::vector<std::string>;
using program::value_kind;

struct fixture {
  builder b;
  test_data data;

  fixture() {
    b.table("reps", {"rep text", "pay money"}, {"rep"});
    program::output& pay = b.output("payout", b.load(b.population_frame, "pay"), dimension::money, 2);
    pay.is_pay = true;
    pay.must_have_value = true;
  }
};

TEST(score, totals_add_up_what_was_rounded_and_count_who_is_left_out) {
  fixture f;
  f.data.texts("reps", "rep", {"a", "b", "c", "d"});
  f.data.numbers("reps", "pay", {"0.005", "0.005", "", "-1"});
  for (const numeric mode : both_modes) {
    const result r = f.b.run(f.data, mode);
    EXPECT_EQ(r.mode, mode);
    EXPECT_EQ(shown(r.find("payout")), (lines{"0.01", "0.01", "-", "-1.00"}));
    ASSERT_EQ(r.totals.size(), 1U);
    EXPECT_EQ(r.totals[0].text, "-0.98");
    EXPECT_EQ(r.totals[0].left_out, 1U);
  }
}

TEST(score, amounts_of_more_than_38_digits_are_an_issue_in_either_mode) {
  fixture f;
  f.data.texts("reps", "rep", {"a", "b", "c", "d"});
  f.data.doubles("reps", "pay", {9e35, 1e36, -1e36, 2e40});
  for (const numeric mode : both_modes) {
    const result r = f.b.run(f.data, mode);
    EXPECT_EQ(shown(r.issues), (lines{"A6004 reps 2 b: `pay` is beyond what numbers can hold", "A6004 reps 3 c: `pay` is beyond what numbers can hold",
                                      "A6004 reps 4 d: `pay` is beyond what numbers can hold"}));
    EXPECT_TRUE(r.find("payout")->is_present(0));
    for (const std::size_t row : {1U, 2U, 3U}) EXPECT_FALSE(r.find("payout")->is_present(row));
    EXPECT_EQ(r.totals[0].left_out, 3U);
  }
}

TEST(score, who_is_not_paid_by_a_line_is_not_left_out_of_its_total) {
  builder b;
  b.table("reps", {"rep text", "pay money?", "flag bool"}, {"rep"});
  const node_id flag = b.load(b.population_frame, "flag");
  const node_id pay = b.load(b.population_frame, "pay");
  b.output("travel", b.add(b.population_frame, op::where_applies, program::value_kind::number, {flag, pay}), dimension::money, 2).is_pay = true;
  test_data data;
  data.texts("reps", "rep", {"a", "b", "c"});
  data.numbers("reps", "pay", {"7", "8", ""});
  data.booleans("reps", "flag", {"true", "false", "true"});
  for (const numeric mode : both_modes) {
    const result r = b.run(data, mode);
    EXPECT_EQ(shown(r.find("travel")), (lines{"7.00", "-", "-"}));
    EXPECT_EQ(r.totals[0].text, "7.00");
    EXPECT_EQ(r.totals[0].left_out, 1U);
  }
}

TEST(score, rows_of_one_key_have_no_results_and_one_issue) {
  fixture f;
  f.data.texts("reps", "rep", {"a", "b", "a"});
  f.data.numbers("reps", "pay", {"1", "2", "3"});
  const result r = f.b.run(f.data, numeric::exact);
  EXPECT_EQ(shown(r.find("payout")), (lines{"-", "2.00", "-"}));
  EXPECT_EQ(r.totals[0].left_out, 2U);
  EXPECT_EQ(shown(r.issues), lines{"A5006 reps 1 a: key 'a' stands in rows 1, 3: none of them has results"});
  EXPECT_EQ(shown(&r.tables[0].keys[0]), (lines{"a", "b", "a"}));
}

TEST(score, only_rows_that_take_part_leave_from_an_event_table) {
  fixture f;
  const auto deals = f.b.table("deals", {"id text", "rep text", "closed date"}, {"id"});
  f.b.link(deals, "rep", 0);
  f.b.names.tables[deals].date = 2;
  const frame_id deal = f.b.table_frame(deals);
  f.b.output("day", f.b.call(deal, function::day, {f.b.load(deal, "closed")}));
  f.data.texts("reps", "rep", {"a"});
  f.data.numbers("reps", "pay", {"1"});
  f.data.texts("deals", "id", {"1", "2", "3", "4"});
  f.data.texts("deals", "rep", {"a", "zz", "a", "a"});
  f.data.dates("deals", "closed", {"2026-10-05", "2026-10-06", "2026-09-07", "2026-10-08"});
  run_options options;
  options.period = day_range{*parse_date("2026-10-01"), *parse_date("2026-10-31")};
  options.block = 3;
  const result r = f.b.run(f.data, numeric::exact, options);
  const result_table* table = r.table("deals");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->rows, (std::vector<std::uint32_t>{0, 3}));
  EXPECT_EQ(shown(&table->keys[0]), (lines{"1", "4"}));
  EXPECT_EQ(shown(table->find("day")), (lines{"5", "8"}));
}

TEST(score, a_key_that_is_no_number_leaves_no_key_behind) {
  builder b;
  b.table("reps", {"rep number", "pay money"}, {"rep"});
  b.output("pay", b.load(b.population_frame, "pay"));
  test_data data;
  data.doubles("reps", "rep", {std::nan(""), 7});
  data.numbers("reps", "pay", {"1", "2"});
  const result r = b.run(data, numeric::exact);
  EXPECT_EQ(shown(&r.tables[0].keys[0]), (lines{"-", "7"}));
  EXPECT_EQ(shown(r.find("pay")), (lines{"-", "2"}));
  EXPECT_EQ(shown(r.issues), lines{"A5004 reps 1: `rep` cannot be read: 'nan'; not a number; the row has no key: it has no results"});
}

TEST(score, without_a_population_there_are_no_rows_but_an_issue) {
  fixture f;
  const result r = f.b.run(f.data, numeric::exact);
  ASSERT_NE(r.find("payout"), nullptr);
  EXPECT_EQ(r.find("payout")->size(), 0U);
  EXPECT_EQ(r.totals[0].text, "0.00");
  EXPECT_EQ(shown(r.issues), lines{"A5002 reps: table `reps` of the plan has no data"});
}

TEST(score, without_a_column_every_result_of_it_is_missing_for_one_reason) {
  fixture f;
  f.data.texts("reps", "rep", {"a", "b"});
  const result r = f.b.run(f.data, numeric::fast);
  EXPECT_EQ(shown(r.find("payout")), (lines{"-", "-"}));
  EXPECT_EQ(shown(r.issues), lines{"A5003 reps: column `pay` of the plan is missing in the data"});
}

TEST(score, without_an_event_table_its_aggregates_are_missing_for_one_reason) {
  fixture f;
  const auto deals = f.b.table("deals", {"id text", "rep text"}, {"id"});
  f.b.link(deals, "rep", 0);
  f.b.output("deals", f.b.aggregate(function::count, f.b.children(f.b.population_frame, deals, {0}), {}));
  f.data.texts("reps", "rep", {"a", "b"});
  f.data.numbers("reps", "pay", {"1", "2"});
  const result r = f.b.run(f.data, numeric::exact);
  EXPECT_EQ(shown(r.find("deals")), (lines{"-", "-"}));
  EXPECT_EQ(shown(r.issues), lines{"A5002 deals: table `deals` of the plan has no data"});
}

TEST(score, many_issues_of_a_kind_are_counted) {
  fixture f;
  f.data.texts("reps", "rep", {"a", "b", "c", "d"});
  f.data.numbers("reps", "pay", {"", "", "", ""});
  run_options options;
  options.issues_of_a_kind = 1;
  const result r = f.b.run(f.data, numeric::exact, options);
  ASSERT_EQ(r.issues.size(), 2U);
  EXPECT_EQ(r.issues[0].message, "3 more rows of this kind: empty cell in a required column");
  EXPECT_EQ(r.issues[1].row, 1U);
}

}  // namespace
}  // namespace attain::engine
