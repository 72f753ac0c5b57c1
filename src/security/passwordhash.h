// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/secretbytes.h"

#include <heliograph/error.h>

#include <optional>

namespace heliograph {

/// Hashes of passwords: Argon2id with 2 passes over 64 MiB, in the form of crypto_pwhash_str(),
/// `$argon2id$v=19$m=65536,t=2,p=1$salt$hash`, and no other: who writes a file of them cannot make a server spend more, and
/// all take the same time. Four are worked out at once in a process; others wait for their turn. Any thread.

/// What an unknown user's password is compared with. It has no other use.
inline constexpr QByteArrayView nobodysHash =
    "$argon2id$v=19$m=65536,t=2,p=1$KanWN6CjFSeHByo24IM9GA$Js907cb+qGeic2/9M+rCBMPqUspbR302WEG61EhKi8g";

/// A new hash of \a password. Throws Error when there is no memory for it: Busy.
[[nodiscard]] QByteArray hashOf(const SecretBytes &password);

/// What is wrong with \a hash, in words that go on after "the hash".
[[nodiscard]] std::optional<QString> hashFault(QByteArrayView hash);

/// True if \a hash, with which nothing is wrong, is one of \a password. Throws Error when there is no memory to find out: Busy.
[[nodiscard]] bool fits(QByteArrayView hash, const SecretBytes &password);

} // namespace heliograph
