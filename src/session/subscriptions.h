// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/handlers.h"
#include "session/objectreplica.h"
#include "session/session.h"
#include "session/signalsubscription.h"

#include <map>
#include <memory>
#include <unordered_map>

namespace heliograph {

/// Everything that this end wants to hear of its peer, session after session: wishes, which are told to the peer of each
/// new session. Home thread only; whatever is told may end the session and let go of this.
class Subscriptions final : public SubscriptionHandler, public std::enable_shared_from_this<Subscriptions>
{
public:
    /// \a owner outlives this or calls detach().
    explicit Subscriptions(SubscriptionOwner &owner) : m_owner(&owner) {}
    Q_DISABLE_COPY_MOVE(Subscriptions)

    /// Hands the events of the signal \a name to \a receiver. Returns the number of the connection.
    quint64 connect(const QByteArray &name, std::unique_ptr<EventReceiver> receiver);
    /// Tells when the newest receiver of \a name does not fit what is known of the signal; that may destroy anything.
    void check(const QByteArray &name);
    /// Takes connections back: one by its number; those of a signal (empty: of all) to a receiver (null: any).
    bool disconnect(quint64 connection);
    qsizetype disconnect(const QByteArray &name, const QObject *receiver);
    /// The object \a name of the peer, shared by everyone who asks.
    [[nodiscard]] std::shared_ptr<ObjectReplica> acquire(const QByteArray &name);
    /// Someone listens to \a replica no more; without listeners it is not wanted.
    void released(const std::shared_ptr<ObjectReplica> &replica);

    /// Tells the peer of a new session what is wanted.
    void begin(const std::shared_ptr<Session> &session);
    /// The session is over, for \a reason.
    void end(const Error &reason);
    /// The owner goes away: nothing is told any more.
    void detach();

    void handleStatus(const Status &status) override;
    void handleEvent(const Event &event) override;
    void handleLost(const Lost &lost) override;
    void handleObject(const Object &object) override;
    void handleChanged(const Changed &changed) override;

private:
    void request(SignalSubscription &subscription);
    void request(ObjectReplica &replica);
    void release(quint64 id);
    void dropUnused(const QByteArray &name);
    [[nodiscard]] std::shared_ptr<SignalSubscription> signalOf(quint64 id) const;
    [[nodiscard]] std::shared_ptr<ObjectReplica> objectOf(quint64 id) const;

    SubscriptionOwner *m_owner; // null once detached
    std::weak_ptr<Session> m_session;
    std::map<QByteArray, std::shared_ptr<SignalSubscription>> m_signals;          // by name
    std::map<QByteArray, std::weak_ptr<ObjectReplica>> m_objects;                 // by name
    std::unordered_map<quint64, std::shared_ptr<SignalSubscription>> m_signalIds; // of the session
    std::unordered_map<quint64, std::weak_ptr<ObjectReplica>> m_objectIds;        // of the session
    quint64 m_lastId = 0;                                                         // of the session
    quint64 m_lastConnection = 0;
};

} // namespace heliograph
