// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>
#include <heliograph/eventreceiver.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace heliograph {

/// What subscriptions tell; each call may do anything, also destroy whoever told.
class SubscriptionOwner
{
public:
    virtual ~SubscriptionOwner() = default;
    /// Events of the signal come from now on.
    virtual void signalConnected(const QByteArray &name) = 0;
    /// A signal cannot be connected to as it is, or an event did not fit a receiver.
    virtual void signalFailed(const QByteArray &name, const Error &error) = 0;
    /// The peer dropped \a count events.
    virtual void eventsLost(const QByteArray &name, quint64 count) = 0;
};

/// One signal of the peer, and everyone here who is connected to it. Shared, since whoever hears an event may take the
/// last connection back.
class SignalSubscription
{
public:
    explicit SignalSubscription(QByteArray name) : m_name(std::move(name)) {}
    Q_DISABLE_COPY_MOVE(SignalSubscription)

    [[nodiscard]] const QByteArray &name() const { return m_name; }
    /// What the session calls it; 0: nothing yet.
    quint64 id = 0;

    void add(quint64 number, std::unique_ptr<EventReceiver> receiver);
    /// Connections that were taken back, to be let go of once nothing is being changed any more: what receivers hold may
    /// do anything when it is destroyed.
    using Removed = std::vector<std::shared_ptr<void>>;
    /// Takes one back by its number, or all to \a object (null: to anyone).
    [[nodiscard]] Removed remove(quint64 number);
    [[nodiscard]] Removed remove(const QObject *object);
    [[nodiscard]] bool isUnused() const { return m_connections.empty(); }

    /// A new session: numbers of events begin anew.
    void begin();
    /// The peer sends events of parameters \a types, a list of names. Returns an error for each receiver whom they do not
    /// suit.
    [[nodiscard]] QList<Error> start(const QByteArray &types);
    [[nodiscard]] bool isLive() const { return m_types.has_value(); }
    /// The peer has no such signal any more.
    void stop() { m_types.reset(); }
    /// Says what does not suit the newest receiver, if it is known by now.
    [[nodiscard]] std::optional<Error> checkNewest();

    /// The event \a number has come. Returns how many were lost before it.
    [[nodiscard]] quint64 received(quint64 number);
    /// Events up to \a number were sent. Returns how many of them were lost.
    [[nodiscard]] quint64 lostUpTo(quint64 number);
    /// Hands an event to all receivers; each may connect and disconnect. Calls \a failed with the error of each whom it
    /// does not suit.
    void handOut(QByteArrayView arguments, const std::function<void(const Error &)> &failed);

private:
    struct Connection
    {
        quint64 number;
        std::unique_ptr<EventReceiver> receiver;
        bool isFitting = true; // as far as is known
        bool isOver = false;   // taken back, maybe by another receiver of the same event
    };
    template <typename Condition>
    [[nodiscard]] Removed removeWhere(Condition condition);
    [[nodiscard]] std::optional<Error> check(Connection &connection) const;

    const QByteArray m_name;
    std::vector<std::shared_ptr<Connection>> m_connections; // in the order in which they were made
    std::optional<QByteArray> m_types; // of the signal's parameters, while the peer sends events
    quint64 m_lastEvent = 0;
};

} // namespace heliograph
