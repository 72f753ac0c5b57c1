// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "peeridentity.h"

namespace heliograph {

Identity identityAt(const QString &address, int descriptor)
{
    Identity identity;
    const bool isInproc = descriptor < 0 && address.isEmpty();
    const bool isIpc = address.startsWith(QLatin1StringView("localhost:"));
    if (isInproc || isIpc) {
        identity.isLocal = true;
        return identity;
    }
    identity.address = address;
    // Numeric, as the system gives it; in a socket for both families IPv4 has a form of its own.
    const QStringView numbers = QStringView(address).sliced(address.startsWith(u"::ffff:") ? 7 : 0);
    identity.isLocal = numbers.startsWith(u"127.") || address == u"::1";
    return identity;
}

} // namespace heliograph
