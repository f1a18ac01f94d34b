// SPDX-License-Identifier: Apache-2.0
/// The rule for chained comparisons such as `0 <= x < 1`: all of them go in one direction.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "attain/formula/ast.hpp"
#include "attain/formula/to_text.hpp"
#include "attain/formula/token.hpp"

namespace attain::formula::detail {

[[nodiscard]] inline comparison comparison_for(token_kind k) {
  switch (k) {
    case token_kind::not_equal: return comparison::not_equal;
    case token_kind::less: return comparison::less;
    case token_kind::less_equal: return comparison::less_equal;
    case token_kind::greater: return comparison::greater;
    case token_kind::greater_equal: return comparison::greater_equal;
    default: return comparison::equal;
  }
}

/// `=` goes with either direction; `!=` says nothing about what stands beyond its neighbours and goes with none.
enum class direction : std::uint8_t { either, up, down, none };

[[nodiscard]] inline direction direction_of(comparison c) {
  switch (c) {
    case comparison::less:
    case comparison::less_equal: return direction::up;
    case comparison::greater:
    case comparison::greater_equal: return direction::down;
    case comparison::equal: return direction::either;
    case comparison::not_equal: break;
  }
  return direction::none;
}

/// Where a chain breaks the rule, and a sign that it does not go with.
struct turn {
  std::size_t at = 0;
  std::size_t other = 0;
  bool has_direction = true;
};

[[nodiscard]] inline std::optional<turn> find_turn(const std::vector<comparison>& chain) {
  std::optional<std::size_t> leader;
  for (std::size_t i = 0; i < chain.size() && chain.size() > 1; ++i) {
    const direction d = direction_of(chain[i]);
    if (d == direction::none) return turn{i, leader.value_or(i > 0 ? i - 1 : 1), false};
    if (d == direction::either) continue;
    if (leader && direction_of(chain[*leader]) != d) return turn{i, *leader, true};
    if (!leader) leader = i;
  }
  return std::nullopt;
}

/// The chain as conditions joined by `and`, which is what it can only have meant.
[[nodiscard]] inline std::string help_for_chain(const tree& t, expr_id id) {
  constexpr std::size_t most = 100;
  const expr& e = t[id];
  std::string text;
  for (std::size_t i = 0; i < e.comparisons.size() && text.size() <= most; ++i) {
    if (i > 0) text += " and ";
    text += to_text(t, e.operands[i]) + " " + std::string(sign_of(e.comparisons[i])) + " " + to_text(t, e.operands[i + 1]);
  }
  return text.size() <= most ? "write `" + text + "`" : "write conditions joined by `and`";
}

}  // namespace attain::formula::detail
