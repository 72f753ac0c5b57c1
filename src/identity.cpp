// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/identity.h>

#include <QtCore/qdebug.h>

namespace heliograph {

QDebug operator<<(QDebug debug, const Identity &identity)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Identity(";
    switch (identity.mechanism) {
    case Mechanism::Null: debug << "null"; break;
    case Mechanism::Plain: debug << "plain"; break;
    case Mechanism::Curve: debug << "curve"; break;
    }
    if (!identity.user.isEmpty())
        debug << ", " << identity.user;
    if (identity.key.isValid())
        debug << ", " << identity.key;
    if (!identity.address.isEmpty())
        debug << ", from " << qUtf8Printable(identity.address);
    return debug << (identity.isLocal ? ", local)" : ")");
}

} // namespace heliograph
