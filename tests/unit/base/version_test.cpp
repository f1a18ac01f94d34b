// SPDX-License-Identifier: Apache-2.0
/// Tests that the ways of asking for the version agree.
#include "attain/base/version.hpp"

#include <string>

#include <gtest/gtest.h>

namespace attain {
namespace {

std::string joined(int major, int minor, int patch) { return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch); }

TEST(version, text_is_made_of_the_numbers) { EXPECT_EQ(version, joined(version_major, version_minor, version_patch)); }

TEST(version, macros_agree_with_constants) {
  EXPECT_EQ(version, ATTAIN_VERSION_TEXT);
  EXPECT_EQ(version, joined(ATTAIN_VERSION_MAJOR, ATTAIN_VERSION_MINOR, ATTAIN_VERSION_PATCH));
}

TEST(version, is_the_one_the_package_is_built_as) { EXPECT_EQ(version, ATTAIN_PACKAGE_VERSION); }

}  // namespace
}  // namespace attain
