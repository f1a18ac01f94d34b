// SPDX-License-Identifier: Apache-2.0
/// Fuzzer of the CSV reader: any bytes as a file in any encoding, with any delimiter and marks. The first byte of an input chooses these, the
/// second the size of the pieces that the file comes in, which must change nothing.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "attain/formula/names.hpp"
#include "attain/table/tables.hpp"
#include "cli/csv_reader.hpp"
#include "cli/csv_splitter.hpp"
#include "cli/encoding.hpp"

namespace {

using namespace attain;

formula::table declared_table(std::uint8_t choice) {
  static const char* const encodings[] = {"", "gb18030", "utf-16", "windows-1252", "big5", "shift_jis", "utf-8", "utf-16be"};
  formula::table t;
  t.name = "t";
  t.file.encoding = encodings[choice % 8];
  t.file.delimiter = ",;\t|"[choice / 8 % 4];
  if ((choice & 32U) != 0) t.file.cells.thousands = '.', t.file.cells.decimal = ',';
  if ((choice & 64U) != 0) t.file.cells.thousands = ' ';
  if ((choice & 128U) != 0) t.file.cells.date = date_pattern::parse("DDMMMYY");
  for (const formula::dimension kind :
       {formula::dimension::text, formula::dimension::money, formula::dimension::ratio, formula::dimension::date, formula::dimension::boolean}) {
    formula::column& c = t.columns.emplace_back();
    c.name = std::string(1, static_cast<char>('a' + t.columns.size() - 1));
    c.type_of = formula::make_type(kind);
    c.blank = {"-"};
  }
  t.key = {0};
  return t;
}

/// All that the splitter tells, as one text.
std::string split(std::string_view file, const formula::table& t, std::size_t piece) {
  std::string told;
  const auto tell = [&](std::span<const std::string_view> cells, std::uint64_t line) {
    told += std::to_string(line);
    for (const std::string_view cell : cells) told.append("\x1F").append(cell);
    told += '\n';
  };
  cli::csv_splitter splitter({tell,
                              [&](const cli::csv_trouble& found) {
                                told += '!' + std::to_string(static_cast<int>(found.what)) + ' ' + std::to_string(found.last_line) + ' ';
                                tell(found.cells, found.first_line);
                              }},
                             t.file.delimiter);
  const cli::file_encoding encoding = cli::encoding_of(file, t.file.encoding);
  cli::utf8_decoder decoder(encoding.name);
  file.remove_prefix(encoding.mark);
  for (; !file.empty(); file.remove_prefix(std::min(piece, file.size()))) splitter.feed(decoder.feed(file.substr(0, piece)));
  splitter.feed(decoder.finish());
  splitter.finish();
  return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const formula::table t = declared_table(data[0]);
  const std::size_t piece = 1 + data[1] % 7;
  const std::string_view file(reinterpret_cast<const char*>(data) + 2, size - 2);
  std::string_view left = file;
  const auto source = [&](std::span<char> block) {
    const std::size_t taken = left.copy(block.data(), block.size());
    left.remove_prefix(taken);
    return taken;
  };
  cli::file_table read = cli::read_csv(source, "file", t, {});
  if (!read.rows && read.issues.empty()) std::abort();
  tables input;
  if (read.rows) {
    read.rows->lend(input.add("t"));
    for (const auto& [name, column] : input.find("t")->columns())
      if (column.size != read.rows->rows()) std::abort();
  }
  if (split(file, t, piece) != split(file, t, file.size() + 1)) std::abort();
  return 0;
}
