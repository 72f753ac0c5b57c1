// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

/// A connection without ØMQ to \a endpoint, which is ipc, or tcp on this host.
class RawLine
{
public:
    explicit RawLine(const QString &endpoint)
    {
        if (endpoint.startsWith(u"ipc://")) {
            sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
            std::strncpy(address.sun_path, endpoint.sliced(6).toLocal8Bit().constData(),
                         sizeof(address.sun_path) - 1);
            open(reinterpret_cast<const sockaddr *>(&address), sizeof(address));
        } else {
            const quint16 port = endpoint.sliced(endpoint.lastIndexOf(u':') + 1).toUShort();
            const sockaddr_in address{.sin_family = AF_INET,
                                      .sin_port = htons(port),
                                      .sin_addr = {htonl(INADDR_LOOPBACK)},
                                      .sin_zero = {}};
            open(reinterpret_cast<const sockaddr *>(&address), sizeof(address));
        }
    }
    ~RawLine() { ::close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(RawLine)

    void send(const QByteArray &bytes) const
    {
        if (::send(m_descriptor, bytes.constData(), std::size_t(bytes.size()), MSG_NOSIGNAL) != bytes.size())
            qFatal("%s", std::strerror(errno));
    }
    /// No more will be sent.
    void hangUp() const { ::shutdown(m_descriptor, SHUT_RDWR); }
    /// A ZMTP greeting (ZeroMQ's RFC 23) with \a mechanism.
    [[nodiscard]] static QByteArray greeting(const QByteArray &mechanism)
    {
        return QByteArray("\xff\0\0\0\0\0\0\0\1\x7f\3\1", 12) + mechanism.leftJustified(20, '\0')
               + QByteArray(32, '\0');
    }

private:
    void open(const sockaddr *address, socklen_t size)
    {
        m_descriptor = ::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (m_descriptor < 0 || ::connect(m_descriptor, address, size) != 0)
            qFatal("%s", std::strerror(errno));
    }

    int m_descriptor = -1;
};
