// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/tree_total.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "attain/attain.hpp"

namespace attain {
namespace {

struct member {
  std::string rep, boss, sales, factor = "1";  // "" is an empty cell
};

/// What formulas give for a hierarchy, by rep: "" where a value is missing.
class tree_totals : public ::testing::Test {
 protected:
  std::string sections;              // more of the plan
  std::string link = "boss = \"reps?\"";
  std::string sales_type = "money";  // of the column sales
  std::size_t block = 2;
  result last;

  std::map<std::string, std::string> values(const std::vector<member>& members, const std::string& formula, numeric mode = numeric::exact) {
    const plan p = plan::parse("attain = 1\n[plan]\nname = \"x\"\ncurrency = \"CNY\"\n[tables.reps]\nkey = \"rep\"\nlink = { " + link + " }\ncolumns = { sales = \"" + sales_type +
                               "\", factor = \"number?\" }\n" + sections + "[[outputs]]\nname = \"x\"\nvalue = \"" + formula + "\"\n");
    EXPECT_TRUE(p.ok()) << p.report();
    std::vector<std::string_view> keys, bosses;
    std::vector<double> sales, factors;
    std::vector<std::uint8_t> has_boss((members.size() + 7) / 8), has_sales((members.size() + 7) / 8), has_factor((members.size() + 7) / 8);
    const auto number = [](const std::string& cell, std::vector<std::uint8_t>& has, std::size_t i) {
      if (cell.empty()) return 0.0;
      has[i / 8] = static_cast<std::uint8_t>(has[i / 8] | (1U << (i % 8)));
      return std::stod(cell);
    };
    for (std::size_t i = 0; i < members.size(); ++i) {
      keys.push_back(members[i].rep);
      bosses.push_back(members[i].boss);
      if (!members[i].boss.empty()) has_boss[i / 8] = static_cast<std::uint8_t>(has_boss[i / 8] | (1U << (i % 8)));
      sales.push_back(number(members[i].sales, has_sales, i));
      factors.push_back(number(members[i].factor, has_factor, i));
    }
    tables data;
    data.add("reps")
        .add("rep", keys)
        .add("boss", std::span<const std::string_view>(bosses), has_boss.data())
        .add("sales", std::span<const double>(sales), has_sales.data())
        .add("factor", std::span<const double>(factors), has_factor.data());
    run_options options;
    options.mode = mode;
    options.block = block;
    last = score(p, data, options);
    std::map<std::string, std::string> found;
    for (std::size_t row = 0; row < members.size(); ++row) found[members[row].rep] = last.find("x")->text(row);
    return found;
  }
  /// The values in the order of the members, in both kinds of arithmetic.
  void expect(const std::vector<member>& members, const std::string& formula, const std::vector<std::string>& wanted) {
    for (const numeric mode : {numeric::exact, numeric::fast}) {
      const auto found = values(members, formula, mode);
      for (std::size_t i = 0; i < members.size(); ++i) EXPECT_EQ(found.at(members[i].rep), wanted[i]) << formula << " of " << members[i].rep;
    }
  }
  [[nodiscard]] std::vector<std::string> issues() const {
    std::vector<std::string> all;
    for (const issue& i : last.issues) all.push_back(to_string(i.code) + " " + i.key + ": " + i.message);
    return all;
  }
};

const std::vector<member> company = {{"C", "B", "20"}, {"A", "", "100"}, {"D", "B", "7"}, {"B", "A", "50"}, {"E", "A", "1"}, {"F", "", "9"}};

TEST_F(tree_totals, the_sum_is_of_the_row_and_all_below) {
  expect(company, "rollup('sum', sales)", {"20.00", "178.00", "7.00", "77.00", "1.00", "9.00"});
  expect(company, "rollup('sum', 1)", {"1", "5", "1", "3", "1", "1"});
  expect(company, "rollup('sum', sales where sales < 50)", {"20.00", "28.00", "7.00", "27.00", "1.00", "9.00"});
  expect(company, "2% * (rollup('sum', sales) - sales)", {"0.00", "1.56", "0.00", "0.54", "0.00", "0.00"});
  expect(company, "boss.factor + rollup('sum', factor)", {"2", "", "2", "4", "2", ""});
  EXPECT_TRUE(last.issues.empty());
}

TEST_F(tree_totals, the_mean_is_of_what_is_rolled_up_directly_below) {
  expect(company, "rollup('mean', sales)", {"20.00", "7.25", "7.00", "13.50", "1.00", "9.00"});
  expect(company, "rollup('mean', factor * sales / 3 CNY, places = 0)", {"6.666666667", "3", "2.333333333", "5", "0.333333333", "3"});
  expect(company, "rollup('mean', sales / 1 CNY, places = -1)", {"20", "10", "7", "10", "1", "9"});
}

TEST_F(tree_totals, direct_takes_the_rows_directly_below) {
  expect(company, "direct('count', reps)", {"0", "2", "0", "2", "0", "0"});
  expect(company, "direct('sum', sales)", {"0.00", "51.00", "0.00", "27.00", "0.00", "0.00"});
  expect(company, "direct('mean', sales)", {"", "25.50", "", "13.50", "", ""});
  expect(company, "direct('min', sales)", {"", "1.00", "", "7.00", "", ""});
  expect(company, "direct('max', sales - boss.sales)", {"", "-50.00", "", "-30.00", "", ""});
  expect(company, "median(sales where sales > 1 via boss)", {"", "50.00", "", "13.50", "", ""});
  expect(company, "count(reps via boss.boss)", {"0", "2", "0", "0", "0", "0"});
}

TEST_F(tree_totals, the_row_above_and_its_totals_are_reached_by_dots) {
  sections = "[define]\nteam = \"rollup('sum', sales)\"\nbest = \"direct('max', sales)\"\n";
  expect(company, "sales / boss.team", {"0.25974026", "", "0.090909091", "0.280898876", "0.005617978", ""});
  expect(company, "boss.best", {"20.00", "", "20.00", "50.00", "50.00", ""});
  expect(company, "direct('sum', team)", {"0.00", "78.00", "0.00", "27.00", "0.00", "0.00"});
  expect(company, "rollup('sum', team)", {"20.00", "283.00", "7.00", "104.00", "1.00", "9.00"});
  expect(company, "direct('max', best)", {"", "20.00", "", "", "", ""});
}

TEST_F(tree_totals, the_override_of_the_field) {
  sections = "[[incentives]]\nname = \"override\"\namount = \"1% * (rollup('sum', sales) - sales)\"\n";
  expect({{"M", "", "0"}, {"S1", "M", "60000"}, {"S2", "M", "40000"}}, "override", {"1000.00", "0.00", "0.00"});
}

TEST_F(tree_totals, empty_values_add_nothing) {
  sales_type = "money?";
  const std::vector<member> some = {{"A", "", ""}, {"B", "A", "5"}, {"C", "A", ""}, {"D", "C", ""}, {"E", "", ""}};
  expect(some, "rollup('sum', sales)", {"5.00", "5.00", "0.00", "0.00", "0.00"});
  expect(some, "rollup('mean', sales)", {"5.00", "5.00", "", "", ""});
  expect(some, "direct('count', sales)", {"1", "0", "0", "0", "0"});
  EXPECT_TRUE(last.issues.empty());
  sections = "[[incentives]]\nname = \"pay\"\namount = \"rollup('mean', sales) * 1%\"\n";
  values(some, "pay");
  ASSERT_EQ(last.issues.size(), 3U) << "of C, D and E: a line of pay must have a value";
  EXPECT_EQ(last.issues[0].code, code::empty_result);
}

TEST_F(tree_totals, what_does_not_apply_is_passed_over) {
  sections = "[[indicators]]\nname = \"s\"\nactual = \"sales\"\ntarget = \"10 CNY\"\nweight = \"100%\"\napplies = \"sales > 5\"\nscore = { method = \"ratio\" }\n[scorecard]\nnormalise = true\n";
  const std::vector<member> some = {{"A", "", "3"}, {"B", "A", "8"}, {"C", "A", "4"}, {"D", "A", "10"}};
  expect(some, "rollup('sum', score)", {"180", "80", "0", "100"});
  expect(some, "rollup('mean', score)", {"90", "80", "", "100"});
}

TEST_F(tree_totals, a_failed_row_fails_all_above_it_with_one_issue) {
  std::vector<member> some = company;
  some[2].sales = "";  // D
  expect(some, "rollup('sum', sales)", {"20.00", "", "", "", "1.00", "9.00"});
  EXPECT_EQ(issues(), (std::vector<std::string>{"A5005 D: `sales` is empty"}));
  expect(some, "rollup('mean', sales)", {"20.00", "", "", "", "1.00", "9.00"});
  expect(some, "direct('sum', sales)", {"0.00", "51.00", "0.00", "", "0.00", "0.00"});
  expect(some, "rollup('sum', sales where rep <> 'D')", {"20.00", "171.00", "0.00", "70.00", "1.00", "9.00"});
  some[0].sales = "";  // and C
  expect(some, "if(is_missing(boss), rollup('sum', sales), 0 CNY)", {"0.00", "", "0.00", "0.00", "0.00", "9.00"});
  EXPECT_EQ(last.issues.size(), 2U) << "both are told though only the one at the top is used";
}

TEST_F(tree_totals, a_mean_does_not_use_the_value_of_a_row_with_others_below) {
  std::vector<member> some = company;
  some[3].sales = "";  // B
  expect(some, "rollup('mean', sales)", {"20.00", "7.25", "7.00", "13.50", "1.00", "9.00"});
  EXPECT_TRUE(last.issues.empty());
}

TEST_F(tree_totals, a_row_that_fails_a_check_fails_those_above) {
  sections = "[[checks]]\ntable = \"reps\"\nthat = \"factor > 0\"\nlevel = \"error\"\n";
  std::vector<member> some = company;
  some[3].factor = "-1";  // B
  expect(some, "rollup('sum', sales)", {"20.00", "", "7.00", "", "1.00", "9.00"});
  expect(some, "rollup('mean', sales)", {"20.00", "", "7.00", "", "1.00", "9.00"});
  EXPECT_EQ(last.issues.size(), 1U);
}

TEST_F(tree_totals, who_has_an_unknown_boss_stands_alone) {
  std::vector<member> some = company;
  some[3].boss = "Z";
  expect(some, "rollup('sum', sales)", {"20.00", "101.00", "7.00", "77.00", "1.00", "9.00"});
  ASSERT_EQ(last.issues.size(), 1U);
  EXPECT_EQ(last.issues[0].code, code::orphan);
  EXPECT_EQ(last.issues[0].severity, severity::warning);
  link = "boss = \"reps\"";
  expect(some, "rollup('sum', sales)", {"20.00", "101.00", "7.00", "77.00", "1.00", "9.00"});
  ASSERT_EQ(last.issues.size(), 3U) << "and those at the top, where a boss is required";
  for (const issue& i : last.issues) EXPECT_EQ(i.severity, severity::error);
}

TEST_F(tree_totals, a_circle_fails_its_rows_and_is_told_once) {
  std::vector<member> some = company;
  some[1].boss = "B";  // A above B above A
  const std::string told = "A5061 A: `boss` leads in a circle: 'A' → 'B' → 'A'; nothing is rolled up to these rows. At the top leave it empty";
  expect(some, "rollup('sum', sales)", {"20.00", "", "7.00", "", "1.00", "9.00"});
  EXPECT_EQ(issues(), (std::vector<std::string>{told}));
  expect(some, "rollup('mean', sales)", {"20.00", "", "7.00", "", "1.00", "9.00"});
  expect(some, "direct('count', reps)", {"0", "", "0", "", "0", "0"});
  expect(some, "rollup('sum', sales) + rollup('sum', 2 * sales) + direct('sum', sales)", {"60.00", "", "21.00", "", "3.00", "27.00"});
  EXPECT_EQ(issues(), (std::vector<std::string>{told}));
  EXPECT_EQ(last.issues[0].count, 2U);
  expect(some, "boss.sales", {"50.00", "50.00", "50.00", "100.00", "100.00", ""});
  EXPECT_TRUE(last.issues.empty()) << "a dot goes up one row only";
}

TEST_F(tree_totals, a_row_above_itself_is_a_circle) {
  link = "boss = \"reps\"";
  expect({{"A", "A", "1"}, {"B", "A", "2"}}, "rollup('sum', sales)", {"", "2.00"});
  EXPECT_EQ(issues(), (std::vector<std::string>{
                          "A5061 A: `boss` leads in a circle: 'A' → 'A'; nothing is rolled up to this row. At the top make the link optional and leave it empty"}));
  expect({{"A", "A", "1"}, {"B", "A", "2"}}, "direct('sum', sales)", {"", "0.00"});
}

TEST_F(tree_totals, a_long_circle_names_some_of_it) {
  std::vector<member> some;
  for (int i = 10; i < 30; ++i) some.push_back({"R" + std::to_string(i), "R" + std::to_string(i == 29 ? 10 : i + 1), "1"});
  values(some, "rollup('sum', sales)");
  ASSERT_EQ(last.issues.size(), 1U);
  EXPECT_NE(last.issues[0].message.find("'R10' → 'R11' → "), std::string::npos);
  EXPECT_NE(last.issues[0].message.find("'R19' → … 10 more … → 'R10';"), std::string::npos) << last.issues[0].message;
}

TEST_F(tree_totals, a_rep_whose_key_stands_twice_fails_those_above) {
  std::vector<member> some = company;
  some.push_back({"D", "E", "3"});
  const auto found = values(some, "rollup('sum', 1)");
  EXPECT_EQ(found.at("A"), "");
  EXPECT_EQ(found.at("B"), "");
  EXPECT_EQ(found.at("C"), "1");
  EXPECT_EQ(found.at("E"), "");
  EXPECT_EQ(last.issues.size(), 1U);
}

TEST_F(tree_totals, a_sum_too_large_is_told_once) {
  sections = "[define]\nhuge = \"factor * pow(10, 30)\"\n";
  const auto found = values({{"A", "", "1"}, {"B", "A", "1"}, {"C", "B", "1"}}, "rollup('sum', huge)", numeric::fast);
  EXPECT_EQ(found.at("A"), "");
  ASSERT_EQ(last.issues.size(), 1U);
  EXPECT_EQ(last.issues[0].key, "C");
  EXPECT_EQ(last.issues[0].code, code::number_too_large);
}

TEST_F(tree_totals, a_chain_of_a_hundred_thousand) {
  constexpr int depth = 100'000;
  block = 1024;
  std::vector<member> chain;
  for (int i = 0; i < depth; ++i) chain.push_back({"R" + std::to_string(i), i == 0 ? "" : "R" + std::to_string(i - 1), "0.01"});
  for (const numeric mode : {numeric::exact, numeric::fast}) {
    auto found = values(chain, "rollup('sum', sales)", mode);
    EXPECT_EQ(found.at("R0"), "1000.00");
    EXPECT_EQ(found.at("R99999"), "0.01");
    EXPECT_TRUE(last.issues.empty());
  }
  EXPECT_EQ(values(chain, "rollup('mean', sales)").at("R0"), "0.01");
  chain[0].boss = "R99999";
  EXPECT_EQ(values(chain, "rollup('sum', sales)").at("R50000"), "");
  ASSERT_EQ(last.issues.size(), 1U);
  EXPECT_EQ(last.issues[0].count, 100'000U);
  chain[0].boss = "";
  for (member& m : chain) m.sales = "";
  EXPECT_EQ(values(chain, "rollup('sum', sales)").at("R0"), "");
  EXPECT_GE(last.issues.size(), 1000U) << "each of them is told, as far as issues are listed";
}

TEST_F(tree_totals, the_order_of_rows_changes_no_bit) {
  std::mt19937 random(20261031);
  std::vector<member> some;
  for (int i = 0; i < 500; ++i)
    some.push_back({"R" + std::to_string(i), i < 3 ? "" : "R" + std::to_string(random() % static_cast<unsigned>(i)), std::to_string(static_cast<double>(random() % 100'000) / 100)});
  for (const numeric mode : {numeric::exact, numeric::fast}) {
    for (const char* formula : {"rollup('sum', sales / 3)", "rollup('mean', sales / 3)", "rollup('mean', sales / 7 CNY, places = 3)", "direct('sum', sales / 3)"}) {
      const auto expected = values(some, formula, mode);
      for (int i = 0; i < 3; ++i) {
        std::shuffle(some.begin(), some.end(), random);
        block = 1U << (3 * i);
        EXPECT_EQ(values(some, formula, mode), expected) << formula;
      }
    }
  }
}

TEST(tree_totals_of_tables, any_table_may_have_a_hierarchy) {
  const plan p = plan::parse(R"toml(attain = 1
[plan]
name = "x"
currency = "CNY"
[tables.reps]
key = "rep"
link = { area = "areas" }
columns = { sales = "money" }
[tables.areas]
key = "area"
link = { part_of = "areas?" }
columns = { area = "text" }
[define]
share = "sales / area.all"
[define.areas]
own = "sum(reps.sales)"
all = "rollup('sum', own)"
[[outputs]]
name = "share"
[[outputs]]
name = "all"
value = "area.all"
[[outputs]]
name = "above"
value = "area.part_of.all"
)toml");
  ASSERT_TRUE(p.ok()) << p.report();
  const std::vector<std::string_view> reps{"R1", "R2", "R3"}, areas{"north", "south", "south"};
  const std::vector<double> sales{10, 20, 30};
  for (const bool twice : {false, true}) {
    std::vector<std::string_view> keys{"land", "north", "south"}, above{"", "land", "land"};
    if (twice) keys.push_back("south"), above.push_back("north");
    tables data;
    data.add("reps").add("rep", reps).add("area", areas).add("sales", sales);
    data.add("areas").add("area", keys).add("part_of", above);
    const result r = score(p, data);
    EXPECT_EQ(r.find("all")->text(0), twice ? "" : "10.00") << "what stands twice may be below it";
    EXPECT_EQ(r.find("all")->text(1), twice ? "" : "50.00");
    EXPECT_EQ(r.find("above")->text(0), twice ? "" : "60.00");
    EXPECT_EQ(r.find("share")->text(1), twice ? "" : "0.4");
    EXPECT_EQ(r.issues.size(), twice ? 1U : 0U);
  }
}

TEST(tree_totals_of_tables, rows_outside_the_period_take_no_part) {
  const plan p = plan::parse(R"toml(attain = 1
[plan]
name = "x"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }
[tables.reps]
key = "rep"
[tables.deals]
key = "deal"
link = { rep = "reps", parent = "deals?" }
date = "closed"
columns = { closed = "date?", amount = "money?" }
[[outputs]]
name = "all"
table = "deals"
value = "rollup('sum', amount)"
)toml");
  ASSERT_TRUE(p.ok()) << p.report();
  const std::vector<std::string_view> reps{"R"}, keys{"A", "B", "C", "D"}, above{"", "A", "B", "A"}, owners{"R", "R", "R", "R"};
  const std::int32_t day = *parse_date("2026-10-05");
  const std::vector<std::int32_t> closed{day, day - 30, day, day};
  const std::vector<double> amounts{1, 10, 100, 1000};
  tables data;
  data.add("reps").add("rep", reps);
  data.add("deals").add("deal", keys).add("rep", owners).add("parent", above).add_dates("closed", closed).add("amount", amounts);
  const result r = score(p, data);
  const result_table& deals = *r.table("deals");
  ASSERT_EQ(deals.row_count, 3U) << "B does not leave";
  EXPECT_EQ(deals.find("all")->text(0), "1001.00") << "what is below B goes no further";
  EXPECT_EQ(deals.find("all")->text(1), "100.00");
}

}  // namespace
}  // namespace attain
