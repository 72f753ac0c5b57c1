// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/backlog.h"

#include <algorithm>

namespace heliograph {

void Backlog::add(QByteArray bytes, quint64 first, quint64 last)
{
    m_bytes += cost(bytes);
    m_records.push_back({std::move(bytes), first, last});
}

void Backlog::addEvent(QByteArray bytes, quint64 record, quint64 source)
{
    m_bytes += cost(bytes);
    m_eventBytes += cost(bytes);
    m_events.push_back({std::move(bytes), record, source});
}

Backlog::Batch Backlog::peek(qsizetype size) const
{
    Batch batch;
    while (batch.records < m_records.size() || batch.events < m_events.size()) {
        const bool isEvent = batch.records == m_records.size()
                             || (batch.events < m_events.size()
                                 && m_events[batch.events].record < m_records[batch.records].first);
        const QByteArray &next = isEvent ? m_events[batch.events].bytes : m_records[batch.records].bytes;
        if (!batch.bytes.isEmpty() && batch.bytes.size() + next.size() > size)
            break;
        batch.bytes.append(next);
        ++(isEvent ? batch.events : batch.records);
    }
    return batch;
}

void Backlog::remove(const Batch &batch)
{
    for (size_t i = 0; i < batch.records; ++i) {
        m_bytes -= cost(m_records.front().bytes);
        m_records.pop_front();
    }
    for (size_t i = 0; i < batch.events; ++i)
        (void)dropOldestEvent();
}

std::optional<quint64> Backlog::oldest() const
{
    if (m_records.empty())
        return oldestEvent();
    const quint64 record = m_records.front().first;
    return m_events.empty() ? record : std::min(record, m_events.front().record);
}

std::optional<quint64> Backlog::oldestEvent() const
{
    return m_events.empty() ? std::nullopt : std::optional(m_events.front().record);
}

quint64 Backlog::dropOldestEvent()
{
    const Event event = std::move(m_events.front());
    m_events.pop_front();
    m_bytes -= cost(event.bytes);
    m_eventBytes -= cost(event.bytes);
    return event.source;
}

bool Backlog::contains(quint64 record) const
{
    const auto isBefore = [](const Record &waiting, quint64 number) { return waiting.last < number; };
    const auto found = std::lower_bound(m_records.begin(), m_records.end(), record, isBefore);
    return found != m_records.end() && found->first <= record;
}

void Backlog::clear()
{
    m_records.clear();
    m_events.clear();
    m_bytes = m_eventBytes = 0;
}

} // namespace heliograph
