// SPDX-License-Identifier: Apache-2.0
/// Takes from the state handed over what is this plan's, and refuses a state of another period.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/engine/bound.hpp"
#include "attain/engine/issue_list.hpp"
#include "attain/engine/keys.hpp"
#include "attain/engine/made_tables.hpp"
#include "attain/formula/names.hpp"
#include "attain/table/tables.hpp"
#include "attain/text/unicode.hpp"

namespace attain::engine {

/// Looks through the rows of one state; made for one call of `state_of`.
class state_reader {
 public:
  state_reader(const input_table& given, const formula::names& names, day_range period, bool any, issue_list& issues)
      : given_(given), names_(names), period_(period), any_(any), issues_(issues) {}

  /// The rows of this plan. False, and told why, when the state cannot be used.
  bool find(std::vector<std::uint32_t>& rows) {
    const column_view* plan = column(formula::state_names::plan, layout::text);
    const column_view* end = column(formula::state_names::period_end, layout::date);
    if (plan == nullptr || end == nullptr) return false;
    std::uint32_t first_wrong = none;
    std::uint64_t wrong = 0;
    std::string buffer;
    for (std::uint32_t row = 0; row < given_.rows(); ++row) {
      if (!plan->is_present(row)) return refuse_cell(formula::state_names::plan, *plan, row);
      if (nfc(cell_text(*plan, row, buffer)) != names_.plan) continue;
      rows.push_back(row);
      if (!end->is_present(row)) return refuse_cell(formula::state_names::period_end, *end, row);
      if (end->as<std::int32_t>()[row] == period_.first - 1) continue;
      if (wrong++ == 0) first_wrong = row;
    }
    if (wrong == 0) return true;
    tell_wrong(first_wrong, wrong, end->as<std::int32_t>()[first_wrong]);
    return any_;
  }

  [[nodiscard]] code why() const { return why_; }

 private:
  const column_view* column(std::string_view name, layout kind) {
    const column_view* found = given_.find(name);
    const bool fits = found != nullptr && found->kind == kind && found->size == given_.rows();
    if (fits) return found;
    why_ = found == nullptr ? code::missing_column : found->kind != kind ? code::column_type : code::column_length;
    std::string message = "the state has no column `" + std::string(name) + "`: all balances are missing";
    if (found != nullptr)
      message = "`" + std::string(name) + "` of the state must hold " + (kind == layout::text ? "texts" : "dates") + ", one for each row: all balances are missing";
    issues_.add(table_issue(why_, severity::error, given_.name(), std::string(name), std::move(message)));
    return nullptr;
  }
  bool refuse_cell(std::string_view name, const column_view& cells, std::uint32_t row) {
    const bad_cell* bad = find_bad_cell(cells, row);
    why_ = bad != nullptr ? bad->code : code::empty_cell;
    add(severity::error, row, std::string(name), why_no_value(std::string(name), bad) + "; all balances are missing");
    return false;
  }
  void tell_wrong(std::uint32_t row, std::uint64_t count, std::int32_t end) {
    why_ = code::wrong_state;
    const std::string here = date_to_text(end);
    const std::string wanted = date_to_text(period_.first - 1);
    std::string message = any_                  ? "the state is that of " + here + ", not that of " + wanted + "; it is used all the same"
                          : end == period_.last ? "the state is what this period ended with, on " + here + ": hand over that of " + wanted +
                                                    "; all balances are missing"
                                                : "the state is that of " + here + ", and that of " + wanted + " is needed; all balances are missing";
    add(any_ ? severity::warning : severity::error, row, std::string(formula::state_names::period_end), std::move(message), count);
  }
  void add(severity how_bad, std::uint32_t row, std::string column, std::string message, std::uint64_t count = 1) {
    issue found = table_issue(why_, how_bad, given_.name(), std::move(column), std::move(message));
    found.row = row + 1;
    found.line = given_.line_of(row);
    found.count = count;
    issues_.add(std::move(found));
  }

  const input_table& given_;
  const formula::names& names_;
  day_range period_;
  bool any_;
  issue_list& issues_;
  code why_ = code::wrong_state;
};

/// The rows of this plan in the state handed over, none of them when there is no state; null, with the cause in `broken`, when it is refused.
[[nodiscard]] inline const input_table* state_of(const input_table* given, const formula::names& names, made_tables& made, std::optional<day_range> period,
                                                 bool any_state, issue_list& issues, std::optional<cause>& broken) {
  const formula::table& planned = names.tables[names.state];
  if (given == nullptr || given->rows() == 0 || !period) return &made.write(planned);
  std::vector<std::uint32_t> rows;
  state_reader reader(*given, names, *period, any_state, issues);
  if (reader.find(rows)) return &made.with_texts(made.pick(*given, rows), std::string(formula::state_names::failed));
  for (const issue& found : given->issues()) issues.add(found);
  broken = told_cause(reader.why(), names.state);
  return nullptr;
}

}  // namespace attain::engine
