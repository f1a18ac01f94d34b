// SPDX-License-Identifier: Apache-2.0
/// What compares people costs: a rank, grades by forced distribution and a pool for each team, one million reps in a thousand teams, each as a multiple
/// of one `std::sort` of the same teams and values. Of each plan the time of the same plan without the comparison is taken off.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "attain/attain.hpp"

namespace {

constexpr std::size_t rows = 1'000'000;
constexpr std::size_t teams = 1'000;

const std::string beginning = R"toml(
attain = 1
[plan]
name = "Comparison"
currency = "CNY"
[tables.reps]
key = "rep"
columns = { rep = "number", team = "number", sales = "money" }
)toml";

const std::string plain = beginning + R"toml(
[[outputs]]
name = "compared"
value = "sales"
)toml";
const std::string ranked = beginning + R"toml(
[[outputs]]
name = "compared"
value = "rank(sales within team)"
)toml";
const std::string divided = beginning + R"toml(
[[outputs]]
name = "compared"
value = "allocate(1000000, sales within team)"
)toml";
const std::string scored = beginning + R"toml(
[[indicators]]
name = "sold"
actual = "sales"
target = "100000 CNY"
weight = "100%"
)toml";
const std::string graded = scored + R"toml(
[grading]
method = "shares"
within = "team"
[[grades]]
name = "A"
share = "20%"
[[grades]]
name = "B"
share = "70%"
[[grades]]
name = "C"
share = "10%"
)toml";

/// Amounts in cents, many of them equal to another one of the team.
struct reps {
  reps() : key(rows), team(rows), sales(rows) {
    for (std::size_t i = 0; i < rows; ++i) {
      key[i] = static_cast<std::int64_t>(i);
      team[i] = static_cast<std::int64_t>(i * 7919 % teams);
      sales[i] = static_cast<double>(i * 104'729 % 20'000'033) / 100;
    }
    data.add("reps")
        .add("rep", std::span<const std::int64_t>(key))
        .add("team", std::span<const std::int64_t>(team))
        .add("sales", std::span<const double>(sales));
  }

  std::vector<std::int64_t> key, team;
  std::vector<double> sales;
  attain::tables data;
};

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// The three are taken in turns, so that a busy moment of the machine meets them all.
void compared(benchmark::State& state, const std::string& without, const std::string& with, attain::numeric mode) {
  const reps input;
  const attain::plan base = attain::plan::parse(without);
  const attain::plan plan = attain::plan::parse(with);
  if (!base.ok() || !plan.ok()) return state.SkipWithError("a plan has errors");
  attain::run_options options;
  options.mode = mode;
  struct entry {
    std::int64_t team;
    double value;
    std::uint32_t row;
  };
  std::vector<double> sorts, bases, plans;
  for (auto unused : state) {
    std::vector<entry> entries(rows);
    for (std::size_t i = 0; i < rows; ++i) entries[i] = {input.team[i], input.sales[i], static_cast<std::uint32_t>(i)};
    sorts.push_back(seconds_of([&] {
      std::sort(entries.begin(), entries.end(), [](const entry& a, const entry& b) { return a.team != b.team ? a.team < b.team : a.value > b.value; });
      benchmark::DoNotOptimize(entries.data());
    }));
    bases.push_back(seconds_of([&] { benchmark::DoNotOptimize(attain::score(base, input.data, options)); }));
    plans.push_back(seconds_of([&] {
      const attain::result scored_rows = attain::score(plan, input.data, options);
      if (!scored_rows.issues.empty()) state.SkipWithError(scored_rows.issues.front().message.c_str());
    }));
    state.SetIterationTime(plans.back() - bases.back());
  }
  state.counters["sorts"] = (median(plans) - median(bases)) / median(sorts);
  state.counters["sort_ms"] = median(sorts) * 1000;
  state.counters["plan_ms"] = median(plans) * 1000;
}

}  // namespace

#define ATTAIN_COMPARED(name, without, with)                                                                                                                  \
  BENCHMARK_CAPTURE(compared, name##_fast, without, with, attain::numeric::fast)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond); \
  BENCHMARK_CAPTURE(compared, name##_exact, without, with, attain::numeric::exact)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond)

ATTAIN_COMPARED(rank, plain, ranked);
ATTAIN_COMPARED(pool, plain, divided);
ATTAIN_COMPARED(forced_distribution, scored, graded);
