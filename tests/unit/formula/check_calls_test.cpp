// SPDX-License-Identifier: Apache-2.0
/// The verdict on every function: arguments, clauses and the rows an aggregate goes over.
#include "attain/formula/check_calls.hpp"

#include <gtest/gtest.h>

#include "unit/formula/checking.hpp"

namespace attain::formula {
namespace {

using testing::expect_verdicts;
using testing::verdict;

TEST(check_calls, scalar_functions) {
  expect_verdicts({{"round(quota, 2)", "money"},
                   {"round(quota, 2, 'half-even')", "money"},
                   {"round(quota, 2, 'half-evne')", "A1006"},
                   {"round(quota, 2, team)", "A3012"},
                   {"round(team)", "A3015"},
                   {"round(quota, quota)", "A3015"},
                   {"round()", "A3012"},
                   {"abs(tenure)", "days"},
                   {"sign(quota)", "number"},
                   {"ceil(quota, 5%)", "A3017"},
                   {"max(team, region)", "A3015"},
                   {"max(joined, start)", "date"},
                   {"clamp(joined, '2026-01-01', start)", "date"},
                   {"sqrt(visits_due)", "number"},
                   {"sqrt(quota)", "A3015"},
                   {"ln(tenure)", "A3015"},
                   {"days_between(joined, '2026-10-01')", "days"},
                   {"days_between(joined, quota)", "A3015"},
                   {"months_between(start, joined)", "number"},
                   {"add_days(joined, 30)", "date"},
                   {"add_days(joined, 30 days)", "date"},
                   {"add_days(joined, 5%)", "A3015"},
                   {"add_months(joined, 3)", "date"},
                   {"add_months(joined, quota)", "A3015"},
                   {"end_of_month('2026-02-01')", "date"},
                   {"year(joined)", "number"},
                   {"year(quota)", "A3015"},
                   {"working_days(joined, period.to)", "days"},
                   {"working_days(joined, period.to, days)", "days"},
                   {"working_days(joined, period.to, prices)", "A3012"},
                   {"working_days(joined, period.to, team)", "A4008"},
                   {"starts_with(team, 'n')", "bool"},
                   {"contains(quota, 'n')", "A3015"},
                   {"upper(team)", "text"},
                   {"length(team)", "count"},
                   {"length(joined)", "A3015"},
                   {"max(quota, 1 where manager)", "A3013"},
                   {"round(quota within all)", "A3013"},
                   {"raund(quota)", "A3011"},
                   {"quota(2)", "A3011"},
                   {"deals.amount(2)", "A3011"},
                   {"rank(quota within team)", "number"},
                   {"rank(quota)", "A3013"},
                   {"rank(team within all)", "A3015"},
                   {"rank(quota within all, ties = 'mni')", "A1006"},
                   {"share(quota within team, manager)", "ratio"},
                   {"percent_rank_of(joined, quota within all)", "A3014"},
                   {"z_score(quota without_me within all)", "A3013"},
                   {"prize([3000], quota within team)", "money"},
                   {"prize([3000 USD, 1000], quota within team)", "money[USD]"},
                   {"prize([3000 USD, 1000 CNY], quota within team)", "A3020"},
                   {"prize([3000], team within all)", "A3015"},
                   {"allocate(5000, quota within team)", "number"},
                   {"allocate(5000, quota within team, min = 10 CNY)", "money"},
                   {"allocate(30 days, quota within team)", "days"},
                   {"allocate(joined, quota within team)", "A3015"},
                   {"allocate(5000 CNY, quota within team, ties = team)", "money"},
                   {"allocate(5000 CNY, quota within team, ties = manager)", "A3015"}});
}

TEST(check_calls, aggregates) {
  expect_verdicts({{"sum(deals.amount)", "money"},
                   {"sum(deals.amount where paid and closed >= '2026-10-15')", "money"},
                   {"sum(amount)", "A3001"},
                   {"sum(deals.amount * units)", "money"},
                   {"sum(deals.amount - cost where product in ('a', 'b'))", "money"},
                   {"sum(deals.usd)", "money[USD]"},
                   {"sum(deals.amount + usd)", "A3020"},
                   {"sum(deals.product)", "A3015"},
                   {"sum(deals)", "A3012"},
                   {"sum(quota)", "A3012"},
                   {"sum(1 where deals.paid)", "number"},
                   {"count(deals)", "count"},
                   {"count(deals where paid)", "count"},
                   {"count(deals where product)", "A3015"},
                   {"count(deals.closed)", "count"},
                   {"count_distinct(deals.product)", "count"},
                   {"avg(deals.units)", "count"},
                   {"avg(deals.closed)", "A3015"},
                   {"min(deals.closed)", "date"},
                   {"max(deals.product)", "A3015"},
                   {"max(deals.amount where paid)", "money"},
                   {"any(deals.paid)", "bool"},
                   {"all(deals.amount > 500)", "bool"},
                   {"any(deals.amount)", "A3015"},
                   {"product(deals.units)", "number"},
                   {"product(deals.amount)", "A3015"},
                   {"weighted_avg(deals.amount, units)", "money"},
                   {"weighted_avg(deals.amount, product)", "A3015"},
                   {"median(deals.amount)", "money"},
                   {"percentile(deals.amount, 90%)", "money"},
                   {"percentile(deals.amount, 90%, 'exclusive')", "money"},
                   {"percentile(deals.amount, 90%, 'other')", "A1006"},
                   {"percentile(deals.amount, quota)", "A3015"},
                   {"nth_largest(deals.amount, visits_due)", "money"},
                   {"first(deals.product order by closed)", "text"},
                   {"last(deals.amount order by closed desc, deal)", "money"},
                   {"first(deals.amount)", "A3013"},
                   {"first(deals.amount order by paid)", "A3015"},
                   {"sum(deals.amount order by closed)", "A3013"},
                   {"sum(deals.amount without_me)", "A3013"},
                   {"sum(deals.amount within team)", "A3003"},
                   {"sum(quota within all)", "money"},
                   {"median(quota within all without_me)", "A3013"},
                   {"max(quota within all without_me)", "money"},
                   {"sum(deals.margin)", "money"},
                   {"sum(deals.net where paid)", "money"},
                   {"count(visits where good_visit)", "count"},
                   {"avg(visits.good_visit.completeness)", "ratio"}});
}

TEST(check_calls, a_wrong_number_of_arguments_is_one_mistake) {
  expect_verdicts({{"sum(deals.amount, 3)", "A3012"},
                   {"sum(amount + deals.amount, 3)", "A3012"},
                   {"count(deals, 2)", "A3012"},
                   {"sum(deals.amount, qouta)", "A3012, A3001"},
                   {"lookup(prices)", "A3012"},
                   {"working_days(joined, period.to, days, 1)", "A3012"}});
}

TEST(check_calls, aggregates_over_links) {
  expect_verdicts({{"sum(refunds.refunded)", "money"},
                   {"sum(refunds.refunded via deal.rep)", "money"},
                   {"sum(refunds.refunded where deal.paid)", "money"},
                   {"sum(deals.amount via owner)", "A3006"},
                   {"sum(orders.value)", "A3007"},
                   {"sum(orders.value via owner)", "money"},
                   {"count(orders via sourcer)", "count"},
                   {"sum(prices.price)", "A3006"},
                   {"sum(deals.amount + visits.quota)", "A3008"},
                   {"sum(deals.amount - refunds.refunded)", "A3003"},
                   {"sum(deals.amount * (quota / 1 CNY))", "money"},
                   {"sum(deals.amount * reps.part)", "money"},
                   {"sum(deals.amount * rep.part)", "money"},
                   {"sum(visits.quota + quota)", "A3026"},
                   {"sum(visits.quota + rep.quota)", "money"},
                   {"sum(deals.amount - sum(refunds.refunded))", "A3004"},
                   {"max(deals.amount / avg(deals.amount))", "A3004"},
                   {"sum(deals.amount where count(refunds) = 0)", "A3004"},
                   {"deals.amount", "A3003"},
                   {"deals", "A3003"},
                   {"prices.price", "A3006"}});
}

}  // namespace
}  // namespace attain::formula
