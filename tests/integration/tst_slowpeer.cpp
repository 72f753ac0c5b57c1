// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "serverthread.h"
#include "thermostat.h"

#include <QtCore/qthreadpool.h>
#include <QtTest/qsignalspy.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// Peers that do not read what they are sent, and large transfers.
class TestSlowPeer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void smallCallsPassLargeOnes();
    void largeValuesMeet();
    void aFloodOfOneWayCallsIsHeldBack();
    void answersPassOneWayCallsThatWait_data();
    void answersPassOneWayCallsThatWait();
    void aPeerThatReadsNoAnswersIsDisconnected();
    void aPeerThatLosesEventsMayBeDisconnected();
};

void TestSlowPeer::smallCallsPassLargeOnes()
{
    Connection link;
    link.server.expose("sizeOf", [](const QByteArray &bytes) { return bytes.size(); });
    link.server.expose("clock.now", [] { return 7; });
    link.server.expose("large", [] { return QByteArray(16'000'000, 'y'); });
    QVERIFY(link.isEstablished());
    const auto upload = link.client.call<qsizetype>("sizeOf", QByteArray(16'000'000, 'x'));
    QCOMPARE(valueOf(link.client.call<int>("clock.now")), 7);
    QVERIFY(!upload.isFinished());
    const auto download = link.client.call<QByteArray>("large");
    QCOMPARE(valueOf(upload), 16'000'000);
    QCOMPARE(valueOf(download).size(), 16'000'000);
}

void TestSlowPeer::largeValuesMeet()
{
    // Both ends send far more than either may have unread, and neither waits for the other to begin.
    Connection link({.limits = {.unreadBytes = 1'000'000}}, {.limits = {.unreadBytes = 1'000'000}});
    const auto echo = [](const QByteArray &bytes) { return bytes; };
    link.server.expose("echo", echo);
    link.client.expose("echo", echo);
    QVERIFY(link.isEstablished());
    Channel *const peer = link.server.channels().constFirst();
    const QByteArray large(3'000'000, 'x');
    QList<QFuture<QByteArray>> calls;
    for (int i = 0; i < 10; ++i) {
        calls.append(link.client.call<QByteArray>("echo", large));
        calls.append(peer->call<QByteArray>("echo", large));
    }
    for (const QFuture<QByteArray> &call : std::as_const(calls))
        QVERIFY(valueOf(call) == large);
}

void TestSlowPeer::aFloodOfOneWayCallsIsHeldBack()
{
    std::counting_semaphore<> gate(0);
    std::atomic<int> heard = 0;
    QThreadPool pool;
    Connection link;
    link.server.expose("hear",
                       [&] {
                           gate.acquire();
                           gate.release();
                           ++heard;
                       },
                       {.pool = &pool});
    QVERIFY(link.isEstablished());
    constexpr int count = 30'000;
    for (int i = 0; i < count; ++i)
        link.client.notify("hear");
    gate.release();
    QVERIFY(waitUntil([&] { return heard == count; }));
}

void TestSlowPeer::answersPassOneWayCallsThatWait_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::newRow("small answers") << qsizetype(1);
    QTest::newRow("large answers") << qsizetype(5'000'000);
}

void TestSlowPeer::answersPassOneWayCallsThatWait()
{
    QFETCH(const qsizetype, size);
    ServerThread other;
    other.run([&] {
        other.server->expose("answer", [size] { return QByteArray(size, 'x'); });
        other.server->expose("flood", [&] {
            for (int i = 0; i < 2000; ++i)
                other.server->channels().constFirst()->notify("hear", QByteArray(4000, 'x'));
        });
    });
    QThreadPool pool; // which ends after the client, whose end fails the calls that it waits for
    pool.setMaxThreadCount(1);
    Client client(ClientOptions{.callTimeout = 10s});
    std::atomic<int> heard = 0;
    std::atomic<int> answered = 0;
    const auto hear = [&](const QByteArray &) {
        if (heard++ >= 20)
            return;
        answered += client.call<QByteArray>("answer").result().size() == size;
    };
    client.expose("hear", hear, {.pool = &pool});
    QVERIFY(client.connectToServer(other.endpoint()));
    client.notify("flood");
    QVERIFY(waitUntil([&] { return heard == 2000; }));
    QCOMPARE(answered, 20);
}

void TestSlowPeer::aPeerThatReadsNoAnswersIsDisconnected()
{
    ServerThread other(ServerOptions{.limits = {.slowPeerTime = 100ms}});
    std::counting_semaphore<> gone(0);
    Error reason;
    other.run([&] {
        other.server->expose("large", [] { return QByteArray(4'000'000, 'x'); });
        QObject::connect(other.server.get(), &Server::clientConnected, other.server.get(),
                         [&](Channel *channel) {
                             QObject::connect(channel, &Channel::disconnected, other.server.get(),
                                              [&](const Error &error) {
                                                  reason = error;
                                                  gone.release();
                                              });
                         });
    });
    Client client;
    QVERIFY(client.connectToServer(other.endpoint()));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    QList<QFuture<QByteArray>> calls;
    for (int i = 0; i < 10; ++i)
        calls.append(client.call<QByteArray>("large"));
    // The calls leave at the end of the turn; from then on this thread reads nothing.
    QCoreApplication::sendPostedEvents();
    QVERIFY(gone.try_acquire_for(patience));
    QCOMPARE(reason.code(), ErrorCode::TooSlow);
    for (const QFuture<QByteArray> &call : std::as_const(calls))
        QVERIFY(waitFor(call));
}

void TestSlowPeer::aPeerThatLosesEventsMayBeDisconnected()
{
    ServerThread other(ServerOptions{.limits = {.unreadBytes = 1'000'000,
                                                .slowPeer = Limits::SlowPeer::Disconnect,
                                                .slowPeerTime = 100ms}});
    std::counting_semaphore<> gone(0);
    Thermostat *thermostat = nullptr;
    other.run([&] {
        thermostat = new Thermostat;
        thermostat->setParent(other.server.get());
        other.server->expose("t", thermostat);
        QObject::connect(other.server.get(), &Server::clientDisconnected, other.server.get(),
                         [&] { gone.release(); });
    });
    Client client;
    QVERIFY(client.connectToServer(other.endpoint()));
    const QSignalSpy connected(&client, &Channel::signalConnected);
    client.connectSignal("t.ticked", this, [](int) {});
    QVERIFY(waitUntil([&] { return connected.size() == 1; }));
    other.run([&] { thermostat->flood(200'000); });
    QVERIFY(gone.try_acquire_for(patience));
    QVERIFY(waitUntil([&] { return !client.isConnected(); }));
}

QTEST_GUILESS_MAIN(TestSlowPeer)
#include "moc_thermostat.cpp"
#include "tst_slowpeer.moc"
