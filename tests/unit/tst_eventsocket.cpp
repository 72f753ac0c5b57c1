// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/eventsocket.h"
#include "transport/pair.h"
#include "transport/rawpeer.h"

#include <QtCore/qeventloop.h>
#include <QtTest/qtest.h>

#include <stdexcept>
#include <thread>

using namespace heliograph;
using namespace std::chrono_literals;
using Role = Socket::Role;
using SendResult = Socket::SendResult;

class TestEventSocket : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void messagesGoBothWays_data();
    void messagesGoBothWays();
    void connectMayComeBeforeBind();
    void everyPingIsAnswered();
    void sendingDoesNotHideWhatComesIn();
    void floodLeavesTurnsToTheEventLoop();
    void droppedMessagesLeaveTurnsToTheEventLoop();
    void handlerMayRunAnEventLoop();
    void exceptionStopsNobody();
    void idleSocketIsSilent();
    void aTurnTellsWhetherAllWasRead();
    void errorsComeFromTheSocket();
};

void TestEventSocket::messagesGoBothWays_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::newRow("tcp") << QStringLiteral("tcp://127.0.0.1:*");
    QTest::newRow("tcp6") << QStringLiteral("tcp://[::1]:*");
    QTest::newRow("ipc") << QStringLiteral("ipc://*");
    QTest::newRow("inproc") << QStringLiteral("inproc://both-ways");
}

void TestEventSocket::messagesGoBothWays()
{
    QFETCH(QString, endpoint);
    Pair pair(endpoint);
    QVERIFY(pair.isUp());
    pair.atServer.onMessage = [&](const ReceivedMessage &message) {
        QCOMPARE(message.bytes().toByteArray(), QByteArray("ping"));
        QCOMPARE(pair.server->send(message.peer(), "pong"), SendResult::Sent);
    };
    QByteArray answer;
    pair.atClient.onMessage = [&](const ReceivedMessage &message) { answer = message.bytes().toByteArray(); };
    QCOMPARE(pair.client->send(0, "ping"), SendResult::Sent);
    QVERIFY(runUntil([&] { return answer == "pong"; }));
}

void TestEventSocket::connectMayComeBeforeBind()
{
    Recorder atServer;
    Recorder atClient;
    EventSocket client(Context::shared(), Role::Dealer, atClient);
    QVERIFY(!client.connect(QStringLiteral("inproc://later")));
    QVERIFY(atClient.events.empty()); // told later, like any other event
    QVERIFY(runUntil([&] { return atClient.has(LinkEvent::Type::HandshakeSucceeded); }));
    QCOMPARE(atClient.events.front().fd, -1);
    QCOMPARE(atClient.events.front().endpoint, QStringLiteral("inproc://later"));
    QCOMPARE(client.send(0, "early"), SendResult::Sent);
    EventSocket server(Context::shared(), Role::Router, atServer);
    QVERIFY(!server.bind(QStringLiteral("inproc://later")));
    QVERIFY(runUntil([&] { return atServer.messages == 1; }));
}

void TestEventSocket::everyPingIsAnswered()
{
    Pair pair;
    QVERIFY(pair.isUp());
    pair.atServer.onMessage = [&](const ReceivedMessage &message) {
        QCOMPARE(pair.server->send(message.peer(), message.bytes()), SendResult::Sent);
    };
    pair.atClient.onMessage = [&](const ReceivedMessage &message) {
        if (pair.atClient.messages < 10000)
            QCOMPARE(pair.client->send(0, message.bytes()), SendResult::Sent);
    };
    QCOMPARE(pair.client->send(0, "x"), SendResult::Sent);
    QVERIFY(runUntil([&] { return pair.atClient.messages == 10000; }));
}

void TestEventSocket::sendingDoesNotHideWhatComesIn()
{
    Pair pair(QStringLiteral("inproc://hiding"));
    QVERIFY(pair.isUp());
    for (int round = 1; round <= 20; ++round) {
        QCOMPARE(pair.client->send(0, "x"), SendResult::Sent);
        // A send looks at what came in, and so swallows the wake-up, only when the last look was 1 ms ago.
        const QDeadlineTimer deadline(3ms);
        while (!deadline.hasExpired())
            QCOMPARE(pair.server->send(0, "to nobody"), SendResult::Gone);
        QVERIFY(runUntil([&] { return pair.atServer.messages == round; }));
    }
}

void TestEventSocket::floodLeavesTurnsToTheEventLoop()
{
    Pair pair(QStringLiteral("inproc://flood"));
    QVERIFY(pair.isUp());
    constexpr int sent = 2000;
    for (int i = 0; i < sent; ++i)
        QCOMPARE(pair.client->send(0, "x"), SendResult::Sent);
    int ticksMeanwhile = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { ticksMeanwhile += pair.atServer.messages < sent ? 1 : 0; });
    timer.start(0);
    int largestTurn = 0;
    int before = 0;
    pair.atServer.onTurnEnded = [&] {
        largestTurn =
            std::max(largestTurn, pair.atServer.messages - std::exchange(before, pair.atServer.messages));
    };
    QVERIFY(runUntil([&] { return pair.atServer.messages == sent; }));
    QVERIFY2(largestTurn <= 64, QByteArray::number(largestTurn).constData());
    QVERIFY2(ticksMeanwhile >= 10, QByteArray::number(ticksMeanwhile).constData());
}

void TestEventSocket::droppedMessagesLeaveTurnsToTheEventLoop()
{
    Recorder atServer;
    EventSocket server(Context::shared(), Role::Router, atServer);
    QVERIFY(!server.bind(QStringLiteral("inproc://dropped")));
    RawPeer peer(QStringLiteral("inproc://dropped"));
    for (int i = 0; i < 1000; ++i)
        peer.send({"one", "two"});
    peer.send({"good"});
    QTest::ignoreMessage(QtWarningMsg, "Dropping a message from \"\": it has more than one frame");
    const quint64 before = server.turns();
    QVERIFY(runUntil([&] { return atServer.messages == 1; }));
    QVERIFY(server.turns() - before >= 15); // 64 in a turn
}

void TestEventSocket::handlerMayRunAnEventLoop()
{
    Pair pair;
    QVERIFY(pair.isUp());
    QByteArray outerBytes;
    int nestedMessages = 0;
    pair.atServer.onMessage = [&](const ReceivedMessage &message) {
        if (pair.atServer.messages > 1)
            return;
        // Sent from inside, so it can only be read by the loop in here. What this send swallows counts too.
        (void)pair.client->send(0, "second");
        (void)pair.server->send(message.peer(), "x");
        runUntil([&] { return pair.atServer.messages == 3; });
        nestedMessages = pair.atServer.messages;
        outerBytes = message.bytes().toByteArray();
    };
    pair.atClient.onMessage = [&](const ReceivedMessage &) { (void)pair.client->send(0, "third"); };
    (void)pair.client->send(0, "first");
    QVERIFY(runUntil([&] { return !outerBytes.isEmpty(); }));
    QCOMPARE(nestedMessages, 3);
    QCOMPARE(outerBytes, QByteArray("first"));
    (void)pair.client->send(0, "fourth");
    QVERIFY(runUntil([&] { return pair.atServer.messages == 4; }));
}

void TestEventSocket::exceptionStopsNobody()
{
    Pair pair(QStringLiteral("inproc://throwing"));
    QVERIFY(pair.isUp());
    pair.atServer.onMessage = [&](const ReceivedMessage &) {
        if (pair.atServer.messages == 1)
            throw std::runtime_error("from a handler");
    };
    for (int i = 0; i < 10; ++i)
        QCOMPARE(pair.client->send(0, "x"), SendResult::Sent);
    (void)pair.server->send(
        0, "to nobody"); // for a turn that is posted: C code stands between a notifier and us
    bool isCaught = false;
    try {
        QCoreApplication::sendPostedEvents(pair.server.get());
    } catch (const std::runtime_error &) {
        isCaught = true;
    }
    QVERIFY(isCaught);
    QCOMPARE(pair.atServer.messages, 1);
    QVERIFY(runUntil([&] { return pair.atServer.messages == 10; }));
    (void)pair.client->send(0, "x");
    QVERIFY(runUntil([&] { return pair.atServer.messages == 11; }));
}

void TestEventSocket::idleSocketIsSilent()
{
    Pair pair;
    QVERIFY(pair.isUp());
    int ticks = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&ticks] { ++ticks; });
    timer.start(10);
    const auto turns = [&] { return pair.server->turns() + pair.client->turns(); };
    // First let what the handshake left behind pass by: two ticks without a turn.
    quint64 before = 0;
    QVERIFY(runUntil([&] {
        if (turns() != std::exchange(before, turns()))
            ticks = 0;
        return ticks >= 2;
    }));
    ticks = 0;
    QVERIFY(runUntil([&] { return ticks >= 20; }));
    QCOMPARE(turns(), before);
}

void TestEventSocket::aTurnTellsWhetherAllWasRead()
{
    Pair pair(QStringLiteral("inproc://unread"));
    QVERIFY(pair.isUp());
    constexpr int count = 100; // more than a turn takes
    for (int i = 0; i < count; ++i)
        QCOMPARE(pair.client->send(0, "x"), SendResult::Sent);
    bool wasInterrupted = false;
    pair.atServer.onTurnEnded = [&] {
        wasInterrupted = wasInterrupted || (!pair.server->isAllRead() && pair.atServer.messages < count);
    };
    QVERIFY(runUntil([&] { return pair.atServer.messages == count && pair.server->isAllRead(); }));
    QVERIFY(wasInterrupted);
}

void TestEventSocket::errorsComeFromTheSocket()
{
    Recorder recorder;
    EventSocket socket(Context::shared(), Role::Router, recorder);
    QCOMPARE(socket.bind(QStringLiteral("nonsense")).value().code(), ErrorCode::InvalidAddress);
    QCOMPARE(socket.connect(QStringLiteral("nonsense")).value().code(), ErrorCode::InvalidAddress);
    QVERIFY(socket.boundEndpoints().isEmpty());
    socket.close(0ms);
    QCOMPARE(socket.bind(QStringLiteral("ipc://*")).value().code(), ErrorCode::Closed);
    QCOMPARE(socket.connect(QStringLiteral("inproc://x")).value().code(), ErrorCode::Closed);
    QCOMPARE(socket.send(0, "x"), SendResult::Gone);
}

QTEST_GUILESS_MAIN(TestEventSocket)

#include "tst_eventsocket.moc"
