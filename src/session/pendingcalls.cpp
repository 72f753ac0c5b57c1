// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/pendingcalls.h"

#include <algorithm>

namespace heliograph {

PendingCalls::~PendingCalls()
{
    qDeleteAll(m_calls);
}

quint64 PendingCalls::add(std::unique_ptr<PendingCall> call, milliseconds timeout, TimePoint now)
{
    PendingCall *added = call.release();
    added->m_id = ++m_lastId;
    added->m_timeout = timeout;
    added->m_deadline = now + timeout;
    Queue &queue = m_queues[timeout];
    added->m_previous = queue.last;
    (queue.last ? queue.last->m_next : queue.first) = added;
    queue.last = added;
    m_calls.insert(added->m_id, added);
    return added->m_id;
}

void PendingCalls::setRecord(quint64 id, quint64 record)
{
    if (PendingCall *call = find(id))
        call->m_record = record;
}

PendingCall *PendingCalls::find(quint64 id) const
{
    return m_calls.value(id, nullptr);
}

std::unique_ptr<PendingCall> PendingCalls::take(quint64 id)
{
    std::unique_ptr<PendingCall> call(m_calls.take(id));
    if (call)
        unlink(*call);
    return call;
}

void PendingCalls::unlink(PendingCall &call)
{
    const auto queue = m_queues.find(call.m_timeout);
    (call.m_previous ? call.m_previous->m_next : queue->second.first) = call.m_next;
    (call.m_next ? call.m_next->m_previous : queue->second.last) = call.m_previous;
    call.m_next = nullptr;
    call.m_previous = nullptr;
    if (!queue->second.first)
        m_queues.erase(queue);
}

std::optional<PendingCalls::Expired> PendingCalls::takeExpired(TimePoint now)
{
    for (const auto &[timeout, queue] : m_queues) {
        const PendingCall &oldest = *queue.first;
        if (oldest.m_deadline <= now)
            return Expired{oldest.m_id, oldest.m_record, take(oldest.m_id)};
    }
    return std::nullopt;
}

std::vector<PendingCalls::Expired> PendingCalls::takeAll()
{
    std::vector<Expired> all;
    all.reserve(size_t(m_calls.size()));
    for (PendingCall *call : std::as_const(m_calls))
        all.push_back({call->m_id, call->m_record, std::unique_ptr<PendingCall>(call)});
    m_calls.clear();
    m_queues.clear();
    std::sort(all.begin(), all.end(), [](const Expired &a, const Expired &b) { return a.id < b.id; });
    return all;
}

std::optional<TimePoint> PendingCalls::nextDeadline() const
{
    std::optional<TimePoint> next;
    for (const auto &[timeout, queue] : m_queues) {
        if (!next || queue.first->m_deadline < *next)
            next = queue.first->m_deadline;
    }
    return next;
}

} // namespace heliograph
