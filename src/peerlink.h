// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "listener.h"

#include <QtCore/qpointer.h>

namespace heliograph {

/// The link to one peer of a router.
class Listener::PeerLink final : public Link
{
public:
    PeerLink(Listener &listener, PeerId peer, const ReceivedMessage &first);

    [[nodiscard]] Result sendFrame(QByteArrayView head, QByteArrayView payload) override;
    [[nodiscard]] bool joinTurn() override;
    [[nodiscard]] bool isAllRead() override;
    void setReading(bool on) override;
    void confirm() override;
    void noteBeat(bool isSilent) override;
    void drop() override;
    [[nodiscard]] QString address() const override { return m_address; }
    [[nodiscard]] Identity identity() const override { return m_identity; }
    [[nodiscard]] bool speaksFirst() const override { return false; }

    [[nodiscard]] bool isInproc() const { return m_descriptor < 0 && !m_isGone; }
    /// Whether m_descriptor still stands for the peer's connection: the number is used again at once when that is gone.
    [[nodiscard]] bool isConnected() const;
    /// Has the listener forget the link of a peer that is gone.
    void leave();
    /// A frame that asks nothing but whether there is still a way to a peer.
    [[nodiscard]] static const QByteArray &pingFrame();

    QPointer<Listener> m_listener; // null once dropped
    const PeerId m_peer;
    const int m_descriptor;
    const std::optional<quint64> m_cookie;
    const QString m_address;
    const Identity m_identity;
    std::weak_ptr<PeerLink> m_self;
    LinkOwner *m_owner = nullptr;
    quint64 m_bytes = 0;   // that had come when the heartbeat was last looked at
    bool m_isGone = false; // as a send has told
    bool m_suspect = false;
    bool m_unreachable = false; // when last asked
};

} // namespace heliograph
