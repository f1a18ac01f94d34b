// SPDX-License-Identifier: Apache-2.0
/// The terminal, as POSIX knows it.
#include "cli/terminal.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string_view>

namespace attain::cli {

void guard_streams() {
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  // open takes the lowest free number. Read-only, so that writing to a closed standard output still fails.
  for (int stream = 0; stream <= 2; ++stream)
    if (::fcntl(stream, F_GETFD) == -1) static_cast<void>(::open("/dev/null", O_RDONLY));
}

bool wants_color() {
  const char* const no_color = std::getenv("NO_COLOR");
  return ::isatty(2) != 0 && (no_color == nullptr || *no_color == '\0');
}

bool can_redraw() {
  const char* const kind = std::getenv("TERM");
  return ::isatty(2) != 0 && kind != nullptr && std::string_view(kind) != "dumb";
}

std::size_t table_width() {
  constexpr std::size_t least = 40;
  if (const char* const columns = std::getenv("COLUMNS")) {
    const std::string_view text = columns;
    std::size_t width = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), width).ec == std::errc{} && width >= least) return width;
  }
  winsize size{};
  if (::ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col >= least) return size.ws_col;
  return 100;
}

}  // namespace attain::cli
