// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/backlog.h"
#include "session/framesink.h"
#include "session/sendorder.h"
#include "session/sendwindow.h"
#include "session/transfers.h"

#include <QtCore/qbytearray.h>

#include <functional>

namespace heliograph {

/// Decides where records leave. The first record of an event-loop turn leaves at once, so that a lone call
/// does not wait; the records that follow in the same turn are joined into one frame, because a frame costs
/// far more than a record. A record that is larger than a frame may be is cut into chunks, between which small records
/// leave. Order is kept, but for what SendOrder says of large records.
///
/// This is also the place where a peer that does not read costs memory: what it was sent is bounded by the window, events
/// that wait by the budget, beyond which the oldest are dropped, and the rest is counted for whoever must decide.
class Outbox
{
public:
    /// Records are joined up to this size, and larger ones are cut into parts of it (bytes).
    static constexpr qsizetype joinedSize = 64 * 1024;
    static constexpr qsizetype chunkSize = 256 * 1024;

    /// \a sink outlives the outbox. \a budget: how much may wait for the peer to read (bytes).
    Outbox(FrameSink &sink, qsizetype budget) : m_sink(sink), m_budget(budget) {}
    Q_DISABLE_COPY_MOVE(Outbox)

    /// Sends a record that consists of \a head and, right behind it, \a payload. Returns the record's number,
    /// counted from 1.
    quint64 write(const SendOrder &order, QByteArrayView head, QByteArrayView payload = {});
    /// Sends an event of the subscription \a source, which is not 0. When the peer does not keep up, the oldest are dropped.
    void writeEvent(quint64 source, QByteArrayView head, QByteArrayView payload);
    /// Called with the source of each event that is dropped.
    std::function<void(quint64 source)> whenDropped;
    /// Sends the session's last record. What still waits never leaves.
    void writeLast(QByteArrayView record);
    /// Sends a PING or PONG, which waits for nothing and nobody, and may be dropped when the transport takes nothing.
    void writeControl(QByteArrayView record);
    /// The same for an ACK, of which the newest is never dropped.
    void writeAck(QByteArrayView record);

    /// What was joined leaves, and the next record leaves at once again.
    void endTurn();
    /// The transport takes frames again: what waited leaves.
    void writable();
    /// The peer worked off \a count frames in all: what waited leaves. False when that are more than it was sent.
    [[nodiscard]] bool acknowledge(quint64 count);

    /// True when endTurn() must be called before the event loop sleeps.
    [[nodiscard]] bool owesTurn() const { return m_turnBegun; }
    /// True when the transport took over any of \a record, which was written.
    [[nodiscard]] bool hasLeft(quint64 record) const;
    /// Takes \a record back; false when some of it may have left.
    [[nodiscard]] bool withdraw(quint64 record) { return m_transfers.withdraw(record); }
    /// What is written about \a record may not overtake it.
    [[nodiscard]] SendOrder orderBehind(quint64 record) const;
    /// Bytes that wait for the peer to read, with what they cost here.
    [[nodiscard]] qsizetype waitingBytes() const { return m_backlog.bytes() + m_transfers.bytes(); }
    /// How many frames the peer worked off.
    [[nodiscard]] quint64 acknowledged() const { return m_window.acknowledged(); }
    /// True when nothing waits here.
    [[nodiscard]] bool isEmpty() const
    {
        return m_joined.isEmpty() && m_backlog.isEmpty() && m_transfers.isEmpty();
    }
    /// False while so much waits, beside events, that no more news should be written.
    [[nodiscard]] bool takesNews() const { return waitingBytes() - eventBytes() < m_budget; }
    /// True while more waits than may.
    [[nodiscard]] bool isOverBudget() const { return waitingBytes() >= m_budget || m_isDropping; }
    /// True once the sink said that the peer is gone; further records are dropped.
    [[nodiscard]] bool isGone() const { return m_gone; }

private:
    [[nodiscard]] quint64 writeRecord(const SendOrder &order, quint64 source, QByteArrayView head,
                                      QByteArrayView payload);
    [[nodiscard]] qsizetype eventBytes() const { return m_backlog.eventBytes() + m_transfers.eventBytes(); }
    void writeSmall(quint64 source, QByteArrayView head, QByteArrayView payload);
    void keep(quint64 source, QByteArrayView head, QByteArrayView payload);
    void writeLarge(const SendOrder &order, quint64 source, QByteArrayView head, QByteArrayView payload);
    void dropEvents();
    void sendJoined();
    void sendWaiting();
    [[nodiscard]] bool sendBatch();
    [[nodiscard]] bool sendPart();
    [[nodiscard]] bool sendChunk(quint32 transfer, quint64 offset, quint64 total, QByteArrayView head,
                                 QByteArrayView bytes);
    [[nodiscard]] bool send(QByteArrayView head, QByteArrayView payload = {});

    FrameSink &m_sink;
    const qsizetype m_budget;
    SendWindow m_window;
    QByteArray m_joined;      // records of this turn behind the first
    quint64 m_joinedFrom = 0; // the number of the first of them, and of the last
    quint64 m_joinedTo = 0;
    Backlog m_backlog;
    Transfers m_transfers;
    QByteArray m_control; // records that the transport did not take
    QByteArray m_ack;     // one that it did not take
    quint64 m_written = 0;
    quint32 m_lastTransfer = 0;
    bool m_turnBegun = false;
    bool m_isDropping = false; // since the backlog was last empty
    bool m_gone = false;
    quint64 m_goneFrom = 0; // the number of the first record that was written after that
};

} // namespace heliograph
