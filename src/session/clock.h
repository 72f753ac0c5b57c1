// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace heliograph {

/// The only clock of the library: steady, so that a change of the wall clock changes nothing. State machines
/// never read it; they are told the time.
using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using std::chrono::milliseconds;

} // namespace heliograph
