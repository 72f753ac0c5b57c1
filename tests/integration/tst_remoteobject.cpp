// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remote.h"
#include "thermostat.h"

#include <QtCore/qthread.h>

using namespace heliograph;

class TestRemoteObject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void itTellsWhatTheObjectHas();
    void anUnknownNameIsToldAndWaitedFor();
    void statesAcrossReconnects();
    void afterAReconnectOnlyDifferencesAreTold();
    void aWithdrawnObjectIsGone();
    void severalShareOneObject();
    void itMayOutliveItsChannel();
    void itMayDieInItsOwnSignals();
    void membersAreCalledAndConnected();
    void objectsInOtherThreadsAreFollowed();
    void nothingIsFollowedThatNobodyWants();
    void objectsComeAndGo();
};

void TestRemoteObject::itTellsWhatTheObjectHas()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    RemoteObject remote(&link.client, "t");
    QCOMPARE(remote.state(), RemoteObject::State::Waiting);
    QVERIFY(!remote.value("target").isValid());
    QVERIFY(remote.propertyNames().isEmpty());
    QSignalSpy states(&remote, &RemoteObject::stateChanged);
    QSignalSpy values(&remote, &RemoteObject::valueChanged);
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QCOMPARE(states.size(), 1);
    const QStringList properties{QStringLiteral("target"), QStringLiteral("temperature"),
                                 QStringLiteral("step"), QStringLiteral("level"), QStringLiteral("serial")};
    QCOMPARE(remote.propertyNames(), properties);
    QCOMPARE(namesIn(values), properties);
    QCOMPARE(remote.methodNames(),
             (QStringList{QStringLiteral("heat"), QStringLiteral("mean"), QStringLiteral("flood")}));
    QVERIFY(remote.signalNames().contains(QStringLiteral("overheated")));
    QVERIFY(!remote.signalNames().contains(QStringLiteral("renamed"))); // the base class was not exposed
    QCOMPARE(remote.value("target"), QVariant(20.0));
    QCOMPARE(remote.value<double>("temperature"), 18.5);
    QCOMPARE(remote.value<QString>("serial"), QStringLiteral("T-1"));
    QVERIFY(!remote.value<QString>("target"));
    QVERIFY(!remote.value<int>("nothing"));
    QCOMPARE(remote.error().code(), ErrorCode::None);
}

// The setter makes 30 of 100: no change is signaled for a property that is 30 already.
void TestRemoteObject::anUnknownNameIsToldAndWaitedFor()
{
    Connection link;
    RemoteObject remote(&link.client, "late");
    QSignalSpy states(&remote, &RemoteObject::stateChanged);
    QVERIFY(waitUntil([&] { return !states.isEmpty(); }));
    QCOMPARE(remote.state(), RemoteObject::State::Waiting);
    QCOMPARE(remote.error().code(), ErrorCode::UnknownName);
    QVERIFY(remote.error().message().contains(u"late"));
    Thermostat thermostat;
    QVERIFY(link.server.expose("late", &thermostat));
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QCOMPARE(remote.error().code(), ErrorCode::None);
}

void TestRemoteObject::statesAcrossReconnects()
{
    Endpoint endpoint;
    Client client({.reconnectDelay = std::chrono::milliseconds(5)});
    RemoteObject remote(&client, "t"); // the server does not exist yet
    QList<RemoteObject::State> states;
    QObject::connect(&remote, &RemoteObject::stateChanged, this,
                     [&](RemoteObject::State state) { states.append(state); });
    Thermostat thermostat;
    auto server = std::make_unique<Server>();
    QVERIFY(server->expose("t", &thermostat));
    QVERIFY(server->bind(endpoint.text()));
    const QString address = server->endpoints().constFirst();
    QVERIFY(client.connectToServer(address));
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    server.reset();
    QVERIFY(waitForState(remote, RemoteObject::State::Lost));
    QVERIFY(remote.error().code() != ErrorCode::None);
    QCOMPARE(remote.value<double>("target"), 20); // the last one known
    thermostat.setTarget(21);
    server = std::make_unique<Server>();
    QVERIFY(server->expose("t", &thermostat));
    QVERIFY(waitUntil([&] { return server->bind(address); }));
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QCOMPARE(remote.value<double>("target"), 21);
    QCOMPARE(states, (QList<RemoteObject::State>{RemoteObject::State::Ready, RemoteObject::State::Lost,
                                                 RemoteObject::State::Ready}));
}

void TestRemoteObject::afterAReconnectOnlyDifferencesAreTold()
{
    Endpoint endpoint;
    Client client({.reconnectDelay = std::chrono::milliseconds(5)});
    Thermostat thermostat;
    auto server = std::make_unique<Server>();
    QVERIFY(server->expose("t", &thermostat));
    QVERIFY(server->bind(endpoint.text()));
    const QString address = server->endpoints().constFirst();
    QVERIFY(client.connectToServer(address));
    RemoteObject remote(&client, "t");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    server.reset();
    QVERIFY(waitForState(remote, RemoteObject::State::Lost));
    QSignalSpy values(&remote, &RemoteObject::valueChanged);
    thermostat.setLevel(9);
    thermostat.measure(1);
    thermostat.measure(18.5); // as it was
    server = std::make_unique<Server>();
    QVERIFY(server->expose("t", &thermostat));
    QVERIFY(waitUntil([&] { return server->bind(address); }));
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QVERIFY(waitUntil([&] { return !values.isEmpty(); }));
    QCOMPARE(namesIn(values), QStringList{QStringLiteral("level")});
}

void TestRemoteObject::aWithdrawnObjectIsGone()
{
    Connection link;
    auto thermostat = std::make_unique<Thermostat>();
    QVERIFY(link.server.expose("t", thermostat.get()));
    RemoteObject remote(&link.client, "t");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QVERIFY(link.server.withdraw("t"));
    QVERIFY(waitForState(remote, RemoteObject::State::Gone));
    QCOMPARE(remote.error().code(), ErrorCode::UnknownName);
    QCOMPARE(remote.value<double>("target"), 20);
    thermostat->setTarget(25);
    QVERIFY(link.server.expose("t", thermostat.get()));
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QVERIFY(waitUntil([&] { return remote.value<double>("target") == 25; }));
    thermostat.reset(); // dies: withdraws itself
    QVERIFY(waitForState(remote, RemoteObject::State::Gone));
    QCOMPARE(errorOf(remote.call<double>("mean", 1)).code(), ErrorCode::UnknownName);
}

void TestRemoteObject::severalShareOneObject()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    auto first = std::make_unique<RemoteObject>(&link.client, "t");
    QVERIFY(waitForState(*first, RemoteObject::State::Ready));
    RemoteObject second(&link.client, "t");
    QCOMPARE(second.state(), RemoteObject::State::Ready); // at once: its values are known
    QCOMPARE(second.value<double>("target"), 20);
    thermostat.setTarget(21);
    QVERIFY(waitUntil([&] { return second.value<double>("target") == 21; }));
    QCOMPARE(first->value<double>("target"), 21);
    first.reset();
    thermostat.setTarget(22);
    QVERIFY(waitUntil([&] { return second.value<double>("target") == 22; }));
}

void TestRemoteObject::itMayOutliveItsChannel()
{
    Thermostat thermostat;
    auto link = std::make_unique<Connection>();
    QVERIFY(link->server.expose("t", &thermostat));
    RemoteObject remote(&link->client, "t");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    link.reset();
    QCOMPARE(remote.state(), RemoteObject::State::Lost);
    QCOMPARE(remote.value<double>("target"), 20);
    QCOMPARE(errorOf(remote.call<double>("mean", 1)).code(), ErrorCode::NeverSent);
    QCOMPARE(errorOf(remote.setValue("target", 1.0)).code(), ErrorCode::NeverSent);
    QVERIFY(!remote.connectSignal("ticked", this, [](int) {}).disconnect());
}

void TestRemoteObject::itMayDieInItsOwnSignals()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    auto byState = std::make_unique<RemoteObject>(&link.client, "t");
    auto byValue = std::make_unique<RemoteObject>(&link.client, "t");
    QObject::connect(byState.get(), &RemoteObject::stateChanged, this, [&] { byState.reset(); });
    QObject::connect(byValue.get(), &RemoteObject::valueChanged, this, [&] { byValue.reset(); });
    QVERIFY(waitUntil([&] { return !byState && !byValue; }));
    QVERIFY(waitUntil([&] { return !thermostat.isHeard("targetChanged()"); })); // nobody follows it any more
    RemoteObject last(&link.client, "t");
    QVERIFY(waitForState(last, RemoteObject::State::Ready));
}

void TestRemoteObject::membersAreCalledAndConnected()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    RemoteObject remote(&link.client, "t");
    QCOMPARE(valueOf(remote.call<double>("mean", 1)), 19.5);
    QCOMPARE(valueOf(remote.invoke("mean", {2})), QVariant(20.5));
    QCOMPARE(valueOf(remote.method("mean").withTimeout(std::chrono::seconds(5)).call<double>(3)), 21.5);
    remote.notify("heat", 24.0);
    QCOMPARE(valueOf(remote.call<double>("mean", 1)), 19.5);
    QCOMPARE(thermostat.target(), 24);
    QCOMPARE(errorOf(remote.call("nothing")).code(), ErrorCode::UnknownName);
}

void TestRemoteObject::objectsInOtherThreadsAreFollowed()
{
    Connection link;
    QThread thread;
    thread.start();
    auto *const thermostat = new Thermostat;
    QVERIFY(link.server.expose("t", thermostat, {.writableProperties = true}));
    thermostat->moveToThread(&thread);
    RemoteObject remote(&link.client, "t");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QCOMPARE(errorOf(remote.setValue("target", 24.0)).code(), ErrorCode::None);
    QCOMPARE(remote.value<double>("target"), 24);
    QVERIFY(waitFor(remote.call("heat", 25.0)));
    QCOMPARE(remote.value<double>("target"), 25);
    QMetaObject::invokeMethod(thermostat, [thermostat] { thermostat->setLevel(5); });
    QVERIFY(waitUntil([&] { return remote.value<int>("level") == 5; }));
    thermostat->deleteLater();
    QVERIFY(waitForState(remote, RemoteObject::State::Gone));
    thread.quit();
    thread.wait();
}

void TestRemoteObject::nothingIsFollowedThatNobodyWants()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    auto remote = std::make_unique<RemoteObject>(&link.client, "t");
    QVERIFY(waitForState(*remote, RemoteObject::State::Ready));
    QVERIFY(thermostat.isHeard("targetChanged()"));
    remote.reset();
    QVERIFY(waitUntil([&] { return !thermostat.isHeard("targetChanged()"); }));
    remote = std::make_unique<RemoteObject>(&link.client, "t");
    QVERIFY(waitForState(*remote, RemoteObject::State::Ready));
    link.client.close();
    QVERIFY(waitUntil([&] { return !thermostat.isHeard("targetChanged()"); }));
}

void TestRemoteObject::objectsComeAndGo()
{
    Endpoint endpoint;
    Client client({.reconnectDelay = std::chrono::milliseconds(5)});
    Thermostat one;
    Thermostat two;
    auto server = std::make_unique<Server>();
    QVERIFY(server->expose("one", &one));
    QVERIFY(server->expose("function", [] {}));
    QVERIFY(server->bind(endpoint.text()));
    const QString address = server->endpoints().constFirst();
    QStringList told;
    QObject::connect(&client, &Channel::objectAdded, this,
                     [&](const QString &name) { told.append(u'+' + name); });
    QObject::connect(&client, &Channel::objectRemoved, this,
                     [&](const QString &name) { told.append(u'-' + name); });
    QVERIFY(client.connectToServer(address));
    QVERIFY(waitUntil([&] { return told.size() == 1; }));
    QVERIFY(server->expose("two", &two));
    QVERIFY(waitUntil([&] { return told.size() == 2; }));
    QVERIFY(server->withdraw("one"));
    QVERIFY(waitUntil([&] { return told.size() == 3; }));
    QCOMPARE(told.join(u' '), QStringLiteral("+one +two -one"));
    QCOMPARE(client.objects(), QStringList{QStringLiteral("two")});
    told.clear();
    server = std::make_unique<Server>(); // has "one" again, and still "two"
    QVERIFY(server->expose("one", &one));
    QVERIFY(server->expose("two", &two));
    QVERIFY(waitUntil([&] { return server->bind(address); }));
    QVERIFY(waitUntil([&] { return !told.isEmpty(); }));
    QCOMPARE(told, QStringList{QStringLiteral("+one")});
}

QTEST_GUILESS_MAIN(TestRemoteObject)
#include "moc_thermostat.cpp"
#include "tst_remoteobject.moc"
