// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/heldcalls.h"
#include "session/homethread.h"
#include "session/invocation.h"
#include "session/methodlookup.h"
#include "session/session.h"

#include <QtCore/qfuturewatcher.h>

#include <memory>
#include <optional>
#include <unordered_map>

namespace heliograph {

/// Runs the calls of one session's peer: finds the method, decodes the arguments into its storage, runs it
/// where it belongs (here, in its object's thread, in a pool), and sends the answer. Refuses calls beyond a number, and beyond a number of
/// bytes. Lives in the session's thread. Created with the session and dropped with it: answers that come later reach nobody.
class Dispatcher : public CallHandler, public std::enable_shared_from_this<Dispatcher>
{
public:
    /// Handlers that run nested event loops may have further calls run inside them, this deep; more wait.
    static constexpr int maximumDepth = 8;

    Dispatcher(std::weak_ptr<Session> session, std::shared_ptr<const MethodLookup> lookup,
               std::shared_ptr<HomeThread> home, const Limits &limits);

    /// Who calls, for Invocation::caller(). Once, before the first call.
    void setCaller(std::shared_ptr<const Identity> caller) { m_load->caller = std::move(caller); }
    /// What the peer may call.
    [[nodiscard]] const MethodLookup &lookup() const { return *m_lookup; }

    void handleCall(const Call &call, const Arrival &arrival) override;
    void handleNotify(const Notify &notify, const Arrival &arrival) override;
    void handleCancel(quint64 id) override;
    [[nodiscard]] bool hasRoom() const override;
    void peerIsSlow() override { m_isPeerSlow = true; }
    void peerReads() override;
    /// From invocations: some have ended, and hasRoom() again.
    void roomAgain();
    /// Runs the calls that were held back. To be called once nothing is left to read, when every Cancel that was
    /// under way has been seen.
    void runHeld();
    /// True when runHeld() has something to do.
    [[nodiscard]] bool holdsCalls() const
    {
        return !m_held.isEmpty() && m_depth < maximumDepth && !m_isPeerSlow;
    }
    /// This end is closing: calls that come from now on are refused. One-way calls are not, as nobody would hear of it.
    void refuseCalls() { m_isClosing = true; }
    /// True when no call waits for its answer, or for being run.
    [[nodiscard]] bool isIdle() const { return m_running.empty() && m_held.isEmpty(); }
    /// The session is over: whoever runs sees that it is canceled. One-way calls that are held still run.
    void cancelAll();

    /// Answers the call \a id with a value of \a method's result type, unless it was canceled meanwhile. Home
    /// thread only, as all that follows.
    void sendValue(quint64 id, const Method &method, const void *value);
    void sendReply(quint64 id, QByteArrayView payload);
    void sendError(quint64 id, const Error &error);
    /// Lets \a invocation run in its object's thread or its pool, if the peer may still call it.
    void queue(const std::shared_ptr<Invocation> &invocation);
    /// Answers \a invocation when \a future finishes.
    void watch(const std::shared_ptr<Invocation> &invocation, const QFuture<void> &future);

    /// Encodes a result; an error when it has no form on the wire. Any thread.
    [[nodiscard]] static std::optional<Error> encodeValue(Encoder &encoder, const Method &method,
                                                          const void *value);
    /// An error of a one-way call goes to the log, since nobody waits for it. Any thread.
    static void logUnanswered(QByteArrayView name, const Error &error);

private:
    // A watcher may be let go in its own signal.
    struct LetGo
    {
        void operator()(QFutureWatcher<void> *watcher) const;
    };
    struct Running
    {
        std::weak_ptr<Invocation> invocation; // weak: an invocation that everyone dropped answers for itself
        std::unique_ptr<QFutureWatcher<void>, LetGo> watcher;
    };
    static void cancelRunning(const Running &running);
    [[nodiscard]] std::optional<Error> whyFull() const;
    void postRunHeld();
    void runDue();
    void refuse(quint64 id, QByteArrayView name, const Error &error);
    void start(quint64 id, QByteArrayView name, QByteArrayView payload, TimePoint deadline);
    void run(const std::shared_ptr<Invocation> &invocation);
    [[nodiscard]] std::optional<Error> prepare(quint64 id, QByteArrayView name, QByteArrayView payload,
                                               TimePoint deadline, std::shared_ptr<Invocation> &invocation);
    [[nodiscard]] bool mustHold() const
    {
        return m_depth >= maximumDepth || !m_held.isEmpty() || m_isPeerSlow;
    }

    std::weak_ptr<Session> m_session;
    std::shared_ptr<const MethodLookup> m_lookup;
    std::shared_ptr<HomeThread> m_home;
    std::unordered_map<quint64, Running> m_running; // by call id, which the peer chooses
    std::unordered_map<quint64, Running> m_oneWay;  // one-way calls with a future, in numbers of our own
    quint64 m_lastOneWay = 0;
    HeldCalls m_held;
    const size_t m_limit;        // of calls at once
    const qsizetype m_byteLimit; // of the arguments of calls, and of one-way calls
    const std::shared_ptr<DispatcherLoad> m_load = std::make_shared<DispatcherLoad>();
    bool m_isPeerSlow = false; // answers pile up
    bool m_isClosing = false;
    int m_depth = 0; // handlers on this thread's stack
};

} // namespace heliograph
