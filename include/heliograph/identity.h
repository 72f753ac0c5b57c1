// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/mechanism.h>
#include <heliograph/publickey.h>

namespace heliograph {

/// Who is at the other end of a session, as the Authenticator found when it connected. A value type; the same for as long as
/// the session is.
struct Identity
{
    /// How it has shown who it is.
    Mechanism mechanism = Mechanism::Null;
    /// Its name; empty when it is nobody in particular.
    QString user = {};
    /// Where it comes from: a numeric IP address without port; empty for ipc and inproc.
    QString address = {};
    /// True over ipc, inproc, and from this host's own addresses 127.x.x.x and ::1.
    bool isLocal = false;
    /// The key that it has proved to own, with Mechanism::Curve.
    PublicKey key = {};
};

/// Prints all of it, the key by its fingerprint.
HELIOGRAPH_EXPORT QDebug operator<<(QDebug debug, const Identity &identity);

} // namespace heliograph

Q_DECLARE_METATYPE(heliograph::Identity)
