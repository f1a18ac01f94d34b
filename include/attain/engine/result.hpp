// SPDX-License-Identifier: Apache-2.0
/// What a run gives back: columns of rounded values, totals, and issues; it owns everything, so the input may go.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/base/column_memory.hpp"
#include "attain/formula/type.hpp"
#include "attain/number/decimal.hpp"
#include "attain/table/issue.hpp"

namespace attain {

/// `exact` computes with rationals and is what people are paid by; `fast` computes with doubles.
enum class numeric : std::uint8_t { exact, fast };

/// Texts of a column, each distinct one kept once while there are few of them.
class text_pool {
 public:
  [[nodiscard]] std::uint32_t add(std::string_view text);
  [[nodiscard]] std::string_view operator[](std::uint32_t code) const {
    return std::string_view(bytes_).substr(starts_[code], starts_[code + 1] - starts_[code]);
  }

 private:
  static constexpr std::size_t most_shared = 4096;  // beyond that they are names rather than classes

  std::string bytes_;
  std::vector<std::size_t> starts_ = {0};
  std::unordered_map<std::string, std::uint32_t> known_;
  bool shares_ = true;
};

/// One column of a result. Numbers are already rounded to their places: whole numbers of 10^-places in exact mode, doubles in fast mode.
class result_column {
 public:
  result_column(std::string name, std::string label, formula::type type, int places, numeric mode, std::size_t rows);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& label() const { return label_; }
  [[nodiscard]] const formula::type& type() const { return type_; }
  [[nodiscard]] int places() const { return places_; }
  [[nodiscard]] numeric mode() const { return mode_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool is_present(std::size_t row) const { return (present_[row / word_bits] >> (row % word_bits) & 1U) != 0; }

  /// As people read it: money with its minor unit, other numbers without trailing zeros, ISO dates, true and false; empty when missing.
  [[nodiscard]] std::string text(std::size_t row) const;
  /// The number, 1 or 0 for a bool, the days since 1970-01-01 for a date; NaN when missing or a text.
  [[nodiscard]] double as_double(std::size_t row) const;
  /// The number as a decimal; nothing when missing, when no number, or when a double needs more than 38 digits.
  [[nodiscard]] std::optional<decimal> as_decimal(std::size_t row) const;
  /// The text itself; empty when missing or no text.
  [[nodiscard]] std::string_view as_text(std::size_t row) const;

  /// False when the value has too many digits at the column's places; it stays missing then.
  bool set_decimal(std::size_t row, const decimal& value);
  void set_double(std::size_t row, double value);
  void set_boolean(std::size_t row, bool value);
  void set_date(std::size_t row, std::int32_t value);
  void set_text(std::size_t row, std::string_view value);

  /// The memory of the numbers of a fast run, or of the texts of any run by their codes; with room for `padding` rows more than there are, for
  /// whoever writes whole groups of rows. What is written is there once `set_present` says so.
  [[nodiscard]] double* doubles() { return doubles_.data(); }
  [[nodiscard]] std::uint32_t* codes() { return codes_.data(); }
  [[nodiscard]] std::uint32_t code_of(std::string_view text) { return texts_.add(text); }
  /// For rows from `first`, a multiple of 64; the last of them may be beyond the last row.
  void set_present(std::size_t first, std::size_t rows);
  /// Nothing is there any more; the memory stays.
  void clear() { std::fill(present_.begin(), present_.end(), std::uint64_t{0}); }
  void set_missing(std::size_t row) { present_[row / word_bits] &= ~(std::uint64_t{1} << (row % word_bits)); }
  static constexpr std::size_t padding = 15;

 private:
  static constexpr std::size_t word_bits = 64;
  void set_present(std::size_t row) { present_[row / word_bits] |= std::uint64_t{1} << (row % word_bits); }
  [[nodiscard]] int128 coefficient(std::size_t row) const { return wide_.empty() ? narrow_[row] : wide_[row]; }

  std::string name_;
  std::string label_;
  formula::type type_;
  int places_;
  numeric mode_;
  std::size_t size_;
  std::vector<std::uint64_t> present_;  // a bit a row
  std::vector<std::int64_t> narrow_;    // exact numbers, while they fit
  std::vector<int128> wide_;            // all of them once one did not
  column_memory<double> doubles_;
  std::vector<std::int32_t> dates_;
  std::vector<std::uint8_t> booleans_;
  column_memory<std::uint32_t> codes_;
  text_pool texts_;
};

/// The columns that leave from one table, a row for each row of the input that took part.
struct result_table {
  std::string name;
  std::size_t row_count = 0;
  std::vector<std::uint32_t> rows;  ///< row of the input, from 0; empty: the same rows
  std::vector<result_column> keys;  ///< texts
  std::vector<result_column> columns;

  [[nodiscard]] const result_column* find(std::string_view wanted) const {
    for (const result_column& c : columns)
      if (c.name() == wanted) return &c;
    return nullptr;
  }
};

/// The sum of a pay column over the rows that have a value, or a total that the plan asks for.
struct total {
  std::string name;
  std::string label;
  formula::type type;
  bool of_column = true;         ///< the sum of the column of that name
  std::optional<decimal> value;  ///< of numbers; nothing when there is none, or it is beyond 38 digits
  std::string text;              ///< as people read it; empty when there is no value
  std::uint64_t left_out = 0;    ///< rows without a value

  friend bool operator==(const total&, const total&) = default;
};

/// The outcome of a run.
struct result {
  numeric mode = numeric::exact;
  std::vector<result_table> tables;  ///< the population first
  std::vector<total> totals;
  std::vector<issue> issues;  ///< by table, row, code
  /// What the next period's run takes as the table `state`: the key, `plan`, `period_end`, `failed` and the closing balances of everybody, and the
  /// rows of this plan that belong to nobody. A host that keeps several plans in one table replaces those of this plan. Nothing when the plan has
  /// no balances, in fast mode, and when the state handed over was refused.
  std::optional<result_table> state;
  /// The columns of next period's population that the plan's goals fill, a row for each row of the population. Nothing without goals.
  std::optional<result_table> goals;

  /// A column of the population.
  [[nodiscard]] const result_column* find(std::string_view name) const { return tables.empty() ? nullptr : tables.front().find(name); }
  [[nodiscard]] const result_table* table(std::string_view name) const {
    for (const result_table& t : tables)
      if (t.name == name) return &t;
    return nullptr;
  }
};

inline std::uint32_t text_pool::add(std::string_view text) {
  if (shares_) {
    if (const auto found = known_.find(std::string(text)); found != known_.end()) return found->second;
  }
  const auto code = static_cast<std::uint32_t>(starts_.size() - 1);
  bytes_.append(text);
  starts_.push_back(bytes_.size());
  if (shares_) known_.emplace(text, code);
  if (known_.size() > most_shared) {
    known_.clear();
    shares_ = false;
  }
  return code;
}

inline result_column::result_column(std::string name, std::string label, formula::type type, int places, numeric mode, std::size_t rows)
    : name_(std::move(name)),
      label_(std::move(label)),
      type_(std::move(type)),
      places_(places),
      mode_(mode),
      size_(rows),
      present_((rows + word_bits - 1) / word_bits, 0) {
  switch (type_.kind) {
    case formula::dimension::text: codes_.resize(rows + padding); break;
    case formula::dimension::boolean: booleans_.resize(rows); break;
    case formula::dimension::date: dates_.resize(rows); break;
    default:
      if (mode_ == numeric::exact) narrow_.resize(rows);
      else doubles_.resize(rows + padding);
  }
}

inline bool result_column::set_decimal(std::size_t row, const decimal& value) {
  const auto scaled = rescale(value, places_);
  if (!scaled) return false;
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  if (wide_.empty() && (scaled->coefficient > most || scaled->coefficient < -most)) {
    wide_.assign(narrow_.begin(), narrow_.end());
    narrow_ = {};
  }
  if (wide_.empty()) narrow_[row] = static_cast<std::int64_t>(scaled->coefficient);
  else wide_[row] = scaled->coefficient;
  set_present(row);
  return true;
}

inline void result_column::set_present(std::size_t first, std::size_t rows) {
  for (std::size_t word = first / word_bits; rows > 0; ++word) {
    const std::size_t here = std::min(rows, word_bits);
    present_[word] |= here == word_bits ? ~std::uint64_t{0} : (std::uint64_t{1} << here) - 1;
    rows -= here;
  }
}

inline void result_column::set_double(std::size_t row, double value) {
  doubles_[row] = value;
  set_present(row);
}

inline void result_column::set_boolean(std::size_t row, bool value) {
  booleans_[row] = value ? 1 : 0;
  set_present(row);
}

inline void result_column::set_date(std::size_t row, std::int32_t value) {
  dates_[row] = value;
  set_present(row);
}

inline void result_column::set_text(std::size_t row, std::string_view value) {
  codes_[row] = texts_.add(value);
  set_present(row);
}

inline std::optional<decimal> result_column::as_decimal(std::size_t row) const {
  if (!is_present(row)) return std::nullopt;
  if (!doubles_.empty()) return decimal_from_double(doubles_[row]);
  if (narrow_.empty() && wide_.empty()) return std::nullopt;
  return decimal{coefficient(row), places_};
}

inline double result_column::as_double(std::size_t row) const {
  if (!is_present(row)) return std::numeric_limits<double>::quiet_NaN();
  if (!doubles_.empty()) return doubles_[row];
  if (!booleans_.empty()) return booleans_[row];
  if (!dates_.empty()) return dates_[row];
  const auto number = as_decimal(row);
  return number ? to_double(*number) : std::numeric_limits<double>::quiet_NaN();
}

inline std::string_view result_column::as_text(std::size_t row) const { return is_present(row) && !codes_.empty() ? texts_[codes_[row]] : std::string_view{}; }

namespace detail {

/// A finite double in plain digits, exactly that many places, or the shortest ones when `places` is negative.
inline std::string plain_digits(double value, int places) {
  std::array<char, 512> buffer{};
  char* const end = buffer.data() + buffer.size();
  const auto done = places < 0 ? std::to_chars(buffer.data(), end, value, std::chars_format::fixed)
                               : std::to_chars(buffer.data(), end, value, std::chars_format::fixed, places);
  return {buffer.data(), static_cast<std::size_t>(done.ptr - buffer.data())};
}

}  // namespace detail

inline std::string result_column::text(std::size_t row) const {
  if (!is_present(row)) return {};
  const bool money = type_.kind == formula::dimension::money;
  switch (type_.kind) {
    case formula::dimension::text: return std::string(texts_[codes_[row]]);
    case formula::dimension::boolean: return booleans_[row] != 0 ? "true" : "false";
    case formula::dimension::date: return date_to_text(dates_[row]);
    default:
      if (!doubles_.empty()) return detail::plain_digits(doubles_[row], money ? places_ : -1);
      return money ? to_text(decimal{coefficient(row), places_}, places_) : to_text(decimal{coefficient(row), places_});
  }
}

}  // namespace attain
