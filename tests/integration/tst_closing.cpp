// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"
#include "serverthread.h"

#include <QtCore/qpromise.h>
#include <QtTest/qsignalspy.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// Closing with time to flush: what was sent arrives, calls under way are answered, nothing new begins.
class TestClosing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void whatWasSentArrives();
    void eventsArriveBeforeAServersGoodbye();
    void callsUnderWayAreAnswered();
    void callsThatWaitAreMade();
    void whatIsNotAnsweredInTimeEnds();
    void anUnresponsivePeerIsNotWaitedForLonger();
    void noNewCallsBegin();
    void aServerTakesNoNewClients();
    void aServerCanBeginAnew();
    void aClientCanBeginAnew();
    void aBoundClientStopsListening();
    void anythingMayBeDestroyedMeanwhile();
    void aSlotMayRunAnEventLoop();
    void aCanceledCallIsNotWaitedFor();
    void aDestroyedChannelIsNotWaitedFor();
};

namespace {

ErrorCode reasonOf(const QSignalSpy &disconnected)
{
    return disconnected.size() == 1 ? disconnected[0][0].value<Error>().code() : ErrorCode::None;
}

/// A connection whose server answers "later" when the test says so.
struct Later : Connection
{
    explicit Later(const ServerOptions &serverOptions = {}) : Connection(serverOptions)
    {
        server.expose("later", [this] {
            promise.start();
            isCalled = true;
            return promise.future();
        });
        server.expose("add", [](int a, int b) { return a + b; });
        client.expose("hello", [this] { ++hellos; });
    }
    void answer()
    {
        promise.addResult(42);
        promise.finish();
    }

    QPromise<int> promise;
    bool isCalled = false;
    int hellos = 0;
};

class Bell : public QObject
{
    Q_OBJECT
Q_SIGNALS:
    void rung(int number);
};

} // namespace

void TestClosing::whatWasSentArrives()
{
    Connection link;
    constexpr int count = 20'000; // several windows of them
    int received = 0;
    const auto receive = [&](int number, const QByteArray &) { received += number == received; };
    link.server.expose("note", receive);
    QVERIFY(link.isEstablished());
    QSignalSpy closed(&link.client, &Channel::disconnected);
    QSignalSpy lost(link.server.channels().constFirst(), &Channel::disconnected);
    for (int i = 0; i < count; ++i)
        link.client.notify("note", i, QByteArray(200, 'x'));
    link.client.close(patience);
    QVERIFY(link.client.isConnected()); // until the event loop has done its part
    QVERIFY(waitUntil([&] { return !closed.isEmpty() && !lost.isEmpty(); }));
    QCOMPARE(received, count);
    QCOMPARE(reasonOf(closed), ErrorCode::Closed);
    QCOMPARE(reasonOf(lost), ErrorCode::PeerClosed);
    QCOMPARE(link.client.state(), Channel::State::Disconnected);
}

void TestClosing::eventsArriveBeforeAServersGoodbye()
{
    Connection link;
    Bell bell;
    link.server.expose("bell", &bell);
    constexpr int count = 20'000;
    int received = 0;
    link.client.connectSignal("bell.rung", this, [&](int number) { received += number == received; });
    QSignalSpy subscribed(&link.client, &Channel::signalConnected);
    QVERIFY(waitUntil([&] { return !subscribed.isEmpty(); }));
    QSignalSpy lost(&link.client, &Channel::disconnected);
    QSignalSpy closed(&link.server, &Server::closed);
    for (int i = 0; i < count; ++i)
        Q_EMIT bell.rung(i);
    link.server.close(patience);
    QVERIFY(waitUntil([&] { return !lost.isEmpty() && !closed.isEmpty(); }));
    QCOMPARE(received, count);
    QCOMPARE(reasonOf(lost), ErrorCode::PeerClosed);
    QCOMPARE(closed.size(), 1);
    QVERIFY(link.server.channels().isEmpty());
}

void TestClosing::callsUnderWayAreAnswered()
{
    for (const bool isServer : {false, true}) {
        Later link;
        QSignalSpy closed(&link.client, &Channel::disconnected);
        const QFuture<int> call = link.client.call<int>("later");
        QVERIFY(waitUntil([&] { return link.isCalled; }));
        if (isServer)
            link.server.close(patience);
        else
            link.client.close(patience);
        QVERIFY(closed.isEmpty());
        link.answer();
        QCOMPARE(valueOf(call), 42);
        QVERIFY(waitUntil([&] { return !closed.isEmpty(); }));
        QCOMPARE(reasonOf(closed), isServer ? ErrorCode::PeerClosed : ErrorCode::Closed);
    }
}

void TestClosing::callsThatWaitAreMade()
{
    Connection link({.limits = {.callsInFlight = 2}});
    QList<int> order;
    link.server.expose("take", [&](int number) {
        order.append(number);
        return number;
    });
    QVERIFY(link.isEstablished());
    QList<QFuture<int>> calls;
    for (int i = 0; i < 100; ++i)
        calls.append(link.client.call<int>("take", i));
    link.client.notify("take", 100); // waits behind them
    link.client.close(patience);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(valueOf(calls[i]), i);
    QVERIFY(waitUntil([&] { return !link.client.isConnected() && order.size() == 101; }));
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void TestClosing::whatIsNotAnsweredInTimeEnds()
{
    Later link({.limits = {.callsInFlight = 1}});
    QSignalSpy closed(&link.client, &Channel::disconnected);
    const QFuture<int> sent = link.client.call<int>("later");
    QVERIFY(waitUntil([&] { return link.isCalled; }));
    const QFuture<int> waiting = link.client.call<int>("add", 1, 2);
    link.client.close(20ms);
    QCOMPARE(errorOf(sent).code(), ErrorCode::OutcomeUnknown);
    QCOMPARE(errorOf(waiting).code(), ErrorCode::NeverSent);
    QVERIFY(waitUntil([&] { return !closed.isEmpty(); }));
    QCOMPARE(reasonOf(closed), ErrorCode::Closed);
}

void TestClosing::anUnresponsivePeerIsNotWaitedForLonger()
{
    ServerThread thread;
    Client client;
    QVERIFY(client.connectToServer(thread.endpoint()));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    thread.hang();
    QSignalSpy closed(&client, &Channel::disconnected);
    client.close(20ms);
    QVERIFY(waitUntil([&] { return !closed.isEmpty(); }));
    QCOMPARE(reasonOf(closed), ErrorCode::Closed);
}

void TestClosing::noNewCallsBegin()
{
    Later link;
    QVERIFY(link.isEstablished());
    Channel *const channel = link.server.channels().constFirst();
    const QFuture<int> underWay = link.client.call<int>("later");
    QVERIFY(waitUntil([&] { return link.isCalled; }));
    link.server.close(patience);
    QCOMPARE(errorOf(link.client.call<int>("add", 1, 2)).code(), ErrorCode::NeverSent); // of the other end
    QCOMPARE(errorOf(channel->call<void>("hello")).code(), ErrorCode::NeverSent);       // of this one
    QCOMPARE(link.hellos, 0);
    link.answer();
    QCOMPARE(valueOf(underWay), 42);
}

void TestClosing::aServerTakesNoNewClients()
{
    Later link;
    const QFuture<int> underWay = link.client.call<int>("later");
    QVERIFY(waitUntil([&] { return link.isCalled; }));
    const QString endpoint = link.server.endpoints().constFirst();
    QSignalSpy connected(&link.server, &Server::clientConnected);
    link.server.close(patience);
    Client late;
    QSignalSpy attempts(&late, &Client::reconnecting);
    QVERIFY(late.connectToServer(endpoint));
    QVERIFY(waitUntil([&] { return !attempts.isEmpty(); }));
    QVERIFY(connected.isEmpty());
    link.answer();
    QCOMPARE(valueOf(underWay), 42);
}

void TestClosing::aServerCanBeginAnew()
{
    Later link;
    const QFuture<int> underWay = link.client.call<int>("later");
    QVERIFY(waitUntil([&] { return link.isCalled; }));
    const QString endpoint = link.server.endpoints().constFirst();
    link.server.close(patience);
    QVERIFY(link.server.bind(endpoint)); // ends at once what was being closed
    QCOMPARE(errorOf(underWay).code(), ErrorCode::OutcomeUnknown);
    QCOMPARE(valueOf(link.client.call<int>("add", 1, 2)), 3);
}

void TestClosing::aClientCanBeginAnew()
{
    Later link;
    const QFuture<int> underWay = link.client.call<int>("later");
    QVERIFY(waitUntil([&] { return link.isCalled; }));
    link.client.close(patience);
    QVERIFY(link.client.connectToServer(link.server.endpoints().constFirst()));
    QCOMPARE(errorOf(underWay).code(), ErrorCode::OutcomeUnknown);
    QCOMPARE(valueOf(link.client.call<int>("add", 1, 2)), 3);
}

void TestClosing::aBoundClientStopsListening()
{
    const Endpoint endpoint;
    Client client;
    QVERIFY(client.bind(endpoint.text()));
    const QString bound = client.endpoints().constFirst();
    Server server;
    QVERIFY(server.connectToClient(bound));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    client.close(patience);
    QVERIFY(waitUntil([&] { return !client.isConnected(); }));
    QVERIFY(waitUntil([&] { return client.endpoints().isEmpty(); }));
    Client next;
    QVERIFY(next.bind(bound));
    QVERIFY(waitUntil([&] { return next.isConnected(); }));
}

void TestClosing::anythingMayBeDestroyedMeanwhile()
{
    for (const char *victim : {"client", "server", "client in slot", "server in slot"}) {
        Endpoint endpoint;
        auto server = std::make_unique<Server>();
        auto client = std::make_unique<Client>();
        QPromise<int> promise;
        bool isCalled = false;
        server->expose("later", [&] {
            promise.start();
            isCalled = true;
            return promise.future();
        });
        QVERIFY(server->bind(endpoint.text()) && client->connectToServer(server->endpoints().constFirst()));
        const QFuture<int> call = client->call<int>("later");
        QVERIFY(waitUntil([&] { return isCalled; }));
        if (victim[0] == 'c')
            client->close(patience);
        else
            server->close(patience);
        const QLatin1String name(victim);
        QObject::connect(client.get(), &Channel::disconnected, this, [&] {
            if (name == QLatin1String("client in slot"))
                client.reset();
        });
        QObject::connect(server.get(), &Server::closed, this, [&] {
            if (name == QLatin1String("server in slot"))
                server.reset();
        });
        if (name == QLatin1String("client"))
            client.reset();
        else if (name == QLatin1String("server"))
            server.reset();
        else
            promise.addResult(1), promise.finish();
        QVERIFY(waitFor(call));
        QVERIFY(waitUntil([&] { return victim[0] == 'c' ? !client : !server; }));
    }
}

void TestClosing::aSlotMayRunAnEventLoop()
{
    Connection link;
    QVERIFY(link.isEstablished());
    bool isOver = false;
    QObject::connect(&link.client, &Channel::disconnected, this, [&] {
        QEventLoop loop;
        QTimer::singleShot(0, &loop, &QEventLoop::quit);
        loop.exec();
        isOver = true;
    });
    link.client.close(patience);
    QVERIFY(waitUntil([&] { return isOver; }));
    QVERIFY(waitUntil([&] { return link.server.channels().isEmpty(); }));
}

void TestClosing::aCanceledCallIsNotWaitedFor()
{
    Later link;
    QSignalSpy closed(&link.client, &Channel::disconnected);
    QFuture<int> call = link.client.call<int>("later");
    QVERIFY(waitUntil([&] { return link.isCalled; }));
    link.client.close(1h);
    call.cancel();
    QVERIFY(waitUntil([&] { return !closed.isEmpty(); }));
}

void TestClosing::aDestroyedChannelIsNotWaitedFor()
{
    Later link({.limits = {.sessions = 1}});
    QVERIFY(link.isEstablished());
    delete link.server.channels().constFirst();
    QVERIFY(link.server.channels().isEmpty());
    QVERIFY(waitUntil([&] { return !link.server.channels().isEmpty(); })); // the client comes back
    const QFuture<int> call = link.client.call<int>("later");
    QVERIFY(waitUntil([&] { return link.isCalled; }));
    QSignalSpy closed(&link.server, &Server::closed);
    link.server.close(1h);
    delete link.server.channels().constFirst();
    QVERIFY(waitUntil([&] { return !closed.isEmpty(); }));
}

QTEST_GUILESS_MAIN(TestClosing)
#include "tst_closing.moc"
