// SPDX-License-Identifier: Apache-2.0
/// Reads how one indicator is scored: the named methods with their numbers, a curve, or a formula.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/plan/read_context.hpp"
#include "attain/plan/read_curves.hpp"

namespace attain::model {

/// A scoring method: its two names and its keys. Lists are written with `|` between them.
struct scoring_method {
  std::string_view word;
  std::string_view chinese;
  scoring::method method;
  std::string_view keys;  ///< beside `method` and `on`
  std::string_view required;
};

inline constexpr scoring_method scoring_methods[] = {
    {"ratio", "比率法", scoring::method::ratio, "cap|floor|full", ""},
    {"interval", "层差法", scoring::method::interval, "steps", "steps"},
    {"linear", "线性插值法", scoring::method::linear, "knots", "knots"},
    {"all-or-nothing", "非此即彼法", scoring::method::all_or_nothing, "at|full", ""},
    {"deduction", "减分法", scoring::method::deduction, "full|per|each|standard|side", "each"},
    {"bonus", "加分法", scoring::method::bonus, "base|per|each|cap", "each"},
    {"efficacy", "功效系数法", scoring::method::efficacy, "unacceptable|satisfactory|cap|floor", "unacceptable|satisfactory"}};

/// Reads the `score` of one indicator; made for one call of `read_scoring`.
class scoring_reader {
 public:
  scoring_reader(reader& r, const named& indicator) : r_(r), indicator_(indicator) {}

  scoring read(const document::member& written, quantity_id& score_formula) {
    using formula::dimension;
    scoring s;
    s.where = written.key_where;
    const document::value& v = written.content;
    if (v.kind == document::value_kind::table) {
      read_table(v, s);
    } else {
      s.how = scoring::method::formula;
      const std::string name = indicator_.text + ".score";
      score_formula =
          r_.add_formula(v, written.key_where, {name, r_.population(), formula::make_type(dimension::number), "the score of `" + indicator_.text + "`"});
    }
    return s;
  }

  /// What an indicator with a weight and nothing said about its score gets: attainment x 100.
  scoring by_default() {
    scoring s;
    s.how = scoring::method::ratio;
    s.where = indicator_.where;
    s.full = r_.add_constant(indicator_.text + ".full", 100, indicator_.where);
    return s;
  }

 private:
  void read_table(const document::value& v, scoring& s) {
    const document::member* method = v.find("method");
    const document::member* curve = v.find("curve");
    if (method != nullptr && curve != nullptr) {
      diagnostic& d = r_.messages.error(code::bad_score, curve->key_where, "a score has a `method` or a `curve`, not both", "delete one of them");
      d.here = "the second way";
      d.related.push_back({method->key_where, "the first way"});
    } else if (method == nullptr && curve == nullptr) {
      if (r_.lacks(v, "method") && r_.lacks(v, "curve"))
        r_.messages
            .error(code::missing_key, v.where, "this score has neither `method` nor `curve`",
                   "write { method = \"linear\", knots = [[\"0%\", 0], [\"100%\", 100]] }")
            .here = "how is it scored?";
      return;
    }
    if (method != nullptr) read_method(v, s);
    else read_curve(v, s);
  }

  void read_curve(const document::value& v, scoring& s) {
    const auto name = text_at(v, "curve");
    if (!name) return;
    s.on_actual = word_is(v, "on", "actual");
    refuse_others(v, "curve|on", "a score by a curve", name->where);
    const auto& curves = r_.names().curves;
    for (std::uint32_t i = 0; i < curves.size(); ++i)
      if (curves[i].name == name->text) s.curve = i;
    if (s.curve != none) {
      s.how = scoring::method::curve;
      formula::curve_name& c = r_.names().curves[s.curve];
      if (!s.on_actual && !c.argument) {
        c.argument = formula::make_type(formula::dimension::number);
        c.argument_where = name->where;
      }
      return;
    }
    if (r_.lost(name->text)) return;
    const auto near = r_.nearest(*name, curves, [](const formula::curve_name& c) { return std::string_view(c.name); });
    r_.messages
        .error(code::unknown_name, name->where, "there is no curve `" + name->text + "`",
               near ? "did you mean `" + std::string(*near) + "`?" : "declare it: [curves." + name->text + "]")
        .here = "not a curve of this plan";
  }

  void read_method(const document::value& v, scoring& s) {
    const auto word = text_at(v, "method");
    if (!word) return;
    const auto* const found = std::find_if(std::begin(scoring_methods), std::end(scoring_methods),
                                           [&](const scoring_method& m) { return m.word == word->text || m.chinese == word->text; });
    if (found == std::end(scoring_methods)) return;
    const scoring_method& m = *found;
    s.how = m.method;
    const bool counts_units = m.method == scoring::method::deduction || m.method == scoring::method::bonus;
    s.on_actual = counts_units ? !word_is(v, "on", "attainment") : word_is(v, "on", "actual");
    refuse_others(v, std::string("method|on|") + std::string(m.keys), "`" + word->text + "`", word->where);
    require(v, m.required, *word);
    if (m.method == scoring::method::all_or_nothing && s.on_actual) require(v, "at", *word);
    // Of what is below target or above it? Of an attainment nobody would guess 0 and above, which are right for faults.
    if (m.method == scoring::method::deduction && !s.on_actual) require(v, "standard|side", *word);
    read_numbers(v, m, s);
    if (counts_units && !s.on_actual && r_.lacks(v, "per") && !(m.method == scoring::method::deduction && r_.lacks(v, "standard"))) {
      r_.messages.warning(code::doubtful, word->where, "`per` is 1, which is 100% of an attainment", "add `per`, such as per = \"1%\", or per = 1 if it is meant").here =
          "a step of 100%";
    }
    if (m.method == scoring::method::interval) read_points(v, "steps", "step", curve::shape::step, s);
    if (m.method == scoring::method::linear) read_points(v, "knots", "knot", curve::shape::linear, s);
  }

  void require(const document::value& v, std::string_view keys, const named& method) {
    std::string names;
    std::string help;
    for (std::size_t n = 0; !word_at(keys, n).empty(); ++n) {
      const std::string key(word_at(keys, n));
      if (!r_.lacks(v, key)) continue;
      names += (names.empty() ? "`" : " and `") + key + "`";
      help += (help.empty() ? "add `" : "; `") + key + "`: " + std::string(find_key(*find_section("scoring"), key)->meaning);
    }
    if (!names.empty()) r_.messages.error(code::bad_score, method.where, "`" + method.text + "` needs " + names, help).here = "it lacks " + names;
  }

  void refuse_others(const document::value& v, std::string_view allowed, const std::string& who, span who_where) {
    for (const document::member& m : v.members) {
      if (find_word(allowed, m.key) >= 0 || find_key(*find_section("scoring"), m.key) == nullptr || m.key == "method" || m.key == "curve") continue;
      diagnostic& d = r_.messages.error(code::unknown_key, m.key_where, who + " has no `" + m.key + "`", "its keys are " + list_words(allowed));
      d.here = "not of this method";
      d.related.push_back({who_where, "the method"});
    }
  }

  void read_numbers(const document::value& v, const scoring_method& m, scoring& s) {
    using formula::dimension;
    // What is compared with an actual has the actual's dimension, which is not known before the check.
    const std::optional<dimension> measured = s.on_actual ? std::nullopt : std::optional(dimension::number);
    const auto has = [&](std::string_view key) { return find_word(m.keys, key) >= 0; };
    const auto take = [&](std::string_view key, std::optional<dimension> kind) {
      return has(key) ? r_.slot(v, key, {indicator_.text + ".score", indicator_.where}, none, kind) : none;
    };
    s.cap = take("cap", dimension::number);
    s.floor = take("floor", dimension::number);
    s.full = take("full", dimension::number);
    s.each = take("each", dimension::number);
    s.base = take("base", dimension::number);
    s.at = take("at", measured);
    s.per = take("per", measured);
    s.standard = take("standard", measured);
    s.unacceptable = take("unacceptable", measured);
    s.satisfactory = take("satisfactory", measured);
    s.below_standard = word_is(v, "side", "below");
    const auto otherwise = [&](std::string_view key, quantity_id& q, std::int64_t number) {
      if (has(key) && q == none) q = r_.add_constant(indicator_.text + ".score." + std::string(key), number, s.where);
    };
    otherwise("full", s.full, 100);
    otherwise("per", s.per, 1);
    otherwise("base", s.base, 0);
  }

  void read_points(const document::value& v, std::string_view key, const std::string& word, enum curve::shape shape, scoring& s) {
    using formula::dimension;
    const document::member* points = v.find(key);
    if (points == nullptr || !fits(points->content, takes::pairs)) return;
    curve c;
    c.name = indicator_.text + ".score";
    c.where = points->key_where;
    c.shape = shape;
    c.shape_where = points->key_where;
    if (points->content.items.size() < (shape == curve::shape::linear ? 2U : 1U)) {
      r_.messages
          .error(code::bad_curve, points->content.where, "the score of `" + indicator_.text + "` has too few " + std::string(key),
                 "write " + std::string(key) + " = [[\"0%\", 0], [\"100%\", 100]]")
          .here = shape == curve::shape::linear ? "a line needs two" : "at least one is needed";
    }
    read_pairs(r_, points->content, c.name, word, r_.population(), s.on_actual ? std::nullopt : std::optional(dimension::number), dimension::number, c);
    s.curve = static_cast<std::uint32_t>(r_.result.curves.size());
    r_.result.curves.push_back(std::move(c));
  }

  reader& r_;
  const named& indicator_;
};

}  // namespace attain::model
