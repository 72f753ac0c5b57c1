// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "examplewindow.h"
#include "program.h"

/// The example 09-qml-pair: a lamp and its remote controls, in this process and as programs.
class TestQmlPair : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnPageWarnings(); }
    void remotesSwitchTheLamp();
    void aKilledLampIsToldAndFoundAgain();
    void itIsLegible_data();
    void itIsLegible();
    void picturesAreKept();
    void theProgramRuns();
};

namespace {

const QString lampPage = QStringLiteral("09-qml-pair/LampServer.qml");
const QString remotePage = QStringLiteral("09-qml-pair/RemoteControl.qml");

QVariantMap at(const Endpoint &endpoint, bool dark = false)
{
    return {{QStringLiteral("url"), endpoint.text()}, {QStringLiteral("dark"), dark}};
}

bool isReady(const ExampleWindow &remote)
{
    return remote.comesTo("absence", "visible", false) && remote.comesTo("next", "enabled", true);
}

bool isAlone(const ExampleWindow &remote)
{
    return remote.comesTo("absence", "visible", true) && remote.comesTo("next", "enabled", false);
}

} // namespace

void TestQmlPair::remotesSwitchTheLamp()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    const ExampleWindow first(remotePage, at(endpoint)); // before there is a lamp
    QVERIFY(isAlone(first));
    const ExampleWindow lamp(lampPage, at(endpoint));
    const ExampleWindow second(remotePage, at(endpoint));
    QVERIFY(isReady(first) && isReady(second));
    QVERIFY(lamp.comesTo("summary", "text", QStringLiteral("On · 2 remote controls")));
    first.click("power");
    QVERIFY(lamp.comesTo("bulb", "on", false));
    QVERIFY(second.comesTo("power", "checked", false));
    second.click("power");
    QVERIFY(lamp.comesTo("bulb", "on", true));
    QVERIFY(first.comesTo("power", "checked", true));
    first.drag("brightness", 0.8, 0);
    QVERIFY(lamp.comesTo("bulb", "strength", 0.0));
    QVERIFY(second.comesTo("brightness", "shown", 0.0));
    second.click("next");
    QVERIFY(second.comesTo("answer", "text", QStringLiteral("It is mint now")));
    QVERIFY(first.comesTo("hue", "shown", 0.42));
    first.drag("hue", 0.42, 0.9);
    QVERIFY(second.comesTo("answer", "text", QString()));
}

void TestQmlPair::aKilledLampIsToldAndFoundAgain()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    const QString path = program("09-qml-pair", "example-qml-pair");
    auto lamp = std::make_unique<Child>(path, QStringList{QStringLiteral("lamp"), endpoint.text()});
    const ExampleWindow first(remotePage, at(endpoint));
    const ExampleWindow second(remotePage, at(endpoint));
    QVERIFY(isReady(first) && isReady(second));
    first.click("power");
    QVERIFY(second.comesTo("power", "checked", false));
    QVERIFY(lamp->kill());
    QVERIFY(isAlone(first) && isAlone(second));
    lamp = std::make_unique<Child>(path, QStringList{QStringLiteral("lamp"), endpoint.text()});
    QVERIFY(isReady(first) && isReady(second));
    QVERIFY(first.comesTo("power", "checked", true)); // it is another lamp
    second.click("next");
    QVERIFY(second.comesTo("answer", "text", QStringLiteral("It is mint now")));
}

void TestQmlPair::itIsLegible_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestQmlPair::itIsLegible()
{
    QFETCH(bool, dark);
    const Endpoint endpoint(QStringLiteral("ipc"));
    const ExampleWindow remote(remotePage, at(endpoint, dark));
    QVERIFY(isAlone(remote));
    QCOMPARE(remote.flaws(remote.picture()), QString());
    const ExampleWindow lamp(lampPage, at(endpoint, dark));
    QVERIFY(isReady(remote));
    remote.click("next");
    QVERIFY(remote.comesTo("answer", "visible", true));
    QCOMPARE(remote.flaws(remote.picture()), QString());
    QCOMPARE(lamp.flaws(lamp.picture()), QString());
    remote.click("power");
    QVERIFY(lamp.comesTo("bulb", "on", false));
    QCOMPARE(lamp.flaws(lamp.picture()), QString());
    const ExampleWindow another(lampPage, at(endpoint, dark)); // which cannot listen, and says so
    QVERIFY(!another.text("summary").startsWith(u"On"));
    QCOMPARE(another.flaws(another.picture()), QString());
}

void TestQmlPair::picturesAreKept()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    const ExampleWindow lamp(lampPage, at(endpoint, true));
    const ExampleWindow remote(remotePage, at(endpoint));
    QVERIFY(isReady(remote));
    remote.click("next");
    QVERIFY(remote.comesTo("hue", "shown", 0.42));
    QVERIFY(remote.comesTo("answer", "visible", true));
    QVERIFY(lamp.comesTo("summary", "text", QStringLiteral("On · one remote control")));
    QVERIFY(keep(QStringLiteral("lamp"), beside({lamp.picture(), remote.picture()})));
}

void TestQmlPair::theProgramRuns()
{
    const QString path = program("09-qml-pair", "example-qml-pair");
    const Endpoint here(QStringLiteral("ipc"));
    const ExampleWindow lamp(lampPage, at(here));
    Child remoteProgram(path, {QStringLiteral("remote"), QStringLiteral("--dark"), here.text()});
    QVERIFY(lamp.comesTo("summary", "text", QStringLiteral("On · one remote control")));
    QVERIFY(remoteProgram.kill());
    QVERIFY(lamp.comesTo("summary", "text", QStringLiteral("On · no remote control")));
    const Endpoint there(QStringLiteral("ipc"));
    Child lampProgram(path, {QStringLiteral("lamp"), there.text()});
    const ExampleWindow remote(remotePage, at(there));
    QVERIFY(isReady(remote));
    QVERIFY(lampProgram.kill());
    QVERIFY(isAlone(remote));
}

int main(int argc, char **argv)
{
    prepareDisplay();
    const QGuiApplication application(argc, argv);
    prepareFont();
    TestQmlPair test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_qmlpair.moc"
