// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/call_reader.hpp"

#include <string_view>

#include <gtest/gtest.h>

#include "unit/formula/formula_testing.hpp"

namespace attain::formula {
namespace {

using testing::mistakes_of;
using testing::tree_of;

TEST(call_reader, reads_clauses_in_any_order) {
  static constexpr std::string_view expected = "(call f x :where a :via b.c :within g :within h :asc k :desc l :without-me)";
  EXPECT_EQ(tree_of("f(x where a via b.c within g, h order by k, l desc without_me)"), expected);
  EXPECT_EQ(tree_of("f(x without_me order by k asc, l desc within g, h via b.c where a)"), expected);
  EXPECT_EQ(tree_of("f(where a or b)"), "(call f :where (or a b))");
  EXPECT_EQ(tree_of("f(x within all where a)"), "(call f x :where a :within-all)");
  EXPECT_EQ(tree_of("f(x where a, y)"), "(call f x y :where a)");
}

TEST(call_reader, knows_an_option_from_a_comparison) {
  EXPECT_EQ(tree_of("rank(x within team, ties = 'min')"), "(call rank x :within team :ties= 'min')");
  EXPECT_EQ(tree_of("rank(x within team, region, ties = 'min')"), "(call rank x :within team :within region :ties= 'min')");
  EXPECT_EQ(tree_of("rank(ties = 1)"), "(call rank (= ties 1))");
  EXPECT_EQ(tree_of("rank(x, ties == 1)"), "(call rank x (= ties 1))");
  EXPECT_EQ(tree_of("rank(x, `ties` = 1)"), "(call rank x (= ties 1))");
  EXPECT_EQ(tree_of("sum(x, ties = 1)"), "(call sum x (= ties 1))");
  EXPECT_EQ(tree_of("lookup(t, k, on = d).c"), "(.c (call lookup t k :on= d))");
  EXPECT_EQ(tree_of("first(x order by k, ties = 1)"), "(call first x :asc k :asc (= ties 1))");
}

TEST(call_reader, knows_each_option_of_each_function) {
  EXPECT_EQ(tree_of("allocate(p, w within g, unit = 1, method = 'cascade', ties = k, negative = 'floor', min = a, max = b)"),
            "(call allocate p w :within g :unit= 1 :method= 'cascade' :ties= k :negative= 'floor' :min= a :max= b)");
  EXPECT_EQ(tree_of("convert(x, on = d)"), "(call convert x :on= d)");
  EXPECT_EQ(tree_of("prize([1], s within g, ties = 'share')"), "(call prize (list 1) s :within g :ties= 'share')");
  EXPECT_EQ(tree_of("rollup('mean', x, places = 2)"), "(call rollup 'mean' x :places= 2)");
  EXPECT_EQ(tree_of("direct('mean', x, places = 2)"), "(call direct 'mean' x :places= 2)");
}

TEST(call_reader, keeps_the_places_of_clauses) {
  const std::string text = "f(x via b.c within g, h order by k)";
  diagnostics messages;
  const tree t = parse(testing::alone(text), messages);
  const call_clauses* c = t.clauses_of(t.root);
  ASSERT_NE(c, nullptr);
  const auto written = [&](span s) { return text.substr(s.begin, s.end - s.begin); };
  EXPECT_EQ(written(c->via_where), "b.c");
  EXPECT_EQ(written(c->within_where), "within g, h");
  EXPECT_EQ(written(c->order_where), "order by k");
}

TEST(call_reader, reports_what_stands_twice) {
  EXPECT_EQ(mistakes_of("f(x where a where b)"), "A2012 13-18");
  EXPECT_EQ(mistakes_of("f(x via a via b)"), "A2012 11-14");
  EXPECT_EQ(mistakes_of("f(x within a within all)"), "A2012 14-20");
  EXPECT_EQ(mistakes_of("f(x order by a order by b)"), "A2012 16-21");
  EXPECT_EQ(mistakes_of("f(x without_me without_me)"), "A2012 16-26");
  EXPECT_EQ(mistakes_of("rank(x, ties = a, ties = b)"), "A2012 19-23");
}

TEST(call_reader, reports_what_does_not_fit) {
  EXPECT_EQ(mistakes_of("f(a, where b)"), "A2004 4-5");
  EXPECT_EQ(mistakes_of("f(a,)"), "A2004 4-5");
  EXPECT_EQ(mistakes_of("f(,a)"), "A2004 2-3");
  EXPECT_EQ(mistakes_of("f(x where)"), "A2004 5-10");
  EXPECT_EQ(mistakes_of("f(x via 3)"), "A2004 9-10");
  EXPECT_EQ(mistakes_of("f(x via a + b)"), "A2004 11-12");
  EXPECT_EQ(mistakes_of("f(x order closed)"), "A2004 5-10");
  EXPECT_EQ(mistakes_of("f(x within all, team)"), "A2004 12-15");
  EXPECT_EQ(mistakes_of("f(x within team, all)"), "A2004 18-21");
  EXPECT_EQ(mistakes_of("f(x order by a desc b)"), "A2004 21-22");
  EXPECT_EQ(mistakes_of("f(x, on = 3)"), "A2004 6-8");
  EXPECT_EQ(mistakes_of("f(x without_me + 1)"), "A2004 16-17");
}

}  // namespace
}  // namespace attain::formula
