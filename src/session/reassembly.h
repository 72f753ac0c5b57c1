// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "wire/message.h"

#include <QtCore/qhash.h>

namespace heliograph {

/// Puts the chunks of large records together again. Memory grows with what has arrived, never with what a
/// chunk promises.
class Reassembly
{
public:
    /// Records of one peer that may be under way at once.
    static constexpr qsizetype maximumTransfers = 8;

    /// Refuses records of more than \a largestRecord bytes.
    explicit Reassembly(quint64 largestRecord) : m_largest(largestRecord) {}

    struct Result
    {
        QByteArray record; ///< the whole record, once its last chunk is there
        QString error;     ///< what is wrong with the chunk; its transfer is forgotten
    };
    /// Adds one chunk.
    [[nodiscard]] Result add(const Chunk &chunk);

private:
    struct Transfer
    {
        quint64 total = 0;
        QByteArray bytes;
    };
    [[nodiscard]] QString check(const Chunk &chunk) const;

    quint64 m_largest;
    QHash<quint32, Transfer> m_transfers;
};

} // namespace heliograph
