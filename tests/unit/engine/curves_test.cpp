// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/curves.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/engine/curve_inverse.hpp"
#include "attain/number/rational.hpp"

namespace attain::engine {
namespace {

using shape = enum program::curve::shape;
using beyond = program::curve::beyond;

/// A curve from decimals as written, asked in both arithmetics, which must agree.
struct subject {
  program::curve curve;
  std::vector<std::pair<std::string, std::string>> tiers;
  std::string last_to;
  std::string below, above;

  subject(shape kind, std::vector<std::pair<std::string, std::string>> given) : tiers(std::move(given)) {
    curve.shape = kind;
    curve.tiers.resize(tiers.size());
  }

  template <class N>
  [[nodiscard]] prepared_curve<N> prepared() const {
    const auto number = [](const std::string& text) { return arithmetic<N>::from(*parse_decimal(text)); };
    const auto maybe = [&](const std::string& text) { return text.empty() ? std::optional<N>{} : std::optional<N>{number(text)}; };
    curve_numbers<N> n;
    for (const auto& [from, value] : tiers) {
      n.from.push_back(number(from));
      n.value.push_back(number(value));
      n.to.emplace_back();
    }
    n.to.back() = maybe(last_to);
    n.below = maybe(below);
    n.above = maybe(above);
    return prepared_curve<N>(curve, std::move(n));
  }

  template <class N, class Ask>
  [[nodiscard]] std::string answer(Ask ask) const {
    const prepared_curve<N> c = prepared<N>();
    if (c.why_not()) return to_string(*c.why_not());
    N result{};
    if (const auto wrong = ask(c, result)) return to_string(*wrong);
    return to_text(*arithmetic<N>::to_decimal(result, 9));
  }
  template <class Ask>
  [[nodiscard]] std::string both(Ask ask) const {
    const std::string exact = answer<rational>(ask);
    const std::string fast = answer<double>(ask);
    return exact == fast ? exact : exact + " but fast " + fast;
  }
  template <class N>
  static N from(const std::string& text) {
    return arithmetic<N>::from(*parse_decimal(text));
  }
  [[nodiscard]] std::string at(const std::string& x) const {
    return both([&]<class N>(const prepared_curve<N>& c, N& r) { return c.value(from<N>(x), r); });
  }
  [[nodiscard]] std::string rate(const std::string& x) const {
    return both([&]<class N>(const prepared_curve<N>& c, N& r) { return c.rate(from<N>(x), r); });
  }
  [[nodiscard]] std::string tier(const std::string& x) const {
    return both([&]<class N>(const prepared_curve<N>& c, N& r) { return c.tier(from<N>(x), r); });
  }
  [[nodiscard]] std::string part(const std::string& x, const std::string& n) const {
    return both([&]<class N>(const prepared_curve<N>& c, N& r) { return c.part(from<N>(x), from<N>(n), r); });
  }
  [[nodiscard]] std::string effective(const std::string& x) const {
    return both([&]<class N>(const prepared_curve<N>& c, N& r) { return c.effective(from<N>(x), r); });
  }
  [[nodiscard]] std::string between(const std::string& a, const std::string& b) const {
    return both([&]<class N>(const prepared_curve<N>& c, N& r) { return c.between(from<N>(a), from<N>(b), r); });
  }
};

TEST(curves, linear_goes_through_its_knots_and_stays_flat_outside) {
  const subject c(shape::linear, {{"0.6", "0"}, {"1", "100"}, {"1.5", "130"}});
  EXPECT_EQ(c.at("0.5"), "0");
  EXPECT_EQ(c.at("0.6"), "0");
  EXPECT_EQ(c.at("0.8"), "50");
  EXPECT_EQ(c.at("1"), "100");
  EXPECT_EQ(c.at("1.25"), "115");
  EXPECT_EQ(c.at("9"), "130");
  EXPECT_EQ(c.rate("1"), "A4005");
}

TEST(curves, linear_outside_its_knots) {
  subject c(shape::linear, {{"0", "0"}, {"1", "10"}, {"2", "40"}});
  c.curve.below = c.curve.above = beyond::extend;
  EXPECT_EQ(c.at("-1"), "-10");
  EXPECT_EQ(c.at("3"), "70");
  c.curve.below = beyond::missing;
  c.curve.above = beyond::value;
  c.above = "7";
  EXPECT_EQ(c.at("-0.1"), "A6006");
  EXPECT_EQ(c.at("2"), "40");
  EXPECT_EQ(c.at("2.1"), "7");
}

TEST(curves, of_two_knots_with_one_x_the_second_owns_the_point) {
  subject c(shape::linear, {{"0", "0"}, {"1", "10"}, {"1", "50"}, {"2", "60"}});
  EXPECT_EQ(c.at("0.5"), "5");
  EXPECT_EQ(c.at("1"), "50");
  EXPECT_EQ(c.at("1.5"), "55");
  c.curve.upper_inclusive = true;
  EXPECT_EQ(c.at("0.5"), "5");
  EXPECT_EQ(c.at("1"), "10");
  EXPECT_EQ(c.at("1.5"), "55");
  EXPECT_EQ(c.at("2"), "60");
  EXPECT_EQ(c.at("0"), "0");
}

TEST(curves, a_jump_at_an_end) {
  const subject c(shape::linear, {{"0.75", "0"}, {"0.75", "50"}, {"1", "100"}});
  EXPECT_EQ(c.at("0.7"), "0");
  EXPECT_EQ(c.at("0.75"), "50");
  EXPECT_EQ(c.at("0.9"), "80");
}

TEST(curves, marginal_tiers_add_up) {
  const subject c(shape::marginal, {{"0", "0.03"}, {"300000", "0.05"}, {"500000", "0.07"}});
  EXPECT_EQ(c.at("600000"), "26000");
  EXPECT_EQ(c.at("300000"), "9000");
  EXPECT_EQ(c.at("-1000"), "-30");
  EXPECT_EQ(c.part("600000", "1"), "9000");
  EXPECT_EQ(c.part("600000", "2"), "10000");
  EXPECT_EQ(c.part("600000", "3"), "7000");
  EXPECT_EQ(c.part("400000", "3"), "0");
  EXPECT_EQ(c.part("-1000", "1"), "-30");
  EXPECT_EQ(c.part("0", "4"), "A6005");
  EXPECT_EQ(c.part("0", "0"), "A6005");
  EXPECT_EQ(c.rate("300000"), "0.05");
  EXPECT_EQ(c.tier("299999.99"), "1");
  EXPECT_EQ(c.tier("300000"), "2");
  EXPECT_EQ(c.tier("-5"), "1");
  EXPECT_EQ(c.effective("600000"), "0.043333333");
  EXPECT_EQ(c.effective("0"), "0.03");
}

TEST(curves, a_deal_that_crosses_a_tier) {
  const subject c(shape::marginal, {{"0", "0.03"}, {"80000", "0.05"}, {"120000", "0.09"}});
  EXPECT_EQ(c.between("70000", "100000"), "1300");
  EXPECT_EQ(c.between("100000", "70000"), "-1300");
}

TEST(curves, marginal_with_an_end_is_flat_beyond_it) {
  subject c(shape::marginal, {{"0", "0.1"}, {"100", "0.2"}});
  c.last_to = "200";
  EXPECT_EQ(c.at("200"), "30");
  EXPECT_EQ(c.at("300"), "30");
  EXPECT_EQ(c.rate("300"), "0");
  EXPECT_EQ(c.part("300", "2"), "20");
  c.curve.above = beyond::extend;
  EXPECT_EQ(c.at("300"), "50");
  c.curve.above = beyond::missing;
  EXPECT_EQ(c.at("200"), "30");
  EXPECT_EQ(c.at("200.01"), "A6006");
  c.curve.above = beyond::value;
  c.above = "33";
  EXPECT_EQ(c.at("300"), "33");
  EXPECT_EQ(c.part("300", "1"), "10");
  EXPECT_EQ(c.part("300", "2"), "23");
}

TEST(curves, tiers_that_begin_elsewhere_are_missing_below) {
  subject c(shape::marginal, {{"100", "0.1"}, {"200", "0.2"}});
  EXPECT_EQ(c.at("99"), "A6006");
  EXPECT_EQ(c.at("150"), "5");
  c.curve.below = beyond::flat;
  EXPECT_EQ(c.at("99"), "0");
  EXPECT_EQ(c.rate("99"), "0");
  c.curve.below = beyond::value;
  c.below = "1";
  EXPECT_EQ(c.at("99"), "1");
  EXPECT_EQ(c.tier("99"), "0");
  EXPECT_EQ(c.part("99", "1"), "1");
}

TEST(curves, whole_amount_pays_the_rate_on_everything) {
  subject c(shape::whole_amount, {{"0", "0.03"}, {"300000", "0.05"}, {"500000", "0.07"}});
  EXPECT_EQ(c.at("600000"), "42000");
  EXPECT_EQ(c.at("299999"), "8999.97");
  EXPECT_EQ(c.at("-100"), "-3");
  EXPECT_EQ(c.rate("500000"), "0.07");
  EXPECT_EQ(c.effective("600000"), "0.07");
  c.last_to = "1000000";
  EXPECT_EQ(c.at("1000001"), "A6006");
  c.curve.above = beyond::flat;
  EXPECT_EQ(c.at("2000000"), "70000");
}

TEST(curves, step_gives_the_value_reached) {
  subject c(shape::step, {{"0", "0"}, {"0.8", "80"}, {"1", "100"}});
  EXPECT_EQ(c.at("0.79"), "0");
  EXPECT_EQ(c.at("0.8"), "80");
  EXPECT_EQ(c.at("5"), "100");
  EXPECT_EQ(c.at("-1"), "0");
  EXPECT_EQ(c.rate("0.9"), "80");
  EXPECT_EQ(c.tier("1"), "3");
}

TEST(curves, upper_inclusive_tiers_own_their_upper_end) {
  subject c(shape::step, {{"0", "1"}, {"10", "2"}, {"20", "3"}});
  c.curve.upper_inclusive = true;
  EXPECT_EQ(c.at("0"), "1");
  EXPECT_EQ(c.at("10"), "1");
  EXPECT_EQ(c.at("10.01"), "2");
  EXPECT_EQ(c.at("20"), "2");
}

TEST(curves, one_bound_can_be_excluded_and_a_tier_can_be_a_single_point) {
  subject c(shape::step, {{"0", "1"}, {"10", "2"}, {"10", "3"}});
  c.curve.tiers[2].excludes_from = true;
  EXPECT_EQ(c.at("9.99"), "1");
  EXPECT_EQ(c.at("10"), "2");
  EXPECT_EQ(c.at("10.01"), "3");
}

TEST(curves, amounts_entered_or_reached) {
  subject c(shape::amount, {{"0", "30"}, {"600", "90"}, {"1500", "400"}});
  c.last_to = "4000";
  EXPECT_EQ(c.at("0"), "30");
  EXPECT_EQ(c.at("600"), "120");
  EXPECT_EQ(c.at("2500"), "520");
  EXPECT_EQ(c.at("5000"), "520");
  EXPECT_EQ(c.part("700", "1"), "30");
  EXPECT_EQ(c.part("700", "2"), "90");
  EXPECT_EQ(c.part("700", "3"), "0");
  c.curve.reached = true;
  EXPECT_EQ(c.at("700"), "90");
  EXPECT_EQ(c.part("700", "1"), "0");
}

TEST(curves, proportional_amounts) {
  subject c(shape::amount, {{"0", "30"}, {"600", "90"}, {"1500", "400"}});
  c.curve.proportional = true;
  EXPECT_EQ(c.at("1"), "A4005");  // the last tier needs its end
  c.last_to = "4000";
  EXPECT_EQ(c.at("2500"), "280");
  EXPECT_EQ(c.at("300"), "15");
  EXPECT_EQ(c.at("-300"), "-15");
  EXPECT_EQ(c.at("9999"), "520");
  EXPECT_EQ(c.rate("700"), "0.1");
  EXPECT_EQ(c.part("2500", "3"), "160");
}

TEST(curves, rate_linear_interpolates_the_rate) {
  const subject c(shape::rate_linear, {{"0", "0.1"}, {"100", "0.2"}});
  EXPECT_EQ(c.at("50"), "7.5");
  EXPECT_EQ(c.at("100"), "20");
  EXPECT_EQ(c.at("200"), "40");
  EXPECT_EQ(c.rate("50"), "0.15");
  EXPECT_EQ(c.effective("0"), "0.1");
}

TEST(curves, bounds_that_make_no_curve) {
  EXPECT_EQ(subject(shape::marginal, {{"0", "1"}, {"10", "2"}, {"5", "3"}}).at("1"), "A4002");
  EXPECT_EQ(subject(shape::marginal, {{"0", "1"}, {"0", "2"}}).at("1"), "A4002");
  EXPECT_EQ(subject(shape::linear, {{"0", "1"}, {"0", "2"}, {"0", "3"}}).at("1"), "A4002");
  EXPECT_EQ(subject(shape::step, {}).curve.tiers.size(), 0U);
}

}  // namespace
}  // namespace attain::engine
