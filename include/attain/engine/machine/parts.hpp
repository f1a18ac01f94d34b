// SPDX-License-Identifier: Apache-2.0
/// Divides blocks of rows among threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <vector>

#include "attain/engine/executor.hpp"

namespace attain::engine::machine {

/// How many parts of at least `least` blocks there are for the threads of an executor; 1 without one.
[[nodiscard]] inline std::size_t parts_of(const executor* by, std::size_t blocks, std::size_t least) {
  return by == nullptr ? 1 : std::clamp<std::size_t>(blocks / least, 1, std::max<std::size_t>(by->threads(), 1));
}

/// Calls work(part, first block, end) for as many parts, each with as many blocks but for one. Throws what the first part that threw did.
template <class Work>
void run_parts(executor* by, std::size_t parts, std::size_t blocks, Work work) {
  std::vector<std::exception_ptr> thrown(parts);
  const auto run = [&](std::size_t p) {
    try {
      work(p, blocks * p / parts, blocks * (p + 1) / parts);
    } catch (...) {
      thrown[p] = std::current_exception();
    }
  };
  if (parts == 1) run(0);
  else by->run(parts, run);
  for (const std::exception_ptr& e : thrown)
    if (e) std::rethrow_exception(e);
}

}  // namespace attain::engine::machine
