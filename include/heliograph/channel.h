// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>
#include <heliograph/eventreceiver.h>
#include <heliograph/identity.h>
#include <heliograph/registry.h>
#include <heliograph/remotemethod.h>
#include <heliograph/remoteslot.h>
#include <heliograph/signalconnection.h>

#include <QtCore/qfuture.h>
#include <QtCore/qobject.h>
#include <QtCore/qvariant.h>

#include <chrono>
#include <memory>

namespace heliograph {

class ChannelCore;

/// One end of a live conversation. A Client is one; a Server holds one for each connected client. Both ends can
/// call the other.
///
/// call(), notify(), invoke() and method() may be used from any thread while the channel lives; everything else
/// belongs to the channel's thread. Answers arrive in the channel's thread: never wait there for a future.
class HELIOGRAPH_EXPORT Channel : public QObject
{
    Q_OBJECT
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(bool connected READ isConnected NOTIFY connectedChanged)
    Q_PROPERTY(QString user READ user NOTIFY connectedChanged)
    Q_PROPERTY(double roundTripTime READ roundTripTime NOTIFY heartbeat)
    Q_PROPERTY(qint64 lastHeard READ lastHeard NOTIFY heartbeat)
public:
    /// How it stands with the other end.
    enum class State : quint8 {
        Disconnected, ///< there is no session, and none is looked for
        Connecting,   ///< there is no session yet, or no longer; one is looked or waited for
        Connected,    ///< there is a session
        Unresponsive ///< there is a session, but the other end has not been heard for too long; it may come back
    };
    Q_ENUM(State)

    /// Ends all pending calls with an error; no future is left hanging.
    ~Channel() override;

    /// How it stands now; each change is told by stateChanged().
    [[nodiscard]] State state() const;
    /// True while a session exists, with an unresponsive peer too.
    [[nodiscard]] bool isConnected() const;
    /// Milliseconds that a message takes to the other end and back, smoothed; -1 while it was not measured. Measured by
    /// pings, when a session begins and when a link is silent, and by answers that come sooner; see heartbeat().
    [[nodiscard]] double roundTripTime() const;
    /// Milliseconds since anything came from the other end; -1 while there is no session.
    [[nodiscard]] qint64 lastHeard() const;
    /// The user at the other end, as the link's security or, where the server trusts names, the client says; empty
    /// while unknown. Stays what it was after the session's end.
    [[nodiscard]] QString user() const;
    /// Who is at the other end, of whom user() is the name; says nothing before the first session. Stays what it was after the
    /// session's end.
    [[nodiscard]] Identity identity() const;

    /// Calls the remote \a name with \a args, any types that can be sent, and arg("name", value) for parameters by
    /// name. Returns at once. The future ends exactly once: with a result; with an exception, an Error or a type
    /// registered by registerException(); or canceled, if it was canceled by its holder, which the other end is
    /// told. Calls made before there is a session wait for one until their deadline.
    template <typename R = void, typename... Args>
    QFuture<R> call(QAnyStringView name, const Args &...args)
    {
        auto call = std::make_unique<detail::FutureCall<R>>();
        QFuture<R> result = call->resultFuture();
        detail::makeCall(*m_caller, name, {}, std::move(call), args...);
        return result;
    }
    /// Calls the remote \a name and wants no answer, not even an error: that goes to the log of the other end. Later calls wait behind it.
    template <typename... Args>
    void notify(QAnyStringView name, const Args &...args)
    {
        detail::makeNotify(*m_caller, name, {}, args...);
    }
    /// The dynamic form of call(): \a arguments by position, \a named ones by parameter name.
    QFuture<QVariant> invoke(QAnyStringView name, const QVariantList &arguments, const QVariantMap &named);
    /// A handle to call \a name with options, or with callbacks.
    [[nodiscard]] RemoteMethod method(QAnyStringView name) const;

    /// Connects the remote signal \a name ("thermostat.overheated"; "thermostat.overheated(double)" to pick an overload) to
    /// \a slot: a function object, or a member function of \a receiver, with as many parameters as it wants of those of the
    /// signal, from the first, or with `const EventArguments &` alone for all of them. It runs in the receiver's thread,
    /// until the receiver dies. The connection is a wish that is kept: it may be made before the object is exposed and
    /// before there is a session, and holds across reconnects; see signalConnected() and signalFailed(). Many
    /// receivers share one subscription. The channel's thread only.
    template <typename Receiver, typename Slot>
    SignalConnection connectSignal(QAnyStringView name, Receiver *receiver, Slot slot)
    {
        return addReceiver(name, detail::makeReceiver(receiver, std::move(slot)));
    }
    /// The other way: calls the remote method \a name with the arguments of each emission of \a signal of \a sender, in any
    /// thread. Errors go to the log. QObject::disconnect() takes it back.
    template <typename Sender, typename Signal>
    QMetaObject::Connection connectSignal(const Sender *sender, Signal signal, QAnyStringView name)
    {
        using Slot = typename detail::Signature<Signal>::template Parameters<detail::RemoteSlotOf>::Type;
        return connect(sender, signal, this, Slot(m_caller, name), Qt::DirectConnection);
    }
    /// Takes connections of remote signals back: all of \a name (empty: of any name) to \a receiver (null: to anyone).
    /// Returns whether there were any.
    bool disconnectSignal(QAnyStringView name, const QObject *receiver = nullptr);
    /// Takes one back, as SignalConnection::disconnect().
    bool disconnectSignal(const SignalConnection &connection) { return connection.disconnect(); }

    /// The names of the objects that the other end exposes, sorted, as far as it was heard. It is asked for once objectAdded()
    /// or objectRemoved() is connected to.
    [[nodiscard]] QStringList objects() const;

    /// The deadline of calls that set none, from now on.
    void setCallTimeout(std::chrono::milliseconds timeout);
    [[nodiscard]] std::chrono::milliseconds callTimeout() const;

    /// Tells the peer goodbye and ends the session; pending calls end with an error. A Client stays disconnected
    /// until it is told to connect again.
    virtual void close();
    /// As close(), but gently, while the event loop runs: returns at once, and the session ends when what was sent before has arrived
    /// and the calls that are under way, of either end, were answered; after \a flushTimeout in any case. Until then state()
    /// is what it was, and further calls, of either end, fail with NeverSent. disconnected() tells the end, which another
    /// close() or the destruction brings at once.
    virtual void close(std::chrono::milliseconds flushTimeout);

Q_SIGNALS:
    /// A session exists: calls get through. Emitted again after each reconnect.
    void connected();
    /// The session is over; \a reason says why. Calls that were in flight have ended.
    void disconnected(const heliograph::Error &reason);
    /// state() is another one; connected(), disconnected(), heartbeatLost() or heartbeatRestored() is about to tell why.
    void stateChanged();
    /// connected() or disconnected() is about to be emitted.
    void connectedChanged();
    /// The other end has been silent for longer than the heartbeat's timeout: its event loop hangs, or its host. The session
    /// lives on, and calls get to the other end if it comes back.
    void heartbeatLost();
    /// The other end is heard again; nothing was lost. Each heartbeatLost() is followed by one of these, unless the session ends.
    void heartbeatRestored();
    /// An interval of the heartbeat is over: roundTripTime() and lastHeard() may be new.
    void heartbeat();
    /// Emissions of the remote signal \a name arrive from now on; in each session anew.
    void signalConnected(const QString &name);
    /// The remote signal \a name is not there (UnknownName: it is waited for), or does not fit a receiver (WrongArguments).
    void signalFailed(const QString &name, const heliograph::Error &error);
    /// \a count emissions of the remote signal \a name were dropped, because this end did not keep up, before the next one.
    void eventsLost(const QString &name, quint64 count);
    /// The other end exposes the object \a name: emitted for each that is there at first, and for each that comes. Across
    /// reconnects only differences are told.
    void objectAdded(const QString &name);
    /// The other end has withdrawn the object \a name.
    void objectRemoved(const QString &name);

protected:
    void connectNotify(const QMetaMethod &signal) override;
    /// For Client and Server.
    explicit Channel(QObject *parent);

private:
    friend class ChannelCore;
    friend class Client;
    friend class RemoteObject;
    friend class Server;

    SignalConnection addReceiver(QAnyStringView name, std::unique_ptr<EventReceiver> receiver);

    std::unique_ptr<ChannelCore> d;
    std::shared_ptr<Caller> m_caller;
};

} // namespace heliograph
