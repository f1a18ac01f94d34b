// SPDX-License-Identifier: Apache-2.0
/// `attain schema`: prints the JSON Schema of plans.
#include "attain/plan/schema.hpp"
#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/output_file.hpp"

namespace attain::cli {

int run_schema() {
  output_file out("");
  out << plan_schema();
  out.commit();
  return all_well;
}

}  // namespace attain::cli
