// SPDX-License-Identifier: Apache-2.0
/// The state as a host hands it over and takes it back.
#include "attain/engine/next_state.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attain/engine/score_plan.hpp"

namespace attain {
namespace {

constexpr const char* text = R"toml(attain = 1
[plan]
name = "Draws"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }
[tables.reps]
key = "rep"
columns = { rep = "count", earned = "money?", team = "text" }
[[balances]]
name = "owed"
opening = "if(team = 'new', 50, 0)"
closing = "owed + line"
[[balances]]
name = "rate"
closing = "owed / 3 CNY"
[[balances]]
name = "seen"
type = "date"
closing = "coalesce(seen, period.to)"
[[incentives]]
name = "line"
amount = "earned"
[[goals]]
column = "team"
value = "'old'"
applies = "team = 'new'"
)toml";

constexpr std::int32_t october = 20727;  // 2026-10-01

struct world {
  std::vector<std::int64_t> rep = {1, 2, 3, 2};
  std::vector<std::int64_t> earned = {1000, 2000, 3000, 4000};
  std::uint8_t is_earned = 0b1111;
  std::vector<std::string_view> team = {"a", "b", "new", "b"};
  std::vector<std::int64_t> key = {1, 7, 1, 2};
  std::vector<std::string_view> plan = {"Draws", "Draws", "Others", "Draws"};
  std::vector<std::int32_t> end = {october - 1, october - 1, 0, october - 1};
  std::vector<double> owed = {0.1, 12.345, 5, 6}, rate = {0.5, 0.25, 0, 1};
  std::vector<std::int32_t> seen = {100, 200, 300, 400};
  std::uint8_t is_seen = 0b1101;
  std::vector<std::string_view> failed = {"", "`seen`", "", ""};
  tables data;

  world() {
    data.add("reps").add("rep", rep).add_decimals("earned", earned, 2, &is_earned).add("team", team);
    data.add("state").add("rep", key).add("plan", plan).add_dates("period_end", end).add("owed", owed).add("rate", rate).add_dates("seen", seen, &is_seen).add("failed", failed);
  }
};

std::string shown(const result_table& table) {
  std::string all;
  for (std::size_t row = 0; row < table.row_count; ++row) {
    for (const auto* list : {&table.keys, &table.columns})
      for (const result_column& c : *list) all += c.text(row) + "|";
    all += "\n";
  }
  return all;
}

std::string codes(const result& of) {
  std::string all;
  for (const issue& i : of.issues) all += to_string(i.code) + (i.key.empty() ? " " : "(" + i.key + ") ");
  return all;
}

TEST(next_state, has_everybody_once_and_those_who_are_gone) {
  const attain::plan by = plan::parse(text);
  ASSERT_TRUE(by.ok()) << by.report();
  const world w;
  const result all = score(by, w.data);
  ASSERT_TRUE(all.state);
  EXPECT_EQ(shown(*all.state),
            "1|Draws|2026-10-31|10.10|0.033333333|1970-04-11||\n"
            "2|Draws|2026-10-31||||`owed`, `rate`, `seen`|\n"
            "3|Draws|2026-10-31|80.00|16.666666667|2026-10-31||\n"
            "7|Draws|2026-10-31|12.35|0.25||`seen`|\n");
  EXPECT_EQ(codes(all), "A5082 A5006(2) A5083(7) ");
  ASSERT_TRUE(all.goals);
  EXPECT_EQ(shown(*all.goals), "1|a|\n2||\n3|old|\n2||\n");
}

TEST(next_state, is_the_same_in_any_blocks) {
  const attain::plan by = plan::parse(text);
  const world w;
  run_options options;
  const std::string wanted = shown(*score(by, w.data, options).state);
  for (const std::size_t block : {1U, 2U, 3U}) {
    options.block = block;
    EXPECT_EQ(shown(*score(by, w.data, options).state), wanted);
  }
}

TEST(next_state, a_closing_without_value_is_a_failed_one) {
  const attain::plan by = plan::parse(text);
  world w;
  w.is_earned = 0b1110;
  const result all = score(by, w.data);
  EXPECT_EQ(all.state->columns[2].text(0), "");
  EXPECT_EQ(all.state->columns.back().text(0), "`owed`");
  EXPECT_NE(codes(all).find("A6008(1)"), std::string::npos) << codes(all);
}

TEST(next_state, there_is_none_when_the_one_before_is_refused_or_numbers_are_not_exact) {
  const attain::plan by = plan::parse(text);
  world w;
  run_options options;
  options.mode = numeric::fast;
  EXPECT_FALSE(score(by, w.data, options).state);
  EXPECT_EQ(score(by, w.data, options).find("line")->text(0), "10.00");
  options.mode = numeric::exact;
  w.end[3] = october - 2;
  const result refused = score(by, w.data, options);
  EXPECT_FALSE(refused.state);
  EXPECT_EQ(codes(refused).substr(0, 15), "A5006(2) A5081 ");
  options.any_state = true;
  EXPECT_TRUE(score(by, w.data, options).state);
  options.any_state = false;
  options.period = day_range{october - 1, october};
  EXPECT_FALSE(score(by, w.data, options).state);
}

TEST(next_state, begins_with_no_state) {
  const attain::plan by = plan::parse(text);
  world w;
  tables first;
  first.add("reps").add("rep", w.rep).add_decimals("earned", w.earned, 2).add("team", w.team);
  const result all = score(by, first);
  EXPECT_EQ(shown(*all.state).substr(0, 43), "1|Draws|2026-10-31|10.00|0|2026-10-31||\n2|D");
  EXPECT_EQ(all.issues.front().message, "there is no state of the period before: all balances begin with `opening`");
}

/// Columns that a host has not, or has in another layout.
TEST(next_state, says_what_the_state_lacks) {
  const attain::plan by = plan::parse(text);
  const auto without = [&](const std::string& column) {
    world w;
    tables data;
    data.add("reps").add("rep", w.rep).add_decimals("earned", w.earned, 2).add("team", w.team);
    for (const auto& [name, view] : w.data.find("state")->columns())
      if (name != column) data.add("state").add(name, view);
    const result all = score(by, data);
    return codes(all) + (all.state ? all.state->columns.back().text(0) : "none");
  };
  EXPECT_EQ(without("owed"), "A5082 A5006(2) A5003 A5083(7) `owed`, `rate`");
  EXPECT_EQ(without("plan"), "A5006(2) A5003 none");
  EXPECT_EQ(without("period_end"), "A5006(2) A5003 none");
  EXPECT_EQ(without("failed"), "A5082 A5006(2) A5083(7) ");
  world w;
  w.data.add("state").add("period_end", w.owed);
  EXPECT_EQ(codes(score(by, w.data)), "A5006(2) A5016 ");
}

TEST(next_state, needs_a_period) {
  std::string without(text);
  without.erase(without.find("period ="), without.find("[tables") - without.find("period ="));
  without.replace(without.find("period.to"), 9, "'2026-10-31'");
  const attain::plan by = plan::parse(without);
  ASSERT_TRUE(by.ok()) << by.report();
  EXPECT_THROW(static_cast<void>(score(by, world().data)), error);
}

}  // namespace
}  // namespace attain
