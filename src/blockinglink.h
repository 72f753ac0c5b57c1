// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "handshakefailures.h"
#include "session/backoff.h"
#include "session/session.h"
#include "transport/linkqueue.h"
#include "transport/linksettings.h"
#include "transport/mechanismprobe.h"
#include "transport/monitor.h"
#include "transport/socket.h"

#include <memory>
#include <optional>

namespace heliograph {

class Context;

/// A conversation with one server that the calling thread drives: nothing moves but while a function here runs.
/// Connects, and connects again, whenever a call needs a session.
class BlockingLink final : private FrameSink, private SessionOwner
{
public:
    BlockingLink(SessionOptions options, BackOff backOff, const LinkSettings &settings,
                 const ClientSecurity &security);
    ~BlockingLink() override;
    Q_DISABLE_COPY_MOVE(BlockingLink)

    /// Begins to connect. An error when \a endpoint is malformed, or none for the security.
    [[nodiscard]] std::optional<Error> start(const QString &endpoint);
    /// Ends the session, for \a reason; what was sent before may still leave.
    void stop(const Error &reason);

    /// Returns true when there is a session, at the latest at \a deadline.
    [[nodiscard]] bool waitForSession(TimePoint deadline);
    /// Makes a call and returns when it has ended.
    void call(QByteArrayView name, milliseconds timeout, QByteArrayView arguments,
              std::unique_ptr<PendingCall> call);
    /// Makes a one-way call and returns when the transport has it; the error says why it does not.
    [[nodiscard]] std::optional<Error> notify(QByteArrayView name, milliseconds timeout,
                                              QByteArrayView arguments);

    [[nodiscard]] bool isEstablished() const;
    /// Why there is no session; None while there is one.
    [[nodiscard]] const Error &obstacle() const { return m_obstacle; }

private:
    [[nodiscard]] Result sendFrame(QByteArrayView head, QByteArrayView payload) override;
    void sessionEstablished() override;
    void sessionEnding(const Error &) override {}
    void sessionEnded(const Error &reason) override;
    [[nodiscard]] TimePoint currentTime() const override { return Clock::now(); }
    void resumeOwed() override {} // nothing here runs an event loop
    void turnOwed() override {}   // every turn here sends what is owed
    void deadlineAdded(TimePoint) override {}
    void peerIsSlow() override {}
    void creditReturned() override {}
    void heartbeatLost() override {}
    void heartbeatRestored() override {}

    struct Search;
    void findSecurity();
    [[nodiscard]] bool waitForSecurity(TimePoint deadline);
    void tryAgain();
    void giveUp(const Error &reason);
    [[nodiscard]] std::optional<Error> tryOnce();
    void turn(TimePoint deadline);
    void work();
    void readMessages();
    void heedLink();
    void lookAtAttempt();
    void handshakeFailed(const LinkEvent &event);
    void startPause();
    void pause(TimePoint until);
    void lookAtProbe();
    void closeSocket(milliseconds linger);
    [[nodiscard]] TimePoint lookAgain(TimePoint deadline) const;
    [[nodiscard]] TimePoint nextLook() const;
    [[nodiscard]] Error neverSent() const;

    const SessionOptions m_options;
    LinkSettings m_settings; // without security while keys are being worked out
    const ClientSecurity m_security;
    std::shared_ptr<Search> m_search; // for keys; null once they are there
    HandshakeFailures m_failures;
    BackOff m_backOff;
    QString m_endpoint; // empty: not wanted
    Error m_obstacle;
    std::shared_ptr<Context> m_context;
    std::unique_ptr<Socket> m_socket;   // null between attempts, as are the next two
    std::unique_ptr<Monitor> m_monitor; // ends before the socket
    std::shared_ptr<Session> m_session;
    std::unique_ptr<MechanismProbe> m_probe; // after a handshake that failed and did not say why
    LinkQueue m_links;
    TimePoint m_begun; // of the attempt under way
    TimePoint m_nextAttempt;
    bool m_wasEstablished = false; // the current or last session
    bool m_isFull = false;         // the server did not take the last frame
    bool m_isEarly = false;        // another attempt would say what the last one meant
};

} // namespace heliograph
