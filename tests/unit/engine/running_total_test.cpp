// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/running_total.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "attain/attain.hpp"

namespace attain {
namespace {

using texts = std::vector<std::string>;

/// Deals of two reps with what `value` gives for each; `key` is the plan's line for their key.
class running_totals : public ::testing::Test {
 protected:
  std::vector<std::string_view> reps{"R1", "R2"};
  std::vector<std::string_view> deals{"D3", "D1", "D2", "D5", "D4"};
  std::vector<std::string_view> owners{"R1", "R1", "R1", "R2", "R1"};
  std::vector<std::string_view> products{"A", "B", "A", "A", "A"};
  std::vector<double> amounts{100, 20, -5, 7, 1000};
  std::vector<std::int64_t> days{2, 1, 2, 1, 3};
  std::vector<std::uint8_t> has_amount{0b11111};
  std::vector<std::uint8_t> has_day{0b11111};
  std::string key = "key = \"deal\"\n";
  result last;

  texts column(const std::string& value, numeric mode) {
    const plan p = plan::parse("attain = 1\n[plan]\nname = \"x\"\ncurrency = \"CNY\"\n[tables.reps]\nkey = \"rep\"\n[tables.deals]\n" + key +
                               "link = { rep = \"reps?\" }\ncolumns = { deal = \"text\", product = \"text\", amount = \"number\", day = \"count\" }\n"
                               "[[outputs]]\nname = \"x\"\ntable = \"deals\"\nvalue = \"" + value + "\"\n");
    EXPECT_TRUE(p.ok()) << p.report();
    tables data;
    data.add("reps").add("rep", reps);
    input_table& rows = data.add("deals");
    rows.add("deal", deals).add("rep", owners).add("product", products);
    rows.add("amount", std::span<const double>(amounts), has_amount.data()).add("day", std::span<const std::int64_t>(days), has_day.data());
    run_options options;
    options.mode = mode;
    options.block = 2;
    last = score(p, data, options);
    texts found;
    for (std::size_t row = 0; row < deals.size(); ++row) found.push_back(last.table("deals")->find("x")->text(row));
    return found;
  }
  void expect(const std::string& value, const texts& wanted) {
    for (const numeric mode : {numeric::exact, numeric::fast}) EXPECT_EQ(column(value, mode), wanted) << value;
  }
};

TEST_F(running_totals, before_and_through_in_the_order_of_the_keys) {
  expect("sum_before(amount order by day)", {"15", "0", "20", "0", "115"});
  expect("sum_through(amount order by day)", {"115", "20", "15", "7", "1115"});
  expect("sum_through(amount order by day desc)", {"1095", "1115", "995", "7", "1000"});
  expect("sum_through(amount order by day, amount desc)", {"120", "20", "115", "7", "1115"});
  expect("sum_through(1 within rep, product order by day)", {"2", "1", "1", "1", "3"});
  expect("sum_through(1 within all order by amount)", {"4", "3", "1", "2", "5"});
  EXPECT_TRUE(last.issues.empty());
}

TEST_F(running_totals, where_keeps_what_is_added_and_every_row_has_a_total) {
  expect("sum_before(amount where amount > 0 order by day)", {"20", "0", "20", "0", "120"});
  expect("sum_through(amount where product = 'B' order by day)", {"20", "20", "20", "0", "20"});
}

TEST_F(running_totals, a_row_of_nobody_is_in_no_total_of_a_rep) {
  owners[1] = "";
  expect("sum_through(amount order by day)", {"95", "", "-5", "7", "1095"});
  expect("sum_through(amount within all order by day)", {"122", "20", "22", "27", "1122"});
}

TEST_F(running_totals, a_failed_row_fails_those_after_it_with_one_issue) {
  has_amount[0] = 0b11011;  // D2
  expect("sum_before(amount order by day)", {"", "0", "20", "0", ""});
  ASSERT_EQ(last.issues.size(), 1U);
  EXPECT_EQ(last.issues[0].key, "D2");
  expect("sum_through(amount order by day)", {"", "20", "", "7", ""});
  EXPECT_EQ(last.issues.size(), 1U);
  has_amount[0] = 0b10011;  // and D5
  expect("sum_through(amount order by day)", {"", "20", "", "", ""});
  EXPECT_EQ(last.issues.size(), 2U);
}

TEST_F(running_totals, a_second_failure_is_told_too) {
  has_amount[0] = 0b10011;
  owners[3] = "R1";
  expect("sum_through(amount order by day, deal)", {"", "20", "", "", ""});
  EXPECT_EQ(last.issues.size(), 2U);
}

TEST_F(running_totals, a_row_without_a_place_fails_its_group) {
  has_day[0] = 0b11101;  // D1
  expect("sum_through(amount order by day)", {"", "", "", "7", ""});
  ASSERT_EQ(last.issues.size(), 1U);
  EXPECT_EQ(last.issues[0].key, "D1");
  expect("sum_through(amount where amount > 20 order by day)", {"100", "", "0", "0", "1100"});
}

TEST_F(running_totals, ties_without_a_key_are_an_issue_where_the_order_matters) {
  key = "";
  expect("sum_through(amount order by day)", {"", "20", "", "7", "1115"});
  ASSERT_EQ(last.issues.size(), 1U);
  EXPECT_EQ(last.issues[0].code, code::tied_rows);
  EXPECT_EQ(last.issues[0].row, 1U);
  EXPECT_NE(last.issues[0].message.find("row 3 has the same place"), std::string::npos) << last.issues[0].message;
  expect("sum_through(amount where amount > 0 order by day)", {"120", "20", "", "7", "1120"});
  expect("sum_through(amount where amount > 500 order by day)", {"0", "0", "0", "0", "1000"});
  expect("sum_through(amount order by day, product, amount)", {"115", "20", "15", "7", "1115"});
}

}  // namespace
}  // namespace attain
