// SPDX-License-Identifier: Apache-2.0
/// The splitter of CSV files: feeds libcsv line by line, so that the lines of a file can be counted, and mends what libcsv stumbles over.
#include "cli/csv_splitter.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace attain::cli {

namespace {

/// Longer than any field that is meant.
constexpr std::size_t longest_field = std::size_t{1} << 24;

/// libcsv's own names for these states are not in its header.
constexpr int row_not_begun = 0;
constexpr int field_begun = 2;

}  // namespace

csv_splitter::csv_splitter(csv_events events, char delimiter) : events_(std::move(events)) {
  if (csv_init(&parser_, CSV_STRICT) != 0) throw std::bad_alloc();
  csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
}

csv_splitter::~csv_splitter() { csv_free(&parser_); }

void csv_splitter::feed(std::string_view bytes) {
  if (bytes.empty()) return;
  std::string joined;
  if (std::exchange(held_return_, false)) bytes = joined.append(1, '\r').append(bytes);
  if (bytes.back() == '\r') {
    held_return_ = true;
    bytes.remove_suffix(1);
  }
  split_lines(bytes);
}

void csv_splitter::split_lines(std::string_view bytes) {
  std::size_t feed = bytes.find('\n');
  for (std::size_t begin = 0; begin < bytes.size() && !stopped_;) {
    if (feed != std::string_view::npos && feed < begin) feed = bytes.find('\n', begin);
    const std::size_t end = std::min(feed, bytes.size());
    const std::size_t turn = bytes.substr(begin, end - begin).find('\r');
    std::size_t size = end - begin + (end < bytes.size() ? 1 : 0);
    bool complete = end < bytes.size();
    if (turn != std::string_view::npos && begin + turn + 1 != feed) {
      size = turn + 1;
      complete = true;
    }
    parse(bytes.substr(begin, size));
    if (complete) end_line();
    begin += size;
  }
}

void csv_splitter::parse(std::string_view piece) {
  line_is_empty_ = line_is_empty_ && piece.empty();
  while (!piece.empty() && !skips_line_ && !stopped_) {
    const std::size_t taken = csv_parse(&parser_, piece.data(), piece.size(), on_field, on_row, this);
    check_parser(taken, piece.size());
    if (taken == piece.size()) break;
    piece.remove_prefix(taken);
    if (parser_.quoted != 0) {
      lose_row(csv_trouble::kind::text_after_quote, row_line_);
      skips_line_ = true;
    } else {
      events_.trouble({csv_trouble::kind::stray_quote, row_line_, line_, cells()});
      parse_one_literally(piece.substr(0, 1));
      piece.remove_prefix(1);
    }
  }
  if (parser_.entry_pos > longest_field) {
    find_open_quote();
    if (in_quotes()) lose_row(csv_trouble::kind::unclosed_quote, quote_line_);
    else lose_row(csv_trouble::kind::endless_field, row_line_);
    stopped_ = true;
  }
}

void csv_splitter::parse_one_literally(std::string_view piece) {
  csv_set_opts(&parser_, 0);
  check_parser(csv_parse(&parser_, piece.data(), piece.size(), on_field, on_row, this), piece.size());
  csv_set_opts(&parser_, CSV_STRICT);
}

void csv_splitter::check_parser(std::size_t taken, std::size_t given) {
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  if (taken != given && csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
}

bool csv_splitter::at_row_start() const { return parser_.pstate == row_not_begun && ends_.empty(); }

bool csv_splitter::in_quotes() const { return parser_.pstate == field_begun && parser_.quoted != 0; }

/// The quote that is open at the end of a line stands in this line unless it was open before and no field ended since.
void csv_splitter::find_open_quote() {
  if (in_quotes() && (!was_in_quotes_ || fields_in_line_ > 0)) quote_line_ = line_;
}

void csv_splitter::end_line() {
  find_open_quote();
  was_in_quotes_ = in_quotes();
  fields_in_line_ = 0;
  skips_line_ = false;
  line_is_empty_ = true;
  ++line_;
  if (at_row_start()) row_line_ = line_;
}

void csv_splitter::lose_row(csv_trouble::kind what, std::uint64_t first_line) {
  const std::uint64_t last_line = line_is_empty_ && line_ > first_line ? line_ - 1 : line_;
  events_.trouble({what, first_line, last_line, cells()});
  csv_fini(&parser_, nullptr, nullptr, nullptr);  // back to the start of a row
  text_.clear();
  ends_.clear();
}

void csv_splitter::finish() {
  if (stopped_) return;
  if (std::exchange(held_return_, false)) {
    parse("\r");
    end_line();
  }
  find_open_quote();
  if (in_quotes()) return lose_row(csv_trouble::kind::unclosed_quote, quote_line_);
  csv_fini(&parser_, on_field, on_row, this);
  check_parser(0, 0);
}

void csv_splitter::on_field(void* bytes, std::size_t size, void* self) {
  auto& me = *static_cast<csv_splitter*>(self);
  if (me.thrown_) return;
  try {
    if (size > 0) me.text_.append(static_cast<const char*>(bytes), size);
    me.ends_.push_back(me.text_.size());
    ++me.fields_in_line_;
  } catch (...) {
    me.thrown_ = std::current_exception();
  }
}

void csv_splitter::on_row(int /*terminator*/, void* self) {
  auto& me = *static_cast<csv_splitter*>(self);
  if (me.thrown_) return;
  try {
    me.events_.row(me.cells(), me.row_line_);
    me.text_.clear();
    me.ends_.clear();
  } catch (...) {
    me.thrown_ = std::current_exception();
  }
}

const std::vector<std::string_view>& csv_splitter::cells() {
  cells_.clear();
  std::size_t begin = 0;
  for (const std::size_t end : ends_) {
    cells_.push_back(std::string_view(text_).substr(begin, end - begin));
    begin = end;
  }
  return cells_;
}

}  // namespace attain::cli
