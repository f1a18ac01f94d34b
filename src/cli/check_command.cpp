// SPDX-License-Identifier: Apache-2.0
/// `attain check PLAN`: reads a plan and says what is wrong with it, or prints what identifies it.
#include <cstdio>
#include <string>

#include "attain/program/plan.hpp"
#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/output_file.hpp"
#include "cli/plan_file.hpp"
#include "cli/words.hpp"

namespace attain::cli {

int run_check(const check_options& options) {
  const plan checked = read_plan(options.plan);
  if (!checked.ok()) return has_errors;
  output_file out("");
  if (options.canonical || options.digest) {
    out << (options.canonical ? checked.canonical() : checked.digest()) << "\n";
    out.commit();
    return all_well;
  }
  const model::plan& m = checked.model();
  out << options.plan << ": ok (" << counted(m.indicators.size(), "indicator") << ", " << counted(m.incentives.size(), "incentive") << ", "
      << counted(m.names.tables.size() - (m.names.state == formula::none ? 0 : 1), "table") << ")\n";
  out.commit();
  return all_well;
}

}  // namespace attain::cli
