// SPDX-License-Identifier: Apache-2.0
/// Laws of the scorecard: `applies` that always holds, weights divided by a sum of 100 % and gaps that are not there change nothing; sections
/// are the same flattened; dropping an indicator is the same as a plan without it.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "attain/attain.hpp"

namespace attain {
namespace {

constexpr std::size_t people = 40;

/// Scores of four indicators, some of them empty when asked for.
class scores {
 public:
  scores(std::mt19937_64& random, bool gaps) {
    for (std::size_t i = 0; i < people; ++i) keys_.push_back("R" + std::to_string(i));
    input_table& reps = data.add("reps");
    views_.assign(keys_.begin(), keys_.end());
    reps.add("rep", std::span<const std::string_view>(views_));
    for (std::size_t c = 0; c < 4; ++c) {
      present_[c].assign((people + 7) / 8, 0);
      for (std::size_t i = 0; i < people; ++i) {
        values_[c].push_back(static_cast<std::int64_t>(random() % 13'000));
        if (!gaps || random() % 3 != 0) present_[c][i / 8] = static_cast<std::uint8_t>(present_[c][i / 8] | (1U << (i % 8)));
      }
      reps.add_decimals(std::string(1, static_cast<char>('a' + c)), values_[c], 2, present_[c].data());
    }
  }

  tables data;

 private:
  std::vector<std::string> keys_;
  std::vector<std::string_view> views_;
  std::vector<std::int64_t> values_[4];
  std::vector<std::uint8_t> present_[4];
};

struct measure {
  std::string weight;
  std::string more;  // further keys
};

std::string plan_of(const std::vector<measure>& measures, std::string_view before = "") {
  std::string text =
      "attain = 1\n[plan]\nname = \"Roles\"\ncurrency = \"CNY\"\n[tables.reps]\nkey = \"rep\"\n"
      "columns = { a = \"number?\", b = \"number?\", c = \"number?\", d = \"number?\" }\n";
  text += before;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const std::string column(1, static_cast<char>('a' + i));
    text += "[[indicators]]\nname = \"i" + column + "\"\nactual = \"" + column + "\"\nscore = \"" + column + "\"\nweight = \"" + measures[i].weight + "\"\n" +
            measures[i].more;
  }
  return text;
}

std::vector<std::string> column(const std::string& plan_text, const scores& by, std::string_view name, numeric mode) {
  const plan p = plan::parse(plan_text);
  EXPECT_TRUE(p.ok()) << p.report() << plan_text;
  if (!p.ok()) return {};
  run_options options;
  options.mode = mode;
  const result r = score(p, by.data, options);
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < people; ++row) texts.push_back(r.find(name)->text(row));
  return texts;
}

class role_laws : public ::testing::TestWithParam<numeric> {
 protected:
  role_laws() : seed(std::random_device{}()), random(seed) { std::cout << "seed " << seed << "\n"; }

  /// Four weights in thousandths that add up to 100 %.
  std::vector<std::int64_t> weights() {
    std::vector<std::int64_t> all;
    std::int64_t left = 1000;
    for (std::int64_t i = 3; i > 0; --i) {
      all.push_back(1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(left - i)));
      left -= all.back();
    }
    all.push_back(left);
    return all;
  }
  static std::string percent(std::int64_t thousandths) { return to_text(decimal{thousandths, 1}) + "%"; }
  static std::size_t filled(const std::vector<std::string>& texts) {
    std::size_t count = 0;
    for (const std::string& t : texts) count += t.empty() ? 0U : 1U;
    return count;
  }

  std::uint64_t seed;
  std::mt19937_64 random;
};

TEST_P(role_laws, what_always_applies_and_adds_up_changes_nothing) {
  for (int round = 0; round < 3; ++round) {
    const scores given(random, false);
    std::vector<measure> plain, applying;
    for (const std::int64_t w : weights()) {
      plain.push_back({percent(w), ""});
      applying.push_back({percent(w), "applies = \"true\"\n"});
    }
    for (const std::string_view name : {"score", "ib.points"}) {
      const std::vector<std::string> expected = column(plan_of(plain), given, name, GetParam());
      EXPECT_EQ(filled(expected), people);
      EXPECT_EQ(column(plan_of(applying, "[scorecard]\nnormalise = true\n"), given, name, GetParam()), expected);
      EXPECT_EQ(column(plan_of(plain, "[scorecard]\nmissing = \"renormalise\"\n"), given, name, GetParam()), expected);
      EXPECT_EQ(column(plan_of(plain, "[scorecard]\nmissing = \"zero\"\n"), given, name, GetParam()), expected);
      EXPECT_EQ(column(plan_of(plain, "[scorecard]\ncombine = \"mean\"\n"), given, name, GetParam()), expected);
    }
  }
}

TEST_P(role_laws, sections_are_the_same_flattened) {
  std::size_t scored = 0;  // with a measure missing nobody of one plan may have a score
  for (int round = 0; round < 3; ++round) {
    const scores given(random, true);
    const std::int64_t first = 10 + static_cast<std::int64_t>(random() % 80);
    const std::int64_t in_first = 10 + static_cast<std::int64_t>(random() % 80);
    const std::int64_t in_second = 10 + static_cast<std::int64_t>(random() % 80);
    const auto share = [](std::int64_t section, std::int64_t weight) { return to_text(decimal{section * weight, 2}) + "%"; };
    const std::vector<measure> flat{
        {share(first, in_first), ""}, {share(first, 100 - in_first), ""}, {share(100 - first, in_second), ""}, {share(100 - first, 100 - in_second), ""}};
    const std::vector<measure> grouped{{percent(in_first * 10), "section = \"s\"\n"},
                                       {percent((100 - in_first) * 10), "section = \"s\"\n"},
                                       {percent(in_second * 10), "section = \"t\"\n"},
                                       {percent((100 - in_second) * 10), "section = \"t\"\n"}};
    const std::string sections =
        "[[sections]]\nname = \"s\"\nweight = \"" + percent(first * 10) + "\"\n[[sections]]\nname = \"t\"\nweight = \"" + percent((100 - first) * 10) + "\"\n";
    for (const char* rule : {"", "[scorecard]\nmissing = \"zero\"\n"}) {
      const std::vector<std::string> expected = column(plan_of(flat, rule), given, "score", GetParam());
      scored += filled(expected);
      EXPECT_EQ(column(plan_of(grouped, rule + sections), given, "score", GetParam()), expected);
    }
  }
  EXPECT_GT(scored, 0U);
}

TEST_P(role_laws, what_does_not_apply_is_as_if_it_were_not_written) {
  const scores given(random, false);
  const std::vector<std::int64_t> w = weights();
  std::vector<measure> some, fewer;
  for (std::size_t i = 0; i < 4; ++i) {
    some.push_back({percent(w[i]), i == 3 ? "applies = \"a < 0\"\n" : ""});
    if (i < 3) fewer.push_back({percent(w[i]), ""});
  }
  const char* rule = "[scorecard]\nnormalise = true\n";
  EXPECT_EQ(column(plan_of(some, rule), given, "score", GetParam()), column(plan_of(fewer, rule), given, "score", GetParam()));
}

TEST_P(role_laws, points_add_up_to_the_score) {
  const scores given(random, true);
  std::vector<measure> some;
  for (const std::int64_t w : weights()) some.push_back({percent(w), "applies = \"coalesce(d, 0) < 100\"\n"});
  const std::string text = plan_of(some, "[scorecard]\nnormalise = true\nmissing = \"renormalise\"\n") +
                           "[[outputs]]\nname = \"difference\"\nplaces = 5\nvalue = \"score - coalesce(ia.points, 0) - coalesce(ib.points, 0) - "
                           "coalesce(ic.points, 0) - coalesce(id.points, 0)\"\n";
  const std::vector<std::string> differences = column(text, given, "difference", GetParam());
  const std::vector<std::string> all = column(text, given, "score", GetParam());
  EXPECT_GT(filled(all), 0U);
  for (std::size_t row = 0; row < people; ++row) EXPECT_EQ(differences[row], all[row].empty() ? "" : "0") << row;
}

INSTANTIATE_TEST_SUITE_P(both, role_laws, ::testing::Values(numeric::exact, numeric::fast),
                         [](const auto& tested) { return tested.param == numeric::exact ? "exact" : "fast"; });

}  // namespace
}  // namespace attain
