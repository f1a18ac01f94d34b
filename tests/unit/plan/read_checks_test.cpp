// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_checks.hpp"

#include <gtest/gtest.h>

#include "unit/plan/plan_testing.hpp"

namespace attain::model {
namespace {

using testing::changed;
using testing::checked_plan;
using testing::expect_slips;

TEST(read_checks, each_has_a_table_a_condition_and_a_level) {
  const checked_plan p(changed("", R"([[checks]]
that = "sales_quota > 0"
[[checks]]
table = "deals"
that = "amount > 0"
message = "nothing sold"
level = "note"
)"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  const auto& checks = p.plan.names.checks;
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_EQ(checks[0].table, p.plan.names.population);
  EXPECT_EQ(checks[0].level, severity::error);
  EXPECT_EQ(checks[0].message, "");
  EXPECT_EQ(checks[1].table, p.plan.names.find_table("deals"));
  EXPECT_EQ(checks[1].level, severity::note);
  EXPECT_EQ(checks[1].message, "nothing sold");
  EXPECT_EQ(p.plan.names.quantities[checks[1].that].name, "check 2");
}

TEST(read_checks, mistakes) {
  expect_slips({
      {"", "[[checks]]\nmessage = \"x\"", code::missing_key, "[[checks]]", "`that`"},
      {"", "[[checks]]\nthat = \"sales_quota\"", code::wrong_type, "sales_quota", "condition"},
      {"", "[[checks]]\ntable = \"deal\"\nthat = \"amount > 0\"", code::unknown_table, "deal", "`deals`"},
      {"", "[[checks]]\nthat = \"true\"\nlevel = \"fatal\"", code::unknown_word, "\"fatal\"", "error"},
      {"", "[[checks]]\ntable = \"deals\"\nthat = \"amount < rep.revenue\"", code::cycle, "revenue", "without the others"},
  });
  testing::expect_no_message({{"", "[[checks]]\ntable = \"deals\"\nthat = \"amount < rep.revenue\"\nlevel = \"warning\""}});
}

}  // namespace
}  // namespace attain::model
