// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/read_tables.hpp"

#include "plan_testing.hpp"

namespace attain::testing {
namespace {

using formula::dimension;
using formula::table_kind;

const std::string head = "attain = 1\n[plan]\nname = \"x\"\ncurrency = \"CNY\"\n";

const formula::table& table(const checked_plan& p, std::string_view name) { return p.plan.names.tables.at(p.plan.names.find_table(name)); }

TEST(read_tables, long_forms) {
  const checked_plan p(head + R"(
[tables.reps]
key = ["person", "post"]
columns = { person = "text", post = "text", quota = { type = "money", from = ["Quota", "配额"], missing = " -" } }
[tables.deals]
link = { seat = { table = "reps", columns = ["seller", "post"], optional = true, ignore = [" HOUSE "] }, product = "products?" }
columns = { amount = { type = "money?", missing = ["N/A\u3000", "-"] } }
[tables.products]
key = "product"
columns = { product = "number" }
[tables.refunds]
link = { deal = { table = "sales", columns = "deal" } }
[tables.sales]
key = "deal"
link = { seat = { table = "reps", columns = ["person", "post"] } }
)");
  EXPECT_TRUE(p.messages.empty()) << p.report();
  const formula::table& deals = table(p, "deals");
  ASSERT_EQ(deals.links.size(), 2U);
  EXPECT_TRUE(deals.links[0].optional);
  EXPECT_EQ(deals.links[0].ignore, std::vector<std::string>{"HOUSE"});
  EXPECT_EQ(deals.links[0].columns.size(), 2U);
  EXPECT_EQ(deals.columns[deals.links[0].columns[0]].name, "seller");
  EXPECT_TRUE(deals.links[1].optional);
  EXPECT_EQ(deals.columns[deals.links[1].columns[0]].type_of.kind, dimension::number) << "a link's column takes the type of the key";
  const formula::table& reps = table(p, "reps");
  EXPECT_EQ(reps.key.size(), 2U);
  EXPECT_EQ(reps.columns[2].from, (std::vector<std::string>{"Quota", "配额"}));
  EXPECT_EQ(reps.columns[2].blank, std::vector<std::string>{"-"});
  EXPECT_EQ(deals.columns[0].blank, (std::vector<std::string>{"N/A", "-"}));
  EXPECT_EQ(table(p, "products").kind, table_kind::reference);
  EXPECT_EQ(table(p, "refunds").kind, table_kind::event) << "events may lead to the population over other events";
  EXPECT_EQ(table(p, "sales").key, std::vector<std::uint32_t>{table(p, "sales").find_column("deal")});
}

TEST(read_tables, unlisted_key_takes_the_type_of_the_key_it_links_to) {
  const checked_plan p(head + R"(
[tables.reps]
key = "person"
link = { person = "people" }
[tables.people]
key = "person"
columns = { person = "number" }
[tables.deals]
link = { person = "reps" }
)");
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(table(p, "reps").columns.at(0).type_of.kind, dimension::number);
  EXPECT_EQ(table(p, "deals").columns.at(0).type_of.kind, dimension::number);
}

TEST(read_tables, an_empty_list_of_columns_is_one) {
  const checked_plan p(head + R"(
[tables.reps]
key = "rep"
[tables.entries]
key = "entry"
link = { rep = "reps" }
columns = {}
)");
  EXPECT_TRUE(p.messages.empty()) << p.report();
  for (const formula::column& c : table(p, "entries").columns) EXPECT_EQ(c.type_of.kind, dimension::text) << c.name;
}

TEST(read_tables, hierarchy) {
  const checked_plan p(changed("key = \"rep\"", "key = \"rep\"\nlink = { manager = \"reps?\" }"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(table(p, "reps").links.at(0).target, p.plan.names.population);
  EXPECT_EQ(table(p, "reps").kind, table_kind::population);
}

TEST(read_tables, the_population_can_be_named) {
  std::string text = head + "population = \"sellers\"\n[tables.sellers]\nkey = \"id\"\n[tables.reps]\nkey = \"id2\"\n";
  const checked_plan p(text);
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(table(p, "sellers").kind, table_kind::population);
  EXPECT_EQ(table(p, "reps").kind, table_kind::reference);
}

TEST(read_tables, money_of_the_plans_currency_is_plain_money) {
  const checked_plan p(head + "[tables.reps]\nkey = \"id\"\ncolumns = { a = \"money[CNY]\", b = \"money[USD]?\" }\n");
  EXPECT_TRUE(p.messages.empty()) << p.report();
  EXPECT_EQ(table(p, "reps").columns.at(0).type_of, formula::make_type(dimension::money));
  EXPECT_EQ(table(p, "reps").columns.at(1).type_of, (formula::type{dimension::money, "USD", true}));
}

TEST(read_tables, how_its_file_is_written) {
  const checked_plan p(changed(
      "key = \"deal\"", "key = \"deal\"\ncsv = { encoding = \"utf-16\", delimiter = \"\\t\", thousands = \".\", decimal = \",\", date = \"dd.mm.yyyy\" }"));
  EXPECT_TRUE(p.messages.empty()) << p.report();
  const formula::file_format& file = table(p, "deals").file;
  EXPECT_EQ(file.encoding, "utf-16");
  EXPECT_EQ(file.delimiter, '\t');
  EXPECT_EQ(file.cells.thousands, '.');
  EXPECT_EQ(file.cells.decimal, ',');
  EXPECT_EQ(file.cells.date->match("31.10.2026"), (civil_date{2026, 10, 31}));
  const formula::file_format& other = table(p, "reps").file;
  EXPECT_EQ(other.encoding, "");
  EXPECT_EQ(other.delimiter, ',');
  EXPECT_TRUE(other.cells.has_plain_numbers());
}

TEST(read_tables, mistakes_about_the_file) {
  const std::string key = "key = \"deal\"";
  expect_slips({
      {key, key + "\ncsv = { encoding = \"utf8\" }", code::unknown_word, "\"utf8\"", "did you mean `utf-8`?"},
      {key, key + "\ncsv = { delimiter = \":\" }", code::unknown_word, "\":\"", "write one of `,`, `;`"},
      {key, key + "\ncsv = { thousands = \".\" }", code::wrong_value, ".", "decimal = \",\""},
      {key, key + "\ncsv = { thousands = \",\", decimal = \",\" }", code::wrong_value, ",", "thousands = \".\""},
      {key, key + "\ncsv = { date = \"%d/%m/%Y\" }", code::wrong_value, "%d/%m/%Y", "DD/MM/YYYY"},
      {key, key + "\ncsv = { dates = \"DD/MM/YYYY\" }", code::unknown_key, "dates", "did you mean `date`?"},
  });
}

TEST(read_tables, mistakes) {
  expect_slips({
      {"sales_quota = \"money\"", "sales_quota = \"mony\"", code::unknown_word, "mony", "did you mean `money`?"},
      {"overdue_reports = \"count?\"", "overdue_reports = \"cout?\"", code::unknown_word, "cout?", "did you mean `count?`?"},
      {"sales_quota = \"money\"", "sales_quota = \"money[XYZ]\"", code::unknown_currency, "money[XYZ]", "money["},
      {"link = { rep = \"reps\" }\ndate = \"closed\"", "link = { rep = \"rep\" }\ndate = \"closed\"", code::unknown_table, "rep", "did you mean `reps`?"},
      {"date = \"closed\"", "date = \"close\"", code::unknown_column, "close", "did you mean `closed`?"},
      {"date = \"closed\"", "date = \"paid\"", code::wrong_type, "paid", "paid = \"date\""},
      {"key = \"rep\"\n", "", code::missing_key, "reps", "key = \"rep\""},
  });
}

TEST(read_tables, links_that_cannot_be_followed) {
  const std::string reps = "[tables.reps]\nkey = [\"person\", \"post\"]\n";
  const std::vector<std::tuple<std::string, std::string, std::string>> cases = {
      {reps + "[tables.deals]\nlink = { seat = \"reps\" }", "reps", "seat = { table = \"reps\", columns = [\"person\", \"post\"] }"},
      {"[tables.reps]\nkey = \"rep\"\n[tables.deals]\nlink = { x = \"things\" }\n[tables.things]\ncolumns = { y = \"text\" }", "things", "[tables.things] key"},
      {"[tables.reps]\nkey = \"rep\"\n[tables.deals]\nlink = { rep = \"reps\" }\ncolumns = { rep = \"number\" }", "rep", "the same type"},
  };
  for (const auto& [text, at, help] : cases) {
    SCOPED_TRACE(text);
    expect_message(checked_plan(head + text), {"", "", code::bad_link, at, help});
  }
}

TEST(read_tables, the_population_is_missing) {
  expect_message(checked_plan(head + "[tables.sellers]\nkey = \"id\"\n"), {"", "", code::unknown_table, "[tables.sellers]", "population = \"sellers\""});
  expect_message(checked_plan(head + "population = \"seller\"\n[tables.sellers]\nkey = \"id\"\n"),
                 {"", "", code::unknown_table, "seller", "did you mean `sellers`?"});
}

TEST(read_tables, names_that_clash) {
  expect_slips({
      {"team = \"text\"", "deals = \"text\"", code::name_clash, "deals", "rename one of them"},
      {"accelerator = 1.5", "accelerator = 1.5\nteam = 1", code::name_clash, "team", "rename one of them"},
      {"cost = \"money\"", "score = \"money\"", code::reserved_name, "score", "from = \"score\""},
      {"team = \"text\"", "grade = \"text\"", code::reserved_name, "grade", "from = \"grade\""},
      {"cost = \"money\"", "\"\" = \"money\"", code::bad_identifier, "\"\"", "back-ticks"},
  });
  const checked_plan p(changed("accelerator = 1.5", "accelerator = 1.5\nteam = 1"));
  ASSERT_EQ(p.messages[0].related.size(), 1U);
  EXPECT_EQ(p.text.position_of(p.messages[0].related[0].where.begin).line, 10U) << "the later of the two is to blame";
}

}  // namespace
}  // namespace attain::testing
