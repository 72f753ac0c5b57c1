// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/session.h"

#include "codec/sparebuffer.h"
#include "session/log.h"
#include "session/ranges.h"
#include "wire/native.h"

#include <algorithm>

// What a session makes of the records that it receives.

namespace heliograph {

namespace {

// A peer whose frames make no sense this often is not worth listening to.
constexpr int malformedLimit = 3;
constexpr QByteArrayView exposesNothing("This peer exposes nothing.");

// Why a peer ends a session that was established, when it is more than that it wants no more.
bool isToldAsItIs(ErrorCode code)
{
    return code == ErrorCode::TooSlow || code == ErrorCode::Refused;
}

} // namespace

struct Session::RecordVisitor
{
    Session &session;
    const Arrival &arrival;
    bool reassembled;

    [[nodiscard]] bool established() const { return session.m_state == State::Established; }
    // Anything but a greeting, before there is a session.
    [[nodiscard]] bool tooEarly() const
    {
        if (established())
            return false;
        session.malformed(QStringLiteral("a record before the greeting"));
        return true;
    }

    void operator()(const Hello &hello) const { session.accept(hello); }
    void operator()(const Welcome &welcome) const { session.accept(welcome); }
    void operator()(const Goodbye &goodbye) const { session.accept(goodbye); }
    void operator()(const Call &call) const
    {
        if (tooEarly())
            return;
        if (session.m_handlers.calls)
            session.m_handlers.calls->handleCall(call, arrival);
        else
            session.refuseCall(call.id, Error(ErrorCode::UnknownName, QString::fromLatin1(exposesNothing)));
    }
    void operator()(const Notify &notify) const
    {
        if (tooEarly())
            return;
        session.countOneWay(notify);
        if (session.m_handlers.calls) // still
            session.m_handlers.calls->handleNotify(notify, arrival);
    }
    void operator()(const Reply &reply) const
    {
        if (!tooEarly())
            session.accept(reply, arrival.now);
    }
    void operator()(const Failure &failure) const
    {
        if (!tooEarly())
            session.accept(failure);
    }
    void operator()(const Cancel &cancel) const
    {
        if (!tooEarly() && session.m_handlers.calls)
            session.m_handlers.calls->handleCancel(cancel.id);
    }
    void operator()(const Ping &ping) const
    {
        session.m_head.clear();
        native::write(session.m_head, Pong{ping.nonce});
        session.writeControl(session.m_head);
    }
    void operator()(const Pong &pong) const { session.m_pulse.answered(pong.nonce, arrival.now); }
    void operator()(const Subscribe &subscribe) const
    {
        if (tooEarly())
            return;
        if (session.m_handlers.publications)
            session.m_handlers.publications->handleSubscribe(subscribe);
        else
            session.answerSubscription(subscribe.id, ErrorCode::UnknownName, exposesNothing);
    }
    void operator()(const Acquire &acquire) const
    {
        if (tooEarly())
            return;
        if (session.m_handlers.publications)
            session.m_handlers.publications->handleAcquire(acquire);
        else
            session.answerSubscription(acquire.id, ErrorCode::UnknownName, exposesNothing);
    }
    void operator()(const Release &release) const
    {
        if (!tooEarly() && session.m_handlers.publications)
            session.m_handlers.publications->handleRelease(release.id);
    }
    void operator()(const Status &status) const
    {
        if (!tooEarly() && session.m_handlers.subscriptions)
            session.m_handlers.subscriptions->handleStatus(status);
    }
    void operator()(const Event &event) const
    {
        if (!tooEarly() && session.m_handlers.subscriptions)
            session.m_handlers.subscriptions->handleEvent(event);
    }
    void operator()(const Lost &lost) const
    {
        if (!tooEarly() && session.m_handlers.subscriptions)
            session.m_handlers.subscriptions->handleLost(lost);
    }
    void operator()(const Object &object) const
    {
        if (!tooEarly() && session.m_handlers.subscriptions)
            session.m_handlers.subscriptions->handleObject(object);
    }
    void operator()(const Changed &changed) const
    {
        if (!tooEarly() && session.m_handlers.subscriptions)
            session.m_handlers.subscriptions->handleChanged(changed);
    }
    void operator()(const Ack &ack) const { session.accept(ack); }
    void operator()(const Chunk &chunk) const { session.accept(chunk, arrival, reassembled); }
    void operator()(const Malformed &malformed) const
    {
        if (malformed.callId != 0 && established()) {
            session.refuseCall(malformed.callId, Error(ErrorCode::ProtocolError, malformed.reason));
            return;
        }
        session.malformed(malformed.reason);
    }
};

void Session::receive(QByteArrayView frame, const Arrival &arrival)
{
    const std::shared_ptr<Session> self = shared_from_this(); // a completion may delete the owner
    countFrame(frame);
    if (m_state == State::Ended)
        return;
    const RecordQueue::Frame queued(m_records, frame, arrival);
    // This may take an event loop, in which this frame still comes before the next.
    if (m_pulse.heard(arrival.now) && m_owner)
        m_owner->heartbeatRestored();
    read(arrival.turnEnds);
}

void Session::resume(TimePoint turnEnds)
{
    const std::shared_ptr<Session> self = shared_from_this();
    read(turnEnds);
}

void Session::read(TimePoint turnEnds)
{
    while (m_state != State::Ended) {
        const std::optional<RecordQueue::Next> next = m_records.next();
        if (!next)
            return acknowledge();
        const bool isLast = m_records.isEmpty();
        if (!isLast)
            m_owner->resumeOwed();
        std::visit(RecordVisitor{*this, next->arrival, false}, next->message);
        if (refusesTooMuch())
            refuse(Error(ErrorCode::TooSlow,
                         QStringLiteral("Refusals of %1 bytes wait unread.").arg(m_refused)));
        if (m_state == State::Ended)
            break;
        if (isLast)
            return acknowledge();
        if (m_owner->currentTime() >= turnEnds)
            return;
    }
    m_records.clear(); // of a session that has ended
}

void Session::accept(const Hello &hello)
{
    if (m_state != State::Idle)
        return malformed(QStringLiteral("HELLO in the middle of a session"));
    const quint32 version = std::min(hello.version, protocolVersion);
    if (version < std::max(hello.oldestVersion, oldestProtocolVersion)) {
        return refuse(
            Error(ErrorCode::VersionMismatch,
                  QStringLiteral("The peer speaks versions %1 to %2 of the protocol, this end %3 to %4.")
                      .arg(hello.oldestVersion)
                      .arg(hello.version)
                      .arg(oldestProtocolVersion)
                      .arg(protocolVersion)));
    }
    if (hello.role == m_options.role) {
        return refuse(Error(ErrorCode::Refused, m_options.role == PeerRole::Client
                                                    ? QStringLiteral("Both ends are clients.")
                                                    : QStringLiteral("Both ends are servers.")));
    }
    if (m_options.trustPeerName)
        m_peerUser = hello.user;
    if (const std::optional<Error> objection = m_owner->objectionTo(m_peerUser))
        return refuse(*objection);
    const bool isOff =
        m_options.heartbeat.interval == milliseconds(0) || hello.heartbeat.interval == milliseconds(0);
    const Heartbeat servers = m_options.role == PeerRole::Server ? m_options.heartbeat : hello.heartbeat;
    Welcome welcome;
    welcome.version = version;
    welcome.role = m_options.role;
    welcome.session = m_options.session;
    welcome.instance = m_options.instance;
    welcome.user = m_options.user;
    welcome.maxPayload = quint64(m_options.limits.maxPayload);
    welcome.callCredit = quint32(m_options.limits.callsInFlight);
    welcome.heartbeat = isOff ? Heartbeat{milliseconds(0), milliseconds(0)} : inRange(servers);
    m_head.clear();
    native::write(m_head, welcome);
    write({}, m_head); // whose owner may leave
    if (m_state == State::Idle)
        establish(hello, welcome.heartbeat);
}

void Session::accept(const Welcome &welcome)
{
    if (m_state != State::Greeting)
        return malformed(QStringLiteral("WELCOME without HELLO"));
    if (welcome.version > protocolVersion || welcome.version < oldestProtocolVersion)
        return refuse(
            Error(ErrorCode::VersionMismatch,
                  QStringLiteral("The peer chose version %1 of the protocol.").arg(welcome.version)));
    if (welcome.role == m_options.role) {
        return refuse(Error(ErrorCode::Refused, m_options.role == PeerRole::Client
                                                    ? QStringLiteral("Both ends are clients.")
                                                    : QStringLiteral("Both ends are servers.")));
    }
    m_options.session = welcome.session;
    if (m_options.trustPeerName)
        m_peerUser = welcome.user;
    establish(welcome, inRange(welcome.heartbeat));
}

template <typename Greeting>
void Session::establish(const Greeting &greeting, const Heartbeat &heartbeat)
{
    m_peerMaxPayload = greeting.maxPayload;
    m_peerCredit = std::max(greeting.callCredit, quint32(1));
    m_state = State::Established;
    m_pulse.start(heartbeat, m_owner->currentTime());
    m_owner->sessionEstablished();
}

void Session::accept(const Goodbye &goodbye)
{
    const QString reason = QString::fromUtf8(goodbye.reason);
    if (m_state == State::Established)
        return end(Error(isToldAsItIs(goodbye.code) ? goodbye.code : ErrorCode::PeerClosed, reason));
    end(Error(goodbye.code == ErrorCode::VersionMismatch ? goodbye.code : ErrorCode::Refused, reason));
}

void Session::accept(const Chunk &chunk, const Arrival &arrival, bool reassembled)
{
    if (m_state != State::Established || reassembled)
        return malformed(QStringLiteral("a chunk where none is allowed"));
    Reassembly::Result result = m_reassembly.add(chunk);
    if (!result.error.isNull())
        return malformed(result.error);
    if (result.record.isEmpty())
        return;
    // Read here and not queued: the records behind the chunk are younger.
    native::RecordReader reader(result.record);
    if (const std::optional<Message> message = reader.next())
        std::visit(RecordVisitor{*this, arrival, true}, *message);
    else if (!reader.error().isNull())
        malformed(reader.error());
    SpareBuffer::giveBack(std::move(result.record));
}

void Session::accept(const Reply &reply, TimePoint now)
{
    const std::unique_ptr<PendingCall> call = m_pending.take(reply.id);
    if (!call)
        return;
    m_pulse.noteAnswer(now - PendingCalls::madeAt(*call));
    if (m_pending.count() + 1
        == m_peerCredit) // before its completion, which may wait for one that needs the credit
        returnCredit();
    call->succeed(reply.payload);
}

void Session::accept(const Ack &ack)
{
    if (!m_outbox.acknowledge(ack.frames) || !m_outgoing.acknowledge(ack.oneWay))
        return malformed(
            QStringLiteral("an ACK of %1 frames and %2 bytes of one-way calls, which were not sent")
                .arg(ack.frames)
                .arg(ack.oneWay));
    writeUnsent();
    tellReading();
}

void Session::accept(const Failure &failure)
{
    const std::unique_ptr<PendingCall> call = m_pending.take(failure.id);
    if (!call)
        return;
    if (m_pending.count() + 1 == m_peerCredit)
        returnCredit();
    QVariant details;
    if (!failure.details.isEmpty()) {
        Decoder decoder(failure.details);
        if (!codecFor<QVariant>().decode(decoder, &details) || !decoder.finish())
            details = QVariant();
    }
    const ErrorCode code = failure.code == ErrorCode::None ? ErrorCode::ProtocolError : failure.code;
    call->fail(Error(code, QString::fromUtf8(failure.message))
                   .withClassName(QString::fromUtf8(failure.className))
                   .withDetails(details));
}

void Session::malformed(const QString &reason)
{
    qCWarning(lcSession).noquote() << "malformed input from" << (m_peerUser.isEmpty() ? "a peer" : m_peerUser)
                                   << "-" << reason;
    if (m_state == State::Idle || ++m_malformed >= malformedLimit)
        refuse(Error(ErrorCode::ProtocolError, reason));
}

} // namespace heliograph
