// SPDX-License-Identifier: Apache-2.0
/// The summary of issues.
#include "cli/issue_summary.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>

#include "cli/words.hpp"

namespace attain::cli {

namespace {

/// The issues of one severity, code and table.
struct kind {
  std::vector<const issue*> examples;
  std::uint64_t count = 0;
};
using kinds = std::map<std::tuple<severity, code, std::string>, kind>;

/// Errors and warnings by the rows they stand for; a note tells of rows that are as they should be.
std::string counts(const std::vector<issue>& issues) {
  std::array<std::uint64_t, 3> number{};
  for (const issue& i : issues) number[static_cast<std::size_t>(i.severity)] += i.severity == severity::note ? 1 : i.count;
  std::string text;
  for (const severity s : {severity::error, severity::warning, severity::note}) {
    if (number[static_cast<std::size_t>(s)] == 0) continue;
    text += (text.empty() ? "" : ", ") + counted(number[static_cast<std::size_t>(s)], word_for(s));
  }
  return text;
}

/// `line 17, D0012: `amount` cannot be read`.
std::string example(const issue& i) {
  std::string place;
  if (i.line > 0) {
    place = "line " + std::to_string(i.line);
  } else if (i.row > 0) {
    place = "row " + std::to_string(i.row);
  }
  if (!i.key.empty()) place += (place.empty() ? "" : ", ") + i.key;
  return (place.empty() ? "" : place + ": ") + i.message;
}

/// Appends a text, broken at blanks into at most two lines.
void append_wrapped(std::string& out, const std::string& text, std::size_t width) {
  constexpr std::string_view indent = "  ";
  const std::string whole = on_one_line(text, 4 * width);
  const std::size_t room = width - indent.size();
  if (column_width(whole) <= room) {
    out.append(indent).append(whole).append("\n");
    return;
  }
  // The last blank that leaves the first line within its room; texts without blanks are broken where they are full.
  std::size_t cut = 0;
  std::size_t full = 0;
  std::size_t used = 0;
  for (std::size_t at = 0; at < whole.size();) {
    const decoded next = decode_utf8(whole, at);
    used += column_width(next.value);
    if (used > room) break;
    if (next.value == U' ') cut = at;
    at += next.size;
    full = at;
  }
  if (cut < full / 2) cut = full;
  std::string_view rest = std::string_view(whole).substr(cut);
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  out.append(indent).append(whole, 0, cut).append("\n    ").append(on_one_line(rest, room - 2)).append("\n");
}

/// The paragraph of a kind; without examples it takes two lines, the second an example cut to fit.
std::string paragraph(const kinds::value_type& of, std::size_t examples, std::size_t width) {
  const auto& [what, k] = of;
  const auto& [how_bad, code, table] = what;
  std::string title = std::string(word_for(how_bad)) + "[" + to_string(code) + "] ";
  if (!table.empty()) title += table + ": ";
  title += title_of(code);
  if (k.count > 1) title += " (" + with_thousands(std::to_string(k.count)) + ")";
  std::string out = on_one_line(title, width) + "\n";
  if (examples == 0) return out + on_one_line("  " + example(*k.examples.front()), width) + "\n";
  std::uint64_t told = 0;
  for (std::size_t e = 0; e < std::min(examples, k.examples.size()); ++e) {
    append_wrapped(out, example(*k.examples[e]), width);
    told += k.examples[e]->count;
  }
  if (k.count > told) out += "  … and " + with_thousands(std::to_string(k.count - told)) + " more\n";
  return out;
}

std::size_t lines_of(const std::string& text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); }

}  // namespace

std::string summarise(const std::vector<issue>& issues, std::size_t lines, std::size_t width) {
  if (issues.empty()) return {};
  kinds all;
  for (const issue& i : issues) {
    kind& k = all[{i.severity, i.code, i.table}];
    k.examples.push_back(&i);
    k.count += i.count;
  }
  // What is only counted, because its kind is so frequent, is no example as long as there are others.
  for (auto& [what, k] : all) std::stable_partition(k.examples.begin(), k.examples.end(), [](const issue* i) { return i->row > 0 || i->line > 0; });
  const std::string last = counts(issues) + " in the data\n";
  for (const std::size_t examples : {3U, 2U, 1U, 0U}) {
    std::string out;
    for (const auto& k : all) out += paragraph(k, examples, width);
    if (lines_of(out) < lines) return out + last;
  }
  std::string out;
  std::size_t shown = 0;
  for (const auto& k : all) {
    if (lines_of(out) + 4 > lines) break;
    out += paragraph(k, 0, width);
    ++shown;
  }
  return out + "… and " + counted(all.size() - shown, "further kind") + " of issue\n" + last;
}

}  // namespace attain::cli
