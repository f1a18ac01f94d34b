// SPDX-License-Identifier: Apache-2.0
/// What a curve can be asked, with which dimension, and what comes out.
#include "attain/formula/check_curves.hpp"

#include <gtest/gtest.h>

#include "unit/formula/checking.hpp"

namespace attain::formula {
namespace {

using testing::expect_verdicts;

TEST(check_curves, curves) {
  expect_verdicts({{"commission(quota)", "money"},
                   {"commission(visits_due)", "number"},
                   {"commission(60000)", "number"},
                   {"commission.rate(quota)", "ratio"},
                   {"commission.tier(quota)", "count"},
                   {"commission.part(quota, 1)", "money"},
                   {"commission.between(0, quota)", "money"},
                   {"commission.effective(quota)", "ratio"},
                   {"commission.inverse(quota)", "money"},
                   {"commission(quota) + commission(visits_due) * 1 CNY", "A3021"},
                   {"commission(team)", "A3015"},
                   {"commission(joined)", "A3015"},
                   {"commission()", "A3012"},
                   {"commission(quota, 1)", "A3012"},
                   {"commission.between(quota)", "A3012"},
                   {"commission.slope(quota)", "A3010"},
                   {"commission", "A3011"},
                   {"by_amount(quota)", "money"},
                   {"by_amount(500)", "money"},
                   {"by_amount(visits_due)", "A3021"},
                   {"by_ratio(sales.attainment)", "money"},
                   {"by_ratio(quota)", "A3021"},
                   {"by_ratio.rate(sales.attainment)", "money"},
                   {"by_ratio.part(sales.attainment, 1)", "A3012"},
                   {"line(sales.attainment)", "number"},
                   {"line.rate(part)", "A3012"},
                   {"line.inverse(60)", "ratio"},
                   {"line.inverse(quota)", "A3015"}});
}

}  // namespace
}  // namespace attain::formula
