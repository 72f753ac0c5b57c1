// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/clock.h"

namespace heliograph {

/// When a frame arrived, as far as it can be known, and how much time there is for it.
struct Arrival
{
    TimePoint now;
    milliseconds unread{};                 ///< the longest time for which the frame may have lain unread
    TimePoint turnEnds = TimePoint::max(); ///< when the event loop wants to go on
};

} // namespace heliograph
