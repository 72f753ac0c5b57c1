// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/socket.h"

#include <zmq.hpp>

namespace heliograph {

/// A message in the memory that ØMQ received it in: it owns the body frame, and copies nothing.
class FrameMessage final : public ReceivedMessage
{
public:
    [[nodiscard]] PeerId peer() const override { return m_peer; }
    [[nodiscard]] QByteArrayView bytes() const override;
    [[nodiscard]] int descriptor() const override;
    [[nodiscard]] QString address() const override;
    [[nodiscard]] const std::shared_ptr<const Identity> &identity() const override { return m_identity; }

    /// A property of the connection (zmq_msg_gets(3)), nullptr when it has none of that name.
    [[nodiscard]] const char *property(const char *name) const;

    [[nodiscard]] zmq::message_t &body() { return m_body; }
    void setPeer(PeerId peer) { m_peer = peer; }
    void setIdentity(std::shared_ptr<const Identity> identity) { m_identity = std::move(identity); }

private:
    zmq::message_t m_body;
    PeerId m_peer = 0;
    std::shared_ptr<const Identity> m_identity;
};

} // namespace heliograph
