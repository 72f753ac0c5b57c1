// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

#include <deque>
#include <optional>

namespace heliograph {

/// Small records that wait for the peer to read, in their order. Events can be dropped out of it.
class Backlog
{
public:
    /// What a waiting record costs beside its bytes, roughly.
    static constexpr qsizetype overhead = 64;

    /// Appends \a bytes, which hold the records \a first to \a last of the outbox, none of them to be dropped.
    void add(QByteArray bytes, quint64 first, quint64 last);
    /// Appends the event \a record of the subscription \a source.
    void addEvent(QByteArray bytes, quint64 record, quint64 source);

    /// The oldest records, in one frame.
    struct Batch
    {
        QByteArray bytes;
        size_t records = 0;
        size_t events = 0;
    };
    /// As many of the oldest records as fit into a frame of \a size bytes, but one at least.
    [[nodiscard]] Batch peek(qsizetype size) const;
    /// The batch was sent, and nothing was dropped since peek().
    void remove(const Batch &batch);

    /// The number of the oldest record or event that waits.
    [[nodiscard]] std::optional<quint64> oldest() const;
    /// The number of the oldest event that waits.
    [[nodiscard]] std::optional<quint64> oldestEvent() const;
    /// Drops it, and returns whose it was.
    quint64 dropOldestEvent();

    [[nodiscard]] bool isEmpty() const { return m_records.empty() && m_events.empty(); }
    [[nodiscard]] bool contains(quint64 record) const;
    /// What waits, and the events' part of it.
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }
    [[nodiscard]] qsizetype eventBytes() const { return m_eventBytes; }
    void clear();

private:
    struct Record
    {
        QByteArray bytes;
        quint64 first;
        quint64 last;
    };
    struct Event
    {
        QByteArray bytes;
        quint64 record;
        quint64 source;
    };
    static qsizetype cost(const QByteArray &bytes) { return bytes.size() + overhead; }

    std::deque<Record> m_records; // oldest first, as the next; the numbers say how they follow each other
    std::deque<Event> m_events;
    qsizetype m_bytes = 0;
    qsizetype m_eventBytes = 0;
};

} // namespace heliograph
