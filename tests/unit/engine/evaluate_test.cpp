// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/evaluate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine_testing.hpp"

namespace attain::engine {
namespace {

using namespace testing;
using lines = std::vector<std::string>;
using program::value_kind;

/// A population with one optional number, one optional bool and a required number.
struct fixture {
  builder b;
  test_data data;
  frame_id rep;

  fixture() {
    b.table("reps", {"rep text", "x number?", "y number?", "flag bool?", "need number", "day date?"}, {"rep"});
    rep = b.population_frame;
    data.texts("reps", "rep", {"a", "b", "c", "d"});
    data.numbers("reps", "x", {"6", "", "8", "1"});
    data.numbers("reps", "y", {"3", "2", "0", ""});
    data.booleans("reps", "flag", {"true", "false", "", "true"});
    data.numbers("reps", "need", {"1", "2", "", "4"});
    data.dates("reps", "day", {"2026-10-31", "", "9999-12-31", "2026-01-01"});
  }
  node_id load(const std::string& name) { return b.load(rep, name); }
  node_id make(op what, std::vector<node_id> operands, value_kind kind = value_kind::number, std::uint32_t index = none) {
    return b.add(rep, what, kind, std::move(operands), index, "it", "a formula");
  }
  lines answer(node_id node, dimension type = dimension::number) {
    const std::string name = "answer" + std::to_string(node);
    b.output(name, node, type);
    const lines exact = shown(b.run(data, numeric::exact).find(name));
    EXPECT_EQ(shown(b.run(data, numeric::fast).find(name)), exact);
    run_options small;
    small.block = 3;
    EXPECT_EQ(shown(b.run(data, numeric::exact, small).find(name)), exact);
    return exact;
  }
  lines issues() { return shown(b.run(data, numeric::exact).issues); }
};

TEST(evaluate, arithmetic_is_missing_where_an_operand_is) {
  fixture f;
  const node_id x = f.load("x");
  const node_id y = f.load("y");
  EXPECT_EQ(f.answer(f.make(op::add, {x, y})), (lines{"9", "-", "8", "-"}));
  EXPECT_EQ(f.answer(f.make(op::subtract, {x, y})), (lines{"3", "-", "8", "-"}));
  EXPECT_EQ(f.answer(f.make(op::multiply, {x, f.b.number("2")})), (lines{"12", "-", "16", "2"}));
  EXPECT_EQ(f.answer(f.make(op::negate, {y})), (lines{"-3", "-2", "0", "-"}));
  EXPECT_EQ(f.answer(f.make(op::power, {y, f.b.number("2")})), (lines{"9", "4", "0", "-"}));
  EXPECT_EQ(f.issues(), lines{});
}

TEST(evaluate, division_by_zero_is_told_with_its_formula) {
  fixture f;
  const node_id x = f.load("x");
  const node_id y = f.load("y");
  EXPECT_EQ(f.answer(f.make(op::divide, {x, y})), (lines{"2", "-", "-", "-"}));
  EXPECT_EQ(f.issues(), lines{"A6001 reps 3 c: division by zero in `it` = `a formula`"});
}

TEST(evaluate, a_target_must_be_positive) {
  fixture f;
  const node_id x = f.load("x");
  const node_id y = f.load("y");
  EXPECT_EQ(f.answer(f.make(op::attainment, {x, y})), (lines{"2", "-", "-", "-"}));
  EXPECT_EQ(f.answer(f.make(op::attainment_lower, {y, x})), (lines{"2", "-", "-", "-"}));
  EXPECT_EQ(f.issues(), (lines{"A6001 reps 3 c: division by zero in `it` = `a formula`", "A6002 reps 3 c: `it` cannot be computed: the target is 0"}));
}

TEST(evaluate, comparisons_and_logic) {
  fixture f;
  const node_id x = f.load("x");
  const node_id y = f.load("y");
  const node_id flag = f.load("flag");
  const node_id less = f.make(op::less, {y, x}, value_kind::boolean);
  EXPECT_EQ(f.answer(less, dimension::boolean), (lines{"true", "-", "true", "-"}));
  EXPECT_EQ(f.answer(f.make(op::less_equal, {x, f.b.number("6")}, value_kind::boolean), dimension::boolean), (lines{"true", "-", "false", "true"}));
  EXPECT_EQ(f.answer(f.make(op::equal, {x, f.b.number("6")}, value_kind::boolean), dimension::boolean), (lines{"true", "-", "false", "false"}));
  EXPECT_EQ(f.answer(f.make(op::not_equal, {x, f.b.number("6")}, value_kind::boolean), dimension::boolean), (lines{"false", "-", "true", "true"}));
  EXPECT_EQ(f.answer(f.make(op::logical_and, {flag, less}, value_kind::boolean), dimension::boolean), (lines{"true", "false", "-", "-"}));
  EXPECT_EQ(f.answer(f.make(op::logical_or, {flag, less}, value_kind::boolean), dimension::boolean), (lines{"true", "-", "true", "true"}));
  EXPECT_EQ(f.answer(f.make(op::logical_not, {flag}, value_kind::boolean), dimension::boolean), (lines{"false", "true", "-", "false"}));
  const node_id texts = f.make(op::less, {f.load("rep"), f.b.text("b")}, value_kind::boolean);
  EXPECT_EQ(f.answer(texts, dimension::boolean), (lines{"true", "false", "false", "false"}));
}

TEST(evaluate, a_branch_not_taken_raises_nothing) {
  fixture f;
  const node_id x = f.load("x");
  const node_id y = f.load("y");
  const node_id zero = f.make(op::equal, {y, f.b.number("0")}, value_kind::boolean);
  const node_id quotient = f.make(op::divide, {f.b.number("6"), y});
  EXPECT_EQ(f.answer(f.make(op::select, {zero, f.b.number("0"), quotient})), (lines{"2", "3", "0", "-"}));
  EXPECT_EQ(f.answer(f.make(op::coalesce, {quotient, x})), (lines{"2", "3", "8", "1"}));
  EXPECT_EQ(f.answer(f.make(op::is_missing, {quotient}, value_kind::boolean), dimension::boolean), (lines{"false", "false", "true", "true"}));
  EXPECT_EQ(f.issues(), lines{});
}

TEST(evaluate, one_issue_for_one_cause_however_many_results_it_spoils) {
  fixture f;
  const node_id need = f.load("need");
  f.b.output("one", f.make(op::add, {need, f.b.number("1")}));
  f.b.output("two", f.make(op::negate, {need}));
  EXPECT_EQ(f.issues(), lines{"A5005 reps 3 c: `need` is empty"});
}

TEST(evaluate, a_result_that_must_have_a_value_names_what_is_empty) {
  fixture f;
  const node_id x = f.load("x");
  f.b.output("plain", f.make(op::negate, {x}));
  f.b.output("bonus", f.make(op::add, {x, f.b.number("1")})).must_have_value = true;
  f.b.output("payout", f.make(op::add, {f.b.number("1"), x})).must_have_value = true;
  EXPECT_EQ(f.issues(), lines{"A6008 reps 2 b: `bonus` has no value: `x` is empty"});
}

TEST(evaluate, require) {
  fixture f;
  const node_id x = f.load("x");
  const node_id flag = f.load("flag");
  EXPECT_EQ(f.answer(f.make(op::require, {flag, x}, value_kind::number, static_cast<std::uint32_t>(code::no_grade))), (lines{"6", "-", "-", "1"}));
  EXPECT_EQ(f.issues(), lines{"A6009 reps 2 b: `it`: the score is below the lowest grade"});
}

TEST(evaluate, what_does_not_apply_has_no_issue_and_is_stronger_than_empty) {
  fixture f;
  const node_id x = f.load("x");
  const node_id flag = f.load("flag");
  const node_id only = f.make(op::where_applies, {flag, f.b.number("5")});
  EXPECT_EQ(f.answer(only), (lines{"5", "-", "-", "5"})) << "not where the condition is missing either";
  EXPECT_EQ(f.answer(f.make(op::applies, {only}, value_kind::boolean), dimension::boolean), (lines{"true", "false", "true", "true"}));
  const node_id both = f.make(op::add, {x, only});
  EXPECT_EQ(f.answer(f.make(op::applies, {both}, value_kind::boolean), dimension::boolean), (lines{"true", "false", "true", "true"}));
  EXPECT_EQ(f.answer(f.make(op::coalesce, {only, f.b.number("0")})), (lines{"5", "0", "0", "5"}));
  EXPECT_EQ(f.answer(f.make(op::is_missing, {only}, value_kind::boolean), dimension::boolean), (lines{"false", "true", "true", "false"}));
  f.b.output("pay", both).must_have_value = true;
  EXPECT_EQ(f.issues(), lines{"A6008 reps 3 c: `pay` has no value: `flag` is empty"}) << "x of b is empty, and does not matter";
}

TEST(evaluate, sums_of_shares) {
  fixture f;
  const node_id tenth = f.b.number("0.1");
  node_id sum = tenth;
  for (int i = 0; i < 9; ++i) sum = f.make(op::add, {sum, tenth});  // in doubles 0.9999999999999999
  EXPECT_EQ(f.answer(f.make(op::is_whole, {sum}, value_kind::boolean), dimension::boolean), (lines{"true", "true", "true", "true"}));
  EXPECT_EQ(f.answer(f.make(op::is_whole, {f.load("x")}, value_kind::boolean), dimension::boolean), (lines{"false", "-", "false", "true"}));
  const node_id x = f.load("x");
  const node_id whole = f.make(op::is_whole, {x}, value_kind::boolean);
  EXPECT_EQ(f.answer(f.make(op::require, {whole, x, x}, value_kind::number, static_cast<std::uint32_t>(code::row_weights))), (lines{"-", "-", "-", "1"}));
  EXPECT_EQ(f.issues(), (lines{"A6031 reps 1 a: `it`: the weights add up to 600%, not to 100%", "A6031 reps 3 c: `it`: the weights add up to 800%, not to 100%"}));
}

TEST(evaluate, dates) {
  fixture f;
  const node_id day = f.load("day");
  const node_id x = f.load("x");
  EXPECT_EQ(f.answer(f.make(op::date_add, {day, x}, value_kind::date), dimension::date), (lines{"2026-11-06", "-", "-", "2026-01-02"}));
  EXPECT_EQ(f.answer(f.make(op::date_difference, {day, f.b.date("2026-10-01")})), (lines{"30", "-", "2912169", "-273"}));
  EXPECT_EQ(f.issues(), lines{"A6010 reps 3 c: a date in `it` = `a formula` lies outside the years 1 to 9999"});
}

TEST(evaluate, period_and_parameters) {
  fixture f;
  formula::parameter p;
  p.name = "rate";
  p.number = *parse_decimal("0.03");
  f.b.names.parameters.push_back(p);
  f.b.output("rate", f.b.add(0, op::parameter, value_kind::number, {}, 0));
  f.b.output("days", f.b.add(0, op::period, value_kind::number, {}, 2));
  f.b.output("last", f.b.add(0, op::period, value_kind::date, {}, 1), dimension::date);
  run_options options;
  options.period = day_range{*parse_date("2026-10-01"), *parse_date("2026-10-31")};
  result r = f.b.run(f.data, numeric::exact, options);
  EXPECT_EQ(r.find("rate")->text(3), "0.03");
  EXPECT_EQ(r.find("days")->text(0), "31");
  EXPECT_EQ(r.find("last")->text(0), "2026-10-31");
  p.number = *parse_decimal("0.04");
  options.parameters = {p};
  EXPECT_EQ(f.b.run(f.data, numeric::fast, options).find("rate")->text(0), "0.04");
}

TEST(evaluate, numbers_beyond_all_limits_fail) {
  fixture f;
  const node_id huge = f.b.call(f.rep, function::pow, {f.b.number("10"), f.b.number("300")});
  const node_id product = f.make(op::multiply, {huge, huge});
  f.b.output("product", product);
  for (const numeric mode : both_modes) {
    const result r = f.b.run(f.data, mode);
    EXPECT_FALSE(r.find("product")->is_present(0)) << r.find("product")->text(0);
    ASSERT_FALSE(r.issues.empty());
    EXPECT_EQ(r.issues[0].code, code::number_too_large);
  }
}

TEST(evaluate, cells_that_hold_no_number) {
  fixture f;
  f.data.doubles("reps", "need", {1, std::numeric_limits<double>::infinity(), std::nan(""), 4});
  f.b.output("need", f.load("need"));
  for (const numeric mode : both_modes) {
    const result r = f.b.run(f.data, mode);
    EXPECT_EQ(shown(r.find("need")), (lines{"1", "-", "-", "4"}));
    EXPECT_EQ(shown(r.issues), (lines{"A5004 reps 2 b: `need` cannot be read: 'inf'; not a number", "A5004 reps 3 c: `need` cannot be read: 'nan'; not a number"}));
  }
}

/// Reps, their deals, and a table of rates.
struct tables_fixture {
  builder b;
  test_data data;
  frame_id rep;
  std::uint32_t deals, rates;

  tables_fixture() {
    b.table("reps", {"rep text", "share number", "manager text?"}, {"rep"});
    deals = b.table("deals", {"id text", "rep text", "amount money", "product text?"}, {"id"});
    rates = b.table("rates", {"product text", "rate number"}, {"product"});
    b.link(0, "manager", 0, true);
    b.link(deals, "rep", 0);
    rep = b.population_frame;
    data.texts("reps", "rep", {"a", "b", "c"});
    data.numbers("reps", "share", {"0.5", "1", "2"});
    data.texts("reps", "manager", {"", "a", "nobody"});
    data.texts("deals", "id", {"1", "2", "3", "4"});
    data.texts("deals", "rep", {"b", "a", "b", "a"});
    data.numbers("deals", "amount", {"10", "20", "30", "40"});
    data.texts("deals", "product", {"x", "y", "", "z"});
    data.texts("rates", "product", {"x", "y"});
    data.numbers("rates", "rate", {"0.1", "0.2"});
  }
};

TEST(evaluate, a_link_leads_to_the_values_of_another_row) {
  tables_fixture f;
  const node_id manager = f.b.add(f.rep, op::link, value_kind::row, {}, 0, "manager");
  const frame_id there = f.b.at_rows(manager);
  f.b.output("share", f.b.follow(f.b.load(there, "share")));
  const result r = f.b.run(f.data, numeric::exact);
  EXPECT_EQ(shown(r.find("share")), (lines{"-", "0.5", "-"}));
  EXPECT_EQ(shown(r.issues), lines{"A5007 reps 3 c: `manager` 'nobody' is no key of `reps`; 1 row without this link"});
}

TEST(evaluate, look_ups_and_outer_values_inside_an_aggregate) {
  tables_fixture f;
  const node_id share = f.b.load(f.rep, "share");
  const frame_id deal = f.b.children(f.rep, f.deals, {0});
  const node_id product = f.b.load(deal, "product");
  const node_id found = f.b.add(deal, op::lookup, value_kind::row, {product}, f.rates, "rate of product");
  const frame_id there = f.b.at_rows(found);
  const node_id rate = f.b.follow(f.b.load(there, "rate"));
  const node_id amount = f.b.load(deal, "amount");
  const node_id mine = f.b.add(deal, op::outer, value_kind::number, {share});
  const node_id pay = f.b.add(deal, op::multiply, value_kind::number, {f.b.add(deal, op::multiply, value_kind::number, {amount, rate}), mine});
  f.b.output("pay", f.b.aggregate(function::sum, deal, {pay}));
  for (const std::size_t block : {std::size_t{1}, std::size_t{2}, std::size_t{1024}}) {
    run_options options;
    options.block = block;
    const result r = f.b.run(f.data, numeric::exact, options);
    EXPECT_EQ(shown(r.find("pay")), (lines{"-", "1", "0"}));
    EXPECT_EQ(shown(r.issues), (lines{"A5007 reps 3 c: `manager` 'nobody' is no key of `reps`; 1 row without this link",
                                      "A6003 deals 4 4: `rate of product`: `rates` has no row for 'z'"}));
  }
}

TEST(evaluate, stored_columns_carry_values_and_causes_to_later_stages) {
  tables_fixture f;
  f.b.code.stages.clear();
  // First the deals, then the reps, who read what was stored of the deals.
  const frame_id all_deals = f.b.table_frame(f.deals);
  const node_id product = f.b.load(all_deals, "product");
  const node_id loud = f.b.call(all_deals, function::upper, {product}, value_kind::text);
  const node_id rate = f.b.follow(f.b.load(f.b.at_rows(f.b.add(all_deals, op::lookup, value_kind::row, {product}, f.rates, "rate of product")), "rate"));
  f.b.code.stored = {{f.deals, value_kind::number}, {f.deals, value_kind::text}};
  f.b.code.stages[0].stores = {{rate, 0}, {loud, 1}};
  program::stage reps;
  reps.table = 0;
  reps.pass = 0;
  f.b.code.stages.push_back(reps);
  const frame_id deal = f.b.children(f.rep, f.deals, {0});
  const node_id stored_rate = f.b.add(deal, op::stored, value_kind::number, {}, 0);
  const node_id stored_text = f.b.add(deal, op::stored, value_kind::text, {}, 1);
  f.b.output("rates", f.b.aggregate(function::sum, deal, {stored_rate}));
  f.b.output("last", f.b.aggregate(function::last, deal, {stored_text}, none, value_kind::text, {}, {{stored_text, false}}), dimension::text);
  for (const std::size_t block : {std::size_t{1}, std::size_t{1024}}) {
    run_options options;
    options.block = block;
    const result r = f.b.run(f.data, numeric::exact, options);
    EXPECT_EQ(shown(r.find("rates")), (lines{"-", "0.1", "0"}));
    EXPECT_EQ(shown(r.find("last")), (lines{"Z", "X", "-"}));
    ASSERT_EQ(r.issues.size(), 2U);
    EXPECT_EQ(shown(r.issues)[1], "A6003 deals 4 4: `rate of product`: `rates` has no row for 'z'");
  }
}

TEST(evaluate, the_first_of_equal_rows_is_the_one_with_the_smallest_key) {
  builder b;
  const auto reps = b.table("reps", {"rep text"}, {"rep"});
  const auto visits = b.table("visits", {"id text", "rep text", "company text?", "good bool"}, {"id"});
  b.link(visits, "rep", reps);
  b.code.stages.clear();
  const frame_id all = b.table_frame(visits);
  b.code.stored = {{visits, value_kind::boolean}};
  b.code.stages[0].firsts = {{b.load(all, "good"), {b.load(all, "rep"), b.load(all, "company")}, 0}};
  program::stage later;
  later.table = visits;
  later.pass = 2;
  const frame_id again = b.table_frame(visits);
  b.output("counts", b.add(again, op::stored, value_kind::boolean, {}, 0), dimension::boolean);
  test_data data;
  data.texts("reps", "rep", {"a", "b"});
  data.texts("visits", "id", {"5", "4", "3", "2", "1"});
  data.texts("visits", "rep", {"a", "a", "a", "b", "a"});
  data.texts("visits", "company", {"x", "x", "y", "x", "x"});
  data.booleans("visits", "good", {"true", "true", "true", "true", "false"});
  for (const std::size_t block : {std::size_t{2}, std::size_t{1024}}) {
    run_options options;
    options.block = block;
    const result r = b.run(data, numeric::exact, options);
    ASSERT_NE(r.table("visits"), nullptr);
    EXPECT_EQ(shown(r.table("visits")->find("counts")), (lines{"false", "true", "true", "true", "false"}));
  }
}

TEST(evaluate, what_is_empty_is_a_value_of_the_group_of_equal_rows) {
  builder b;
  const auto reps = b.table("reps", {"rep text"}, {"rep"});
  const auto visits = b.table("visits", {"id text", "rep text", "company text?", "amount money?"}, {"id"});
  b.link(visits, "rep", reps);
  b.code.stages.clear();
  const frame_id all = b.table_frame(visits);
  b.code.stored = {{visits, value_kind::boolean}};
  b.code.stages[0].firsts = {{b.boolean(true), {b.load(all, "rep"), b.load(all, "company"), b.load(all, "amount")}, 0}};
  const frame_id again = b.table_frame(visits);
  b.output("counts", b.add(again, op::stored, value_kind::boolean, {}, 0), dimension::boolean);
  test_data data;
  data.texts("reps", "rep", {"a"});
  data.texts("visits", "id", {"5", "4", "3", "2", "1"});
  data.texts("visits", "rep", {"a", "a", "a", "a", "a"});
  data.texts("visits", "company", {"x", "", "", "", "x"});
  data.numbers("visits", "amount", {"0", "", "", "0", ""});
  const result r = b.run(data, numeric::exact);
  EXPECT_EQ(shown(r.table("visits")->find("counts")), (lines{"true", "false", "true", "true", "true"}));
  EXPECT_EQ(shown(r.issues), lines{});
}

/// Deals with a key and a date, of which some have none.
struct unplaced_fixture {
  builder b;
  test_data data;
  std::uint32_t deals = 0;
  frame_id deal = 0;
  run_options options;

  explicit unplaced_fixture(bool optional_date) {
    b.table("reps", {"rep text"}, {"rep"});
    deals = b.table("deals", {"id text", "rep text", "amount money", "paid bool", optional_date ? "closed date?" : "closed date"}, {"id"});
    b.link(deals, "rep", 0);
    b.names.tables[deals].date = 4;
    deal = b.children(b.population_frame, deals, {0});
    data.texts("reps", "rep", {"a", "b", "c", "d"});
    data.texts("deals", "id", {"1", "", "3", "4", "5", "6"});
    data.texts("deals", "rep", {"a", "b", "c", "d", "d", "nobody"});
    data.numbers("deals", "amount", {"1", "2", "3", "4", "5", "6"});
    data.booleans("deals", "paid", {"true", "true", "true", "true", "false", "true"});
    data.dates("deals", "closed", {"2026-10-05", "2026-10-06", "", "2026-10-08", "", ""});
    options.period = day_range{*parse_date("2026-10-01"), *parse_date("2026-10-31")};
  }
};

TEST(evaluate, a_row_without_a_key_or_a_date_fails_what_would_aggregate_it) {
  for (const numeric mode : both_modes) {
    unplaced_fixture f(false);
    f.b.output("sum", f.b.aggregate(function::sum, f.deal, {f.b.load(f.deal, "amount")}));
    f.b.output("count", f.b.aggregate(function::count, f.deal, {}));
    f.b.output("paid", f.b.aggregate(function::sum, f.deal, {f.b.load(f.deal, "amount")}, f.b.load(f.deal, "paid")));
    f.b.output("last", f.b.aggregate(function::max, f.deal, {f.b.load(f.deal, "closed")}, formula::none, value_kind::date), dimension::date);
    f.b.output("ids", f.b.aggregate(function::count_distinct, f.deal, {f.b.load(f.deal, "id")}));
    const result r = f.b.run(f.data, mode, f.options);
    EXPECT_EQ(shown(r.find("last")), (lines{"2026-10-05", "-", "-", "-"}));
    EXPECT_EQ(shown(r.find("ids")), (lines{"1", "-", "-", "-"}));
    EXPECT_EQ(shown(r.find("sum")), (lines{"1", "-", "-", "-"}));
    EXPECT_EQ(shown(r.find("count")), (lines{"1", "-", "-", "-"}));
    EXPECT_EQ(shown(r.find("paid")), (lines{"1", "-", "-", "4"})) << "a row that `where` leaves out does no harm";
    const std::string no_date = ": `closed` is empty; without a date, aggregates that would take the row are missing";
    EXPECT_EQ(shown(r.issues), (lines{"A5013 deals 2: row without a key: aggregates that would take it are missing", "A5005 deals 3 3" + no_date,
                                      "A5005 deals 5 5" + no_date, "A5005 deals 6 6" + no_date,
                                      "A5007 deals 6 6: `rep` 'nobody' is no key of `reps`; 1 row left out, `amount` 6 in all"}));
  }
}

TEST(evaluate, an_empty_cell_of_an_optional_date_is_outside_every_period) {
  unplaced_fixture f(true);
  f.b.output("sum", f.b.aggregate(function::sum, f.deal, {f.b.load(f.deal, "amount")}));
  const result r = f.b.run(f.data, numeric::exact, f.options);
  EXPECT_EQ(shown(r.find("sum")), (lines{"1", "-", "0", "4"}));
  EXPECT_EQ(shown(r.issues), (lines{"A5012 deals: 3 rows outside the period 2026-10-01 to 2026-10-31 are not used, 3 of them without a date",
                                    "A5013 deals 2: row without a key: aggregates that would take it are missing"}));
  EXPECT_EQ(r.issues[0].count, 3U);
}

TEST(evaluate, a_row_without_a_date_may_be_the_one_that_counts) {
  unplaced_fixture f(false);
  f.b.code.stages.clear();
  const frame_id all = f.b.table_frame(f.deals);
  f.b.code.stored = {{f.deals, value_kind::boolean}};
  f.b.code.stages[0].firsts = {{f.b.load(all, "paid"), {f.b.load(all, "rep")}, 0}};
  const frame_id reps = f.b.table_frame(0);
  const frame_id deal = f.b.children(reps, f.deals, {0});
  f.b.output("counted", f.b.aggregate(function::count, deal, {}, f.b.add(deal, op::stored, value_kind::boolean, {}, 0))).table = 0;
  const result r = f.b.run(f.data, numeric::exact, f.options);
  EXPECT_EQ(shown(r.find("counted")), (lines{"1", "-", "-", "1"}));
}

}  // namespace
}  // namespace attain::engine
