// SPDX-License-Identifier: Apache-2.0
/// What a host is told that hands over columns of its own: messages that no file can provoke, letter for letter as in tests/golden/host/*.txt.
/// With ATTAIN_UPDATE_GOLDEN in the environment the files are written anew; golden_test.py counts the codes in them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "attain/attain.hpp"
#include "attain/plan/document_toml.hpp"

namespace attain {
namespace {

const std::filesystem::path folder = ATTAIN_SOURCE_DIR "/tests/golden/host";

constexpr std::string_view plan_text = R"toml(attain = 1
[plan]
name = "Host"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }
[tables.reps]
key = "rep"
columns = { rep = "text", quota = "money", joined = "date" }
[tables.deals]
key = "deal"
link = { rep = "reps" }
date = "closed"
columns = { deal = "count", amount = "money", closed = "date" }
[[incentives]]
name = "commission"
amount = "sum(deals.amount) * 3%"
[[incentives]]
name = "loyalty"
amount = "if(joined < '2020-01-01', quota * 1%, 0)"
)toml";

/// Columns as a host holds them, all of them right; a test spoils one and hands it over anew.
struct host {
  std::vector<std::string_view> rep{"R1", "R2"};
  std::vector<double> quota{100000, 80000};
  std::vector<std::int32_t> joined{17000, 20000};
  std::vector<std::int64_t> deal{1, 2, 3}, cents{500000, 200000, 70050};
  std::vector<std::string_view> seller{"R1", "R2", "R2"};
  std::vector<std::int32_t> closed{20730, 20731, 20732};
  tables data;

  host() {
    data.add("reps").add("rep", rep).add("quota", quota).add_dates("joined", joined);
    data.add("deals").add("deal", deal).add("rep", seller).add_decimals("amount", cents, 2).add_dates("closed", closed);
  }
  /// The pay of everybody, then all issues.
  [[nodiscard]] std::string scored() const {
    const result all = score(plan::parse(std::string(plan_text)), data);
    std::string text;
    const auto add_row = [&text](const std::vector<std::string>& cells) {
      for (const std::string& cell : cells) text += (&cell == &cells.front() ? "" : ",") + cell;
      text += '\n';
    };
    add_row({"rep", "commission", "loyalty", "payout"});
    for (std::size_t row = 0; row < all.tables.front().row_count; ++row)
      add_row({all.tables.front().keys.front().text(row), all.find("commission")->text(row), all.find("loyalty")->text(row), all.find("payout")->text(row)});
    for (const issue& i : all.issues) {
      text += (i.severity == severity::error ? "error[" : i.severity == severity::warning ? "warning[" : "note[") + to_string(i.code) + "] " + i.table;
      if (i.row > 0) text += " row " + std::to_string(i.row);
      if (!i.key.empty()) text += ", " + i.key;
      text += ": " + i.message + "\n";
    }
    return text;
  }
};

std::vector<std::string>& compared() {
  static std::vector<std::string> names;
  return names;
}

void compare(const std::string& name, const std::string& got) {
  const std::filesystem::path file = folder / (name + ".txt");
  compared().push_back(name);
  if (std::getenv("ATTAIN_UPDATE_GOLDEN") != nullptr) std::ofstream(file, std::ios::binary) << got;
  std::ifstream opened(file, std::ios::binary);
  const std::string want((std::istreambuf_iterator<char>(opened)), std::istreambuf_iterator<char>());
  EXPECT_EQ(got, want) << file;
}

TEST(host, A5016_texts_for_money) {
  host h;
  const std::vector<std::string_view> quota{"100000", "80000"};
  h.data.add("reps").add("quota", quota);
  compare("A5016_texts_for_money", h.scored());
}

TEST(host, A5016_decimal_places) {
  host h;
  h.data.add("deals").add_decimals("amount", h.cents, 39);
  compare("A5016_decimal_places", h.scored());
}

TEST(host, A5017_column_length) {
  host h;
  h.quota.pop_back();
  h.data.add("reps").add("quota", h.quota);
  compare("A5017_column_length", h.scored());
}

/// Days are any number to a host; those that no calendar has are unreadable, not outside the period.
TEST(host, A5004_day_outside_the_calendar) {
  host h;
  h.closed = {20730, 2'000'000'000, -2'000'000'000};
  h.joined[1] = 4'000'000;
  h.data.add("deals").add_dates("closed", h.closed);
  h.data.add("reps").add_dates("joined", h.joined);
  compare("A5004_day_outside_the_calendar", h.scored());
}

/// A text is what a file could hold: equal looking keys are equal, and others than texts of people are unreadable.
TEST(host, A5011_texts_that_no_file_could_hold) {
  host h;
  h.rep = {"caf\xC3\xA9", "R2\xff"};
  h.seller = {"cafe\xCC\x81", "caf\xC3\xA9\x1f", "R2\xff"};
  h.data.add("reps").add("rep", h.rep);
  h.data.add("deals").add("rep", h.seller);
  compare("A5011_texts_that_no_file_could_hold", h.scored());
}

/// The reader of documents takes values from its own scan of the text; toml++ having read one more is a defect, which must not pass silently.
TEST(host, A9002_value_that_is_not_in_the_text) {
  const source text("plan.toml", "attain = 1\n");
  diagnostics messages;
  document::scan scanned = document::scan_toml(text.text(), messages);
  scanned.values.clear();
  toml::table table;
  document::detail::toml_mistake mistake;
  ASSERT_TRUE(document::detail::run_toml(scanned.text, table, mistake));
  static_cast<void>(document::detail::tree_builder(text, scanned, messages).table(table, {}));
  std::string got;
  for (const diagnostic& d : messages) got += render(text, d) + "\n";
  compare("A9002_value_that_is_not_in_the_text", got + summary(messages) + "\n");
}

/// Runs last, as it is written last: a golden file that no test compares proves nothing.
TEST(host_files, are_all_compared) {
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    EXPECT_EQ(std::count(compared().begin(), compared().end(), entry.path().stem().string()), 1) << entry.path();
}

}  // namespace
}  // namespace attain
