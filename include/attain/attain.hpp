// SPDX-License-Identifier: Apache-2.0
/// The front door of the C++ library: everything a program that embeds Attain includes.
#pragma once

#include "attain/base/error.hpp"
#include "attain/base/version.hpp"
#include "attain/engine/result.hpp"
#include "attain/engine/score_plan.hpp"
#include "attain/plan/schema.hpp"
#include "attain/program/plan.hpp"
#include "attain/table/tables.hpp"
#include "attain/text/render.hpp"
