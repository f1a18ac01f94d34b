// SPDX-License-Identifier: Apache-2.0
/// Something wrong with a plan: what a user reads, apart from how it is drawn (render.hpp).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attain/text/codes.hpp"
#include "attain/text/source.hpp"

namespace attain {

/// How bad: an error stops the plan (or loses a result), a warning leaves something out or is likely a slip, a note counts.
enum class severity : std::uint8_t { error, warning, note };

/// A place that has to do with a message, and what to say there.
struct label {
  span where;
  std::string text;
};

/// One message about a plan. The first line is `message`; `where` carries the carets with `here` beside them; `related` places are underlined with dashes.
struct diagnostic {
  attain::code code = code::internal;
  attain::severity severity = severity::error;
  std::string message;
  span where;
  std::string here;
  std::vector<label> related;
  std::string help;
};

/// The messages of one run over a plan, in the order found.
class diagnostics {
 public:
  /// Adds a message; returns it so that labels and help can follow. A message that repeats code and place of an earlier one is dropped.
  diagnostic& add(diagnostic message);
  diagnostic& error(code c, span where, std::string message, std::string help = {});
  diagnostic& warning(code c, span where, std::string message, std::string help = {});

  [[nodiscard]] bool has_errors() const;
  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] auto begin() const { return all_.begin(); }
  [[nodiscard]] auto end() const { return all_.end(); }
  [[nodiscard]] const diagnostic& operator[](std::size_t i) const { return all_[i]; }
  /// Orders by place in the source, errors first where places are equal.
  void sort();

 private:
  std::vector<diagnostic> all_;
  diagnostic dropped_;
};

inline diagnostic& diagnostics::add(diagnostic message) {
  const bool repeated = std::any_of(all_.begin(), all_.end(), [&](const diagnostic& d) { return d.code == message.code && d.where == message.where; });
  // The caller may hang labels on what it gets back, so a dropped message needs a home as well.
  if (repeated) return dropped_ = std::move(message);
  return all_.emplace_back(std::move(message));
}

inline diagnostic& diagnostics::error(code c, span where, std::string message, std::string help) {
  return add({c, severity::error, std::move(message), where, {}, {}, std::move(help)});
}

inline diagnostic& diagnostics::warning(code c, span where, std::string message, std::string help) {
  return add({c, severity::warning, std::move(message), where, {}, {}, std::move(help)});
}

inline bool diagnostics::has_errors() const {
  return std::any_of(all_.begin(), all_.end(), [](const diagnostic& d) { return d.severity == severity::error; });
}

inline void diagnostics::sort() {
  std::stable_sort(all_.begin(), all_.end(), [](const diagnostic& a, const diagnostic& b) {
    if (a.where.begin != b.where.begin) return a.where.begin < b.where.begin;
    return a.severity < b.severity;
  });
}

}  // namespace attain
