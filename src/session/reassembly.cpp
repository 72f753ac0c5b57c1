// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/reassembly.h"

#include "codec/sparebuffer.h"

#include <algorithm>

namespace heliograph {

QString Reassembly::check(const Chunk &chunk) const
{
    if (chunk.total > m_largest)
        return QStringLiteral("a record of %1 bytes, at most %2 are accepted")
            .arg(chunk.total)
            .arg(m_largest);
    if (chunk.bytes.isEmpty())
        return QStringLiteral("an empty chunk");
    const auto transfer = m_transfers.constFind(chunk.transfer);
    const bool known = transfer != m_transfers.constEnd();
    const quint64 expected = known ? quint64(transfer->bytes.size()) : 0;
    if (chunk.offset != expected)
        return QStringLiteral("a chunk at offset %1, expected %2").arg(chunk.offset).arg(expected);
    if (known && chunk.total != transfer->total)
        return QStringLiteral("a chunk of a record of %1 bytes, which began with %2")
            .arg(chunk.total)
            .arg(transfer->total);
    if (quint64(chunk.bytes.size()) > chunk.total - chunk.offset)
        return QStringLiteral("a chunk that reaches beyond its record");
    if (!known && m_transfers.size() >= maximumTransfers)
        return QStringLiteral("more than %1 chunked records at once").arg(maximumTransfers);
    return {};
}

Reassembly::Result Reassembly::add(const Chunk &chunk)
{
    if (const QString error = check(chunk); !error.isNull()) {
        m_transfers.remove(chunk.transfer);
        return {{}, error};
    }
    Transfer &transfer = m_transfers[chunk.transfer];
    transfer.total = chunk.total;
    if (chunk.offset == 0)
        transfer.bytes = SpareBuffer::take();
    const qsizetype size = transfer.bytes.size() + chunk.bytes.size();
    if (size > transfer.bytes.capacity())
        transfer.bytes.reserve(std::min(qsizetype(chunk.total), 4 * size));
    transfer.bytes.append(chunk.bytes);
    if (quint64(size) < chunk.total)
        return {};
    return {m_transfers.take(chunk.transfer).bytes, {}};
}

} // namespace heliograph
