// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/settle_balances.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

/// The types of balances with these formulas, or the code of the first message.
std::string types(const std::vector<std::pair<std::string, std::string>>& balances) {
  std::string more;
  for (const auto& [name, rest] : balances) more += "[[balances]]\nname = \"" + name + "\"\n" + rest + "\n";
  const checked_plan p(changed("", more));
  if (p.messages.has_errors()) return to_string(p.messages[0].code) + " " + p.at(p.messages[0].where);
  std::string found;
  for (const model::balance& b : p.plan.balances) found += (found.empty() ? "" : " ") + to_text(p.plan.names.quantities[b.value].result);
  return found;
}

TEST(settle_balances, take_the_type_of_what_they_are_made_of) {
  EXPECT_EQ(types({{"x", "closing = \"bonus\""}}), "money");
  EXPECT_EQ(types({{"x", "closing = \"count(deals)\""}}), "count");
  EXPECT_EQ(types({{"x", "closing = \"period.to - period.from\""}}), "days");
  EXPECT_EQ(types({{"x", "closing = \"team\""}}), "text");
}

TEST(settle_balances, also_when_that_is_the_balance_itself) {
  EXPECT_EQ(types({{"x", "closing = \"x + max(0, 500 - bonus) - min(x, max(0, bonus - 500))\""}}), "money");
  EXPECT_EQ(types({{"x", "closing = \"max(0, x + bonus)\""}}), "money");
  EXPECT_EQ(types({{"x", "closing = \"max(x, period.to)\""}}), "date");
  EXPECT_EQ(types({{"x", "closing = \"coalesce(x, team)\""}}), "text");
  EXPECT_EQ(types({{"x", "closing = \"x or bonus > 0\""}}), "bool");
  EXPECT_EQ(types({{"x", "closing = \"x + period.days\""}}), "days");
  EXPECT_EQ(types({{"x", "closing = \"x + 1\""}}), "number") << "bare numbers";
  EXPECT_EQ(types({{"x", "opening = \"100 CNY\"\nclosing = \"max(0, x - 10)\""}}), "money") << "the opening tells";
}

TEST(settle_balances, and_when_they_are_made_of_each_other) {
  EXPECT_EQ(types({{"x", "closing = \"max(x, y + bonus)\""}, {"y", "closing = \"min(x, y)\""}}), "money money");
  EXPECT_EQ(types({{"held", "closing = \"bonus\""}, {"before", "closing = \"held\""}}), "money money");
  EXPECT_EQ(types({{"months", "closing = \"months + 1\""}, {"owed", "closing = \"if(months < 3, owed, owed - bonus)\""}}), "number money");
}

TEST(settle_balances, must_be_told_what_nothing_shows) {
  const auto foreign = [](const std::string& type) { return types({{"x", type + "closing = \"x + 5 USD\""}}); };
  EXPECT_EQ(foreign(""), "A4081 x");
  EXPECT_EQ(foreign("type = \"money[USD]\"\n"), "money[USD]");
  EXPECT_EQ(types({{"x", "closing = \"x + nonsense\""}}), "A3001 nonsense") << "and nothing more";
}

}  // namespace
}  // namespace attain::testing
