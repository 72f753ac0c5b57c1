// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "serversecurity.h"

namespace heliograph {

/// What a client shows of itself, as its options say. A value, in any thread.
class ClientSecurity
{
public:
    explicit ClientSecurity(const ClientOptions &options);
    /// Nothing is shown; also for a server that looks for its clients.
    ClientSecurity() = default;

    /// Why the client must not connect to \a endpoint, and what to do about it; nothing if it may.
    [[nodiscard]] std::optional<Error> checkConnect(const QString &endpoint) const;
    /// The same for waiting at \a endpoint for a server, which is not asked who it is.
    [[nodiscard]] std::optional<Error> checkBind(const QString &endpoint) const;
    /// As ServerSecurity::find().
    void find(std::function<void(const FoundSecurity &)> told) const;

    /// What it means that the server at \a endpoint refused what was shown.
    [[nodiscard]] Error refusedBy(const QString &endpoint) const;
    /// What it means that it asks for another kind of credentials.
    [[nodiscard]] Error otherMechanism(const QString &endpoint) const;
    /// What it probably means, where keys are shown, that it hangs up again and again: ØMQ's servers do so, without a word, when they are meant by
    /// another key.
    [[nodiscard]] Error otherServer(const QString &endpoint) const;
    /// How it is shown.
    [[nodiscard]] Mechanism mechanism() const { return m_credentials.mechanism(); }

private:
    std::optional<Error> m_fault; // of the options
    Credentials m_credentials;
    bool m_hasSecret = false;
};

} // namespace heliograph
