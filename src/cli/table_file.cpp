// SPDX-License-Identifier: Apache-2.0
/// Chooses the reader of a table's file by its name.
#include "cli/table_file.hpp"

#include "cli/csv_reader.hpp"
#include "cli/input_file.hpp"

namespace attain::cli {

file_table read_table(const std::string& path, const formula::table& declared, const std::vector<bool>& used) {
  input_file file(path);
  return read_csv([&](std::span<char> block) { return file.read(block); }, path, declared, used);
}

}  // namespace attain::cli
