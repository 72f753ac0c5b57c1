// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/linkevent.h"
#include "transport/linksettings.h"
#include "transport/origin.h"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace heliograph {

/// Decides which connections of one listening socket stay, and sees to it that the dead go. A connection that is accepted is a stranger until the socket's thread
/// admits it; of strangers there may be so many, for so long, and the oldest have to go first: also when descriptors run out,
/// which would end ØMQ's listening (tcp) or the process (ipc), and while the socket's thread is busy. So the guard's thread cuts them.
///
/// Connections are known by descriptor; cookies make sure that none is cut for what another one did. Thread-safe.
class Admission
{
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;

    explicit Admission(const LinkSettings &settings)
        : m_limits(settings.limits), m_silenceLimit(settings.linkTimeout * 5 / 4)
    {
    }
    Q_DISABLE_COPY_MOVE(Admission)

    // ---- for the guard's thread

    /// Heeds \a event of the socket's monitor.
    void note(const LinkEvent &event, TimePoint now);
    /// Where the stranger at \a descriptor comes from; nowhere when nobody knows, and nothing if it is no stranger. Of one who is gone only before
    /// note() hears of it.
    [[nodiscard]] std::optional<Origin> strangerAt(int descriptor) const;
    /// Whether a stranger is there who comes from \a origin, as Origin::name.
    [[nodiscard]] bool hasStranger(const QString &origin) const;
    /// Cuts whose time is over or whose link is dead, and returns the descriptors of strangers whose hello time is: the socket's thread must have read
    /// what they said before it calls cutOverdue().
    [[nodiscard]] std::vector<int> look(TimePoint now);
    /// When to look next; nothing: when something happens.
    [[nodiscard]] std::optional<TimePoint> nextLook() const;
    /// Called when nextLook() became sooner, in the thread that made it so.
    void setWake(std::function<void()> wake);

    // ---- for the socket's thread

    /// True when \a descriptor is one of those that are left to others: its connection should have no session.
    [[nodiscard]] bool isReserved(int descriptor) const;
    /// The peer at \a descriptor, whose connection has \a cookie, has a session.
    void admit(int descriptor, quint64 cookie);
    /// The connection of \a cookie at \a descriptor was admitted for the session of one before it: it is a stranger again.
    void distrust(int descriptor, quint64 cookie, TimePoint now);
    /// The session is over, or was refused: the connection has to end too, after a time in which a goodbye can leave.
    void expel(int descriptor, quint64 cookie, TimePoint now);
    /// Cuts \a descriptor, for \a reason. Without a \a cookie nobody knows whether the number still stands for the same
    /// connection, and only a stranger is meant. At once, or as soon as the guard's thread hears of it.
    void cut(int descriptor, std::optional<quint64> cookie, const QString &reason);
    /// Cuts \a descriptor, if it is still a stranger whose time is over.
    void cutOverdue(int descriptor);
    /// The same when what it said may still be unread: it gets the time anew.
    void excuseOverdue(int descriptor, TimePoint now);

    /// What to say in the log of those that were cut; from time to time, so that a flood does not fill it. Not said here: whoever
    /// handles log messages may wait for anything.
    [[nodiscard]] std::optional<QString> takeReport(TimePoint now);

private:
    struct Connection
    {
        quint64 cookie;
        TimePoint since;
        quint64 place;                          // in m_strangers; 0: admitted
        Origin origin = {};                     // of a stranger
        std::optional<TimePoint> expelled = {}; // when to cut it
        bool isOverdue = false;                 // and the socket's thread was told
        bool isOverNetwork = false;             // of those that are admitted
    };
    using Connections = std::unordered_map<int, Connection>; // by descriptor

    void accepted(const LinkEvent &event, TimePoint now);
    void wakeAndUnlock(std::unique_lock<std::mutex> &lock);
    [[nodiscard]] Connections::iterator find(int descriptor, std::optional<quint64> cookie);
    [[nodiscard]] bool isKnown(int descriptor, quint64 cookie) const;
    void addStranger(int descriptor, quint64 cookie, TimePoint now);
    void remove(Connections::iterator connection);
    [[nodiscard]] Connections::iterator oldestStranger();
    void cutOldest(const char *reason);
    void cutConnection(Connections::iterator connection, const QString &reason);
    void lookAtStrangers(TimePoint now, std::vector<int> &overdue);
    struct Probe
    {
        std::vector<std::pair<int, quint64>> connections; // with their cookies
        Clock::duration lateness;
    };
    [[nodiscard]] Probe connectionsToProbe(TimePoint now);
    void cutSilent(TimePoint now);

    const Limits m_limits;
    const std::chrono::milliseconds
        m_silenceLimit; // the link's timeout, and the interval of ØMQ's pings; 0: none
    std::unordered_set<quint64>
        m_silent;               // cookies of those that were at the last look; the guard's thread's own
    mutable std::mutex m_mutex; // protects what follows
    Connections m_connections;
    std::map<quint64, int> m_strangers;       // descriptors by age, the oldest first
    TimePoint m_strangersLook;                // the next
    std::optional<TimePoint> m_silenceLook;   // the next; while there may be connections over a network
    std::multimap<TimePoint, int> m_expelled; // when to cut; may name connections that are gone
    std::unordered_map<quint64, QString>
        m_condemned; // why to cut them, by cookie: the guard's thread does not know them yet
    quint64 m_lastPlace = 0;
    quint64 m_cuts = 0; // since the last report
    QString m_lastCut;
    TimePoint m_lastReport;
    std::function<void()> m_wake;
};

} // namespace heliograph
