// SPDX-License-Identifier: Apache-2.0
/// Reads matrices: their axes, and a value for each combination of places on them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/number/rational.hpp"
#include "attain/plan/read_context.hpp"
#include "attain/plan/read_define.hpp"

namespace attain::model {

/// Reads [matrices]; made for one call of `read_matrices`.
class matrix_reader {
 public:
  explicit matrix_reader(reader& r) : r_(r) {}

  void read() {
    for (const document::member& m : members_at(r_.root(), "matrices"))
      if (m.content.kind == document::value_kind::table) read_matrix(m);
  }

 private:
  static constexpr std::size_t most_axes = 4;

  void read_matrix(const document::member& m) {
    const document::value& v = m.content;
    matrix x;
    x.name = nfc(m.key);
    x.where = m.key_where;
    declare(x);
    x.linear = word_is(v, "method", "linear");
    x.upper_inclusive = word_is(v, "bounds", "upper-inclusive");
    formula::matrix_name n;
    n.name = x.name;
    n.where = x.where;
    n.linear = x.linear;
    const bool readable = v.find("table") != nullptr ? read_table(v, x, n) : read_written(v, x, n);
    x.outside = r_.of_caller(r_.slot(v, "outside", {x.name, x.where}, none, std::nullopt));
    n.values = x.values;
    if (x.outside != none) n.values.push_back(x.outside);
    if (!readable) n.axes.clear();
    r_.names().matrices.push_back(std::move(n));
    r_.result.matrices.push_back(std::move(x));
  }

  void declare(const matrix& x) {
    if (formula::find_function(x.name) != nullptr) {
      r_.messages
          .error(code::name_clash, x.where, "`" + x.name + "` is a function, so a matrix cannot bear its name", "choose another name, such as `" + x.name + "_matrix`")
          .here = "the name of a function";
      return;
    }
    r_.declare({x.name, x.where}, {formula::symbol_kind::matrix, static_cast<std::uint32_t>(r_.names().matrices.size()), {}}, "a matrix");
  }

  diagnostic& bad(span where, std::string message, std::string help) { return r_.messages.error(code::bad_matrix, where, std::move(message), std::move(help)); }

  [[nodiscard]] bool count_fits(const matrix& x, std::size_t axes) {
    if (axes >= 1 && axes <= most_axes) return true;
    bad(x.where, "`" + x.name + "` has " + std::to_string(axes) + " axes", "a matrix has 1 to " + std::to_string(most_axes)).here = axes == 0 ? "none" : "too many";
    return false;
  }

  // A matrix written in the plan.

  bool read_written(const document::value& v, matrix& x, formula::matrix_name& n) {
    if (const document::member* value = v.find("value"); value != nullptr) {
      bad(value->key_where, "`value` names a column of a table, and `" + x.name + "` comes from none", "write `values`, or add `table`").here = "of which table?";
      return false;
    }
    const document::value* axes = v.get("axes");
    if (axes == nullptr || axes->kind == document::value_kind::array) {
      if (axes != nullptr)
        bad(axes->where, "the axes of `" + x.name + "` name no columns, for it comes from no table", "write axes = { revenue = [0, \"80%\"], margin = [\"low\", \"high\"] }, or add `table`").here =
            "what stands on them?";
      return false;
    }
    if (axes->kind != document::value_kind::table || !count_fits(x, axes->members.size())) return false;
    const auto order = order_of(v, *axes, x);
    if (!order) return false;
    bool good = true;
    for (const document::member* m : *order) good = read_axis(*m, x, n) && good;
    if (!good) return false;
    const document::value* values = v.get("values");
    if (values == nullptr) {
      if (r_.lacks(v, "values")) bad(x.where, "`" + x.name + "` has no values", "write `values`: " + shape(x)).here = "no `values`";
      return false;
    }
    return read_values(*values, 0, x);
  }

  [[nodiscard]] std::optional<std::vector<const document::member*>> order_of(const document::value& v, const document::value& axes, const matrix& x) {
    std::vector<const document::member*> result;
    const document::member* order = v.find("order");
    std::string names;
    for (const document::member& m : axes.members) names += (names.empty() ? "\"" : ", \"") + m.key + "\"";
    if (order == nullptr) {
      for (const document::member& m : axes.members) result.push_back(&m);
      if (result.size() == 1) return result;
      if (r_.lacks(v, "order")) bad(axes.where, "which axis of `" + x.name + "` comes first is not said", "name the outermost first: order = [" + names + "]").here = "`order` is missing";
      return std::nullopt;
    }
    for (const named& wanted : texts_at(v, "order")) {
      const auto found = std::find_if(axes.members.begin(), axes.members.end(), [&](const document::member& m) { return nfc(m.key) == wanted.text; });
      const bool again = found != axes.members.end() && std::find(result.begin(), result.end(), &*found) != result.end();
      if (found != axes.members.end() && !again) {
        result.push_back(&*found);
        continue;
      }
      bad(wanted.where, again ? "the axis `" + wanted.text + "` stands twice in `order`" : "`" + x.name + "` has no axis `" + wanted.text + "`", "write each axis once: order = [" + names + "]").here =
          again ? "a second time" : "not an axis";
      return std::nullopt;
    }
    if (result.size() == axes.members.size()) return result;
    bad(order->key_where, "`order` leaves out an axis of `" + x.name + "`", "write each axis once: order = [" + names + "]").here = "an axis is missing";
    return std::nullopt;
  }

  bool read_axis(const document::member& m, matrix& x, formula::matrix_name& n) {
    const document::value& v = m.content;
    matrix::axis axis;
    axis.name = nfc(m.key);
    if (v.kind != document::value_kind::array || v.items.empty()) {
      bad(v.where, "the axis `" + axis.name + "` is no list", "write the numbers or texts that stand on it: [0, \"80%\", \"100%\"]").here = "what stands on it?";
      return false;
    }
    std::optional<formula::type> kind;
    std::vector<span> places;
    for (const document::value& item : v.items) {
      const auto number = number_of(item);
      axis.is_text = axis.is_text || !number;
      if (number) {
        axis.numbers.push_back(number->number);
        if (number->type_of.kind != formula::dimension::number) {
          if (kind && !same_dimension(*kind, number->type_of)) {
            bad(item.where, "the axis `" + axis.name + "` holds " + to_text(*kind) + " and " + to_text(number->type_of), "let all be of one dimension").here = to_text(number->type_of);
            return false;
          }
          kind = number->type_of;
        }
      }
      places.push_back(item.where);
    }
    if (axis.is_text) kind = formula::make_type(formula::dimension::text);
    const bool good = axis.is_text ? take_texts(v, axis) : is_sorted(axis, places);
    n.axes.push_back({axis.name, kind});
    x.axes.push_back(std::move(axis));
    return good;
  }

  /// The number that an item of an axis writes out; nothing for a text.
  [[nodiscard]] std::optional<formula::parameter> number_of(const document::value& item) {
    std::optional<formula::parameter> found;
    if (item.is_number()) found = literal_of(r_.to_tree(item), r_.result.currency);
    diagnostics unheard;
    if (item.kind == document::value_kind::text) found = literal_of(formula::parse(item.text, unheard), r_.result.currency);
    return found && found->type_of.is_numeric() ? found : std::nullopt;
  }

  [[nodiscard]] bool take_texts(const document::value& v, matrix::axis& axis) {
    axis.numbers.clear();
    for (const document::value& item : v.items) {
      if (item.kind != document::value_kind::text) {
        bad(item.where, "the axis `" + axis.name + "` mixes texts and other values", "write numbers only, or put each text in quotes").here = "not a text";
        return false;
      }
      std::string text = to_named(item).text;
      if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') text = text.substr(1, text.size() - 2);
      if (std::find(axis.texts.begin(), axis.texts.end(), text) != axis.texts.end()) {
        bad(item.where, "'" + text + "' stands twice on the axis `" + axis.name + "`", "delete one of them").here = "a second time";
        return false;
      }
      axis.texts.push_back(std::move(text));
    }
    return true;
  }

  [[nodiscard]] bool is_sorted(const matrix::axis& axis, const std::vector<span>& places) {
    for (std::size_t i = 1; i < axis.numbers.size(); ++i) {
      if (rational(axis.numbers[i - 1]) < rational(axis.numbers[i])) continue;
      diagnostic& d = r_.messages.error(code::tiers_out_of_order, places[i], "the numbers of the axis `" + axis.name + "` are out of order", "numbers stand from the smallest to the largest, each once");
      d.here = "not above the one before";
      d.related.push_back({places[i - 1], "the one before"});
      return false;
    }
    return true;
  }

  [[nodiscard]] static std::size_t size_of(const matrix::axis& a) { return a.is_text ? a.texts.size() : a.numbers.size(); }

  /// What `values` must look like: "3 lists of 2 values".
  [[nodiscard]] static std::string shape(const matrix& x) {
    std::string text;
    for (std::size_t i = 0; i < x.axes.size(); ++i) text += (i > 0 ? " of " : "") + std::to_string(size_of(x.axes[i])) + (i + 1 == x.axes.size() ? " values" : " lists");
    return text;
  }

  bool read_values(const document::value& v, std::size_t depth, matrix& x) {
    const matrix::axis& axis = x.axes[depth];
    const bool is_list = v.kind == document::value_kind::array;
    if (!is_list || v.items.size() != size_of(axis)) {
      bad(v.where, "the values of `" + x.name + "` do not fit its axes: the axis `" + axis.name + "` has " + std::to_string(size_of(axis)) + " places", "write " + shape(x)).here =
          is_list ? std::to_string(v.items.size()) + " here" : "not a list";
      return false;
    }
    for (const document::value& item : v.items) {
      if (depth + 1 < x.axes.size()) {
        if (!read_values(item, depth + 1, x)) return false;
        continue;
      }
      if (!fits(item, takes::formula)) {
        bad(item.where, "the values of `" + x.name + "` are lists within lists deeper than its axes", "write " + shape(x)).here = "a value is needed here";
        return false;
      }
      reader::place at{x.name + ".value " + std::to_string(x.values.size() + 1), none, std::nullopt, "a value of `" + x.name + "`"};
      x.values.push_back(r_.of_caller(r_.add_formula(item, item.where, std::move(at))));
    }
    return true;
  }

  // A matrix with a row of a table for each value.

  bool read_table(const document::value& v, matrix& x, formula::matrix_name& n) {
    for (const std::string_view key : {"values", "order"}) {
      const document::member* wrong = v.find(key);
      if (wrong == nullptr) continue;
      bad(wrong->key_where, "`" + x.name + "` comes from a table, and `" + std::string(key) + "` is for one written in the plan", "delete it").here = "not with `table`";
      return false;
    }
    const auto table = text_at(v, "table");
    if (!table) return false;
    x.table = r_.find_table(*table);
    const document::value* axes = v.get("axes");
    if (x.table == none || axes == nullptr) return false;
    const formula::table& t = r_.names().tables[x.table];
    if (t.kind != formula::table_kind::reference || t.valid_from != none) {
      bad(table->where, "a matrix stands in a reference table whose rows always hold, and `" + t.name + "` is none", "keep it in a table without link to the population and without `valid`").here =
          "not such a table";
      return false;
    }
    if (axes->kind != document::value_kind::array) {
      bad(axes->where, "the axes of `" + x.name + "` are columns of `" + t.name + "`", "list their names, the outermost first: axes = [\"band\", \"product\"]").here = "columns are needed";
      return false;
    }
    const std::vector<named> names = texts_at(v, "axes");
    if (!count_fits(x, names.size())) return false;
    bool good = true;
    for (const named& name : names) good = read_column(name, x, n) && good;
    const auto value = text_at(v, "value");
    if (!value && r_.lacks(v, "value")) bad(x.where, "`" + x.name + "` does not say which column of `" + t.name + "` holds its values", "add value = \"…\"").here = "`value` is missing";
    x.value = value ? r_.find_column(x.table, *value) : none;
    if (x.value == none) return false;
    n.table = x.table;
    n.column_values = t.columns[x.value].type_of;
    return good;
  }

  bool read_column(const named& name, matrix& x, formula::matrix_name& n) {
    const std::uint32_t found = r_.find_column(x.table, name);
    if (found == none) return false;
    const formula::column& c = r_.names().tables[x.table].columns[found];
    const bool is_text = c.type_of.kind == formula::dimension::text;
    if (c.type_of.is_unknown()) return false;
    if (!is_text && !c.type_of.is_numeric()) {
      diagnostic& d = r_.messages.error(code::wrong_type, name.where, "an axis has numbers, money, days or texts, and `" + c.name + "` is " + to_text(c.type_of), "name another column");
      d.here = to_text(c.type_of);
      d.related.push_back({c.where, "the column"});
      return false;
    }
    matrix::axis axis;
    axis.name = name.text;
    axis.is_text = is_text;
    axis.column = found;
    x.axes.push_back(std::move(axis));
    formula::type kind = c.type_of;
    kind.optional = false;
    n.axes.push_back({name.text, kind});
    return true;
  }

  reader& r_;
};

/// Fills plan.matrices and names.matrices.
inline void read_matrices(reader& r) { matrix_reader(r).read(); }

}  // namespace attain::model
