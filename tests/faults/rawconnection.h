// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "endpoints.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qendian.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

/// A connection without ØMQ, which says what a test wants, or nothing.
class RawConnection
{
public:
    explicit RawConnection(const QString &endpoint)
    {
        if (endpoint.startsWith(u"ipc://")) {
            sockaddr_un address{};
            address.sun_family = AF_UNIX;
            const QByteArray path = endpoint.sliced(6).toLocal8Bit();
            std::strncpy(address.sun_path, path.constData(), sizeof(address.sun_path) - 1);
            open(AF_UNIX, reinterpret_cast<const sockaddr *>(&address), sizeof(address));
        } else {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_port = htons(endpoint.sliced(endpoint.lastIndexOf(u':') + 1).toUShort());
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            open(AF_INET, reinterpret_cast<const sockaddr *>(&address), sizeof(address));
        }
    }
    ~RawConnection()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    RawConnection(RawConnection &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1)), m_received(std::move(other.m_received)),
          m_isCut(other.m_isCut)
    {
    }
    RawConnection &operator=(RawConnection &&) = delete;

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

    /// Sends all of \a bytes, unless the other end cuts or does not read; false then.
    bool send(const QByteArray &bytes)
    {
        for (qsizetype sent = 0; sent < bytes.size();) {
            const ssize_t count = ::send(m_descriptor, bytes.constData() + sent, size_t(bytes.size() - sent),
                                         MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count > 0) {
                sent += count;
                continue;
            }
            pollfd place{m_descriptor, POLLOUT, 0};
            if (errno != EAGAIN || ::poll(&place, 1, 20'000) != 1 || (place.revents & POLLERR))
                return false;
        }
        return true;
    }
    /// What the other end has said so far.
    [[nodiscard]] const QByteArray &received()
    {
        read();
        return m_received;
    }
    /// True once the other end has closed or cut the connection.
    [[nodiscard]] bool isCut()
    {
        read();
        return m_isCut;
    }

    // ---- ZMTP 3.0 with the NULL mechanism (RFC 23)

    /// Greets as a DEALER, which has chosen \a identity. The other end's part is not waited for.
    void greet(const QByteArray &identity = {})
    {
        QByteArray greeting("\xff\0\0\0\0\0\0\0\0\x7f\x03\0NULL", 16);
        greeting.resize(64, '\0');
        std::memset(greeting.data() + 16, 0, 48);
        const auto property = [](const char *name, const QByteArray &value) {
            QByteArray bytes(1, char(std::strlen(name)));
            bytes.append(name);
            quint32 size = qToBigEndian(quint32(value.size()));
            bytes.append(reinterpret_cast<const char *>(&size), sizeof(size));
            return bytes.append(value);
        };
        const QByteArray ready =
            QByteArray("\x05READY") + property("Socket-Type", "DEALER") + property("Identity", identity);
        send(greeting + frame(ready, 0x04));
    }
    /// Greets, and says HELLO as soon as ØMQ has greeted back: sooner would be against ZMTP. False when that does not come.
    [[nodiscard]] bool sayHello(const QByteArray &identity = {},
                                const QByteArray &hello = RawConnection::hello())
    {
        greet(identity);
        pollfd place{m_descriptor, POLLIN, 0};
        while (!received().contains("READY")) {
            if (m_isCut || ::poll(&place, 1, 20'000) != 1)
                return false;
        }
        return send(frame(hello));
    }
    enum Flags : quint8 { Whole = 0, More = 1 };
    /// \a bytes as one frame of a message.
    [[nodiscard]] static QByteArray frame(const QByteArray &bytes, int flags = Whole)
    {
        QByteArray head;
        if (bytes.size() < 256) {
            head.append(char(flags)).append(char(bytes.size()));
        } else {
            const quint64 size = qToBigEndian(quint64(bytes.size()));
            head.append(char(flags | 0x02)).append(reinterpret_cast<const char *>(&size), sizeof(size));
        }
        return head + bytes;
    }
    /// docs/protocol.md, HELLO of a client.
    [[nodiscard]] static QByteArray hello()
    {
        return QByteArray::fromHex("9a01aa68656c696f677261706801 0101a3616e6ece01000000cc80cd1388cd3a98");
    }

private:
    void open(int family, const sockaddr *address, socklen_t size)
    {
        m_descriptor = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (m_descriptor >= 0 && ::connect(m_descriptor, address, size) != 0) {
            ::close(m_descriptor);
            m_descriptor = -1;
        }
    }
    void read()
    {
        char bytes[4096];
        while (!m_isCut) {
            const ssize_t count = ::recv(m_descriptor, bytes, sizeof(bytes), MSG_DONTWAIT);
            if (count > 0)
                m_received.append(bytes, count);
            else if (count == 0 || errno != EAGAIN)
                m_isCut = true;
            else
                return;
        }
    }

    int m_descriptor = -1;
    QByteArray m_received;
    bool m_isCut = false;
};
