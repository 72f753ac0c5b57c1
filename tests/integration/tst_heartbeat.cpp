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
    void aLossIsToldBeforeItsEnd();
    void lossesAreToldInALoopOfOne();
    void aServerTellsALossBeforeItsEnd_data();
    void aServerTellsALossBeforeItsEnd();
    void aClientMayDieOfALostHeartbeat();
    void roundTripAndSilenceAreMeasured();
};

namespace {

constexpr Heartbeat quick{100ms, 200ms};

/// Writes down what a Channel or Server tells of heartbeats.
class Told
{
public:
    template <typename End>
    explicit Told(End *end)
    {
        QObject::connect(end, &End::heartbeatLost, end, [this] { m_losses.append(true); });
        QObject::connect(end, &End::heartbeatRestored, end, [this] { m_losses.append(false); });
    }
    /// A loss and its end have been told.
    [[nodiscard]] bool both() const { return m_losses.contains(false) && m_losses.size() > 1; }
    [[nodiscard]] qsizetype count() const { return m_losses.size(); }
    [[nodiscard]] bool alternates() const
    {
        for (qsizetype i = 0; i < m_losses.size(); ++i) {
            if (m_losses[i] != (i % 2 == 0))
                return false;
        }
        return true;
    }

private:
    QList<bool> m_losses; // false: the end of one
};

/// A client in another thread, whose event loop a test can hang.
class ClientThread : public ServerThread
{
public:
    explicit ClientThread(const QString &endpoint)
    {
        run([&] {
            m_client = std::make_unique<Client>();
            if (!m_client->connectToServer(endpoint))
                qFatal("%s", m_client->error().what());
        });
    }
    ~ClientThread()
    {
        goOn();
        run([this] { m_client.reset(); });
    }
    Q_DISABLE_COPY_MOVE(ClientThread)

private:
    std::unique_ptr<Client> m_client; // belongs to the thread
};

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

void TestHeartbeat::aLossIsToldBeforeItsEnd()
{
    ServerThread other(ServerOptions{.heartbeat = quick});
    Client client;
    QVERIFY(client.connectToServer(other.endpoint()));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    const Told told(&client);
    bool isBack = false;
    QObject::connect(&client, &Channel::stateChanged, this, [&] {
        if (client.state() != Channel::State::Unresponsive)
            return;
        other.goOn();
        isBack = waitUntil([&] { return client.state() == Channel::State::Connected; });
    });
    other.hang();
    QVERIFY(waitUntil([&] { return isBack; }));
    QVERIFY(told.both() && told.alternates());
}

void TestHeartbeat::lossesAreToldInALoopOfOne()
{
    ServerThread other(ServerOptions{.heartbeat = quick});
    Client client;
    QVERIFY(client.connectToServer(other.endpoint()));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    const Told told(&client);
    std::optional<bool> isToldAgain;
    QObject::connect(&client, &Channel::heartbeatLost, this, [&] {
        if (told.count() > 1)
            return;
        other.goOn();
        const bool isBack = waitUntil([&] { return told.count() == 2; });
        other.hang();
        isToldAgain = isBack && waitUntil([&] { return told.count() == 3; });
    });
    other.hang();
    QVERIFY(waitUntil([&] { return isToldAgain.has_value(); }));
    QVERIFY(*isToldAgain && told.alternates());
}

void TestHeartbeat::aServerTellsALossBeforeItsEnd_data()
{
    QTest::addColumn<bool>("waitsInServersSlot");
    QTest::newRow("a slot of stateChanged waits") << false;
    QTest::newRow("a slot of the server's heartbeatLost waits") << true;
}

void TestHeartbeat::aServerTellsALossBeforeItsEnd()
{
    QFETCH(const bool, waitsInServersSlot);
    const Endpoint endpoint;
    Server server(ServerOptions{.heartbeat = quick});
    QVERIFY(server.bind(endpoint.text()));
    ClientThread other(server.endpoints().constFirst());
    QVERIFY(waitUntil([&] { return !server.channels().isEmpty(); }));
    Channel *const channel = server.channels().constFirst();
    const Told told(&server);
    const Told toldByChannel(channel);
    bool isBack = false;
    const auto wait = [&] {
        if (channel->state() != Channel::State::Unresponsive)
            return;
        other.goOn();
        isBack = waitUntil([&] { return channel->state() == Channel::State::Connected; });
    };
    if (waitsInServersSlot)
        QObject::connect(&server, &Server::heartbeatLost, this, wait);
    else
        QObject::connect(channel, &Channel::stateChanged, this, wait);
    other.hang();
    QVERIFY(waitUntil([&] { return isBack; }));
    QVERIFY(told.both() && told.alternates());
    QVERIFY(toldByChannel.both() && toldByChannel.alternates());
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
