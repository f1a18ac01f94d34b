// SPDX-License-Identifier: Apache-2.0
#include "attain/number/decimal.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace attain {
namespace {

constexpr std::int64_t cents = 1234;

TEST(decimal, compares_by_value) {
  EXPECT_TRUE((decimal{15, 1} == decimal{150, 2}));
  EXPECT_TRUE((decimal{150, 2} == decimal{15, 1}));
  EXPECT_TRUE((decimal{0, 0} == decimal{0, 38}));
  EXPECT_FALSE((decimal{15, 1} == decimal{151, 2}));
  EXPECT_FALSE((decimal{15, 1} == decimal{-15, 1}));
  EXPECT_FALSE((decimal{power_of_ten(38) - 1, 0} == decimal{power_of_ten(38) - 1, 38}));
}

TEST(decimal, knows_its_powers_of_ten) {
  EXPECT_TRUE(power_of_ten(0) == 1);
  EXPECT_TRUE(power_of_ten(18) == 1'000'000'000'000'000'000);
  EXPECT_TRUE(power_of_ten(38) / power_of_ten(19) == power_of_ten(19));
}

TEST(decimal, reads_what_people_write) {
  const auto reads = [](std::string_view text, int128 coefficient, int scale) {
    const auto value = parse_decimal(text);
    ASSERT_TRUE(value) << text;
    EXPECT_TRUE(value->coefficient == coefficient) << text << " read as " << to_text(*value);
    EXPECT_EQ(value->scale, scale) << text;
  };
  reads("0", 0, 0);
  reads("-0", 0, 0);
  reads("007", 7, 0);
  reads("12.34", 1234, 2);
  reads("-12.30", -1230, 2);
  reads("+5", 5, 0);
  reads("0.05", 5, 2);
  reads("0.00", 0, 2);
  reads("1e3", 1000, 0);
  reads("1.5E+3", 1500, 0);
  reads("25e-2", 25, 2);
  reads("1.25e1", 125, 1);
  reads("1e37", power_of_ten(37), 0);
  reads("1e-38", 1, 38);
  reads("0e999999999999999999999", 0, 0);
  reads("99999999999999999999999999999999999999", power_of_ten(38) - 1, 0);
  reads("-0.99999999999999999999999999999999999999", -(power_of_ten(38) - 1), 38);
  // Zeros beyond the limits are not digits that would be lost.
  reads("1.000000000000000000000000000000000000000000", power_of_ten(37), 37);
  reads("0.000000000000000000000000000000000000000000", 0, 38);
  reads("100000000000000000000000000000000000000e-1", power_of_ten(37), 0);
}

TEST(decimal, says_why_a_text_is_none) {
  const auto problem_of = [](std::string_view text) {
    decimal_problem problem{};
    EXPECT_FALSE(parse_decimal(text, problem)) << text;
    return problem;
  };
  for (const char* text : {"",      " 1", "1 ",  "-",     "+-1",  "--1",   ".",   ".5",  "5.", "1.e3",        "1,000",
                           "1_000", "1e", "1e+", "1e1.5", "0x10", "1.2.3", "inf", "nan", "5%", "\xEF\xBC\x91"}) {
    EXPECT_EQ(problem_of(text), decimal_problem::not_a_number) << text;
  }
  for (const char* text : {"1e38", "100000000000000000000000000000000000000", "1e-39", "1.5e-38", "1e999999999999999999999", "1e-999999999999999999999",
                           "123456789012345678901234567890.123456789"}) {
    EXPECT_EQ(problem_of(text), decimal_problem::too_many_digits) << text;
  }
  decimal_problem problem = decimal_problem::not_a_number;
  EXPECT_TRUE(parse_decimal("1", problem));
  EXPECT_EQ(problem, decimal_problem::none);
}

TEST(decimal, is_written_in_plain_digits) {
  EXPECT_EQ(to_text(decimal{0, 0}), "0");
  EXPECT_EQ(to_text(decimal{0, 5}), "0");
  EXPECT_EQ(to_text(decimal{150, 2}), "1.5");
  EXPECT_EQ(to_text(decimal{-5, 2}), "-0.05");
  EXPECT_EQ(to_text(decimal{1500, 0}), "1500");
  EXPECT_EQ(to_text(decimal{150000, 2}), "1500");
  EXPECT_EQ(to_text(decimal{power_of_ten(38) - 1, 38}), "0.99999999999999999999999999999999999999");
  EXPECT_EQ(to_text(decimal{150, 2}, 2), "1.50");
  EXPECT_EQ(to_text(decimal{15, 1}, 4), "1.5000");
  EXPECT_EQ(to_text(decimal{-7, 0}, 2), "-7.00");
  EXPECT_EQ(to_text(decimal{7, 0}, 0), "7");
  EXPECT_EQ(to_text(decimal{0, 1}, 2), "0.00");
}

TEST(decimal, changes_scale_only_without_loss) {
  EXPECT_TRUE(rescale({cents, 2}, 4)->coefficient == cents * 100);
  EXPECT_TRUE(rescale({1200, 2}, 0)->coefficient == 12);
  EXPECT_FALSE(rescale({cents, 2}, 1));
  EXPECT_FALSE(rescale({cents, 2}, 39));
  EXPECT_FALSE(rescale({cents, 2}, -1));
  EXPECT_TRUE(rescale({1, 0}, 37));
  EXPECT_FALSE(rescale({1, 0}, 38));  // 10^38 has 39 digits
  EXPECT_TRUE(rescale({-9, 0}, 37));
  EXPECT_FALSE(rescale({-10, 0}, 37));
}

TEST(decimal, of_a_double_is_the_shortest_that_reads_back) {
  EXPECT_EQ(to_text(*decimal_from_double(0.1)), "0.1");
  EXPECT_EQ(to_text(*decimal_from_double(-0.0)), "0");
  EXPECT_EQ(to_text(*decimal_from_double(1234567.89)), "1234567.89");
  EXPECT_EQ(to_text(*decimal_from_double(0.1 + 0.2)), "0.30000000000000004");
  EXPECT_EQ(to_text(*decimal_from_double(1e22)), "10000000000000000000000");
  EXPECT_EQ(to_text(*decimal_from_double(-1e-30)), "-0.000000000000000000000000000001");
  EXPECT_EQ(to_text(*decimal_from_double(9007199254740993.0)), "9007199254740992");
  EXPECT_FALSE(decimal_from_double(1e38));
  EXPECT_FALSE(decimal_from_double(1e-39));
  EXPECT_FALSE(decimal_from_double(std::numeric_limits<double>::infinity()));
  EXPECT_FALSE(decimal_from_double(std::numeric_limits<double>::quiet_NaN()));
}

TEST(decimal, and_double_round_trip) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 20'000; ++i) {
    const auto mantissa = static_cast<double>(static_cast<std::int64_t>(random()));
    const double value = std::ldexp(mantissa, static_cast<int>(random() % 80) - 100);
    const auto found = decimal_from_double(value);
    if (!found) continue;  // more than 38 places
    ASSERT_EQ(to_double(*found), value) << to_text(*found);
  }
}

TEST(decimal, of_money_is_found_at_its_own_scale) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 20'000; ++i) {
    const decimal written{static_cast<std::int64_t>(random() % 1'000'000'000'000'000), static_cast<int>(random() % 10)};
    ASSERT_TRUE(*decimal_from_double(std::stod(to_text(written))) == written) << to_text(written);
  }
}

TEST(decimal, gives_the_nearest_double) {
  EXPECT_EQ(to_double({cents, 2}), 12.34);
  EXPECT_EQ(to_double({-1, 1}), -0.1);
  EXPECT_EQ(to_double({int128{1} << 53, 0}), 0x1p53);
  EXPECT_EQ(to_double({(int128{1} << 53) + 1, 0}), 0x1p53);  // halfway, to even
  EXPECT_EQ(to_double({(int128{1} << 53) + 3, 0}), 0x1p53 + 4);
  EXPECT_EQ(to_double({power_of_ten(38) - 1, 38}), 1.0);
  EXPECT_EQ(to_double({1, 38}), 1e-38);
}

}  // namespace
}  // namespace attain
