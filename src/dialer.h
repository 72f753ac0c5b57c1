// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "handshakefailures.h"
#include "link.h"
#include "session/backoff.h"
#include "transport/eventprobe.h"
#include "transport/eventsocket.h"

#include <QtCore/qbasictimer.h>
#include <QtCore/qobject.h>

#include <memory>

namespace heliograph {

class Context;

/// Keeps a link to one endpoint: connects, and connects again whenever the link ends, until stop(). Every
/// attempt has a socket of its own, because a socket that reconnects by itself would carry what was sent for one
/// session into the next.
class Dialer : public QObject, private Link, private SocketReceiver
{
    Q_OBJECT
public:
    /// \a acceptor outlives the dialer.
    Dialer(LinkAcceptor &acceptor, BackOff backOff, const LinkSettings &settings,
           const ClientSecurity &security);
    ~Dialer() override;

    /// Begins. An error when \a endpoint is malformed.
    [[nodiscard]] std::optional<Error> start(const QString &endpoint);
    /// Ends; what was sent before may still leave.
    void stop();
    /// As stop(), but leaves the link to whoever has it, until it is dropped.
    void giveUp();

    /// The pause before the next attempt, which runs now; nothing else.
    [[nodiscard]] std::optional<std::chrono::milliseconds> pause() const;
    /// How many attempts were and are to be made since the last session, or since start(), behind the first one.
    [[nodiscard]] int repeats() const { return m_repeats; }

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    [[nodiscard]] Result sendFrame(QByteArrayView head, QByteArrayView payload) override;
    [[nodiscard]] bool joinTurn() override;
    [[nodiscard]] bool isAllRead() override { return !m_socket || m_socket->isAllRead(); }
    void setReading(bool on) override;
    void confirm() override;
    void noteBeat(bool) override {} // whom it connected to is trusted
    void drop() override;
    [[nodiscard]] QString address() const override { return m_endpoint; }
    [[nodiscard]] Identity identity() const override;
    [[nodiscard]] bool speaksFirst() const override { return true; }

    void messageReceived(const ReceivedMessage &message) override;
    void turnEnded() override;
    void writable() override;
    void linkEvent(const LinkEvent &event) override;

    void findSecurity();
    void secure(const FoundSecurity &found);
    void securedLate(const FoundSecurity &found);
    [[nodiscard]] std::optional<Error> tryOnce();
    void tryAgain();
    void lookAtAttempt();
    void handshakeFailed(const LinkEvent &event);
    void heedMechanism(Mechanism servers);
    void failForGood(const Error &reason);
    void failAttempt(const Error &reason);
    void failAttempt(const Error &reason, std::chrono::milliseconds pause);
    [[nodiscard]] std::chrono::milliseconds usualPause();
    void startPause(std::chrono::milliseconds time);
    void closeSocket(std::chrono::milliseconds linger);

    LinkAcceptor &m_acceptor;
    BackOff m_backOff;
    LinkSettings m_settings; // without security while keys are being worked out
    const ClientSecurity m_security;
    quint64 m_searches = 0; // for keys
    bool m_isSecured = false;
    std::optional<Error> m_fault; // why there are no keys
    HandshakeFailures m_failures;
    std::shared_ptr<Context> m_context;
    QString m_endpoint;                    // empty: not wanted
    std::unique_ptr<EventSocket> m_socket; // null between attempts
    LinkOwner *m_owner = nullptr;          // the conversation on the current socket
    std::optional<Identity> m_peer;        // who is there, once it was heard
    QBasicTimer m_pause;                   // runs between attempts
    std::chrono::milliseconds m_pauseTime{};
    int m_repeats = 0;
    EventProbe m_probe;          // asks after a handshake that failed and did not say why
    QBasicTimer m_patience;      // runs while an attempt is not confirmed
    Clock::time_point m_begun;   // of that attempt
    bool m_isUnanswered = false; // and that was told
    bool m_inTurn = false;
};

} // namespace heliograph
