// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/clock.h"

#include <heliograph/heartbeat.h>

#include <QtCore/qglobal.h>

#include <optional>

namespace heliograph {

/// What one end of a session knows of the other's being alive: when it was heard last, how long a round trip takes, and
/// whether it has been silent for too long. Told the time.
class Pulse
{
public:
    using Duration = Clock::duration;

    /// The session begins, with \a heartbeat in its ranges; an interval of 0 means that nothing is ever lost.
    void start(const Heartbeat &heartbeat, TimePoint now);
    /// Something came. True when the peer had been lost.
    [[nodiscard]] bool heard(TimePoint now);

    struct Beat
    {
        bool isSilent; ///< nothing came since the last beat: ping
        bool isLost;   ///< the peer has just become unresponsive
    };
    /// To be called once each interval. A beat that comes far too late says that this end itself was held up: the peer's words
    /// are still unread, and the silence is counted anew.
    [[nodiscard]] Beat beat(TimePoint now);

    /// A ping leaves, under the number that this returns.
    [[nodiscard]] quint64 pinged(TimePoint now);
    /// The answer to the ping \a number came.
    void answered(quint64 number, TimePoint now);
    /// The newest ping that was answered.
    [[nodiscard]] quint64 lastAnswered() const { return m_lastAnswered; }
    /// An answer to something else came after \a time, some of which the peer may have spent otherwise.
    void noteAnswer(Duration time);

    [[nodiscard]] const Heartbeat &heartbeat() const { return m_heartbeat; }
    [[nodiscard]] bool isLost() const { return m_isLost; }
    /// Nothing before the first measurement.
    [[nodiscard]] std::optional<Duration> roundTrip() const { return m_roundTrip; }
    [[nodiscard]] TimePoint lastHeard() const { return m_lastHeard; }

private:
    Heartbeat m_heartbeat{milliseconds(0), milliseconds(0)};
    TimePoint m_lastHeard;
    TimePoint m_silentSince; // the last heard, or the end of a time in which this end could hear nothing
    TimePoint m_lastBeat;
    TimePoint m_pingTime;
    quint64 m_lastPing = 0; // its number; 0 is nobody's
    quint64 m_lastAnswered = 0;
    std::optional<Duration> m_roundTrip;
    bool m_isLost = false;
    bool m_wasHeard = false; // since the last beat
};

} // namespace heliograph
