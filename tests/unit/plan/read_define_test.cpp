// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_define.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

using formula::dimension;

const formula::parameter& parameter(const checked_plan& p, std::string_view name) {
  for (const formula::parameter& q : p.plan.names.parameters)
    if (q.name == name) return q;
  ADD_FAILURE() << "no parameter " << name << "\n" << p.report();
  return p.plan.names.parameters.front();
}

TEST(read_define, parameters) {
  const checked_plan p(changed("accelerator = 1.5", R"(accelerator = 1.5
share = "5%"
prize = "500 CNY"
abroad = "20 USD"
wait = "30 days"
region = "'north'"
like_a_date = "'2026-10-01'"
open = true
start = 2026-10-01
less = -3
minus = "-2.5%"
text_date = { value = "'2026-10-01'", type = "date" }
quota = { value = 750000, type = "money", label = "Quota", min = 0, max = "800000 CNY" }
n = { value = "3%", min = "1%", max = 0.05 })"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(parameter(p, "accelerator").type_of.kind, dimension::number);
  EXPECT_EQ(parameter(p, "accelerator").number, (decimal{15, 1}));
  EXPECT_EQ(parameter(p, "share").type_of.kind, dimension::ratio);
  EXPECT_EQ(parameter(p, "share").number, (decimal{5, 2}));
  EXPECT_EQ(parameter(p, "prize").type_of, formula::make_type(dimension::money)) << "the plan's currency is not written out";
  EXPECT_EQ(parameter(p, "abroad").type_of, (formula::type{dimension::money, "USD", false}));
  EXPECT_EQ(parameter(p, "wait").type_of.kind, dimension::days);
  EXPECT_EQ(parameter(p, "wait").number, (decimal{30, 0}));
  EXPECT_EQ(parameter(p, "region").text, "north");
  EXPECT_EQ(parameter(p, "like_a_date").type_of.kind, dimension::text);
  EXPECT_TRUE(parameter(p, "open").boolean);
  EXPECT_EQ(parameter(p, "start").type_of.kind, dimension::date);
  EXPECT_EQ(date_to_text(parameter(p, "start").date), "2026-10-01");
  EXPECT_EQ(parameter(p, "less").number, (decimal{-3, 0}));
  EXPECT_EQ(parameter(p, "minus").number, (decimal{-25, 3}));
  EXPECT_EQ(parameter(p, "text_date").type_of.kind, dimension::date);
  EXPECT_EQ(date_to_text(parameter(p, "text_date").date), "2026-10-01");
  EXPECT_EQ(parameter(p, "quota").type_of.kind, dimension::money);
  EXPECT_EQ(parameter(p, "quota").label, "Quota");
  EXPECT_EQ(parameter(p, "quota").least, (decimal{0, 0}));
  EXPECT_EQ(parameter(p, "quota").most, (decimal{800000, 0}));
  EXPECT_EQ(parameter(p, "n").most, (decimal{5, 2}));
}

TEST(read_define, mistakes_in_parameters) {
  expect_slips({
      {"accelerator = 1.5", "accelerator = \"1 + 1\"", code::wrong_value, "\"1 + 1\"", "move the formula to [define]"},
      {"accelerator = 1.5", "accelerator = 1.5\nregion = \"north\"", code::wrong_value, "\"north\"", "\"'north'\""},
      {"accelerator = 1.5", "accelerator = 1.5\nx = \"\"", code::empty_formula, "\"\"", ""},
      {"accelerator = 1.5", "accelerator = { value = 1.5, max = 1 }", code::parameter_range, "1.5", "change the value"},
      {"accelerator = 1.5", "accelerator = { value = 1.5, min = 2 }", code::parameter_range, "1.5", "change the value"},
      {"accelerator = 1.5", "accelerator = { value = 1.5, min = \"20 CNY\" }", code::wrong_value, "\"20 CNY\"", "like the value"},
      {"accelerator = 1.5", "accelerator = { value = \"3%\", type = \"money\" }", code::wrong_value, "\"3%\"", "change the value"},
      {"accelerator = 1.5", "accelerator = { type = \"number\" }", code::missing_key, "{ type = \"number\" }", "a number, bool or date"},
      {"accelerator = 1.5", "accelerator = [1.5]", code::wrong_value, "[1.5]", ""},
      {"accelerator = 1.5", "accelerator = 1.5\npayout = 1", code::reserved_name, "payout", "`my_payout`"},
  });
}

TEST(read_define, definitions_of_tables_do_not_clash_with_each_other) {
  const checked_plan p(changed("[define]", "[define]\nmargin = \"sum(deals.margin)\"\n[define.deals]\nmargin = \"amount - cost\"\n[define.reps]"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(p.quantity("margin").table, 0U);
  EXPECT_EQ(p.quantity("deals.margin").table, 1U);
  EXPECT_TRUE(p.plan.names.tables[1].members.contains("margin"));
  EXPECT_EQ(p.quantity("revenue").table, 0U) << "[define.reps] is [define]";
}

TEST(read_define, mistakes_in_definitions) {
  expect_slips({
      {"[define]", "[define.deal]\nx = 1\n[define]", code::unknown_table, "deal", "did you mean `deals`?"},
      {"[define]", "[define.deals]\namount = 1\n[define]", code::name_clash, "amount", "rename"},
      {"[define]", "[define]\nteam = 1", code::name_clash, "team", "rename"},
      {"[define]", "[define]\nsales = 1", code::name_clash, "sales", "rename"},
      {"[define]", "[define]\nscore = 1", code::reserved_name, "score", "my_score"},
      {"[define]", "[define.visits]\neffective_visit = true\n[define]", code::name_clash, "effective_visit", "rename"},
  });
}

TEST(read_define, evidence) {
  const checked_plan p(changed("requires = [\"company\"",
                               "counts = [\"budget\", \"reaction\"]\nat_least = 1\nblank = [\" -\", \"无\"]\nlabel = \"有效拜访\"\nrequires = [\"company\""));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  ASSERT_EQ(p.plan.evidence_rules.size(), 1U);
  const model::evidence& e = p.plan.evidence_rules[0];
  EXPECT_EQ(e.name, "effective_visit");
  EXPECT_EQ(e.label, "有效拜访");
  EXPECT_EQ(e.table, 2U);
  EXPECT_EQ(e.requires_.size(), 13U);
  EXPECT_EQ(e.counts.size(), 2U);
  EXPECT_EQ(e.at_least, 1);
  EXPECT_EQ(e.blank, (std::vector<std::string>{"-", "无"}));
}

TEST(read_define, mistakes_in_evidence) {
  const std::string of = "of = \"visits\"\n";
  expect_slips({
      {"of = \"visits\"", "of = \"visit\"", code::unknown_table, "visit", "did you mean `visits`?"},
      {"requires = [\"company\"", "requires = [\"compny\"", code::unknown_column, "compny", "did you mean `company`?"},
      {of, of + "at_least = 2\n", code::missing_key, "at_least", "counts = "},
      {of, of + "counts = [\"budget\"]\n", code::missing_key, "counts", "`at_least = …`"},
      {of, of + "counts = [\"budget\"]\nat_least = 2\n", code::wrong_value, "2", "there are 1 columns"},
      {of, of + "counts = [\"budget\"]\nat_least = 0\n", code::wrong_value, "0", "from 1 to"},
      {of, of + "once_per = [\"company\", \"visited\"]\n", code::evidence_without_key, "once_per", "[tables.visits] key"},
      {"", "[evidence.asked]\nof = \"visits\"", code::missing_key, "asked", "requires = "},
      {"", "[evidence.sales]\nof = \"visits\"\nrequires = [\"company\"]", code::name_clash, "sales", "rename"},
  });
}

}  // namespace
}  // namespace attain::testing
