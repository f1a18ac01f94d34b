// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_rows.hpp"

#include <gtest/gtest.h>

#include "unit/plan/plan_testing.hpp"

namespace attain::model {
namespace {

using testing::changed;
using testing::checked_plan;
using testing::expect_slips;

using cells = std::vector<std::string>;

const std::string rates = R"([tables.rates]
key = "product"
columns = { product = "text", rate = "ratio", price = "money?", days = "days?", since = "date?", active = "bool?", note = { type = "text?", missing = "-" } }
)";
const std::string prices = R"([tables.prices]
key = "product"
valid = ["from", "to"]
columns = { product = "text", from = "date", to = "date?" }
)";

TEST(read_rows, cells_become_what_the_data_would_bring) {
  const checked_plan p(changed("", rates + R"(rows = [
    { product = "A", rate = "3%", price = "1_000.50 CNY", days = "30 days", since = 2026-10-01, active = true, note = "-" },
    { rate = 0.5, product = "铅", price = -7, days = 2, since = "2026/10/02", active = false, note = "x" },
    { product = "C", rate = "1.25" },
  ])"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  const formula::table& t = p.plan.names.tables[p.plan.names.find_table("rates")];
  ASSERT_TRUE(t.rows.has_value());
  ASSERT_EQ(t.rows->size(), 3U);
  EXPECT_EQ((*t.rows)[0], (cells{"A", "0.03", "1000.5", "30", "2026-10-01", "true", ""}));
  EXPECT_EQ((*t.rows)[1], (cells{"铅", "0.5", "-7", "2", "2026-10-02", "false", "x"}));
  EXPECT_EQ((*t.rows)[2], (cells{"C", "1.25", "", "", "", "", ""}));
}

TEST(read_rows, a_list_without_rows_is_a_table_without_rows) {
  const checked_plan p(changed("", rates + "rows = []"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_TRUE(p.plan.names.tables[p.plan.names.find_table("rates")].rows->empty());
}

TEST(read_rows, wrong_cells) {
  expect_slips({
      {"", rates + "rows = [{ product = 7, rate = 0 }]", code::wrong_value, "7", "in quotes: \"7\""},
      {"", rates + "rows = [{ product = \"A\", rate = \"7 CNY\" }]", code::wrong_value, "\"7 CNY\"", "percentage"},
      {"", rates + "rows = [{ product = \"A\", rate = 1, price = \"5%\" }]", code::wrong_value, "\"5%\"", "a number"},
      {"", rates + "rows = [{ product = \"A\", rate = 1, since = \"soon\" }]", code::wrong_value, "\"soon\"", "2026-10-01"},
      {"", rates + "rows = [{ product = \"A\", rate = 1, active = \"yes\" }]", code::wrong_value, "\"yes\"", "true or false"},
      {"", rates + "rows = [{ product = \"A\" }]", code::missing_key, "{ product = \"A\" }", "ratio?"},
      {"", rates + "rows = [{ product = \"A\", rate = 1, cost = 1 }]", code::unknown_column, "cost", ""},
      {"", rates + "rows = [{ product = \"A\", rate = [1] }]", code::wrong_value, "[1]", ""},
      {"", rates + "rows = []\ncsv = { delimiter = \";\" }", code::bad_table, "csv", "delete"},
      {"key = \"deal\"", "key = \"deal\"\nrows = []", code::bad_table, "rows", "or the link"},
      {"key = \"rep\"", "key = \"rep\"\nrows = []", code::bad_table, "rows", "come with the data"},
  });
}

TEST(read_rows, rows_that_contradict_each_other) {
  const std::string twice = "{ product = \"A\", rate = 1 }";
  expect_slips({
      {"", rates + "rows = [{ product = \"A\", rate = 2 }, " + twice + "]", code::contradicting_rows, twice, "delete one"},
      {"", prices + "rows = [{ product = \"A\", from = 2026-01-01 }, { product = \"A\", from = 2026-02-01 }]", code::contradicting_rows,
       "{ product = \"A\", from = 2026-02-01 }", "let one end"},
      {"", prices + "rows = [{ product = \"A\", from = 2026-02-01, to = 2026-01-31 }]", code::contradicting_rows,
       "{ product = \"A\", from = 2026-02-01, to = 2026-01-31 }", "no longer holds"},
  });
  testing::expect_no_message({{"", prices + "rows = [{ product = \"A\", from = 2026-02-01 }, { product = \"A\", from = 2026-01-01, to = 2026-02-01 }]"}});
}

TEST(read_rows, dated_tables) {
  const checked_plan p(changed("", prices));
  const formula::table& t = p.plan.names.tables[p.plan.names.find_table("prices")];
  EXPECT_EQ(t.valid_from, t.find_column("from"));
  EXPECT_EQ(t.valid_to, t.find_column("to"));
  const std::string columns = "columns = { day = \"date\", amount = \"money\" }\n";
  expect_slips({
      {"", "[tables.t]\nvalid = [\"day\"]\n" + columns, code::wrong_value, "[\"day\"]", "the first day after"},
      {"", "[tables.t]\nvalid = [\"day\", \"amount\"]\n" + columns, code::wrong_type, "amount", "\"date\""},
      {"", "[tables.t]\nvalid = [\"day\", \"days\"]\n" + columns, code::unknown_column, "days", "`day`"},
      {"", prices + "[tables.refunds]\nlink = { deal = \"deals\", product = \"prices\" }", code::bad_link, "product", "on ="},
  });
}

}  // namespace
}  // namespace attain::model
