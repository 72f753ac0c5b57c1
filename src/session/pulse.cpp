// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/pulse.h"

#include <algorithm>
#include <utility>

namespace heliograph {

void Pulse::start(const Heartbeat &heartbeat, TimePoint now)
{
    m_heartbeat = heartbeat;
    m_lastHeard = m_silentSince = m_lastBeat = now;
    m_wasHeard = true;
}

bool Pulse::heard(TimePoint now)
{
    m_lastHeard = m_silentSince = now;
    m_wasHeard = true;
    return std::exchange(m_isLost, false);
}

Pulse::Beat Pulse::beat(TimePoint now)
{
    if (now - m_lastBeat > 2 * m_heartbeat.interval)
        m_silentSince = now;
    m_lastBeat = now;
    const bool isSilent = !std::exchange(m_wasHeard, false);
    if (m_heartbeat.interval == milliseconds(0))
        return {isSilent, false};
    const bool isTooLong = now - m_silentSince >= m_heartbeat.timeout;
    return {isSilent, isTooLong && !std::exchange(m_isLost, true)};
}

quint64 Pulse::pinged(TimePoint now)
{
    m_pingTime = now;
    return ++m_lastPing;
}

void Pulse::answered(quint64 number, TimePoint now)
{
    if (number <= m_lastPing)
        m_lastAnswered = std::max(m_lastAnswered, number);
    if (number != m_lastPing || number == 0)
        return;
    // Smoothed, so that one answer that was held up does not count for all.
    const Duration time = now - m_pingTime;
    m_roundTrip = m_roundTrip ? *m_roundTrip + (time - *m_roundTrip) / 4 : time;
}

void Pulse::noteAnswer(Duration time)
{
    if (m_roundTrip)
        m_roundTrip = std::min(*m_roundTrip, time);
}

} // namespace heliograph
