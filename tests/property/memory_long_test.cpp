// SPDX-License-Identifier: Apache-2.0
/// A million reps of the field-sales plan: scoring them in fast arithmetic takes no more memory than inputs, outputs, the index of the inputs
/// (which row belongs to which) and a few megabytes. Every allocation of the program is counted.
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
        case formula::dimension::text: out.add(name, texts(is_key ? rows : is_link ? reps : 5)); break;
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
  /// Keys in order, or one of so many words.
  std::span<const std::string_view> texts(std::size_t distinct) {
    std::vector<char>& bytes = bytes_.emplace_back();
    constexpr std::size_t width = 8;
    bytes.resize(distinct * width);
    for (std::size_t i = 0; i < distinct; ++i) {
      std::size_t n = i;
      for (std::size_t k = width; k > 0; --k, n /= 10) bytes[i * width + k - 1] = static_cast<char>('0' + n % 10);
    }
    std::vector<std::string_view>& views = texts_.emplace_back(rows_);
    for (std::size_t row = 0; row < rows_; ++row)
      views[row] = std::string_view(&bytes[(distinct == rows_ ? row : static_cast<std::size_t>(next()) % distinct) * width], width);
    return views;
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
  std::size_t event_tables = 0;
  const std::int64_t before = held;
  for (std::uint32_t t = 0; t < p.model().names.tables.size(); ++t) {
    const bool population = t == p.model().names.population;
    event_tables += population ? 0 : 1;
    held_tables.emplace_back(p.model(), t, population ? reps : events, reps, data);
  }
  const std::int64_t inputs = held - before;
  const std::int64_t start = held;
  highest = held.load();
  run_options options;
  options.mode = numeric::fast;
  const result r = score(p, data, options);
  const std::int64_t outputs = held - start;
  const std::int64_t beyond = highest - held;
  ASSERT_EQ(r.find("payout")->size(), reps);
  std::size_t paid = 0;
  for (std::size_t i = 0; i < reps; ++i) paid += r.find("payout")->is_present(i) ? 1U : 0U;
  EXPECT_GT(paid, reps / 2);
  // Which row belongs to which: the row of the parent and the place among its children for each event, the first child for each rep.
  const auto index = static_cast<std::int64_t>(event_tables * (events * 8 + reps * 4));
  std::cout << "inputs " << inputs / 1'000'000 << " MB, outputs " << outputs / 1'000'000 << " MB, beyond them at the highest " << beyond / 1'000'000
            << " MB, of which the index of the inputs is " << index / 1'000'000 << " MB; " << paid << " reps are paid\n";
  EXPECT_LT(beyond, index + 16'000'000);
}

}  // namespace
}  // namespace attain
