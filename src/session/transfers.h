// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/sendorder.h"

#include <QtCore/qbytearray.h>

#include <deque>
#include <optional>

namespace heliograph {

/// Large records on their way in parts, one behind the other, and the small ones that may not overtake them.
class Transfers
{
public:
    struct Transfer
    {
        SendOrder order;
        quint64 record; ///< its number in the outbox
        quint64
            source; ///< of an event, which may be dropped as long as nothing of it has left; 0: not to be dropped
        quint32 number;     ///< of its chunks; 0: it is small, and travels in a frame of its own
        quint64 total;      ///< bytes of the whole record
        quint64 sent;       ///< of those
        QByteArray rest;    ///< what had not left when it was queued
        qsizetype restSent; ///< of that
    };

    void add(Transfer transfer);
    [[nodiscard]] bool isEmpty() const { return m_transfers.empty(); }
    [[nodiscard]] const Transfer &first() const { return m_transfers.front(); }
    /// \a size more bytes of the first one have left; it is let go when those were the last. True then.
    bool advance(qsizetype size);

    /// Whether a small record of \a order has to queue here, because something is in here that it may not overtake.
    [[nodiscard]] bool mustFollow(const SendOrder &order) const;

    /// The number of the oldest event of which nothing has left.
    [[nodiscard]] std::optional<quint64> oldestEvent() const;
    /// Drops it, and returns whose it was.
    quint64 dropOldestEvent();

    /// Takes \a record out; false when it is not in here, or some of it has left.
    [[nodiscard]] bool withdraw(quint64 record);

    enum class Progress : quint8 { None, Queued, Begun };
    /// How far \a record has come; None: it is not in here.
    [[nodiscard]] Progress progress(quint64 record) const;

    /// What waits, and the events' part of it.
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }
    [[nodiscard]] qsizetype eventBytes() const { return m_eventBytes; }
    void clear();

private:
    void count(const Transfer &transfer, qsizetype bytes);
    [[nodiscard]] std::deque<Transfer>::const_iterator findOldestEvent() const;

    std::deque<Transfer> m_transfers;
    qsizetype m_bytes = 0;
    qsizetype m_eventBytes = 0;
};

} // namespace heliograph
