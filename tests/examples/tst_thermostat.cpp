// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "examplewindow.h"
#include "program.h"

#include <QtGui/qpalette.h>

/// The example 07-thermostat: its server as a process, its window in this one and as a program.
class TestThermostat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnPageWarnings(); }
    void twoWindowsStayInStep();
    void aKilledServerIsToldAndFoundAgain();
    void aSilentServerIsTold();
    void itIsLightOrDarkAsTheSystem();
    void itIsLegible_data();
    void itIsLegible();
    void picturesAreKept();
    void theProgramRuns();
};

namespace {

const QString page = QStringLiteral("07-thermostat/Main.qml");

/// A server process, in which the room starts with 19.5 degrees and a target of 21.
class Server
{
public:
    explicit Server(const Endpoint &endpoint)
        : child(program("07-thermostat", "example-thermostat-server"), {endpoint.text()})
    {
        if (!child.isReady())
            qFatal("the server does not start");
    }

    Child child;
};

QVariantMap at(const Endpoint &endpoint, bool dark = false)
{
    return {{QStringLiteral("url"), endpoint.text()}, {QStringLiteral("dark"), dark}};
}

double part(double celsius)
{
    return (celsius - 5) / 25;
}

bool isLive(const ExampleWindow &window)
{
    return window.comesTo("banner", "visible", false) && window.comesTo("slider", "enabled", true)
           && window.comesTo("target", "text", QStringLiteral("21.0 °C"));
}

bool isAlone(const ExampleWindow &window)
{
    return window.comesTo("banner", "visible", true) && window.comesTo("slider", "enabled", false);
}

} // namespace

void TestThermostat::twoWindowsStayInStep()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    const ExampleWindow first(page, at(endpoint)); // before there is a server
    const ExampleWindow second(page, at(endpoint));
    QVERIFY(isAlone(first));
    const Server server(endpoint);
    QVERIFY(isLive(first) && isLive(second));
    first.drag("slider", part(21), part(20));
    QVERIFY(second.comesTo("target", "text", QStringLiteral("20.0 °C")));
    QVERIFY(first.comesTo("temperature", "text", QStringLiteral("20.0°")));
    QVERIFY(second.comesTo("temperature", "text", QStringLiteral("20.0°")));
    QVERIFY(first.comesTo("activity", "text", QStringLiteral("resting")));
    second.drag("slider", part(20), part(20.5));
    QVERIFY(first.comesTo("slider", "value", 20.5));
    QVERIFY(first.comesTo("temperature", "text", QStringLiteral("20.5°")));
    QVERIFY(second.comesTo("temperature", "text", QStringLiteral("20.5°")));
}

void TestThermostat::aKilledServerIsToldAndFoundAgain()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    auto server = std::make_unique<Server>(endpoint);
    const ExampleWindow first(page, at(endpoint));
    const ExampleWindow second(page, at(endpoint));
    QVERIFY(isLive(first) && isLive(second));
    first.drag("slider", part(21), part(20));
    QVERIFY(second.comesTo("temperature", "text", QStringLiteral("20.0°")));
    QVERIFY(server->child.kill());
    QVERIFY(isAlone(first) && isAlone(second));
    QCOMPARE(second.text("problem"), QStringLiteral("The thermostat is not there"));
    QCOMPARE(second.text("temperature"), QStringLiteral("20.0°")); // the last one known
    QCOMPARE(second.text("activity"), QStringLiteral("last known"));
    server = std::make_unique<Server>(endpoint);
    QVERIFY(isLive(first) && isLive(second));
    second.drag("slider", part(21), part(20));
    QVERIFY(first.comesTo("target", "text", QStringLiteral("20.0 °C")));
    QVERIFY(first.comesTo("temperature", "text", QStringLiteral("20.0°")));
}

void TestThermostat::aSilentServerIsTold()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Server server(endpoint);
    const ExampleWindow window(page, at(endpoint));
    QVERIFY(isLive(window));
    server.child.freeze();
    QVERIFY(window.comesTo("banner", "visible", true));
    QCOMPARE(window.text("problem"), QStringLiteral("The thermostat does not answer"));
    server.child.thaw();
    QVERIFY(window.comesTo("banner", "visible", false));
    QVERIFY(window.comesTo("temperature", "text", QStringLiteral("21.0°")));
}

void TestThermostat::itIsLightOrDarkAsTheSystem()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    const ExampleWindow window(page, {{QStringLiteral("url"), endpoint.text()}});
    QCOMPARE(window.value("dark"), QVariant(false));
    const QPalette before = QGuiApplication::palette();
    QGuiApplication::setPalette(QPalette(Qt::black));
    QVERIFY(waitUntil([&] { return window.value("dark").toBool(); }));
    QGuiApplication::setPalette(before);
    QVERIFY(waitUntil([&] { return !window.value("dark").toBool(); }));
}

void TestThermostat::itIsLegible_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestThermostat::itIsLegible()
{
    QFETCH(bool, dark);
    const Endpoint endpoint(QStringLiteral("ipc"));
    const ExampleWindow window(page, at(endpoint, dark));
    const auto flaws = [&window] { return window.flaws(window.picture()); };
    QVERIFY(isAlone(window));
    QCOMPARE(flaws(), QString()); // before there ever was a server
    Server server(endpoint);
    QVERIFY(isLive(window));
    QCOMPARE(flaws(), QString());
    QVERIFY(window.comesTo("activity", "text", QStringLiteral("resting")));
    QCOMPARE(flaws(), QString());
    window.drag("slider", part(21), part(30));
    QVERIFY(window.comesTo("activity", "text", QStringLiteral("heating")));
    QCOMPARE(flaws(), QString());
    server.child.freeze();
    QVERIFY(window.comesTo("banner", "visible", true));
    QCOMPARE(flaws(), QString());
    QVERIFY(server.child.kill());
    QVERIFY(isAlone(window));
    QCOMPARE(flaws(), QString());
}

void TestThermostat::picturesAreKept()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Server server(endpoint);
    const ExampleWindow light(page, at(endpoint));
    const ExampleWindow dark(page, at(endpoint, true));
    QVERIFY(isLive(light) && isLive(dark));
    QVERIFY(light.comesTo("temperature", "text", QStringLiteral("21.0°")));
    light.drag("slider", part(21), part(23.5));
    const auto isWarmer = [](const ExampleWindow &window) { return window.text("temperature") > u"21.4°"; };
    QVERIFY(waitUntil([&] { return isWarmer(light) && isWarmer(dark); }));
    QVERIFY(keep(QStringLiteral("thermostat"), beside({light.picture(), dark.picture()})));
    server.child.freeze();
    QVERIFY(light.comesTo("banner", "visible", true) && dark.comesTo("banner", "visible", true));
    const QImage silent = light.picture();
    QVERIFY(server.child.kill());
    QVERIFY(isAlone(dark));
    QVERIFY(keep(QStringLiteral("thermostat-alone"), beside({silent, dark.picture()})));
}

void TestThermostat::theProgramRuns()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Server server(endpoint);
    Child window(program("07-thermostat", "example-thermostat"), {QStringLiteral("--dark"), endpoint.text()});
    QCOMPARE(server.child.nextLine(), "clients: 1");
    QVERIFY(window.kill());
    QCOMPARE(server.child.nextLine(), "clients: 0");
}

int main(int argc, char **argv)
{
    prepareDisplay();
    const QGuiApplication application(argc, argv);
    prepareFont();
    TestThermostat test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_thermostat.moc"
