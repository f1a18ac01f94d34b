// SPDX-License-Identifier: Apache-2.0
/// Shows on a terminal how far a step is that takes its time.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace attain::cli {

/// A line on standard error while it lives, drawn by a thread of its own: from the first second on, and only when standard error is a
/// terminal that can wipe it again. `total` 0: how much there is to do is not known, and only the time is shown.
class progress {
 public:
  progress(std::string what, std::uint64_t total);
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  void advance(std::uint64_t amount) { done_.fetch_add(amount, std::memory_order_relaxed); }

 private:
  void run();
  [[nodiscard]] std::string line(std::uint64_t seconds) const;

  std::string what_;
  std::uint64_t total_;
  std::atomic<std::uint64_t> done_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
  std::thread painter_;  // none when nothing is shown
};

}  // namespace attain::cli
