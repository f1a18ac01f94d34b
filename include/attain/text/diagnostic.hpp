// SPDX-License-Identifier: Apache-2.0
/// Something wrong with a plan: what a user reads, apart from how it is drawn (render.hpp).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
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

/// A place as a program finds it, in the tree that a document describes.
struct tree_place {
  std::string pointer;          ///< of a value, as RFC 6901 writes it: /indicators/0/actual; empty: the document
  std::uint32_t character = 0;  ///< in its text, from 1, counted in code points; 0: the whole value

  friend bool operator==(const tree_place&, const tree_place&) = default;
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
  tree_place place = {};  ///< where it is in the tree; set when a plan has been read
};

/// The messages of one run over a plan, in the order found. Of each severity so many are kept as anybody reads, the rest are counted.
class diagnostics {
 public:
  static constexpr std::size_t most_kept = 1000;  ///< of each severity

  /// Adds a message; returns it so that labels and help can follow. A message that repeats code and place of an earlier one is dropped.
  diagnostic& add(diagnostic message);
  diagnostic& error(code c, span where, std::string message, std::string help = {});
  diagnostic& warning(code c, span where, std::string message, std::string help = {});

  [[nodiscard]] bool has_errors() const { return count(severity::error) > 0; }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  /// Those kept, which are those that a loop goes over.
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  /// Those found, kept or not.
  [[nodiscard]] std::size_t count() const { return told_.size(); }
  [[nodiscard]] std::size_t count(severity how_bad) const { return counts_[static_cast<std::size_t>(how_bad)]; }
  [[nodiscard]] auto begin() const { return all_.begin(); }
  [[nodiscard]] auto end() const { return all_.end(); }
  [[nodiscard]] const diagnostic& operator[](std::size_t i) const { return all_[i]; }
  /// Orders by place in the source, errors first where places are equal.
  void sort();
  /// Gives every message that has none its place in the tree, as `find` knows it from `where`.
  template <class Find>
  void set_places(Find find) {
    for (diagnostic& d : all_)
      if (d.place == tree_place{}) d.place = find(d.where);
  }

 private:
  struct told {
    attain::code code;
    span where;
    friend bool operator==(const told&, const told&) = default;
  };
  struct told_hash {
    std::size_t operator()(const told& t) const {
      const std::uint64_t place = (std::uint64_t{t.where.begin} << 32U) | t.where.end;
      return static_cast<std::size_t>((place ^ (std::uint64_t{static_cast<std::uint16_t>(t.code)} << 24U)) * 0x9E3779B97F4A7C15U >> 16U);
    }
  };

  std::vector<diagnostic> all_;
  std::unordered_set<told, told_hash> told_;
  std::array<std::size_t, 3> counts_{};  ///< by severity, of all that were told
  diagnostic dropped_;
};

inline diagnostic& diagnostics::add(diagnostic message) {
  const bool is_new = told_.insert({message.code, message.where}).second;
  // The caller may hang labels on what it gets back, so a dropped message needs a home as well.
  if (!is_new || ++counts_[static_cast<std::size_t>(message.severity)] > most_kept) return dropped_ = std::move(message);
  return all_.emplace_back(std::move(message));
}

inline diagnostic& diagnostics::error(code c, span where, std::string message, std::string help) {
  return add({c, severity::error, std::move(message), where, {}, {}, std::move(help), {}});
}

inline diagnostic& diagnostics::warning(code c, span where, std::string message, std::string help) {
  return add({c, severity::warning, std::move(message), where, {}, {}, std::move(help), {}});
}

inline void diagnostics::sort() {
  std::stable_sort(all_.begin(), all_.end(), [](const diagnostic& a, const diagnostic& b) {
    if (a.where.begin != b.where.begin) return a.where.begin < b.where.begin;
    return a.severity < b.severity;
  });
}

}  // namespace attain
