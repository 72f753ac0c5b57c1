// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"

#include <QtTest/qsignalspy.h>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

/// The other process, as "server" or "client" of \a endpoint.
std::unique_ptr<Child> start(const QString &role, const QString &endpoint)
{
    return std::make_unique<Child>(QStringLiteral(TWOPROCESS_CHILD), QStringList{role, endpoint});
}

} // namespace

class TestTwoProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKilledServerEndsEachCallOnce();
    void aKilledServersSuccessorIsFound();
    void aKilledClientIsReported();
};

void TestTwoProcess::aKilledServerEndsEachCallOnce()
{
    constexpr int half = 100;
    const Endpoint endpoint(QStringLiteral("ipc"));
    const std::unique_ptr<Child> child = start(QStringLiteral("server"), endpoint.text());
    QVERIFY(child->isReady());
    Client client;
    QVERIFY(client.connectToServer(endpoint.text()));
    QSignalSpy disconnected(&client, &Channel::disconnected);
    QCOMPARE(valueOf(client.call<int>("echo", 1)), 1);

    QList<QFuture<int>> calls;
    QList<int> ends(2 * half, 0);
    QList<std::shared_ptr<QFutureWatcher<int>>> watchers;
    const auto callOnce = [&](int number) {
        calls.append(client.call<int>("silence", number));
        watchers.append(std::make_shared<QFutureWatcher<int>>());
        QObject::connect(watchers.last().get(), &QFutureWatcherBase::finished, this,
                         [&ends, number] { ++ends[number]; });
        watchers.last()->setFuture(calls.last());
    };
    for (int i = 0; i < half; ++i)
        callOnce(i);
    QCOMPARE(valueOf(client.call<int>("echo", 2)), 2); // the child has all of the first half
    for (int i = half; i < 2 * half; ++i)
        callOnce(i);
    QVERIFY(child->kill());

    QVERIFY(waitUntil([&] { return disconnected.size() == 1; }));
    client.close(); // no successor comes
    for (int i = 0; i < 2 * half; ++i) {
        QVERIFY(waitUntil([&] { return ends[i] > 0; }));
        const ErrorCode code = errorOf(calls[i]).code();
        QVERIFY(code == ErrorCode::OutcomeUnknown || (i >= half && code == ErrorCode::NeverSent));
    }
    QCOMPARE(ends, QList<int>(2 * half, 1));
    QCOMPARE(disconnected.size(), 1);
    QCOMPARE(disconnected.constFirst().constFirst().value<Error>().code(), ErrorCode::ConnectionLost);
}

void TestTwoProcess::aKilledServersSuccessorIsFound()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    auto child = start(QStringLiteral("server"), endpoint.text());
    QVERIFY(child->isReady());
    Client client({.reconnectDelay = 1ms, .reconnectLimit = 50ms});
    QSignalSpy connected(&client, &Channel::connected);
    QSignalSpy disconnected(&client, &Channel::disconnected);
    QVERIFY(client.connectToServer(endpoint.text()));
    QCOMPARE(valueOf(client.call<int>("echo", 1)), 1);
    QVERIFY(child->kill());
    QVERIFY(waitUntil([&] { return disconnected.size() == 1; }));
    QVERIFY(!client.isConnected());
    QCOMPARE(connected.size(), 1);

    const QFuture<int> between = client.call<int>("echo", 2); // waits for the successor
    child = start(QStringLiteral("server"), endpoint.text());
    QVERIFY(child->isReady());
    QCOMPARE(valueOf(between), 2);
    QVERIFY(waitUntil([&] { return connected.size() == 2; }));
    QCOMPARE(valueOf(client.call<int>("echo", 3)), 3);
    QCOMPARE(disconnected.size(), 1);
}

void TestTwoProcess::aKilledClientIsReported()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Server server;
    server.expose("echo", [](int value) { return value; });
    QVERIFY(server.bind(endpoint.text()));
    QSignalSpy gone(&server, &Server::clientDisconnected);
    Client other;
    QVERIFY(other.connectToServer(endpoint.text()));
    QCOMPARE(valueOf(other.call<int>("echo", 1)), 1);
    QVERIFY(waitUntil([&] { return server.channels().size() == 1; }));

    const std::unique_ptr<Child> child = start(QStringLiteral("client"), endpoint.text());
    QVERIFY(child->isReady());
    QVERIFY(waitUntil([&] { return server.channels().size() == 2; }));
    Channel *const channel = server.channels().constLast();
    Error reason;
    QObject::connect(channel, &Channel::disconnected, this, [&](const Error &given) { reason = given; });
    QCOMPARE(valueOf(channel->call<int>("echo", 2)), 2);
    QVERIFY(child->kill());

    QVERIFY(waitUntil([&] { return gone.size() == 1; }));
    QCOMPARE(reason.code(), ErrorCode::ConnectionLost);
    QCOMPARE(server.channels().size(), 1);
    QVERIFY(other.isConnected());
    QCOMPARE(valueOf(other.call<int>("echo", 3)), 3);
}

QTEST_GUILESS_MAIN(TestTwoProcess)
#include "tst_twoprocess.moc"
