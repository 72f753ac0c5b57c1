// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remote.h"
#include "thermostat.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qthread.h>

using namespace heliograph;

class TestEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void aRemoteSignalReachesASlot();
    void receiversTakeWhatTheyWant();
    void severalReceiversShareASubscription();
    void connectionsEnd_data();
    void connectionsEnd();
    void aDeadReceiverEndsItsConnection();
    void onlySubscribedSignalsAreSent();
    void aWishIsKept();
    void aWithdrawnSignalComesBack();
    void whatDoesNotFitIsSaid();
    void anOverloadIsChosen();
    void eventsComeInOrderAndBeforeTheReply();
    void theServerHearsItsClient();
    void signalsWithoutAnObjectName();
};

void TestEvents::aRemoteSignalReachesASlot()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("thermostat", &thermostat));
    Connected connected(link.client);
    double celsius = 0;
    QString where;
    link.client.connectSignal("thermostat.overheated", this, [&](double c, const QString &w) {
        celsius = c;
        where = w;
    });
    QVERIFY(connected.wait());
    QCOMPARE(connected.spy[0][0].toString(), QStringLiteral("thermostat.overheated"));
    Q_EMIT thermostat.overheated(99.5, QStringLiteral("boiler"));
    QVERIFY(waitUntil([&] { return celsius == 99.5; }));
    QCOMPARE(where, QStringLiteral("boiler"));
}

void TestEvents::receiversTakeWhatTheyWant()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    Connected connected(link.client);
    int without = 0;
    QList<double> first;
    QVariantList all;
    Thermostat local;
    link.client.connectSignal("t.overheated", this, [&] { ++without; });
    link.client.connectSignal("t.overheated", this, [&](double celsius) { first.append(celsius); });
    link.client.connectSignal("t.overheated", this, [&](const EventArguments &event) { all = event.values; });
    link.client.connectSignal("t.overheated", &local, &Thermostat::heat);
    QList<Thermostat::Mode> modes;
    link.client.connectSignal("t.switched", this, [&](Thermostat::Mode mode) { modes.append(mode); });
    QVERIFY(connected.wait(2));
    Q_EMIT thermostat.overheated(25, QStringLiteral("x"));
    Q_EMIT thermostat.switched(Thermostat::Mode::Cool);
    QVERIFY(waitUntil([&] { return !modes.isEmpty(); }));
    QCOMPARE(without, 1);
    QCOMPARE(first, QList<double>{25});
    QCOMPARE(all, (QVariantList{25.0, QStringLiteral("x")}));
    QCOMPARE(local.target(), 25);
    QCOMPARE(modes, QList<Thermostat::Mode>{Thermostat::Mode::Cool});
}

void TestEvents::severalReceiversShareASubscription()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    Connected connected(link.client);
    QStringList heard;
    link.client.connectSignal("t.measured", this, [&](double) { heard.append(QStringLiteral("a")); });
    link.client.connectSignal("t.measured", this, [&](double) { heard.append(QStringLiteral("b")); });
    QVERIFY(connected.wait());
    link.client.connectSignal("t.measured", this, [&](double) { heard.append(QStringLiteral("c")); });
    Q_EMIT thermostat.measured(1);
    QVERIFY(waitUntil([&] { return heard.size() >= 3; }));
    QCOMPARE(heard.join(u' '), QStringLiteral("a b c"));
    QCOMPARE(connected.spy.size(), 1);
}

void TestEvents::connectionsEnd_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : {"handle", "channel", "name", "name and receiver"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void TestEvents::connectionsEnd()
{
    QFETCH(QString, how);
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    Connected connected(link.client);
    int ended = 0;
    int kept = 0;
    const SignalConnection connection =
        link.client.connectSignal("t.measured", this, [&](double) { ++ended; });
    link.client.connectSignal("t.ticked", this, [&](int) { ++kept; });
    QVERIFY(connected.wait(2));
    if (how == u"handle")
        QVERIFY(connection.disconnect());
    else if (how == u"channel")
        QVERIFY(link.client.disconnectSignal(connection));
    else if (how == u"name")
        QVERIFY(link.client.disconnectSignal("t.measured"));
    else
        QVERIFY(link.client.disconnectSignal("t.measured", this));
    QVERIFY(!connection.disconnect());
    QVERIFY(!link.client.disconnectSignal("t.measured"));
    QVERIFY(!SignalConnection().disconnect());
    Q_EMIT thermostat.measured(1);
    Q_EMIT thermostat.ticked(1);
    QVERIFY(waitUntil([&] { return kept == 1; }));
    QCOMPARE(ended, 0);
}

void TestEvents::aDeadReceiverEndsItsConnection()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    Connected connected(link.client);
    auto receiver = std::make_unique<QObject>();
    int heard = 0;
    link.client.connectSignal("t.measured", receiver.get(), [&](double) { ++heard; });
    QVERIFY(connected.wait());
    receiver.reset();
    QVERIFY(!link.client.disconnectSignal("t.measured"));
    Q_EMIT thermostat.measured(1);
    QCOMPARE(valueOf(link.client.call<double>("t.mean", 1)), 19.5);
    QCOMPARE(heard, 0);
}

// What nobody wants is not even listened to.
void TestEvents::onlySubscribedSignalsAreSent()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    Connected connected(link.client);
    const SignalConnection connection = link.client.connectSignal("t.ticked", this, [](int) {});
    QVERIFY(connected.wait());
    QVERIFY(thermostat.isHeard("ticked(int)"));
    QVERIFY(!thermostat.isHeard("measured(double)"));
    QVERIFY(connection.disconnect());
    QVERIFY(waitUntil([&] { return !thermostat.isHeard("ticked(int)"); }));
}

// Before the server is there, before the object is exposed, and across reconnects.
void TestEvents::aWishIsKept()
{
    Client client({.reconnectDelay = std::chrono::milliseconds(5)});
    Connected connected(client);
    QSignalSpy failed(&client, &Channel::signalFailed);
    QList<double> heard;
    client.connectSignal("t.measured", this, [&](double celsius) { heard.append(celsius); });
    Endpoint endpoint;
    auto server = std::make_unique<Server>();
    QVERIFY(server->bind(endpoint.text()));
    const QString address = server->endpoints().constFirst();
    QVERIFY(client.connectToServer(address));
    QVERIFY(waitUntil([&] { return !failed.isEmpty(); }));
    QCOMPARE(failed[0][1].value<Error>().code(), ErrorCode::UnknownName);
    Thermostat thermostat;
    QVERIFY(server->expose("t", &thermostat));
    QVERIFY(connected.wait());
    Q_EMIT thermostat.measured(1);
    QVERIFY(waitUntil([&] { return heard.size() == 1; }));
    server = std::make_unique<Server>();
    QVERIFY(server->expose("t", &thermostat));
    QVERIFY(waitUntil([&] { return server->bind(address); }));
    QVERIFY(connected.wait(2));
    Q_EMIT thermostat.measured(2);
    QVERIFY(waitUntil([&] { return heard.size() == 2; }));
    QCOMPARE(heard, (QList<double>{1, 2}));
}

void TestEvents::aWithdrawnSignalComesBack()
{
    Connection link;
    QSignalSpy failed(&link.client, &Channel::signalFailed);
    Connected connected(link.client);
    QList<double> heard;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    link.client.connectSignal("t.measured", this, [&](double celsius) { heard.append(celsius); });
    QVERIFY(connected.wait());
    QVERIFY(link.server.withdraw("t"));
    Q_EMIT thermostat.measured(1); // at once: nothing is sent any more
    QVERIFY(waitUntil([&] { return !failed.isEmpty(); }));
    QVERIFY(!thermostat.isHeard("measured(double)"));
    Thermostat another;
    QVERIFY(link.server.expose("t", &another));
    QVERIFY(connected.wait(2));
    Q_EMIT thermostat.measured(2);
    Q_EMIT another.measured(3);
    QVERIFY(waitUntil([&] { return !heard.isEmpty(); }));
    QCOMPARE(heard, QList<double>{3});
    QSignalSpy lost(&link.client, &Channel::eventsLost);
    QCOMPARE(lost.size(), 0);
}

void TestEvents::whatDoesNotFitIsSaid()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    QSignalSpy failed(&link.client, &Channel::signalFailed);
    int good = 0;
    link.client.connectSignal("t.measured", this, [](double, int) {}); // too many parameters
    QVERIFY(waitUntil([&] { return failed.size() == 1; }));
    QCOMPARE(failed[0][1].value<Error>().code(), ErrorCode::WrongArguments);
    QVERIFY(failed[0][1].value<Error>().message().contains(u"t.measured(double)"));
    link.client.connectSignal("t.measured", this, [](double, int, int) {}); // known by now
    QCOMPARE(failed.size(), 2);
    link.client.connectSignal("t.measured", this, [](const QString &) {}); // another type
    link.client.connectSignal("t.measured", this, [&](double) { ++good; });
    Q_EMIT thermostat.measured(1);
    QVERIFY(waitUntil([&] { return good == 1; }));
    QCOMPARE(failed.size(), 3);
    QCOMPARE(failed[2][1].value<Error>().code(), ErrorCode::WrongArguments);
    for (const char *never :
         {"t.mean", "t.deleteLater", "t.destroyed", "t.objectNameChanged", "nothing", "t", ""}) {
        failed.clear();
        link.client.connectSignal(never, this, [] {});
        QVERIFY2(waitUntil([&] { return !failed.isEmpty(); }), never);
        QCOMPARE(failed[0][1].value<Error>().code(), ErrorCode::UnknownName);
    }
}

void TestEvents::anOverloadIsChosen()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    QSignalSpy failed(&link.client, &Channel::signalFailed);
    Connected connected(link.client);
    link.client.connectSignal("t.moved", this, [] {});
    QVERIFY(waitUntil([&] { return !failed.isEmpty(); }));
    QCOMPARE(failed[0][1].value<Error>().code(), ErrorCode::WrongArguments);
    QVERIFY(failed[0][1].value<Error>().message().contains(u"t.moved(int), t.moved(int,int)"));
    int sum = 0;
    link.client.connectSignal("t.moved(int,int)", this, [&](int x, int y) { sum += x + y; });
    QVERIFY(connected.wait());
    Q_EMIT thermostat.moved(1);
    Q_EMIT thermostat.moved(2, 3);
    QVERIFY(waitUntil([&] { return sum > 0; }));
    QCOMPARE(sum, 5);
}

void TestEvents::eventsComeInOrderAndBeforeTheReply()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    Connected connected(link.client);
    QSignalSpy lost(&link.client, &Channel::eventsLost);
    int next = 0;
    bool isInOrder = true;
    link.client.connectSignal("t.ticked", this, [&](int number) { isInOrder &= number == next++; });
    QVERIFY(connected.wait());
    constexpr int count = 20000;
    int seenAtReply = 0;
    bool isAnswered = false;
    link.client.method("t.flood")
        .onReply(this,
                 [&] {
                     seenAtReply = next;
                     isAnswered = true;
                 })
        .call(count);
    QVERIFY(waitUntil([&] { return isAnswered; }));
    QCOMPARE(seenAtReply, count);
    QVERIFY(isInOrder);
    QCOMPARE(lost.size(), 0);
}

// A signal may be emitted in another thread than its object's.
void TestEvents::theServerHearsItsClient()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.client.expose("t", &thermostat));
    QVERIFY(link.isEstablished());
    Channel *const channel = link.server.channels().constFirst();
    Connected connected(*channel);
    double heard = 0;
    channel->connectSignal("t.measured", this, [&](double celsius) { heard = celsius; });
    QVERIFY(connected.wait());
    Q_EMIT thermostat.measured(7);
    QVERIFY(waitUntil([&] { return heard == 7; }));
}

// Many events, of which each costs its receiver something: timers and calls get their turn between them.
void TestEvents::signalsWithoutAnObjectName()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose(&thermostat));
    Connected connected(link.client);
    int heard = 0;
    link.client.connectSignal("ticked", this, [&](int) { ++heard; });
    QVERIFY(connected.wait());
    thermostat.flood(1);
    QVERIFY(waitUntil([&] { return heard == 1; }));
}

QTEST_GUILESS_MAIN(TestEvents)
#include "moc_thermostat.cpp"
#include "tst_events.moc"
