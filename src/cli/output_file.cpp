// SPDX-License-Identifier: Apache-2.0
/// Output files: a regular file is written beside its place and renamed, everything else (a pipe, a device) in place.
#include "cli/output_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/failure.hpp"

namespace attain::cli {

namespace fs = std::filesystem;

output_file::output_file(std::string path) : path_(std::move(path)) {
  if (path_.empty() || path_ == "-") {
    file_ = stdout;
    return;
  }
  std::error_code ignored;
  const fs::file_status status = fs::status(path_, ignored);
  if (fs::is_directory(status)) fail(EISDIR);
  // Renaming over /dev/null or a pipe would replace it.
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    file_ = std::fopen(path_.c_str(), "wb");
  } else {
    if (fs::exists(status) && ::access(path_.c_str(), W_OK) != 0) fail(errno);
    target_ = fs::exists(status) ? fs::canonical(path_, ignored).string() : path_;
    temporary_ = target_ + "." + std::to_string(::getpid()) + ".part";
    file_ = std::fopen(temporary_.c_str(), "wb");
  }
  if (file_ == nullptr) {
    temporary_.clear();
    fail(errno);
  }
}

output_file::~output_file() {
  if (file_ == nullptr || file_ == stdout) return;
  static_cast<void>(std::fclose(file_));
  if (!temporary_.empty()) static_cast<void>(std::remove(temporary_.c_str()));
}

void output_file::flush() {
  if (!reader_has_gone_ && !buffer_.empty() && std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) {
    if (errno != EPIPE) fail(errno);
    reader_has_gone_ = true;
  }
  buffer_.clear();
}

void output_file::commit() {
  flush();
  if (!reader_has_gone_ && std::fflush(file_) != 0) {
    if (errno != EPIPE) fail(errno);
    reader_has_gone_ = true;
  }
  if (file_ == stdout) return;
  std::FILE* const done = std::exchange(file_, nullptr);
  const std::string temporary = std::exchange(temporary_, {});
  if (std::fclose(done) != 0) fail(errno);
  if (temporary.empty()) return;
  std::error_code failed;
  fs::rename(temporary, target_, failed);
  if (failed) {
    static_cast<void>(std::remove(temporary.c_str()));
    fail(failed.value());
  }
}

void output_file::fail(int error) const {
  const std::string where = path_.empty() || path_ == "-" ? "standard output" : "`" + path_ + "`";
  throw failure("cannot write " + where + ": " + std::strerror(error));
}

}  // namespace attain::cli
