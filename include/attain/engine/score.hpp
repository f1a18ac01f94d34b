// SPDX-License-Identifier: Apache-2.0
/// Scores data by a program: binds, evaluates, and hands out the result. What the public `score` calls.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "attain/engine/bind.hpp"
#include "attain/engine/evaluate.hpp"
#include "attain/engine/issue_list.hpp"
#include "attain/engine/result.hpp"
#include "attain/formula/names.hpp"
#include "attain/number/rational.hpp"
#include "attain/program/ir.hpp"
#include "attain/table/tables.hpp"

namespace attain::engine {

struct run_options {
  numeric mode = numeric::exact;
  std::optional<day_range> period;
  bool any_state = false;                      ///< also one that is not that before the period
  std::vector<formula::parameter> parameters;  ///< replace those of the plan by name
  std::vector<bool> wanted;                    ///< by output of the program: which leave; none: all
  attain::kernels kernels = kernels::automatic;
  std::size_t block = 1024;               ///< rows at a time; no result depends on it
  std::size_t issues_of_a_kind = 10'000;  ///< one by one; beyond that they are counted
};

/// The plan's parameters with the values of this run.
[[nodiscard]] inline std::vector<formula::parameter> parameters_of(const formula::names& names, const run_options& options) {
  std::vector<formula::parameter> all = names.parameters;
  for (const formula::parameter& changed : options.parameters)
    for (formula::parameter& p : all)
      if (p.name == changed.name) p = changed;
  return all;
}

/// Tables bound to a program, and what was found wrong with them on the way.
struct bound_input {
  issue_list issues;
  bound_data data;

  bound_input(const program::program& program, const formula::names& names, const tables& input, const run_options& options)
      : issues(options.issues_of_a_kind), data(bind(names, program, input, options.period, issues, options.any_state)) {}
};

/// Fills `out`, which is empty or the result of an earlier run with the same options but for the values of parameters. A defect of the program is an
/// assertion; whatever is wrong with the data is an issue.
inline void score_into(result& out, const program::program& program, const formula::names& names, const bound_input& input, const run_options& options,
                       run_memory& memory) {
  issue_list issues = input.issues;
  out.totals.clear();
  out.state.reset();
  out.goals.reset();
  const std::vector<formula::parameter> parameters = parameters_of(names, options);
  const auto run = [&](auto evaluator) { evaluator.run(out); };
  if (options.mode == numeric::fast)
    run(evaluator<double>(program, names, input.data, parameters, options.wanted, options.block, options.kernels, memory, issues));
  else run(evaluator<rational>(program, names, input.data, parameters, options.wanted, options.block, options.kernels, memory, issues));
  out.issues = issues.take(names);
}

[[nodiscard]] inline result score(const program::program& program, const formula::names& names, const bound_input& input, const run_options& options = {}) {
  result out;
  run_memory memory;
  score_into(out, program, names, input, options, memory);
  return out;
}

}  // namespace attain::engine
