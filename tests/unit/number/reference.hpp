// SPDX-License-Identifier: Apache-2.0
/// Reads the reference values that make_reference.py wrote.
#pragma once

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "attain/number/rational.hpp"

namespace reference {

/// The lines of a file of this folder without its header, cut at the commas.
inline std::vector<std::vector<std::string>> read(const std::string& name) {
  std::ifstream file(std::string(ATTAIN_SOURCE_DIR) + "/tests/unit/number/" + name);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> cells;
    std::istringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
    rows.push_back(cells);
  }
  return rows;
}

/// The fraction written as `n/d` or `n`.
inline attain::rational fraction(std::string_view text) {
  const std::size_t slash = text.find('/');
  const attain::big_integer numerator{std::string(text.substr(0, slash))};
  if (slash == std::string_view::npos) return attain::rational::from_integer(numerator);
  return {numerator, attain::big_integer{std::string(text.substr(slash + 1))}};
}

inline std::string text(const attain::rational& value) { return value.numerator().str() + "/" + value.denominator().str(); }

}  // namespace reference

namespace attain {

/// How GoogleTest shows numbers.
inline void PrintTo(const rational& value, std::ostream* out) { *out << reference::text(value); }
inline void PrintTo(const decimal& value, std::ostream* out) { *out << to_text(value) << " at scale " << value.scale; }

}  // namespace attain
