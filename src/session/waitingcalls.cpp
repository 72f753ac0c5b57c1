// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/waitingcalls.h"

#include <utility>

namespace heliograph {

quint64 WaitingCalls::add(QByteArrayView name, QByteArrayView arguments, std::unique_ptr<PendingCall> call,
                          milliseconds timeout, TimePoint now, bool waitsForSession)
{
    const TimePoint deadline = now + timeout;
    const auto place = m_deadlines.emplace(deadline, ++m_last);
    Waiting waiting{name.toByteArray(), arguments.toByteArray(), deadline, std::move(call), waitsForSession};
    m_calls.emplace(m_last, Entry{std::move(waiting), place});
    m_bytes += name.size() + arguments.size();
    return m_last;
}

WaitingCalls::Waiting WaitingCalls::takeOut(Calls::iterator call)
{
    Waiting waiting = std::move(call->second.waiting);
    m_deadlines.erase(call->second.deadline);
    m_calls.erase(call);
    m_bytes -= waiting.name.size() + waiting.arguments.size();
    return waiting;
}

std::unique_ptr<PendingCall> WaitingCalls::take(quint64 number)
{
    const auto found = m_calls.find(number);
    return found == m_calls.end() ? nullptr : takeOut(found).call;
}

PendingCall *WaitingCalls::find(quint64 number) const
{
    const auto found = m_calls.find(number);
    return found == m_calls.end() ? nullptr : found->second.waiting.call.get();
}

std::optional<WaitingCalls::Waiting> WaitingCalls::takeExpired(TimePoint now)
{
    if (m_deadlines.empty() || m_deadlines.begin()->first > now)
        return std::nullopt;
    return takeOut(m_calls.find(m_deadlines.begin()->second));
}

std::optional<WaitingCalls::Waiting> WaitingCalls::takeFirst()
{
    if (m_calls.empty())
        return std::nullopt;
    return takeOut(m_calls.begin());
}

std::vector<WaitingCalls::Waiting> WaitingCalls::takeImpatient()
{
    std::vector<Waiting> impatient;
    for (auto call = m_calls.begin(); call != m_calls.end();) {
        const auto next = std::next(call);
        if (!call->second.waiting.waitsForSession)
            impatient.push_back(takeOut(call));
        call = next;
    }
    return impatient;
}

std::vector<WaitingCalls::Waiting> WaitingCalls::takeAll()
{
    std::vector<Waiting> all;
    all.reserve(m_calls.size());
    for (auto &[number, entry] : std::exchange(m_calls, {}))
        all.push_back(std::move(entry.waiting));
    m_deadlines.clear();
    m_bytes = 0;
    return all;
}

std::optional<TimePoint> WaitingCalls::nextDeadline() const
{
    return m_deadlines.empty() ? std::nullopt : std::optional(m_deadlines.begin()->first);
}

} // namespace heliograph
