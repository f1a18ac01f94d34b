// SPDX-License-Identifier: Apache-2.0
/// The state that a run hands to the next period: who has a row in it, whose rows are carried over, what has no value because of a mistake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/readable.hpp"
#include "attain/engine/result.hpp"
#include "attain/formula/names.hpp"
#include "attain/number/rational.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// Its rows: each key of the population once, in the order of its rows, then those that are carried over.
class next_state {
 public:
  next_state(const formula::names& names, const bound_data& data) : names_(names), data_(data) {}

  /// Makes the table with its keys, and what says whose and when it is.
  void open(std::optional<result_table>& to, numeric mode) {
    result_table& out = to.emplace();
    out.name = names_.tables[names_.state].name;
    number_rows();
    out.row_count = count_ + data_.carried.size();
    failed_.resize(out.row_count);
    add_keys(out, mode);
    const formula::type text = formula::make_type(formula::dimension::text);
    out.columns.emplace_back(std::string(formula::state_names::plan), "", text, 0, mode, out.row_count);
    out.columns.emplace_back(std::string(formula::state_names::period_end), "", formula::make_type(formula::dimension::date), 0, mode, out.row_count);
    for (std::size_t row = 0; row < out.row_count; ++row) {
      out.columns[0].set_text(row, names_.plan);
      if (data_.period) out.columns[1].set_date(row, data_.period->last);
    }
  }

  /// The row that a row of the population has in it, or none.
  [[nodiscard]] std::uint32_t position(std::uint32_t row) const { return row < positions_.size() ? positions_[row] : none; }

  /// Fills a column for the rows that are carried over; what has no value and was marked stays marked.
  void carry(const program::output& balance, result_column& to) {
    const bound_table& state = data_.tables[names_.state];
    if (data_.carried.empty() || state.columns.empty() || to.mode() == numeric::fast) return;
    const column_view* cells = state.columns[balance.column].view;
    for (std::size_t i = 0; i < data_.carried.size(); ++i) {
      const std::uint32_t row = data_.carried[i];
      const bool is_there = cells != nullptr && cells->is_present(row);
      const bool is_kept = is_there && set(to, count_ + i, *cells, row, balance.type.kind);
      const bool is_lost = !is_kept && (balance.must_have_value || cells == nullptr || find_bad_cell(*cells, row) != nullptr || is_marked(row, to.name()));
      if (is_lost) fail(static_cast<std::uint32_t>(count_ + i), to.name());
    }
  }

  void fail(std::uint32_t row, const std::string& balance) {
    const std::string name = "`" + balance + "`";
    if (failed_[row].find(name) == std::string::npos) failed_[row] += (failed_[row].empty() ? "" : ", ") + name;
  }

  /// Adds what failed. A state that is not known, or not exact, is none.
  void finish(std::optional<result_table>& out, numeric mode) {
    if (!out) return;
    const bool is_known = mode == numeric::exact && data_.period && !data_.tables[names_.state].broken && !data_.tables[names_.population].keys.empty();
    if (!is_known) return out.reset();
    const formula::type text = formula::make_type(formula::dimension::text);
    result_column& failed = out->columns.emplace_back(std::string(formula::state_names::failed), "", text, 0, mode, out->row_count);
    for (std::size_t row = 0; row < failed_.size(); ++row)
      if (!failed_[row].empty()) failed.set_text(row, failed_[row]);
  }

 private:
  void number_rows() {
    const bound_table& reps = data_.tables[names_.population];
    std::unordered_set<std::string> repeated;
    positions_.assign(reps.rows, none);
    for (std::uint32_t row = 0; row < reps.rows; ++row) {
      if (reps.keys.empty() || !reps.keys.is_present(row)) continue;
      if (reps.part_of(row) == part::duplicate_key && !repeated.insert(reps.key_of(row)).second) continue;
      positions_[row] = count_++;
    }
  }

  void add_keys(result_table& out, numeric mode) {
    const formula::table& planned = names_.tables[names_.state];
    const formula::table& population = names_.tables[names_.population];
    const bound_table& reps = data_.tables[names_.population];
    const bound_table& state = data_.tables[names_.state];
    std::string buffer;
    for (std::size_t k = 0; k < planned.key.size(); ++k) {
      const formula::type text = formula::make_type(formula::dimension::text);
      result_column& key = out.keys.emplace_back(planned.columns[planned.key[k]].name, "", text, 0, mode, out.row_count);
      const column_view* own = reps.columns.empty() ? nullptr : reps.columns[population.key[k]].view;
      for (std::uint32_t row = 0; row < positions_.size() && own != nullptr; ++row)
        if (positions_[row] != none) key.set_text(positions_[row], cell_text(*own, row, buffer));
      const column_view* carried = state.columns.empty() ? nullptr : state.columns[planned.key[k]].view;
      for (std::size_t i = 0; i < data_.carried.size() && carried != nullptr; ++i)
        if (carried->is_present(data_.carried[i])) key.set_text(count_ + i, cell_text(*carried, data_.carried[i], buffer));
    }
  }

  /// Whether an earlier period marked a balance of a row that is carried over.
  [[nodiscard]] bool is_marked(std::uint32_t row, const std::string& balance) const {
    const column_view* marks = data_.tables[names_.state].columns[names_.tables[names_.state].find_column(formula::state_names::failed)].view;
    std::string buffer;
    return marks != nullptr && marks->is_present(row) && cell_text(*marks, row, buffer).find("`" + balance + "`") != std::string_view::npos;
  }

  /// A cell as it leaves again; false when it cannot.
  static bool set(result_column& to, std::size_t at, const column_view& cells, std::uint32_t row, formula::dimension kind) {
    std::string buffer;
    switch (kind) {
      case formula::dimension::text: to.set_text(at, cell_text(cells, row, buffer)); return true;
      case formula::dimension::date: to.set_date(at, cells.as<std::int32_t>()[row]); return true;
      case formula::dimension::boolean: to.set_boolean(at, cell_text(cells, row, buffer) == "true" || buffer == "1"); return true;
      default: break;
    }
    const auto number = number_of_cell<rational>(cells, row).to_decimal(to.places(), rounding_mode::half_up);
    return number && to.set_decimal(at, *number);
  }

  const formula::names& names_;
  const bound_data& data_;
  std::uint32_t count_ = 0;               // rows of the population in it
  std::vector<std::uint32_t> positions_;  // by row of the population
  std::vector<std::string> failed_;       // by row: the balances, each in back-ticks
};

}  // namespace attain::engine
