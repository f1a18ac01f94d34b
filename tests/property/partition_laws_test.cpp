// SPDX-License-Identifier: Apache-2.0
/// Laws of stage states: whatever parts the rows are cut into, and in whatever order the states of the parts are merged, the results have the same bits.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "attain/engine/aggregate_results.hpp"

namespace attain::engine {
namespace {

using formula::function;

constexpr function functions[] = {function::sum,   function::count, function::avg,  function::weighted_avg,   function::min,    function::max,        function::first,
                                  function::last,  function::product, function::median, function::percentile, function::nth_largest, function::count_distinct};

/// Rows with a parent, a value, a weight and an order key each; some values empty, some failed.
template <class N>
struct rows {
  std::vector<std::uint32_t> parents;
  std::vector<N> values, weights, keys;
  std::vector<mark> marks;
  std::vector<std::int64_t> ids;

  rows(std::mt19937_64& random, std::size_t parent_count, cause_list& causes) {
    const std::size_t count = random() % 13;
    for (std::size_t i = 0; i < count; ++i) {
      parents.push_back(static_cast<std::uint32_t>(random() % parent_count));
      const auto part = [&](std::int64_t of) { return arithmetic<N>::from(static_cast<std::int64_t>(random() % 2001) - 1000 + of); };
      N third{};
      EXPECT_EQ(arithmetic<N>::divide(part(0), arithmetic<N>::from(std::int64_t{3}), third), outcome::ok);
      values.push_back(third);
      weights.push_back(part(1001));
      keys.push_back(arithmetic<N>::from(static_cast<std::int64_t>(random() % 3)));
      const std::size_t kind = random() % 24;
      cause why;
      why.row = static_cast<std::uint32_t>(i);
      marks.push_back(kind == 0 ? causes.keep(why) : kind < 3 ? make_mark(state::empty, 7) : present);
      ids.push_back(static_cast<std::int64_t>(random() % 8));
    }
  }
};

template <class N>
struct trial {
  program::aggregate asked;
  rows<N> all;
  std::size_t parent_count;
  column_view ids;
  row_keys keys;

  trial(std::mt19937_64& random, std::size_t parents, cause_list& causes)
      : all(random, parents, causes), parent_count(parents), ids{layout::int64, all.ids.data(), all.ids.size(), 0, nullptr, {}}, keys({&ids}) {
    asked.function = functions[random() % std::size(functions)];
    asked.exclusive = random() % 2 == 0;
    if (asked.function == function::first || asked.function == function::last) asked.order_by.push_back({0, random() % 2 == 0});
  }

  /// The state after these rows; they come in batches, sorted by parent as the engine brings them.
  accumulators<N> state_of(std::vector<std::uint32_t> chosen, cause_list& causes) const {
    std::stable_sort(chosen.begin(), chosen.end(), [this](std::uint32_t a, std::uint32_t b) { return all.parents[a] < all.parents[b]; });
    accumulators<N> state(asked, 7);
    state.start(parent_count);
    frame_rows batch;
    batch.size = chosen.size();
    batch.rows = chosen;
    value_array<N> values, weights, order;
    for (value_array<N>* a : {&values, &weights, &order}) a->resize(value_kind::number, chosen.size());
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      batch.parents.push_back(all.parents[chosen[i]]);
      values.template values<N>()[i] = all.values[chosen[i]];
      values.marks[i] = all.marks[chosen[i]];
      weights.template values<N>()[i] = all.weights[chosen[i]];
      order.template values<N>()[i] = all.keys[chosen[i]];
    }
    aggregate_input<N> input;
    input.value = {&values, false};
    if (asked.function == function::weighted_avg) input.weight = {&weights, false};
    if (!asked.order_by.empty()) input.order_keys.push_back({&order, false});
    static_cast<void>(state.add(batch, input, keys, causes));
    return state;
  }

  /// What stands in the end, by parent: the state of the value, or all its bits.
  std::vector<std::string> results(accumulators<N> state) const {
    value_array<N> out, parameter;
    out.resize(value_kind::number, parent_count);
    parameter.resize(value_kind::number, 1);
    N p = arithmetic<N>::from(std::int64_t{1});
    if (asked.function == function::percentile) {
      EXPECT_EQ(arithmetic<N>::divide(p, arithmetic<N>::from(std::int64_t{3}), p), outcome::ok);
    }
    parameter.template values<N>()[0] = p;
    state.finish(out, {&parameter, true}, [](code c, std::size_t) { return make_mark(engine::state::failed, 100'000 + static_cast<std::uint32_t>(c)); });
    std::vector<std::string> texts;
    for (std::size_t j = 0; j < parent_count; ++j) {
      const N& value = out.template values<N>()[j];
      if (out.marks[j] != present) {
        texts.push_back(is_failed(out.marks[j]) ? "failed" : "empty");
      } else if constexpr (std::is_same_v<N, double>) {
        texts.emplace_back(sizeof value, '\0');
        std::memcpy(texts.back().data(), &value, sizeof value);
      } else {
        texts.push_back(value.numerator().str() + "/" + value.denominator().str());
      }
    }
    return texts;
  }
};

template <class N>
void hold_for(unsigned seed) {
  std::mt19937_64 random(seed);
  std::size_t cut = 0;
  for (int i = 0; i < 50'000; ++i) {
    cause_list causes;
    const trial<N> t(random, 1 + random() % 4, causes);
    std::vector<std::uint32_t> everybody(t.all.parents.size());
    std::iota(everybody.begin(), everybody.end(), 0U);
    const std::vector<std::string> whole = t.results(t.state_of(everybody, causes));

    std::vector<std::vector<std::uint32_t>> parts(1 + random() % 5);
    for (const std::uint32_t row : everybody) parts[random() % parts.size()].push_back(row);
    std::vector<accumulators<N>> states;
    for (const auto& part : parts) states.push_back(t.state_of(part, causes));
    while (states.size() > 1) {
      const std::size_t from = random() % states.size();
      std::swap(states[from], states.back());
      const accumulators<N> taken = std::move(states.back());
      states.pop_back();
      states[random() % states.size()].merge(taken, t.keys, causes);
      ++cut;
    }
    ASSERT_EQ(t.results(states.front()), whole) << "seed " << seed << ", case " << i << ", function " << static_cast<int>(t.asked.function);
  }
  EXPECT_GT(cut, 50'000U);
}

TEST(partition_laws, any_parts_merged_in_any_order_give_the_same_bits) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  hold_for<rational>(seed);
  hold_for<double>(seed);
}

}  // namespace
}  // namespace attain::engine
