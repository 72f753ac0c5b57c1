// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/linkevent.h"
#include "transport/linksecurity.h"

#include <heliograph/identity.h>
#include <heliograph/options.h>

#include <optional>
#include <variant>

namespace heliograph {

/// What sockets need for security: nothing where nobody is asked; or why it cannot be had.
using FoundSecurity = std::variant<std::optional<LinkSecurity>, Error>;

/// The way to the secret half of \a keys, which are valid.
[[nodiscard]] SecretSource secretKeyOf(const KeyPair &keys);

/// How a server sees who comes, as its options say. A value, in any thread.
class ServerSecurity
{
public:
    explicit ServerSecurity(const ServerOptions &options);

    /// Why the server must not listen at \a endpoint, and what to do about it; nothing if it may.
    [[nodiscard]] std::optional<Error> checkBind(const QString &endpoint) const;
    /// The same for looking for a client at \a endpoint, who is not asked who he is.
    [[nodiscard]] std::optional<Error> checkConnect(const QString &endpoint) const;
    /// Calls \a told once: at once, here, or later, in another thread, if keys are worked out from a passphrase.
    void find(std::function<void(const FoundSecurity &)> told) const;
    /// Why somebody was not let in, of whom \a event tells; nothing when it was no try to get in.
    [[nodiscard]] std::optional<Error> refusalOf(const LinkEvent &event) const;
    /// As in Authenticator, for who is \a peer.
    [[nodiscard]] bool stillHolds(const Identity &peer) const;
    /// As in Authenticator.
    [[nodiscard]] std::shared_ptr<void> onRevoked(std::function<void(const QList<PublicKey> &)> told) const;

private:
    std::optional<Error> m_fault;                   // of the options
    std::shared_ptr<Authenticator> m_authenticator; // null when everybody on this host is let in
    bool m_hasSecret = false;
};

} // namespace heliograph
