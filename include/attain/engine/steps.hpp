// SPDX-License-Identifier: Apache-2.0
/// Computes single nodes for the rows that their frames stand at, out of all registers, stored columns and causes of a run.
/// What reads data is defined in steps_data.hpp, what finds rows in steps_lookup.hpp, what computes values in steps_values.hpp, what curves and
/// matrices answer in steps_curves.hpp and steps_matrices.hpp.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/curve_inverse.hpp"
#include "attain/engine/curves.hpp"
#include "attain/engine/functions.hpp"
#include "attain/engine/kernels.hpp"
#include "attain/engine/load.hpp"
#include "attain/engine/marks.hpp"
#include "attain/engine/matrices.hpp"
#include "attain/engine/registers.hpp"
#include "attain/engine/working_calendar.hpp"
#include "attain/formula/names.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

template <class N>
class steps {
 public:
  using source = value_source<N>;

  steps(const program::program& program, const formula::names& names, const bound_data& data, const std::vector<formula::parameter>& parameters);

  void allocate(const std::vector<std::size_t>& capacities);
  /// Frame 0: constants, parameters, and what is made of them.
  void compute_constants();
  void compute(program::node_id id);

  [[nodiscard]] const formula::names& names() const { return names_; }
  [[nodiscard]] frame_rows& rows_of(program::frame_id frame) { return rows_[frame]; }
  [[nodiscard]] std::vector<std::uint32_t>& positions_of(program::frame_id frame) { return positions_[frame]; }
  [[nodiscard]] value_array<N>& array(program::node_id id) { return arrays_[id]; }
  [[nodiscard]] source read(program::node_id id) const { return {&arrays_[id], program_.nodes[id].frame == 0}; }
  [[nodiscard]] program::node_id node_of_aggregate(std::uint32_t aggregate) const { return aggregate_nodes_[aggregate]; }
  [[nodiscard]] cause_list& causes() { return causes_; }

  /// The mark of a value that came to nothing at position i of the frame's block.
  [[nodiscard]] mark fail(code what, program::node_id node, program::frame_id frame, std::size_t i, double value = 0, std::string_view detail = {});
  /// Every value of a node fails for one cause.
  void fail_all(program::node_id id, const cause& why);

  void open_store(const program::stage::store& store, std::size_t rows);
  void store(const program::stage::store& store, const frame_rows& block);
  [[nodiscard]] value_array<N>& stored(std::uint32_t column) { return stored_[column]; }
  [[nodiscard]] mark keep(mark m) {
    return is_failed(m) ? causes_.keep(m, [this](std::string_view text) { return keep_text(text); }) : m;
  }
  [[nodiscard]] std::string_view keep_text(std::string_view text) { return lasting_.keep(text); }
  /// Forgets texts and causes of the block; those of constants stay.
  void end_block() {
    causes_.cut(constant_causes_);
    passing_.clear();
  }
  /// Forgets all that an earlier run found in the data.
  void start_run();

 private:
  using op = program::op;

  /// A curve as some row sees it, or why there is none.
  struct curve_state {
    bool is_prepared = false;
    mark missing = present;  // of a bound or value
    std::optional<prepared_curve<N>> curve;
    std::vector<std::string_view> texts;  // of a step that gives texts
  };

  struct matrix_state {
    bool is_prepared = false;
    mark missing = present;  // of the table as a whole
    std::vector<matrix_axis<N>> axes;
    matrix_cells cells;      // of a matrix from a table
    value_array<N> values;   // of its rows
  };

  struct calendar_state {
    working_calendar days;
    mark missing = present;  // of the table, or of rows that cannot be used
  };

  [[nodiscard]] std::size_t size_of(const program::node& node) const { return node.frame == 0 ? 1 : rows_[node.frame].size; }
  template <class T>
  [[nodiscard]] operand<T> argument(const program::node& node, std::size_t i) const {
    return read(node.operands[i]).template as<T>();
  }
  template <class T>
  [[nodiscard]] T* out(program::node_id id) {
    return arrays_[id].template values<T>().data();
  }
  [[nodiscard]] auto failer(program::node_id id) {
    return [this, id, frame = program_.nodes[id].frame](code what, std::size_t i) { return fail(what, id, frame, i); };
  }
  void fill_marks(program::node_id id, mark m);

  void compute_constant(program::node_id id);
  void compute_parameter(program::node_id id);
  void compute_period(program::node_id id);
  void compute_basic(program::node_id id, basic operation);
  void compute_relation(program::node_id id, relation wanted);
  void compute_attainment(program::node_id id, bool lower);
  void compute_power(program::node_id id);
  void compute_dates(program::node_id id);
  void compute_branches(program::node_id id);
  void compute_require(program::node_id id);
  void compute_roles(program::node_id id);
  void compute_check(program::node_id id);
  void compute_call(program::node_id id);
  void compute_load(program::node_id id);
  void compute_stored(program::node_id id);
  void compute_outer(program::node_id id);
  void compute_follow(program::node_id id);
  void compute_link(program::node_id id);
  void compute_lookup(program::node_id id);
  void compute_working_days(program::node_id id);
  [[nodiscard]] mark unsound(std::uint32_t table, std::uint32_t row) const;
  [[nodiscard]] mark both(mark first, mark second);
  [[nodiscard]] const calendar_state& calendar(std::uint32_t table);
  void compute_curve(program::node_id id);
  [[nodiscard]] mark answer_text(program::node_id id, std::uint32_t curve, const curve_state& state, const N& x, std::size_t i, std::string_view& text);
  [[nodiscard]] bool is_constant(const program::curve& curve) const;
  [[nodiscard]] std::pair<std::uint32_t, const curve_state*> curve_at(program::node_id id, std::uint32_t curve, std::size_t i);
  void fill_curve(std::uint32_t curve, std::size_t i);
  [[nodiscard]] mark set_outside(const program::curve& planned, prepared_curve<N>& curve, std::size_t i) const;
  [[nodiscard]] curve_state* schedule_at(program::node_id id, std::uint32_t curve, std::size_t i);
  void read_schedule(program::node_id id, std::uint32_t curve, const schedule_group& group, std::string_view key, std::optional<std::int32_t> day, curve_state& state);
  [[nodiscard]] mark read_tier_column(program::node_id id, std::uint32_t table, std::uint32_t column, const frame_rows& rows, bool may_be_empty, value_array<N>& out);
  void compute_matrix(program::node_id id);
  void prepare_matrix(program::node_id id, std::uint32_t matrix);
  [[nodiscard]] std::optional<cause> why_no_grid(const program::matrix& planned) const;
  void read_grid(program::node_id id, const program::matrix& planned, matrix_state& state);
  void number_places(std::uint32_t table, std::uint32_t column, const frame_rows& rows, const std::vector<std::uint32_t>& placed, const value_array<N>& cells, std::size_t a,
                     matrix_axis<N>& axis, std::vector<matrix_place>& places);
  template <class T>
  [[nodiscard]] mark cell_value(program::node_id id, const program::matrix& planned, const matrix_state& state, const matrix_place& place, std::size_t i, T& value);
  [[nodiscard]] mark between_cells(program::node_id id, const program::matrix& planned, const matrix_state& state, const std::vector<axis_position<N>>& position, std::size_t axis,
                                   matrix_place& place, std::size_t i, checked<N>& arithmetic_steps, N& value);
  template <class T>
  [[nodiscard]] mark matrix_answer(program::node_id id, const program::matrix& planned, const matrix_state& state, const std::vector<axis_position<N>>& position,
                                   std::size_t outside, std::size_t i, checked<N>& arithmetic_steps);
  [[nodiscard]] static bool is_above(const column_view& cells, std::uint32_t row, const source& asked, std::size_t i);
  [[nodiscard]] bool append_key(const source& from, std::size_t i, std::string& key) const;
  [[nodiscard]] std::optional<cause> why_no_lookup(std::uint32_t table) const;

  const program::program& program_;
  const formula::names& names_;
  const bound_data& data_;
  const std::vector<formula::parameter>& parameters_;
  std::vector<value_array<N>> arrays_;                   // by node
  std::vector<frame_rows> rows_;                         // by frame
  std::vector<std::vector<std::uint32_t>> positions_;    // by at_rows frame: where the row of each parent stands
  std::vector<value_array<N>> stored_;                   // by stored column
  std::vector<program::node_id> aggregate_nodes_;
  std::vector<curve_state> curves_;
  std::vector<std::map<std::pair<std::uint32_t, std::uint32_t>, curve_state>> schedules_;  // by curve: by group and time, read at the first question
  std::vector<matrix_state> matrices_;
  std::map<std::uint32_t, calendar_state> calendars_;    // by table, read at the first question
  cause_list causes_;
  std::size_t constant_causes_ = 0;
  text_arena passing_;    // texts of the block
  text_arena lasting_;    // of the run
  text_arena constants_;  // of all runs
  text_arena* arena_ = &constants_;
};

template <class N>
steps<N>::steps(const program::program& program, const formula::names& names, const bound_data& data,
                const std::vector<formula::parameter>& parameters)
    : program_(program), names_(names), data_(data), parameters_(parameters), arrays_(program.nodes.size()), rows_(program.frames.size()),
      positions_(program.frames.size()), stored_(program.stored.size()), aggregate_nodes_(program.aggregates.size(), none),
      curves_(program.curves.size()), schedules_(program.curves.size()), matrices_(program.matrices.size()) {
  for (program::node_id id = 0; id < program.nodes.size(); ++id) {
    const program::node& n = program.nodes[id];
    if (n.op == op::aggregate && aggregate_nodes_[n.index] == none) aggregate_nodes_[n.index] = id;
  }
}

template <class N>
void steps<N>::allocate(const std::vector<std::size_t>& capacities) {
  for (program::node_id id = 0; id < program_.nodes.size(); ++id)
    arrays_[id].resize(program_.nodes[id].kind, capacities[program_.nodes[id].frame]);
  rows_[0].size = 1;
  rows_[0].rows = {0};
}

template <class N>
void steps<N>::compute_constants() {
  for (program::node_id id = 0; id < program_.nodes.size(); ++id) {
    const op what = program_.nodes[id].op;
    if (what == op::constant || what == op::parameter || what == op::period || (what == op::missing && program_.nodes[id].frame == 0)) compute(id);
  }
  for (const program::item& i : program_.constant_items)
    if (i.what == program::item::what::compute) compute(i.index);
  arena_ = &passing_;
  constant_causes_ = causes_.size();
}

template <class N>
void steps<N>::start_run() {
  std::fill(curves_.begin(), curves_.end(), curve_state{});
  std::fill(matrices_.begin(), matrices_.end(), matrix_state{});
  for (auto& known : schedules_) known.clear();
  calendars_.clear();
  causes_.start_over(constant_causes_);
  passing_.clear();
  lasting_.clear();
}

template <class N>
mark steps<N>::fail(code what, program::node_id node, program::frame_id frame, std::size_t i, double value, std::string_view detail) {
  cause c;
  c.code = what;
  c.node = node;
  c.value = value;
  c.detail = detail;
  if (frame != 0) {
    c.table = program_.frames[frame].table;
    c.row = rows_[frame].rows[i];
  }
  return causes_.add(c);
}

template <class N>
void steps<N>::fill_marks(program::node_id id, mark m) {
  value_array<N>& array = arrays_[id];
  std::fill(array.marks.begin(), array.marks.end(), m);
  array.dense = m == present;
}

template <class N>
void steps<N>::fail_all(program::node_id id, const cause& why) {
  fill_marks(id, causes_.add(why));
}

/// One switch for a whole block.
template <class N>
void steps<N>::compute(program::node_id id) {
  const program::node& n = program_.nodes[id];
  switch (n.op) {
    case op::constant: return compute_constant(id);
    case op::parameter: return compute_parameter(id);
    case op::period: return compute_period(id);
    case op::load: return compute_load(id);
    case op::stored: return compute_stored(id);
    case op::outer: return compute_outer(id);
    case op::link: return compute_link(id);
    case op::lookup:
    case op::lookup_last: return compute_lookup(id);
    case op::follow: return compute_follow(id);
    case op::add: return compute_basic(id, basic::add);
    case op::subtract: return compute_basic(id, basic::subtract);
    case op::multiply: return compute_basic(id, basic::multiply);
    case op::divide: return compute_basic(id, basic::divide);
    case op::power:
    case op::negate: return compute_power(id);
    case op::attainment: return compute_attainment(id, false);
    case op::attainment_lower: return compute_attainment(id, true);
    case op::date_add:
    case op::date_difference: return compute_dates(id);
    case op::equal: return compute_relation(id, relation::equal);
    case op::not_equal: return compute_relation(id, relation::not_equal);
    case op::less: return compute_relation(id, relation::less);
    case op::less_equal: return compute_relation(id, relation::less_equal);
    case op::logical_and:
    case op::logical_or:
    case op::logical_not:
    case op::select:
    case op::coalesce:
    case op::is_missing:
    case op::has_row: return compute_branches(id);
    case op::where_applies:
    case op::where_chosen:
    case op::applies:
    case op::is_whole: return compute_roles(id);
    case op::missing: return fill_marks(id, make_mark(state::empty, id));
    case op::require: return compute_require(id);
    case op::check: return compute_check(id);
    case op::working_days: return compute_working_days(id);
    case op::call: return compute_call(id);
    case op::curve: return compute_curve(id);
    case op::matrix: return compute_matrix(id);
    case op::aggregate: {
      const program::node_id first = aggregate_nodes_[n.index];
      if (first != id) arrays_[id] = arrays_[first];
      return;
    }
  }
}

template <class N>
void steps<N>::open_store(const program::stage::store& s, std::size_t rows) {
  stored_[s.column].resize_values(program_.stored[s.column].kind, rows);
}

template <class N>
void steps<N>::store(const program::stage::store& s, const frame_rows& block) {
  value_array<N>& to = stored_[s.column];
  const source from = read(s.node);
  with_kind<N>(to.kind(), [&](auto kind) {
    using T = typename decltype(kind)::type;
    const operand<T> values = from.template as<T>();
    std::vector<T>& all = to.template values<T>();
    for (std::size_t i = 0; i < block.size; ++i) {
      const mark m = keep(values.mark_at(i));
      to.set_mark(block.rows[i], m);
      if (m != present) continue;
      if constexpr (std::is_same_v<T, std::string_view>) all[block.rows[i]] = keep_text(values[i]);
      else all[block.rows[i]] = values[i];
    }
  });
}

}  // namespace attain::engine
