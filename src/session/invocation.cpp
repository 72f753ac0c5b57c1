// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/invocation.h"

#include "codec/exceptiontable.h"
#include "meta/exposedobject.h"
#include "meta/target.h"
#include "session/dispatcher.h"

#include <utility>

namespace heliograph {

namespace {

// The one piece of state that belongs to a thread: a handler asks for its call without being passed one.
thread_local Invocation *currentInvocation = nullptr;

class CurrentScope
{
public:
    explicit CurrentScope(Invocation *invocation) : m_outer(std::exchange(currentInvocation, invocation)) {}
    ~CurrentScope() { currentInvocation = m_outer; }
    Q_DISABLE_COPY_MOVE(CurrentScope)

private:
    Invocation *m_outer; // a handler's nested event loop may run further calls
};

} // namespace

Invocation *Invocation::current()
{
    return currentInvocation;
}

Invocation::Invocation(quint64 id, std::shared_ptr<const Method> method, TimePoint deadline,
                       std::shared_ptr<HomeThread> home, std::weak_ptr<Dispatcher> dispatcher,
                       std::shared_ptr<DispatcherLoad> load, qsizetype size)
    : m_id(id), m_method(std::move(method)), m_deadline(deadline), m_home(std::move(home)),
      m_dispatcher(std::move(dispatcher)), m_load(std::move(load)), m_size(size), m_arguments(*m_method)
{
    if (m_load)
        count(1);
}

void Invocation::count(int difference)
{
    m_load->invocations += difference;
    if (m_id != 0)
        m_load->calls += difference;
    (m_id != 0 ? m_load->callBytes : m_load->oneWayBytes) += difference * m_size;
}

Invocation::~Invocation()
{
    if (!m_answered.load())
        fail(Error(ErrorCode::HandlerGone,
                   QStringLiteral("%1 ended without an answer.").arg(QString::fromUtf8(m_method->name))));
    if (!m_load)
        return;
    setAskingAgain(false);
    count(-1);
    if (!m_load->isAwaited.exchange(false))
        return;
    m_home->post([weak = m_dispatcher] {
        if (const std::shared_ptr<Dispatcher> dispatcher = weak.lock())
            dispatcher->roomAgain();
    });
}

void Invocation::run()
{
    if (isCanceled())
        return fail(Error(ErrorCode::Canceled));
    if (m_id != 0 && Clock::now() >= m_deadline)
        return fail(Error(ErrorCode::TimedOut, QStringLiteral("The deadline passed before %1 was started.")
                                                   .arg(QString::fromUtf8(m_method->name))));
    const std::shared_ptr<Invocation> self = shared_from_this();
    const bool isAsking = mustAskAgain();
    setAskingAgain(isAsking);
    if (isAsking)
        return m_home->post([self] {
            if (const std::shared_ptr<Dispatcher> dispatcher = self->m_dispatcher.lock())
                dispatcher->queue(self);
        });
    if (m_method->target && !m_method->target->object())
        return fail(Error(ErrorCode::HandlerGone));
    const CurrentScope scope(this);
    try {
        m_method->invoke(m_arguments.argv(), m_given);
    } catch (...) {
        return answerException();
    }
    if (m_method->object)
        m_method->object->settle(); // whoever gets the answer may look at the properties
    if (m_method->returnsFuture())
        watchFuture();
    else
        answer(m_arguments.result());
}

/// Whether its caller may have lost the permission while it waited, or it would pass an earlier one of which that is so.
bool Invocation::mustAskAgain() const
{
    if (!m_permission.isTaken())
        return false;
    const bool keepsOrder = m_method->target && m_load && !m_isAskingAgain;
    return !m_permission.isCurrent() || (keepsOrder && m_load->askingAgain.load() > 0);
}

void Invocation::setAskingAgain(bool isAsking)
{
    if (m_load && m_method->target && m_isAskingAgain != isAsking)
        m_load->askingAgain += isAsking ? 1 : -1;
    m_isAskingAgain = isAsking;
}

void Invocation::answer(const void *value)
{
    if (m_answered.exchange(true) || m_id == 0)
        return;
    if (m_home->isHere()) {
        if (const std::shared_ptr<Dispatcher> dispatcher = m_dispatcher.lock())
            dispatcher->sendValue(m_id, *m_method, value);
        return;
    }
    Encoder encoder;
    std::optional<Error> error = Dispatcher::encodeValue(encoder, *m_method, value);
    m_home->post([dispatcher = m_dispatcher, id = m_id, payload = encoder.take(), error = std::move(error)] {
        if (const std::shared_ptr<Dispatcher> alive = dispatcher.lock())
            error ? alive->sendError(id, *error) : alive->sendReply(id, payload);
    });
}

void Invocation::answerException()
{
    fail(captureException(std::current_exception()));
}

void Invocation::fail(const Error &error)
{
    if (m_answered.exchange(true))
        return;
    if (m_id == 0)
        return Dispatcher::logUnanswered(m_method->name, error);
    const auto send = [dispatcher = m_dispatcher, id = m_id, error] {
        if (const std::shared_ptr<Dispatcher> alive = dispatcher.lock())
            alive->sendError(id, error);
    };
    if (m_home->isHere())
        send();
    else
        m_home->post(send);
}

void Invocation::watchFuture()
{
    const QFuture<void> future = m_method->future.erase(m_arguments.result());
    if (future.isFinished())
        return answerFrom(future);
    const auto watch = [self = shared_from_this(), dispatcher = m_dispatcher, future] {
        if (const std::shared_ptr<Dispatcher> alive = dispatcher.lock())
            alive->watch(self, future);
    };
    if (m_home->isHere())
        watch();
    else
        m_home->post(watch);
}

void Invocation::answerFrom(const QFuture<void> &future)
{
    try {
        // Throws what the handler put into its promise; the future has finished, so that nothing blocks.
        QFuture<void>(future).waitForFinished();
    } catch (...) {
        return answerException();
    }
    const void *value = m_method->result ? m_method->future.firstResult(future) : nullptr;
    if (!m_method->result && !future.isCanceled())
        return answer(nullptr);
    if (value)
        return answer(value);
    fail(Error(ErrorCode::HandlerGone,
               future.isCanceled() ? QStringLiteral("The handler canceled its own future.")
                                   : QStringLiteral("The handler's future finished without a result.")));
}

} // namespace heliograph
