// SPDX-License-Identifier: Apache-2.0
/// The kinds of curves and what their tiers or knots hold.
#pragma once

#include <string>
#include <string_view>

#include "attain/plan/model.hpp"

namespace attain::model {

/// What the kinds of curves are called and made of.
struct curve_kind {
  std::string_view word;
  enum curve::shape shape;
  std::string_view value;  ///< the key of a tier; empty: it has knots
  bool scales_argument;    ///< the result is x times a rate
  bool has_parts;
};

inline constexpr curve_kind curve_kinds[] = {
    {"linear", curve::shape::linear, "", false, false},       {"step", curve::shape::step, "value", false, false},
    {"marginal", curve::shape::marginal, "rate", true, true}, {"whole-amount", curve::shape::whole_amount, "rate", true, false},
    {"amount", curve::shape::amount, "amount", false, true},  {"rate-linear", curve::shape::rate_linear, "", true, false}};

[[nodiscard]] constexpr const curve_kind* find_curve_kind(std::string_view word) {
  for (const curve_kind& k : curve_kinds)
    if (k.word == word) return &k;
  return nullptr;
}

/// How the points of a kind are written.
[[nodiscard]] inline std::string shape_of(const curve_kind& kind) {
  if (kind.value.empty()) return kind.scales_argument ? "write knots = [[x, rate], [x, rate]]" : "write knots = [[x, y], [x, y]]";
  return "write tiers = [{ from = 0, " + std::string(kind.value) + " = … }]";
}

}  // namespace attain::model
