// SPDX-License-Identifier: Apache-2.0
/// The reader of a workbook's common parts.
#include "cli/xlsx/workbook.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "attain/text/nearest.hpp"
#include "attain/text/unicode.hpp"
#include "cli/failure.hpp"
#include "cli/words.hpp"
#include "cli/xlsx/number_format.hpp"

namespace attain::cli::xlsx {

namespace {

const std::string folder = "xl/";

int to_number(std::string_view text) {
  int value = -1;
  static_cast<void>(std::from_chars(text.data(), text.data() + text.size(), value));
  return value;
}

void ignore_text(std::string_view) {}
void ignore_end(std::string_view) {}

}  // namespace

workbook::workbook(const std::string& path) : archive_(path) { read_sheets(); }

bool workbook::read_xml(const std::string& file, xml_events events) const {
  xml_reader reader(std::move(events));
  const auto damaged = [&] { return failure("cannot read " + in_ticks(archive_.path()) + ": its part " + file + " is damaged"); };
  const bool found = archive_.read(file, [&](std::string_view block) {
    if (!reader.feed(block)) throw damaged();
    return true;
  });
  if (found && !reader.feed({})) throw damaged();
  return found;
}

void workbook::read_sheets() {
  struct target {
    std::string file;
    bool is_sheet = false;
  };
  std::map<std::string, target, std::less<>> targets;
  const auto take_target = [&](std::string_view name, const attributes& of) {
    if (name != "Relationship") return;
    std::string_view file = of["Target"];
    const bool from_root = file.starts_with('/');
    if (from_root) file.remove_prefix(1);
    targets.emplace(of["Id"], target{(from_root ? "" : folder) + std::string(file), of["Type"].ends_with("/worksheet")});
  };
  const auto take_sheet = [&](std::string_view name, const attributes& of) {
    if (name == "workbookPr") from_1904_ = of["date1904"] == "1" || of["date1904"] == "true";
    const auto at = name == "sheet" ? targets.find(of["id"]) : targets.end();
    if (at != targets.end() && at->second.is_sheet) sheets_.push_back({nfc(of["name"]), at->second.file, of["state"].ends_with("idden")});
  };
  const bool known = read_xml(folder + "_rels/workbook.xml.rels", {take_target, ignore_end, ignore_text});
  if (!known || !read_xml(folder + "workbook.xml", {take_sheet, ignore_end, ignore_text}) || sheets_.empty())
    throw failure("cannot read " + in_ticks(archive_.path()) + ": it is no Excel workbook, or has no sheet with cells");
}

const sheet& workbook::find(const std::string& name) const {
  std::vector<std::string_view> names;
  const sheet* visible = nullptr;
  std::size_t count = 0;
  for (const sheet& s : sheets_) {
    if (s.name == nfc(name)) return s;
    names.push_back(s.name);
    if (s.is_hidden) continue;
    visible = &s;
    ++count;
  }
  if (name.empty() && count == 1) return *visible;
  const auto near = nearest_name(name, names);
  std::string message = name.empty() ? in_ticks(archive_.path()) + " has several sheets" : in_ticks(archive_.path()) + " has no sheet " + in_ticks(name);
  if (near) throw failure(message + "; did you mean " + in_ticks(*near) + "?");
  std::string list;
  for (const std::string_view s : names) list += (list.empty() ? "" : ", ") + in_ticks(s);
  throw failure(message + "; name one of " + list + " behind a #: " + archive_.path() + "#" + sheets_.front().name);
}

void workbook::read_shared() {
  read_styles();
  read_texts();
}

void workbook::read_styles() {
  std::map<int, bool> own;  // formats by number: are they dates
  bool in_cell_styles = false;
  const auto begin = [&](std::string_view name, const attributes& of) {
    if (name == "numFmt") own[to_number(of["numFmtId"])] = is_date_format(of["formatCode"]);
    if (name == "cellXfs") in_cell_styles = true;
    if (name != "xf" || !in_cell_styles) return;
    const int format = to_number(of["numFmtId"]);
    const auto at = own.find(format);
    date_styles_.push_back(at != own.end() ? at->second : is_date_format(format));
  };
  const auto end = [&](std::string_view name) { in_cell_styles = in_cell_styles && name != "cellXfs"; };
  read_xml(folder + "styles.xml", {begin, end, ignore_text});
}

void workbook::read_texts() {
  constexpr std::size_t most = std::size_t{1} << 31;  // more than Excel itself could open
  bool in_text = false;
  bool in_reading = false;  // how a name is pronounced, which is no part of the text
  const auto begin = [&](std::string_view name, const attributes&) {
    in_text = name == "t";
    in_reading = in_reading || name == "rPh";
  };
  const auto end = [&](std::string_view name) {
    in_text = false;
    if (name == "rPh") in_reading = false;
    if (name == "si") ends_.push_back(texts_.size());
  };
  const auto text = [&](std::string_view piece) {
    if (!in_text || in_reading) return;
    if (texts_.size() + piece.size() > most) throw failure("cannot read " + in_ticks(archive_.path()) + ": its texts take more than 2 GiB");
    texts_.append(piece);
  };
  read_xml(folder + "sharedStrings.xml", {begin, end, text});
}

std::string_view workbook::text(std::size_t number) const {
  if (number >= ends_.size()) return {};
  const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
  return std::string_view(texts_).substr(begin, ends_[number] - begin);
}

}  // namespace attain::cli::xlsx
