// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/context.h"
#include "transport/monitor.h"
#include "transport/plainsocket.h"
#include "transport/rawpeer.h"
#include "transport/socket.h"

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace heliograph;
using namespace std::chrono_literals;
using Role = Socket::Role;
using SendResult = Socket::SendResult;

namespace {

/// Sends once the connection is there.
SendResult sendWhenWritable(Socket &socket, QByteArrayView message)
{
    const QDeadlineTimer deadline(30s);
    while (!socket.isWritable() && !deadline.hasExpired())
        Socket::wait(socket, nullptr, 10ms);
    return socket.send(0, message);
}

ErrorCode codeOf(const std::optional<Error> &error)
{
    return error ? error->code() : ErrorCode::None;
}

} // namespace

class TestSocket : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void messagesGoBothWays_data();
    void messagesGoBothWays();
    void messagesUpToTheLimitPass();
    void messagesOverTheLimitEndTheConnection();
    void wildcardPortsAreResolved();
    void takenPortIsAddressInUse();
    void aPortIsFreeWhenItsSocketWasClosed();
    void foreignAddressIsInvalid();
    void badEndpointsAreInvalid();
    void secondServerOfAnIpcPathIsRefused();
    void staleIpcFileIsReplaced();
    void ipcPathIsFreeAfterItsServer();
    void fileThatIsNoSocketStays();
    void ipcInNoDirectoryIsInvalid();
    void unknownPeerIsGone();
    void peerThatDoesNotReadIsFull();
    void unconnectedDealerIsFull();
};

void TestSocket::messagesGoBothWays_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("address");
    const QString credentials =
        QStringLiteral("localhost:%1:%2:%3").arg(getuid()).arg(getgid()).arg(getpid());
    QTest::newRow("tcp") << anyPort << QStringLiteral("127.0.0.1");
    QTest::newRow("tcp6") << QStringLiteral("tcp://[::1]:*") << QStringLiteral("::1");
    QTest::newRow("ipc") << QStringLiteral("ipc://*") << credentials;
    QTest::newRow("abstract ipc") << QStringLiteral("ipc://@heliograph-%1").arg(getpid()) << credentials;
    QTest::newRow("inproc") << QStringLiteral("inproc://both-ways") << QString();
}

void TestSocket::messagesGoBothWays()
{
    QFETCH(QString, endpoint);
    QFETCH(QString, address);
    const auto server = makeServer(endpoint);
    const auto client = makeSocket(Role::Dealer);
    QVERIFY(!client->connect(server->boundEndpoints().constFirst()));
    QCOMPARE(sendWhenWritable(*client, "question"), SendResult::Sent);
    const auto *question = waitForMessage(*server);
    QVERIFY(question);
    QCOMPARE(question->bytes().toByteArray(), QByteArray("question"));
    QCOMPARE(question->address(), address);
    QCOMPARE(question->descriptor() >= 0, !address.isEmpty());
    QCOMPARE(server->send(question->peer(), "answer"), SendResult::Sent);
    const auto *answer = waitForMessage(*client);
    QVERIFY(answer);
    QCOMPARE(answer->bytes().toByteArray(), QByteArray("answer"));
    QCOMPARE(answer->peer(), PeerId(0));
}

void TestSocket::messagesUpToTheLimitPass()
{
    const auto server = makeServer(anyPort);
    const auto client = makeSocket(Role::Dealer);
    QVERIFY(!client->connect(server->boundEndpoints().constFirst()));
    const QByteArray large(512 * 1024, 'x');
    QCOMPARE(sendWhenWritable(*client, large), SendResult::Sent);
    const auto *message = waitForMessage(*server);
    QVERIFY(message);
    QVERIFY(message->bytes() == QByteArrayView(large));
}

void TestSocket::messagesOverTheLimitEndTheConnection()
{
    const auto server = makeServer(anyPort);
    const auto client = makeSocket(Role::Dealer);
    const auto monitor = client->openMonitor();
    QVERIFY(!client->connect(server->boundEndpoints().constFirst()));
    QCOMPARE(sendWhenWritable(*client, QByteArray(512 * 1024 + 1, 'x')), SendResult::Sent);
    bool isDisconnected = false;
    const auto look = [&] {
        while (const auto event = monitor->next())
            isDisconnected |= event->type == LinkEvent::Type::Disconnected;
        return isDisconnected;
    };
    QTRY_VERIFY(look());
    QVERIFY(!server->receive());
}

void TestSocket::wildcardPortsAreResolved()
{
    auto server = makeServer(anyPort);
    QVERIFY(!server->bind(anyPort));
    QCOMPARE(server->boundEndpoints().size(), 2);
    QVERIFY(server->boundEndpoints().at(0) != server->boundEndpoints().at(1));
    for (const QString &endpoint : server->boundEndpoints()) {
        QVERIFY(endpoint.startsWith(QStringLiteral("tcp://127.0.0.1:")));
        QVERIFY(endpoint.section(u':', -1).toUInt() > 0);
    }
}

void TestSocket::aPortIsFreeWhenItsSocketWasClosed()
{
    auto socket = makeSocket(Role::Router);
    QVERIFY(!socket->bind(QStringLiteral("tcp://127.0.0.1:*")));
    const QString endpoint = socket->boundEndpoints().constFirst();
    for (int i = 0; i < 100; ++i) {
        socket.reset(); // ØMQ closes it in a thread of its own
        socket = makeSocket(Role::Router);
        const auto error = socket->bind(endpoint);
        QVERIFY2(!error, error ? error->what() : "");
    }
}

void TestSocket::takenPortIsAddressInUse()
{
    const auto first = makeServer(anyPort);
    const QString endpoint = first->boundEndpoints().constFirst();
    const auto error = makeSocket(Role::Router)->bind(endpoint);
    QCOMPARE(codeOf(error), ErrorCode::AddressInUse);
    QVERIFY(error->message().contains(endpoint));
}

void TestSocket::foreignAddressIsInvalid()
{
    // 192.0.2.0/24 is for documentation (RFC 5737), so no machine has it.
    const auto error = makeSocket(Role::Router)->bind(QStringLiteral("tcp://192.0.2.1:*"));
    QCOMPARE(codeOf(error), ErrorCode::InvalidAddress);
}

void TestSocket::badEndpointsAreInvalid()
{
    const auto socket = makeSocket(Role::Dealer);
    QCOMPARE(codeOf(socket->bind(QStringLiteral("nonsense"))), ErrorCode::InvalidAddress);
    QCOMPARE(codeOf(socket->connect(QStringLiteral("tcp://localhost"))), ErrorCode::InvalidAddress);
    QVERIFY(socket->boundEndpoints().isEmpty());
}

void TestSocket::secondServerOfAnIpcPathIsRefused()
{
    const QTemporaryDir directory;
    const QString endpoint = QStringLiteral("ipc://") + directory.filePath(QStringLiteral("s"));
    const auto first = makeServer(endpoint);
    QCOMPARE(codeOf(makeSocket(Role::Router)->bind(endpoint)), ErrorCode::AddressInUse);

    const auto client = makeSocket(Role::Dealer);
    QVERIFY(!client->connect(endpoint));
    QCOMPARE(sendWhenWritable(*client, "still there?"), SendResult::Sent);
    QVERIFY(waitForMessage(*first));
}

void TestSocket::staleIpcFileIsReplaced()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("s"));
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof(address.sun_path));
    const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QCOMPARE(::bind(dead, reinterpret_cast<sockaddr *>(&address), sizeof(address)), 0);
    ::close(dead);
    QVERIFY(QFile::exists(path));

    const auto server = makeServer(QStringLiteral("ipc://") + path);
    const auto client = makeSocket(Role::Dealer);
    QVERIFY(!client->connect(server->boundEndpoints().constFirst()));
    QCOMPARE(sendWhenWritable(*client, "hello"), SendResult::Sent);
    QVERIFY(waitForMessage(*server));
}

void TestSocket::ipcPathIsFreeAfterItsServer()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("s"));
    for (int round = 0; round < 20; ++round) {
        const auto server = makeServer(QStringLiteral("ipc://") + path);
        const auto client = makeSocket(Role::Dealer);
        QVERIFY(!client->connect(server->boundEndpoints().constFirst()));
        QCOMPARE(sendWhenWritable(*client, "hello"), SendResult::Sent);
        QVERIFY(waitForMessage(*server));
    }
    QVERIFY(!QFile::exists(path));
    QVERIFY(QDir(directory.path()).isEmpty());
}

void TestSocket::fileThatIsNoSocketStays()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("s"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto error = makeSocket(Role::Router)->bind(QStringLiteral("ipc://") + path);
    QCOMPARE(codeOf(error), ErrorCode::AddressInUse);
    QVERIFY(QFile::exists(path));
}

void TestSocket::ipcInNoDirectoryIsInvalid()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("no/s"));
    const auto error = makeSocket(Role::Router)->bind(QStringLiteral("ipc://") + path);
    QCOMPARE(codeOf(error), ErrorCode::InvalidAddress);
}

void TestSocket::unknownPeerIsGone()
{
    const auto server = makeServer(anyPort);
    QCOMPARE(server->send(12345, "anyone?"), SendResult::Gone);
}

void TestSocket::peerThatDoesNotReadIsFull()
{
    const auto server = makeServer(QStringLiteral("inproc://full"));
    RawPeer peer(server->boundEndpoints().constFirst());
    peer.send({"hello"});
    const auto *hello = waitForMessage(*server);
    QVERIFY(hello);
    const PeerId id = hello->peer();
    int sent = 0;
    while (server->send(id, "x") == SendResult::Sent && sent < 100000)
        ++sent;
    QCOMPARE(server->send(id, "x"), SendResult::Full);
    for (int i = 0; i < sent; ++i)
        QVERIFY(peer.receive());
    QTRY_VERIFY(server->isWritable());
    QCOMPARE(server->send(id, "x"), SendResult::Sent);
}

void TestSocket::unconnectedDealerIsFull()
{
    const auto socket = makeSocket(Role::Dealer);
    QCOMPARE(socket->send(0, "anyone?"), SendResult::Full);
}

QTEST_GUILESS_MAIN(TestSocket)

#include "tst_socket.moc"
