// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/authenticator.h>
#include <heliograph/keystore.h>
#include <heliograph/passwordfile.h>
#include <heliograph/secret.h>

namespace heliograph::authenticate {

/// Lets everybody in who can reach the server from its own host: binds to ipc, inproc and loopback only.
[[nodiscard]] HELIOGRAPH_EXPORT std::shared_ptr<Authenticator> open();

/// Lets everybody in, from anywhere, and everybody on the way reads and changes what is sent. For networks on which all are trusted.
[[nodiscard]] HELIOGRAPH_EXPORT std::shared_ptr<Authenticator> openInsecurely();

/// Believes the name that a client gives, whoever it is: binds to ipc and loopback only.
[[nodiscard]] HELIOGRAPH_EXPORT std::shared_ptr<Authenticator> trustedNames();

/// Lets in users with their \a passwords, which are checked in threads kept for that. They would cross a network readable for
/// everybody, so it binds to ipc and loopback only. Clients show them to whoever holds the endpoint: a port of loopback is any local
/// user's who comes first, while the server is not running; an ipc path in a folder that is closed to others is nobody else's.
/// Refused with Busy are those beyond 32 that wait for the check, beyond 4 of the same Attempt::origin (all who come over tcp count as
/// one), and those for whom no thread can be started.
[[nodiscard]] HELIOGRAPH_EXPORT std::shared_ptr<Authenticator> plain(const PasswordFile &passwords);

/// Lets in users by their keys, from anywhere but inproc. Clients must know the public half of \a server. If this holds the last
/// reference to \a users, it may go in any thread: the store is destroyed in its own; see KeyStore.
[[nodiscard]] HELIOGRAPH_EXPORT std::shared_ptr<Authenticator> curve(const KeyPair &server,
                                                                     const std::shared_ptr<KeyStore> &users);

/// Lets in, from anywhere but inproc, whoever has the same secret, as nobody in particular. The keys are worked out from now on, in a thread
/// kept for that; see Secret.
[[nodiscard]] HELIOGRAPH_EXPORT std::shared_ptr<Authenticator> secret(const Secret &secret);

} // namespace heliograph::authenticate
