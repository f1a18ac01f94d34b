// SPDX-License-Identifier: Apache-2.0
/// The operations of a plan for each kind of number: the one place where exact and fast evaluation differ.
#pragma once

#include "attain/number/double_arithmetic.hpp"
#include "attain/number/rational_arithmetic.hpp"
