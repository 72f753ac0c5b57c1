// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/context.h"
#include "transport/socket.h"

#include <QtCore/qdeadlinetimer.h>

inline const QString anyPort = QStringLiteral("tcp://127.0.0.1:*");

inline std::unique_ptr<heliograph::Socket> makeSocket(heliograph::Socket::Role role)
{
    return std::make_unique<heliograph::Socket>(heliograph::Context::shared(), role);
}

/// A router that listens at \a endpoint.
inline std::unique_ptr<heliograph::Socket> makeServer(const QString &endpoint)
{
    auto server = makeSocket(heliograph::Socket::Role::Router);
    if (const auto error = server->bind(endpoint))
        qFatal("%s", qPrintable(error->message()));
    return server;
}

/// Waits up to 30 s for a message; nullptr when none came.
inline const heliograph::ReceivedMessage *waitForMessage(heliograph::Socket &socket)
{
    const QDeadlineTimer deadline(std::chrono::seconds(30));
    while (!deadline.hasExpired()) {
        if (const auto *message = socket.receive())
            return message;
        heliograph::Socket::wait(socket, nullptr, std::chrono::milliseconds(100));
    }
    return nullptr;
}
