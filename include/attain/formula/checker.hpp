// SPDX-License-Identifier: Apache-2.0
/// The checker: finds the type of every quantity of a plan, writes types and references into the formulas, and reports what does not fit.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "attain/formula/check_calls.hpp"
#include "attain/formula/check_curves.hpp"
#include "attain/formula/check_expressions.hpp"
#include "attain/formula/check_lookups.hpp"
#include "attain/formula/check_matrices.hpp"
#include "attain/formula/check_pools.hpp"
#include "attain/formula/check_running.hpp"
#include "attain/formula/check_totals.hpp"
#include "attain/formula/check_tree.hpp"
#include "attain/formula/check_within.hpp"
#include "attain/formula/checker_class.hpp"

namespace attain::formula {

inline type checker::type_of(std::uint32_t index, span asked_from) {
  quantity& q = all_.quantities[index];
  heights_.resize(all_.quantities.size(), 0);
  stack_.emplace_back(index, asked_from);
  if (q.state == quantity::progress::checked) {
    // It was checked at another level; who computes it follows it down from here.
    deepest_ = std::max(deepest_, level_ + heights_[index]);
    const bool too_deep = reaches_too_deep(q.where);
    stack_.pop_back();
    return too_deep ? type{} : q.result;
  }
  if (q.state == quantity::progress::checking) {
    report_cycle(index);
    stack_.pop_back();
    return {};
  }
  q.state = quantity::progress::checking;
  const int above = std::exchange(deepest_, ++level_);
  if (q.has_formula) {
    check_formula(q);
  } else {
    check_rule(q);
  }
  q.state = quantity::progress::checked;
  if (q.in_cycle) q.result = {};
  heights_[index] = deepest_ - --level_;
  deepest_ = std::max(deepest_, above);
  stack_.pop_back();
  return q.result;
}

/// A quantity as rows of a table see it. What one table's rows saw to be a mistake makes no second message for those of another.
inline std::uint32_t checker::seen_from(std::uint32_t index, std::uint32_t table) {
  if (!all_.quantities[index].of_caller) return index;
  const auto known = all_.of_callers.find({index, table});
  if (known != all_.of_callers.end()) return known->second;
  quantity own = all_.quantities[index];
  own.of_caller = false;
  own.table = table;
  all_.quantities.push_back(std::move(own));
  const auto added = static_cast<std::uint32_t>(all_.quantities.size() - 1);
  all_.of_callers.emplace(std::pair(index, table), added);
  return added;
}

/// What no formula calls is checked as if a row did that knows its names.
inline void checker::check_uncalled() {
  for (std::uint32_t q = 0; q < all_.quantities.size(); ++q) {
    if (!all_.quantities[q].of_caller) continue;
    const auto first = all_.of_callers.lower_bound({q, 0});
    if (first == all_.of_callers.end() || first->first.first != q) type_of(seen_from(q, likely_caller(all_, all_.quantities[q].formula)), {});
  }
}

/// Whether the deepest level so far is beyond the limit; reported once.
inline bool checker::reaches_too_deep(span where) {
  if (deepest_ <= most_levels) return false;
  if (!std::exchange(too_deep_, true)) {
    const std::size_t others = stack_.empty() ? 0 : stack_.size() - 1;  // the last one is where it happens
    messages_
        .error(code::too_deep, stack_.empty() ? where : all_.quantities[stack_.back().first].where, "definitions reach too deep through each other",
               "shorten the chain: definitions and the operations in them may reach " + std::to_string(most_levels) + " levels deep together")
        .here = others == 0 ? "too deep by itself" : "reached through " + std::to_string(others) + (others == 1 ? " other" : " others");
  }
  return true;
}

inline void checker::report_cycle(std::uint32_t index) {
  std::size_t first = stack_.size() - 2;
  while (stack_[first].first != index) --first;
  std::string way;
  diagnostic d;
  bool known = false;
  for (std::size_t i = first; i + 1 < stack_.size(); ++i) {
    quantity& q = all_.quantities[stack_[i].first];
    known = known || q.in_cycle;
    q.in_cycle = true;
    way += "`" + q.name + "` → ";
    if (q.has_formula) d.related.push_back({q.where, "`" + q.name + "`"});
  }
  if (known) return;
  // A rule of the plan has no text of its own to point at; the first formula on the way has.
  while (!all_.quantities[index].has_formula && first + 2 < stack_.size()) index = stack_[++first].first;
  const quantity& q = all_.quantities[index];
  d.code = code::cycle;
  d.where = q.where;
  std::erase_if(d.related, [&q](const auto& label) { return label.where == q.where; });
  const bool alone = d.related.empty() && way == "`" + q.name + "` → ";
  d.message = alone ? "`" + q.name + "` needs itself" : "these need each other: " + way + way.substr(0, way.find(" →"));
  d.here = "`" + q.name + "`";
  d.help = alone ? "it must be computed without itself" : "one of them must be computed without the others";
  messages_.add(std::move(d));
}

/// What is made of the rows of a table needs the checks that they must pass.
inline void checker::need_checks(std::uint32_t table, span where) {
  all_.for_each_strict_check(table, [&](std::uint32_t c) { type_of(all_.checks[c].that, where); });
}

/// What reads all rows of a table has them only where there are tables, and only those that pass their checks.
inline bool checker::check_rows_known(const expr& e, std::uint32_t table, const row_context& row) {
  if (table == none) return true;
  if (row.table == none && !row.of_totals) {
    messages_.error(code::wrong_type, e.where, "no tables are known here", "this formula can use [parameters] only").here = "needs a table";
    return false;
  }
  need_checks(table, e.where);
  return true;
}

/// The same of the rows on the way to a value. A check of an event may read rows that read the event: it is no cycle, they read it as it is.
inline void checker::need_checks_of(const std::vector<std::uint32_t>& hops, std::uint32_t from, span where) {
  for (const std::uint32_t h : hops) {
    from = all_.tables[from].links[h].target;
    if (from != all_.population && all_.tables[from].kind != table_kind::event) need_checks(from, where);
  }
}

inline void checker::check_rule(quantity& q) {
  const bool open = q.result.is_unknown();
  type found = q.result;
  if (q.needs_checks) need_checks(q.table, q.where);
  for (const std::uint32_t table : q.reads) need_checks(table, q.where);
  for (std::size_t i = 0; i < q.needs.size(); ++i) {
    if (q.needs[i] == none) continue;
    const type needed = type_of(seen_from(q.needs[i], q.table), q.where);
    // A rule without a type of its own (an attribute of a grade) takes that of its values; the first need is what chooses among them.
    if (open && i > 0) {
      if (found.is_unknown()) found = needed;
      if (!same_dimension(found, needed)) {
        messages_.error(code::dimension_mismatch, all_.quantities[q.needs[i]].where,
                        "`" + q.name + "` is " + to_text(found) + " in one place and " + to_text(needed) + " in another", "give it the same kind of value everywhere")
            .here = to_text(needed);
      }
    }
  }
  q.result = found;
}

inline void checker::check_formula(quantity& q) {
  if (q.formula.root == no_expr) return;
  row_context row;
  row.table = q.table;
  row.of_totals = q.of_totals;
  q.result = check(q.formula, q.formula.root, row);
  expect(q);
}

/// Holds a formula against what its place in the plan asks for.
inline void checker::expect(quantity& q) {
  tree& f = q.formula;
  if (!q.expected || q.result.is_unknown() || q.result.kind == dimension::missing) return;
  const type& wanted = *q.expected;
  if (wanted.kind == dimension::date && take_date(f, f.root)) {
    q.result = wanted;
    return;
  }
  if ((wanted.kind == dimension::money || wanted.kind == dimension::days) && is_bare(f, f.root)) {
    give(f, f.root, wanted);
    q.result = wanted;
    return;
  }
  if (same_dimension(wanted, q.result)) return;
  std::string help;
  if (wanted.kind == dimension::money && q.result.is_plain_number())
    help = f[f.root].kind == expr_kind::number && f[f.root].unit == "%" ? "say of what: `5% * revenue`"
                                                                        : "multiply by an amount of money, or write the amount with its currency: `3000 " + all_.currency + "`";
  const bool foreign = wanted.kind == dimension::money && q.result.kind == dimension::money;
  if (foreign && q.result.by_row) {
    refuse_by_row(f, {f.root}, false);
    q.result = {};
    return;
  }
  if (foreign) {
    help = wanted.currency.empty() ? exchange_help(wanted, q.result, all_.currency)
                                   : "exchange it at a rate: `x / 1 " + (q.result.currency.empty() ? all_.currency : q.result.currency) + " * rate * 1 " + wanted.currency + "`";
  }
  if (wanted.kind == dimension::boolean) help = "write a condition, such as `x >= 60%`";
  if (wanted.is_plain_number() && q.result.kind == dimension::money) help = "divide by an amount of money, so that it is a plain number";
  messages_.error(foreign ? code::currency_mismatch : code::wrong_type, f[f.root].where, q.purpose + " must be " + to_text(wanted) + ", not " + to_text(q.result), help).here = to_text(q.result);
  q.result = {};
}

}  // namespace attain::formula
