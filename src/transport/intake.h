// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/socket.h"
#include "transport/visitors.h"

#include <QtCore/qset.h>

#include <zmq.hpp>

namespace heliograph {

/// A routing id as a ROUTER gives it out: a zero byte and a number in network order, which is our PeerId.
struct RoutingId
{
    static constexpr std::size_t size = 5;

    /// Writes the id of \a peer to \a bytes.
    static void write(PeerId peer, void *bytes);
    /// The peer of the id in \a frame, or nothing when the id was not given out by a ROUTER.
    [[nodiscard]] static std::optional<PeerId> read(const zmq::message_t &frame);
};

/// Takes messages from a socket, and drops those that break the rules of Socket::receive().
class Intake
{
public:
    explicit Intake(Socket::Role role) : m_role(role) {}
    /// From now on messages have to come from those who were let in at \a entrance.
    void setEntrance(std::shared_ptr<Entrance> entrance) { m_visitors.emplace(std::move(entrance)); }

    enum class Result : quint8 { Taken, Dropped, Nothing };
    /// Takes one message of \a socket into \a message, without blocking.
    [[nodiscard]] Result take(zmq::socket_t &socket, FrameMessage &message);

    /// From now on messages may come without a `Socket-Type`: inproc has no properties at all, and so cannot be
    /// told from a peer that speaks a ZMTP before 3.0.
    void allowInproc() { m_allowsInproc = true; }
    [[nodiscard]] quint64 dropped() const { return m_dropped; }
    /// As Socket::setDropHandler().
    void setDropHandler(Socket::DropHandler handler) { m_whenDropped = std::move(handler); }

private:
    [[nodiscard]] const char *fault(FrameMessage &message);
    [[nodiscard]] const char *strangersFault(FrameMessage &message);
    [[nodiscard]] Result nothing();
    void drop(zmq::socket_t &socket, FrameMessage &message, const char *reason);

    const Socket::Role m_role;
    std::optional<Visitors> m_visitors; // nothing: everybody is welcome
    zmq::message_t m_routingId;         // of the message that was taken last
    QSet<QByteArray> m_warned;          // the first bytes of their ids
    Socket::DropHandler m_whenDropped;
    quint64 m_dropped = 0;
    bool m_allowsInproc = false;
};

} // namespace heliograph
