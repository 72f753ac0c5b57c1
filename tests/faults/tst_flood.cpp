// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "rawconnection.h"
#include "serverthread.h"
#include "size.h"

#include <QtTest/qsignalspy.h>

#include <deque>

using namespace heliograph;
using namespace std::chrono_literals;

/// Floods of connections, and processes that run out of descriptors.
class TestFlood : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }

    void strangersDoNotExhaustAServer_data();
    void strangersDoNotExhaustAServer();
    void sessionsDoNotExhaustAServer();
    void aClientWithoutDescriptorsRecovers();
    void aFloodWhileTheThreadIsBusyHarmsNobody();
};

namespace {

const QString program = QStringLiteral(FAULT_CHILD);

/// What a stranger says, of several kinds.
void speak(RawConnection &stranger, int number)
{
    switch (number % 5) {
    case 0: break; // nothing
    case 1: stranger.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"); break;
    case 2: stranger.send(QByteArray(100, char(number))); break;
    case 3: stranger.send(QByteArray("\xff\0\0\0\0\0\0\0\1\x7f", 10)); break; // half of a greeting
    default: stranger.greet(); break;
    }
}

} // namespace

void TestFlood::strangersDoNotExhaustAServer_data()
{
    QTest::addColumn<int>("descriptors");
    QTest::newRow("128 descriptors") << 128;
    QTest::newRow("400 descriptors") << 400;
}

void TestFlood::strangersDoNotExhaustAServer()
{
    QFETCH(const int, descriptors);
    const Endpoint place;
    Child server(program, {QStringLiteral("server"), place.text(), QStringLiteral("--descriptors"),
                           QString::number(descriptors)});
    QVERIFY(server.isReady());
    Client client;
    QVERIFY(client.connectToServer(server.endpoint()));
    QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    QSignalSpy lost(&client, &Channel::disconnected);
    std::deque<RawConnection> strangers;
    const int count = sizeOr(2000, 10'000);
    for (int i = 0; i < count; ++i) {
        RawConnection &stranger = strangers.emplace_back(server.endpoint());
        if (stranger.isOpen())
            speak(stranger, i);
        if (strangers.size() > 500)
            strangers.pop_front();
        if (i % 100 == 0)
            QCOMPARE(valueOf(client.call<int>("add", i, 2)), i + 2);
    }
    QVERIFY(server.isRunning());
    QVERIFY(lost.isEmpty());
    QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    strangers.clear();
    Client late;
    QVERIFY(late.connectToServer(server.endpoint()));
    QCOMPARE(valueOf(late.call<int>("add", 3, 4)), 7);
}

void TestFlood::sessionsDoNotExhaustAServer()
{
    const Endpoint place;
    Child server(program, {QStringLiteral("server"), place.text(), QStringLiteral("--descriptors"),
                           QStringLiteral("128")});
    QVERIFY(server.isReady());
    const ClientOptions insistent{.reconnectDelay = 5ms, .reconnectLimit = 50ms};
    std::deque<Client> clients;
    for (int i = 0; i < 200; ++i)
        QVERIFY(clients.emplace_back(insistent).connectToServer(server.endpoint()));
    const auto connected = [&] {
        return std::count_if(clients.begin(), clients.end(), [](const Client &c) { return c.isConnected(); });
    };
    QVERIFY(waitUntil([&] { return connected() >= 60; }));
    QTest::qWait(300); // in which those in vain try again
    QVERIFY(server.isRunning());
    QVERIFY2(connected() < 128, QByteArray::number(qlonglong(connected())).constData());
    for (Client &client : clients) {
        if (client.isConnected())
            QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    }
    // There is room again as soon as some go.
    while (clients.size() > 20)
        clients.pop_front();
    QVERIFY(waitUntil([&] { return connected() == 20; }));
    QVERIFY(server.isRunning());
}

void TestFlood::aClientWithoutDescriptorsRecovers()
{
#ifdef __SANITIZE_ADDRESS__
    QSKIP("The sanitizer's own checks need descriptors.");
#endif
    const Endpoint place;
    Server server;
    QVERIFY(server.bind(place.text()));
    Child client(program, {QStringLiteral("client"), server.endpoints().constFirst(),
                           QStringLiteral("--descriptors"), QStringLiteral("64"), QStringLiteral("--hoard")});
    QVERIFY(client.isReady());
    QVERIFY(waitUntil([&] { return server.channels().size() == 1; }));
    QCOMPARE(valueOf(server.channels().constFirst()->call<int>("ping")), 1);
}

void TestFlood::aFloodWhileTheThreadIsBusyHarmsNobody()
{
    ServerThread thread;
    thread.run([&] { thread.server->expose("add", [](int a, int b) { return a + b; }); });
    Client client;
    QVERIFY(client.connectToServer(thread.endpoint()));
    QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    QSignalSpy lost(&client, &Channel::disconnected);
    thread.hang();
    const QFuture<int> underWay = client.call<int>("add", 3, 4);
    const int count = sizeOr(5000, 50'000);
    for (int i = 0; i < count; ++i) {
        RawConnection stranger(thread.endpoint());
        if (stranger.isOpen())
            speak(stranger, i);
    }
    thread.goOn();
    QCOMPARE(valueOf(underWay), 7);
    QVERIFY(lost.isEmpty());
    Client late;
    QVERIFY(late.connectToServer(thread.endpoint()));
    QCOMPARE(valueOf(late.call<int>("add", 5, 6)), 11);
}

QTEST_GUILESS_MAIN(TestFlood)
#include "tst_flood.moc"
