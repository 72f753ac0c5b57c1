// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/credentials.h>

#include <QtCore/qbytearrayview.h>

namespace heliograph {

/// What a client needs for CURVE.
struct ClientKeys
{
    KeyPair own = {};
    PublicKey server = {};
};

/// The way to what is secret in Credentials, for those few who need it.
class CredentialSecrets
{
public:
    /// The password in UTF-8, with Mechanism::Plain; empty when there is none. Of use while \a credentials live.
    [[nodiscard]] static QByteArrayView password(const Credentials &credentials);
    /// The keys, or why there are none.
    using Keys = std::variant<ClientKeys, Error>;
    /// Calls \a told once with the keys, with Mechanism::Curve: at once, here, or later, in another thread, if they are worked out
    /// from a passphrase. It returns soon and throws nothing. No keys, with other mechanisms. Any thread.
    static void findKeys(const Credentials &credentials, std::function<void(const Keys &)> told);
};

} // namespace heliograph
