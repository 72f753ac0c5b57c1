// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/context.h"
#include "transport/monitor.h"
#include "transport/socket.h"

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace heliograph;
using namespace std::chrono_literals;
using Role = Socket::Role;
using Type = LinkEvent::Type;

namespace {

/// A socket and its monitor, which ends first.
struct Watched
{
    explicit Watched(Role role)
        : socket(std::make_unique<Socket>(Context::shared(), role)), monitor(socket->openMonitor())
    {
    }

    /// Waits up to 30 s for an event of \a type; what comes before it is dropped.
    [[nodiscard]] std::optional<LinkEvent> waitFor(Type type)
    {
        const QDeadlineTimer deadline(30s);
        while (!deadline.hasExpired()) {
            const auto event = monitor->next();
            if (event && event->type == type)
                return event;
            if (!event)
                Socket::wait(*socket, monitor.get(), 10ms);
        }
        return std::nullopt;
    }

    std::unique_ptr<Socket> socket;
    std::unique_ptr<Monitor> monitor;
};

} // namespace

class TestMonitor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsTheLifeOfAConnection();
    void tellsOfADealersLossTwice();
    void tellsWhereNothingListensAtAPort();
    void tellsWhereNothingListensAtAPath();
    void tellsOfAPeerThatIsNoPeer();
    void unreadEventsStopNobody();
};

void TestMonitor::tellsTheLifeOfAConnection()
{
    Watched server(Role::Router);
    QVERIFY(!server.socket->bind(QStringLiteral("tcp://127.0.0.1:*")));
    const QString endpoint = server.socket->boundEndpoints().constFirst();
    Watched client(Role::Dealer);
    QVERIFY(!client.socket->connect(endpoint));

    const auto accepted = server.waitFor(Type::Accepted);
    QVERIFY(accepted);
    QCOMPARE(accepted->endpoint, endpoint);
    QVERIFY(accepted->fd >= 0);
    QVERIFY(server.waitFor(Type::HandshakeSucceeded));
    const auto succeeded = client.waitFor(Type::HandshakeSucceeded);
    QVERIFY(succeeded);
    QCOMPARE(succeeded->endpoint, endpoint);

    QCOMPARE(client.socket->send(0, "hello"), Socket::SendResult::Sent);
    QTRY_VERIFY(server.socket->isReadable());
    const auto *message = server.socket->receive();
    QVERIFY(message);
    QCOMPARE(message->descriptor(), accepted->fd);

    client.monitor.reset();
    client.socket.reset();
    const auto disconnected = server.waitFor(Type::Disconnected);
    QVERIFY(disconnected);
    QCOMPARE(disconnected->fd, accepted->fd);
}

void TestMonitor::tellsOfADealersLossTwice()
{
    auto server = std::make_unique<Watched>(Role::Router);
    QVERIFY(!server->socket->bind(QStringLiteral("ipc://*")));
    Watched client(Role::Dealer);
    QVERIFY(!client.socket->connect(server->socket->boundEndpoints().constFirst()));
    QVERIFY(client.waitFor(Type::HandshakeSucceeded));
    server.reset();
    const auto first = client.waitFor(Type::Disconnected);
    QVERIFY(first && !first->isComplete);
    const auto second = client.waitFor(Type::Disconnected);
    QVERIFY(second && second->isComplete);
    QCOMPARE(second->fd, first->fd);
    QCOMPARE(second->endpoint, first->endpoint);
}

void TestMonitor::tellsWhereNothingListensAtAPort()
{
    // A port that is taken, but not listened at.
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    QCOMPARE(::bind(descriptor, reinterpret_cast<sockaddr *>(&address), size), 0);
    QCOMPARE(::getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size), 0);

    const QString endpoint = QStringLiteral("tcp://127.0.0.1:%1").arg(ntohs(address.sin_port));
    Watched client(Role::Dealer);
    QVERIFY(!client.socket->connect(endpoint));
    const auto failed = client.waitFor(Type::ConnectFailed);
    QVERIFY(failed);
    QCOMPARE(failed->endpoint, endpoint);
    ::close(descriptor);
}

void TestMonitor::tellsWhereNothingListensAtAPath()
{
    const QTemporaryDir directory;
    const QString endpoint = QStringLiteral("ipc://") + directory.filePath(QStringLiteral("s"));
    Watched client(Role::Dealer);
    QVERIFY(!client.socket->connect(endpoint));
    const auto failed = client.waitFor(Type::ConnectFailed);
    QVERIFY(failed);
    QCOMPARE(failed->endpoint, endpoint);
}

void TestMonitor::tellsOfAPeerThatIsNoPeer()
{
    Watched server(Role::Router);
    QVERIFY(!server.socket->bind(QStringLiteral("tcp://127.0.0.1:*")));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(server.socket->boundEndpoints().constFirst().section(u':', -1).toUShort());
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    QCOMPARE(::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof(address)), 0);
    // The signature of ZMTP 3.0 (rfc.zeromq.org/spec/23), then nothing like a mechanism.
    QByteArray words("\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x00", 12);
    words.append(QByteArray(52, 'x'));
    QCOMPARE(::write(descriptor, words.constData(), static_cast<std::size_t>(words.size())), words.size());
    const auto failed = server.waitFor(Type::ClientRefused);
    QVERIFY(failed);
    QVERIFY(failed->reason != 0);
    QVERIFY(!failed->detail.isEmpty());
    ::close(descriptor);
}

void TestMonitor::unreadEventsStopNobody()
{
    Watched server(Role::Router);
    QVERIFY(!server.socket->bind(QStringLiteral("ipc://*")));
    const QString endpoint = server.socket->boundEndpoints().constFirst();
    // By default ØMQ would stop all traffic at 2000 unread events; each of these clients makes three.
    for (int i = 0; i < 1000; ++i) {
        Watched client(Role::Dealer);
        QVERIFY(!client.socket->connect(endpoint));
        QVERIFY(client.waitFor(Type::HandshakeSucceeded));
    }
    int accepted = 0;
    while (const auto event = server.monitor->next())
        accepted += event->type == Type::Accepted ? 1 : 0;
    QCOMPARE(accepted, 1000);
}

QTEST_GUILESS_MAIN(TestMonitor)

#include "tst_monitor.moc"
