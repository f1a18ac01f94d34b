// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/distribution.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "attain/attain.hpp"
#include "engine_testing.hpp"

namespace attain {
namespace {

struct person {
  std::string rep, group, result, joined = "2020-01-01", boss = "", sound = "true";  // "" is an empty cell
};

/// What a plan of grades by shares gives.
class distribution : public ::testing::Test {
 protected:
  std::string grading = "within = \"unit\"\n";
  std::string grades = "[[grades]]\nname = \"A\"\nshare = \"top\"\n[[grades]]\nname = \"B\"\nshare = \"1 - top\"\n";
  std::string sections;  // more of the plan
  std::string indicator;
  result last;

  /// The column of a result, by row, with blanks between; `-` where there is none.
  std::string run(const std::vector<person>& people, const std::string& column = "grade", const run_options& options = {}) {
    const plan p = plan::parse(R"toml(attain = 1
[plan]
name = "Shares"
currency = "CNY"
[parameters]
top = "50%"
[tables.reps]
key = "rep"
link = { boss = "reps?" }
columns = { rep = "text", unit = "text?", result = "number?", joined = "date?", sound = "bool" }
[tables.deals]
key = "deal"
link = { rep = "reps" }
columns = { amount = "money" }
[[indicators]]
name = "work"
actual = "result"
weight = "100%"
score = "result"
)toml" + indicator + "[grading]\nmethod = \"shares\"\n" +
                               grading + grades + sections);
    EXPECT_TRUE(p.ok()) << p.report();
    if (!p.ok()) return p.report();
    std::vector<std::vector<std::string>> cells(6);
    for (const person& one : people) {
      const std::string* const of_person[] = {&one.rep, &one.group, &one.result, &one.joined, &one.boss, &one.sound};
      for (std::size_t c = 0; c < cells.size(); ++c) cells[c].push_back(*of_person[c]);
    }
    engine::testing::test_data data;
    data.texts("reps", "rep", cells[0]);
    data.texts("reps", "unit", cells[1]);
    data.numbers("reps", "result", cells[2]);
    data.dates("reps", "joined", cells[3]);
    data.texts("reps", "boss", cells[4]);
    data.booleans("reps", "sound", cells[5]);
    data.texts("deals", "deal", {"D1", "D2"});
    data.texts("deals", "rep", {"R1", "R2"});
    data.numbers("deals", "amount", {"100", "100"});
    run_options fast = options;
    fast.mode = numeric::fast;
    last = score(p, data.all, fast);
    const std::string of_fast = text_of(column);
    last = score(p, data.all, options);
    EXPECT_EQ(text_of(column), of_fast);
    return text_of(column);
  }
  std::string text_of(const std::string& column) const {
    std::string all;
    const result_column* values = last.find(column);
    for (std::size_t row = 0; values != nullptr && row < values->size(); ++row)
      all += (row == 0 ? "" : " ") + (values->is_present(row) ? values->text(row) : "-");
    return all;
  }
  std::size_t count(code what) const {
    return static_cast<std::size_t>(std::count_if(last.issues.begin(), last.issues.end(), [&](const issue& i) { return i.code == what; }));
  }
};

TEST(apportion, by_largest_remainder) {
  const auto percent = [](std::vector<int> parts) {
    std::vector<rational> shares;
    for (const int p : parts) shares.push_back(rational(p) / rational(100));
    return shares;
  };
  using counts = std::vector<std::size_t>;
  EXPECT_EQ(engine::apportion(percent({10, 20, 40, 20, 10}), 7), (counts{1, 1, 3, 1, 1}));
  EXPECT_EQ(engine::apportion(percent({20, 70, 10}), 0), (counts{0, 0, 0}));
  EXPECT_EQ(engine::apportion(percent({20, 70, 10}), 1), (counts{0, 1, 0}));
  EXPECT_EQ(engine::apportion(percent({50, 50}), 3), (counts{2, 1})) << "of equal remainders the earlier";
  EXPECT_EQ(engine::apportion(percent({30, 60, 10}), 10), (counts{3, 6, 1}));
  EXPECT_EQ(engine::apportion(percent({0, 100, 0}), 5), (counts{0, 5, 0}));
  EXPECT_EQ(engine::apportion({rational(1) / rational(3), rational(1) / rational(3), rational(1) / rational(3)}, 3), (counts{1, 1, 1}));
}

TEST_F(distribution, equals_stay_together_and_the_cuts_below_where_they_are) {
  grading = "";
  grades = "[[grades]]\nname = \"A\"\nshare = \"25%\"\n[[grades]]\nname = \"B\"\nshare = \"25%\"\n[[grades]]\nname = \"C\"\nshare = \"50%\"\n";
  EXPECT_EQ(run({{"R1", "", "9"}, {"R2", "", "9"}, {"R3", "", "8"}, {"R4", "", "7"}}), "A A C C");
  EXPECT_EQ(run({{"R1", "", "9"}, {"R2", "", "8"}, {"R3", "", "8"}, {"R4", "", "8"}}), "A B B B");
  EXPECT_EQ(run({{"R1", "", "7"}, {"R2", "", "7"}, {"R3", "", "7"}, {"R4", "", "7"}}), "A A A A");
}

TEST_F(distribution, equals_are_cut_by_a_column_then_by_key) {
  grading = "ties = \"joined\"\n";
  EXPECT_EQ(run({{"R4", "", "9", "2022-01-01"}, {"R3", "", "9", "2021-01-01"}, {"R2", "", "9", "2022-01-01"}, {"R1", "", "9", "2023-01-01"}}), "B A A B");
  EXPECT_EQ(run({{"R4", "", "9", "2022-01-01"}, {"R3", "", "5", ""}, {"R2", "", "1"}}), "A - B") << "who has no place in the order is left out";
  EXPECT_EQ(count(code::empty_result), 1U);
}

TEST_F(distribution, only_who_has_a_score_and_a_group_is_counted) {
  EXPECT_EQ(run({{"R1", "x", "9"}, {"R2", "x", ""}, {"R3", "", "5"}, {"R4", "x", "3"}}), "A - - B");
  EXPECT_EQ(count(code::empty_result), 2U);
  sections = "[[checks]]\nthat = \"sound\"\n";
  EXPECT_EQ(run({{"R1", "x", "9", "", "", "false"}, {"R2", "x", "8"}, {"R4", "x", "3"}}), "- A B");
  EXPECT_EQ(count(code::failed_check), 1U);
  EXPECT_EQ(last.issues.size(), 1U);
  sections.clear();
  indicator = "applies = \"joined >= '2020-01-01'\"\n[scorecard]\nnormalise = true\n";
  EXPECT_EQ(run({{"R1", "x", "9", "2019-01-01"}, {"R2", "x", "8"}, {"R4", "x", "3"}}), "- A B");
  EXPECT_TRUE(last.issues.empty()) << "whom nothing is for needs no grade";
}

TEST_F(distribution, a_grade_that_is_not_open_frees_no_place) {
  grades = "[[grades]]\nname = \"A\"\nshare = \"50%\"\nrequires = \"joined < '2021-01-01'\"\n[[grades]]\nname = \"B\"\nshare = \"50%\"\n";
  EXPECT_EQ(run({{"R1", "x", "9", "2022-01-01"}, {"R2", "x", "8"}, {"R3", "x", "7"}, {"R4", "x", "6"}}), "B A B B");
}

TEST_F(distribution, groups_that_are_too_small_are_pooled) {
  grading = "within = [\"unit\", \"year(joined)\"]\nmin_group = 2\n";
  const std::vector<person> people = {{"R1", "x", "9"}, {"R2", "x", "8"}, {"R3", "x", "9", "2021-05-05"}, {"R4", "y", "7"}, {"R5", "z", "8", "2021-01-01"}};
  EXPECT_EQ(run(people), "A B A B A");
  EXPECT_EQ(count(code::small_pool), 0U);
  grading += "pool_to = \"unit\"\n";
  EXPECT_EQ(run(people), "A B A A A") << "each in a pool of its own";
  EXPECT_EQ(count(code::small_pool), 3U);
}

TEST_F(distribution, parameters_change_the_shares) {
  const std::vector<person> people = {{"R1", "x", "9"}, {"R2", "x", "8"}, {"R3", "x", "7"}, {"R4", "x", "6"}};
  run_options options;
  options.parameters = {{"top", "75%"}};
  EXPECT_EQ(run(people, "grade", options), "A A A B");
  options.parameters = {{"top", "110%"}};
  EXPECT_THROW(run(people, "grade", options), error);
}

TEST_F(distribution, other_formulas_see_the_grade) {
  grading = "within = \"all\"\n";
  sections = R"toml(
[define]
of_boss = "boss.grade"
best_below = "count(reps via boss where grade = 'A')"
own = "sum(deals.amount where grade = 'A')"
[[outputs]]
name = "of_boss"
[[outputs]]
name = "best_below"
[[outputs]]
name = "own"
[[totals]]
name = "best"
value = "count(reps where grade = 'A')"
)toml";
  const std::vector<person> people = {{"R1", "", "9", "", "R3"}, {"R2", "", "6", "", "R3"}, {"R3", "", "7"}};
  EXPECT_EQ(run(people), "A B A");
  EXPECT_EQ(text_of("of_boss"), "A A -");
  EXPECT_EQ(text_of("best_below"), "0 0 1");
  EXPECT_EQ(text_of("own"), "100.00 0.00 0.00");
  ASSERT_EQ(last.totals.size(), 1U);
  EXPECT_EQ(last.totals.front().text, "2");
}

TEST_F(distribution, who_moved_by_the_curve_is_told) {
  grading = "";
  grades = "[[grades]]\nname = \"A\"\nshare = \"50%\"\nfrom = 8\n[[grades]]\nname = \"B\"\nshare = \"50%\"\nfrom = 5\n";
  EXPECT_EQ(run({{"R1", "", "9"}, {"R2", "", "8"}, {"R3", "", "8"}, {"R4", "", "1"}}), "A A A B");
  EXPECT_EQ(text_of("grade_by_score"), "A A A -");
  EXPECT_EQ(run({{"R1", "", "7"}, {"R2", "", "6"}, {"R3", "", "5"}, {"R4", "", ""}}), "A A B -");
  EXPECT_EQ(text_of("grade_by_score"), "B B B -");
  ASSERT_EQ(count(code::moved_by_shares), 2U);
  EXPECT_EQ(last.issues.front().message, "`grade` is `A` by shares; by score alone it would be `B`");
  EXPECT_EQ(last.issues.front().severity, severity::note);
}

}  // namespace
}  // namespace attain
