// SPDX-License-Identifier: Apache-2.0
/// Scores data by a program: binds, evaluates, and hands out the result. What the public `score` calls.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "attain/engine/bind.hpp"
#include "attain/engine/evaluate.hpp"
#include "attain/engine/executor.hpp"
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
  attain::executor* executor = nullptr;   ///< none: one thread
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

/// Scores bound tables by a program, as often as wanted. A defect of the program is an assertion; whatever is wrong with the data is an issue.
/// Borrows what it is made with, and stays where it is.
class runner {
 public:
  runner(const program::program& program, const formula::names& names, const bound_input& input, run_options options)
      : program_(program), names_(names), input_(input), options_(std::move(options)) {}
  runner(const runner&) = delete;
  runner& operator=(const runner&) = delete;
  ~runner() = default;

  void set_parameters(std::vector<formula::parameter> changed) {
    options_.parameters = std::move(changed);
    fast_.reset();
    exact_.reset();
  }
  /// Fills `out`, which is empty or what the last run filled.
  void run(result& out) {
    issue_list issues = input_.issues;
    out.totals.clear();
    out.state.reset();
    out.goals.reset();
    if (options_.mode == numeric::fast) run(fast_, out, issues);
    else run(exact_, out, issues);
    out.issues = issues.take(names_);
  }

 private:
  template <class Evaluator>
  void run(std::optional<Evaluator>& by, result& out, issue_list& issues) {
    if (!by) {
      parameters_ = parameters_of(names_, options_);
      by.emplace(program_, names_, input_.data, parameters_, options_.wanted, options_.block, options_.kernels, options_.executor, memory_);
    }
    by->run(out, issues);
  }

  const program::program& program_;
  const formula::names& names_;
  const bound_input& input_;
  run_options options_;
  std::vector<formula::parameter> parameters_;
  machine::memory memory_;
  std::optional<evaluator<double>> fast_;
  std::optional<evaluator<rational>> exact_;
};

[[nodiscard]] inline result score(const program::program& program, const formula::names& names, const bound_input& input, const run_options& options = {}) {
  result out;
  runner(program, names, input, options).run(out);
  return out;
}

}  // namespace attain::engine
