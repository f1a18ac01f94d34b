// SPDX-License-Identifier: Apache-2.0
/// The table of dimensions, both ways round, and the help that follows a mistake.
#include "attain/formula/dimension.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace attain::formula {
namespace {

std::string result_of(std::string_view a, operation op, std::string_view b) {
  const auto left = parse_type(a);
  const auto right = parse_type(b);
  if (!left || !right) return "no such type";
  const auto result = arithmetic_type(op, *left, *right);
  return result ? to_text(*result) : "-";
}

struct row {
  std::string_view a;
  std::string_view b;
  std::string_view sum;
  std::string_view difference;
  std::string_view product;
  std::string_view quotient;
  std::string_view power;
};

TEST(dimension, operators) {
  const row rows[] = {{"number", "number", "number", "number", "number", "number", "number"},
                      {"ratio", "ratio", "ratio", "ratio", "number", "number", "number"},
                      {"count", "count", "count", "count", "count", "number", "number"},
                      {"count", "ratio", "number", "number", "number", "number", "number"},
                      {"money", "money", "money", "money", "-", "number", "-"},
                      {"money", "number", "-", "-", "money", "money", "-"},
                      {"number", "money", "-", "-", "money", "-", "-"},
                      {"money", "count", "-", "-", "money", "money", "-"},
                      {"money[USD]", "money[USD]", "money[USD]", "money[USD]", "-", "number", "-"},
                      {"money[USD]", "money", "-", "-", "-", "-", "-"},
                      {"money[USD]", "ratio", "-", "-", "money[USD]", "money[USD]", "-"},
                      {"money", "days", "-", "-", "-", "-", "-"},
                      {"days", "money", "-", "-", "-", "-", "-"},
                      {"days", "days", "days", "days", "-", "number", "-"},
                      {"days", "number", "-", "-", "days", "days", "-"},
                      {"number", "days", "-", "-", "days", "-", "-"},
                      {"date", "date", "-", "days", "-", "-", "-"},
                      {"date", "days", "date", "date", "-", "-", "-"},
                      {"days", "date", "date", "-", "-", "-", "-"},
                      {"date", "number", "-", "-", "-", "-", "-"},
                      {"text", "number", "-", "-", "-", "-", "-"},
                      {"number", "text", "-", "-", "-", "-", "-"},
                      {"bool", "bool", "-", "-", "-", "-", "-"}};
  for (const row& r : rows) {
    SCOPED_TRACE(std::string(r.a) + " and " + std::string(r.b));
    EXPECT_EQ(result_of(r.a, operation::add, r.b), r.sum);
    EXPECT_EQ(result_of(r.a, operation::subtract, r.b), r.difference);
    EXPECT_EQ(result_of(r.a, operation::multiply, r.b), r.product);
    EXPECT_EQ(result_of(r.a, operation::divide, r.b), r.quotient);
    EXPECT_EQ(result_of(r.a, operation::power, r.b), r.power);
  }
}

TEST(dimension, what_was_reported_already_makes_no_further_mistake) {
  const type unknown;
  const type missing = make_type(dimension::missing);
  for (const operation op : {operation::add, operation::subtract, operation::multiply, operation::divide, operation::power}) {
    for (const dimension d : {dimension::number, dimension::money, dimension::days, dimension::date}) {
      for (const type& open : {unknown, missing}) {
        const auto left = arithmetic_type(op, open, make_type(d));
        const auto right = arithmetic_type(op, make_type(d), open);
        ASSERT_TRUE(left && right);
        EXPECT_TRUE(left->is_unknown() && right->is_unknown());
      }
    }
    EXPECT_FALSE(arithmetic_type(op, missing, make_type(dimension::text)));
  }
}

TEST(dimension, help) {
  const auto help = [](std::string_view a, operation op, std::string_view b) { return arithmetic_help(op, *parse_type(a), *parse_type(b), "EUR", "an amount is written `500 EUR`"); };
  EXPECT_EQ(help("money", operation::add, "number"), "a share of money is a product: write `x * (1 + 5%)` or `x * 5%`; an amount is written `500 EUR`");
  EXPECT_EQ(help("money[USD]", operation::subtract, "money"), "convert the amount in USD to EUR: `convert(x, on = day)` or `convert(x, rate)`");
  EXPECT_EQ(help("money", operation::add, "money[USD]"), "convert the amount in USD to EUR: `convert(x, on = day)` or `convert(x, rate)`");
  EXPECT_EQ(help("money[USD]", operation::add, "money[JPY]"), "convert both to EUR: `convert(x, on = day)` or `convert(x, rate)`");
  EXPECT_EQ(help("date", operation::add, "date"), "two dates can only be compared or subtracted");
  EXPECT_EQ(help("date", operation::add, "number"), "write a number of days as `30 days`");
  EXPECT_EQ(help("days", operation::add, "ratio"), "a share of days is a product: write `x * 10%`");
  EXPECT_EQ(help("money", operation::divide, "days"), "divide the days by days, so that they are a plain number: `x / 1 day`, `(left - joined) / 30 days`");
  EXPECT_EQ(help("money", operation::add, "text"), "a text cannot be calculated with");
  EXPECT_EQ(help("number", operation::divide, "money"), "divide by a plain number, or money by money");
}

}  // namespace
}  // namespace attain::formula
