// SPDX-License-Identifier: Apache-2.0
/// Checks of grades by shares of the people: the shares are all of the people, and the smallest group is a number of people.
#pragma once

#include <optional>
#include <string>

#include "attain/number/rational.hpp"
#include "attain/plan/constants.hpp"
#include "attain/plan/model.hpp"
#include "attain/plan/validate_weights.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::model {

/// Checks the shares of one plan that grades by them; made for one call of `check`.
class share_check {
 public:
  share_check(const plan& p, diagnostics& messages) : plan_(p), messages_(messages) {}

  void check() {
    check_min_group(plan_.distribution->min_group);
    rational sum(0);
    bool all_known = true;
    for (const grade& g : plan_.grades) {
      const auto share = known(g.share, "the share of `" + g.name + "`", "\"20%\"");
      if (share && share->sign() < 0)
        messages_.error(code::bad_distribution, place(g.share), "the share of `" + g.name + "` is negative", "a share is a part of the people, from 0% to 100%")
            .here = percent_text(*share);
      all_known = all_known && share && share->sign() >= 0;
      if (all_known) sum += *share;
    }
    if (!plan_.grades.empty() && all_known && !(sum == rational(1))) refuse_sum(sum);
  }

 private:
  using number = std::optional<rational>;

  [[nodiscard]] span place(quantity_id q) const { return plan_.names.quantities[q].formula.whole; }
  [[nodiscard]] bool is_bad(quantity_id q) const { return plan_.names.quantities[q].formula.is_bad() || plan_.names.quantities[q].result.is_unknown(); }

  /// How people are divided is agreed on before there is data, so it must not depend on any.
  [[nodiscard]] number known(quantity_id q, const std::string& what, const std::string& example) {
    const number value = constant_value(plan_.names, q);
    if (!value && !is_bad(q))
      messages_
          .error(code::bad_distribution, place(q), what + " is not known before there is data",
                 "write a number, such as " + example + ", or arithmetic of [parameters]")
          .here = "not a constant";
    return value;
  }

  void check_min_group(quantity_id least) {
    if (least == none) return;
    const number people = known(least, "`min_group`", "25");
    if (!people || (people->sign() > 0 && people->floor() == *people)) return;
    messages_
        .error(code::bad_distribution, place(least), "`min_group` must be a whole number above 0",
               "it is the fewest people of a group that is graded apart, such as 25")
        .here = "not a number of people";
  }

  void refuse_sum(const rational& sum) {
    const rational lacking = rational(1) - sum;
    std::string help = lacking.sign() > 0 ? "add " + percent_text(lacking) : "take away " + percent_text(-lacking);
    if (sum > rational(10)) help = "a bare 1 is 100%: write the shares as percentages, such as \"20%\"";
    const grade& last = plan_.grades.back();
    const auto part = [&](const grade& g) { return "`" + g.name + "`: " + percent_text(*constant_value(plan_.names, g.share)); };
    diagnostic& d =
        messages_.error(code::shares_not_100, place(last.share), "the shares of the grades add up to " + percent_text(sum) + ", not to 100%", std::move(help));
    d.here = part(last);
    for (const grade& g : plan_.grades)
      if (&g != &last) d.related.push_back({place(g.share), part(g)});
  }

  const plan& plan_;
  diagnostics& messages_;
};

}  // namespace attain::model
