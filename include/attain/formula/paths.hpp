// SPDX-License-Identifier: Apache-2.0
/// The ways over links from the rows of one table to the rows of another.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attain/formula/names.hpp"

namespace attain::formula {

/// A way from the rows of one table to the rows of another, a link number for each hop.
using link_path = std::vector<std::uint32_t>;

/// All ways from one table to another over links, shortest first; none over a link to the same table. Stops at 16.
[[nodiscard]] inline std::vector<link_path> paths_between(const names& all, std::uint32_t from, std::uint32_t to) {
  constexpr std::size_t most_hops = 8;
  constexpr std::size_t most_paths = 16;
  std::vector<link_path> found;
  struct step {
    std::uint32_t table;
    link_path path;
  };
  std::vector<step> open{{from, {}}};
  for (std::size_t i = 0; i < open.size() && found.size() < most_paths && open.size() < 4096; ++i) {
    if (open[i].path.size() >= most_hops) continue;
    const std::vector<link>& links = all.tables[open[i].table].links;
    for (std::uint32_t l = 0; l < links.size(); ++l) {
      if (links[l].target == none || links[l].target == open[i].table) continue;
      step next{links[l].target, open[i].path};
      next.path.push_back(l);
      if (next.table == to) found.push_back(next.path);
      if (next.table != to) open.push_back(std::move(next));
    }
  }
  return found;
}

/// A path as a plan writes it: `deal.rep`.
[[nodiscard]] inline std::string path_to_text(const names& all, std::uint32_t from, const link_path& path) {
  std::string text;
  for (const std::uint32_t l : path) {
    if (!text.empty()) text += '.';
    text += all.tables[from].links[l].name;
    from = all.tables[from].links[l].target;
  }
  return text;
}

}  // namespace attain::formula
