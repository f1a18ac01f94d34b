// SPDX-License-Identifier: Apache-2.0
/// Finds the types of balances before the formulas are checked: what a balance is may follow from a formula that uses the balance itself.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/formula/checker.hpp"
#include "attain/plan/model.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::model {

/// Tries types for the balances that say none, on copies of the plan's formulas; made for one call of `settle_balances`.
class balance_settler {
 public:
  balance_settler(plan& p, diagnostics& messages) : plan_(p), messages_(messages) {}

  void run() {
    std::vector<const balance*> open;
    for (const balance& b : plan_.balances)
      if (b.type) settle(plan_.names, b, *b.type);
      else open.push_back(&b);
    if (open.empty()) return;
    const trial as_they_stand = check({}, {});
    std::erase_if(open, [&](const balance* b) { return take(*b, result_of(as_they_stand, *b)); });
    std::erase_if(open, [&](const balance* b) { return take(*b, fit({b})); });
    if (open.size() > 1) {
      if (const auto common = fit(open)) std::erase_if(open, [&](const balance* b) { return take(*b, common); });
    }
    if (as_they_stand.errors > 0) return;  // which may be why
    for (const balance* b : open)
      if (!is_bad(*b)) tell(*b);
  }

 private:
  struct trial {
    formula::names names;
    std::size_t errors = 0;
  };

  /// The type that a balance comes in by and its formulas are held to.
  static void settle(formula::names& names, const balance& b, const formula::type& type) {
    names.quantities[b.value].result = type;
    if (type.is_unknown()) return;
    names.quantities[b.closing].expected = type;
    if (b.opening != none) names.quantities[b.opening].expected = type;
    if (b.column == none) return;
    formula::type& cells = names.tables[names.state].columns[b.column].type_of;
    cells = type;
    cells.optional = !type.is_numeric();
  }

  [[nodiscard]] trial check(const std::vector<const balance*>& some, const formula::type& type) const {
    trial made{plan_.names, 0};
    for (const balance* b : some) settle(made.names, *b, type);
    diagnostics unheard;
    formula::checker(made.names, unheard).check_all();
    for (const diagnostic& d : unheard)
      if (d.severity == severity::error) ++made.errors;
    return made;
  }
  [[nodiscard]] static std::optional<formula::type> result_of(const trial& made, const balance& b) {
    const formula::type& found = made.names.quantities[b.closing].result;
    if (found.is_unknown() || found.kind == formula::dimension::missing || found.by_row) return std::nullopt;
    return found;
  }
  /// The type with which these balances make no mistakes that are not there without it. Where several would do there are only bare numbers.
  [[nodiscard]] std::optional<formula::type> fit(const std::vector<const balance*>& some) const {
    using d = formula::dimension;
    const std::size_t errors = check({}, {}).errors;
    for (const d kind : {d::number, d::money, d::days, d::date, d::boolean, d::text}) {
      const formula::type type = formula::make_type(kind);
      const trial made = check(some, type);
      bool fits = made.errors <= errors;
      for (const balance* b : some) fits = fits && result_of(made, *b) && formula::same_dimension(*result_of(made, *b), type);
      if (fits) return type;
    }
    return std::nullopt;
  }

  /// Whether a part of the closing could not be read, which has been reported.
  [[nodiscard]] bool is_bad(const balance& b) const {
    const std::vector<formula::expr>& nodes = plan_.names.quantities[b.closing].formula.nodes;
    return nodes.empty() || std::any_of(nodes.begin(), nodes.end(), [](const formula::expr& e) { return e.kind == formula::expr_kind::bad; });
  }
  bool take(const balance& b, const std::optional<formula::type>& type) {
    if (type) settle(plan_.names, b, *type);
    return type.has_value();
  }

  void tell(const balance& b) {
    messages_
        .error(code::balance_type, b.where, "what `" + b.name + "` is does not follow from its `closing`",
               "say it: type = \"money\", \"money[USD]\", \"count\", \"ratio\", \"number\", \"days\", \"date\", \"bool\" or \"text\"")
        .here = "money, a number, days?";
  }

  plan& plan_;
  diagnostics& messages_;
};

/// To be called when the plan is read, before its formulas are checked.
inline void settle_balances(plan& p, diagnostics& messages) { balance_settler(p, messages).run(); }

}  // namespace attain::model
