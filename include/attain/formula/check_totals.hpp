// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows totals: aggregates over the whole population.
#pragma once

#include "attain/formula/checker_class.hpp"

namespace attain::formula {

/// An aggregate of a total: over all rows of the population.
inline type checker::check_total(tree& f, expr_id id, const function_info& info) {
  const ids arguments(f[id].operands.begin() + 1, f[id].operands.end());
  const call_clauses* clauses = f.clauses_of(id);
  if (clauses != nullptr && clauses->has_within()) {
    messages_.error(code::bad_option, clauses->within_where, "a total is over the whole population", "leave out `within`").here = "not needed";
    return {};
  }
  if (clauses != nullptr && !clauses->via.empty())
    messages_.error(code::bad_option, clauses->via_where, "a total is over the whole population, to which no link leads", "leave out `via`").here = "no effect";
  row_context inner;
  inner.table = all_.population;
  inner.in_aggregate = true;
  row_context outer;
  outer.of_totals = true;
  const expr& x = f[arguments.front()];
  if (x.kind == expr_kind::name && all_.find_table(x.text) != none && all_.find_table(x.text) != all_.population) {
    messages_
        .error(code::needs_aggregate, x.where, "a total is over the rows of `" + all_.tables[all_.population].name + "`, not of `" + x.text + "`",
               "give `" + formula::to_text(f, id) + "` a name in [define], and add that up: `sum(…)`")
        .here = "rows of another table";
    return {};
  }
  f[id].rows = {true, all_.population, {}};
  check_aggregate_clauses(f, id, info, inner);
  return aggregate_result(f, f[id], info, arguments, outer, inner);
}

}  // namespace attain::formula
