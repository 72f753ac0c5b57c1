// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "page.h"
#include "remote.h"
#include "thermostat.h"
#include "warnings.h"

using namespace heliograph;

/// Objects of QML, and of C++, that QML exposes.
class TestQmlServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_page.reset(); }

    void onlyMembersOfQmlAreExposed();
    void functionsAreCalled();
    void aFunctionThatThrowsAnswersADefault();
    void whatIsComputedIsANumber();
    void propertiesFollowAndAreWritten();
    void signalsAreHeard();
    void clientsComeAndGo();
    void exposuresMayChange();
    void objectsOfCppAreExposed();
    void domainsHavePredicates();
    void anExposureMayBeMadeLater();
    void aPredicateThatThrowsSaysNo();
    void itListensWhileItIsActive();
    void aNewServerTellsThatClientsAreGone();
    void keysThatFailLaterAreAnError();
    void aSecretIsAskedFor();

private:
    std::unique_ptr<Page> m_page;
    std::unique_ptr<Endpoint> m_endpoint;
};

namespace {

QStringList sorted(QStringList names)
{
    names.sort();
    return names;
}

} // namespace

void TestQmlServer::init()
{
    m_endpoint = std::make_unique<Endpoint>(QStringLiteral("ipc"));
    // Of each exposure of a heater.
    for (int i = 0; i < 3; ++i)
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("not exposed: .*secretly: type")));
    m_page = std::make_unique<Page>(QStringLiteral("servers.qml"),
                                    QVariantMap{{QStringLiteral("url"), m_endpoint->text()}});
}

void TestQmlServer::onlyMembersOfQmlAreExposed()
{
    Client client;
    RemoteObject heater(&client, "heater");
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    QVERIFY(waitForState(heater, RemoteObject::State::Ready));
    QCOMPARE(sorted(heater.propertyNames()),
             (QStringList{QStringLiteral("extra"), QStringLiteral("settings"), QStringLiteral("started"),
                          QStringLiteral("target")}));
    QCOMPARE(sorted(heater.methodNames()),
             (QStringList{QStringLiteral("compute"), QStringLiteral("computeInteger"),
                          QStringLiteral("computeNumber"), QStringLiteral("describe"),
                          QStringLiteral("failWithAnything"), QStringLiteral("failWithNumber"),
                          QStringLiteral("mean"), QStringLiteral("overheat"), QStringLiteral("start")}));
    QVERIFY(heater.signalNames().contains(QStringLiteral("overheated")));
    QCOMPARE(heater.value("extra"), QVariant(QStringLiteral("here")));
    const QVariantMap settings{{QStringLiteral("mode"), QStringLiteral("eco")},
                               {QStringLiteral("steps"), QVariantList{1, 2}}};
    QCOMPARE(heater.value("settings"), QVariant(settings));
}

void TestQmlServer::functionsAreCalled()
{
    Client client;
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    QCOMPARE(valueOf(client.call<double>("heater.mean", 60)), 80.0);
    const QVariantMap described = valueOf(client.call<QVariantMap>("heater.describe", QVariantList{1, 2}));
    QCOMPARE(described.value(QStringLiteral("what")), QVariant(QVariantList{1, 2}));
    QCOMPARE(described.value(QStringLiteral("list")), QVariant(QVariantList{QVariantList{1, 2}, 1}));
    QCOMPARE(described.value(QStringLiteral("when")).toDateTime().toMSecsSinceEpoch(), 0);
    (void)waitFor(client.call("heater.start"));
    QCOMPARE(valueOf(client.call<int>("heater.started")), 1);
    QCOMPARE(errorOf(client.call<double>("heater.mean", QStringLiteral("x"))).code(),
             ErrorCode::WrongArguments);
    QCOMPARE(errorOf(client.call("heater.deleteLater")).code(), ErrorCode::UnknownName);
}

void TestQmlServer::aFunctionThatThrowsAnswersADefault()
{
    Client client;
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    const Warnings warnings;
    QCOMPARE(valueOf(client.call<double>("heater.failWithNumber")), 0.0);
    QCOMPARE(valueOf(client.call<QVariant>("heater.failWithAnything")), QVariant());
    QVERIFY(warnings.hasCome("Heater\\.qml:\\d+: Error: out of order"));
    QCOMPARE(warnings.count(), 2);
}

/// A declared type is the one that is sent; without one the engine's own is.
void TestQmlServer::whatIsComputedIsANumber()
{
    Client client;
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    const QVariantList computed = valueOf(client.call<QVariantList>("heater.compute"));
    QCOMPARE(computed.value(0).toDouble(), 3e9);
    QCOMPARE(computed.value(1).toDouble(), 2.0);
    QCOMPARE(valueOf(client.call<QVariant>("heater.computeNumber")).toDouble(), 2.0);
    QCOMPARE(valueOf(client.call<int>("heater.computeInteger")), 2);
}

void TestQmlServer::propertiesFollowAndAreWritten()
{
    Client client;
    RemoteObject heater(&client, "heater");
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    QVERIFY(waitForState(heater, RemoteObject::State::Ready));
    m_page->root->property("heater").value<QObject *>()->setProperty("target", 25);
    QVERIFY(waitUntil([&] { return heater.value("target") == QVariant(25.0); }));
    QVERIFY(waitFor(heater.setValue("target", 22.5)));
    QCOMPARE(m_page->value("target"), QVariant(22.5));
    RemoteObject readOnly(&client, "readonly");
    QCOMPARE(errorOf(readOnly.setValue("target", 1.0)).code(), ErrorCode::NoPermission);
}

void TestQmlServer::signalsAreHeard()
{
    Client client;
    QStringList heard;
    Connected connected(client);
    client.connectSignal("heater.overheated", this, [&](double celsius, const QString &where) {
        heard.append(QString::number(celsius) + where);
    });
    client.connectSignal("heater.changed", this, [&](const QVariantMap &what) {
        heard.append(what.value(QStringLiteral("celsius")).toString());
    });
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    QVERIFY(connected.wait(2));
    m_page->call("overheat");
    QVERIFY(waitUntil([&] { return heard.size() == 2; }));
    QCOMPARE(heard, (QStringList{QStringLiteral("99.5attic"), QStringLiteral("99.5")}));
}

void TestQmlServer::clientsComeAndGo()
{
    {
        Client client({.user = QStringLiteral("ada")});
        QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
        QVERIFY(m_page->comesTo("clients", 1));
        QVERIFY(m_page->comesTo("told", QVariantList{QStringLiteral("+ada")}));
    }
    QVERIFY(m_page->comesTo("clients", 0));
    QVERIFY(m_page->comesTo("told", QVariantList({QStringLiteral("+ada"), QStringLiteral("-ada")})));
}

void TestQmlServer::exposuresMayChange()
{
    Client client;
    RemoteObject heater(&client, "heater");
    RemoteObject oven(&client, "oven");
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    QVERIFY(waitForState(heater, RemoteObject::State::Ready));
    m_page->root->setProperty("name", QStringLiteral("oven"));
    QVERIFY(waitForState(heater, RemoteObject::State::Gone));
    QVERIFY(waitForState(oven, RemoteObject::State::Ready));
    RemoteObject readOnly(&client, "readonly"); // of the same object
    QVERIFY(waitForState(readOnly, RemoteObject::State::Ready));
}

void TestQmlServer::objectsOfCppAreExposed()
{
    Thermostat thermostat;
    m_page->root->setProperty("given", QVariant::fromValue<QObject *>(&thermostat));
    Client client;
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    QCOMPARE(valueOf(client.call<double>("given.mean", 60)), 78.5);
    QCOMPARE(valueOf(client.call<QString>("given.label")), QStringLiteral("hall"));
}

void TestQmlServer::domainsHavePredicates()
{
    Client root({.user = QStringLiteral("root")});
    Client ada({.user = QStringLiteral("ada")});
    QVERIFY(root.connectToServer(m_page->value("endpoint").toString()));
    QVERIFY(ada.connectToServer(m_page->value("endpoint").toString()));
    QCOMPARE(valueOf(root.call<double>("admin.mean", 1)), 21.0);
    QCOMPARE(errorOf(ada.call<double>("admin.mean", 1)).code(), ErrorCode::UnknownName);
}

void TestQmlServer::anExposureMayBeMadeLater()
{
    Thermostat thermostat;
    m_page->root->setProperty("given", QVariant::fromValue<QObject *>(&thermostat));
    m_page->call("expose", QStringLiteral("late"), QString());
    Client client;
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    QCOMPARE(valueOf(client.call<double>("late.mean", 60)), 78.5);
}

void TestQmlServer::aPredicateThatThrowsSaysNo()
{
    Thermostat thermostat;
    m_page->root->setProperty("given", QVariant::fromValue<QObject *>(&thermostat));
    m_page->call("makeMistake");
    m_page->call("expose", QStringLiteral("secret"), QStringLiteral("broken"));
    const Warnings warnings;
    Client client;
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    QCOMPARE(errorOf(client.call<double>("secret.mean", 60)).code(), ErrorCode::UnknownName);
    QVERIFY(warnings.hasCome("the predicate of \"broken\": .*servers.qml:\\d+: TypeError"));
}

void TestQmlServer::itListensWhileItIsActive()
{
    m_page->root->setProperty("active", false);
    QCOMPARE(m_page->value("endpoint"), QVariant(QString()));
    m_page->root->setProperty("active", true);
    QCOMPARE(m_page->value("endpoint"), QVariant(m_endpoint->text()));
    m_page->root->setProperty("url", QStringLiteral("nonsense"));
    QCOMPARE(m_page->value("errorCode"), QVariant(int(ErrorCode::InvalidAddress)));
}

void TestQmlServer::aNewServerTellsThatClientsAreGone()
{
    Client client({.user = QStringLiteral("ada")});
    QVERIFY(client.connectToServer(m_page->value("endpoint").toString()));
    QVERIFY(m_page->comesTo("told", QVariantList{QStringLiteral("+ada")}));
    m_page->root->setProperty("secret", generateSecret());
    QCOMPARE(m_page->value("told"), QVariant(QVariantList({QStringLiteral("+ada"), QStringLiteral("-ada")})));
    QCOMPARE(m_page->value("clients"), QVariant(0));
}

/// As when there is no memory to work out keys, which the C++ server below tells.
void TestQmlServer::keysThatFailLaterAreAnError()
{
    auto *const server = m_page->root->property("server").value<QObject *>();
    auto *const below = server->findChild<heliograph::Server *>();
    QVERIFY(below);
    QCOMPARE(m_page->value("errorCode"), QVariant(0));
    Q_EMIT below->authenticationFailed(QStringLiteral("127.0.0.1"), Error(ErrorCode::WrongSecret));
    QCOMPARE(m_page->value("errorCode"), QVariant(0)); // somebody else's trouble
    Q_EMIT below->authenticationFailed(QString(), Error(ErrorCode::InvalidKey));
    QCOMPARE(m_page->value("errorCode"), QVariant(int(ErrorCode::InvalidKey)));
}

void TestQmlServer::aSecretIsAskedFor()
{
    const QString secret = generateSecret();
    m_page->root->setProperty("secret", secret);
    Client client({.secret = Secret(secret)});
    QVERIFY(client.connectToServer(m_endpoint->text()));
    QCOMPARE(valueOf(client.call<double>("heater.mean", 60)), 80.0);
    Client stranger;
    QVERIFY(stranger.connectToServer(m_endpoint->text()));
    QVERIFY(waitUntil([&] { return stranger.error().code() != ErrorCode::None; }));
    QVERIFY(!stranger.isConnected());
}

QTEST_GUILESS_MAIN(TestQmlServer)

#include "moc_thermostat.cpp"
#include "tst_qmlserver.moc"
