// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <deque>

namespace heliograph {

/// How much a peer may have been sent without having said that it worked it off. So nothing piles up in the transport, where
/// it could be neither counted nor dropped, and where a full queue would look like a dead link.
class SendWindow
{
public:
    /// docs/protocol.md, "Flow control".
    static constexpr size_t frameLimit = 256;
    static constexpr qsizetype byteLimit = 2 * 1024 * 1024;
    static constexpr qsizetype partsLimit = byteLimit / 4 * 3;

    /// Whether a frame of \a size bytes may leave.
    [[nodiscard]] bool takes(qsizetype size) const
    {
        return m_sizes.empty() || (m_sizes.size() < frameLimit && m_bytes + size <= byteLimit);
    }
    /// The same for a part of a large record: only so many that a small record is not long behind them.
    [[nodiscard]] bool takesPart(qsizetype size) const
    {
        return m_sizes.empty() || m_bytes + size <= partsLimit;
    }
    /// A frame of \a size bytes has left.
    void sent(qsizetype size)
    {
        m_sizes.push_back(size);
        m_bytes += size;
    }
    /// The peer worked off \a count frames in all. False when that are more than it was sent.
    [[nodiscard]] bool acknowledge(quint64 count)
    {
        if (count > m_acknowledged + m_sizes.size())
            return false;
        for (; m_acknowledged < count; ++m_acknowledged) {
            m_bytes -= m_sizes.front();
            m_sizes.pop_front();
        }
        return true;
    }
    /// How many frames the peer worked off.
    [[nodiscard]] quint64 acknowledged() const { return m_acknowledged; }

private:
    std::deque<qsizetype> m_sizes; // of the frames under way, oldest first
    qsizetype m_bytes = 0;
    quint64 m_acknowledged = 0;
};

} // namespace heliograph
