// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "thermostat.h"

#include <heliograph/remoteobject.h>

#include <QtTest/qsignalspy.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// Remote objects across the sudden ends of processes.
class TestRemoteProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anObjectComesBackWithItsServer();
    void eventsAreInOrderUntilTheKill();
    void writesUnderWayEnd();
    void nothingIsSentToAKilledClient();
    void aFrozenReaderIsToldWhatItLost();
};

namespace {

/// A server process with a thermostat, set to \a target.
std::unique_ptr<Child> startServer(const Endpoint &endpoint, int target)
{
    return std::make_unique<Child>(
        QStringLiteral(REMOTE_CHILD),
        QStringList{QStringLiteral("server"), endpoint.text(), QString::number(target)});
}

const ClientOptions impatient{.reconnectDelay = 1ms, .reconnectLimit = 50ms};

} // namespace

void TestRemoteProcess::anObjectComesBackWithItsServer()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Client client(impatient);
    RemoteObject remote(&client, "t");
    QSignalSpy connected(&client, &Channel::signalConnected);
    QList<double> told;
    QStringList others;
    QObject::connect(&remote, &RemoteObject::valueChanged, this,
                     [&](const QString &name, const QVariant &value) {
                         if (name == u"target")
                             told.append(value.toDouble());
                         else if (told.size() > 1)
                             others.append(name);
                     });
    int ticks = 0;
    remote.connectSignal("ticked", this, [&] { ++ticks; });
    QVERIFY(client.connectToServer(endpoint.text())); // before there is a server
    for (int round = 0; round < 5; ++round) {
        const int target = 10 + round;
        const std::unique_ptr<Child> child = startServer(endpoint, target);
        QVERIFY(child->isReady());
        QVERIFY(waitUntil([&] { return remote.isReady() && connected.size() == round + 1; }));
        QVERIFY(waitUntil([&] { return remote.value<double>("target") == target; }));
        ticks = 0;
        QVERIFY(waitUntil([&] { return ticks > 0; }));
        QVERIFY(child->kill());
        QVERIFY(waitUntil([&] { return remote.state() == RemoteObject::State::Lost; }));
        QCOMPARE(remote.value<double>("target"), target); // as it was last known
    }
    QCOMPARE(told, (QList<double>{10, 11, 12, 13, 14}));
    QCOMPARE(others, QStringList()); // what is as it was is not told
}

void TestRemoteProcess::eventsAreInOrderUntilTheKill()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Client client(impatient);
    QSignalSpy lost(&client, &Channel::eventsLost);
    int last = -1;
    bool isInOrder = true;
    int heard = 0;
    client.connectSignal("t.ticked", this, [&](int number) {
        isInOrder = isInOrder && (last < 0 || number == last + 1);
        last = number;
        ++heard;
    });
    QVERIFY(client.connectToServer(endpoint.text()));
    for (int round = 0; round < 5; ++round) {
        QVERIFY(waitUntil([&] { return !client.isConnected(); }));
        last = -1;
        heard = 0;
        const std::unique_ptr<Child> child = startServer(endpoint, 20);
        QVERIFY(child->isReady());
        QVERIFY(waitUntil([&] { return heard > 1000 * round; }));
        QVERIFY(child->kill());
    }
    QVERIFY(isInOrder);
    QCOMPARE(lost.size(), 0);
}

void TestRemoteProcess::writesUnderWayEnd()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Client client(impatient);
    RemoteObject remote(&client, "t");
    QVERIFY(client.connectToServer(endpoint.text()));
    std::unique_ptr<Child> child = startServer(endpoint, 20);
    QVERIFY(child->isReady());
    QVERIFY(waitUntil([&] { return remote.isReady(); }));
    QList<QFuture<void>> writes;
    for (int i = 0; i < 200; ++i)
        writes.append(remote.setValue("target", 5 + i % 20));
    QVERIFY(child->kill());
    QVERIFY(waitUntil([&] { return remote.state() == RemoteObject::State::Lost; }));
    QSignalSpy shown(&remote, &RemoteObject::valueChanged);
    const QFuture<void> late = remote.setValue("target", 30); // waits for the next server
    client.close();
    for (const QFuture<void> &write : std::as_const(writes)) {
        const ErrorCode code = errorOf(write).code();
        QVERIFY(code == ErrorCode::None || code == ErrorCode::OutcomeUnknown || code == ErrorCode::NeverSent);
    }
    QCOMPARE(errorOf(late).code(), ErrorCode::NeverSent);
    QVERIFY(!shown.isEmpty()); // the last value known, instead of the one that was written
    QVERIFY(shown.constLast()[1].toDouble() != 30);
}

void TestRemoteProcess::nothingIsSentToAKilledClient()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Server server;
    Thermostat thermostat;
    QVERIFY(server.expose("t", &thermostat));
    QVERIFY(server.bind(endpoint.text()));
    Child child(QStringLiteral(REMOTE_CHILD), {QStringLiteral("client"), endpoint.text()});
    QVERIFY(child.isReady());
    QVERIFY(thermostat.isHeard("ticked(int)"));
    QVERIFY(thermostat.isHeard("targetChanged()"));
    QTimer ticking;
    QObject::connect(&ticking, &QTimer::timeout, &thermostat, [&] { thermostat.flood(100); });
    ticking.start(0);
    QVERIFY(child.kill());
    QVERIFY(waitUntil(
        [&] { return !thermostat.isHeard("ticked(int)") && !thermostat.isHeard("targetChanged()"); }));
    QVERIFY(server.channels().isEmpty());
}

// A reader that stands still costs its server a bounded amount; other readers notice nothing; what it lost is counted, and
// properties are true again.
void TestRemoteProcess::aFrozenReaderIsToldWhatItLost()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Server server;
    Thermostat thermostat;
    QVERIFY(server.expose("t", &thermostat));
    QVERIFY(server.bind(endpoint.text()));
    Child child(QStringLiteral(REMOTE_CHILD), {QStringLiteral("client"), endpoint.text()});
    QVERIFY(child.isReady());
    Channel *const frozen = server.channels().constFirst();
    Client other;
    int heard = 0;
    QSignalSpy lost(&other, &Channel::eventsLost);
    QSignalSpy connected(&other, &Channel::signalConnected);
    other.connectSignal("t.overheated", this, [&] { ++heard; });
    QVERIFY(other.connectToServer(endpoint.text()));
    QVERIFY(waitUntil([&] { return !connected.isEmpty(); }));

    child.freeze();
    const QString large(10000, u'x');
    constexpr int count = 10000; // 100 MB
    for (int sent = 1; sent <= count; ++sent) {
        Q_EMIT thermostat.overheated(sent, large);
        if (sent % 100 == 0)
            QVERIFY(waitUntil([&] { return heard == sent; }));
    }
    thermostat.setTarget(29);
    child.thaw();
    QList<int> counts;
    QVERIFY(waitUntil([&] {
        counts = valueOf(frozen->call<QList<int>>("counts"));
        return counts.at(0) + counts.at(1) == count;
    }));
    QVERIFY2(counts.at(1) > 0, "100 MB are more than a session may hold back");
    QCOMPARE(lost.size(), 0);
    QVERIFY(server.channels().contains(frozen));
}

QTEST_GUILESS_MAIN(TestRemoteProcess)
#include "moc_thermostat.cpp"
#include "tst_remoteprocess.moc"
