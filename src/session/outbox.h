// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/framesink.h"

#include <QtCore/qbytearray.h>

#include <deque>

namespace heliograph {

/// Decides where records leave. The first record of an event-loop turn leaves at once, so that a lone call
/// does not wait; the records that follow in the same turn are joined into one frame, because a frame costs
/// far more than a record. A record that is larger than a frame may be is cut into chunks. Order is kept.
///
/// This is also the place where a peer that does not read costs memory: waitingBytes() is that cost.
class Outbox
{
public:
    /// Records are joined up to this size, and larger ones are cut into parts of it (bytes).
    static constexpr qsizetype joinedSize = 64 * 1024;
    static constexpr qsizetype chunkSize = 256 * 1024;
    /// How much may wait for the peer to read before events are dropped (bytes).
    static constexpr qsizetype eventLimit = 8 * 1024 * 1024;

    /// \a sink outlives the outbox.
    explicit Outbox(FrameSink &sink) : m_sink(sink) {}
    Q_DISABLE_COPY_MOVE(Outbox)

    /// Sends a record that consists of \a head and, right behind it, \a payload. Returns the record's number,
    /// counted from 1. True of records up to handedOver(): the transport has all of them.
    quint64 write(QByteArrayView head, QByteArrayView payload = {});
    /// What was joined leaves, and the next record leaves at once again.
    void endTurn();
    /// The peer reads again: frames that waited leave.
    void writable();

    /// True when endTurn() must be called before the event loop sleeps.
    [[nodiscard]] bool owesTurn() const { return m_turnBegun; }
    /// The number of the last record that the transport took over, whole.
    [[nodiscard]] quint64 handedOver() const { return m_handedOver; }
    /// True when a record was taken over only in part.
    [[nodiscard]] bool isPartlyHandedOver(quint64 record) const { return record == m_partlyHandedOver; }
    /// Bytes that wait for the peer to read.
    [[nodiscard]] qsizetype waitingBytes() const { return m_waitingBytes; }
    /// False while so much waits that events must be dropped.
    [[nodiscard]] bool takesEvents() const { return m_waitingBytes < eventLimit; }
    /// True once the sink said that the peer is gone; further records are dropped.
    [[nodiscard]] bool isGone() const { return m_gone; }

private:
    struct Frame
    {
        QByteArray bytes;
        quint64 lastRecord; // number of the last record that is whole once this frame is handed over
        bool endsRecord;    // false: a chunk that is not the last
    };
    void send(QByteArrayView head, QByteArrayView payload, bool endsRecord);
    void writeChunks(QByteArrayView head, QByteArrayView payload);
    void sendJoined();
    void noteSent(quint64 lastRecord, bool endsRecord);

    FrameSink &m_sink;
    QByteArray m_joined; // records of this turn behind the first; its memory is kept from turn to turn
    std::deque<Frame> m_waiting; // frames that the sink refused for now, oldest first
    qsizetype m_waitingBytes = 0;
    quint64 m_written = 0;
    quint64 m_handedOver = 0;
    quint64 m_partlyHandedOver = 0;
    quint32 m_lastTransfer = 0;
    bool m_turnBegun = false;
    bool m_gone = false;
};

} // namespace heliograph
