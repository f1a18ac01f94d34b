// SPDX-License-Identifier: Apache-2.0
/// The JSON Schema of plans, made of the same description of keys that the reader goes by.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/plan/keys.hpp"
#include "attain/text/json.hpp"
#include "attain/text/unicode.hpp"

namespace attain {

namespace detail {

/// One list or object of JSON, filled member by member.
class json_list {
 public:
  explicit json_list(bool is_object) : is_object_(is_object) {}

  json_list& add(std::string value) {
    items_.push_back(std::move(value));
    return *this;
  }
  json_list& add(std::string_view key, const std::string& value) { return add(json_quoted(key) + ": " + value); }
  json_list& add_all(const json_list& other) {
    items_.insert(items_.end(), other.items_.begin(), other.items_.end());
    return *this;
  }
  [[nodiscard]] bool empty() const { return items_.empty(); }

  /// On one line if it is short, else one member a line.
  [[nodiscard]] std::string text() const {
    constexpr std::size_t most = 150;
    std::string line;
    bool is_short = true;
    for (const std::string& item : items_) {
      line += (line.empty() ? "" : ", ") + item;
      is_short = is_short && item.find('\n') == std::string::npos;
    }
    const char open = is_object_ ? '{' : '[';
    const char close = is_object_ ? '}' : ']';
    if (is_short && column_width(line) <= most) return open + line + close;
    line = open;
    for (const std::string& item : items_) {
      line += line.size() == 1 ? "\n  " : ",\n  ";
      for (const char c : item) line += c == '\n' ? std::string("\n  ") : std::string(1, c);
    }
    return line + '\n' + close;
  }

 private:
  bool is_object_;
  std::vector<std::string> items_;
};

[[nodiscard]] inline json_list json_object() { return json_list(true); }
[[nodiscard]] inline json_list json_array() { return json_list(false); }

/// Makes the schema; lives for one call of `plan_schema`.
class schema_maker {
 public:
  [[nodiscard]] std::string run() const {
    json_list definitions = json_object();
    for (const model::section& s : model::sections)
      if (s.name != "document") definitions.add(definition_name(s.name), section(s).text());
    json_list schema = json_object();
    schema.add("$schema", json_quoted("https://json-schema.org/draft/2020-12/schema")).add("title", json_quoted("Attain plan"));
    json_list document = section(*model::find_section("document"), schema);
    return document.add("$defs", definitions.text()).text() + "\n";
  }

 private:
  using key = model::key;

  [[nodiscard]] static json_list section(const model::section& s, json_list schema = json_object()) {
    json_list properties = json_object();
    json_list required = json_array();
    for (const key& k : s.keys) {
      properties.add(k.name, property(k, s).text());
      if (k.present == model::presence::required || is_version(k, s)) required.add(json_quoted(k.name));
    }
    schema.add("type", json_quoted("object"));
    if (!properties.empty()) schema.add("properties", properties.text());
    if (!required.empty()) schema.add("required", required.text());
    return schema.add("additionalProperties", s.others == 0 ? "false" : property(key{{}, s.others, {}, {}, s.others_of}, s).text());
  }

  /// The version is told apart from missing keys by the reader, so its description says that it is optional.
  [[nodiscard]] static bool is_version(const key& k, const model::section& s) { return s.name == "document" && k.name == "attain"; }

  [[nodiscard]] static json_list property(const key& k, const model::section& s) {
    json_list schema = json_object();
    if (!k.meaning.empty()) schema.add("description", json_quoted(k.meaning));
    if (is_version(k, s)) return schema.add("const", "1");
    if ((k.takes & model::takes::anything) != 0) return schema;
    const std::vector<json_list> choices = alternatives(k);
    if (choices.size() > 1) {
      json_list any = json_array();
      for (const json_list& choice : choices) any.add(choice.text());
      return schema.add("anyOf", any.text());
    }
    if (choices.size() == 1) schema.add_all(choices.front());
    return schema;
  }

  [[nodiscard]] static json_list only(std::string_view name, std::string value) { return json_object().add(name, std::move(value)); }
  [[nodiscard]] static json_list list_of(const std::string& items) { return only("type", json_quoted("array")).add("items", items); }
  [[nodiscard]] static json_list reference(std::string_view section) { return only("$ref", json_quoted("#/$defs/" + definition_name(section))); }

  /// A section's name as a part of a URI: "zero target" is zero_target.
  [[nodiscard]] static std::string definition_name(std::string_view name) {
    std::string result(name);
    std::replace(result.begin(), result.end(), ' ', '_');
    return result;
  }

  /// What a key may hold, one schema each.
  [[nodiscard]] static std::vector<json_list> alternatives(const key& k) {
    namespace takes = model::takes;
    const auto has = [&](unsigned bits) { return (k.takes & bits) != 0; };
    const json_list formula_schema = only("type", R"(["string", "number", "boolean"])");
    std::vector<json_list> result;
    if (has(takes::word)) {
      json_list words = json_array();
      for (std::size_t n = 0; !model::word_at(k.words, n).empty(); ++n) words.add(json_quoted(model::word_at(k.words, n)));
      result.push_back(only("enum", words.text()));
    }
    const bool is_formula = has(takes::literal | takes::formula);
    if (is_formula) result.push_back(formula_schema);
    else if (has(takes::text)) result.push_back(only("type", json_quoted("string")));
    if (has(takes::integer) && !is_formula) result.push_back(only("type", json_quoted("integer")));
    if (has(takes::boolean) && !is_formula) result.push_back(only("type", json_quoted("boolean")));
    if (has(takes::date)) result.push_back(only("type", json_quoted("string")).add("pattern", json_quoted(date_pattern)));
    if (has(takes::table)) result.push_back(reference(k.table_of.empty() ? k.of : k.table_of));
    if (has(takes::tables)) result.push_back(list_of(reference(k.of).text()));
    if (has(takes::texts)) result.push_back(list_of(only("type", json_quoted("string")).text()));
    if (has(takes::pairs)) result.push_back(list_of(list_of(formula_schema.text()).add("minItems", "2").add("maxItems", "2").text()));
    return result;
  }

  static constexpr std::string_view date_pattern = "^[0-9]{4}(-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})$";
};

}  // namespace detail

/// The JSON Schema (2020-12) of the plans that this version reads, for editors and for programs that write plans. It knows keys, words and
/// kinds of values; names, types and formulas are what reading the plan checks.
[[nodiscard]] inline std::string plan_schema() { return detail::schema_maker().run(); }

}  // namespace attain
