// SPDX-License-Identifier: Apache-2.0
#include "attain/number/arithmetic.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <gtest/gtest.h>

#include "unit/number/reference.hpp"

namespace attain {
namespace {

/// What both kinds of number must do alike.
template <class N>
class arithmetic_of : public testing::Test {
 protected:
  static N number(const char* text) { return arithmetic<N>::from(*parse_decimal(text)); }
  static std::string text(const N& value, int places = 6) { return to_text(*arithmetic<N>::to_decimal(value, places)); }
  /// The result of an operation of two operands as text, or what came instead.
  template <class Operation>
  static std::string of(Operation operation, const char* a, const char* b) {
    N result{};
    const outcome came = operation(number(a), number(b), result);
    return came == outcome::ok ? text(result) : said(came);
  }
  template <class Function>
  static std::string of(Function function, const char* a) {
    N result{};
    const outcome came = function(number(a), result);
    return came == outcome::ok ? text(result) : said(came);
  }
  static std::string said(outcome came) {
    if (came == outcome::too_large) return "too large";
    return came == outcome::outside_domain ? "outside domain" : "division by zero";
  }
  static std::string rounded(const char* value, std::int64_t places, rounding_mode mode) { return text(arithmetic<N>::round(number(value), places, mode)); }
};

struct names {
  template <class N>
  static std::string GetName(int) {
    return std::is_same_v<N, double> ? "fast" : "exact";
  }
};

using kinds = testing::Types<rational, double>;
TYPED_TEST_SUITE(arithmetic_of, kinds, names);

TYPED_TEST(arithmetic_of, the_four_operations) {
  using ops = arithmetic<TypeParam>;
  EXPECT_EQ(this->of(ops::add, "0.1", "0.2"), "0.3");
  EXPECT_EQ(this->of(ops::subtract, "1", "0.9"), "0.1");
  EXPECT_EQ(this->of(ops::multiply, "1234567.89", "0.0825"), "101851.850925");
  EXPECT_EQ(this->of(ops::divide, "2", "-3"), "-0.666667");
  EXPECT_EQ(this->of(ops::divide, "1", "0"), "division by zero");
  EXPECT_EQ(this->of(ops::divide, "0", "0"), "division by zero");
  TypeParam same = this->number("6");
  EXPECT_EQ(ops::multiply(same, same, same), outcome::ok);
  EXPECT_EQ(ops::subtract(same, same, same), outcome::ok);
  EXPECT_EQ(ops::sign(same), 0);
}

TYPED_TEST(arithmetic_of, conversions) {
  using ops = arithmetic<TypeParam>;
  EXPECT_EQ(this->text(ops::from(std::int64_t{-42})), "-42");
  EXPECT_EQ(this->text(ops::from(0.1), 20), "0.1");
  EXPECT_EQ(this->text(ops::from(-1.5e-7), 20), "-0.00000015");
  EXPECT_EQ(this->text(ops::from_scaled(std::int64_t{-1250}, 3)), "-1.25");
  EXPECT_EQ(this->text(ops::from_scaled(int128{25}, -2)), "2500");
  EXPECT_EQ(ops::to_double(ops::from(0.3)), 0.3);
  EXPECT_EQ(ops::to_double(ops::from(1e300)), 1e300);
  EXPECT_EQ(ops::to_double(ops::from(-5e-324)), -5e-324);
  EXPECT_EQ(ops::to_double(ops::from(std::numeric_limits<double>::max())), std::numeric_limits<double>::max());
  EXPECT_EQ(ops::to_double(ops::from_scaled(int128{1} << 100, 38)), 1.2676506002282294e-8);
  EXPECT_EQ(to_text(*ops::to_decimal(this->number("1.005"), 2), 2), "1.01");
  EXPECT_EQ(to_text(*ops::to_decimal(this->number("1.005"), 2, rounding_mode::half_down), 2), "1.00");
  EXPECT_EQ(ops::to_decimal(this->number("1.5"), 4)->scale, 4);
  EXPECT_EQ(to_text(*ops::to_decimal(this->number("1250"), -2, rounding_mode::half_even)), "1200");
  EXPECT_FALSE(ops::to_decimal(ops::from(1e300), 0));
}

TYPED_TEST(arithmetic_of, signs_and_order) {
  using ops = arithmetic<TypeParam>;
  const TypeParam a = this->number("-2.5");
  const TypeParam b = this->number("3");
  const TypeParam zero = this->number("0");
  EXPECT_EQ(this->text(ops::negate(a)), "2.5");
  EXPECT_EQ(this->text(ops::absolute(a)), "2.5");
  EXPECT_EQ(this->text(ops::absolute(b)), "3");
  EXPECT_EQ(ops::sign(a), -1);
  EXPECT_EQ(ops::sign(zero), 0);
  EXPECT_EQ(ops::sign(b), 1);
  EXPECT_LT(ops::compare(a, b), 0);
  EXPECT_GT(ops::compare(b, a), 0);
  EXPECT_EQ(ops::compare(b, b), 0);
}

TYPED_TEST(arithmetic_of, powers_roots_logarithms) {
  using ops = arithmetic<TypeParam>;
  EXPECT_EQ(this->of(ops::power, "1.1", "3"), "1.331");
  EXPECT_EQ(this->of(ops::power, "-2", "-3"), "-0.125");
  EXPECT_EQ(this->of(ops::power, "0", "0"), "1");
  EXPECT_EQ(this->of(ops::power, "2", "0.5"), "1.414214");
  EXPECT_EQ(this->of(ops::power, "0", "-1"), "outside domain");
  EXPECT_EQ(this->of(ops::power, "-8", "0.5"), "outside domain");
  EXPECT_EQ(this->of(ops::power, "10", "1e30"), "too large");
  EXPECT_EQ(this->of(ops::square_root, "6.25"), "2.5");
  EXPECT_EQ(this->of(ops::square_root, "-1"), "outside domain");
  EXPECT_EQ(this->of(ops::exponential, "1"), "2.718282");
  EXPECT_EQ(this->of(ops::exponential, "1e9"), "too large");
  EXPECT_EQ(this->of(ops::natural_log, "10"), "2.302585");
  EXPECT_EQ(this->of(ops::natural_log, "0"), "outside domain");
  EXPECT_EQ(this->of(ops::natural_log, "-1"), "outside domain");
  EXPECT_EQ(this->of(ops::common_log, "1000"), "3");
  EXPECT_EQ(this->of(ops::common_log, "0"), "outside domain");
}

TYPED_TEST(arithmetic_of, rounding_to_places) {
  using enum rounding_mode;
  EXPECT_EQ(this->rounded("1.005", 2, half_up), "1.01");
  EXPECT_EQ(this->rounded("2.675", 2, half_up), "2.68");
  EXPECT_EQ(this->rounded("-2.675", 2, half_up), "-2.68");
  EXPECT_EQ(this->rounded("2.675", 2, half_down), "2.67");
  EXPECT_EQ(this->rounded("2.675", 2, half_even), "2.68");
  EXPECT_EQ(this->rounded("2.665", 2, half_even), "2.66");
  EXPECT_EQ(this->rounded("2.671", 2, up), "2.68");
  EXPECT_EQ(this->rounded("2.67", 2, up), "2.67");
  EXPECT_EQ(this->rounded("-2.679", 2, down), "-2.67");
  EXPECT_EQ(this->rounded("-2.671", 2, ceiling), "-2.67");
  EXPECT_EQ(this->rounded("-2.671", 2, rounding_mode::floor), "-2.68");
  EXPECT_EQ(this->rounded("1250", -2, half_even), "1200");
  EXPECT_EQ(this->rounded("1250", -2, half_up), "1300");
  EXPECT_EQ(this->rounded("1250", -5, half_up), "0");
  EXPECT_EQ(this->rounded("1250", -5, up), "100000");
  EXPECT_EQ(this->rounded("1.5", 1'000'000'000'000, half_up), "1.5");
  EXPECT_EQ(this->rounded("1.5", -1'000'000'000'000, half_up), "0");
}

TYPED_TEST(arithmetic_of, rounding_to_steps_and_digits) {
  using enum rounding_mode;
  using ops = arithmetic<TypeParam>;
  const auto to_step = [this](const char* value, const char* step, rounding_mode mode) {
    return this->text(ops::round_to(this->number(value), this->number(step), mode));
  };
  EXPECT_EQ(to_step("0.15", "0.05", rounding_mode::floor), "0.15");
  EXPECT_EQ(to_step("0.175", "0.05", half_up), "0.2");
  EXPECT_EQ(to_step("1234", "500", up), "1500");
  EXPECT_EQ(to_step("-1234", "500", ceiling), "-1000");
  EXPECT_EQ(to_step("1234", "-500", ceiling), "1000");
  EXPECT_EQ(to_step("1", "0.3333", down), "0.9999");
  EXPECT_EQ(to_step("0.001", "500", up), "500");
  EXPECT_EQ(to_step("7", "0", up), "0");
  const auto to_digits = [this](const char* value, std::int64_t digits, rounding_mode mode) {
    return this->text(ops::round_significant(this->number(value), digits, mode));
  };
  EXPECT_EQ(to_digits("123456", 2, half_up), "120000");
  EXPECT_EQ(to_digits("0.012345", 3, half_up), "0.0123");
  EXPECT_EQ(to_digits("-1.005", 3, half_up), "-1.01");
  EXPECT_EQ(to_digits("999.6", 3, half_up), "1000");
  EXPECT_EQ(to_digits("1000", 1, up), "1000");
  EXPECT_EQ(to_digits("25", -7, half_even), "20");
  EXPECT_EQ(to_digits("0.5", 1'000'000'000'000, half_even), "0.5");
  EXPECT_EQ(to_digits("0", 3, up), "0");
}

TYPED_TEST(arithmetic_of, modulo_has_the_sign_of_the_divisor) {
  using ops = arithmetic<TypeParam>;
  EXPECT_EQ(this->of(ops::modulo, "7", "3"), "1");
  EXPECT_EQ(this->of(ops::modulo, "-7", "3"), "2");
  EXPECT_EQ(this->of(ops::modulo, "7", "-3"), "-2");
  EXPECT_EQ(this->of(ops::modulo, "-7", "-3"), "-1");
  EXPECT_EQ(this->of(ops::modulo, "0.3", "0.1"), "0");
  EXPECT_EQ(this->of(ops::modulo, "0.35", "0.1"), "0.05");
  EXPECT_EQ(this->of(ops::modulo, "-0.001", "1000"), "999.999");
  EXPECT_EQ(this->of(ops::modulo, "0", "5"), "0");
  EXPECT_EQ(this->of(ops::modulo, "5", "0"), "division by zero");
}

TYPED_TEST(arithmetic_of, whole_numbers) {
  using ops = arithmetic<TypeParam>;
  std::int64_t result = 99;
  EXPECT_TRUE(ops::to_integer(this->number("-12"), result));
  EXPECT_EQ(result, -12);
  EXPECT_FALSE(ops::to_integer(this->number("1.5"), result));
  EXPECT_FALSE(ops::to_integer(this->number("1e19"), result));
  EXPECT_FALSE(ops::to_integer(this->number("9223372036854775808"), result));
  EXPECT_EQ(result, -12);
  EXPECT_TRUE(ops::to_integer(this->number("-9223372036854775808"), result));
  EXPECT_EQ(result, std::numeric_limits<std::int64_t>::min());
  bool fits = false;
  EXPECT_EQ(ops::floor_integer(this->number("2.9"), fits), 2);
  EXPECT_TRUE(fits);
  EXPECT_EQ(ops::floor_integer(this->number("-2.1"), fits), -3);
  EXPECT_TRUE(fits);
  EXPECT_EQ(ops::floor_integer(this->number("-1e30"), fits), 0);
  EXPECT_FALSE(fits);
}

TYPED_TEST(arithmetic_of, zero_is_never_negative) {
  using ops = arithmetic<TypeParam>;
  const TypeParam zero = this->number("0");
  const TypeParam minus_one = this->number("-1");
  const auto is_plain_zero = [](const TypeParam& value) { return ops::sign(value) == 0 && !std::signbit(ops::to_double(value)); };
  TypeParam result{};
  for (const auto& operation : {ops::multiply, ops::divide, ops::modulo}) {
    EXPECT_EQ(operation(zero, minus_one, result), outcome::ok);
    EXPECT_TRUE(is_plain_zero(result));
  }
  EXPECT_TRUE(is_plain_zero(ops::negate(zero)));
  EXPECT_TRUE(is_plain_zero(ops::from(-0.0)));
  EXPECT_TRUE(is_plain_zero(ops::from_scaled(std::int64_t{0}, 2)));
  const double vanished = ops::to_double(ops::from_scaled(std::int64_t{-1}, 400));
  EXPECT_TRUE(vanished == 0 && !std::signbit(vanished));
  const TypeParam little = this->number("-0.001");
  for (std::size_t i = 0; i < rounding_mode_words.size(); ++i) {
    const auto mode = static_cast<rounding_mode>(i);
    const bool away = mode == rounding_mode::up || mode == rounding_mode::floor;
    EXPECT_EQ(is_plain_zero(ops::round(little, 2, mode)), !away) << to_text(mode);
    EXPECT_EQ(is_plain_zero(ops::round(little, -400, mode)), !away) << to_text(mode);
    EXPECT_EQ(is_plain_zero(ops::round_to(little, this->number("5"), mode)), !away) << to_text(mode);
    EXPECT_TRUE(is_plain_zero(ops::round(zero, 2, mode))) << to_text(mode);
  }
  typename ops::sum total;
  total.add(minus_one);
  total.add(this->number("1"));
  EXPECT_EQ(total.value(result), outcome::ok);
  EXPECT_TRUE(is_plain_zero(result));
}

TYPED_TEST(arithmetic_of, sums) {
  using ops = arithmetic<TypeParam>;
  typename ops::sum total;
  TypeParam result{};
  EXPECT_EQ(total.value(result), outcome::ok);
  EXPECT_EQ(ops::sign(result), 0);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(total.add(this->number("0.1")), outcome::ok);
  EXPECT_EQ(total.value(result), outcome::ok);
  EXPECT_EQ(this->text(result), "1");
  typename ops::sum other;
  other.add(this->number("-3.25"));
  total.merge(other);
  EXPECT_EQ(total.value(result), outcome::ok);
  EXPECT_EQ(this->text(result), "-2.25");
}

}  // namespace
}  // namespace attain
