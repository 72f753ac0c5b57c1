// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "page.h"
#include "serverthread.h"
#include "thermostat.h"
#include "usersfile.h"

#include <heliograph/authenticate.h>
#include <heliograph/callcontext.h>
#include <heliograph/keypair.h>
#include <heliograph/passwordfile.h>

#include <QtCore/qtemporarydir.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// What a Client in QML does and tells.
class TestQmlClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc"}); }
    void init() { failOnWarnings(); }

    void itConnectsAndTells();
    void itFollowsItsUrl();
    void itIsActiveOrNot();
    void anUrlThatIsNoneIsAnError();
    void heartbeatsAreTold();
    void aSecretIsNotShown();
    void aWrongSecretIsTold();
    void passwordsAndKeysAreShown();
    void credentialsAreNothingElse();
    void aChannelOfTheProgramsOwn();
    void aChannelMayDieOrBeTakenAway();
    void aHandlerMayTakeAnotherChannel();
    void aHandlerMayMakeANewClient();
    void theSameSecretChangesNothing();
    void callsNeedNotWaitForASession();
};

namespace {

QVariant object(QObject *it)
{
    return QVariant::fromValue(it);
}

const QString secret = generateSecret(); // its keys are there at once

/// Exposes what the page asks for.
void furnish(Server &server)
{
    server.expose("whoami", [] { return CallContext::current().user(); });
}

} // namespace

void TestQmlClient::itConnectsAndTells()
{
    const Endpoint endpoint;
    Page page(QStringLiteral("clients.qml"), {{QStringLiteral("url"), endpoint.text()}});
    QCOMPARE(page.value("state"), QVariant(1)); // Connecting
    QVERIFY(waitUntil([&] { return page.value("told").toList().size() >= 2; }));
    QCOMPARE(page.value("told").toList().mid(0, 2),
             (QVariantList{QStringLiteral("error true"), QStringLiteral("reconnecting 1true")}));
    QCOMPARE(page.value("errorCode"), QVariant(int(ErrorCode::ConnectionFailed)));
    QVERIFY(!page.value("error").toString().isEmpty());
    {
        Server server({.trustNames = true, .heartbeat = {100ms, 10s}});
        furnish(server);
        QVERIFY(server.bind(endpoint.text()));
        QVERIFY(page.comesTo("state", 2)); // Connected
        QCOMPARE(page.value("error"), QVariant(QString()));
        QCOMPARE(page.value("told").toList().last(), QVariant(QStringLiteral("connected")));
        page.call("ask");
        QVERIFY(page.comesTo("outcome", QStringLiteral("ada")));
        QVERIFY(waitUntil([&] { return page.value("roundTripTime").toDouble() >= 0; }));
    }
    QVERIFY(waitUntil(
        [&] { return page.value("told").toList().contains(QStringLiteral("disconnected PeerClosed")); }));
    QVERIFY(!page.value("error").toString().isEmpty());
}

void TestQmlClient::itFollowsItsUrl()
{
    const Endpoint endpoint;
    Server server;
    Thermostat thermostat;
    server.expose("t", &thermostat);
    QVERIFY(server.bind(endpoint.text()));
    const Endpoint elsewhere;
    Server other;
    Thermostat cold;
    cold.setTarget(5);
    other.expose("t", &cold);
    QVERIFY(other.bind(elsewhere.text()));
    Page page(QStringLiteral("clients.qml"), {{QStringLiteral("url"), endpoint.text()}});
    QVERIFY(page.comesTo("target", 20.0));
    page.root->setProperty("url", elsewhere.text());
    QVERIFY(page.comesTo("target", 5.0));
    QVERIFY(waitUntil([&] { return server.channels().isEmpty(); }));
}

void TestQmlClient::itIsActiveOrNot()
{
    const Endpoint endpoint;
    Server server;
    QVERIFY(server.bind(endpoint.text()));
    Page page(QStringLiteral("clients.qml"),
              {{QStringLiteral("url"), endpoint.text()}, {QStringLiteral("active"), false}});
    QCOMPARE(page.value("state"), QVariant(0)); // Disconnected
    page.root->setProperty("active", true);
    QVERIFY(page.comesTo("state", 2));
    page.root->setProperty("active", false);
    QCOMPARE(page.value("state"), QVariant(0));
    QCOMPARE(page.value("errorCode"), QVariant(0));
    QVERIFY(waitUntil([&] { return server.channels().isEmpty(); }));
}

void TestQmlClient::anUrlThatIsNoneIsAnError()
{
    Page page(QStringLiteral("clients.qml"), {{QStringLiteral("url"), QStringLiteral("nonsense")}});
    QCOMPARE(page.value("errorCode"), QVariant(int(ErrorCode::InvalidAddress)));
    QCOMPARE(page.value("state"), QVariant(0));
    page.root->setProperty("active", false);
    QCOMPARE(page.value("errorCode"), QVariant(0)); // nobody asks for it any more
}

void TestQmlClient::heartbeatsAreTold()
{
    ServerThread other(ServerOptions{.heartbeat = {100ms, 200ms}});
    Page page(QStringLiteral("clients.qml"), {{QStringLiteral("url"), other.endpoint()}});
    QVERIFY(page.comesTo("state", 2));
    other.hang();
    QVERIFY(page.comesTo("state", 3)); // Unresponsive
    QVERIFY(waitUntil([&] { return page.value("told").toList().contains(QStringLiteral("lost")); }));
    other.goOn();
    QVERIFY(waitUntil([&] { return page.value("told").toList().contains(QStringLiteral("restored")); }));
    QVERIFY(page.comesTo("state", 2));
}

void TestQmlClient::aSecretIsNotShown()
{
    const Endpoint endpoint;
    Server server({.secret = Secret(secret)});
    furnish(server);
    QVERIFY(server.bind(endpoint.text()));
    Page page(QStringLiteral("clients.qml"),
              {{QStringLiteral("url"), endpoint.text()}, {QStringLiteral("secret"), secret}});
    QVERIFY(page.comesTo("state", 2));
    auto *const client = page.root->property("client").value<QObject *>();
    QCOMPARE(client->property("secret"), QVariant(QString()));
}

void TestQmlClient::aWrongSecretIsTold()
{
    const Endpoint endpoint;
    Server server({.secret = Secret(secret)});
    furnish(server);
    QVERIFY(server.bind(endpoint.text()));
    Page page(QStringLiteral("clients.qml"),
              {{QStringLiteral("url"), endpoint.text()}, {QStringLiteral("secret"), generateSecret()}});
    QVERIFY(waitUntil(
        [&] { return page.value("told").toList().contains(QStringLiteral("failed true WrongSecret")); }));
    QCOMPARE(page.value("errorCode"), QVariant(int(ErrorCode::WrongSecret)));
    page.root->setProperty("secret", secret); // makes a new client, with the right one
    QVERIFY(page.comesTo("state", 2));
    QCOMPARE(page.value("errorCode"), QVariant(0));
}

void TestQmlClient::passwordsAndKeysAreShown()
{
    const QTemporaryDir folder;
    const KeyPair own = KeyPair::generate();
    const KeyPair servers = KeyPair::generate();
    QVERIFY(!own.save(folder.filePath(QStringLiteral("own"))));
    QVERIFY(!servers.save(folder.filePath(QStringLiteral("server"))));
    const UsersFile users;
    QVERIFY(users.write({{own, "eve"}}));
    PasswordFile passwords;
    QVERIFY(!passwords.setPassword(QStringLiteral("bob"), "builder"));
    const Endpoint plainEndpoint;
    Server plain({.authenticator = authenticate::plain(passwords)});
    furnish(plain);
    QVERIFY(plain.bind(plainEndpoint.text()));
    const Endpoint curveEndpoint;
    Server curve({.authenticator = authenticate::curve(servers, users.load())});
    furnish(curve);
    QVERIFY(curve.bind(curveEndpoint.text()));

    Page page(QStringLiteral("clients.qml"), {{QStringLiteral("url"), plainEndpoint.text()}});
    page.call("usePlain", QStringLiteral("bob"), QStringLiteral("builder"));
    QVERIFY(page.comesTo("state", 2));
    page.call("ask");
    QVERIFY(page.comesTo("outcome", QStringLiteral("bob")));
    page.root->setProperty("url", curveEndpoint.text());
    page.call("useCurve", folder.filePath(QStringLiteral("own")), folder.filePath(QStringLiteral("server")));
    page.call("ask");
    QVERIFY(page.comesTo("outcome", QStringLiteral("eve")));
}

void TestQmlClient::credentialsAreNothingElse()
{
    const Endpoint endpoint;
    Page page(QStringLiteral("clients.qml"),
              {{QStringLiteral("url"), endpoint.text()}, {QStringLiteral("active"), false}});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("credentials are made by")));
    page.call("useNonsense");
}

void TestQmlClient::aChannelOfTheProgramsOwn()
{
    const Endpoint endpoint;
    Server server({.trustNames = true});
    Thermostat thermostat;
    furnish(server);
    server.expose("t", &thermostat);
    QVERIFY(server.bind(endpoint.text()));
    auto own = std::make_unique<heliograph::Client>(ClientOptions{.user = QStringLiteral("own")});
    QVERIFY(own->connectToServer(endpoint.text()));
    Page page(QStringLiteral("clients.qml"), {{QStringLiteral("active"), false}});
    page.call("take", object(own.get()));
    QVERIFY(page.comesTo("state", 2));
    QVERIFY(page.comesTo("target", 20.0));
    page.call("ask");
    QVERIFY(page.comesTo("outcome", QStringLiteral("own")));
    own.reset();
    QCOMPARE(page.value("state"), QVariant(0));
    page.call("ask");
    QVERIFY(page.comesTo("outcome", QStringLiteral("NeverSent")));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("channel is no heliograph::Channel")));
    page.call("take", object(&server));
}

void TestQmlClient::aChannelMayDieOrBeTakenAway()
{
    const Endpoint endpoint;
    Server server({.trustNames = true});
    furnish(server);
    QVERIFY(server.bind(endpoint.text()));
    auto own = std::make_unique<heliograph::Client>(ClientOptions{.user = QStringLiteral("own")});
    QVERIFY(own->connectToServer(endpoint.text()));
    QVERIFY(waitUntil([&] { return own->isConnected(); }));
    Page page(QStringLiteral("clients.qml"), {{QStringLiteral("active"), false}});
    page.call("take", object(own.get()));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("channel is no heliograph::Channel")));
    page.call("take", object(&server)); // what it has it keeps
    QCOMPARE(page.value("state"), QVariant(2));
    page.call("take", object(nullptr));
    QCOMPARE(page.value("state"), QVariant(0));
    QCOMPARE(page.value("told"), QVariant(QVariantList{QStringLiteral("disconnected Closed")}));
    QVERIFY(own->isConnected());
    page.call("take", object(own.get()));
    QCOMPARE(page.value("errorCode"), QVariant(0));
    page.root->setProperty("told", QVariantList());
    own.reset();
    QCOMPARE(page.value("state"), QVariant(0));
    QCOMPARE(page.value("errorCode"), QVariant(0)); // nobody looks for a server
    QCOMPARE(page.value("told"), QVariant(QVariantList{QStringLiteral("disconnected Closed")}));
    page.root->setProperty("url", endpoint.text());
    page.root->setProperty("active", true);
    QVERIFY(page.comesTo("state", 2));
    page.call("ask");
    QVERIFY(page.comesTo("outcome", QStringLiteral("ada")));
}

void TestQmlClient::aHandlerMayTakeAnotherChannel()
{
    const Endpoint endpoint;
    Server server({.trustNames = true});
    furnish(server);
    QVERIFY(server.bind(endpoint.text()));
    heliograph::Client spare({.user = QStringLiteral("spare")});
    QVERIFY(spare.connectToServer(endpoint.text()));
    Page page(QStringLiteral("clients.qml"), {{QStringLiteral("url"), endpoint.text()}});
    QVERIFY(page.comesTo("state", 2));
    page.root->setProperty("spare", object(&spare));
    page.root->setProperty("active", false);
    QVERIFY(page.comesTo("state", 2));
    page.call("ask");
    QVERIFY(page.comesTo("outcome", QStringLiteral("spare")));
    page.root->setProperty("spare", {});
    page.call("take", object(nullptr));
    page.root->setProperty("active", true);
    QVERIFY(page.comesTo("state", 2));
    page.root->setProperty("spare", object(&spare));
    page.root->setProperty("secret", secret); // a new client, which the handler exchanges at once
    QCOMPARE(page.value("state"), QVariant(2));
}

void TestQmlClient::aHandlerMayMakeANewClient()
{
    const Endpoint endpoint;
    Server server({.trustNames = true});
    furnish(server);
    QVERIFY(server.bind(endpoint.text()));
    Page page(QStringLiteral("clients.qml"),
              {{QStringLiteral("url"), endpoint.text()}, {QStringLiteral("newUser"), QStringLiteral("eve")}});
    QVERIFY(page.comesTo("state", 2));
    page.call("ask");
    QVERIFY(page.comesTo("outcome", QStringLiteral("eve")));
    QCOMPARE(server.channels().size(), 1);
    const auto *const client = page.root->property("client").value<QObject *>();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(client->findChildren<heliograph::Client *>().size(), 1);
}

void TestQmlClient::theSameSecretChangesNothing()
{
    const Endpoint endpoint;
    Page page(QStringLiteral("clients.qml"),
              {{QStringLiteral("url"), endpoint.text()}, {QStringLiteral("secret"), secret}});
    auto *const client = page.root->property("client").value<QObject *>();
    const QVariant channel = client->property("channel");
    client->setProperty("secret", secret);
    QCOMPARE(client->property("channel"), channel);
    client->setProperty("secret", generateSecret());
    QVERIFY(client->property("channel") != channel);
}

void TestQmlClient::callsNeedNotWaitForASession()
{
    const Endpoint endpoint;
    Page page(QStringLiteral("clients.qml"), {{QStringLiteral("url"), endpoint.text()}});
    page.root->property("client").value<QObject *>()->setProperty("waitForSession", false);
    page.call("ask");
    QVERIFY(page.comesTo("outcome", QStringLiteral("NeverSent")));
    QVERIFY(page.value("state") != QVariant(2));
}

QTEST_GUILESS_MAIN(TestQmlClient)

#include "moc_thermostat.cpp"
#include "tst_qmlclient.moc"
