// SPDX-License-Identifier: Apache-2.0
#include "attain/text/unicode.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace attain {
namespace {

TEST(decode_utf8, reads_all_lengths) {
  const std::string text = "a\u00e9\u9500\U0001F600";
  EXPECT_EQ(to_code_points(text), U"a\u00e9\u9500\U0001F600");
  EXPECT_EQ(decode_utf8(text, 1).size, 2U);
  EXPECT_EQ(decode_utf8(text, 3).size, 3U);
  EXPECT_EQ(decode_utf8(text, 6).size, 4U);
  EXPECT_TRUE(decode_utf8(text, 6).valid);
}

TEST(decode_utf8, takes_the_first_and_last_of_each_length) {
  for (const char32_t c : {U'\0', U'\x7F', U'\x80', char32_t{0x7FF}, char32_t{0x800}, char32_t{0xD7FF}, char32_t{0xE000}, char32_t{0xFFFF}, char32_t{0x10000},
                           char32_t{0x10FFFF}}) {
    std::string text;
    append_utf8(text, c);
    const decoded back = decode_utf8(text);
    EXPECT_TRUE(back.valid);
    EXPECT_EQ(back.value, c);
    EXPECT_EQ(back.size, text.size());
  }
}

TEST(decode_utf8, refuses_what_is_not_utf8) {
  const std::string_view bad[] = {
      "\x80",                  // a continuation alone
      "\xC3",                  // cut off
      "\xE9\x94",              // cut off
      "\xC0\x80",              // overlong NUL
      "\xC1\xBF",              // overlong
      "\xE0\x9F\xBF",          // overlong
      "\xF0\x8F\xBF\xBF",      // overlong
      "\xED\xA0\x80",          // surrogate
      "\xF4\x90\x80\x80",      // beyond U+10FFFF
      "\xF8\x88\x80\x80\x80",  // five bytes
      "\xFF",
      "\xC3\x41",  // no continuation
  };
  for (const std::string_view text : bad) {
    const decoded first = decode_utf8(text);
    EXPECT_FALSE(first.valid);
    EXPECT_EQ(first.size, 1U);
    EXPECT_EQ(first.value, char32_t{0xFFFD});
    EXPECT_FALSE(is_valid_utf8(text));
  }
  EXPECT_EQ(valid_utf8_prefix("ab\xFF"
                              "cd"),
            2U);
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8("销售"));
}

TEST(length, counts_code_points) {
  EXPECT_EQ(length(""), 0U);
  EXPECT_EQ(length("sales"), 5U);
  EXPECT_EQ(length("销售额"), 3U);
  EXPECT_EQ(length("e\u0301"), 2U);
}

TEST(is_identifier, follows_uax31) {
  for (const std::string_view name : {"a", "_", "rep_1", "销售额", "é", "Ünïcode", "まとめ", "x\u0301", "ª"}) EXPECT_TRUE(is_identifier(name)) << name;
  for (const std::string_view name : {"", "1a", "a b", "a-b", "Deal Value", "\u0301x", "销售（净）", "a\xFF", "€", "😀", "a.b"})
    EXPECT_FALSE(is_identifier(name)) << name;
  EXPECT_TRUE(is_identifier_continue(U'9'));
  EXPECT_FALSE(is_identifier_start(U'9'));
  EXPECT_TRUE(is_identifier_continue(U'\u00B7'));
  EXPECT_FALSE(is_identifier_start(U'\u00B7'));
}

TEST(change_case, maps_one_code_point_to_one) {
  EXPECT_EQ(to_lower("ABC xyz 1"), "abc xyz 1");
  EXPECT_EQ(to_upper("abc XYZ 1"), "ABC XYZ 1");
  EXPECT_EQ(to_lower("ÀÉÎÕÜ ΑΒΓ ДЖ"), "àéîõü αβγ дж");
  EXPECT_EQ(to_upper("àéîõü αβγς дж"), "ÀÉÎÕÜ ΑΒΓΣ ДЖ");
  EXPECT_EQ(to_lower("Āā Ăă"), "āā ăă") << "alternating runs";
  EXPECT_EQ(to_upper("Āā Ăă"), "ĀĀ ĂĂ");
  EXPECT_EQ(to_lower("İ"), "i");
  EXPECT_EQ(to_upper("ß"), "ß") << "no single capital in simple mapping";
  EXPECT_EQ(to_upper("ᾳ"), "ᾼ");
  EXPECT_EQ(to_lower("销售"), "销售");
  EXPECT_EQ(to_lower("A\xFF"
                     "B"),
            "a\xFF"
            "b");
}

TEST(column_width, is_two_for_wide_and_none_for_marks) {
  EXPECT_EQ(column_width("abc"), 3U);
  EXPECT_EQ(column_width("销售额"), 6U);
  EXPECT_EQ(column_width("（）"), 4U);
  EXPECT_EQ(column_width("한글"), 4U);
  EXPECT_EQ(column_width("😀"), 2U);
  EXPECT_EQ(column_width("e\u0301"), 1U);
  EXPECT_EQ(column_width("é×÷≥"), 4U);
  EXPECT_EQ(column_width("\u200B\u200D\uFEFF"), 0U);
  EXPECT_EQ(column_width("\u00AD"), 1U);
  EXPECT_EQ(column_width("\x01\x7F"), 0U);
  EXPECT_EQ(column_width(U'\U00030000'), 2U) << "an ideograph of a plane not yet full";
  EXPECT_EQ(column_width(U'\U000E0100'), 0U);
  EXPECT_EQ(column_width(U'\u0378'), 1U) << "unassigned";
}

TEST(nfc, composes) {
  EXPECT_EQ(nfc("e\u0301"), "\u00e9");
  EXPECT_EQ(nfc("A\u030A"), "\u00C5");
  EXPECT_EQ(nfc("\u212B"), "\u00C5") << "the sign of the unit is the letter";
  EXPECT_EQ(nfc("\u1E0B\u0323"), "\u1E0D\u0307") << "marks in canonical order";
  EXPECT_EQ(nfc("q\u0307\u0323"), "q\u0323\u0307");
  EXPECT_EQ(nfc("\u0041\u0301\u0300"), "\u00C1\u0300") << "of two marks of one class the second is blocked";
  EXPECT_EQ(nfc("\u0301a"), "\u0301a") << "a mark without base stays";
  EXPECT_EQ(nfc("\u0958"), "\u0915\u093C") << "a composition exclusion stays apart";
  EXPECT_EQ(nfc("\uF900"), "\u8C48") << "a compatibility ideograph of its own";
  EXPECT_EQ(nfc("\u01D5"), nfc("U\u0308\u0304"));
}

TEST(nfc, composes_hangul) {
  EXPECT_EQ(nfc("\u1112\u1161\u11AB"), "\uD55C");
  EXPECT_EQ(nfc("\uD558\u11AB"), "\uD55C");
  EXPECT_EQ(nfc("\u1112\u1161"), "\uD558");
  EXPECT_EQ(nfc("\uD55C\u11AB"), "\uD55C\u11AB") << "a syllable has one final";
  EXPECT_EQ(nfc("\u1112\u1161\u11A7"), "\uD558\u11A7") << "U+11A7 is no final";
}

TEST(nfc, leaves_alone_what_is_composed) {
  for (const std::string_view text : {"", "sum(deals.amount)", "销售额（净）", "\u00e9\u00C5", "\u0915\u093C", "😀", "\u1E8B\u0301", "a\xFF"})
    EXPECT_EQ(nfc(text), text);
}

TEST(unicode_tables, are_sorted_for_the_search) {
  const auto sorted = [](const auto& table) {
    return std::is_sorted(table.begin(), table.end(), [](const auto& a, const auto& b) { return a.last < b.first; });
  };
  EXPECT_TRUE(sorted(unicode_tables::xid_start));
  EXPECT_TRUE(sorted(unicode_tables::xid_continue));
  EXPECT_TRUE(sorted(unicode_tables::wide));
  EXPECT_TRUE(sorted(unicode_tables::zero_width));
  EXPECT_TRUE(sorted(unicode_tables::combining_classes));
  EXPECT_TRUE(sorted(unicode_tables::nfc_unstable));
}

TEST(nfc, is_idempotent_and_keeps_every_single_code_point_canonical) {
  for (const unicode_tables::decomposition& d : unicode_tables::decompositions) {
    std::string whole;
    append_utf8(whole, d.whole);
    const std::string composed = nfc(whole);
    EXPECT_EQ(nfc(composed), composed);
    std::string parts;
    append_utf8(parts, d.first);
    if (d.second != 0) append_utf8(parts, d.second);
    EXPECT_EQ(nfc(parts), composed) << "U+" << std::hex << static_cast<std::uint32_t>(d.whole);
  }
}

}  // namespace
}  // namespace attain
