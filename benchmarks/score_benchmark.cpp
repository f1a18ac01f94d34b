// SPDX-License-Identifier: Apache-2.0
/// Rows per second of a small commission plan: exact and fast, beside the same arithmetic written by hand in doubles.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attain/attain.hpp"

namespace {

constexpr const char* commission_plan = R"toml(
attain = 1
[plan]
name = "Commission"
currency = "CNY"
[tables.reps]
key = "rep"
columns = { quota = "money", sales = "money" }
[curves.commission]
kind = "marginal"
tiers = [{ from = "0%", rate = "3%" }, { from = "80%", rate = "4%" }, { from = "100%", rate = "6%" }]
[[incentives]]
name = "pay"
amount = "quota * commission(sales / quota)"
cap = 20000
)toml";

/// Columns of made-up reps.
struct reps {
  explicit reps(std::size_t rows) : quota(rows), sales(rows) {
    names.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      names.push_back("R" + std::to_string(i));
      quota[i] = 50'000 + static_cast<double>(i * 7919 % 100'000);
      sales[i] = static_cast<double>(i * 104'729 % 200'000) + 0.25;
    }
    keys.assign(names.begin(), names.end());
    data.add("reps").add("rep", std::span<const std::string_view>(keys)).add("quota", std::span<const double>(quota)).add("sales", std::span<const double>(sales));
  }

  std::vector<std::string> names;
  std::vector<std::string_view> keys;
  std::vector<double> quota, sales;
  attain::tables data;
};

void score_by_plan(benchmark::State& state, attain::numeric mode) {
  const reps input(static_cast<std::size_t>(state.range(0)));
  const attain::plan plan = attain::plan::parse(commission_plan);
  attain::run_options options;
  options.mode = mode;
  for (auto unused : state) benchmark::DoNotOptimize(attain::score(plan, input.data, options));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void score_by_hand(benchmark::State& state) {
  const reps input(static_cast<std::size_t>(state.range(0)));
  std::vector<double> pay(input.quota.size());
  for (auto unused : state) {
    for (std::size_t i = 0; i < pay.size(); ++i) {
      const double x = input.sales[i] / input.quota[i];
      const double rate = 0.03 * x + 0.01 * std::fmax(x - 0.8, 0) + 0.02 * std::fmax(x - 1, 0);
      pay[i] = std::round(std::fmin(input.quota[i] * rate, 20'000) * 100) / 100;
    }
    benchmark::DoNotOptimize(pay.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

}  // namespace

BENCHMARK(score_by_hand)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(score_by_plan, fast, attain::numeric::fast)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(score_by_plan, exact, attain::numeric::exact)->Arg(100'000)->Unit(benchmark::kMillisecond);
