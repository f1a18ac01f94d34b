// SPDX-License-Identifier: Apache-2.0
/// Laws of pools: shares add up to the pool, are what a formulation by pairs and by cases says, keep their limits, and do not depend on the order of
/// rows; doubles give what fractions give.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "attain/engine/allocation.hpp"

namespace attain::engine {
namespace {

constexpr unsigned seed = 20261031;
constexpr int cases = 100'000;
using rule = pool<rational>::rule;
using units = std::vector<std::int64_t>;

/// Weights and limits as multiples of a hundredth, the amount in units.
struct problem {
  std::int64_t amount = 0;
  decimal unit;
  std::vector<std::int64_t> weights;
  std::vector<std::optional<std::int64_t>> least, most;  // in units
  rule rest = rule::largest_remainder;
  bool floors = false;
  std::vector<std::size_t> places;  // of the rows in the order that decides
};

problem random_problem(std::mt19937_64& random, bool with_limits) {
  const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n)); };
  problem p;
  const std::size_t rows = 1 + random() % 6;
  static constexpr decimal units_of_money[] = {{1, 2}, {1, 0}, {5, 2}, {100, 0}};
  p.unit = units_of_money[random() % 4];
  p.amount = below(3) == 0 ? below(30) : below(1'000'000);
  if (random() % 3 == 0) p.amount = -p.amount;
  const std::int64_t range = random() % 2 == 0 ? 6 : 1'000'000;
  for (std::size_t i = 0; i < rows; ++i) p.weights.push_back(below(range));
  p.places.resize(rows);
  std::iota(p.places.begin(), p.places.end(), std::size_t{0});
  std::shuffle(p.places.begin(), p.places.end(), random);
  p.rest = static_cast<rule>(random() % 3);
  p.floors = random() % 4 == 0;
  if (!with_limits) return p;
  const std::int64_t size = std::abs(p.amount) + 1;
  for (std::size_t i = 0; i < rows; ++i) {
    p.least.push_back(random() % 2 == 0 ? std::nullopt : std::optional(below(size) / 2 * (random() % 8 == 0 ? -1 : 1)));
    p.most.push_back(random() % 2 == 0 ? std::nullopt : std::optional(below(size)));
    if (p.least[i] && p.most[i] && *p.least[i] > *p.most[i]) std::swap(p.least[i], p.most[i]);
    if (p.amount >= 0) continue;
    std::swap(p.least[i], p.most[i]);
    if (p.least[i]) *p.least[i] = -*p.least[i];
    if (p.most[i]) *p.most[i] = -*p.most[i];
  }
  return p;
}

template <class N>
allocation solved(const problem& p) {
  const N unit = arithmetic<N>::from(p.unit);
  const auto money = [&](std::int64_t n) { return units_as_number(n, unit); };
  pool<N> asked{money(p.amount), unit, {}, {}, {}, p.rest, p.floors};
  for (const std::int64_t w : p.weights) asked.weights.push_back(arithmetic<N>::from(decimal{w, 2}));
  for (const auto& l : p.least) asked.least.push_back(l ? std::optional<N>(money(*l)) : std::nullopt);
  for (const auto& m : p.most) asked.most.push_back(m ? std::optional<N>(money(*m)) : std::nullopt);
  return allocate(asked, [&](std::size_t a, std::size_t b) { return p.places[a] < p.places[b] ? -1 : (p.places[a] > p.places[b] ? 1 : 0); });
}

std::int64_t sum(const units& u) { return std::accumulate(u.begin(), u.end(), std::int64_t{0}); }

/// The rows with a weight, first to last.
std::vector<std::size_t> in_order(const problem& p) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < p.weights.size(); ++i)
    if (p.weights[i] > 0) rows.push_back(i);
  std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) { return p.places[a] < p.places[b]; });
  return rows;
}

/// Whether `got` is the division of `amount` among `rows` by largest remainder: each share is its exact part, cut or with one unit more; no row with
/// that unit has a smaller remainder than one without, and of equal ones it comes first.
void expect_largest_remainders(const problem& p, const std::vector<std::size_t>& rows, std::int64_t amount, const units& got) {
  std::int64_t weights = 0;
  std::int64_t given = 0;
  for (const std::size_t i : rows) weights += p.weights[i], given += got[i];
  ASSERT_EQ(given, amount);
  const auto part = [&](std::size_t i) { return rational(amount) * rational(p.weights[i], weights); };
  for (const std::size_t i : rows) {
    const rational over = rational(got[i]) - part(i);
    EXPECT_LT(abs(over), rational(1));
    for (const std::size_t j : rows) {
      if (rational(got[i]) <= part(i) || rational(got[j]) > part(j) || part(j).is_integer()) continue;
      const rational up = part(i) - part(i).floor();
      const rational down = part(j) - part(j).floor();
      EXPECT_TRUE(up > down || (up == down && p.places[i] < p.places[j])) << i << " before " << j;
    }
  }
}

/// Without limits, of a pool that is not mirrored.
void expect_shares(const problem& p, const units& got) {
  const std::vector<std::size_t> rows = in_order(p);
  if (p.rest == rule::largest_remainder) return expect_largest_remainders(p, rows, p.amount, got);
  rational left(p.amount);
  rational weights_left(std::accumulate(p.weights.begin(), p.weights.end(), std::int64_t{0}));
  const rational all = weights_left;
  for (std::size_t n = rows.size(); n-- > 0;) {
    const std::size_t i = rows[n];
    const rational weight(p.weights[i]);
    const rational share = n == 0 ? left : (p.rest == rule::cascade ? left * weight / weights_left : rational(p.amount) * weight / all).floor();
    EXPECT_EQ(rational(got[i]), share) << "row " << i;
    left -= share;
    weights_left -= weight;
  }
}

TEST(pool_laws, shares_add_up_and_are_what_their_rule_says) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int n = 0; n < cases && !HasFailure(); ++n) {
    SCOPED_TRACE("case " + std::to_string(n));
    problem p = random_problem(random, false);
    const allocation exact = solved<rational>(p);
    const allocation fast = solved<double>(p);
    EXPECT_EQ(fast.problem, exact.problem);
    EXPECT_EQ(fast.units, exact.units);
    const bool anyone = !in_order(p).empty();
    if (!anyone) {
      EXPECT_EQ(exact.problem, p.amount == 0 ? std::nullopt : std::optional(code::nobody_shares));
      continue;
    }
    ASSERT_FALSE(exact.problem.has_value());
    EXPECT_EQ(sum(exact.units), p.amount);
    for (std::size_t i = 0; i < p.weights.size(); ++i) EXPECT_TRUE(p.weights[i] > 0 || exact.units[i] == 0);
    if (p.amount < 0 && !p.floors) {
      problem positive = p;
      positive.amount = -p.amount;
      units turned = exact.units;
      for (std::int64_t& u : turned) u = -u;
      EXPECT_EQ(turned, solved<rational>(positive).units);
      expect_shares(positive, turned);
    } else {
      expect_shares(p, exact.units);
    }
  }
}

/// Of all ways to fix rows at a limit the one in which everybody else keeps theirs in proportion, and nobody is fixed without need.
std::optional<std::vector<int>> fixed_rows(const problem& p, const units& least, const units& most) {
  const std::vector<std::size_t> rows = in_order(p);
  std::size_t ways = 1;
  for (std::size_t i = 0; i < rows.size(); ++i) ways *= 3;
  for (std::size_t way = 0; way < ways; ++way) {
    std::vector<int> side(p.weights.size(), 0);
    std::int64_t left = p.amount;
    std::int64_t weights = 0;
    std::size_t rest = way;
    for (const std::size_t i : rows) {
      side[i] = static_cast<int>(rest % 3) - 1;
      rest /= 3;
      if (side[i] == 0) weights += p.weights[i];
      else left -= side[i] < 0 ? least[i] : most[i];
    }
    if (weights == 0) {
      // All are at a limit: some rate must put each of them there.
      if (left != 0) continue;
      std::optional<rational> from, to;
      for (const std::size_t i : rows) {
        const rational at(side[i] < 0 ? least[i] : most[i], p.weights[i]);
        if (side[i] < 0 && (!to || at < *to)) to = at;
        if (side[i] > 0 && (!from || at > *from)) from = at;
      }
      if (!from || !to || *from <= *to) return side;
      continue;
    }
    const rational rate(left, weights);
    const bool fits = std::all_of(rows.begin(), rows.end(), [&](std::size_t i) {
      const rational share = rate * rational(p.weights[i]);
      if (side[i] < 0) return share <= rational(least[i]);
      if (side[i] > 0) return share >= rational(most[i]);
      return share >= rational(least[i]) && share <= rational(most[i]);
    });
    if (fits) return side;
  }
  return std::nullopt;
}

TEST(pool_laws, limits_are_kept_and_the_rest_is_in_proportion) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed + 1);
  int met = 0;
  int fixed = 0;
  for (int n = 0; n < cases && !HasFailure(); ++n) {
    SCOPED_TRACE("case " + std::to_string(n));
    problem p = random_problem(random, true);
    const std::vector<std::size_t> rows = in_order(p);
    if (rows.empty()) continue;
    const allocation exact = solved<rational>(p);
    const allocation fast = solved<double>(p);
    EXPECT_EQ(fast.problem, exact.problem);
    EXPECT_EQ(fast.units, exact.units);
    units least(p.weights.size(), 0), most(p.weights.size(), 0);
    std::int64_t fewest = 0, greatest = 0;
    bool possible = true;
    for (const std::size_t i : rows) {
      least[i] = std::max(p.least[i].value_or(-5'000'000), std::min<std::int64_t>(p.amount, 0));
      most[i] = std::min(p.most[i].value_or(5'000'000), std::max<std::int64_t>(p.amount, 0));
      possible = possible && least[i] <= most[i];
      fewest += least[i];
      greatest += most[i];
    }
    possible = possible && fewest <= p.amount && p.amount <= greatest;
    EXPECT_EQ(exact.problem, possible ? std::nullopt : std::optional(code::unmet_limits));
    if (!possible) continue;
    ++met;
    EXPECT_EQ(sum(exact.units), p.amount);
    for (const std::size_t i : rows) EXPECT_TRUE(least[i] <= exact.units[i] && exact.units[i] <= most[i]) << "row " << i;
    if (p.rest != rule::largest_remainder) continue;
    if (p.amount < 0 && !p.floors) {
      // As the positive pool.
      p.amount = -p.amount;
      std::swap(least, most);
      for (std::size_t i = 0; i < p.weights.size(); ++i) least[i] = -least[i], most[i] = -most[i];
    }
    units got = exact.units;
    if (sum(got) != p.amount)
      for (std::int64_t& u : got) u = -u;
    const auto side = fixed_rows(p, least, most);
    ASSERT_TRUE(side.has_value());
    std::vector<std::size_t> open;
    std::int64_t left = p.amount;
    for (const std::size_t i : rows) {
      if ((*side)[i] == 0) {
        open.push_back(i);
        continue;
      }
      ++fixed;
      EXPECT_EQ(got[i], (*side)[i] < 0 ? least[i] : most[i]) << "row " << i;
      left -= got[i];
    }
    if (!open.empty()) expect_largest_remainders(p, open, left, got);
  }
  EXPECT_GT(met, cases / 4);
  EXPECT_GT(fixed, cases / 20);
}

TEST(pool_laws, the_order_of_rows_changes_nothing) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed + 2);
  for (int n = 0; n < cases && !HasFailure(); ++n) {
    SCOPED_TRACE("case " + std::to_string(n));
    const problem p = random_problem(random, random() % 2 == 0);
    std::vector<std::size_t> from(p.weights.size());
    std::iota(from.begin(), from.end(), std::size_t{0});
    std::shuffle(from.begin(), from.end(), random);
    problem moved = p;
    for (std::size_t i = 0; i < from.size(); ++i) {
      moved.weights[i] = p.weights[from[i]];
      moved.places[i] = p.places[from[i]];
      if (!p.least.empty()) moved.least[i] = p.least[from[i]], moved.most[i] = p.most[from[i]];
    }
    const allocation before = solved<rational>(p);
    const allocation after = solved<rational>(moved);
    EXPECT_EQ(before.problem, after.problem);
    if (before.problem) continue;
    for (std::size_t i = 0; i < from.size(); ++i) EXPECT_EQ(after.units[i], before.units[from[i]]);
  }
}

}  // namespace
}  // namespace attain::engine
