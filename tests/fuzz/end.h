// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "exposures.h"
#include "peerview.h"
#include "registrychain.h"
#include "session/dispatcher.h"
#include "session/publications.h"
#include "session/session.h"
#include "session/subscriptions.h"

#include <deque>
#include <memory>
#include <vector>

namespace fuzz {

using heliograph::milliseconds;

/// What became of a call.
struct Outcome
{
    heliograph::TimePoint deadline{};
    qsizetype size = 0;                      // of its arguments
    std::optional<QByteArray> expected = {}; // result
    int ends = 0;
    bool isDone = false; // with a value
    bool isRight = true; // which is the expected one
    heliograph::ErrorCode code{};
};

/// What an end is told of a signal of its peer.
struct SignalNews
{
    enum class Kind : quint8 { Connected, Failed, Event, Lost };
    Kind kind;
    QByteArray name;
    quint64 number = 0; // an Event's first argument, or of those Lost
};

/// One end of a conversation: the session and all that a channel puts around it, without transport, threads and clock. What
/// it must never do ends the program.
class End final : public heliograph::FrameSink,
                  private heliograph::SessionOwner,
                  private heliograph::SubscriptionOwner,
                  private heliograph::ReplicaListener
{
public:
    /// \a things outlive it.
    End(heliograph::PeerRole role, Exposures &things);
    ~End() override;
    Q_DISABLE_COPY_MOVE(End)

    /// HELLO.
    void greet();
    /// A frame of the peer's. \a hurried: the turn is over at once.
    void receive(QByteArrayView frame, bool hurried = false);
    /// What an event loop does: tasks, posted events, the rest of frames, held calls, the end of the turn.
    void settle();
    /// So much later.
    void pass(milliseconds time);
    /// The transport takes frames again, or does not.
    void setFull(bool isFull);
    /// The link is gone.
    void lose();
    void close();
    /// As if the channel were destroyed.
    void leave();

    /// What is to become of the call; null when this end cannot make it now.
    std::shared_ptr<Outcome> call(QByteArrayView name, QByteArrayView arguments, milliseconds timeout);
    /// The same; false when it cannot be made.
    bool notify(QByteArrayView name, QByteArrayView arguments);
    /// The caller of the \a index-th call that still waits gives up.
    void cancel(size_t index);
    void subscribe(const QByteArray &name);
    void unsubscribe();
    void acquire(const QByteArray &name);
    void releaseObjects();
    /// What is known of a property of the peer's; null while the object was not acquired, or is not there.
    [[nodiscard]] QByteArray known(const QByteArray &object, const QByteArray &property) const;

    /// What an end and what is put around it may take on the heap when nothing is being worked off, whatever the peer and the
    /// application do (bytes).
    [[nodiscard]] static qsizetype mostMemory();
    /// The invariants that hold between any two things that happen.
    void check() const;
    /// When nothing is under way: no call outlives its deadline.
    void checkDeadlines() const;
    [[nodiscard]] bool isEstablished() const;
    [[nodiscard]] bool isOver() const { return m_hasLeft || !m_session; }

    Exposures &exposures;
    std::deque<QByteArray> sent; ///< frames that nobody took yet
    std::vector<std::shared_ptr<Outcome>> outcomes;
    /// Called when a call ends or an event comes: who is told may do anything.
    std::function<void()> whenTold = [] {};
    std::function<void(const SignalNews &)> whenHeard = [](const SignalNews &) {};
    std::optional<heliograph::Error> reason; ///< of the session's end

    [[nodiscard]] Result sendFrame(QByteArrayView head, QByteArrayView payload) override;

private:
    class Home;
    class Completion;

    void checkSent(QByteArrayView frame);
    void checkHidden(const heliograph::Message &message) const;
    void sessionEstablished() override;
    void sessionEnding(const heliograph::Error &reason) override;
    void sessionEnded(const heliograph::Error &reason) override;
    [[nodiscard]] heliograph::TimePoint currentTime() const override { return m_now; }
    void resumeOwed() override {}
    void turnOwed() override {}
    void peerIsSlow() override {}
    void creditReturned() override {}
    void deadlineAdded(heliograph::TimePoint) override {}
    void heartbeatLost() override { whenTold(); }
    void heartbeatRestored() override { whenTold(); }
    void hear(const SignalNews &news);
    void signalConnected(const QByteArray &name) override { hear({SignalNews::Kind::Connected, name}); }
    void signalFailed(const QByteArray &name, const heliograph::Error &) override
    {
        hear({SignalNews::Kind::Failed, name});
    }
    void eventsLost(const QByteArray &name, quint64 count) override
    {
        hear({SignalNews::Kind::Lost, name, count});
    }
    void replicaStateChanged() override { whenTold(); }
    void replicaValueChanged(const QByteArray &) override { whenTold(); }

    const heliograph::PeerRole m_role;
    heliograph::TimePoint m_now;
    std::shared_ptr<Home> m_home;
    std::shared_ptr<heliograph::RegistryChain> m_chain;
    std::shared_ptr<heliograph::Publisher> m_publisher;
    std::shared_ptr<heliograph::Session> m_session; // null once it has ended, as the next
    std::weak_ptr<heliograph::Session> m_ending;
    std::shared_ptr<heliograph::PeerView> m_view;
    std::shared_ptr<heliograph::Dispatcher> m_dispatcher;
    std::shared_ptr<heliograph::Publications> m_publications;
    std::shared_ptr<heliograph::Subscriptions> m_subscriptions;
    std::vector<std::shared_ptr<heliograph::ObjectReplica>> m_replicas;
    std::vector<quint64> m_calls; // ids that may still wait
    QObject m_receiver;
    bool m_isFull = false;
    bool m_hasLeft = false;
    bool m_saidGoodbye = false;
    int m_subscriptionsMade = 0;
    qsizetype m_underWay = 0; // bytes of arguments of calls that have not ended
    int m_established = 0;
    int m_endings = 0;
    int m_ended = 0;
    quint64 m_frames = 0;                         // sent
    heliograph::Reassembly m_reassembly{1 << 30}; // of what was sent
};

} // namespace fuzz
