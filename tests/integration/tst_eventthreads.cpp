// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remote.h"
#include "thermostat.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qthread.h>

using namespace heliograph;

class TestEventThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void objectsInOtherThreadsEmit();
    void receiversInOtherThreadsHear();
    void aSignalOfAnyThreadIsHeard();
    void aLocalSignalCallsARemoteMethod();
    void aReceiverMayDoAnything();
    void aFloodLeavesTheEventLoopAlone();
};

void TestEventThreads::objectsInOtherThreadsEmit()
{
    Connection link;
    QThread thread;
    thread.start();
    auto *const thermostat = new Thermostat;
    QVERIFY(link.server.expose("t", thermostat));
    thermostat->moveToThread(&thread);
    Connected connected(link.client);
    int next = 0;
    bool isInOrder = true;
    link.client.connectSignal("t.ticked", this, [&](int number) { isInOrder &= number == next++; });
    QVERIFY(connected.wait());
    QVERIFY(waitFor(link.client.call("t.flood", 1000)));
    QCOMPARE(next, 1000);
    QVERIFY(isInOrder);
    thermostat->deleteLater();
    thread.quit();
    thread.wait();
}

void TestEventThreads::receiversInOtherThreadsHear()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    QThread thread;
    thread.start();
    auto *const receiver = new QObject;
    receiver->moveToThread(&thread);
    Connected connected(link.client);
    std::atomic<int> heard = 0;
    std::atomic<bool> isThere = true;
    link.client.connectSignal("t.ticked", receiver, [&](int) {
        isThere = isThere && QThread::currentThread() == &thread;
        ++heard;
    });
    QVERIFY(connected.wait());
    thermostat.flood(100);
    QVERIFY(waitUntil([&] { return heard == 100; }));
    QVERIFY(isThere);
    receiver->deleteLater();
    thread.quit();
    thread.wait();
    QVERIFY(waitUntil([&] { return !thermostat.isHeard("ticked(int)"); }));
}

void TestEventThreads::aSignalOfAnyThreadIsHeard()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    Connected connected(link.client);
    int heard = 0;
    link.client.connectSignal("t.ticked", this, [&](int) { ++heard; });
    QVERIFY(connected.wait());
    const std::unique_ptr<QThread> thread(QThread::create([&] { thermostat.flood(500); }));
    thread->start();
    QVERIFY(waitUntil([&] { return heard == 500; }));
    thread->wait();
}

void TestEventThreads::aLocalSignalCallsARemoteMethod()
{
    Connection link;
    Thermostat remote;
    QVERIFY(link.server.expose("t", &remote));
    Thermostat local;
    link.client.connectSignal(&local, &Thermostat::measured, "t.heat");
    Q_EMIT local.measured(23);
    QVERIFY(waitUntil([&] { return remote.target() == 23; }));
    QTimer timer; // whose signal is private
    int ticks = 0;
    link.server.expose("tick", [&] { ++ticks; });
    const QMetaObject::Connection connection = link.client.connectSignal(&timer, &QTimer::timeout, "tick");
    timer.start(0);
    QVERIFY(waitUntil([&] { return ticks > 0; }));
    QVERIFY(QObject::disconnect(connection));
    // Errors go to the log of the side that caused them.
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("\"t\\.nothing\".*UnknownName")));
    link.client.connectSignal(&local, &Thermostat::renamed, "t.nothing");
    Q_EMIT local.renamed();
    QCOMPARE(valueOf(link.client.call<double>("t.mean", 1)), 19.5);
}

void TestEventThreads::aReceiverMayDoAnything()
{
    Thermostat thermostat;
    const auto heardIn = [&](const std::function<void(Connection &, SignalConnection &)> &act) {
        auto link = std::make_unique<Connection>();
        bool isBound = link->server.expose("t", &thermostat);
        Connected connected(link->client);
        SignalConnection connection;
        int heard = 0;
        connection = link->client.connectSignal("t.ticked", this, [&](int) {
            ++heard;
            act(*link, connection);
        });
        isBound = isBound && connected.wait();
        thermostat.flood(3);
        return isBound && waitUntil([&] { return heard > 0; }) ? heard : -1;
    };
    QCOMPARE(heardIn([](Connection &, SignalConnection &own) { own.disconnect(); }), 1);
    QCOMPARE(heardIn([](Connection &link, SignalConnection &) { link.client.close(); }), 1);
    // An event loop in the receiver: the events behind it come in there, in order.
    Connection link;
    QVERIFY(link.server.expose("t", &thermostat));
    Connected connected(link.client);
    QList<int> heard;
    link.client.connectSignal("t.ticked", this, [&](int number) {
        heard.append(number);
        if (number == 0)
            QVERIFY(waitUntil([&] { return heard.size() == 50; }));
    });
    QVERIFY(connected.wait());
    thermostat.flood(50);
    QVERIFY(waitUntil([&] { return heard.size() == 50; }));
    QVERIFY(std::is_sorted(heard.begin(), heard.end()));
}

void TestEventThreads::aFloodLeavesTheEventLoopAlone()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    Connected connected(link.client);
    constexpr int count = 20000;
    int heard = 0;
    int turns = 0; // of the event loop, while events came
    link.client.connectSignal("t.ticked", this, [&](int) {
        ++heard;
        const QDeadlineTimer busy(std::chrono::nanoseconds(20000));
        while (!busy.hasExpired()) {
        }
    });
    QVERIFY(connected.wait());
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, this, [&] { turns += heard > 0 && heard < count; });
    timer.start(0);
    thermostat.flood(count);
    QVERIFY(waitUntil([&] { return heard == count; }));
    // 400 ms of work in turns of a few ms; one turn for each frame would be ten.
    QVERIFY2(turns > 30, qPrintable(QString::number(turns)));
}

QTEST_GUILESS_MAIN(TestEventThreads)
#include "moc_thermostat.cpp"
#include "tst_eventthreads.moc"
