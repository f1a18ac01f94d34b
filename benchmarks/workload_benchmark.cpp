// SPDX-License-Identifier: Apache-2.0
/// Workloads W1 (a scorecard with payout, by rep) and W3 (the same from events, by event): the engine from plan texts, beside loops written by hand.
/// Binding the tables is not timed, as loading is not. Every variant's results are compared with the hand-written loop's before anything is timed.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <numeric>
#include <string>
#include <vector>

#include "attain/attain.hpp"
#include "attain/engine/eigen_executor.hpp"
#include "ceilings.hpp"
#include "workloads.hpp"

namespace {

[[nodiscard]] attain::plan read_plan(const std::string& name) {
  std::ifstream file(ATTAIN_SOURCE_DIR "/benchmarks/plans/" + name);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return attain::plan::parse(text);
}

void give_up(const std::string& why) {
  std::cerr << why << '\n';
  std::exit(1);
}

/// The scorecard rounds its score to six places and its pay to cents; grades go by the rounded score.
void compare(const attain::result& by_plan, const ceilings::rep_results& by_hand) {
  constexpr double score_places = 0.6e-6;
  constexpr double cent = 0.006;
  const attain::result_column& score = *by_plan.find("score");
  const attain::result_column& pay = *by_plan.find("pay");
  const attain::result_column& grade = *by_plan.find("grade");
  for (std::size_t i = 0; i < score.size(); ++i) {
    const double by_hand_score = by_hand.score()[i];
    const bool on_a_bound = std::abs(by_hand_score - std::round(by_hand_score)) < score_places;
    const bool same_score = std::abs(score.as_double(i) - by_hand_score) < score_places;
    const bool same_grade = grade.as_text(i).size() == 1 && 'F' - grade.as_text(i).front() == by_hand.grade()[i];
    const bool same_pay = std::abs(pay.as_double(i) - by_hand.pay()[i]) < cent;
    if (!same_score || (!on_a_bound && (!same_grade || !same_pay)))
      give_up("row " + std::to_string(i) + ": score " + score.text(i) + ", grade " + grade.text(i) + ", pay " + pay.text(i) + " by plan; by hand " +
              std::to_string(by_hand_score) + ", " + std::to_string(by_hand.grade()[i]) + ", " + std::to_string(by_hand.pay()[i]));
  }
}

[[nodiscard]] std::vector<std::int32_t> numbers_to(std::size_t rows) {
  std::vector<std::int32_t> numbers(rows);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

void add_reps(attain::tables& to, const std::vector<std::int32_t>& keys, const workloads::columns<double>& reps) {
  constexpr const char* names[] = {
      "sales",        "quota",           "profit",  "profit_target",   "new_customers", "new_customer_target", "visits", "effective_visits",
      "visit_target", "collection_rate", "penalty", "target_incentive"};
  attain::input_table& table = to.add("reps");
  table.add("rep", std::span<const std::int32_t>(keys));
  for (std::size_t c = 0; c < workloads::rep_columns; ++c) table.add(names[c], std::span<const double>(reps[c]));
}

void set_rates(benchmark::State& state, std::size_t items, std::size_t bytes_of_one) {
  const auto done = state.iterations() * static_cast<std::int64_t>(items);
  state.SetItemsProcessed(done);
  state.SetBytesProcessed(done * static_cast<std::int64_t>(bytes_of_one));
}

constexpr std::size_t bytes_of_rep = 12 * sizeof(double) + 2 * sizeof(double) + 1;
constexpr std::size_t bytes_of_event = sizeof(std::int32_t) + 2 * sizeof(double) + 1 + sizeof(std::uint16_t);

void w1_by_hand(benchmark::State& state) {
  const workloads::columns<double> reps = workloads::make_reps(static_cast<std::size_t>(state.range(0)));
  const auto threads = static_cast<std::size_t>(state.range(1));
  const ceilings::rep_results out(reps.rows());
  attain::eigen_executor pool(threads);
  constexpr std::size_t lines = 64;  // rows that two threads do not share a cache line of
  const auto begin_of = [&](std::size_t part) { return part == threads ? reps.rows() : reps.rows() / lines * part / threads * lines; };
  for (auto unused : state) {
    pool.run(threads, [&](std::size_t part) { ceilings::score_reps(reps, begin_of(part), begin_of(part + 1), out); });
    benchmark::ClobberMemory();
  }
  set_rates(state, reps.rows(), bytes_of_rep);
}

void w1_by_plan(benchmark::State& state, attain::numeric mode) {
  const workloads::columns<double> reps = workloads::make_reps(static_cast<std::size_t>(state.range(0)));
  const std::vector<std::int32_t> keys = numbers_to(reps.rows());
  attain::tables input;
  add_reps(input, keys, reps);
  const attain::dataset data(read_plan("scorecard.toml"), input);
  attain::eigen_executor pool(static_cast<std::size_t>(state.range(1)));
  attain::run_options options;
  options.mode = mode;
  options.columns = {"score", "grade", "pay"};
  options.executor = &pool;
  attain::scorer scorer(data, options);
  const ceilings::rep_results by_hand(reps.rows());
  ceilings::score_reps(reps, 0, reps.rows(), by_hand);
  compare(scorer.run(), by_hand);
  for (auto unused : state) benchmark::DoNotOptimize(&scorer.run());
  state.counters["pay"] = attain::to_double(*scorer.run().totals.front().value);
  set_rates(state, reps.rows(), bytes_of_rep);
}

constexpr std::size_t events_of_rep = 100;

void w3_by_hand(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  const workloads::columns<double> reps = workloads::make_reps(size / events_of_rep);
  const workloads::events events = workloads::make_events(size, reps.rows());
  const ceilings::rep_results out(reps.rows());
  std::vector<ceilings::accumulator> sums;
  for (auto unused : state) {
    ceilings::add_up_and_score(events, sums, reps, out);
    benchmark::ClobberMemory();
  }
  set_rates(state, size, bytes_of_event);
}

void w3_by_plan(benchmark::State& state, attain::numeric mode) {
  const auto size = static_cast<std::size_t>(state.range(0));
  const workloads::columns<double> reps = workloads::make_reps(size / events_of_rep);
  const workloads::events events = workloads::make_events(size, reps.rows());
  const std::vector<std::int32_t> keys = numbers_to(reps.rows());
  attain::tables input;
  add_reps(input, keys, reps);
  input.add("events")
      .add("rep", std::span<const std::int32_t>(events.rep))
      .add("amount", std::span<const double>(events.amount))
      .add("margin", std::span<const double>(events.margin))
      .add("type", std::span<const std::int32_t>(events.type))
      .add("answered", std::span<const std::int32_t>(events.answered));
  const attain::dataset data(read_plan("events.toml"), input);
  attain::run_options options;
  options.mode = mode;
  options.columns = {"score", "grade", "pay"};
  attain::scorer scorer(data, options);
  const ceilings::rep_results by_hand(reps.rows());
  std::vector<ceilings::accumulator> sums;
  ceilings::add_up_and_score(events, sums, reps, by_hand);
  compare(scorer.run(), by_hand);
  for (auto unused : state) benchmark::DoNotOptimize(&scorer.run());
  state.counters["pay"] = attain::to_double(*scorer.run().totals.front().value);
  set_rates(state, size, bytes_of_event);
}

constexpr attain::numeric fast = attain::numeric::fast;
constexpr attain::numeric exact = attain::numeric::exact;

}  // namespace

// Names are workload/variant/items/threads; the script that makes the table reads them.
BENCHMARK(w1_by_hand)->Name("W1/ceiling")->ArgsProduct({{10'000, 100'000, 1'000'000, 10'000'000}, {1, 2}})->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(w1_by_plan, fast, fast)
    ->Name("W1/attain-fast")
    ->ArgsProduct({{10'000, 100'000, 1'000'000, 10'000'000}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(w1_by_plan, exact, exact)->Name("W1/attain-exact")->Args({100'000, 1})->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(w3_by_hand)->Name("W3/ceiling")->Args({1'000'000, 1})->Args({10'000'000, 1})->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(w3_by_plan, fast, fast)->Name("W3/attain-fast")->Args({1'000'000, 1})->Args({10'000'000, 1})->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(w3_by_plan, exact, exact)->Name("W3/attain-exact")->Args({1'000'000, 1})->Unit(benchmark::kMillisecond)->UseRealTime();

int main(int argc, char** argv) {
  if (!ceilings::are_possible()) give_up("the hand-written loops need AVX2 and FMA, which this machine has not");
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
