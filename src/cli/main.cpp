// SPDX-License-Identifier: Apache-2.0
/// The program `attain`: what can be written on its command line, and which exit code comes of it.
#include <array>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "attain/base/version.hpp"
#include "attain/text/nearest.hpp"
#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"

namespace attain::cli {

namespace {

void add_check(CLI::App& app, check_options& options) {
  CLI::App* const command = app.add_subcommand("check", "Read a plan and say what is wrong with it");
  command->add_option("PLAN", options.plan, "The plan, a TOML or a JSON file")->required();
  CLI::Option* const canonical = command->add_flag("--canonical", options.canonical, "Print the plan as JSON on one line, the same for all ways of writing it");
  command->add_flag("--digest", options.digest, "Print what identifies the plan: the SHA-256 of its canonical form")->excludes(canonical);
}

void add_score(CLI::App& app, score_options& options) {
  CLI::App* const command = app.add_subcommand("score", "Score everybody and write scores, grades and pay");
  command->add_option("PLAN", options.plan, "The plan, a TOML or a JSON file")->required();
  const auto many = CLI::MultiOptionPolicy::TakeAll;
  command
      ->add_option("--table", options.tables,
                   "The data of a table of the plan, a CSV file or a sheet of an Excel workbook (book.xlsx#Sheet1); once for each table")
      ->type_name("NAME=FILE")
      ->expected(1)
      ->multi_option_policy(many);
  command->add_option("--set", options.sets, "Another value for a parameter of the plan, as a literal: 2, 5%, '500 CNY'")
      ->type_name("PARAMETER=VALUE")
      ->expected(1)
      ->multi_option_policy(many);
  command->add_option("--period", options.period, "Another period than the plan's, both days in")->type_name("FIRST..LAST");
  command->add_option("--numeric", options.numeric, "Arithmetic: exact decides pay, fast is for trials")
      ->check(CLI::IsMember({"exact", "fast"}))
      ->capture_default_str();
  command->add_option("--output", options.outputs, "Write the results to a file; TABLE=FILE: the outputs of another table; totals=FILE: the totals")
      ->type_name("FILE")
      ->expected(1)
      ->multi_option_policy(many);
  command->add_option("--format", options.format, "How the results are written; table is for people")
      ->check(CLI::IsMember({"csv", "json", "table"}))
      ->capture_default_str();
  command->add_option("--issues", options.issues, "Write all that is wrong with the data to a CSV file, instead of a summary")->type_name("FILE");
  command->add_option("--state", options.state, "The balances that the period before handed over: what its --state-out wrote, a CSV file")->type_name("FILE");
  command->add_option("--state-out", options.state_out, "Write the balances that the next period begins with to a CSV file")->type_name("FILE");
  command->add_flag("--force-state", options.force_state, "Take the state though it is not that of the day before the period");
  command->add_option("--goals", options.goals, "Write next period's population, with the columns that the goals fill, to a CSV file")->type_name("FILE");
  command->add_option("--block", options.block, "Rows that are computed at a time")->group("");  // changes no result; for tests
}

/// CLI11 says of a misspelt command only that it did not expect it.
bool is_unknown_command(int count, const char* const* arguments) {
  static constexpr std::array<std::string_view, 3> known{"check", "score", "schema"};
  if (count < 2 || arguments[1][0] == '-' || arguments[1][0] == '\0') return false;
  const std::string_view wanted = arguments[1];
  for (const std::string_view name : known)
    if (wanted == name) return false;
  std::string message = "attain: there is no command " + in_ticks(wanted);
  const auto near = nearest_name(wanted, known);
  message += near ? "; did you mean " + in_ticks(*near) + "?\n" : "; there are `check`, `score` and `schema` (see attain --help)\n";
  static_cast<void>(std::fputs(message.c_str(), stderr));
  return true;
}

int run(int count, char** arguments) {
  CLI::App app("Scores, grades and incentive pay of a sales team, from a plan and its data");
  app.name("attain");
  app.set_version_flag("--version", "attain " + std::string(version));
  app.require_subcommand(1);
  app.failure_message([](const CLI::App* of, const CLI::Error& e) { return "attain: " + CLI::FailureMessage::simple(of, e); });
  app.footer("Exit codes: 0 all well, 1 the plan or the data has errors, 2 wrong usage.");
  check_options check;
  score_options score;
  add_check(app, check);
  add_score(app, score);
  app.add_subcommand("schema", "Print the JSON Schema of plans, for editors and for programs that write plans");
  if (is_unknown_command(count, arguments)) return wrong_usage;
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? all_well : wrong_usage;
  }
  if (app.got_subcommand("schema")) return run_schema();
  return app.got_subcommand("check") ? run_check(check) : run_score(score);
}

}  // namespace

}  // namespace attain::cli

int main(int count, char** arguments) {
  using namespace attain::cli;
  guard_streams();
  std::string message;
  try {
    return run(count, arguments);
  } catch (const std::bad_alloc&) {
    message = "out of memory";
  } catch (const std::exception& e) {
    message = e.what();
  }
  static_cast<void>(std::fprintf(stderr, "attain: %s\n", message.c_str()));
  return wrong_usage;
}
