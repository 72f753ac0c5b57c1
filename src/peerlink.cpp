// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "peerlink.h"

#include "peeridentity.h"
#include "transport/connection.h"
#include "wire/native.h"

#include <utility>

namespace heliograph {

namespace {

// What ØMQ keeps of a message that is not whole could be without bound (zmq_msg_recv(3): all frames or none), while a
// peer that keeps our rules sends whole frames of half a MiB at most.
constexpr quint64 silentBytes = 4 * 1024 * 1024;

} // namespace

const QByteArray &Listener::PeerLink::pingFrame()
{
    static const QByteArray frame = [] {
        Encoder encoder;
        native::write(encoder, Ping{0});
        return encoder.take();
    }();
    return frame;
}

Listener::PeerLink::PeerLink(Listener &listener, PeerId peer, const ReceivedMessage &first)
    : m_listener(&listener), m_peer(peer), m_descriptor(first.descriptor()),
      m_cookie(m_descriptor < 0 ? std::nullopt : connection::cookie(m_descriptor)),
      m_address(first.address()),
      m_identity(first.identity() ? *first.identity() : identityAt(m_address, m_descriptor))
{
}

Listener::PeerLink::Result Listener::PeerLink::sendFrame(QByteArrayView head, QByteArrayView payload)
{
    if (!m_listener || !m_listener->m_socket)
        return Result::Gone;
    switch (m_listener->m_socket->send(m_peer, head, payload)) {
    case Socket::SendResult::Sent: return Result::Sent;
    case Socket::SendResult::Full: return Result::Full;
    case Socket::SendResult::Gone: break;
    }
    m_isGone = true;
    m_listener->suspect(m_descriptor);
    return Result::Gone;
}

bool Listener::PeerLink::joinTurn()
{
    if (!m_listener || !m_listener->m_inTurn)
        return false;
    m_listener->m_turn.push_back(m_self);
    return true;
}

bool Listener::PeerLink::isAllRead()
{
    return !m_listener || !m_listener->m_socket || m_listener->m_socket->isAllRead();
}

void Listener::PeerLink::setReading(bool on)
{
    if (m_listener)
        m_listener->setReading(m_peer, on);
}

void Listener::PeerLink::confirm()
{
    if (!isConnected())
        return;
    m_listener->m_socket->admission()->admit(m_descriptor, *m_cookie);
    m_bytes = connection::bytesReceived(m_descriptor).value_or(0);
}

void Listener::PeerLink::noteBeat(bool isSilent)
{
    const std::optional<quint64> bytes =
        isConnected() ? connection::bytesReceived(m_descriptor) : std::nullopt;
    if (!isSilent)
        m_bytes = bytes.value_or(0);
    else if (bytes && *bytes - m_bytes > silentBytes)
        m_listener->m_socket->admission()->cut(m_descriptor, m_cookie,
                                               QStringLiteral("it sends frames without end"));
}

void Listener::PeerLink::drop()
{
    m_owner = nullptr;
    if (!m_listener)
        return;
    // What still comes from it must not begin a new conversation, so the link stays until the connection is gone.
    m_listener->setReading(m_peer, true);
    // A peer that is gone has left its descriptor to another one. No event will tell of an inproc one, nor of one whose
    // messages outlived it.
    if (isConnected() && sendFrame(pingFrame(), {}) != Result::Gone)
        m_listener->m_socket->admission()->expel(m_descriptor, *m_cookie, Admission::Clock::now());
    else if (!m_isGone)
        m_listener->suspect(m_descriptor);
    else
        leave();
}

void Listener::PeerLink::leave()
{
    const std::shared_ptr<PeerLink> self = m_self.lock(); // the listener's may be the last
    const QPointer<Listener> listener = std::exchange(m_listener, nullptr);
    listener->forget(m_peer);
    listener->distrustNext(*this);
}

bool Listener::PeerLink::isConnected() const
{
    return m_listener && m_listener->m_socket && !m_isGone && m_cookie
           && connection::cookie(m_descriptor) == m_cookie;
}

} // namespace heliograph
