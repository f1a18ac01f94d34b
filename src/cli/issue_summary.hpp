// SPDX-License-Identifier: Apache-2.0
/// What is wrong with the data of a run, on one screen: a paragraph for each kind of issue with its first examples.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "attain/table/issue.hpp"

namespace attain::cli {

/// At most about `lines` lines of `width` columns, errors first; empty when there are no issues.
[[nodiscard]] std::string summarise(const std::vector<issue>& issues, std::size_t lines = 30, std::size_t width = 80);

}  // namespace attain::cli
