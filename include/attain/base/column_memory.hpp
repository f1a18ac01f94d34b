// SPDX-License-Identifier: Apache-2.0
/// Memory for columns that are read and written side by side: on cache lines, in huge pages where the system has them, and no two at the same
/// place of their pages, where they would fight for the same sets of a cache.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace attain {

template <class T>
class column_allocator {
 public:
  using value_type = T;

  column_allocator() = default;
  template <class U>
  explicit column_allocator(const column_allocator<U>&) noexcept {}

  [[nodiscard]] T* allocate(std::size_t size) {
    if (size > (std::numeric_limits<std::size_t>::max() - page) / sizeof(T)) throw std::bad_array_new_length();
    const std::size_t alignment = alignment_of(size);
    const std::size_t bytes = size * sizeof(T) + (alignment == line ? 0 : page);
    void* const memory = ::operator new (bytes, std::align_val_t{alignment});
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    if (alignment == huge_page) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
    if (alignment == line) return static_cast<T*>(memory);
    // Neighbours begin at pages of different numbers, and so at different lines of them.
    const auto base = reinterpret_cast<std::uintptr_t>(memory);
    return reinterpret_cast<T*>(base + base / alignment * shift % (page / line) * line);
  }
  void deallocate(T* values, std::size_t size) noexcept {
    const std::size_t alignment = alignment_of(size);
    const auto base = reinterpret_cast<std::uintptr_t>(values) / alignment * alignment;
    ::operator delete (reinterpret_cast<void*>(base), std::align_val_t{alignment});
  }

  friend bool operator==(const column_allocator&, const column_allocator&) { return true; }

 private:
  static constexpr std::size_t line = 64;
  static constexpr std::size_t page = 4096;
  static constexpr std::size_t huge_page = std::size_t{1} << 21U;
  static constexpr std::size_t shift = 5;  // lines from one column to the next: the prefetcher reads some ahead

  [[nodiscard]] static std::size_t alignment_of(std::size_t size) {
    if (size < page / sizeof(T)) return line;
    return size < huge_page / sizeof(T) ? page : huge_page;
  }
};

template <class T>
using column_memory = std::vector<T, column_allocator<T>>;

}  // namespace attain
