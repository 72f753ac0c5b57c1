// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/waitingcalls.h"

#include <utility>

namespace heliograph {

quint64 WaitingCalls::add(QByteArrayView name, QByteArrayView arguments, std::unique_ptr<PendingCall> call,
                          milliseconds timeout, TimePoint now)
{
    const TimePoint deadline = now + timeout;
    m_calls.emplace(++m_last,
                    Waiting{name.toByteArray(), arguments.toByteArray(), deadline, std::move(call)});
    m_deadlines.emplace(deadline, m_last);
    m_bytes += name.size() + arguments.size();
    return m_last;
}

WaitingCalls::Waiting WaitingCalls::takeOut(Calls::iterator call)
{
    Waiting waiting = std::move(call->second);
    m_calls.erase(call);
    m_bytes -= waiting.name.size() + waiting.arguments.size();
    return waiting;
}

std::unique_ptr<PendingCall> WaitingCalls::take(quint64 number)
{
    const auto found = m_calls.find(number);
    if (found == m_calls.end())
        return nullptr;
    return takeOut(found).call;
}

PendingCall *WaitingCalls::find(quint64 number) const
{
    const auto found = m_calls.find(number);
    return found == m_calls.end() ? nullptr : found->second.call.get();
}

std::vector<WaitingCalls::Waiting> WaitingCalls::takeExpired(TimePoint now)
{
    std::vector<Waiting> expired;
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now) {
        const auto found = m_calls.find(m_deadlines.begin()->second);
        m_deadlines.erase(m_deadlines.begin());
        if (found != m_calls.end())
            expired.push_back(takeOut(found));
    }
    return expired;
}

std::optional<WaitingCalls::Waiting> WaitingCalls::takeFirst()
{
    if (m_calls.empty())
        return std::nullopt;
    return takeOut(m_calls.begin());
}

std::vector<WaitingCalls::Waiting> WaitingCalls::takeAll()
{
    std::vector<Waiting> all;
    all.reserve(m_calls.size());
    for (auto &[number, waiting] : std::exchange(m_calls, {}))
        all.push_back(std::move(waiting));
    m_deadlines.clear();
    m_bytes = 0;
    return all;
}

std::optional<TimePoint> WaitingCalls::nextDeadline() const
{
    for (const auto &[deadline, number] : m_deadlines) {
        if (m_calls.contains(number))
            return deadline;
    }
    return std::nullopt;
}

} // namespace heliograph
