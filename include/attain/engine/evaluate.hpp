// SPDX-License-Identifier: Apache-2.0
/// Runs a program over bound data: stage by stage, block by block, every step of a block before the next block.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "attain/engine/aggregate_results.hpp"
#include "attain/engine/bound.hpp"
#include "attain/engine/collect.hpp"
#include "attain/engine/distribution.hpp"
#include "attain/engine/executor.hpp"
#include "attain/engine/explain.hpp"
#include "attain/engine/first_of_group.hpp"
#include "attain/engine/group_allocation.hpp"
#include "attain/engine/group_function.hpp"
#include "attain/engine/machine/columns.hpp"
#include "attain/engine/machine/machine.hpp"
#include "attain/engine/machine/parts.hpp"
#include "attain/engine/machine/tally_machine.hpp"
#include "attain/engine/machine/translate.hpp"
#include "attain/engine/needed.hpp"
#include "attain/engine/registers.hpp"
#include "attain/engine/running_total.hpp"
#include "attain/engine/steps.hpp"
#include "attain/engine/steps_curves.hpp"
#include "attain/engine/steps_data.hpp"
#include "attain/engine/steps_lookup.hpp"
#include "attain/engine/steps_matrices.hpp"
#include "attain/engine/steps_values.hpp"
#include "attain/engine/tree_total.hpp"
#include "attain/formula/names.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// Runs a program, any number of times. N is the kind of number: `rational` or `double`. Memory beyond input and output is that of a block.
template <class N>
class evaluator {
 public:
  /// `parameters` are the plan's, in its order, with the values of its runs; `wanted` says which outputs leave, none: all. A block has at least one row.
  /// What is handed over is borrowed.
  evaluator(const program::program& program, const formula::names& names, const bound_data& data, const std::vector<formula::parameter>& parameters,
            const std::vector<bool>& wanted, std::size_t block, attain::kernels kernels, attain::executor* executor, machine::memory& memory)
      : program_(program),
        data_(data),
        wanted_(wanted),
        block_(fitting_block(program, block)),
        kernels_(kernels),
        executor_(executor),
        memory_(memory),
        steps_(program, names, data, parameters),
        stages_(program.stages.size()) {
    prepare();
    steps_.compute_constants();
  }

  /// `out` is empty, or the result of the run before.
  void run(result& out, issue_list& issues) {
    if (out.tables.empty())
      for (std::optional<prepared_stage>& s : stages_) s.reset();
    explain_.emplace(program_, steps_.names(), data_, issues);
    steps_.start_run();
    for (accumulators<N>& a : accumulators_) a.set_passed_over({});
    collector<N> collect(program_, steps_.names(), data_, wanted_, *explain_, out);
    for (std::size_t s = 0; s < stages_.size(); ++s) run_stage(program_.stages[s], stages_[s], collect);
    for (std::uint32_t a = 0; a < program_.aggregates.size(); ++a) {
      const auto& gaps = accumulators_[a].passed_over();
      if (gaps.count > 0)
        explain_->tell_passed_over(steps_.node_of_aggregate(a), program_.frames[program_.aggregates[a].frame].table, gaps.row, index_of(gaps.why), gaps.count);
    }
    collect.finish();
    explain_->tell_caught_cells();
  }

 private:
  using source = value_source<N>;

  static constexpr std::size_t most_children = 1024;  // a batch of child rows stays in the second-level cache, and its registers in a few megabytes

  /// A block has at least one row, and the registers of a large program stay within some megabytes.
  [[nodiscard]] static std::size_t fitting_block(const program::program& program, std::size_t wanted) {
    constexpr std::size_t most_values = std::size_t{1} << 20;
    const std::size_t fitting = std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(most_values / (program.nodes.size() + 1), 16));
    return has_machine ? std::max(fitting, least_machine_block) : fitting;
  }
  static constexpr bool has_machine = std::is_same_v<N, double>;
  static constexpr std::size_t least_machine_block = 64;  // rows whose bits of presence fill a word
  using table_columns = std::map<std::uint32_t, machine::readable_column>;

  /// What the runs of a stage have in common: who computes what.
  struct prepared_stage {
    std::vector<std::uint32_t> wanted;           ///< outputs
    std::vector<std::uint32_t> step_outputs;     ///< of these the steps write
    std::optional<needed_nodes> needed;          ///< of the steps
    std::vector<program::item> items;            ///< that compute them
    std::deque<machine::tally_machine> tallies;  ///< of children, which run before the machine
    std::optional<machine::stage_machine> machine;
    std::size_t block = 0;
  };
  void prepare();
  [[nodiscard]] std::size_t capacity_of(program::frame_id frame) const;
  void prepare_stage(const program::stage& stage, prepared_stage& to, collector<N>& collect);
  void run_stage(const program::stage& stage, std::optional<prepared_stage>& known, collector<N>& collect);
  [[nodiscard]] std::vector<std::uint32_t> run_machine(const program::stage& stage, machine::stage_machine& fast, std::size_t block);
  void run_item(const program::item& item);
  void run_aggregate(const program::pass& pass);
  void run_batch(const program::pass& pass);
  void tell_left_out(const frame_rows& rows);
  void run_follow(const program::pass& pass);
  void finish_aggregates(const program::pass& pass, program::frame_id parent);
  [[nodiscard]] aggregate_input<N> inputs_of(const program::aggregate& aggregate) const;
  void tell_check(program::node_id check, std::uint32_t table, const frame_rows& rows);
  [[nodiscard]] mark unplaced_mark(std::uint32_t table, std::uint32_t row);
  void mark_unplaced(const program::pass& pass);
  void take_outputs(const std::vector<std::uint32_t>& outputs, const frame_rows& rows, collector<N>& collect);
  [[nodiscard]] machine::stage_code translate(const program::stage& stage, const std::vector<std::uint32_t>& wanted, const collector<N>& collect,
                                              table_columns& columns);
  [[nodiscard]] machine::surroundings surroundings_of(std::uint32_t table, table_columns& columns) const;
  [[nodiscard]] std::optional<machine::stage_code> tally_code(const program::stage& stage, std::vector<machine::tallied>& all);
  void add_tallies(const program::stage& stage, const std::vector<std::uint32_t>& aggregates, std::deque<machine::tally_machine>& to,
                   machine::connections& others);
  [[nodiscard]] bool only_empty(program::node_id id, const table_columns& columns) const;
  void hand_over(machine::stage_machine& to, std::size_t size);
  [[nodiscard]] std::vector<bool> find_trouble(const program::stage& stage, const std::vector<std::uint32_t>& outputs, std::size_t first, std::size_t size,
                                               std::size_t before, std::vector<std::uint32_t>& trouble);
  void run_again(const program::stage& stage, const prepared_stage& prepared, const std::vector<std::uint32_t>& rows, collector<N>& collect);

  const program::program& program_;
  const bound_data& data_;
  const std::vector<bool>& wanted_;
  std::size_t block_;
  attain::kernels kernels_;
  attain::executor* executor_;
  machine::memory& memory_;
  std::optional<explainer> explain_;  // of the run
  steps<N> steps_;
  std::vector<std::optional<prepared_stage>> stages_;
  std::vector<std::size_t> capacities_;        // by frame
  std::vector<accumulators<N>> accumulators_;  // by aggregate
  std::vector<mark> unplaced_;                 // of a batch of children; empty where all are placed
};

/// Blocks of the table; batches of children; as many rows looked at as there are in the parent's block. Never more than there are rows.
template <class N>
std::size_t evaluator<N>::capacity_of(program::frame_id frame) const {
  const program::frame& f = program_.frames[frame];
  const auto rows = [&] { return std::max<std::size_t>(data_.tables[f.table].rows, 1); };
  switch (f.from) {
    case program::frame::source::plan: return 1;
    case program::frame::source::table: return std::min(block_, rows());
    case program::frame::source::children: return std::min({most_children, 4 * block_, rows()});
    case program::frame::source::at_rows: return capacity_of(f.parent);
  }
  return 1;
}

template <class N>
void evaluator<N>::prepare() {
  for (program::frame_id f = 0; f < program_.frames.size(); ++f) capacities_.push_back(capacity_of(f));
  steps_.allocate(capacities_);
  for (std::uint32_t a = 0; a < program_.aggregates.size(); ++a) accumulators_.emplace_back(program_.aggregates[a], steps_.node_of_aggregate(a));
}

template <class N>
void evaluator<N>::prepare_stage(const program::stage& stage, prepared_stage& to, collector<N>& collect) {
  for (const std::uint32_t o : stage.outputs)
    if (collect.is_wanted(o)) to.wanted.push_back(o);
  table_columns& columns = memory_.columns[stage.table];
  machine::stage_code code = translate(stage, to.wanted, collect, columns);
  to.step_outputs = code.step_outputs;
  needed_nodes& needed = to.needed.emplace(program_);
  for (const program::node_id n : code.step_roots) needed.add(n);
  for (const program::stage::store& s : stage.stores) needed.add(s.node);
  for (const program::stage::first_of_group& f : stage.firsts) {
    needed.add(f.condition);
    for (const program::node_id k : f.keys) needed.add(k);
  }
  for (const program::node_id c : stage.checks) needed.add(c);
  to.items = needed.items_of(program_.passes[stage.pass]);
  // The machine takes larger blocks when it need not wait for the steps.
  to.block = block_;
  if (code.outputs.empty()) return;
  to.block = to.items.empty() ? machine::block_rows : std::bit_floor(block_);
  machine::connections others;
  add_tallies(stage, code.tallies, to.tallies, others);
  to.machine.emplace(
      std::move(code), columns, to.block, program_, [&](std::uint32_t o) -> result_column& { return collect.column_of(o); }, machine::interpreter_for(kernels_),
      std::move(others));
}

template <class N>
void evaluator<N>::run_stage(const program::stage& stage, std::optional<prepared_stage>& known, collector<N>& collect) {
  const program::pass& pass = program_.passes[stage.pass];
  if (stage.table == none) {
    for (const program::item& i : pass.items) run_item(i);
    return collect.take_totals([this](program::node_id n) { return steps_.read(n); }, steps_.causes());
  }
  if (!known) prepare_stage(stage, known.emplace(), collect);
  prepared_stage& prepared = *known;

  const std::size_t rows = data_.tables[stage.table].rows;
  frame_rows& here = steps_.rows_of(pass.frame);
  for (const program::stage::store& s : stage.stores) steps_.open_store(s, rows);
  std::vector<group_finder<N>> finders;
  for (const program::stage::first_of_group& f : stage.firsts) finders.emplace_back(program_, f, data_.tables[stage.table]);

  std::vector<std::uint32_t> again;
  const bool is_bare = stage.stores.empty() && stage.firsts.empty() && stage.checks.empty();
  const bool has_steps = !prepared.machine || !prepared.items.empty() || !prepared.step_outputs.empty() || !is_bare;
  for (machine::tally_machine& t : prepared.tallies) t.run(executor_);
  if (!has_steps) again = run_machine(stage, *prepared.machine, prepared.block);
  for (std::size_t first = 0; has_steps && first < rows; first += prepared.block) {
    here.size = std::min(prepared.block, rows - first);
    here.rows.resize(here.size);
    std::iota(here.rows.begin(), here.rows.end(), static_cast<std::uint32_t>(first));
    for (const program::item& i : prepared.items) run_item(i);
    for (const program::stage::store& s : stage.stores) steps_.store(s, here);
    const auto unplaced = [&](std::uint32_t row) { return unplaced_mark(stage.table, row); };
    for (group_finder<N>& f : finders)
      f.add(
          here, [this](program::node_id n) { return steps_.read(n); }, [this](mark m) { return steps_.keep(m); }, unplaced);
    for (const program::node_id check : stage.checks) tell_check(check, stage.table, here);
    if (prepared.machine) {
      machine::stage_machine& fast = *prepared.machine;
      hand_over(fast, here.size);
      const std::size_t before = again.size();
      fast.run(0, first, here.size, again);
      const std::vector<bool> later = find_trouble(stage, prepared.step_outputs, first, here.size, before, again);
      for (std::size_t i = before; i < again.size(); ++i) fast.forget(0, again[i]);
      for (const std::uint32_t o : prepared.step_outputs) collect.take(o, here, steps_.read(program_.outputs[o].node), steps_.causes(), later);
    } else {
      take_outputs(prepared.step_outputs, here, collect);
    }
    steps_.end_block();
  }
  if (prepared.machine) prepared.machine->take_units([&](std::uint32_t o, int128 units) { collect.add_units(o, units); });
  if (!again.empty()) run_again(stage, prepared, again, collect);
  for (group_finder<N>& f : finders) f.finish(steps_.stored(f.column()), [this](mark a, mark b) { return steps_.causes().join_kept(a, b); });
  for (const program::stage::running_total& r : stage.running) running_total<N>(r, data_.tables[stage.table], stage.table, steps_).run();
  for (const program::stage::group_function& g : stage.of_groups) group_function<N>(g, data_.tables[stage.table], stage.table, steps_).run();
  for (const program::stage::tree_total& t : stage.trees) tree_total<N>(t, data_.tables[stage.table], stage.table, steps_).run();
  if (stage.grades)
    distribution<N>(*stage.grades, data_.tables[stage.table], steps_).run([&](std::uint32_t row, std::size_t people, std::size_t least) {
      explain_->tell_small_pool(stage.grades->node, stage.table, row, people, least);
    });
}

/// Runs a stage that needs no steps, on as many threads as there are and its rows are worth. Gives the rows in trouble.
template <class N>
std::vector<std::uint32_t> evaluator<N>::run_machine(const program::stage& stage, machine::stage_machine& fast, std::size_t block) {
  constexpr std::size_t least_blocks = 4;  // of a thread: some ten microseconds
  const std::size_t rows = data_.tables[stage.table].rows;
  const std::size_t blocks = (rows + block - 1) / block;
  const std::size_t parts = machine::parts_of(executor_, blocks, least_blocks);
  std::vector<std::vector<std::uint32_t>> trouble(parts);
  fast.use_workers(parts);
  machine::run_parts(executor_, parts, blocks, [&](std::size_t p, std::size_t first_block, std::size_t end_block) {
    const std::size_t end = std::min(end_block * block, rows);
    for (std::size_t first = first_block * block; first < end; first += block) {
      const std::size_t size = std::min(block, end - first);
      const std::size_t before = trouble[p].size();
      fast.run(p, first, size, trouble[p]);
      static_cast<void>(find_trouble(stage, {}, first, size, before, trouble[p]));
      for (std::size_t i = before; i < trouble[p].size(); ++i) fast.forget(p, trouble[p][i]);
    }
  });
  for (std::size_t p = 1; p < parts; ++p) trouble[0].insert(trouble[0].end(), trouble[p].begin(), trouble[p].end());
  return std::move(trouble[0]);
}

/// What a translator needs to know of constants and of a table, whose columns are made readable when it asks for them.
template <class N>
machine::surroundings evaluator<N>::surroundings_of(std::uint32_t table, table_columns& columns) const {
  machine::surroundings around;
  around.constant = [this](program::node_id id) -> std::optional<double> {
    const source value = steps_.read(id);
    if (value.mark_at(0) != present) return std::nullopt;
    if (value.array->kind() == value_kind::boolean) return value.template as<std::uint8_t>()[0] != 0 ? 1.0 : 0.0;
    if constexpr (has_machine) return value.template as<double>()[0];
    else return std::nullopt;
  };
  around.is_column = [&bound = data_.tables[table], &columns](std::uint32_t column, value_kind kind) {
    if (!machine::is_readable(bound, column, kind)) return false;
    if (!columns.contains(column)) columns.emplace(column, machine::make_readable(bound, column, kind));
    return true;
  };
  around.is_narrow = [&columns](std::uint32_t column) { return columns.at(column).narrow != nullptr; };
  around.only_empty = [this, &columns](program::node_id id) { return only_empty(id, columns); };
  return around;
}

/// What the machine does of a stage, and makes the columns readable that it reads. Without a machine all is left to the steps.
template <class N>
machine::stage_code evaluator<N>::translate(const program::stage& stage, const std::vector<std::uint32_t>& wanted, const collector<N>& collect,
                                            table_columns& columns) {
  if constexpr (has_machine) {
    const bound_table& table = data_.tables[stage.table];
    if (kernels_ != attain::kernels::steps && table.rows > 0 && collect.keeps_rows(stage.table)) {
      machine::surroundings around = surroundings_of(stage.table, columns);
      around.is_tallied = [&](std::uint32_t aggregate) {
        std::vector<machine::tallied> one = {{aggregate, 0, 0, {}}};
        return tally_code(stage, one).has_value();
      };
      around.can_leave = [&](std::uint32_t o) {
        const program::output& output = program_.outputs[o];
        return output.leaves_in == program::output::destination::rows && output.compared_with == none;
      };
      return machine::translator(program_, around).run(wanted);
    }
  }
  machine::stage_code all;
  all.step_outputs = wanted;
  for (const std::uint32_t o : wanted) all.step_roots.push_back(program_.outputs[o].node);
  return all;
}

/// The code that adds up aggregates over the children of a stage's rows, all of one frame; nothing when the steps must. Fills in what is known of them.
template <class N>
std::optional<machine::stage_code> evaluator<N>::tally_code(const program::stage& stage, std::vector<machine::tallied>& all) {
  using function = formula::function;
  constexpr std::size_t most_children_counted = std::size_t{1} << 26U;  // as many as half of a number of a record holds
  const program::aggregate& first = program_.aggregates[all.front().aggregate];
  const program::frame& frame = program_.frames[first.frame];
  if (frame.from != program::frame::source::children || frame.parent != program_.passes[stage.pass].frame) return std::nullopt;
  const bound_table& table = data_.tables[frame.table];
  const std::uint32_t number = data_.children_of[first.frame];
  const child_rows& children = data_.children[number];
  const bool is_doubtful = children.broken || !children.doubtful.empty() || !children.circles.empty() || table.has_unplaced;
  if (is_doubtful || table.rows >= most_children_counted) return std::nullopt;
  table_columns& columns = memory_.columns[frame.table];
  machine::surroundings around = surroundings_of(frame.table, columns);
  around.is_tallied = [](std::uint32_t) { return false; };
  for (machine::tallied& t : all) {
    const program::aggregate& a = program_.aggregates[t.aggregate];
    if ((a.function != function::sum && a.function != function::count) || !a.order_by.empty()) return std::nullopt;
    if (a.function == function::count) continue;
    const program::node& argument = program_.nodes[a.arguments.front()];
    if (argument.op != program::op::load || argument.kind != value_kind::number || !around.is_column(argument.index, argument.kind)) return std::nullopt;
    t.units = machine::units_of_one(columns.at(argument.index), table.rows);
    if (t.units == 0) return std::nullopt;
  }
  if (!memory_.parents.contains(number)) memory_.parents.emplace(number, machine::parents_of(children, table.rows, data_.tables[stage.table].rows));
  if (!memory_.parents.at(number)) return std::nullopt;
  return machine::translator(program_, around).run(all);
}

/// Makes the machines over the children that a stage's code needs.
template <class N>
void evaluator<N>::add_tallies(const program::stage& stage, const std::vector<std::uint32_t>& aggregates, std::deque<machine::tally_machine>& to,
                               machine::connections& others) {
  std::map<program::frame_id, std::vector<machine::tallied>> of_frame;
  for (const std::uint32_t a : aggregates) of_frame[program_.aggregates[a].frame].push_back({a, 0, 0, {}});
  for (auto& [f, all] : of_frame) {
    std::optional<machine::stage_code> code = tally_code(stage, all);
    assert(code);
    const std::uint32_t table = program_.frames[f].table;
    to.emplace_back(std::move(*code), std::move(all), memory_.columns.at(table), *memory_.parents.at(data_.children_of[f]), data_.tables[table].rows,
                    data_.tables[stage.table].rows, program_, machine::interpreter_for(kernels_));
    for (const auto& [aggregate, values] : to.back().results()) others.tallied.emplace(aggregate, values);
  }
}

/// Whether a value of the machine that is not there can only be an empty cell, so that catching it hides no mistake.
template <class N>
bool evaluator<N>::only_empty(program::node_id id, const table_columns& columns) const {
  const program::node& n = program_.nodes[id];
  if (n.op != program::op::load) return false;
  const auto found = columns.find(n.index);
  return found != columns.end() && !found->second.has_failed && data_.tables[program_.frames[n.frame].table].columns[n.index].view->bad.empty();
}

/// Gives the machine the values of the block that the steps computed.
template <class N>
void evaluator<N>::hand_over(machine::stage_machine& to, std::size_t size) {
  if constexpr (has_machine) {
    for (const program::node_id id : to.code().arrays) {
      const source from = steps_.read(id);
      double* const values = to.array(id);
      constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
      const auto copy = [&](const auto& known) {
        for (std::size_t i = 0; i < size; ++i) values[i] = known.mark_at(i) == present ? static_cast<double>(known[i]) : nothing;
      };
      if (from.array->kind() == value_kind::number) copy(from.template as<double>());
      else copy(from.template as<std::uint8_t>());
      for (std::size_t i = size; i % machine::tile_rows != 0; ++i) values[i] = nothing;
    }
  }
}

/// Adds the rows that have no results, or lack something that the steps found missing, to those of the block that the machine cannot tell of. Says
/// which rows of the block all these are.
template <class N>
std::vector<bool> evaluator<N>::find_trouble(const program::stage& stage, const std::vector<std::uint32_t>& outputs, std::size_t first, std::size_t size,
                                             std::size_t before, std::vector<std::uint32_t>& trouble) {
  const bound_table& table = data_.tables[stage.table];
  std::vector<bool> is_in(size, false);
  for (std::size_t i = before; i < trouble.size(); ++i) is_in[trouble[i] - first] = true;
  const auto add = [&](std::size_t i) {
    if (is_in[i]) return;
    is_in[i] = true;
    trouble.push_back(static_cast<std::uint32_t>(first + i));
  };
  for (const std::uint32_t o : outputs) {
    const source from = steps_.read(program_.outputs[o].node);
    if (from.array->dense) continue;
    for (std::size_t i = 0; i < size; ++i)
      if (from.mark_at(i) != present) add(i);
  }
  for (std::size_t i = 0; i < size && !table.parts.empty(); ++i)
    if (table.part_of(first + i) != part::in) add(i);
  std::sort(trouble.begin() + static_cast<std::ptrdiff_t>(before), trouble.end());
  return is_in;
}

/// Evaluates rows step by step, which knows why something is missing and what to say.
template <class N>
void evaluator<N>::run_again(const program::stage& stage, const prepared_stage& prepared, const std::vector<std::uint32_t>& rows, collector<N>& collect) {
  const program::pass& pass = program_.passes[stage.pass];
  needed_nodes all(program_);
  for (const std::uint32_t o : prepared.wanted) all.add(program_.outputs[o].node);
  const std::vector<program::item> items = all.items_of(pass);
  // What the aggregates pass over, those that ran before have counted.
  std::vector<std::pair<std::uint32_t, typename accumulators<N>::gaps>> counted;
  for (std::uint32_t p = 0; p < program_.passes.size(); ++p)
    if (prepared.needed->has_pass(p))
      for (const std::uint32_t a : program_.passes[p].aggregates) counted.emplace_back(a, accumulators_[a].passed_over());
  frame_rows& here = steps_.rows_of(pass.frame);
  for (std::size_t first = 0; first < rows.size(); first += block_) {
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
    here.size = std::min(block_, rows.size() - first);
    here.rows.assign(begin, begin + static_cast<std::ptrdiff_t>(here.size));
    for (const program::item& i : items) run_item(i);
    take_outputs(prepared.wanted, here, collect);
    steps_.end_block();
  }
  for (const auto& [a, gaps] : counted) accumulators_[a].set_passed_over(gaps);
}

/// Tells of the rows that fail a check, whether or not anybody uses them.
template <class N>
void evaluator<N>::tell_check(program::node_id check, std::uint32_t table, const frame_rows& rows) {
  constexpr std::size_t most_causes = 1000;  // of one row
  const source result = steps_.read(check);
  if (result.array->dense) return;
  for (std::size_t i = 0; i < rows.size; ++i) {
    if (!is_failed(result.mark_at(i)) || data_.tables[table].part_of(rows.rows[i]) != part::in) continue;
    steps_.causes().for_each(result.mark_at(i), most_causes, [this](const cause& c) { explain_->tell(c); });
  }
}

template <class N>
void evaluator<N>::take_outputs(const std::vector<std::uint32_t>& outputs, const frame_rows& rows, collector<N>& collect) {
  std::vector<source> sources;
  bool all_there = true;
  for (const std::uint32_t o : outputs) {
    sources.push_back(steps_.read(program_.outputs[o].node));
    all_there = all_there && sources.back().array->dense;
    collect.take(o, rows, sources.back(), steps_.causes());
  }
  if (!all_there) collect.tell_missing(outputs, rows, sources, steps_.causes());
}

template <class N>
void evaluator<N>::run_item(const program::item& item) {
  switch (item.what) {
    case program::item::what::compute: steps_.compute(item.index); break;
    case program::item::what::aggregate: run_aggregate(program_.passes[item.index]); break;
    case program::item::what::follow: run_follow(program_.passes[item.index]); break;
  }
}

/// Runs a pass over the children of the parent's rows, batch by batch, and brings its aggregates up.
template <class N>
void evaluator<N>::run_aggregate(const program::pass& pass) {
  const program::frame& frame = program_.frames[pass.frame];
  const frame_rows& parent = steps_.rows_of(frame.parent);
  const child_rows& children = data_.children[data_.children_of[pass.frame]];
  for (const std::uint32_t a : pass.aggregates) accumulators_[a].start(parent.size);
  if (children.broken) {
    for (const std::uint32_t a : pass.aggregates) steps_.fail_all(steps_.node_of_aggregate(a), *children.broken);
    return;
  }
  frame_rows& here = steps_.rows_of(pass.frame);
  here.rows.clear();
  here.parents.clear();
  const std::size_t capacity = capacities_[pass.frame];
  for (std::uint32_t j = 0; j < parent.size; ++j) {
    const std::uint32_t row = parent.rows[j];
    for (std::uint32_t at = children.offsets[row]; at < children.offsets[row + 1]; ++at) {
      here.rows.push_back(children.row(at));
      here.parents.push_back(j);
      if (here.rows.size() == capacity) run_batch(pass);
    }
  }
  if (!here.rows.empty()) run_batch(pass);
  finish_aggregates(pass, frame.parent);
}

template <class N>
void evaluator<N>::run_batch(const program::pass& pass) {
  frame_rows& here = steps_.rows_of(pass.frame);
  here.size = here.rows.size();
  const std::size_t causes_before = steps_.causes().size();
  for (const program::item& i : pass.items) run_item(i);
  if (program_.frames[pass.frame].parent == 0) tell_left_out(here);
  mark_unplaced(pass);
  bool any_failed = false;
  for (const std::uint32_t a : pass.aggregates) {
    const row_keys& ties = data_.tables[program_.frames[pass.frame].table].keys;
    any_failed |= accumulators_[a].add(here, inputs_of(program_.aggregates[a]), ties, steps_.causes());
  }
  // Nothing of the batch is left but what the accumulators took, so neither need its causes be.
  if (!any_failed) steps_.causes().cut(causes_before);
  here.rows.clear();
  here.parents.clear();
}

/// Tells why rows are not in the totals, where the reason is a mistake.
template <class N>
void evaluator<N>::tell_left_out(const frame_rows& rows) {
  constexpr std::size_t most_causes = 1000;  // of one value
  for (const program::total_reading& t : program_.total_readings) {
    const operand<std::uint8_t> lacks = steps_.read(t.lacks).template as<std::uint8_t>();
    for (std::size_t i = 0; i < rows.size; ++i) {
      if (lacks[i] == 0) continue;
      for (const program::node_id n : t.reads) {
        const mark m = steps_.read(n).mark_at(i);
        if (is_failed(m)) steps_.causes().for_each(m, most_causes, [this](const cause& c) { explain_->tell(c); });
      }
    }
  }
}

/// The mark of what a row without a date or a key fails, of which the binding has told; present for all other rows.
template <class N>
mark evaluator<N>::unplaced_mark(std::uint32_t table, std::uint32_t row) {
  const bound_table& bound = data_.tables[table];
  return is_unplaced(bound.part_of(row)) ? steps_.causes().add(unplaced_cause(bound, table, row)) : present;
}

/// The children of which nobody knows whether they are any: those without a date or a key, or on a doubtful way, and all of a row above itself.
template <class N>
void evaluator<N>::mark_unplaced(const program::pass& pass) {
  unplaced_.clear();
  const frame_rows& here = steps_.rows_of(pass.frame);
  const program::frame& frame = program_.frames[pass.frame];
  const child_rows& children = data_.children[data_.children_of[pass.frame]];
  if (!data_.tables[frame.table].has_unplaced && children.doubtful.empty() && children.circles.empty()) return;
  for (std::size_t i = 0; i < here.rows.size(); ++i) {
    const auto doubt = children.doubtful.find(here.rows[i]);
    const auto circle = children.circles.empty() ? children.circles.end() : children.circles.find(steps_.rows_of(frame.parent).rows[here.parents[i]]);
    mark m = present;
    if (doubt != children.doubtful.end()) m = steps_.causes().add(doubt->second);
    else if (circle != children.circles.end()) m = steps_.causes().add(circle->second);
    else m = unplaced_mark(frame.table, here.rows[i]);
    unplaced_.push_back(m);
  }
}

template <class N>
aggregate_input<N> evaluator<N>::inputs_of(const program::aggregate& aggregate) const {
  aggregate_input<N> input;
  if (aggregate.where != none) input.where = steps_.read(aggregate.where);
  if (!aggregate.arguments.empty()) input.value = steps_.read(aggregate.arguments[0]);
  if (aggregate.arguments.size() > 1) input.weight = steps_.read(aggregate.arguments[1]);
  for (const program::aggregate::order_key& k : aggregate.order_by) input.order_keys.push_back(steps_.read(k.key));
  input.unplaced = unplaced_;
  return input;
}

template <class N>
void evaluator<N>::finish_aggregates(const program::pass& pass, program::frame_id parent) {
  for (const std::uint32_t a : pass.aggregates) {
    const program::aggregate& aggregate = program_.aggregates[a];
    const program::node_id node = steps_.node_of_aggregate(a);
    const source parameter = aggregate.parameters.empty() ? source{} : steps_.read(aggregate.parameters.front());
    accumulators_[a].finish(steps_.array(node), parameter, [&](code c, std::size_t i) { return steps_.fail(c, node, parent, i); });
  }
}

/// Runs a pass over the rows that a node of the parent names. Where it names none, `follow` gives the mark of that node.
template <class N>
void evaluator<N>::run_follow(const program::pass& pass) {
  const program::frame& frame = program_.frames[pass.frame];
  const operand<std::uint32_t> named = steps_.read(frame.row_node).template as<std::uint32_t>();
  const std::size_t parents = steps_.rows_of(frame.parent).size;
  frame_rows& here = steps_.rows_of(pass.frame);
  std::vector<std::uint32_t>& positions = steps_.positions_of(pass.frame);
  here.rows.clear();
  here.parents.clear();
  positions.assign(parents, none);
  for (std::uint32_t j = 0; j < parents; ++j) {
    if (named.mark_at(j) != present) continue;
    positions[j] = static_cast<std::uint32_t>(here.rows.size());
    here.rows.push_back(named[j]);
    here.parents.push_back(j);
  }
  here.size = here.rows.size();
  for (const program::item& i : pass.items) run_item(i);
}

}  // namespace attain::engine
