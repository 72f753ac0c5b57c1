// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/ranges.h"

#include <algorithm>
#include <limits>

namespace heliograph {

using namespace std::chrono_literals;

Limits inRange(Limits limits)
{
    constexpr qsizetype largestPayload = qsizetype(1) << 30;
    constexpr int most = std::numeric_limits<int>::max();
    limits.maxPayload = std::clamp(limits.maxPayload, qsizetype(0), largestPayload);
    limits.callsInFlight = std::clamp(limits.callsInFlight, 1, most);
    limits.callBytes = std::max(limits.callBytes, qsizetype(64) * 1024);
    limits.waitingCalls = std::clamp(limits.waitingCalls, 0, most);
    limits.queuedCalls = std::clamp(limits.queuedCalls, 0, most);
    limits.waitingBytes = std::max(limits.waitingBytes, qsizetype(0));
    limits.unreadBytes = std::max(limits.unreadBytes, qsizetype(64) * 1024);
    limits.slowPeerTime =
        std::clamp(limits.slowPeerTime, std::chrono::milliseconds(100ms), std::chrono::milliseconds(1h));
    limits.sessions = std::clamp(limits.sessions, 1, most);
    limits.halfOpen = std::clamp(limits.halfOpen, 1, most);
    limits.helloTime =
        std::clamp(limits.helloTime, std::chrono::milliseconds(100ms), std::chrono::milliseconds(1h));
    limits.reservedDescriptors = std::clamp(limits.reservedDescriptors, 0, most);
    limits.subscriptions = std::clamp(limits.subscriptions, 1, most);
    return limits;
}

Heartbeat inRange(Heartbeat heartbeat)
{
    constexpr std::chrono::milliseconds longest = 1h;
    if (heartbeat.interval <= 0ms)
        return {0ms, 0ms};
    heartbeat.interval = std::clamp(heartbeat.interval, std::chrono::milliseconds(100ms), longest);
    heartbeat.timeout = std::clamp(heartbeat.timeout, 2 * heartbeat.interval, 2 * longest);
    return heartbeat;
}

} // namespace heliograph
