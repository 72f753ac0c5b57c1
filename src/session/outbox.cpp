// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/outbox.h"

#include "wire/native.h"

#include <algorithm>

namespace heliograph {

quint64 Outbox::write(QByteArrayView head, QByteArrayView payload)
{
    const qsizetype size = head.size() + payload.size();
    if (!m_turnBegun || m_joined.size() + size > joinedSize)
        sendJoined();
    ++m_written;
    if (size > chunkSize) {
        payload.isEmpty() ? writeChunks({}, head) : writeChunks(head, payload);
    } else if (!m_turnBegun || size > joinedSize) {
        send(head, payload, true);
    } else {
        if (!m_joined.capacity())
            m_joined.reserve(joinedSize);
        m_joined.append(head);
        m_joined.append(payload);
    }
    m_turnBegun = true;
    return m_written;
}

void Outbox::writeChunks(QByteArrayView head, QByteArrayView payload)
{
    const qsizetype total = head.size() + payload.size();
    const quint32 transfer = ++m_lastTransfer;
    Encoder chunkHead;
    QByteArray heads; // of the chunk and, in the first one, of the record
    for (qsizetype offset = 0; offset < total; offset += chunkSize) {
        const qsizetype size = std::min(chunkSize, total - offset);
        chunkHead.clear();
        native::writeHead(chunkHead, Chunk{transfer, quint64(offset), quint64(total), {}}, size);
        heads.resize(0);
        heads.append(chunkHead.data());
        if (offset == 0)
            heads.append(head); // which is much shorter than a chunk
        const qsizetype begin = std::max(qsizetype(0), offset - head.size());
        const qsizetype end = offset + size - head.size();
        send(heads, payload.sliced(begin, end - begin), offset + size == total);
    }
}

void Outbox::endTurn()
{
    sendJoined();
    m_turnBegun = false;
}

void Outbox::sendJoined()
{
    if (m_joined.isEmpty())
        return;
    send(m_joined, {}, true);
    m_joined.resize(0); // keeps the capacity
}

/// Sends or keeps one frame, whose last record is the last one written.
void Outbox::send(QByteArrayView head, QByteArrayView payload, bool endsRecord)
{
    if (m_gone)
        return;
    if (m_waiting.empty()) {
        const FrameSink::Result result = m_sink.sendFrame(head, payload);
        if (result == FrameSink::Result::Sent) {
            noteSent(m_written, endsRecord);
            return;
        }
        m_gone = result == FrameSink::Result::Gone;
        if (m_gone)
            return;
    }
    QByteArray bytes;
    bytes.reserve(head.size() + payload.size());
    bytes.append(head);
    bytes.append(payload);
    m_waitingBytes += bytes.size();
    m_waiting.push_back({std::move(bytes), m_written, endsRecord});
}

void Outbox::noteSent(quint64 lastRecord, bool endsRecord)
{
    (endsRecord ? m_handedOver : m_partlyHandedOver) = lastRecord;
}

void Outbox::writable()
{
    while (!m_waiting.empty()) {
        const Frame &frame = m_waiting.front();
        const FrameSink::Result result = m_sink.sendFrame(frame.bytes, {});
        if (result == FrameSink::Result::Full)
            return;
        if (result == FrameSink::Result::Gone) {
            m_gone = true;
            m_waiting.clear();
            m_waitingBytes = 0;
            return;
        }
        noteSent(frame.lastRecord, frame.endsRecord);
        m_waitingBytes -= frame.bytes.size();
        m_waiting.pop_front();
    }
}

} // namespace heliograph
