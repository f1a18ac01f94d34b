// SPDX-License-Identifier: Apache-2.0
/// What the functions of spreadsheets are called in the language, for the help of a message about an unknown one.
#pragma once

#include <string_view>

namespace attain::formula {

/// How a formula says what a function of spreadsheets does; empty when there is no such function.
[[nodiscard]] constexpr std::string_view said_as(std::string_view spreadsheet) {
  struct entry {
    std::string_view name;
    std::string_view said;
  };
  // clang-format off
  constexpr entry entries[] = {
    {"sumif", "`sum(deals.amount where paid)`"}, {"sumifs", "`sum(deals.amount where paid)`"}, {"sumproduct", "`sum(deals.amount * rate)`"},
    {"countif", "`count(deals where paid)`"}, {"countifs", "`count(deals where paid)`"}, {"counta", "`count(deals.column)`"},
    {"average", "`avg(deals.amount)`"}, {"mean", "`avg(deals.amount)`"}, {"averageif", "`avg(deals.amount where paid)`"},
    {"averageifs", "`avg(deals.amount where paid)`"},
    {"maxifs", "`max(deals.amount where paid)`"}, {"minifs", "`min(deals.amount where paid)`"}, {"large", "`nth_largest(deals.amount, 3)`"},
    {"vlookup", "`lookup(table, key).column`"}, {"hlookup", "`lookup(table, key).column`"}, {"xlookup", "`lookup(table, key).column`"},
    {"index", "`lookup(table, key).column`"}, {"match", "`lookup(table, key).column`"},
    {"ifs", "`case when a then x when b then y else z end`"}, {"switch", "`case when a then x when b then y else z end`"},
    {"iferror", "`coalesce(x, 0)`"}, {"ifna", "`coalesce(x, 0)`"},
    {"isblank", "`is_missing(x)`"}, {"percent", "`a / b`, which is 1 for 100%"},
    {"int", "`floor(x)`"}, {"len", "`length(text)`"}, {"power", "`pow(x, y)`"},
    {"rounddown", "`round_down(x, places)`"}, {"roundup", "`round_up(x, places)`"}, {"mround", "`round_to(x, step)`"},
    {"eomonth", "`end_of_month(add_months(date, n))`"}, {"edate", "`add_months(date, n)`"},
    {"datedif", "`months_between(from, to)` or `days_between(from, to)`"},
    {"networkdays", "`working_days(from, to, calendar)`"}, {"today", "`period.to`, or a parameter"}, {"now", "`period.to`, or a parameter"},
    {"percentrank", "`percent_rank(x)`"},
  };
  // clang-format on
  for (const entry& e : entries)
    if (e.name == spreadsheet) return e.said;
  return {};
}

}  // namespace attain::formula
