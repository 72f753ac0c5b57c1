// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/tcplistener.h"

#include <QtCore/qscopeguard.h>
#include <QtCore/qstringbuilder.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ifaddrs.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace heliograph {

namespace {

// Large enough for both families.
using Address = sockaddr_storage;

socklen_t sizeOf(const Address &address)
{
    return address.ss_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
}

const sockaddr *plain(const Address &address)
{
    return reinterpret_cast<const sockaddr *>(&address);
}

/// The first address of the interface \a name, of \a family.
std::optional<Address> addressOfInterface(const QByteArray &name, int family)
{
    ifaddrs *all = nullptr;
    if (::getifaddrs(&all) != 0)
        return std::nullopt;
    const auto release = qScopeGuard([all] { ::freeifaddrs(all); });
    for (const ifaddrs *each = all; each; each = each->ifa_next) {
        if (!each->ifa_addr || each->ifa_addr->sa_family != family || name != each->ifa_name)
            continue;
        Address address = {};
        address.ss_family = sa_family_t(family);
        std::memcpy(&address, each->ifa_addr, sizeOf(address));
        return address;
    }
    return std::nullopt;
}

/// The address that is written as \a host, `*` or a numeric one, of \a family.
std::optional<Address> numericAddress(const QByteArray &host, int family)
{
    addrinfo hints = {};
    hints.ai_family = family;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE;
    addrinfo *found = nullptr;
    if (::getaddrinfo(host == "*" ? nullptr : host.constData(), "0", &hints, &found) != 0)
        return std::nullopt;
    const auto release = qScopeGuard([found] { ::freeaddrinfo(found); });
    Address address = {};
    std::memcpy(&address, found->ai_addr, found->ai_addrlen);
    return address;
}

void setPort(Address &address, quint16 port)
{
    if (address.ss_family == AF_INET6)
        reinterpret_cast<sockaddr_in6 &>(address).sin6_port = htons(port);
    else
        reinterpret_cast<sockaddr_in &>(address).sin_port = htons(port);
}

std::optional<Address> resolve(const Endpoint &endpoint)
{
    const qsizetype colon = endpoint.address.lastIndexOf(':');
    QByteArray host = endpoint.address.left(colon);
    if (endpoint.isIpv6)
        host = host.mid(1, host.size() - 2); // without brackets
    const int family = endpoint.isIpv6 ? AF_INET6 : AF_INET;
    auto address = numericAddress(host, family);
    if (!address)
        address = addressOfInterface(host, family);
    if (address)
        setPort(*address, endpoint.address.mid(colon + 1).toUShort()); // 0 for "*"
    return address;
}

Error failure(const Endpoint &endpoint, const QString &reason, ErrorCode code = ErrorCode::InvalidAddress)
{
    return Error(
        code,
        QStringLiteral("Cannot listen at %1: %2.").arg(QString::fromUtf8(endpoint.toByteArray()), reason));
}

} // namespace

TcpListener::~TcpListener()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

std::optional<Error> TcpListener::listen(int backlog)
{
    const auto address = resolve(m_endpoint);
    if (!address)
        return failure(m_endpoint, QStringLiteral("this host has no such address or interface"));
    m_descriptor = ::socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    // So that connections of a server before, which are still being closed, do not keep the port.
    if (m_descriptor < 0 || ::setsockopt(m_descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0
        || ::bind(m_descriptor, plain(*address), sizeOf(*address)) != 0
        || ::listen(m_descriptor, backlog) != 0) {
        const int reason = errno;
        return failure(m_endpoint, qt_error_string(reason),
                       reason == EADDRINUSE ? ErrorCode::AddressInUse : ErrorCode::InvalidAddress);
    }
    return std::nullopt;
}

QString TcpListener::boundEndpoint() const
{
    Address address = {};
    socklen_t size = sizeof(address);
    std::array<char, NI_MAXHOST> host;
    std::array<char, NI_MAXSERV> port;
    if (::getsockname(m_descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0
        || ::getnameinfo(plain(address), size, host.data(), host.size(), port.data(), port.size(),
                         NI_NUMERICHOST | NI_NUMERICSERV)
               != 0)
        return {};
    const QString name = QString::fromLatin1(host.data());
    const QString shown = m_endpoint.isIpv6 ? u'[' % name % u']' : name;
    return u"tcp://" % shown % u':' % QString::fromLatin1(port.data());
}

int TcpListener::takeDescriptor()
{
    return std::exchange(m_descriptor, -1);
}

} // namespace heliograph
