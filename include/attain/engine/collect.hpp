// SPDX-License-Identifier: Apache-2.0
/// Takes the outputs of finished blocks into the result: rounds them once, sums what is paid, and tells what is missing.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/explain.hpp"
#include "attain/engine/next_state.hpp"
#include "attain/engine/registers.hpp"
#include "attain/engine/result.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// The first double that has too many digits for a decimal of that many places.
[[nodiscard]] inline double beyond_decimals(int places) {
  static constexpr auto limits = [] {
    std::array<double, max_decimal_digits + 1> by_places{};
    for (int i = 0; i <= max_decimal_digits; ++i) by_places[static_cast<std::size_t>(i)] = static_cast<double>(power_of_ten(max_decimal_digits - i));
    return by_places;
  }();
  return limits[static_cast<std::size_t>(places)];
}

template <class N>
class collector {
 public:
  static constexpr numeric mode = std::is_same_v<N, double> ? numeric::fast : numeric::exact;

  /// `wanted` by output, none: all. `out` is empty, or the result of an earlier run of the same program, data and wanted outputs.
  collector(const program::program& program, const formula::names& names, const bound_data& data, const std::vector<bool>& wanted, explainer& explain,
            result& out)
      : program_(program), names_(names), data_(data), wanted_(wanted), explain_(explain), result_(out), state_(names, data) {
    prepare();
  }

  /// One output of one block, but for rows that `later` (of the block; none: empty) leaves to another time.
  void take(std::uint32_t output, const frame_rows& rows, const value_source<N>& source, cause_list& causes, const std::vector<bool>& later = {});
  [[nodiscard]] bool is_wanted(std::uint32_t output) const { return wanted_.empty() || wanted_[output]; }
  /// The column that an output fills.
  [[nodiscard]] result_column& column_of(std::uint32_t output) { return table_of(slots_[output]).columns[slots_[output].column]; }
  /// Whether each row of a table leaves in the row of the same number.
  [[nodiscard]] bool keeps_rows(std::uint32_t table) const { return positions_[table].empty(); }
  /// What a pay column that was filled from outside adds up to.
  void add_units(std::uint32_t output, int128 units) { totals_[output].units += units; }
  /// Tells why values of the block are missing; rows outside, outputs inside, so that the first output speaks.
  void tell_missing(const std::vector<std::uint32_t>& outputs, const frame_rows& rows, const std::vector<value_source<N>>& sources, const cause_list& causes);
  /// The totals of the plan; `read` gives the value of a node.
  template <class Read>
  void take_totals(Read read, const cause_list& causes);
  void finish();

 private:
  struct slot {
    program::output::destination to = program::output::destination::rows;
    std::size_t table = 0;
    std::size_t column = 0;
  };
  struct running_total {
    int128 units = 0;
    bool overflow = false;
    std::uint64_t left_out = 0;
  };

  void prepare();
  void prepare_table(std::uint32_t table, bool is_again);
  [[nodiscard]] slot slot_of(const program::output& output, std::size_t table);
  [[nodiscard]] result_table& table_of(const slot& s) {
    return s.to == program::output::destination::rows ? result_.tables[s.table] : s.to == program::output::destination::goals ? *result_.goals : *result_.state;
  }
  void add_keys(std::uint32_t table, result_table& out);
  /// Tells where two outputs differ that should tell the same.
  void compare(const program::output& o, const result_column& column, std::uint32_t row, std::uint32_t at);
  [[nodiscard]] std::uint32_t out_row(const program::output& o, std::uint32_t row) const {
    if (o.leaves_in == program::output::destination::state) return state_.position(row);
    return out_row(o.table, row);
  }
  [[nodiscard]] std::uint32_t out_row(std::uint32_t table, std::uint32_t row) const { return positions_[table].empty() ? row : positions_[table][row]; }
  [[nodiscard]] bool has_results(const bound_table& table, std::uint32_t row) const { return table.part_of(row) == part::in; }
  [[nodiscard]] bool set(const program::output& output, result_column& column, std::size_t row, const value_source<N>& source, std::size_t i,
                         running_total& total);
  [[nodiscard]] bool set_number(const program::output& output, result_column& column, std::size_t row, const N& value, running_total& total);

  const program::program& program_;
  const formula::names& names_;
  const bound_data& data_;
  const std::vector<bool>& wanted_;
  explainer& explain_;
  result& result_;
  next_state state_;
  std::vector<slot> slots_;          // by output
  std::vector<std::size_t> filled_;  // by table of the result: columns that outputs have
  std::vector<total> of_plan_;
  std::vector<running_total> totals_;                  // by output
  std::unordered_set<std::uint32_t> too_large_;        // reps with pay that cannot leave
  std::vector<std::vector<std::uint32_t>> positions_;  // by table: the result row of each input row; empty: the same
};

template <class N>
void collector<N>::prepare() {
  result_.mode = mode;
  positions_.resize(names_.tables.size());
  std::vector<std::size_t> place(names_.tables.size(), none);
  const bool is_again = !result_.tables.empty();
  for (result_table& t : result_.tables)
    for (result_column& c : t.columns) c.clear();
  std::uint32_t opened = 0;
  const auto open = [&](std::uint32_t table) {
    if (place[table] != none) return;
    place[table] = opened++;
    filled_.push_back(0);
    prepare_table(table, is_again);
  };
  open(names_.population);
  for (std::uint32_t i = 0; i < program_.outputs.size(); ++i) {
    const program::output& o = program_.outputs[i];
    if (is_wanted(i)) open(o.table);
    slots_.push_back(is_wanted(i) ? slot_of(o, place[o.table]) : slot{});
  }
  totals_.resize(program_.outputs.size());
}

/// The new column that an output fills.
template <class N>
auto collector<N>::slot_of(const program::output& o, std::size_t table) -> slot {
  using destination = program::output::destination;
  slot found{o.leaves_in, table, 0};
  if (o.leaves_in == destination::state && !result_.state) state_.open(result_.state, mode);
  if (o.leaves_in == destination::goals && !result_.goals) {
    result_.goals.emplace();
    result_.goals->name = names_.tables[o.table].name;
    result_.goals->row_count = data_.tables[o.table].rows;
    add_keys(o.table, *result_.goals);
  }
  result_table& to = table_of(found);
  found.column = to.columns.size();
  const std::string& name = o.leaves_in == destination::rows    ? o.name
                            : o.leaves_in == destination::goals ? names_.tables[o.table].columns[o.column].name
                                                                : names_.tables[names_.state].columns[o.column].name;
  // A result that is filled again has its columns, with their memory.
  if (o.leaves_in == destination::rows) found.column = filled_[table]++;
  if (found.column == to.columns.size()) to.columns.emplace_back(name, o.label, o.type, o.places, mode, to.row_count);
  if (o.leaves_in == destination::state) state_.carry(o, to.columns.back());
  return found;
}

/// The population keeps all rows; of other tables only those that take part leave.
template <class N>
void collector<N>::prepare_table(std::uint32_t table, bool is_again) {
  const bound_table& bound = data_.tables[table];
  std::vector<std::uint32_t> rows;
  if (!bound.is_population && !bound.parts.empty()) {
    positions_[table].assign(bound.rows, none);
    for (std::uint32_t row = 0; row < bound.rows; ++row) {
      if (!has_results(bound, row)) continue;
      positions_[table][row] = static_cast<std::uint32_t>(rows.size());
      rows.push_back(row);
    }
  }
  if (is_again) return;
  result_table& out = result_.tables.emplace_back();
  out.name = names_.tables[table].name;
  out.row_count = positions_[table].empty() ? bound.rows : rows.size();
  out.rows = std::move(rows);
  add_keys(table, out);
}

template <class N>
void collector<N>::add_keys(std::uint32_t table, result_table& out) {
  const bound_table& bound = data_.tables[table];
  for (const std::uint32_t c : names_.tables[table].key) {
    const formula::column& planned = names_.tables[table].columns[c];
    result_column& key = out.keys.emplace_back(planned.name, "", formula::make_type(formula::dimension::text), 0, mode, out.row_count);
    const column_view* view = bound.columns.empty() ? nullptr : bound.columns[c].view;
    if (view == nullptr) continue;
    std::string buffer;
    for (std::uint32_t row = 0; row < bound.rows; ++row) {
      const std::uint32_t at = out_row(table, row);
      if (at != none && view->is_present(row)) key.set_text(at, cell_text(*view, row, buffer));
    }
  }
}

template <class N>
bool collector<N>::set_number(const program::output& output, result_column& column, std::size_t row, const N& value, running_total& total) {
  if constexpr (mode == numeric::fast) {
    const double rounded = arithmetic<double>::round(value, output.places, rounding_mode::half_up);
    if (!(std::abs(rounded) < beyond_decimals(output.places))) return false;  // as in exact mode
    column.set_double(row, rounded);
    if (output.is_pay) {
      const double units = std::nearbyint(rounded * static_cast<double>(power_of_ten(output.places)));
      total.overflow |= __builtin_add_overflow(total.units, static_cast<int128>(units), &total.units);
    }
  } else {
    const auto rounded = arithmetic<N>::to_decimal(value, output.places, rounding_mode::half_up);
    if (!rounded || !column.set_decimal(row, *rounded)) return false;
    if (output.is_pay) {
      const auto units = rescale(*rounded, output.places);
      total.overflow |= !units || __builtin_add_overflow(total.units, units->coefficient, &total.units);
    }
  }
  return true;
}

template <class N>
bool collector<N>::set(const program::output& output, result_column& column, std::size_t row, const value_source<N>& source, std::size_t i,
                       running_total& total) {
  switch (source.array->kind()) {
    case value_kind::number: return set_number(output, column, row, source.template as<N>()[i], total);
    case value_kind::boolean: column.set_boolean(row, source.template as<std::uint8_t>()[i] != 0); break;
    case value_kind::text: column.set_text(row, source.template as<std::string_view>()[i]); break;
    case value_kind::date: column.set_date(row, source.template as<std::int32_t>()[i]); break;
    case value_kind::row: break;
  }
  return true;
}

template <class N>
void collector<N>::take(std::uint32_t output, const frame_rows& rows, const value_source<N>& source, cause_list& causes, const std::vector<bool>& later) {
  const program::output& o = program_.outputs[output];
  const bound_table& table = data_.tables[o.table];
  result_column& column = column_of(output);
  const bool is_balance = o.leaves_in == program::output::destination::state;
  running_total& total = totals_[output];
  for (std::size_t i = 0; i < rows.size; ++i) {
    const std::uint32_t row = rows.rows[i];
    const std::uint32_t at = out_row(o, row);
    if (at == none || (!later.empty() && later[i])) continue;
    const mark m = source.mark_at(i);
    if (m != present || !has_results(table, row)) {
      if (state_of(m) != state::does_not_apply) ++total.left_out;  // what does not apply pays nothing
      if (is_balance && (is_failed(m) || o.must_have_value || !has_results(table, row))) state_.fail(at, column.name());
    } else if (!set(o, column, at, source, i, total)) {
      ++total.left_out;
      if (is_balance) state_.fail(at, column.name());
      const bool is_told = o.is_sum_of_pay && too_large_.contains(row);
      if (o.is_pay) too_large_.insert(row);
      if (is_told) continue;
      cause large;
      large.code = code::number_too_large;
      large.table = o.table;
      large.row = row;
      large.node = o.node;
      explain_.tell(causes[causes.add(large)]);
    }
    if (o.compared_with != none && is_wanted(o.compared_with) && !is_failed(m) && has_results(table, row)) compare(o, column, row, at);
  }
}

template <class N>
void collector<N>::compare(const program::output& o, const result_column& column, std::uint32_t row, std::uint32_t at) {
  const result_column& given = column_of(o.compared_with);
  if (given.is_present(at) && given.as_text(at) != column.as_text(at)) explain_.tell_moved(o.table, row, given.name(), given.as_text(at), column.as_text(at));
}

template <class N>
void collector<N>::tell_missing(const std::vector<std::uint32_t>& outputs, const frame_rows& rows, const std::vector<value_source<N>>& sources,
                                const cause_list& causes) {
  constexpr std::size_t most_causes = 1000;  // of one value
  for (std::size_t i = 0; i < rows.size; ++i) {
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      const mark m = sources[k].mark_at(i);
      if (m == present) continue;
      const program::output& output = program_.outputs[outputs[k]];
      if (!has_results(data_.tables[output.table], rows.rows[i])) continue;
      if (is_failed(m)) causes.for_each(m, most_causes, [this](const cause& c) { explain_.tell(c); });
      else if (output.must_have_value && state_of(m) == state::empty) explain_.tell_empty(output, rows.rows[i], index_of(m));
    }
  }
}

template <class N>
template <class Read>
void collector<N>::take_totals(Read read, const cause_list& causes) {
  constexpr std::size_t most_causes = 1000;
  for (const program::total& t : program_.totals) {
    const value_source<N> value = read(t.value.node);
    const mark m = value.mark_at(0);
    total done{t.value.name, t.value.label, t.value.type, false, std::nullopt, {}, 0};
    result_column shown(t.value.name, {}, t.value.type, t.value.places, mode, 1);
    running_total unused;
    if (m == present && !set(t.value, shown, 0, value, 0, unused)) {
      cause large;
      large.code = code::number_too_large;
      large.node = t.value.node;
      explain_.tell(large);
    }
    if (is_failed(m)) causes.for_each(m, most_causes, [this](const cause& c) { explain_.tell(c); });
    done.value = shown.as_decimal(0);
    done.text = shown.text(0);
    if (t.left_out != none) {
      std::int64_t rows = 0;
      const value_source<N> lacking = read(t.left_out);
      if (lacking.mark_at(0) == present && arithmetic<N>::to_integer(lacking.template as<N>()[0], rows)) done.left_out = static_cast<std::uint64_t>(rows);
    }
    of_plan_.push_back(std::move(done));
  }
}

template <class N>
void collector<N>::finish() {
  state_.finish(result_.state, mode);
  for (std::size_t i = 0; i < totals_.size(); ++i) {
    const program::output& output = program_.outputs[i];
    if (!output.is_pay || !is_wanted(static_cast<std::uint32_t>(i))) continue;
    const running_total& running = totals_[i];
    total done{output.name, output.label, output.type, true, std::nullopt, {}, running.left_out};
    if (!running.overflow && detail::magnitude(running.units) < static_cast<uint128>(power_of_ten(max_decimal_digits))) {
      done.value = decimal{running.units, output.places};
    }
    if (done.value) done.text = to_text(*done.value, output.places);
    result_.totals.push_back(std::move(done));
  }
  for (total& t : of_plan_) result_.totals.push_back(std::move(t));
}

}  // namespace attain::engine
