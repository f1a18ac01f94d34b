// SPDX-License-Identifier: Apache-2.0
/// Follows the links of all rows: checks keys, finds the row that each link names, and turns links round into lists of children.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/circles.hpp"
#include "attain/engine/issue_list.hpp"
#include "attain/engine/order_rows.hpp"
#include "attain/formula/names.hpp"
#include "attain/program/ir.hpp"
#include "attain/text/nearest.hpp"

namespace attain::engine {

class linker {
 public:
  linker(const formula::names& names, const program::program& program, bound_data& data, issue_list& issues)
      : names_(names), program_(program), data_(data), issues_(issues) {}

  void run();

 private:
  struct orphans {
    std::uint64_t count = 0;
    std::uint32_t first = none;
    rational sum;  ///< of the first money column
  };
  using orphan_map = std::unordered_map<std::string, orphans>;

  [[nodiscard]] bool is_linked_to(std::uint32_t table) const;
  [[nodiscard]] bool needs_text_index(std::uint32_t table) const;
  [[nodiscard]] bool is_looked_up(std::uint32_t table) const;
  [[nodiscard]] bool is_asked_last(std::uint32_t table) const;
  [[nodiscard]] bool is_read_whole(std::uint32_t table) const;
  void index_table(std::uint32_t table);
  void tell_no_key(std::uint32_t table, std::uint32_t row);
  void tell_duplicates(std::uint32_t table, const std::map<std::uint32_t, std::vector<std::uint32_t>>& repeated);
  void follow_link(std::uint32_t table, std::uint32_t link);
  [[nodiscard]] std::optional<cause> why_broken(std::uint32_t table, const formula::link& link) const;
  void find_rows(std::uint32_t table, const formula::link& link, bound_link& bound);
  void keep_state(std::uint32_t table, bound_link& bound);
  void handle_lost(std::uint32_t table, const formula::link& link, const row_keys& keys, bound_link& bound);
  static constexpr std::uint32_t all_empty = none;
  [[nodiscard]] bool is_ignored(std::uint32_t table, const formula::link& link, const row_keys& keys, std::size_t row) const;
  [[nodiscard]] std::uint32_t empty_part(std::uint32_t table, const formula::link& link, std::size_t row) const;
  [[nodiscard]] std::uint32_t money_column(std::uint32_t table) const;
  void tell_orphans(std::uint32_t table, const formula::link& link, const orphan_map& lost);
  void tell_empty_link(std::uint32_t table, const formula::link& link, std::size_t row);
  void list_children(program::frame_id frame);
  [[nodiscard]] std::vector<const bound_table*> tables_with_copies(const program::frame& frame) const;
  template <class Visit>
  void each_possible_parent(const program::frame& frame, const std::vector<const bound_table*>& between, std::uint32_t row, child_rows& children, Visit visit);
  [[nodiscard]] std::vector<const std::uint32_t*> hops_of(const program::frame& frame) const;
  [[nodiscard]] bool is_followed(std::uint32_t table, std::uint32_t link) const;

  const formula::names& names_;
  const program::program& program_;
  bound_data& data_;
  issue_list& issues_;
};

inline void linker::run() {
  for (std::uint32_t t = 0; t < data_.tables.size(); ++t) index_table(t);
  for (std::uint32_t t = 0; t < data_.tables.size(); ++t) {
    if (data_.tables[t].data == nullptr) continue;
    for (std::uint32_t l = 0; l < names_.tables[t].links.size(); ++l) {
      follow_link(t, l);
      if (is_hierarchy(names_, program_, t, l)) tell_circles(names_, data_, t, l, issues_);
    }
  }
  for (std::uint32_t t = 0; t < data_.tables.size(); ++t)
    if (!is_looked_up(t)) data_.tables[t].index.reset();
  data_.children_of.assign(program_.frames.size(), none);
  for (program::frame_id f = 0; f < program_.frames.size(); ++f)
    if (program_.frames[f].from == program::frame::source::children) list_children(f);
  for (std::uint32_t t = 0; t < data_.tables.size(); ++t)
    for (std::uint32_t l = 0; l < data_.tables[t].links.size(); ++l)
      if (!is_followed(t, l)) std::vector<std::uint32_t>().swap(data_.tables[t].links[l].rows);
}

inline bool linker::is_looked_up(std::uint32_t table) const {
  return std::any_of(program_.nodes.begin(), program_.nodes.end(),
                     [table](const program::node& n) { return (n.op == program::op::lookup || n.op == program::op::lookup_last) && n.index == table; });
}

/// Whether its rows are tiers or the cells of a matrix.
inline bool linker::is_read_whole(std::uint32_t table) const {
  return std::any_of(program_.schedules.begin(), program_.schedules.end(), [table](const program::schedule& s) { return s.table == table; }) ||
         std::any_of(program_.matrices.begin(), program_.matrices.end(), [table](const program::matrix& m) { return m.table == table; });
}

inline bool linker::is_asked_last(std::uint32_t table) const {
  return std::any_of(program_.nodes.begin(), program_.nodes.end(), [table](const program::node& n) { return n.op == program::op::lookup_last && n.index == table; });
}

inline bool linker::is_linked_to(std::uint32_t table) const {
  return std::any_of(names_.tables.begin(), names_.tables.end(), [table](const formula::table& t) {
    return std::any_of(t.links.begin(), t.links.end(), [table](const formula::link& l) { return l.target == table; });
  });
}

/// Look-ups ask with texts, and so does a link whose cells are no whole numbers.
inline bool linker::needs_text_index(std::uint32_t table) const {
  if (is_looked_up(table)) return true;
  for (std::uint32_t t = 0; t < data_.tables.size(); ++t) {
    if (data_.tables[t].data == nullptr) continue;
    for (const formula::link& l : names_.tables[t].links)
      if (l.target == table && !keys_from(data_.tables[t], l.columns).are_integers()) return true;
  }
  return false;
}

/// Enters every key, and finds rows without one and keys that stand twice.
inline void linker::index_table(std::uint32_t table) {
  bound_table& bound = data_.tables[table];
  const formula::table& planned = names_.tables[table];
  if (bound.keys.empty()) {
    for (const std::uint32_t c : planned.key)
      if (!bound.broken && !bound.columns.empty() && bound.columns[c].broken && table == names_.population) bound.broken = told_cause(*bound.columns[c].broken, table, c);
    return;
  }
  const bool is_dated = planned.valid_from != none;
  key_index index(bound.keys, is_dated ? 0 : bound.rows, needs_text_index(table));
  std::map<std::uint32_t, std::vector<std::uint32_t>> repeated;
  for (std::uint32_t row = 0; row < bound.rows; ++row) {
    if (!bound.keys.is_present(row)) {
      if (bound.part_of(row) != part::outside_period) tell_no_key(table, row);
      bound.leave_out(row, part::no_key);
      continue;
    }
    if (is_dated) continue;
    if (const std::uint32_t holder = index.insert(row); holder != row) repeated[holder].push_back(row);
  }
  if (is_looked_up(table)) order_rows(names_, program_, data_, issues_, table);
  if (is_dated) return;
  tell_duplicates(table, repeated);
  if (is_looked_up(table) || is_linked_to(table)) bound.index = std::move(index);
}

inline void linker::tell_no_key(std::uint32_t table, std::uint32_t row) {
  const bound_table& bound = data_.tables[table];
  const formula::table& planned = names_.tables[table];
  const std::uint32_t column = *std::find_if(planned.key.begin(), planned.key.end(), [&](std::uint32_t c) { return !has_content(*bound.columns[c].view, row); });
  const bad_cell* bad = find_bad_cell(*bound.columns[column].view, row);
  const std::string& name = planned.columns[column].name;
  const std::string_view outcome = table == names_.population ? "it has no results"
                                   : is_read_whole(table) || is_asked_last(table) ? "what may need it is missing"
                                   : planned.links.empty()    ? "it is left out"
                                                              : "aggregates that would take it are missing";
  std::string message = bad != nullptr ? why_no_value(name, bad) + "; the row has no key: " : std::string("row without a key: ");
  issues_.add(row_issue(bad != nullptr ? bad->code : code::missing_key_cell, severity::error, planned.name, bound, row, name, message.append(outcome)));
}

inline void linker::tell_duplicates(std::uint32_t table, const std::map<std::uint32_t, std::vector<std::uint32_t>>& repeated) {
  constexpr std::size_t most_named = 10;
  bound_table& bound = data_.tables[table];
  const bool population = table == names_.population;
  const bool looked_up = is_looked_up(table);
  const bool reference = names_.tables[table].kind == formula::table_kind::reference;
  for (const auto& [first, others] : repeated) {
    const bool lines = bound.data->line_of(first) != 0;
    const auto place = [&](std::uint32_t row) { return std::to_string(lines ? bound.data->line_of(row) : std::uint64_t{row} + 1); };
    std::string message = "key '" + bound.key_of(first) + "' stands in " + (lines ? "lines " : "rows ") + place(first);
    for (std::size_t i = 0; i < others.size() && i < most_named; ++i) message += ", " + place(others[i]);
    if (others.size() > most_named) message += " and " + std::to_string(others.size() - most_named) + " more";
    message += population   ? ": none of them has results"
               : reference  ? ": what needs one of them is missing"
               : !looked_up ? ": all but the first are left out"
                            : ": all but the first are left out, and no look-up finds any of them";
    if (population) bound.leave_out(first, part::duplicate_key);
    for (const std::uint32_t row : others) bound.leave_out(row, part::duplicate_key);
    cause shared = told_cause(code::duplicate_key, table);
    shared.row = first;
    if (population || reference) {
      std::vector<std::uint32_t>& all = bound.copies[first];
      all.assign(1, first);
      all.insert(all.end(), others.begin(), others.end());
    }
    if (looked_up || population || reference) {
      bound.bad_rows.emplace(first, shared);
      for (const std::uint32_t row : others) bound.bad_rows.emplace(row, shared);
    }
    issue found = row_issue(code::duplicate_key, severity::error, names_.tables[table].name, bound, first, {}, std::move(message));
    found.count = others.size() + (population || reference ? 1 : 0);
    issues_.add(std::move(found));
  }
}

inline std::optional<cause> linker::why_broken(std::uint32_t table, const formula::link& link) const {
  const bound_table& target = data_.tables[link.target];
  if (target.data == nullptr) return target.broken.value_or(cause{});  // not given, and nothing asks for it
  for (const std::uint32_t c : link.columns)
    if (const auto& broken = data_.tables[table].columns[c].broken) return told_cause(*broken, table, c);
  for (const std::uint32_t c : names_.tables[link.target].key)
    if (const auto& broken = target.columns[c].broken) return told_cause(*broken, link.target, c);
  if (!target.index) return cause{};
  return std::nullopt;
}

inline void linker::follow_link(std::uint32_t table, std::uint32_t link) {
  bound_table& bound = data_.tables[table];
  const formula::link& planned = names_.tables[table].links[link];
  bound_link& result = bound.links[link];
  result.broken = why_broken(table, planned);
  if (result.broken) return;
  find_rows(table, planned, result);
  if (planned.target == names_.state) return keep_state(table, result);
  handle_lost(table, planned, keys_from(bound, planned.columns), result);
}

/// The row of the target for every row whose link cells are there; no_row where they are empty, lost_row where nothing has that key.
inline void linker::find_rows(std::uint32_t table, const formula::link& link, bound_link& bound) {
  const bound_table& from = data_.tables[table];
  const key_index& index = *data_.tables[link.target].index;
  const row_keys keys = keys_from(from, link.columns);
  const auto or_lost = [](std::uint32_t row) { return row == none ? lost_row : row; };
  bound.rows.assign(from.rows, no_row);
  std::string buffer;
  for (std::size_t row = 0; row < from.rows; ++row) {
    if (!keys.is_present(row)) continue;
    if (index.are_integers()) {
      bound.rows[row] = or_lost(index.find(keys.integer(row)));
    } else {
      bound.rows[row] = or_lost(index.find(keys.text(row, buffer)));
    }
  }
}

/// Who has no row in the state begins anew; what belongs to nobody goes on into the next state.
inline void linker::keep_state(std::uint32_t table, bound_link& bound) {
  const bound_table& state = data_.tables[names_.state];
  const std::string& reps = names_.tables[table].name;
  std::vector<bool> is_met(state.rows, false);
  std::unordered_set<std::string> met_twice;
  std::uint64_t newcomers = 0;
  for (std::uint32_t row = 0; row < bound.rows.size(); ++row) {
    std::uint32_t& found = bound.rows[row];
    if (is_row(found)) {
      is_met[found] = true;
      if (state.bad_rows.contains(found)) met_twice.insert(state.key_of(found));
    } else if (found == lost_row) {
      found = no_row;
      if (data_.tables[table].part_of(row) == part::in) ++newcomers;
    }
  }
  for (std::uint32_t row = 0; row < state.rows; ++row) {
    if (is_met[row] || (state.bad_rows.contains(row) && met_twice.contains(state.key_of(row)))) continue;
    data_.carried.push_back(row);
    issues_.add(row_issue(code::carried_state, severity::warning, names_.tables[names_.state].name, state, row, {},
                          "no row of `" + reps + "` has this key: its balances are carried over as they are"));
  }
  if (newcomers == 0) return;
  issue note = table_issue(code::no_state, severity::note, reps, {},
                           state.rows == 0 ? "there is no state of the period before: all balances begin with `opening`"
                                           : std::to_string(newcomers) + (newcomers == 1 ? " row has" : " rows have") + " no row in `state`: their balances begin with `opening`");
  note.count = newcomers;
  issues_.add(std::move(note));
}

/// Leaves out the rows whose link leads nowhere and tells why. Rows outside the period are nobody's orphans.
inline void linker::handle_lost(std::uint32_t table, const formula::link& link, const row_keys& keys, bound_link& bound) {
  bound_table& from = data_.tables[table];
  const bool stays = link.optional || table == names_.population;
  const std::uint32_t money = money_column(table);
  orphan_map lost;
  std::uint64_t ignored = 0;
  std::string buffer;
  for (std::uint32_t row = 0; row < from.rows; ++row) {
    const bool here = from.part_of(row) == part::in || is_unplaced(from.part_of(row));
    if (!link.ignore.empty() && is_ignored(table, link, keys, row)) {
      bound.rows[row] = no_row;
      if (here) ++ignored;
      if (!stays) from.leave_out(row, part::no_link);
    } else if (bound.rows[row] == lost_row) {
      if (here) {
        orphans& o = lost[std::string(keys.text(row, buffer))];
        if (o.count++ == 0) o.first = row;
        if (money != none && from.columns[money].view->is_present(row)) o.sum = o.sum + number_of_cell<rational>(*from.columns[money].view, row);
      }
      if (link.optional) bound.rows[row] = no_row;
      if (!stays) from.leave_out(row, part::no_link);
    } else if (bound.rows[row] == no_row && (!link.optional || empty_part(table, link, row) != all_empty)) {
      if (here) tell_empty_link(table, link, row);
      bound.rows[row] = lost_row;
      if (!stays) from.leave_out(row, part::no_link);
    }
  }
  if (ignored > 0) {
    issue note = table_issue(code::ignored_link, severity::note, names_.tables[table].name, link.name,
                             std::to_string(ignored) + (ignored == 1 ? " row is" : " rows are") + " left out on purpose by `ignore`");
    note.count = ignored;
    issues_.add(std::move(note));
  }
  tell_orphans(table, link, lost);
}

/// The first column of money in one currency that the plan uses; none when there is none that can be read.
inline std::uint32_t linker::money_column(std::uint32_t table) const {
  const std::vector<formula::column>& planned = names_.tables[table].columns;
  for (std::uint32_t c = 0; c < planned.size(); ++c)
    if (planned[c].type_of.kind == formula::dimension::money && !planned[c].type_of.by_row && data_.tables[table].columns[c].view != nullptr && program_.columns_used[table][c]) return c;
  return none;
}

/// Whether the plan leaves this key out on purpose: the whole key, or one part of it, whatever the others are.
inline bool linker::is_ignored(std::uint32_t table, const formula::link& link, const row_keys& keys, std::size_t row) const {
  std::string buffer;
  const auto listed = [&link](std::string_view key) { return std::find(link.ignore.begin(), link.ignore.end(), key) != link.ignore.end(); };
  if (keys.is_present(row) && listed(shown_key(keys.text(row, buffer)))) return true;
  return link.columns.size() > 1 && std::any_of(link.columns.begin(), link.columns.end(), [&](std::uint32_t c) {
           const column_view& part = *data_.tables[table].columns[c].view;
           return has_content(part, row) && listed(cell_text(part, row, buffer));
         });
}

/// The column of a link whose cell is missing, though others of its columns are there; `all_empty` when none is there.
inline std::uint32_t linker::empty_part(std::uint32_t table, const formula::link& link, std::size_t row) const {
  std::uint32_t empty = all_empty;
  bool some = false;
  for (const std::uint32_t c : link.columns) {
    if (has_content(*data_.tables[table].columns[c].view, row)) some = true;
    else if (empty == all_empty) empty = c;
  }
  return some ? empty : all_empty;
}

inline void linker::tell_empty_link(std::uint32_t table, const formula::link& link, std::size_t row) {
  const bound_table& bound = data_.tables[table];
  const std::uint32_t part = empty_part(table, link, row);
  const std::uint32_t at = part == all_empty ? link.columns.front() : part;
  const formula::column& column = names_.tables[table].columns[at];
  const bad_cell* bad = find_bad_cell(*bound.columns[at].view, row);
  std::string message = why_no_value(column.name, bad);
  if (table != names_.population) message += "; the row leads to none of `" + names_.tables[link.target].name + "`" + (link.optional ? "" : " and is left out");
  issues_.add(row_issue(bad != nullptr ? bad->code : code::empty_cell, severity::error, names_.tables[table].name, bound, row,
                        column.name, std::move(message)));
}

/// One issue for each distinct key, with the key that was probably meant.
inline void linker::tell_orphans(std::uint32_t table, const formula::link& link, const orphan_map& lost) {
  constexpr std::size_t most_candidates = 20'000;
  constexpr std::size_t most_comparisons = 200'000;
  if (lost.empty()) return;
  const bound_table& bound = data_.tables[table];
  const bound_table& target = data_.tables[link.target];
  std::vector<std::string> candidates;
  if (target.rows <= most_candidates)
    for (std::size_t row = 0; row < target.rows; ++row)
      if (target.keys.is_present(row)) candidates.push_back(target.key_of(row));

  std::map<std::uint32_t, const orphan_map::value_type*> by_row;
  for (const auto& one : lost) by_row.emplace(one.second.first, &one);
  std::size_t compared = 0;
  const bool stays = table == names_.population || link.optional;
  for (const auto& [row, one] : by_row) {
    const std::string key = shown_key(one->first);
    std::string message = "`" + link.name + "` '" + key + "' is no key of `" + names_.tables[link.target].name + "`";
    if (compared + candidates.size() <= most_comparisons) {
      compared += candidates.size();
      if (const auto near = nearest_name(key, candidates)) message += "; nearest is '" + std::string(*near) + "'";
    }
    const std::uint64_t count = one->second.count;
    message += "; " + std::to_string(count) + (count == 1 ? " row" : " rows") + (stays ? " without this link" : " left out");
    const std::uint32_t money = money_column(table);
    const auto sum = money == none ? std::nullopt : one->second.sum.to_decimal(9, rounding_mode::half_up);
    if (sum) message += ", `" + names_.tables[table].columns[money].name + "` " + to_text(*sum) + " in all";
    const severity how_bad = table == names_.population && !link.optional ? severity::error : severity::warning;
    issue found = row_issue(code::orphan, how_bad, names_.tables[table].name, bound, row, link.name, std::move(message));
    found.count = count;
    issues_.add(std::move(found));
  }
}

/// Lists the rows that take part, or may take part, by the row they lead to over the frame's path: a counting sort, so that rows keep their order.
inline void linker::list_children(program::frame_id frame) {
  const program::frame& f = program_.frames[frame];
  for (program::frame_id earlier = 0; earlier < frame; ++earlier) {
    const program::frame& other = program_.frames[earlier];
    if (data_.children_of[earlier] != none && other.table == f.table && other.path == f.path) {
      data_.children_of[frame] = data_.children_of[earlier];
      return;
    }
  }
  data_.children_of[frame] = static_cast<std::uint32_t>(data_.children.size());
  child_rows& result = data_.children.emplace_back();
  const bound_table& bound = data_.tables[f.table];
  result.broken = bound.broken;
  std::uint32_t at = f.table;
  for (const std::uint32_t l : f.path) {
    if (!result.broken) result.broken = data_.tables[at].broken;
    if (!result.broken) result.broken = data_.tables[at].links[l].broken;
    if (l == f.path.back() && ends_in_hierarchy(names_, program_, frame)) result.circles = data_.tables[at].links[l].circles;
    at = names_.tables[at].links[l].target;
  }
  if (result.broken) return;
  if (f.parent == 0) {  // all rows, also those without results, which a total leaves out and counts
    result.offsets = {0, static_cast<std::uint32_t>(bound.rows)};
    return;
  }

  const std::vector<const std::uint32_t*> hops = hops_of(f);
  const std::vector<const bound_table*> doubtful = tables_with_copies(f);
  const auto each_parent = [&](std::uint32_t row, auto visit) {
    // Reps stay whatever is wrong with them, and fail what is made of them.
    if (bound.part_of(row) != part::in && !is_unplaced(bound.part_of(row)) && f.table != names_.population) return;
    if (!doubtful.empty()) return each_possible_parent(f, doubtful, row, result, visit);
    for (const std::uint32_t* next : hops) {
      row = next[row];
      if (!is_row(row)) return;
    }
    visit(row);
  };
  result.offsets.assign(data_.tables[at].rows + 1, 0);
  for (std::uint32_t row = 0; row < bound.rows; ++row) each_parent(row, [&](std::uint32_t parent) { ++result.offsets[parent + 1]; });
  std::partial_sum(result.offsets.begin(), result.offsets.end(), result.offsets.begin());
  result.order.resize(result.offsets.back());
  for (std::uint32_t row = 0; row < bound.rows; ++row) each_parent(row, [&](std::uint32_t parent) { result.order[result.offsets[parent]++] = row; });
  // Each offset has moved to where the next one began.
  std::copy_backward(result.offsets.begin(), result.offsets.end() - 1, result.offsets.end());
  result.offsets.front() = 0;
  bool in_order = true;
  for (std::uint32_t i = 0; i < result.order.size() && in_order; ++i) in_order = result.order[i] == i;
  if (in_order) std::vector<std::uint32_t>().swap(result.order);
}

/// The tables between the children and their parents, by hop, where some key of one of them stands twice; else none.
inline std::vector<const bound_table*> linker::tables_with_copies(const program::frame& frame) const {
  std::vector<const bound_table*> between;
  bool some = false;
  std::uint32_t at = frame.table;
  for (std::size_t h = 0; h + 1 < frame.path.size(); ++h) {
    at = names_.tables[at].links[frame.path[h]].target;
    between.push_back(&data_.tables[at]);
    some = some || !data_.tables[at].copies.empty();
  }
  return some ? between : std::vector<const bound_table*>();
}

/// A row that goes through one of several rows of one key may lead wherever any of these does.
template <class Visit>
void linker::each_possible_parent(const program::frame& frame, const std::vector<const bound_table*>& between, std::uint32_t row, child_rows& children, Visit visit) {
  const std::vector<const std::uint32_t*> hops = hops_of(frame);
  std::set<std::uint32_t> here{row};
  for (std::size_t h = 0; h < hops.size(); ++h) {
    std::set<std::uint32_t> there;
    for (const std::uint32_t from : here) {
      const std::uint32_t to = hops[h][from];
      if (!is_row(to)) continue;
      there.insert(to);
      if (h == between.size()) continue;
      const auto copies = between[h]->copies.find(to);
      if (copies == between[h]->copies.end()) continue;
      there.insert(copies->second.begin(), copies->second.end());
      children.doubtful.emplace(row, between[h]->bad_rows.at(to));
    }
    here = std::move(there);
  }
  for (const std::uint32_t parent : here) visit(parent);
}

/// The rows that each link of the frame's path leads to.
inline std::vector<const std::uint32_t*> linker::hops_of(const program::frame& frame) const {
  std::vector<const std::uint32_t*> hops;
  std::uint32_t at = frame.table;
  for (const std::uint32_t l : frame.path) {
    hops.push_back(data_.tables[at].links[l].rows.data());
    at = names_.tables[at].links[l].target;
  }
  return hops;
}

/// Whether a formula goes down this link; if none does, the lists of children are all that is needed of it.
inline bool linker::is_followed(std::uint32_t table, std::uint32_t link) const {
  return std::any_of(program_.nodes.begin(), program_.nodes.end(), [&](const program::node& n) {
    return n.op == program::op::link && n.index == link && program_.frames[n.frame].table == table;
  });
}

inline void link_tables(const formula::names& names, const program::program& program, bound_data& data, issue_list& issues) {
  linker(names, program, data, issues).run();
}

}  // namespace attain::engine
