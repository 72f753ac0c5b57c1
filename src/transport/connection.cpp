// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/connection.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>

namespace heliograph::connection {

namespace {

/// What getsockname(2) and getpeername(2) fill in.
struct Address
{
    sockaddr_storage storage{};
    socklen_t size = sizeof(storage);

    [[nodiscard]] sockaddr *bytes() { return reinterpret_cast<sockaddr *>(&storage); }
    [[nodiscard]] int port() const
    {
        if (storage.ss_family == AF_INET)
            return ntohs(reinterpret_cast<const sockaddr_in &>(storage).sin_port);
        if (storage.ss_family == AF_INET6)
            return ntohs(reinterpret_cast<const sockaddr_in6 &>(storage).sin6_port);
        return -1;
    }
    /// A numeric one.
    [[nodiscard]] QByteArray host() const
    {
        std::array<char, INET6_ADDRSTRLEN> text{};
        const void *const address =
            storage.ss_family == AF_INET
                ? static_cast<const void *>(&reinterpret_cast<const sockaddr_in &>(storage).sin_addr)
                : &reinterpret_cast<const sockaddr_in6 &>(storage).sin6_addr;
        ::inet_ntop(storage.ss_family, address, text.data(), text.size());
        return text.data();
    }
    /// In ØMQ's words: a leading '@' stands for the zero byte of the abstract namespace (unix(7)).
    [[nodiscard]] QString path() const
    {
        const auto &local = reinterpret_cast<const sockaddr_un &>(storage);
        const auto length = qsizetype(size) - qsizetype(offsetof(sockaddr_un, sun_path));
        if (storage.ss_family != AF_UNIX || length <= 0)
            return {};
        QByteArray path(local.sun_path, length);
        if (path.front() == '\0')
            path.front() = '@';
        return QString::fromLocal8Bit(path.constData()); // up to the zero byte that ends it
    }
};

/// Of a unix socket's other end.
std::optional<ucred> owner(int descriptor)
{
    ucred who{};
    socklen_t size = sizeof(who);
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0)
        return std::nullopt;
    return who;
}

std::optional<tcp_info> tcpInfo(int descriptor)
{
    tcp_info info{};
    socklen_t size = sizeof(info);
    if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0
        || size < offsetof(tcp_info, tcpi_bytes_received) + sizeof(info.tcpi_bytes_received))
        return std::nullopt;
    return info;
}

} // namespace

std::optional<quint64> cookie(int descriptor)
{
    quint64 number = 0;
    socklen_t size = sizeof(number);
    if (::getsockopt(descriptor, SOL_SOCKET, SO_COOKIE, &number, &size) != 0)
        return std::nullopt;
    return number;
}

bool isOf(int descriptor, const QString &endpoint)
{
    Address local;
    if (::getsockname(descriptor, local.bytes(), &local.size) != 0)
        return false;
    if (endpoint.startsWith(u"ipc://"))
        return local.path() == QStringView(endpoint).sliced(6);
    const qsizetype colon = endpoint.lastIndexOf(u':');
    return local.port() >= 0 && local.port() == QStringView(endpoint).sliced(colon + 1).toInt();
}

Origin origin(int descriptor)
{
    Address peer;
    if (::getpeername(descriptor, peer.bytes(), &peer.size) != 0)
        return {};
    if (peer.storage.ss_family != AF_UNIX)
        return Origin::read(peer.host());
    const std::optional<ucred> who = owner(descriptor);
    if (!who)
        return {};
    return Origin::read("localhost:" + QByteArray::number(who->uid) + ':' + QByteArray::number(who->gid) + ':'
                        + QByteArray::number(who->pid));
}

QString peerAddress(int descriptor)
{
    Address peer;
    if (::getpeername(descriptor, peer.bytes(), &peer.size) != 0)
        return QStringLiteral("an unknown address");
    if (peer.storage.ss_family != AF_UNIX)
        return QStringLiteral("%1:%2").arg(QString::fromLatin1(peer.host())).arg(peer.port());
    const std::optional<ucred> who = owner(descriptor);
    return who ? QStringLiteral("process %1 of user %2").arg(who->pid).arg(who->uid)
               : QStringLiteral("an unknown process");
}

std::optional<quint64> bytesReceived(int descriptor)
{
    const std::optional<tcp_info> info = tcpInfo(descriptor);
    return info ? std::optional<quint64>(info->tcpi_bytes_received) : std::nullopt;
}

std::optional<std::chrono::milliseconds> silence(int descriptor)
{
    const std::optional<tcp_info> info = tcpInfo(descriptor);
    return info ? std::optional(std::chrono::milliseconds(info->tcpi_last_data_recv)) : std::nullopt;
}

bool cut(int descriptor, quint64 expected)
{
    // Not even copied if it is something else by now: a copy of a file that is closed gives up the process's locks on it.
    if (cookie(descriptor) != expected)
        return false;
    // What is looked at and what is cut are the same, whatever becomes of the number meanwhile. Without a free descriptor the
    // number has to do.
    const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    const int held = copy < 0 ? descriptor : copy;
    const bool isThis = cookie(held) == expected;
    if (isThis)
        ::shutdown(held, SHUT_RDWR);
    if (copy >= 0)
        ::close(copy);
    return isThis;
}

} // namespace heliograph::connection
