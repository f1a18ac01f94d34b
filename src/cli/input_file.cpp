// SPDX-License-Identifier: Apache-2.0
/// Input files over C streams, which tell why something failed.
#include "cli/input_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/failure.hpp"
#include "cli/words.hpp"

namespace attain::cli {

input_file::input_file(std::string path) : path_(std::move(path)) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path_, ignored)) throw failure("cannot read " + in_ticks(path_) + ": it is a directory");
  file_.reset(std::fopen(path_.c_str(), "rb"));
  if (!file_) throw failure("cannot read " + in_ticks(path_) + ": " + std::strerror(errno));
}

std::size_t input_file::read(std::span<char> block) {
  const std::size_t size = std::fread(block.data(), 1, block.size(), file_.get());
  if (std::ferror(file_.get()) != 0) throw failure("cannot read " + in_ticks(path_) + ": " + std::strerror(errno));
  return size;
}

std::uint64_t input_file::size() const {
  std::error_code none;
  const std::uintmax_t size = std::filesystem::file_size(path_, none);
  return none ? 0 : size;
}

std::string input_file::read_all() {
  std::string text;
  std::array<char, 1 << 14> block{};
  while (const std::size_t size = read(block)) text.append(block.data(), size);
  return text;
}

}  // namespace attain::cli
