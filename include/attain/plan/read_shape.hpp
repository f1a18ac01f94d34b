// SPDX-License-Identifier: Apache-2.0
/// Compares a document with the description of all keys: unknown ones, missing ones, wrong kinds and words.
#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/plan/document.hpp"
#include "attain/plan/keys.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/nearest.hpp"

namespace attain::model {

/// True when the value is of a kind that the bits of `takes` allow; words and what stands inside tables are looked at elsewhere.
[[nodiscard]] inline bool fits(const document::value& v, unsigned what) {
  using document::value_kind;
  if ((what & takes::anything) != 0) return true;
  const bool scalar = v.is_number() || v.kind == value_kind::boolean || v.kind == value_kind::date || v.kind == value_kind::text;
  if (scalar && (what & (takes::formula | takes::literal)) != 0) return true;
  switch (v.kind) {
    case value_kind::text: return (what & (takes::word | takes::text)) != 0 || ((what & takes::date) != 0 && parse_date(v.text.text).has_value());
    case value_kind::integer: return (what & takes::integer) != 0;
    case value_kind::boolean: return (what & takes::boolean) != 0;
    case value_kind::date: return (what & takes::date) != 0;
    case value_kind::table: return (what & takes::table) != 0;
    case value_kind::floating: return false;
    case value_kind::array: break;
  }
  // An empty list fits every kind of list.
  const auto all = [&](auto holds) { return std::all_of(v.items.begin(), v.items.end(), holds); };
  if ((what & takes::texts) != 0 && all([](const document::value& i) { return i.kind == value_kind::text; })) return true;
  if ((what & takes::tables) != 0 && all([](const document::value& i) { return i.kind == value_kind::table; })) return true;
  return (what & takes::pairs) != 0 && all([](const document::value& i) {
           return i.kind == value_kind::array && i.items.size() == 2 && fits(i.items[0], takes::formula) && fits(i.items[1], takes::formula);
         });
}

/// Words as a message lists them: `sum`, `mean`; a tab as it is written.
[[nodiscard]] inline std::string list_words(std::string_view words) {
  std::string list;
  for (std::size_t n = 0; !word_at(words, n).empty(); ++n)
    list += (n > 0 ? ", `" : "`") + (word_at(words, n) == "\t" ? "\\t" : std::string(word_at(words, n))) + "`";
  return list;
}

/// What a key takes, as a message says it: "a formula or a table".
[[nodiscard]] inline std::string list_kinds(const key& k) {
  struct phrase {
    unsigned bit;
    std::string_view text;
  };
  static constexpr phrase phrases[] = {{takes::formula, "a formula"},
                                       {takes::literal, "a number, date, bool or a text with one of them"},
                                       {takes::text, "a text"},
                                       {takes::texts, "a list of texts"},
                                       {takes::integer, "a whole number"},
                                       {takes::boolean, "true or false"},
                                       {takes::date, "a date"},
                                       {takes::tables, "a list of tables"},
                                       {takes::pairs, "a list of pairs [x, y]"},
                                       {takes::table, "a table"}};
  std::vector<std::string> parts;
  if ((k.takes & takes::word) != 0 && (k.takes & takes::formula) == 0) parts.push_back("one of " + list_words(k.words));
  for (const phrase& p : phrases)
    if ((k.takes & p.bit) != 0) parts.emplace_back(p.text);
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : (i + 1 == parts.size() ? " or " : ", ")) + parts[i];
  return text;
}

/// Keys that a table lacks because they are misspelt in it: their absence was reported already. With an empty key: it has unknown ones.
using misspelt_keys = std::set<std::pair<const document::value*, std::string>>;

/// The walk over a document; made for one call of `check_shape`.
class shape_checker {
 public:
  shape_checker(const document::parsed& doc, diagnostics& messages) : doc_(doc), messages_(messages) {}

  [[nodiscard]] misspelt_keys take_misspelt() { return std::move(misspelt_); }

  void check_table(const document::value& table, const section& s) {
    for (const document::member& m : table.members) {
      if (const key* k = find_key(s, m.key)) check_value(m.content, *k);
      else if (s.others != 0) check_value(m.content, key{m.key, s.others, presence::optional, {}, s.others_of});
      else unknown(table, m, s);
    }
    std::vector<const key*> lacking;
    for (const key& k : s.keys) {
      if (k.present == presence::required && table.find(k.name) == nullptr && !doc_.lost(k.name) && !misspelt_.contains({&table, std::string(k.name)}))
        lacking.push_back(&k);
    }
    if (!lacking.empty()) missing(table, lacking, s);
  }

 private:
  void check_value(const document::value& v, const key& k) {
    using document::value_kind;
    if (!fits(v, k.takes)) return wrong_kind(v, k);
    if ((k.takes & takes::anything) != 0) return;
    const bool other_texts = (k.takes & (takes::formula | takes::text | takes::literal)) != 0;
    if (v.kind == value_kind::text && (k.takes & takes::word) != 0 && !other_texts) check_word(v, k);
    const section* inner = k.of.empty() ? nullptr : find_section(k.of);
    if (inner == nullptr) return;
    if (v.kind == value_kind::table) check_table(v, k.table_of.empty() ? *inner : *find_section(k.table_of));
    if (v.kind == value_kind::array && (k.takes & takes::tables) != 0)
      for (const document::value& item : v.items) check_table(item, *inner);
  }

  void check_word(const document::value& v, const key& k) {
    const std::string& word = v.text.text;
    if (find_word(k.words, word) >= 0) return;
    std::vector<std::string_view> known;
    for (std::size_t n = 0; !word_at(k.words, n).empty(); ++n) known.push_back(word_at(k.words, n));
    const auto near = nearest_name(word, known);
    std::string help = near ? "did you mean `" + std::string(*near) + "`?" : "write one of " + list_words(k.words);
    // The one word that half the field uses for marginal and the other half for whole-amount.
    if (word == "cumulative" && find_word(k.words, "marginal") >= 0)
      help = "write `marginal` (each rate on the part inside its tier) or `whole-amount` (the rate of the tier reached on everything)";
    messages_.error(code::unknown_word, v.where, "`" + std::string(k.name) + "` cannot be \"" + word + "\"", help).here =
        "not one of the words for `" + std::string(k.name) + "`";
  }

  void wrong_kind(const document::value& v, const key& k) {
    using document::value_kind;
    const std::string name(k.name);
    const document::value& at = offending(v, k);
    std::string help = k.meaning.empty() ? "" : "`" + name + "`: " + std::string(k.meaning);
    if ((k.takes & takes::tables) != 0 && v.kind == value_kind::table && !v.is_inline) help = "write [[" + name + "]] in double brackets, once for each";
    if ((k.takes & (takes::text | takes::texts)) != 0 && at.is_number()) help = "write it in quotes: \"" + at.text.text + "\"";
    diagnostic& d = messages_.error(code::wrong_value, at.where, "`" + name + "` takes " + list_kinds(k), help);
    d.here = "this is " + std::string(to_text(at.kind));
    if (at.kind == value_kind::array && (k.takes & takes::pairs) != 0 && &at != &v) d.here = "not a pair";
  }

  /// The item of a list that is the first to be wrong, or the value itself.
  [[nodiscard]] static const document::value& offending(const document::value& v, const key& k) {
    if (v.kind != document::value_kind::array || (k.takes & (takes::texts | takes::tables | takes::pairs)) == 0) return v;
    for (const document::value& item : v.items) {
      document::value alone;
      alone.kind = document::value_kind::array;
      alone.items.push_back(item);
      if (!fits(alone, k.takes)) return item;
    }
    return v;
  }

  void unknown(const document::value& table, const document::member& m, const section& s) {
    const bool is_section = s.name == "document";
    std::vector<std::string_view> known;
    for (const key& k : s.keys) known.push_back(k.name);
    const auto near = nearest_name(m.key, known);
    if (near) misspelt_.emplace(&table, std::string(*near));
    misspelt_.emplace(&table, "");
    const std::string message = is_section ? "unknown section or key `" + m.key + "`" : "unknown key `" + m.key + "` in " + std::string(s.title);
    diagnostic& d = messages_.error(code::unknown_key, m.key_where, message, near ? "did you mean `" + std::string(*near) + "`?" : available(s));
    d.here = "not a key of " + std::string(s.title);
  }

  void missing(const document::value& table, const std::vector<const key*>& lacking, const section& s) {
    const document::member* named = table.find("name");
    const bool has_name = named != nullptr && named->content.kind == document::value_kind::text;
    const std::string who = has_name ? "`" + named->content.text.text + "`" : std::string(s.title);
    std::string names;
    std::string help;
    for (const key* k : lacking) {
      names += (names.empty() ? "`" : " and no `") + std::string(k->name) + "`";
      help += (help.empty() ? "add `" : "; `") + std::string(k->name) + "`: " + std::string(k->meaning);
    }
    messages_.error(code::missing_key, has_name ? named->content.where : table.where, who + " has no " + names, help).here = "it has no " + names;
  }

  [[nodiscard]] static std::string available(const section& s) {
    std::string list;
    for (const key& k : s.keys) list += (list.empty() ? "available: " : ", ") + std::string(k.name);
    return list;
  }

  const document::parsed& doc_;
  diagnostics& messages_;
  misspelt_keys misspelt_;
};

/// Reports a document of more values than any plan needs, which would only keep the machine busy.
[[nodiscard]] inline bool is_too_large(const document::parsed& doc, diagnostics& messages) {
  constexpr std::size_t most_values = 50'000;
  std::size_t count = 0;
  std::vector<const document::value*> open{&doc.root};
  while (!open.empty()) {
    const document::value& v = *open.back();
    open.pop_back();
    if (++count > most_values) {
      messages.error(code::too_large, v.where, "this plan has more than " + std::to_string(most_values) + " values", "keep data in tables of their own").here =
          "too many";
      return true;
    }
    for (const document::member& m : v.members) open.push_back(&m.content);
    for (const document::value& item : v.items) open.push_back(&item);
  }
  return false;
}

/// Reports everything in a document that its description does not allow. What comes after can take well-shaped values as they are and pass over the others.
[[nodiscard]] inline misspelt_keys check_shape(const document::parsed& doc, diagnostics& messages) {
  shape_checker checker(doc, messages);
  checker.check_table(doc.root, *find_section("document"));
  return checker.take_misspelt();
}

}  // namespace attain::model
