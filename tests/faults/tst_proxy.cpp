// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"
#include "faultproxy.h"
#include "size.h"

#include <QtCore/qloggingcategory.h>
#include <QtCore/qscopeguard.h>
#include <QtTest/qsignalspy.h>

#include <map>
#include <vector>

using namespace heliograph;
using namespace std::chrono_literals;

/// What becomes of sessions and calls on a line that is cut, garbled, slow or stalled.
class TestProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLinkCutAtAnyByte_data() { addDirections(); }
    void theLinkCutAtAnyByte();
    void oneFlippedBit_data() { addDirections(); }
    void oneFlippedBit();
    void aTrickle();
    void aLargePayloadOverASlowLine_data();
    void aLargePayloadOverASlowLine();
    void aStalledLineIsNoticed();
    void aShortStallLosesNothing();
    void aLineThatIsRefusedIsTriedAgain();

private:
    static void addDirections();
};

namespace {

constexpr qsizetype largeSize = 20 * 1024 * 1024;

/// How a call has ended so far.
struct Ending
{
    int times = 0;
    int value = -1;
    ErrorCode code = ErrorCode::None;
};

/// A server that counts how often it ran which call, and a line to it.
struct Line
{
    explicit Line(const ServerOptions &options = {}) : server(options)
    {
        server.expose("run", [this](int id) {
            ++runs[id];
            return id;
        });
        if (!server.bind(QStringLiteral("tcp://127.0.0.1:*")))
            qFatal("%s", server.error().what());
    }
    [[nodiscard]] QString target() const { return server.endpoints().constFirst(); }
    [[nodiscard]] int allRuns() const
    {
        int sum = 0;
        for (const auto &[id, count] : runs)
            sum += count;
        return sum;
    }

    std::map<int, int> runs; // by id
    Server server;
};

/// A client that comes back at once, and calls whose endings it counts. Ids are never used twice.
struct CountingClient
{
    CountingClient() : client(ClientOptions{.reconnectDelay = 1ms, .reconnectLimit = 5ms}) {}

    int call(std::chrono::milliseconds timeout = 60s)
    {
        static int lastId = 1000;
        const int id = ++lastId;
        Ending &ending = endings[id];
        const auto value = [&ending](int result) {
            ++ending.times;
            ending.value = result;
        };
        const auto failure = [&ending](const Error &error) {
            ++ending.times;
            ending.code = error.code();
        };
        client.method("run").withTimeout(timeout).onReply(&client, value, failure).call(id);
        return id;
    }
    [[nodiscard]] bool waitForEnd(int id)
    {
        return waitUntil([&] { return endings[id].times > 0; });
    }

    std::map<int, Ending> endings; // by id
    Client client;                 // ends its calls before the endings go
};

/// How many bytes a greeting and a first call take in \a direction.
qint64 sizeOfFirstCall(FaultProxy::Direction direction)
{
    Line line;
    FaultProxy proxy(line.target());
    CountingClient caller;
    if (!caller.client.connectToServer(proxy.endpoint()) || !caller.waitForEnd(caller.call()))
        return 0;
    return proxy.forwarded(direction);
}

QString complaint(const char *what, qint64 position)
{
    return QStringLiteral("%1 (byte %2)").arg(QString::fromLatin1(what)).arg(position);
}

/// Sees that the server has the caller's session alone, and none when that has closed. What is wrong then, or nothing.
QString sessionsLeftOver(Line &line, CountingClient &caller, qint64 position)
{
    if (!waitUntil([&] { return line.server.channels().size() == 1; }))
        return complaint("a session is left over", position);
    caller.client.close();
    if (!waitUntil([&] { return line.server.channels().isEmpty(); }))
        return complaint("the last session is left over", position);
    return {};
}

/// Cuts the first connection after \a position bytes while calls are made, one after another. What is wrong then, or
/// nothing.
QString faultOfCut(Line &line, FaultProxy::Direction direction, qint64 position)
{
    FaultProxy proxy(line.target());
    proxy.cutAfter(direction, position);
    CountingClient caller;
    if (!caller.client.connectToServer(proxy.endpoint()))
        return complaint("no attempt", position);
    int failed = 0;
    // The first call may be over before so many bytes have come; then it is a later one that is cut.
    for (bool isOver = false; !isOver;) {
        const int id = caller.call();
        if (!caller.waitForEnd(id))
            return complaint("a call hangs", position);
        const bool isGood = caller.endings[id].code == ErrorCode::None;
        failed += isGood ? 0 : 1;
        isOver = isGood && proxy.connections() > 1;
    }
    if (failed > 1)
        return complaint("one cut has ended more than one call", position);
    if (const QString left = sessionsLeftOver(line, caller, position); !left.isNull())
        return left;
    for (const auto &[id, ending] : caller.endings) {
        const int runs = line.runs[id];
        if (ending.times != 1)
            return complaint("a call has ended twice", position);
        switch (ending.code) {
        case ErrorCode::None:
            if (runs != 1 || ending.value != id)
                return complaint("a call has succeeded that was not run once", position);
            break;
        case ErrorCode::NeverSent:
            if (runs != 0)
                return complaint("a call was run that was never sent", position);
            break;
        case ErrorCode::OutcomeUnknown:
            if (runs > 1)
                return complaint("a call was run twice", position);
            break;
        default: return complaint("a call has failed for another reason", position);
        }
    }
    return {};
}

/// Flips \a bit of the byte at \a position of the first connection while a call is made, and cuts that connection. What is
/// wrong then, or nothing.
QString faultOfFlip(Line &line, FaultProxy::Direction direction, qint64 position, int bit)
{
    const int runsBefore = line.allRuns();
    FaultProxy proxy(line.target());
    proxy.flipBit(direction, position, bit);
    CountingClient caller;
    if (!caller.client.connectToServer(proxy.endpoint()))
        return complaint("no attempt", position);
    // Anything may become of this one, but within its time.
    if (!caller.waitForEnd(caller.call(100ms)))
        return complaint("a call hangs", position);
    if (!waitUntil([&] { return proxy.connections() > 0; }))
        return complaint("no connection", position);
    const int before = proxy.connections();
    proxy.cutAll();
    if (!waitUntil([&] { return proxy.connections() > before; }))
        return complaint("it does not come back", position);
    const int later = caller.call();
    if (!caller.waitForEnd(later) || caller.endings[later].value != later)
        return complaint("it does not recover", position);
    if (const QString left = sessionsLeftOver(line, caller, position); !left.isNull())
        return left;
    for (const auto &[id, ending] : caller.endings) {
        if (ending.times != 1)
            return complaint("a call has ended twice", position);
    }
    if (line.allRuns() - runsBefore > int(caller.endings.size()))
        return complaint("a call was run twice", position);
    return {};
}

} // namespace

void TestProxy::addDirections()
{
    QTest::addColumn<FaultProxy::Direction>("direction");
    QTest::newRow("from the client") << FaultProxy::ClientToServer;
    QTest::newRow("from the server") << FaultProxy::ServerToClient;
}

void TestProxy::theLinkCutAtAnyByte()
{
    QFETCH(const FaultProxy::Direction, direction);
    const qint64 size = sizeOfFirstCall(direction);
    QVERIFY(size > 100);
    Line line;
    for (qint64 position = 0; position <= size; ++position)
        QCOMPARE(faultOfCut(line, direction, position), QString());
}

void TestProxy::oneFlippedBit()
{
    QFETCH(const FaultProxy::Direction, direction);
    const qint64 size = sizeOfFirstCall(direction);
    QVERIFY(size > 100);
    Line line;
    QLoggingCategory::setFilterRules(
        QStringLiteral("heliograph.*.warning=false")); // of which there are hundreds
    const auto rules = qScopeGuard([] { QLoggingCategory::setFilterRules(QString()); });
    const int stride = sizeOr(8, 1); // one bit of each byte, or all
    for (qint64 position = 0; position < size; ++position) {
        for (int bit = int(position % stride); bit < 8; bit += stride)
            QCOMPARE(faultOfFlip(line, direction, position, bit), QString());
    }
}

void TestProxy::aTrickle()
{
    Line line({.heartbeat = {.interval = 100ms, .timeout = 2s}});
    FaultProxy proxy(line.target());
    proxy.limit(1);
    CountingClient caller;
    const QSignalSpy lost(&caller.client, &Channel::disconnected);
    const QSignalSpy silent(&caller.client, &Channel::heartbeatLost);
    const QSignalSpy lostThere(&line.server, &Server::clientDisconnected);
    const QSignalSpy silentThere(&line.server, &Server::heartbeatLost);
    const QSignalSpy beats(&caller.client, &Channel::heartbeat);
    QVERIFY(caller.client.connectToServer(proxy.endpoint()));
    const int id = caller.call();
    QVERIFY(caller.waitForEnd(id));
    QCOMPARE(caller.endings[id].value, id);
    QVERIFY(waitUntil([&] { return beats.size() >= 5; }));
    QCOMPARE(proxy.connections(), 1);
    QCOMPARE(lost.size() + silent.size() + lostThere.size() + silentThere.size(), 0);
}

void TestProxy::aLargePayloadOverASlowLine_data()
{
    QTest::addColumn<QString>("method");
    QTest::newRow("to the server") << QStringLiteral("large.take");
    QTest::newRow("from the server") << QStringLiteral("large.give");
}

void TestProxy::aLargePayloadOverASlowLine()
{
    QFETCH(const QString, method);
    QByteArray large(largeSize, Qt::Uninitialized);
    for (qsizetype i = 0; i < large.size(); ++i)
        large[i] = char(i ^ (i >> 8) ^ (i >> 16)); // so that parts in a wrong order are seen
    const Limits limits{.maxPayload = 2 * largeSize};
    Line line({.limits = limits, .heartbeat = {.interval = 200ms, .timeout = 1s}, .linkTimeout = 2s});
    line.server.expose("large.take",
                       [&](const QByteArray &bytes) { return bytes == large ? bytes.first(1) : bytes; });
    line.server.expose("large.give", [&](const QByteArray &) { return large; });
    FaultProxy proxy(line.target());
    proxy.limit(10'000);
    Client client(ClientOptions{.limits = limits, .linkTimeout = 2s});
    const QSignalSpy lost(&client, &Channel::disconnected);
    const QSignalSpy silent(&client, &Channel::heartbeatLost);
    const QSignalSpy lostThere(&line.server, &Server::clientDisconnected);
    const QSignalSpy silentThere(&line.server, &Server::heartbeatLost);
    QVERIFY(client.connectToServer(proxy.endpoint()));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));

    const bool isTaken = method == u"large.take";
    const auto answer = client.call<QByteArray>(method, isTaken ? large : QByteArray());
    int passed =
        0; // the large one, by its side; their names differ before the dot, so they need not keep their order
    while (!answer.isFinished()) {
        QCOMPARE(valueOf(client.call<int>("run", 7)), 7);
        passed += answer.isFinished() ? 0 : 1;
    }
    QVERIFY(valueOf(answer) == (isTaken ? large.first(1) : large));
    QVERIFY2(passed >= 3, QByteArray::number(passed).constData());
    QCOMPARE(lost.size() + silent.size() + lostThere.size() + silentThere.size(), 0);
}

void TestProxy::aStalledLineIsNoticed()
{
    Line line({.linkTimeout = 500ms});
    FaultProxy proxy(line.target());
    Client client(ClientOptions{.linkTimeout = 500ms, .reconnectDelay = 1ms, .reconnectLimit = 5ms});
    const QSignalSpy lost(&client, &Channel::disconnected);
    const QSignalSpy lostThere(&line.server, &Server::clientDisconnected);
    QVERIFY(client.connectToServer(proxy.endpoint()));
    QCOMPARE(valueOf(client.call<int>("run", 1)), 1);
    proxy.stall();
    const QFuture<int> pending = client.call<int>("run", 2);
    QCOMPARE(errorOf(pending).code(), ErrorCode::OutcomeUnknown);
    QVERIFY(waitUntil([&] { return lost.size() == 1 && lostThere.size() == 1; }));
    QVERIFY(waitUntil([&] { return line.server.channels().isEmpty(); }));
    QVERIFY(!client.isConnected());
    proxy.goOn();
    QCOMPARE(valueOf(client.call<int>("run", 3)), 3);
    QCOMPARE(line.server.channels().size(), 1);
    QCOMPARE(lost.size(), 1);
    QCOMPARE(lostThere.size(), 1);
    QCOMPARE(line.runs[2], 0); // it came to a session that was over
}

void TestProxy::aShortStallLosesNothing()
{
    Line line({.linkTimeout = 5s});
    QList<int> heard;
    QList<int> expected;
    line.server.expose("hear", [&](int number) { heard.append(number); });
    FaultProxy proxy(line.target());
    Client client(ClientOptions{.linkTimeout = 5s});
    const QSignalSpy lost(&client, &Channel::disconnected);
    const QSignalSpy lostThere(&line.server, &Server::clientDisconnected);
    QVERIFY(client.connectToServer(proxy.endpoint()));
    QVERIFY(waitUntil([&] { return client.isConnected() && !line.server.channels().isEmpty(); }));
    proxy.stall();
    const qint64 before = proxy.forwarded(FaultProxy::ClientToServer);
    std::vector<QFuture<void>> calls;
    for (int i = 0; i < 110; ++i) {
        expected.append(i);
        if (i % 11 == 10)
            calls.push_back(client.call("hear", i));
        else
            client.notify("hear", i);
    }
    QTest::qWait(300); // for a stall of some length; it has no part in the verdict
    QCOMPARE(proxy.forwarded(FaultProxy::ClientToServer), before);
    QVERIFY(heard.isEmpty());
    proxy.goOn();
    for (const QFuture<void> &call : calls)
        QCOMPARE(errorOf(call).code(), ErrorCode::None);
    QVERIFY(waitUntil([&] { return heard.size() >= expected.size(); }));
    QCOMPARE(heard, expected);
    QCOMPARE(proxy.connections(), 1);
    QCOMPARE(lost.size() + lostThere.size(), 0);
}

void TestProxy::aLineThatIsRefusedIsTriedAgain()
{
    Line line;
    FaultProxy proxy(line.target());
    CountingClient caller;
    const QSignalSpy attempts(&caller.client, &Client::reconnecting);
    QVERIFY(caller.client.connectToServer(proxy.endpoint()));
    QVERIFY(caller.waitForEnd(caller.call()));
    proxy.refuse(true);
    proxy.cutAll();
    QVERIFY(waitUntil([&] { return attempts.size() >= 5; }));
    QVERIFY(!caller.client.isConnected());
    const int waiting = caller.call();
    proxy.refuse(false);
    QVERIFY(caller.waitForEnd(waiting));
    QCOMPARE(caller.endings[waiting].value, waiting);
    QVERIFY(waitUntil([&] { return line.server.channels().size() == 1; })); // the old one is gone
}

QTEST_GUILESS_MAIN(TestProxy)
#include "tst_proxy.moc"
