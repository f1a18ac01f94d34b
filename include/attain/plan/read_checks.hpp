// SPDX-License-Identifier: Apache-2.0
/// Reads [[checks]]: what the rows of a table must meet, and how bad it is when one does not.
#pragma once

#include <string>
#include <utility>

#include "attain/plan/read_context.hpp"

namespace attain::model {

inline void read_checks(reader& r) {
  if (r.population() == none) return;
  for (const document::value* v : tables_at(r.root(), "checks")) {
    formula::row_check c;
    const std::string name = "check " + std::to_string(r.names().checks.size() + 1);
    c.where = v->where;
    c.table = r.population();
    if (const auto table = text_at(*v, "table")) c.table = r.find_table(*table);
    if (const auto message = text_at(*v, "message")) c.message = message->text;
    if (word_is(*v, "level", "warning")) c.level = severity::warning;
    if (word_is(*v, "level", "note")) c.level = severity::note;
    if (c.table == none) continue;
    c.that = r.required_slot(*v, "that", {name, v->where}, c.table, formula::dimension::boolean);
    r.names().quantities[c.that].name = name;
    r.names().checks.push_back(std::move(c));
  }
}

}  // namespace attain::model
