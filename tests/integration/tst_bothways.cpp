// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <heliograph/callcontext.h>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qpromise.h>
#include <QtTest/qsignalspy.h>

using namespace heliograph;

class TestBothWays : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void theServerCallsItsClient();
    void aHandlerCallsItsCaller();
    void callsNestFourLevels();
    void aHandlerMayWaitForWhatItsOwnFrameBrings();
    void handlersInHandlersMayWaitForWhatTheirFrameBrings();
    void aHandlerMayWaitForWhatItAsks();
    void aNestedLoopWhileASessionEnds();
    void trustedNamesFindTheirChannel();
    void namesAreNotTrustedUnasked();
    void aClientThatLeavesIsReported();
    void aBoundClientIsFoundByItsServer();
};

void TestBothWays::theServerCallsItsClient()
{
    const Endpoint endpoint;
    Server server;
    QVERIFY(server.bind(endpoint.text()));
    QFuture<int> sum;
    QObject::connect(&server, &Server::clientConnected, this,
                     [&](Channel *channel) { sum = channel->call<int>("add", 2, 4); });
    Client client;
    client.expose("add", [](int a, int b) { return a + b; });
    QVERIFY(client.connectToServer(server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return !server.channels().isEmpty(); }));
    QCOMPARE(valueOf(sum), 6);
}

void TestBothWays::aHandlerCallsItsCaller()
{
    Connection link;
    link.client.expose("half", [](int value) { return value / 2; });
    link.server.expose("quarter", [](int value) {
        const RemoteMethod half = CallContext::current().method("half");
        return half.call<int>(value).then([](int halved) { return halved / 2; });
    });
    QCOMPARE(valueOf(link.client.call<int>("quarter", 20)), 5);
}

void TestBothWays::callsNestFourLevels()
{
    Connection link;
    // Each end hands the number on to the other, one less, until nothing is left.
    const auto descend = [](int level) {
        const RemoteMethod further = CallContext::current().method("descend");
        if (level == 0)
            return QtFuture::makeReadyFuture(QStringLiteral("0"));
        return further.call<QString>(level - 1).then(
            [level](const QString &below) -> QString { return QString::number(level) + u' ' + below; });
    };
    link.server.expose("descend", descend);
    link.client.expose("descend", descend);
    QCOMPARE(valueOf(link.client.call<QString>("descend", 4)), QStringLiteral("4 3 2 1 0"));
}

// What a client sends in one turn behind the first record shares a frame.
void TestBothWays::aHandlerMayWaitForWhatItsOwnFrameBrings()
{
    Connection link;
    QVERIFY(link.isEstablished());
    bool isReleased = false;
    link.server.expose("wait", [&] { return waitUntil([&] { return isReleased; }); });
    link.server.expose("release", [&] { isReleased = true; });
    link.client.notify("first");
    const QFuture<bool> wait = link.client.call<bool>("wait");
    link.client.notify("release");
    QVERIFY(valueOf(wait));
}

// Behind something that it sent before.
void TestBothWays::handlersInHandlersMayWaitForWhatTheirFrameBrings()
{
    Connection link;
    bool isOpen = false;
    int done = 0;
    link.server.expose("open", [&] { isOpen = true; });
    link.server.expose("wait", [&] { done += waitUntil([&] { return isOpen; }); });
    QVERIFY(link.isEstablished());
    link.client.notify("wait"); // leaves at once; the others join
    for (int i = 0; i < 4; ++i)
        link.client.notify("wait");
    link.client.notify("open");
    QVERIFY(waitUntil([&] { return done == 5; }));
}

void TestBothWays::aHandlerMayWaitForWhatItAsks()
{
    Connection link;
    link.client.expose("note", [] {});
    link.client.expose("number", [] { return 7; });
    link.server.expose("ask", [&] {
        Channel *const channel = CallContext::current().channel();
        channel->notify("note");
        const QFuture<int> number = channel->call<int>("number");
        return waitUntil([&] { return number.isFinished(); }) ? number.result() : -1;
    });
    QCOMPARE(valueOf(link.client.call<int>("ask")), 7);
}

// A message box in the error callback of a call: the next session waits until the end of the last one was told.
void TestBothWays::aNestedLoopWhileASessionEnds()
{
    const Endpoint endpoint;
    QPromise<int> silence;
    silence.start();
    bool hasArrived = false;
    auto server = std::make_unique<Server>();
    server->expose("silence", [&] {
        hasArrived = true;
        return silence.future();
    });
    QVERIFY(server->bind(endpoint.text()));
    const QString address = server->endpoints().constFirst();
    Client client({.reconnectDelay = std::chrono::milliseconds(1)});
    QStringList told;
    QObject::connect(&client, &Channel::connected, this, [&] { told.append(QStringLiteral("connected")); });
    QObject::connect(&client, &Channel::disconnected, this,
                     [&] { told.append(QStringLiteral("disconnected")); });
    QVERIFY(client.connectToServer(address));
    client.method("silence")
        .onReply(
            this, [](int) {},
            [&](const Error &) {
                server = std::make_unique<Server>();
                server->expose("number", [] { return 7; });
                QVERIFY(waitUntil([&] { return server->bind(address); }));
                QElapsedTimer box;
                box.start();
                (void)waitUntil([&] { return box.elapsed() > 100; });
                told.append(QStringLiteral("box"));
            })
        .call();
    QVERIFY(waitUntil([&] { return hasArrived; }));
    server->close();
    QVERIFY(waitUntil([&] { return told.size() == 4; }));
    QCOMPARE(valueOf(client.call<int>("number")), 7);
    QCOMPARE(told.join(u' '), QStringLiteral("connected box disconnected connected"));
    QVERIFY(client.isConnected());
}

void TestBothWays::trustedNamesFindTheirChannel()
{
    Connection link({.trustNames = true}, {.user = QStringLiteral("ann")});
    link.client.expose("name", [] { return QStringLiteral("I am Ann"); });
    link.server.expose("who", [] { return CallContext::current().user(); });
    QVERIFY(link.isEstablished());
    Channel *const ann = link.server.channel(QStringLiteral("ann"));
    QVERIFY(ann);
    QCOMPARE(ann->user(), QStringLiteral("ann"));
    QVERIFY(!link.server.channel(QStringLiteral("bob")));
    QCOMPARE(valueOf(ann->call<QString>("name")), QStringLiteral("I am Ann"));
    QCOMPARE(valueOf(link.client.call<QString>("who")), QStringLiteral("ann"));
}

void TestBothWays::namesAreNotTrustedUnasked()
{
    Connection link({}, {.user = QStringLiteral("ann")});
    link.server.expose("who", [] { return CallContext::current().user(); });
    QCOMPARE(valueOf(link.client.call<QString>("who")), QString());
    QVERIFY(!link.server.channel(QStringLiteral("ann")));
}

void TestBothWays::aClientThatLeavesIsReported()
{
    Connection link;
    QVERIFY(link.isEstablished());
    Channel *const channel = link.server.channels().constFirst();
    QSignalSpy gone(&link.server, &Server::clientDisconnected);
    Error reason;
    QObject::connect(channel, &Channel::disconnected, this, [&](const Error &given) { reason = given; });
    link.client.close();
    QVERIFY(!link.client.isConnected());
    QVERIFY(waitUntil([&] { return gone.size() == 1; }));
    QCOMPARE(reason.code(), ErrorCode::PeerClosed);
    QVERIFY(link.server.channels().isEmpty());
}

void TestBothWays::aBoundClientIsFoundByItsServer()
{
    const Endpoint endpoint;
    Client client;
    client.expose("half", [](int value) { return value / 2; });
    QVERIFY(client.bind(endpoint.text()));
    const QFuture<int> sum = client.call<int>("add", 2, 4); // waits for the server
    Server server;
    server.expose("add", [](int a, int b) { return a + b; });
    QVERIFY(server.connectToClient(client.endpoints().constFirst()));
    QCOMPARE(valueOf(sum), 6);
    QVERIFY(waitUntil([&] { return !server.channels().isEmpty(); }));
    QCOMPARE(valueOf(server.channels().constFirst()->call<int>("half", 8)), 4);
}

QTEST_GUILESS_MAIN(TestBothWays)
#include "tst_bothways.moc"
