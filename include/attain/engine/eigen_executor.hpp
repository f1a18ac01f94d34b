// SPDX-License-Identifier: Apache-2.0
/// An executor on the threads of Eigen's pool. Needs Eigen; nothing else in Attain includes this.
#pragma once

#include <unsupported/Eigen/CXX11/ThreadPool>

#include <algorithm>
#include <cstddef>
#include <functional>

#include "attain/engine/executor.hpp"

namespace attain {

/// Keeps its threads until it goes. Several runs may use one at the same time.
class eigen_executor final : public executor {
 public:
  /// `threads` with the one that calls `run`, at least 1.
  explicit eigen_executor(std::size_t threads) : threads_(std::max<std::size_t>(threads, 1)), others_(static_cast<int>(threads_ - 1)) {}

  [[nodiscard]] std::size_t threads() const override { return threads_; }
  void run(std::size_t count, const std::function<void(std::size_t)>& part) override {
    if (count == 0) return;
    Eigen::Barrier done(static_cast<unsigned>(count - 1));
    for (std::size_t p = 1; p < count; ++p) {
      const auto one = [&part, &done, p] {
        part(p);
        done.Notify();
      };
      if (threads_ > 1) others_.Schedule(one);
      else one();
    }
    part(0);
    done.Wait();
  }

 private:
  std::size_t threads_;
  Eigen::ThreadPool others_;
};

}  // namespace attain
