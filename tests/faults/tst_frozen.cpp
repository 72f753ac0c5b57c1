// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "serverthread.h"
#include "size.h"

#include <QtTest/qsignalspy.h>

#include <deque>

using namespace heliograph;
using namespace std::chrono_literals;

/// Processes that stand still and come back, as a frozen host does, and threads that are blocked.
class TestFrozen : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }

    void aShortFreezeLosesNothing();
    void aFrozenServer();
    void aFrozenServerLosesNoneThatWait();
    void aFrozenClient();
    void aHungClientThatWatchesNothingEndsNoSession();
    void freezesOfAllLengths_data();
    void freezesOfAllLengths();
    void aBlockedHandlerEndsNoSession();
};

namespace {

const QString program = QStringLiteral(FAULT_CHILD);
constexpr int longerThanLinkTimeout = 1000; // ms; where a dead link would have been given up long ago

/// A process that stands still is lost over a network, where it may as well be its host or the line; on one host it is
/// unresponsive until it goes on.
bool isOverNetwork()
{
    return *static_cast<QString *>(QTest::qGlobalData("transport", qMetaTypeId<QString>())) == u"tcp";
}

std::vector<Child *> pointersTo(std::deque<Child> &children)
{
    std::vector<Child *> pointers;
    for (Child &child : children)
        pointers.push_back(&child);
    return pointers;
}

} // namespace

void TestFrozen::aShortFreezeLosesNothing()
{
    const Endpoint place;
    Child server(program, {QStringLiteral("server"), place.text(), QStringLiteral("--heartbeat"),
                           QStringLiteral("100")});
    QVERIFY(server.isReady());
    Client client;
    QVERIFY(client.connectToServer(server.endpoint()));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    QSignalSpy lost(&client, &Channel::disconnected);
    const QSignalSpy unresponsive(&client, &Channel::heartbeatLost);
    const QSignalSpy restored(&client, &Channel::heartbeatRestored);
    server.freeze();
    QList<QFuture<int>> calls;
    for (int i = 0; i < 100; ++i)
        calls.append(client.call<int>("add", i, 1));
    QVERIFY(waitUntil([&] { return !unresponsive.isEmpty(); }));
    QTest::qWait(int(sizeOr(0ms, 5000ms).count())); // half of the link's timeout; the freeze itself
    QVERIFY(!calls[0].isFinished());
    server.thaw();
    for (int i = 0; i < 100; ++i)
        QCOMPARE(valueOf(calls[i]), i + 1);
    QVERIFY(lost.isEmpty());
    QVERIFY(waitUntil([&] { return !restored.isEmpty(); }));
}

void TestFrozen::aFrozenServer()
{
    const Endpoint place;
    Child server(program, {QStringLiteral("server"), place.text(), QStringLiteral("--link-timeout"),
                           QStringLiteral("500"), QStringLiteral("--heartbeat"), QStringLiteral("100")});
    QVERIFY(server.isReady());
    Client client(ClientOptions{.linkTimeout = 500ms, .reconnectDelay = 1ms, .reconnectLimit = 10ms});
    QVERIFY(client.connectToServer(server.endpoint()));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    QSignalSpy lost(&client, &Channel::disconnected);
    QSignalSpy unresponsive(&client, &Channel::heartbeatLost);
    QSignalSpy restored(&client, &Channel::heartbeatRestored);
    server.freeze();
    const QFuture<int> underWay = client.call<int>("add", 1, 2);
    if (isOverNetwork()) {
        QVERIFY(waitUntil([&] { return !lost.isEmpty(); }));
        QCOMPARE(lost[0][0].value<Error>().code(), ErrorCode::ConnectionLost);
        QCOMPARE(errorOf(underWay).code(), ErrorCode::OutcomeUnknown);
    } else {
        QVERIFY(waitUntil([&] { return !unresponsive.isEmpty(); }));
        QTest::qWait(longerThanLinkTimeout);
    }
    server.thaw();
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    QVERIFY(waitUntil([&] { return valueOf(client.call<int>("channels")) == 1; })); // the old one is gone
    if (!isOverNetwork()) {
        QCOMPARE(valueOf(underWay), 3);
        QVERIFY(lost.isEmpty());
        QVERIFY(!restored.isEmpty());
    }
}

void TestFrozen::aFrozenServerLosesNoneThatWait()
{
    const Endpoint place;
    Child server(program, {QStringLiteral("server"), place.text(), QStringLiteral("--link-timeout"),
                           QStringLiteral("500")});
    QVERIFY(server.isReady());
    std::deque<Client> clients;
    int lost = 0;
    for (int i = 0; i < 10; ++i) {
        Client &client = clients.emplace_back(ClientOptions{.linkTimeout = 0ms});
        connect(&client, &Channel::disconnected, this, [&lost] { ++lost; });
        QVERIFY(client.connectToServer(server.endpoint()));
        QCOMPARE(valueOf(client.call<int>("add", i, 1)), i + 1);
    }
    server.freeze();
    QTest::qWait(2 * longerThanLinkTimeout); // the freeze itself; four times what the server allows others
    server.thaw();
    QTest::qWait(longerThanLinkTimeout); // in which it has looked at them, and again
    for (Client &client : clients)
        QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    QCOMPARE(lost, 0);
}

void TestFrozen::aFrozenClient()
{
    Endpoint place;
    Server server(ServerOptions{.heartbeat = {.interval = 100ms, .timeout = 200ms}, .linkTimeout = 500ms});
    QVERIFY(server.bind(place.text()));
    QSignalSpy gone(&server, &Server::clientDisconnected);
    QSignalSpy unresponsive(&server, &Server::heartbeatLost);
    Child client(program, {QStringLiteral("client"), server.endpoints().constFirst(),
                           QStringLiteral("--link-timeout"), QStringLiteral("500")});
    QVERIFY(client.isReady());
    QVERIFY(waitUntil([&] { return server.channels().size() == 1; }));
    client.freeze();
    const QFuture<int> underWay = server.channels().constFirst()->call<int>("ping");
    if (isOverNetwork()) {
        QVERIFY(waitUntil([&] { return gone.size() == 1; }));
        QCOMPARE(errorOf(underWay).code(), ErrorCode::OutcomeUnknown);
        QVERIFY(server.channels().isEmpty());
    } else {
        QVERIFY(waitUntil([&] { return !unresponsive.isEmpty(); }));
        QTest::qWait(longerThanLinkTimeout);
    }
    client.thaw();
    if (isOverNetwork())
        QVERIFY(client.isReady()); // again
    else
        QCOMPARE(valueOf(underWay), 1);
    QVERIFY(waitUntil([&] { return server.channels().size() == 1; }));
    QCOMPARE(valueOf(server.channels().constFirst()->call<int>("ping")), 1);
    QCOMPARE(gone.size(), isOverNetwork() ? 1 : 0);
}

void TestFrozen::aHungClientThatWatchesNothingEndsNoSession()
{
    // No heartbeats of ours and none of the client's ØMQ: only the answers that its ØMQ gives.
    ServerThread thread({.heartbeat = {.interval = 0ms}, .linkTimeout = 500ms});
    std::atomic<int> gone = 0;
    thread.run([&] {
        thread.server->expose("add", [](int a, int b) { return a + b; });
        QObject::connect(thread.server.get(), &Server::clientDisconnected, thread.server.get(),
                         [&gone] { ++gone; });
    });
    Client client(ClientOptions{.linkTimeout = 0ms});
    QSignalSpy lost(&client, &Channel::disconnected);
    QVERIFY(client.connectToServer(thread.endpoint()));
    QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    std::this_thread::sleep_for(std::chrono::milliseconds(2 * longerThanLinkTimeout)); // the hang itself
    QCOMPARE(valueOf(client.call<int>("add", 3, 4)), 7);
    QVERIFY(lost.isEmpty());
    QCOMPARE(gone.load(), 0);
}

void TestFrozen::freezesOfAllLengths_data()
{
    QTest::addColumn<bool>("isServer");
    QTest::addColumn<int>("seconds");
    for (const int seconds : sizeOr(std::vector{1}, std::vector{1, 5, 15, 60})) {
        QTest::addRow("the server, %d s", seconds) << true << seconds;
        QTest::addRow("half of the clients, %d s", seconds) << false << seconds;
    }
}

void TestFrozen::freezesOfAllLengths()
{
    // With what everybody has who sets nothing.
    QFETCH(const bool, isServer);
    QFETCH(const int, seconds);
    constexpr int count = 20;
    const Endpoint place;
    Child server(program, {QStringLiteral("server"), place.text()});
    QVERIFY(server.isReady());
    std::deque<Client> clients;
    std::deque<Child> others; // clients too
    int lost = 0;
    for (int i = 0; i < count; ++i) {
        if (i % 2 == 0)
            others.emplace_back(program, QStringList{QStringLiteral("client"), server.endpoint()});
        else
            QVERIFY(clients.emplace_back().connectToServer(server.endpoint()));
    }
    for (Client &client : clients)
        connect(&client, &Channel::disconnected, this, [&lost] { ++lost; });
    const auto channels = [&clients] { return valueOf(clients.front().call<int>("channels")); };
    QVERIFY(waitUntil([&] { return channels() == count; }));

    const auto frozen = isServer ? std::vector{&server} : pointersTo(others);
    for (Child *process : frozen)
        process->freeze();
    QTest::qWait(seconds * 1000); // the freeze itself
    for (Child *process : frozen)
        process->thaw();
    QVERIFY(waitUntil([&] { return channels() == count; })); // nobody is missing, and nobody left twice
    for (Client &client : clients)
        QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    if (!isServer || !isOverNetwork() || seconds < 10)
        QCOMPARE(lost, 0);
    else if (seconds > 15)
        QCOMPARE(lost, int(clients.size()));
}

void TestFrozen::aBlockedHandlerEndsNoSession()
{
    const auto blocked = sizeOr(2000ms, 30'000ms); // several times the link's timeout
    ServerThread thread({.heartbeat = {.interval = 100ms, .timeout = 200ms}, .linkTimeout = 500ms});
    thread.run([&] {
        thread.server->expose("block", [blocked] {
            std::this_thread::sleep_for(blocked); // a bad handler
            return 1;
        });
    });
    Client caller(ClientOptions{.linkTimeout = 500ms});
    Client other(ClientOptions{.linkTimeout = 500ms});
    for (Client *client : {&caller, &other})
        QVERIFY(client->connectToServer(thread.endpoint()));
    QVERIFY(waitUntil([&] { return caller.isConnected() && other.isConnected(); }));
    QSignalSpy callerLost(&caller, &Channel::disconnected);
    QSignalSpy otherLost(&other, &Channel::disconnected);
    QSignalSpy unresponsive(&other, &Channel::heartbeatLost);
    QSignalSpy restored(&other, &Channel::heartbeatRestored);
    const auto answer = caller.method("block").withTimeout(10min).call<int>();
    QTest::qWait(int(blocked.count())); // the block itself, for which nobody has the patience
    QCOMPARE(valueOf(answer), 1);
    QVERIFY(waitUntil([&] { return !restored.isEmpty(); }));
    QVERIFY(!unresponsive.isEmpty());
    QVERIFY(callerLost.isEmpty() && otherLost.isEmpty());
}

QTEST_GUILESS_MAIN(TestFrozen)
#include "tst_frozen.moc"
