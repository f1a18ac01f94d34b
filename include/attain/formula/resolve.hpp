// SPDX-License-Identifier: Apache-2.0
/// What a bare or dotted name means to the row at hand: the column, quantity, parameter or curve, and the links to follow to reach it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/functions.hpp"
#include "attain/formula/names.hpp"
#include "attain/formula/paths.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/nearest.hpp"

namespace attain::formula {

/// The row that a formula runs for.
struct row_context {
  std::uint32_t table = none;    ///< none: the plan itself, where only parameters are known
  bool in_aggregate = false;
  std::uint32_t above = none;  ///< in an aggregate: the table whose row it is computed for; none: the plan itself
  bool of_totals = false;      ///< the plan itself, where the population is known through aggregates
};

/// How a matrix is called: `payout(revenue, margin)`.
[[nodiscard]] inline std::string matrix_shape(const matrix_name& m) {
  std::string shape = m.name + "(";
  for (std::size_t i = 0; i < m.axes.size(); ++i) shape += (i > 0 ? ", " : "") + m.axes[i].name;
  return shape + ")";
}

/// A checked look-up: a call whose result is a row.
[[nodiscard]] inline bool finds_row(const expr& e) {
  return e.kind == expr_kind::call && e.rows.resolved && e.target.kind == reference_kind::function && (e.target.index == static_cast<std::uint32_t>(function::lookup) || e.target.index == static_cast<std::uint32_t>(function::lookup_last));
}

/// Turns names into references. Reports what it cannot resolve, once, and then answers nothing.
class resolver {
 public:
  resolver(const names& all, diagnostics& messages) : all_(all), messages_(messages) {}

  /// A row reached from the row at hand, or found by a look-up.
  struct row_place {
    std::uint32_t table = none;
    link_path hops;
  };

  /// A name standing alone as a value.
  [[nodiscard]] std::optional<reference> value_of(const expr& name, const row_context& row);
  /// `base.name` as a value; the base is a name, a dotted name or a look-up.
  [[nodiscard]] std::optional<reference> member_of(const tree& formula, const expr& member, const row_context& row);
  /// A thing with parts, such as an indicator or an evidence rule, and the row that has it.
  struct parts_place {
    const part_list* list = nullptr;
    row_place row;
  };
  /// What stands before a dot, when it is a thing with parts. Silent: the answer nothing means that it is something else.
  [[nodiscard]] std::optional<parts_place> parts_of(const tree& formula, expr_id base, const row_context& row) const;
  /// The row that stands before a dot. Silent answer nothing means: already reported.
  [[nodiscard]] std::optional<row_place> row_of(const tree& formula, expr_id base, const row_context& row);
  /// The table that an aggregate's argument runs over: the first qualified name, or the table named itself.
  [[nodiscard]] std::uint32_t rows_table(const tree& formula, expr_id argument, const row_context& row) const;
  /// The way from the rows of an aggregate up to the row at hand.
  [[nodiscard]] std::optional<link_path> aggregate_path(std::uint32_t from, std::uint32_t to, const call_clauses* clauses, span where);
  /// The ways from the rows of a table to those of another, or up its links to itself.
  [[nodiscard]] std::vector<link_path> ways(std::uint32_t from, std::uint32_t to) const;
  [[nodiscard]] bool has_own_link(std::uint32_t table) const {
    if (table == none) return false;
    const std::vector<link>& links = all_.tables[table].links;
    return std::any_of(links.begin(), links.end(), [table](const link& l) { return l.target == table; });
  }
  /// The link of a table to itself that `via` names, or the only one.
  [[nodiscard]] std::optional<std::uint32_t> own_link(std::uint32_t table, const call_clauses* clauses, std::string_view function_name, span where);
  /// The curve or part list of that name, if the bare name means one.
  [[nodiscard]] const symbol* global(std::string_view name) const {
    const auto found = all_.global.find(name);
    return found == all_.global.end() ? nullptr : &found->second;
  }
  /// Reports an unknown name with the nearest known one, unless its statement was lost to an earlier mistake.
  void unknown(std::string_view name, span where, const std::vector<std::string>& known, std::string_view where_sought);
  /// Names that a formula of this row can use bare.
  [[nodiscard]] std::vector<std::string> visible(const row_context& row) const;
  [[nodiscard]] bool is_lost(std::string_view name) const;
  /// Whether the name to come stands beside a text, and may be one without its quotes.
  void text_fits(bool it_does) { text_fits_ = it_does; }

 private:
  [[nodiscard]] std::optional<reference> from_symbol(const symbol& found, std::string_view name, span where, std::uint32_t owner, link_path hops);
  [[nodiscard]] std::optional<link_path> way_to_population(const row_context& row, std::string_view name, span where);
  [[nodiscard]] bool is_key_of_population(std::uint32_t table, std::string_view column) const;
  /// The links behind `via`, one after the other, also up a link of a table to itself; nothing when they do not lead there.
  [[nodiscard]] std::optional<link_path> named_way(std::uint32_t from, std::uint32_t to, const std::vector<std::string>& via) const;
  [[nodiscard]] std::optional<row_place> row_by_name(const expr& name, const row_context& row);
  [[nodiscard]] std::optional<reference> part_of(const parts_place& place, const expr& member, const row_context& row);

  // Where everything is unknown, looking for near names would cost more than all else: the first messages have to do.
  static constexpr std::size_t most_comparisons = 500'000;

  const names& all_;
  diagnostics& messages_;
  std::size_t compared_ = 0;
  bool text_fits_ = false;
};

inline bool resolver::is_lost(std::string_view name) const {
  for (const std::string& lost : all_.lost)
    if (lost == name) return true;
  return false;
}

inline std::vector<std::string> resolver::visible(const row_context& row) const {
  std::vector<std::string> known;
  if (compared_ > most_comparisons) return known;
  if (row.table != none)
    for (const auto& [name, what] : all_.tables[row.table].members) known.push_back(name);
  for (const auto& [name, what] : all_.global) {
    if (row.table != none && all_.tables[row.table].members.contains(name)) continue;
    const bool constant = what.kind == symbol_kind::parameter || what.kind == symbol_kind::curve || what.kind == symbol_kind::matrix;
    if (row.table != none || constant) known.push_back(name);
  }
  return known;
}

inline void resolver::unknown(std::string_view name, span where, const std::vector<std::string>& known, std::string_view where_sought) {
  if (is_lost(name)) return;
  diagnostic& d = messages_.error(code::unknown_name, where, "unknown name `" + std::string(name) + "`" + std::string(where_sought));
  d.here = "not a name of this plan";
  compared_ += known.size();
  if (name == "score") {
    d.help = "a plan has a `score` when at least one of its [[indicators]] has a `weight`";
  } else if (name == "grade") {
    d.help = "a plan has a `grade` when it has [[grades]]";
  } else if (const auto near = nearest_name(name, known)) {
    d.help = "did you mean `" + std::string(*near) + "`" + (text_fits_ ? ", or the text '" + std::string(name) + "'?" : "?");
  } else if (text_fits_) {
    d.help = "a text stands in single quotes: '" + std::string(name) + "'";
  } else if (find_function(name) != nullptr) {
    d.help = "`" + std::string(name) + "` is a function: " + std::string(find_function(name)->shape);
  } else if (known.size() <= 12 && !known.empty()) {
    std::string list;
    for (const std::string& k : known) list += (list.empty() ? "" : ", ") + k;
    d.help = "known here: " + list;
  } else {
    d.help = "declare it as a column, under [parameters] or under [define]";
  }
}

inline std::optional<link_path> resolver::way_to_population(const row_context& row, std::string_view name, span where) {
  if (row.table == all_.population) return link_path{};
  const std::string population = all_.population == none ? "reps" : all_.tables[all_.population].name;
  if (row.of_totals) {
    const std::string value(name);
    messages_.error(code::needs_aggregate, where, "`" + value + "` is a value of each row of `" + population + "`, a total is one of all",
                    "say what to make of them: `sum(" + value + ")`, `avg(" + value + ")`, `max(" + value + ")`")
        .here = "many values";
    return std::nullopt;
  }
  if (row.table == none) {
    messages_.error(code::unknown_name, where, "`" + std::string(name) + "` belongs to a row, and there is none here", "this formula can use [parameters] only")
        .here = "only parameters are known here";
    return std::nullopt;
  }
  const std::vector<link_path> ways = paths_between(all_, row.table, all_.population);
  const std::string& table = all_.tables[row.table].name;
  if (ways.size() == 1) return ways.front();
  if (ways.empty() && all_.tables[row.table].kind == table_kind::grouped) {
    messages_
        .error(code::needs_aggregate, where, "a row of `" + table + "` has many rows of `" + population + "`",
               "say what to make of them: `sum(" + population + "." + std::string(name) + ")`, `avg(…)`, `max(…)`, `count(" + population + ")`")
        .here = "many rows";
    return std::nullopt;
  }
  if (ways.empty()) {
    messages_.error(code::no_link, where, "`" + std::string(name) + "` belongs to `" + population + "`, and no link leads there from `" + table + "`",
                    "add a link to [tables." + table + "]: link = { rep = \"" + population + "\" }")
        .here = "a row of `" + table + "` has no `" + std::string(name) + "`";
    return std::nullopt;
  }
  std::string help = "write ";
  for (std::size_t i = 0; i < ways.size() && i < 3; ++i)
    help += (i > 0 ? " or `" : "`") + path_to_text(all_, row.table, ways[i]) + "." + std::string(name) + "`";
  messages_.error(code::needs_link_name, where, "several links lead from `" + table + "` to `" + population + "`", help).here = "by which link?";
  return std::nullopt;
}

inline std::optional<reference> resolver::from_symbol(const symbol& found, std::string_view name, span where, std::uint32_t owner, link_path hops) {
  reference result;
  result.table = owner;
  result.index = found.index;
  result.hops = std::move(hops);
  switch (found.kind) {
    case symbol_kind::column: result.kind = reference_kind::column; return result;
    case symbol_kind::quantity: result.kind = reference_kind::quantity; return result;
    case symbol_kind::parameter:
      result.kind = reference_kind::parameter;
      result.hops.clear();
      return result;
    case symbol_kind::parts: {
      const part_list& list = all_.part_lists[found.index];
      if (list.whole != none) {
        result.kind = reference_kind::quantity;
        result.index = list.whole;
        return result;
      }
      std::string parts;
      for (const auto& [part, index] : list.parts) parts += (parts.empty() ? "`" : ", `") + std::string(name) + "." + part + "`";
      messages_.error(code::whole_indicator, where, "`" + std::string(name) + "` is an " + list.what + " and has several parts", "write one of " + parts).here =
          "which part?";
      return std::nullopt;
    }
    case symbol_kind::curve:
      messages_.error(code::not_a_function, where, "`" + std::string(name) + "` is a curve and needs an argument", "write `" + std::string(name) + "(x)`").here =
          "a curve, not a value";
      return std::nullopt;
    case symbol_kind::matrix:
      messages_.error(code::not_a_function, where, "`" + std::string(name) + "` is a matrix and needs a value for each axis", "write `" + matrix_shape(all_.matrices[found.index]) + "`").here =
          "a matrix, not a value";
      return std::nullopt;
    case symbol_kind::table:
      messages_
          .error(code::needs_aggregate, where, "`" + std::string(name) + "` is a table, not a value",
                 "count its rows: `count(" + std::string(name) + ")`, or add up a column: `sum(" + std::string(name) + ".column)`")
          .here = "many rows";
      return std::nullopt;
    case symbol_kind::period:
      messages_.error(code::unknown_part, where, "`period` has several parts", "write `period.from`, `period.to` or `period.days`").here = "which part?";
      return std::nullopt;
  }
  return std::nullopt;
}

/// Whether a column is a link's own, and holds the column of that name of the population's key: both names mean one value.
inline bool resolver::is_key_of_population(std::uint32_t table, std::string_view column) const {
  const attain::formula::table& own = all_.tables[table];
  const attain::formula::table& population = all_.tables[all_.population];
  for (const link& l : own.links) {
    if (l.target != all_.population) continue;
    for (std::size_t i = 0; i < l.columns.size() && i < population.key.size(); ++i)
      if (l.columns[i] != none && own.columns[l.columns[i]].name == column && population.key[i] != none &&
          population.columns[population.key[i]].name == column)
        return true;
  }
  return false;
}

inline std::optional<reference> resolver::value_of(const expr& name, const row_context& row) {
  const symbol* outer = global(name.text);
  if (row.table != none && row.table != all_.population) {
    const table& own = all_.tables[row.table];
    const auto found = own.members.find(name.text);
    if (found != own.members.end()) {
      // A line that is paid per event is a column of both.
      const bool is_line = outer != nullptr && outer->kind == symbol_kind::quantity && all_.quantities[outer->index].table == all_.population;
      const bool in_population = all_.population != none && (is_line || all_.tables[all_.population].members.contains(name.text)) &&
                                 !is_key_of_population(row.table, name.text) && !paths_between(all_, row.table, all_.population).empty();
      if (in_population) {
        const std::string& population = all_.tables[all_.population].name;
        messages_
            .error(code::ambiguous_name, name.where, "`" + name.text + "` is a column of `" + own.name + "` and of `" + population + "`",
                   "write `" + own.name + "." + name.text + "` or `" + population + "." + name.text + "`")
            .here = "which one?";
        return std::nullopt;
      }
      return from_symbol(found->second, name.text, name.where, row.table, {});
    }
  }
  if (outer == nullptr) {
    if (is_lost(name.text)) return std::nullopt;
    for (const table& other : all_.tables) {
      if (!other.members.contains(name.text)) continue;
      messages_
          .error(code::unknown_name, name.where, "unknown name `" + name.text + "`", "it is a column of `" + other.name + "`: write `" + other.name + "." + name.text + "`" +
                                                                                         (row.in_aggregate ? "" : " inside an aggregate"))
          .here = "not known here";
      return std::nullopt;
    }
    unknown(name.text, name.where, visible(row), "");
    return std::nullopt;
  }
  const bool of_row = outer->kind == symbol_kind::column || outer->kind == symbol_kind::quantity ||
                      (outer->kind == symbol_kind::parts && all_.part_lists[outer->index].whole != none);
  link_path hops;
  if (of_row) {
    const auto way = way_to_population(row, name.text, name.where);
    if (!way) return std::nullopt;
    hops = *way;
  }
  return from_symbol(*outer, name.text, name.where, all_.population, std::move(hops));
}

inline std::optional<resolver::row_place> resolver::row_by_name(const expr& name, const row_context& row) {
  if (row.table != none) {
    const table& own = all_.tables[row.table];
    for (std::uint32_t l = 0; l < own.links.size(); ++l)
      if (own.links[l].name == name.text && own.links[l].target != none) return row_place{own.links[l].target, {l}};
  }
  const std::uint32_t wanted = all_.find_table(name.text);
  if (wanted == none && row.table != none && row.table != all_.population && all_.population != none) {
    // The names of the rep are known to its rows, and so are its links.
    const std::vector<link>& links = all_.tables[all_.population].links;
    const std::vector<link_path> ways = paths_between(all_, row.table, all_.population);
    for (std::uint32_t l = 0; l < links.size() && ways.size() == 1; ++l) {
      if (links[l].name != name.text || links[l].target == none) continue;
      row_place there{links[l].target, ways.front()};
      there.hops.push_back(l);
      return there;
    }
  }
  if (wanted == none) {
    if (is_lost(name.text)) return std::nullopt;
    std::vector<std::string> known = visible(row);
    if (row.table != none)
      for (const link& l : all_.tables[row.table].links) known.push_back(l.name);
    const bool is_value = row.table != none && (all_.tables[row.table].members.contains(name.text) || global(name.text) != nullptr);
    if (is_value) {
      messages_.error(code::unknown_part, name.where, "`" + name.text + "` is a single value and has no parts", "delete the dot and what stands behind it").here =
          "no dot can follow";
    } else if (nearest_name(name.text, known)) {
      unknown(name.text, name.where, known, "");
    } else if (!is_lost(name.text)) {
      messages_.error(code::unknown_name, name.where, "unknown name `" + name.text + "`", "declare the table: [tables." + name.text + "]").here =
          "no table or link of this plan";
    }
    return std::nullopt;
  }
  if (wanted == row.table) return row_place{wanted, {}};
  if (row.table == none) {
    messages_
        .error(code::unknown_name, name.where, "no row of `" + name.text + "` is known here",
               row.of_totals ? "a total takes values through aggregates: `sum(…)`, `avg(…)`" : "this formula can use [parameters] only")
        .here = "no row here";
    return std::nullopt;
  }
  const std::vector<link_path> ways = paths_between(all_, row.table, wanted);
  if (ways.size() == 1) return row_place{wanted, ways.front()};
  const std::string& own = all_.tables[row.table].name;
  if (ways.empty()) {
    const bool below = !paths_between(all_, wanted, row.table).empty();
    if (below) {
      const std::string sum = "`sum(" + name.text + ".column)`";
      messages_
          .error(code::needs_aggregate, name.where, "a row of `" + own + "` has many rows of `" + name.text + "`",
                 row.in_aggregate ? "say what to make of them under a name in [define" + (row.table == all_.population ? "" : "." + own) + "], such as " + sum + ", and use that name here"
                                  : "say what to make of them: " + sum + ", `avg(…)`, `max(…)`, `count(" + name.text + ")`")
          .here = "many rows";
    } else if (row.in_aggregate) {
      messages_
          .error(code::two_tables, name.where, "an aggregate goes over the rows of one table, and these are rows of `" + own + "` and `" + name.text + "`",
                 "make an aggregate of each: `sum(" + own + ".column)` and `sum(" + name.text + ".column)`")
          .here = "rows of another table";
    } else {
      messages_
          .error(code::no_link, name.where, "no link leads from `" + own + "` to `" + name.text + "`",
                 "link the tables with `link`, or look the row up: `lookup(" + name.text + ", key).column`")
          .here = "not reached from here";
    }
    return std::nullopt;
  }
  std::string help = "name the link: ";
  for (std::size_t i = 0; i < ways.size() && i < 3; ++i) help += (i > 0 ? " or `" : "`") + path_to_text(all_, row.table, ways[i]) + ".…`";
  messages_.error(code::needs_link_name, name.where, "several links lead from `" + own + "` to `" + name.text + "`", help).here = "by which link?";
  return std::nullopt;
}

inline std::optional<resolver::row_place> resolver::row_of(const tree& formula, expr_id base, const row_context& row) {
  const expr& e = formula[base];
  if (e.kind == expr_kind::bad) return std::nullopt;
  if (e.kind == expr_kind::name) return row_by_name(e, row);
  if (e.kind == expr_kind::call) {
    if (finds_row(e)) return row_place{e.rows.table, {}};
    return std::nullopt;
  }
  if (e.kind == expr_kind::member) {
    std::optional<row_place> place = row_of(formula, e.operands.front(), row);
    if (!place) return std::nullopt;
    const table& at = all_.tables[place->table];
    for (std::uint32_t l = 0; l < at.links.size(); ++l) {
      if (at.links[l].name != e.text || at.links[l].target == none) continue;
      place->hops.push_back(l);
      place->table = at.links[l].target;
      return place;
    }
    std::vector<std::string> known;
    for (const link& l : at.links) known.push_back(l.name);
    unknown(e.text, e.name_where, known, ": no link of `" + at.name + "`");
    return std::nullopt;
  }
  messages_.error(code::unknown_part, e.where, "nothing with parts stands before the dot", "a dot follows the name of a link, a table, an indicator or a look-up").here =
      "a value";
  return std::nullopt;
}

inline std::optional<resolver::parts_place> resolver::parts_of(const tree& formula, expr_id base, const row_context& row) const {
  const auto in_table = [this](std::uint32_t where, const std::string& name) -> const part_list* {
    if (where == none) return nullptr;
    const auto found = all_.tables[where].members.find(name);
    if (found != all_.tables[where].members.end() && found->second.kind == symbol_kind::parts) return &all_.part_lists[found->second.index];
    const symbol* given = where == all_.population ? global(name) : nullptr;
    return given != nullptr && given->kind == symbol_kind::parts ? &all_.part_lists[given->index] : nullptr;
  };
  const expr& e = formula[base];
  if (e.kind == expr_kind::name) {
    if (const part_list* own = in_table(row.table, e.text)) return parts_place{own, {row.table, {}}};
    const symbol* found = global(e.text);
    if (found != nullptr && found->kind == symbol_kind::parts) return parts_place{&all_.part_lists[found->index], {none, {}}};
    return std::nullopt;
  }
  if (e.kind != expr_kind::member) return std::nullopt;
  diagnostics unheard;
  const auto place = resolver(all_, unheard).row_of(formula, e.operands.front(), row);
  if (!place) return std::nullopt;
  const part_list* list = in_table(place->table, e.text);
  return list == nullptr ? std::nullopt : std::optional(parts_place{list, *place});
}

inline std::optional<reference> resolver::part_of(const parts_place& place, const expr& member, const row_context& row) {
  const part_list& list = *place.list;
  const std::uint32_t part = list.find(member.text);
  if (part == none) {
    std::vector<std::string> known;
    for (const auto& [name, index] : list.parts) known.push_back(name);
    std::string all_parts;
    for (const std::string& k : known) all_parts += (all_parts.empty() ? "" : ", ") + k;
    const auto near = nearest_name(member.text, known);
    if (list.what == "indicator" && (member.text == "target" || member.text == "attainment")) {
      messages_.error(code::needs_target, member.name_where, "`" + list.name + "` has no target, and so no attainment", "add `target` to the indicator `" + list.name + "`").here =
          "no such part";
      return std::nullopt;
    }
    messages_
        .error(code::unknown_part, member.name_where, "the " + list.what + (list.name == list.what ? "" : " `" + list.name + "`") + " has no part `" + member.text + "`",
               near ? "did you mean `" + list.name + "." + std::string(*near) + "`?" : (known.empty() ? std::string() : "its parts are " + all_parts))
        .here = "no such part";
    return std::nullopt;
  }
  reference result;
  result.kind = reference_kind::quantity;
  result.index = part;
  result.table = list.table;
  result.hops = place.row.hops;
  if (place.row.table == none && list.table != none) {
    const auto way = way_to_population(row, list.name + "." + member.text, member.where);
    if (!way) return std::nullopt;
    result.hops = *way;
  }
  return result;
}

inline std::optional<reference> resolver::member_of(const tree& formula, const expr& member, const row_context& row) {
  if (const auto parts = parts_of(formula, member.operands.front(), row)) return part_of(*parts, member, row);
  const expr& base = formula[member.operands.front()];
  const symbol* given = base.kind == expr_kind::name ? global(base.text) : nullptr;
  if (given != nullptr && given->kind == symbol_kind::period) {
    reference result;
    result.kind = reference_kind::period;
    result.part = member.text;
    if (member.text == "from" || member.text == "to" || member.text == "days") return result;
    messages_.error(code::unknown_part, member.name_where, "`period` has no part `" + member.text + "`", "its parts are from, to, days").here = "no such part";
    return std::nullopt;
  }
  const std::optional<row_place> place = row_of(formula, member.operands.front(), row);
  if (!place) return std::nullopt;
  const table& at = all_.tables[place->table];
  const auto found = at.members.find(member.text);
  if (found != at.members.end()) return from_symbol(found->second, member.text, member.where, place->table, place->hops);
  // Score, grade and pay lines are no members of the population's table but are values of its rows.
  if (place->table == all_.population) {
    const symbol* value = global(member.text);
    if (value != nullptr && (value->kind == symbol_kind::quantity || value->kind == symbol_kind::parts))
      return from_symbol(*value, member.text, member.where, place->table, place->hops);
  }
  std::vector<std::string> known;
  for (const auto& [name, what] : at.members) known.push_back(name);
  unknown(member.text, member.name_where, known, " in `" + at.name + "`");
  return std::nullopt;
}

inline std::uint32_t resolver::rows_table(const tree& formula, expr_id argument, const row_context& row) const {
  // The first name, reading left to right, that is qualified with a table which the row at hand does not reach by a dot.
  std::vector<expr_id> open{argument};
  while (!open.empty()) {
    const expr& e = formula[open.back()];
    open.pop_back();
    if (e.kind == expr_kind::call && e.operands.size() > 1) {
      const expr& callee = formula[e.operands.front()];
      const function_info* f = callee.kind == expr_kind::name ? find_function(callee.text) : nullptr;
      if (f != nullptr && (f->kind == function_class::aggregate || f->kind == function_class::look_up)) continue;
    }
    const bool qualified = e.kind == expr_kind::member && formula[e.operands.front()].kind == expr_kind::name;
    const bool alone = e.kind == expr_kind::name && formula[argument].kind == expr_kind::name;
    if (qualified || alone) {
      const std::string& name = qualified ? formula[e.operands.front()].text : e.text;
      const std::uint32_t found = all_.find_table(name);
      if (found != none && found != row.table && paths_between(all_, row.table, found).empty()) return found;
      continue;
    }
    for (std::size_t i = e.operands.size(); i > 0; --i) open.push_back(e.operands[i - 1]);
  }
  return none;
}

inline std::vector<link_path> resolver::ways(std::uint32_t from, std::uint32_t to) const {
  std::vector<link_path> found = paths_between(all_, from, to);
  const std::vector<link>& links = all_.tables[from].links;
  for (std::uint32_t l = 0; l < links.size() && from == to; ++l)
    if (links[l].target == from) found.push_back({l});
  return found;
}

inline std::optional<link_path> resolver::named_way(std::uint32_t from, std::uint32_t to, const std::vector<std::string>& via) const {
  link_path way;
  for (const std::string& hop : via) {
    const link* next = all_.tables[from].find_link(hop);
    if (next == nullptr || next->target == none) return std::nullopt;
    way.push_back(static_cast<std::uint32_t>(next - all_.tables[from].links.data()));
    from = next->target;
  }
  return from == to ? std::optional(way) : std::nullopt;
}

inline std::optional<std::uint32_t> resolver::own_link(std::uint32_t table, const call_clauses* clauses, std::string_view function_name, span where) {
  const attain::formula::table& own = all_.tables[table];
  std::vector<std::uint32_t> found;
  std::string known;
  for (std::uint32_t l = 0; l < own.links.size(); ++l) {
    if (own.links[l].target != table) continue;
    known += (found.empty() ? "`via " : " or `via ") + own.links[l].name + "`";
    found.push_back(l);
  }
  if (found.empty()) {
    messages_
        .error(code::no_link, where, "`" + own.name + "` has no link to itself, and so no rows above or below each other",
               table != all_.population && has_own_link(all_.population) ? "give `" + std::string(function_name) + "(…)` a name in [define], and use that name here"
                                                         : "add the column that says which row is above: [tables." + own.name + "] link = { manager = \"" + own.name + "?\" }")
        .here = "no hierarchy";
    return std::nullopt;
  }
  if (clauses != nullptr && !clauses->via.empty()) {
    for (const std::uint32_t l : found)
      if (clauses->via.size() == 1 && clauses->via.front() == own.links[l].name) return l;
    std::string wanted;
    for (const std::string& hop : clauses->via) wanted += (wanted.empty() ? "" : ".") + hop;
    messages_.error(code::no_link, clauses->via_where, "`" + wanted + "` is no link of `" + own.name + "` to itself", "there is " + known).here = "no such link";
    return std::nullopt;
  }
  if (found.size() == 1) return found.front();
  messages_.error(code::several_links, where, "several links lead from `" + own.name + "` to itself", "add " + known).here = "up which one?";
  return std::nullopt;
}

inline std::optional<link_path> resolver::aggregate_path(std::uint32_t from, std::uint32_t to, const call_clauses* clauses, span where) {
  if (clauses != nullptr && !clauses->via.empty())
    if (auto way = named_way(from, to, clauses->via)) return way;
  const std::vector<link_path> ways = this->ways(from, to);
  const std::string& below = all_.tables[from].name;
  const std::string& above = all_.tables[to].name;
  if (ways.empty()) {
    messages_
        .error(code::no_link, where, "no link leads from `" + below + "` to `" + above + "`",
               "add the column that says to which row of `" + above + "` a row of `" + below + "` belongs: [tables." + below + "] link = { … = \"" + above + "\" }" +
                   (all_.tables[from].kind == table_kind::reference && !all_.tables[from].key.empty() ? "; one row of it is `lookup(" + below + ", key).column`" : ""))
        .here = "these rows belong to no row of `" + above + "`";
    return std::nullopt;
  }
  if (clauses != nullptr && !clauses->via.empty()) {
    std::string wanted;
    for (const std::string& hop : clauses->via) wanted += (wanted.empty() ? "" : ".") + hop;
    std::string known;
    for (const link_path& way : ways) known += (known.empty() ? "`via " : ", `via ") + path_to_text(all_, from, way) + "`";
    messages_.error(code::no_link, clauses->via_where, "no way `" + wanted + "` leads from `" + below + "` to `" + above + "`", "there is " + known).here = "no such way";
    return std::nullopt;
  }
  if (ways.size() > 1) {
    std::string known;
    for (std::size_t i = 0; i < ways.size() && i < 3; ++i) known += (i > 0 ? " or `via " : "`via ") + path_to_text(all_, from, ways[i]) + "`";
    messages_.error(code::several_links, where, "several links lead from `" + below + "` to `" + above + "`", "add " + known).here = "by which link?";
    return std::nullopt;
  }
  return ways.front();
}

}  // namespace attain::formula
