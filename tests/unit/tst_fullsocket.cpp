// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/eventsocket.h"
#include "transport/pair.h"
#include "transport/rawpeer.h"

#include <QtTest/qtest.h>

using namespace heliograph;
using Role = Socket::Role;
using SendResult = Socket::SendResult;

/// An EventSocket whose peers read more slowly than it sends.
class TestFullSocket : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void burstsCrossWithoutLoss();
    void fullPeerIsWritableAgain();
    void fullPeerDoesNotSpin();
};

void TestFullSocket::burstsCrossWithoutLoss()
{
    Pair pair;
    QVERIFY(pair.isUp());
    constexpr int count = 5000;
    int sentByClient = 0;
    int sentByServer = 0;
    const auto fromClient = [&] {
        while (sentByClient < count && pair.client->send(0, "x") == SendResult::Sent)
            ++sentByClient;
    };
    const auto fromServer = [&] {
        while (sentByServer < count && pair.server->send(pair.peer(), "x") == SendResult::Sent)
            ++sentByServer;
    };
    pair.atClient.onWritable = fromClient;
    pair.atServer.onWritable = fromServer;
    pair.atClient.onMessage = [&](const ReceivedMessage &) { fromClient(); };
    pair.atServer.onMessage = [&](const ReceivedMessage &) { fromServer(); };
    fromClient();
    fromServer();
    QVERIFY(runUntil([&] { return pair.atServer.messages == count && pair.atClient.messages == count; }));
}

void TestFullSocket::fullPeerIsWritableAgain()
{
    Recorder atServer;
    EventSocket server(Context::shared(), Role::Router, atServer);
    QVERIFY(!server.bind(QStringLiteral("inproc://slow")));
    RawPeer slow(QStringLiteral("inproc://slow"));
    slow.send({"hello"});
    QVERIFY(runUntil([&] { return atServer.messages == 1; }));
    const PeerId id = *atServer.peers.begin();
    while (server.send(id, "x") == SendResult::Sent) {
    }
    bool isSent = false;
    atServer.onWritable = [&] { isSent = isSent || server.send(id, "at last") == SendResult::Sent; };
    Pair other; // its traffic shows that time has passed
    QVERIFY(other.isUp());
    QVERIFY(!isSent);
    while (slow.receiveNow()) {
    }
    QVERIFY(runUntil([&] { return isSent; }));
}

void TestFullSocket::fullPeerDoesNotSpin()
{
    Recorder atServer;
    EventSocket server(Context::shared(), Role::Router, atServer);
    QVERIFY(!server.bind(QStringLiteral("inproc://spin")));
    RawPeer slow(QStringLiteral("inproc://spin"));
    slow.send({"hello"});
    QVERIFY(runUntil([&] { return atServer.messages == 1; }));
    const PeerId full = *atServer.peers.begin();
    RawPeer quick(QStringLiteral("inproc://spin")); // keeps the socket writable
    quick.send({"hello"});
    QVERIFY(runUntil([&] { return atServer.messages == 2; }));
    while (server.send(full, "x") == SendResult::Sent) {
    }
    atServer.onWritable = [&] { QCOMPARE(server.send(full, "x"), SendResult::Full); };
    int ticks = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&ticks] { ++ticks; });
    timer.start(10);
    const quint64 before = server.turns();
    QVERIFY(runUntil([&] { return ticks >= 20; }));
    QVERIFY2(server.turns() - before < 200, QByteArray::number(server.turns() - before).constData());
}

QTEST_GUILESS_MAIN(TestFullSocket)

#include "tst_fullsocket.moc"
