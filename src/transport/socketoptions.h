// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/socket.h"

#include <chrono>

namespace zmq {
class socket_t;
}

namespace heliograph {

inline constexpr int listenBacklog = 1024; // connections that wait to be accepted
inline constexpr std::chrono::milliseconds handshakeTime =
    std::chrono::seconds(5); // ØMQ's, from connection to messages

/// The options that every socket of \a role has for its whole life (zmq_setsockopt(3)); see securityoptions.h for more.
void setSocketOptions(zmq::socket_t &socket, Socket::Role role);
/// What follows is for the next bind or connect of \a socket only.
/// Connections are pinged, so that something comes over each that lives. A dealer gives its own up when it is dead for
/// \a linkTimeout; those of a router are Admission's matter. 0: neither.
void setHeartbeats(zmq::socket_t &socket, Socket::Role role, std::chrono::milliseconds linkTimeout);
/// With IPv6 a name may resolve to an address where nobody listens, so it is off unless asked for.
void setIpv6(zmq::socket_t &socket, bool isOn);
/// From now on ipc connections come from processes of this user only. False with zmq_errno() when that cannot be had.
[[nodiscard]] bool refuseOtherUsers(zmq::socket_t &socket);
/// Listen on \a descriptor, which is bound already and then owned by ØMQ; -1: on a new one.
void useDescriptor(zmq::socket_t &socket, int descriptor);

} // namespace heliograph
