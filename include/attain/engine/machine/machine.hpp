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
#include <utility>
#include <vector>

#include "attain/engine/machine/columns.hpp"
#include "attain/engine/machine/instruction.hpp"
#include "attain/engine/machine/interpret.hpp"
#include "attain/engine/machine/translate.hpp"
#include "attain/engine/result.hpp"

namespace attain {

/// What a fast run computes with. Each gives the same bits everywhere and always, `avx2` and `avx512` the same; the others differ from them in the last
/// bits of what is not rounded. `steps` evaluates formula by formula, as an exact run does.
enum class kernels : std::uint8_t { automatic, steps, baseline, avx2, avx512 };

}  // namespace attain

namespace attain::engine::machine {

using interpreter = void (*)(const instruction*, std::size_t, std::size_t, std::uint16_t*);

/// Whether this processor can run them.
[[nodiscard]] inline bool has(kernels wanted) {
#ifdef ATTAIN_HAS_AVX
  const bool has_avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  if (wanted == kernels::avx2) return has_avx2;
  if (wanted == kernels::avx512)
    return has_avx2 && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
           __builtin_cpu_supports("avx512bw") != 0;
#endif
  return wanted != kernels::avx2 && wanted != kernels::avx512;
}
[[nodiscard]] inline interpreter interpreter_for(kernels wanted) {
#ifdef ATTAIN_HAS_AVX
  for (const kernels best : {kernels::avx512, kernels::avx2})
    if (wanted == best || (wanted == kernels::automatic && has(best))) return best == kernels::avx512 ? avx512::run : avx2::run;
#endif
  return baseline::run;
}

/// What a machine finds and leaves besides the columns of its table.
struct connections {
  std::map<std::uint32_t, const double*> tallied;  ///< by aggregate: whole tiles
  const std::uint32_t* parents = nullptr;          ///< of a machine over children: which record each adds to
  std::size_t records = 0;
};

/// The machine for one stage of a run, or over the children of its rows.
class stage_machine {
 public:
  /// `column_of` gives the result column of an output; `columns` the readable columns by number. Both stay where they are while the machine runs.
  template <class ColumnOf>
  stage_machine(stage_code code, const std::map<std::uint32_t, readable_column>& columns, std::size_t block, const program::program& program,
                ColumnOf column_of, interpreter interpret, connections others)
      : code_(std::move(code)), columns_(columns), block_(block), run_(interpret), others_(std::move(others)) {
    for (const std::uint32_t o : code_.outputs) {
      left& l = outputs_[o];
      l.column = &column_of(o);
      l.is_text = program.nodes[program.outputs[o].node].kind == value_kind::text;
      l.is_pay = program.outputs[o].is_pay;
      l.scale = static_cast<double>(power_of_ten(program.outputs[o].places));
    }
    cut();
    place_slots();
    constants_.resize((code_.constants.size() + 1) * tile_rows);
    for (std::size_t i = 0; i < code_.constants.size(); ++i) std::fill_n(constants_.data() + i * tile_rows, tile_rows, code_.constants[i]);
    for (coded& c : code_.code) {
      if (c.op == opcode::band_codes) turn_to_codes(c);
      if (c.op == opcode::sum_leave_paid) outputs_.at(c.r.index).limit = c.number[2];
    }
    use_workers(1);
  }

  /// Has memory for so many that run at the same time.
  void use_workers(std::size_t count) {
    while (workers_.size() < count) make(workers_.emplace_back());
  }

  [[nodiscard]] const stage_code& code() const { return code_; }
  /// Where the values of a node that the steps compute must be put for the first worker, NaN where there are none, for each row of a block.
  [[nodiscard]] double* array(program::node_id id) { return workers_.front().arrays.at(id).data(); }

  /// Runs the rows from `first`, a multiple of the block, and leaves in `trouble` those that lack something. Different workers may run different
  /// blocks at the same time.
  void run(std::size_t worker, std::size_t first, std::size_t size, std::vector<std::uint32_t>& trouble) {
    worker_memory& w = workers_[worker];
    const std::size_t tiles = size / tile_rows;
    const std::size_t rest = size % tile_rows;
    std::fill(w.trouble.begin(), w.trouble.end(), std::uint16_t{0});
    for (const std::vector<instruction>& pass : w.passes)
      if (tiles > 0) run_(pass.data(), first, tiles, w.trouble.data());
    if (rest > 0)
      for (const std::vector<instruction>& pass : w.last_passes) run_(pass.data(), first + tiles * tile_rows, 1, w.trouble.data() + tiles);
    for (auto& [o, l] : outputs_) l.column->set_present(first, size);
    for (auto& [o, p] : w.paid) {
      for (double& u : p.units) {
        p.total += static_cast<int128>(u);
        u = 0;
      }
      for (std::size_t i = size; rest > 0 && i < (tiles + 1) * tile_rows; ++i) take_back(outputs_.at(o), p, first + i);
    }
    for (std::size_t t = 0; t < tiles + (rest > 0 ? 1 : 0); ++t) {
      for (unsigned left_over = w.trouble[t]; left_over != 0; left_over &= left_over - 1) {
        const std::size_t row = t * tile_rows + static_cast<std::size_t>(__builtin_ctz(left_over));
        if (row < size) trouble.push_back(static_cast<std::uint32_t>(first + row));
      }
    }
  }
  /// What a worker added up: so many numbers for each parent, and for those that have none.
  [[nodiscard]] column_memory<double>& records(std::size_t worker) { return workers_[worker].records; }
  [[nodiscard]] std::size_t record_size() const { return std::size_t{code_.groups} * group_size; }

  /// Forgets what a worker left of a row.
  void forget(std::size_t worker, std::uint32_t row) {
    for (auto& [o, p] : workers_[worker].paid) take_back(outputs_.at(o), p, row);
    for (auto& [o, l] : outputs_) l.column->set_missing(row);
  }
  /// Calls `take(output, units)` with what all workers paid since the last time, in units of its places.
  template <class Take>
  void take_units(Take take) {
    for (worker_memory& w : workers_) {
      for (auto& [o, p] : w.paid) {
        take(o, p.total);
        p.total = 0;
      }
    }
  }

 private:
  /// An output that the machine writes.
  struct left {
    result_column* column = nullptr;
    bool is_text = false;
    bool is_pay = false;
    double scale = 1;
    double limit = 0;  ///< of what is added up
  };
  struct paid {
    column_memory<double> units = column_memory<double>(most_lane_rows);  ///< of a block, in the lanes of the widest instructions
    int128 total = 0;
  };
  /// What one thread needs of its own.
  struct worker_memory {
    std::map<program::node_id, column_memory<double>> arrays;
    column_memory<double> slots;
    std::vector<column_memory<double>> wide;  ///< of slots that one pass hands to another, a block each
    std::map<std::uint32_t, stage_machine::paid> paid;
    column_memory<double> records;
    std::vector<std::vector<instruction>> passes;
    std::vector<std::vector<instruction>> last_passes;  ///< for the last rows, which are no whole tile
    std::vector<std::uint16_t> trouble;
  };
  static constexpr std::size_t most_lane_rows = 8;
  static constexpr std::size_t most_streams = 12;
  static constexpr std::size_t most_colliding_streams = 6;

  /// The units that a row added, if it did.
  static void take_back(const left& l, paid& from, std::size_t row) {
    const double value = l.column->doubles()[row];
    if (std::abs(value) < l.limit) from.total -= static_cast<int128>(std::nearbyint(value * l.scale));
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
    for (const auto& [c, column] : columns_)
      ++at_line[(column.narrow != nullptr ? reinterpret_cast<std::uintptr_t>(column.narrow) : reinterpret_cast<std::uintptr_t>(column.values)) / 64 % lines];
    std::size_t most = 0;
    for (std::size_t l = 0; l < lines; ++l) {
      std::size_t together = 0;
      for (std::size_t i = 0; i <= near; ++i) together += at_line[(l + i) % lines];
      most = std::max(most, together);
    }
    return most > most_colliding_streams ? most_colliding_streams : most_streams;
  }

  /// Memory that is read from one end to the other.
  using stream = std::pair<place::kind, std::uint32_t>;
  [[nodiscard]] static bool is_stream(const place& p) { return p.where == place::kind::column || p.where == place::kind::tallied; }
  [[nodiscard]] static stream stream_of(const place& p) { return {p.where, p.index}; }

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
    std::set<stream> all;
    for (const coded& c : code_.code)
      for_each_operand(c, [&](const place& p) {
        if (is_stream(p)) all.insert(stream_of(p));
      });
    const std::size_t passes = std::max<std::size_t>((all.size() + most - 1) / most, 1);
    const std::size_t of_each = (all.size() + passes - 1) / passes;
    std::set<stream> here;
    std::vector<std::uint32_t> made_in(code_.slots, 0);
    std::uint32_t pass = 0;
    const std::vector<bool> in_sum = sums_before();
    std::vector<coded> cut_code;
    crosses_.assign(code_.slots, false);
    for (std::size_t i = 0; i < code_.code.size(); ++i) {
      coded& c = code_.code[i];
      std::set<stream> with = here;
      for_each_operand(c, [&](const place& p) {
        if (is_stream(p)) with.insert(stream_of(p));
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
          if (is_stream(p)) here.insert(stream_of(p));
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
  }

  /// Where each slot lives. Those that no pass hands on share memory once they were read for the last time.
  void place_slots() {
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
    for (std::size_t i = 0; i < code_.code.size(); ++i) {
      const coded& c = code_.code[i];
      if (c.r.where == place::kind::slot && !is_made[c.r.index]) {
        const std::uint32_t s = c.r.index;
        is_made[s] = true;
        if (crosses_[s]) {
          home_[s] = wide_slots_++;
        } else if (free.empty()) {
          home_[s] = narrow_slots_++;
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
  }

  void make(worker_memory& w) {
    for (const program::node_id n : code_.arrays) w.arrays[n].resize(block_);
    w.slots.resize((narrow_slots_ + 1) * tile_rows);
    for (std::uint32_t i = 0; i < wide_slots_; ++i) w.wide.emplace_back(block_);
    for (auto& [o, l] : outputs_)
      if (l.is_pay) w.paid[o];
    w.records.resize((others_.records + 1) * record_size());
    w.passes = link(w, false);
    w.last_passes = link(w, true);
    w.trouble.resize(block_ / tile_rows);
  }

  [[nodiscard]] operand address(const place& p, const worker_memory& w, bool is_last) {
    const auto at = [](const void* memory, std::uintptr_t mask) { return operand{reinterpret_cast<std::uintptr_t>(memory), mask}; };
    constexpr std::uintptr_t everywhere = ~std::uintptr_t{0};
    const std::uintptr_t in_block = block_ * sizeof(double) - 1;
    switch (p.where) {
      case place::kind::constant: return at(constants_.data() + std::size_t{p.index} * tile_rows, 0);
      case place::kind::column: {
        const readable_column& column = columns_.at(p.index);
        if (column.narrow != nullptr) return is_last ? at(column.last_narrow.data(), 0) : at(column.narrow, everywhere);
        return is_last ? at(column.last.data(), 0) : at(column.values, everywhere);
      }
      case place::kind::array: return at(w.arrays.at(p.index).data(), in_block);
      case place::kind::slot:
        return crosses_[p.index] ? at(w.wide[home_[p.index]].data(), in_block) : at(w.slots.data() + std::size_t{home_[p.index]} * tile_rows, 0);
      case place::kind::output: {
        left& l = outputs_.at(p.index);
        return l.is_text ? at(l.column->codes(), everywhere) : at(l.column->doubles(), everywhere);
      }
      case place::kind::tallied: return at(others_.tallied.at(p.index), everywhere);
      case place::kind::parent: return at(others_.parents, everywhere);
      case place::kind::nowhere: break;
    }
    return at(constants_.data(), 0);
  }

  [[nodiscard]] std::vector<std::vector<instruction>> link(worker_memory& w, bool is_last) {
    std::vector<std::vector<instruction>> passes(1);
    for (const coded& c : code_.code) {
      instruction& i = passes.back().emplace_back();
      const auto at = [&](const place& p) { return address(p, w, is_last); };
      i.op = c.op;
      i.keeps = c.keeps;
      i.a = at(c.a), i.b = at(c.b), i.c = at(c.c), i.d = at(c.d), i.r = at(c.r);
      std::copy(std::begin(c.number), std::end(c.number), std::begin(i.number));
      i.count = static_cast<std::uint32_t>(c.turns.size());
      i.turns = c.turns.data();
      if (c.op == opcode::scatter) {
        i.units = w.records.data() + std::size_t{c.group} * group_size;
        i.count = static_cast<std::uint32_t>(record_size() * sizeof(double));
      }
      if (c.op == opcode::sum_leave_paid) i.units = w.paid.at(c.r.index).units.data();
      if (c.op == opcode::end && &c != &code_.code.back()) passes.emplace_back();
    }
    return passes;
  }
  /// The numbers of the texts become their codes in the column that they leave in.
  void turn_to_codes(coded& c) {
    result_column& column = *outputs_.at(c.r.index).column;
    c.keeps = !std::isnan(c.number[0]);
    if (c.keeps) c.number[0] = column.code_of(c.texts.front());
    for (std::size_t b = 0; b < c.turns.size(); ++b) c.turns[b].by = column.code_of(c.texts[b + 1]);
  }

  stage_code code_;
  const std::map<std::uint32_t, readable_column>& columns_;
  std::size_t block_;
  interpreter run_;
  connections others_;
  std::map<std::uint32_t, left> outputs_;
  column_memory<double> constants_;
  std::vector<bool> crosses_;        // by slot: one pass hands it to another
  std::vector<std::uint32_t> home_;  // by slot: its number among those that are handed on, or the others
  std::uint32_t narrow_slots_ = 0, wide_slots_ = 0;
  std::deque<worker_memory> workers_;
};

}  // namespace attain::engine::machine
