// SPDX-License-Identifier: Apache-2.0
/// What all sheets of an Excel workbook share: their names, the texts of their cells, which styles are dates.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/xlsx/archive.hpp"
#include "cli/xlsx/xml.hpp"

namespace attain::cli::xlsx {

struct sheet {
  std::string name;
  std::string file;  ///< in the archive
  bool is_hidden = false;
};

/// Throws `failure` when the file is no workbook.
class workbook {
 public:
  explicit workbook(const std::string& path);

  /// The sheet of that name; of none, the only visible one. Throws `failure`, which names the sheets, when there is no such.
  [[nodiscard]] const sheet& find(const std::string& name) const;
  /// Reads the texts that cells name by number, and which styles are dates. Called before cells are read.
  void read_shared();

  [[nodiscard]] std::string_view text(std::size_t number) const;
  [[nodiscard]] bool is_date_style(std::size_t number) const { return number < date_styles_.size() && date_styles_[number]; }
  [[nodiscard]] bool counts_from_1904() const { return from_1904_; }
  /// Hands a file of the workbook over as XML; false when there is no such file.
  bool read_xml(const std::string& file, xml_events events) const;

 private:
  void read_sheets();
  void read_styles();
  void read_texts();

  archive archive_;
  std::vector<sheet> sheets_;
  bool from_1904_ = false;
  std::string texts_;              // of all cells, one behind the other …
  std::vector<std::size_t> ends_;  // … and where each ends
  std::vector<bool> date_styles_;
};

}  // namespace attain::cli::xlsx
