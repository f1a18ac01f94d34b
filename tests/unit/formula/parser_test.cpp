// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/parser.hpp"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/formula/formula_testing.hpp"

namespace attain::formula {
namespace {

using testing::alone;
using testing::dump;
using testing::tree_of;

struct example {
  std::string_view text;
  std::string_view tree;
};

void expect_trees(std::initializer_list<example> examples) {
  for (const example& e : examples) EXPECT_EQ(tree_of(e.text), e.tree) << e.text;
}

TEST(parser, reads_literals) {
  expect_trees({{"0.10", "0.1"},
                {"1_000", "1000"},
                {"5%", "5%"},
                {"500 CNY", "500CNY"},
                {"30 days", "30days"},
                {"'it''s'", "'it's'"},
                {"true", "true"},
                {"false", "false"},
                {"missing", "missing"},
                {"`Deal Value`", "Deal Value"},
                {"销售额", "销售额"}});
}

TEST(parser, orders_operators_by_how_tightly_they_hold) {
  expect_trees({{"-2^2", "(neg (^ 2 2))"},
                {"(-2)^2", "(^ (neg 2) 2)"},
                {"2^-1", "(^ 2 (neg 1))"},
                {"2^3^2", "(^ 2 (^ 3 2))"},
                {"2^-3^2", "(^ 2 (neg (^ 3 2)))"},
                {"--a", "(neg (neg a))"},
                {"-a * b", "(* (neg a) b)"},
                {"a * -b", "(* a (neg b))"},
                {"a - b - c", "(- (- a b) c)"},
                {"a / b * c", "(* (/ a b) c)"},
                {"a + b * c ^ d", "(+ a (* b (^ c d)))"},
                {"(a + b) * c", "(* (+ a b) c)"},
                {"a + b < c * d", "(< (+ a b) (* c d))"},
                {"a < b and c = d", "(and (< a b) (= c d))"},
                {"a or b and c", "(or a (and b c))"},
                {"not a and b", "(and (not a) b)"},
                {"not a = b", "(not (= a b))"},
                {"not not a", "(not (not a))"},
                {"a and not b or c", "(or (and a (not b)) c)"}});
}

TEST(parser, chains_comparisons) {
  expect_trees({{"a = b", "(= a b)"},
                {"a == b", "(= a b)"},
                {"a <> b", "(!= a b)"},
                {"0 <= x < 1", "(<=,< 0 x 1)"},
                {"a > b = c >= d", "(>,=,>= a b c d)"},
                {"a = b = c", "(=,= a b c)"}});
}

TEST(parser, reads_in_and_between) {
  expect_trees({{"x in ('a', 'b')", "(in x 'a' 'b')"},
                {"x not in (1)", "(not-in x 1)"},
                {"x between 1 and 2", "(between x 1 2)"},
                {"x not between 1 and 2 and y", "(and (not-between x 1 2) y)"},
                {"x between a + 1 and -b or c", "(or (between x (+ a 1) (neg b)) c)"},
                {"a + 1 in (b or c, d)", "(in (+ a 1) (or b c) d)"},
                {"not x in (1)", "(not (in x 1))"}});
}

TEST(parser, reads_choices) {
  expect_trees({{"if(a, b, c)", "(if a b c)"},
                {"case when a then b else c end", "(if a b c)"},
                {"case when a then b when c then d else e end", "(if a b c d e)"},
                {"case when a then case when b then c else d end else e end + 1", "(+ (if a (if b c d) e) 1)"},
                {"if(x between 1 and 2, f(a, b), c)", "(if (between x 1 2) (call f a b) c)"}});
}

TEST(parser, reads_parts_and_calls) {
  expect_trees({{"sales.actual", "(.actual sales)"},
                {"a.b.c", "(.c (.b a))"},
                {"f()", "(call f)"},
                {"f(a)(b)", "expected an operator before `(`"},
                {"lookup(t, k).rate", "(.rate (call lookup t k))"},
                {"visit.unanswered('budget')", "(call (.unanswered visit) 'budget')"},
                {"c.between(a, b)", "(call (.between c) a b)"},
                {"`Deal Value`.`Net Amount`", "(.Net Amount Deal Value)"},
                {"prize([3000, 2000], score within all)", "(call prize (list 3000 2000) score :within-all)"}});
}

TEST(parser, reads_contextual_words_as_names_elsewhere) {
  expect_trees({{"all + asc * desc", "(+ all (* asc desc))"},
                {"all(deals.paid)", "(call all (.paid deals))"},
                {"f(without_me + 1)", "(call f (+ without_me 1))"},
                {"first(x order by desc desc)", "(call first x :desc desc)"},
                {"share(x within all.team)", "(call share x :within (.team all))"},
                {"share(x within `all`)", "(call share x :within all)"}});
}

TEST(parser, reads_full_width_formulas) { expect_trees({{"（销售额＋１）× ２％", "(* (+ 销售额 1) 2%)"}, {"if（a ≥ ０．５，b，c）", "(if (>= a 0.5) b c)"}}); }

TEST(parser, spans_hold_what_belongs_to_a_node) {
  const std::string text = "x + (销售 + b) * f(a.part)";
  diagnostics messages;
  const tree t = parse(alone(text), messages);
  const auto written = [&](expr_id id) { return text.substr(t[id].where.begin, t[id].where.end - t[id].where.begin); };
  EXPECT_EQ(written(t.root), text);
  const expr& product = t[t[t.root].operands[1]];
  EXPECT_EQ(written(product.operands[0]), "(销售 + b)");
  EXPECT_TRUE(t[product.operands[0]].parenthesised);
  EXPECT_EQ(written(product.operands[1]), "f(a.part)");
  const expr& part = t[t[product.operands[1]].operands[1]];
  EXPECT_EQ(text.substr(part.name_where.begin, part.name_where.end - part.name_where.begin), "part");
}

// Whatever it is given, the parser ends, stays inside the source, and says something when it could not read all.

void expect_sound(const std::string& text) {
  diagnostics messages;
  const located_text located = alone(text);
  const tree t = parse(located, messages);
  ASSERT_LT(t.root, t.nodes.size()) << text;
  ASSERT_LE(messages.size(), limits::messages);
  for (const diagnostic& m : messages) {
    ASSERT_LE(m.where.begin, m.where.end) << text;
    ASSERT_LE(m.where.end, text.size()) << text;
    for (const label& l : m.related) ASSERT_LE(l.where.end, text.size()) << text;
    ASSERT_FALSE(m.message.empty() || m.here.empty() || m.help.empty()) << text;
  }
  bool bad = false;
  for (const expr& e : t.nodes) bad = bad || e.kind == expr_kind::bad;
  ASSERT_TRUE(!bad || messages.has_errors()) << text;
  if (!messages.empty()) return;
  diagnostics none;
  const std::string written = to_text(t, t.root);
  const tree again = parse(alone(written), none);
  ASSERT_TRUE(none.empty()) << text << "\nwritten as\n" << written;
  ASSERT_EQ(dump(again, again.root), dump(t, t.root)) << text << "\nwritten as\n" << written;
}

const std::vector<std::string>& samples() {
  static const std::vector<std::string> texts = {"sales_quota * commission_by_attainment(sales.attainment)",
                                                 "round(max(sales_quota, 70% * sales_quota + 30% * revenue) * 1.05, -2)",
                                                 "case when 0 <= x < 1 then 'it''s' when y not in (1, 2) then `Deal Value` else 500 CNY end",
                                                 "allocate(pool, weight within team, region, unit = 0.01, method = 'cascade', ties = k, min = a, max = b)",
                                                 "c.between(ytd + sum_before(net order by closed desc, k), -2^-x) not between 30 days and 1 day",
                                                 "（销售额＋１００％）×２ ≥ sum(deals.amount where paid and not late via deal.rep within all without_me)",
                                                 "lookup(t, k1, k2, on = d).column + if(is_missing(a), missing, true or false)",
                                                 "prize([3000, 2000, 1000], score within region, ties = 'share')"};
  return texts;
}

TEST(parser, survives_every_truncation) {
  for (const std::string& text : samples()) {
    for (std::size_t size = 0; size <= text.size(); ++size) {
      expect_sound(text.substr(0, size));
      expect_sound(text.substr(size));
    }
  }
}

TEST(parser, survives_random_changes) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  static constexpr std::string_view pieces[] = {
      "(",      ")",         "[",       "]",        ",",          ".",          "'",      "`",      "\"",     " and ",        " not ",
      " in ",   " between ", " where ", " within ", " order by ", " case ",     " when ", " then ", " else ", " end ",        "=",
      "<",      ">",         "^",       "-",        "+",          "%",          "5",      "，",     "“",      " without_me ", " all ",
      " desc ", " via ",     " on = ",  " if ",     "1,000",      "2026-10-01", "\xFF",   "!",      "&&",     " CNY",         " days "};
  for (int round = 0; round < 5000 && !::testing::Test::HasFatalFailure(); ++round) {
    std::string text = samples()[below(samples().size())];
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
      const std::size_t at = below(text.size() + 1);
      switch (below(4)) {
        case 0: text.insert(at, pieces[below(std::size(pieces))]); break;
        case 1: text.erase(at, 1 + below(5)); break;
        case 2: text.insert(at, 1, static_cast<char>(random() & 0xFFU)); break;
        default:
          if (at < text.size()) text[at] = static_cast<char>(random() & 0xFFU);
      }
    }
    expect_sound(text);
  }
}

}  // namespace
}  // namespace attain::formula
