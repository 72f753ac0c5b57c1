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
    withUtf8(name, [&](QByteArrayView utf8) {
        if (const std::optional<Error> error = checkCall(utf8, timeoutOf(options, m_settings.callTimeout)))
            call->fail(*error);
        else
            callUtf8(utf8, options, arguments, std::move(call));
    });
}

void ChannelCore::callUtf8(QByteArrayView name, const CallOptions &options, QByteArrayView arguments,
                           std::unique_ptr<PendingCall> call)
{
    const milliseconds timeout = timeoutOf(options, m_settings.callTimeout);
    const TimePoint now = Clock::now();
    if (canSend() && m_session->hasCredit()) {
        if (const quint64 id = m_session->submit(name, timeout, arguments, std::move(call), now))
            m_sentWatch.add(id, now);
        return;
    }
    if (const std::optional<Error> error = whyNotWait(options, name, arguments))
        return call->fail(*error);
    m_waitingWatch.add(
        m_waiting.add(name, arguments, std::move(call), timeout, now, waitsForSession(options)), now);
    deadlineAdded(now + timeout);
}

void ChannelCore::notify(QAnyStringView name, const CallOptions &options, QByteArrayView arguments)
{
    withUtf8(name, [&](QByteArrayView utf8) {
        if (const std::optional<Error> error = checkCall(utf8, timeoutOf(options, m_settings.callTimeout)))
            detail::logNotSent(name, *error);
        else
            notifyUtf8(utf8, options, arguments);
    });
}

void ChannelCore::notifyUtf8(QByteArrayView name, const CallOptions &options, QByteArrayView arguments)
{
    if (canSend() && !m_session->holdsTooMany()) {
        if (!m_session->notify(name, arguments))
            detail::logNotSent(QUtf8StringView(name), Error(ErrorCode::TooLarge));
        return;
    }
    if (const std::optional<Error> error = whyNotWait(options, name, arguments))
        return detail::logNotSent(QUtf8StringView(name), *error);
    const TimePoint now = Clock::now();
    const milliseconds timeout = timeoutOf(options, m_settings.callTimeout);
    m_waiting.add(name, arguments, nullptr, timeout, now, waitsForSession(options));
    deadlineAdded(now + timeout);
}

/// Why a call that cannot be sent now is not kept for later.
std::optional<Error> ChannelCore::whyNotWait(const CallOptions &options, QByteArrayView name,
                                             QByteArrayView arguments) const
{
    if (m_closing)
        return neverSent(m_closing->reason.message());
    if (!isEstablished() && !m_settings.expectsSession)
        return neverSent(QStringLiteral("There is no session and none is expected."));
    if (!isEstablished() && !waitsForSession(options))
        return neverSent(QStringLiteral("There is no session."));
    const Limits &limits = m_settings.session.limits;
    const int most = isEstablished() ? limits.queuedCalls : limits.waitingCalls;
    if (m_waiting.count() >= most)
        return Error(
            ErrorCode::Busy,
            QStringLiteral("%1 calls wait already, at most %2 may.").arg(m_waiting.count()).arg(most));
    if (m_waiting.bytes() + name.size() + arguments.size() > limits.waitingBytes)
        return Error(ErrorCode::Busy,
                     QStringLiteral("The calls that wait take %1 bytes already, at most %2 may be taken.")
                         .arg(m_waiting.bytes())
                         .arg(limits.waitingBytes));
    return std::nullopt;
}

void ChannelCore::submitWaiting()
{
    const QPointer<ChannelCore> self(this);
    const TimePoint now = Clock::now();
    // A completion may close the channel, or destroy it; what waits then stays for the next session.
    while (self && isEstablished()) {
        const WaitingCalls::Waiting *const first = m_waiting.first();
        if (!first)
            return m_waitingWatch.clear();
        if (first->call ? !m_session->hasCredit() : m_session->holdsTooMany())
            return;
        std::optional<WaitingCalls::Waiting> waiting = m_waiting.takeFirst();
        const auto left = std::max(milliseconds(1), std::chrono::ceil<milliseconds>(waiting->deadline - now));
        if (!waiting->call) {
            if (!m_session->notify(waiting->name, waiting->arguments))
                detail::logNotSent(QUtf8StringView(waiting->name), Error(ErrorCode::TooLarge));
        } else if (const quint64 id = m_session->submit(waiting->name, left, waiting->arguments,
                                                        std::move(waiting->call), now)) {
            m_sentWatch.add(id, now);
        }
    }
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
    if (expected) {
        setState(Channel::State::Connecting);
        return;
    }
    const QPointer<ChannelCore> self(this);
    addFailing(m_waiting.takeAll(), Error(ErrorCode::NeverSent, reason.message()));
    failNext();
    if (self && !m_session && !m_settings.expectsSession) // unless one of those has begun anew
        setState(Channel::State::Disconnected);
}

void ChannelCore::fail(const Failing &failing)
{
    if (failing.waiting.call)
        failing.waiting.call->fail(failing.error);
    else
        detail::logNotSent(QUtf8StringView(failing.waiting.name), failing.error);
}

void ChannelCore::addFailing(std::vector<WaitingCalls::Waiting> calls, const Error &error)
{
    for (WaitingCalls::Waiting &waiting : calls)
        m_failing.push_back({std::move(waiting), error});
    if (!m_failing.empty())
        m_endTimer.start(0, this);
}

/// One after the other: an event loop that one's completion runs goes on with the others, see goOnFailing().
void ChannelCore::failNext()
{
    const QPointer<ChannelCore> self(this);
    while (self && !m_failing.empty()) {
        const Failing failing = std::move(m_failing.front());
        m_failing.pop_front();
        fail(failing);
    }
}

void ChannelCore::goOnFailing()
{
    m_endTimer.stop();
    const std::shared_ptr<Session> ending = m_ending.lock();
    const bool isSentLeft = ending && ending->hasEndedCalls();
    if (!isSentLeft && m_failing.empty())
        return;
    m_endTimer.start(
        0, this); // anew: it does not fire inside its own event, where there may be another event loop
    const QPointer<ChannelCore> self(this);
    if (isSentLeft)
        ending->failEnded(Error(m_obstacle)); // which may end this
    if (self)
        failNext();
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
    armDeadline(); // anew: the timer does not fire inside its own event, where who is told may run an event loop
    if (m_session)
        m_session->expire(now);
    if (!self)
        return;
    const Error error = neverSent(
        isEstablished() ? QStringLiteral("The other end took no more calls before the call's deadline.")
                        : QStringLiteral("No session came about before the call's deadline."));
    while (self) { // the calls' completions may destroy it
        std::optional<WaitingCalls::Waiting> expired = m_waiting.takeExpired(now);
        if (!expired)
            break;
        fail({std::move(*expired), error});
    }
    if (self)
        submitWaiting();
    if (self)
        armDeadline();
    if (self)
        continueClosing();
}

} // namespace heliograph
