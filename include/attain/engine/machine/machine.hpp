// SPDX-License-Identifier: Apache-2.0
/// The code of a stage with addresses, cut into passes, run over the rows of a table.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "attain/engine/machine/columns.hpp"
#include "attain/engine/machine/instruction.hpp"
#include "attain/engine/machine/interpret.hpp"
#include "attain/engine/machine/translate.hpp"
#include "attain/engine/result.hpp"

namespace attain {

/// What a fast run computes with. Each gives the same bits everywhere and always; they differ in the last bits of what is not
/// rounded. `steps` evaluates formula by formula, as an exact run does.
enum class kernels : std::uint8_t { automatic, steps, baseline, avx2 };

}  // namespace attain

namespace attain::engine::machine {

using interpreter = void (*)(const instruction*, std::size_t, std::size_t, std::uint16_t*);

/// Whether this processor can run them.
[[nodiscard]] inline bool has(kernels wanted) {
#ifdef ATTAIN_HAS_AVX2
  if (wanted == kernels::avx2) return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
#endif
  return wanted != kernels::avx2;
}
[[nodiscard]] inline interpreter interpreter_for(kernels wanted) {
#ifdef ATTAIN_HAS_AVX2
  if (wanted == kernels::avx2 || (wanted == kernels::automatic && has(kernels::avx2))) return avx2::run;
#endif
  return baseline::run;
}

/// The machine for one stage of a run.
class stage_machine {
 public:
  /// `column_of` gives the result column of an output; `columns` the readable columns by number. Both stay where they are while the machine runs.
  template <class ColumnOf>
  stage_machine(stage_code code, const std::map<std::uint32_t, readable_doubles>& columns, std::size_t block, const program::program& program,
                ColumnOf column_of, interpreter interpret)
      : code_(std::move(code)), columns_(columns), block_(block), run_(interpret) {
    trouble_.resize(block / tile_rows);
    for (const std::uint32_t o : code_.outputs) {
      left& l = outputs_[o];
      l.column = &column_of(o);
      l.is_text = program.nodes[program.outputs[o].node].kind == value_kind::text;
      l.is_pay = program.outputs[o].is_pay;
      l.scale = static_cast<double>(power_of_ten(program.outputs[o].places));
    }
    for (const program::node_id n : code_.arrays) arrays_[n].resize(block);
    cut();
    passes_ = link(false);
    last_passes_ = link(true);
  }

  [[nodiscard]] const stage_code& code() const { return code_; }
  /// Where the values of a node that the steps compute must be put, NaN where there are none, for each row of a block.
  [[nodiscard]] double* array(program::node_id id) { return arrays_.at(id).data(); }

  /// Runs the rows from `first`, a multiple of the block, and leaves in `trouble` those that lack something. Nothing of them is left.
  void run(std::size_t first, std::size_t size, std::vector<std::uint32_t>& trouble) {
    const std::size_t tiles = size / tile_rows;
    const std::size_t rest = size % tile_rows;
    std::fill(trouble_.begin(), trouble_.end(), std::uint16_t{0});
    for (const std::vector<instruction>& pass : passes_)
      if (tiles > 0) run_(pass.data(), first, tiles, trouble_.data());
    if (rest > 0)
      for (const std::vector<instruction>& pass : last_passes_) run_(pass.data(), first + tiles * tile_rows, 1, trouble_.data() + tiles);
    for (auto& [o, l] : outputs_) l.column->set_present(first, size);
    for (auto& [o, l] : outputs_)
      for (std::size_t i = size; rest > 0 && i < (tiles + 1) * tile_rows; ++i) take_back(l, first + i);
    for (std::size_t t = 0; t < tiles + (rest > 0 ? 1 : 0); ++t) {
      for (unsigned left_over = trouble_[t]; left_over != 0; left_over &= left_over - 1) {
        const std::size_t row = t * tile_rows + static_cast<std::size_t>(__builtin_ctz(left_over));
        if (row < size) trouble.push_back(static_cast<std::uint32_t>(first + row));
      }
    }
  }
  /// Forgets what was left of a row.
  void forget(std::uint32_t row) {
    for (auto& [o, l] : outputs_) {
      take_back(l, row);
      l.column->set_missing(row);
    }
  }
  /// Calls `take(output, units)` with what was paid since the last time, in units of its places.
  template <class Take>
  void take_units(Take take) {
    for (auto& [o, l] : outputs_) {
      if (!l.is_pay) continue;
      int128 units = 0;
      for (double& u : l.units) {
        units += static_cast<int128>(u);
        u = 0;
      }
      take(o, units);
    }
  }

 private:
  /// An output that the machine writes.
  struct left {
    result_column* column = nullptr;
    bool is_text = false;
    bool is_pay = false;
    double scale = 1;
    double limit = 0;
    alignas(64) double units[8] = {};
  };
  static constexpr std::size_t most_streams = 12;
  static constexpr std::size_t most_colliding_streams = 6;

  /// The units that a row added, if it did.
  static void take_back(left& l, std::size_t row) {
    if (!l.is_pay) return;
    const double value = l.column->doubles()[row];
    if (std::abs(value) < l.limit) l.units[0] -= std::nearbyint(value * l.scale);
  }

  template <class Visit>
  static void for_each_operand(const coded& c, Visit visit) {
    for (const place* p : {&c.a, &c.b, &c.c, &c.d}) visit(*p);
  }

  /// How many columns may be read at once: fewer when many begin at the same place of their pages and so fight for the same cache lines.
  [[nodiscard]] std::size_t streams_at_once() const {
    constexpr std::size_t lines = 64;
    constexpr std::size_t near = 2;
    std::vector<std::size_t> at_line(lines, 0);
    for (const auto& [c, column] : columns_) ++at_line[reinterpret_cast<std::uintptr_t>(column.values) / 64 % lines];
    std::size_t most = 0;
    for (std::size_t l = 0; l < lines; ++l) {
      std::size_t together = 0;
      for (std::size_t i = 0; i <= near; ++i) together += at_line[(l + i) % lines];
      most = std::max(most, together);
    }
    return most > most_colliding_streams ? most_colliding_streams : most_streams;
  }

  /// By instruction: whether it finds a running sum that it or a later one goes on with.
  [[nodiscard]] std::vector<bool> sums_before() const {
    std::vector<bool> found(code_.code.size(), false);
    bool is_needed = false;
    for (std::size_t i = code_.code.size(); i-- > 0;) {
      if (is_of_sum(code_.code[i].op)) is_needed = !begins_sum(code_.code[i].op);
      found[i] = is_needed;
    }
    return found;
  }

  /// Where each pass begins, and which slots one pass hands to another.
  void cut() {
    const std::size_t most = streams_at_once();
    std::set<std::uint32_t> all;
    for (const coded& c : code_.code)
      for_each_operand(c, [&](const place& p) {
        if (p.where == place::kind::column) all.insert(p.index);
      });
    const std::size_t passes = std::max<std::size_t>((all.size() + most - 1) / most, 1);
    const std::size_t of_each = (all.size() + passes - 1) / passes;
    std::set<std::uint32_t> here;
    std::vector<std::uint32_t> made_in(code_.slots, 0);
    std::uint32_t pass = 0;
    const std::vector<bool> in_sum = sums_before();
    std::vector<coded> cut_code;
    crosses_.assign(code_.slots, false);
    for (std::size_t i = 0; i < code_.code.size(); ++i) {
      coded& c = code_.code[i];
      std::set<std::uint32_t> with = here;
      for_each_operand(c, [&](const place& p) {
        if (p.where == place::kind::column) with.insert(p.index);
      });
      if (with.size() > of_each && with.size() > here.size() && !here.empty()) {
        // The running sum is handed on through a slot of its own.
        const place bridge{place::kind::slot, code_.slots};
        if (in_sum[i]) {
          ++code_.slots;
          made_in.push_back(pass);
          crosses_.push_back(true);
          cut_code.emplace_back().op = opcode::sum_store;
          cut_code.back().r = bridge;
        }
        cut_code.emplace_back().op = opcode::end;
        if (in_sum[i]) {
          cut_code.emplace_back().op = opcode::sum_load;
          cut_code.back().a = bridge;
        }
        ++pass;
        here.clear();
        for_each_operand(c, [&](const place& p) {
          if (p.where == place::kind::column) here.insert(p.index);
        });
      } else {
        here = std::move(with);
      }
      for_each_operand(c, [&](const place& p) {
        if (p.where == place::kind::slot && made_in[p.index] != pass) crosses_[p.index] = true;
      });
      if (c.r.where == place::kind::slot) made_in[c.r.index] = pass;
      cut_code.push_back(std::move(c));
    }
    cut_code.emplace_back().op = opcode::end;
    code_.code = std::move(cut_code);
    make_memory();
  }

  /// Memory for constants, slots, and bands; slots that no pass hands on share it once they were read for the last time.
  void make_memory() {
    constants_.resize((code_.constants.size() + 1) * tile_rows);
    for (std::size_t i = 0; i < code_.constants.size(); ++i) std::fill_n(constants_.data() + i * tile_rows, tile_rows, code_.constants[i]);
    std::vector<std::size_t> last(code_.slots, 0);
    for (std::size_t i = 0; i < code_.code.size(); ++i) {
      const auto note = [&](const place& p) {
        if (p.where == place::kind::slot) last[p.index] = i;
      };
      for_each_operand(code_.code[i], note);
      note(code_.code[i].r);
    }
    std::vector<std::uint32_t> free;
    home_.assign(code_.slots, 0);
    std::vector<bool> is_made(code_.slots, false);
    std::uint32_t used = 0;
    for (std::size_t i = 0; i < code_.code.size(); ++i) {
      const coded& c = code_.code[i];
      if (c.r.where == place::kind::slot && !is_made[c.r.index]) {
        const std::uint32_t s = c.r.index;
        is_made[s] = true;
        if (crosses_[s]) {
          home_[s] = static_cast<std::uint32_t>(wide_.size());
          wide_.emplace_back(block_);
        } else if (free.empty()) {
          home_[s] = used++;
        } else {
          home_[s] = free.back();
          free.pop_back();
        }
      }
      std::set<std::uint32_t> done;
      const auto release = [&](const place& p) {
        if (p.where == place::kind::slot && !crosses_[p.index] && last[p.index] == i) done.insert(p.index);
      };
      for_each_operand(c, release);
      release(c.r);
      for (const std::uint32_t s : done) free.push_back(home_[s]);
    }
    slots_.resize((used + 1) * tile_rows);
  }

  [[nodiscard]] operand address(const place& p, bool is_last) {
    const auto at = [](const void* memory, std::uintptr_t mask) { return operand{reinterpret_cast<std::uintptr_t>(memory), mask}; };
    constexpr std::uintptr_t everywhere = ~std::uintptr_t{0};
    const std::uintptr_t in_block = block_ * sizeof(double) - 1;
    switch (p.where) {
      case place::kind::constant: return at(constants_.data() + std::size_t{p.index} * tile_rows, 0);
      case place::kind::column: {
        const readable_doubles& column = columns_.at(p.index);
        return is_last ? at(column.last.data(), 0) : at(column.values, everywhere);
      }
      case place::kind::array: return at(arrays_.at(p.index).data(), in_block);
      case place::kind::slot:
        return crosses_[p.index] ? at(wide_[home_[p.index]].data(), in_block) : at(slots_.data() + std::size_t{home_[p.index]} * tile_rows, 0);
      case place::kind::output: {
        left& l = outputs_.at(p.index);
        return l.is_text ? at(l.column->codes(), everywhere) : at(l.column->doubles(), everywhere);
      }
      case place::kind::nowhere: break;
    }
    return at(constants_.data(), 0);
  }

  [[nodiscard]] std::vector<std::vector<instruction>> link(bool is_last) {
    std::vector<std::vector<instruction>> passes(1);
    for (const coded& c : code_.code) {
      instruction& i = passes.back().emplace_back();
      i.op = c.op;
      i.keeps = c.keeps;
      i.a = address(c.a, is_last), i.b = address(c.b, is_last), i.c = address(c.c, is_last), i.d = address(c.d, is_last), i.r = address(c.r, is_last);
      std::copy(std::begin(c.number), std::end(c.number), std::begin(i.number));
      i.count = static_cast<std::uint32_t>(c.turns.size());
      i.turns = turns_.emplace_back(c.turns).data();
      if (c.op == opcode::band_codes) turn_to_codes(c, turns_.back(), i);
      if (c.op == opcode::sum_leave_paid) {
        left& l = outputs_.at(c.r.index);
        l.limit = c.number[2];
        i.units = l.units;
      }
      if (c.op == opcode::end && &c != &code_.code.back()) passes.emplace_back();
    }
    return passes;
  }
  /// The numbers of the texts become their codes in the column that they leave in.
  void turn_to_codes(const coded& c, std::vector<turn>& bands, instruction& i) {
    result_column& column = *outputs_.at(c.r.index).column;
    i.keeps = !std::isnan(c.number[0]);
    if (i.keeps) i.number[0] = column.code_of(c.texts.front());
    for (std::size_t b = 0; b < bands.size(); ++b) bands[b].by = column.code_of(c.texts[b + 1]);
  }

  stage_code code_;
  const std::map<std::uint32_t, readable_doubles>& columns_;
  std::size_t block_;
  interpreter run_;
  std::map<std::uint32_t, left> outputs_;
  std::map<program::node_id, column_memory<double>> arrays_;
  column_memory<double> constants_;
  column_memory<double> slots_;
  std::vector<column_memory<double>> wide_;  // of slots that one pass hands to another, a block each
  std::vector<bool> crosses_;                // by slot
  std::vector<std::uint32_t> home_;          // by slot: where in slots_ or wide_
  std::deque<std::vector<turn>> turns_;
  std::vector<std::vector<instruction>> passes_;
  std::vector<std::vector<instruction>> last_passes_;
  std::vector<std::uint16_t> trouble_;
};

}  // namespace attain::engine::machine
