// SPDX-License-Identifier: Apache-2.0
/// Collects the issues of a run; of one kind only so many are kept one by one, the rest are counted.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "attain/formula/names.hpp"
#include "attain/table/issue.hpp"

namespace attain::engine {

class issue_list {
 public:
  explicit issue_list(std::size_t most_of_a_kind) : most_(most_of_a_kind) {}

  /// Keeps the issue, or only counts it when there are many of its code, table and column.
  void add(issue found) {
    kind& k = kinds_[{found.code, found.table, found.column}];
    if (k.kept < most_) {
      ++k.kept;
      all_.push_back(std::move(found));
      return;
    }
    // The same row may come again for another output; rows come in order.
    if (k.more > 0 && found.row != 0 && found.row == k.last_row) return;
    k.last_row = found.row;
    k.more += found.count;
    k.severity = found.severity;
  }

  /// All issues: table by table as the plan lists them, in each the table as a whole first, then by row.
  [[nodiscard]] std::vector<issue> take(const formula::names& names) {
    for (const auto& [what, k] : kinds_)
      if (k.more > 0) all_.push_back(rest(what, k));
    std::vector<std::pair<std::size_t, issue>> order;
    order.reserve(all_.size());
    for (issue& i : all_) {
      const std::size_t table = names.find_table(i.table);  // `none` is large: what is no table of the plan comes last
      order.emplace_back(table, std::move(i));
    }
    all_.clear();
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return std::tie(a.first, a.second.row, a.second.code, a.second.column, a.second.message) <
             std::tie(b.first, b.second.row, b.second.code, b.second.column, b.second.message);
    });
    std::vector<issue> result;
    result.reserve(order.size());
    for (auto& [table, i] : order) result.push_back(std::move(i));
    return result;
  }

 private:
  struct kind {
    std::size_t kept = 0;
    std::uint64_t more = 0;
    std::uint64_t last_row = 0;
    attain::severity severity = severity::error;
  };
  using what_it_is = std::tuple<code, std::string, std::string>;

  [[nodiscard]] static issue rest(const what_it_is& what, const kind& k) {
    issue result;
    std::tie(result.code, result.table, result.column) = what;
    result.severity = k.severity;
    result.count = k.more;
    result.message = std::to_string(k.more) + " more rows of this kind: " + std::string(title_of(result.code));
    return result;
  }

  std::size_t most_;
  std::vector<issue> all_;
  std::map<what_it_is, kind> kinds_;
};

}  // namespace attain::engine
