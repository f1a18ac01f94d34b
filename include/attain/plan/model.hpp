// SPDX-License-Identifier: Apache-2.0
/// A plan after reading: every section as plain structs, every formula parsed and listed among the names' quantities, nothing computed yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attain/formula/names.hpp"
#include "attain/number/decimal.hpp"
#include "attain/number/rounding.hpp"
#include "attain/text/source.hpp"

namespace attain::model {

using formula::none;
using quantity_id = std::uint32_t;  ///< index into names.quantities, or none

/// First and last day, days since 1970-01-01, both in.
struct period {
  std::int32_t from = 0;
  std::int32_t to = 0;
  span where;
};

/// How an amount is rounded. `places` unset: the currency's minor unit. `multiple`: to a multiple of it, before the places.
struct rounding {
  rounding_mode mode = rounding_mode::half_up;
  std::optional<int> places;
  std::optional<decimal> multiple;
};

/// Tiers of a curve that stand in the rows of a reference table.
struct schedule {
  std::uint32_t table = none;
  std::vector<std::uint32_t> columns;   ///< matched with `match`
  std::vector<quantity_id> match;
  quantity_id on = none;                ///< the day on which the rows must hold
  std::uint32_t from = none, to = none, value = none;  ///< columns; `to` may be none
};

/// Tiers or knots of a curve, or of a scoring method. The numbers of a named curve are quantities without table, over parameters and what the
/// row sees that calls it (`names.seen_from`), those of a scoring method are the population's.
struct curve {
  enum class shape : std::uint8_t { linear, step, marginal, whole_amount, amount, rate_linear };
  enum class beyond : std::uint8_t { by_default, flat, extend, missing, value };
  struct tier {
    quantity_id from = none;
    quantity_id to = none;
    quantity_id value = none;  ///< y, rate, amount or value
    bool excludes_from = false;
    span where;
  };
  std::string name;
  span where;
  curve::shape shape = shape::linear;
  span shape_where;
  std::vector<tier> tiers;
  std::optional<schedule> rows;   ///< in place of tiers
  std::uint32_t otherwise = none; ///< curve for rows without tiers
  bool upper_inclusive = false;
  bool reached = false;
  bool proportional = false;
  beyond below = beyond::by_default;
  beyond above = beyond::by_default;
  quantity_id below_value = none;
  quantity_id above_value = none;
};

/// A value for each combination of places on its axes.
struct matrix {
  struct axis {
    std::string name;
    bool is_text = false;
    std::vector<decimal> numbers;
    std::vector<std::string> texts;
    std::uint32_t column = none;  ///< of the table that it comes from
  };
  std::string name;
  span where;
  std::vector<axis> axes;           ///< outermost first
  std::vector<quantity_id> values;  ///< all values of the last axis side by side, as with `names.seen_from`
  std::uint32_t table = none;       ///< in place of values: a row for each
  std::uint32_t value = none;       ///< its column
  bool linear = false;
  bool upper_inclusive = false;
  quantity_id outside = none;
};

/// How an indicator's attainment or actual becomes a score.
struct scoring {
  enum class method : std::uint8_t { absent, formula, curve, ratio, interval, linear, all_or_nothing, deduction, bonus, efficacy };
  scoring::method how = method::absent;
  span where;
  std::uint32_t curve = none;   ///< of curve, interval, linear: index into plan.curves (interval and linear bring an unnamed one)
  bool on_actual = false;
  bool below_standard = false;  ///< of deduction: `side = "below"`
  quantity_id cap = none, floor = none, full = none, at = none, per = none, each = none, base = none, standard = none;
  quantity_id unacceptable = none, satisfactory = none;
};

/// What a target of zero or less means.
struct zero_target {
  enum class rule : std::uint8_t { issue, missing, attainment, score };
  zero_target::rule what = rule::issue;
  quantity_id value = none;
};

struct indicator {
  std::string name;
  std::string label;
  span where;
  quantity_id actual = none, target = none, attainment = none, score = none, points = none;  ///< all but `actual` may be none
  quantity_id weight = none;       ///< within its section, if it has one
  quantity_id applies = none;
  quantity_id if_missing = none;   ///< the score instead of a missing one
  std::uint32_t section = none;    ///< index into plan.sections
  bool attainment_given = false;   ///< by a formula of its own
  bool lower_is_better = false;
  bool two_minus = false;          ///< `lower = "2 - actual/target"`
  attain::model::zero_target zero_target;
  scoring score_by;
  quantity_id score_formula = none;
  quantity_id cap = none, floor = none;
  std::optional<rounding> round;         ///< of the score
  std::optional<rounding> round_points;
};

/// A group of indicators: their weights are within it, its own is its share of the score.
struct score_section {
  std::string name;
  std::string label;
  span where;
  quantity_id weight = none;
};

struct adjustment {
  enum class kind : std::uint8_t { points, factor, set };
  std::string name;
  std::string label;
  span where;
  adjustment::kind what = kind::points;
  quantity_id value = none;
  quantity_id when = none;
  quantity_id applies = none;
};

struct scorecard {
  enum class gap : std::uint8_t { missing, zero, renormalise };
  bool mean = false;
  bool normalise = false;
  gap missing = gap::missing;  ///< what becomes of the score when an indicator's is missing
  rounding round{rounding_mode::half_up, 6, std::nullopt};
  std::optional<rounding> round_parts;
  quantity_id least = none, most = none;
  span where;

  /// Weights count by their share of the sum, whatever that is; else they must add up to 100 %.
  [[nodiscard]] bool any_sum() const { return mean || normalise; }
  /// Weights are divided by the sum over what counts.
  [[nodiscard]] bool divides() const { return any_sum() || missing == gap::renormalise; }
};

struct grade {
  std::string name;
  std::string label;
  span where;
  quantity_id from = none;   ///< of shares it may be none
  quantity_id share = none;  ///< of shares
  quantity_id requires_ = none, applies = none;
  std::vector<quantity_id> attributes;  ///< in the order of plan.grade_attributes; none where this grade does not give it
};

/// Grades by shares of the people: forced distribution.
struct distribution {
  span where;
  std::vector<quantity_id> within;  ///< none: everybody is one group
  quantity_id ties = none;          ///< what orders equals; none: they stay together
  quantity_id min_group = none;
  quantity_id pool_to = none;       ///< none: all small groups are graded as one
};

struct incentive {
  std::string name;
  std::string label;
  span where;
  quantity_id amount = none, multiplier = none, gate = none, cap = none, floor = none, applies = none;
  attain::model::rounding rounding;
  bool pays = true;
  std::uint32_t per = none;          ///< the table for each of whose rows it is paid; none: the population
  std::vector<std::uint32_t> path;   ///< of `per`: links from there to the population
  quantity_id where_clause = none;   ///< of `per`: the rows it is paid for
  quantity_id event_pay = none;      ///< of `per`: the rounded pay of one row
  quantity_id line = none;  ///< the final, rounded amount; 0 where it does not apply
};

struct evidence {
  std::string name;
  std::string label;
  span where;
  std::uint32_t table = none;
  std::vector<std::uint32_t> requires_;  ///< columns
  std::vector<std::uint32_t> counts;
  std::optional<std::int64_t> at_least;
  std::vector<std::string> blank;
  std::vector<std::uint32_t> once_per;
  quantity_id counted = none;       ///< bool
  quantity_id completeness = none;  ///< share of the questions answered
};

struct output {
  std::string name;
  std::string label;
  span where;
  quantity_id value = none;
  std::uint32_t table = none;
  int places = 9;
  std::optional<span> places_where;  ///< where the plan says them
};

/// A formula over the whole population.
struct total {
  std::string name;
  std::string label;
  span where;
  quantity_id value = none;
  int places = 9;
  std::optional<span> places_where;  ///< where the plan says them
};

struct goal {
  std::string column;
  std::uint32_t at = none;  ///< the column, by number
  span where;
  quantity_id value = none;
  quantity_id applies = none;
};

/// An amount that one period hands to the next.
struct balance {
  std::string name;
  std::string label;
  span where;
  std::optional<formula::type> type;  ///< where the plan says it
  quantity_id value = none;           ///< what the name stands for: the value that the period begins with
  quantity_id opening = none;         ///< of a rep whom the state does not know; none: 0, or nothing where there is no 0
  quantity_id closing = none;
  std::uint32_t column = none;        ///< of the state
};

/// The plan. `names` holds all formulas; the rest says what they are for.
struct plan {
  std::string name, label, currency;
  span currency_where;
  int minor_unit = 2;
  std::optional<attain::model::period> period;
  attain::model::rounding rounding;

  formula::names names;
  std::vector<curve> curves;  ///< the first names.curves.size() are the named ones, in that order
  std::vector<matrix> matrices;
  std::vector<evidence> evidence_rules;
  std::vector<indicator> indicators;
  std::vector<score_section> sections;
  attain::model::scorecard scorecard;
  bool has_score = false;  ///< some indicator takes part in the score
  std::vector<adjustment> adjustments;
  std::vector<grade> grades;
  bool grades_descending = true;  ///< listed from the best to the lowest; found by validation
  std::vector<std::string> grade_attributes;
  std::optional<attain::model::distribution> distribution;  ///< none: grades are bands
  std::vector<incentive> incentives;
  quantity_id payout_cap = none, payout_floor = none;
  std::vector<output> outputs;
  std::vector<total> totals;
  std::vector<goal> goals;
  std::vector<balance> balances;

  // Quantities computed by rule; none where the plan has no such thing.
  quantity_id score = none, graded = none, grade_name = none, grade_by_score = none, payout = none, payout_before_limit = none, payout_limit = none;
  std::vector<quantity_id> grade_attribute_values;  ///< in the order of grade_attributes
};

}  // namespace attain::model
