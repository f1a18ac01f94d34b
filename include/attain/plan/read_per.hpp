// SPDX-License-Identifier: Apache-2.0
/// Reads for which rows of another table a line of pay is paid, and the way from there to the population.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "attain/formula/paths.hpp"
#include "attain/plan/read_context.hpp"

namespace attain::model {

/// Chooses the way from the rows of `i.per` to the population: the only one, or that of `via`.
inline void read_way_to_population(reader& r, const document::value& v, const named& per, incentive& i) {
  const formula::names& names = r.names();
  const std::vector<formula::link_path> ways = formula::paths_between(names, i.per, r.population());
  const std::string from = "from `" + per.text + "` to `" + names.tables[r.population()].name + "`";
  std::string known;
  for (std::size_t w = 0; w < ways.size() && w < 3; ++w) known += (w > 0 ? " or `via = \"" : "`via = \"") + path_to_text(names, i.per, ways[w]) + "\"`";
  if (const auto via = text_at(v, "via")) {
    for (const formula::link_path& way : ways)
      if (path_to_text(names, i.per, way) == via->text) i.path = way;
    if (i.path.empty() && !r.names_unread)
      r.messages.error(code::no_link, via->where, "no way `" + via->text + "` leads " + from, "there is " + known).here = "no such way";
    return;
  }
  if (ways.size() == 1) i.path = ways.front();
  if (ways.size() > 1) r.messages.error(code::several_links, per.where, "several links lead " + from, "add " + known).here = "whom does a row pay?";
}

/// Reads `per` and `via`. False, and reported, when the table cannot be paid for.
[[nodiscard]] inline bool read_per(reader& r, const document::value& v, const named& owner, incentive& i) {
  const auto per = text_at(v, "per");
  if (!per) {
    if (v.find("per") != nullptr) return false;  // of another kind, which was said
    for (const char* key : {"where", "via"}) {
      const document::member* m = v.find(key);
      if (m == nullptr || !r.lacks(v, "per")) continue;
      r.messages
          .error(code::missing_key, m->key_where, "`" + std::string(key) + "` is about the rows that `" + owner.text + "` is paid for, and it is paid per rep",
                 "name their table: per = \"…\"; a condition on reps is a `gate`")
          .here = "`per` is missing";
    }
    return true;
  }
  const std::uint32_t found = r.find_table(*per);
  if (found == none) return false;
  const formula::table& t = r.names().tables[found];
  if (t.kind == formula::table_kind::event) {
    i.per = found;
    read_way_to_population(r, v, *per, i);
    return true;
  }
  const bool reps = t.kind == formula::table_kind::population;
  r.messages
      .error(code::wrong_value, per->where, reps ? "a line is paid per row of `" + per->text + "` without saying so" : "no link leads from `" + per->text + "` to those who are paid",
             reps ? "leave out `per`" : "add a link to [tables." + per->text + "], or leave out `per`")
      .here = reps ? "the population" : "a reference table";
  return false;
}

}  // namespace attain::model
