// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/linkevent.h"
#include "transport/linksettings.h"

#include <heliograph/error.h>
#include <heliograph/identity.h>

#include <QtCore/qbytearrayview.h>
#include <QtCore/qstringlist.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace heliograph {

class Context;
class Entrance;
class FrameMessage;
class Monitor;
class ReservedEndpoint;

/// Names one connection of a router socket while that connection lives. A dealer's only peer is 0.
using PeerId = quint32;

/// A received message, valid while the receiver's call lasts.
class ReceivedMessage
{
public:
    virtual ~ReceivedMessage() = default;
    [[nodiscard]] virtual PeerId peer() const = 0;
    [[nodiscard]] virtual QByteArrayView bytes() const = 0;
    /// The connection's descriptor, -1 for inproc.
    [[nodiscard]] virtual int descriptor() const = 0;
    /// The peer's address without port, "" when unknown (inproc). For ipc it is "localhost:<uid>:<gid>:<pid>",
    /// which the system vouches for.
    [[nodiscard]] virtual QString address() const = 0;
    /// Who sent it, at a socket with an authenticator: never null there, and null at others.
    [[nodiscard]] virtual const std::shared_ptr<const Identity> &identity() const = 0;
};

/// One ØMQ socket without an event loop: a ROUTER that serves many peers, or a DEALER that serves one.
/// Sets the options of the socket recipe, and never blocks. A socket belongs to the thread that made it.
class Socket
{
public:
    enum class Role : quint8 { Router, Dealer };
    enum class SendResult : quint8 {
        Sent, ///< taken over by ØMQ; no promise that it arrives, nor that a dealer is or stays connected
        Full, ///< the peer does not read; try again when the socket is writable
        Gone  ///< no such peer any more
    };

    /// When the context has no sockets left, bind() and connect() return that as their error.
    Socket(std::shared_ptr<Context> context, Role role, const LinkSettings &settings = {});
    /// Closes at once; unsent messages get up to \a linger of the last setLinger() call, default 0.
    ~Socket();
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    /// Listens at \a endpoint (tcp, ipc or inproc); an error names the endpoint and the reason.
    /// An ipc path that another live server holds is AddressInUse; a stale socket file is replaced.
    /// With security, a router with an authenticator listens where that lets it, and inproc is refused; what cannot be had is an error.
    [[nodiscard]] std::optional<Error> bind(const QString &endpoint);
    /// The same with an endpoint at which this process listens already.
    [[nodiscard]] std::optional<Error> bind(ReservedEndpoint reserved);
    /// Starts to connect; failure to reach the peer is told by a LinkEvent. ØMQ does not reconnect by
    /// itself here: close the socket when its connection failed or broke. With security inproc is refused, and what cannot be had is an error.
    [[nodiscard]] std::optional<Error> connect(const QString &endpoint);
    /// The endpoints bound, with `*` replaced by what the system chose.
    [[nodiscard]] const QStringList &boundEndpoints() const { return m_bound; }

    /// Sends one message of one frame, which is \a head and, right behind it, \a payload.
    [[nodiscard]] SendResult send(PeerId peer, QByteArrayView head, QByteArrayView payload = {});
    /// Takes the next message, or nullptr when none is there. The result is valid until the next call.
    /// Messages that are not of one frame, and those of peers that chose their own routing id, speak a ZMTP
    /// before 3.0 or, at a socket with an authenticator, were not let in, are dropped. After 64 of them in a row it gives up for this time: ask isReadable() whether
    /// the socket is empty.
    [[nodiscard]] const ReceivedMessage *receive();
    /// The same into the caller's own \a message, which stays valid; false when none is there.
    [[nodiscard]] bool receive(FrameMessage &message);
    /// Called in receive() when a message is dropped by its rules, with the sender, if it has an id of ours, and the connection's
    /// descriptor (-1: unknown).
    using DropHandler = std::function<void(std::optional<PeerId> peer, int descriptor, const char *reason)>;
    void setDropHandler(DropHandler handler);
    /// Has \a handler called with each ClientRefused that was decided, other than those of the monitor, of a socket with an authenticator, in the guard's thread, where it must soon return. When
    /// this returns, the one before is not called any more.
    void setRefusalHandler(std::function<void(const LinkEvent &)> handler);
    /// Where peers are let in to a socket with an authenticator; null at others.
    [[nodiscard]] const std::shared_ptr<Entrance> &entrance() const;
    /// How many messages were dropped by the rules of receive().
    [[nodiscard]] quint64 droppedMessages() const;

    /// ZMQ_FD; only its readability means something (zmq_getsockopt(3)).
    [[nodiscard]] qintptr descriptor() const;
    /// ZMQ_EVENTS: whether receive() has something to read, whether some peer can be sent to. Asking may take
    /// the wake-up out of descriptor(), as may every call here (zmq_getsockopt(3)).
    [[nodiscard]] bool isReadable();
    [[nodiscard]] bool isWritable();

    /// How long unsent messages may outlive the socket.
    void setLinger(std::chrono::milliseconds linger);
    /// The monitor of this socket, to be opened once and before bind() and connect(); it must end before the
    /// socket does. nullptr when the context has no sockets left.
    [[nodiscard]] std::unique_ptr<Monitor> openMonitor();

    enum class WaitFor : quint8 { Readable, ReadableOrWritable };
    /// Waits up to \a timeout until \a socket is ready for \a what or \a monitor has something to read. For
    /// programs without an event loop; the only call here that blocks.
    static void wait(Socket &socket, Monitor *monitor, std::chrono::milliseconds timeout,
                     WaitFor what = WaitFor::Readable);

private:
    struct Private;
    std::unique_ptr<Private> d;
    QStringList m_bound;
};

} // namespace heliograph
