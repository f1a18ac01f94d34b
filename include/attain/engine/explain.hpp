// SPDX-License-Identifier: Apache-2.0
/// Turns the cause of a missing result into an issue in words: which quantity, which formula, which row, which value.
#pragma once

#include <array>
#include <charconv>
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
#include "attain/formula/names.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// Tells each cause once, however many results it spoils.
class explainer {
 public:
  explainer(const program::program& program, const formula::names& names, const bound_data& data, issue_list& issues)
      : program_(program), names_(names), data_(data), issues_(issues) {}

  /// The issue of a failed value.
  void tell(const cause& c) {
    if (c.reported || !is_new(c.code, c.table, c.row, c.column != none ? c.column : origin_index(c.node), c.column != none)) return;
    issues_.add(c.column != none ? cell_issue(c) : formula_issue(c));
  }
  /// The issue of an output that must have a value and is empty because `node` is.
  void tell_empty(const program::output& output, std::uint32_t row, program::node_id node) {
    if (!is_new(code::empty_result, output.table, row, origin_index(node), false)) return;
    issues_.add(at_row(code::empty_result, output.table, row, output.name, "`" + output.name + "` has no value: " + why_empty(node)));
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
  [[nodiscard]] std::uint32_t origin_index(program::node_id node) const { return node == none ? none : program_.nodes[node].origin; }

  [[nodiscard]] issue at_row(code what, std::uint32_t table, std::uint32_t row, std::string column, std::string message) const {
    const std::string name = table == none ? std::string() : names_.tables[table].name;
    if (table == none || row == none) return table_issue(what, severity::error, name, std::move(column), std::move(message));
    return row_issue(what, severity::error, name, data_.tables[table], row, std::move(column), std::move(message));
  }

  [[nodiscard]] issue cell_issue(const cause& c) const {
    const std::string& column = names_.tables[c.table].columns[c.column].name;
    std::string message = "`" + column + "`: " + std::string(title_of(c.code));
    if (c.code == code::empty_cell) {
      message = "`" + column + "` is empty";
    } else if (c.code == code::orphan) {
      message = "`" + column + "` is no key of the table it leads to";
    } else if (c.row != none) {
      std::string buffer;
      const column_view& view = *data_.tables[c.table].columns[c.column].view;
      const bad_cell* bad = find_bad_cell(view, c.row);
      message = "`" + column + "` cannot be read: '" + (bad != nullptr ? bad->text : std::string(cell_text(view, c.row, buffer))) + "'";
      if (bad != nullptr) message += reason_of(*bad);
    }
    return at_row(c.code, c.table, c.row, column, std::move(message));
  }

  [[nodiscard]] issue formula_issue(const cause& c) const {
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

  [[nodiscard]] std::string sentence(const cause& c, const std::string& name, const std::string& full) const {
    const program::node* node = c.node == none ? nullptr : &program_.nodes[c.node];
    const std::string value = detail::plain_digits(c.value, -1);
    switch (c.code) {
      case code::division_by_zero: return "division by zero in " + full;
      case code::target_not_positive: return name + " cannot be computed: the target is " + value;
      case code::lookup_without_row:
        return name + ": `" + names_.tables[node->index].name + "` has no row for '" + shown_key(c.detail) + "'";
      case code::number_too_large: return full + " is beyond what numbers can hold";
      case code::outside_domain: return "a function in " + full + " has no value for this argument";
      case code::outside_curve:
        return name + ": " + value + " lies outside the curve `" + program_.curves[program_.asks[node->index].curve].name + "`";
      case code::limits_crossed: return name + ": the lower limit is above the upper limit";
      case code::no_grade: return name + ": the score is below the lowest grade";
      case code::date_out_of_range: return "a date in " + full + " lies outside the years 1 to 9999";
      default: return full + ": " + std::string(title_of(c.code));
    }
  }

  [[nodiscard]] std::string why_empty(program::node_id id) const {
    if (id >= program_.nodes.size()) return "it is empty";
    const program::node& node = program_.nodes[id];
    const std::string name = node.origin == none ? "an operand" : "`" + program_.origins[node.origin].name + "`";
    switch (node.op) {
      case program::op::aggregate: return name + " has no rows to work on";
      case program::op::link: return name + " leads nowhere";
      case program::op::missing: return name + " is `missing` here";
      default: return name + " is empty";
    }
  }

  const program::program& program_;
  const formula::names& names_;
  const bound_data& data_;
  issue_list& issues_;
  std::unordered_set<told, told_hash> told_;
};

}  // namespace attain::engine
