// SPDX-License-Identifier: Apache-2.0
/// A million reps of the field-sales plan: scoring them in fast arithmetic takes no more memory than inputs, outputs and a few megabytes.
/// Every allocation of the program is counted.
#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "attain/attain.hpp"

namespace {

std::atomic<std::int64_t> held{0};
std::atomic<std::int64_t> highest{0};

void* counted(std::size_t size) {
  void* p = std::malloc(size);
  if (p == nullptr) throw std::bad_alloc();
  const std::int64_t now = held += static_cast<std::int64_t>(malloc_usable_size(p));
  if (now > highest) highest = now;
  return p;
}
void given_back(void* p) {
  if (p != nullptr) held -= static_cast<std::int64_t>(malloc_usable_size(p));
  std::free(p);
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* p) noexcept { given_back(p); }
void operator delete[](void* p) noexcept { given_back(p); }
void operator delete(void* p, std::size_t) noexcept { given_back(p); }
void operator delete[](void* p, std::size_t) noexcept { given_back(p); }

namespace attain {
namespace {

/// Columns of made-up but readable cells for a table of the plan.
class made_up {
 public:
  made_up(const model::plan& plan, std::uint32_t table, std::size_t rows, std::size_t reps, tables& to) : rows_(rows) {
    const formula::table& t = plan.names.tables[table];
    input_table& out = to.add(t.name);
    for (std::uint32_t c = 0; c < t.columns.size(); ++c) {
      const formula::column& column = t.columns[c];
      const std::string& name = column.from.empty() ? column.name : column.from.front();
      const bool is_key = !t.key.empty() && t.key.front() == c;
      const bool is_link = t.find_link(column.name) != nullptr;
      switch (column.type_of.kind) {
        case formula::dimension::text: out.add(name, is_key ? keys() : words(is_link ? reps : 5)); break;
        case formula::dimension::boolean: out.add_booleans(name, booleans_.emplace_back(values<std::uint8_t>(0, 2))); break;
        case formula::dimension::date: out.add_dates(name, dates_.emplace_back(values<std::int32_t>(20727, 31))); break;
        case formula::dimension::count: out.add(name, counts_.emplace_back(values<std::int32_t>(1, 9))); break;
        default: out.add_decimals(name, decimals_.emplace_back(values<std::int64_t>(100'000, 9'000'000)), 2);
      }
    }
  }

 private:
  template <class T>
  std::vector<T> values(std::int64_t least, std::uint64_t span) {
    std::vector<T> all(rows_);
    for (T& v : all) v = static_cast<T>(least + static_cast<std::int64_t>(next() % span));
    return all;
  }
  static constexpr std::size_t width = 8;
  std::span<const std::string_view> keys() {
    const char* const bytes = spell(rows_);
    std::vector<std::string_view>& views = texts_.emplace_back(rows_);
    for (std::size_t row = 0; row < rows_; ++row) views[row] = std::string_view(bytes + row * width, width);
    return views;
  }
  /// Each row one of so many words, in no order.
  std::span<const std::string_view> words(std::size_t distinct) {
    const char* const bytes = spell(distinct);
    std::vector<std::string_view>& views = texts_.emplace_back(rows_);
    for (std::string_view& view : views) view = std::string_view(bytes + static_cast<std::size_t>(next()) % distinct * width, width);
    return views;
  }
  const char* spell(std::size_t numbers) {
    std::vector<char>& bytes = bytes_.emplace_back(numbers * width);
    for (std::size_t i = 0; i < numbers; ++i) {
      std::size_t n = i;
      for (std::size_t k = width; k > 0; --k, n /= 10) bytes[i * width + k - 1] = static_cast<char>('0' + n % 10);
    }
    return bytes.data();
  }
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  std::size_t rows_;
  std::uint64_t state_ = 1;
  std::deque<std::vector<char>> bytes_;
  std::deque<std::vector<std::string_view>> texts_;
  std::deque<std::vector<std::uint8_t>> booleans_;
  std::deque<std::vector<std::int32_t>> dates_;
  std::deque<std::vector<std::int32_t>> counts_;
  std::deque<std::vector<std::int64_t>> decimals_;
};

TEST(memory, a_million_reps_need_inputs_outputs_and_a_few_megabytes) {
  constexpr std::size_t reps = 1'000'000;
  constexpr std::size_t events = 1'000'000;
  const plan p = plan::load(ATTAIN_SOURCE_DIR "/examples/field-sales/plan.toml");
  ASSERT_TRUE(p.ok()) << p.report();
  tables data;
  std::deque<made_up> held_tables;
  const std::int64_t before = held;
  for (std::uint32_t t = 0; t < p.model().names.tables.size(); ++t) {
    const bool population = t == p.model().names.population;
    held_tables.emplace_back(p.model(), t, population ? reps : events, reps, data);
  }
  const std::int64_t columns = held - before;
  highest = held.load();
  const dataset ready(p, data);
  const std::int64_t index = held - before - columns;
  const std::int64_t binding = highest - held;
  const std::int64_t start = held;
  highest = held.load();
  run_options options;
  options.mode = numeric::fast;
  const result r = score(ready, options);
  const std::int64_t outputs = held - start;
  const std::int64_t beyond = highest - held;
  ASSERT_EQ(r.find("payout")->size(), reps);
  std::size_t paid = 0;
  for (std::size_t i = 0; i < reps; ++i) paid += r.find("payout")->is_present(i) ? 1U : 0U;
  EXPECT_GT(paid, reps / 2);
  const auto megabytes = [](std::int64_t bytes) { return static_cast<double>(bytes / 10'000) / 100; };
  std::cout << "inputs " << megabytes(columns) << " MB as columns and " << megabytes(index) << " MB to know which row belongs to which (made with "
            << megabytes(binding) << " MB more), outputs " << megabytes(outputs) << " MB, scoring took " << megabytes(beyond) << " MB beyond them; "
            << paid << " reps are paid\n";
  EXPECT_LT(index, 17'000'000);
  EXPECT_LT(binding, 30'000'000);
  EXPECT_LT(beyond, 10'000'000);
}

}  // namespace
}  // namespace attain
