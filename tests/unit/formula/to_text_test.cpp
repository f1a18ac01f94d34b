// SPDX-License-Identifier: Apache-2.0
#include "attain/formula/to_text.hpp"

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

std::string canonical(std::string_view text) {
  diagnostics messages;
  const tree t = parse(alone(text), messages);
  return messages.empty() ? to_text(t, t.root) : messages[0].message;
}

TEST(to_text, writes_one_canonical_form) {
  EXPECT_EQ(canonical("a+b  *c"), "a + b * c");
  EXPECT_EQ(canonical("((a))"), "a");
  EXPECT_EQ(canonical("(a+b)*c"), "(a + b) * c");
  EXPECT_EQ(canonical("a-(b-c)"), "a - (b - c)");
  EXPECT_EQ(canonical("(a-b)-c"), "a - b - c");
  EXPECT_EQ(canonical("(a^b)^c"), "(a^b)^c");
  EXPECT_EQ(canonical("a^(b^c)"), "a^b^c");
  EXPECT_EQ(canonical("(-2)^2"), "(-2)^2");
  EXPECT_EQ(canonical("-(2^2)"), "-2^2");
  EXPECT_EQ(canonical("2^(-1)"), "2^-1");
  EXPECT_EQ(canonical("not(a=b)"), "not a = b");
  EXPECT_EQ(canonical("(not a)=b"), "(not a) = b");
  EXPECT_EQ(canonical("(a=b)=c"), "(a = b) = c");
  EXPECT_EQ(canonical("a <> b"), "a != b");
  EXPECT_EQ(canonical("1_000.50"), "1000.5");
  EXPECT_EQ(canonical("1 days"), "1 day");
  EXPECT_EQ(canonical("500CNY+5 %"), "500 CNY + 5%");
  EXPECT_EQ(canonical("'it''s'"), "'it''s'");
  EXPECT_EQ(canonical("`plain` + `Deal Value` + `end`"), "plain + `Deal Value` + `end`");
  EXPECT_EQ(canonical("c.`between`(a,b).`between`"), "c.between(a, b).`between`");
  EXPECT_EQ(canonical("case when a then b else c end"), "if(a, b, c)");
  EXPECT_EQ(canonical("case when a then b when c then d else e end"), "case when a then b when c then d else e end");
  EXPECT_EQ(canonical("x  in(1,2)"), "x in (1, 2)");
  EXPECT_EQ(canonical("x not between 1 and(2)"), "x not between 1 and 2");
}

TEST(to_text, orders_clauses) {
  EXPECT_EQ(canonical("f(x without_me order by k asc,l desc within g,h via b.c where a)"), "f(x where a via b.c within g, h order by k, l desc without_me)");
  EXPECT_EQ(canonical("count(where a)"), "count(where a)");
  EXPECT_EQ(canonical("rank(x within all,ties='min')"), "rank(x within all, ties = 'min')");
}

TEST(to_text, keeps_what_would_read_otherwise) {
  EXPECT_EQ(canonical("rank(x, (ties = 1))"), "rank(x, (ties = 1))");
  EXPECT_EQ(canonical("rank(x, ties == 1)"), "rank(x, (ties = 1))");
  EXPECT_EQ(canonical("sum(x, (ties = 1))"), "sum(x, ties = 1)");
  EXPECT_EQ(canonical("share(x within `all`)"), "share(x within `all`)");
  EXPECT_EQ(canonical("f(`without_me`)"), "f(`without_me`)");
}

TEST(to_text, writes_a_part_of_a_tree) {
  diagnostics messages;
  const tree t = parse(alone("a * (b + c)"), messages);
  EXPECT_EQ(to_text(t, t[t.root].operands[1]), "b + c");
  EXPECT_EQ(to_text(t, no_expr), "?");
}

/// Grows trees that the grammar can have, from a seed.
class tree_maker {
 public:
  explicit tree_maker(std::uint32_t seed) : random_(seed) {}

  tree make() {
    tree_ = {};
    tree_.root = any(5);
    return std::move(tree_);
  }

 private:
  std::mt19937 random_;
  tree tree_;

  std::size_t below(std::size_t n) { return random_() % n; }
  bool often() { return below(3) != 0; }

  expr_id add(expr_kind kind, std::vector<expr_id> operands = {}, std::string text = {}) {
    expr e;
    e.kind = kind;
    e.operands = std::move(operands);
    e.text = std::move(text);
    tree_.nodes.push_back(std::move(e));
    return static_cast<expr_id>(tree_.nodes.size() - 1);
  }

  std::string name() {
    static constexpr std::string_view names[] = {"a",          "rate", "销售额", "Deal Value", "end",     "all", "desc",
                                                 "without_me", "ties", "on",     "rank",       "between", "2nd", "USD"};
    return std::string(names[below(std::size(names))]);
  }

  expr_id number() {
    static constexpr std::string_view units[] = {"", "%", "days", "CNY"};
    const expr_id id = add(expr_kind::number);
    tree_[id].value = decimal{static_cast<int128>(below(2000)), static_cast<int>(below(3))};
    tree_[id].unit = std::string(units[below(std::size(units))]);
    return id;
  }

  expr_id leaf() {
    switch (below(6)) {
      case 0: return number();
      case 1: return add(expr_kind::text, {}, below(2) == 0 ? "it's" : "，\"x`");
      case 2: return add(expr_kind::boolean, {}, below(2) == 0 ? "true" : "false");
      case 3: return add(expr_kind::missing);
      default: return add(expr_kind::name, {}, name());
    }
  }

  std::vector<expr_id> several(std::size_t least, std::size_t depth) {
    std::vector<expr_id> ids;
    for (std::size_t n = least + below(3); n > 0; --n) ids.push_back(any(depth));
    return ids;
  }

  expr_id any(std::size_t depth) {
    if (depth == 0 || below(6) == 0) return leaf();
    --depth;
    switch (below(9)) {
      case 0: return unary(depth);
      case 1:
      case 2:
      case 3: return binary(depth);
      case 4: return compare(depth);
      case 5: return in_or_between(depth);
      case 6: return add(expr_kind::conditional, choice(depth));
      case 7: return add(expr_kind::member, {base(depth)}, name());
      default: return below(5) == 0 ? add(expr_kind::list, several(1, depth)) : call(depth);
    }
  }

  expr_id base(std::size_t depth) { return depth > 0 && below(3) == 0 ? call(depth - 1) : add(expr_kind::name, {}, name()); }

  expr_id unary(std::size_t depth) {
    const expr_id id = add(expr_kind::unary, {any(depth)});
    tree_[id].op = below(2) == 0 ? operation::negate : operation::logical_not;
    return id;
  }

  expr_id binary(std::size_t depth) {
    static constexpr operation operations[] = {operation::add,   operation::subtract,    operation::multiply,  operation::divide,
                                               operation::power, operation::logical_and, operation::logical_or};
    const expr_id left = any(depth);
    const expr_id id = add(expr_kind::binary, {left, any(depth)});
    tree_[id].op = operations[below(std::size(operations))];
    return id;
  }

  expr_id compare(std::size_t depth) {
    const bool up = below(2) == 0;
    const expr_id id = add(expr_kind::compare, several(2, depth));
    const std::size_t count = tree_[id].operands.size() - 1;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t which = below(3);
      tree_[id].comparisons.push_back(which == 0   ? comparison::equal
                                      : which == 1 ? (up ? comparison::less : comparison::greater)
                                                   : (up ? comparison::less_equal : comparison::greater_equal));
    }
    if (count == 1 && below(4) == 0) tree_[id].comparisons[0] = comparison::not_equal;
    return id;
  }

  expr_id in_or_between(std::size_t depth) {
    const bool in = below(2) == 0;
    std::vector<expr_id> operands = several(in ? 2 : 3, depth);
    if (!in) operands.resize(3);
    const expr_id id = add(in ? expr_kind::in : expr_kind::between, std::move(operands));
    tree_[id].negated = below(2) == 0;
    return id;
  }

  std::vector<expr_id> choice(std::size_t depth) {
    std::vector<expr_id> ids;
    for (std::size_t n = 3 + 2 * below(3); n > 0; --n) ids.push_back(any(depth));
    return ids;
  }

  expr_id call(std::size_t depth) {
    static constexpr std::string_view functions[] = {"sum", "rank", "lookup", "allocate", "f", "my function"};
    std::vector<expr_id> operands;
    const std::string called(functions[below(std::size(functions))]);
    if (often()) operands.push_back(add(expr_kind::name, {}, called));
    else operands.push_back(add(expr_kind::member, {add(expr_kind::name, {}, name())}, name()));
    const bool named = tree_[operands[0]].kind == expr_kind::name;
    for (const expr_id id : several(1, depth)) operands.push_back(id);
    const expr_id id = add(expr_kind::call, std::move(operands));
    if (below(2) != 0) return id;
    call_clauses c = clauses(depth);
    if (named && called == "rank") c.options.push_back({"ties", {}, any(depth)});
    if (named && called == "lookup") c.options.push_back({"on", {}, any(depth)});
    const bool empty = c.where == no_expr && c.via.empty() && !c.has_within() && c.order_by.empty() && !c.without_me && c.options.empty();
    if (empty) return id;
    tree_[id].clauses = static_cast<std::uint32_t>(tree_.clauses.size());
    tree_.clauses.push_back(std::move(c));
    return id;
  }

  call_clauses clauses(std::size_t depth) {
    call_clauses c;
    if (below(2) == 0) c.where = any(depth);
    if (below(4) == 0) c.via = {name(), name()};
    if (below(2) == 0) c.within = several(0, depth);
    c.within_all = c.within.empty() && below(3) == 0;
    if (below(3) == 0) {
      for (const expr_id id : several(1, depth)) c.order_by.push_back({id, below(2) == 0});
    }
    c.without_me = below(3) == 0;
    return c;
  }
};

TEST(to_text, reads_back_as_the_same_tree) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  tree_maker maker(seed);
  for (int round = 0; round < 1500; ++round) {
    const tree made = maker.make();
    const std::string text = to_text(made, made.root);
    diagnostics messages;
    const tree read = parse(alone(text), messages);
    ASSERT_TRUE(messages.empty()) << text << "\n" << messages[0].message;
    ASSERT_EQ(dump(read, read.root), dump(made, made.root)) << text;
    ASSERT_EQ(to_text(read, read.root), text);
  }
}

}  // namespace
}  // namespace attain::formula
