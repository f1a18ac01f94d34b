// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/currency.hpp"

#include <gtest/gtest.h>

namespace attain::model {
namespace {

TEST(currency, minor_units) {
  const std::pair<const char*, int> expected[] = {{"CNY", 2}, {"USD", 2}, {"EUR", 2}, {"JPY", 0}, {"KRW", 0}, {"KWD", 3}, {"TND", 3}, {"AED", 2}, {"ZWG", 2}};
  for (const auto& [code, places] : expected) {
    const currency* found = find_currency(code);
    ASSERT_NE(found, nullptr) << code;
    EXPECT_EQ(found->minor_unit, places) << code;
  }
}

TEST(currency, unknown_codes) {
  for (const char* code : {"", "CN", "cny", "CNYY", "XXX", "RMB", "AAA", "ZZZ"}) EXPECT_EQ(find_currency(code), nullptr) << code;
}

TEST(currency, every_code_is_three_capitals) {
  for (const currency& c : currencies) {
    EXPECT_EQ(c.code.size(), 3U) << c.code;
    for (const char letter : c.code) EXPECT_TRUE(letter >= 'A' && letter <= 'Z') << c.code;
  }
}

TEST(currency, nearest) {
  EXPECT_EQ(nearest_currency("cny"), "CNY");
  EXPECT_EQ(nearest_currency("rmb"), "CNY") << "what people say comes before the rouble";
  EXPECT_EQ(nearest_currency("人民币"), "CNY");
  EXPECT_EQ(nearest_currency("euro"), "EUR");
  EXPECT_EQ(nearest_currency("UDS"), "USD");
  EXPECT_EQ(nearest_currency("dollars"), std::nullopt);
}

}  // namespace
}  // namespace attain::model
