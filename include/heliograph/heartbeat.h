// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace heliograph {

/// How long a link may be silent. The server's word holds for both ends, which hear it when the session begins. Any traffic
/// counts; a silent link is pinged. What this notices is an event loop that hangs: it makes a peer unresponsive, and does not
/// end the session. A value type.
struct Heartbeat
{
    /// How often to look, and to ping a peer that was not heard since; 0: never, heartbeats are off. 100 ms to 1 h, by default 5 s:
    /// often enough for someone who watches a window, and nothing to a thousand idle clients.
    std::chrono::milliseconds interval = std::chrono::seconds(5);
    /// A peer that was silent for so long is unresponsive, which is told at most one interval later. At least twice the interval.
    /// By default three of them, so that one late answer is no alarm.
    std::chrono::milliseconds timeout = std::chrono::seconds(15);
};

} // namespace heliograph
