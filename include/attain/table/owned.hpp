// SPDX-License-Identifier: Apache-2.0
/// A table of input that owns its columns, built row by row from cells of text for a table of the plan.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/formula/names.hpp"
#include "attain/number/decimal.hpp"
#include "attain/table/cell.hpp"
#include "attain/table/column.hpp"
#include "attain/table/issue.hpp"
#include "attain/table/tables.hpp"
#include "attain/table/text_cell.hpp"
#include "attain/text/unicode.hpp"

namespace attain {

namespace detail {

/// Texts that stay where they are; a text that came along recently is not stored again.
class text_arena {
 public:
  [[nodiscard]] std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    std::string_view& recent = recent_[std::hash<std::string_view>{}(text) % recent_.size()];
    if (recent == text) return recent;
    if (text.size() > room_.size()) grow(text.size());
    std::copy(text.begin(), text.end(), room_.begin());
    recent = {room_.data(), text.size()};
    room_ = room_.subspan(text.size());
    return recent;
  }

 private:
  void grow(std::size_t least) {
    const std::size_t size = std::max(least, std::clamp(2 * last_size_, std::size_t{1} << 12, std::size_t{1} << 20));
    chunks_.push_back(std::make_unique<char[]>(size));
    room_ = {chunks_.back().get(), size};
    last_size_ = size;
  }

  std::vector<std::unique_ptr<char[]>> chunks_;
  std::span<char> room_;
  std::size_t last_size_ = 0;
  std::vector<std::string_view> recent_ = std::vector<std::string_view>(1024);
};

/// Decimals at one common scale, 64 bits each until one needs more; each at a scale of its own where no common one holds them all.
class decimal_cells {
 public:
  void add(decimal value) {
    if (!each_.empty()) return each_.push_back(value);
    // Zeros at its end shall not make the whole column longer.
    while (value.scale > scale_ && value.coefficient % 10 == 0) {
      value.coefficient /= 10;
      --value.scale;
    }
    const bool has_scale = value.scale <= scale_ || raise_scale(value.scale);
    const auto fitted = has_scale ? rescale(value, scale_) : std::nullopt;
    if (!fitted) {
      part_scales();
      return each_.push_back(value);
    }
    if (!is_wide_ && !fits_narrow(fitted->coefficient)) widen();
    if (is_wide_) {
      wide_.push_back(fitted->coefficient);
    } else {
      narrow_.push_back(static_cast<std::int64_t>(fitted->coefficient));
    }
    most_ = std::max(most_, magnitude(fitted->coefficient));
  }
  void add_nothing() {
    if (!each_.empty()) {
      each_.emplace_back();
    } else if (is_wide_) {
      wide_.push_back(0);
    } else {
      narrow_.push_back(0);
    }
  }

  [[nodiscard]] column_view view() const {
    if (!each_.empty()) return {layout::decimal, each_.data(), each_.size(), 0, nullptr, {}};
    if (is_wide_) return {layout::decimal128, wide_.data(), wide_.size(), scale_, nullptr, {}};
    return {layout::decimal64, narrow_.data(), narrow_.size(), scale_, nullptr, {}};
  }

 private:
  [[nodiscard]] static bool fits_narrow(int128 value) {
    return value >= std::numeric_limits<std::int64_t>::min() && value <= std::numeric_limits<std::int64_t>::max();
  }
  /// Happens at most 38 times in the life of a column.
  [[nodiscard]] bool raise_scale(int scale) {
    const int shift = scale - scale_;
    if (most_ >= static_cast<uint128>(power_of_ten(max_decimal_digits - shift))) return false;
    const int128 factor = power_of_ten(shift);
    if (!is_wide_ && !fits_narrow(static_cast<int128>(most_) * factor)) widen();
    for (std::int64_t& value : narrow_) value *= static_cast<std::int64_t>(factor);
    for (int128& value : wide_) value *= factor;
    most_ *= static_cast<uint128>(factor);
    scale_ = scale;
    return true;
  }
  void widen() {
    wide_.assign(narrow_.begin(), narrow_.end());
    narrow_ = {};
    is_wide_ = true;
  }
  /// There is a number already that the next one does not fit beside.
  void part_scales() {
    each_.reserve(std::max(narrow_.size(), wide_.size()) + 1);
    for (const std::int64_t value : narrow_) each_.push_back({value, scale_});
    for (const int128 value : wide_) each_.push_back({value, scale_});
    narrow_ = {};
    wide_ = {};
  }

  std::vector<std::int64_t> narrow_;
  std::vector<int128> wide_;
  std::vector<decimal> each_;  ///< empty: the scale is common
  uint128 most_ = 0;  ///< the largest magnitude among the coefficients
  int scale_ = 0;
  bool is_wide_ = false;
};

}  // namespace detail

/// One column that grows cell by cell. Cells that cannot be read are kept as texts and count as not present.
class owned_column {
 public:
  owned_column(formula::dimension kind, std::vector<std::string> blank, formula::cell_format format = {})
      : kind_(kind), blank_(std::move(blank)), format_(std::move(format)) {}
  explicit owned_column(const formula::column& declared, formula::cell_format format = {})
      : owned_column(declared.type_of.kind, declared.blank, std::move(format)) {}

  /// Adds the cell of the next row as it stands in the file: blanks around it go, texts become NFC, a blank word is an empty cell.
  void add(std::string_view cell);
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const std::vector<bad_cell>& bad() const { return bad_; }
  /// Valid until the next `add`.
  [[nodiscard]] column_view view() const;

 private:
  [[nodiscard]] bool read(std::string_view cell, cell_problem& problem);
  [[nodiscard]] bool is_blank(std::string_view cell) const { return std::find(blank_.begin(), blank_.end(), cell) != blank_.end(); }
  void add_nothing();
  void add_bad(std::string_view cell, attain::code code, std::string_view why);

  formula::dimension kind_;
  std::vector<std::string> blank_;
  formula::cell_format format_;
  std::size_t size_ = 0;
  std::vector<std::uint8_t> validity_;
  std::vector<bad_cell> bad_;
  // Only the one of the column's kind is used.
  detail::decimal_cells numbers_;
  std::vector<std::int32_t> dates_;
  std::vector<std::uint8_t> booleans_;
  std::vector<std::string_view> texts_;
  std::unique_ptr<detail::text_arena> arena_;
};

/// A column of the declared table, by number, and the header its cells stand under; an empty one means its name.
struct kept_column {
  std::uint32_t column = 0;
  std::string header;
};

/// The rows of one table. It keeps the columns it is asked to keep; a cell for each of them comes with every row.
class owned_table {
 public:
  /// The declared table is needed no longer than this call.
  owned_table(const formula::table& declared, std::span<const kept_column> columns) : name_(declared.name) {
    for (const auto& [column, header] : columns) {
      const formula::column& c = declared.columns[column];
      columns_.push_back({header.empty() ? c.name : header, owned_column(c, declared.file.cells)});
    }
  }

  /// Adds a row; `cells` in the order of the columns. `line` is where it begins in its file, 0 when it has none.
  void add_row(std::span<const std::string_view> cells, std::uint64_t line) {
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].content.add(i < cells.size() ? cells[i] : std::string_view{});
    lines_.push_back(line);
  }
  void add_issue(issue found) { issues_.push_back(std::move(found)); }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t rows() const { return lines_.size(); }
  [[nodiscard]] const std::vector<issue>& issues() const { return issues_; }

  /// Hands the columns, under their headers, to a table of a run, which borrows them: this one must stay as it is and outlive the run.
  void lend(input_table& to) const {
    for (const auto& [header, content] : columns_) to.add(header, content.view());
    to.set_lines(lines_);
    to.set_issues(issues_);
  }

 private:
  struct named_column {
    std::string header;
    owned_column content;
  };
  std::string name_;
  std::vector<named_column> columns_;
  std::vector<std::uint64_t> lines_;
  std::vector<issue> issues_;
};

inline void owned_column::add(std::string_view cell) {
  if (size_ % 8 == 0) validity_.push_back(0);
  std::string_view trimmed = trim_blanks(cell);
  std::string normal;
  if (!is_plainly_normal(trimmed)) {
    if (!is_valid_utf8(trimmed)) return add_bad(trimmed, code::bad_encoding, "its bytes are not of the encoding that `csv.encoding` names");
    trimmed = normal = nfc(trimmed);
  }
  if (trimmed.empty() || is_blank(trimmed)) return add_nothing();
  cell_problem problem = cell_problem::none;
  if (!read(trimmed, problem)) return add_bad(trimmed, code::unreadable_cell, to_text(problem));
  validity_[size_ / 8] = static_cast<std::uint8_t>(validity_[size_ / 8] | (1U << (size_ % 8)));
  ++size_;
}

/// Stores the cell as a value of the column's kind.
inline bool owned_column::read(std::string_view cell, cell_problem& problem) {
  if (kind_ == formula::dimension::text) {
    if (has_controls(cell)) {
      problem = cell_problem::control_character;
      return false;
    }
    if (!arena_) arena_ = std::make_unique<detail::text_arena>();
    texts_.push_back(arena_->keep(cell));
    return true;
  }
  if (kind_ == formula::dimension::date) {
    const auto date = read_date(cell, problem, format_);
    if (date) dates_.push_back(*date);
    return date.has_value();
  }
  if (kind_ == formula::dimension::boolean) {
    const auto value = read_boolean(cell, problem);
    if (value) booleans_.push_back(*value ? 1 : 0);
    return value.has_value();
  }
  const auto number = read_number(cell, kind_ == formula::dimension::ratio, problem, format_);
  if (!number) return false;
  numbers_.add(*number);
  return true;
}

inline void owned_column::add_nothing() {
  switch (kind_) {
    case formula::dimension::text: texts_.emplace_back(); break;
    case formula::dimension::date: dates_.push_back(0); break;
    case formula::dimension::boolean: booleans_.push_back(0); break;
    default: numbers_.add_nothing();
  }
  ++size_;
}

inline void owned_column::add_bad(std::string_view cell, attain::code code, std::string_view why) {
  bad_cell found;
  found.row = static_cast<std::uint32_t>(size_);
  found.code = code;
  found.why = why;
  found.text = shown_cell(cell);
  bad_.push_back(std::move(found));
  add_nothing();
}

inline column_view owned_column::view() const {
  column_view result;
  switch (kind_) {
    case formula::dimension::text: result = {layout::text, texts_.data(), size_, 0, nullptr, {}}; break;
    case formula::dimension::date: result = {layout::date, dates_.data(), size_, 0, nullptr, {}}; break;
    case formula::dimension::boolean: result = {layout::boolean, booleans_.data(), size_, 0, nullptr, {}}; break;
    default: result = numbers_.view();
  }
  result.validity = validity_.data();
  result.bad = bad_;
  return result;
}

}  // namespace attain
