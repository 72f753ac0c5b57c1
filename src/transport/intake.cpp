// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/intake.h"

#include "transport/framemessage.h"
#include "transport/log.h"
#include "transport/receiveframe.h"

#include <QtCore/qendian.h>

#include <algorithm>

namespace heliograph {

namespace {

constexpr qsizetype warnedPeers = 64; // a stranger must not be able to fill the log
constexpr std::size_t keptOfId = 32;  // an id may be of any length

} // namespace

void RoutingId::write(PeerId peer, void *bytes)
{
    *static_cast<uchar *>(bytes) = 0;
    qToBigEndian(peer, static_cast<uchar *>(bytes) + 1);
}

std::optional<PeerId> RoutingId::read(const zmq::message_t &frame)
{
    const auto *bytes = static_cast<const uchar *>(frame.data());
    if (frame.size() != size || bytes[0] != 0)
        return std::nullopt;
    return qFromBigEndian<PeerId>(bytes + 1);
}

Intake::Result Intake::take(zmq::socket_t &socket, FrameMessage &message)
{
    if (m_role == Socket::Role::Router && !receiveFrame(socket, m_routingId))
        return nothing();
    if (!receiveFrame(socket, message.body())) // ØMQ hands over all frames of a message or none
        return nothing();
    message.setPeer(RoutingId::read(m_routingId).value_or(0));
    if (const char *reason = fault(message)) {
        drop(socket, message, reason);
        return Result::Dropped;
    }
    return Result::Taken;
}

Intake::Result Intake::nothing()
{
    if (m_visitors)
        m_visitors->noteAllRead();
    return Result::Nothing;
}

/// Why a message must be dropped, or nullptr. All but the shape of the id is asked of the body frame: the id
/// frame loses its properties when ZMQ_EVENTS was asked for before it was read.
const char *Intake::fault(FrameMessage &message)
{
    if (zmq_msg_more(message.body().handle()))
        return "it has more than one frame";
    if (m_role == Socket::Role::Router) {
        // One that begins with a zero byte looks like none; it takes nothing from anybody unless it is the number of the next
        // peer, which cannot be foretold.
        const char *identity = message.property("Identity");
        if (!RoutingId::read(m_routingId) || (identity && *identity))
            return "the peer chose its own routing id";
    }
    if (!m_allowsInproc && !message.property("Socket-Type"))
        return "the peer speaks a ZMTP before 3.0";
    return m_visitors ? strangersFault(message) : nullptr;
}

const char *Intake::strangersFault(FrameMessage &message)
{
    // What the gate has set goes before what the peer says of itself.
    auto identity = m_visitors->identify(message, message.property("User-Id"));
    if (!identity)
        return "the peer has no pass";
    message.setIdentity(std::move(identity));
    return nullptr;
}

void Intake::drop(zmq::socket_t &socket, FrameMessage &message, const char *reason)
{
    const QByteArray address = message.address().toLatin1();
    const int descriptor = message.descriptor();
    while (zmq_msg_more(message.body().handle()) && receiveFrame(socket, message.body())) {
    }
    ++m_dropped;
    if (m_whenDropped)
        m_whenDropped(RoutingId::read(m_routingId), descriptor, reason);
    const QByteArray peer(static_cast<const char *>(m_routingId.data()),
                          static_cast<qsizetype>(std::min(m_routingId.size(), keptOfId)));
    if (m_warned.size() >= warnedPeers || m_warned.contains(peer))
        return;
    m_warned.insert(peer);
    qCWarning(transportLog, "Dropping a message from \"%s\": %s", address.constData(), reason);
}

} // namespace heliograph
