// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_shape.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

TEST(read_shape, unknown_keys_name_the_nearest) {
  expect_slips({
      {"weight = \"50%\"", "wieght = \"50%\"", code::unknown_key, "wieght", "did you mean `weight`?"},
      {"actual = \"revenue\"", "actaul = \"revenue\"", code::unknown_key, "actaul", "did you mean `actual`?"},
      {"target = \"sales_quota\"", "taget = \"sales_quota\"", code::unknown_key, "taget", "did you mean `target`?"},
      {"gate = ", "gat = ", code::unknown_key, "gat", "did you mean `gate`?"},
      {"weight = \"30%\"", "share = \"30%\"", code::unknown_key, "share", "available: name, label"},
      {"rounding = \"half-up\"", "colour = \"red\"", code::unknown_key, "colour", "available: name, currency"},
      {"[[adjustments]]", "[[adjustment]]", code::unknown_key, "adjustment", "did you mean `adjustments`?"},
      {"rate = \"commission_rate\"", "rat = \"commission_rate\"", code::unknown_key, "rat", "did you mean `rate`?"},
      {"tiers = [", "tires = [", code::unknown_key, "tires", "did you mean `tiers`?"},
      {"columns = { rep", "colums = { rep", code::unknown_key, "colums", "did you mean `columns`?"},
  });
}

TEST(read_shape, a_misspelt_section_makes_no_further_mistakes) {
  expect_slips({
      {"[curves.commission", "[curve.commission", code::unknown_key, "curve", "did you mean `curves`?"},
      {"[define]", "[defin]", code::unknown_key, "defin", "did you mean `define`?"},
      {"[parameters]", "[paramters]", code::unknown_key, "paramters", "did you mean `parameters`?"},
      {"[evidence.effective_visit]", "[evidenc.effective_visit]", code::unknown_key, "evidenc", "did you mean `evidence`?"},
  });
  std::string text(whole_plan);
  for (std::size_t at = text.find("[[indicators]]"); at != std::string::npos; at = text.find("[[indicators]]")) text.replace(at, 14, "[[indicator]]");
  const checked_plan p(text);
  ASSERT_EQ(p.messages.size(), 1U) << p.report();
  EXPECT_EQ(p.at(p.messages[0].where), "indicator");
}

TEST(read_shape, missing_keys) {
  expect_slips({
      {"name = \"Field sales\"\n", "", code::missing_key, "[plan]", "name of the plan"},
      {"currency = \"CNY\"\n", "", code::missing_key, "\"Field sales\"", "ISO 4217"},
      {"actual = \"revenue\"\n", "", code::missing_key, "\"sales\"", "what was reached"},
      {"name = \"late_reports\"\n", "", code::missing_key, "[[adjustments]]", "name of the adjustment"},
      {"amount = \"target_bonus * score / 100 * grade.multiplier\"", "", code::missing_key, "\"bonus\"", "the pay before"},
      {"from = 95\n", "", code::missing_key, "\"A\"", "smallest score"},
      {"of = \"visits\"\n", "", code::missing_key, "[evidence.effective_visit]", "table whose rows"},
      {"column = \"sales_quota\"\n", "", code::missing_key, "[[goals]]", "the column of the population"},
      {"kind = \"marginal\"\n", "", code::missing_key, "[curves.commission_by_attainment]", "what the tiers"},
  });
}

TEST(read_shape, values_of_another_kind) {
  expect_slips({
      {"name = \"Field sales\"", "name = 5", code::wrong_value, "5", "write it in quotes: \"5\""},
      {"weight = \"50%\"", "weight = [50]", code::wrong_value, "[50]", "its share of the score"},
      {"requires = [\"company\"", "requires = [7", code::wrong_value, "7", "write it in quotes"},
      {"[[\"0%\", 0], [\"60%\", 0]", "[[\"0%\", 0], [\"60%\"]", code::wrong_value, "[\"60%\"]", "[[x, score], …]"},
      {"period = { from = 2026-10-01", "period = { from = \"October\"", code::wrong_value, "\"October\"", "first day"},
      {"[[adjustments]]", "[adjustments]", code::wrong_value, "[adjustments]", "[[adjustments]] in double brackets"},
      {"date = \"closed\"", "date = true", code::wrong_value, "true", "write its name"},
  });
}

TEST(read_shape, words) {
  expect_slips({
      {"rounding = \"half-up\"", "rounding = \"half-op\"", code::unknown_word, "\"half-op\"", "did you mean `half-up`?"},
      {"method = \"linear\"", "method = \"lineer\"", code::unknown_word, "\"lineer\"", "did you mean `linear`?"},
      {"kind = \"marginal\"", "kind = \"cumulative\"", code::unknown_word, "\"cumulative\"", "`whole-amount`"},
      {"", "[scorecard]\ncombine = \"product\"", code::unknown_word, "\"product\"", "`sum`, `mean`"},
  });
}

TEST(read_shape, free_for_the_author) {
  expect_no_message(
      {{"", "[meta]\nowner = \"HR\"\n[meta.more]\nx = [1, 2]"},
       {"key = \"deal\"", "key = \"deal\"\ncsv = { encoding = \"gb18030\", delimiter = \"|\", thousands = \" \", decimal = \",\", date = \"D.M.YY\" }"},
       {"name = \"A\"", "name = \"A\"\nraise = \"5%\"\ntitle = \"'Gold'\"\nbadge = true"}});
}

}  // namespace
}  // namespace attain::testing
