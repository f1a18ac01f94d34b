// SPDX-License-Identifier: Apache-2.0
/// The zip archive that an Excel workbook is, over libzip.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct zip;

namespace attain::cli::xlsx {

/// Throws `failure` with the file's name when it is no archive or is damaged.
class archive {
 public:
  explicit archive(std::string path);

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Hands over a file of the archive block by block until `take` returns false; false when there is no such file.
  bool read(const std::string& name, const std::function<bool(std::string_view block)>& take) const;

 private:
  struct closer {
    void operator()(zip* open) const;
  };
  [[noreturn]] void fail(const std::string& why) const;

  std::string path_;
  std::unique_ptr<zip, closer> zip_;
};

}  // namespace attain::cli::xlsx
