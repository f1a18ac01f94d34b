// SPDX-License-Identifier: Apache-2.0
/// The checker as a class; what its members do stands in checker.hpp, check_expressions.hpp, check_calls.hpp, check_lookups.hpp,
/// check_running.hpp, check_totals.hpp, check_tree.hpp, check_within.hpp, check_pools.hpp, check_curves.hpp and check_matrices.hpp.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/formula/dimension.hpp"
#include "attain/formula/names.hpp"
#include "attain/formula/of_caller.hpp"
#include "attain/formula/parser.hpp"
#include "attain/formula/resolve.hpp"
#include "attain/number/rounding.hpp"

namespace attain::formula {

/// Checks all quantities, each once, in the order that they need each other. After it every quantity has a type; `unknown` where a mistake
/// was reported.
class checker {
 public:
  checker(names& all, diagnostics& messages) : all_(all), messages_(messages), resolve_(all, messages) {}

  void check_all() {
    for (quantity& q : all_.quantities) q.of_caller = q.of_caller && needs_row(all_, q.formula);
    for (std::uint32_t q = 0; q < all_.quantities.size(); ++q)
      if (!all_.quantities[q].of_caller) type_of(q, {});
    check_uncalled();
  }

 private:
  // How deep formulas may reach through each other: a bound on the recursion here and in all who follow the formulas later.
  static constexpr int most_levels = 1000;

  using ids = std::vector<expr_id>;

  type type_of(std::uint32_t quantity, span asked_from);
  std::uint32_t seen_from(std::uint32_t quantity, std::uint32_t table);
  void check_uncalled();
  [[nodiscard]] bool reaches_too_deep(span where);
  void report_cycle(std::uint32_t quantity);
  void need_checks(std::uint32_t table, span where);
  [[nodiscard]] bool check_rows_known(const expr& e, std::uint32_t table, const row_context& row);
  void check_rule(quantity& q);
  void check_formula(quantity& q);
  void expect(quantity& q);

  type check(tree& f, expr_id id, const row_context& row);
  type check_name(tree& f, expr& e, const row_context& row);
  type check_member(tree& f, expr& e, const row_context& row);
  type check_unary(tree& f, expr& e, const row_context& row);
  type check_binary(tree& f, expr& e, const row_context& row);
  type check_compare(tree& f, expr& e, const row_context& row);
  type check_conditional(tree& f, expr& e, const row_context& row);
  type check_call(tree& f, expr_id id, const row_context& row);
  type type_of_reference(const reference& target, span where, std::uint32_t from);
  void need_checks_of(const std::vector<std::uint32_t>& hops, std::uint32_t from, span where);
  type foreign_money(const expr& e);

  type check_scalar(tree& f, expr& e, const function_info& info, const ids& arguments);
  type check_rounding(tree& f, expr& e, const function_info& info, const ids& arguments);
  type check_date_function(tree& f, const function_info& info, const ids& arguments);
  void check_surplus(tree& f, const function_info& info, const ids& arguments, const row_context& row);
  type check_calendar(tree& f, expr& e, const function_info& info, const row_context& row);
  type check_aggregate(tree& f, expr_id id, const function_info& info, const row_context& row);
  void check_aggregate_clauses(tree& f, expr_id id, const function_info& info, const row_context& inner);
  type aggregate_result(tree& f, expr& e, const function_info& info, const ids& arguments, const row_context& row, const row_context& inner);
  type check_total(tree& f, expr_id id, const function_info& info);
  type check_within(tree& f, expr_id id, const function_info& info, const row_context& row);
  [[nodiscard]] static bool can_do_without(function f);
  type rank_result(tree& f, const function_info& info, const ids& arguments, const row_context& row, const row_context& inner);
  void check_ties(tree& f, const call_clauses::option& ties, const row_context& inner);
  type allocation_result(tree& f, expr_id id, const ids& arguments, const row_context& row, const row_context& inner);
  type prize_result(tree& f, expr_id id, const ids& arguments, const row_context& row, const row_context& inner);
  void check_order_of_shares(tree& f, expr_id ties, const row_context& inner);
  void want_word(const tree& f, expr_id id, std::string_view what, std::span<const std::string_view> words);
  type check_running(tree& f, expr_id id, const function_info& info, const row_context& row);
  type check_tree(tree& f, expr_id id, const function_info& info, const row_context& row);
  void check_tree_clauses(tree& f, expr_id id, const function_info& info, const tree_word* what, const row_context& inner);
  type check_lookup(tree& f, expr& e, const function_info& info, const row_context& row);
  [[nodiscard]] std::uint32_t find_looked_up(const tree& f, const expr& e, const function_info& info);
  bool check_day(tree& f, expr& e, const table& t, const row_context& row);
  bool check_keys(tree& f, const expr& e, const table& t, std::string_view name);
  type check_convert(tree& f, expr& e, const function_info& info, const row_context& row);
  bool find_rates(expr& e);
  [[nodiscard]] bool is_traceable(const tree& f, expr_id id) const;
  type scale_by_row(const tree& f, const expr& e, const type& left, const type& right);
  bool refuse_by_row(const tree& f, const ids& operands, bool with_zero);
  type check_curve(tree& f, expr& e, std::uint32_t curve, std::string_view ask, span ask_where, const ids& arguments, const row_context& row);
  type check_matrix(tree& f, expr& e, std::uint32_t matrix, const ids& arguments, const row_context& row);
  bool can_be_asked(const expr& e, const curve_name& c, std::string_view ask, span ask_where, std::size_t given);
  bool common_type(const std::string& name, const std::vector<std::uint32_t>& quantities, const std::optional<type>& column, const row_context& row, span where, std::string_view what, std::optional<type>& common);
  bool check_curve_argument(tree& f, expr_id x, curve_name& c, const std::optional<type>& bound);
  type curve_result(const expr& e, const curve_name& c, std::string_view ask, const type& x, const type& y);
  type check_unanswered(tree& f, expr& e, const part_list& list, const ids& arguments);

  [[nodiscard]] bool is_bare(const tree& f, expr_id id) const;
  void give(tree& f, expr_id id, const type& wanted);
  bool take_date(tree& f, expr_id id);
  type unify(tree& f, const ids& operands, std::string_view doing);
  bool want(tree& f, expr_id id, dimension kind, std::string_view what);
  bool want_number(tree& f, expr_id id, std::string_view what);
  void advise_comparison(const tree& f, expr_id a, expr_id b);
  bool want_text_literal(const tree& f, expr_id id, std::string_view what);
  diagnostic& mismatch(code c, const tree& f, expr_id a, expr_id b, std::string message, std::string help);
  [[nodiscard]] std::string amount_help(const tree& f, expr_id id) const;
  [[nodiscard]] std::string side_by_side_help(const tree& f, expr_id a, expr_id b) const;

  names& all_;
  diagnostics& messages_;
  resolver resolve_;
  std::vector<std::pair<std::uint32_t, span>> stack_;  ///< quantities being checked, each with the place that asked for it
  int level_ = 0;
  int deepest_ = 0;                                    ///< level that was reached below the quantity being checked
  std::vector<int> heights_;                           ///< by quantity: levels that it reaches down
  bool too_deep_ = false;  ///< reported; all further chains of that depth are silent
};

}  // namespace attain::formula
