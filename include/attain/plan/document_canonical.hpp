// SPDX-License-Identifier: Apache-2.0
/// The canonical form of a document: one text for all ways of writing the same tree, which the digest of a plan is taken of.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/calendar.hpp"
#include "attain/number/decimal.hpp"
#include "attain/plan/document.hpp"
#include "attain/text/json.hpp"
#include "attain/text/unicode.hpp"

namespace attain::document {

/// A number in plain digits: no exponent, no zeros at its end, no minus before 0. One that no plan can compute with (it may stand in `meta`)
/// as its significant digits and an exponent.
[[nodiscard]] inline std::string canonical_number(std::string_view written) {
  if (const auto number = parse_decimal(written)) return attain::to_text(*number);
  auto parts = attain::detail::parse_written_number(written);
  if (!parts) return std::string(written);
  while (!parts->digits.empty() && parts->digits.back() == '0') {
    parts->digits.pop_back();
    ++parts->exponent;
  }
  if (parts->digits.empty()) return "0";
  return (parts->negative ? "-" : "") + parts->digits + "e" + std::to_string(parts->exponent);
}

namespace detail {

inline void append_canonical(const value& v, std::string& out) {
  switch (v.kind) {
    case value_kind::table: {
      std::vector<std::pair<std::string, const value*>> members;
      members.reserve(v.members.size());
      for (const member& m : v.members) members.emplace_back(nfc(m.key), &m.content);
      std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      out += '{';
      for (const auto& [key, content] : members) {
        if (out.back() != '{') out += ',';
        out += json_quoted(key) + ':';
        append_canonical(*content, out);
      }
      out += '}';
      return;
    }
    case value_kind::array:
      out += '[';
      for (std::size_t i = 0; i < v.items.size(); ++i) {
        if (i > 0) out += ',';
        append_canonical(v.items[i], out);
      }
      out += ']';
      return;
    case value_kind::text: out += json_quoted(nfc(v.text.text)); return;
    case value_kind::integer:
    case value_kind::floating: out += canonical_number(v.text.text); return;
    case value_kind::boolean: out += v.boolean ? "true" : "false"; return;
    case value_kind::date: out += json_quoted(date_to_text(v.date)); return;
  }
}

}  // namespace detail

/// The document as JSON on one line without blanks: keys sorted by code point, texts in NFC with no escapes but the needed ones, dates as texts.
[[nodiscard]] inline std::string canonical_text(const value& root) {
  std::string out;
  detail::append_canonical(root, out);
  return out;
}

}  // namespace attain::document
