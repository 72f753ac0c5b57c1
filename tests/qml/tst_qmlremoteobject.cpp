// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "page.h"
#include "thermostat.h"

#include <QtTest/qsignalspy.h>

using namespace heliograph;

/// Has no methods.
class Bare : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString label MEMBER label CONSTANT)
public:
    QString label = QStringLiteral("bare");
};

/// Remote objects in QML: declared members, and members by name.
class TestQmlRemoteObject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void itWaitsForItsServer();
    void itSaysWhyItIsNotReady();
    void declaredPropertiesFollow();
    void declaredSignalsFire();
    void writesAreSentAndNothingComesBack();
    void fastWritesAreJoined();
    void aWriteThatFailsShowsTheTruthAgain();
    void membersAreThereByName();
    void nameAndClientMayChange();
    void bindingsForgetTheMethodsOfAnother();
    void aHandlerMayLeave_data();
    void aHandlerMayLeave();
    void membersByNameAreTrueWhenItIsReady();
    void missingMembersAreNamedOnce();
    void itLivesThroughKills();

private:
    [[nodiscard]] bool serve();
    [[nodiscard]] bool isReady();

    std::unique_ptr<Endpoint> m_endpoint;
    std::unique_ptr<Thermostat> m_thermostat;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Page> m_page;
};

void TestQmlRemoteObject::init()
{
    failOnWarnings();
    m_endpoint = std::make_unique<Endpoint>(QStringLiteral("ipc"));
    m_thermostat = std::make_unique<Thermostat>();
    m_server = std::make_unique<Server>();
}

void TestQmlRemoteObject::cleanup()
{
    m_page.reset();
    m_server.reset();
    m_thermostat.reset();
}

bool TestQmlRemoteObject::serve()
{
    m_page = std::make_unique<Page>(QStringLiteral("thermostats.qml"),
                                    QVariantMap{{QStringLiteral("url"), m_endpoint->text()}});
    return m_server->expose("t", m_thermostat.get(),
                            {.upTo = &Device::staticMetaObject, .writableProperties = true})
           && m_server->bind(m_endpoint->text());
}

bool TestQmlRemoteObject::isReady()
{
    return serve() && m_page->comesTo("ready", true);
}

void TestQmlRemoteObject::itWaitsForItsServer()
{
    m_page = std::make_unique<Page>(QStringLiteral("thermostats.qml"),
                                    QVariantMap{{QStringLiteral("url"), m_endpoint->text()}});
    QCOMPARE(m_page->value("ready"), QVariant(false));
    QCOMPARE(m_page->value("state"), QVariant(0));
    QVERIFY(!m_page->value("error").toString().isEmpty());
    QCOMPARE(m_page->value("target"), QVariant(-1.0));
    QCOMPARE(m_page->value("dynamicTemperature"), QVariant()); // a binding sees no function
    QCOMPARE(m_page->value("dynamicLabel"), QVariant(QStringLiteral("none")));
    m_page->call("askDynamically"); // a call waits
    QVERIFY(m_server->expose("t", m_thermostat.get(), {.upTo = &Device::staticMetaObject}));
    QVERIFY(m_server->bind(m_endpoint->text()));
    QVERIFY(m_page->comesTo("ready", true));
    QCOMPARE(m_page->value("error"), QVariant(QString()));
    QCOMPARE(m_page->value("target"), QVariant(20.0)); // in the same turn
    QVERIFY(m_page->comesTo("outcome", 78.5));
}

void TestQmlRemoteObject::itSaysWhyItIsNotReady()
{
    m_page = std::make_unique<Page>(QStringLiteral("mistaken.qml"),
                                    QVariantMap{{QStringLiteral("url"), m_endpoint->text()}});
    const QVariant unheard = m_page->value("error");
    QVERIFY(m_server->bind(m_endpoint->text()));
    QVERIFY(waitUntil([&] { return m_page->value("error") != unheard; }));
    const QVariant unknown = m_page->value("error");
    m_server.reset();
    QVERIFY(waitUntil([&] { return m_page->value("error") != unknown; })); // while its state is the same
    QCOMPARE(m_page->value("state"), QVariant(0));
}

void TestQmlRemoteObject::declaredPropertiesFollow()
{
    QVERIFY(isReady());
    QCOMPARE(m_page->value("summary"), QVariant(QStringLiteral("hall 18.5")));
    m_thermostat->measure(21.5);
    QVERIFY(m_page->comesTo("summary", QStringLiteral("hall 21.5")));
    m_thermostat->setLabel(QStringLiteral("attic"));
    QVERIFY(m_page->comesTo("summary", QStringLiteral("attic 21.5")));
}

void TestQmlRemoteObject::declaredSignalsFire()
{
    QVERIFY(isReady());
    QVERIFY(waitUntil([&] { return m_thermostat->isHeard("overheated(double,QString)"); }));
    Q_EMIT m_thermostat->overheated(99.5, QStringLiteral("attic"));
    Q_EMIT m_thermostat->switched(Thermostat::Mode::Cool);
    const QVariantList expected{QStringLiteral("99.5 attic"), QStringLiteral("mode 2")};
    QVERIFY(m_page->comesTo("heard", expected));
}

void TestQmlRemoteObject::writesAreSentAndNothingComesBack()
{
    QVERIFY(isReady());
    QSignalSpy changes(m_thermostat.get(), &Thermostat::targetChanged);
    m_page->call("write", 22);
    QVERIFY(waitUntil([&] { return m_thermostat->target() == 22; }));
    m_thermostat->setTarget(23); // not sent back
    QVERIFY(m_page->comesTo("target", 23.0));
    m_page->call("write", 24);
    QVERIFY(waitUntil([&] { return m_thermostat->target() == 24; }));
    m_page->call("ask");
    QVERIFY(m_page->comesTo("outcome", 78.5));
    QCOMPARE(changes.size(), 3);
    QSignalSpy renamings(m_thermostat.get(), &Device::renamed); // also when it is called the same again
    m_thermostat->setLabel(QStringLiteral("attic"));
    QVERIFY(m_page->comesTo("summary", QStringLiteral("attic 18.5")));
    m_page->root->setProperty("outcome", {});
    m_page->call("ask");
    QVERIFY(m_page->comesTo("outcome", 78.5));
    QCOMPARE(renamings.size(), 1);
    m_page->call("writeDynamically", 25);
    QVERIFY(m_page->comesTo("target", 25.0));
    QCOMPARE(m_thermostat->target(), 25.0);
}

void TestQmlRemoteObject::fastWritesAreJoined()
{
    QVERIFY(isReady());
    QSignalSpy changes(m_thermostat.get(), &Thermostat::targetChanged);
    QList<double> shown;
    const QMetaObject::Connection showing = QObject::connect(
        m_thermostat.get(), &Thermostat::targetChanged, this, [&] { shown.append(m_thermostat->target()); });
    m_page->call("slide");
    QCOMPARE(m_page->value("target"), QVariant(25.0)); // the slider stays where it is
    QVERIFY(waitUntil([&] { return m_thermostat->target() == 25; }));
    m_page->call("ask");
    QVERIFY(m_page->comesTo("outcome", 78.5));
    QCOMPARE(shown, (QList<double>{0, 25}));
    QCOMPARE(m_page->value("target"), QVariant(25.0));
    QObject::disconnect(showing);
}

void TestQmlRemoteObject::aWriteThatFailsShowsTheTruthAgain()
{
    QVERIFY(isReady());
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("^writing t.target failed: below zero")));
    m_page->call("write", -5);
    QCOMPARE(m_page->value("target"), QVariant(-5.0));
    QVERIFY(m_page->comesTo("target", 20.0));
    m_page->call("listenToFailures");
    m_page->call("write", -6);
    QVERIFY(m_page->comesTo("failures", QVariantList{QStringLiteral("target: below zero")}));
    QVERIFY(m_page->comesTo("target", 20.0));
    m_page->call("write", 50); // taken, but as 30
    QVERIFY(m_page->comesTo("target", 30.0));
}

void TestQmlRemoteObject::membersAreThereByName()
{
    QVERIFY(isReady());
    QCOMPARE(m_page->value("dynamicTemperature"), QVariant(18.5));
    m_thermostat->measure(19.5);
    QVERIFY(m_page->comesTo("dynamicTemperature", 19.5));
    QCOMPARE(m_page->value("dynamicLabel"), QVariant(QStringLiteral("hall")));
    m_page->call("askDynamically");
    QVERIFY(m_page->comesTo("outcome", 79.5));
    m_page->root->setProperty("outcome", {});
    m_page->call("askThroughClient");
    QVERIFY(m_page->comesTo("outcome", 79.5));
    QCOMPARE(m_page->call("has", QStringLiteral("target")), QVariant(true));
    QCOMPARE(m_page->call("has", QStringLiteral("nonsense")), QVariant(false));
    QCOMPARE(m_page->call("typeOf", QStringLiteral("mean")), QVariant(QStringLiteral("function")));
    QCOMPARE(m_page->call("typeOf", QStringLiteral("nonsense")), QVariant(QStringLiteral("undefined")));
}

void TestQmlRemoteObject::nameAndClientMayChange()
{
    Thermostat other;
    other.measure(5);
    QVERIFY(m_server->expose("other", &other, {.upTo = &Device::staticMetaObject}));
    QVERIFY(isReady());
    m_page->call("rename", QStringLiteral("other"));
    QVERIFY(m_page->comesTo("summary", QStringLiteral("hall 5")));
    QVERIFY(m_page->comesTo("dynamicTemperature", 5.0));
    QVERIFY(waitUntil([&] { return other.isHeard("overheated(double,QString)"); }));
    Q_EMIT m_thermostat->overheated(1, {});
    Q_EMIT other.overheated(2, {});
    QVERIFY(m_page->comesTo("heard", QVariantList{QStringLiteral("2 ")}));
    m_page->call("leave");
    QCOMPARE(m_page->value("ready"), QVariant(false));
    QCOMPARE(m_page->value("summary"), QVariant(QStringLiteral("hall 5")));
    m_page->call("comeBack");
    QVERIFY(m_page->comesTo("ready", true));
    // The new object was there before the page asked for it.
    other.measure(6);
    QVERIFY(m_page->comesTo("summary", QStringLiteral("hall 6")));
}

void TestQmlRemoteObject::bindingsForgetTheMethodsOfAnother()
{
    Bare bare;
    QVERIFY(m_server->expose("bare", &bare));
    QVERIFY(isReady());
    QVERIFY(m_page->comesTo("plainHasMean", true));
    QVERIFY(waitUntil([&] { return m_page->call("labelOf", QStringLiteral("bare")) == bare.label; }));
    m_page->root->setProperty("plainName", QStringLiteral("bare")); // which is known
    QVERIFY(m_page->comesTo("plainHasMean", false));
}

void TestQmlRemoteObject::aHandlerMayLeave_data()
{
    QTest::addColumn<QByteArray>("when");
    QTest::addColumn<QByteArray>("property");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("declared") << QByteArray("leaves") << QByteArray("target") << QVariant(20.0);
    QTest::newRow("by name") << QByteArray("leavesByName") << QByteArray("dynamicTemperature")
                             << QVariant(18.5);
}

void TestQmlRemoteObject::aHandlerMayLeave()
{
    QFETCH(QByteArray, when);
    QFETCH(QByteArray, property);
    QFETCH(QVariant, value);
    QVERIFY(serve());
    m_page->root->setProperty(when.constData(), true);
    QVERIFY(m_page->comesTo(property.constData(), value));
    QCOMPARE(m_page->value("ready"), QVariant(false));
    m_page->root->setProperty(when.constData(), false);
    m_page->call("comeBack");
    QVERIFY(m_page->comesTo("ready", true));
}

void TestQmlRemoteObject::membersByNameAreTrueWhenItIsReady()
{
    QVERIFY(isReady());
    QCOMPARE(m_page->value("temperatureWhenReady"), QVariant(18.5));
    m_page->call("leave");
    QCOMPARE(m_page->value("dynamicTemperature"), QVariant(18.5)); // as those that are declared
    m_thermostat->measure(19.5);
    m_page->call("comeBack");
    QVERIFY(m_page->comesTo("dynamicTemperature", 19.5));
    m_page->call("rename", QStringLiteral("other"));
    QCOMPARE(m_page->value("dynamicTemperature"), QVariant());
}

void TestQmlRemoteObject::missingMembersAreNamedOnce()
{
    QVERIFY(m_server->expose("t", m_thermostat.get()));
    QVERIFY(m_server->bind(m_endpoint->text()));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral(
                             "mistaken\\.qml:1\\d:\\d+: QML RemoteObject.*: t has no property \"warmth\"")));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral(
                             "mistaken\\.qml:1\\d:\\d+: QML RemoteObject.*: t has no signal \"cooled\"")));
    m_page = std::make_unique<Page>(QStringLiteral("mistaken.qml"),
                                    QVariantMap{{QStringLiteral("url"), m_endpoint->text()}});
    QVERIFY(m_page->comesTo("ready", true));
    m_server->withdraw("t");
    QVERIFY(m_page->comesTo("ready", false));
    QVERIFY(m_server->expose("t", m_thermostat.get()));
    QVERIFY(m_page->comesTo("ready", true));
}

void TestQmlRemoteObject::itLivesThroughKills()
{
    m_page = std::make_unique<Page>(QStringLiteral("thermostats.qml"),
                                    QVariantMap{{QStringLiteral("url"), m_endpoint->text()}});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("t has no property \"label\"")));
    for (int round = 0; round < 3; ++round) {
        Child child(QStringLiteral(REMOTE_CHILD),
                    {QStringLiteral("server"), m_endpoint->text(), QString::number(10 + round)});
        QVERIFY(child.isReady());
        QVERIFY(m_page->comesTo("ready", true));
        QCOMPARE(m_page->value("target"), QVariant(10.0 + round));
        m_page->root->setProperty("outcome", {});
        m_page->call("ask");
        QVERIFY(m_page->comesTo("outcome", 78.5));
        QVERIFY(child.kill());
        QVERIFY(m_page->comesTo("state", 2)); // Lost
        QCOMPARE(m_page->value("target"), QVariant(10.0 + round));
    }
}

QTEST_GUILESS_MAIN(TestQmlRemoteObject)

#include "moc_thermostat.cpp"
#include "tst_qmlremoteobject.moc"
