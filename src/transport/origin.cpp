// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/origin.h"

#include <QtCore/qlist.h>

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

namespace heliograph {

namespace {

constexpr quint32 loopbackNetwork = 127; // the first of the four numbers
constexpr qsizetype networkBytes = 8;    // of an IPv6 address: what one host may have all of
// Whoever is on this host may come from each address that leads back to it.
constexpr auto loopbackGroup = "loopback";

Origin ipv4(const in_addr &address)
{
    std::array<char, INET_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET, &address, text.data(), text.size());
    const QString name = QString::fromLatin1(text.data());
    const bool isLocal = (ntohl(address.s_addr) >> 24) == loopbackNetwork;
    return {.address = name,
            .isLocal = isLocal,
            .group = QByteArray(isLocal ? loopbackGroup : text.data()),
            .name = name};
}

Origin ipv6(const in6_addr &address)
{
    if (IN6_IS_ADDR_V4MAPPED(&address)) {
        in_addr shorter = {};
        std::copy_n(address.s6_addr + 12, sizeof(shorter), reinterpret_cast<uchar *>(&shorter));
        return ipv4(shorter);
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET6, &address, text.data(), text.size());
    const QString name = QString::fromLatin1(text.data());
    const bool isLocal = IN6_IS_ADDR_LOOPBACK(&address) != 0;
    return {.address = name,
            .isLocal = isLocal,
            .group = isLocal ? QByteArray(loopbackGroup)
                             : QByteArray(reinterpret_cast<const char *>(address.s6_addr), networkBytes),
            .name = name};
}

bool isNumber(const QByteArray &text)
{
    return !text.isEmpty()
           && std::all_of(text.begin(), text.end(), [](char digit) { return digit >= '0' && digit <= '9'; });
}

/// The system vouches for it (SO_PEERCRED); ØMQ writes it behind the name that an ipc address has.
std::optional<Origin> process(const QByteArray &text)
{
    const QList<QByteArray> parts = text.split(':');
    if (parts.size() != 4 || parts.front() != "localhost"
        || !std::all_of(parts.begin() + 1, parts.end(), isNumber))
        return std::nullopt;
    return Origin{.address = {},
                  .isLocal = true,
                  .group = parts[0] + ':' + parts[1], // a user makes as many processes as he likes
                  .name = QStringLiteral("process ") + QString::fromLatin1(parts.back())};
}

} // namespace

Origin Origin::read(const QByteArray &text)
{
    if (text.contains('\0')) // where what follows ends
        return {};
    if (auto local = process(text))
        return *local;
    in_addr address = {};
    if (::inet_pton(AF_INET, text.constData(), &address) == 1)
        return ipv4(address);
    const qsizetype zone = text.indexOf('%'); // of a link-local one: by which interface of this host it came
    in6_addr longer = {};
    if (::inet_pton(AF_INET6, (zone < 0 ? text : text.left(zone)).constData(), &longer) == 1)
        return ipv6(longer);
    return {};
}

} // namespace heliograph
