// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "serverthread.h"

#include <QtTest/qsignalspy.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// What both ends tell of a link on which an event loop hangs.
class TestHeartbeat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void aHungServerIsUnresponsiveAndComesBack();
    void aHungClientIsUnresponsiveAndComesBack();
    void heartbeatsCanBeOff();
    void theStateIsTold();
    void aClientMayDieOfALostHeartbeat();
    void roundTripAndSilenceAreMeasured();
};

namespace {

constexpr Heartbeat quick{100ms, 200ms};

} // namespace

void TestHeartbeat::aHungServerIsUnresponsiveAndComesBack()
{
    ServerThread other(ServerOptions{.heartbeat = quick});
    other.server->expose("add", [](int a, int b) { return a + b; });
    Client client;
    QVERIFY(client.connectToServer(other.endpoint()));
    QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    const QSignalSpy lost(&client, &Channel::heartbeatLost);
    const QSignalSpy restored(&client, &Channel::heartbeatRestored);
    const QSignalSpy disconnected(&client, &Channel::disconnected);
    other.hang();
    const QFuture<int> sum = client.call<int>("add", 3, 4);
    QVERIFY(waitUntil([&] { return lost.size() == 1; }));
    QCOMPARE(client.state(), Channel::State::Unresponsive);
    QVERIFY(client.isConnected());
    QVERIFY(!sum.isFinished());
    QVERIFY(client.lastHeard() >= 200);
    other.goOn();
    QVERIFY(waitUntil([&] { return restored.size() == 1; }));
    QCOMPARE(client.state(), Channel::State::Connected);
    QCOMPARE(valueOf(sum), 7);
    QCOMPARE(disconnected.size(), 0);
}

void TestHeartbeat::aHungClientIsUnresponsiveAndComesBack()
{
    ServerThread other(ServerOptions{.heartbeat = quick});
    std::counting_semaphore<> lost(0);
    std::counting_semaphore<> restored(0);
    std::atomic<int> disconnected = 0;
    other.run([&] {
        Server *const server = other.server.get();
        QObject::connect(server, &Server::heartbeatLost, server, [&](Channel *channel) {
            if (channel->state() == Channel::State::Unresponsive)
                lost.release();
        });
        QObject::connect(server, &Server::heartbeatRestored, server, [&](Channel *channel) {
            if (channel->state() == Channel::State::Connected)
                restored.release();
        });
        QObject::connect(server, &Server::clientDisconnected, server, [&] { ++disconnected; });
    });
    Client client;
    QVERIFY(client.connectToServer(other.endpoint()));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    QVERIFY(lost.try_acquire_for(patience)); // this thread runs no event loop meanwhile
    QVERIFY(waitUntil([&] { return restored.try_acquire(); }));
    QCOMPARE(disconnected, 0);
}

void TestHeartbeat::heartbeatsCanBeOff()
{
    Connection link(ServerOptions{.heartbeat = {0ms, 0ms}});
    QVERIFY(link.isEstablished());
    const QSignalSpy beats(&link.client, &Channel::heartbeat);
    QTimer intervals;
    intervals.start(100ms);
    const QSignalSpy passed(&intervals, &QTimer::timeout);
    QVERIFY(waitUntil([&] { return passed.size() == 3; }));
    QCOMPARE(beats.size(), 0);
    QCOMPARE(link.client.state(), Channel::State::Connected);
}

void TestHeartbeat::theStateIsTold()
{
    const Endpoint endpoint;
    auto server = std::make_unique<Server>();
    QVERIFY(server->bind(endpoint.text()));
    Client client;
    QList<Channel::State> states;
    QObject::connect(&client, &Channel::stateChanged, this, [&] { states.append(client.state()); });
    QVERIFY(client.connectToServer(server->endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return client.isConnected() && server->channels().size() == 1; }));
    QCOMPARE(server->channels().constFirst()->state(), Channel::State::Connected);
    server.reset();
    QVERIFY(waitUntil([&] { return !client.isConnected(); }));
    client.close();
    using enum Channel::State;
    QCOMPARE(states, (QList<Channel::State>{Connecting, Connected, Connecting, Disconnected}));
}

void TestHeartbeat::aClientMayDieOfALostHeartbeat()
{
    ServerThread other(ServerOptions{.heartbeat = quick});
    auto client = std::make_unique<Client>();
    QVERIFY(client->connectToServer(other.endpoint()));
    QVERIFY(waitUntil([&] { return client->isConnected(); }));
    other.hang();
    QObject::connect(client.get(), &Channel::stateChanged, this, [&] { client.reset(); });
    QVERIFY(waitUntil([&] { return !client; }));
}

void TestHeartbeat::roundTripAndSilenceAreMeasured()
{
    Connection link(ServerOptions{.heartbeat = quick});
    QCOMPARE(link.client.roundTripTime(), -1);
    QCOMPARE(link.client.lastHeard(), -1);
    QVERIFY(link.isEstablished());
    Channel *const peer = link.server.channels().constFirst();
    QVERIFY(waitUntil([&] { return link.client.roundTripTime() > 0 && peer->roundTripTime() > 0; }));
    QVERIFY(link.client.lastHeard() >= 0 && peer->lastHeard() >= 0);
    const QSignalSpy beats(&link.client, &Channel::heartbeat);
    QVERIFY(waitUntil([&] { return beats.size() == 2; }));
}

QTEST_GUILESS_MAIN(TestHeartbeat)
#include "tst_heartbeat.moc"
