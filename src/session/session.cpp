// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/session.h"

#include "session/log.h"
#include "wire/native.h"

namespace heliograph {

Q_LOGGING_CATEGORY(lcSession, "heliograph.session", QtWarningMsg)

namespace {

// What a frame adds to a payload at most: kind, id, name, timeout and lengths.
constexpr qsizetype headAllowance = 512;

} // namespace

Session::Session(SessionOptions options, FrameSink &sink, SessionOwner &owner)
    : m_options(std::move(options)), m_sink(sink), m_owner(&owner),
      m_outbox(m_sink, m_options.limits.unreadBytes),
      m_reassembly(quint64(m_options.limits.maxPayload) + headAllowance)
{
    m_outbox.whenDropped = [this](quint64 source) {
        if (m_handlers.publications)
            m_handlers.publications->eventDropped(source);
    };
}

// ---- sending

bool Session::fits(qsizetype size) const
{
    return quint64(size) <= m_peerMaxPayload;
}

void Session::greet()
{
    m_state = State::Greeting;
    Hello hello;
    hello.role = m_options.role;
    hello.user = m_options.user;
    hello.maxPayload = quint64(m_options.limits.maxPayload);
    hello.callCredit = quint32(m_options.limits.callsInFlight);
    hello.heartbeat = m_options.heartbeat;
    m_head.clear();
    native::write(m_head, hello);
    write({}, m_head);
}

quint64 Session::submit(QByteArrayView name, milliseconds timeout, QByteArrayView payload,
                        std::unique_ptr<PendingCall> call, TimePoint now)
{
    if (!fits(payload.size())) {
        call->fail(
            Error(ErrorCode::TooLarge, QStringLiteral("The arguments take %1 bytes, the peer accepts %2.")
                                           .arg(payload.size())
                                           .arg(m_peerMaxPayload)));
        return 0;
    }
    const std::optional<TimePoint> next = m_pending.nextDeadline();
    const quint64 id = m_pending.add(std::move(call), timeout, now);
    m_head.clear();
    native::writeHead(m_head, Call{id, name, timeout, payload});
    writeCall(id, 0, name, payload);
    if ((!next || now + timeout < *next) && m_owner)
        m_owner->deadlineAdded(now + timeout);
    return id;
}

bool Session::notify(QByteArrayView name, QByteArrayView payload)
{
    if (!fits(payload.size()))
        return false;
    m_head.clear();
    native::writeHead(m_head, Notify{name, payload});
    writeCall(0, OutgoingCalls::sizeOf({name, payload}), name, payload);
    return true;
}

void Session::cancel(quint64 id)
{
    const std::shared_ptr<Session> self = shared_from_this();
    const std::unique_ptr<PendingCall> call = m_pending.take(id);
    if (!call)
        return;
    const bool wasFull = m_pending.count() + 1 == m_peerCredit;
    writeCancel(id, PendingCalls::recordOf(*call));
    if (wasFull) // before the call's completion, which may wait for one that needs the credit
        returnCredit();
    call->endCanceled();
}

void Session::writeCancel(quint64 id, quint64 record)
{
    if (record == 0)
        return m_outgoing.withdraw(id);
    if (m_outbox.withdraw(record))
        return; // the peer never hears of it
    m_head.clear();
    native::write(m_head, Cancel{id});
    write(m_outbox.orderBehind(record), m_head);
}

/// Lets the owner make the calls that waited for one to end, unless the session or the owner ended with it.
void Session::returnCredit()
{
    if (m_state == State::Established && m_owner)
        m_owner->creditReturned();
}

void Session::reply(quint64 id, QByteArrayView payload)
{
    if (m_state != State::Established)
        return;
    if (!fits(payload.size())) {
        fail(id,
             Error(ErrorCode::TooLarge, QStringLiteral("The result takes %1 bytes, the caller accepts %2.")
                                            .arg(payload.size())
                                            .arg(m_peerMaxPayload)));
        return;
    }
    m_head.clear();
    native::writeHead(m_head, Reply{id, payload});
    write({SendOrder::Kind::Answer}, m_head, payload);
}

void Session::fail(quint64 id, const Error &error)
{
    if (m_state != State::Established)
        return;
    writeFailure(id, error);
    write({SendOrder::Kind::Answer}, m_head);
}

void Session::refuseCall(quint64 id, const Error &error)
{
    if (m_state != State::Established)
        return;
    writeFailure(id, error);
    writeRefusal({SendOrder::Kind::Answer}, m_head);
}

/// Writes a FAILURE into m_head.
void Session::writeFailure(quint64 id, const Error &error)
{
    Encoder details;
    if (error.details().isValid()) {
        const QVariant value = error.details();
        codecFor<QVariant>().encode(details, &value);
        if (!details.ok())
            details.clear();
    }
    const QByteArray className = error.className().toUtf8();
    const QByteArray message = error.message().toUtf8();
    m_head.clear();
    native::write(m_head, Failure{id, error.code(), className, message, details.data()});
    if (!fits(m_head.size())) {
        m_head.clear();
        native::write(m_head, Failure{id, error.code(), native::shortened(className, longestName), {}, {}});
    }
}

bool Session::beat()
{
    if (m_state != State::Established)
        return false;
    const std::shared_ptr<Session> self = shared_from_this();
    const Pulse::Beat beat = m_pulse.beat(m_owner->currentTime());
    if (heartbeat().interval != milliseconds(0) && (beat.isSilent || !m_pulse.roundTrip()))
        (void)ping();
    if (beat.isLost)
        m_owner->heartbeatLost();
    return beat.isSilent;
}

quint64 Session::ping()
{
    const quint64 number = m_pulse.pinged(m_owner->currentTime());
    m_head.clear();
    native::write(m_head, Ping{number});
    writeControl(m_head);
    return number;
}

void Session::subscribe(quint64 id, QByteArrayView name)
{
    m_head.clear();
    native::write(m_head, Subscribe{id, name});
    write({}, m_head);
}

void Session::acquire(quint64 id, QByteArrayView name)
{
    m_head.clear();
    native::write(m_head, Acquire{id, name});
    write({}, m_head);
}

void Session::release(quint64 id)
{
    m_head.clear();
    native::write(m_head, Release{id});
    write({}, m_head);
}

void Session::sendStatus(quint64 id, ErrorCode code, QByteArrayView text)
{
    m_head.clear();
    native::write(m_head, Status{id, code, text});
    write({SendOrder::Kind::News}, m_head);
}

void Session::answerSubscription(quint64 id, ErrorCode code, QByteArrayView text)
{
    m_head.clear();
    native::write(m_head, Status{id, code, text});
    writeRefusal({SendOrder::Kind::News}, m_head);
}

bool Session::sendEvent(quint64 id, quint64 number, QByteArrayView arguments)
{
    if (!fits(arguments.size()))
        return false;
    m_head.clear();
    native::writeHead(m_head, Event{id, number, arguments});
    const Writing writing(*this);
    m_outbox.writeEvent(id, m_head.data(), arguments);
    return true;
}

void Session::sendLost(quint64 id, quint64 number)
{
    m_head.clear();
    native::write(m_head, Lost{id, number});
    write({SendOrder::Kind::News}, m_head);
}

bool Session::sendObject(quint64 id, QByteArrayView description, QByteArrayView values)
{
    if (!takesNews() || !fits(description.size() + values.size()))
        return false;
    m_head.clear();
    native::writeHead(m_head, Object{id, description, values});
    write({SendOrder::Kind::News}, m_head, values);
    return true;
}

bool Session::sendChanged(quint64 id, QByteArrayView values)
{
    if (!takesNews() || !fits(values.size()))
        return false;
    m_head.clear();
    native::writeHead(m_head, Changed{id, values});
    write({SendOrder::Kind::News}, m_head, values);
    return true;
}

// ---- ending

void Session::refuse(const Error &error)
{
    close(error);
}

void Session::close(const Error &reason)
{
    if (m_state == State::Ended)
        return;
    Goodbye goodbye;
    goodbye.code = reason.code();
    const QByteArray text = reason.message().toUtf8();
    goodbye.reason = text;
    m_head.clear();
    native::write(m_head, goodbye);
    m_outbox.writeLast(m_head.data());
    end(reason);
}

void Session::lose(const Error &reason)
{
    if (m_state != State::Ended)
        end(reason);
}

void Session::detach()
{
    m_owner = nullptr;
    m_handlers = {};
    m_state = State::Ended;
}

void Session::end(const Error &reason)
{
    const std::shared_ptr<Session> self = shared_from_this();
    m_state = State::Ended;
    m_handlers = {}; // the owner lets them go
    m_outgoing.clear();
    if (m_owner)
        m_owner->sessionEnding(reason);
    m_ended = m_pending.takeAll();
    std::reverse(m_ended.begin(), m_ended.end());
    failEnded(reason);
    if (m_owner)
        m_owner->sessionEnded(reason);
}

void Session::failEnded(const Error &reason)
{
    const std::shared_ptr<Session> self = shared_from_this();
    while (!m_ended.empty()) {
        const PendingCalls::Expired ended = std::move(m_ended.back());
        m_ended.pop_back();
        const bool sent = ended.record != 0 && m_outbox.hasLeft(ended.record);
        const ErrorCode code = sent ? ErrorCode::OutcomeUnknown : ErrorCode::NeverSent;
        ended.call->fail(Error(code, describe(code) + u' ' + reason.message()));
    }
}

void Session::expire(TimePoint now)
{
    const std::shared_ptr<Session> self = shared_from_this();
    for (;;) {
        const bool wasFull = !hasCredit();
        const std::optional<PendingCalls::Expired> expired = m_pending.takeExpired(now);
        if (!expired)
            return;
        if (m_state == State::Established)
            writeCancel(expired->id, expired->record);
        if (wasFull) // before the call's completion, which may wait for one that needs the credit
            returnCredit();
        expired->call->fail(Error(ErrorCode::TimedOut));
    }
}

} // namespace heliograph
