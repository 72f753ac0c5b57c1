// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qsocketnotifier.h>
#include <QtCore/qstring.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <vector>

/// Something that listens where a server ought to, says the same to everybody, and hangs up or listens on in silence.
/// Lives on the event loop.
class Impostor
{
public:
    enum class Then { HangUp, Silence };

    /// \a endpoint as tests' Endpoint gives it: ipc, or tcp with any port.
    Impostor(const QString &endpoint, const QByteArray &words, Then then) : m_words(words), m_then(then)
    {
        if (endpoint.startsWith(u"ipc://")) {
            sockaddr_un address{};
            address.sun_family = AF_UNIX;
            m_path = endpoint.sliced(6).toLocal8Bit();
            std::strncpy(address.sun_path, m_path.constData(), sizeof(address.sun_path) - 1);
            m_endpoint = endpoint;
            listen(AF_UNIX, reinterpret_cast<sockaddr *>(&address), sizeof(address));
        } else {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            listen(AF_INET, reinterpret_cast<sockaddr *>(&address), sizeof(address));
            socklen_t size = sizeof(address);
            ::getsockname(m_descriptor, reinterpret_cast<sockaddr *>(&address), &size);
            m_endpoint = QStringLiteral("tcp://127.0.0.1:%1").arg(ntohs(address.sin_port));
        }
        m_notifier.setSocket(m_descriptor);
        m_notifier.setEnabled(true);
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { meet(); });
    }
    ~Impostor()
    {
        m_notifier.setEnabled(false);
        for (const int visitor : m_visitors)
            ::close(visitor);
        ::close(m_descriptor);
        if (!m_path.isEmpty())
            ::unlink(m_path.constData());
    }
    Q_DISABLE_COPY_MOVE(Impostor)

    [[nodiscard]] QString endpoint() const { return m_endpoint; }
    [[nodiscard]] int visits() const { return m_visits; }

private:
    void listen(int family, const sockaddr *address, socklen_t size)
    {
        m_descriptor = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        const int on = 1; // so that the server may listen there as soon as this is gone
        (void)::setsockopt(m_descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
        if (::bind(m_descriptor, address, size) != 0 || ::listen(m_descriptor, 8) != 0)
            qFatal("%s: %s", qPrintable(m_endpoint), std::strerror(errno));
    }
    void meet()
    {
        const int visitor = ::accept4(m_descriptor, nullptr, nullptr, SOCK_CLOEXEC);
        if (visitor < 0)
            return;
        ++m_visits;
        (void)::send(visitor, m_words.constData(), size_t(m_words.size()), MSG_NOSIGNAL);
        if (m_then == Then::HangUp)
            ::close(visitor);
        else
            m_visitors.push_back(visitor);
    }

    QByteArray m_words;
    Then m_then;
    QByteArray m_path; // of an ipc socket
    QString m_endpoint;
    int m_descriptor = -1;
    int m_visits = 0;
    std::vector<int> m_visitors;
    QSocketNotifier m_notifier{QSocketNotifier::Read};
};
