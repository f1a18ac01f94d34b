// SPDX-License-Identifier: Apache-2.0
/// The list of all functions a formula can call: names, how many arguments, what kind.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace attain::formula {

/// One name per function; the evaluator switches on it.
enum class function : std::uint8_t {
  // scalar, numbers
  min, max, clamp, abs, sign, round, round_up, round_down, trunc, round_to, ceil, floor, round_sig, mod,
  sqrt, exp, ln, log10, pow,
  // scalar, missing values and branches
  if_, coalesce, is_missing,
  // scalar, dates
  days_between, months_between, days_360, add_days, add_months, start_of_month, end_of_month, year, quarter, month, day, weekday, working_days,
  // scalar, texts
  starts_with, ends_with, contains, lower, upper, trim, length,
  // aggregates (min and max with one argument over another table's rows are aggregates too)
  sum, count, count_distinct, avg, weighted_avg, product, any, all, first, last, median, percentile, nth_largest,
  // look-ups
  lookup, lookup_last,
  // running, population, hierarchy, allocation, currency
  sum_before, sum_through, share, rank, percent_rank, percent_rank_of, z_score, rollup, direct, allocate, prize, convert,
};

enum class function_class : std::uint8_t { scalar, aggregate, look_up, running, population, hierarchy, allocation, currency };

/// What the checker needs to know before it looks at a function by name.
struct function_info {
  std::string_view name;
  function id;
  function_class kind;
  std::uint8_t least;       ///< plain arguments at the least
  std::uint8_t most;        ///< at the most; 255: any number
  std::string_view shape;   ///< as a message shows it
};

// clang-format off
inline constexpr function_info function_list[] = {
  {"min", function::min, function_class::scalar, 1, 255, "min(a, b, …)"},
  {"max", function::max, function_class::scalar, 1, 255, "max(a, b, …)"},
  {"clamp", function::clamp, function_class::scalar, 3, 3, "clamp(x, low, high)"},
  {"abs", function::abs, function_class::scalar, 1, 1, "abs(x)"},
  {"sign", function::sign, function_class::scalar, 1, 1, "sign(x)"},
  {"round", function::round, function_class::scalar, 1, 3, "round(x, places, mode)"},
  {"round_up", function::round_up, function_class::scalar, 1, 2, "round_up(x, places)"},
  {"round_down", function::round_down, function_class::scalar, 1, 2, "round_down(x, places)"},
  {"trunc", function::trunc, function_class::scalar, 1, 2, "trunc(x, places)"},
  {"round_to", function::round_to, function_class::scalar, 2, 3, "round_to(x, step, mode)"},
  {"ceil", function::ceil, function_class::scalar, 1, 2, "ceil(x, step)"},
  {"floor", function::floor, function_class::scalar, 1, 2, "floor(x, step)"},
  {"round_sig", function::round_sig, function_class::scalar, 2, 3, "round_sig(x, digits, mode)"},
  {"mod", function::mod, function_class::scalar, 2, 2, "mod(x, d)"},
  {"sqrt", function::sqrt, function_class::scalar, 1, 1, "sqrt(x)"},
  {"exp", function::exp, function_class::scalar, 1, 1, "exp(x)"},
  {"ln", function::ln, function_class::scalar, 1, 1, "ln(x)"},
  {"log10", function::log10, function_class::scalar, 1, 1, "log10(x)"},
  {"pow", function::pow, function_class::scalar, 2, 2, "pow(x, y)"},
  {"if", function::if_, function_class::scalar, 3, 3, "if(condition, a, b)"},
  {"coalesce", function::coalesce, function_class::scalar, 1, 255, "coalesce(a, b, …)"},
  {"is_missing", function::is_missing, function_class::scalar, 1, 1, "is_missing(x)"},
  {"days_between", function::days_between, function_class::scalar, 2, 2, "days_between(from, to)"},
  {"months_between", function::months_between, function_class::scalar, 2, 2, "months_between(from, to)"},
  {"days_360", function::days_360, function_class::scalar, 2, 2, "days_360(from, to)"},
  {"add_days", function::add_days, function_class::scalar, 2, 2, "add_days(date, n)"},
  {"add_months", function::add_months, function_class::scalar, 2, 2, "add_months(date, n)"},
  {"start_of_month", function::start_of_month, function_class::scalar, 1, 1, "start_of_month(date)"},
  {"end_of_month", function::end_of_month, function_class::scalar, 1, 1, "end_of_month(date)"},
  {"year", function::year, function_class::scalar, 1, 1, "year(date)"},
  {"quarter", function::quarter, function_class::scalar, 1, 1, "quarter(date)"},
  {"month", function::month, function_class::scalar, 1, 1, "month(date)"},
  {"day", function::day, function_class::scalar, 1, 1, "day(date)"},
  {"weekday", function::weekday, function_class::scalar, 1, 1, "weekday(date)"},
  {"working_days", function::working_days, function_class::scalar, 2, 3, "working_days(from, to, calendar)"},
  {"starts_with", function::starts_with, function_class::scalar, 2, 2, "starts_with(text, start)"},
  {"ends_with", function::ends_with, function_class::scalar, 2, 2, "ends_with(text, end)"},
  {"contains", function::contains, function_class::scalar, 2, 2, "contains(text, part)"},
  {"lower", function::lower, function_class::scalar, 1, 1, "lower(text)"},
  {"upper", function::upper, function_class::scalar, 1, 1, "upper(text)"},
  {"trim", function::trim, function_class::scalar, 1, 1, "trim(text)"},
  {"length", function::length, function_class::scalar, 1, 1, "length(text)"},
  {"sum", function::sum, function_class::aggregate, 1, 1, "sum(deals.amount where paid)"},
  {"count", function::count, function_class::aggregate, 1, 1, "count(deals where paid)"},
  {"count_distinct", function::count_distinct, function_class::aggregate, 1, 1, "count_distinct(deals.product)"},
  {"avg", function::avg, function_class::aggregate, 1, 1, "avg(deals.amount)"},
  {"weighted_avg", function::weighted_avg, function_class::aggregate, 2, 2, "weighted_avg(deals.margin, amount)"},
  {"product", function::product, function_class::aggregate, 1, 1, "product(deals.factor)"},
  {"any", function::any, function_class::aggregate, 1, 1, "any(deals.paid)"},
  {"all", function::all, function_class::aggregate, 1, 1, "all(deals.paid)"},
  {"first", function::first, function_class::aggregate, 1, 1, "first(deals.amount order by closed)"},
  {"last", function::last, function_class::aggregate, 1, 1, "last(deals.amount order by closed)"},
  {"median", function::median, function_class::aggregate, 1, 1, "median(deals.amount)"},
  {"percentile", function::percentile, function_class::aggregate, 2, 3, "percentile(deals.amount, 90%, 'inclusive')"},
  {"nth_largest", function::nth_largest, function_class::aggregate, 2, 2, "nth_largest(deals.amount, 3)"},
  {"lookup", function::lookup, function_class::look_up, 2, 255, "lookup(table, key).column"},
  {"lookup_last", function::lookup_last, function_class::look_up, 2, 255, "lookup_last(table, key, x).column"},
  {"sum_before", function::sum_before, function_class::running, 1, 1, "sum_before(amount order by closed)"},
  {"sum_through", function::sum_through, function_class::running, 1, 1, "sum_through(amount order by closed)"},
  {"share", function::share, function_class::population, 1, 1, "share(x within team)"},
  {"rank", function::rank, function_class::population, 1, 1, "rank(x within team)"},
  {"percent_rank", function::percent_rank, function_class::population, 1, 3, "percent_rank(x within team)"},
  {"percent_rank_of", function::percent_rank_of, function_class::population, 2, 4, "percent_rank_of(v, x within team)"},
  {"z_score", function::z_score, function_class::population, 1, 1, "z_score(x within team)"},
  {"rollup", function::rollup, function_class::hierarchy, 2, 2, "rollup('sum', x)"},
  {"direct", function::direct, function_class::hierarchy, 2, 2, "direct('sum', x)"},
  {"allocate", function::allocate, function_class::allocation, 2, 2, "allocate(pool, weight within team)"},
  {"prize", function::prize, function_class::allocation, 2, 2, "prize([3000, 2000], score within region)"},
  {"convert", function::convert, function_class::currency, 1, 2, "convert(x, on = date)"},
};
// clang-format on

/// What `direct` makes of the rows directly below, by the word that says so; `rollup` makes a few of these of all below.
struct tree_word {
  std::string_view word;
  function id;
  bool rolls_up;
};
inline constexpr tree_word tree_words[] = {{"sum", function::sum, true}, {"mean", function::avg, true}, {"count", function::count, false}, {"min", function::min, false}, {"max", function::max, false}};

/// Null when the function knows no such word.
[[nodiscard]] constexpr const tree_word* find_tree_word(function of, std::string_view word) {
  for (const tree_word& w : tree_words)
    if (w.word == word && (w.rolls_up || of == function::direct)) return &w;
  return nullptr;
}

/// The function of that name; null when there is none.
[[nodiscard]] constexpr const function_info* find_function(std::string_view name) {
  for (const function_info& f : function_list)
    if (f.name == name) return &f;
  return nullptr;
}

}  // namespace attain::formula
