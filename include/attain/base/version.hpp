// SPDX-License-Identifier: Apache-2.0
/// The version of the library; the build files read it from here.
#pragma once

#include <string_view>

#define ATTAIN_VERSION_MAJOR 0
#define ATTAIN_VERSION_MINOR 1
#define ATTAIN_VERSION_PATCH 0
#define ATTAIN_VERSION_TEXT "0.1.0"

namespace attain {

inline constexpr int version_major = ATTAIN_VERSION_MAJOR;
inline constexpr int version_minor = ATTAIN_VERSION_MINOR;
inline constexpr int version_patch = ATTAIN_VERSION_PATCH;

/// The version as people write it, "major.minor.patch".
inline constexpr std::string_view version = ATTAIN_VERSION_TEXT;

}  // namespace attain
