// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remote.h"
#include "thermostat.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qthread.h>

using namespace heliograph;

class TestProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void propertiesFollow();
    void inheritedNotifySignalsAreFollowed();
    void changesOfOneTurnComeTogether();
    void changesComeAtIntervals();
    void changesComeBeforeWhatFollowsThem();
    void writesAreAnswered();
    void refusedWritesShowTheTrueValue();
    void writesThatAreBentShowTheTrueValue();
    void largeValuesArriveWhole();
};

void TestProperties::propertiesFollow()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    RemoteObject remote(&link.client, "t");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QSignalSpy values(&remote, &RemoteObject::valueChanged);
    thermostat.setTarget(25);
    QVERIFY(waitUntil([&] { return remote.value<double>("target") == 25; }));
    thermostat.setLevel(7); // without a NOTIFY signal, but bindable
    QVERIFY(waitUntil([&] { return remote.value<int>("level") == 7; }));
    QCOMPARE(namesIn(values), (QStringList{QStringLiteral("target"), QStringLiteral("level")}));
    QCOMPARE(values[0][1], QVariant(25.0));
}

void TestProperties::inheritedNotifySignalsAreFollowed()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("own", &thermostat));
    QVERIFY(link.server.expose("all", &thermostat, {.upTo = &Device::staticMetaObject}));
    RemoteObject own(&link.client, "own");
    RemoteObject all(&link.client, "all");
    QVERIFY(waitForState(own, RemoteObject::State::Ready));
    QVERIFY(waitForState(all, RemoteObject::State::Ready));
    QVERIFY(!own.value("label").isValid());
    QCOMPARE(all.value<QString>("label"), QStringLiteral("hall"));
    thermostat.setProperty("step", 5); // whose NOTIFY signal is the base class's
    QVERIFY(waitUntil([&] { return own.value<int>("step") == 5; }));
    thermostat.setLabel(QStringLiteral("attic"));
    QVERIFY(waitUntil([&] { return all.value<QString>("label") == QStringLiteral("attic"); }));
}

void TestProperties::changesOfOneTurnComeTogether()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    RemoteObject remote(&link.client, "t");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QSignalSpy values(&remote, &RemoteObject::valueChanged);
    for (int i = 1; i <= 100000; ++i)
        thermostat.measure(i);
    thermostat.setLevel(3);
    QVERIFY(waitUntil([&] { return remote.value<int>("level") == 3; }));
    QCOMPARE(remote.value<double>("temperature"), 100000);
    QCOMPARE(namesIn(values), (QStringList{QStringLiteral("temperature"), QStringLiteral("level")}));
}

void TestProperties::changesComeAtIntervals()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat, {.propertyInterval = std::chrono::hours(100'000)}));
    QVERIFY(link.server.expose("u", &thermostat, {.propertyInterval = std::chrono::milliseconds(20)}));
    RemoteObject slow(&link.client, "t");
    RemoteObject quick(&link.client, "u");
    QVERIFY(waitForState(slow, RemoteObject::State::Ready));
    QVERIFY(waitForState(quick, RemoteObject::State::Ready));
    thermostat.measure(1); // the first is told at once
    QVERIFY(waitUntil([&] { return slow.value<double>("temperature") == 1; }));
    QSignalSpy values(&quick, &RemoteObject::valueChanged);
    QElapsedTimer time;
    time.start();
    int changes = 1;
    while (time.elapsed() < 200) {
        thermostat.measure(++changes);
        QCoreApplication::processEvents();
    }
    QVERIFY(waitUntil([&] { return quick.value<double>("temperature") == changes; }));
    QVERIFY2(values.size() <= time.elapsed() / 20 + 2, qPrintable(QString::number(values.size())));
    QCOMPARE(slow.value<double>("temperature"), 1);
}

void TestProperties::changesComeBeforeWhatFollowsThem()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat));
    RemoteObject remote(&link.client, "t");
    QSignalSpy connected(&link.client, &Channel::signalConnected);
    double seenByEvent = 0;
    remote.connectSignal("ticked", this,
                         [&](int) { seenByEvent = remote.value<double>("temperature").value_or(0); });
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QVERIFY(waitUntil([&] { return !connected.isEmpty(); }));
    thermostat.measure(99);
    thermostat.flood(1);
    QVERIFY(waitUntil([&] { return seenByEvent != 0; }));
    QCOMPARE(seenByEvent, 99);
    double seenAtReply = 0;
    remote.method("heat")
        .onReply(this, [&] { seenAtReply = remote.value<double>("target").value_or(0); })
        .call(28);
    QVERIFY(waitUntil([&] { return seenAtReply != 0; }));
    QCOMPARE(seenAtReply, 28);
}

void TestProperties::writesAreAnswered()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat, {.writableProperties = true}));
    RemoteObject remote(&link.client, "t");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QSignalSpy values(&remote, &RemoteObject::valueChanged);
    const QFuture<void> written = remote.setValue("target", 23.5);
    QCOMPARE(remote.value<double>("target"), 20); // nothing is true before it has happened
    QVERIFY(waitFor(written));
    QCOMPARE(errorOf(written).code(), ErrorCode::None);
    QCOMPARE(thermostat.target(), 23.5);
    QCOMPARE(remote.value<double>("target"), 23.5);
    QCOMPARE(namesIn(values), QStringList{QStringLiteral("target")});
    QCOMPARE(errorOf(remote.setValue("level", 4)).code(), ErrorCode::None);
    QCOMPARE(thermostat.level(), 4);
}

void TestProperties::refusedWritesShowTheTrueValue()
{
    Connection link;
    Thermostat thermostat;
    QVERIFY(link.server.expose("t", &thermostat, {.writableProperties = true}));
    QVERIFY(link.server.expose("readonly", &thermostat));
    RemoteObject remote(&link.client, "t");
    RemoteObject readOnly(&link.client, "readonly");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QVERIFY(waitForState(readOnly, RemoteObject::State::Ready));
    const auto refused = [](RemoteObject &object, const char *property, const auto &value, ErrorCode code) {
        QSignalSpy values(&object, &RemoteObject::valueChanged);
        const QVariant before = object.value(property);
        const Error error = errorOf(object.setValue(property, value));
        if (!waitUntil([&] { return !values.isEmpty(); }))
            return QStringLiteral("the true value was not shown");
        if (values[0][0].toString() != QLatin1StringView(property) || values[0][1] != before)
            return QStringLiteral("another value was shown");
        return error.code() == code ? QString() : error.message();
    };
    QCOMPARE(refused(remote, "temperature", 5.0, ErrorCode::NoPermission), QString()); // has no setter
    QCOMPARE(refused(remote, "serial", QStringLiteral("T-2"), ErrorCode::NoPermission), QString());
    QCOMPARE(refused(readOnly, "target", 5.0, ErrorCode::NoPermission), QString());
    QCOMPARE(refused(remote, "target", QStringLiteral("warm"), ErrorCode::WrongArguments), QString());
    QCOMPARE(refused(remote, "target", -1.0, ErrorCode::RemoteException), QString());
    QCOMPARE(errorOf(remote.setValue("nothing", 1)).code(), ErrorCode::UnknownName);
    QCOMPARE(thermostat.target(), 20);
}

void TestProperties::writesThatAreBentShowTheTrueValue()
{
    Connection link;
    Thermostat thermostat;
    thermostat.setTarget(30);
    QVERIFY(link.server.expose("t", &thermostat, {.writableProperties = true}));
    RemoteObject remote(&link.client, "t");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QSignalSpy values(&remote, &RemoteObject::valueChanged);
    QCOMPARE(errorOf(remote.setValue("target", 100.0)).code(), ErrorCode::None);
    QVERIFY(waitUntil([&] { return !values.isEmpty(); }));
    QCOMPARE(values[0][1], QVariant(30.0));
}

void TestProperties::largeValuesArriveWhole()
{
    Connection link;
    Thermostat thermostat;
    const QString label(1000 * 1000, u'x');
    thermostat.setLabel(label);
    QVERIFY(link.server.expose("t", &thermostat, {.upTo = &Device::staticMetaObject}));
    RemoteObject remote(&link.client, "t");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QCOMPARE(remote.value<QString>("label"), label);
    thermostat.setLabel(QString(3 * 1000 * 1000, u'y'));
    QVERIFY(waitUntil([&] { return remote.value<QString>("label") == thermostat.label(); }));
}

QTEST_GUILESS_MAIN(TestProperties)
#include "moc_thermostat.cpp"
#include "tst_properties.moc"
