// SPDX-License-Identifier: Apache-2.0
/// Checks the weights that are constants: they add up to 100 % in each section and over the sections, or can be divided by their sum. Those
/// that depend on the row are checked row by row when it is scored.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/formula/to_text.hpp"
#include "attain/number/rational.hpp"
#include "attain/plan/constants.hpp"
#include "attain/plan/model.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::model {

/// A fraction as a plan writes a percentage: `95%`; rounded to six places where it has more.
[[nodiscard]] inline std::string percent_text(const rational& value) {
  const auto shown = (value * rational(100)).to_decimal(6, rounding_mode::half_even);
  return shown ? to_text(*shown) + "%" : "a very large number";
}

/// Weights that belong together: those of the indicators of a section, or those of the sections.
class weight_group {
 public:
  weight_group(const plan& p, std::string title) : plan_(p), title_(std::move(title)) {}

  void add(const std::string& name, quantity_id weight) {
    const auto value = constant_value(plan_.names, weight);
    if (value) sum_ += *value;
    members_.push_back({name, weight, value});
  }
  [[nodiscard]] bool is_constant() const {
    return std::all_of(members_.begin(), members_.end(), [](const member& m) { return m.value.has_value(); });
  }
  /// Reports a wrong sum; false then.
  bool check(diagnostics& messages) const {
    if (members_.empty() || !is_constant()) return true;
    const bool any_sum = plan_.scorecard.any_sum();
    if (any_sum ? sum_.sign() > 0 : sum_ == rational(1)) return true;
    const rational lacking = rational(1) - sum_;
    std::string message = title_ + " add up to " + (any_sum && sum_.is_zero() ? "0" : percent_text(sum_));
    if (!any_sum) message += ", not to 100%";
    std::string help = lacking.sign() > 0 ? "add " + percent_text(lacking) : "take away " + percent_text(-lacking);
    if (sum_ > rational(10)) help = "a bare 1 is 100%: write the weights as percentages, such as \"60%\"";
    if (any_sum) help = "give at least one of them a weight above 0";
    const member& last = members_.back();
    diagnostic& d = messages.error(code::weights_not_100, place(last), std::move(message), std::move(help));
    d.here = "`" + last.name + "`: " + percent_text(*last.value);
    for (const member& m : members_)
      if (&m != &last) d.related.push_back({place(m), "`" + m.name + "`: " + percent_text(*m.value)});
    return false;
  }

 private:
  struct member {
    std::string name;
    quantity_id weight;
    std::optional<rational> value;
  };
  [[nodiscard]] span place(const member& m) const { return plan_.names.quantities[m.weight].formula.whole; }

  const plan& plan_;
  std::string title_;
  rational sum_;
  std::vector<member> members_;
};

/// Whether an indicator counts with a weight in a section.
[[nodiscard]] inline bool weighs_in(const plan& p, const indicator& i, std::uint32_t section) {
  return i.section == section && i.weight != none && constant_value(p.names, i.weight) != rational(0);
}

/// Whether all indicators of a section apply together, and its weight is a formula that can make up for that.
[[nodiscard]] inline bool applies_as_one(const plan& p, std::uint32_t section) {
  if (section == none || constant_value(p.names, p.sections[section].weight)) return false;
  std::optional<std::string> all;
  for (const indicator& i : p.indicators) {
    if (!weighs_in(p, i, section)) continue;
    const formula::tree* const condition = i.applies == none ? nullptr : &p.names.quantities[i.applies].formula;
    const std::string text = condition == nullptr ? "" : formula::to_text(*condition, condition->root);
    if (all && *all != text) return false;
    all = text;
  }
  return true;
}

/// Constant weights cannot make up for an indicator that does not apply.
inline void refuse_unbalanced(const plan& p, std::uint32_t section, diagnostics& messages) {
  if (applies_as_one(p, section)) return;
  diagnostic* told = nullptr;
  for (const indicator& i : p.indicators) {
    if (i.applies == none || !weighs_in(p, i, section)) continue;
    const span place = p.names.quantities[i.applies].formula.whole;
    if (told != nullptr) {
      told->related.push_back({place, "`" + i.name + "` too"});
      continue;
    }
    told = &messages.error(code::weights_not_100, place, "where `" + i.name + "` does not apply, the weights do not add up to 100%",
                           "divide them by their sum: [scorecard] normalise = true, or make the weights formulas");
    told->here = "its weight is a constant";
  }
}

/// Who gets better at it gets a lower score, which is rarely meant.
inline void doubt_negative(const plan& p, const std::string& name, quantity_id weight, diagnostics& messages) {
  const auto value = constant_value(p.names, weight);
  if (!value || value->sign() >= 0) return;
  messages
      .warning(code::negative_weight, p.names.quantities[weight].formula.whole,
               "the weight of `" + name + "` is negative: the better it is, the lower the score",
               "give it a weight above 0; for a measure that should be low, say direction = \"lower\"")
      .here = percent_text(*value);
}

/// Reports what is wrong with the weights.
inline void validate_weights(const plan& p, diagnostics& messages) {
  for (const std::string& name : p.names.lost)
    if (name == "indicators" || name == "sections" || name == "weight") return;
  const std::size_t before = messages.count();
  weight_group of_sections(p, "the weights of the sections");
  for (const score_section& s : p.sections) of_sections.add(s.name, s.weight);
  of_sections.check(messages);
  const auto check = [&](std::uint32_t section, std::string title) {
    weight_group weights(p, std::move(title));
    for (const indicator& i : p.indicators)
      if (i.section == section && i.weight != none) weights.add(i.name, i.weight);
    if (weights.check(messages) && weights.is_constant() && !p.scorecard.divides()) refuse_unbalanced(p, section, messages);
  };
  const auto lacks_section = [&](const indicator& i) { return i.points != none && i.section == none && constant_value(p.names, i.weight) != rational(0); };
  if (p.sections.empty()) check(none, "the weights");
  else if (std::any_of(p.indicators.begin(), p.indicators.end(), lacks_section)) return;  // reported; some section lacks it
  for (std::uint32_t s = 0; s < p.sections.size(); ++s) check(s, "the weights of the section `" + p.sections[s].name + "`");
  if (messages.count() > before) return;
  for (const score_section& s : p.sections) doubt_negative(p, s.name, s.weight, messages);
  for (const indicator& i : p.indicators) doubt_negative(p, i.name, i.weight, messages);
}

}  // namespace attain::model
