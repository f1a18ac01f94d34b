// SPDX-License-Identifier: Apache-2.0
/// The language as data: every row of tests/table/*.csv is an expression with its inputs and what it must give, run through the whole engine,
/// with the inputs once as parameters and once as columns, in exact and in fast arithmetic. An input `rows.amount=number[1, , 2.5]` is a column of
/// an event table `rows`, with cells as a file has them, whose rows all belong to the one rep.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/attain.hpp"
#include "support/csv.hpp"

namespace attain {
namespace {

struct input {
  std::string name;
  std::string literal;  // as the plan language writes it
};

struct table_case {
  std::string file;
  std::size_t line = 0;
  std::string name, setup, expression, expected;
  std::vector<input> inputs;
};

std::string trimmed(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  while (!text.empty() && text.front() == ' ') text.erase(0, 1);
  return text;
}

std::vector<input> split_inputs(const std::string& text) {
  std::vector<input> inputs;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '\'') quoted = !quoted;
    if (i < text.size() && (text[i] != ';' || quoted)) continue;
    const std::string part = trimmed(text.substr(begin, i - begin));
    begin = i + 1;
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    inputs.push_back({trimmed(part.substr(0, equals)), trimmed(part.substr(equals + 1))});
  }
  return inputs;
}

std::vector<table_case> all_cases() {
  std::vector<table_case> cases;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(ATTAIN_SOURCE_DIR "/tests/table"))
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    const auto records = testing::read_csv(file.string());
    for (std::size_t i = 1; i < records.size(); ++i) {
      const auto& f = records[i].fields;
      if (f.size() != 5) {
        ADD_FAILURE() << file << ":" << records[i].line << ": " << f.size() << " fields, not 5";
        continue;
      }
      cases.push_back({file.filename().string(), records[i].line, f[0], f[1], f[3], f[4], split_inputs(f[2])});
    }
  }
  return cases;
}

/// One input as a column of one row; keeps the memory that the table borrows.
class one_row {
 public:
  void add(input_table& table, const input& in) {
    const std::string& text = in.literal;
    if (text.front() == '\'') {
      const std::string content = text.substr(1, text.size() - 2);
      if (const auto date = parse_date(content)) {
        table.add_dates(in.name, std::span<const std::int32_t>(&dates_.emplace_back(*date), 1));
        types_ += in.name + " = \"date\"\n";
      } else {
        table.add(in.name, std::span<const std::string_view>(&views_.emplace_back(texts_.emplace_back(content)), 1));
        types_ += in.name + " = \"text\"\n";
      }
    } else if (text == "true" || text == "false") {
      table.add_booleans(in.name, std::span<const std::uint8_t>(&booleans_.emplace_back(text == "true" ? std::uint8_t{1} : std::uint8_t{0}), 1));
      types_ += in.name + " = \"bool\"\n";
    } else {
      number(table, in);
    }
  }
  [[nodiscard]] const std::string& types() const { return types_; }

 private:
  void number(input_table& table, const input& in) {
    std::string digits = in.literal;
    std::string type = "number";
    int scale = 0;
    if (digits.ends_with("%")) {
      digits.pop_back();
      scale = 2;
      type = "ratio";
    } else if (const std::size_t blank = digits.find(' '); blank != std::string::npos) {
      type = digits.substr(blank + 1) == "days" || digits.substr(blank + 1) == "day" ? "days" : "money";
      digits = digits.substr(0, blank);
    }
    std::erase(digits, '_');
    const auto value = parse_decimal(digits);
    ASSERT_TRUE(value) << in.literal;
    table.add(in.name, column_view{layout::decimal128, &wide_.emplace_back(value->coefficient), 1, value->scale + scale, nullptr, {}});
    types_ += in.name + " = \"" + type + "\"\n";
  }

  std::deque<std::int32_t> dates_;
  std::deque<std::uint8_t> booleans_;
  std::deque<std::string> texts_;
  std::deque<std::string_view> views_;
  std::deque<int128> wide_;
  std::string types_;
};

/// The columns of the event table `rows`, from the inputs that are lists.
class event_rows {
 public:
  static bool is_one(const input& in) { return in.name.starts_with("rows."); }

  void add(const input& in) {
    const std::string column = in.name.substr(5);
    const std::size_t open = in.literal.find('[');
    const std::string type = in.literal.substr(0, open);
    owned_column& content = columns_.emplace_back(column, owned_column(kind_of(type), {})).second;
    std::string_view cells = std::string_view(in.literal).substr(open + 1, in.literal.size() - open - 2);
    while (!cells.empty()) {
      const std::size_t comma = std::min(cells.find(','), cells.size());
      content.add(cells.substr(0, comma));
      cells.remove_prefix(std::min(comma + 1, cells.size()));
    }
    EXPECT_TRUE(content.bad().empty()) << in.literal;
    types_ += column + " = \"" + type + "?\"\n";
  }

  [[nodiscard]] std::string declaration() const {
    if (columns_.empty()) return {};
    return "[tables.rows]\nkey = \"row\"\nlink = { rep = \"reps\" }\n[tables.rows.columns]\nrow = \"number\"\n" + types_;
  }

  /// Adds the table to the data, which borrows it.
  void lend(tables& data) {
    if (columns_.empty()) return;
    const std::size_t size = columns_.front().second.size();
    for (std::size_t i = 0; i < size; ++i) numbers_.push_back(static_cast<std::int32_t>(i));
    reps_.assign(size, "R1");
    input_table& rows = data.add("rows");
    rows.add("row", std::span<const std::int32_t>(numbers_)).add("rep", std::span<const std::string_view>(reps_));
    for (const auto& [name, content] : columns_) {
      EXPECT_EQ(content.size(), size) << name;
      rows.add(name, content.view());
    }
  }

 private:
  static formula::dimension kind_of(const std::string& type) {
    if (type == "text") return formula::dimension::text;
    if (type == "date") return formula::dimension::date;
    if (type == "ratio") return formula::dimension::ratio;
    EXPECT_EQ(type, "number");
    return formula::dimension::number;
  }

  std::deque<std::pair<std::string, owned_column>> columns_;
  std::vector<std::int32_t> numbers_;
  std::vector<std::string_view> reps_;
  std::string types_;
};

bool same_number(const std::string& got, const std::string& expected) {
  char* end = nullptr;
  const double a = std::strtod(got.c_str(), &end);
  if (got.empty() || *end != '\0') return false;
  const double b = std::strtod(expected.c_str(), &end);
  if (*end != '\0') return false;
  return std::fabs(a - b) <= 1e-9 * std::max(1.0, std::fabs(b)) + 1e-9;
}

void run(const table_case& c, bool as_columns, numeric mode) {
  static const std::string_view key[] = {"R1"};
  tables data;
  input_table& reps = data.add("reps");
  reps.add("rep", key);
  one_row row;
  event_rows events;
  std::vector<input> inputs;
  for (const input& in : c.inputs) {
    if (event_rows::is_one(in)) {
      events.add(in);
    } else {
      inputs.push_back(in);
    }
  }
  std::string text = "attain = 1\n[plan]\nname = \"case\"\ncurrency = \"CNY\"\n";
  if (as_columns) {
    for (const input& in : inputs) row.add(reps, in);
  } else if (!inputs.empty()) {
    text += "[parameters]\n";
    for (const input& in : inputs) text += in.name + " = \"" + in.literal + "\"\n";
  }
  text += "[tables.reps]\nkey = \"rep\"\n[tables.reps.columns]\nrep = \"text\"\n" + row.types() + events.declaration();
  text += c.setup + "\n[[outputs]]\nname = \"answer\"\nvalue = '''\n" + c.expression + "'''\n";
  const plan p = plan::parse(text, "case.toml");
  ASSERT_TRUE(p.ok()) << p.report() << text;
  events.lend(data);
  run_options options;
  options.mode = mode;
  const result r = score(p, data, options);
  const std::string got = r.find("answer")->text(0);
  const std::string shown = got.empty() ? "missing" : got;
  // The same number may be written with more zeros than a plain number is printed with.
  const bool exact = shown == c.expected || (c.expected.find('.') != std::string::npos && parse_decimal(shown) && parse_decimal(c.expected) &&
                                             *parse_decimal(shown) == *parse_decimal(c.expected));
  if (mode == numeric::fast && !exact) {
    EXPECT_TRUE(same_number(got, c.expected)) << "fast: " << c.expression << " gave " << shown << ", expected " << c.expected;
  } else {
    EXPECT_TRUE(exact) << c.expression << " gave " << shown << ", expected " << c.expected;
  }
}

bool has_date_parameter(const table_case& c) {
  for (const input& in : c.inputs)
    if (in.literal.front() == '\'' && parse_date(in.literal.substr(1, in.literal.size() - 2))) return true;
  return false;
}

TEST(table, every_row_gives_what_it_says) {
  const std::vector<table_case> cases = all_cases();
  ASSERT_GT(cases.size(), 500U);
  for (const table_case& c : cases) {
    SCOPED_TRACE(c.file + ":" + std::to_string(c.line) + ": " + c.name);
    for (const numeric mode : {numeric::exact, numeric::fast}) {
      run(c, true, mode);
      // A text parameter is a text; only a TOML date is a date.
      if (!has_date_parameter(c) && !c.inputs.empty()) run(c, false, mode);
    }
  }
}

}  // namespace
}  // namespace attain
