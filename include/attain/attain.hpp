// SPDX-License-Identifier: Apache-2.0
/// The front door of the C++ library: everything a program that embeds Attain includes.
#pragma once

#include "attain/base/version.hpp"
