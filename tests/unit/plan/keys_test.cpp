// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/keys.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "attain/number/rounding.hpp"
#include "attain/plan/read_curves.hpp"
#include "attain/plan/read_scoring.hpp"

namespace attain::model {
namespace {

TEST(keys, every_key_is_described_once) {
  for (const section& s : sections) {
    std::set<std::string_view> names;
    for (const key& k : s.keys) {
      EXPECT_TRUE(names.insert(k.name).second) << s.name << "." << k.name;
      EXPECT_FALSE(k.meaning.empty()) << s.name << "." << k.name;
      EXPECT_NE(k.takes, 0U) << s.name << "." << k.name;
      EXPECT_EQ((k.takes & takes::word) != 0, !k.words.empty()) << s.name << "." << k.name;
      EXPECT_EQ((k.takes & (takes::table | takes::tables)) != 0, !k.of.empty()) << s.name << "." << k.name;
    }
  }
}

TEST(keys, every_section_can_be_reached) {
  std::set<std::string_view> reached{"document"};
  for (std::size_t before = 0; before != reached.size();) {
    before = reached.size();
    for (const section& s : sections) {
      if (!reached.contains(s.name)) continue;
      for (const key& k : s.keys)
        for (const std::string_view of : {k.of, k.table_of})
          if (!of.empty()) reached.insert(of);
      if (!s.others_of.empty()) reached.insert(s.others_of);
    }
  }
  EXPECT_EQ(reached.size(), std::size(sections));
}

TEST(keys, words) {
  EXPECT_EQ(word_at("sum|mean", 0), "sum");
  EXPECT_EQ(word_at("sum|mean", 1), "mean");
  EXPECT_EQ(word_at("sum|mean", 2), "");
  EXPECT_EQ(word_at("", 0), "");
  EXPECT_EQ(find_word("sum|mean", "mean"), 1);
  EXPECT_EQ(find_word("sum|mean", "mea"), -1);
  EXPECT_EQ(find_word("sum|mean", ""), -1);
  EXPECT_EQ(find_word(";|\t||", "|"), 2) << "the mark itself can be the last word";
}

TEST(keys, words_agree_with_what_reads_them) {
  const auto words_of = [](std::string_view in, std::string_view name) { return find_key(*find_section(in), name)->words; };
  std::string modes;
  for (const std::string_view mode : rounding_mode_words) modes += (modes.empty() ? "" : "|") + std::string(mode);
  EXPECT_EQ(words_of("rounding", "mode"), modes);
  std::string kinds;
  for (const curve_kind& k : curve_kinds) kinds += (kinds.empty() ? "" : "|") + std::string(k.word);
  EXPECT_EQ(words_of("curve", "kind"), kinds);
  std::string methods;
  for (const scoring_method& m : scoring_methods) methods += (methods.empty() ? "" : "|") + std::string(m.word);
  for (const scoring_method& m : scoring_methods) methods += "|" + std::string(m.chinese);
  EXPECT_EQ(words_of("scoring", "method"), methods);
}

TEST(keys, keys_of_methods_are_keys) {
  for (const scoring_method& m : scoring_methods) {
    for (std::size_t n = 0; !word_at(m.keys, n).empty(); ++n) EXPECT_NE(find_key(*find_section("scoring"), word_at(m.keys, n)), nullptr) << word_at(m.keys, n);
    for (std::size_t n = 0; !word_at(m.required, n).empty(); ++n) EXPECT_GE(find_word(m.keys, word_at(m.required, n)), 0) << m.word;
  }
}

TEST(keys, unknown_sections_and_keys) {
  EXPECT_EQ(find_section("indicators"), nullptr) << "sections are named after what one of them describes";
  ASSERT_NE(find_section("indicator"), nullptr);
  EXPECT_EQ(find_key(*find_section("indicator"), "wieght"), nullptr);
}

}  // namespace
}  // namespace attain::model
