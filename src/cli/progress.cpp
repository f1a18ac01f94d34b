// SPDX-License-Identifier: Apache-2.0
/// The line of progress.
#include "cli/progress.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "cli/terminal.hpp"
#include "cli/words.hpp"

namespace attain::cli {

progress::progress(std::string what, std::uint64_t total) : what_(std::move(what)), total_(total) {
  if (can_redraw()) painter_ = std::thread([this] { run(); });
}

progress::~progress() {
  if (!painter_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_one();
  painter_.join();
}

void progress::run() {
  using namespace std::chrono_literals;
  const auto begun = std::chrono::steady_clock::now();
  const auto is_over = [&](auto after) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, after, [this] { return ended_; });
  };
  if (is_over(1s)) return;
  do {
    const auto passed = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun);
    static_cast<void>(std::fprintf(stderr, "\r%s\x1B[K", line(static_cast<std::uint64_t>(passed.count())).c_str()));
  } while (!is_over(200ms));
  static_cast<void>(std::fputs("\r\x1B[K", stderr));
}

/// `reading deals.csv  ━━━━━━━━━━──────────  50 %  3 s`.
std::string progress::line(std::uint64_t seconds) const {
  constexpr std::size_t longest_name = 40;
  constexpr std::uint64_t width = 20;
  std::string text = on_one_line(what_, longest_name) + "  ";
  if (total_ > 0) {
    const std::uint64_t done = std::min(done_.load(std::memory_order_relaxed), total_);
    const auto share = static_cast<double>(done) / static_cast<double>(total_);
    for (std::uint64_t i = 0; i < width; ++i) text += static_cast<double>(i) < share * static_cast<double>(width) ? "━" : "─";
    text += "  " + std::to_string(static_cast<int>(share * 100)) + " %  ";
  }
  return text + std::to_string(seconds) + " s";
}

}  // namespace attain::cli
