// SPDX-License-Identifier: Apache-2.0
/// The encodings of files: which one a file has, and its bytes turned into UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attain::cli {

/// The encoding of a file, and the bytes of the byte order mark at its beginning.
struct file_encoding {
  std::string name;  ///< as iconv knows it; empty: UTF-8
  std::size_t mark = 0;
};

/// What a file is to be read as: what its byte order mark says, else what the plan says, else UTF-8. `block` is its beginning.
[[nodiscard]] file_encoding encoding_of(std::string_view block, std::string_view declared);

/// Turns a file into UTF-8, block by block. A sequence of bytes that the encoding does not have becomes one byte 0xFF, which no UTF-8 has,
/// so that the cell it stands in cannot be read and all others can.
class utf8_decoder {
 public:
  /// Throws `failure` when the system does not know the encoding.
  explicit utf8_decoder(const std::string& encoding);
  ~utf8_decoder();
  utf8_decoder(const utf8_decoder&) = delete;
  utf8_decoder& operator=(const utf8_decoder&) = delete;

  /// The text of the next bytes, valid until the next call; a character that is cut off comes with the bytes that complete it.
  [[nodiscard]] std::string_view feed(std::string_view bytes);
  [[nodiscard]] std::string_view finish();

 private:
  void convert(std::string_view& bytes);

  void* converter_ = nullptr;  // null: the bytes are UTF-8 already
  std::size_t unit_ = 1;       // bytes that a wrong sequence is passed over by
  std::string held_;           // the beginning of a character
  std::string text_;
};

}  // namespace attain::cli
