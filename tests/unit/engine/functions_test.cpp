// SPDX-License-Identifier: Apache-2.0
#include "attain/engine/functions.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine_testing.hpp"

namespace attain::engine {
namespace {

using namespace testing;
using program::value_kind;

/// One call on literals, in both arithmetics.
struct call {
  builder b;
  call() { b.table("reps", {"rep text"}, {"rep"}); }

  std::string operator()(function f, std::vector<node_id> arguments, value_kind kind = value_kind::number, dimension type = dimension::number) {
    b.output("answer", b.call(0, f, std::move(arguments), kind), type);
    test_data data;
    data.texts("reps", "rep", {"a"});
    const result exact = b.run(data, numeric::exact);
    const result fast = b.run(data, numeric::fast);
    const std::string text = shown(exact.find("answer"))[0];
    EXPECT_EQ(shown(fast.find("answer"))[0], text);
    return text == "-" && !exact.issues.empty() ? to_string(exact.issues[0].code) : text;
  }
  node_id n(std::string_view written) { return b.number(written); }
  node_id d(std::string_view written) { return b.date(written); }
  node_id t(std::string written) { return b.text(std::move(written)); }
};

std::string of(function f, const std::vector<std::string>& numbers) {
  call c;
  std::vector<node_id> arguments;
  for (const std::string& x : numbers) arguments.push_back(c.n(x));
  return c(f, arguments);
}

std::string of_dates(function f, const std::vector<std::string>& dates) {
  call c;
  std::vector<node_id> arguments;
  for (const std::string& x : dates) arguments.push_back(c.d(x));
  return c(f, arguments);
}

TEST(functions, smallest_largest_between) {
  EXPECT_EQ(of(function::min, {"3", "1", "2"}), "1");
  EXPECT_EQ(of(function::max, {"3", "1", "4", "2"}), "4");
  EXPECT_EQ(of(function::clamp, {"5", "0", "3"}), "3");
  EXPECT_EQ(of(function::clamp, {"-5", "0", "3"}), "0");
  EXPECT_EQ(of(function::clamp, {"2", "0", "3"}), "2");
  EXPECT_EQ(of(function::clamp, {"2", "3", "0"}), "A6007");
  call c;
  EXPECT_EQ(c(function::min, {c.d("2026-10-02"), c.d("2026-10-01")}, value_kind::date, dimension::date), "2026-10-01");
}

TEST(functions, rounding) {
  EXPECT_EQ(of(function::round, {"1.005", "2"}), "1.01");
  EXPECT_EQ(of(function::round, {"-2.5"}), "-3");
  EXPECT_EQ(of(function::round, {"1250", "-2"}), "1300");
  EXPECT_EQ(of(function::round_up, {"1.01"}), "2");
  EXPECT_EQ(of(function::round_up, {"-1.001", "1"}), "-1.1");
  EXPECT_EQ(of(function::round_down, {"1.99"}), "1");
  EXPECT_EQ(of(function::trunc, {"-1.99", "1"}), "-1.9");
  EXPECT_EQ(of(function::round_to, {"7", "5"}), "5");
  EXPECT_EQ(of(function::round_to, {"7", "0"}), "0");
  EXPECT_EQ(of(function::ceil, {"7", "5"}), "10");
  EXPECT_EQ(of(function::floor, {"-0.5"}), "-1");
  EXPECT_EQ(of(function::round_sig, {"123456", "2"}), "120000");
  call c;
  EXPECT_EQ(c(function::round, {c.n("2.5"), c.n("0"), c.b.mode(rounding_mode::half_even)}), "2");
}

TEST(functions, numbers) {
  EXPECT_EQ(of(function::abs, {"-3"}), "3");
  EXPECT_EQ(of(function::sign, {"-3"}), "-1");
  EXPECT_EQ(of(function::mod, {"-7", "3"}), "2");
  EXPECT_EQ(of(function::mod, {"7", "0"}), "A6001");
  EXPECT_EQ(of(function::sqrt, {"2.25"}), "1.5");
  EXPECT_EQ(of(function::sqrt, {"-1"}), "A6005");
  EXPECT_EQ(of(function::exp, {"1"}), "2.718281828");
  EXPECT_EQ(of(function::exp, {"100000000"}), "A6004");
  EXPECT_EQ(of(function::ln, {"0"}), "A6005");
  EXPECT_EQ(of(function::log10, {"1000"}), "3");
  EXPECT_EQ(of(function::pow, {"2", "10"}), "1024");
  EXPECT_EQ(of(function::pow, {"0", "-1"}), "A6005");
}

TEST(functions, dates) {
  EXPECT_EQ(of_dates(function::days_between, {"2026-10-01", "2026-10-31"}), "30");
  EXPECT_EQ(of_dates(function::months_between, {"2026-01-31", "2026-03-30"}), "1");
  EXPECT_EQ(of_dates(function::days_360, {"2026-01-01", "2026-02-01"}), "30");
  EXPECT_EQ(of_dates(function::working_days, {"2026-10-01", "2026-10-31"}), "22");
  EXPECT_EQ(of_dates(function::year, {"2026-10-31"}), "2026");
  EXPECT_EQ(of_dates(function::quarter, {"2026-10-31"}), "4");
  EXPECT_EQ(of_dates(function::month, {"2026-10-31"}), "10");
  EXPECT_EQ(of_dates(function::day, {"2026-10-31"}), "31");
  EXPECT_EQ(of_dates(function::weekday, {"2026-10-31"}), "6");
  call c;
  EXPECT_EQ(c(function::add_days, {c.d("2026-10-31"), c.n("1.9")}, value_kind::date, dimension::date), "2026-11-01");
  call m;
  EXPECT_EQ(m(function::add_months, {m.d("2026-10-31"), m.n("1")}, value_kind::date, dimension::date), "2026-11-30");
  call far;
  EXPECT_EQ(far(function::add_months, {far.d("2026-10-31"), far.n("1e20")}, value_kind::date, dimension::date), "A6010");
  call s;
  EXPECT_EQ(s(function::start_of_month, {s.d("2026-10-31")}, value_kind::date, dimension::date), "2026-10-01");
  call e;
  EXPECT_EQ(e(function::end_of_month, {e.d("2026-02-01")}, value_kind::date, dimension::date), "2026-02-28");
}

TEST(functions, texts) {
  const auto flag = [](function f, const char* a, const char* b) {
    call c;
    return c(f, {c.t(a), c.t(b)}, value_kind::boolean, dimension::boolean);
  };
  EXPECT_EQ(flag(function::starts_with, "hello", "he"), "true");
  EXPECT_EQ(flag(function::ends_with, "hello", "he"), "false");
  EXPECT_EQ(flag(function::contains, "hello", "ell"), "true");
  const auto text = [](function f, const char* a) {
    call c;
    return c(f, {c.t(a)}, value_kind::text, dimension::text);
  };
  EXPECT_EQ(text(function::lower, "ÄB"), "äb");
  EXPECT_EQ(text(function::upper, "äb"), "ÄB");
  EXPECT_EQ(text(function::trim, " \xE3\x80\x80 x y\t"), "x y");
  EXPECT_EQ(text(function::trim, "  "), "");
  call c;
  EXPECT_EQ(c(function::length, {c.t("销售额x")}), "4");
}

}  // namespace
}  // namespace attain::engine
