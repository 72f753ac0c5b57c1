// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "listener.h"

#include "peerlink.h"
#include "securitysearch.h"
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
// When to ask a suspect peer again. Once ØMQ has cleaned up after a lost connection the first answer is certain.
constexpr std::array<std::chrono::milliseconds, 4> probeDelays{2ms, 10ms, 50ms, 250ms};

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

Listener::Listener(LinkAcceptor &acceptor, const LinkSettings &settings, const ServerSecurity &security)
    : m_acceptor(acceptor), m_security(security), m_settings(settings), m_context(Context::shared())
{
    searchSecurity(
        m_security, this, [this](const FoundSecurity &found) { secure(found); },
        [this](const FoundSecurity &found) { secureLate(found); });
}

Listener::~Listener()
{
    stop();
}

/// The keys are there, or never will be.
void Listener::secure(const FoundSecurity &found)
{
    if (const auto *const error = std::get_if<Error>(&found)) {
        m_fault = *error;
        m_reserved.clear();
        return;
    }
    LinkSettings settings = m_settings;
    settings.security = std::get<std::optional<LinkSecurity>>(found);
    m_socket = std::make_unique<EventSocket>(m_context, Socket::Role::Router,
                                             static_cast<SocketReceiver &>(*this), settings);
    for (ReservedEndpoint &reserved : std::exchange(m_reserved, {})) {
        if (auto error = m_socket->bind(std::move(reserved)))
            m_fault = std::move(error);
    }
}

/// The same when whoever listens has been told that all is well.
void Listener::secureLate(const FoundSecurity &found)
{
    if (m_fault)
        return; // stopped meanwhile
    secure(found);
    if (m_fault)
        m_acceptor.listeningFailed(Error(*m_fault)); // which may end this
}

std::optional<Error> Listener::bind(const QString &endpoint)
{
    if (m_socket)
        return m_socket->bind(endpoint);
    if (m_fault)
        return m_fault;
    auto reserved = ReservedEndpoint::reserve(*m_context, endpoint);
    if (const auto *const error = std::get_if<Error>(&reserved))
        return *error;
    m_reserved.push_back(std::move(std::get<ReservedEndpoint>(reserved)));
    return std::nullopt;
}

QStringList Listener::endpoints() const
{
    if (m_socket)
        return m_socket->boundEndpoints();
    QStringList reserved;
    for (const ReservedEndpoint &each : m_reserved)
        reserved.append(each.boundEndpoint());
    return reserved;
}

void Listener::stop()
{
    m_probe.stop();
    m_reserved.clear();
    if (!m_socket)
        m_fault = Error(ErrorCode::Closed); // whatever becomes of the keys
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
    } else if (!peer || m_socket->send(*peer, PeerLink::pingFrame()) != Socket::SendResult::Gone) {
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
    else if (event.type == LinkEvent::Type::ClientRefused)
        clientRefused(event);
}

void Listener::clientRefused(const LinkEvent &event)
{
    if (const std::optional<Error> reason = m_security.refusalOf(event))
        m_acceptor.clientRefused(event.address, *reason);
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
        const bool unreachable = m_socket->send(peer, PeerLink::pingFrame()) == Socket::SendResult::Gone;
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
        if (self && link->m_listener)
            link->leave();
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
