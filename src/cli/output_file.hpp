// SPDX-License-Identifier: Apache-2.0
/// Where a command writes its data: standard output, or a file that appears under its name only when it is complete.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace attain::cli {

/// Collects what is written and hands it on in large pieces. Throws `failure` when writing fails; a reader that has gone away
/// (`attain score … | head`) is no failure, what is written after that is dropped.
class output_file {
 public:
  /// An empty path, or "-", is standard output.
  explicit output_file(std::string path);
  ~output_file();
  output_file(const output_file&) = delete;
  output_file& operator=(const output_file&) = delete;

  output_file& operator<<(std::string_view text) {
    buffer_.append(text);
    if (buffer_.size() >= flush_at) flush();
    return *this;
  }
  /// Completes the file and gives it its name.
  void commit();

 private:
  static constexpr std::size_t flush_at = std::size_t{1} << 16;

  void flush();
  [[noreturn]] void fail(int error) const;

  std::string path_;       ///< as the user wrote it
  std::string target_;     ///< of the file, symbolic links followed
  std::string temporary_;  ///< beside the target; empty: written in place
  std::string buffer_;
  std::FILE* file_ = nullptr;
  bool reader_has_gone_ = false;
};

}  // namespace attain::cli
