// SPDX-License-Identifier: Apache-2.0
/// Makes columns of a host as those of a file: every cell that is present means something, and texts that look equal are equal.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/engine/keys.hpp"
#include "attain/formula/type.hpp"
#include "attain/number/decimal.hpp"
#include "attain/table/cell.hpp"
#include "attain/table/column.hpp"
#include "attain/table/text_cell.hpp"
#include "attain/text/unicode.hpp"

namespace attain::engine {

/// A column in place of a given one: the same cells, but those without a meaning are bad cells and texts are in NFC. What is not otherwise
/// stays in the memory of the given one.
struct readable_column {
  column_view view;
  std::vector<std::uint8_t> validity;
  std::vector<bad_cell> bad;
  std::vector<std::string_view> texts;
  std::deque<std::string> normal;  ///< the texts that were not in NFC
};

/// Looks through a column once.
class column_check {
 public:
  explicit column_check(const column_view& given) : given_(given) {}

  /// Null when every cell can be used as it stands, which is the rule.
  [[nodiscard]] std::shared_ptr<const readable_column> run(formula::dimension type) {
    switch (given_.kind) {
      case layout::text: check_texts(); break;
      case layout::float64:
        find(cell_problem::not_a_number, [v = given_.as<double>()](std::size_t row) { return std::isfinite(v[row]); });
        break;
      case layout::date:
        find(cell_problem::impossible_date, [v = given_.as<std::int32_t>()](std::size_t row) { return v[row] >= first_date && v[row] <= last_date; });
        break;
      case layout::decimal:
        find(cell_problem::too_many_digits, [v = given_.as<decimal>()](std::size_t row) { return v[row].scale >= 0 && v[row].scale <= max_decimal_digits; });
        break;
      case layout::boolean: find_no_booleans(given_.as<std::uint8_t>()); break;
      case layout::int32:
        if (type == formula::dimension::boolean) find_no_booleans(given_.as<std::int32_t>());
        break;
      case layout::int64:
        if (type == formula::dimension::boolean) find_no_booleans(given_.as<std::int64_t>());
        break;
      case layout::decimal64:
      case layout::decimal128: break;  // their scale has been looked at
    }
    if (made_ != nullptr) finish();
    return made_;
  }

 private:
  template <class Means>
  void find(cell_problem otherwise, Means means_something) {
    std::string buffer;
    for (std::size_t row = 0; row < given_.size; ++row)
      if (!means_something(row) && given_.is_present(row)) add_bad(row, code::unreadable_cell, to_text(otherwise), std::string(cell_text(given_, row, buffer)));
  }
  template <class T>
  void find_no_booleans(const T* values) {
    find(cell_problem::not_a_boolean, [values](std::size_t row) { return values[row] == 0 || values[row] == 1; });
  }

  void check_texts() {
    const std::string_view* const texts = given_.as<std::string_view>();
    for (std::size_t row = 0; row < given_.size; ++row)
      if (given_.is_present(row) && !is_printable(texts[row])) check_text(row, texts[row]);
  }
  /// Signs of ASCII without controls; without a branch for each, as nearly all texts are some.
  [[nodiscard]] static bool is_printable(std::string_view text) {
    bool other = false;
    for (const char c : text) other |= static_cast<unsigned char>(c - 0x20) >= 0x7F - 0x20;
    return !other;
  }
  void check_text(std::size_t row, std::string_view text) {
    if (!is_plainly_normal(text) && !is_valid_utf8(text)) return add_bad(row, code::bad_encoding, "its bytes are not UTF-8", shown_cell(text));
    if (has_controls(text)) return add_bad(row, code::unreadable_cell, to_text(cell_problem::control_character), shown_cell(text));
    if (is_plainly_normal(text)) return;
    std::string normal = nfc(text);
    if (normal == text) return;
    replace_text(row, own().normal.emplace_back(std::move(normal)));
  }

  void replace_text(std::size_t row, std::string_view text) {
    std::vector<std::string_view>& texts = own().texts;
    if (texts.empty()) texts.assign(given_.as<std::string_view>(), given_.as<std::string_view>() + given_.size);
    texts[row] = text;
  }
  void add_bad(std::size_t row, attain::code what, std::string_view why, std::string shown) {
    readable_column& made = own();
    if (made.validity.empty()) {
      const std::size_t bytes = (given_.size + 7) / 8;
      if (given_.validity == nullptr) made.validity.assign(bytes, 0xFF);
      else made.validity.assign(given_.validity, given_.validity + bytes);
    }
    made.validity[row / 8] = static_cast<std::uint8_t>(made.validity[row / 8] & ~(1U << (row % 8)));
    made.bad.push_back({static_cast<std::uint32_t>(row), std::move(shown), what, why});
  }

  [[nodiscard]] readable_column& own() {
    if (made_ == nullptr) made_ = std::make_shared<readable_column>();
    return *made_;
  }
  void finish() {
    column_view& view = made_->view = given_;
    if (!made_->texts.empty()) view.values = made_->texts.data();
    if (made_->bad.empty()) return;
    std::vector<bad_cell> all;
    std::merge(given_.bad.begin(), given_.bad.end(), std::make_move_iterator(made_->bad.begin()), std::make_move_iterator(made_->bad.end()),
               std::back_inserter(all), [](const bad_cell& a, const bad_cell& b) { return a.row < b.row; });
    made_->bad = std::move(all);
    view.bad = made_->bad;
    view.validity = made_->validity.data();
  }

  const column_view& given_;
  std::shared_ptr<readable_column> made_;
};

}  // namespace attain::engine
