// SPDX-License-Identifier: Apache-2.0
/// Checks a plan as a whole, after its formulas were checked: weights, curves, grades, limits, everything that needs values but no data.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/number/rational.hpp"
#include "attain/plan/constants.hpp"
#include "attain/plan/doubts.hpp"
#include "attain/plan/model.hpp"
#include "attain/plan/validate_curves.hpp"
#include "attain/plan/validate_shares.hpp"
#include "attain/plan/validate_weights.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::model {

/// Checks one plan; made for one call of `validate`.
class validator {
 public:
  validator(plan& p, diagnostics& messages) : plan_(p), messages_(messages) {}

  void check() {
    check_period();
    for (const curve& c : plan_.curves) validate_curve(plan_, c, messages_);
    validate_weights(plan_, messages_);
    for (const indicator& i : plan_.indicators) check_indicator(i);
    check_limits(plan_.scorecard.least, plan_.scorecard.most, "`min` of the scorecard", "`max`");
    check_grades();
    if (plan_.distribution) share_check(plan_, messages_).check();
    for (const incentive& i : plan_.incentives) check_limits(i.floor, i.cap, "the floor of `" + i.name + "`", "its cap");
    check_limits(plan_.payout_floor, plan_.payout_cap, "the floor of the payout", "its cap");
    doubt(plan_, messages_);
  }

 private:
  using number = std::optional<rational>;

  [[nodiscard]] number value(quantity_id q) const { return constant_value(plan_.names, q); }
  /// The place of a formula, as the plan writes it.
  [[nodiscard]] span place(quantity_id q) const { return plan_.names.quantities[q].formula.whole; }

  void check_period() {
    if (!plan_.period || plan_.period->from <= plan_.period->to) return;
    messages_.error(code::bad_period, plan_.period->where, "the period ends before it begins", "exchange `from` and `to`; both days belong to it").here =
        date_to_text(plan_.period->from) + " is after " + date_to_text(plan_.period->to);
  }

  void check_indicator(const indicator& i) {
    const scoring& s = i.score_by;
    check_limits(i.floor, i.cap, "the floor of `" + i.name + "`", "its cap");
    check_limits(s.floor, s.cap, "the floor of the score of `" + i.name + "`", "its cap");
    const number per = value(s.per);
    if (per && per->sign() <= 0)
      messages_.error(code::bad_score, place(s.per), "`per` must be above 0", "`per` is the size of one step, such as 1 or \"1%\"").here = "not above 0";
    const number low = value(s.unacceptable);
    const number high = value(s.satisfactory);
    if (!low || !high || !(*low == *high)) return;
    diagnostic& d = messages_.error(code::bad_score, place(s.satisfactory), "`satisfactory` and `unacceptable` are the same",
                                    "the score rises from 60 at one to 100 at the other: make them different");
    d.here = "the same value";
    d.related.push_back({place(s.unacceptable), "as here"});
  }

  void check_limits(quantity_id floor, quantity_id cap, const std::string& floor_name, const std::string& cap_name) {
    const number low = value(floor);
    const number high = value(cap);
    if (!low || !high || *low <= *high) return;
    diagnostic& d = messages_.error(code::floor_above_cap, place(floor), floor_name + " is above " + cap_name, "exchange them, or delete one");
    d.here = "above " + cap_name;
    d.related.push_back({place(cap), cap_name});
  }

  /// Bands stand from the best to the lowest or the other way round; the first two tell which. Shares are given from the best on.
  void check_grades() {
    const std::vector<grade>& grades = plan_.grades;
    int direction = plan_.distribution ? -1 : 0;
    for (std::size_t i = 1; i < grades.size(); ++i) {
      const number from = value(grades[i].from);
      const number before = value(grades[i - 1].from);
      if (!from || !before) continue;
      const int step = (*from - *before).sign();
      if (direction == 0) direction = step;
      if (step != 0 && step == direction) continue;
      diagnostic& d = messages_.error(code::bad_grades, place(grades[i].from),
                                      step == 0 ? "two grades begin at one score" : "the grade `" + grades[i].name + "` is out of order",
                                      step == 0 ? "give each grade a `from` of its own" : "list the grades from the best to the lowest");
      d.here = "grade `" + grades[i].name + "`";
      d.related.push_back({place(grades[i - 1].from), "grade `" + grades[i - 1].name + "`"});
      return;
    }
    plan_.grades_descending = direction <= 0;
  }

  plan& plan_;
  diagnostics& messages_;
};

/// Reports what is wrong with the plan as a whole, and notes in which order its grades stand. To be called when its formulas have types;
/// what depends on data is left to the engine.
inline void validate(plan& p, diagnostics& messages) { validator(p, messages).check(); }

}  // namespace attain::model
