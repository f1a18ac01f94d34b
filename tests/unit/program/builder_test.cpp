// SPDX-License-Identifier: Apache-2.0
/// Nodes and frames that are the same are made once; a node knows its frame, what it depends on and whether it aggregates.
#include "attain/program/builder.hpp"

#include <gtest/gtest.h>

namespace attain::program {
namespace {

TEST(builder, the_same_node_is_made_once) {
  program p;
  builder make(p);
  const frame_id reps = make.table_frame(0);
  const node_id x = make.at_row(op::load, value_kind::number, reps, {}, 3);
  EXPECT_EQ(make.at_row(op::load, value_kind::number, reps, {}, 3), x);
  EXPECT_NE(make.at_row(op::load, value_kind::number, reps, {}, 4), x);
  EXPECT_NE(make.at_row(op::load, value_kind::number, make.table_frame(1), {}, 3), x);
  const node_id sum = make.make(op::add, value_kind::number, reps, {x, make.number(1)});
  EXPECT_EQ(make.make(op::add, value_kind::number, reps, {x, make.number(1)}), sum);
  EXPECT_NE(make.make(op::add, value_kind::number, reps, {make.number(1), x}), sum);
  EXPECT_NE(make.make(op::subtract, value_kind::number, reps, {x, make.number(1)}), sum);
}

TEST(builder, constants_of_different_kinds_differ) {
  program p;
  builder make(p);
  EXPECT_EQ(make.number(1), make.number(decimal{1, 0}));
  EXPECT_EQ(make.text("a"), make.text("a"));
  EXPECT_NE(make.text("1"), make.number(1));
  EXPECT_NE(make.text("down"), make.mode(rounding_mode::down));
  EXPECT_NE(make.date(1), make.number(1));
  EXPECT_NE(make.boolean(true), make.boolean(false));
  EXPECT_EQ(p.constants[p.nodes[make.number(decimal{15, 1})].index].number, (decimal{15, 1}));
}

TEST(builder, what_is_made_of_constants_lies_in_the_frame_of_the_plan) {
  program p;
  builder make(p);
  const frame_id reps = make.table_frame(0);
  const node_id x = make.at_row(op::load, value_kind::number, reps, {}, 0);
  const node_id constant = make.make(op::add, value_kind::number, reps, {make.number(1), make.number(2)});
  EXPECT_EQ(make.at(constant).frame, 0U);
  EXPECT_EQ(make.at(make.make(op::add, value_kind::number, reps, {constant, x})).frame, reps);
}

TEST(builder, dependencies_are_those_of_the_operands) {
  program p;
  builder make(p);
  const frame_id reps = make.table_frame(0);
  const node_id constant = make.number(1);
  const node_id parameter = make.make(op::parameter, value_kind::number, 0, {}, 0);
  const node_id load = make.at_row(op::load, value_kind::number, reps, {}, 0);
  const auto depends = [&](node_id a, node_id b) { return make.at(make.make(op::add, value_kind::number, reps, {a, b})).depends; };
  EXPECT_EQ(make.at(constant).depends, dependency::nothing);
  EXPECT_EQ(depends(constant, constant), dependency::nothing);
  EXPECT_EQ(depends(constant, parameter), dependency::parameters);
  EXPECT_EQ(depends(load, constant), dependency::data);
  EXPECT_EQ(depends(load, parameter), dependency::both);
  EXPECT_EQ(make.at(make.make(op::period, value_kind::date, 0, {}, 0)).depends, dependency::parameters);
}

TEST(builder, aggregates_are_known_through_everything_above_them) {
  program p;
  builder make(p);
  const frame_id reps = make.table_frame(0);
  const node_id load = make.at_row(op::load, value_kind::number, reps, {}, 0);
  const node_id sum = make.at_row(op::aggregate, value_kind::number, reps, {}, 0);
  EXPECT_FALSE(make.has_aggregate(load));
  EXPECT_TRUE(make.has_aggregate(sum));
  EXPECT_TRUE(make.has_aggregate(make.make(op::negate, value_kind::number, reps, {make.make(op::add, value_kind::number, reps, {load, sum})})));
}

TEST(builder, what_may_not_apply_is_known_through_everything_above_it) {
  program p;
  builder make(p);
  const frame_id reps = make.table_frame(0);
  const node_id early = make.at_row(op::stored, value_kind::number, reps, {}, 0);
  const node_id load = make.at_row(op::load, value_kind::number, reps, {}, 0);
  const node_id some = make.make(op::where_applies, value_kind::number, reps, {make.at_row(op::load, value_kind::boolean, reps, {}, 1), load});
  const node_id made = make.make(op::add, value_kind::number, reps, {some, load});
  EXPECT_FALSE(make.may_not_apply(early));
  EXPECT_FALSE(make.may_not_apply(load));
  EXPECT_TRUE(make.may_not_apply(some));
  EXPECT_TRUE(make.may_not_apply(made));
  EXPECT_FALSE(make.may_not_apply(make.make(op::coalesce, value_kind::number, reps, {made, load})));
  EXPECT_FALSE(make.may_not_apply(make.make(op::is_missing, value_kind::boolean, reps, {made})));
  EXPECT_TRUE(make.may_not_apply(make.at_row(op::stored, value_kind::number, reps, {}, 1))) << "a stage may have stored it";
}

TEST(builder, the_same_frame_is_made_once) {
  program p;
  builder make(p);
  const frame_id reps = make.table_frame(0);
  EXPECT_EQ(make.table_frame(0), reps);
  const frame_id deals = make.children_frame(reps, 1, {0});
  EXPECT_EQ(make.children_frame(reps, 1, {0}), deals);
  EXPECT_NE(make.children_frame(reps, 1, {1}), deals);
  EXPECT_NE(make.children_frame(reps, 2, {0}), deals);
  const node_id link = make.at_row(op::link, value_kind::row, deals, {}, 0);
  EXPECT_EQ(make.rows_frame(deals, 0, link), make.rows_frame(deals, 0, link));
  EXPECT_EQ(p.frames[0].from, frame::source::plan);
}

TEST(builder, a_node_is_named_by_the_first_who_asked_for_it) {
  program p;
  builder make(p);
  make.set_origin(make.add_origin("first", "", {}));
  const node_id one = make.number(1);
  make.set_origin(make.add_origin("second", "", {}));
  EXPECT_EQ(make.number(1), one);
  EXPECT_EQ(p.origins[p.nodes[one].origin].name, "first");
  EXPECT_EQ(p.origins[p.nodes[make.number(2)].origin].name, "second");
}

}  // namespace
}  // namespace attain::program
