// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/check_running.hpp"

#include <gtest/gtest.h>

#include "unit/formula/checking.hpp"

namespace attain::formula {
namespace {

using testing::checked;
using testing::expect_verdicts;

TEST(check_running, of_an_event_row) {
  expect_verdicts({{"sum_before(amount order by closed)", "money"},
                   {"sum_through(1 order by closed)", "number"},
                   {"sum_through(margin where paid and quota > 0 order by closed desc, deal)", "money"},
                   {"sum_through(closed - joined within all order by amount)", "days"},
                   {"sum_through(1 within rep, product order by closed)", "number"},
                   {"sum_through(1 within team order by closed)", "number"},
                   {"sum_through(amount / quota via rep order by closed)", "number"},
                   {"sum_before(amount)", "A3013"},
                   {"sum_before(amount within all)", "A3013"},
                   {"sum_before(amount order by closed without_me)", "A3013"},
                   {"sum_before(amount within product via rep order by closed)", "A3013"},
                   {"sum_before(amount via deal order by closed)", "A3006"},
                   {"sum_before(product order by closed)", "A3015"},
                   {"sum_before(amount where amount order by closed)", "A3015"},
                   {"sum_before(amount order by paid)", "A3015"},
                   {"sum_before(amount, cost order by closed)", "A3012"},
                   {"sum_before(sum(refunds.refunded) order by closed)", "A3004"},
                   {"sum_before(sum_before(amount order by closed) order by closed)", "A3004"}},
                  "deals");
  expect_verdicts({{"sum_before(value order by order_no)", "A3007"}, {"sum_before(value via sourcer order by order_no)", "money"}}, "orders");
  expect_verdicts({{"sum_before(refunded order by refund)", "money"}}, "refunds");
}

TEST(check_running, nowhere_else) {
  expect_verdicts({{"sum_before(quota order by rep)", "A3012"}, {"sum(deals.amount - sum_before(deals.amount order by closed))", "A3004"}});
  expect_verdicts({{"sum_before(price order by product)", "A3012"}}, "prices");
}

}  // namespace
}  // namespace attain::formula
