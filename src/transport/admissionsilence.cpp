// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
// What Admission does about links over a network that are dead.
#include "transport/admission.h"
#include "transport/connection.h"

#include <algorithm>
#include <utility>

namespace heliograph {

using namespace std::chrono_literals;

/// Those over a network, when it is time to look for silent ones; else none.
Admission::Probe Admission::connectionsToProbe(TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    Probe probe{};
    if (!m_silenceLook || *m_silenceLook > now)
        return probe;
    probe.lateness = now - *m_silenceLook;
    for (const auto &[descriptor, known] : m_connections) {
        if (known.isOverNetwork)
            probe.connections.emplace_back(descriptor, known.cookie);
    }
    m_silenceLook.reset();
    return probe;
}

/// ØMQ pings, so nothing comes for so long only when the line or the other host is dead. Asked of the system: ØMQ's own timers cost
/// a crowd ten times as much, because it searches all of them for each that an answer stops. Twice, so that what this process
/// did not ask for while it was held up itself can still be answered.
void Admission::cutSilent(TimePoint now)
{
    const Probe probe = connectionsToProbe(now);
    if (probe.connections.empty())
        return;
    const Clock::duration secondLook = m_silenceLimit / 4;
    const bool wasHeldUp = probe.lateness > secondLook / 4;
    auto longest = 0ms;
    std::unordered_set<quint64> silent;
    std::vector<std::pair<int, quint64>> dead;
    for (const auto &[descriptor, cookie] : probe.connections) { // without the lock: each asks the system
        const auto silence = connection::silence(descriptor).value_or(0ms);
        longest = std::max(longest, silence);
        if (silence < m_silenceLimit)
            continue;
        if (m_silent.contains(cookie) && !wasHeldUp)
            dead.emplace_back(descriptor, cookie);
        else
            silent.insert(cookie);
    }
    m_silent = std::move(silent);
    const std::lock_guard lock(m_mutex);
    for (const auto &[descriptor, cookie] : dead) {
        if (const auto found = find(descriptor, cookie); found != m_connections.end())
            cutConnection(found, QStringLiteral("nothing came from it"));
    }
    m_silenceLook = now + std::max<Clock::duration>(m_silenceLimit - longest, secondLook);
}

} // namespace heliograph
