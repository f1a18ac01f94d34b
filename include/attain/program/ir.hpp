// SPDX-License-Identifier: Apache-2.0
/// The program that a plan becomes: typed nodes in frames, put in order as passes and stages, one and the same for every kind of number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/formula/functions.hpp"
#include "attain/formula/names.hpp"
#include "attain/number/decimal.hpp"
#include "attain/number/rounding.hpp"
#include "attain/text/codes.hpp"

namespace attain::program {

using formula::none;
using node_id = std::uint32_t;
using frame_id = std::uint32_t;

/// How the values of a node are held. `row` is a row number of some table, or missing.
enum class value_kind : std::uint8_t { number, boolean, text, date, row };

/// What a node needs to be known: the sweep computes each class only as often as it must.
enum class dependency : std::uint8_t { nothing = 0, parameters = 1, data = 2, both = 3 };

/// What a node does. `index` and `operands` as the comment says. A node with a missing operand is missing unless said otherwise.
enum class op : std::uint8_t {
  constant,         ///< index: constant
  parameter,        ///< index: parameter
  period,           ///< index: 0 first day, 1 last day (dates), 2 number of days, both ends counted (number)
  load,             ///< index: column of the frame's table
  stored,           ///< index: stored column of the frame's table, computed by an earlier stage
  outer,            ///< [node of the parent frame]: the value of the row that this row was reached from
  link,             ///< index: link of the frame's table -> row
  has_row,          ///< [row] -> boolean: whether there is one; failed where that failed
  lookup,           ///< index: table; [keys…, and the day where its rows are dated] -> row; no such row: failed, lookup_without_row
  lookup_last,      ///< the same; of the rows equal in all keys but the last the one with the largest last key that is not above the one asked for
  follow,           ///< [node of an at_rows frame under this frame]: its value at the row found
  add, subtract, multiply, divide, power, negate,  ///< numbers; divide by zero: failed
  attainment,       ///< [actual, target]: actual / target; target <= 0: failed, target_not_positive
  attainment_lower, ///< [actual, target]: target / actual, as `direction = "lower"`; target <= 0 or actual <= 0: failed
  date_add,         ///< [date, number of days cut to whole] -> date
  date_difference,  ///< [date, date] -> number
  equal, not_equal, less, less_equal,  ///< [a, b] of one kind -> boolean
  logical_and, logical_or,  ///< decided by one side alone when that is false (and) or true (or)
  logical_not,
  select,           ///< [condition, a, b]; only the branch taken counts
  coalesce,         ///< [a, b, …]: the first that is present; the marks of the last when none is
  is_missing,       ///< [x] -> boolean, never missing
  missing,          ///< always empty, of the node's kind
  require,          ///< [condition, x] or [condition, x, number at fault]: x where the condition holds; where not: failed with the code in `index`
  where_applies,    ///< [condition, x]: x where the condition holds; where not, it does not apply
  where_chosen,     ///< [condition, x]: the same, but where the condition is empty, x does not apply either
  applies,          ///< [x] -> boolean, never missing: whether x applies
  is_whole,         ///< [sum of shares] -> boolean: it is 1; of doubles: but for the rounding of a few sums
  check,            ///< index: check of the names; [condition]: true where it holds or is empty; where not: failed, failed_check
  working_days,     ///< index: table of holidays; [from, to] -> number
  call,             ///< index: formula::function; [arguments…]; a scalar function of the list
  curve,            ///< index: curve_ask; [x] or [a, b] or [x, n], behind them the nodes of the curve that are no constants
  matrix,           ///< index: matrix; [a value for each axis], behind them the nodes of the matrix that are no constants
  aggregate,        ///< index: aggregate; its value for each row of this frame, present after the pass that computes it
};

/// One node. Operands stand in the node's own frame or in frame 0 (constants and parameters: one row, spread over all), but for `outer` and `follow`.
struct node {
  program::op op = op::constant;
  value_kind kind = value_kind::number;
  dependency depends = dependency::nothing;
  frame_id frame = 0;
  std::uint32_t index = none;
  std::uint32_t origin = none;  ///< what to name when it fails
  std::vector<node_id> operands;

  friend bool operator==(const node&, const node&) = default;
};

/// A literal. Only the field of the node's kind counts.
struct constant {
  decimal number;
  bool boolean = false;
  std::int32_t date = 0;
  std::string text;
  rounding_mode mode = rounding_mode::half_up;
};

/// Where rows come from. Frame 0 is the plan itself: one row, no table.
struct frame {
  enum class source : std::uint8_t {
    plan,
    table,     ///< all rows of the table, in blocks
    children,  ///< the rows that lead by `path` to the rows of the parent frame, filtered by the period
    at_rows,   ///< the rows that `row_node` of the parent frame names
  };
  source from = source::plan;
  std::uint32_t table = none;
  frame_id parent = none;
  std::vector<std::uint32_t> path;  ///< links from this frame's table up to the parent's; none: the parent is frame 0, and all rows are its children
  node_id row_node = none;
};

/// An aggregate over a `children` frame, one value for each row of the parent.
struct aggregate {
  formula::function function = formula::function::sum;  ///< sum count count_distinct avg weighted_avg min max product any all first last median percentile nth_largest
  frame_id frame = none;                  ///< the children
  std::vector<node_id> arguments;         ///< nodes of that frame; count(table): none; percentile and nth_largest: [x]
  std::vector<node_id> parameters;        ///< nodes of the parent frame (or frame 0): p, k; weighted_avg has none: its weight is arguments[1]
  node_id where = none;                   ///< boolean node of the children frame
  struct order_key {
    node_id key = none;
    bool descending = false;
  };
  std::vector<order_key> order_by;        ///< of first and last; ties by the table's key
  bool exclusive = false;                 ///< of percentile
  bool tells_gaps = false;                ///< a row that it passes over because a part of a formula is empty is worth a note
  value_kind kind = value_kind::number;
};

/// Tiers that stand in the rows of a table, chosen by the text of some columns and the day on which they hold.
struct schedule {
  std::uint32_t table = none;
  std::vector<std::uint32_t> match;
  std::uint32_t from = none, to = none, value = none;  ///< columns; `to` may be none

  friend bool operator==(const schedule&, const schedule&) = default;
};

/// A curve as rows of one frame see it; its bounds and values are nodes of that frame or of frame 0.
struct curve {
  enum class shape : std::uint8_t { linear, step, marginal, whole_amount, amount, rate_linear };
  enum class beyond : std::uint8_t { by_default, flat, extend, missing, value };
  struct tier {
    node_id from = none;
    node_id to = none;     ///< none: up to the next
    node_id value = none;  ///< y, rate, amount or value
    bool excludes_from = false;

    friend bool operator==(const tier&, const tier&) = default;
  };
  std::string name;
  curve::shape shape = shape::linear;
  std::vector<tier> tiers;  ///< of linear and rate_linear: the knots, `from` is x
  bool upper_inclusive = false;
  bool reached = false;       ///< of amount: only the tier reached
  bool proportional = false;  ///< of amount
  beyond below = beyond::by_default;
  beyond above = beyond::by_default;
  node_id below_value = none;
  node_id above_value = none;
  std::uint32_t schedule = none;    ///< in place of tiers
  std::vector<node_id> match;       ///< what its columns must be
  node_id on = none;                ///< the day; none: rows hold at any time
  std::uint32_t otherwise = none;   ///< the curve for rows without tiers

  friend bool operator==(const curve&, const curve&) = default;
  /// Calls `visit` with every node of the curve itself.
  template <class Visit>
  void for_each_node(Visit visit) const {
    const auto one = [&](node_id n) {
      if (n != none) visit(n);
    };
    for (const tier& t : tiers) one(t.from), one(t.to), one(t.value);
    for (const node_id n : match) one(n);
    one(below_value), one(above_value), one(on);
  }
};

/// What is asked of a curve.
struct curve_ask {
  enum class kind : std::uint8_t { value, between, rate, tier, part, effective, inverse };
  std::uint32_t curve = none;
  curve_ask::kind ask = kind::value;
};

/// A matrix as rows of one frame see it: its values are nodes of that frame or of frame 0, or stand in the rows of a table.
struct matrix {
  struct axis {
    bool is_text = false;
    std::vector<decimal> numbers;
    std::vector<std::string> texts;
    std::uint32_t column = none;

    friend bool operator==(const axis&, const axis&) = default;
  };
  std::string name;
  std::vector<axis> axes;
  std::vector<node_id> values;  ///< those of the last axis side by side
  std::uint32_t table = none;   ///< in place of values
  std::uint32_t value = none;   ///< its column
  bool linear = false;
  bool upper_inclusive = false;
  node_id outside = none;

  friend bool operator==(const matrix&, const matrix&) = default;
};

/// One thing to do in a pass.
struct item {
  enum class what : std::uint8_t {
    compute,    ///< index: node of the pass's frame
    aggregate,  ///< index: pass over a children frame
    follow,     ///< index: pass over an at_rows frame
  };
  item::what what = what::compute;
  std::uint32_t index = none;
};

/// One run over the rows of a frame: what to do, in order.
struct pass {
  frame_id frame = none;
  std::vector<item> items;
  std::vector<std::uint32_t> aggregates;  ///< of a children frame: to be brought up into the parent
};

/// Work over all rows of one table, or for the plan itself, which has one row. Only what an earlier stage stored is seen of other rows.
struct stage {
  struct store {
    node_id node = none;
    std::uint32_t column = none;  ///< stored column of the table
  };
  /// Of the rows equal in `keys` that satisfy `condition`, the one with the smallest table key is true. Whole-table state: a sort.
  struct first_of_group {
    node_id condition = none;
    std::vector<node_id> keys;  ///< loads
    std::uint32_t column = none;
  };
  /// A running total: over the rows equal in `groups`, in the order of `order_by` and the table's key. Whole-table state: a sort.
  struct running_total {
    node_id node = none;                ///< what to name when it fails
    node_id tied = none;                ///< what to name when rows tie: the first total in this order
    bool with_own = false;              ///< sum_through; else sum_before
    std::uint32_t value = none;         ///< this and all below: stored columns of the table
    std::uint32_t where = none;         ///< none: every row counts
    std::vector<std::uint32_t> groups;  ///< none: all rows are one group
    struct order_key {
      std::uint32_t key = none;
      bool descending = false;
      friend bool operator==(const order_key&, const order_key&) = default;
    };
    std::vector<order_key> order_by;
    std::uint32_t column = none;        ///< the result
  };
  /// What a function makes of the rows equal in `groups`, for each of them. Whole-table state: a sort.
  struct group_function {
    enum class tie : std::uint8_t { smallest, largest, dense, average, ordered };
    enum class rule : std::uint8_t { largest_remainder, cascade, rest_to_first };
    node_id node = none;                   ///< what to name when it fails
    formula::function function = formula::function::sum;  ///< an aggregate, or rank, percent_rank_of, allocate, prize
    std::vector<std::uint32_t> arguments;  ///< this and all below: stored columns of the table; count of rows: none, or what must be sound
    std::vector<std::uint32_t> parameters; ///< p, k; pool or prizes, and their unit: one for all of a group; percent_rank_of: the value asked for, by row
    std::uint32_t where = none;            ///< none: every row counts
    std::vector<std::uint32_t> groups;     ///< none: all rows are one group
    std::vector<std::uint32_t> group_cells;  ///< columns that the groups are: they tell the group of a rep without values; empty: formulas
    std::vector<running_total::order_key> order_by;  ///< of first and last; of rank and allocate: what orders equal rows
    tie ties = tie::smallest;              ///< of rank; of prize: average or ordered; of allocate: ordered
    rule rest = rule::largest_remainder;   ///< of allocate, as the next three
    bool floors = false;                   ///< a negative pool is cut towards minus infinity
    std::uint32_t least = none, most = none;  ///< limits by row
    bool exclusive = false;                ///< of percentile and percent_rank_of
    value_kind kind = value_kind::number;
    std::uint32_t column = none;           ///< the result

    [[nodiscard]] bool asks_as(const group_function& o) const {
      return function == o.function && arguments == o.arguments && parameters == o.parameters && where == o.where && groups == o.groups && order_by == o.order_by &&
             ties == o.ties && exclusive == o.exclusive && rest == o.rest && floors == o.floors && least == o.least && most == o.most;
    }
    template <class Visit>
    void for_each_source(Visit visit) const {
      for (const std::vector<std::uint32_t>* columns : {&arguments, &parameters, &groups})
        for (const std::uint32_t c : *columns) visit(c);
      for (const running_total::order_key& key : order_by) visit(key.key);
      for (const std::uint32_t c : {where, least, most})
        if (c != none) visit(c);
    }
  };
  /// A roll-up over a link of the table to itself. Whole-table state: a sum for each row that others lead to.
  struct tree_total {
    node_id node = none;           ///< what to name when it fails
    bool is_mean = false;          ///< of the values rolled up of the rows directly below; else the sum of all below and the row's own value
    std::uint32_t link = none;     ///< of the table
    std::uint32_t parent = none;   ///< this and all below: stored columns of the table; the row that the link leads to
    std::uint32_t value = none;
    std::uint32_t sound = none;    ///< none: the rows need not pass any checks
    std::uint32_t places = none;   ///< of a mean; none: it is not rounded
    std::uint32_t column = none;   ///< the result
  };
  /// Grades by shares of the rows of a group, the highest value first. Whole-table state: a sort.
  struct distribution {
    node_id node = none;                ///< what to name when it fails
    std::uint32_t value = none;         ///< this and the next three: stored columns of the table
    std::vector<std::uint32_t> groups;  ///< none: all rows are one group
    std::uint32_t ties = none;          ///< what orders equals; none: they stay together
    std::uint32_t pool = none;          ///< of rows of groups that are too small; none: all of them are one group
    node_id min_group = none;           ///< this and the shares: nodes of frame 0; none: no group is too small
    std::vector<node_id> shares;        ///< from the best on
    std::uint32_t column = none;        ///< the result: the number of the share, from 0
  };
  std::uint32_t table = none;
  std::uint32_t pass = none;
  std::vector<store> stores;
  std::vector<first_of_group> firsts;
  std::vector<node_id> checks;         ///< whose failures are told
  std::vector<running_total> running;  ///< this and the next three after the last block
  std::vector<group_function> of_groups;
  std::vector<tree_total> trees;
  std::optional<distribution> grades;
  std::vector<std::uint32_t> outputs;  ///< of the program
};

/// A column that leaves.
struct output {
  std::string name;
  std::string label;
  formula::type type;
  node_id node = none;
  std::uint32_t table = none;
  int places = 9;            ///< of numbers; of money: its minor unit
  bool must_have_value = false;  ///< a missing value is always an issue: score, grade, pay lines, payout
  bool is_pay = false;       ///< money that the plan pays: has a total
  bool is_sum_of_pay = false;  ///< made of the outputs before it that are pay
  enum class destination : std::uint8_t { rows, state, goals };
  destination leaves_in = destination::rows;
  std::uint32_t compared_with = none;  ///< an output of texts before it, of the same table: a note tells where the two differ
  std::uint32_t column = none;  ///< that it fills: of the state, or of next period's population
};

/// A value of the whole population that leaves; its nodes are of frame 0.
struct total {
  output value;              ///< without table
  node_id left_out = none;   ///< how many rows lack what it reads; none: it reads no rows
};

/// Where rows may lack what an aggregate of a total reads; why is told when one does.
struct total_reading {
  node_id lacks = none;        ///< boolean: the row is left out though it may count
  std::vector<node_id> reads;  ///< of the same frame
};

/// What a message names: the quantity at work and its formula.
struct origin {
  std::string name;     ///< `sales.attainment`
  std::string formula;  ///< `revenue / sales_quota`
  span where;
};

struct stored_column {
  std::uint32_t table = none;
  value_kind kind = value_kind::number;
};

/// Everything the engine needs of a plan.
struct program {
  std::vector<node> nodes;
  std::vector<constant> constants;
  std::vector<frame> frames;
  std::vector<aggregate> aggregates;
  std::vector<schedule> schedules;
  std::vector<curve> curves;
  std::vector<curve_ask> asks;
  std::vector<matrix> matrices;
  std::vector<pass> passes;
  std::vector<item> constant_items;  ///< what to compute once in frame 0
  std::vector<stage> stages;         ///< in order; the totals come last, in a stage without table
  std::vector<stored_column> stored;
  std::vector<output> outputs;
  std::vector<total> totals;
  std::vector<total_reading> total_readings;
  std::vector<origin> origins;
  /// By table: the stored column that is true where a row passes its checks and failed elsewhere, of tables that curves, matrices and calendars
  /// read as a whole; none: every row can be used.
  std::vector<std::uint32_t> sound;
  std::vector<std::vector<bool>> columns_used;  ///< by table and column: what must be there and readable
};

}  // namespace attain::program
