// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read.hpp"

#include <random>

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

using formula::dimension;
using formula::table_kind;

TEST(read, whole_plan_without_messages) {
  const checked_plan p{std::string(whole_plan)};
  EXPECT_TRUE(p.messages.empty()) << p.report();
}

TEST(read, head) {
  const checked_plan p{std::string(whole_plan)};
  EXPECT_EQ(p.plan.name, "Field sales");
  EXPECT_EQ(p.plan.currency, "CNY");
  EXPECT_EQ(p.at(p.plan.currency_where), "CNY");
  EXPECT_EQ(p.plan.minor_unit, 2);
  EXPECT_EQ(p.plan.rounding.mode, rounding_mode::half_up);
  ASSERT_TRUE(p.plan.period.has_value());
  EXPECT_EQ(date_to_text(p.plan.period->from), "2026-10-01");
  EXPECT_EQ(date_to_text(p.plan.period->to), "2026-10-31");
  EXPECT_EQ(checked_plan(changed("\"CNY\"", "\"KWD\"")).plan.minor_unit, 3);
  EXPECT_EQ(checked_plan(changed("\"CNY\"", "\"JPY\"")).plan.minor_unit, 0);
}

TEST(read, rounding_as_a_table_and_dates_as_texts) {
  const checked_plan p(changed("rounding = \"half-up\"", "rounding = { mode = \"down\", places = 1, multiple = \"0.5\" }"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(p.plan.rounding.mode, rounding_mode::down);
  EXPECT_EQ(p.plan.rounding.places, 1);
  EXPECT_EQ(p.plan.rounding.multiple, (decimal{5, 1}));
  EXPECT_EQ(p.plan.incentives.front().rounding.places, 1) << "lines of pay are rounded as the plan says";
  const checked_plan texts(changed("from = 2026-10-01, to = 2026-10-31", "from = \"2026-10-01\", to = \"2026/10/31\""));
  EXPECT_TRUE(texts.messages.empty()) << texts.report();
  ASSERT_TRUE(texts.plan.period.has_value());
  EXPECT_EQ(date_to_text(texts.plan.period->to), "2026-10-31");
}

TEST(read, tables) {
  const checked_plan p{std::string(whole_plan)};
  const formula::names& names = p.plan.names;
  ASSERT_EQ(names.tables.size(), 3U);
  ASSERT_EQ(names.population, 0U);
  EXPECT_EQ(names.tables[0].kind, table_kind::population);
  EXPECT_EQ(names.tables[1].kind, table_kind::event);
  EXPECT_EQ(names.tables[0].columns.size(), 8U);
  EXPECT_EQ(names.tables[0].key, std::vector<std::uint32_t>{0});
  EXPECT_TRUE(names.tables[0].columns[7].type_of.optional);
  const formula::table& deals = names.tables[1];
  ASSERT_EQ(deals.links.size(), 1U);
  EXPECT_EQ(deals.links[0].name, "rep");
  EXPECT_EQ(deals.links[0].target, 0U);
  ASSERT_NE(deals.find_column("rep"), formula::none) << "a link's column need not be listed";
  EXPECT_EQ(deals.columns[deals.find_column("rep")].type_of, formula::make_type(dimension::text));
  EXPECT_EQ(deals.links[0].columns, std::vector<std::uint32_t>{deals.find_column("rep")});
  EXPECT_EQ(deals.date, deals.find_column("closed"));
  EXPECT_TRUE(names.tables[2].key.empty());
}

TEST(read, names) {
  const checked_plan p{std::string(whole_plan)};
  const formula::names& names = p.plan.names;
  for (const char* name : {"reps", "deals", "visits", "sales_quota", "accelerator", "effective_visit", "revenue", "sales", "commission_by_attainment",
                           "commission", "bonus", "score", "grade", "payout", "payout_before_limit", "period"})
    EXPECT_TRUE(names.global.contains(name)) << name;
  EXPECT_FALSE(names.global.contains("amount")) << "columns of events belong to their table";
  EXPECT_TRUE(names.tables[0].members.contains("sales_quota"));
  EXPECT_TRUE(names.tables[0].members.contains("revenue"));
  EXPECT_TRUE(names.tables[1].members.contains("amount"));
  EXPECT_TRUE(names.tables[2].members.contains("effective_visit"));
  EXPECT_EQ(names.global.at("period").kind, formula::symbol_kind::period);
  EXPECT_EQ(names.global.at("sales").kind, formula::symbol_kind::parts);
}

TEST(read, parts) {
  const checked_plan p{std::string(whole_plan)};
  const auto& lists = p.plan.names.part_lists;
  const auto find = [&](std::string_view name) -> const formula::part_list& {
    return *std::find_if(lists.begin(), lists.end(), [&](const formula::part_list& l) { return l.name == name; });
  };
  const formula::part_list& sales = find("sales");
  EXPECT_EQ(sales.what, "indicator");
  EXPECT_EQ(sales.whole, formula::none);
  for (const char* part : {"actual", "target", "attainment", "score", "points"}) EXPECT_NE(sales.find(part), formula::none) << part;
  EXPECT_EQ(find("grade").whole, p.plan.grade_name);
  EXPECT_EQ(find("grade").find("multiplier"), p.plan.grade_attribute_values.at(0));
  const formula::part_list& visit = find("effective_visit");
  EXPECT_EQ(visit.whole, p.plan.evidence_rules.at(0).counted);
  EXPECT_EQ(visit.find("completeness"), p.plan.evidence_rules.at(0).completeness);
  EXPECT_EQ(visit.evidence, 0U);
  EXPECT_EQ(visit.table, 2U);
}

TEST(read, quantities_say_what_their_place_asks_for) {
  const checked_plan p{std::string(whole_plan)};
  EXPECT_EQ(p.quantity("commission.gate").expected, formula::make_type(dimension::boolean));
  EXPECT_EQ(p.quantity("commission.gate").purpose, "the gate of `commission`");
  EXPECT_EQ(p.at(p.quantity("commission.gate").where), "gate");
  EXPECT_EQ(p.quantity("commission.cap").expected, formula::make_type(dimension::money));
  EXPECT_EQ(p.quantity("sales.weight").table, 0U) << "weights may depend on the row";
  EXPECT_EQ(p.quantity("grade A.from").table, formula::none) << "bands are constants";
  EXPECT_EQ(p.quantity("sales.actual").table, 0U);
  EXPECT_FALSE(p.quantity("sales.actual").expected.has_value());
  EXPECT_EQ(p.quantity("goal sales_quota.value").expected, formula::make_type(dimension::money));
  EXPECT_EQ(p.at(p.quantity("grade A.from").formula.whole), "95");
  EXPECT_EQ(p.at(p.quantity("bonus.amount").formula.whole), "\"target_bonus * score / 100 * grade.multiplier\"");
}

TEST(read, rules_need_what_they_are_made_of) {
  const checked_plan p{std::string(whole_plan)};
  const auto needs = [&](std::string_view name) {
    std::string list;
    for (const std::uint32_t n : p.quantity(name).needs) list += (list.empty() ? "" : " ") + p.plan.names.quantities[n].name;
    return list;
  };
  EXPECT_EQ(needs("sales.attainment"), "sales.actual sales.target");
  EXPECT_EQ(needs("sales.points"), "sales.score sales.weight");
  EXPECT_EQ(needs("score"), "sales.points new_customers.points effective_visits.points sales.score sales.weight new_customers.score new_customers.weight "
                            "effective_visits.score effective_visits.weight late_reports.points");
  EXPECT_EQ(needs("grade"), "score grade A.from grade B.from");
  EXPECT_EQ(needs("grade.multiplier"), "grade grade A.multiplier grade B.multiplier");
  EXPECT_EQ(needs("commission"), "commission.amount commission.gate commission.cap");
  EXPECT_EQ(needs("payout_before_limit"), "commission bonus");
  EXPECT_EQ(needs("payout"), "payout_before_limit");
}

TEST(read, order_of_keys_does_not_matter) {
  std::string text(whole_plan);
  // All of the plan's head behind everything else.
  const std::size_t head = text.find("[plan]");
  const std::size_t parameters = text.find("[parameters]");
  text = text.substr(0, head) + text.substr(parameters) + "\n" + text.substr(head, parameters - head);
  const checked_plan p(text);
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(p.plan.currency, "CNY");
  EXPECT_EQ(p.plan.indicators.size(), 3U);
}

TEST(read, version) {
  expect_slips({
      {"attain = 1\n", "", code::language_version, "", "write `attain = 1` as its first line"},
      {"attain = 1", "attain = 2", code::language_version, "2", "this engine reads `attain = 1`"},
      {"attain = 1", "attain = \"1\"", code::wrong_value, "\"1\"", "version of the plan language"},
      {"attain = 1", "atain = 1", code::unknown_key, "atain", "did you mean `attain`?"},
  });
}

TEST(read, currency) {
  expect_slips({
      {"\"CNY\"", "\"CNX\"", code::unknown_currency, "CNX", "did you mean"},
      {"\"CNY\"", "\"RMB\"", code::unknown_currency, "RMB", "did you mean `CNY`?"},
      {"\"CNY\"", "\"cny\"", code::unknown_currency, "cny", "did you mean `CNY`?"},
      {"\"CNY\"", "\"renminbi\"", code::unknown_currency, "renminbi", "ISO 4217"},
  });
  const checked_plan p(changed("amount = \"target_bonus", "cap = \"500 CNX\"\namount = \"target_bonus"));
  EXPECT_FALSE(p.messages.empty());
  std::string twice = changed("\"CNY\"", "\"CNX\"");
  twice.replace(twice.find("4 * target_bonus"), 16, "500 CNX");
  const checked_plan consistent(twice);
  EXPECT_EQ(consistent.messages.size(), 1U) << consistent.report();
}

TEST(read, lost_statements_make_no_further_mistakes) {
  for (const auto& [find, put] : std::vector<std::pair<std::string, std::string>>{{"weight = \"50%\"", "weight = \"50%"},
                                                                                  {"revenue = \"sum", "revenue = sum"},
                                                                                  {"currency = \"CNY\"", "currency = CNY"},
                                                                                  {"key = \"deal\"", "key = deal"},
                                                                                  {"target = \"sales_quota\"", "target = \"sales_quota"},
                                                                                  {"commission_rate = \"3%\"", "commission_rate = 3%"},
                                                                                  {"kind = \"marginal\"", "kind = marginal"},
                                                                                  {"from = 95", "from = 95 points"},
                                                                                  {"attain = 1", "attain = one"}}) {
    SCOPED_TRACE(find + " -> " + put);
    const checked_plan p(changed(find, put));
    EXPECT_EQ(p.messages.size(), 1U) << p.report();
  }
}

TEST(read, all_mistakes_in_one_run) {
  std::string text = changed("\"CNY\"", "\"CNX\"");
  for (const auto& [find, put] : std::vector<std::pair<std::string, std::string>>{{"date = \"visited\"", "date = \"visted\""},
                                                                                  {"weight = \"30%\"", "wait = \"30%\""},
                                                                                  {"cap = 120", "cap = [120]"},
                                                                                  {"gate = \"effective_visits", "gate = \"effective_vists"}})
    text.replace(text.find(find), find.size(), put);
  const checked_plan p(text);
  std::vector<std::string> codes;
  for (const diagnostic& d : p.messages) codes.push_back(to_string(d.code));
  std::sort(codes.begin(), codes.end());
  EXPECT_EQ(codes, (std::vector<std::string>{"A1003", "A1005", "A3001", "A4009", "A4012"})) << p.report();
}

TEST(read, nothing_of_a_document_that_is_not_readable) {
  const checked_plan p("attain = 1\n\xFF");
  ASSERT_EQ(p.messages.size(), 1U) << p.report();
  EXPECT_EQ(p.messages[0].code, code::not_utf8);
}

TEST(read, a_plan_of_too_many_values) {
  std::string text = "attain = 1\n[meta]\nx = [";
  for (int i = 0; i < 60'000; ++i) text += "1,";
  const checked_plan p(text + "]\n");
  ASSERT_EQ(p.messages.size(), 1U) << p.report().substr(0, 1000);
  EXPECT_EQ(p.messages[0].code, code::too_large);
}

TEST(read, very_many_unknown_columns_are_told_in_time) {
  std::string columns;
  std::string asked;
  for (int i = 0; i < 3'000; ++i) {
    columns += "column_" + std::to_string(i) + " = \"text\", ";
    asked += "\"question_" + std::to_string(i) + "\", ";
  }
  const checked_plan p("attain = 1\n[plan]\nname = \"x\"\ncurrency = \"CNY\"\n[tables.reps]\nkey = \"rep\"\ncolumns = { " + columns +
                       "rep = \"text\" }\n[evidence.e]\nof = \"reps\"\nrequires = [" + asked + "]\n");
  EXPECT_EQ(p.messages.count(), 3'000U);
}

TEST(read, an_empty_document_lacks_what_a_plan_needs) {
  const checked_plan p("");
  std::vector<std::string> codes;
  for (const diagnostic& d : p.messages) codes.push_back(to_string(d.code) + " " + d.message);
  EXPECT_EQ(codes, (std::vector<std::string>{"A1004 a plan has no `plan` and no `tables`",
                                             "A1002 the plan does not say which version of the language it is written in"}))
      << p.report();
}

/// Every place in a message must be in the text, or drawing it would fail.
void expect_places_in_text(const checked_plan& p) {
  for (const diagnostic& d : p.messages) {
    ASSERT_LE(d.where.begin, d.where.end);
    ASSERT_LE(d.where.end, p.text.text().size());
  }
}

TEST(read, truncated_plans_do_not_break_anything) {
  for (std::size_t size = 0; size < whole_plan.size(); size += 13) {
    SCOPED_TRACE(size);
    expect_places_in_text(checked_plan(std::string(whole_plan.substr(0, size))));
  }
}

TEST(read, mutated_plans_do_not_break_anything) {
  constexpr unsigned seed = 20261001;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  static constexpr std::string_view pieces = "[]{}=\"',.\n%0a-#_ ";
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (int round = 0; round < 400; ++round) {
    std::string text(whole_plan);
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t place = below(text.size());
      switch (below(4)) {
        case 0: text[place] = pieces[below(pieces.size())]; break;
        case 1: text.erase(place, 1 + below(20)); break;
        case 2: text.insert(place, 1, pieces[below(pieces.size())]); break;
        default: text.insert(place, text.substr(below(text.size()), 1 + below(60))); break;
      }
    }
    SCOPED_TRACE(round);
    expect_places_in_text(checked_plan(text));
  }
}

TEST(read, lines_can_be_left_out_and_exchanged) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(whole_plan)};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    SCOPED_TRACE(lines[i]);
    std::string without;
    std::string exchanged;
    for (std::size_t j = 0; j < lines.size(); ++j) {
      if (j != i) without += lines[j] + "\n";
      exchanged += lines[j == i ? i + (i + 1 < lines.size() ? 1 : 0) : (j == i + 1 ? i : j)] + "\n";
    }
    expect_places_in_text(checked_plan(without));
    expect_places_in_text(checked_plan(exchanged));
  }
}

}  // namespace
}  // namespace attain::testing
