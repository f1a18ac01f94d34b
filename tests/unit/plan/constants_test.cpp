// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/constants.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

/// The value of a weight written so, over a few parameters.
std::optional<rational> folded(const std::string& formula) {
  const std::string text =
      "attain = 1\n[plan]\nname = \"x\"\ncurrency = \"CNY\"\n[parameters]\na = 1.5\nshare = \"30%\"\nopen = true\nregion = \"'north'\"\nfee = \"500 CNY\"\n"
      "start = 2026-10-01\n[tables.reps]\nkey = \"rep\"\ncolumns = { n = \"number\" }\n[define]\ntwo = \"one + one\"\none = 1\nx = \"" +
      formula + "\"\ncircle = \"circle + 1\"\n";
  const checked_plan p(text);
  for (std::uint32_t q = 0; q < p.plan.names.quantities.size(); ++q)
    if (p.plan.names.quantities[q].name == "x") return model::constant_value(p.plan.names, q);
  ADD_FAILURE() << p.report();
  return {};
}

TEST(constants, numbers_and_parameters) {
  const std::pair<const char*, rational> cases[] = {
      {"1", rational(1)},
      {"5%", rational(1, 20)},
      {"0.1 + 0.2", rational(3, 10)},
      {"-a * 2", rational(-3)},
      {"share / 3", rational(1, 10)},
      {"2 ^ 10 - 24", rational(1000)},
      {"fee / 5 CNY", rational(100)},
      {"30 days / 10 days", rational(3)},
      {"two * 3", rational(6)},
      {"min(3, a, 2)", rational(3, 2)},
      {"max(3, a, 2)", rational(3)},
      {"clamp(a, 2, 3)", rational(2)},
      {"abs(-a)", rational(3, 2)},
      {"sign(-5)", rational(-1)},
      {"round(1.25, 1)", rational(13, 10)},
      {"round(1.25, 1, 'half-even')", rational(12, 10)},
      {"round_up(1.1)", rational(2)},
      {"round_down(-1.9)", rational(-1)},
      {"ceil(1.1)", rational(2)},
      {"floor(17, 5)", rational(15)},
      {"round_to(17, 5)", rational(15)},
      {"coalesce(a, 1)", rational(3, 2)},
      {"if(a > 1, 2, 3)", rational(2)},
      {"if(a > 1 and not open, 2, 3)", rational(3)},
      {"if(1 < a <= 1.5, 2, 3)", rational(2)},
      {"if(a between 1 and 2, 2, 3)", rational(2)},
      {"if(region in ('south', 'north'), 2, 3)", rational(2)},
      {"if(region not in ('south', 'north'), 2, 3)", rational(3)},
      {"case when region = 'south' then 1 when open then 2 else 3 end", rational(2)},
  };
  for (const auto& [formula, value] : cases) {
    SCOPED_TRACE(formula);
    const auto found = folded(formula);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(*found, value) << model::percent_text(*found);
  }
}

TEST(constants, what_is_no_constant_number) {
  for (const char* formula : {"n", "n + 1", "1 / 0", "'north'", "open", "start", "missing", "max(n, 1)", "if(n > 1, 2, 3)", "0 ^ -1", "clamp(1, 3, 2)",
                              "two + circle", "10 ^ 100000000", "nobody"})
    EXPECT_FALSE(folded(formula).has_value()) << formula;
}

TEST(constants, what_does_not_count_is_not_needed) {
  EXPECT_EQ(folded("if(a > 1, 2, n)"), rational(2));
  EXPECT_EQ(folded("if(a > 1 or n > 2, 2, 3)"), rational(2));
}

TEST(constants, definitions_that_double_each_time_end_soon) {
  std::string text = "attain = 1\n[plan]\nname = \"x\"\ncurrency = \"CNY\"\n[tables.reps]\nkey = \"rep\"\n[define]\nd0 = 1\n";
  for (int i = 1; i <= 40; ++i) text += "d" + std::to_string(i) + " = \"d" + std::to_string(i - 1) + " + d" + std::to_string(i - 1) + "\"\n";
  const checked_plan p(text);
  const auto value_of = [&](std::string_view name) -> std::optional<rational> {
    for (std::uint32_t q = 0; q < p.plan.names.quantities.size(); ++q)
      if (p.plan.names.quantities[q].name == name) return model::constant_value(p.plan.names, q);
    return {};
  };
  EXPECT_EQ(value_of("d10"), rational(1024));
  EXPECT_FALSE(value_of("d40").has_value());
}

}  // namespace
}  // namespace attain::testing
