// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/eventsocket.h"
#include "transport/pair.h"
#include "transport/rawpeer.h"

#include <QtTest/qtest.h>

#include <csignal>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace heliograph;
using namespace std::chrono_literals;
using Role = Socket::Role;
using SendResult = Socket::SendResult;

namespace {

/// What the process does that a test kills: says hello and waits for its end.
int bePeerOf(const QString &endpoint)
{
    RawPeer peer(endpoint);
    peer.send({"hello"});
    return peer.receive() ? 1 : 0; // nobody answers
}

/// Starts this program as a peer; its process id, or -1. Not by QProcess, whose fork the thread sanitizer forbids.
pid_t startPeerOf(const QString &endpoint)
{
    QByteArray program = QCoreApplication::applicationFilePath().toLocal8Bit();
    QByteArray option = "--peer-of";
    QByteArray address = endpoint.toLocal8Bit();
    char *arguments[] = {program.data(), option.data(), address.data(), nullptr};
    pid_t process = -1;
    return posix_spawn(&process, program.constData(), nullptr, nullptr, arguments, environ) == 0 ? process
                                                                                                 : -1;
}

} // namespace

/// The end of an EventSocket, and of its peer.
class TestClosingSocket : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void receiverMayEndTheSocket_data();
    void receiverMayEndTheSocket();
    void ownerMayEndTheSocketInANestedLoop();
    void lingeringMessagesArrive();
    void messagesComeBeforeDisconnected();
    void disconnectedIsToldOnce();
    void brokenProtocolIsDisconnected();
    void killedPeerIsDisconnected_data();
    void killedPeerIsDisconnected();
    void refusedConnectionIsTold();
    void nothingIsToldAfterClose();
    void nobodyWaitsForWhoTookThePlaceOfOneThatWasClosed();
    void contextEndsWithTheSockets();
};

void TestClosingSocket::receiverMayEndTheSocket_data()
{
    QTest::addColumn<int>("call");
    QTest::addColumn<bool>("isDeleted");
    const char *const calls[] = {"messageReceived", "turnEnded", "writable", "linkEvent"};
    for (int call = 0; call < 4; ++call) {
        QTest::addRow("closed in %s", calls[call]) << call << false;
        QTest::addRow("deleted in %s", calls[call]) << call << true;
    }
}

void TestClosingSocket::receiverMayEndTheSocket()
{
    QFETCH(int, call);
    QFETCH(bool, isDeleted);
    Pair pair(QStringLiteral("tcp://127.0.0.1:*"));
    QVERIFY(pair.isUp());
    int calls = 0;
    const auto end = [&] {
        ++calls;
        if (isDeleted)
            pair.client.reset();
        else
            pair.client->close(0ms);
    };
    if (call == 0)
        pair.atClient.onMessage = [&](const ReceivedMessage &) { end(); };
    else if (call == 1)
        pair.atClient.onTurnEnded = end;
    else if (call == 2)
        pair.atClient.onWritable = end;
    else
        pair.atClient.onLinkEvent = [&](const LinkEvent &) { end(); };

    if (call == 2) {
        while (pair.client->send(0, "x") == SendResult::Sent) {
        }
    } else if (call == 3) {
        pair.server.reset();
    } else {
        for (int i = 0; i < 100; ++i)
            QCOMPARE(pair.server->send(pair.peer(), "x"), SendResult::Sent);
    }
    QVERIFY(runUntil([&] { return calls > 0; }));

    // Another pair's traffic shows that time has passed, and that the event loop is well.
    Pair other;
    QVERIFY(other.isUp());
    QCOMPARE(calls, 1);
}

void TestClosingSocket::ownerMayEndTheSocketInANestedLoop()
{
    Pair pair;
    QVERIFY(pair.isUp());
    pair.atClient.onMessage = [&](const ReceivedMessage &message) {
        if (pair.atClient.messages == 1) {
            QTimer::singleShot(0, this, [&] { pair.client.reset(); });
            runUntil([&] { return !pair.client; });
            QCOMPARE(message.bytes().toByteArray(), QByteArray("x")); // it outlives its socket
        }
    };
    for (int i = 0; i < 100; ++i)
        QCOMPARE(pair.server->send(pair.peer(), "x"), SendResult::Sent);
    QVERIFY(runUntil([&] { return !pair.client; }));
}

void TestClosingSocket::lingeringMessagesArrive()
{
    Pair pair;
    QVERIFY(pair.isUp());
    for (int i = 0; i < 100; ++i)
        QCOMPARE(pair.client->send(0, QByteArray(10000, 'x')), SendResult::Sent);
    pair.client->close(30s);
    QVERIFY(runUntil([&] { return pair.atServer.messages == 100; }));
}

void TestClosingSocket::messagesComeBeforeDisconnected()
{
    for (int round = 0; round < 50; ++round) {
        Pair pair;
        QVERIFY(pair.isUp());
        int before = -1;
        pair.atClient.onLinkEvent = [&](const LinkEvent &event) {
            if (event.type == LinkEvent::Type::Disconnected)
                before = pair.atClient.messages;
        };
        for (int i = 0; i < 200; ++i)
            QCOMPARE(pair.server->send(pair.peer(), "x"), SendResult::Sent);
        pair.server->close(30s);
        QVERIFY(runUntil([&] { return before >= 0; }));
        QCOMPARE(before, 200);
    }
}

void TestClosingSocket::disconnectedIsToldOnce()
{
    Pair pair;
    QVERIFY(pair.isUp());
    pair.server.reset();
    QVERIFY(runUntil([&] { return pair.atClient.has(LinkEvent::Type::Disconnected); }));
    Pair other; // its traffic shows that time has passed
    QVERIFY(other.isUp());
    QCOMPARE(pair.atClient.events.size(), std::size_t(2)); // the handshake, and this
}

void TestClosingSocket::brokenProtocolIsDisconnected()
{
    Pair pair;
    QVERIFY(pair.isUp());
    QCOMPARE(pair.server->send(pair.peer(), "good"), SendResult::Sent);
    QCOMPARE(pair.server->send(pair.peer(), QByteArray(512 * 1024 + 1, 'x')),
             SendResult::Sent); // over the limit
    QVERIFY(runUntil([&] { return pair.atClient.has(LinkEvent::Type::Disconnected); }));
    QCOMPARE(pair.atClient.messages, 1);
}

void TestClosingSocket::killedPeerIsDisconnected_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::newRow("tcp") << QStringLiteral("tcp://127.0.0.1:*");
    QTest::newRow("ipc") << QStringLiteral("ipc://*");
}

void TestClosingSocket::killedPeerIsDisconnected()
{
    QFETCH(QString, endpoint);
    Recorder atServer;
    EventSocket server(Context::shared(), Role::Router, atServer);
    QVERIFY(!server.bind(endpoint));
    int descriptor = -1;
    atServer.onMessage = [&](const ReceivedMessage &message) { descriptor = message.descriptor(); };
    const pid_t peer = startPeerOf(server.boundEndpoints().constFirst());
    QVERIFY(peer > 0);
    QVERIFY(runUntil([&] { return atServer.messages == 1; }));
    QVERIFY(!atServer.has(LinkEvent::Type::Disconnected));
    QCOMPARE(::kill(peer, SIGKILL), 0);
    QVERIFY(runUntil([&] { return atServer.has(LinkEvent::Type::Disconnected); }));
    QCOMPARE(atServer.events.back().fd, descriptor);
    QVERIFY(runUntil([&] { return server.send(*atServer.peers.begin(), "x") == SendResult::Gone; }));
    QCOMPARE(::waitpid(peer, nullptr, 0), peer);
}

void TestClosingSocket::refusedConnectionIsTold()
{
    Recorder recorder;
    EventSocket socket(Context::shared(), Role::Dealer, recorder);
    QVERIFY(!socket.connect(QStringLiteral("ipc:///nowhere/at/all")));
    QVERIFY(runUntil([&] { return recorder.has(LinkEvent::Type::ConnectFailed); }));
}

void TestClosingSocket::nothingIsToldAfterClose()
{
    Pair pair;
    QVERIFY(pair.isUp());
    for (int i = 0; i < 100; ++i)
        QCOMPARE(pair.client->send(0, "x"), SendResult::Sent);
    pair.server->close(0ms);
    const auto events = pair.atServer.events.size();
    QVERIFY(runUntil([&] { return pair.atClient.has(LinkEvent::Type::Disconnected); }));
    QCOMPARE(pair.atServer.messages, 0);
    QCOMPARE(pair.atServer.events.size(), events);
}

void TestClosingSocket::nobodyWaitsForWhoTookThePlaceOfOneThatWasClosed()
{
    const std::shared_ptr<Context> context = Context::shared();
    context->noteClosed("tcp://192.0.2.1:1");
    context->whileClosing("tcp://192.0.2.1:1", [] { return false; });
    int tries = 0;
    context->whileClosing("tcp://192.0.2.1:1", [&tries] {
        ++tries;
        return true;
    });
    QCOMPARE(tries, 1);
}

void TestClosingSocket::contextEndsWithTheSockets()
{
    std::weak_ptr<Context> context;
    {
        Pair pair;
        QVERIFY(pair.isUp());
        context = Context::shared();
    }
    QVERIFY(context.expired());
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == QStringLiteral("--peer-of"))
        return bePeerOf(arguments.at(2));
    TestClosingSocket test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_closingsocket.moc"
