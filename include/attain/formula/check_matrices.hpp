// SPDX-License-Identifier: Apache-2.0
/// The part of the checker that knows with what a matrix is called and what it gives.
#pragma once

#include <optional>
#include <string>

#include "attain/formula/checker_class.hpp"

namespace attain::formula {

inline type checker::check_matrix(tree& f, expr& e, std::uint32_t matrix, const ids& arguments, const row_context& row) {
  const matrix_name& m = all_.matrices[matrix];
  e.target.kind = reference_kind::matrix;
  e.target.index = matrix;
  if (m.axes.empty() || !check_rows_known(e, m.table, row)) return {};  // it could not be read
  if (arguments.size() != m.axes.size()) {
    const std::string wanted = std::to_string(m.axes.size()) + (m.axes.size() == 1 ? " argument" : " arguments");
    messages_.error(code::wrong_arguments, e.where, "`" + m.name + "` takes " + wanted, "write `" + matrix_shape(m) + "`").here = std::to_string(arguments.size()) + " given";
    return {};
  }
  std::optional<type> value;
  if (!common_type(m.name, m.values, m.column_values, row, e.where, "gives", value)) return {};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const matrix_name::axis& axis = m.axes[i];
    const type given = f[arguments[i]].result;
    if (given.is_unknown() || given.kind == dimension::missing) continue;
    const bool fits = axis.kind ? same_dimension(*axis.kind, given) : given.is_numeric();
    if (!fits && axis.kind && axis.kind->is_numeric() && is_bare(f, arguments[i])) {
      give(f, arguments[i], *axis.kind);
      continue;
    }
    if (fits) continue;
    const std::string wanted = axis.kind ? to_text(*axis.kind) : "a number, money or days";
    messages_.error(code::wrong_type, f[arguments[i]].where, "the axis `" + axis.name + "` of `" + m.name + "` is " + wanted + ", and it is asked with " + to_text(given), "write `" + matrix_shape(m) + "`").here =
        to_text(given);
    return {};
  }
  const type result = value.value_or(make_type(dimension::number));
  if (result.is_numeric() || (result.kind == dimension::text && !m.linear)) return result;
  messages_
      .error(code::wrong_type, m.where, "`" + m.name + "` must give numbers, money or days, not " + to_text(result),
             m.linear && result.kind == dimension::text ? "texts have nothing in between: method = \"step\"" : "a condition is written as an `if`")
      .here = to_text(result);
  return {};
}

}  // namespace attain::formula
