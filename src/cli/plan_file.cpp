// SPDX-License-Identifier: Apache-2.0
/// The reader of plan files.
#include "cli/plan_file.hpp"

#include <cstdio>

#include "cli/input_file.hpp"
#include "cli/terminal.hpp"

namespace attain::cli {

plan read_plan(const std::string& path) {
  plan result = plan::parse(input_file(path).read_all(), path);
  render_options look;
  look.color = wants_color();
  const std::string report = result.report(look);
  static_cast<void>(std::fputs(report.c_str(), stderr));
  return result;
}

}  // namespace attain::cli
