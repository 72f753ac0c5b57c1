// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/arrival.h"
#include "wire/native.h"

#include <deque>
#include <optional>

namespace heliograph {

/// The records of the frames that came, in their order. Whoever works one off may run an event loop in which more
/// frames come, and a turn may end in the middle of a frame: what is left of the older frame still comes first.
class RecordQueue
{
public:
    /// The next record, and what its views point into.
    struct Next
    {
        Message message;
        Arrival arrival;
        QByteArray
            bytes; ///< holds the frame for as long as the message is looked at; null: the caller holds it
    };
    /// A frame that its caller holds: its records are behind those that wait already. When this ends, the queue
    /// copies what is left of it.
    class Frame
    {
    public:
        Frame(RecordQueue &queue, QByteArrayView frame, const Arrival &arrival);
        ~Frame();
        Q_DISABLE_COPY_MOVE(Frame)

    private:
        RecordQueue &m_queue;
        quint64 m_number;
    };

    RecordQueue() = default;
    Q_DISABLE_COPY_MOVE(RecordQueue)

    /// Takes the next record out; nothing when all were taken. Bytes that are no records are a Malformed.
    [[nodiscard]] std::optional<Next> next();
    /// True when next() has nothing more.
    [[nodiscard]] bool isEmpty() const { return m_frames.empty(); }
    void clear() { m_frames.clear(); }

private:
    struct Unread
    {
        quint64 number;
        QByteArray bytes; // null: the caller of Frame holds them
        native::RecordReader reader;
        Arrival arrival;
    };
    std::deque<Unread> m_frames; // oldest first, none without rest
    quint64 m_lastNumber = 0;
};

} // namespace heliograph
