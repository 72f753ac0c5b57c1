// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/clock.h"

#include <heliograph/pendingcall.h>

#include <QtCore/qhash.h>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace heliograph {

/// The calls of one session that wait for an answer, by id and by deadline. Ids count up from 1 and are never
/// used twice. Nothing here runs a call's completion: calls are handed out, and whoever took one ends it.
///
/// Calls of equal timeout expire in the order in which they were added, so each timeout has a queue of its own
/// and adding, taking and expiring cost the same however many calls wait.
class PendingCalls
{
public:
    PendingCalls() = default;
    ~PendingCalls();
    Q_DISABLE_COPY_MOVE(PendingCalls)

    /// Takes \a call over until its answer, with a deadline of \a now + \a timeout; returns its id.
    quint64 add(std::unique_ptr<PendingCall> call, milliseconds timeout, TimePoint now);
    /// Remembers in which record of the outbox the call \a id travels.
    void setRecord(quint64 id, quint64 record);
    /// Gives the call \a id out; nullptr when no such call waits (an answer nobody waits for any more).
    [[nodiscard]] std::unique_ptr<PendingCall> take(quint64 id);
    /// When a call that was taken out had been added.
    [[nodiscard]] static TimePoint madeAt(const PendingCall &call)
    {
        return call.m_deadline - call.m_timeout;
    }
    /// In which record a call that was taken out travelled.
    [[nodiscard]] static quint64 recordOf(const PendingCall &call) { return call.m_record; }
    /// The call \a id, or nullptr.
    [[nodiscard]] PendingCall *find(quint64 id) const;

    /// An overdue call with its id.
    struct Expired
    {
        quint64 id;
        quint64 record;
        std::unique_ptr<PendingCall> call;
    };
    /// Gives a call out whose deadline is not after \a now, if there is one: the oldest of those with the shortest timeout.
    [[nodiscard]] std::optional<Expired> takeExpired(TimePoint now);
    /// Gives all calls out, in the order in which they were added.
    [[nodiscard]] std::vector<Expired> takeAll();

    /// When the next call expires.
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const;
    [[nodiscard]] qsizetype count() const { return m_calls.size(); }

private:
    struct Queue
    {
        PendingCall *first = nullptr;
        PendingCall *last = nullptr;
    };
    void unlink(PendingCall &call);

    QHash<quint64, PendingCall *> m_calls;  // owned
    std::map<milliseconds, Queue> m_queues; // by timeout; none is empty
    quint64 m_lastId = 0;
};

} // namespace heliograph
