// SPDX-License-Identifier: Apache-2.0
/// Lowers what totals read: values of the population that its last stage stored, and only those of rows that have them.
#pragma once

#include <cstdint>
#include <utility>

#include "attain/program/lower_formula.hpp"

namespace attain::program {

/// The value of a quantity for a total. It was computed for the results already, so it is stored there rather than computed again.
inline node_id formula_lowering::read_for_total(std::uint32_t id, frame_id at) {
  const std::uint32_t table = all_.quantities[id].table;
  const node_id whole = quantity(id, make_.table_frame(table));
  if (make_.at(whole).frame == 0) return whole;
  const auto [known, is_new] = stored_for_totals_.emplace(whole, none);
  if (is_new) known->second = add_stored(table, make_.at(whole).kind);
  return make_.at_row(op::stored, make_.at(whole).kind, at, {}, known->second);
}

/// In a total a row without what the aggregate reads does not count, whatever the reason; that it lacks something is noted.
inline void formula_lowering::hold_to_present(aggregate& a) {
  total_reading reading;
  reading.reads = a.arguments;
  for (const auto& key : a.order_by) reading.reads.push_back(key.key);
  const auto join = [&](op how, node_id x, node_id y) { return make_.make(how, value_kind::boolean, a.frame, {x, y}); };
  const auto is_missing = [&](node_id n) { return make_.make(op::is_missing, value_kind::boolean, a.frame, {n}); };
  const auto negated = [&](node_id n) { return make_.make(op::logical_not, value_kind::boolean, a.frame, {n}); };
  const std::uint32_t table = out_.frames[a.frame].table;
  if (a.arguments.empty())  // a row without results has no key either
    for (const std::uint32_t k : all_.tables[table].key) reading.reads.push_back(column(table, k, a.frame));
  node_id lacks = make_.boolean(false);
  for (const node_id x : reading.reads) lacks = join(op::logical_or, lacks, is_missing(x));
  if (a.where == none) {
    reading.lacks = lacks;
    a.where = negated(lacks);
  } else {
    const node_id unknown = is_missing(a.where);
    reading.reads.push_back(a.where);
    reading.lacks = join(op::logical_or, unknown, join(op::logical_and, a.where, lacks));
    a.where = join(op::logical_and, negated(unknown), join(op::logical_and, a.where, negated(lacks)));
  }
  out_.total_readings.push_back(std::move(reading));
}

}  // namespace attain::program
