// SPDX-License-Identifier: Apache-2.0
/// The compiled plan as a host sees it, and that no text, however broken, makes it do anything but report.
#include "attain/program/plan.hpp"

#include <array>
#include <cctype>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "attain/engine/score_plan.hpp"
#include "unit/program/lowered.hpp"

namespace attain {
namespace {

using program::testing::shown;
using program::testing::tables_of_the_plan;

TEST(plan, a_good_plan_has_a_program_and_nothing_to_report) {
  const plan p = plan::parse(std::string(tables_of_the_plan) + shown("a", "quota * 2"));
  EXPECT_TRUE(p.ok());
  EXPECT_EQ(p.report(), "");
  EXPECT_EQ(p.code().outputs.size(), 1U);
  EXPECT_EQ(p.model().currency, "CNY");
}

TEST(plan, a_plan_that_was_moved_from_is_still_one) {
  plan p = plan::parse(std::string(tables_of_the_plan) + shown("a", "quota * 2"));
  const plan q = std::move(p);
  EXPECT_TRUE(q.ok());
  EXPECT_TRUE(p.ok());
  EXPECT_EQ(p.report(), "");
  plan r = plan::parse("attain = 1");
  r = std::move(p);
  EXPECT_TRUE(p.ok() && r.ok());
  static_assert(std::is_nothrow_move_constructible_v<plan> && std::is_nothrow_move_assignable_v<plan>);
}

TEST(plan, a_bad_plan_is_a_plan_that_cannot_be_scored_with) {
  const plan p = plan::parse(std::string(tables_of_the_plan) + shown("a", "qouta * 2") + shown("b", "quota + 5%"), "sales.toml");
  EXPECT_FALSE(p.ok());
  ASSERT_EQ(p.messages().size(), 2U);
  EXPECT_EQ(p.report().substr(0, 11), "sales.toml:");
  EXPECT_NE(p.report().find("2 errors"), std::string::npos);
  EXPECT_THROW(static_cast<void>(score(p, tables())), error);
}

TEST(plan, warnings_do_not_make_a_plan_bad) {
  const plan p = plan::parse(std::string(tables_of_the_plan) +
                             "[[indicators]]\nname = \"sales\"\nactual = \"sum(deals.amount)\"\ntarget = \"quota\"\nweight = \"100%\"\n" +
                             shown("a", "sales.attainment > 60"));
  EXPECT_TRUE(p.ok()) << p.report();
  EXPECT_EQ(p.messages().size(), 1U);
  EXPECT_NE(p.report().find("1 warning"), std::string::npos) << p.report();
}

TEST(plan, more_mistakes_than_anybody_reads_are_counted) {
  std::string text = std::string(tables_of_the_plan) + "[define]\n";
  for (int i = 0; i < 1203; ++i) text += "d" + std::to_string(i) + " = \"unheard_of\"\n";
  const plan p = plan::parse(text);
  EXPECT_EQ(p.messages().size(), 1000U);
  const std::string report = p.report();
  EXPECT_EQ(report.substr(report.size() - 50), "\n\n… and 203 more: mend these first\n\n1203 errors\n") << report.substr(report.size() - 200);
}

TEST(plan, messages_stand_in_the_order_of_the_text) {
  const plan p = plan::parse(std::string(tables_of_the_plan) + "[define]\nz = \"qouta\"\na = \"taem\"\n[[incentives]]\nname = \"x\"\namount = \"5%\"\n");
  ASSERT_EQ(p.messages().size(), 3U) << p.report();
  for (std::size_t i = 1; i < 3; ++i) EXPECT_LT(p.messages()[i - 1].where.begin, p.messages()[i].where.begin);
}

TEST(plan, a_file_that_cannot_be_read_is_an_error_of_the_host) {
  EXPECT_THROW(static_cast<void>(plan::load(ATTAIN_SOURCE_DIR "/no/such/plan.toml")), error);
  EXPECT_THROW(static_cast<void>(plan::load(ATTAIN_SOURCE_DIR)), error);
  EXPECT_TRUE(plan::load(ATTAIN_SOURCE_DIR "/examples/field-sales/plan.toml").ok());
}

constexpr std::string_view small_json = R"json({"attain": 1, "plan": {"name": "Team", "currency": "CNY", "period": {"from": "2026-10-01", "to": "2026-10-31"}},
  "parameters": {"start": "2026-10-15", "rate": "3%"},
  "tables": {"reps": {"key": "rep", "columns": {"sales": "money", "joined": "date"}}},
  "incentives": [{"name": "bonus", "amount": "if(joined < start, sales * rate, 0)", "cap": 12345678901234567.89}]})json";

constexpr std::string_view small_toml = R"toml(# The same in TOML
attain = 1
plan.name = "Team"
plan.currency = 'CNY'
parameters = { rate = "3%", start = 2026-10-15 }
[[incentives]]
cap = 12345678901234567.89
amount = "if(joined < start, sales * rate, 0)"
name = "bonus"
[tables.reps.columns]
joined = "date"
sales = "money"
[tables.reps]
key = "rep"
[plan.period]
from = 2026-10-01
to = 2026-10-31
)toml";

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string result(text);
  const std::size_t at = result.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? result : result.replace(at, what.size(), with);
}

TEST(plan, json_is_a_plan_too) {
  const plan p = plan::parse(std::string(small_json));
  EXPECT_TRUE(p.ok()) << p.report();
  EXPECT_EQ(p.text().name(), "plan.json");
  const std::string toml = replaced(small_toml, "12345678901234567.89", "\"12345678901234567.89\"");
  EXPECT_TRUE(plan::parse(toml).ok()) << "a long number needs quotes in TOML alone\n" << plan::parse(toml).report();
}

TEST(plan, toml_and_json_of_one_plan_have_one_digest) {
  const std::string json = replaced(small_json, "12345678901234567.89", "1000.50");
  const std::string toml = replaced(small_toml, "12345678901234567.89", "1000.5");
  const plan a = plan::parse(json);
  const plan b = plan::parse(toml);
  ASSERT_TRUE(a.ok() && b.ok()) << a.report() << b.report();
  EXPECT_EQ(a.canonical(), b.canonical());
  EXPECT_EQ(a.digest(), b.digest());
  EXPECT_EQ(a.digest(), sha256(a.canonical()));
  EXPECT_EQ(plan::parse(a.canonical()).digest(), a.digest());
  EXPECT_NE(plan::parse(replaced(json, "1000.50", "1000.51")).digest(), a.digest());
  EXPECT_NE(plan::parse(replaced(json, "\"3%\"", "\"4%\"")).digest(), a.digest());
  EXPECT_EQ(plan::parse(replaced(json, "3%", "3 %%")).digest(), "") << "a plan with errors has none";
}

TEST(plan, a_message_knows_its_place_in_the_tree) {
  const plan json = plan::parse(replaced(small_json, "sales * rate", "salse * rate"));
  ASSERT_EQ(json.messages().size(), 1U) << json.report();
  EXPECT_EQ(json.messages()[0].place, (tree_place{"/incentives/0/amount", 20}));
  EXPECT_NE(json.report().find(" = place: /incentives/0/amount, character 20\n"), std::string::npos) << json.report();
  const plan toml = plan::parse(replaced(replaced(small_toml, "12345678901234567.89", "1"), "sales * rate", "salse * rate"));
  ASSERT_EQ(toml.messages().size(), 1U) << toml.report();
  EXPECT_EQ(toml.messages()[0].place, (tree_place{"/incentives/0/amount", 20}));
  EXPECT_EQ(toml.report().find("place:"), std::string::npos) << "line and column say enough";
}

TEST(plan, the_format_can_be_said) {
  EXPECT_TRUE(plan::parse(std::string(small_json), "plan from the database", document::format::json).ok());
  EXPECT_FALSE(plan::parse(std::string(small_json), "plan.toml").ok());
  EXPECT_TRUE(plan::parse(std::string(small_json), "plan.toml", document::format::json).ok());
}

std::string example() {
  std::ifstream file(ATTAIN_SOURCE_DIR "/examples/field-sales/plan.toml", std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// Parses a text; a plan that results is scored with tables that have no rows. Whatever is thrown is a defect.
void expect_calm(const std::string& text, const std::string& what) {
  try {
    const plan p = plan::parse(text);
    EXPECT_EQ(p.report().empty(), p.messages().empty()) << what;
    for (const diagnostic& d : p.messages()) {
      EXPECT_LE(d.where.begin, d.where.end) << what;
      EXPECT_LE(d.where.end, text.size()) << what;
    }
    if (!p.ok()) return;
    tables empty;
    for (const formula::table& t : p.model().names.tables) {
      input_table& data = empty.add(t.name);
      for (const formula::column& c : t.columns) data.add(c.from.empty() ? c.name : c.from.front(), std::span<const std::string_view>());
    }
    static_cast<void>(score(p, empty).issues.size());
  } catch (const std::exception& e) {
    ADD_FAILURE() << what << ": " << e.what() << "\n" << text;
  }
}

TEST(plan, every_beginning_of_a_plan_is_reported_or_compiled) {
  const std::string whole = example();
  ASSERT_GT(whole.size(), 4000U);
  for (std::size_t size = 0; size < whole.size(); size += 7) expect_calm(whole.substr(0, size), "the first " + std::to_string(size) + " bytes");
}

TEST(plan, changed_plans_are_reported_or_compiled) {
  const std::string whole = example();
  const std::array<std::string_view, 28> pieces = {"",  "(",   ")",       "[",    "]",     "{",       "}",  "\"",        "'",    "`",
                                                   ",", ".",   "=",       "%",    "\n",    "-",       "0",  "1e99",      "华东", "\xFF",
                                                   " ", "if(", "missing", "sum(", "deals", " where ", "[[", "2026-13-01"};
  constexpr std::uint32_t seed = 20261001;
  std::mt19937 random(seed);
  const auto below = [&random](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (int run = 0; run < 500; ++run) {
    std::string text = whole;
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(text.size());
      switch (below(4)) {
        case 0: text.erase(at, 1 + below(12)); break;
        case 1: text.insert(at, pieces[below(pieces.size())]); break;
        case 2: text.replace(at, 1, pieces[below(pieces.size())]); break;
        default: text.insert(at, text.substr(below(text.size()), 1 + below(40))); break;
      }
    }
    expect_calm(text, "seed " + std::to_string(seed) + ", run " + std::to_string(run));
  }
}

TEST(plan, changed_plans_in_json_are_reported_or_compiled) {
  const std::string whole = plan::parse(example()).canonical();
  ASSERT_GT(whole.size(), 3000U);
  for (std::size_t size = 0; size < whole.size(); size += 67) expect_calm(whole.substr(0, size), "the first " + std::to_string(size) + " bytes");
  const std::array<std::string_view, 18> pieces = {"",  "(", ")",    "[",    "]",       "{",  "}", "\"",   "\\",
                                                   ",", ":", "null", "1e99", "\\u9500", "[[", "0", "华东", "\xFF"};
  constexpr std::uint32_t seed = 20261001;
  std::mt19937 random(seed);
  for (int run = 0; run < 200; ++run) {
    std::string text = whole;
    for (std::size_t changes = 1 + random() % 3; changes > 0; --changes) text.replace(random() % text.size(), random() % 4, pieces[random() % pieces.size()]);
    expect_calm(text, "seed " + std::to_string(seed) + ", run " + std::to_string(run));
  }
}

/// Words exchanged for others of the plan: texts that are well formed and mean something else.
TEST(plan, plans_with_exchanged_words_are_reported_or_compiled) {
  const std::string whole = example();
  std::vector<std::pair<std::size_t, std::size_t>> words;
  for (std::size_t i = 0; i < whole.size();) {
    std::size_t end = i;
    while (end < whole.size() && (std::isalnum(static_cast<unsigned char>(whole[end])) != 0 || whole[end] == '_')) ++end;
    if (end > i) words.emplace_back(i, end - i);
    i = end + 1;
  }
  ASSERT_GT(words.size(), 200U);
  constexpr std::uint32_t seed = 7;
  std::mt19937 random(seed);
  for (int run = 0; run < 500; ++run) {
    const auto from = words[random() % words.size()];
    const auto to = words[random() % words.size()];
    std::string text = whole;
    text.replace(to.first, to.second, whole.substr(from.first, from.second));
    expect_calm(text, "seed " + std::to_string(seed) + ", run " + std::to_string(run));
  }
}

}  // namespace
}  // namespace attain
