// SPDX-License-Identifier: Apache-2.0
/// Laws of grades by shares on random people: every group is divided as an apportionment in whole numbers says, equals stay together or are cut by
/// their order, people of small groups are pooled, and no order of rows changes a grade.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "attain/attain.hpp"

namespace attain {
namespace {

constexpr unsigned seed = 20261101;
constexpr int parts = 1000;  // shares are whole parts of a thousand

struct person {
  std::int64_t key = 0, region = 0, division = 0, score = 0, joined = 0;
  bool has_score = true;
  std::string grade;
};

/// Largest remainder in whole numbers: each share has `weights[i]` parts of a thousand.
std::vector<std::size_t> divide(const std::vector<int>& weights, std::size_t people) {
  std::vector<std::size_t> counts, order(weights.size());
  std::size_t given = 0;
  for (const int w : weights) given += counts.emplace_back(people * static_cast<std::size_t>(w) / parts);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto rest = [&](std::size_t i) { return people * static_cast<std::size_t>(weights[i]) % parts; };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rest(a) > rest(b); });
  for (std::size_t k = 0; given < people; ++k, ++given) ++counts[order[k]];
  return counts;
}

/// The plan's rules once more, plainly: each person looks at how many are before them.
void grade(std::vector<person*> group, const std::vector<int>& weights, bool together) {
  const std::vector<std::size_t> counts = divide(weights, group.size());
  for (person* p : group) {
    std::size_t before = 0;
    for (const person* o : group) {
      const bool is_equal = o->score == p->score;
      if (o->score > p->score || (!together && is_equal && std::tie(o->joined, o->key) < std::tie(p->joined, p->key))) ++before;
    }
    std::size_t g = 0;
    for (std::size_t cut = counts[0]; before >= cut; cut += counts[g]) ++g;
    p->grade = "G" + std::to_string(g);
  }
}

std::vector<int> random_shares(std::mt19937& random) {
  std::vector<int> cuts{0, parts};
  const std::size_t grades = 1 + random() % 6;
  const int step = random() % 2 == 0 ? 50 : 1;  // round shares leave equal remainders
  while (cuts.size() <= grades) cuts.push_back(static_cast<int>(random() % (parts / static_cast<unsigned>(step) + 1)) * step);
  std::sort(cuts.begin(), cuts.end());
  std::vector<int> weights;
  for (std::size_t i = 1; i < cuts.size(); ++i) weights.push_back(cuts[i] - cuts[i - 1]);
  return weights;
}

std::string plan_text(const std::vector<int>& weights, bool together, std::size_t min_group, bool pools) {
  std::string text = R"toml(attain = 1
[plan]
name = "Shares"
currency = "CNY"
[tables.reps]
key = "rep"
columns = { rep = "count", region = "count", division = "count", result = "number?", joined = "count" }
[grading]
by = "result"
method = "shares"
within = "region"
)toml";
  if (!together) text += "ties = \"joined\"\n";
  if (min_group > 0) text += "min_group = " + std::to_string(min_group) + "\n";
  if (min_group > 0 && pools) text += "pool_to = \"division\"\n";
  for (std::size_t i = 0; i < weights.size(); ++i)
    text += "[[grades]]\nname = \"G" + std::to_string(i) + "\"\nshare = \"" + to_text(decimal{weights[i], 1}) + "%\"\n";
  return text;
}

tables table_of(const std::vector<person>& people, std::vector<std::vector<std::int64_t>>& kept, std::vector<std::uint8_t>& has_score) {
  kept.assign(5, {});
  has_score.assign((people.size() + 7) / 8, 0);
  for (std::size_t i = 0; i < people.size(); ++i) {
    const person& p = people[i];
    const std::int64_t cells[] = {p.key, p.region, p.division, p.score, p.joined};
    for (std::size_t c = 0; c < kept.size(); ++c) kept[c].push_back(cells[c]);
    if (p.has_score) has_score[i / 8] = static_cast<std::uint8_t>(has_score[i / 8] | (1U << (i % 8)));
  }
  tables data;
  data.add("reps")
      .add("rep", kept[0])
      .add("region", kept[1])
      .add("division", kept[2])
      .add_decimals("result", std::span<const std::int64_t>(kept[3]), 2, has_score.data())
      .add("joined", kept[4]);
  return data;
}

TEST(distribution_laws, every_group_is_divided_as_its_shares_say) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::size_t compared = 0;
  std::size_t pooled = 0;
  for (std::size_t round = 0; compared < 100'000; ++round) {
    const std::vector<int> weights = random_shares(random);
    const bool together = random() % 2 == 0;
    const bool pools = random() % 2 == 0;
    const std::size_t min_group = random() % 3 == 0 ? 0 : 1 + random() % 12;
    const plan p = plan::parse(plan_text(weights, together, min_group, pools));
    ASSERT_TRUE(p.ok()) << p.report();
    std::vector<person> people(1 + random() % 400);
    const std::int64_t regions = 1 + static_cast<std::int64_t>(random() % 120);
    const std::int64_t scores = 1 + static_cast<std::int64_t>(random() % (random() % 2 == 0 ? 10 : 5000));
    std::map<std::int64_t, std::vector<person*>> groups;
    for (std::size_t i = 0; i < people.size(); ++i) {
      person& one = people[i];
      one.key = static_cast<std::int64_t>(1000 + i);
      one.region = static_cast<std::int64_t>(random()) % regions;
      one.division = one.region % 3;
      one.score = static_cast<std::int64_t>(random()) % scores;
      one.joined = static_cast<std::int64_t>(random() % 3);
      one.has_score = random() % 20 != 0;
      if (one.has_score) groups[one.region].push_back(&one);
    }
    std::map<std::int64_t, std::vector<person*>> small;
    for (const auto& [region, group] : groups) {
      if (group.size() >= min_group) {
        grade(group, weights, together);
        continue;
      }
      pooled += group.size();
      std::vector<person*>& pool = small[pools ? region % 3 : 0];
      pool.insert(pool.end(), group.begin(), group.end());
    }
    std::size_t too_small = 0;
    for (const auto& [division, group] : small) {
      if (group.size() < min_group) ++too_small;
      grade(group, weights, together);
    }
    std::shuffle(people.begin(), people.end(), random);
    std::vector<std::vector<std::int64_t>> kept;
    std::vector<std::uint8_t> has_score;
    const tables data = table_of(people, kept, has_score);
    for (const numeric mode : {numeric::exact, numeric::fast}) {
      run_options options;
      options.mode = mode;
      const result r = score(p, data, options);
      for (std::size_t row = 0; row < people.size(); ++row)
        ASSERT_EQ(r.find("grade")->text(row), people[row].grade) << "round " << round << ", rep " << people[row].key << "\n" << p.text().text();
      ASSERT_EQ(static_cast<std::size_t>(std::count_if(r.issues.begin(), r.issues.end(), [](const issue& i) { return i.code == code::small_pool; })),
                too_small);
    }
    compared += groups.size() + small.size();
  }
  EXPECT_GT(pooled, 1000U);
}

TEST(distribution_laws, the_cut_of_seven_people) {
  EXPECT_EQ(
      engine::apportion(
          {rational(1) / rational(10), rational(2) / rational(10), rational(4) / rational(10), rational(2) / rational(10), rational(1) / rational(10)}, 7),
      (std::vector<std::size_t>{1, 1, 3, 1, 1}));
}

}  // namespace
}  // namespace attain
