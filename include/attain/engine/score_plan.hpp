// SPDX-License-Identifier: Apache-2.0
/// Scores data by a compiled plan: what a host calls.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/base/error.hpp"
#include "attain/engine/executor.hpp"
#include "attain/engine/score.hpp"
#include "attain/formula/parser.hpp"
#include "attain/plan/read_define.hpp"
#include "attain/plan/validate.hpp"
#include "attain/program/plan.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/nearest.hpp"

namespace attain {

/// How one run differs from what the plan says.
struct run_options {
  numeric mode = numeric::exact;
  /// First and last day, both in; replaces the plan's period.
  std::optional<day_range> period;
  /// Takes a state whose period does not end the day before this one begins, which is refused otherwise.
  bool any_state = false;
  /// Parameters by name with a literal as the plan writes it: {"accelerator", "2"}, {"rate", "3%"}, {"base", "500 CNY"}.
  std::vector<std::pair<std::string, std::string>> parameters;
  /// The columns that leave from the plan's tables, by name; none: all. What no wanted column needs is not computed.
  std::vector<std::string> columns;
  /// What a fast run computes with: with each, the same bits always; between them the last digits of what is not rounded may differ.
  attain::kernels kernels = kernels::automatic;
  /// Lends threads to fast runs over whole columns; none: the one that calls. Must outlive the runs. No result depends on it.
  attain::executor* executor = nullptr;
  /// Rows evaluated at a time. No result depends on it.
  std::size_t block = 1024;
  /// Issues of one kind in one table that are kept one by one; beyond that they are counted.
  std::size_t issues_of_a_kind = 10'000;
};

namespace detail {

/// What a plan has in place of a parameter that it does not have: the nearest name, and all of them.
[[nodiscard]] inline std::string other_parameters(const std::string& wanted, const std::vector<formula::parameter>& known) {
  constexpr std::size_t most_named = 20;
  if (known.empty()) return "; it has none";
  std::vector<std::string_view> names;
  std::string list;
  for (const formula::parameter& p : known) {
    names.push_back(p.name);
    if (names.size() <= most_named) list += (list.empty() ? "`" : ", `") + p.name + "`";
  }
  if (names.size() > most_named) list += " and " + std::to_string(names.size() - most_named) + " more";
  const auto near = nearest_name(wanted, names);
  return (near ? "; did you mean `" + std::string(*near) + "`? It has " : "; it has ") + list;
}

/// A literal of a type, as people write it.
[[nodiscard]] inline std::string sample_literal(const formula::type& t, const std::string& currency) {
  switch (t.kind) {
    case formula::dimension::money: return "500 " + (t.currency.empty() ? currency : t.currency);
    case formula::dimension::days: return "30 days";
    case formula::dimension::date: return "2026-10-31";
    case formula::dimension::boolean: return "true";
    case formula::dimension::text: return "'north'";
    case formula::dimension::ratio: return "5%";
    default: return "2";
  }
}

/// The outputs of the columns that are wanted, by output; what leaves for the next period always does.
[[nodiscard]] inline std::vector<bool> wanted_outputs(const plan& by, const std::vector<std::string>& columns) {
  if (columns.empty()) return {};
  const std::vector<program::output>& outputs = by.code().outputs;
  std::vector<bool> wanted;
  std::vector<std::string_view> names;
  for (const program::output& o : outputs) {
    const bool leaves = o.leaves_in == program::output::destination::rows;
    wanted.push_back(!leaves || std::find(columns.begin(), columns.end(), o.name) != columns.end());
    if (leaves) names.push_back(o.name);
  }
  for (const std::string& c : columns) {
    if (std::find(names.begin(), names.end(), c) != names.end()) continue;
    const auto near = nearest_name(c, names);
    throw error("the plan gives no column `" + c + "`" + (near ? "; did you mean `" + std::string(*near) + "`?" : ""));
  }
  return wanted;
}

}  // namespace detail

/// A parameter of the plan with another value. Throws `attain::error` when there is no such parameter, or the literal does not fit it.
[[nodiscard]] inline formula::parameter changed_parameter(const plan& by, const std::string& name, const std::string& literal) {
  const auto& known = by.model().names.parameters;
  const formula::parameter* old = nullptr;
  for (const formula::parameter& p : known)
    if (p.name == name) old = &p;
  if (old == nullptr) throw error("the plan has no parameter `" + name + "`" + detail::other_parameters(name, known));
  diagnostics unheard;
  const formula::tree parsed = formula::parse({literal, {}, {}}, unheard);
  std::optional<formula::parameter> value = model::literal_of(parsed, by.model().currency);
  if (old->type_of.kind == formula::dimension::date) {
    if (const auto date = parse_date(literal)) {
      value.emplace();
      value->type_of = old->type_of;
      value->date = *date;
    }
  }
  if (!value || !formula::same_dimension(value->type_of, old->type_of))
    throw error("`" + literal + "` is no value for the parameter `" + name + "`, which is " + to_text(old->type_of) + "; write it like " +
                detail::sample_literal(old->type_of, by.model().currency));
  const auto beyond = [&](const std::optional<decimal>& limit, int side) {
    return limit && arithmetic<rational>::compare(rational(value->number), rational(*limit)) * side > 0;
  };
  if (beyond(old->least, -1)) throw error("the parameter `" + name + "` must be at least " + to_text(*old->least));
  if (beyond(old->most, 1)) throw error("the parameter `" + name + "` must be at most " + to_text(*old->most));
  formula::parameter changed = *old;
  changed.number = value->number;
  changed.boolean = value->boolean;
  changed.date = value->date;
  changed.text = value->text;
  return changed;
}

/// The plan's parameters that a run changes. Throws `attain::error` when one of them does not fit, or when with them the plan would have a
/// mistake that it has not: weights that do not add up, tiers or grades out of order, a floor above its cap.
[[nodiscard]] inline std::vector<formula::parameter> changed_parameters(const plan& by, const std::vector<std::pair<std::string, std::string>>& wanted) {
  std::vector<formula::parameter> changed;
  for (const auto& [name, literal] : wanted) changed.push_back(changed_parameter(by, name, literal));
  if (changed.empty()) return changed;
  engine::run_options run;
  run.parameters = changed;
  model::plan with = by.model();
  with.names.parameters = engine::parameters_of(with.names, run);
  diagnostics found;
  model::validate(with, found);
  std::string values;
  for (const auto& [name, literal] : wanted) values += (values.empty() ? "with `" : ", `") + name + "` = " + literal;
  for (const diagnostic& d : found)
    if (d.severity == severity::error) throw error(values + ": " + d.message + (d.help.empty() ? "" : "; " + d.help));
  if (with.grades_descending != by.model().grades_descending) throw error(values + ": the grades are in the opposite order; list them anew in the plan");
  return changed;
}

/// Tables made ready for a plan: columns matched, keys entered, links followed. Made once, scored any number of times, by any number of
/// threads. Borrows the tables, which must live as long and stay as they are. Needs about 4 bytes for each row of an event table and 4 for
/// each row of what it links to, which all its copies share; one that was moved from is still a dataset.
class dataset {
 public:
  /// Uses `period`, `any_state` and `issues_of_a_kind` of the options. What is wrong with the data becomes issues of every result; throws `attain::error`
  /// when the plan has errors, the period ends before it begins or the plan computes with a period and has none.
  dataset(const plan& by, const tables& input, const run_options& options = {})
      : plan_(checked(by)), input_(std::make_shared<const engine::bound_input>(by.code(), by.model().names, input, engine_options(by, options))) {}
  dataset(const dataset&) = default;
  dataset& operator=(const dataset&) = default;
  ~dataset() = default;

  [[nodiscard]] const attain::plan& plan() const { return plan_; }
  [[nodiscard]] const engine::bound_input& bound() const { return *input_; }

 private:
  [[nodiscard]] static const attain::plan& checked(const attain::plan& by) {
    if (!by.ok()) throw error("the plan " + by.text().name() + " has errors:\n" + by.report());
    return by;
  }
  [[nodiscard]] static bool uses_period(const program::program& code) {
    return std::any_of(code.nodes.begin(), code.nodes.end(), [](const program::node& n) { return n.op == program::op::period; });
  }
  [[nodiscard]] static engine::run_options engine_options(const attain::plan& by, const run_options& options) {
    engine::run_options run;
    run.issues_of_a_kind = options.issues_of_a_kind;
    run.period = options.period;
    run.any_state = options.any_state;
    if (!run.period && by.model().period) run.period = day_range{by.model().period->from, by.model().period->to};
    if (run.period && run.period->first > run.period->last) throw error("the period ends before it begins");
    if (!run.period && !by.model().balances.empty())
      throw error("the plan has balances, which go from period to period, and no period: give it [plan] period = { from = …, to = … }, or the run a period");
    if (!run.period && uses_period(by.code()))
      throw error("the plan computes with `period` and has none: give it [plan] period = { from = …, to = … }, or the run a period");
    return run;
  }

  attain::plan plan_;
  std::shared_ptr<const engine::bound_input> input_;
};

/// Scores a dataset again and again: what runs have in common is made once, and the memory of the result is used again. By one thread at a time.
class scorer {
 public:
  /// Throws `attain::error` when an option does not fit the plan, or asks for another period than the dataset was made for.
  explicit scorer(const dataset& data, const run_options& options = {})
      : data_(data), runner_(std::make_unique<engine::runner>(data_.plan().code(), data_.plan().model().names, data_.bound(), checked(data, options))) {}

  /// Scores with the options. What is wrong with the data stands in `issues` of the result, never in an exception. The result stays until the next run.
  const result& run() {
    runner_->run(result_);
    return result_;
  }
  /// The same with other values of parameters, instead of those of the options; throws as `changed_parameters` does.
  const result& run(const std::vector<std::pair<std::string, std::string>>& parameters) {
    runner_->set_parameters(changed_parameters(data_.plan(), parameters));
    return run();
  }
  /// The last result, which is the scorer's no more.
  [[nodiscard]] result take() { return std::exchange(result_, {}); }

 private:
  [[nodiscard]] static engine::run_options checked(const dataset& data, const run_options& options) {
    if (options.block == 0) throw error("a block has at least one row");
    const std::optional<day_range>& period = data.bound().data.period;
    if (options.period && (!period || options.period->first != period->first || options.period->last != period->last))
      throw error("the dataset was made for another period");
    engine::run_options run;
    run.mode = options.mode;
    run.block = options.block;
    run.parameters = changed_parameters(data.plan(), options.parameters);
    run.wanted = detail::wanted_outputs(data.plan(), options.columns);
    run.kernels = options.kernels;
    run.executor = options.executor;
    if (!engine::machine::has(run.kernels)) throw error("this processor does not have the instructions that `kernels` asks for");
    return run;
  }

  dataset data_;
  std::unique_ptr<engine::runner> runner_;
  result result_;
};

/// Scores a dataset by its plan. What is wrong with the data stands in `issues` of the result, never in an exception; throws `attain::error`
/// when an option does not fit the plan, or asks for another period than the dataset was made for.
[[nodiscard]] inline result score(const dataset& data, const run_options& options = {}) {
  scorer once(data, options);
  once.run();
  return once.take();
}

/// Scores the tables by the plan, as `score(dataset(by, input, options), options)` does. Input is borrowed and may go once this returns.
[[nodiscard]] inline result score(const plan& by, const tables& input, const run_options& options = {}) { return score(dataset(by, input, options), options); }

}  // namespace attain
