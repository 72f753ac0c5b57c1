// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "listener.h"

#include "transport/connection.h"
#include "transport/context.h"
#include "wire/native.h"

#include <QtCore/qcoreevent.h>
#include <QtCore/qpointer.h>

#include <algorithm>
#include <array>
#include <utility>

namespace heliograph {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds lingerTime = 100ms;
// What ØMQ keeps of a message that is not whole could be without bound (zmq_msg_recv(3): all frames or none), while a
// peer that keeps our rules sends whole frames of half a MiB at most.
constexpr quint64 silentBytes = 4 * 1024 * 1024;
// When to ask a suspect peer again. Once ØMQ has cleaned up after a lost connection the first answer is certain.
constexpr std::array<std::chrono::milliseconds, 4> probeDelays{2ms, 10ms, 50ms, 250ms};

const QByteArray &pingFrame()
{
    static const QByteArray frame = [] {
        Encoder encoder;
        native::write(encoder, Ping{0});
        return encoder.take();
    }();
    return frame;
}

QByteArray refusalFrame()
{
    Encoder encoder;
    Goodbye goodbye;
    goodbye.code = ErrorCode::Refused;
    goodbye.reason = "No further session is taken here now.";
    native::write(encoder, goodbye);
    return encoder.take();
}

} // namespace

/// The link to one peer of a router.
class Listener::PeerLink final : public Link
{
public:
    PeerLink(Listener &listener, PeerId peer, const ReceivedMessage &first)
        : m_listener(&listener), m_peer(peer), m_descriptor(first.descriptor()),
          m_cookie(m_descriptor < 0 ? std::nullopt : connection::cookie(m_descriptor)),
          m_address(first.address())
    {
    }

    [[nodiscard]] Result sendFrame(QByteArrayView head, QByteArrayView payload) override
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
    [[nodiscard]] bool joinTurn() override
    {
        if (!m_listener || !m_listener->m_inTurn)
            return false;
        m_listener->m_turn.push_back(m_self);
        return true;
    }
    [[nodiscard]] bool isAllRead() override
    {
        return !m_listener || !m_listener->m_socket || m_listener->m_socket->isAllRead();
    }
    void setReading(bool on) override
    {
        if (m_listener)
            m_listener->setReading(m_peer, on);
    }
    void confirm() override
    {
        if (!isConnected())
            return;
        m_listener->m_socket->admission()->admit(m_descriptor, *m_cookie);
        m_bytes = connection::bytesReceived(m_descriptor).value_or(0);
    }
    void noteBeat(bool isSilent) override
    {
        const std::optional<quint64> bytes =
            isConnected() ? connection::bytesReceived(m_descriptor) : std::nullopt;
        if (!isSilent)
            m_bytes = bytes.value_or(0);
        else if (bytes && *bytes - m_bytes > silentBytes)
            m_listener->m_socket->admission()->cut(m_descriptor, m_cookie,
                                                   QStringLiteral("it sends frames without end"));
    }
    void drop() override
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
            std::exchange(m_listener, nullptr)->forget(m_peer);
    }
    [[nodiscard]] bool isInproc() const { return m_descriptor < 0 && !m_isGone; }
    /// Whether m_descriptor still stands for the peer's connection: the number is used again at once when that is gone.
    [[nodiscard]] bool isConnected() const
    {
        return m_listener && m_listener->m_socket && !m_isGone && m_cookie
               && connection::cookie(m_descriptor) == m_cookie;
    }
    [[nodiscard]] QString address() const override { return m_address; }
    [[nodiscard]] bool speaksFirst() const override { return false; }

    QPointer<Listener> m_listener; // null once dropped
    const PeerId m_peer;
    const int m_descriptor;
    const std::optional<quint64> m_cookie;
    const QString m_address;
    std::weak_ptr<PeerLink> m_self;
    LinkOwner *m_owner = nullptr;
    quint64 m_bytes = 0;   // that had come when the heartbeat was last looked at
    bool m_isGone = false; // as a send has told
    bool m_suspect = false;
    bool m_unreachable = false; // when last asked
};

Listener::Listener(LinkAcceptor &acceptor, const LinkSettings &settings)
    : m_acceptor(acceptor), m_context(Context::shared()),
      m_socket(std::make_unique<EventSocket>(m_context, Socket::Role::Router,
                                             static_cast<SocketReceiver &>(*this), settings))
{
}

Listener::~Listener()
{
    stop();
}

std::optional<Error> Listener::bind(const QString &endpoint)
{
    return m_socket->bind(endpoint);
}

QStringList Listener::endpoints() const
{
    return m_socket ? m_socket->boundEndpoints() : QStringList();
}

void Listener::stop()
{
    m_probe.stop();
    for (const auto &[peer, link] : std::exchange(m_links, {})) {
        link->m_listener = nullptr;
        link->m_owner = nullptr;
    }
    if (!m_socket)
        return;
    m_socket->close(lingerTime);
    m_socket.release()->deleteLater(); // it may be the one that is calling
}

void Listener::forget(PeerId peer)
{
    m_links.erase(peer);
    setReading(peer, true);
}

void Listener::setReading(PeerId peer, bool on)
{
    if (on)
        m_held.erase(peer);
    else
        m_held.insert(peer);
    if (m_socket)
        m_socket->setReading(m_held.empty());
}

std::shared_ptr<Listener::PeerLink> Listener::linkOf(const ReceivedMessage &message)
{
    const auto known = m_links.find(message.peer());
    if (known != m_links.end())
        return known->second;
    auto link = std::make_shared<PeerLink>(*this, message.peer(), message);
    link->m_self = link;
    if (!m_socket->admission()->isReserved(message.descriptor()))
        link->m_owner = m_acceptor.linkAppeared(*link);
    if (!link->m_owner) {
        (void)link->sendFrame(refusalFrame(), {});
        if (!link->isConnected() && !link->isInproc())
            return nullptr;
    }
    m_links.emplace(message.peer(), link);
    if (!link->m_owner)
        link->drop();
    return link;
}

void Listener::messageReceived(const ReceivedMessage &message)
{
    m_inTurn = true;
    const std::shared_ptr<PeerLink> link = linkOf(message);
    if (!link || !link->m_owner)
        return;
    link->m_suspect = false;
    link->m_unreachable = false;
    link->m_owner->frameReceived(message.bytes(),
                                 {Clock::now(), m_socket->sinceEmpty(), m_socket->turnEnds()});
}

void Listener::turnEnded()
{
    m_inTurn = false;
    for (const std::weak_ptr<PeerLink> &joined : std::exchange(m_turn, {})) {
        const std::shared_ptr<PeerLink> link = joined.lock();
        if (link && link->m_owner)
            link->m_owner->turnEnded();
    }
}

void Listener::messageDropped(std::optional<PeerId> peer, int descriptor, const QString &reason)
{
    const auto known = peer ? m_links.find(*peer) : m_links.end();
    if (known != m_links.end()) {
        if (known->second->isConnected())
            m_socket->admission()->cut(descriptor, known->second->m_cookie, reason);
    } else if (!peer || m_socket->send(*peer, pingFrame()) != Socket::SendResult::Gone) {
        // Its own, as it is still there; or, for the moment until ØMQ's other thread tells of its end, a stranger's, who connects again.
        m_socket->admission()->cut(descriptor, std::nullopt, reason);
    }
}

void Listener::writable()
{
    // ØMQ does not tell which peer reads again.
    std::vector<std::shared_ptr<PeerLink>> links;
    links.reserve(m_links.size());
    for (const auto &[peer, link] : m_links)
        links.push_back(link);
    for (const std::shared_ptr<PeerLink> &link : links) {
        if (link->m_owner)
            link->m_owner->linkWritable();
    }
}

void Listener::linkEvent(const LinkEvent &event)
{
    if (event.type == LinkEvent::Type::Disconnected)
        suspect(event.fd);
}

void Listener::suspect(int descriptor)
{
    const auto suspectAll = [this](auto isMeant) {
        bool any = false;
        for (const auto &[peer, link] : m_links) {
            if (!isMeant(link->m_descriptor))
                continue;
            link->m_suspect = true;
            any = true;
        }
        return any;
    };
    // Nothing tells the connection of a peer that speaks an old ZMTP, beside inproc ones.
    if (!suspectAll([descriptor](int known) { return known == descriptor; })
        && !suspectAll([](int known) { return known < 0; }))
        return;
    m_probeStep = 0;
    // At once, but not now: the last messages of the peer may still be on their way into the socket.
    m_probe.start(0, this);
}

void Listener::probe()
{
    std::vector<std::shared_ptr<PeerLink>> gone;
    bool unsure = false;
    for (const auto &[peer, link] : m_links) {
        if (!link->m_suspect)
            continue;
        const bool unreachable = m_socket->send(peer, pingFrame()) == Socket::SendResult::Gone;
        // Twice, so that the event loop has had a turn to read what the peer had sent before.
        if (unreachable && link->m_unreachable)
            gone.push_back(link);
        else
            unsure = true;
        link->m_unreachable = unreachable;
    }
    if (unsure && m_probeStep < probeDelays.size())
        m_probe.start(int(probeDelays[m_probeStep++].count()), Qt::PreciseTimer, this);
    else
        m_probe.stop();
    const QPointer<Listener> self(this);
    for (const std::shared_ptr<PeerLink> &link : gone) {
        LinkOwner *const owner = std::exchange(link->m_owner, nullptr);
        link->m_listener = nullptr;
        if (self) {
            forget(link->m_peer);
            distrustNext(*link);
        }
        if (owner)
            owner->linkLost(Error(ErrorCode::ConnectionLost, QStringLiteral("The connection broke.")));
    }
}

/// A message that is read after the end of its connection is taken for one of whoever has the descriptor then. That one may not
/// stay for its sake.
void Listener::distrustNext(const PeerLink &gone)
{
    if (!gone.m_cookie || connection::cookie(gone.m_descriptor) != gone.m_cookie)
        return;
    const bool isKnown = std::any_of(m_links.begin(), m_links.end(), [&gone](const auto &known) {
        return known.second->m_cookie == gone.m_cookie;
    });
    if (!isKnown && m_socket)
        m_socket->admission()->distrust(gone.m_descriptor, *gone.m_cookie, Admission::Clock::now());
}

void Listener::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_probe.timerId())
        probe();
}

} // namespace heliograph
