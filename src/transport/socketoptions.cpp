// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/socketoptions.h"

#include <zmq.hpp>

#include <unistd.h>

#include <algorithm>

namespace heliograph {

namespace {

constexpr int milliseconds(std::chrono::milliseconds time)
{
    return static_cast<int>(time.count());
}

void setRouterOptions(zmq::socket_t &socket)
{
    namespace option = zmq::sockopt;
    socket.set(option::router_mandatory, true); // a send to nobody fails instead of vanishing
    socket.set(option::sndhwm, 256);
    socket.set(option::backlog, listenBacklog);
}

void setDealerOptions(zmq::socket_t &socket)
{
    using namespace std::chrono_literals;
    namespace option = zmq::sockopt;
    // One connection for the life of a socket, so ØMQ must not make another. Its own words for that, an interval
    // of -1 or ZMQ_IMMEDIATE, throw away what a lost connection had sent and nobody has read yet, such as the
    // peer's reason to go. A first retry after a day comes too late for any socket.
    socket.set(option::reconnect_ivl, milliseconds(24h));
    socket.set(option::connect_timeout, milliseconds(5s));
    socket.set(option::sndhwm, 1000);
}

} // namespace

void setSocketOptions(zmq::socket_t &socket, Socket::Role role)
{
    namespace option = zmq::sockopt;
    socket.set(option::linger, 0);
    socket.set(option::maxmsgsize, int64_t(512 * 1024)); // also what a stranger can make this process buffer
    // No bound in messages: an inbound queue that is full makes ØMQ stop reading, and a connection that breaks then, or is cut,
    // ends the process (libzmq issue 4364). The window bounds a peer that keeps our rules, the guard and the session others.
    socket.set(option::rcvhwm, 0);
    socket.set(option::handshake_ivl, milliseconds(handshakeTime));
    socket.set(option::tcp_keepalive, 1);
    if (role == Socket::Role::Router)
        setRouterOptions(socket);
    else
        setDealerOptions(socket);
}

void setHeartbeats(zmq::socket_t &socket, Socket::Role role, std::chrono::milliseconds linkTimeout)
{
    namespace option = zmq::sockopt;
    // ØMQ answers in its own thread, so a busy program does not miss these. But an answer waits behind what was sent before it,
    // which chunks and the window keep short.
    // A router's are for those that do not ping themselves.
    const bool isDealer = role == Socket::Role::Dealer;
    socket.set(option::heartbeat_ivl, milliseconds(isDealer ? linkTimeout / 2 : linkTimeout));
    socket.set(option::heartbeat_timeout, isDealer ? milliseconds(linkTimeout) : 0);
    socket.set(option::heartbeat_ttl, 0);
    socket.set(option::tcp_maxrt, milliseconds(linkTimeout * 3 / 2));
}

void setIpv6(zmq::socket_t &socket, bool isOn)
{
    socket.set(zmq::sockopt::ipv6, isOn);
}

bool refuseOtherUsers(zmq::socket_t &socket)
{
    const uid_t user = ::getuid();
    return zmq_setsockopt(socket.handle(), ZMQ_IPC_FILTER_UID, &user, sizeof(user)) == 0;
}

void useDescriptor(zmq::socket_t &socket, int descriptor)
{
    zmq_setsockopt(socket.handle(), ZMQ_USE_FD, &descriptor, sizeof(descriptor));
}

} // namespace heliograph
