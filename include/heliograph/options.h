// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/heartbeat.h>
#include <heliograph/limits.h>
#include <heliograph/registry.h>

#include <QtCore/qstring.h>

#include <chrono>
#include <optional>

namespace heliograph {

/// Settings of a Server. A value type; copied when the Server is made.
struct ServerOptions
{
    /// A registry that several servers and clients share, looked into after the server's own.
    std::optional<Registry> sharedRegistry = std::nullopt;
    /// Believe the user name that a client claims. Only for links that everybody on may be trusted.
    bool trustNames = false;
    /// The deadline of calls that do not set one.
    std::chrono::milliseconds callTimeout = std::chrono::seconds(30);
    /// What clients may cost this end, and its own program.
    Limits limits = {};
    /// How links to clients are watched. Both ends follow it.
    Heartbeat heartbeat = {};
    /// A tcp connection over which nothing comes for so long, because the other host is frozen or the line is cut, is lost; that
    /// is noticed some half as long later at the latest. 500 ms to 1 h; 0: never. Not for a program that hangs (see Heartbeat):
    /// ØMQ answers for it. Each end has its own. On one host, over ipc, a link lives as long as the two processes, and one that
    /// stands still is unresponsive.
    std::chrono::milliseconds linkTimeout = std::chrono::seconds(10);
};

/// Settings of a Client. A value type; copied when the Client is made.
struct ClientOptions
{
    /// The name that this client claims; servers that trust names know it by that.
    QString user = {};
    /// As in ServerOptions.
    std::optional<Registry> sharedRegistry = std::nullopt;
    /// As in ServerOptions.
    std::chrono::milliseconds callTimeout = std::chrono::seconds(30);
    /// As in ServerOptions.
    Limits limits = {};
    /// As in ServerOptions. The line must be able to carry 2 MiB in it.
    std::chrono::milliseconds linkTimeout = std::chrono::seconds(10);
    /// Calls that are made while there is no session wait for one, until their deadline; else they fail at once with
    /// NeverSent. RemoteMethod::waitingForSession() says otherwise for a call.
    bool waitForSession = true;
    /// The pause before the second attempt to connect; it doubles from attempt to attempt, up to
    /// reconnectLimit, each time varied by a fifth so that many clients do not come back at once.
    std::chrono::milliseconds reconnectDelay = std::chrono::milliseconds(50);
    /// The longest pause between attempts.
    std::chrono::milliseconds reconnectLimit = std::chrono::seconds(10);
};

} // namespace heliograph
