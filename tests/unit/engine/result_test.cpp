// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/result.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace attain {
namespace {

result_column column(formula::dimension kind, int places, numeric mode, std::size_t rows = 3) {
  return {"x", "an x", formula::make_type(kind), places, mode, rows};
}

TEST(result, exact_money_has_its_minor_unit_and_numbers_drop_zeros) {
  result_column money = column(formula::dimension::money, 2, numeric::exact);
  result_column number = column(formula::dimension::number, 9, numeric::exact);
  ASSERT_TRUE(money.set_decimal(0, {5, 1}));
  ASSERT_TRUE(number.set_decimal(0, {5, 1}));
  EXPECT_EQ(money.text(0), "0.50");
  EXPECT_EQ(number.text(0), "0.5");
  EXPECT_EQ(number.as_double(0), 0.5);
  EXPECT_EQ(number.as_decimal(0), (decimal{5, 1}));
  EXPECT_FALSE(money.is_present(1));
  EXPECT_EQ(money.text(1), "");
  EXPECT_EQ(money.as_decimal(1), std::nullopt);
  EXPECT_TRUE(std::isnan(money.as_double(1)));
}

TEST(result, exact_numbers_widen_and_end_at_38_digits) {
  result_column c = column(formula::dimension::number, 9, numeric::exact);
  ASSERT_TRUE(c.set_decimal(0, {-12, 0}));
  ASSERT_TRUE(c.set_decimal(1, {power_of_ten(20), 0}));
  EXPECT_EQ(c.text(0), "-12");
  EXPECT_EQ(c.text(1), "100000000000000000000");
  EXPECT_FALSE(c.set_decimal(2, {power_of_ten(30), 0}));
  EXPECT_FALSE(c.is_present(2));
  EXPECT_EQ(c.text(2), "");
}

TEST(result, fast_numbers_print_plain_digits) {
  result_column money = column(formula::dimension::money, 2, numeric::fast);
  result_column number = column(formula::dimension::number, 9, numeric::fast);
  money.set_double(0, 1234.5);
  number.set_double(0, 1e21);
  number.set_double(1, 0.1);
  EXPECT_EQ(money.text(0), "1234.50");
  EXPECT_EQ(number.text(0), "1000000000000000000000");
  EXPECT_EQ(number.text(1), "0.1");
  EXPECT_EQ(number.as_decimal(1), (decimal{1, 1}));
}

TEST(result, other_kinds) {
  result_column text = column(formula::dimension::text, 0, numeric::exact);
  result_column flag = column(formula::dimension::boolean, 0, numeric::exact);
  result_column date = column(formula::dimension::date, 0, numeric::exact);
  text.set_text(0, "A");
  text.set_text(1, "");
  text.set_text(2, "A");
  flag.set_boolean(0, true);
  date.set_date(0, 20000);
  EXPECT_EQ(text.text(0), "A");
  EXPECT_EQ(text.as_text(2), "A");
  EXPECT_TRUE(text.is_present(1));
  EXPECT_EQ(text.as_decimal(0), std::nullopt);
  EXPECT_EQ(flag.text(0), "true");
  EXPECT_EQ(flag.as_double(0), 1);
  EXPECT_EQ(date.text(0), "2024-10-04");
}

TEST(result, many_distinct_texts_stay_apart) {
  result_column c = column(formula::dimension::text, 0, numeric::exact, 10'000);
  for (std::size_t i = 0; i < c.size(); ++i) c.set_text(i, "R" + std::to_string(i / 2));
  for (std::size_t i = 0; i < c.size(); ++i) EXPECT_EQ(c.as_text(i), "R" + std::to_string(i / 2));
}

}  // namespace
}  // namespace attain
