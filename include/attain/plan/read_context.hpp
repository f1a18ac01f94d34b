// SPDX-License-Identifier: Apache-2.0
/// What all parts of the plan reader share: formulas become quantities, names are entered once, what is wrong with either is reported.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/formula/functions.hpp"
#include "attain/formula/parser.hpp"
#include "attain/plan/document.hpp"
#include "attain/plan/keys.hpp"
#include "attain/plan/model.hpp"
#include "attain/plan/read_shape.hpp"
#include "attain/plan/read_values.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/nearest.hpp"

namespace attain::model {

/// Reads a plan's document into its model. The parts of the reader are functions over this.
class reader {
 public:
  reader(const document::parsed& document, misspelt_keys misspelt, model::plan& plan, diagnostics& out)
      : result(plan), messages(out), doc_(document), misspelt_(std::move(misspelt)) {}

  model::plan& result;
  diagnostics& messages;
  bool names_unread = false;  ///< a list of columns or links could not be read: any unknown name may be one of them

  [[nodiscard]] const document::value& root() const { return doc_.root; }
  [[nodiscard]] bool is_json() const { return doc_.written_in == document::format::json; }
  [[nodiscard]] formula::names& names() { return result.names; }
  [[nodiscard]] std::uint32_t population() const { return result.names.population; }

  /// True for keys and names whose statement could not be read: what misses them has been reported.
  [[nodiscard]] bool lost(std::string_view name) const {
    return std::find(result.names.lost.begin(), result.names.lost.end(), name) != result.names.lost.end();
  }
  /// True when a table does without a key, rather than having it lost or misspelt.
  [[nodiscard]] bool lacks(const document::value& table, std::string_view key) const {
    return table.find(key) == nullptr && !lost(key) && !misspelt_.contains({&table, std::string(key)});
  }

  /// True when a table has keys that nobody knows: one of them may be meant for any that it lacks.
  [[nodiscard]] bool has_unknown_keys(const document::value& table) const { return misspelt_.contains({&table, ""}); }

  /// The formula in a value: the text parsed, or a number, bool or date as it stands.
  [[nodiscard]] formula::tree to_tree(const document::value& v);

  /// Where a formula stands and what that place asks for.
  struct place {
    std::string name;
    std::uint32_t table = none;
    std::optional<formula::type> expected;
    std::string purpose;
  };
  /// Marks a formula of a curve, which sees what the row sees that calls it.
  quantity_id of_caller(quantity_id q) {
    if (q != none) names().quantities[q].of_caller = true;
    return q;
  }
  /// A formula that could not be read.
  quantity_id add_bad(std::string_view key, const named& owner, std::uint32_t of);
  quantity_id add_formula(const document::value& v, span where, place at);
  /// The formula of a key, as a quantity of `owner`; none when the table does without it.
  quantity_id slot(const document::value& table, std::string_view key, const named& owner, std::uint32_t of, std::optional<formula::dimension> expected);
  /// The same for a key that must be there: when it is not, that was reported, and a formula that is bad takes its place.
  quantity_id required_slot(const document::value& table, std::string_view key, const named& owner, std::uint32_t of,
                            std::optional<formula::dimension> expected);
  /// A number by rule.
  quantity_id add_constant(std::string name, std::int64_t number, span where);
  /// A value computed by a rule of the plan; needs that are none are dropped.
  quantity_id add_rule(std::string name, span where, std::uint32_t table, formula::dimension kind, std::vector<quantity_id> needs);

  /// Enters a name that all formulas share. False, and reported, when it is taken or given.
  bool declare(const named& name, formula::symbol what, std::string kind);
  /// Enters a name among those of a table's rows; of the population's, among the shared ones too.
  bool declare_in(std::uint32_t table, const named& name, formula::symbol what, const std::string& kind);
  /// Enters one of the names that the language gives itself.
  void give(const std::string& name, formula::symbol what) { names().global[name] = what; }
  /// Reports a second thing of a kind with a name of its own, such as two grades.
  void declare_own(std::map<std::string, span>& taken, const named& name, std::string_view kind);
  /// False, and reported, for a text that is no name of anything: an empty one, or one with characters that no back-ticks can hold.
  bool is_name(const named& name, const std::string& kind);
  /// False, and reported, for a name that the language gives itself.
  bool is_free_name(const named& name, const std::string& kind);
  /// The text of `name`; when there is none, a stand-in that cannot clash.
  [[nodiscard]] named name_of(const document::value& table, std::string_view kind);

  /// The table of that name; none, and reported, when there is none.
  std::uint32_t find_table(const named& name);
  std::uint32_t add_column(std::uint32_t table, const named& name, formula::column c);
  /// The column of a table; none when there is none.
  [[nodiscard]] std::uint32_t column_of(std::uint32_t table, const std::string& name) const;
  /// The column of a table; none, and reported, when there is none.
  std::uint32_t find_column(std::uint32_t table, const named& name);

  /// The name somebody probably meant, of things that `name_of` names. Beyond so many messages nobody reads on, and the search takes its time.
  template <class Things, class Name>
  [[nodiscard]] std::optional<std::string_view> nearest(const named& wanted, const Things& things, Name name_of) const {
    constexpr std::size_t most_messages = 50;
    if (messages.size() > most_messages) return std::nullopt;
    std::vector<std::string_view> known;
    for (const auto& thing : things) known.push_back(name_of(thing));
    return nearest_name(wanted.text, known);
  }

  rounding read_rounding(const document::value& table, std::string_view key, rounding otherwise);
  /// Pay that is rounded to less than can be paid would add up to other than its parts.
  void refuse_less_than_a_cent(const document::value& table);
  /// A whole number of a key, reported when outside its range.
  std::optional<std::int64_t> integer_at(const document::value& table, std::string_view key, std::int64_t least, std::int64_t most);
  /// A plain number written as such or as a text.
  std::optional<decimal> number_at(const document::value& table, std::string_view key);

 private:
  bool good_name(const named& name, const std::string& kind);
  void clash(const named& name, const std::string& kind, const std::string& other, span other_where);

  struct taken_name {
    std::string kind;
    span where;
  };
  const document::parsed& doc_;
  const misspelt_keys misspelt_;
  std::map<std::string, taken_name> taken_;
  std::map<std::pair<std::uint32_t, std::string>, taken_name> taken_in_;
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> columns_;  ///< tables can have thousands
};

inline formula::tree reader::to_tree(const document::value& v) {
  using document::value_kind;
  using formula::expr_kind;
  switch (v.kind) {
    case value_kind::text:
      if (!v.reads_as_date) return formula::parse(v.text, messages);
      [[fallthrough]];
    case value_kind::date: {
      formula::tree t = one_node(expr_kind::text, v.where);
      t.nodes.front().text = date_to_text(v.date);
      t.nodes.front().is_date_literal = true;
      t.nodes.front().date_value = v.date;
      return t;
    }
    case value_kind::integer:
    case value_kind::floating: {
      formula::tree t = one_node(expr_kind::number, v.where);
      if (const auto number = parse_decimal(v.text.text)) {
        t.nodes.front().value = *number;
        return t;
      }
      messages.error(code::wrong_value, v.where, "this number is too large or too small", "numbers have at most 38 digits").here = "out of range";
      break;
    }
    case value_kind::boolean: {
      formula::tree t = one_node(expr_kind::boolean, v.where);
      t.nodes.front().text = v.boolean ? "true" : "false";
      return t;
    }
    case value_kind::table:
    case value_kind::array: break;
  }
  return one_node(expr_kind::bad, v.where);
}

inline quantity_id reader::add_formula(const document::value& v, span where, place at) {
  formula::quantity q;
  q.name = std::move(at.name);
  q.where = where;
  q.table = at.table;
  q.has_formula = true;
  q.formula = to_tree(v);
  q.expected = std::move(at.expected);
  q.purpose = std::move(at.purpose);
  names().quantities.push_back(std::move(q));
  return static_cast<quantity_id>(names().quantities.size() - 1);
}

inline quantity_id reader::slot(const document::value& table, std::string_view key, const named& owner, std::uint32_t of,
                                std::optional<formula::dimension> expected) {
  const document::member* m = table.find(key);
  if (m == nullptr) return lacks(table, key) ? none : add_bad(key, owner, of);
  place at{owner.text + "." + std::string(key), of, std::nullopt, "the " + std::string(key) + " of `" + owner.text + "`"};
  if (expected) at.expected = formula::make_type(*expected);
  return add_formula(m->content, m->key_where, std::move(at));
}

inline quantity_id reader::required_slot(const document::value& table, std::string_view key, const named& owner, std::uint32_t of,
                                         std::optional<formula::dimension> expected) {
  const quantity_id found = slot(table, key, owner, of, expected);
  return found != none ? found : add_bad(key, owner, of);
}

inline quantity_id reader::add_bad(std::string_view key, const named& owner, std::uint32_t of) {
  formula::quantity q;
  q.name = owner.text + "." + std::string(key);
  q.where = owner.where;
  q.table = of;
  q.has_formula = true;
  q.formula = one_node(formula::expr_kind::bad, owner.where);
  names().quantities.push_back(std::move(q));
  return static_cast<quantity_id>(names().quantities.size() - 1);
}

inline quantity_id reader::add_constant(std::string name, std::int64_t number, span where) {
  formula::quantity q;
  q.name = std::move(name);
  q.where = where;
  q.has_formula = true;
  q.formula = number_tree(number, where);
  names().quantities.push_back(std::move(q));
  return static_cast<quantity_id>(names().quantities.size() - 1);
}

inline quantity_id reader::add_rule(std::string name, span where, std::uint32_t table, formula::dimension kind, std::vector<quantity_id> needs) {
  formula::quantity q;
  q.name = std::move(name);
  q.where = where;
  q.table = table;
  q.result = formula::make_type(kind);
  for (const quantity_id n : needs)
    if (n != none) q.needs.push_back(n);
  names().quantities.push_back(std::move(q));
  return static_cast<quantity_id>(names().quantities.size() - 1);
}

/// The names that the language gives itself.
[[nodiscard]] inline bool is_given_name(std::string_view name) {
  return name == "score" || name == "grade" || name == "grade_by_score" || name == "payout" || name == "payout_before_limit" || name == "period";
}

inline bool reader::is_name(const named& name, const std::string& kind) {
  const auto is_foreign = [](char c) { return c == '`' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (!name.text.empty() && std::none_of(name.text.begin(), name.text.end(), is_foreign)) return true;
  messages
      .error(code::bad_identifier, name.where, name.text.empty() ? kind + " has an empty name" : "this name cannot be written in a formula",
             "write a name without back-ticks, control characters and line breaks")
      .here = "not a name";
  return false;
}

inline bool reader::good_name(const named& name, const std::string& kind) { return is_name(name, kind) && is_free_name(name, kind); }

inline bool reader::is_free_name(const named& name, const std::string& kind) {
  if (!is_given_name(name.text)) return true;
  const bool is_column = kind.starts_with("a column");
  messages
      .error(code::reserved_name, name.where, "`" + name.text + "` is a name that every plan has already, so " + kind + " cannot bear it",
             is_column ? "rename it where it is read: given_" + name.text + " = { type = \"…\", from = \"" + name.text + "\" }"
                       : "choose another name, such as `my_" + name.text + "`")
      .here = "a given name";
  return false;
}

inline void reader::clash(const named& name, const std::string& kind, const std::string& other, span other_where) {
  // The one that stands later in the document is the one to blame, whatever order they were read in.
  const bool earlier = name.where.begin < other_where.begin;
  const std::string& blamed = earlier ? other : kind;
  const std::string& first = earlier ? kind : other;
  diagnostic& d = messages.error(code::name_clash, earlier ? other_where : name.where,
                                 "`" + name.text + "` is the name of two things: " + first + " and " + blamed, "rename one of them");
  d.here = blamed;
  // Which of the two a formula means is not known, so it makes no mistake.
  names().lost.push_back(name.text);
  d.related.push_back({earlier ? name.where : other_where, first});
}

inline bool reader::declare(const named& name, formula::symbol what, std::string kind) {
  if (!good_name(name, kind)) return false;
  const auto taken = taken_.find(name.text);
  if (taken != taken_.end()) {
    clash(name, kind, taken->second.kind, taken->second.where);
    names().global.erase(name.text);
    if (population() != none) names().tables[population()].members.erase(name.text);
    return false;
  }
  what.where = name.where;
  names().global[name.text] = what;
  taken_.emplace(name.text, taken_name{std::move(kind), name.where});
  return true;
}

inline bool reader::declare_in(std::uint32_t table, const named& name, formula::symbol what, const std::string& kind) {
  what.where = name.where;
  if (table == population()) {
    if (!declare(name, what, kind)) return false;
  } else {
    if (!good_name(name, kind)) return false;
    const auto [taken, is_new] = taken_in_.emplace(std::pair(table, name.text), taken_name{kind, name.where});
    if (!is_new) {
      clash(name, kind, taken->second.kind, taken->second.where);
      names().tables[table].members.erase(name.text);
      return false;
    }
  }
  names().tables[table].members[name.text] = what;
  return true;
}

inline void reader::declare_own(std::map<std::string, span>& taken, const named& name, std::string_view kind) {
  if (!is_name(name, "one of the " + std::string(kind))) return;
  const auto [other, is_new] = taken.emplace(name.text, name.where);
  if (is_new) return;
  diagnostic& d = messages.error(code::name_clash, name.where, "two " + std::string(kind) + " are called `" + name.text + "`", "rename one of them");
  d.here = "the second";
  d.related.push_back({other->second, "the first"});
}

inline named reader::name_of(const document::value& table, std::string_view kind) {
  if (const auto name = text_at(table, "name")) return *name;
  return {std::string(kind) + " without a name", table.where};
}

inline std::uint32_t reader::find_table(const named& name) {
  const std::vector<formula::table>& tables = names().tables;
  const std::uint32_t found = names().find_table(name.text);
  if (found != none || lost(name.text)) return found;
  std::string list;
  for (std::size_t i = 0; i < tables.size() && tables.size() <= 10; ++i) list += (i == 0 ? "the tables are " : ", ") + tables[i].name;
  const auto near = nearest(name, tables, [](const formula::table& t) { return std::string_view(t.name); });
  std::string help = near ? "did you mean `" + std::string(*near) + "`?" : (list.empty() ? "declare it: [tables." + name.text + "]" : list);
  messages.error(code::unknown_table, name.where, "there is no table `" + name.text + "`", std::move(help)).here = "not a table of this plan";
  return none;
}

inline std::uint32_t reader::add_column(std::uint32_t table, const named& name, formula::column c) {
  formula::table& t = names().tables[table];
  const auto index = static_cast<std::uint32_t>(t.columns.size());
  c.name = name.text;
  c.where = name.where;
  t.columns.push_back(std::move(c));
  columns_.emplace(std::pair(table, name.text), index);
  declare_in(table, name, {formula::symbol_kind::column, index, {}}, "a column of `" + t.name + "`");
  return index;
}

inline std::uint32_t reader::column_of(std::uint32_t table, const std::string& name) const {
  const auto found = columns_.find(std::pair(table, name));
  return found == columns_.end() ? none : found->second;
}

inline std::uint32_t reader::find_column(std::uint32_t table, const named& name) {
  const std::uint32_t found = column_of(table, name.text);
  if (found != none || lost(name.text) || names_unread) return found;
  const formula::table& t = names().tables[table];
  if (const auto other = t.members.find(name.text); other != t.members.end() && other->second.kind == formula::symbol_kind::quantity) {
    messages
        .error(code::unknown_column, name.where, "`" + name.text + "` is computed and not a column of `" + t.name + "`",
               "name columns of the file here; what is computed from them can stand in a formula")
        .here = "not a column";
    return none;
  }
  const auto near = nearest(name, t.columns, [](const formula::column& c) { return std::string_view(c.name); });
  std::string help = near ? "did you mean `" + std::string(*near) + "`?" : "add it to the columns of [tables." + t.name + "]";
  messages.error(code::unknown_column, name.where, "`" + t.name + "` has no column `" + name.text + "`", std::move(help)).here =
      "not a column of `" + t.name + "`";
  return none;
}

inline std::optional<std::int64_t> reader::integer_at(const document::value& table, std::string_view key, std::int64_t least, std::int64_t most) {
  const document::value* v = table.get(key);
  if (v == nullptr || v->kind != document::value_kind::integer) return std::nullopt;
  const auto number = parse_decimal(v->text.text);
  if (number && number->coefficient >= least && number->coefficient <= most) return static_cast<std::int64_t>(number->coefficient);
  messages
      .error(code::wrong_value, v->where, "`" + std::string(key) + "` cannot be " + v->text.text,
             "write a whole number from " + std::to_string(least) + " to " + std::to_string(most))
      .here = "out of range";
  return std::nullopt;
}

inline std::optional<decimal> reader::number_at(const document::value& table, std::string_view key) {
  const document::value* v = table.get(key);
  if (v == nullptr || v->kind == document::value_kind::table || v->kind == document::value_kind::array) return std::nullopt;
  const auto number = v->is_number() || v->kind == document::value_kind::text ? parse_decimal(v->text.text) : std::nullopt;
  if (number && number->coefficient > 0) return number;
  messages.error(code::wrong_value, v->where, "`" + std::string(key) + "` must be a number above 0", "write a number such as 0.05 or 100").here =
      "not a number above 0";
  return std::nullopt;
}

inline rounding reader::read_rounding(const document::value& table, std::string_view key, rounding otherwise) {
  const document::value* v = table.get(key);
  if (v == nullptr) return otherwise;
  const auto mode_of = [](const document::value& word, rounding_mode fallback) {
    return word.kind == document::value_kind::text ? parse_rounding_mode(word.text.text).value_or(fallback) : fallback;
  };
  if (v->kind == document::value_kind::text) otherwise.mode = mode_of(*v, otherwise.mode);
  if (v->kind == document::value_kind::integer) {
    if (const auto places = integer_at(table, key, 0, 38)) otherwise.places = static_cast<int>(*places);
  }
  if (v->kind == document::value_kind::table) {
    if (const document::value* mode = v->get("mode")) otherwise.mode = mode_of(*mode, otherwise.mode);
    if (const auto places = integer_at(*v, "places", 0, 38)) otherwise.places = static_cast<int>(*places);
    otherwise.multiple = number_at(*v, "multiple");
  }
  return otherwise;
}

inline void reader::refuse_less_than_a_cent(const document::value& table) {
  const document::value* how = table.get("rounding");
  if (how == nullptr || how->kind != document::value_kind::table) return;
  const int unit = result.minor_unit;
  const auto refuse = [&](const document::value& at, std::string_view key) {
    messages
        .error(code::wrong_value, at.where, "`" + std::string(key) + "` cannot be " + at.text.text + ": an amount of " + result.currency + " has " + std::to_string(unit) + " decimals",
               "round what is paid to what can be paid; a finer amount can be a value in [define]")
        .here = "less than can be paid";
  };
  const auto places = how->get("places") == nullptr ? std::optional<std::int64_t>(unit) : integer_at(*how, "places", 0, 38);
  if (places && *places > unit) return refuse(*how->get("places"), "places");
  const auto multiple = number_at(*how, "multiple");
  if (multiple && how->get("places") == nullptr && multiple->scale > unit && !rescale(*multiple, unit)) refuse(*how->get("multiple"), "multiple");
}

}  // namespace attain::model
