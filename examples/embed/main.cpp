// SPDX-License-Identifier: Apache-2.0
/// Pays two reps: a payout in ten lines, as the README shows it. Runs beside plan.toml.
#include <attain/attain.hpp>
#include <iostream>

int main() {
  const std::string_view rep[] = {"R001", "R002"};
  const double quota[] = {100000, 80000}, sales[] = {104000, 61234.56};
  attain::tables data;
  data.add("reps").add("rep", rep).add("quota", quota).add("sales", sales);
  const attain::result result = attain::score(attain::plan::load("plan.toml"), data);
  for (std::size_t i = 0; i < 2; ++i) std::cout << rep[i] << ' ' << result.find("payout")->text(i) << '\n';
}
