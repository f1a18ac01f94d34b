// SPDX-License-Identifier: Apache-2.0
/// The values of the nodes for one block of rows: typed arrays with a mark beside each value, filled anew for every block.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "attain/engine/marks.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

using program::value_kind;

/// Owns the texts that formulas make, until the end of the block.
class text_arena {
 public:
  [[nodiscard]] std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (chunks_.empty() || used_ + text.size() > chunks_.back().size) {
      const std::size_t size = text.size() > chunk_size ? text.size() : chunk_size;
      chunks_.push_back({std::make_unique<char[]>(size), size});
      used_ = 0;
    }
    char* const at = chunks_.back().bytes.get() + used_;
    std::memcpy(at, text.data(), text.size());
    used_ += text.size();
    return {at, text.size()};
  }
  /// Forgets all texts; keeps one chunk for the next block.
  void clear() {
    if (chunks_.size() > 1) chunks_.erase(chunks_.begin() + 1, chunks_.end());
    used_ = 0;
  }

 private:
  static constexpr std::size_t chunk_size = 16 * 1024;
  struct chunk {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };
  std::vector<chunk> chunks_;
  std::size_t used_ = 0;
};

/// A value of a node as others read it. A node of the plan's own frame has one row, which stands for all: its mask is 0.
template <class T>
struct operand {
  const T* values = nullptr;
  const mark* marks = nullptr;
  std::size_t mask = ~std::size_t{0};
  bool dense = false;  ///< no value is missing

  [[nodiscard]] const T& operator[](std::size_t i) const { return values[i & mask]; }
  [[nodiscard]] mark mark_at(std::size_t i) const { return marks[i & mask]; }
  [[nodiscard]] bool is_spread() const { return mask == 0; }
};

/// What holds the values of one node. Only the array of the node's kind is used.
template <class N>
class value_array {
 public:
  void resize(value_kind kind, std::size_t size) {
    marks.resize(size, present);
    resize_values(kind, size);
  }
  /// Without marks, which `set_mark` makes when the first value is missing.
  void resize_values(value_kind kind, std::size_t size) {
    kind_ = kind;
    size_ = size;
    switch (kind) {
      case value_kind::number: numbers_.resize(size); break;
      case value_kind::boolean: booleans_.resize(size); break;
      case value_kind::text: texts_.resize(size); break;
      case value_kind::date: dates_.resize(size); break;
      case value_kind::row: rows_.resize(size); break;
    }
  }
  [[nodiscard]] value_kind kind() const { return kind_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Marks a value of an array that may have no marks yet.
  void set_mark(std::size_t i, mark m) {
    if (m != present && marks.empty()) marks.resize(size_, present);
    if (!marks.empty()) marks[i] = m;
  }

  template <class T>
  [[nodiscard]] std::vector<T>& values() {
    if constexpr (std::is_same_v<T, N>) return numbers_;
    else if constexpr (std::is_same_v<T, std::uint8_t>) return booleans_;
    else if constexpr (std::is_same_v<T, std::string_view>) return texts_;
    else if constexpr (std::is_same_v<T, std::int32_t>) return dates_;
    else return rows_;
  }
  template <class T>
  [[nodiscard]] const std::vector<T>& values() const {
    return const_cast<value_array*>(this)->template values<T>();
  }

  std::vector<mark> marks;
  bool dense = false;

 private:
  value_kind kind_ = value_kind::number;
  std::size_t size_ = 0;
  std::vector<N> numbers_;
  std::vector<std::uint8_t> booleans_;
  std::vector<std::string_view> texts_;
  std::vector<std::int32_t> dates_;
  std::vector<std::uint32_t> rows_;
};

template <class T>
struct of_type {
  using type = T;
};

/// Calls `visit` with `of_type<T>` of how a kind is held. One switch for a whole block.
template <class N, class Visit>
decltype(auto) with_kind(value_kind kind, Visit visit) {
  switch (kind) {
    case value_kind::boolean: return visit(of_type<std::uint8_t>{});
    case value_kind::text: return visit(of_type<std::string_view>{});
    case value_kind::date: return visit(of_type<std::int32_t>{});
    case value_kind::row: return visit(of_type<std::uint32_t>{});
    case value_kind::number: break;
  }
  return visit(of_type<N>{});
}

/// A node as others read it, before they know its type.
template <class N>
struct value_source {
  const value_array<N>* array = nullptr;
  bool spread = false;

  template <class T>
  [[nodiscard]] operand<T> as() const {
    return {array->template values<T>().data(), array->marks.data(), spread ? 0 : ~std::size_t{0}, array->dense};
  }
  [[nodiscard]] mark mark_at(std::size_t i) const { return array->marks[spread ? 0 : i]; }
};

/// The rows of a block that a frame stands at.
struct frame_rows {
  std::size_t size = 0;
  std::vector<std::uint32_t> rows;     ///< of the frame's table
  std::vector<std::uint32_t> parents;  ///< position in the parent's block; not of table frames
  bool contiguous = false;             ///< rows[i] == rows[0] + i
};

}  // namespace attain::engine
