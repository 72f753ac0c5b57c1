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
    return m_last;
}

std::unique_ptr<PendingCall> WaitingCalls::take(quint64 number)
{
    const auto found = m_calls.find(number);
    if (found == m_calls.end())
        return nullptr;
    std::unique_ptr<PendingCall> call = std::move(found->second.call);
    m_calls.erase(found);
    return call;
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
        if (found == m_calls.end())
            continue;
        expired.push_back(std::move(found->second));
        m_calls.erase(found);
    }
    return expired;
}

std::vector<WaitingCalls::Waiting> WaitingCalls::takeAll()
{
    std::vector<Waiting> all;
    all.reserve(m_calls.size());
    for (auto &[number, waiting] : std::exchange(m_calls, {}))
        all.push_back(std::move(waiting));
    m_deadlines.clear();
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
