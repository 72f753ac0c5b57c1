// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/endpointfault.h"

#include <QtCore/qstringbuilder.h>

#include <arpa/inet.h>

namespace heliograph {

namespace {

constexpr quint32 loopbackNetwork = 127; // the first of the four numbers

bool isLoopback(const QString &host)
{
    if (host == u"localhost") // which stands for nothing else (RFC 6761)
        return true;
    in_addr address = {};
    if (::inet_pton(AF_INET, qPrintable(host), &address) == 1)
        return (ntohl(address.s_addr) >> 24) == loopbackNetwork;
    const bool isBracketed = host.startsWith(u'[') && host.endsWith(u']');
    in6_addr longer = {};
    return isBracketed && ::inet_pton(AF_INET6, qPrintable(host.mid(1, host.size() - 2)), &longer) == 1
           && IN6_IS_ADDR_LOOPBACK(&longer);
}

bool isInThisProcess(const QString &endpoint)
{
    return endpoint.startsWith(QStringLiteral("inproc://"));
}

bool isOnThisHost(const QString &endpoint)
{
    const QString tcp = QStringLiteral("tcp://");
    if (endpoint.startsWith(tcp))
        return isLoopback(endpoint.mid(tcp.size(), endpoint.lastIndexOf(u':') - tcp.size()));
    return endpoint.startsWith(QStringLiteral("ipc://")) || isInThisProcess(endpoint);
}

} // namespace

std::optional<Error> offHostFault(const QString &endpoint, const QString &what)
{
    if (isOnThisHost(endpoint))
        return std::nullopt;
    return Error(ErrorCode::InvalidAddress,
                 what
                     + QStringLiteral(
                           " crosses the network for everybody to read and change on the way to \"%1\"; use "
                           "ipc or a loopback address (tcp://127.0.0.1:*), or keys or a secret at both ends.")
                           .arg(endpoint));
}

std::optional<Error> unaskedFault(const QString &endpoint)
{
    if (!isInThisProcess(endpoint))
        return std::nullopt;
    return Error(
        ErrorCode::InvalidAddress,
        QStringLiteral("Nobody is asked over inproc who he is, so keys, secrets, names and passwords count "
                       "for nothing at \"%1\"; use ipc, or authenticate::open() and no credentials.")
            .arg(endpoint));
}

} // namespace heliograph
