// SPDX-License-Identifier: Apache-2.0
/// Writes one line of a CSV file after the other.
#pragma once

#include <string>
#include <string_view>

#include "cli/output_file.hpp"

namespace attain::cli {

/// One line of fields; quotes stand only where RFC 4180 needs them, and around blanks that a reader might drop.
class csv_line {
 public:
  explicit csv_line(output_file& out, char delimiter = ',') : out_(out), delimiter_(delimiter) {}

  void add(std::string_view field) {
    if (!first_) line_ += delimiter_;
    first_ = false;
    const bool plain = field.find_first_of("\"\r\n") == std::string_view::npos && field.find(delimiter_) == std::string_view::npos &&
                       !field.starts_with(' ') && !field.ends_with(' ');
    if (plain) {
      line_ += field;
      return;
    }
    line_ += '"';
    for (const char c : field) line_.append(c == '"' ? 2 : 1, c);
    line_ += '"';
  }
  void end() {
    line_ += "\r\n";
    out_ << line_;
    line_.clear();
    first_ = true;
  }

 private:
  output_file& out_;
  char delimiter_;
  std::string line_;
  bool first_ = true;
};

}  // namespace attain::cli
