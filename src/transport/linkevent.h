// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

namespace heliograph {

/// What a socket's monitor told: the life of one connection under a socket (zmq_socket_monitor(3)).
/// inproc connections have no such events; EventSocket makes a HandshakeSucceeded up for them.
struct LinkEvent
{
    enum class Type : quint8 {
        Accepted,           ///< a stranger connected; not authenticated yet
        HandshakeSucceeded, ///< the connection may carry messages
        HandshakeFailed,    ///< to a socket that connects: the connection is no good, for which see failure
        ClientRefused, ///< to one that listens: it did not let somebody in, for which see failure, address and detail
        ConnectFailed,   ///< nothing listens there, or its name is unknown; this socket will not try again
        Disconnected,    ///< the connection is gone; what it had sent may still be unread
        GreetingOverdue, ///< a connection should have greeted by now, unless its greeting is still unread
        StrangersCut     ///< the guard cut some; the endpoint is what to say of it in the log
    };
    /// Why a connection came to nothing before it could carry messages.
    enum class Failure : quint8 {
        None,
        Refused,           ///< the server does not let this client in
        Busy,              ///< nor could it be decided now, for want of room or time; a client sees Unknown
        TooManyFailures,   ///< nor was anybody asked, after so many failures from the same place; the same
        MechanismMismatch, ///< the ends do not come with the same mechanism
        WrongServerKey,    ///< the client means another server; it sees Unknown itself
        NotAPeer,          ///< the other end breaks ZMTP
        Unknown            ///< the other end hung up, or said nothing for too long
    };

    Type type;
    int fd; ///< the connection's descriptor; may be in use again by now, so it is a hint only
    int reason; ///< of a handshake that failed, as the monitor tells it: errno, ZAP status or ZMTP error; otherwise 0
    QString endpoint; ///< the endpoint of the socket that the connection belongs to
    /// False for a Disconnected that comes before ØMQ handed over the connection's last messages. A dealer's
    /// monitor then tells it once more when they are there, unless the peer broke ZMTP; EventSocket tells once.
    bool isComplete = true;
    Failure failure = Failure::None; ///< HandshakeFailed and ClientRefused
    QString address =
        {}; ///< ClientRefused: where it came from, an IP address or "process <pid>"; empty: unknown
    QString detail = {}; ///< ClientRefused: why, for this end's log; fit for it whatever the client said

    [[nodiscard]] bool operator==(const LinkEvent &) const = default;
};

} // namespace heliograph
