// SPDX-License-Identifier: Apache-2.0
/// Laws of what compares the rows of a group: ranks are what counting the others gives, and whatever parts the rows come in and in whatever order the
/// parts are put together, every row gets the same bits.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "attain/attain.hpp"

namespace attain {
namespace {

constexpr const char* plan_text = R"toml(
attain = 1
[plan]
name = "Comparison"
currency = "CNY"
[tables.reps]
key = "rep"
columns = { rep = "count", team = "count", value = "number", age = "count", pool = "money" }
[define]
third = "value / 3"
)toml";

constexpr std::array<const char*, 15> compared = {"rank(value within team)", "rank(value within team, ties = 'max')", "rank(value within team, ties = 'dense')",
                                                  "rank(value within team, ties = 'average')", "rank(value within team, ties = age)", "share(third within team)",
                                                  "percent_rank(value within team)", "percent_rank(value, 'exclusive' within team)", "z_score(third within team)",
                                                  "sum(third within team without_me)", "median(third within team)", "percentile(third, 0.3 within team)",
                                                  "max(third within team without_me)", "allocate(pool, age within team, ties = value)",
                                                  "prize([300, 200, 100], value within team)"};

struct person {
  std::int64_t key = 0, team = 0, age = 0, pool = 0;
  double value = 0;
};

/// All results as texts and, of numbers, bits, by key.
std::map<std::string, std::string> results(const plan& scored, const std::vector<person>& people, numeric mode) {
  std::vector<std::int64_t> key, team, age, pool;
  std::vector<double> value;
  for (const person& p : people) {
    key.push_back(p.key);
    team.push_back(p.team);
    age.push_back(p.age);
    pool.push_back(p.pool);
    value.push_back(p.value);
  }
  tables data;
  data.add("reps")
      .add("rep", std::span<const std::int64_t>(key))
      .add("team", std::span<const std::int64_t>(team))
      .add("age", std::span<const std::int64_t>(age))
      .add("pool", std::span<const std::int64_t>(pool))
      .add("value", std::span<const double>(value));
  run_options options;
  options.mode = mode;
  const result r = score(scored, data, options);
  std::map<std::string, std::string> all;
  for (std::size_t row = 0; row < people.size(); ++row) {
    std::string& line = all[std::to_string(people[row].key)];
    for (const result_column& c : r.tables.front().columns) {
      line += c.text(row) + "|";
      const double number = c.is_present(row) ? c.as_double(row) : -1;
      char raw[sizeof number];
      std::memcpy(raw, &number, sizeof number);
      line.append(raw, sizeof number);
    }
  }
  return all;
}

std::vector<person> random_people(std::mt19937_64& random, std::int64_t teams) {
  std::vector<person> people;
  for (std::int64_t t = 0; t < teams; ++t) {
    const auto size = 1 + random() % 7;
    const auto pool = static_cast<std::int64_t>(random() % 2000);
    for (std::size_t i = 0; i < size; ++i)
      people.push_back({static_cast<std::int64_t>(people.size()), t, static_cast<std::int64_t>(1 + random() % 4), pool, static_cast<double>(random() % 6) + 0.1});
  }
  return people;
}

/// Parts of random size in random order, each as its rows stood.
std::vector<person> put_together(std::mt19937_64& random, const std::vector<person>& people) {
  std::vector<std::vector<person>> parts(1 + random() % 6);
  for (const person& p : people) parts[random() % parts.size()].push_back(p);
  std::shuffle(parts.begin(), parts.end(), random);
  std::vector<person> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  if (random() % 2 == 0) std::shuffle(all.begin(), all.end(), random);
  return all;
}

TEST(within_laws, parts_put_together_in_any_order_give_the_same_bits) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  std::mt19937_64 random(seed);
  std::string text = plan_text;
  for (std::size_t i = 0; i < compared.size(); ++i) text += "[[outputs]]\nname = \"c" + std::to_string(i) + "\"\nvalue = \"" + compared[i] + "\"\n";
  const plan scored = plan::parse(text);
  ASSERT_TRUE(scored.ok());
  constexpr std::int64_t teams = 2500;
  for (int round = 0; round < 10; ++round) {  // 375,000 groups of one function
    const std::vector<person> people = random_people(random, teams);
    const numeric mode = round % 2 == 0 ? numeric::exact : numeric::fast;
    const auto whole = results(scored, people, mode);
    ASSERT_EQ(whole.size(), people.size());
    ASSERT_EQ(results(scored, put_together(random, people), mode), whole) << "seed " << seed << ", round " << round;

    std::map<std::int64_t, std::vector<const person*>> by_team;
    for (const person& p : people) by_team[p.team].push_back(&p);
    for (const person& p : people) {
      int higher = 0, equal = 0;
      for (const person* o : by_team[p.team]) {
        higher += o->value > p.value ? 1 : 0;
        equal += o->value == p.value ? 1 : 0;
      }
      const std::string& line = whole.at(std::to_string(p.key));
      ASSERT_EQ(line.substr(0, line.find('|')), std::to_string(higher + 1)) << "seed " << seed << ", rep " << p.key;
      const std::string largest = line.substr(line.find('|') + 1 + sizeof(double));
      ASSERT_EQ(largest.substr(0, largest.find('|')), std::to_string(higher + equal)) << "seed " << seed << ", rep " << p.key;
    }
  }
}

}  // namespace
}  // namespace attain
