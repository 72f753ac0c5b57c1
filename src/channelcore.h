// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "cancelwatch.h"
#include "channelgate.h"
#include "link.h"
#include "objectlist.h"
#include "peerview.h"
#include "session/dispatcher.h"
#include "session/publications.h"
#include "session/session.h"
#include "session/subscriptions.h"
#include "session/waitingcalls.h"

#include <heliograph/channel.h>

#include <QtCore/qbasictimer.h>
#include <QtCore/qlist.h>
#include <QtCore/qobject.h>

#include <functional>
#include <memory>

namespace heliograph {

/// What makes a Channel work: joins a link, the session on it, the calls that wait for a session, and the
/// timers, all in the channel's thread. Sessions come and go; the core stays.
class ChannelCore final : public QObject, private SessionOwner, public LinkOwner, private SubscriptionOwner
{
    Q_OBJECT
public:
    /// What the peer can reach here.
    struct Offer
    {
        std::shared_ptr<const RegistryChain> registries;
        std::shared_ptr<Publisher> publisher;
    };
    struct Settings
    {
        SessionOptions session;
        milliseconds callTimeout{};
        Offer offer;
        bool waitForSession = true; ///< calls that do not say do so
        /// Calls made without a session wait for one. Without it they fail at once: no session will come.
        bool expectsSession = false;
    };
    /// \a channel owns the core.
    ChannelCore(Channel &channel, Settings settings);
    ~ChannelCore() override;

    /// Starts a session on \a link.
    void attach(Link &link);
    /// Ends the session, if there is one, and every call, for \a reason.
    void shut(const Error &reason);
    /// Takes no more calls, of either end, and ends the session, for \a reason, when all that was sent has arrived and was
    /// answered, or when \a flushTimeout is over.
    void finish(milliseconds flushTimeout, const Error &reason);
    /// Whether calls wait for a session from now on; if not, those that wait fail with NeverSent.
    void expectSession(bool expected, const Error &reason);
    /// As expectSession(false), while a session is ending, which sees to the calls that wait.
    void expectNoMore() { m_settings.expectsSession = false; }
    /// Why there is no session, for the errors of calls that waited in vain.
    void setObstacle(const Error &obstacle) { m_obstacle = obstacle; }

    void call(QAnyStringView name, const CallOptions &options, QByteArrayView arguments,
              std::unique_ptr<PendingCall> call);
    void notify(QAnyStringView name, const CallOptions &options, QByteArrayView arguments);

    /// What this end wants to hear of the peer.
    [[nodiscard]] Subscriptions &subscriptions() { return *m_subscriptions; }
    /// Which objects the peer exposes; known from when someone watches them.
    [[nodiscard]] const QStringList &objectNames() const { return m_objects.names(); }
    void watchObjects() { m_objects.watch(*m_subscriptions); }
    [[nodiscard]] bool isEstablished() const;
    /// As in Channel.
    [[nodiscard]] Identity identity() const { return m_identity ? *m_identity : Identity(); }
    [[nodiscard]] Channel::State state() const { return m_state; }
    /// As in Channel.
    [[nodiscard]] double roundTripTime() const;
    [[nodiscard]] qint64 lastHeard() const;
    /// True also while the end of a session is being told, so that none begins before that is over.
    [[nodiscard]] bool hasLink() const { return m_link || m_isEnding; }
    [[nodiscard]] Channel *channel() const { return &m_channel; }
    [[nodiscard]] const std::shared_ptr<ChannelGate> &gate() const { return m_gate; }
    void setCallTimeout(milliseconds timeout) { m_settings.callTimeout = timeout; }
    [[nodiscard]] milliseconds callTimeout() const { return m_settings.callTimeout; }

    /// Called after connected(), and after disconnected() or the end of a session that was never established.
    std::function<void()> whenEstablished;
    std::function<void()> whenEnded;
    /// Called when a session ends, before anybody is told. May be null.
    std::function<void(const Error &reason, bool wasEstablished)> whenEnding;
    /// Asked when a peer has greeted: why it gets no session, if it does not. May be null.
    /// \a shown is what the link found out, \a user is its name, or the one that it claims and is believed.
    std::function<std::optional<Error>(const Identity &shown, const QString &user)> objection;
    /// Called before heartbeatLost() and heartbeatRestored().
    std::function<void()> whenHeartbeatLost;
    std::function<void()> whenHeartbeatRestored;
    /// Called when the channel begins to be destroyed, and when nobody is told anything of it any more. Not signals of the
    /// channel, as whoever uses it may disconnect all of those.
    std::function<void()> whenDying;
    std::function<void()> whenGone;

    void frameReceived(QByteArrayView frame, const Arrival &arrival) override;
    void turnEnded() override;
    void linkWritable() override;
    void linkLost(const Error &reason) override;

protected:
    void timerEvent(QTimerEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] std::optional<Error> objectionTo(const QByteArray &user) override;
    void sessionEstablished() override;
    void sessionEnding(const Error &reason) override;
    void sessionEnded(const Error &reason) override;
    [[nodiscard]] TimePoint currentTime() const override { return Clock::now(); }
    void resumeOwed() override;
    void turnOwed() override;
    void deadlineAdded(TimePoint deadline) override;
    void peerIsSlow() override;
    void creditReturned() override { submitWaiting(); }
    void heartbeatLost() override;
    void heartbeatRestored() override;
    void signalConnected(const QByteArray &name) override;
    void signalFailed(const QByteArray &name, const Error &error) override;
    void eventsLost(const QByteArray &name, quint64 count) override;

    void callUtf8(QByteArrayView name, const CallOptions &options, QByteArrayView arguments,
                  std::unique_ptr<PendingCall> call);
    void notifyUtf8(QByteArrayView name, const CallOptions &options, QByteArrayView arguments);
    // What is called now may go to the peer at once; else it would overtake what waits.
    [[nodiscard]] bool canSend() const { return isEstablished() && m_waiting.isEmpty() && !m_closing; }
    [[nodiscard]] std::optional<Error> whyNotWait(const CallOptions &options, QByteArrayView name,
                                                  QByteArrayView arguments) const;
    [[nodiscard]] bool waitsForSession(const CallOptions &options) const
    {
        return options.waitForSession.value_or(m_settings.waitForSession);
    }
    void submitWaiting();
    struct Failing
    {
        WaitingCalls::Waiting waiting;
        Error error;
    };
    static void fail(const Failing &failing);
    void addFailing(std::vector<WaitingCalls::Waiting> calls, const Error &error);
    void failNext();
    void goOnFailing();
    template <typename Reading>
    void read(Reading reading);
    [[nodiscard]] Identity peerIdentity(const QByteArray &claimedUser) const;
    void setIdentity(std::shared_ptr<const Identity> identity);
    // False when this was destroyed by whom it told.
    bool setState(Channel::State state);
    void tellBeat(Channel::State state, const std::function<void()> &hook, std::function<void()> signal);
    void tellBeats();
    void startBeating();
    void beat();
    void watchSlowPeer();
    void runHeld();
    void endSessionTurn();
    void continueClosing();
    void expire();
    void armDeadline();
    [[nodiscard]] Error neverSent(const QString &why) const;

    struct Closing
    {
        Error reason;
        quint64 ping = 0; // whose answer says that all has arrived; 0: not sent yet
    };

    Channel &m_channel;
    Settings m_settings;
    std::shared_ptr<ChannelGate> m_gate;
    Link *m_link = nullptr;
    std::shared_ptr<Session> m_session;         // null while there is none
    std::weak_ptr<Session> m_ending;            // the last one, which may still be telling of its end
    std::shared_ptr<const Identity> m_identity; // of the current or last session's peer
    std::shared_ptr<PeerView> m_view;           // null with the session, as the next
    std::shared_ptr<Dispatcher> m_dispatcher;
    std::shared_ptr<Publications> m_publications;
    std::shared_ptr<Subscriptions> m_subscriptions;
    ObjectList m_objects;
    WaitingCalls m_waiting;
    CancelWatch m_sentWatch;    // of calls in m_session
    CancelWatch m_waitingWatch; // of calls in m_waiting
    Error m_obstacle;
    QBasicTimer m_deadlineTimer;
    TimePoint m_deadline; // what m_deadlineTimer is set to, while it runs
    QBasicTimer m_helloTimer;
    QBasicTimer m_endTimer;           // runs while calls that ended are told so
    std::deque<Failing> m_failing;    // those of them that were not sent
    QBasicTimer m_beatTimer;          // runs while a session is established, unless heartbeats are off
    int m_beatInterval = 0;           // in ms
    QBasicTimer m_slowTimer;          // runs while the peer is slow
    Session::Progress m_progress;     // of the peer, when last looked
    int m_slowLooks = 0;              // at a peer that was too slow
    QBasicTimer m_heldTimer;          // runs while calls are held until everything was read
    std::optional<Closing> m_closing; // while finish() is under way
    QBasicTimer m_closeTimer;         // the same
    QBasicTimer m_resumeTimer; // runs while a frame is not worked off and the event loop may get to run
    Channel::State m_state = Channel::State::Disconnected;
    // What is still to be told of lost and restored heartbeats, oldest first. Whoever is told may run an event loop, in which
    // older news comes first too.
    QList<std::function<void()>> m_untold;
    bool m_isEnding = false;     // a session has ended, and not everybody knows yet
    bool m_holdsReading = false; // the link was told to wait
    bool m_turnPosted = false;
    bool m_wasEstablished = false; // the current or last session
};

} // namespace heliograph
