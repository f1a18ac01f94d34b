// SPDX-License-Identifier: Apache-2.0
/// Everything a formula can name: tables with their columns and links, quantities, parameters, curves. Filled by the plan, read by the checker.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/file_format.hpp"
#include "attain/formula/type.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/source.hpp"

namespace attain::formula {

inline constexpr std::uint32_t none = 0xFFFFFFFF;

/// A column of a table, as the plan declares it.
struct column {
  std::string name;
  span where;
  type type_of;
  std::vector<std::string> from;     ///< headers it may have in the data; empty: its name
  std::vector<std::string> blank;    ///< texts that mean an empty cell
  std::uint32_t currency = none;     ///< of money that is in many currencies: the column that says which
};

/// An n:1 link from the rows of one table to the rows of another, by the target's key.
struct link {
  std::string name;
  span where;
  std::vector<std::uint32_t> columns;  ///< of the table that has the link, as many as the target's key
  std::uint32_t target = none;         ///< table number
  bool optional = false;
  std::vector<std::string> ignore;     ///< keys left out on purpose
};

/// A grouped table has no data: a row for each distinct value of a column of the population.
enum class table_kind : std::uint8_t { population, event, reference, grouped };

/// What a name stands for.
enum class symbol_kind : std::uint8_t { table, column, quantity, parameter, parts, curve, matrix, period };

struct symbol {
  symbol_kind kind = symbol_kind::quantity;
  std::uint32_t index = none;  ///< in the list of the kind; of a column: in its table
  span where;
};

/// A table of the plan.
struct table {
  std::string name;
  span where;
  table_kind kind = table_kind::event;
  std::vector<std::uint32_t> key;  ///< columns; empty: none
  std::vector<column> columns;
  std::vector<link> links;
  std::uint32_t date = none;       ///< the column that the period filters by
  bool all_time = false;           ///< `date = false`: no column does, on purpose
  file_format file;                ///< how its file is written
  std::uint32_t grouped_by = none; ///< of a grouped table: the column of the population
  std::uint32_t valid_from = none, valid_to = none;  ///< columns: from which day to which (half open) a row holds
  std::optional<std::vector<std::vector<std::string>>> rows;  ///< written in the plan: the cells of each as texts, empty where there is none
  std::map<std::string, symbol, std::less<>> members;  ///< columns, definitions and evidence by name

  [[nodiscard]] const link* find_link(std::string_view wanted) const {
    for (const link& l : links)
      if (l.name == wanted) return &l;
    return nullptr;
  }
  /// The only column of dates; none when there is not exactly one.
  [[nodiscard]] std::uint32_t only_date() const {
    std::uint32_t found = none;
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
      if (columns[i].type_of.kind != dimension::date) continue;
      if (found != none) return none;
      found = i;
    }
    return found;
  }
  [[nodiscard]] std::uint32_t find_column(std::string_view wanted) const {
    for (std::uint32_t i = 0; i < columns.size(); ++i)
      if (columns[i].name == wanted) return i;
    return none;
  }
};

/// A value that each row of a table has: a definition, a part of an indicator, a pay line, the score. Those without a formula are computed
/// by a rule of the plan from the quantities in `needs`.
struct quantity {
  enum class progress : std::uint8_t { unchecked, checking, checked };

  std::string name;            ///< as messages name it: `revenue`, `sales.actual`, `deals.margin`
  span where;                  ///< of the name
  std::uint32_t table = none;  ///< whose rows have it; none: a constant of the plan, over parameters only
  bool of_caller = false;      ///< of a curve, over what the row sees that calls it: each table that calls has its own, `names::seen_from`
  bool of_totals = false;      ///< has no table and sees the population through aggregates
  bool has_formula = false;
  tree formula;
  std::vector<std::uint32_t> needs;
  bool needs_checks = false;   ///< of a rule: it is made of rows that pass the checks of their table
  std::vector<std::uint32_t> reads;  ///< of a rule: tables whose rows it takes as a whole
  type result;                 ///< given for rules, found by the checker for formulas
  std::optional<type> expected;  ///< what its place in the plan asks for; a bare number takes that dimension
  std::string purpose;         ///< as messages name that place: "the gate of `bonus`"
  progress state = progress::unchecked;
  bool in_cycle = false;
};

/// A named thing that is used through its parts: an indicator, a grade, an evidence rule.
struct part_list {
  std::string name;
  span where;
  std::string what;                                            ///< "indicator", "grade", "evidence"
  std::uint32_t table = none;
  std::uint32_t whole = none;                                  ///< the quantity that the bare name stands for; none: an error
  std::vector<std::pair<std::string, std::uint32_t>> parts;    ///< quantities
  std::uint32_t evidence = none;                               ///< for `.unanswered('question')`

  [[nodiscard]] std::uint32_t find(std::string_view part) const {
    for (const auto& [name_of, index] : parts)
      if (name_of == part) return index;
    return none;
  }
};

/// A constant that a scenario may change.
struct parameter {
  std::string name;
  span where;
  type type_of;
  decimal number;              ///< of numbers, money, days
  bool boolean = false;
  std::int32_t date = 0;
  std::string text;
  std::optional<decimal> least;
  std::optional<decimal> most;
  std::string label;
};

/// What the checker must know of a curve.
struct curve_name {
  std::string name;
  span where;
  bool scales_argument = false;        ///< x times rate: the result has the dimension of x
  std::vector<std::uint32_t> values;   ///< quantities of y, rate or amount
  std::vector<std::uint32_t> bounds;   ///< quantities of x
  std::uint32_t table = none;          ///< whose rows hold the tiers; none: they stand in the plan
  std::vector<std::uint32_t> choice;   ///< quantities that choose a schedule in a table
  std::optional<type> column_bounds;   ///< of tiers from a table: the types of its columns
  std::optional<type> column_values;
  std::uint32_t otherwise = none;      ///< the curve for rows without tiers
  bool has_tiers = false;
  bool has_rate = false;
  bool has_parts = false;
  std::optional<type> argument;        ///< the dimension of x, from the first call
  span argument_where;
  std::vector<span> inverse_asked;     ///< where `.inverse` is used, so that the plan can check that it exists
};

/// What the checker must know of a matrix.
struct matrix_name {
  struct axis {
    std::string name;
    std::optional<type> kind;  ///< what it is asked with: text, or the dimension of its numbers; nothing when these are all bare
  };
  std::string name;
  span where;
  std::vector<axis> axes;
  bool linear = false;
  std::vector<std::uint32_t> values;  ///< quantities
  std::uint32_t table = none;         ///< whose rows hold the values; none: they stand in the plan
  std::optional<type> column_values;  ///< of a matrix from a table: the type of the column
};

/// What the rows of a table must meet.
struct row_check {
  std::uint32_t table = none;
  std::uint32_t that = none;  ///< quantity of the table: a condition
  std::string message;        ///< empty: the formula speaks for itself
  severity level = severity::error;
  span where;
};

/// All names of one plan.
struct names {
  std::string currency;
  std::vector<table> tables;
  std::uint32_t population = none;
  std::uint32_t state = none;       ///< the table with what an earlier period handed over; no formula can name it; none: the plan has no balances
  std::uint32_t state_link = none;  ///< the population's link to it
  std::string plan;                 ///< its name, as the state has it
  std::deque<quantity> quantities;                    ///< stay where they are when the checker adds some
  std::vector<part_list> part_lists;
  std::vector<parameter> parameters;
  std::vector<curve_name> curves;
  std::vector<matrix_name> matrices;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> of_callers;  ///< a quantity `of_caller` and a table: what it is to rows of that table
  std::vector<row_check> checks;
  std::map<std::string, symbol, std::less<>> global;  ///< tables, parameters, parts, curves, quantities that are no member of a table
  std::vector<std::string> lost;                      ///< names whose statement could not be read: silent when unknown
  std::vector<std::string> currencies;                ///< codes that may stand behind a number

  /// A quantity as a row of that table sees it; none: as the plan itself does.
  [[nodiscard]] std::uint32_t seen_from(std::uint32_t quantity, std::uint32_t table) const {
    const auto found = of_callers.find({quantity, table});
    return found == of_callers.end() ? quantity : found->second;
  }
  /// Calls `visit` with the number of each check that costs a row of the table its results.
  template <class Visit>
  void for_each_strict_check(std::uint32_t of, Visit visit) const {
    for (std::uint32_t c = 0; c < checks.size(); ++c)
      if (checks[c].table == of && checks[c].level == severity::error) visit(c);
  }
  /// Whether a row that comes to one of `table`, for a value of its own or to go on from there, needs it to pass its checks. What the data says of
  /// a rep without results stays known, so does whom an event leads to, and a check may compare an event with another one of its table.
  [[nodiscard]] bool must_be_sound(std::uint32_t from, std::uint32_t table, bool is_own) const {
    return table != population && (tables[table].kind != table_kind::event || (is_own && from != table));
  }
  [[nodiscard]] std::uint32_t find_table(std::string_view wanted) const {
    for (std::uint32_t i = 0; i < tables.size(); ++i)
      if (i != state && tables[i].name == wanted) return i;
    return none;
  }
};

/// The table that balances come in by, and what its columns beside the key and the balances are called.
namespace state_names {
inline constexpr std::string_view table = "state";
inline constexpr std::string_view plan = "plan";
inline constexpr std::string_view period_end = "period_end";
inline constexpr std::string_view failed = "failed";  ///< the balances that have no value because of a mistake, each in back-ticks
}  // namespace state_names

}  // namespace attain::formula
