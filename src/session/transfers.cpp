// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/transfers.h"

#include "session/backlog.h"

#include <algorithm>

namespace heliograph {

void Transfers::add(Transfer transfer)
{
    count(transfer, transfer.rest.size() + Backlog::overhead);
    m_transfers.push_back(std::move(transfer));
}

void Transfers::count(const Transfer &transfer, qsizetype bytes)
{
    m_bytes += bytes;
    if (transfer.source != 0)
        m_eventBytes += bytes;
}

bool Transfers::advance(qsizetype size)
{
    Transfer &first = m_transfers.front();
    first.sent += quint64(size);
    first.restSent += size;
    count(first, -size);
    if (first.sent < first.total)
        return false;
    count(first, -Backlog::overhead);
    m_transfers.pop_front();
    return true;
}

bool Transfers::mustFollow(const SendOrder &order) const
{
    return std::any_of(m_transfers.begin(), m_transfers.end(),
                       [&](const Transfer &transfer) { return !order.mayOvertake(transfer.order); });
}

std::deque<Transfers::Transfer>::const_iterator Transfers::findOldestEvent() const
{
    return std::find_if(m_transfers.begin(), m_transfers.end(),
                        [](const Transfer &transfer) { return transfer.source != 0 && transfer.sent == 0; });
}

std::optional<quint64> Transfers::oldestEvent() const
{
    const auto found = findOldestEvent();
    return found == m_transfers.end() ? std::nullopt : std::optional(found->record);
}

quint64 Transfers::dropOldestEvent()
{
    const auto found = findOldestEvent();
    const quint64 source = found->source;
    count(*found, -found->rest.size() - Backlog::overhead);
    m_transfers.erase(found);
    return source;
}

bool Transfers::withdraw(quint64 record)
{
    const auto found =
        std::find_if(m_transfers.begin(), m_transfers.end(), [record](const Transfer &transfer) {
            return transfer.record == record && transfer.sent == 0;
        });
    if (found == m_transfers.end())
        return false;
    count(*found, -found->rest.size() - Backlog::overhead);
    m_transfers.erase(found);
    return true;
}

Transfers::Progress Transfers::progress(quint64 record) const
{
    for (const Transfer &transfer : m_transfers) {
        if (transfer.record == record)
            return transfer.sent == 0 ? Progress::Queued : Progress::Begun;
    }
    return Progress::None;
}

void Transfers::clear()
{
    m_transfers.clear();
    m_bytes = m_eventBytes = 0;
}

} // namespace heliograph
