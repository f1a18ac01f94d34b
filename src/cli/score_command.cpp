// SPDX-License-Identifier: Apache-2.0
/// `attain score PLAN --table …`: scores everybody and writes the results.
#include <algorithm>
#include <cstdio>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/attain.hpp"
#include "attain/base/calendar.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"
#include "cli/failure.hpp"
#include "cli/issue_summary.hpp"
#include "cli/next_period.hpp"
#include "cli/json_writer.hpp"
#include "cli/output_file.hpp"
#include "cli/plan_file.hpp"
#include "cli/progress.hpp"
#include "cli/score_arguments.hpp"
#include "cli/table_file.hpp"
#include "cli/table_printer.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"

namespace attain::cli {

namespace {

void say(const std::string& text) { static_cast<void>(std::fputs(text.c_str(), stderr)); }

bool any_error(const std::vector<issue>& issues) {
  return std::any_of(issues.begin(), issues.end(), [](const issue& i) { return i.severity == severity::error; });
}

/// All that is written is opened before anything is computed, so that nobody waits for an output that cannot be.
struct outputs {
  std::unique_ptr<output_file> results;
  std::vector<std::pair<std::string, std::unique_ptr<output_file>>> other_tables;
  std::unique_ptr<output_file> totals;  ///< null: nobody asked for them, or they stand in the results
  std::unique_ptr<output_file> state;   ///< null: nobody asked for it
  std::unique_ptr<output_file> goals;   ///< null: nobody asked for them
  std::unique_ptr<output_file> issues;  ///< null: a summary on standard error
};

outputs open_outputs(const score_options& options, const score_arguments& arguments, const plan& scored) {
  outputs to;
  to.results = std::make_unique<output_file>(arguments.output);
  for (const auto& [table, path] : arguments.outputs) {
    to.other_tables.emplace_back(scored.model().names.tables[table].name, std::make_unique<output_file>(path));
  }
  if (arguments.totals) to.totals = std::make_unique<output_file>(*arguments.totals);
  if (!options.state_out.empty()) to.state = std::make_unique<output_file>(options.state_out);
  if (!options.goals.empty()) to.goals = std::make_unique<output_file>(options.goals);
  if (!options.issues.empty()) to.issues = std::make_unique<output_file>(options.issues);
  return to;
}

void write_issues(outputs& to, const std::vector<issue>& issues) {
  if (to.issues) {
    write_csv(*to.issues, issues);
    to.issues->commit();
  } else {
    say(summarise(issues));
  }
}

/// The tables of a run; the input borrows from the columns, which therefore stay where they are.
struct loaded_tables {
  std::deque<owned_table> owned;
  tables input;
  copied_rows state;         ///< what came in, for the state that goes out
  copied_rows population;    ///< the same for next period's population, where that is asked for
  std::vector<issue> fatal;  ///< of files of which nothing can be used
};

/// A state that makes no mark has no column for them.
bool is_absent_mark(const issue& i) { return i.code == code::missing_column && i.table == formula::state_names::table && i.column == formula::state_names::failed; }

/// A state of which something is lost would be lost for ever.
void load_state(const std::string& path, const plan& scored, loaded_tables& to) {
  const formula::names& names = scored.model().names;
  file_table read = read_table(path, names.tables[names.state], {}, &to.state);
  for (const issue& i : read.rows ? read.rows->issues() : read.issues)
    if (i.severity == severity::error && !is_absent_mark(i)) to.fatal.push_back(i);
  if (!to.fatal.empty() || !read.rows) return;
  to.owned.push_back(*std::move(read.rows));
  to.owned.back().lend(to.input.add(formula::state_names::table));
}

void load(const score_options& options, const score_arguments& arguments, const plan& scored, loaded_tables& to) {
  const formula::names& names = scored.model().names;
  const auto& used = scored.code().columns_used;
  for (const auto& [table, path] : arguments.inputs) {
    const bool is_copied = table == names.population && !options.goals.empty();
    file_table read = read_table(path, names.tables[table], table < used.size() ? used[table] : std::vector<bool>{}, is_copied ? &to.population : nullptr);
    if (!read.rows) {
      to.fatal.insert(to.fatal.end(), read.issues.begin(), read.issues.end());
      continue;
    }
    to.owned.push_back(*std::move(read.rows));
    to.owned.back().lend(to.input.add(names.tables[table].name));
  }
  if (!options.state.empty()) load_state(options.state, scored, to);
}

/// The reader of a file knows its header and said more about a missing column than the engine does.
void drop_repeated(std::vector<issue>& issues) {
  const auto about_header = [](const issue& i) { return i.line > 0 && (i.code == code::missing_column || i.code == code::duplicate_header); };
  std::vector<std::pair<std::string, std::string>> told;
  for (const issue& i : issues)
    if (about_header(i)) told.emplace_back(i.table, i.column);
  const auto repeated = [&](const issue& i) {
    return i.code == code::missing_column && i.line == 0 && std::find(told.begin(), told.end(), std::pair{i.table, i.column}) != told.end();
  };
  issues.erase(std::remove_if(issues.begin(), issues.end(), [&](const issue& i) { return repeated(i) || is_absent_mark(i); }), issues.end());
}

/// Throws `attain::error` for a parameter or a value that the plan does not have, before any data is read.
run_options options_of(const score_options& options, const score_arguments& arguments, const plan& scored) {
  run_options run;
  run.mode = arguments.mode;
  run.period = arguments.period;
  run.parameters = arguments.parameters;
  run.any_state = options.force_state;
  if (arguments.block > 0) run.block = arguments.block;
  static_cast<void>(changed_parameters(scored, run.parameters));
  return run;
}

run_header header_of(const plan& scored, const std::optional<day_range>& period) {
  const model::plan& m = scored.model();
  run_header header{m.name, scored.digest(), m.label, m.currency, "", ""};
  if (period) {
    header.period_from = date_to_text(period->first);
    header.period_to = date_to_text(period->last);
  } else if (m.period) {
    header.period_from = date_to_text(m.period->from);
    header.period_to = date_to_text(m.period->to);
  }
  return header;
}

result score_all(const plan& scored, const tables& input, const run_options& run) {
  const progress shown("scoring", 0);
  return score(scored, input, run);
}

void write_other_tables(outputs& to, const result& results) {
  for (auto& [name, file] : to.other_tables) write_csv(*file, *results.table(name));
  for (std::size_t t = 1; t < results.tables.size(); ++t) {
    const std::string& name = results.tables[t].name;
    const bool written = std::any_of(to.other_tables.begin(), to.other_tables.end(), [&](const auto& o) { return o.first == name; });
    if (!written) say("note: the outputs of " + in_ticks(name) + " are not written; add --output " + name + "=FILE\n");
  }
  for (auto& [name, file] : to.other_tables) file->commit();
}

/// Those that the plan asks for are missed in a file that has rows only; the sums of columns are not.
void write_totals(outputs& to, const plan& scored, const result& results) {
  if (to.totals) {
    write_csv(*to.totals, results.totals);
    to.totals->commit();
  } else if (!scored.model().totals.empty()) {
    say("note: the totals are not written; add --output totals=FILE\n");
  }
}

void write_next_period(outputs& to, const plan& scored, const loaded_tables& data, const result& results) {
  const formula::names& names = scored.model().names;
  if (to.state && results.state) {
    write_state(*to.state, *results.state, data.state, names.plan);
    to.state->commit();
  } else if (to.state) {
    say("the state is not written\n");
  } else if (results.state) {
    say("note: the balances for the next period are not written; add --state-out FILE\n");
  }
  if (!to.goals || !results.goals) return;
  const formula::table& population = names.tables[names.population];
  write_goals(*to.goals, *results.goals, data.population, population, *data.input.find(population.name));
  to.goals->commit();
}

void write_results(outputs& to, const score_arguments& arguments, const plan& scored, const result& results) {
  switch (arguments.format) {
    case output_format::csv:
      if (!results.tables.empty()) write_csv(*to.results, results.tables.front());
      write_other_tables(to, results);
      write_totals(to, scored, results);
      if (results.mode == numeric::fast) say("note: computed in doubles (--numeric fast): for trials, not for paying\n");
      break;
    case output_format::json: write_json(*to.results, header_of(scored, arguments.period), results); break;
    case output_format::table: print_table(*to.results, header_of(scored, arguments.period), results, table_width()); break;
  }
  to.results->commit();
}

}  // namespace

int run_score(const score_options& options) {
  const plan scored = read_plan(options.plan);
  if (!scored.ok()) return has_errors;
  const score_arguments arguments = read_arguments(options, scored);
  const run_options run = options_of(options, arguments, scored);
  outputs to = open_outputs(options, arguments, scored);
  loaded_tables data;
  load(options, arguments, scored, data);
  if (!data.fatal.empty()) {
    write_issues(to, data.fatal);
    say("nothing was scored\n");
    return has_errors;
  }
  result results = score_all(scored, data.input, run);
  drop_repeated(results.issues);
  write_results(to, arguments, scored, results);
  write_next_period(to, scored, data, results);
  write_issues(to, results.issues);
  return any_error(results.issues) ? has_errors : all_well;
}

}  // namespace attain::cli
