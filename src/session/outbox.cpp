// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/outbox.h"

#include "wire/native.h"

#include <algorithm>

namespace heliograph {

namespace {

// A window of two byte runs that are to be sent one behind the other.
void appendWindow(QByteArray &to, QByteArrayView head, QByteArrayView payload, qsizetype from, qsizetype size)
{
    if (from < head.size()) {
        const qsizetype part = std::min(size, head.size() - from);
        to.append(head.sliced(from, part));
        from += part;
        size -= part;
    }
    if (size > 0)
        to.append(payload.sliced(from - head.size(), size));
}

} // namespace

quint64 Outbox::write(QByteArrayView head, QByteArrayView payload)
{
    const qsizetype size = head.size() + payload.size();
    if (size > chunkSize) {
        sendJoined();
        ++m_written;
        writeChunks(head, payload);
    } else {
        if (m_joined.size() + size > joinedSize)
            sendJoined();
        ++m_written;
        if (!m_joined.capacity())
            m_joined.reserve(joinedSize);
        m_joined.append(head);
        m_joined.append(payload);
        if (!m_turnBegun)
            sendJoined();
    }
    m_turnBegun = true;
    return m_written;
}

void Outbox::writeChunks(QByteArrayView head, QByteArrayView payload)
{
    const qsizetype total = head.size() + payload.size();
    const quint32 transfer = ++m_lastTransfer;
    Encoder encoder;
    for (qsizetype offset = 0; offset < total; offset += chunkSize) {
        const qsizetype size = std::min(chunkSize, total - offset);
        encoder.clear();
        native::writeHead(encoder, Chunk{transfer, quint64(offset), quint64(total), {}}, size);
        QByteArray frame;
        frame.reserve(encoder.size() + size);
        frame.append(encoder.data());
        appendWindow(frame, head, payload, offset, size);
        send(frame, m_written, offset + size == total);
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
    send(m_joined, m_written, true);
    m_joined.resize(0); // keeps the capacity
}

void Outbox::send(QByteArrayView bytes, quint64 lastRecord, bool endsRecord)
{
    if (m_gone)
        return;
    if (m_waiting.empty()) {
        const FrameSink::Result result = m_sink.sendFrame(bytes);
        if (result == FrameSink::Result::Sent) {
            noteSent(lastRecord, endsRecord);
            return;
        }
        m_gone = result == FrameSink::Result::Gone;
        if (m_gone)
            return;
    }
    m_waitingBytes += bytes.size();
    m_waiting.push_back({bytes.toByteArray(), lastRecord, endsRecord});
}

void Outbox::noteSent(quint64 lastRecord, bool endsRecord)
{
    (endsRecord ? m_handedOver : m_partlyHandedOver) = lastRecord;
}

void Outbox::writable()
{
    while (!m_waiting.empty()) {
        const Frame &frame = m_waiting.front();
        const FrameSink::Result result = m_sink.sendFrame(frame.bytes);
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
