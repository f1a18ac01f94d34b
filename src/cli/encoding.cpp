// SPDX-License-Identifier: Apache-2.0
/// Encodings by iconv.
#include "cli/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <utility>

#include "cli/failure.hpp"
#include "cli/guess_encoding.hpp"
#include "cli/words.hpp"

namespace attain::cli {

namespace {

struct known_encoding {
  std::string_view word;  ///< in the plan
  std::string_view name;  ///< of iconv
};

/// Where one encoding extends another, files that claim to be the smaller one are written in the larger, and browsers read them so too.
constexpr std::array<known_encoding, 12> known_encodings{{{"utf-8", ""},
                                                          {"gb18030", "GB18030"},
                                                          {"gbk", "GB18030"},
                                                          {"gb2312", "GB18030"},
                                                          {"big5", "BIG5-HKSCS"},
                                                          {"utf-16", "UTF-16LE"},
                                                          {"utf-16le", "UTF-16LE"},
                                                          {"utf-16be", "UTF-16BE"},
                                                          {"windows-1252", "CP1252"},
                                                          {"latin-1", "CP1252"},
                                                          {"iso-8859-1", "CP1252"},
                                                          {"shift_jis", "CP932"}}};

struct byte_order_mark {
  std::string_view bytes;
  std::string_view name;
};

constexpr std::array<byte_order_mark, 4> byte_order_marks{
    {{"\xEF\xBB\xBF", ""}, {"\xFF\xFE", "UTF-16LE"}, {"\xFE\xFF", "UTF-16BE"}, {"\x84\x31\x95\x33", "GB18030"}}};

}  // namespace

file_encoding encoding_of(std::string_view block, std::string_view declared) {
  for (const auto& [bytes, name] : byte_order_marks)
    if (block.starts_with(bytes)) return {std::string(name), bytes.size()};
  if (declared == "utf-16") return {detail::is_big_endian(block) ? "UTF-16BE" : "UTF-16LE", 0};
  for (const auto& [word, name] : known_encodings)
    if (word == declared) return {std::string(name), 0};
  return {};
}

utf8_decoder::utf8_decoder(const std::string& encoding) : unit_(encoding.starts_with("UTF-16") ? 2 : 1) {
  if (encoding.empty()) return;
  const iconv_t opened = iconv_open("UTF-8", encoding.c_str());
  if (opened == reinterpret_cast<iconv_t>(-1)) throw failure("this system cannot read files in " + in_ticks(encoding));  // NOLINT: iconv's own sign
  converter_ = opened;
}

utf8_decoder::~utf8_decoder() {
  if (converter_ != nullptr) static_cast<void>(iconv_close(converter_));
}

/// Appends the text of as many bytes as there are whole characters, which are taken off.
void utf8_decoder::convert(std::string_view& bytes) {
  constexpr std::size_t room = std::size_t{1} << 14;
  while (!bytes.empty()) {
    const std::size_t used = text_.size();
    text_.resize(used + room);
    char* in = const_cast<char*>(bytes.data());  // NOLINT: iconv does not write there
    std::size_t in_left = bytes.size();
    char* out = text_.data() + used;
    std::size_t out_left = room;
    const std::size_t done = iconv(converter_, &in, &in_left, &out, &out_left);
    const int why = errno;
    text_.resize(used + room - out_left);
    bytes.remove_prefix(bytes.size() - in_left);
    if (done != static_cast<std::size_t>(-1) || why == EINVAL) return;
    if (why != EILSEQ) continue;  // no room: once more
    text_.push_back('\xFF');
    bytes.remove_prefix(std::min(unit_, bytes.size()));
  }
}

std::string_view utf8_decoder::feed(std::string_view bytes) {
  if (converter_ == nullptr) return bytes;
  text_.clear();
  // What was cut off is completed byte by byte, for which four are always enough, so that the block itself need not be copied.
  while (!held_.empty() && !bytes.empty()) {
    held_.push_back(bytes.front());
    bytes.remove_prefix(1);
    std::string_view rest = held_;
    convert(rest);
    held_ = std::string(rest);
  }
  if (held_.empty()) {
    convert(bytes);
    held_ = bytes;
  }
  return text_;
}

std::string_view utf8_decoder::finish() {
  text_.clear();
  if (!std::exchange(held_, {}).empty()) text_.push_back('\xFF');
  return text_;
}

}  // namespace attain::cli
