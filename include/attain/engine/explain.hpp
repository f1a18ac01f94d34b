// SPDX-License-Identifier: Apache-2.0
/// Turns the cause of a missing result into an issue in words: which quantity, which formula, which row, which value.
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "attain/engine/bound.hpp"
#include "attain/engine/issue_list.hpp"
#include "attain/engine/marks.hpp"
#include "attain/engine/result.hpp"
#include "attain/engine/source_rows.hpp"
#include "attain/formula/names.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// Tells each cause once, however many results it spoils.
class explainer {
 public:
  explainer(const program::program& program, const formula::names& names, const bound_data& data, issue_list& issues)
      : program_(program), names_(names), data_(data), issues_(issues), sources_(program, names, data) {}

  /// The issue of a failed value.
  void tell(cause c) {
    if (c.reported) return;
    if (c.row != none && c.column == none && c.node != none) {
      const row_place source = sources_.of_failure(c.node, c.code, {c.table, c.row});
      c.table = source.table;
      c.row = source.row;
    }
    if (!is_new(c.code, c.table, c.row, place_of(c), c.column != none)) return;
    issues_.add(c.column != none ? cell_issue(c) : formula_issue(c));
  }
  /// The issue of an output that must have a value and is empty because `node` is.
  void tell_empty(const program::output& output, std::uint32_t row, program::node_id node) {
    const row_place source = sources_.of_empty(output.node, node, {output.table, row});
    if (!is_new(code::empty_result, source.table, source.row, origin_index(node), false)) return;
    issues_.add(at_row(code::empty_result, source.table, source.row, output.name, "`" + output.name + "` has no value: " + why_empty(node, source)));
  }

  /// The warnings of cells that cannot be read and fail nothing, because no result needs them or a formula does without: `coalesce(revenue, 0)`.
  void tell_caught_cells() {
    for (std::uint32_t table = 0; table < data_.tables.size(); ++table) {
      const bound_table& bound = data_.tables[table];
      for (std::uint32_t column = 0; column < bound.columns.size(); ++column) {
        const column_view* view = bound.columns[column].view;
        if (view == nullptr || bound.columns[column].optional || is_told(names_.tables[table], bound, column, data_.period.has_value())) continue;
        for (const bad_cell& bad : view->bad) {
          if (bound.part_of(bad.row) != part::in || !is_new(bad.code, table, bad.row, column, true)) continue;
          const std::string& name = names_.tables[table].columns[column].name;
          issue found = at_row(bad.code, table, bad.row, name, why_no_value(name, &bad) + "; what is computed does without it");
          found.severity = severity::warning;
          issues_.add(std::move(found));
        }
      }
    }
  }

  /// The note of rows that an aggregate passes over because `empty` is empty in the first of them.
  void tell_passed_over(program::node_id aggregate, std::uint32_t table, std::uint32_t row, program::node_id empty, std::uint64_t count) {
    if (program_.nodes[empty].op == program::op::missing) return;  // as the plan says
    if (!is_new(code::passed_over, table, none, origin_index(empty), false)) return;
    const program::origin& of = program_.origins[program_.nodes[aggregate].origin];
    issue found = at_row(code::passed_over, table, row, of.name,
                         "`" + of.formula + "` passes over " + (count == 1 ? "a row" : std::to_string(count) + " rows") + ": " + why_empty(empty, {table, row}));
    found.severity = severity::note;
    found.count = count;
    issues_.add(std::move(found));
  }

  /// The warning of people of too small groups who are together too few, too. `row` is the first of them.
  void tell_small_pool(program::node_id node, std::uint32_t table, std::uint32_t row, std::size_t people, std::size_t least) {
    const program::origin& of = program_.origins[program_.nodes[node].origin];
    issue found = at_row(code::small_pool, table, row, of.name,
                         "`" + of.name + "`: the groups too small to be graded apart have " + std::to_string(people) + (people == 1 ? " person" : " people") +
                             " together, and `min_group` is " + std::to_string(least) + ": graded on their own");
    found.severity = severity::warning;
    issues_.add(std::move(found));
  }
  /// The note of a grade that the score alone would not give; `by_score` is empty where it would give none.
  void tell_moved(std::uint32_t table, std::uint32_t row, const std::string& grade, std::string_view given, std::string_view by_score) {
    issue found = at_row(code::moved_by_shares, table, row, grade,
                         "`" + grade + "` is `" + std::string(given) + "` by shares; by score alone it would be " +
                             (by_score.empty() ? "none" : "`" + std::string(by_score) + "`"));
    found.severity = severity::note;
    issues_.add(std::move(found));
  }

 private:
  struct told {
    std::uint64_t place;
    std::uint64_t what;
    friend bool operator==(const told&, const told&) = default;
  };
  struct told_hash {
    std::size_t operator()(const told& t) const { return static_cast<std::size_t>((t.place * 0x9E3779B97F4A7C15U) ^ (t.what * 0xC2B2AE3D27D4EB4FU)); }
  };

  [[nodiscard]] bool is_new(code what, std::uint32_t table, std::uint32_t row, std::uint32_t where, bool cell) {
    const std::uint64_t place = (std::uint64_t{table} << 32U) | row;
    const std::uint64_t detail = (std::uint64_t{where} << 32U) | (std::uint64_t{static_cast<std::uint16_t>(what)} << 1U) | (cell ? 1U : 0U);
    return told_.insert({place, detail}).second;
  }
  /// What is at fault in its row: a cell, a curve, or the formula of a node.
  [[nodiscard]] std::uint32_t place_of(const cause& c) const {
    if (c.column != none) return c.column;
    const program::curve* curve = disordered(c);
    if (curve == nullptr) return origin_index(c.node);
    std::size_t first = 0;  // rows of other tables see other curves of the name
    while (program_.curves[first].name != curve->name) ++first;
    return static_cast<std::uint32_t>(program_.origins.size() + first);
  }
  /// The curve whose tiers or knots are in no order as the row sees them, whatever it is asked; null when something else is at fault.
  [[nodiscard]] const program::curve* disordered(const cause& c) const {
    const bool order = c.code == code::tiers_out_of_order || c.code == code::tier_gap || c.code == code::tier_overlap || c.code == code::bad_curve;
    if (!order || c.column != none || c.node == none || program_.nodes[c.node].op != program::op::curve) return nullptr;
    return &program_.curves[program_.asks[program_.nodes[c.node].index].curve];
  }
  [[nodiscard]] std::uint32_t origin_index(program::node_id node) const { return node == none ? none : program_.nodes[node].origin; }

  [[nodiscard]] issue at_row(code what, std::uint32_t table, std::uint32_t row, std::string column, std::string message) const {
    const std::string name = table == none ? std::string() : names_.tables[table].name;
    if (table == none || row == none) return table_issue(what, severity::error, name, std::move(column), std::move(message));
    return row_issue(what, severity::error, name, data_.tables[table], row, std::move(column), std::move(message));
  }

  /// What is wrong with a row of tiers: whose tiers they are, and the line of the tier before.
  [[nodiscard]] std::string tier_message(const cause& c, const std::string& column) const {
    const bound_table& table = data_.tables[c.table];
    const bool lines = table.data->line_of(c.row) != 0;
    const auto place = [&](std::uint32_t row) {
      return (lines ? "line " : "row ") + std::to_string(lines ? table.data->line_of(row) : std::uint64_t{row} + 1);
    };
    const std::string whose = c.detail.empty() ? "" : " for '" + shown_key(c.detail) + "'";
    const std::string before = place(static_cast<std::uint32_t>(c.value));
    const std::string here = place(c.row);
    switch (c.code) {
      case code::tier_gap: return "`" + column + "`: there is a gap between two tiers" + whose + ": " + before + " ends before " + here + " begins";
      case code::tier_overlap: return "`" + column + "`: two tiers" + whose + " overlap: " + before + " and " + here;
      case code::tiers_out_of_order: return "`" + column + "`: a tier" + whose + " ends before it begins";
      case code::duplicate_key: return "`" + column + "`: " + here + " has a value for a cell of the matrix that " + before + " has one for already";
      case code::bad_curve: return "`" + column + "`: the last tier" + whose + " has no end, and the share of it that is covered is paid";
      default: return "`" + column + "`: " + std::string(title_of(c.code)) + " in the tiers" + whose;
    }
  }

  /// A row of tiers that holds on no day.
  [[nodiscard]] std::string backward_message(const cause& c) const {
    const auto day = [&](std::uint32_t column) { return date_to_text(data_.tables[c.table].columns[column].view->as<std::int32_t>()[c.row]); };
    const formula::table& planned = names_.tables[c.table];
    return "the row ends on " + day(planned.valid_to) + ", before it begins to hold on " + day(planned.valid_from) + ": all who ask for its tiers get nothing";
  }

  [[nodiscard]] issue cell_issue(const cause& c) const {
    const std::string& column = names_.tables[c.table].columns[c.column].name;
    if (c.code == code::ends_before_it_begins) return at_row(c.code, c.table, c.row, column, backward_message(c));
    if (c.code == code::orphan) return at_row(c.code, c.table, c.row, column, "`" + column + "` is no key of the table it leads to");
    if (is_tier(c)) return at_row(c.code, c.table, c.row, column, tier_message(c, column));
    const bad_cell* bad = c.row == none ? nullptr : find_bad_cell(*data_.tables[c.table].columns[c.column].view, c.row);
    const bool is_cell = bad != nullptr || c.code == code::empty_cell;
    return at_row(c.code, c.table, c.row, column, is_cell ? why_no_value(column, bad) : "`" + column + "`: " + std::string(title_of(c.code)));
  }

  /// Whether it is not the cell itself that is wrong, but where its tier stands among others.
  [[nodiscard]] bool is_tier(const cause& c) const {
    return c.row != none && c.node != none && (program_.nodes[c.node].op == program::op::curve || program_.nodes[c.node].op == program::op::matrix) && c.code != code::unreadable_cell && c.code != code::empty_cell &&
           find_bad_cell(*data_.tables[c.table].columns[c.column].view, c.row) == nullptr;
  }

  [[nodiscard]] issue formula_issue(const cause& c) const {
    if (const program::curve* curve = disordered(c)) return at_row(c.code, c.table, c.row, curve->name, "`" + curve->name + "`: " + std::string(title_of(c.code)));
    const std::uint32_t index = origin_index(c.node);
    const program::origin* origin = index == none ? nullptr : &program_.origins[index];
    const std::string name = origin == nullptr ? "a formula" : "`" + origin->name + "`";
    std::string full = name;
    if (origin != nullptr && !origin->formula.empty()) full += " = `" + origin->formula + "`";
    issue result = at_row(c.code, c.table, c.row, origin == nullptr ? std::string() : origin->name, sentence(c, name, full));
    if (c.code == code::failed_check) {
      const formula::row_check& check = names_.checks[program_.nodes[c.node].index];
      result.severity = check.level;
      result.message = check.message.empty() ? "`" + (origin == nullptr ? std::string() : origin->formula) + "` does not hold" : check.message;
    }
    return result;
  }

  /// Where a number lies that a curve has no value for.
  [[nodiscard]] std::string side_of(const program::curve_ask& ask, double x) const {
    const program::curve& curve = program_.curves[ask.curve];
    const std::string name = "the curve `" + curve.name + "`";
    if (ask.ask == program::curve_ask::kind::inverse || curve.tiers.empty()) return "outside " + name;
    const program::node& first = program_.nodes[curve.tiers.front().from];
    const double begin = first.op == program::op::constant ? to_double(program_.constants[first.index].number) : x;
    return x < begin ? "below " + name + ", which begins at " + detail::plain_digits(begin, -1) : "outside " + name;
  }

  [[nodiscard]] std::string sentence(const cause& c, const std::string& name, const std::string& full) const {
    const program::node* node = c.node == none ? nullptr : &program_.nodes[c.node];
    const std::string value = detail::plain_digits(c.value, -1);
    switch (c.code) {
      case code::division_by_zero: return "division by zero in " + full;
      case code::target_not_positive: return name + " cannot be computed: the target is " + value;
      case code::lookup_without_row: return name + ": `" + names_.tables[table_asked(*node)].name + "` has no row" + (c.detail.empty() ? "" : " for '" + shown_key(c.detail) + "'");
      case code::number_too_large: return full + " is beyond what numbers can hold";
      case code::outside_domain: return "a function in " + full + " has no value for this argument";
      case code::outside_curve:
        if (node->op == program::op::matrix)
          return name + ": " + (c.detail.empty() ? value : "'" + std::string(c.detail) + "'") + " lies outside the matrix `" + program_.matrices[node->index].name + "`";
        return name + ": " + value + " lies " + side_of(program_.asks[node->index], c.value);
      case code::rate_not_positive: return full + ": the exchange rate is " + detail::plain_digits(c.value, -1);
      case code::limits_crossed: return name + ": the lower limit is above the upper limit";
      case code::no_grade: return name + ": the score is below the lowest grade";
      case code::no_open_grade: return name + ": no grade that the score reaches has its conditions met";
      case code::row_weights: {
        const std::string sum = name + ": the weights add up to " + detail::plain_digits(std::round(c.value * 1e8) / 1e6, -1) + "%";
        const program::node& condition = program_.nodes[node->operands.front()];
        const bool must_be_whole = condition.op == program::op::is_whole ||
                                   (condition.op == program::op::logical_or && program_.nodes[condition.operands.back()].op == program::op::is_whole);
        return sum + (must_be_whole ? ", not to 100%" : "; one of them must be above 0");
      }
      case code::group_disagrees:
        return name + ": the value must be the same for all rows of the group, and " + place_of(c.table, static_cast<std::size_t>(c.value)) + " has another, or none";
      case code::unit_not_positive: return name + ": the unit is " + value;
      case code::broken_pool:
        return name + ": the pool is " + value + ", which is no whole number of units: round it first, as in `round(…, 2)`, or name a smaller `unit`";
      case code::nobody_shares: return name + ": nobody in the group has a weight above 0, and the pool is " + value;
      case code::weight_below_zero: return name + ": the weight is " + value;
      case code::unmet_limits: return name + ": the limits of the group cannot be met by a pool of " + value;
      case code::tied_rows:
        return name + ": " + place_of(c.table, static_cast<std::size_t>(c.value)) + " has the same place in the order; give `" + names_.tables[c.table].name +
               "` a `key`, or order the rows by one more column";
      case code::failed_balance:
        return name + " failed in an earlier period, as the column `failed` says: write its value into the cell, which is empty";
      case code::date_out_of_range: return "a date in " + full + " lies outside the years 1 to 9999";
      default: return full + ": " + std::string(title_of(c.code));
    }
  }

  /// Where a look-up, a curve with tiers from a table or a matrix finds no row.
  [[nodiscard]] std::uint32_t table_asked(const program::node& node) const {
    if (node.op == program::op::lookup || node.op == program::op::lookup_last) return node.index;
    if (node.op == program::op::matrix) return program_.matrices[node.index].table;
    return program_.schedules[program_.curves[program_.asks[node.index].curve].schedule].table;
  }

  /// Another row, as people find it: by its line where the data has lines.
  [[nodiscard]] std::string place_of(std::uint32_t table, std::size_t row) const {
    const input_table* const data = data_.tables[table].data;
    const std::uint64_t line = data == nullptr ? 0 : data->line_of(row);
    return line > 0 ? "line " + std::to_string(line) : "row " + std::to_string(row + 1);
  }

  /// Why a link leads to no row: a cell of it is empty, or its key is none.
  [[nodiscard]] std::string why_no_row(const formula::link& link, std::uint32_t table, row_place at) const {
    const bound_table& bound = data_.tables[table];
    const row_keys keys = keys_from(bound, link.columns);
    std::string key;
    std::string buffer;
    if (at.table == table && !keys.empty()) {
      for (const std::uint32_t c : link.columns)
        if (!has_content(*bound.columns[c].view, at.row)) return "`" + names_.tables[table].columns[c].name + "` is empty";
      key = " '" + shown_key(keys.text(at.row, buffer)) + "'";
    }
    return "`" + link.name + "`" + key + " leads to no row of `" + names_.tables[link.target].name + "`";
  }

  [[nodiscard]] std::string why_empty(program::node_id id, row_place at) const {
    if (id >= program_.nodes.size()) return "it is empty";
    const program::node& node = program_.nodes[id];
    const std::string name = node.origin == none ? "an operand" : "`" + program_.origins[node.origin].name + "`";
    switch (node.op) {
      case program::op::aggregate: return name + " has no rows to work on";
      case program::op::link: return why_no_row(names_.tables[program_.frames[node.frame].table].links[node.index], program_.frames[node.frame].table, at);
      case program::op::missing: return name + " is `missing` here";
      default: return name + " is empty";
    }
  }

  const program::program& program_;
  const formula::names& names_;
  const bound_data& data_;
  issue_list& issues_;
  source_rows sources_;
  std::unordered_set<told, told_hash> told_;
};

}  // namespace attain::engine
