// SPDX-License-Identifier: Apache-2.0
/// The reader of CSV files: bytes become UTF-8, UTF-8 becomes rows, rows become a table.
#include "cli/csv_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "attain/text/unicode.hpp"
#include "cli/csv_splitter.hpp"
#include "cli/encoding.hpp"
#include "cli/guess_encoding.hpp"
#include "cli/words.hpp"

namespace attain::cli {

namespace {

constexpr std::size_t block_size = std::size_t{1} << 18;

/// Rejects a file that cannot be in the encoding it is to be read in; such a file has hardly a cell that is right.
void check_encoding(table_reader& reader, std::string_view block, const std::string& name, const formula::table& declared) {
  const std::string& said = declared.file.encoding;
  const std::string_view guess = guess_other_encoding(block, said, block.size() < block_size);
  if (guess.empty()) return;
  const std::size_t at = said.empty() && guess != "utf-16" ? valid_utf8_prefix(block) : 0;
  const auto line = 1 + static_cast<std::uint64_t>(std::count(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  reader.reject(code::bad_encoding, line,
                in_ticks(name) + " looks like " + std::string(guess) + ", not " + (said.empty() ? "utf-8" : said + " as `csv.encoding` says") +
                    "; if it is, say so in the plan: [tables." + declared.name + "] csv = { encoding = \"" + std::string(guess) + "\" }");
}

/// Rejects what Excel saves under any name but .csv.
void check_kind(table_reader& reader, std::string_view block, const std::string& name) {
  if (block.starts_with("PK\x03\x04"))
    reader.reject(code::bad_encoding, 0, in_ticks(name) + " is no CSV file but a zip archive, as Excel workbooks are; end its name with .xlsx");
  if (block.starts_with("\xD0\xCF\x11\xE0"))
    reader.reject(code::bad_encoding, 0, in_ticks(name) + " is no CSV file but an old Excel file; save it as .xlsx or CSV");
}

}  // namespace

file_table read_csv(const block_source& file, const std::string& name, const formula::table& declared, const std::vector<bool>& used, copied_rows* copy) {
  const char delimiter = declared.file.delimiter;
  table_reader reader(name, declared, used, delimiter, copy);
  csv_splitter splitter({[&](auto cells, std::uint64_t line) { reader.take_row(cells, line); }, [&](const csv_trouble& t) { reader.take_trouble(t); }},
                        delimiter);
  std::vector<char> buffer(block_size);
  std::string_view block(buffer.data(), file(buffer));
  const file_encoding encoding = encoding_of(block, declared.file.encoding);
  check_kind(reader, block, name);
  if (encoding.mark == 0 && !reader.is_rejected()) check_encoding(reader, block, name, declared);
  block.remove_prefix(encoding.mark);
  utf8_decoder decoder(encoding.name);
  while (!block.empty() && !reader.is_rejected() && !splitter.has_stopped()) {
    splitter.feed(decoder.feed(block));
    block = std::string_view(buffer.data(), file(buffer));
  }
  if (!splitter.has_stopped()) splitter.feed(decoder.finish());
  splitter.finish();
  return std::move(reader).finish();
}

}  // namespace attain::cli
