// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "attempt.h"

namespace heliograph {

bool attempt::isInproc(const QString &endpoint)
{
    return endpoint.startsWith(u"inproc:");
}

Error attempt::errorOf(const LinkEvent &event)
{
    switch (event.type) {
    case LinkEvent::Type::Accepted:
    case LinkEvent::Type::ClientRefused:
    case LinkEvent::Type::HandshakeSucceeded:
    case LinkEvent::Type::GreetingOverdue:
    case LinkEvent::Type::StrangersCut: break;
    case LinkEvent::Type::HandshakeFailed:
        return Error(ErrorCode::ConnectionFailed,
                     QStringLiteral("What answers at %1 does not speak to this client (%2).")
                         .arg(event.endpoint)
                         .arg(event.reason));
    case LinkEvent::Type::ConnectFailed:
        return Error(ErrorCode::ConnectionFailed,
                     QStringLiteral("Nothing answers at %1.").arg(event.endpoint));
    case LinkEvent::Type::Disconnected:
        return Error(ErrorCode::ConnectionLost,
                     QStringLiteral("The connection to %1 broke.").arg(event.endpoint));
    }
    return Error();
}

Error attempt::noAnswer(const QString &endpoint)
{
    return Error(ErrorCode::NoAnswer, QStringLiteral("%1 did not answer in time.").arg(endpoint));
}

Error attempt::noAnswerYet(const QString &endpoint)
{
    return Error(ErrorCode::NoAnswer, QStringLiteral("%1 has not answered for a second.").arg(endpoint));
}

} // namespace heliograph
