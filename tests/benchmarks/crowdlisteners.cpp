// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "crowd.h"

#include "childprocess.h"

#include <QByteArray>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

int connectTo(const QString &endpoint)
{
    sockaddr_un local{.sun_family = AF_UNIX, .sun_path = {}};
    sockaddr_in net{};
    const bool isLocal = endpoint.startsWith(u"ipc://"_s);
    if (isLocal) {
        const QByteArray path = endpoint.sliced(6).toLocal8Bit();
        std::strncpy(local.sun_path, path.constData(), sizeof(local.sun_path) - 1);
    } else {
        net.sin_family = AF_INET;
        net.sin_port = htons(endpoint.sliced(endpoint.lastIndexOf(u':') + 1).toUShort());
        net.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    const int descriptor = ::socket(isLocal ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto *address =
        isLocal ? reinterpret_cast<const sockaddr *>(&local) : reinterpret_cast<const sockaddr *>(&net);
    if (descriptor < 0 || ::connect(descriptor, address, isLocal ? sizeof(local) : sizeof(net)) != 0)
        throw std::runtime_error("a listener cannot connect");
    return descriptor;
}

/// As a client of the server's, without ØMQ and Qt: it costs next to nothing, so that what is measured is the server. Speaks ZMTP 3.0
/// (RFC 23) with the NULL mechanism and the records of docs/protocol.md, in frames of less than 256 bytes.
class Listener
{
public:
    explicit Listener(const QString &endpoint) : m_descriptor(connectTo(endpoint))
    {
        QByteArray greeting("\xff\0\0\0\0\0\0\0\0\x7f\x03\0NULL", 16);
        greeting.append(48, '\0');
        send(greeting + frame("\x05READY\x0bSocket-Type\0\0\0\6DEALER"_ba, 0x04));
    }
    [[nodiscard]] int descriptor() const { return m_descriptor; }

    /// Reads what is there, and says what has to be said. True when it heard an event.
    bool read()
    {
        std::array<char, 4096> bytes;
        const ssize_t count = ::recv(m_descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (count <= 0)
            throw std::runtime_error("the server let a listener go");
        const auto text = QByteArrayView(bytes.data(), count);
        if (m_state == State::Subscribed) {
            answerPing(text);
            return text.contains("\x94\x10\x01"); // EVENT of subscription 1
        }
        m_begin.append(text);
        if (m_state == State::Greeting && m_begin.contains("READY")) {
            m_state = State::Hello;
            send(frame(
                QByteArray::fromHex("9a01aa68656c696f677261706801 0101a3616e6ece01000000cc80cd1388cd3a98")));
            send(frame("\x93\x0c\x01\xaa"_ba + "crowd.rung"));
        }
        if (m_state == State::Hello && m_begin.contains("\x94\x0f\x01")) // STATUS of subscription 1
            m_state = State::Subscribed;
        return false;
    }
    [[nodiscard]] bool isSubscribed() const { return m_state == State::Subscribed; }
    void notify(const QByteArray &method)
    {
        send(frame("\x93\x05"_ba + char(0xa0 + method.size()) + method + "\xc4\x01\x90"));
    }

private:
    enum class State : quint8 { Greeting, Hello, Subscribed };

    [[nodiscard]] static QByteArray frame(const QByteArray &body, int flags = 0)
    {
        return QByteArray(1, char(flags)) + char(body.size()) + body;
    }
    void send(const QByteArray &bytes)
    {
        if (::send(m_descriptor, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) != bytes.size())
            throw std::runtime_error("a listener cannot speak");
    }
    /// Its own, of the session, or that of ZMTP.
    void answerPing(QByteArrayView text)
    {
        if (text.size() > 4 && text[0] == 0 && text.sliced(2).startsWith("\x92\x09"))
            send(frame("\x92\x0a"_ba + text.sliced(4, text[1] - 2).toByteArray()));
        else if (text.size() > 4 && text[0] == 4 && text.sliced(2).startsWith("\4PING"))
            send(frame("\4PONG"_ba + text.sliced(9, text[1] - 7).toByteArray(), 0x04));
    }

    const int m_descriptor;
    State m_state = State::Greeting;
    QByteArray m_begin; // what came until it was subscribed
};

} // namespace

int listenAsCrowd(const QString &address, int count)
{
    endWithParent();
    const int poll = ::epoll_create1(EPOLL_CLOEXEC);
    std::vector<Listener> listeners;
    for (int i = 0; i < count; ++i) {
        epoll_event wanted{.events = EPOLLIN, .data = {.u32 = quint32(i)}};
        ::epoll_ctl(poll, EPOLL_CTL_ADD, listeners.emplace_back(address).descriptor(), &wanted);
    }
    reportReady(address);
    std::array<epoll_event, 256> events;
    for (int subscribed = 0, heard = 0;;) {
        const int ready = ::epoll_wait(poll, events.data(), int(events.size()), -1);
        for (int i = 0; i < ready; ++i) {
            Listener &listener = listeners[events[size_t(i)].data.u32];
            const bool wasSubscribed = listener.isSubscribed();
            if (listener.read() && ++heard % count == 0)
                listeners.front().notify("crowd.heard");
            if (!wasSubscribed && listener.isSubscribed() && ++subscribed == count)
                listeners.front().notify("crowd.joined");
        }
    }
}

} // namespace heliograph::bench
