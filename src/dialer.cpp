// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "dialer.h"

#include "attempt.h"
#include "peeridentity.h"
#include "securitysearch.h"
#include "transport/context.h"
#include "transport/endpoint.h"

#include <QtCore/qcoreevent.h>
#include <QtCore/qpointer.h>
#include <QtCore/qrandom.h>

#include <utility>

namespace heliograph {

using namespace std::chrono_literals;

namespace {

double random()
{
    return QRandomGenerator::global()->generateDouble();
}

} // namespace

Dialer::Dialer(LinkAcceptor &acceptor, BackOff backOff, const LinkSettings &settings,
               const ClientSecurity &security)
    : m_acceptor(acceptor), m_backOff(backOff), m_settings(settings), m_security(security),
      m_context(Context::shared()), m_probe([this](Mechanism servers) { heedMechanism(servers); })
{
}

Dialer::~Dialer()
{
    stop();
}

std::optional<Error> Dialer::start(const QString &endpoint)
{
    stop();
    if (auto error = m_security.checkConnect(endpoint))
        return error;
    const auto parsed = parseEndpoint(endpoint, Endpoint::Use::Connect);
    if (const auto *const error = std::get_if<Error>(&parsed))
        return *error;
    m_endpoint = endpoint;
    m_backOff.reset();
    m_repeats = 0;
    m_failures.reset();
    findSecurity();
    if (!m_isSecured)
        return m_fault; // nothing while the keys are being worked out
    std::optional<Error> error = tryOnce();
    if (error)
        stop();
    return error;
}

void Dialer::findSecurity()
{
    m_isSecured = false;
    m_fault.reset();
    searchSecurity(
        m_security, this, [this](const FoundSecurity &found) { secure(found); },
        [this, search = ++m_searches](const FoundSecurity &found) {
            if (search == m_searches)
                securedLate(found);
        });
}

void Dialer::secure(const FoundSecurity &found)
{
    if (const auto *const error = std::get_if<Error>(&found)) {
        m_fault = *error;
        return;
    }
    m_settings.security = std::get<std::optional<LinkSecurity>>(found);
    m_isSecured = true;
}

void Dialer::securedLate(const FoundSecurity &found)
{
    secure(found);
    if (m_fault)
        return failForGood(Error(*m_fault)); // whoever is told may begin anew
    tryAgain();
}

void Dialer::stop()
{
    ++m_searches; // what is still being worked out comes too late
    m_endpoint.clear();
    m_pause.stop();
    m_probe.stop();
    m_owner = nullptr;
    closeSocket(attempt::lingerTime);
}

void Dialer::giveUp()
{
    ++m_searches;
    m_endpoint.clear();
    m_pause.stop();
    m_probe.stop();
    if (!m_owner)
        closeSocket(attempt::lingerTime);
}

std::optional<Error> Dialer::tryOnce()
{
    m_peer.reset();
    m_socket = std::make_unique<EventSocket>(m_context, Socket::Role::Dealer,
                                             static_cast<SocketReceiver &>(*this), m_settings);
    if (std::optional<Error> error = m_socket->connect(m_endpoint))
        return error;
    m_begun = Clock::now();
    m_isUnanswered = false;
    m_patience.start(int(attempt::lookTime.count()), this);
    return std::nullopt;
}

void Dialer::lookAtAttempt()
{
    // An inproc endpoint may come into being at any later time, and ØMQ keeps the connection waiting for it.
    // But one that is being closed takes the connection and drops it.
    const auto waited = Clock::now() - m_begun;
    const bool isOver =
        attempt::isInproc(m_endpoint) ? !m_socket || !m_socket->isWritable() : waited >= attempt::patience;
    if (isOver)
        return failAttempt(attempt::noAnswer(m_endpoint));
    if (waited >= attempt::usualTime && !std::exchange(m_isUnanswered, true))
        m_acceptor.unanswered(attempt::noAnswerYet(m_endpoint)); // which may end this
}

/// When whoever began has been told that all is well.
void Dialer::tryAgain()
{
    const std::optional<Error> error = tryOnce();
    if (!error)
        return;
    if (error->code() == ErrorCode::ConnectionFailed) // for want of sockets
        failAttempt(*error);
    else
        failForGood(*error);
}

void Dialer::closeSocket(std::chrono::milliseconds linger)
{
    m_patience.stop();
    m_inTurn = false;
    if (!m_socket)
        return;
    m_socket->close(linger);
    m_socket.release()->deleteLater(); // it may be the one that is calling
}

void Dialer::failAttempt(const Error &reason)
{
    failAttempt(reason, usualPause());
}

void Dialer::failAttempt(const Error &reason, std::chrono::milliseconds pause)
{
    LinkOwner *const owner = std::exchange(m_owner, nullptr);
    closeSocket(0ms);
    if (!m_endpoint.isEmpty())
        startPause(pause);
    if (owner)
        owner->linkLost(reason);
    else
        m_acceptor.attemptFailed(reason);
}

void Dialer::failForGood(const Error &reason)
{
    const QString endpoint = m_endpoint;
    stop();
    m_acceptor.authenticationFailed(endpoint, reason, true);
}

std::chrono::milliseconds Dialer::usualPause()
{
    return m_backOff.next(random());
}

void Dialer::startPause(std::chrono::milliseconds time)
{
    ++m_repeats;
    m_pauseTime = time;
    m_pause.start(int(m_pauseTime.count()), Qt::PreciseTimer, this);
}

std::optional<std::chrono::milliseconds> Dialer::pause() const
{
    return m_pause.isActive() ? std::optional(m_pauseTime) : std::nullopt;
}

void Dialer::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_patience.timerId())
        return lookAtAttempt();
    m_pause.stop();
    tryAgain();
}

// ---- Link

FrameSink::Result Dialer::sendFrame(QByteArrayView head, QByteArrayView payload)
{
    switch (m_socket ? m_socket->send(0, head, payload) : Socket::SendResult::Gone) {
    case Socket::SendResult::Sent: return Result::Sent;
    case Socket::SendResult::Full: return Result::Full;
    case Socket::SendResult::Gone: break;
    }
    return Result::Gone;
}

bool Dialer::joinTurn()
{
    return m_inTurn;
}

void Dialer::setReading(bool on)
{
    if (m_socket)
        m_socket->setReading(on);
}

void Dialer::confirm()
{
    m_backOff.reset();
    m_repeats = 0;
    m_failures.reset();
    m_patience.stop();
}

void Dialer::drop()
{
    m_owner = nullptr;
    closeSocket(attempt::lingerTime);
    if (!m_endpoint.isEmpty())
        startPause(usualPause());
}

Identity Dialer::identity() const
{
    Identity peer = m_peer.value_or(Identity());
    if (const auto &security = m_settings.security; security && security->mechanism == Mechanism::Curve) {
        peer.mechanism = Mechanism::Curve;
        peer.key = security->serverKey;
    }
    return peer;
}

// ---- SocketReceiver

void Dialer::messageReceived(const ReceivedMessage &message)
{
    m_inTurn = true;
    if (!m_peer)
        m_peer = identityAt(message.address(), message.descriptor());
    if (m_owner)
        m_owner->frameReceived(message.bytes(), {Clock::now(), m_socket->sinceEmpty(), m_socket->turnEnds()});
}

void Dialer::turnEnded()
{
    m_inTurn = false;
    if (m_owner)
        m_owner->turnEnded();
}

void Dialer::writable()
{
    if (m_owner)
        m_owner->linkWritable();
}

void Dialer::linkEvent(const LinkEvent &event)
{
    switch (event.type) {
    case LinkEvent::Type::Accepted:
    case LinkEvent::Type::ClientRefused:
    case LinkEvent::Type::GreetingOverdue:
    case LinkEvent::Type::StrangersCut: return; // of sockets that listen
    case LinkEvent::Type::HandshakeSucceeded:
        m_failures.reset();
        m_probe.stop();
        if (!m_owner)
            m_owner = m_acceptor.linkAppeared(*this);
        if (!m_owner) // the session before is still being ended
            failAttempt(
                Error(ErrorCode::ConnectionFailed, QStringLiteral("This end is not ready for a session.")));
        return;
    case LinkEvent::Type::HandshakeFailed: return handshakeFailed(event);
    case LinkEvent::Type::ConnectFailed:
    case LinkEvent::Type::Disconnected:
        m_failures.reset(); // so that what comes is in a row
        failAttempt(attempt::errorOf(event));
        return;
    }
}

void Dialer::handshakeFailed(const LinkEvent &event)
{
    const auto [reason, isRefusal, isFinal, isUnclear, isEarly] =
        m_failures.judge(event, m_endpoint, m_security, m_probe.isRunning());
    if (isFinal)
        return failForGood(reason);
    if (isUnclear && !m_probe.isRunning())
        m_probe.start(m_context, m_endpoint);
    const QPointer<Dialer> self(this);
    const QString endpoint = m_endpoint;
    failAttempt(reason, isEarly ? m_backOff.early(attempt::soon, random()) : usualPause());
    if (self && isRefusal && endpoint == m_endpoint)
        m_acceptor.authenticationFailed(endpoint, reason, false);
}

void Dialer::heedMechanism(Mechanism servers)
{
    if (servers == m_security.mechanism())
        m_failures.noteSameMechanism();
    else
        failForGood(m_security.otherMechanism(m_endpoint));
}

} // namespace heliograph
