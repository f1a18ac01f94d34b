// SPDX-License-Identifier: Apache-2.0
/// The reader of the arguments of `attain score`.
#include "cli/score_arguments.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "attain/base/calendar.hpp"
#include "attain/text/nearest.hpp"
#include "attain/text/unicode.hpp"
#include "cli/failure.hpp"
#include "cli/table_file.hpp"
#include "cli/words.hpp"

namespace attain::cli {

namespace {

std::string suggestion(std::string_view wanted, const std::vector<std::string_view>& known) {
  if (const auto near = nearest_name(wanted, known)) return "; did you mean " + in_ticks(*near) + "?";
  if (known.empty()) return "";
  std::string list = "; it has ";
  for (const std::string_view name : known) list += (name == known.front() ? "" : ", ") + in_ticks(name);
  return list;
}

/// Both sides of the first `=`; nothing when one of them is empty.
std::optional<std::pair<std::string, std::string>> split_pair(const std::string& argument) {
  const std::size_t at = argument.find('=');
  if (at == 0 || at == std::string::npos || at + 1 == argument.size()) return std::nullopt;
  return std::pair{argument.substr(0, at), argument.substr(at + 1)};
}

std::uint32_t find_table(const formula::names& names, const std::string& wanted) {
  const std::uint32_t found = names.find_table(wanted);
  if (found != formula::none) return found;
  if (names.state != formula::none && wanted == formula::state_names::table) throw failure("the state is not given as a table but by --state FILE");
  std::vector<std::string_view> known;
  for (const formula::table& t : names.tables)
    if (&t - names.tables.data() != static_cast<std::ptrdiff_t>(names.state)) known.push_back(t.name);
  throw failure("[" + to_string(code::unknown_table_data) + "] the plan has no table " + in_ticks(wanted) + suggestion(wanted, known));
}

std::vector<table_file> read_inputs(const std::vector<std::string>& arguments, const formula::names& names) {
  std::vector<table_file> inputs;
  for (const std::string& argument : arguments) {
    const auto pair = split_pair(argument);
    if (!pair) throw failure("--table needs NAME=FILE, for example --table reps=reps.csv, not " + in_ticks(argument));
    const std::uint32_t table = find_table(names, pair->first);
    const bool twice = std::any_of(inputs.begin(), inputs.end(), [table](const table_file& t) { return t.table == table; });
    if (twice) throw failure("--table " + pair->first + " is given twice");
    inputs.push_back({table, pair->second});
  }
  return inputs;
}

void read_outputs(const std::vector<std::string>& arguments, const formula::names& names, const std::vector<program::output>& outputs, score_arguments& to) {
  for (const std::string& argument : arguments) {
    const auto pair = split_pair(argument);
    // `resutls=out.csv` is no path that anybody means; one that is so called can be written ./resutls=out.csv.
    if (pair && pair->first == "totals" && names.find_table(pair->first) == formula::none) {
      if (to.format != output_format::csv) throw failure("--output totals=FILE goes with --format csv; json and table have the totals in them");
      if (to.totals) throw failure("--output totals is given twice");
      to.totals = pair->second;
      continue;
    }
    std::uint32_t table = formula::none;
    if (pair) table = is_identifier(pair->first) ? find_table(names, pair->first) : names.find_table(pair->first);
    if (table == formula::none || table == names.population) {
      if (!to.output.empty()) throw failure("--output is given twice for the results");
      to.output = table == formula::none ? argument : pair->second;
      continue;
    }
    if (to.format != output_format::csv)
      throw failure("--output " + pair->first + "=FILE goes with --format csv; json has the outputs of all tables in one file");
    const bool twice = std::any_of(to.outputs.begin(), to.outputs.end(), [table](const table_file& t) { return t.table == table; });
    if (twice) throw failure("--output " + pair->first + " is given twice");
    const bool has_outputs = std::any_of(outputs.begin(), outputs.end(), [table](const program::output& o) { return o.table == table; });
    if (!has_outputs) throw failure("the plan has no outputs of " + in_ticks(pair->first) + " for --output " + argument);
    to.outputs.push_back({table, pair->second});
  }
}

/// The place of a file, whether it is there or not, however its path is written; empty for a device or a pipe, which several may share.
std::string place_of(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (fs::exists(status) && !fs::is_regular_file(status)) return {};
  const fs::path whole = fs::weakly_canonical(fs::absolute(path, failed), failed);
  return failed ? path : whole.string();
}

/// Nothing that is written may replace what is read, or what else is written.
void check_files(const score_options& options, const score_arguments& arguments, const formula::names& names) {
  std::vector<std::pair<std::string, std::string>> taken{{place_of(options.plan), "the plan " + in_ticks(options.plan)}};
  for (const table_file& t : arguments.inputs) taken.emplace_back(place_of(file_of_table(t.path)), "the data of " + in_ticks(names.tables[t.table].name));
  if (!options.state.empty()) taken.emplace_back(place_of(options.state), "the state " + in_ticks(options.state));
  const std::size_t read = taken.size();
  const auto write = [&](const std::string& path, const std::string& what) {
    const bool is_standard = path.empty() || path == "-";
    const std::string place = is_standard ? "-" : place_of(path);
    for (std::size_t i = 0; i < taken.size() && !place.empty(); ++i) {
      if (taken[i].first != place) continue;
      if (i < read) throw failure(what + " would replace " + taken[i].second + ": write to another file");
      throw failure(taken[i].second + " and " + what + " go to one place, " + (is_standard ? "standard output" : in_ticks(path)) +
                    ": name a file of its own for each");
    }
    taken.emplace_back(place, what);
  };
  write(arguments.output, "--output " + (arguments.output.empty() ? "-" : arguments.output));
  for (const table_file& t : arguments.outputs) write(t.path, "--output " + names.tables[t.table].name + "=" + t.path);
  if (arguments.totals) write(*arguments.totals, "--output totals=" + *arguments.totals);
  if (!options.issues.empty()) write(options.issues, "--issues " + options.issues);
  if (!options.state_out.empty()) write(options.state_out, "--state-out " + options.state_out);
  if (!options.goals.empty()) write(options.goals, "--goals " + options.goals);
}

/// What goes from period to period must be in the plan, and exact.
void check_next_period(const score_options& options, const model::plan& scored) {
  if (scored.balances.empty() && !options.state.empty()) throw failure("the plan has no [[balances]] for --state " + options.state);
  if (scored.balances.empty() && !options.state_out.empty()) throw failure("the plan has no [[balances]] for --state-out " + options.state_out);
  if (options.force_state && options.state.empty()) throw failure("--force-state needs --state FILE");
  if (scored.goals.empty() && !options.goals.empty()) throw failure("the plan has no [[goals]] for --goals " + options.goals);
  if (options.numeric != "fast") return;
  if (!options.state_out.empty()) throw failure("--state-out needs --numeric exact: what is carried on must not be off in its last place");
  if (!options.goals.empty()) throw failure("--goals needs --numeric exact: what is carried on must not be off in its last place");
}

std::vector<std::pair<std::string, std::string>> read_parameters(const std::vector<std::string>& arguments) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const std::string& argument : arguments) {
    auto pair = split_pair(argument);
    if (!pair) throw failure("--set needs PARAMETER=VALUE, for example --set accelerator=2, not " + in_ticks(argument));
    const bool twice = std::any_of(result.begin(), result.end(), [&](const auto& r) { return r.first == pair->first; });
    if (twice) throw failure("--set " + pair->first + " is given twice");
    result.push_back(*std::move(pair));
  }
  return result;
}

day_range read_period(const std::string& argument) {
  const std::size_t dots = argument.find("..");
  const auto first = parse_date(std::string_view(argument).substr(0, dots));
  const auto last = dots == std::string::npos ? std::nullopt : parse_date(std::string_view(argument).substr(dots + 2));
  if (!first || !last) throw failure("--period needs FIRST..LAST, for example --period 2026-10-01..2026-10-31, not " + in_ticks(argument));
  if (*first > *last) throw failure("--period " + argument + " ends before it begins");
  return {*first, *last};
}

}  // namespace

score_arguments read_arguments(const score_options& options, const plan& for_plan) {
  const formula::names& names = for_plan.model().names;
  score_arguments result;
  result.format = options.format == "json" ? output_format::json : options.format == "table" ? output_format::table : output_format::csv;
  result.inputs = read_inputs(options.tables, names);
  read_outputs(options.outputs, names, for_plan.code().outputs, result);
  const bool has_population = std::any_of(result.inputs.begin(), result.inputs.end(), [&](const table_file& t) { return t.table == names.population; });
  if (!has_population)
    throw failure("no data for " + in_ticks(names.tables[names.population].name) + ": add --table " + names.tables[names.population].name + "=FILE");
  result.mode = options.numeric == "fast" ? numeric::fast : numeric::exact;
  result.block = options.block;
  if (!options.period.empty()) result.period = read_period(options.period);
  result.parameters = read_parameters(options.sets);
  check_next_period(options, for_plan.model());
  check_files(options, result, names);
  return result;
}

}  // namespace attain::cli
