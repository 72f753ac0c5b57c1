// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "blockinglink.h"

#include "attempt.h"
#include "channelsettings.h"
#include "transport/context.h"
#include "transport/endpoint.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace heliograph {

using namespace std::chrono_literals;

/// Where keys are left that are worked out in another thread.
struct BlockingLink::Search
{
    std::mutex mutex; // protects what follows
    std::condition_variable isOver;
    std::optional<FoundSecurity> found;
};

BlockingLink::BlockingLink(SessionOptions options, BackOff backOff, const LinkSettings &settings,
                           const ClientSecurity &security)
    : m_options(std::move(options)), m_settings(settings), m_security(security), m_backOff(backOff),
      m_obstacle(ErrorCode::NeverSent, QStringLiteral("The client was not told to connect."))
{
}

BlockingLink::~BlockingLink()
{
    stop(Error(ErrorCode::Closed));
}

std::optional<Error> BlockingLink::start(const QString &endpoint)
{
    stop(Error(ErrorCode::Closed));
    if (auto error = m_security.checkConnect(endpoint))
        return error;
    const auto parsed = parseEndpoint(endpoint, Endpoint::Use::Connect);
    if (const auto *const error = std::get_if<Error>(&parsed))
        return *error;
    m_context = Context::shared();
    m_endpoint = endpoint;
    m_failures.reset();
    m_obstacle = Error(ErrorCode::ConnectionFailed, QStringLiteral("%1 has not answered yet.").arg(endpoint));
    findSecurity();
    if (!waitForSecurity(Clock::now()))
        return std::nullopt; // those who call wait for it
    std::optional<Error> error = m_endpoint.isEmpty() ? m_obstacle : tryOnce();
    if (error)
        stop(*error);
    return error;
}

void BlockingLink::findSecurity()
{
    m_search = std::make_shared<Search>();
    m_security.find([search = m_search](const FoundSecurity &found) {
        const std::lock_guard lock(search->mutex);
        search->found = found;
        search->isOver.notify_all();
    });
}

/// False when it is not there by \a deadline. When it cannot be had, this has given up.
bool BlockingLink::waitForSecurity(TimePoint deadline)
{
    if (!m_search)
        return true;
    std::unique_lock lock(m_search->mutex);
    if (!m_search->isOver.wait_until(lock, deadline, [this] { return m_search->found.has_value(); }))
        return false;
    const FoundSecurity found = std::move(*m_search->found);
    lock.unlock();
    m_search.reset();
    if (const auto *const error = std::get_if<Error>(&found))
        giveUp(*error);
    else
        m_settings.security = std::get<std::optional<LinkSecurity>>(found);
    return true;
}

void BlockingLink::giveUp(const Error &reason)
{
    m_endpoint.clear();
    m_obstacle = reason;
}

void BlockingLink::stop(const Error &reason)
{
    m_endpoint.clear();
    if (m_session)
        m_session->close(reason);
    m_obstacle = reason;
    m_search.reset();
    m_probe.reset();
    closeSocket(attempt::lingerTime);
    m_context.reset();
}

// ---- connecting

std::optional<Error> BlockingLink::tryOnce()
{
    m_socket = std::make_unique<Socket>(m_context, Socket::Role::Dealer, m_settings);
    m_monitor = m_socket->openMonitor();
    if (std::optional<Error> error = m_socket->connect(m_endpoint)) {
        closeSocket(0ms);
        return error;
    }
    SessionOptions options = m_options;
    options.session = randomKey();
    m_session = std::make_shared<Session>(options, static_cast<FrameSink &>(*this),
                                          static_cast<SessionOwner &>(*this));
    m_session->greet(); // waits in the socket for the connection
    m_begun = Clock::now();
    return std::nullopt;
}

bool BlockingLink::waitForSession(TimePoint deadline)
{
    lookAtProbe(); // what has happened since the last call
    if (m_socket)
        work();
    m_backOff.reset();
    m_nextAttempt = Clock::now();
    while (!isEstablished() && !m_endpoint.isEmpty()) {
        if (Clock::now() >= deadline || !waitForSecurity(deadline))
            return false;
        if (m_socket)
            turn(deadline);
        else if (Clock::now() < m_nextAttempt)
            pause(std::min(m_nextAttempt, deadline));
        else if (!m_endpoint.isEmpty())
            tryAgain();
    }
    return isEstablished();
}

void BlockingLink::tryAgain()
{
    const std::optional<Error> error = tryOnce();
    if (!error)
        return;
    if (error->code() != ErrorCode::ConnectionFailed) // which is for want of sockets
        return stop(*error);
    m_obstacle = *error;
    startPause();
}

void BlockingLink::startPause()
{
    const double random = QRandomGenerator::global()->generateDouble();
    m_nextAttempt =
        Clock::now()
        + (std::exchange(m_isEarly, false) ? m_backOff.early(attempt::soon, random) : m_backOff.next(random));
}

void BlockingLink::closeSocket(milliseconds linger)
{
    m_session.reset();
    m_monitor.reset();
    m_links.clear();
    m_isFull = false;
    if (!m_socket)
        return;
    m_socket->setLinger(linger);
    m_socket.reset();
}

// ---- calling

void BlockingLink::call(QByteArrayView name, milliseconds timeout, QByteArrayView arguments,
                        std::unique_ptr<PendingCall> call)
{
    const TimePoint deadline = Clock::now() + timeout;
    if (!waitForSession(deadline)) {
        call->fail(neverSent());
        return;
    }
    const TimePoint now = Clock::now();
    const auto left = std::max(1ms, std::chrono::ceil<milliseconds>(deadline - now));
    const quint64 id = m_session->submit(name, left, arguments, std::move(call), now);
    while (m_session && m_session->pending(id))
        turn(TimePoint::max()); // the call's own deadline ends it
    if (m_session)
        m_session->endTurn(); // so that the server hears of a call that was given up
}

std::optional<Error> BlockingLink::notify(QByteArrayView name, milliseconds timeout, QByteArrayView arguments)
{
    const TimePoint deadline = Clock::now() + timeout;
    if (!waitForSession(deadline))
        return neverSent();
    if (!m_session->notify(name, arguments))
        return Error(ErrorCode::TooLarge);
    m_session->endTurn();
    const auto isWaiting = [this] { return m_session && (m_isFull || !m_session->hasSentAll()); };
    while (isWaiting() && Clock::now() < deadline)
        turn(deadline);
    if (!isWaiting())
        return m_session ? std::nullopt : std::optional(Error(ErrorCode::OutcomeUnknown));
    return Error(ErrorCode::TimedOut, QStringLiteral("The server does not read what it is sent."));
}

bool BlockingLink::isEstablished() const
{
    return m_session && m_session->state() == Session::State::Established;
}

Error BlockingLink::neverSent() const
{
    return Error(ErrorCode::NeverSent,
                 QStringLiteral("No session came about before the call's deadline. ") + m_obstacle.message());
}

FrameSink::Result BlockingLink::sendFrame(QByteArrayView head, QByteArrayView payload)
{
    switch (m_socket->send(0, head, payload)) {
    case Socket::SendResult::Sent: return Result::Sent;
    case Socket::SendResult::Full: m_isFull = true; return Result::Full;
    case Socket::SendResult::Gone: break;
    }
    return Result::Gone;
}

void BlockingLink::sessionEstablished()
{
    m_wasEstablished = true;
    m_probe.reset();
    m_obstacle = Error();
    m_failures.reset();
    m_backOff.reset();
}

void BlockingLink::sessionEnded(const Error &reason)
{
    m_obstacle = reason;
    if (std::exchange(m_wasEstablished, false) && reason.code() == ErrorCode::Refused)
        giveUp(reason);
}

// ---- working

/// When to look again although nothing came.
TimePoint BlockingLink::lookAgain(TimePoint deadline) const
{
    TimePoint until = deadline;
    if (const std::optional<TimePoint> expiry = m_session->nextDeadline())
        until = std::min(until, *expiry);
    if (isEstablished())
        return until;
    return std::min(until, nextLook());
}

/// When to look next at the attempt under way.
TimePoint BlockingLink::nextLook() const
{
    const TimePoint now = Clock::now();
    if (attempt::isInproc(m_endpoint))
        return now + attempt::lookTime;
    return m_begun + (now < m_begun + attempt::usualTime ? attempt::usualTime : attempt::patience);
}

/// Waits for something to happen, at most until \a deadline, and works it off.
void BlockingLink::turn(TimePoint deadline)
{
    m_session->endTurn();
    const auto time = std::chrono::ceil<milliseconds>(lookAgain(deadline) - Clock::now());
    Socket::wait(*m_socket, m_monitor.get(), std::max(time, 0ms),
                 m_isFull ? Socket::WaitFor::ReadableOrWritable : Socket::WaitFor::Readable);
    work();
}

/// Works off what has come and what has become due. The session may be over afterwards, and the socket closed.
void BlockingLink::work()
{
    while (const std::optional<LinkEvent> event = m_monitor ? m_monitor->next() : std::nullopt)
        m_links.post(*event);
    (void)m_links.takePosts();
    readMessages();
    heedLink();
    if (m_isFull && m_socket->isWritable()) {
        m_isFull = false; // unless what now leaves finds it full again
        m_session->writable();
    }
    m_session->expire(Clock::now());
    if (m_session->state() != Session::State::Ended)
        return;
    closeSocket(attempt::lingerTime);
    startPause();
}

void BlockingLink::readMessages()
{
    while (m_session->state() != Session::State::Ended) {
        if (const ReceivedMessage *const message = m_socket->receive())
            m_session->receive(message->bytes(), {Clock::now(), 0ms});
        else if (!m_socket->isReadable())
            return;
    }
}

/// Ends the session when its connection is gone. What ØMQ tells of it after that says nothing more.
void BlockingLink::heedLink()
{
    while (m_session->state() != Session::State::Ended) {
        const std::optional<LinkEvent> event = m_links.next(!m_socket->isReadable());
        if (!event)
            return lookAtAttempt();
        if (event->type == LinkEvent::Type::HandshakeFailed) {
            handshakeFailed(*event);
        } else if (const Error error = attempt::errorOf(*event); error.code() != ErrorCode::None) {
            m_failures.reset(); // so that what comes is in a row
            m_session->lose(error);
        }
    }
}

void BlockingLink::lookAtAttempt()
{
    if (isEstablished())
        return;
    const auto waited = Clock::now() - m_begun;
    const bool isVain = attempt::isInproc(m_endpoint) ? !m_socket->isWritable() : waited >= attempt::patience;
    if (isVain)
        m_session->lose(attempt::noAnswer(m_endpoint));
    else if (waited >= attempt::usualTime)
        m_obstacle = attempt::noAnswerYet(m_endpoint);
}

void BlockingLink::handshakeFailed(const LinkEvent &event)
{
    const auto [reason, isRefusal, isFinal, isUnclear, isEarly] =
        m_failures.judge(event, m_endpoint, m_security, m_probe != nullptr);
    m_isEarly = isEarly;
    m_session->lose(reason);
    if (isFinal)
        giveUp(reason);
    else if (isUnclear && !m_probe)
        m_probe = std::make_unique<MechanismProbe>(m_context, m_endpoint);
}

/// Waits between two attempts. A probe may say sooner that there is no use in another.
void BlockingLink::pause(TimePoint until)
{
    if (!m_probe)
        return std::this_thread::sleep_until(until);
    m_probe->wait(until);
    lookAtProbe();
}

void BlockingLink::lookAtProbe()
{
    if (!m_probe || !m_probe->isOver())
        return;
    const std::optional<Mechanism> mechanism = std::exchange(m_probe, nullptr)->mechanism();
    if (mechanism == m_security.mechanism())
        m_failures.noteSameMechanism();
    else if (mechanism)
        stop(m_security.otherMechanism(m_endpoint));
}

} // namespace heliograph
