// SPDX-License-Identifier: Apache-2.0
/// What a value is: its dimension, its currency, and whether it may be missing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attain::formula {

/// The dimension or kind of a value. `count`, `ratio` and `number` are plain numbers that differ only in printing and advice.
enum class dimension : std::uint8_t {
  unknown,  ///< a mistake was already reported here; fits everything and reports nothing more
  missing,  ///< the literal `missing`: any type, always empty
  number,
  count,
  ratio,
  money,
  days,
  date,
  boolean,
  text,
};

/// The type of an expression or a column.
struct type {
  dimension kind = dimension::unknown;
  std::string currency;   ///< of money: empty means the plan's
  bool optional = false;  ///< of a column: a cell may be empty
  bool by_row = false;    ///< of money: each row names its own currency, in the column that `currency` names

  friend bool operator==(const type&, const type&) = default;

  [[nodiscard]] bool is_plain_number() const {
    return kind == dimension::number || kind == dimension::count || kind == dimension::ratio;
  }
  /// Plain numbers, money and days: what arithmetic works on.
  /// Money whose currency is not known before the row is, is none of them: it must be converted first.
  [[nodiscard]] bool is_numeric() const { return is_plain_number() || (kind == dimension::money && !by_row) || kind == dimension::days; }
  /// What `<` and `max` work on.
  [[nodiscard]] bool is_ordered() const { return is_numeric() || kind == dimension::date; }
  [[nodiscard]] bool is_unknown() const { return kind == dimension::unknown; }
};

[[nodiscard]] inline type make_type(dimension kind) { return type{kind, {}, false, false}; }

/// Two types that can stand side by side in a comparison, a sum or the branches of an `if`.
[[nodiscard]] inline bool same_dimension(const type& a, const type& b) {
  if (a.is_unknown() || b.is_unknown() || a.kind == dimension::missing || b.kind == dimension::missing) return true;
  if (a.is_plain_number() && b.is_plain_number()) return true;
  return a.kind == b.kind && a.currency == b.currency && !a.by_row && !b.by_row;
}

/// As a message names it: `money`, `money[USD]`, `ratio`.
[[nodiscard]] inline std::string to_text(const type& t) {
  switch (t.kind) {
    case dimension::unknown: return "unknown";
    case dimension::missing: return "missing";
    case dimension::number: return "number";
    case dimension::count: return "count";
    case dimension::ratio: return "ratio";
    case dimension::money: return t.currency.empty() ? "money" : "money[" + t.currency + "]";
    case dimension::days: return "days";
    case dimension::date: return "date";
    case dimension::boolean: return "bool";
    case dimension::text: return "text";
  }
  return "unknown";
}

/// Reads a column's type as a plan writes it: `money`, `money[USD]`, `count?`. Nothing when it is no type.
[[nodiscard]] inline std::optional<type> parse_type(std::string_view written) {
  type result;
  if (!written.empty() && written.back() == '?') {
    result.optional = true;
    written.remove_suffix(1);
  }
  if (written.starts_with("money[") && written.ends_with("]") && written.size() > 7) {
    result.kind = dimension::money;
    result.currency = std::string(written.substr(6, written.size() - 7));
    return result;
  }
  struct entry {
    std::string_view word;
    dimension kind;
  };
  static constexpr entry entries[] = {{"money", dimension::money}, {"count", dimension::count},   {"ratio", dimension::ratio},
                                      {"number", dimension::number}, {"days", dimension::days},   {"date", dimension::date},
                                      {"bool", dimension::boolean}, {"text", dimension::text}};
  for (const entry& e : entries) {
    if (e.word == written) {
      result.kind = e.kind;
      return result;
    }
  }
  return std::nullopt;
}

}  // namespace attain::formula
