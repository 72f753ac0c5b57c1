// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/authenticator.h>

#include <QtCore/qbytearray.h>

#include <zmq.hpp>

#include <optional>
#include <span>

namespace heliograph {

/// What ØMQ asks its handler about a connection (ZAP, ZeroMQ's RFC 27). ØMQ words it, but what is in it a stranger may have chosen, and
/// any part of this program may write such requests, too.
struct ZapRequest
{
    /// Who waits for the answer.
    struct Sender
    {
        QByteArray routingId;
        QByteArray requestId;
    };

    Sender sender;
    QByteArray domain;
    QByteArray address;
    /// What the client shows; without where it comes from.
    Attempt attempt;

    /// Reads \a frames, which begin with the sender's routing id, and zeroes what they held of a password. Nothing when it is no
    /// request: then nobody can be answered.
    [[nodiscard]] static std::optional<ZapRequest> read(std::span<zmq::message_t> frames);
    /// How many frames a request has at most.
    static constexpr std::size_t mostFrames = 10;
};

} // namespace heliograph
