// SPDX-License-Identifier: Apache-2.0
/// Writes the invented month of a sales force that the field-sales example scores: the same files for the same seed on every platform.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "words.hpp"

namespace {

using namespace words;

struct options {
  std::string out;
  std::uint64_t reps = 200;
  std::uint64_t teams = 6;
  std::uint64_t seed = 1;
  std::uint64_t events_in_thousandths = 1000;
  bool clean = false;
};

/// splitmix64. The standard library's distributions differ between platforms, so only whole numbers are drawn, by remainder.
class random_source {
 public:
  random_source(std::uint64_t seed, std::uint64_t row, std::uint64_t stream) : state_(seed * 0x9E3779B97F4A7C15U + row * 0xD1B54A32D192ED03U + stream) {
    next();
    state_ ^= next();
  }
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  std::uint64_t below(std::uint64_t limit) { return next() % limit; }
  std::uint64_t between(std::uint64_t first, std::uint64_t last) { return first + below(last - first + 1); }
  bool chance(std::uint64_t percent) { return below(100) < percent; }
  template <std::size_t size>
  std::string_view one_of(const std::string_view (&list)[size]) {
    return list[below(size)];
  }

 private:
  std::uint64_t state_;
};

/// A file of quoted fields, written in large pieces.
class csv_file {
 public:
  csv_file(const std::filesystem::path& path, std::string_view start, std::string_view line_end)
      : file_(std::fopen(path.string().c_str(), "wb"), &std::fclose), line_end_(line_end), buffer_(start) {}
  csv_file& field(std::string_view text) {
    if (!first_in_row_) buffer_ += ',';
    first_in_row_ = false;
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
      buffer_ += text;
      return *this;
    }
    buffer_ += '"';
    for (const char c : text) buffer_ += c == '"' ? std::string_view("\"\"") : std::string_view(&c, 1);
    buffer_ += '"';
    return *this;
  }
  csv_file& field(std::uint64_t number) { return field(std::string_view(std::to_string(number))); }
  void end_row() {
    buffer_ += line_end_;
    first_in_row_ = true;
    if (buffer_.size() > (1U << 20U)) flush();
  }
  void drop_last_line_end() { buffer_.resize(buffer_.size() - line_end_.size()); }
  /// False when something could not be written.
  bool close() {
    flush();
    return ok_;
  }

 private:
  void flush() {
    ok_ = ok_ && file_ && std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) == buffer_.size() && std::fflush(file_.get()) == 0;
    buffer_.clear();
  }

  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::string_view line_end_;
  std::string buffer_;
  bool first_in_row_ = true;
  bool ok_ = true;
};

struct rep_traits {
  std::uint64_t quota;        ///< in yuan
  std::uint64_t performance;  ///< percent of the quota
  std::uint64_t diligence;    ///< percent of the visits that are written up in full
  std::uint64_t deals;
  std::uint64_t visits;
};

std::uint64_t scaled(const options& with, std::uint64_t events) { return (events * with.events_in_thousandths + 500) / 1000; }

rep_traits traits_of(const options& with, std::uint64_t rep) {
  random_source draw(with.seed, rep, 1);
  rep_traits result{};
  result.quota = draw.between(24, 80) * 5000;
  result.performance = 30 + draw.below(50) + draw.below(50) + draw.below(50);
  result.diligence = 40 + draw.below(31) + draw.below(31);
  result.deals = scaled(with, draw.between(15, 35));
  result.visits = scaled(with, draw.between(45, 75));
  return result;
}

std::string padded(char letter, std::uint64_t number, std::size_t digits) {
  std::string text = std::to_string(number);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return letter + text;
}

std::string rep_key(std::uint64_t rep) { return padded('R', rep, 4); }

std::string money_text(std::uint64_t cents) {
  std::string text = std::to_string(cents / 100);
  if (cents % 100 != 0) text += "." + padded('.', cents % 100, 2).substr(1);
  return text;
}

std::string company(random_source& draw) {
  if (draw.chance(6)) return std::string(draw.one_of(foreign_companies));
  std::string name(draw.one_of(places));
  return name.append(draw.one_of(trades)).append("有限公司");
}

/// A day of October 2026, three in a hundred just outside it.
std::string day_of_period(random_source& draw, bool slashes) {
  std::uint64_t month = 10;
  std::uint64_t day = draw.between(1, 31);
  if (draw.chance(3)) {
    month = draw.chance(50) ? 9 : 11;
    day = month == 9 ? draw.between(27, 30) : draw.between(1, 4);
  }
  if (slashes) return "2026/" + std::to_string(month) + "/" + std::to_string(day);
  return "2026-" + padded('-', month, 2).substr(1) + padded('-', day, 2);
}

std::string_view yes_or_no(random_source& draw, std::uint64_t percent, bool clean) {
  const bool yes = draw.chance(percent);
  if (!clean && draw.chance(40)) return yes ? "是" : "否";
  return yes ? "true" : "false";
}

/// The flaw of a kind strikes one rep, spread over the whole list so that every size of data has them.
bool strikes(const options& with, std::uint64_t rep, std::uint64_t kind) {
  constexpr std::uint64_t kinds = 31;
  return !with.clean && with.reps >= kinds && rep == 1 + with.reps * kind / kinds;
}

void write_rep(const options& with, csv_file& file, std::uint64_t rep) {
  random_source draw(with.seed, rep, 2);
  const rep_traits traits = traits_of(with, rep);
  const std::uint64_t team = (rep - 1) % with.teams;
  std::string person(draw.one_of(surnames));
  person += draw.one_of(given_names);
  if (draw.chance(5)) person = draw.one_of(western_names);
  std::string team_name = team < std::size(team_names) ? std::string(team_names[team]) : "Team " + std::to_string(team + 1);
  if (strikes(with, rep, 1)) team_name = "  " + team_name + " ";
  const bool new_rep = strikes(with, rep, 2) || strikes(with, rep, 3);
  file.field(rep_key(rep)).field(person).field(team_name).field(new_rep ? 0 : traits.quota).field(draw.between(2, 5));
  file.field(strikes(with, rep, 4) ? "" : std::to_string(draw.between(6, 11) * 5));
  file.field(strikes(with, rep, 5) ? "8千" : std::to_string(draw.between(10, 24) * 500));
  const std::uint64_t overdue = draw.below(100);
  file.field(overdue < 60 ? "" : std::to_string(overdue < 95 ? overdue % 3 : 7)).field(draw.below(200) == 0 ? "true" : "");
  file.end_row();
}

bool write_reps(const options& with) {
  csv_file file(std::filesystem::path(with.out) / "reps.csv", with.clean ? "" : "\xEF\xBB\xBF", "\n");
  for (const char* name : {"rep", "person", "team", "sales_quota", "new_customer_quota", "visit_quota", "target_bonus", "overdue_reports", "serious_breach"})
    file.field(name);
  file.end_row();
  for (std::uint64_t rep = 1; rep <= with.reps; ++rep) {
    write_rep(with, file, rep);
    if (strikes(with, rep, 6)) write_rep(with, file, rep);
  }
  return file.close();
}

struct deal_row {
  std::string deal, rep, customer, amount, list_price, new_customer, paid, closed;
};

void write_deal(csv_file& file, const deal_row& row) {
  file.field(row.deal).field(row.rep).field(row.customer).field(row.amount).field(row.list_price).field(row.new_customer).field(row.paid).field(row.closed);
  file.end_row();
}

deal_row draw_deal(const options& with, random_source& draw, const rep_traits& traits, std::uint64_t rep, std::uint64_t number) {
  deal_row row;
  row.deal = padded('D', number, 6);
  row.rep = rep_key(rep);
  row.customer = company(draw);
  const std::uint64_t cents = traits.quota * traits.performance * draw.between(20, 180) / (100 * traits.deals);
  const bool refund = draw.below(200) == 0;
  const std::uint64_t discount = draw.chance(30) ? 0 : draw.between(1, 25);
  row.amount = (refund ? "-" : "") + money_text(draw.chance(30) ? cents : cents / 100 * 100);
  if (!refund && !draw.chance(2)) row.list_price = discount == 0 ? row.amount : money_text((cents / (100 - discount) + 1) * 100);
  row.new_customer = yes_or_no(draw, 13, with.clean);
  row.paid = yes_or_no(draw, 80 + traits.diligence / 6, with.clean);
  row.closed = day_of_period(draw, !with.clean && draw.chance(4));
  return row;
}

/// What people do to single rows of a spreadsheet. False: the row is already written.
bool spoil_deal(const options& with, csv_file& file, deal_row& row, std::uint64_t rep) {
  if (strikes(with, rep, 7) || strikes(with, rep, 8)) row.amount = "12,3x";
  if (strikes(with, rep, 9)) row.amount.clear();
  if (strikes(with, rep, 10)) row.rep.replace(1, 1, "O");
  if (strikes(with, rep, 11)) row.rep.front() = 'r';
  if (strikes(with, rep, 12)) row.rep.clear();
  if (strikes(with, rep, 13)) row.closed.clear();
  if (strikes(with, rep, 14)) row.closed = "2026-10-32";
  if (strikes(with, rep, 15)) row.amount = "  " + row.amount + " ";
  if (strikes(with, rep, 16)) row.rep = " " + row.rep + "  ";
  if (strikes(with, rep, 17) || strikes(with, rep, 18)) write_deal(file, row);
  if (strikes(with, rep, 19)) {
    file.field(row.deal).field(row.rep).field(row.customer).end_row();
    return false;
  }
  return true;
}

bool write_deals(const options& with) {
  csv_file file(std::filesystem::path(with.out) / "deals.csv", "", with.clean ? "\n" : "\r\n");
  for (const char* name : {"deal", "rep", "customer", "amount", "list_price", "new_customer", "paid", "closed"}) file.field(name);
  file.end_row();
  std::uint64_t number = 0;
  for (std::uint64_t rep = 1; rep <= with.reps; ++rep) {
    random_source draw(with.seed, rep, 3);
    const rep_traits traits = traits_of(with, rep);
    for (std::uint64_t i = 0; i < traits.deals; ++i) {
      deal_row row = draw_deal(with, draw, traits, rep, ++number);
      if (i > 0 || spoil_deal(with, file, row, rep)) write_deal(file, row);
    }
  }
  return file.close();
}

constexpr std::size_t question_count = 14;

/// The thirteen questions of the visit record and the outcome, in the order of the form.
struct visit_row {
  std::string visit, rep, visited;
  std::string answers[question_count];
};

void write_visit(csv_file& file, const visit_row& row) {
  file.field(row.visit).field(row.rep).field(row.visited);
  for (const std::string& answer : row.answers) file.field(answer);
  file.end_row();
}

visit_row draw_visit(const options& with, random_source& draw, const rep_traits& traits, std::uint64_t rep, std::uint64_t number) {
  visit_row row;
  row.visit = padded('V', number, 6);
  row.rep = rep_key(rep);
  row.visited = day_of_period(draw, !with.clean && draw.chance(4));
  std::size_t next = 0;
  const auto answer = [&](std::string_view text) { row.answers[next++] = text; };
  answer(company(draw));
  answer(draw.one_of(contacts));
  answer(yes_or_no(draw, 45, with.clean));
  answer(draw.one_of(topics));
  answer(draw.one_of(products));
  answer(draw.one_of(processes));
  answer(draw.one_of(reactions));
  answer(draw.one_of(rivals));
  answer(yes_or_no(draw, 35, with.clean));
  answer(yes_or_no(draw, 60, with.clean));
  answer(draw.one_of(times));
  answer(std::to_string(draw.between(1, 60) * 5000));
  answer(draw.one_of(steps));
  answer(draw.one_of(outcomes));
  if (!draw.chance(traits.diligence))
    for (std::uint64_t left_out = draw.between(1, 4); left_out > 0; --left_out) row.answers[draw.below(question_count)] = draw.one_of(blanks);
  return row;
}

/// False: the row is already written.
bool spoil_visit(const options& with, csv_file& file, visit_row& row, std::uint64_t rep) {
  if (strikes(with, rep, 20)) row.rep.insert(1, " ");
  if (strikes(with, rep, 21)) row.rep = "R99999999";
  if (strikes(with, rep, 22)) row.visited.clear();
  if (strikes(with, rep, 23)) row.answers[11] = "5万左右";
  if (strikes(with, rep, 24)) row.answers[3] = "交期：\n1. 首批十台, 月底\n2. 其余 \"待定\"";
  if (strikes(with, rep, 25)) row.answers[2] = "maybe";
  if (strikes(with, rep, 26) || strikes(with, rep, 27)) write_visit(file, row);
  if (strikes(with, rep, 28)) {
    file.field(row.visit).field(row.rep).end_row();
    return false;
  }
  return true;
}

bool write_visits(const options& with) {
  csv_file file(std::filesystem::path(with.out) / "visits.csv", "", "\n");
  for (const char* name : {"编号", "销售员", "日期", "公司", "受访人", "能否决策", "谈了什么", "在用产品", "决策流程", "客户反应", "竞争对手", "是否演示",
                           "需求是否满足", "决策时间", "预算", "下一步", "结果"})
    file.field(name);
  file.end_row();
  std::uint64_t number = 0;
  for (std::uint64_t rep = 1; rep <= with.reps; ++rep) {
    random_source draw(with.seed, rep, 4);
    const rep_traits traits = traits_of(with, rep);
    for (std::uint64_t i = 0; i < traits.visits; ++i) {
      visit_row row = draw_visit(with, draw, traits, rep, ++number);
      if (i > 0 || spoil_visit(with, file, row, rep)) write_visit(file, row);
      // The same call written up twice: it may count only once.
      if (draw.chance(2)) {
        row.visit = padded('V', ++number, 6);
        write_visit(file, row);
      }
    }
  }
  if (!with.clean) file.drop_last_line_end();
  return file.close();
}

bool read_whole(std::string_view text, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

/// `1`, `0.25`: at most three digits behind the point.
bool read_thousandths(std::string_view text, std::uint64_t& value) {
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (fraction.size() > 3) return false;
  digits.append(fraction).append(3 - fraction.size(), '0');
  return read_whole(digits, value);
}

std::optional<options> read_options(int count, char** values) {
  options result;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = values[i];
    if (name == "--clean") {
      result.clean = true;
      continue;
    }
    if (++i == count) return std::nullopt;
    const std::string_view value = values[i];
    bool understood = true;
    if (name == "--out") result.out = value;
    else if (name == "--reps") understood = read_whole(value, result.reps);
    else if (name == "--teams") understood = read_whole(value, result.teams) && result.teams > 0;
    else if (name == "--seed") understood = read_whole(value, result.seed);
    else if (name == "--events-per-rep") understood = read_thousandths(value, result.events_in_thousandths);
    else understood = false;
    if (!understood) return std::nullopt;
  }
  return result.out.empty() ? std::nullopt : std::optional(result);
}

}  // namespace

int main(int count, char** values) {
  const std::optional<options> with = read_options(count, values);
  if (!with) {
    std::cerr << "usage: generate_field_sales --out DIR [--reps 200] [--teams 6] [--seed 1] [--events-per-rep 1.0] [--clean]\n"
                 "Writes reps.csv, deals.csv and visits.csv of October 2026; --clean leaves out the mistakes that real data has.\n";
    return 2;
  }
  std::error_code failed;
  std::filesystem::create_directories(with->out, failed);
  if (failed || !write_reps(*with) || !write_deals(*with) || !write_visits(*with)) {
    std::cerr << "generate_field_sales: cannot write to " << with->out << '\n';
    return 1;
  }
  return 0;
}
