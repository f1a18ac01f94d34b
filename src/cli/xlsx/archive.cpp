// SPDX-License-Identifier: Apache-2.0
/// Reading of zip archives.
#include "cli/xlsx/archive.hpp"

#include <zip.h>

#include <utility>
#include <vector>

#include "cli/failure.hpp"
#include "cli/words.hpp"

namespace attain::cli::xlsx {

namespace {

struct file_closer {
  void operator()(zip_file_t* file) const { static_cast<void>(zip_fclose(file)); }
};

}  // namespace

void archive::closer::operator()(zip* open) const { zip_discard(open); }

archive::archive(std::string path) : path_(std::move(path)) {
  int why = 0;
  zip_.reset(zip_open(path_.c_str(), ZIP_RDONLY, &why));
  if (zip_) return;
  zip_error_t error;
  zip_error_init_with_code(&error, why);
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  fail(why == ZIP_ER_NOZIP ? "it is no Excel workbook (.xlsx); older ones and those with a password must be saved anew" : text);
}

void archive::fail(const std::string& why) const { throw failure("cannot read " + in_ticks(path_) + ": " + why); }

bool archive::read(const std::string& name, const std::function<bool(std::string_view block)>& take) const {
  constexpr std::size_t block_size = std::size_t{1} << 16;
  const zip_int64_t at = zip_name_locate(zip_.get(), name.c_str(), ZIP_FL_NOCASE);
  if (at < 0) return false;
  const std::unique_ptr<zip_file_t, file_closer> file(zip_fopen_index(zip_.get(), static_cast<zip_uint64_t>(at), 0));
  if (!file) fail(zip_strerror(zip_.get()));
  std::vector<char> block(block_size);
  for (;;) {
    const zip_int64_t size = zip_fread(file.get(), block.data(), block.size());
    if (size < 0) fail(std::string(name) + ": " + zip_file_strerror(file.get()));
    if (size == 0 || !take({block.data(), static_cast<std::size_t>(size)})) return true;
  }
}

}  // namespace attain::cli::xlsx
