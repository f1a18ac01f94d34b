// SPDX-License-Identifier: Apache-2.0
/// Tests of tables built cell by cell: what is stored, at what scale, and what is not present.
#include "attain/table/owned.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace attain {
namespace {

using formula::dimension;

/// The number in a row of a column, "-" when it is not present.
std::string number_at(const column_view& view, std::size_t row) {
  if (!view.is_present(row)) return "-";
  if (view.kind == layout::decimal) return to_text(view.as<decimal>()[row]);
  const int128 coefficient = view.kind == layout::decimal128 ? view.as<int128>()[row] : view.as<std::int64_t>()[row];
  return to_text(decimal{coefficient, view.scale});
}

std::vector<std::string> numbers(const owned_column& column) {
  std::vector<std::string> result;
  for (std::size_t row = 0; row < column.size(); ++row) result.push_back(number_at(column.view(), row));
  return result;
}

owned_column column_of(dimension kind, std::initializer_list<std::string_view> cells, std::vector<std::string> blank = {}) {
  owned_column column(kind, std::move(blank));
  for (const std::string_view cell : cells) column.add(cell);
  return column;
}

TEST(owned_column, numbers_share_the_scale_of_the_longest) {
  const auto column = column_of(dimension::money, {"5", "-1.25", "0.125", "7.00000"});
  EXPECT_EQ(column.view().kind, layout::decimal64);
  EXPECT_EQ(column.view().scale, 3);
  EXPECT_EQ(numbers(column), (std::vector<std::string>{"5", "-1.25", "0.125", "7"}));
}

TEST(owned_column, numbers_beyond_64_bits_widen_the_column) {
  const auto large = column_of(dimension::money, {"1", "-9223372036854775808", "9223372036854775808"});
  EXPECT_EQ(large.view().kind, layout::decimal128);
  EXPECT_EQ(numbers(large), (std::vector<std::string>{"1", "-9223372036854775808", "9223372036854775808"}));

  const auto by_scale = column_of(dimension::money, {"9000000000000000000", "", "0.01"});
  EXPECT_EQ(by_scale.view().kind, layout::decimal128);
  EXPECT_EQ(numbers(by_scale), (std::vector<std::string>{"9000000000000000000", "-", "0.01"}));
}

TEST(owned_column, numbers_that_fit_no_common_scale_keep_their_own) {
  const std::vector<std::string> cells = {"1000000000000000000000000000000", "0.0000000001", "", "2", "12345678901234567890123456789012345678",
                                          "-0.012345679012345679012345679012"};
  std::vector<std::size_t> order = {0, 1, 2, 3, 4, 5};
  do {
    owned_column column(dimension::number, {});
    std::vector<std::string> expected;
    for (const std::size_t i : order) {
      column.add(cells[i]);
      expected.push_back(cells[i].empty() ? "-" : cells[i]);
    }
    EXPECT_EQ(column.view().kind, layout::decimal);
    ASSERT_EQ(numbers(column), expected);
    EXPECT_TRUE(column.bad().empty());
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(owned_column, a_number_of_more_than_38_digits_is_a_bad_cell) {
  const auto column = column_of(dimension::number, {"1e38", "1e37", "0." + std::string(39, '1')});
  EXPECT_EQ(numbers(column), (std::vector<std::string>{"-", "1" + std::string(37, '0'), "-"}));
  EXPECT_EQ(column.bad().size(), 2U);
}

TEST(owned_column, any_order_of_numbers_keeps_their_values) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  owned_column column(dimension::number, {});
  std::vector<std::string> expected;
  for (int i = 0; i < 500; ++i) {
    const int scale = static_cast<int>(random() % 12);
    int128 coefficient = static_cast<std::int64_t>(random()) - (std::int64_t{1} << 31);
    for (auto k = random() % 3; k > 0; --k) coefficient *= 100'003;
    expected.push_back(to_text(decimal{coefficient, scale}));
    column.add(expected.back());
  }
  EXPECT_EQ(numbers(column), expected);
}

TEST(owned_column, blank_words_are_empty_cells) {
  const auto column = column_of(dimension::money, {"-", " N/A ", "5", ""}, {"-", "N/A"});
  EXPECT_EQ(numbers(column), (std::vector<std::string>{"-", "-", "5", "-"}));
  EXPECT_TRUE(column.bad().empty());
}

TEST(owned_column, unreadable_cells_are_kept_as_texts) {
  const auto column = column_of(dimension::date, {"2026-10-01", "someday", "2026-02-30", std::string_view("\xE9t\xE9", 3)});
  ASSERT_EQ(column.bad().size(), 3U);
  EXPECT_EQ(column.bad()[0].row, 1U);
  EXPECT_EQ(column.bad()[0].text, "someday");
  EXPECT_EQ(column.bad()[0].code, code::unreadable_cell);
  EXPECT_EQ(column.bad()[2].code, code::bad_encoding);
  EXPECT_EQ(column.bad()[2].text, "\xEF\xBF\xBDt\xEF\xBF\xBD");
  EXPECT_TRUE(column.view().is_present(0));
  for (const std::size_t row : {1U, 2U, 3U}) EXPECT_FALSE(column.view().is_present(row));
}

TEST(owned_column, a_long_bad_cell_is_cut) {
  const auto column = column_of(dimension::number, {std::string(500, 'x')});
  ASSERT_EQ(column.bad().size(), 1U);
  EXPECT_EQ(column.bad()[0].text, std::string(60, 'x') + "…");
}

TEST(owned_column, texts_with_control_characters_are_bad_cells) {
  const auto column = column_of(dimension::text, {std::string_view("a\0b", 3), "tab\tand\r\nlines", "\x1f王", "x\x7fy"});
  ASSERT_EQ(column.bad().size(), 3U);
  EXPECT_EQ(column.bad()[0].text, "a␀b") << "shown by their signs, for no message should carry them";
  EXPECT_EQ(column.bad()[1].text, "␟王");
  EXPECT_EQ(column.bad()[2].text, "x␡y");
  EXPECT_EQ(column.bad()[0].code, code::unreadable_cell);
  EXPECT_TRUE(column.view().is_present(1));
}

TEST(owned_column, texts_are_trimmed_and_normal) {
  const auto column = column_of(dimension::text, {" 王芳\xE3\x80\x80", "e\xCC\x81", "", "a  b"});
  const auto* texts = column.view().as<std::string_view>();
  EXPECT_EQ(texts[0], "王芳");
  EXPECT_EQ(texts[1], "\xC3\xA9");
  EXPECT_FALSE(column.view().is_present(2));
  EXPECT_EQ(texts[3], "a  b");
}

TEST(owned_column, texts_stay_where_they_are) {
  owned_column column(dimension::text, {});
  std::vector<std::string> expected;
  for (int i = 0; i < 20'000; ++i) expected.push_back("text " + std::to_string(i % 7000) + std::string(static_cast<std::size_t>(i % 50), '.'));
  expected.push_back(std::string(3'000'000, 'l'));  // longer than any chunk
  expected.emplace_back("after");
  for (const std::string& text : expected) column.add(text);
  const auto* texts = column.view().as<std::string_view>();
  for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(texts[i], expected[i]);
}

TEST(owned_column, repeated_texts_are_stored_once) {
  const auto column = column_of(dimension::text, {"North", "North"});
  const auto* texts = column.view().as<std::string_view>();
  EXPECT_EQ(texts[0].data(), texts[1].data());
}

TEST(owned_column, booleans_and_dates) {
  const auto flags = column_of(dimension::boolean, {"是", "no", "perhaps", ""});
  EXPECT_EQ(flags.view().as<std::uint8_t>()[0], 1);
  EXPECT_EQ(flags.view().as<std::uint8_t>()[1], 0);
  EXPECT_FALSE(flags.view().is_present(2));
  EXPECT_EQ(flags.bad().size(), 1U);
  const auto dates = column_of(dimension::date, {"1970-01-02", "2026/10/1"});
  EXPECT_EQ(dates.view().as<std::int32_t>()[0], 1);
  EXPECT_EQ(dates.view().as<std::int32_t>()[1], 20727);
}

TEST(owned_table, lends_the_columns_it_was_asked_to_keep) {
  formula::table declared;
  declared.name = "deals";
  for (const char* name : {"deal", "ignored", "amount"}) {
    formula::column column;
    column.name = name;
    column.type_of = formula::make_type(std::string_view(name) == "amount" ? dimension::money : dimension::text);
    declared.columns.push_back(column);
  }
  const std::array<kept_column, 2> kept{{{0, "Deal Number"}, {2, ""}}};
  owned_table table(declared, kept);
  const std::array<std::string_view, 2> first{"D1", "10.5"};
  const std::array<std::string_view, 1> second{"D2"};
  table.add_row(first, 2);
  table.add_row(second, 5);
  issue found;
  found.code = code::too_few_fields;
  table.add_issue(found);

  tables all;
  input_table& lent = all.add("deals");
  table.lend(lent);
  EXPECT_EQ(lent.rows(), 2U);
  EXPECT_EQ(lent.find("ignored"), nullptr);
  EXPECT_EQ(lent.find("deal"), nullptr);
  EXPECT_NE(lent.find("Deal Number"), nullptr);
  ASSERT_NE(lent.find("amount"), nullptr);
  EXPECT_EQ(number_at(*lent.find("amount"), 0), "10.5");
  EXPECT_EQ(number_at(*lent.find("amount"), 1), "-");
  EXPECT_EQ(lent.line_of(1), 5U);
  ASSERT_EQ(lent.issues().size(), 1U);
  EXPECT_EQ(lent.issues()[0].code, code::too_few_fields);
}

TEST(owned_table, without_rows_its_columns_are_there) {
  formula::table declared;
  declared.columns.emplace_back();
  declared.columns[0].name = "rep";
  declared.columns[0].type_of = formula::make_type(dimension::text);
  const std::array<kept_column, 1> kept{};
  const owned_table table(declared, kept);
  input_table lent("reps");
  table.lend(lent);
  ASSERT_NE(lent.find("rep"), nullptr);
  EXPECT_EQ(lent.rows(), 0U);
}

}  // namespace
}  // namespace attain
