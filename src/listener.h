// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "link.h"
#include "serversecurity.h"
#include "transport/eventsocket.h"
#include "transport/reservedendpoint.h"

#include <QtCore/qbasictimer.h>
#include <QtCore/qobject.h>

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace heliograph {

class Context;

/// Waits for peers at one or several endpoints and gives each a link. A peer that is said to be gone is asked
/// once more before it is given up: descriptors, by which a monitor names connections, are used again at once,
/// but the router's own table knows for certain.
class Listener : public QObject, private SocketReceiver
{
    Q_OBJECT
public:
    /// \a acceptor outlives the listener. While the keys of \a security are being worked out nobody is let in, and who connects waits.
    Listener(LinkAcceptor &acceptor, const LinkSettings &settings, const ServerSecurity &security);
    ~Listener() override;

    /// Listens at \a endpoint too.
    [[nodiscard]] std::optional<Error> bind(const QString &endpoint);
    [[nodiscard]] QStringList endpoints() const;
    /// True when nobody can be let in, as there are no keys.
    [[nodiscard]] bool isVain() const { return m_fault && !m_socket; }
    /// Drops all links without telling their owners and stops listening; what was sent may still leave.
    void stop();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    class PeerLink;
    struct Peer;

    void messageReceived(const ReceivedMessage &message) override;
    void turnEnded() override;
    void messageDropped(std::optional<PeerId> peer, int descriptor, const QString &reason) override;
    void writable() override;
    void linkEvent(const LinkEvent &event) override;

    void secure(const FoundSecurity &found);
    void secureLate(const FoundSecurity &found);
    void clientRefused(const LinkEvent &event);
    [[nodiscard]] std::shared_ptr<PeerLink> linkOf(const ReceivedMessage &message);
    void setReading(PeerId peer, bool on);
    void suspect(int descriptor);
    void probe();
    void distrustNext(const PeerLink &gone);
    void forget(PeerId peer);

    LinkAcceptor &m_acceptor;
    const ServerSecurity m_security;
    const LinkSettings m_settings;
    std::shared_ptr<Context> m_context;
    std::unique_ptr<EventSocket> m_socket;    // null while there are no keys, and in the end
    std::vector<ReservedEndpoint> m_reserved; // while there are no keys
    std::optional<Error> m_fault; // why there will be none, or why one of m_reserved was of no use
    std::unordered_map<PeerId, std::shared_ptr<PeerLink>>
        m_links;                                 // shared: a link may be dropped while it calls
    std::vector<std::weak_ptr<PeerLink>> m_turn; // links that joined this turn
    std::unordered_set<PeerId> m_held; // who has not worked off a frame; the socket waits for all of them
    QBasicTimer m_probe;               // runs while a peer is suspect
    size_t m_probeStep = 0;
    bool m_inTurn = false;
};

} // namespace heliograph
