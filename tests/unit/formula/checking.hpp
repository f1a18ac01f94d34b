// SPDX-License-Identifier: Apache-2.0
/// What the tests of the checker share: a plan with one more formula in it, and what the checker makes of that formula.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "attain/formula/checker.hpp"
#include "attain/plan/agree.hpp"
#include "attain/plan/document_toml.hpp"
#include "attain/plan/read.hpp"
#include "attain/text/render.hpp"

namespace attain::formula::testing {

/// A plan with a value of every type, with links of every shape, and without a mistake.
inline constexpr std::string_view checked_plan = R"toml(attain = 1
[plan]
name = "Checked"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }

[parameters]
rate = "3%"
factor = 1.5
allowance = "500 CNY"
start = 2026-01-01
region = "'north'"
active = true
grace = "30 days"

[tables.reps]
key = "rep"
columns = { team = "text", quota = "money", visits_due = "count", part = "ratio", joined = "date", left = "date?", manager = "bool", tenure = "days", abroad = "money[USD]" }

[tables.deals]
key = "deal"
link = { rep = "reps" }
date = "closed"
columns = { amount = "money", cost = "money", product = "text", units = "count", paid = "bool", closed = "date", usd = "money[USD]" }

[tables.refunds]
key = "refund"
link = { deal = "deals" }
columns = { refunded = "money" }

[tables.orders]
key = "order_no"
link = { owner = "reps", sourcer = "reps?" }
columns = { value = "money" }

[tables.visits]
key = "visit"
link = { rep = "reps" }
columns = { contact = "text?", quota = "money", works = "bool?" }

[tables.prices]
key = "product"
columns = { price = "money", discount = "ratio" }

[tables.days]
key = "day"
columns = { day = "date", works = "bool" }

[evidence.good_visit]
of = "visits"
requires = ["contact"]

[define]
revenue = "sum(deals.amount where paid)"

[define.deals]
margin = "amount - cost"
net = "amount - sum(refunds.refunded)"

[curves.commission]
kind = "marginal"
tiers = [{ from = 0, rate = "3%" }, { from = 50000, rate = "5%" }]

[curves.by_amount]
kind = "marginal"
tiers = [{ from = "0 CNY", rate = "3%" }]

[curves.by_ratio]
kind = "step"
tiers = [{ from = "0%", value = "100 CNY" }, { from = "100%", value = "500 CNY" }]

[curves.line]
kind = "linear"
knots = [["0%", 0], ["100%", 100]]

[[indicators]]
name = "sales"
actual = "revenue"
target = "quota"
weight = "100%"

[[grades]]
name = "A"
from = 90
multiplier = 1.2
prize = "500 CNY"
[[grades]]
name = "B"
from = 0
multiplier = 1
prize = "0 CNY"

[[incentives]]
name = "bonus"
amount = "quota * 5%"
)toml";

/// A plan's text after the reader and the checker.
struct checked {
  source text;
  diagnostics messages;
  model::plan plan;

  explicit checked(std::string written) : text("plan.toml", std::move(written)) {
    const document::parsed document = document::parse_toml(text, messages);
    plan = model::read(document, messages);
    checker(plan.names, messages).check_all();
    model::agree(plan, messages);
    messages.sort();
  }

  [[nodiscard]] const quantity* find(std::string_view name) const {
    for (const quantity& q : plan.names.quantities)
      if (q.name == name) return &q;
    return nullptr;
  }

  /// The codes of all messages, warnings marked: `A3014, A3018!`.
  [[nodiscard]] std::string codes() const {
    std::string all;
    for (const diagnostic& d : messages) all += (all.empty() ? "" : ", ") + to_string(d.code) + (d.severity == severity::error ? "" : "!");
    return all;
  }

  [[nodiscard]] std::string report() const {
    std::string all;
    for (const diagnostic& d : messages) all += render(text, d) + "\n";
    return all;
  }
};

/// The plan with more definitions; `table` is empty for those of the population.
inline std::string with_definitions(std::string_view definitions, std::string_view table = {}) {
  std::string written(checked_plan);
  const std::string head = table.empty() || table == "deals" ? "[define" + std::string(table.empty() ? "" : ".deals") + "]\n" : "";
  if (head.empty()) return written + "\n[define." + std::string(table) + "]\n" + std::string(definitions);
  return written.insert(written.find(head) + head.size(), definitions);
}

/// What the checker says of a formula: its type, or the codes of its mistakes; both when there are only warnings.
inline std::string verdict(std::string_view formula, std::string_view table = {}) {
  const checked c(with_definitions("asked = \"" + std::string(formula) + "\"\n", table));
  const quantity* q = c.find(table.empty() ? "asked" : std::string(table) + ".asked");
  if (q == nullptr) return "no such definition\n" + c.report();
  if (c.messages.has_errors()) return c.codes();
  return to_text(q->result) + (c.messages.empty() ? "" : ", " + c.codes());
}

/// A formula and the verdict on it.
struct judged {
  std::string_view formula;
  std::string_view verdict;
};

inline void expect_verdicts(const std::vector<judged>& rows, std::string_view table = {}) {
  for (const judged& r : rows) EXPECT_EQ(verdict(r.formula, table), r.verdict) << r.formula;
}

}  // namespace attain::formula::testing
