// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/sendorder.h"
#include "wire/message.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>

#include <optional>

namespace heliograph {

/// How many bytes of one-way calls the peer may have that it did not work off, and the calls that wait until it takes more:
/// here and not in the outbox, where they would hold back the answers that their handlers may wait for.
class OutgoingCalls
{
public:
    /// docs/protocol.md, "Flow control".
    static constexpr quint64 oneWayLimit = 2 * 1024 * 1024;
    static constexpr quint64 acknowledgedFrom = oneWayLimit / 8;
    /// What \a notify counts for, at both ends.
    [[nodiscard]] static quint64 sizeOf(const Notify &notify)
    {
        return quint64(64 + notify.name.size() + notify.payload.size());
    }

    struct Unsent
    {
        quint64 id;     ///< 0: one-way
        quint64 oneWay; ///< sizeOf() a one-way call
        SendOrder order;
        QByteArray record;
    };
    /// Whether a call may leave, of which \a oneWay bytes are one-way: calls keep their order.
    [[nodiscard]] bool takes(quint64 oneWay) const { return m_unsent.isEmpty() && hasRoom(oneWay); }
    /// One has left.
    void sent(quint64 oneWay) { m_sent += oneWay; }
    /// The peer worked off \a oneWay bytes in all. False when that are more than it was sent.
    [[nodiscard]] bool acknowledge(quint64 oneWay);

    void add(Unsent unsent);
    /// Gives the oldest out, when it may leave, as sent.
    [[nodiscard]] std::optional<Unsent> takeNext();
    /// Drops the call \a id, if it waits here.
    void withdraw(quint64 id);
    void clear();

    [[nodiscard]] bool isEmpty() const { return m_unsent.isEmpty(); }
    /// What waits, with what it costs here.
    [[nodiscard]] qsizetype waitingBytes() const { return m_waitingBytes; }
    [[nodiscard]] quint64 acknowledged() const { return m_acknowledged; }

private:
    // A large one may join what is so little that the peer need not acknowledge it yet: it could wait for ever.
    [[nodiscard]] bool hasRoom(quint64 oneWay) const
    {
        const quint64 underWay = m_sent - m_acknowledged;
        return oneWay == 0 || underWay < acknowledgedFrom || underWay + oneWay <= oneWayLimit;
    }

    QList<Unsent> m_unsent; // oldest first
    qsizetype m_waitingBytes = 0;
    quint64 m_sent = 0; // bytes of one-way calls
    quint64 m_acknowledged = 0;
};

} // namespace heliograph
