// SPDX-License-Identifier: Apache-2.0
/// What the tests of the plan reader share: one whole plan, and a way to change a piece of it and look at the one message that follows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "attain/formula/checker.hpp"
#include "attain/plan/agree.hpp"
#include "attain/plan/document_toml.hpp"
#include "attain/plan/read.hpp"
#include "attain/plan/settle_balances.hpp"
#include "attain/plan/validate.hpp"
#include "attain/text/render.hpp"

namespace attain::testing {

/// A plan that uses most of the language and has no mistake.
inline constexpr std::string_view whole_plan = R"toml(attain = 1
[plan]
name = "Field sales"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }
rounding = "half-up"

[parameters]
accelerator = 1.5
commission_rate = "3%"

[tables.reps]
key = "rep"
columns = { rep = "text", person = "text", team = "text", sales_quota = "money", new_customer_quota = "count", visit_quota = "count", target_bonus = "money", overdue_reports = "count?" }

[tables.deals]
key = "deal"
link = { rep = "reps" }
date = "closed"
columns = { deal = "text", amount = "money", cost = "money", new_customer = "bool", paid = "bool", closed = "date" }

[tables.visits]
link = { rep = "reps" }
date = "visited"
columns = { company = "text?", contact = "text?", decision_maker = "bool?", discussed = "text?", products_in_use = "text?", decision_process = "text?", reaction = "text?", competitors = "text?", demo_given = "bool?", need_met = "bool?", decision_time = "text?", budget = "money?", next_step = "text?", visited = "date" }

[evidence.effective_visit]
of = "visits"
requires = ["company", "contact", "decision_maker", "discussed", "products_in_use", "decision_process", "reaction", "competitors", "demo_given", "need_met", "decision_time", "budget", "next_step"]

[define]
revenue = "sum(deals.amount where paid)"

[[indicators]]
name = "sales"
label = "销售额"
actual = "revenue"
target = "sales_quota"
weight = "50%"
score = { method = "linear", knots = [["0%", 0], ["60%", 0], ["100%", 100], ["150%", 130]] }

[[indicators]]
name = "new_customers"
actual = "count(deals where new_customer)"
target = "new_customer_quota"
weight = "30%"
score = { method = "比率法", cap = 120 }

[[indicators]]
name = "effective_visits"
actual = "count(visits where effective_visit)"
target = "visit_quota"
weight = "20%"
score = { method = "层差法", steps = [["0%", 0], ["80%", 80], ["100%", 100]] }

[[adjustments]]
name = "late_reports"
points = "max(-10, -2 * coalesce(overdue_reports, 0))"

[[grades]]
name = "A"
from = 95
multiplier = 1.2
[[grades]]
name = "B"
from = 0
multiplier = 1

[curves.commission_by_attainment]
kind = "marginal"
tiers = [ { from = "0%", rate = "commission_rate" }, { from = "100%", rate = "commission_rate * accelerator" } ]

[[incentives]]
name = "commission"
amount = "sales_quota * commission_by_attainment(sales.attainment)"
gate = "effective_visits.attainment >= 60%"
cap = "4 * target_bonus"

[[incentives]]
name = "bonus"
amount = "target_bonus * score / 100 * grade.multiplier"

[[goals]]
column = "sales_quota"
value = "round(max(sales_quota, 70% * sales_quota + 30% * revenue) * 1.05, -2)"
)toml";

/// A plan's text after all stations that report mistakes.
struct checked_plan {
  source text;
  diagnostics messages;
  model::plan plan;

  explicit checked_plan(std::string written) : text("plan.toml", std::move(written)) {
    const document::parsed document = document::parse_toml(text, messages);
    plan = model::read(document, messages);
    model::settle_balances(plan, messages);
    formula::checker(plan.names, messages).check_all();
    model::agree(plan, messages);
    model::validate(plan, messages);
  }

  [[nodiscard]] std::string report() const {
    std::string all;
    for (const diagnostic& d : messages) all += render(text, d) + "\n";
    return all;
  }
  [[nodiscard]] std::string at(span where) const { return std::string(text.text().substr(where.begin, where.end - where.begin)); }
  [[nodiscard]] const formula::quantity& quantity(std::string_view name) const {
    static const formula::quantity nothing;
    for (const formula::quantity& q : plan.names.quantities)
      if (q.name == name) return q;
    ADD_FAILURE() << "no quantity " << name;
    return nothing;
  }
};

/// The whole plan with one piece replaced, or with more text behind it when `find` is empty.
inline std::string changed(std::string_view find, std::string_view put) {
  std::string written(whole_plan);
  if (find.empty()) return written.append("\n").append(put);
  const std::size_t place = written.find(find);
  EXPECT_NE(place, std::string::npos) << "the plan has no " << find;
  return place == std::string::npos ? written : written.replace(place, find.size(), put);
}

/// A mistake made in the whole plan, and the one message that must follow.
struct slip {
  std::string find;
  std::string put;
  attain::code code;
  std::string at;    ///< what the carets stand under
  std::string help;  ///< a part of the help
};

inline void expect_message(const checked_plan& p, const slip& s) {
  ASSERT_EQ(p.messages.size(), 1U) << p.report();
  const diagnostic& d = p.messages[0];
  EXPECT_EQ(to_string(d.code), to_string(s.code)) << p.report();
  EXPECT_EQ(p.at(d.where), s.at) << p.report();
  EXPECT_NE(d.help.find(s.help), std::string::npos) << p.report();
  EXPECT_FALSE(d.here.empty()) << p.report();
}

inline void expect_slips(const std::vector<slip>& slips) {
  for (const slip& s : slips) {
    SCOPED_TRACE(s.find + " -> " + s.put);
    expect_message(checked_plan(changed(s.find, s.put)), s);
  }
}

inline void expect_no_message(const std::vector<std::pair<std::string, std::string>>& changes) {
  for (const auto& [find, put] : changes) {
    SCOPED_TRACE(find + " -> " + put);
    const checked_plan p(changed(find, put));
    EXPECT_TRUE(p.messages.empty()) << p.report();
  }
}

}  // namespace attain::testing
