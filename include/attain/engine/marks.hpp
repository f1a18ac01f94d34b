// SPDX-License-Identifier: Apache-2.0
/// What stands beside every value: whether it is there, and if not, why; with the list of causes that the failed ones point into.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "attain/formula/names.hpp"
#include "attain/text/codes.hpp"

namespace attain::engine {

using formula::none;

/// 0: the value is present. Else the top two bits hold the state and the rest an index: of empty values the node that was empty first,
/// of failed ones a cause.
using mark = std::uint32_t;

/// The order is the order of strength: what is made of an empty and a failed value is failed.
enum class state : std::uint8_t { present = 0, empty = 1, does_not_apply = 2, failed = 3 };

inline constexpr mark present = 0;
inline constexpr unsigned mark_index_bits = 30;
inline constexpr std::uint32_t mark_index_mask = (std::uint32_t{1} << mark_index_bits) - 1;

[[nodiscard]] constexpr mark make_mark(state s, std::uint32_t index) {
  return (static_cast<std::uint32_t>(s) << mark_index_bits) | (index & mark_index_mask);
}
[[nodiscard]] constexpr state state_of(mark m) { return static_cast<state>(m >> mark_index_bits); }
[[nodiscard]] constexpr std::uint32_t index_of(mark m) { return m & mark_index_mask; }
[[nodiscard]] constexpr bool is_failed(mark m) { return state_of(m) == state::failed; }

/// The mark of what is made of two values: the stronger one, the first on a tie.
[[nodiscard]] constexpr mark combine(mark a, mark b) { return (b >> mark_index_bits) > (a >> mark_index_bits) ? b : a; }

/// Why a value failed. Small, because a branch that is not taken may fail in every row; the words are found only when it becomes an issue.
struct cause {
  attain::code code = code::internal;
  bool reported = false;          ///< an issue of the binding already tells it
  std::uint32_t table = none;
  std::uint32_t row = none;       ///< from 0; none: the table as a whole
  std::uint32_t column = none;    ///< of the table, when a cell is at fault
  std::uint32_t node = none;      ///< whose origin names the formula
  double value = 0;               ///< the number at fault, where one is; of a tier in a table: the row of the tier before
  std::string_view detail;        ///< a text at fault, in the arena of the block
  mark first = present;           ///< of a join: two more causes
  mark second = present;
};

/// The cause of a table or column that cannot be used at all, of which the binding has told.
[[nodiscard]] inline cause told_cause(code what, std::uint32_t table, std::uint32_t column = none) {
  cause c;
  c.code = what;
  c.reported = true;
  c.table = table;
  c.column = column;
  return c;
}

/// The causes of one run. What fails within a block is forgotten with the block unless it is kept.
class cause_list {
 public:
  mark add(const cause& c) {
    passing_.push_back(c);
    return make_mark(state::failed, static_cast<std::uint32_t>(passing_.size() - 1));
  }
  /// One failed mark that stands for two, so that an aggregate can tell of every row that failed it.
  mark join(mark first, mark second) {
    if (first == second) return first;
    cause both;
    both.first = first;
    both.second = second;
    return add(both);
  }
  [[nodiscard]] const cause& operator[](mark m) const {
    const std::uint32_t index = index_of(m);
    return (index & kept_bit) != 0 ? kept_[index & ~kept_bit] : passing_[index];
  }
  [[nodiscard]] std::size_t size() const { return passing_.size(); }
  /// Forgets what was added since the list had this size.
  void cut(std::size_t size) { passing_.resize(size); }
  /// Forgets all but so many of the first, and those that outlive a block.
  void start_over(std::size_t size) {
    cut(size);
    kept_.clear();
  }

  /// Calls `visit` with every cause behind a failed mark, at most `limit` of them.
  template <class Visit>
  void for_each(mark m, std::size_t limit, Visit visit) const {
    std::vector<mark> open = {m};
    while (!open.empty() && limit > 0) {
      const cause& c = (*this)[open.back()];
      open.pop_back();
      if (c.first == present) {
        visit(c);
        --limit;
        continue;
      }
      open.push_back(c.second);
      open.push_back(c.first);
    }
  }

  /// The mark of a cause that outlives the block, and of two such causes.
  mark keep(const cause& c) { return add_kept(c); }
  mark join_kept(mark first, mark second) {
    if (first == second) return first;
    cause both;
    both.first = first;
    both.second = second;
    return add_kept(both);
  }
  /// A mark that outlives the block; `keep_text` gives a text that does.
  template <class KeepText>
  mark keep(mark m, KeepText keep_text) {
    constexpr std::size_t most = 1000;  // of the rows that failed one value; nobody reads more of them
    if ((index_of(m) & kept_bit) != 0) return m;
    mark result = present;
    std::vector<cause> found;
    for_each(m, most, [&](const cause& c) { found.push_back(c); });
    for (cause c : found) {
      if (!c.detail.empty()) c.detail = keep_text(c.detail);
      const mark one = add_kept(c);
      if (result == present) {
        result = one;
        continue;
      }
      cause both;
      both.first = result;
      both.second = one;
      result = add_kept(both);
    }
    return result;
  }

 private:
  static constexpr std::uint32_t kept_bit = std::uint32_t{1} << (mark_index_bits - 1);

  mark add_kept(const cause& c) {
    kept_.push_back(c);
    return make_mark(state::failed, static_cast<std::uint32_t>(kept_.size() - 1) | kept_bit);
  }

  std::vector<cause> passing_;
  std::vector<cause> kept_;
};

}  // namespace attain::engine
