// SPDX-License-Identifier: Apache-2.0
/// The nodes that find rows of other tables by their keys: the row itself, the one that holds on a day, the last up to a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attain/engine/steps.hpp"

namespace attain::engine {

/// Adds one part of a key in the same words as the cells of the table; false when it cannot be any key.
template <class N>
bool steps<N>::append_key(const source& from, std::size_t i, std::string& key) const {
  switch (from.array->kind()) {
    case value_kind::number: {
      constexpr int places = 18;
      const auto number = arithmetic<N>::to_decimal(from.template as<N>()[i], places);
      if (!number) return false;
      key += to_text(*number);
      return true;
    }
    case value_kind::boolean: key += from.template as<std::uint8_t>()[i] != 0 ? "true" : "false"; return true;
    case value_kind::text: key += from.template as<std::string_view>()[i]; return true;
    case value_kind::date: key += date_to_text(from.template as<std::int32_t>()[i]); return true;
    case value_kind::row: break;
  }
  return false;
}

/// Why no row of a table can be looked up; an issue of the binding tells it.
template <class N>
std::optional<cause> steps<N>::why_no_lookup(std::uint32_t table) const {
  const bound_table& bound = data_.tables[table];
  if (bound.index || bound.by_day) return std::nullopt;
  if (bound.broken) return bound.broken;
  cause why;
  why.table = table;
  std::vector<std::uint32_t> needed = names_.tables[table].key;
  for (const std::uint32_t c : {names_.tables[table].valid_from, names_.tables[table].valid_to})
    if (c != none) needed.push_back(c);
  for (const std::uint32_t c : needed) {
    if (bound.columns.empty() || !bound.columns[c].broken) continue;
    why.code = *bound.columns[c].broken;
    why.reported = true;
    why.column = c;
    break;
  }
  return why;
}

/// Whether the last part of the key of a row is above the one asked for.
template <class N>
bool steps<N>::is_above(const column_view& cells, std::uint32_t row, const source& asked, std::size_t i) {
  switch (asked.array->kind()) {
    case value_kind::number: return arithmetic<N>::compare(number_of_cell<N>(cells, row), asked.template as<N>()[i]) > 0;
    case value_kind::date: return cells.as<std::int32_t>()[row] > asked.template as<std::int32_t>()[i];
    case value_kind::text: {
      std::string buffer;
      return cell_text(cells, row, buffer) > asked.template as<std::string_view>()[i];
    }
    default: return false;
  }
}

template <class N>
void steps<N>::compute_lookup(program::node_id id) {
  const program::node& n = program_.nodes[id];
  if (const auto why = why_no_lookup(n.index)) return fail_all(id, *why);
  const bound_table& bound = data_.tables[n.index];
  const std::size_t parts = names_.tables[n.index].key.size();
  const bool is_dated = names_.tables[n.index].valid_from != none;
  const std::size_t exact = n.op == op::lookup_last ? parts - 1 : parts;
  std::vector<source> keys;
  for (const program::node_id k : n.operands) keys.push_back(read(k));
  std::uint32_t* const values = out<std::uint32_t>(id);
  const auto is_bad = [&](std::uint32_t row) { return bound.bad_rows.contains(row); };
  std::string key;
  const auto find = [&](std::size_t i) {
    key.clear();
    for (std::size_t k = 0; k < exact; ++k) {
      if (k > 0) key += key_separator;
      if (!append_key(keys[k], i, key)) return none;
    }
    const std::int32_t day = is_dated ? keys.back().template as<std::int32_t>()[i] : 0;
    if (n.op == op::lookup_last)
      return bound.by_last->last_up_to(
          key, day, [&](std::uint32_t row) { return is_above(bound.by_last->last(), row, keys[exact], i); }, is_bad);
    if (!is_dated) return bound.index->find(std::string_view(key));
    const auto [begin, end] = bound.by_day->rows_of(key);
    const auto* bad = bound.bad_rows.empty() ? end : std::find_if(begin, end, is_bad);
    return bad != end ? *bad : bound.by_day->on(key, day);
  };
  mark any = present;
  for (std::size_t i = 0; i < size_of(n); ++i) {
    mark m = present;
    for (const source& k : keys) m = combine(m, k.mark_at(i));
    if (m == present && n.op == op::lookup_last && bound.stray) m = causes_.add(*bound.stray);
    if (m == present) {
      values[i] = find(i);
      const auto stray = n.op == op::lookup_last && !bound.strays.empty() ? bound.strays.find(key) : bound.strays.end();
      if (stray != bound.strays.end()) {
        m = causes_.add(stray->second);
      } else if (values[i] == none) {
        for (std::size_t k = exact; k < keys.size(); ++k) {
          if (k > 0) key += key_separator;
          static_cast<void>(append_key(keys[k], i, key));
        }
        m = fail(code::lookup_without_row, id, n.frame, i, 0, arena_->keep(key));
      } else if (is_bad(values[i])) {
        m = causes_.add(bound.bad_rows.at(values[i]));
      }
    }
    any |= arrays_[id].marks[i] = m;
  }
  arrays_[id].dense = any == present;
}

}  // namespace attain::engine
