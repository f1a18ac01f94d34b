// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/bind.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine_testing.hpp"

namespace attain::engine {
namespace {

using namespace testing;
using lines = std::vector<std::string>;

/// Reps with a quota, and what the binding says of some data.
struct fixture {
  builder b;
  test_data data;
  std::vector<issue> issues;

  fixture() {
    b.table("reps", {"rep text", "quota money", "note text?"}, {"rep"});
    (void)b.load(b.population_frame, "quota");
  }
  bound_data bind(std::optional<day_range> period = {}) {
    issue_list found(100);
    bound_data bound = engine::bind(b.names, b.code, data.all, period, found);
    issues = found.take(b.names);
    return bound;
  }
};

TEST(bind, a_column_may_stand_under_its_header_or_its_name) {
  fixture f;
  f.b.names.tables[0].columns[1].from = {"Quota 2026", "Quota"};
  f.data.texts("reps", "rep", {"a"});
  f.data.numbers("reps", "Quota", {"5"});
  EXPECT_NE(f.bind().tables[0].columns[1].view, nullptr);
  EXPECT_EQ(shown(f.issues), lines{});
}

TEST(bind, a_missing_column_names_the_nearest_header) {
  fixture f;
  f.data.texts("reps", "rep", {"a"});
  f.data.numbers("reps", "quotta", {"5"});
  const bound_data bound = f.bind();
  EXPECT_EQ(bound.tables[0].columns[1].broken, code::missing_column);
  EXPECT_EQ(shown(f.issues), lines{"A5003 reps: column `quota` of the plan is missing in the data; did you mean `quotta`?"});
}

TEST(bind, a_column_nobody_uses_may_be_missing) {
  fixture f;
  f.data.texts("reps", "rep", {"a"});
  f.data.numbers("reps", "quota", {"5"});
  (void)f.bind();
  EXPECT_EQ(shown(f.issues), lines{});
}

TEST(bind, types_and_lengths_are_checked) {
  fixture f;
  f.data.texts("reps", "rep", {"a", "b"});
  f.data.texts("reps", "quota", {"5", "6"});
  (void)f.bind();
  EXPECT_EQ(shown(f.issues), lines{"A5016 reps: column `quota` is money in the plan, but texts were handed over"});

  fixture g;
  g.data.texts("reps", "rep", {"a", "b"});
  g.data.numbers("reps", "quota", {"5"});
  (void)g.bind();
  EXPECT_EQ(shown(g.issues), lines{"A5017 reps: column `quota` has 1 row, the table 2"});
}

TEST(bind, decimals_have_0_to_38_places) {
  const std::int64_t quota[] = {5};
  for (const int scale : {-1, 39, 2'000'000'000}) {
    fixture f;
    f.data.texts("reps", "rep", {"a"});
    f.data.all.add("reps").add_decimals("quota", quota, scale);
    EXPECT_EQ(f.bind().tables[0].columns[1].view, nullptr);
    EXPECT_EQ(shown(f.issues), lines{"A5016 reps: column `quota` was handed over with " + std::to_string(scale) + " decimal places; 0 to 38 are possible"});
  }
  fixture f;
  f.data.texts("reps", "rep", {"a"});
  f.data.all.add("reps").add_decimals("quota", quota, 38);
  EXPECT_NE(f.bind().tables[0].columns[1].view, nullptr);
}

TEST(bind, tables_without_data_and_data_without_table) {
  fixture f;
  (void)f.data.all.add("repz");
  EXPECT_EQ(f.bind().tables[0].rows, 0U);
  EXPECT_EQ(shown(f.issues), (lines{"A5002 reps: table `reps` of the plan has no data",
                                    "A5001 repz: the plan has no table `repz`: it is not used; did you mean `reps`?"}));
}

TEST(bind, an_unreadable_cell_of_an_optional_column_is_told_at_once) {
  fixture f;
  (void)f.b.load(f.b.population_frame, "note");
  const std::string_view notes[] = {"x", ""};
  const std::uint8_t validity = 0b01;
  const bad_cell bad[] = {{1, "\\xff", code::unreadable_cell}};
  f.data.texts("reps", "rep", {"a", "b"});
  f.data.numbers("reps", "quota", {"5", "6"});
  f.data.all.add("reps").add("note", column_view{layout::text, notes, 2, 0, &validity, bad});
  (void)f.bind();
  EXPECT_EQ(shown(f.issues), lines{"A5004 reps 2 b: `note` cannot be read: '\\xff' counts as empty"});
}

TEST(bind, rows_outside_the_period_are_counted_and_rows_without_date_are_unplaced) {
  fixture f;
  const auto deals = f.b.table("deals", {"rep text", "closed date"});
  f.b.names.tables[deals].date = 1;
  f.b.link(deals, "rep", 0);
  (void)f.b.children(f.b.population_frame, deals, {0});
  f.data.texts("reps", "rep", {"a"});
  f.data.numbers("reps", "quota", {"5"});
  f.data.texts("deals", "rep", {"a", "a", "a", "gone"});
  f.data.dates("deals", "closed", {"2026-10-31", "2026-11-01", "", "2026-09-30"});
  const bound_data bound = f.bind(day_range{*parse_date("2026-10-01"), *parse_date("2026-10-31")});
  EXPECT_EQ(bound.tables[deals].part_of(0), part::in);
  EXPECT_EQ(bound.tables[deals].part_of(1), part::outside_period);
  EXPECT_EQ(bound.tables[deals].part_of(2), part::no_date);
  // The fourth leads nowhere, but as it is outside the period that is nobody's mistake.
  EXPECT_EQ(shown(f.issues), (lines{"A5012 deals: 2 rows outside the period 2026-10-01 to 2026-10-31 are not used",
                                    "A5005 deals 3: `closed` is empty; without a date, aggregates that would take the row are missing"}));
  (void)f.bind();  // without a period
  EXPECT_EQ(shown(f.issues), lines{"A5007 deals 4: `rep` 'gone' is no key of `reps`; 1 row left out"});
}

}  // namespace
}  // namespace attain::engine
