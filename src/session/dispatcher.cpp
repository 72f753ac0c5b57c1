// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/dispatcher.h"

#include "codec/sparebuffer.h"
#include "meta/target.h"
#include "runinpool.h"
#include "session/argumentbinding.h"
#include "session/calledmethod.h"

#include <heliograph/post.h>

#include <QtCore/qloggingcategory.h>
#include <QtCore/qscopeguard.h>

#include <algorithm>

namespace heliograph {

namespace {

// So many one-way calls may wait for a busy thread or pool before their caller is held back.
constexpr size_t mostUndone = 1024;

} // namespace

Q_LOGGING_CATEGORY(lcCall, "heliograph.call", QtWarningMsg)

void Dispatcher::LetGo::operator()(QFutureWatcher<void> *watcher) const
{
    watcher->disconnect();
    watcher->deleteLater();
}

void Dispatcher::cancelRunning(const Running &running)
{
    if (const std::shared_ptr<Invocation> invocation = running.invocation.lock())
        invocation->cancel();
    if (running.watcher)
        running.watcher->cancel();
}

Dispatcher::Dispatcher(std::weak_ptr<Session> session, std::shared_ptr<const MethodLookup> lookup,
                       std::shared_ptr<HomeThread> home, const Limits &limits)
    : m_session(std::move(session)), m_lookup(std::move(lookup)), m_home(std::move(home)),
      m_limit(size_t(limits.callsInFlight)), m_byteLimit(limits.callBytes)
{
}

void Dispatcher::handleCall(const Call &call, const Arrival &arrival)
{
    if (m_isClosing) {
        const QString reason = QStringLiteral("The other end is closing, and takes no more calls.");
        return refuse(call.id, call.name, Error(ErrorCode::NeverSent, reason));
    }
    if (const std::optional<Error> error = whyFull())
        return refuse(call.id, call.name, *error);
    // After a stall nobody knows for how long a call lay unread. If that may be longer than its caller waits, it
    // may be too late to start it; the Cancel that would say so is then among what is still to be read.
    const bool mayBeLate = arrival.unread >= call.timeout;
    const TimePoint deadline = arrival.now + call.timeout;
    if (!mayBeLate && !mustHold())
        return start(call.id, call.name, call.payload, deadline);
    m_held.add({call.id, call.name.toByteArray(), call.payload.toByteArray(), deadline});
}

/// Why no further call is taken.
std::optional<Error> Dispatcher::whyFull() const
{
    // Canceled calls may take their time to end. A peer that cancels without end is no reason to start calls without end.
    if (m_running.size() + m_held.calls().count >= m_limit || size_t(m_load->calls.load()) >= 2 * m_limit)
        return Error(ErrorCode::Busy, QStringLiteral("%1 calls run already; try again later.").arg(m_limit));
    const qsizetype bytes = m_held.calls().bytes + m_load->callBytes.load();
    if (bytes >= m_byteLimit)
        return Error(ErrorCode::Busy,
                     QStringLiteral("The calls that run hold %1 bytes of arguments already; try again later.")
                         .arg(bytes));
    return std::nullopt;
}

bool Dispatcher::hasRoom() const
{
    const auto isEnough = [&] {
        return m_held.count() + size_t(m_load->invocations.load()) >= mostUndone + 2 * m_limit
               || m_held.oneWay().bytes + m_load->oneWayBytes.load() >= m_byteLimit;
    };
    if (!isEnough())
        return true;
    m_load->isAwaited.store(true);
    return !isEnough(); // some may have ended before they knew
}

void Dispatcher::roomAgain()
{
    if (const std::shared_ptr<Session> session = m_session.lock())
        session->acknowledge();
}

void Dispatcher::peerReads()
{
    const std::shared_ptr<Session> session = m_session.lock();
    if (!m_isPeerSlow || !session || !session->takesNews())
        return;
    m_isPeerSlow = false;
    postRunHeld();
}

void Dispatcher::postRunHeld()
{
    // Strong: one-way calls that are held outlive the session.
    m_home->post([self = shared_from_this()] { self->runHeld(); });
}

void Dispatcher::handleNotify(const Notify &notify, const Arrival &)
{
    if (mustHold())
        m_held.add({0, notify.name.toByteArray(), notify.payload.toByteArray(), TimePoint::max()});
    else
        start(0, notify.name, notify.payload, TimePoint::max());
}

void Dispatcher::handleCancel(quint64 id)
{
    m_held.cancel(id);
    const auto found = m_running.find(id);
    if (found == m_running.end())
        return;
    const Running running = std::move(found->second);
    m_running.erase(found); // from now on an answer is dropped
    cancelRunning(running);
}

void Dispatcher::runHeld()
{
    m_held.makeDue(); // a handler may hold more back
    runDue();
}

void Dispatcher::runDue()
{
    const std::shared_ptr<Dispatcher> self = shared_from_this();
    // Each may run an event loop, in which the others go on.
    if (m_held.due() > 1 && holdsCalls())
        m_home->post([weak = weak_from_this()] {
            if (const auto due = weak.lock())
                due->runDue();
        });
    while (m_held.due() > 0 && holdsCalls()) {
        const HeldCalls::Held held = m_held.takeFirst();
        start(held.id, held.name, held.payload, held.deadline);
    }
    roomAgain();
}

void Dispatcher::cancelAll()
{
    m_held.cancelAll();
    m_isPeerSlow = false;
    if (!m_held.isEmpty())
        postRunHeld();
    for (const auto &[id, running] : std::exchange(m_running, {}))
        cancelRunning(running);
    for (const auto &[number, running] : std::exchange(m_oneWay, {}))
        cancelRunning(running);
}

void Dispatcher::refuse(quint64 id, QByteArrayView name, const Error &error)
{
    if (id == 0)
        return logUnanswered(name, error);
    if (const std::shared_ptr<Session> session = m_session.lock())
        session->refuseCall(id, error);
}

void Dispatcher::start(quint64 id, QByteArrayView name, QByteArrayView payload, TimePoint deadline)
{
    // Predicates and handlers may end the session.
    const std::shared_ptr<Dispatcher> self = shared_from_this();
    // Asked here and not when the call comes: two calls of one id may be held.
    if (m_running.contains(id)) {
        refuse(id, name, Error(ErrorCode::ProtocolError, QStringLiteral("Call id %1 is in use.").arg(id)));
        return;
    }
    std::shared_ptr<Invocation> invocation;
    const std::optional<Error> error = prepare(id, name, payload, deadline, invocation);
    if (!error)
        return run(invocation);
    if (invocation)
        invocation->discard();
    refuse(id, name, *error);
}

std::optional<Error> Dispatcher::prepare(quint64 id, QByteArrayView name, QByteArrayView payload,
                                         TimePoint deadline, std::shared_ptr<Invocation> &invocation)
{
    const CalledMethod called = findCalled(*m_lookup, name, payload);
    if (called.error)
        return called.error;
    invocation = std::make_shared<Invocation>(id, called.method, deadline, m_home, weak_from_this(), m_load,
                                              payload.size());
    invocation->setPermission(PermissionStamp(called.changes));
    qsizetype given = 0;
    std::optional<Error> error = bindArguments(*called.method, payload, invocation->arguments(), given);
    invocation->setGiven(given);
    return error;
}

void Dispatcher::run(const std::shared_ptr<Invocation> &invocation)
{
    const Method &method = invocation->method();
    if (invocation->id() != 0)
        m_running[invocation->id()].invocation = invocation;
    const Target::Place place = method.target ? method.target->place() : Target::Place::Here;
    if (method.pool || place == Target::Place::Elsewhere)
        return queue(invocation);
    if (place != Target::Place::Here)
        return invocation->fail(Error(ErrorCode::HandlerGone));
    ++m_depth;
    const auto leave = qScopeGuard([this] {
        if (m_depth-- == maximumDepth && !m_held.isEmpty())
            postRunHeld();
    });
    invocation->run();
}

void Dispatcher::queue(const std::shared_ptr<Invocation> &invocation)
{
    const std::shared_ptr<Dispatcher> self = shared_from_this();
    const Method &method = invocation->method();
    // Before the name is looked up, once more: so no change gets lost between that and the start.
    invocation->permission().renew();
    if (const std::optional<Error> error = whyNotCalled(*m_lookup, method))
        return invocation->fail(*error);
    const auto run = [invocation] { invocation->run(); };
    if (method.pool)
        detail::runInPool(*method.pool, run);
    else if (!method.target->post(run))
        invocation->fail(Error(ErrorCode::HandlerGone));
}

std::optional<Error> Dispatcher::encodeValue(Encoder &encoder, const Method &method, const void *value)
{
    if (method.result && value)
        method.result->encode(encoder, value);
    else
        encoder.writeNil();
    if (encoder.ok())
        return std::nullopt;
    return Error(ErrorCode::EncodingFailed, QStringLiteral("The result of %1 cannot be sent: %2.")
                                                .arg(QString::fromUtf8(method.name), encoder.error()));
}

void Dispatcher::sendValue(quint64 id, const Method &method, const void *value)
{
    Encoder encoder(SpareBuffer::take());
    if (const std::optional<Error> error = encodeValue(encoder, method, value))
        sendError(id, *error);
    else
        sendReply(id, encoder.data());
    SpareBuffer::giveBack(encoder.take());
}

void Dispatcher::sendReply(quint64 id, QByteArrayView payload)
{
    // Taken out first: what a running call lets go of may come back here.
    if (const auto ended = m_running.extract(id); ended.empty())
        return; // canceled: nobody waits
    if (const std::shared_ptr<Session> session = m_session.lock())
        session->reply(id, payload);
}

void Dispatcher::sendError(quint64 id, const Error &error)
{
    if (const auto ended = m_running.extract(id); ended.empty())
        return;
    if (const std::shared_ptr<Session> session = m_session.lock())
        session->fail(id, error);
}

void Dispatcher::watch(const std::shared_ptr<Invocation> &invocation, const QFuture<void> &future)
{
    const bool isOneWay = invocation->id() == 0;
    const quint64 key = isOneWay ? ++m_lastOneWay : invocation->id();
    if (!isOneWay) {
        // Canceled before its future was known; a peer may even have used the id again.
        const auto found = m_running.find(key);
        if (found == m_running.end() || found->second.invocation.lock() != invocation) {
            QFuture<void>(future).cancel();
            return invocation->discard();
        }
    }
    auto &calls = isOneWay ? m_oneWay : m_running;
    Running &running = calls[key];
    running.invocation = invocation;
    running.watcher.reset(new QFutureWatcher<void>);
    QObject::connect(running.watcher.get(), &QFutureWatcher<void>::finished, running.watcher.get(),
                     [invocation, future, &calls, key] {
                         invocation->answerFrom(future);
                         calls.erase(key);
                     });
    running.watcher->setFuture(future);
}

void Dispatcher::logUnanswered(QByteArrayView name, const Error &error)
{
    qCWarning(lcCall) << "one-way call of" << QString::fromUtf8(name) << "failed:" << error;
}

} // namespace heliograph
