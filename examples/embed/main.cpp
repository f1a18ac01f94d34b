// SPDX-License-Identifier: Apache-2.0
/// Scores three reps and pays them: what a program does that embeds Attain.
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <attain/attain.hpp>

namespace {

constexpr std::string_view plan_text = R"toml(
attain = 1
plan = { name = "Quarter", currency = "EUR" }

[tables.reps]
key = "rep"
columns = { quota = "money" }

[tables.deals]
link = { rep = "reps" }
columns = { amount = "money" }

[[indicators]]
name = "sales"
actual = "sum(deals.amount)"
target = "quota"

# 3 % up to the quota, 5 % on what is beyond it.
[curves.rate]
kind = "marginal"
tiers = [{ from = "0%", rate = "3%" }, { from = "100%", rate = "5%" }]

[[incentives]]
name = "commission"
amount = "quota * rate(sales.attainment)"
)toml";

}  // namespace

int main() {
  const std::vector<std::string_view> reps = {"Ada", "Ben", "Chen"};
  const std::vector<double> quotas = {100000, 100000, 80000};
  const std::vector<std::string_view> sellers = {"Ada", "Ben", "Ada", "Chen"};
  const std::vector<std::int64_t> cents = {6400000, 7512350, 4000000, 8000001};

  const attain::plan plan = attain::plan::parse(std::string(plan_text));
  if (!plan.ok()) {
    std::cerr << plan.report();
    return 1;
  }
  attain::tables data;
  data.add("reps").add("rep", reps).add("quota", quotas);
  data.add("deals").add("rep", sellers).add_decimals("amount", cents, 2);

  const attain::result result = attain::score(plan, data);
  for (const attain::issue& issue : result.issues) std::cerr << issue.message << '\n';
  for (std::size_t i = 0; i < reps.size(); ++i) std::cout << reps[i] << ' ' << result.find("payout")->text(i) << '\n';
  return 0;
}
