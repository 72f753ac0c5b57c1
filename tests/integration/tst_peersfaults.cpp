// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"
#include "thermostat.h"

#include <heliograph/remoteobject.h>

#include <QtCore/qpromise.h>
#include <QtCore/qthread.h>
#include <QtTest/qsignalspy.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// What users of Qt Remote Objects suffer from, shown not to exist here.
class TestPeersFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void pendingCallsEndWithTheServer();
    void nothingIsDroppedQuietlyWhileDisconnected();
    void errorsComeBack();
    void anUnknownObjectIsSaid();
    void aNameCannotBeStolen();
    void aSlowMethodHoldsNobodyUp();
    void eventLoopsInHandlersAreHarmless();
    void usingAnObjectBeforeItIsThere();
    void peersMayDieInAnyOrder();
    void privateSlotsArePrivate();
};

namespace {

class Careless : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE void fail() { throw std::runtime_error("it broke"); }
    Q_INVOKABLE void failOddly() { throw 42; }
    Q_INVOKABLE int nest()
    {
        QEventLoop loop;
        QTimer::singleShot(5ms, &loop, &QEventLoop::quit);
        loop.exec();
        return 1;
    }

public Q_SLOTS:
    int publicSlot() { return 1; }

private Q_SLOTS:
    int privateSlot() { return 1; }

protected Q_SLOTS:
    int protectedSlot() { return 1; }
};

} // namespace

void TestPeersFaults::pendingCallsEndWithTheServer()
{
    QPromise<int> silence;
    silence.start();
    auto link = std::make_unique<Connection>();
    link->server.expose("silence", [&] { return silence.future(); });
    QVERIFY(link->isEstablished());
    const QFuture<int> call = link->client.call<int>("silence");
    QCOMPARE(valueOf(link->client.call<QVariantList>("heliograph.describe", "none")), QVariantList());
    link->server.close();
    QCOMPARE(errorOf(call).code(), ErrorCode::OutcomeUnknown);
}

void TestPeersFaults::nothingIsDroppedQuietlyWhileDisconnected()
{
    Client nowhere; // was never told to connect: nothing can come of a call
    RemoteObject remote(&nowhere, "t");
    QCOMPARE(errorOf(remote.call<int>("mean")).code(), ErrorCode::NeverSent);
    QCOMPARE(errorOf(remote.setValue("target", 1.0)).code(), ErrorCode::NeverSent);
    const Endpoint endpoint(QStringLiteral("ipc"));
    Client waiting; // waits for a server that does not come
    QVERIFY(waiting.connectToServer(endpoint.text()));
    waiting.setCallTimeout(20ms);
    QCOMPARE(errorOf(waiting.call<int>("t.mean")).code(), ErrorCode::NeverSent);
}

void TestPeersFaults::errorsComeBack()
{
    Connection link;
    Careless careless;
    QVERIFY(link.server.expose("o", &careless));
    QCOMPARE(errorOf(link.client.call("o.nothing")).code(), ErrorCode::UnknownName);
    QCOMPARE(errorOf(link.client.call("o.fail")).message(), QStringLiteral("it broke"));
    QCOMPARE(errorOf(link.client.call("o.failOddly")).code(), ErrorCode::RemoteException);
    QCOMPARE(valueOf(link.client.call<int>("o.nest")), 1); // the server lives
}

void TestPeersFaults::anUnknownObjectIsSaid()
{
    Connection link;
    RemoteObject remote(&link.client, "misspelt");
    QSignalSpy states(&remote, &RemoteObject::stateChanged);
    QVERIFY(waitUntil([&] { return !states.isEmpty(); }));
    QCOMPARE(remote.error().code(), ErrorCode::UnknownName);
    QVERIFY(remote.error().message().contains(u"misspelt"));
}

void TestPeersFaults::aNameCannotBeStolen()
{
    Connection link;
    link.server.expose("who", [] { return 1; });
    QVERIFY(link.isEstablished());
    const QString endpoint = link.server.endpoints().constFirst();
    Server thief;
    thief.expose("who", [] { return 2; });
    QVERIFY(!thief.bind(endpoint));
    QCOMPARE(thief.error().code(), ErrorCode::AddressInUse);
    Client late;
    QVERIFY(late.connectToServer(endpoint));
    QCOMPARE(valueOf(late.call<int>("who")), 1);
}

void TestPeersFaults::aSlowMethodHoldsNobodyUp()
{
    Connection link;
    QThread thread;
    thread.start();
    QObject worker;
    worker.moveToThread(&thread);
    QPromise<int> released;
    released.start();
    link.server.expose("slow", [&] { return released.future(); });
    link.server.expose("fast", [] { return 2; });
    const QFuture<int> slow = link.client.call<int>("slow");
    QCOMPARE(valueOf(link.client.call<int>("fast")), 2);
    QVERIFY(!slow.isFinished());
    released.addResult(1);
    released.finish();
    QCOMPARE(valueOf(slow), 1);
    thread.quit();
    thread.wait();
}

void TestPeersFaults::eventLoopsInHandlersAreHarmless()
{
    Connection link;
    Careless careless;
    QVERIFY(link.server.expose("o", &careless));
    QVERIFY(link.client.expose("o", &careless));
    QVERIFY(link.isEstablished());
    QList<QFuture<int>> calls;
    for (int i = 0; i < 50; ++i) {
        calls.append(link.client.call<int>("o.nest"));
        calls.append(link.server.channels().constFirst()->call<int>("o.nest"));
    }
    for (const QFuture<int> &call : std::as_const(calls))
        QCOMPARE(valueOf(call), 1);
}

void TestPeersFaults::usingAnObjectBeforeItIsThere()
{
    Connection link;
    RemoteObject remote(&link.client, "t");
    QVERIFY(!remote.value("target").isValid());
    QVERIFY(!remote.value<double>("target"));
    const QFuture<double> early = remote.call<double>("mean", 1);
    const QFuture<void> write = remote.setValue("target", 5.0);
    int heard = 0;
    remote.connectSignal("ticked", this, [&] { ++heard; });
    QCOMPARE(errorOf(early).code(), ErrorCode::UnknownName);
    QCOMPARE(errorOf(write).code(), ErrorCode::UnknownName);
    QSignalSpy connected(&link.client, &Channel::signalConnected);
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    QVERIFY(waitUntil([&] { return remote.isReady() && !connected.isEmpty(); }));
    thermostat.flood(1);
    QVERIFY(waitUntil([&] { return heard == 1; }));
}

void TestPeersFaults::peersMayDieInAnyOrder()
{
    for (int order = 0; order < 6; ++order) {
        auto link = std::make_unique<Connection>();
        auto thermostat = std::make_unique<Thermostat>();
        QVERIFY(link->server.expose("t", thermostat.get(), {.writableProperties = true}));
        auto remote = std::make_unique<RemoteObject>(&link->client, "t");
        auto receiver = std::make_unique<QObject>();
        remote->connectSignal("ticked", receiver.get(), [] {});
        if (order % 2 == 0)
            QVERIFY(waitUntil([&] { return remote->isReady(); }));
        const QFuture<void> write = remote->setValue("target", 21.0);
        thermostat->flood(10);
        switch (order / 2) {
        case 0: thermostat.reset(); break;
        case 1: remote.reset(); break;
        default: link.reset(); break;
        }
        QVERIFY(waitFor(write));
        receiver.reset();
        if (thermostat)
            thermostat->flood(10);
        QCoreApplication::processEvents();
    }
}

void TestPeersFaults::privateSlotsArePrivate()
{
    Connection link;
    Careless careless;
    QVERIFY(link.server.expose("o", &careless, {.upTo = &QObject::staticMetaObject, .includeSlots = true}));
    QCOMPARE(valueOf(link.client.call<int>("o.publicSlot")), 1);
    for (const char *never : {"o.privateSlot", "o.protectedSlot", "o.deleteLater"})
        QCOMPARE(errorOf(link.client.call<int>(never)).code(), ErrorCode::UnknownName);
}

QTEST_GUILESS_MAIN(TestPeersFaults)
#include "moc_thermostat.cpp"
#include "tst_peersfaults.moc"
