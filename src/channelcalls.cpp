// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "callcheck.h"
#include "channelcore.h"

#include <QtCore/qpointer.h>

#include <algorithm>
#include <limits>

// How calls get into a session, wait for one, and end when their time is over.

namespace heliograph {

using namespace std::chrono_literals;

void ChannelCore::call(QAnyStringView name, const CallOptions &options, QByteArrayView arguments,
                       std::unique_ptr<PendingCall> call)
{
    const milliseconds timeout = timeoutOf(options, m_settings.callTimeout);
    withUtf8(name, [&](QByteArrayView utf8) {
        if (const std::optional<Error> error = checkCall(utf8, timeout))
            call->fail(*error);
        else
            callUtf8(utf8, timeout, arguments, std::move(call));
    });
}

void ChannelCore::callUtf8(QByteArrayView name, milliseconds timeout, QByteArrayView arguments,
                           std::unique_ptr<PendingCall> call)
{
    const TimePoint now = Clock::now();
    if (isEstablished()) {
        if (const quint64 id = m_session->submit(name, timeout, arguments, std::move(call), now))
            m_sentWatch.add(id, now);
        return;
    }
    if (!m_settings.expectsSession)
        return call->fail(neverSent(QStringLiteral("There is no session and none is expected.")));
    m_waitingWatch.add(m_waiting.add(name, arguments, std::move(call), timeout, now), now);
    deadlineAdded(now + timeout);
}

void ChannelCore::notify(QAnyStringView name, const CallOptions &options, QByteArrayView arguments)
{
    const milliseconds timeout = timeoutOf(options, m_settings.callTimeout);
    withUtf8(name, [&](QByteArrayView utf8) {
        if (const std::optional<Error> error = checkCall(utf8, timeout)) {
            detail::logNotSent(name, *error);
        } else if (isEstablished()) {
            if (!m_session->notify(utf8, arguments))
                detail::logNotSent(name, Error(ErrorCode::TooLarge));
        } else if (m_settings.expectsSession) {
            const TimePoint now = Clock::now();
            m_waiting.add(utf8, arguments, nullptr, timeout, now);
            deadlineAdded(now + timeout);
        } else {
            detail::logNotSent(name, neverSent({}));
        }
    });
}

void ChannelCore::submitWaiting()
{
    const QPointer<ChannelCore> self(this);
    const std::shared_ptr<Session> session = m_session;
    const TimePoint now = Clock::now();
    for (WaitingCalls::Waiting &waiting : m_waiting.takeAll()) {
        const auto left = std::max(milliseconds(1), std::chrono::ceil<milliseconds>(waiting.deadline - now));
        // A completion may have closed the channel, or destroyed it.
        if (!self || m_session != session) {
            if (waiting.call)
                waiting.call->fail(Error(ErrorCode::NeverSent));
        } else if (!waiting.call) {
            if (!session->notify(waiting.name, waiting.arguments))
                detail::logNotSent(QUtf8StringView(waiting.name), Error(ErrorCode::TooLarge));
        } else if (const quint64 id =
                       session->submit(waiting.name, left, waiting.arguments, std::move(waiting.call), now)) {
            m_sentWatch.add(id, now);
        }
    }
    if (self)
        m_waitingWatch.clear();
}

Error ChannelCore::neverSent(const QString &why) const
{
    QString message = why;
    if (m_obstacle.code() != ErrorCode::None)
        message += u' ' + m_obstacle.message();
    return Error(ErrorCode::NeverSent, message);
}

void ChannelCore::expectSession(bool expected, const Error &reason)
{
    m_settings.expectsSession = expected;
    if (expected)
        return;
    for (WaitingCalls::Waiting &waiting : m_waiting.takeAll()) {
        if (waiting.call)
            waiting.call->fail(Error(ErrorCode::NeverSent, reason.message()));
        else
            detail::logNotSent(QUtf8StringView(waiting.name), reason);
    }
}

// ---- deadlines

void ChannelCore::deadlineAdded(TimePoint deadline)
{
    if (m_deadlineTimer.isActive() && m_deadline <= deadline)
        return;
    m_deadline = deadline;
    const auto left = std::max(0ms, std::chrono::ceil<milliseconds>(deadline - Clock::now()));
    // QBasicTimer counts in int; a deadline beyond that is looked at again when the timer fires.
    const auto interval = std::min<qint64>(left.count(), std::numeric_limits<int>::max());
    m_deadlineTimer.start(int(interval), Qt::PreciseTimer, this);
}

void ChannelCore::armDeadline()
{
    m_deadlineTimer.stop();
    const std::optional<TimePoint> sent = m_session ? m_session->nextDeadline() : std::nullopt;
    const std::optional<TimePoint> waiting = m_waiting.nextDeadline();
    if (sent)
        deadlineAdded(*sent);
    if (waiting)
        deadlineAdded(*waiting);
}

void ChannelCore::expire()
{
    const QPointer<ChannelCore> self(this);
    const TimePoint now = Clock::now();
    if (m_session)
        m_session->expire(now);
    if (!self)
        return;
    const Error error = neverSent(QStringLiteral("No session came about before the call's deadline."));
    for (WaitingCalls::Waiting &waiting : m_waiting.takeExpired(now)) {
        if (waiting.call)
            waiting.call->fail(error);
        else
            detail::logNotSent(QUtf8StringView(waiting.name), error);
    }
    if (self) // whose calls' completions may have destroyed it
        armDeadline();
}

} // namespace heliograph
