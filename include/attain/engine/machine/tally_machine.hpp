// SPDX-License-Identifier: Apache-2.0
/// Sums and counts over the children of all rows of a table, in the order in which the children stand.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

#include "attain/base/column_memory.hpp"
#include "attain/engine/executor.hpp"
#include "attain/engine/machine/machine.hpp"
#include "attain/engine/machine/parts.hpp"

namespace attain::engine::machine {

/// Sums are of whole units, so that neither the order of the children nor how threads share them makes a difference. What is not there in a child
/// makes NaN of the aggregates of its parent.
class tally_machine {
 public:
  /// `columns` and `of_rows`, the parents of `children` rows, are borrowed; `code` and `all` are of the translator.
  tally_machine(stage_code code, std::vector<tallied> all, const std::map<std::uint32_t, readable_column>& columns, const column_memory<std::uint32_t>& of_rows,
                std::size_t children, std::size_t parents, const program::program& program, interpreter interpret)
      : all_(std::move(all)),
        children_(children),
        parents_(parents),
        machine_(std::move(code), columns, block_rows, program, [](std::uint32_t) -> result_column& { std::abort(); }, interpret,
                 {{}, of_rows.data(), parents}) {
    for (const tallied& t : all_) results_[t.aggregate].resize(parents + tile_rows);
  }

  /// By aggregate: a value for each parent, in whole tiles. Where they are does not change.
  [[nodiscard]] std::map<std::uint32_t, const double*> results() const {
    std::map<std::uint32_t, const double*> found;
    for (const auto& [aggregate, values] : results_) found[aggregate] = values.data();
    return found;
  }

  void run(executor* by) {
    constexpr std::size_t least_blocks = 16;  // of a thread, which has records of its own to add up
    const std::size_t blocks = (children_ + block_rows - 1) / block_rows;
    const std::size_t parts = parts_of(by, blocks, least_blocks);
    machine_.use_workers(parts);
    run_parts(by, parts, blocks, [&](std::size_t p, std::size_t first, std::size_t end) {
      column_memory<double>& records = machine_.records(p);
      std::fill(records.begin(), records.end(), 0.0);
      std::vector<std::uint32_t> none_in_trouble;
      for (std::size_t b = first; b < end; ++b) machine_.run(p, b * block_rows, std::min(block_rows, children_ - b * block_rows), none_in_trouble);
    });
    const std::size_t parent_blocks = (parents_ + block_rows - 1) / block_rows;
    const std::size_t parent_parts = parts_of(by, parent_blocks, least_blocks);
    run_parts(by, parent_parts, parent_blocks,
              [&](std::size_t, std::size_t first, std::size_t end) { finish(first * block_rows, std::min(end * block_rows, parents_), parts); });
  }

 private:
  void finish(std::size_t first, std::size_t end, std::size_t parts) {
    const std::size_t size = machine_.record_size();
    double* const sums = machine_.records(0).data();
    for (std::size_t p = 1; p < parts; ++p) {
      const double* const more = machine_.records(p).data();
      for (std::size_t i = first * size; i < end * size; ++i) sums[i] += more[i];
    }
    for (const tallied& t : all_) {
      double* const out = results_.at(t.aggregate).data();
      const double* const from = sums + t.number;
      const auto fill = [&](auto value_of) {
        for (std::size_t r = first; r < end; ++r) out[r] = value_of(from[r * size]);
      };
      const auto upper = [](double both) { return std::floor(both * (1 / upper_count)); };
      if (t.units != 0) fill([&](double units) { return units / t.units; });
      else if (t.part == tallied::part::whole) fill([](double count) { return count; });
      else if (t.part == tallied::part::upper) fill(upper);
      else fill([&](double both) { return both - upper(both) * upper_count; });
    }
  }

  std::vector<tallied> all_;
  std::size_t children_, parents_;
  std::map<std::uint32_t, column_memory<double>> results_;
  stage_machine machine_;
};

}  // namespace attain::engine::machine
