// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/plainsocket.h"
#include "transport/rawpeer.h"

#include <QtTest/qtest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace heliograph;

/// What a socket does not take from its peers.
class TestIntake : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void messagesOfManyFramesAreDropped();
    void peersWithAnIdOfTheirOwnAreDropped_data();
    void peersWithAnIdOfTheirOwnAreDropped();
    void peersWithAnOldProtocolAreDropped();
    void peersNumbersCannotBeForetold();
};

void TestIntake::messagesOfManyFramesAreDropped()
{
    const auto server = makeServer(anyPort);
    RawPeer peer(server->boundEndpoints().constFirst());
    QTest::ignoreMessage(QtWarningMsg, "Dropping a message from \"127.0.0.1\": it has more than one frame");
    peer.send({"one", "two"});
    for (int i = 0; i < 100; ++i) // more than are dropped in one call; only the first is worth a warning
        peer.send({"one", "two", "three"});
    peer.send({"good"});
    const auto *message = waitForMessage(*server);
    QVERIFY(message);
    QCOMPARE(message->bytes().toByteArray(), QByteArray("good"));
    QCOMPARE(server->droppedMessages(), quint64(101));
}

void TestIntake::peersWithAnIdOfTheirOwnAreDropped_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QByteArray>("identity");
    QTest::newRow("a word") << anyPort << QByteArray("alice");
    QTest::newRow("one byte") << anyPort << QByteArray("a");
    QTest::newRow("long") << anyPort << QByteArray(255, 'a');
    QTest::newRow("one of inproc") << QStringLiteral("inproc://own-id") << QByteArray("alice");
}

void TestIntake::peersWithAnIdOfTheirOwnAreDropped()
{
    QFETCH(QString, endpoint);
    QFETCH(QByteArray, identity);
    const auto server = makeServer(endpoint);
    RawPeer stranger(server->boundEndpoints().constFirst(), identity.toStdString());
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("the peer chose its own routing id$")));
    stranger.send({"bad"});
    QTRY_VERIFY(!server->receive() && server->droppedMessages() == 1);

    RawPeer peer(server->boundEndpoints().constFirst());
    peer.send({"good"});
    const auto *message = waitForMessage(*server);
    QVERIFY(message);
    QCOMPARE(message->bytes().toByteArray(), QByteArray("good"));
}

void TestIntake::peersWithAnOldProtocolAreDropped()
{
    const auto server = makeServer(anyPort);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(server->boundEndpoints().constFirst().section(u':', -1).toUShort());
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    QCOMPARE(::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof(address)), 0);
    // ZMTP 1.0 (rfc.zeromq.org/spec/13): frames of length, flags, bytes; first an empty identity, then "x".
    const QByteArray words("\x01\x00\x02\x00x", 5);
    QCOMPARE(::write(descriptor, words.constData(), static_cast<std::size_t>(words.size())), words.size());

    QTest::ignoreMessage(QtWarningMsg, "Dropping a message from \"\": the peer speaks a ZMTP before 3.0");
    QTRY_VERIFY(!server->receive() && server->droppedMessages() == 1);
    ::close(descriptor);
}

/// libzmq numbers peers from rand(), without ever seeding it: they are the same in every process. Whoever foretells the
/// next number and claims it ends the process (socket_base.cpp, 4.3.4).
void TestIntake::peersNumbersCannotBeForetold()
{
    const auto firstNumber = [] {
        std::srand(1); // as when a process starts
        const auto server = makeServer(anyPort);
        RawPeer peer(server->boundEndpoints().constFirst());
        peer.send({"good"});
        const auto *message = waitForMessage(*server);
        return message ? message->peer() : 0;
    };
    const PeerId number = firstNumber();
    QVERIFY(number != 0);
    QVERIFY2(firstNumber() != number, "which happens once in four thousand million times");
}

QTEST_GUILESS_MAIN(TestIntake)

#include "tst_intake.moc"
