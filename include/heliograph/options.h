// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/authenticator.h>
#include <heliograph/credentials.h>
#include <heliograph/heartbeat.h>
#include <heliograph/limits.h>
#include <heliograph/registry.h>
#include <heliograph/secret.h>

#include <QtCore/qstring.h>

#include <chrono>
#include <optional>

namespace heliograph {

/// Settings of a Server. A value type; copied when the Server is made.
struct ServerOptions
{
    /// Who shares it is let in, and nobody else; what is sent is encrypted. No more is needed for a server and its clients to be
    /// safe. Null: none.
    Secret secret = {};
    /// Who decides who is let in, instead of a secret: see the namespace authenticate. Null: everybody on this host, and the
    /// server binds to ipc, inproc and loopback only.
    std::shared_ptr<Authenticator> authenticator = nullptr;
    /// What becomes of a user who is there already when he comes once more. Without a name users are not told apart.
    enum class DuplicateUsers : quint8 {
        Both,       ///< there are two
        NewestWins, ///< the session before ends, with Refused
        OldestStays ///< the new one is refused
    };
    /// See DuplicateUsers.
    DuplicateUsers duplicateUsers = DuplicateUsers::Both;
    /// A registry that several servers and clients share, looked into after the server's own.
    std::optional<Registry> sharedRegistry = std::nullopt;
    /// Believe the user name that a client claims, if the authenticator gives it none: for an open server whose every client is trusted, and for
    /// those who share a secret. Names with blanks, colons or control characters are refused.
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
    /// As in ServerOptions: only a server that shares it is talked to.
    Secret secret = {};
    /// What the client shows of itself, instead of a secret, to fit the server's authenticator.
    Credentials credentials = {};
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
