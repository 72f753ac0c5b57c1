// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/outgoingcalls.h"

#include "session/backlog.h"

#include <algorithm>

namespace heliograph {

bool OutgoingCalls::acknowledge(quint64 oneWay)
{
    if (oneWay > m_sent)
        return false;
    m_acknowledged = std::max(m_acknowledged, oneWay);
    return true;
}

void OutgoingCalls::add(Unsent unsent)
{
    m_waitingBytes += unsent.record.size() + Backlog::overhead;
    m_unsent.append(std::move(unsent));
}

std::optional<OutgoingCalls::Unsent> OutgoingCalls::takeNext()
{
    if (m_unsent.isEmpty() || !hasRoom(m_unsent.constFirst().oneWay))
        return std::nullopt;
    Unsent next = m_unsent.takeFirst();
    m_waitingBytes -= next.record.size() + Backlog::overhead;
    sent(next.oneWay);
    return next;
}

void OutgoingCalls::withdraw(quint64 id)
{
    const auto found = std::find_if(m_unsent.cbegin(), m_unsent.cend(),
                                    [id](const Unsent &unsent) { return unsent.id == id; });
    if (found == m_unsent.cend())
        return;
    m_waitingBytes -= found->record.size() + Backlog::overhead;
    m_unsent.erase(found);
}

void OutgoingCalls::clear()
{
    m_unsent.clear();
    m_waitingBytes = 0;
}

} // namespace heliograph
