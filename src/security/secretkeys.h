// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/keypair.h>
#include <heliograph/secret.h>

#include <functional>
#include <variant>

namespace heliograph {

/// The keys of those who share a secret. Each of them knows all of these; a server takes no other client than this one.
struct DerivedKeys
{
    KeyPair server = {};
    KeyPair client = {};
};

/// The keys that follow from a Secret, for ever the same:
///
///     salt = BLAKE2b-16("heliograph-psk-v1|" + realm)
///     64 bytes = BLAKE2b-64(the 26 characters, in lower case, key = salt)                  what generateSecret() made
///              = Argon2id 1.3(passphrase, salt, 3 passes over 256 MiB)                     a passphrase
///     the first 32 are the seed of the server's pair, the others of the client's (crypto_box_seed_keypair)
///
/// with passphrase and realm as UTF-8 of their normal form C.
class SecretKeys
{
public:
    /// The keys, or why there are none.
    using Outcome = std::variant<DerivedKeys, Error>;
    /// Who wants to know.
    using Told = std::function<void(const Outcome &)>;

    /// Works them out, however long it takes. Throws Error when \a secret is not valid, or there is no memory for it.
    [[nodiscard]] static DerivedKeys derive(const Secret &secret);
    /// Calls \a told with the same, once: at once, here, if they are known already or quickly found; else in a thread kept for that,
    /// where they are worked out once for all copies of \a secret. After a failure the next one who asks has it tried again; if the
    /// thread cannot be started, that is Busy, and told here. \a told returns
    /// soon and throws nothing. Any thread.
    static void tell(const Secret &secret, Told told);

private:
    static void deliver(const Secret &secret, const Outcome &outcome);
};

} // namespace heliograph
