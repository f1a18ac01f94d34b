// SPDX-License-Identifier: Apache-2.0
/// Reads the small CSV files that hold test cases: RFC 4180, no checks.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace attain::testing {

/// All records of a file, the header first; each with the line it begins at.
struct csv_record {
  std::size_t line = 0;
  std::vector<std::string> fields;
};

inline std::vector<csv_record> read_csv(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::vector<csv_record> records;
  csv_record current{1, {""}};
  std::size_t line = 1;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (quoted) {
      if (c != '"') {
        current.fields.back() += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        current.fields.back() += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      current.fields.emplace_back();
    } else if (c == '\n') {
      if (current.fields.size() > 1 || !current.fields.front().empty()) records.push_back(current);
      current = {line, {""}};
    } else if (c != '\r') {
      current.fields.back() += c;
    }
  }
  if (current.fields.size() > 1) records.push_back(current);
  return records;
}

}  // namespace attain::testing
