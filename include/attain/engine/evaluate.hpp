// SPDX-License-Identifier: Apache-2.0
/// Runs a program over bound data: stage by stage, block by block, every step of a block before the next block.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "attain/engine/aggregate_results.hpp"
#include "attain/engine/bound.hpp"
#include "attain/engine/collect.hpp"
#include "attain/engine/distribution.hpp"
#include "attain/engine/explain.hpp"
#include "attain/engine/first_of_group.hpp"
#include "attain/engine/group_allocation.hpp"
#include "attain/engine/group_function.hpp"
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

/// One run. N is the kind of number: `rational` or `double`. Memory beyond input and output is that of a block.
template <class N>
class evaluator {
 public:
  /// `parameters` are the plan's, in its order, with the values of this run. A block has at least one row.
  evaluator(const program::program& program, const formula::names& names, const bound_data& data, const std::vector<formula::parameter>& parameters,
            std::size_t block, issue_list& issues)
      : program_(program), data_(data), block_(fitting_block(program, block)), explain_(program, names, data, issues),
        steps_(program, names, data, parameters) {}

  void run(result& out) {
    collector<N> collect(program_, steps_.names(), data_, explain_, out);
    prepare();
    steps_.compute_constants();
    for (const program::stage& s : program_.stages) run_stage(s, collect);
    for (std::uint32_t a = 0; a < program_.aggregates.size(); ++a) {
      const auto& gaps = accumulators_[a].passed_over();
      if (gaps.count > 0) explain_.tell_passed_over(steps_.node_of_aggregate(a), program_.frames[program_.aggregates[a].frame].table, gaps.row, index_of(gaps.why), gaps.count);
    }
    collect.finish();
    explain_.tell_caught_cells();
  }

 private:
  using source = value_source<N>;

  static constexpr std::size_t most_children = 1024;  // a batch of child rows stays in the second-level cache, and its registers in a few megabytes

  /// A block has at least one row, and the registers of a large program stay within some megabytes.
  [[nodiscard]] static std::size_t fitting_block(const program::program& program, std::size_t wanted) {
    constexpr std::size_t most_values = std::size_t{1} << 20;
    return std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(most_values / (program.nodes.size() + 1), 16));
  }
  void prepare();
  [[nodiscard]] std::size_t capacity_of(program::frame_id frame) const;
  void run_stage(const program::stage& stage, collector<N>& collect);
  void run_pass(const program::pass& pass);
  void run_aggregate(const program::pass& pass);
  void run_batch(const program::pass& pass);
  void tell_left_out(const frame_rows& rows);
  void run_follow(const program::pass& pass);
  void finish_aggregates(const program::pass& pass, program::frame_id parent);
  [[nodiscard]] aggregate_input<N> inputs_of(const program::aggregate& aggregate) const;
  void tell_check(program::node_id check, std::uint32_t table, const frame_rows& rows);
  [[nodiscard]] mark unplaced_mark(std::uint32_t table, std::uint32_t row);
  void mark_unplaced(const program::pass& pass);
  void take_outputs(const program::stage& stage, const frame_rows& rows, collector<N>& collect);

  const program::program& program_;
  const bound_data& data_;
  std::size_t block_;
  explainer explain_;
  steps<N> steps_;
  std::vector<std::size_t> capacities_;          // by frame
  std::vector<accumulators<N>> accumulators_;    // by aggregate
  std::vector<mark> unplaced_;                   // of a batch of children; empty where all are placed
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
void evaluator<N>::run_stage(const program::stage& stage, collector<N>& collect) {
  const program::pass& pass = program_.passes[stage.pass];
  if (stage.table == none) {
    run_pass(pass);
    return collect.take_totals([this](program::node_id n) { return steps_.read(n); }, steps_.causes());
  }
  const std::size_t rows = data_.tables[stage.table].rows;
  frame_rows& here = steps_.rows_of(pass.frame);
  for (const program::stage::store& s : stage.stores) steps_.open_store(s, rows);
  std::vector<group_finder<N>> finders;
  for (const program::stage::first_of_group& f : stage.firsts) finders.emplace_back(program_, f, data_.tables[stage.table]);

  const std::size_t constants = steps_.causes().size();
  for (std::size_t first = 0; first < rows; first += block_) {
    here.size = std::min(block_, rows - first);
    here.rows.resize(here.size);
    std::iota(here.rows.begin(), here.rows.end(), static_cast<std::uint32_t>(first));
    run_pass(pass);
    for (const program::stage::store& s : stage.stores) steps_.store(s, here);
    const auto unplaced = [&](std::uint32_t row) { return unplaced_mark(stage.table, row); };
    for (group_finder<N>& f : finders)
      f.add(here, [this](program::node_id n) { return steps_.read(n); }, [this](mark m) { return steps_.keep(m); }, unplaced);
    for (const program::node_id check : stage.checks) tell_check(check, stage.table, here);
    take_outputs(stage, here, collect);
    steps_.end_block(constants);
  }
  for (group_finder<N>& f : finders)
    f.finish(steps_.stored(f.column()), [this](mark a, mark b) { return steps_.causes().join_kept(a, b); });
  for (const program::stage::running_total& r : stage.running) running_total<N>(r, data_.tables[stage.table], stage.table, steps_).run();
  for (const program::stage::group_function& g : stage.of_groups) group_function<N>(g, data_.tables[stage.table], stage.table, steps_).run();
  for (const program::stage::tree_total& t : stage.trees) tree_total<N>(t, data_.tables[stage.table], stage.table, steps_).run();
  if (stage.grades)
    distribution<N>(*stage.grades, data_.tables[stage.table], steps_).run([&](std::uint32_t row, std::size_t people, std::size_t least) {
      explain_.tell_small_pool(stage.grades->node, stage.table, row, people, least);
    });
}

/// Tells of the rows that fail a check, whether or not anybody uses them.
template <class N>
void evaluator<N>::tell_check(program::node_id check, std::uint32_t table, const frame_rows& rows) {
  constexpr std::size_t most_causes = 1000;  // of one row
  const source result = steps_.read(check);
  if (result.array->dense) return;
  for (std::size_t i = 0; i < rows.size; ++i) {
    if (!is_failed(result.mark_at(i)) || data_.tables[table].part_of(rows.rows[i]) != part::in) continue;
    steps_.causes().for_each(result.mark_at(i), most_causes, [this](const cause& c) { explain_.tell(c); });
  }
}

template <class N>
void evaluator<N>::take_outputs(const program::stage& stage, const frame_rows& rows, collector<N>& collect) {
  std::vector<source> sources;
  bool all_there = true;
  for (const std::uint32_t o : stage.outputs) {
    sources.push_back(steps_.read(program_.outputs[o].node));
    all_there = all_there && sources.back().array->dense;
    collect.take(o, rows, sources.back(), steps_.causes());
  }
  if (!all_there) collect.tell_missing(stage.outputs, rows, sources, steps_.causes());
}

template <class N>
void evaluator<N>::run_pass(const program::pass& pass) {
  for (const program::item& i : pass.items) {
    switch (i.what) {
      case program::item::what::compute: steps_.compute(i.index); break;
      case program::item::what::aggregate: run_aggregate(program_.passes[i.index]); break;
      case program::item::what::follow: run_follow(program_.passes[i.index]); break;
    }
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
  run_pass(pass);
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
        if (is_failed(m)) steps_.causes().for_each(m, most_causes, [this](const cause& c) { explain_.tell(c); });
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
  run_pass(pass);
}

}  // namespace attain::engine
