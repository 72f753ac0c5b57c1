// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "stream.h"

#include "fuzz.h"

#include <algorithm>

namespace fuzz {

void Stream::subscribe()
{
    m_subscribedAt = m_emitted;
    m_isWhole = true;
}

void Stream::hear(const SignalNews &news)
{
    if (news.kind == SignalNews::Kind::Connected && !m_connectedAt)
        m_connectedAt = m_emitted;
    if (news.kind == SignalNews::Kind::Lost)
        m_lostSince += news.number;
    if (news.kind != SignalNews::Kind::Event)
        return;
    const int passed = int(news.number) - m_heard;
    require(passed > 0, "events keep their order");
    require(!m_isWhole || m_told == 0 || quint64(passed) == 1 + m_lostSince, "what is missing was lost");
    m_heard = int(news.number);
    m_told += 1 + std::exchange(m_lostSince, 0);
    check(m_heard, m_subscribedAt.value_or(0), m_connectedAt.value_or(m_heard - 1));
}

void Stream::checkAll() const
{
    if (m_subscribedAt)
        check(m_emitted, *m_subscribedAt, m_connectedAt.value_or(m_emitted));
}

/// Of the emissions up to \a last the client was told, from one on between those two.
void Stream::check(int last, int earliest, int latest) const
{
    const quint64 told = m_told + m_lostSince;
    require(told <= quint64(last - earliest), "no event is told that was none");
    require(!m_isWhole || told >= quint64(std::max(0, last - latest)),
            "an event comes or is told to be lost");
}

} // namespace fuzz
