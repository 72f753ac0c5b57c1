// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/arguments.h"
#include "meta/method.h"
#include "session/clock.h"
#include "session/homethread.h"

#include <heliograph/error.h>
#include <heliograph/identity.h>

#include <atomic>
#include <memory>

namespace heliograph {

class Dispatcher;

/// The invocations of a dispatcher that live, in whatever thread: those of canceled calls and of one-way ones too.
struct DispatcherLoad
{
    std::shared_ptr<const Identity> caller; ///< of all of them; not changed while there are any
    std::atomic<int> invocations = 0;
    std::atomic<int> calls = 0;             ///< of those, without one-way calls
    std::atomic<qsizetype> callBytes = 0;   ///< of arguments that calls hold, as they came
    std::atomic<qsizetype> oneWayBytes = 0; ///< the same of one-way calls
    std::atomic<int> askingAgain = 0;       ///< in the order of their objects, see Invocation::run()
    std::atomic<bool> isAwaited = false;    ///< Dispatcher::roomAgain() is to be called when some have ended
};

/// One call of the peer that is being run. It is answered exactly once: by the handler's value or exception,
/// or, when whoever holds it drops it unanswered (its object died, its thread never came to it), with
/// ErrorCode::HandlerGone. May be held and answered in any thread.
class Invocation : public std::enable_shared_from_this<Invocation>
{
public:
    /// \a id 0 stands for a one-way call, which is never answered. \a load counts it, and the \a size of its arguments as they
    /// came, while it lives.
    Invocation(quint64 id, std::shared_ptr<const Method> method, TimePoint deadline,
               std::shared_ptr<HomeThread> home, std::weak_ptr<Dispatcher> dispatcher,
               std::shared_ptr<DispatcherLoad> load = nullptr, qsizetype size = 0);
    ~Invocation();
    Q_DISABLE_COPY_MOVE(Invocation)

    /// Runs the method in the calling thread, with current() set, unless it is too late by now. When permissions have changed since
    /// permission() was renewed it goes back to Dispatcher::queue(), and what is behind it in its object's queue does the same.
    void run();
    /// What it was found by. Not while run() may be running.
    void setPermission(PermissionStamp permission) { m_permission = std::move(permission); }
    [[nodiscard]] PermissionStamp &permission() { return m_permission; }
    /// Answers with the first result of \a future, which has finished.
    void answerFrom(const QFuture<void> &future);
    /// Answers with \a error.
    void fail(const Error &error);

    /// The answer was given by other means, or nobody wants one.
    void discard() { m_answered.store(true); }

    /// The caller does not want the answer any more.
    void cancel() { m_canceled.store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool isCanceled() const { return m_canceled.load(std::memory_order_relaxed); }
    [[nodiscard]] TimePoint deadline() const { return m_deadline; }
    [[nodiscard]] quint64 id() const { return m_id; }
    [[nodiscard]] const Method &method() const { return *m_method; }
    [[nodiscard]] Arguments &arguments() { return m_arguments; }
    /// How many of the method's parameters were given; the rest has default values.
    void setGiven(qsizetype given) { m_given = given; }
    [[nodiscard]] const std::shared_ptr<HomeThread> &home() const { return m_home; }
    /// Who calls; null while nobody said so. Any thread.
    [[nodiscard]] std::shared_ptr<const Identity> caller() const { return m_load ? m_load->caller : nullptr; }
    /// Whose call it is; nullptr when the session is over. Home thread only.
    [[nodiscard]] std::shared_ptr<const Dispatcher> dispatcher() const { return m_dispatcher.lock(); }

    /// The call that the calling thread is running, or nullptr.
    [[nodiscard]] static Invocation *current();

private:
    void count(int difference);
    void answer(const void *value);
    void answerException();
    void watchFuture();
    [[nodiscard]] bool mustAskAgain() const;
    void setAskingAgain(bool isAsking);

    const quint64 m_id;
    const std::shared_ptr<const Method> m_method;
    const TimePoint m_deadline;
    const std::shared_ptr<HomeThread> m_home;
    const std::weak_ptr<Dispatcher> m_dispatcher; // locked in the home thread only
    const std::shared_ptr<DispatcherLoad> m_load;
    const qsizetype m_size;
    qsizetype m_given = 0;
    PermissionStamp m_permission;
    bool m_isAskingAgain = false;
    std::atomic<bool> m_canceled = false;
    std::atomic<bool> m_answered = false;
    Arguments m_arguments;
};

} // namespace heliograph
