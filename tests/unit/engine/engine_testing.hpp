// SPDX-License-Identifier: Apache-2.0
/// Builds small programs by hand, so that the engine is tested without parser, checker and lowering.
#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/engine/score.hpp"

namespace attain::engine::testing {

using program::frame_id;
using program::node_id;
using program::op;
using formula::dimension;
using formula::function;

/// Columns that own their cells; "" is an empty cell.
class test_data {
 public:
  tables all;

  void texts(std::string_view table, std::string column, const std::vector<std::string>& cells) {
    auto& views = views_.emplace_back();
    for (const std::string& c : cells) views.push_back(texts_.emplace_back(c));
    all.add(table).add(std::move(column), std::span<const std::string_view>(views), validity(cells));
  }
  /// Decimals as written.
  void numbers(std::string_view table, std::string column, const std::vector<std::string>& cells) {
    auto& values = wide_.emplace_back();
    constexpr int scale = 6;
    for (const std::string& c : cells) values.push_back(c.empty() ? int128{0} : rescale(*parse_decimal(c), scale)->coefficient);
    all.add(table).add(std::move(column), column_view{layout::decimal128, values.data(), values.size(), scale, validity(cells), {}});
  }
  void doubles(std::string_view table, std::string column, std::vector<double> cells) {
    all.add(table).add(std::move(column), std::span<const double>(doubles_.emplace_back(std::move(cells))));
  }
  void integers(std::string_view table, std::string column, std::vector<std::int64_t> cells) {
    all.add(table).add(std::move(column), std::span<const std::int64_t>(integers_.emplace_back(std::move(cells))));
  }
  void dates(std::string_view table, std::string column, const std::vector<std::string>& cells) {
    auto& values = days_.emplace_back();
    for (const std::string& c : cells) values.push_back(c.empty() ? 0 : *parse_date(c));
    all.add(table).add_dates(std::move(column), std::span<const std::int32_t>(values), validity(cells));
  }
  void booleans(std::string_view table, std::string column, const std::vector<std::string>& cells) {
    auto& values = bytes_.emplace_back();
    for (const std::string& c : cells) values.push_back(c == "true" ? 1 : 0);
    all.add(table).add_booleans(std::move(column), std::span<const std::uint8_t>(values), validity(cells));
  }

 private:
  const std::uint8_t* validity(const std::vector<std::string>& cells) {
    auto& bits = bytes_.emplace_back((cells.size() + 7) / 8, std::uint8_t{0});
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (!cells[i].empty()) bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (1U << (i % 8)));
    return bits.data();
  }

  std::deque<std::string> texts_;
  std::deque<std::vector<std::string_view>> views_;
  std::deque<std::vector<int128>> wide_;
  std::deque<std::vector<double>> doubles_;
  std::deque<std::vector<std::int64_t>> integers_;
  std::deque<std::vector<std::int32_t>> days_;
  std::deque<std::vector<std::uint8_t>> bytes_;
};

/// A program in the making. Nodes are computed in the order in which they are made; frame 1 is the population's.
class builder {
 public:
  formula::names names;
  program::program code;

  builder() {
    code.frames.emplace_back();
    passes_.push_back(formula::none);
  }

  /// Columns as `name type`: {"rep text", "quota money?"}. The first table is the population.
  std::uint32_t table(std::string name, const std::vector<std::string>& columns, const std::vector<std::string>& key = {}) {
    const auto index = static_cast<std::uint32_t>(names.tables.size());
    formula::table& t = names.tables.emplace_back();
    t.name = std::move(name);
    for (const std::string& c : columns) {
      const std::size_t blank = c.find(' ');
      formula::column& made = t.columns.emplace_back();
      made.name = c.substr(0, blank);
      made.type_of = *formula::parse_type(c.substr(blank + 1));
    }
    for (const std::string& k : key) t.key.push_back(t.find_column(k));
    code.columns_used.emplace_back(columns.size(), false);
    if (index == 0) {
      names.population = 0;
      t.kind = formula::table_kind::population;
      population_frame = table_frame(0);
    }
    return index;
  }
  std::uint32_t link(std::uint32_t from, const std::string& column, std::uint32_t to, bool optional = false) {
    formula::link& l = names.tables[from].links.emplace_back();
    l.name = column;
    l.columns = {names.tables[from].find_column(column)};
    l.target = to;
    l.optional = optional;
    return static_cast<std::uint32_t>(names.tables[from].links.size() - 1);
  }

  /// A stage over all rows of a table; its frame.
  frame_id table_frame(std::uint32_t table) {
    program::frame f;
    f.from = program::frame::source::table;
    f.table = table;
    const frame_id id = add_frame(f);
    program::stage s;
    s.table = table;
    s.pass = passes_[id];
    code.stages.push_back(s);
    return id;
  }
  frame_id children(frame_id parent, std::uint32_t table, std::vector<std::uint32_t> path) {
    program::frame f;
    f.from = program::frame::source::children;
    f.table = table;
    f.parent = parent;
    f.path = std::move(path);
    return add_frame(f);
  }
  frame_id at_rows(node_id row) {
    program::frame f;
    f.from = program::frame::source::at_rows;
    const program::node& n = code.nodes[row];
    f.table = n.op == op::lookup ? n.index : names.tables[code.frames[n.frame].table].links[n.index].target;
    f.parent = n.frame;
    f.row_node = row;
    return add_frame(f);
  }

  node_id add(frame_id frame, op what, program::value_kind kind, std::vector<node_id> operands = {}, std::uint32_t index = formula::none,
              std::string name = {}, std::string formula = {}) {
    program::node n;
    n.op = what;
    n.kind = kind;
    n.frame = frame;
    n.index = index;
    n.operands = std::move(operands);
    n.origin = static_cast<std::uint32_t>(code.origins.size());
    const auto id = static_cast<node_id>(code.nodes.size());
    code.origins.push_back({name.empty() ? "node" + std::to_string(id) : std::move(name), std::move(formula), {}});
    code.nodes.push_back(std::move(n));
    if (what != op::aggregate) items(frame).push_back({program::item::what::compute, id});
    return id;
  }
  node_id load(frame_id frame, const std::string& column) {
    const std::uint32_t t = code.frames[frame].table;
    const std::uint32_t c = names.tables[t].find_column(column);
    code.columns_used[t][c] = true;
    return add(frame, op::load, kind_of(names.tables[t].columns[c].type_of.kind), {}, c, column);
  }
  node_id number(std::string_view written) {
    program::constant c;
    c.number = *parse_decimal(written);
    return literal(program::value_kind::number, c);
  }
  node_id text(std::string written) {
    program::constant c;
    c.text = std::move(written);
    return literal(program::value_kind::text, c);
  }
  node_id boolean(bool value) {
    program::constant c;
    c.boolean = value;
    return literal(program::value_kind::boolean, c);
  }
  node_id date(std::string_view written) {
    program::constant c;
    c.date = *parse_date(written);
    return literal(program::value_kind::date, c);
  }
  node_id mode(rounding_mode m) {
    program::constant c;
    c.mode = m;
    return literal(program::value_kind::number, c);
  }
  node_id call(frame_id frame, function f, std::vector<node_id> arguments, program::value_kind kind = program::value_kind::number) {
    return add(frame, op::call, kind, std::move(arguments), static_cast<std::uint32_t>(f));
  }
  /// The value of a node of an at_rows frame, back in the frame below it.
  node_id follow(node_id there) {
    const frame_id frame = code.nodes[there].frame;
    const frame_id parent = code.frames[frame].parent;
    items(parent).push_back({program::item::what::follow, passes_[frame]});
    return add(parent, op::follow, code.nodes[there].kind, {there});
  }
  /// An aggregate over a children frame; the node in the parent.
  node_id aggregate(function f, frame_id frame, std::vector<node_id> arguments, node_id where = formula::none,
                    program::value_kind kind = program::value_kind::number, std::vector<node_id> parameters = {},
                    std::vector<program::aggregate::order_key> order = {}, bool exclusive = false) {
    program::aggregate a;
    a.function = f;
    a.frame = frame;
    a.arguments = std::move(arguments);
    a.parameters = std::move(parameters);
    a.where = where;
    a.order_by = std::move(order);
    a.exclusive = exclusive;
    a.kind = kind;
    const auto index = static_cast<std::uint32_t>(code.aggregates.size());
    code.aggregates.push_back(std::move(a));
    const frame_id parent = code.frames[frame].parent;
    program::pass& pass = code.passes[passes_[frame]];
    if (pass.aggregates.empty()) items(parent).push_back({program::item::what::aggregate, passes_[frame]});
    pass.aggregates.push_back(index);
    return add(parent, op::aggregate, kind, {}, index);
  }
  /// A curve; each tier is {from, value} as written.
  std::uint32_t curve(enum program::curve::shape shape, const std::vector<std::pair<std::string, std::string>>& tiers) {
    program::curve c;
    c.name = "curve";
    c.shape = shape;
    for (const auto& [from, value] : tiers) {
      program::curve::tier t;
      t.from = number(from);
      t.value = number(value);
      c.tiers.push_back(t);
    }
    code.curves.push_back(std::move(c));
    return static_cast<std::uint32_t>(code.curves.size() - 1);
  }
  node_id ask(frame_id frame, std::uint32_t curve, enum program::curve_ask::kind what, std::vector<node_id> operands) {
    code.asks.push_back({curve, what});
    return add(frame, op::curve, program::value_kind::number, std::move(operands), static_cast<std::uint32_t>(code.asks.size() - 1));
  }
  program::output& output(std::string name, node_id node, dimension type = dimension::number, int places = 9) {
    program::output o;
    o.name = std::move(name);
    o.node = node;
    o.type = formula::make_type(type);
    const frame_id frame = code.nodes[node].frame == 0 ? population_frame : code.nodes[node].frame;
    o.table = code.frames[frame].table;
    o.places = places;
    const auto index = static_cast<std::uint32_t>(code.outputs.size());
    code.outputs.push_back(std::move(o));
    for (program::stage& s : code.stages)
      if (s.pass == passes_[frame]) s.outputs.push_back(index);
    return code.outputs.back();
  }
  [[nodiscard]] result run(const test_data& data, numeric mode, run_options options = {}) const {
    options.mode = mode;
    return score(code, names, bound_input(code, names, data.all, options), options);
  }

  frame_id population_frame = 0;

 private:
  node_id literal(program::value_kind kind, program::constant c) {
    code.constants.push_back(std::move(c));
    return add(0, op::constant, kind, {}, static_cast<std::uint32_t>(code.constants.size() - 1));
  }
  [[nodiscard]] static program::value_kind kind_of(dimension d) {
    switch (d) {
      case dimension::text: return program::value_kind::text;
      case dimension::date: return program::value_kind::date;
      case dimension::boolean: return program::value_kind::boolean;
      default: return program::value_kind::number;
    }
  }
  frame_id add_frame(program::frame f) {
    const auto id = static_cast<frame_id>(code.frames.size());
    code.frames.push_back(std::move(f));
    program::pass p;
    p.frame = id;
    passes_.push_back(static_cast<std::uint32_t>(code.passes.size()));
    code.passes.push_back(std::move(p));
    return id;
  }
  std::vector<program::item>& items(frame_id frame) { return frame == 0 ? code.constant_items : code.passes[passes_[frame]].items; }

  std::vector<std::uint32_t> passes_;  // by frame
};

/// The column as texts; a missing value is "-".
[[nodiscard]] inline std::vector<std::string> shown(const result_column* column) {
  std::vector<std::string> all;
  if (column == nullptr) return {"no such column"};
  for (std::size_t i = 0; i < column->size(); ++i) all.push_back(column->is_present(i) ? column->text(i) : "-");
  return all;
}

/// `A5006 reps 3 R1: message` for each issue.
[[nodiscard]] inline std::vector<std::string> shown(const std::vector<issue>& issues) {
  std::vector<std::string> all;
  for (const issue& i : issues) {
    std::string line = to_string(i.code) + " " + i.table;
    if (i.row > 0) line += " " + std::to_string(i.row);
    if (!i.key.empty()) line += " " + i.key;
    all.push_back(line + ": " + i.message);
  }
  return all;
}

inline const numeric both_modes[] = {numeric::exact, numeric::fast};

}  // namespace attain::engine::testing
