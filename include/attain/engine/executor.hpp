// SPDX-License-Identifier: Apache-2.0
/// How a host lends threads to a run. Attain starts none of its own; `attain/engine/eigen_executor.hpp` has an executor for hosts without one.
#pragma once

#include <cstddef>
#include <functional>

namespace attain {

/// Runs parts of a piece of work at the same time.
class executor {
 public:
  executor() = default;
  executor(const executor&) = delete;
  executor& operator=(const executor&) = delete;
  virtual ~executor() = default;

  /// How many parts can run at once, at least 1.
  [[nodiscard]] virtual std::size_t threads() const = 0;
  /// Calls part(0) … part(count - 1), on whichever threads and in whichever order, and returns when all of them have. They never throw.
  virtual void run(std::size_t count, const std::function<void(std::size_t)>& part) = 0;
};

}  // namespace attain
