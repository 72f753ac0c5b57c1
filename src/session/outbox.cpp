// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/outbox.h"

#include "codec/sparebuffer.h"
#include "wire/native.h"

#include <algorithm>
#include <utility>

namespace heliograph {

namespace {

// More than this a peer asks for without reading the answers.
constexpr qsizetype controlLimit = 4096;

QByteArray joined(QByteArrayView head, QByteArrayView payload)
{
    QByteArray bytes;
    bytes.reserve(head.size() + payload.size());
    bytes.append(head);
    bytes.append(payload);
    return bytes;
}

} // namespace

// ---- writing

quint64 Outbox::write(const SendOrder &order, QByteArrayView head, QByteArrayView payload)
{
    return writeRecord(order, 0, head, payload);
}

void Outbox::writeEvent(quint64 source, QByteArrayView head, QByteArrayView payload)
{
    (void)writeRecord({SendOrder::Kind::News}, source, head, payload);
    dropEvents();
}

quint64 Outbox::writeRecord(const SendOrder &order, quint64 source, QByteArrayView head,
                            QByteArrayView payload)
{
    if (m_gone) {
        ++m_written;
        m_goneFrom = m_goneFrom ? m_goneFrom : m_written;
        return m_written;
    }
    const qsizetype size = head.size() + payload.size();
    const bool isLarge = size > chunkSize || (!m_transfers.isEmpty() && m_transfers.mustFollow(order));
    if (isLarge || !m_turnBegun || m_joined.size() + size > joinedSize)
        sendJoined();
    ++m_written;
    if (isLarge)
        writeLarge(order, source, head, payload);
    else
        writeSmall(source, head, payload);
    m_turnBegun = true;
    return m_written;
}

void Outbox::writeSmall(quint64 source, QByteArrayView head, QByteArrayView payload)
{
    const qsizetype size = head.size() + payload.size();
    if (!m_backlog.isEmpty() || !m_window.takes(m_joined.size() + size))
        return keep(source, head, payload);
    if (!m_turnBegun || size > joinedSize) {
        if (!send(head, payload))
            keep(source, head, payload);
        return;
    }
    if (m_joined.isEmpty()) {
        m_joinedFrom = m_written;
        if (!m_joined.capacity())
            m_joined = SpareBuffer::take();
        m_joined.reserve(joinedSize);
    }
    m_joinedTo = m_written;
    m_joined.append(head);
    m_joined.append(payload);
}

/// For when the peer reads.
void Outbox::keep(quint64 source, QByteArrayView head, QByteArrayView payload)
{
    sendJoined();
    if (source == 0)
        m_backlog.add(joined(head, payload), m_written, m_written);
    else
        m_backlog.addEvent(joined(head, payload), m_written, source);
}

void Outbox::writeLarge(const SendOrder &order, quint64 source, QByteArrayView head, QByteArrayView payload)
{
    const qsizetype total = head.size() + payload.size();
    const quint32 transfer = total > chunkSize ? ++m_lastTransfer : 0;
    qsizetype sent = 0;
    // What can leave at once need not be copied.
    if (m_transfers.isEmpty() && m_backlog.isEmpty() && head.size() < chunkSize) {
        while (sent < total) {
            const QByteArrayView part = sent == 0 ? head : QByteArrayView();
            const qsizetype size = std::min(chunkSize, total - sent);
            const QByteArrayView bytes =
                payload.sliced(sent - (head.size() - part.size()), size - part.size());
            if (!sendChunk(transfer, quint64(sent), quint64(total), part, bytes))
                break;
            sent += size;
        }
    }
    if (sent == total)
        return;
    const QByteArrayView restOfHead = sent == 0 ? head : QByteArrayView();
    const QByteArrayView rest = sent == 0 ? payload : payload.sliced(sent - head.size());
    m_transfers.add(
        {order, m_written, source, transfer, quint64(total), quint64(sent), joined(restOfHead, rest), 0});
    sendWaiting();
}

void Outbox::writeLast(QByteArrayView record)
{
    sendJoined();
    // The window is no matter any more; a peer whose transport is full is told by the end of the link.
    if (!m_gone)
        (void)m_sink.sendFrame(record, {});
    m_gone = true;
    m_goneFrom = m_written + 1;
}

void Outbox::writeControl(QByteArrayView record)
{
    if (m_control.isEmpty() && m_sink.sendFrame(record, {}) != FrameSink::Result::Full)
        return;
    if (m_control.size() < controlLimit)
        m_control.append(record);
}

void Outbox::writeAck(QByteArrayView record)
{
    if (m_sink.sendFrame(record, {}) == FrameSink::Result::Full)
        m_ack = record.toByteArray();
    else
        m_ack.clear();
}

void Outbox::dropEvents()
{
    while (eventBytes() > m_budget) {
        const std::optional<quint64> small = m_backlog.oldestEvent();
        const std::optional<quint64> large = m_transfers.oldestEvent();
        if (!small && !large)
            return;
        const bool isSmall = small && (!large || *small < *large);
        const quint64 source = isSmall ? m_backlog.dropOldestEvent() : m_transfers.dropOldestEvent();
        m_isDropping = true;
        if (whenDropped)
            whenDropped(source);
    }
}

// ---- sending

void Outbox::endTurn()
{
    sendJoined();
    m_turnBegun = false;
    // A server has thousands of these, which are seldom written to.
    if (m_joined.capacity())
        SpareBuffer::giveBack(std::exchange(m_joined, {}));
}

void Outbox::sendJoined()
{
    if (m_joined.isEmpty())
        return;
    if (!m_backlog.isEmpty() || !send(m_joined))
        m_backlog.add(QByteArray(m_joined.constData(), m_joined.size()), m_joinedFrom, m_joinedTo);
    m_joined.resize(0); // keeps the capacity
}

void Outbox::writable()
{
    if (!m_control.isEmpty() && m_sink.sendFrame(m_control, {}) != FrameSink::Result::Full)
        m_control.clear();
    if (!m_ack.isEmpty())
        writeAck(QByteArray(m_ack));
    sendWaiting();
}

bool Outbox::acknowledge(quint64 count)
{
    const bool isTrue = m_window.acknowledge(count);
    sendWaiting();
    return isTrue;
}

/// Small records and parts of large ones leave by turns, so that neither waits for all of the others.
void Outbox::sendWaiting()
{
    bool hasSent = true;
    while (hasSent && !m_gone) {
        hasSent = !m_backlog.isEmpty() && sendBatch();
        hasSent |= !m_transfers.isEmpty() && sendPart();
    }
    if (m_backlog.isEmpty() && m_transfers.isEmpty())
        m_isDropping = false;
}

bool Outbox::sendBatch()
{
    const Backlog::Batch batch = m_backlog.peek(joinedSize);
    if (!send(batch.bytes))
        return false;
    m_backlog.remove(batch);
    return true;
}

bool Outbox::sendPart()
{
    const Transfers::Transfer &first = m_transfers.first();
    const std::optional<quint64> oldest = m_backlog.oldest();
    if (first.sent == 0 && oldest && *oldest < first.record)
        return false; // what was written before a large record is not overtaken by it
    const qsizetype size = std::min(chunkSize, first.rest.size() - first.restSent);
    const QByteArrayView part = QByteArrayView(first.rest).sliced(first.restSent, size);
    const bool isSent =
        first.number == 0 ? send(part) : sendChunk(first.number, first.sent, first.total, part, {});
    if (isSent)
        m_transfers.advance(size);
    return isSent;
}

/// The chunk's bytes are \a begin and, right behind it, \a bytes.
bool Outbox::sendChunk(quint32 transfer, quint64 offset, quint64 total, QByteArrayView begin,
                       QByteArrayView bytes)
{
    if (!m_window.takesPart(begin.size() + bytes.size()))
        return false;
    Encoder chunk;
    native::writeHead(chunk, Chunk{transfer, offset, total, {}}, begin.size() + bytes.size());
    if (bytes.isEmpty())
        return send(chunk.data(), begin);
    if (!begin.isEmpty())
        chunk.writeRaw(begin); // the record's head, which is much shorter than a chunk
    return send(chunk.data(), bytes);
}

/// False when the frame cannot leave now.
bool Outbox::send(QByteArrayView head, QByteArrayView payload)
{
    const qsizetype size = head.size() + payload.size();
    if (m_gone || !m_window.takes(size))
        return false;
    switch (m_sink.sendFrame(head, payload)) {
    case FrameSink::Result::Sent: m_window.sent(size); return true;
    case FrameSink::Result::Full: return false;
    case FrameSink::Result::Gone: break;
    }
    m_gone = true;
    return false;
}

SendOrder Outbox::orderBehind(quint64 record) const
{
    const bool isWaiting = m_transfers.progress(record) != Transfers::Progress::None;
    return {isWaiting ? SendOrder::Kind::Last : SendOrder::Kind::Free};
}

bool Outbox::hasLeft(quint64 record) const
{
    if ((m_goneFrom && record >= m_goneFrom) || (!m_joined.isEmpty() && record >= m_joinedFrom))
        return false;
    const Transfers::Progress progress = m_transfers.progress(record);
    return progress == Transfers::Progress::Begun
           || (progress == Transfers::Progress::None && !m_backlog.contains(record));
}

} // namespace heliograph
