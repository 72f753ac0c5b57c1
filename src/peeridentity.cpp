// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "peeridentity.h"

#include "transport/origin.h"

namespace heliograph {

Identity identityAt(const QString &address, int descriptor)
{
    Identity identity;
    if (descriptor < 0 && address.isEmpty()) { // inproc
        identity.isLocal = true;
        return identity;
    }
    const Origin origin = Origin::read(address.toUtf8());
    identity.address = origin.address;
    identity.isLocal = origin.isLocal;
    return identity;
}

} // namespace heliograph
