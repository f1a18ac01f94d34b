// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_sections.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

constexpr const char* two_sections = "[[sections]]\nname = \"s\"\nlabel = \"业绩\"\nweight = \"70%\"\n[[sections]]\nname = \"t\"\nweight = \"30%\"\n";

std::string with_sections(std::string sections, std::string first, std::string second, std::string third) {
  std::string text(whole_plan);
  const auto put = [&](std::string_view after, const std::string& more) {
    const std::size_t at = text.find(after);
    text.replace(at, after.size(), std::string(after) + "\n" + more);
  };
  put("name = \"sales\"", first);
  put("name = \"new_customers\"", second);
  put("name = \"effective_visits\"", third);
  return text + "\n" + sections;
}

std::string weights(std::string text, std::string_view first, std::string_view second, std::string_view third) {
  const auto put = [&](std::string_view old, std::string_view now) { text.replace(text.find(old), old.size(), now); };
  put("weight = \"50%\"", first);
  put("weight = \"30%\"", second);
  put("weight = \"20%\"", third);
  return text;
}

TEST(read_sections, an_indicator_names_its_section) {
  const checked_plan p(weights(with_sections(two_sections, "section = \"s\"", "section = \"t\"", "section = \"s\""), "weight = \"60%\"", "weight = \"100%\"",
                               "weight = \"40%\""));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  ASSERT_EQ(p.plan.sections.size(), 2U);
  EXPECT_EQ(p.plan.sections[0].label, "业绩");
  EXPECT_EQ(p.at(p.plan.sections[1].where), "t");
  EXPECT_EQ(p.plan.indicators[0].section, 0U);
  EXPECT_EQ(p.plan.indicators[1].section, 1U);
}

TEST(read_sections, mistakes) {
  const std::string s = "section = \"s\"";
  expect_message(checked_plan(with_sections(two_sections, s, "section = \"u\"", s)), {"", "", code::bad_section, "u", "declare it"});
  expect_message(checked_plan(weights(with_sections(two_sections, s, "", "section = \"t\""), "weight = \"100%\"", "weight = \"50%\"", "weight = \"100%\"")),
                 {"", "", code::bad_section, "new_customers", "one of `s`, `t`"});
  expect_message(checked_plan(with_sections("[[sections]]\nname = \"s\"\n", s, s, s)), {"", "", code::missing_key, "s", "weight = \"70%\""});
  expect_message(checked_plan(with_sections(two_sections, s, s, s)), {"", "", code::bad_section, "t", "or delete it"});
  expect_message(checked_plan(with_sections("[[sections]]\nname = \"s\"\nweight = 1\n[[sections]]\nname = \"s\"\nweight = 0\n", s, s, s)),
                 {"", "", code::name_clash, "s", "rename"});
}

TEST(read_sections, under_mean_a_section_counts_once) {
  const checked_plan p(weights(with_sections("[[sections]]\nname = \"s\"\n[[sections]]\nname = \"t\"\n[scorecard]\ncombine = \"mean\"\n", "section = \"s\"",
                                             "section = \"s\"", "section = \"t\""),
                               "", "", ""));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(model::constant_value(p.plan.names, p.plan.sections[1].weight), rational(1));
}

TEST(read_sections, points_that_are_divided_need_all_scores) {
  const std::string other = "score = \"sales.points\"\nactual = \"revenue\"\nname = \"other\"\n";
  const std::string text = changed("[[adjustments]]", "[[indicators]]\n" + other + "weight = 0.1\n[[adjustments]]");
  EXPECT_EQ(checked_plan(text).messages[0].code, code::weights_not_100);
  EXPECT_EQ(checked_plan(text + "\n[scorecard]\nnormalise = true\n").messages[0].code, code::cycle);
}

}  // namespace
}  // namespace attain::testing
