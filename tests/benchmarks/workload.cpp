// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "workload.h"

#include <algorithm>
#include <utility>

namespace heliograph::bench {

namespace {

// Reading the clock at every answer would cost the fastest peer several percent.
constexpr qint64 AnswersBetweenClockReadings = 64;

} // namespace

bool isEchoOf(QByteArrayView payload, QByteArrayView answer)
{
    if (payload.size() != answer.size())
        return false;
    const qsizetype ends = std::min<qsizetype>(payload.size(), 64);
    return payload.first(ends) == answer.first(ends) && payload.last(ends) == answer.last(ends);
}

CallCounter::CallCounter(const Workload &workload)
    : m_limit(workload.calls), m_duration(workload.duration), m_window(workload.window)
{
    if (m_window == 1)
        m_log.roundTrips.reserve(static_cast<size_t>(workload.duration ? 0 : workload.calls));
    m_start = Clock::now();
}

bool CallCounter::maySend() const
{
    return !m_closed && m_begun < m_limit && m_begun - m_log.calls < m_window;
}

void CallCounter::begin()
{
    ++m_begun;
    if (m_window == 1)
        m_lastBegun = Clock::now();
}

void CallCounter::answered()
{
    ++m_log.calls;
    if (m_window == 1)
        m_log.roundTrips.push_back(Clock::now() - m_lastBegun);
    if (m_duration && m_log.calls % AnswersBetweenClockReadings == 0)
        m_closed = Clock::now() - m_start >= *m_duration;
    if (isDone())
        m_log.elapsed = Clock::now() - m_start;
}

void CallCounter::finish(qint64 count)
{
    m_log.calls = count;
    m_log.elapsed = Clock::now() - m_start;
}

bool CallCounter::isDone() const
{
    return m_log.calls == m_begun && (m_closed || m_begun == m_limit);
}

CallLog CallCounter::takeLog()
{
    return std::exchange(m_log, {});
}

} // namespace heliograph::bench
