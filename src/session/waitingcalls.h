// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/pendingcalls.h"

#include <QtCore/qbytearray.h>

#include <map>
#include <vector>

namespace heliograph {

/// Calls that were made while there was no session, in their order, each with its deadline. One-way calls wait
/// here too.
class WaitingCalls
{
public:
    struct Waiting
    {
        QByteArray name;
        QByteArray arguments;
        TimePoint deadline;
        std::unique_ptr<PendingCall> call; ///< nullptr for a one-way call
        bool waitsForSession = true;       ///< also for the next one, when this one ends
    };

    /// Takes a call over until a session exists or \a timeout has passed from \a now on. Returns its number,
    /// which has nothing to do with ids in a session. Unless it \a waitsForSession, there is one, which does not take it yet.
    quint64 add(QByteArrayView name, QByteArrayView arguments, std::unique_ptr<PendingCall> call,
                milliseconds timeout, TimePoint now, bool waitsForSession = true);
    /// Gives the call \a number out; its call is nullptr when it does not wait any more.
    [[nodiscard]] std::unique_ptr<PendingCall> take(quint64 number);
    [[nodiscard]] PendingCall *find(quint64 number) const;
    /// Gives the call out whose deadline is the oldest, if it is not after \a now.
    [[nodiscard]] std::optional<Waiting> takeExpired(TimePoint now);
    /// The oldest call, or nullptr.
    [[nodiscard]] const Waiting *first() const
    {
        return m_calls.empty() ? nullptr : &m_calls.begin()->second.waiting;
    }
    /// Gives the oldest call out, if there is one.
    [[nodiscard]] std::optional<Waiting> takeFirst();
    /// Gives those out that do not wait for a session, oldest first.
    [[nodiscard]] std::vector<Waiting> takeImpatient();
    /// Gives all calls out, oldest first.
    [[nodiscard]] std::vector<Waiting> takeAll();
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const;
    [[nodiscard]] bool isEmpty() const { return m_calls.empty(); }
    [[nodiscard]] qsizetype count() const { return qsizetype(m_calls.size()); }
    /// What names and arguments take.
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }

private:
    using Deadlines = std::multimap<TimePoint, quint64>;
    struct Entry
    {
        Waiting waiting;
        Deadlines::iterator deadline;
    };
    using Calls = std::map<quint64, Entry>;
    [[nodiscard]] Waiting takeOut(Calls::iterator call);

    Calls m_calls;         // by number, which is their order
    Deadlines m_deadlines; // of all of them
    qsizetype m_bytes = 0;
    quint64 m_last = 0;
};

} // namespace heliograph
