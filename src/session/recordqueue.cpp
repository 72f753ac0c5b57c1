// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/recordqueue.h"

#include <algorithm>

namespace heliograph {

RecordQueue::Frame::Frame(RecordQueue &queue, QByteArrayView frame, const Arrival &arrival)
    : m_queue(queue), m_number(++queue.m_lastNumber)
{
    if (!frame.isEmpty())
        queue.m_frames.push_back({m_number, {}, native::RecordReader(frame), arrival});
}

RecordQueue::Frame::~Frame()
{
    const auto unread = std::find_if(m_queue.m_frames.begin(), m_queue.m_frames.end(),
                                     [this](const Unread &frame) { return frame.number == m_number; });
    if (unread == m_queue.m_frames.end())
        return;
    unread->bytes = unread->reader.rest().toByteArray();
    unread->reader = native::RecordReader(unread->bytes);
}

std::optional<RecordQueue::Next> RecordQueue::next()
{
    while (!m_frames.empty()) {
        Unread &frame = m_frames.front();
        std::optional<Message> message = frame.reader.next();
        if (!message && !frame.reader.error().isNull())
            message = Malformed{0, frame.reader.error()};
        std::optional<Next> next;
        if (message)
            next = Next{std::move(*message), frame.arrival, frame.bytes};
        if (frame.reader.atEnd())
            m_frames.pop_front();
        if (next)
            return next;
    }
    return std::nullopt;
}

} // namespace heliograph
