// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/of_caller.hpp"

#include <gtest/gtest.h>

#include <string>

#include "attain/formula/parser.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::formula {
namespace {

/// `rate` and `period` are constants, `score` is a rep's, `amount` a deal's.
names some_names() {
  names all;
  all.tables.resize(2);
  all.tables[0].name = "reps";
  all.tables[1].name = "deals";
  all.tables[1].members["amount"] = {symbol_kind::column, 0, {}};
  all.population = 0;
  all.global["rate"] = {symbol_kind::parameter, 0, {}};
  all.global["period"] = {symbol_kind::period, 0, {}};
  all.global["score"] = {symbol_kind::quantity, 0, {}};
  all.global["other"] = {symbol_kind::curve, 0, {}};
  return all;
}

tree parsed(const std::string& text) {
  diagnostics unheard;
  return parse({text, {}, {}}, unheard);
}

TEST(of_caller, only_names_of_rows_need_a_row) {
  const names all = some_names();
  EXPECT_FALSE(needs_row(all, parsed("3%")));
  EXPECT_FALSE(needs_row(all, parsed("max(rate, 2) * period.days")));
  EXPECT_TRUE(needs_row(all, parsed("rate * score")));
  EXPECT_TRUE(needs_row(all, parsed("amount")));
  EXPECT_TRUE(needs_row(all, parsed("other(rate)")));
  EXPECT_TRUE(needs_row(all, parsed("other.rate(2)")));
  EXPECT_TRUE(needs_row(all, parsed("unknown")));
}

TEST(of_caller, what_nothing_calls_is_of_those_who_know_its_names) {
  const names all = some_names();
  EXPECT_EQ(likely_caller(all, parsed("score * 2")), 0U);
  EXPECT_EQ(likely_caller(all, parsed("amount * score")), 1U);
  EXPECT_EQ(likely_caller(all, parsed("unknown")), 0U);
}

}  // namespace
}  // namespace attain::formula
