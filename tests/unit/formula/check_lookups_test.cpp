// SPDX-License-Identifier: Apache-2.0
/// The verdict on what is found in other tables: rows by key, by day, up to a value, and the rates of currencies.
#include "attain/formula/check_lookups.hpp"

#include <gtest/gtest.h>

#include "unit/formula/checking.hpp"

namespace attain::formula {
namespace {

using testing::expect_verdicts;
using testing::verdict;

TEST(check_lookups, by_key) {
  expect_verdicts({{"lookup(prices, team).price", "money"},
                   {"lookup(prices, 'A').discount + 5%", "ratio"},
                   {"lookup(days, joined).works", "bool"},
                   {"lookup(days, '2026-10-01').works", "bool"},
                   {"lookup(days, '2026-10-99').works", "A3016"},
                   {"lookup(prices, quota).price", "A3015"},
                   {"lookup(prices, team, 1).price", "A3012"},
                   {"lookup(price, team).price", "A4008"},
                   {"lookup(prices, team).cost", "A3001"},
                   {"lookup(prices, team)", "A3010"},
                   {"lookup(prices, team) + 1", "A3010"},
                   {"lookup(prices, team where manager).price", "A3013"},
                   {"lookup(prices, team, on = joined).price", "A3013"},
                   {"lookup(prices, team).price.more", "A3001"},
                   {"lookup(lookup(prices, team).price, team).price", "A4008"},
                   {"sum(deals.amount).product", "A3010"},
                   {"max(quota, 1).price", "A3010"}});
  EXPECT_EQ(verdict("amount * lookup(prices, product).discount", "deals"), "money");
  EXPECT_EQ(verdict("lookup(deals, refund).rep.team", "refunds"), "text");
}

TEST(check_lookups, the_last_row_up_to_a_value) {
  expect_verdicts({{"lookup_last(prices, team).price", "money"},
                   {"lookup_last(days, joined).works", "bool"},
                   {"lookup_last(days, '2026-10-01').works", "bool"},
                   {"lookup_last(days, quota).works", "A3015"},
                   {"lookup_last(prices, team)", "A3010"},
                   {"lookup_last(prices).price", "A3012"},
                   {"lookup_last(price, team).price", "A4008"},
                   {"lookup_last(prices, team, on = joined).price", "A3013"}});
}

TEST(check_lookups, money_is_converted) {
  expect_verdicts({{"convert(abroad, 7)", "money"},
                   {"convert(abroad * 2, factor) + quota", "money"},
                   {"convert(100 USD, rate)", "money"},
                   {"convert(abroad, 7, on = joined)", "A3012"},
                   {"convert(abroad)", "A3012"},
                   {"convert(abroad, team)", "A3015"},
                   {"convert(abroad, quota)", "A3015"},
                   {"convert(quota, 7)", "A3020"},
                   {"convert(part, 7)", "A3015"},
                   {"convert(missing, 7)", "money"},
                   {"convert(abroad, 7 where manager)", "A3013"},
                   {"convert(abroad, on = joined)", "A4043"},
                   {"convert(sum(deals.usd), 7)", "money"},
                   {"sum(convert(deals.usd, 7))", "money"}});
}

}  // namespace
}  // namespace attain::formula
