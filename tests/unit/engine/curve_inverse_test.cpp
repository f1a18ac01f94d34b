// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/curve_inverse.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/number/rational.hpp"

namespace attain::engine {
namespace {

using shape = enum program::curve::shape;
using tiers = std::vector<std::pair<std::string, std::string>>;

struct options {
  std::string last_to;
  bool proportional = false;
  program::curve::beyond below = program::curve::beyond::by_default;
};

std::string inverse(shape kind, const tiers& given, const std::string& y, const options& extra = {}) {
  using op = arithmetic<rational>;
  program::curve curve;
  curve.shape = kind;
  curve.proportional = extra.proportional;
  curve.below = extra.below;
  curve.tiers.resize(given.size());
  curve_numbers<rational> n;
  for (const auto& [from, value] : given) {
    n.from.push_back(op::from(*parse_decimal(from)));
    n.value.push_back(op::from(*parse_decimal(value)));
    n.to.emplace_back();
  }
  if (!extra.last_to.empty()) n.to.back() = op::from(*parse_decimal(extra.last_to));
  const prepared_curve<rational> c(curve, std::move(n));
  rational x;
  if (const auto wrong = c.inverse(op::from(*parse_decimal(y)), x)) return to_string(*wrong);
  return to_text(*op::to_decimal(x, 9));
}

TEST(curve_inverse, marginal) {
  const tiers t = {{"0", "0.03"}, {"300000", "0.05"}, {"500000", "0.07"}};
  EXPECT_EQ(inverse(shape::marginal, t, "26000"), "600000");
  EXPECT_EQ(inverse(shape::marginal, t, "9000"), "300000");
  EXPECT_EQ(inverse(shape::marginal, t, "-30"), "-1000");
  EXPECT_EQ(inverse(shape::marginal, t, "26000", {"500001"}), "A6006");
}

TEST(curve_inverse, linear_up_and_down) {
  EXPECT_EQ(inverse(shape::linear, {{"0", "0"}, {"1", "100"}, {"2", "130"}}, "115"), "1.5");
  EXPECT_EQ(inverse(shape::linear, {{"0", "100"}, {"10", "0"}}, "30"), "7");
  EXPECT_EQ(inverse(shape::linear, {{"0", "100"}, {"10", "0"}}, "101"), "A6006");
  EXPECT_EQ(inverse(shape::linear, {{"0", "100"}, {"10", "0"}}, "110", {"", false, program::curve::beyond::extend}), "-1");
}

TEST(curve_inverse, a_jump_leads_to_its_place) {
  EXPECT_EQ(inverse(shape::linear, {{"0", "0"}, {"1", "10"}, {"1", "50"}, {"2", "60"}}, "30"), "1");
  EXPECT_EQ(inverse(shape::whole_amount, {{"0", "0.03"}, {"300000", "0.05"}}, "12000"), "300000");
  EXPECT_EQ(inverse(shape::whole_amount, {{"0", "0.03"}, {"300000", "0.05"}}, "20000"), "400000");
}

TEST(curve_inverse, proportional_amounts) {
  EXPECT_EQ(inverse(shape::amount, {{"0", "30"}, {"600", "90"}, {"1500", "400"}}, "280", {"4000", true}), "2500");
}

TEST(curve_inverse, interpolated_rates_need_a_root) {
  const tiers t = {{"0", "0.1"}, {"100", "0.2"}, {"200", "0.2"}};
  EXPECT_EQ(inverse(shape::rate_linear, t, "7.5"), "50");
  EXPECT_EQ(inverse(shape::rate_linear, t, "30"), "150");
  EXPECT_EQ(inverse(shape::rate_linear, t, "60"), "300");
  EXPECT_EQ(inverse(shape::rate_linear, t, "-1"), "-10");
}

TEST(curve_inverse, curves_that_have_none) {
  EXPECT_EQ(inverse(shape::step, {{"0", "1"}}, "1"), "A4006");
  EXPECT_EQ(inverse(shape::marginal, {{"0", "0.1"}, {"10", "0"}}, "1"), "A4006");
  EXPECT_EQ(inverse(shape::linear, {{"0", "0"}, {"1", "1"}, {"2", "0"}}, "0.5"), "A4006");
  EXPECT_EQ(inverse(shape::amount, {{"0", "30"}}, "1"), "A4006");
}

}  // namespace
}  // namespace attain::engine
