// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "recorder.h"
#include "transport/context.h"

/// A router and a dealer, and what they tell.
struct Pair
{
    explicit Pair(const QString &endpoint = QStringLiteral("ipc://*"))
    {
        hasBegun = !server->bind(endpoint) && !client->connect(server->boundEndpoints().constFirst());
    }

    /// Waits until messages can go both ways; the server has then got one message, which does not count.
    [[nodiscard]] bool isUp()
    {
        using namespace heliograph;
        if (!hasBegun || !runUntil([this] { return atClient.has(LinkEvent::Type::HandshakeSucceeded); }))
            return false;
        if (client->send(0, "hello") != Socket::SendResult::Sent
            || !runUntil([this] { return atServer.turns > 0; }))
            return false;
        atServer.messages = 0;
        atServer.turns = 0;
        return true;
    }
    [[nodiscard]] heliograph::PeerId peer() const { return *atServer.peers.begin(); }

    Recorder atServer;
    Recorder atClient;
    std::unique_ptr<heliograph::EventSocket> server = std::make_unique<heliograph::EventSocket>(
        heliograph::Context::shared(), heliograph::Socket::Role::Router, atServer);
    std::unique_ptr<heliograph::EventSocket> client = std::make_unique<heliograph::EventSocket>(
        heliograph::Context::shared(), heliograph::Socket::Role::Dealer, atClient);
    bool hasBegun = false;
};
