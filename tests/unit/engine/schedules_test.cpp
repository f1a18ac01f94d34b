// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/schedules.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine_testing.hpp"

namespace attain::engine {
namespace {

using namespace testing;
using lines = std::vector<std::string>;
using shape = enum program::curve::shape;

/// Reps who ask for the tiers of their role on a day; `dated`: the rows of the tiers hold for a time.
struct fixture {
  builder b;
  test_data data;

  explicit fixture(bool dated) {
    b.table("reps", {"rep text", "role text?", "x number", "day date?"}, {"rep"});
    const std::uint32_t tiers = b.table("tiers", {"role text", "lower number", "upper number?", "rate number", "since date?", "until date?"});
    b.names.tables[tiers].kind = formula::table_kind::reference;
    if (dated) b.names.tables[tiers].valid_from = 4;
    if (dated) b.names.tables[tiers].valid_to = 5;
    b.code.columns_used[tiers] = {true, true, true, true, dated, dated};
    b.code.schedules.push_back({tiers, {0}, 1, 2, 3});
    program::curve c;
    c.name = "by_role";
    c.shape = shape::marginal;
    c.schedule = 0;
    c.match = {b.load(b.population_frame, "role")};
    if (dated) c.on = b.load(b.population_frame, "day");
    b.code.curves.push_back(c);
  }
  void reps(const lines& roles, const lines& days, const lines& x) {
    lines keys;
    for (std::size_t i = 0; i < roles.size(); ++i) keys.push_back("R" + std::to_string(i + 1));
    data.texts("reps", "rep", keys);
    data.texts("reps", "role", roles);
    data.dates("reps", "day", days);
    data.numbers("reps", "x", x);
  }
  void tiers(const lines& roles, const lines& lower, const lines& upper, const lines& rate, const lines& since = {}, const lines& until = {}) {
    data.texts("tiers", "role", roles);
    data.numbers("tiers", "lower", lower);
    data.numbers("tiers", "upper", upper);
    data.numbers("tiers", "rate", rate);
    if (!since.empty()) data.dates("tiers", "since", since);
    if (!since.empty()) data.dates("tiers", "until", until);
  }
  lines answer() {
    const node_id x = b.load(b.population_frame, "x");
    std::vector<node_id> operands = {x};
    b.code.curves[0].for_each_node([&](node_id n) { operands.push_back(n); });
    const node_id node = b.ask(b.population_frame, 0, program::curve_ask::kind::value, operands);
    b.output("answer", node);
    const lines exact = shown(b.run(data, numeric::exact).find("answer"));
    EXPECT_EQ(shown(b.run(data, numeric::fast).find("answer")), exact);
    run_options small;
    small.block = 1;
    EXPECT_EQ(shown(b.run(data, numeric::exact, small).find("answer")), exact);
    return exact;
  }
  [[nodiscard]] std::vector<std::string> issues() const {
    std::vector<std::string> result;
    const auto found = b.run(data, numeric::exact);
    for (const issue& i : found.issues) result.push_back(to_string(i.code) + " " + i.table + " " + std::to_string(i.row) + " " + i.message);
    return result;
  }
};

TEST(schedules, rows_in_any_order) {
  fixture f(false);
  f.reps({"b", "a", "b", "", "c"}, {"", "", "", "", ""}, {"15", "5", "-1", "1", "1"});
  f.tiers({"b", "a", "b"}, {"10", "0", "0"}, {"", "", "10"}, {"3", "2", "1"});
  EXPECT_EQ(f.answer(), (lines{"25", "10", "-1", "-", "-"}));
  EXPECT_EQ(f.issues(), lines{"A6003 reps 5 `node2`: `tiers` has no row for 'c'"});
}

TEST(schedules, a_row_holds_from_its_first_day_to_the_day_before_its_last) {
  fixture f(true);
  const std::vector<std::string> since = {"", "2026-03-01", "2026-03-01", "2026-06-01"};
  const std::vector<std::string> until = {"2026-03-01", "2026-06-01", "2026-06-01", "2026-07-01"};
  f.reps({"a", "a", "a", "a", "a", "a", "a"}, {"2020-01-01", "2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01", "2026-07-01", ""}, {"20", "20", "20", "20", "20", "20", "20"});
  f.tiers({"a", "a", "a", "a"}, {"0", "0", "10", "0"}, {"", "", "", ""}, {"1", "2", "3", "4"}, since, until);
  EXPECT_EQ(f.answer(), (lines{"20", "20", "50", "50", "80", "-", "-"}));
  EXPECT_EQ(f.issues(), lines{"A6003 reps 6 `node3`: `tiers` has no row for 'a / 2026-07-01'"});
}

TEST(schedules, what_is_wrong_with_tiers_is_told_once_and_only_when_they_are_asked) {
  fixture f(false);
  f.reps({"gap", "gap", "twice", "good"}, {"", "", "", ""}, {"1", "2", "3", "4"});
  f.tiers({"gap", "gap", "twice", "twice", "good", "unused", "unused"}, {"0", "10", "0", "0", "0", "0", "0"}, {"9", "", "", "", "", "", ""}, {"1", "1", "1", "1", "1", "1", "1"});
  EXPECT_EQ(f.answer(), (lines{"-", "-", "-", "4"}));
  EXPECT_EQ(f.issues(), (lines{"A4003 tiers 2 `lower`: there is a gap between two tiers for 'gap': row 1 ends before row 2 begins",
                               "A4004 tiers 4 `lower`: two tiers for 'twice' overlap: row 3 and row 4"}));
}

TEST(schedules, cells_that_are_empty) {
  fixture f(false);
  f.reps({"a", "b", "c"}, {"", "", ""}, {"1", "2", "3"});
  f.tiers({"a", "b", "c"}, {"0", "", "0"}, {"", "", ""}, {"", "1", "5"});
  EXPECT_EQ(f.answer(), (lines{"-", "-", "15"}));
  EXPECT_EQ(f.issues(), (lines{"A5005 tiers 1 `rate` is empty", "A5005 tiers 2 `lower` is empty"}));
}

TEST(schedules, a_row_that_may_belong_to_anybody_fails_all_who_ask) {
  fixture f(false);
  f.reps({"a", "z"}, {"", ""}, {"1", "3"});
  f.tiers({"a", ""}, {"0", "100"}, {"", ""}, {"5", "9"});
  f.b.code.curves[0].otherwise = f.b.curve(shape::marginal, {{"0", "7"}});
  EXPECT_EQ(f.answer(), (lines{"-", "-"}));
  EXPECT_EQ(f.issues(), lines{"A5005 tiers 2 `role` is empty"});
}

TEST(schedules, a_row_that_ends_before_it_begins_fails_its_key_on_every_day) {
  fixture f(true);
  f.reps({"a", "b"}, {"2026-03-01", "2026-03-01"}, {"20", "20"});
  f.tiers({"a", "a", "b"}, {"0", "10", "0"}, {"", "", ""}, {"1", "2", "3"}, {"", "2026-06-01", ""}, {"", "2026-05-01", ""});
  EXPECT_EQ(f.answer(), (lines{"-", "60"}));
  EXPECT_EQ(f.issues(), lines{"A5043 tiers 2 the row ends on 2026-05-01, before it begins to hold on 2026-06-01: all who ask for its tiers get nothing"});
}

TEST(schedules, what_is_known_of_a_key) {
  const unplaced_tiers some{{true, false, true}, {}};
  EXPECT_EQ(some.part_of("a\x1f" "b\x1f" "c"), "a\x1f" "c\x1f");
  EXPECT_EQ(some.part_of("\x1f" "b\x1f"), "\x1f\x1f");
}

TEST(schedules, another_curve_stands_in) {
  fixture f(false);
  f.reps({"a", "z"}, {"", ""}, {"10", "10"});
  f.tiers({"a"}, {"0"}, {""}, {"1"});
  f.b.code.curves[0].otherwise = f.b.curve(shape::marginal, {{"0", "7"}});
  EXPECT_EQ(f.answer(), (lines{"10", "70"}));
  EXPECT_EQ(f.issues(), lines{});
}

TEST(schedules, a_table_without_data_is_told_once) {
  fixture f(false);
  f.reps({"a", "z"}, {"", ""}, {"10", "10"});
  EXPECT_EQ(f.answer(), (lines{"-", "-"}));
  ASSERT_EQ(f.issues().size(), 1U);
  EXPECT_EQ(f.issues().front().substr(0, 11), "A5002 tiers");
}

}  // namespace
}  // namespace attain::engine
