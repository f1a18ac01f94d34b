// SPDX-License-Identifier: Apache-2.0
/// Binds the tables of a run to the tables of the plan: which column is which, which rows take part, who leads to whom.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/engine/bound.hpp"
#include "attain/engine/issue_list.hpp"
#include "attain/engine/links.hpp"
#include "attain/engine/schedules.hpp"
#include "attain/engine/state_rows.hpp"
#include "attain/formula/names.hpp"
#include "attain/program/ir.hpp"
#include "attain/table/tables.hpp"
#include "attain/text/nearest.hpp"

namespace attain::engine {

/// One binding of input to plan. All that is wrong goes to the issues; what can be used is used.
class binder {
 public:
  binder(const formula::names& names, const program::program& program, const attain::tables& input, std::optional<day_range> period,
         issue_list& issues, bool any_state)
      : names_(names), program_(program), input_(input), issues_(issues), any_state_(any_state) {
    data_.period = period;
    data_.tables.resize(names.tables.size());
  }

  bound_data run();

 private:
  [[nodiscard]] std::vector<bool> tables_needed() const;
  void name_unknown_tables();
  void bind_table(std::uint32_t table);
  [[nodiscard]] const input_table* data_of(std::uint32_t table);
  void bind_column(std::uint32_t table, std::uint32_t column);
  [[nodiscard]] bool column_needed(std::uint32_t table, std::uint32_t column) const;
  void break_column(std::uint32_t table, std::uint32_t column, code why, std::string message);
  void tell_bad_optional_cells(std::uint32_t table, std::uint32_t column);
  void filter_by_period(std::uint32_t table);
  void tell_no_date(std::uint32_t table, std::size_t row);

  const formula::names& names_;
  const program::program& program_;
  const attain::tables& input_;
  issue_list& issues_;
  bool any_state_;
  bound_data data_;
};

/// Whether cells of a layout can be read as a type.
[[nodiscard]] inline bool layout_fits(formula::dimension kind, layout cells) {
  const bool whole = cells == layout::int32 || cells == layout::int64;
  switch (kind) {
    case formula::dimension::text: return cells == layout::text || whole;
    case formula::dimension::date: return cells == layout::date;
    case formula::dimension::boolean: return cells == layout::boolean || whole;
    case formula::dimension::unknown:
    case formula::dimension::missing: return true;
    default: return whole || cells == layout::decimal64 || cells == layout::decimal128 || cells == layout::decimal || cells == layout::float64;
  }
}

[[nodiscard]] inline std::string_view layout_name(layout cells) {
  switch (cells) {
    case layout::int32:
    case layout::int64: return "whole numbers";
    case layout::decimal64:
    case layout::decimal128:
    case layout::decimal: return "decimals";
    case layout::float64: return "floating-point numbers";
    case layout::boolean: return "true and false";
    case layout::date: return "dates";
    case layout::text: return "texts";
  }
  return "";
}

inline bound_data binder::run() {
  name_unknown_tables();
  const std::vector<bool> needed = tables_needed();
  for (std::uint32_t t = 0; t < names_.tables.size(); ++t)
    if (needed[t] && names_.tables[t].kind != formula::table_kind::grouped) bind_table(t);
  for (std::uint32_t t = 0; t < names_.tables.size(); ++t)
    if (needed[t] && names_.tables[t].kind == formula::table_kind::grouped) bind_table(t);  // of the rows of the population
  link_tables(names_, program_, data_, issues_);
  bind_schedules(names_, program_, data_);
  return std::move(data_);
}

/// The population and what the program reads; of tables that only a link of these names, those with rows, to check the link.
inline std::vector<bool> binder::tables_needed() const {
  std::vector<bool> needed(names_.tables.size(), false);
  std::vector<std::uint32_t> open;
  const auto need = [&](std::uint32_t table) {
    if (table == none || needed[table]) return;
    needed[table] = true;
    open.push_back(table);
  };
  need(names_.population);
  need(names_.state);
  for (const program::frame& f : program_.frames) {
    need(f.table);
    std::uint32_t at = f.table;
    for (const std::uint32_t l : f.path) {
      at = names_.tables[at].links[l].target;
      need(at);
    }
  }
  for (const program::output& o : program_.outputs) need(o.table);
  for (const program::node& n : program_.nodes)
    if (n.op == program::op::lookup || n.op == program::op::lookup_last) need(n.index);
    else if (n.op == program::op::link) need(names_.tables[program_.frames[n.frame].table].links[n.index].target);
  for (std::uint32_t t = 0; t < program_.columns_used.size(); ++t)
    for (const bool used : program_.columns_used[t])
      if (used) need(t);
  while (!open.empty()) {
    const std::uint32_t table = open.back();
    open.pop_back();
    for (const formula::link& l : names_.tables[table].links)
      if (names_.tables[l.target].rows || input_.find(names_.tables[l.target].name) != nullptr) need(l.target);
  }
  return needed;
}

inline void binder::name_unknown_tables() {
  for (const input_table& given : input_) {
    if (names_.find_table(given.name()) != none || (names_.state != none && given.name() == formula::state_names::table)) continue;
    std::vector<std::string_view> known;
    for (const formula::table& t : names_.tables) known.push_back(t.name);
    std::string message = "the plan has no table `" + given.name() + "`: it is not used";
    if (const auto near = nearest_name(given.name(), known)) message += "; did you mean `" + std::string(*near) + "`?";
    issues_.add(table_issue(code::unknown_table_data, severity::warning, given.name(), {}, std::move(message)));
  }
}

inline void binder::bind_table(std::uint32_t table) {
  const formula::table& planned = names_.tables[table];
  bound_table& bound = data_.tables[table];
  bound.columns.resize(planned.columns.size());
  bound.links.resize(planned.links.size());
  bound.is_population = table == names_.population;
  const input_table* given = data_of(table);
  if (given == nullptr && bound.broken) return;
  if (given == nullptr) {
    bound.broken = told_cause(code::missing_table, table);
    issues_.add(table_issue(code::missing_table, severity::error, planned.name, {}, "table `" + planned.name + "` of the plan has no data"));
    return;
  }
  for (const issue& found : given->issues()) issues_.add(found);
  bound.data = given;
  bound.rows = given->rows();
  if (bound.rows > most_rows) {
    issues_.add(table_issue(code::column_length, severity::error, planned.name, {}, "more rows than can be numbered: it is not used"));
    bound.rows = 0;
  }
  for (std::uint32_t c = 0; c < planned.columns.size(); ++c)
    if (column_needed(table, c)) bind_column(table, c);
  bound.keys = keys_from(bound, planned.key);
  for (std::uint32_t c = 0; c < planned.columns.size(); ++c)
    if (bound.columns[c].view != nullptr && bound.columns[c].optional && !is_key(planned, c) && !is_of_mandatory_link(planned, c)) tell_bad_optional_cells(table, c);
  filter_by_period(table);
}

/// What was handed over, or is made; null, with the cause in the table where one is told already.
inline const input_table* binder::data_of(std::uint32_t table) {
  const formula::table& planned = names_.tables[table];
  const input_table* given = input_.find(planned.name);
  const bool is_grouped = planned.kind == formula::table_kind::grouped;
  if (table == names_.state) return state_of(given, names_, *data_.made, data_.period, any_state_, issues_, data_.tables[table].broken);
  if (!planned.rows && !is_grouped) return given;
  if (given != nullptr) {
    issues_.add(table_issue(code::unused_data, severity::warning, planned.name, {},
                            is_grouped ? "`" + planned.name + "` is made of the rows of `" + names_.tables[names_.population].name + "`: the data handed over is not used"
                                       : "the plan has the rows of `" + planned.name + "`: the data handed over is not used"));
  }
  if (planned.rows) return &data_.made->write(planned);
  const bound_table& population = data_.tables[names_.population];
  const bound_column* source = population.columns.empty() ? nullptr : &population.columns[planned.grouped_by];
  if (source != nullptr && source->view != nullptr) return &data_.made->group(planned, *source->view);
  const bool no_column = source != nullptr && source->broken;
  data_.tables[table].broken = no_column ? told_cause(*source->broken, names_.population, planned.grouped_by) : told_cause(code::missing_table, names_.population);
  return nullptr;
}

inline bool binder::column_needed(std::uint32_t table, std::uint32_t column) const {
  const formula::table& planned = names_.tables[table];
  if (table < program_.columns_used.size() && column < program_.columns_used[table].size() && program_.columns_used[table][column]) return true;
  if (planned.date == column && data_.period) return true;
  if (is_key(planned, column)) return true;
  for (const formula::link& l : planned.links)
    for (const std::uint32_t c : l.columns)
      if (c == column) return true;
  return false;
}

inline void binder::break_column(std::uint32_t table, std::uint32_t column, code why, std::string message) {
  data_.tables[table].columns[column].broken = why;
  const formula::table& planned = names_.tables[table];
  issues_.add(table_issue(why, severity::error, planned.name, planned.columns[column].name, std::move(message)));
}

inline void binder::bind_column(std::uint32_t table, std::uint32_t column) {
  const formula::column& planned = names_.tables[table].columns[column];
  bound_table& bound = data_.tables[table];
  bound_column& result = bound.columns[column];
  result.optional = planned.type_of.optional;
  const column_view* view = nullptr;
  for (const std::string& header : planned.from)
    if (view == nullptr) view = bound.data->find(header);
  if (view == nullptr) view = bound.data->find(planned.name);
  if (view == nullptr) {
    const std::string wanted = planned.from.empty() ? planned.name : planned.from.front();
    std::vector<std::string_view> headers;
    for (const auto& [header, content] : bound.data->columns()) headers.push_back(header);
    std::string message = "column `" + wanted + "` of the plan is missing in the data";
    if (const auto near = nearest_name(wanted, headers)) message += "; did you mean `" + std::string(*near) + "`?";
    return break_column(table, column, code::missing_column, std::move(message));
  }
  if (view->size != bound.rows) {
    return break_column(table, column, code::column_length,
                        "column `" + planned.name + "` has " + std::to_string(view->size) + (view->size == 1 ? " row" : " rows") + ", the table " +
                            std::to_string(bound.rows));
  }
  if (!layout_fits(planned.type_of.kind, view->kind)) {
    return break_column(table, column, code::column_type,
                        "column `" + planned.name + "` is " + to_text(planned.type_of) + " in the plan, but " + std::string(layout_name(view->kind)) +
                            " were handed over");
  }
  const bool is_decimal = view->kind == layout::decimal64 || view->kind == layout::decimal128;
  if (is_decimal && (view->scale < 0 || view->scale > max_decimal_digits)) {
    return break_column(table, column, code::column_type,
                        "column `" + planned.name + "` was handed over with " + std::to_string(view->scale) + " decimal places; 0 to " +
                            std::to_string(max_decimal_digits) + " are possible");
  }
  result.own = column_check(*view).run(planned.type_of.kind);
  result.view = result.own != nullptr ? &result.own->view : view;
}

/// An unreadable cell of an optional column counts as empty, so no result would ever tell of it.
inline void binder::tell_bad_optional_cells(std::uint32_t table, std::uint32_t column) {
  const formula::table& planned = names_.tables[table];
  const bound_table& bound = data_.tables[table];
  const std::string& name = planned.columns[column].name;
  for (const bad_cell& bad : bound.columns[column].view->bad)
    issues_.add(row_issue(bad.code, severity::warning, planned.name, bound, bad.row, name,
                          "`" + name + "` cannot be read: '" + bad.text + "' counts as empty" + reason_of(bad)));
}

/// Rows outside the period take no part; how many is told in one note. An empty cell of an optional column is outside every period.
inline void binder::filter_by_period(std::uint32_t table) {
  const formula::table& planned = names_.tables[table];
  bound_table& bound = data_.tables[table];
  if (planned.date == none || !data_.period || table == names_.population) return;
  const column_view* view = bound.columns[planned.date].view;
  if (view == nullptr) {
    bound.broken = told_cause(*bound.columns[planned.date].broken, table, planned.date);
    return;
  }
  std::uint64_t outside = 0;
  std::uint64_t without = 0;
  const std::int32_t* days = view->as<std::int32_t>();
  for (std::size_t row = 0; row < bound.rows; ++row) {
    const bool is_dated = view->is_present(row);
    if (is_dated && days[row] >= data_.period->first && days[row] <= data_.period->last) continue;
    if (!is_dated && !bound.columns[planned.date].optional) {
      tell_no_date(table, row);
      continue;
    }
    bound.leave_out(row, part::outside_period);
    ++outside;
    if (!is_dated) ++without;
  }
  if (outside == 0) return;
  issue note = table_issue(code::outside_period, severity::note, planned.name, planned.columns[planned.date].name,
                           std::to_string(outside) + (outside == 1 ? " row" : " rows") + " outside the period " +
                               date_to_text(data_.period->first) + " to " + date_to_text(data_.period->last) +
                               (outside == 1 ? " is" : " are") + " not used" +
                               (without == 0 ? std::string() : ", " + std::to_string(without) + " of them without a date"));
  note.count = outside;
  issues_.add(std::move(note));
}

inline void binder::tell_no_date(std::uint32_t table, std::size_t row) {
  const formula::table& planned = names_.tables[table];
  bound_table& bound = data_.tables[table];
  const formula::column& date = planned.columns[planned.date];
  bound.leave_out(row, part::no_date);
  const bad_cell* bad = find_bad_cell(*bound.columns[planned.date].view, row);
  issues_.add(row_issue(bad != nullptr ? bad->code : code::empty_cell, severity::error, planned.name, bound, row, date.name,
                        why_no_value(date.name, bad) + "; without a date, aggregates that would take the row are missing"));
}

/// Binds `input` to the plan. `input` must outlive the result. `any_state`: also a state that is not the one before the period.
[[nodiscard]] inline bound_data bind(const formula::names& names, const program::program& program, const attain::tables& input,
                                     std::optional<day_range> period, issue_list& issues, bool any_state = false) {
  return binder(names, program, input, period, issues, any_state).run();
}

}  // namespace attain::engine
