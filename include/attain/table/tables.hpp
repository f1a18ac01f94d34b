// SPDX-License-Identifier: Apache-2.0
/// The input of a run: named tables of borrowed columns, handed over by the host.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/table/column.hpp"
#include "attain/table/issue.hpp"

namespace attain {

/// One table of borrowed columns. Columns are found by name; all must have the same number of rows.
class input_table {
 public:
  explicit input_table(std::string name) : name_(std::move(name)) {}

  /// Adds a column; `validity` is a bitmap, lowest bit first, 1 = present. A second column of the same name replaces the first.
  input_table& add(std::string column, const column_view& view) {
    for (auto& [known, content] : columns_) {
      if (known == column) {
        content = view;
        return *this;
      }
    }
    columns_.emplace_back(std::move(column), view);
    return *this;
  }
  /// float64 cells; each means the shortest decimal that round-trips to it. NaN and infinity are unreadable cells.
  input_table& add(std::string column, std::span<const double> values, const std::uint8_t* validity = nullptr) {
    return add(std::move(column), layout::float64, values.data(), values.size(), 0, validity);
  }
  input_table& add(std::string column, std::span<const std::int32_t> values, const std::uint8_t* validity = nullptr) {
    return add(std::move(column), layout::int32, values.data(), values.size(), 0, validity);
  }
  input_table& add(std::string column, std::span<const std::int64_t> values, const std::uint8_t* validity = nullptr) {
    return add(std::move(column), layout::int64, values.data(), values.size(), 0, validity);
  }
  input_table& add(std::string column, std::span<const std::string_view> values, const std::uint8_t* validity = nullptr) {
    return add(std::move(column), layout::text, values.data(), values.size(), 0, validity);
  }
  /// Columns are borrowed: a vector that is gone when the statement ends is no column.
  template <class T>
  input_table& add(std::string column, std::vector<T>&& values, const std::uint8_t* validity = nullptr) = delete;
  /// Whole numbers of 10^-scale, scale 0 to 38: cents with scale 2.
  input_table& add_decimals(std::string column, std::span<const std::int64_t> values, int scale, const std::uint8_t* validity = nullptr) {
    return add(std::move(column), layout::decimal64, values.data(), values.size(), scale, validity);
  }
  /// Days since 1970-01-01.
  input_table& add_dates(std::string column, std::span<const std::int32_t> values, const std::uint8_t* validity = nullptr) {
    return add(std::move(column), layout::date, values.data(), values.size(), 0, validity);
  }
  /// A byte a row, 0 or 1.
  input_table& add_booleans(std::string column, std::span<const std::uint8_t> values, const std::uint8_t* validity = nullptr) {
    return add(std::move(column), layout::boolean, values.data(), values.size(), 0, validity);
  }
  /// The line of each row in the file it came from, for issues; must outlive the run.
  input_table& set_lines(std::span<const std::uint64_t> lines) {
    lines_ = lines;
    return *this;
  }
  /// What the reader of the file found wrong; goes into the result's issues.
  input_table& set_issues(std::vector<issue> found) {
    issues_ = std::move(found);
    return *this;
  }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t rows() const { return columns_.empty() ? 0 : columns_.front().second.size; }
  [[nodiscard]] const column_view* find(std::string_view column) const {
    for (const auto& [known, content] : columns_)
      if (known == column) return &content;
    return nullptr;
  }
  [[nodiscard]] const std::vector<std::pair<std::string, column_view>>& columns() const { return columns_; }
  [[nodiscard]] std::uint64_t line_of(std::size_t row) const { return row < lines_.size() ? lines_[row] : 0; }
  [[nodiscard]] const std::vector<issue>& issues() const { return issues_; }

 private:
  input_table& add(std::string column, layout kind, const void* values, std::size_t size, int scale, const std::uint8_t* validity) {
    return add(std::move(column), column_view{kind, values, size, scale, validity, {}});
  }

  std::string name_;
  std::vector<std::pair<std::string, column_view>> columns_;
  std::span<const std::uint64_t> lines_;
  std::vector<issue> issues_;
};

/// All tables of a run. A reference from `add` stays valid.
class tables {
 public:
  /// The table of that name, made when it is not there yet.
  input_table& add(std::string_view name) {
    for (input_table& known : all_)
      if (known.name() == name) return known;
    return all_.emplace_back(std::string(name));
  }
  [[nodiscard]] const input_table* find(std::string_view name) const {
    for (const input_table& known : all_)
      if (known.name() == name) return &known;
    return nullptr;
  }
  [[nodiscard]] auto begin() const { return all_.begin(); }
  [[nodiscard]] auto end() const { return all_.end(); }

 private:
  std::deque<input_table> all_;
};

}  // namespace attain
