// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/admission.h"
#include "transport/linkqueue.h"
#include "transport/socket.h"

#include <QtCore/qbasictimer.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qobject.h>

#include <atomic>
#include <chrono>

class QSocketNotifier;

namespace heliograph {

/// What an EventSocket tells its owner, always in the socket's thread.
class SocketReceiver
{
public:
    virtual ~SocketReceiver() = default;
    /// One message. May close or delete the socket, run an event loop (more messages then come from there), and
    /// throw: what is left is handed over in the next turn.
    virtual void messageReceived(const ReceivedMessage &message) = 0;
    /// The socket was emptied, or its turn is over and the event loop goes on before the rest is read. What was written
    /// meanwhile should leave now. May close or delete the socket, but not run an event loop.
    virtual void turnEnded() = 0;
    /// A message was dropped by the rules of Socket::receive(), for \a reason. \a peer is nothing if it has no id of ours, and
    /// \a descriptor may stand for another connection by now. May send, but not close the socket.
    virtual void messageDropped(std::optional<PeerId> peer, int descriptor, const QString &reason)
    {
        Q_UNUSED(peer)
        Q_UNUSED(descriptor)
        Q_UNUSED(reason)
    }
    /// After a send was Full: some peer can be written to again, though maybe not the one that was full; if it
    /// is Full again, this will be called again. May not run an event loop.
    virtual void writable() = 0;
    /// Messages that the connection had sent before the event have been handed over already, with two
    /// exceptions for Disconnected: a router may still hand over what arrived in the last moment, and after a
    /// second during which the socket was never empty the event no longer waits.
    virtual void linkEvent(const LinkEvent &event) = 0;
};

/// A Socket on the event loop of the thread that made it. Never blocks; one turn of reading takes at most
/// 64 messages or timePerTurn and is then continued after the event loop had its own turn.
class EventSocket : public QObject
{
    Q_OBJECT
public:
    /// For how long messages are handed over before the event loop goes on.
    static constexpr std::chrono::milliseconds timePerTurn{4};

    /// \a receiver outlives the socket or calls close() before.
    EventSocket(std::shared_ptr<Context> context, Socket::Role role, SocketReceiver &receiver,
                const LinkSettings &settings = {});
    ~EventSocket() override;

    /// As in Socket; after close() they fail with ErrorCode::Closed.
    [[nodiscard]] std::optional<Error> bind(const QString &endpoint);
    [[nodiscard]] std::optional<Error> bind(ReservedEndpoint reserved);
    [[nodiscard]] std::optional<Error> connect(const QString &endpoint);
    [[nodiscard]] const QStringList &boundEndpoints() const { return m_bound; }
    /// As in Socket; Gone after close(). Calls nobody back: see SocketReceiver::writable() for Full.
    [[nodiscard]] Socket::SendResult send(PeerId peer, QByteArrayView head, QByteArrayView payload = {});
    /// As in Socket; false after close(). A dealer that nobody can answer any more is not writable.
    [[nodiscard]] bool isWritable();

    /// Who may stay connected to a router; null for a dealer and after close().
    [[nodiscard]] Admission *admission() const { return m_admission.get(); }

    /// Ends all calls to the receiver; unsent messages get up to \a linger. Safe in any call of the receiver.
    void close(std::chrono::milliseconds linger);

    /// True when no message waits to be handed over.
    [[nodiscard]] bool isAllRead();
    /// Whether messages are read. Link events that come behind messages wait with them, but for a second at most.
    void setReading(bool on);
    /// When the turn that hands over messages is to end.
    [[nodiscard]] std::chrono::steady_clock::time_point turnEnds() const { return m_turnEnds; }
    /// The longest time for which a message that is being handed over may have lain unread.
    [[nodiscard]] std::chrono::milliseconds sinceEmpty() const
    {
        return std::chrono::milliseconds(m_sinceEmpty.elapsed());
    }
    /// How often this socket looked for messages: it does not while nothing happens.
    [[nodiscard]] quint64 turns() const { return m_turns; }

protected:
    bool event(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    struct DeleteLater
    {
        void operator()(QSocketNotifier *notifier) const;
    };
    // What a send does so that it hides no message that came before it (zmq_getsockopt(3), ZMQ_FD).
    enum class AfterSend : quint8 {
        Turn,   // schedules a turn
        Timer,  // a look follows anyway, unless the receiver runs an event loop: there a timer has to do
        Nothing // a look follows in any case
    };
    class SendScope;
    enum class Reading : quint8 { Emptied, Interrupted, Closed };

    [[nodiscard]] std::optional<Error> endBind(std::optional<Error> error);
    void startNotifier();
    void watchLinks();
    void postLinkEvent(const LinkEvent &event); // in any thread
    void startRecheck();
    void scheduleTurn(); // in any thread

    void takeTurn();
    [[nodiscard]] Reading readMessages(bool &gotMessages);
    [[nodiscard]] bool handOverLinkEvents(bool allIsRead);
    [[nodiscard]] bool heedsStrangers(const LinkEvent &event, bool allIsRead);
    [[nodiscard]] bool tellWritable();
    void endTurn();
    void lookAfterSend();
    [[nodiscard]] bool areLastMessagesHere();

    const Socket::Role m_role;
    SocketReceiver *m_receiver;
    std::unique_ptr<Socket> m_socket;                         // nullptr after close()
    std::unique_ptr<QSocketNotifier, DeleteLater> m_notifier; // must be off before the socket closes
    std::shared_ptr<Context> m_context;
    std::shared_ptr<Admission> m_admission; // the guard's too
    QStringList m_bound;
    quint64 m_guardKey = 0; // 0: no monitor

    LinkQueue m_links;
    std::atomic<bool> m_isTurnScheduled = false;

    AfterSend m_afterSend = AfterSend::Turn;
    bool m_wasTouched = true; // since it was last found empty, so that a wake-up may have been lost
    bool m_wasFull = false;
    bool m_isReading = true;
    std::chrono::steady_clock::time_point m_turnEnds;
    QBasicTimer m_look;    // runs while a message is handed over
    QBasicTimer m_recheck; // runs only while m_wasFull or a link event waits
    QElapsedTimer m_sinceEmpty;
    quint64 m_turns = 0;
};

} // namespace heliograph
