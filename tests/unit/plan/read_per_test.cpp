// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_per.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

const std::string per_deal = "[[incentives]]\nname = \"by_deal\"\nper = \"deals\"\nwhere = \"paid\"\namount = \"amount * commission_rate\"\ncap = \"0.1 * sales_quota\"\n";

TEST(read_per, a_line_per_deal_is_a_column_of_the_deals_and_their_sum) {
  const checked_plan p(changed("", per_deal));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  const model::incentive& line = p.plan.incentives.back();
  const formula::names& names = p.plan.names;
  EXPECT_EQ(names.tables[line.per].name, "deals");
  EXPECT_EQ(line.path, std::vector<std::uint32_t>{0});
  EXPECT_EQ(names.quantities[line.event_pay].table, line.per);
  EXPECT_EQ(names.quantities[line.event_pay].name, "deals.by_deal");
  EXPECT_EQ(names.quantities[line.line].table, names.population);
  EXPECT_EQ(names.quantities[line.line].needs, std::vector<std::uint32_t>{line.event_pay});
  EXPECT_EQ(names.tables[line.per].members.at("by_deal").index, line.event_pay);
  EXPECT_EQ(names.global.find("by_deal")->second.index, line.line);
}

TEST(read_per, a_line_per_rep_has_no_table) {
  const checked_plan p(changed("", ""));
  for (const model::incentive& line : p.plan.incentives) {
    EXPECT_EQ(line.per, model::none);
    EXPECT_EQ(line.event_pay, model::none);
  }
}

TEST(read_per, via_names_the_way) {
  const std::string tables =
      "[tables.orders]\nkey = \"order_no\"\nlink = { owner = \"reps\", sourcer = \"reps\" }\ncolumns = { worth = \"money\" }\n"
      "[tables.returns]\nlink = { order = \"orders\" }\ncolumns = { worth = \"money\" }\n";
  const auto line = [&](const std::string& more) { return changed("", tables + "[[incentives]]\nname = \"x\"\namount = \"worth * 1%\"\n" + more); };
  const checked_plan owner(line("per = \"orders\"\nvia = \"sourcer\"\n"));
  EXPECT_TRUE(owner.messages.empty()) << owner.report();
  EXPECT_EQ(owner.plan.incentives.back().path, std::vector<std::uint32_t>{1});
  const checked_plan far(line("per = \"returns\"\nvia = \"order.sourcer\"\n"));
  EXPECT_TRUE(far.messages.empty()) << far.report();
  EXPECT_EQ(far.plan.incentives.back().path, (std::vector<std::uint32_t>{0, 1}));
  expect_message(checked_plan(line("per = \"orders\"\n")), {"", "", code::several_links, "orders", "via = \"owner\""});
  expect_message(checked_plan(line("per = \"returns\"\nvia = \"order\"\n")), {"", "", code::no_link, "order", "order.owner"});
}

TEST(read_per, one_message_for_one_mistake) {
  const std::string line = "[[incentives]]\nname = \"x\"\namount = \"cost * 1%\"\n";
  expect_slips({
      {"", line + "per = \"dels\"\n", code::unknown_table, "dels", "did you mean `deals`"},
      {"", line + "per = \"reps\"\n", code::wrong_value, "reps", "leave out `per`"},
      {"", "[tables.rates]\nkey = \"r\"\n" + line + "per = \"rates\"\n", code::wrong_value, "rates", "add a link"},
      {"", line + "per = 5\n", code::wrong_value, "5", ""},
      {"gate = ", "where = ", code::missing_key, "where", "per = \"…\""},
  });
}

}  // namespace
}  // namespace attain::testing
