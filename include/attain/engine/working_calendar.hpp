// SPDX-License-Identifier: Apache-2.0
/// Working days by a calendar: a table of holidays, with weekend days that are worked in exchange.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/date_functions.hpp"
#include "attain/engine/marks.hpp"
#include "attain/formula/names.hpp"
#include "attain/table/column.hpp"

namespace attain::engine {

/// The days on which a calendar differs from Monday to Friday.
class working_calendar {
 public:
  /// Days of the calendar's rows: a holiday, or, where `works` is true, a day that is worked.
  void add(std::int32_t day, bool works) {
    const bool weekday_off = weekday(day) <= 5 && !works;
    const bool weekend_worked = weekday(day) > 5 && works;
    if (weekday_off) off_.push_back(day);
    if (weekend_worked) worked_.push_back(day);
  }
  void finish() {
    for (std::vector<std::int32_t>* days : {&off_, &worked_}) {
      std::sort(days->begin(), days->end());
      days->erase(std::unique(days->begin(), days->end()), days->end());
    }
  }
  /// Working days, both ends counted; negative when `to` is before `from`.
  [[nodiscard]] std::int64_t count(std::int32_t from, std::int32_t to) const {
    if (from > to) return -count(to, from);
    return working_days(from, to) - within(off_, from, to) + within(worked_, from, to);
  }

 private:
  [[nodiscard]] static std::int64_t within(const std::vector<std::int32_t>& days, std::int32_t from, std::int32_t to) {
    return std::upper_bound(days.begin(), days.end(), to) - std::lower_bound(days.begin(), days.end(), from);
  }

  std::vector<std::int32_t> off_;
  std::vector<std::int32_t> worked_;
};

}  // namespace attain::engine
