// SPDX-License-Identifier: Apache-2.0
/// A file that a command reads, block by block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

namespace attain::cli {

/// Throws `failure` with the file's name and the reason when it cannot be opened or read.
class input_file {
 public:
  explicit input_file(std::string path);

  /// Fills the block from the front; less than its size only at the end of the file.
  [[nodiscard]] std::size_t read(std::span<char> block);
  /// Bytes of the whole file; 0 when that is not known, as of a pipe.
  [[nodiscard]] std::uint64_t size() const;
  /// All that is left.
  [[nodiscard]] std::string read_all();

 private:
  struct closer {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };

  std::string path_;
  std::unique_ptr<std::FILE, closer> file_;
};

}  // namespace attain::cli
