// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <heliograph/remoteobject.h>

#include <QtCore/qproperty.h>
#include <QtTest/qsignalspy.h>

using namespace heliograph;

/// A value of several parts.
struct Place
{
    Q_GADGET
    Q_PROPERTY(QString room MEMBER room)
    Q_PROPERTY(int floor MEMBER floor)
public:
    QString room;
    int floor = 0;
    bool operator==(const Place &) const = default;
};

/// What Qt Remote Objects tests of its replicas, beyond what stands in the other tests.
class TestPeersBehaviours : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void enumsAndGadgetsCross();
    void manyObjectsOfOneClass();
    void clientsStayInStep();
    void anObjectThatIsBothServedAndAcquiredInOneProcess();
    void aVoidMethodHasNoValue();
    void signaturesMayBeSpeltLoosely();
    void largeEventsArriveWhole();
    void replicasOneAfterAnother();
    void anExposureMayChangeItsClass();
};

class Lamp : public QObject
{
    Q_OBJECT
    Q_PROPERTY(Mode mode MEMBER m_mode NOTIFY changed)
    Q_PROPERTY(Place place MEMBER m_place NOTIFY changed)
    Q_PROPERTY(int watts MEMBER m_watts NOTIFY changed)
public:
    enum class Mode { Off, On, Blinking };
    Q_ENUM(Mode)
    Q_INVOKABLE Lamp::Mode next(Lamp::Mode mode) const { return Mode((int(mode) + 1) % 3); }
    Q_INVOKABLE Place below(const Place &place) const { return {place.room, place.floor - 1}; }
    Q_INVOKABLE void nothing() {}
    Q_INVOKABLE int sum(int a, const QString &b) const { return a + b.toInt(); }
    void set(int watts)
    {
        m_watts = watts;
        Q_EMIT changed();
    }
    Mode m_mode = Mode::On;
    Place m_place{QStringLiteral("hall"), 2};
    int m_watts = 40;

Q_SIGNALS:
    void changed();
    void moved(const Place &place, Lamp::Mode mode);
    void painted(const QByteArray &picture);
};

class Fan : public QObject
{
    Q_OBJECT
    Q_PROPERTY(double speed MEMBER m_speed NOTIFY changed)
    Q_PROPERTY(int watts MEMBER m_watts NOTIFY changed)
public:
    double m_speed = 1.5;
    int m_watts = 40;
Q_SIGNALS:
    void changed();
};

void TestPeersBehaviours::enumsAndGadgetsCross()
{
    Connection link;
    Lamp lamp;
    QVERIFY(link.server.expose("lamp", &lamp, {.writableProperties = true}));
    RemoteObject remote(&link.client, "lamp");
    QSignalSpy connected(&link.client, &Channel::signalConnected);
    Place place;
    Lamp::Mode mode{};
    remote.connectSignal("moved", this, [&](const Place &to, Lamp::Mode how) {
        place = to;
        mode = how;
    });
    QVERIFY(waitUntil([&] { return remote.isReady() && !connected.isEmpty(); }));
    QCOMPARE(remote.value<Lamp::Mode>("mode"), Lamp::Mode::On);
    QCOMPARE(remote.value<Place>("place"), lamp.m_place);
    QCOMPARE(remote.value("place").toMap().value(QStringLiteral("floor")), QVariant(2));
    QCOMPARE(valueOf(remote.call<Lamp::Mode>("next", Lamp::Mode::On)), Lamp::Mode::Blinking);
    QCOMPARE(valueOf(remote.call<Place>("below", Place{QStringLiteral("attic"), 3})),
             (Place{QStringLiteral("attic"), 2}));
    QCOMPARE(errorOf(remote.setValue("mode", Lamp::Mode::Off)).code(), ErrorCode::None);
    QCOMPARE(errorOf(remote.setValue("place", Place{QStringLiteral("cellar"), -1})).code(), ErrorCode::None);
    QCOMPARE(lamp.m_mode, Lamp::Mode::Off);
    QCOMPARE(lamp.m_place, (Place{QStringLiteral("cellar"), -1}));
    QCOMPARE(errorOf(remote.setValue("mode", 99)).code(), ErrorCode::WrongArguments);
    Q_EMIT lamp.moved({QStringLiteral("attic"), 3}, Lamp::Mode::Blinking);
    QVERIFY(waitUntil([&] { return place.floor == 3; }));
    QCOMPARE(mode, Lamp::Mode::Blinking);
}

void TestPeersBehaviours::manyObjectsOfOneClass()
{
    Connection link;
    std::vector<std::unique_ptr<Lamp>> lamps;
    std::vector<std::unique_ptr<RemoteObject>> remotes;
    for (int i = 0; i < 100; ++i) {
        const QString name = QStringLiteral("house.lamps.%1").arg(i);
        lamps.push_back(std::make_unique<Lamp>());
        lamps.back()->m_watts = i;
        QVERIFY(link.server.expose(name, lamps.back().get()));
        remotes.push_back(std::make_unique<RemoteObject>(&link.client, name));
    }
    for (int i = 0; i < 100; ++i)
        QVERIFY(waitUntil([&] { return remotes[size_t(i)]->value<int>("watts") == i; }));
    for (int i = 0; i < 100; ++i)
        lamps[size_t(i)]->set(1000 + i);
    for (int i = 0; i < 100; ++i)
        QVERIFY(waitUntil([&] { return remotes[size_t(i)]->value<int>("watts") == 1000 + i; }));
}

void TestPeersBehaviours::clientsStayInStep()
{
    Connection link;
    Lamp lamp;
    QVERIFY(link.server.expose("lamp", &lamp, {.writableProperties = true}));
    Client second;
    QVERIFY(second.connectToServer(link.server.endpoints().constFirst()));
    RemoteObject one(&link.client, "lamp");
    RemoteObject two(&second, "lamp");
    QVERIFY(waitUntil([&] { return one.isReady() && two.isReady(); }));
    one.setValue("watts", 60);
    QVERIFY(waitUntil([&] { return two.value<int>("watts") == 60; }));
    two.setValue("watts", 75);
    QVERIFY(waitUntil([&] { return one.value<int>("watts") == 75; }));
    QVERIFY(waitUntil([&] { return two.value<int>("watts") == 75; }));
}

void TestPeersBehaviours::anObjectThatIsBothServedAndAcquiredInOneProcess()
{
    Connection link; // both ends live in this thread
    Lamp lamp;
    QVERIFY(link.server.expose("lamp", &lamp));
    QVERIFY(link.client.expose("lamp", &lamp));
    QVERIFY(link.isEstablished());
    RemoteObject there(&link.client, "lamp");
    RemoteObject here(link.server.channels().constFirst(), "lamp");
    QVERIFY(waitUntil([&] { return there.isReady() && here.isReady(); }));
    lamp.set(7);
    QVERIFY(waitUntil([&] { return there.value<int>("watts") == 7 && here.value<int>("watts") == 7; }));
}

void TestPeersBehaviours::aVoidMethodHasNoValue()
{
    Connection link;
    Lamp lamp;
    QVERIFY(link.server.expose("lamp", &lamp));
    QCOMPARE(errorOf(link.client.call<int>("lamp.nothing")).code(), ErrorCode::WrongResult);
    QCOMPARE(errorOf(link.client.call("lamp.nothing")).code(), ErrorCode::None);
    QCOMPARE(valueOf(link.client.invoke("lamp.nothing", {}, {})), QVariant());
}

void TestPeersBehaviours::signaturesMayBeSpeltLoosely()
{
    Connection link;
    Lamp lamp;
    QVERIFY(link.server.expose("lamp", &lamp));
    QCOMPARE(valueOf(link.client.call<int>("lamp.sum(int,QString)", 1, "2")), 3);
    QSignalSpy connected(&link.client, &Channel::signalConnected);
    link.client.connectSignal("lamp.painted( const QByteArray & )", this, [] {});
    QVERIFY(waitUntil([&] { return !connected.isEmpty(); }));
}

void TestPeersBehaviours::largeEventsArriveWhole()
{
    Connection link;
    Lamp lamp;
    QVERIFY(link.server.expose("lamp", &lamp));
    QSignalSpy connected(&link.client, &Channel::signalConnected);
    QList<qsizetype> sizes;
    bool isWhole = true;
    link.client.connectSignal("lamp.painted", this, [&](const QByteArray &picture) {
        sizes.append(picture.size());
        isWhole = isWhole && picture.count('p') == picture.size();
    });
    QVERIFY(waitUntil([&] { return !connected.isEmpty(); }));
    const QList<qsizetype> expected{0, 16 * 1024, 300 * 1024, 3 * 1024 * 1024, 1};
    for (const qsizetype size : expected)
        Q_EMIT lamp.painted(QByteArray(size, 'p'));
    QVERIFY(waitUntil([&] { return sizes.size() == expected.size(); }));
    QCOMPARE(sizes, expected);
    QVERIFY(isWhole);
}

void TestPeersBehaviours::replicasOneAfterAnother()
{
    Connection link;
    Lamp lamp;
    QVERIFY(link.server.expose("lamp", &lamp));
    for (int i = 0; i < 20; ++i) {
        RemoteObject remote(&link.client, "lamp");
        lamp.set(i);
        QVERIFY(waitUntil([&] { return remote.value<int>("watts") == i; }));
    }
}

// Another object, of another class, under the same name.
void TestPeersBehaviours::anExposureMayChangeItsClass()
{
    Connection link;
    Lamp lamp;
    Fan fan;
    QVERIFY(link.server.expose("thing", &lamp));
    RemoteObject remote(&link.client, "thing");
    QVERIFY(waitUntil([&] { return remote.isReady(); }));
    QSignalSpy values(&remote, &RemoteObject::valueChanged);
    QVERIFY(link.server.withdraw("thing"));
    QVERIFY(link.server.expose("thing", &fan));
    QVERIFY(waitUntil([&] { return remote.value<double>("speed") == 1.5; }));
    QVERIFY(!remote.value("mode").isValid());
    QCOMPARE(remote.propertyNames(), (QStringList{QStringLiteral("speed"), QStringLiteral("watts")}));
    QStringList told;
    for (const QList<QVariant> &arguments : values)
        told.append(arguments[0].toString());
    told.sort();
    QCOMPARE(told, (QStringList{QStringLiteral("mode"), QStringLiteral("place"), QStringLiteral("speed")}));
}

QTEST_GUILESS_MAIN(TestPeersBehaviours)
#include "tst_peersbehaviours.moc"
