// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remote.h"
#include "usersfile.h"

#include <heliograph/authenticate.h>
#include <heliograph/callcontext.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// Who is there, who has to go, and where a server may listen.
class TestUsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }
    void init();
    void cleanup() { m_users.reset(); }

    void theHandlerSeesWhoCalls();
    void theClientKnowsItsServer();
    void whoseKeyIsRevokedHasToGo();
    void bothMayStay();
    void theNewestWins();
    void whoIsRevokedWhileHeArrivesHasToGo();
    void whoWasSentAwayMayComeAgain();
    void theOldestStays();
    void claimedNamesCountToo();
    void claimedNamesAreLikeOthers_data();
    void claimedNamesAreLikeOthers();
    void withoutAuthenticationNobodyElseCanReachIt_data();
    void withoutAuthenticationNobodyElseCanReachIt();
    void whoIsOpenMayBeReachedOverInproc_data();
    void whoIsOpenMayBeReachedOverInproc();
    void whoIsOpenToAllOrAsksForASecretMayBeReached();
    void whatIsAskedForAndCannotBeHadIsAnError();
    void whatCannotBeHadLaterIsTheLastWord();
    void whoComesTheOtherWayRoundIsNotAsked();

private:
    [[nodiscard]] ServerOptions options() const
    {
        return {.authenticator = authenticate::curve(m_server, m_users->load())};
    }
    [[nodiscard]] ClientOptions as(const KeyPair &keys) const
    {
        return {.credentials = Credentials::curve(keys, m_server.publicKey())};
    }

    const KeyPair m_server = KeyPair::generate();
    const KeyPair m_ada = KeyPair::generate();
    const KeyPair m_bob = KeyPair::generate();
    std::unique_ptr<const UsersFile> m_users;
};

namespace {

// Places to connect to, at which nobody listens.
QString here()
{
    return QStringLiteral("tcp://127.0.0.1:%1").arg(1);
}
QString elsewhere()
{
    return QStringLiteral("tcp://192.0.2.1:%1").arg(1);
}

} // namespace

Q_DECLARE_METATYPE(std::shared_ptr<Authenticator>)

void TestUsers::init()
{
    m_users = std::make_unique<const UsersFile>();
    QVERIFY(m_users->write({{m_ada, "ada"}, {m_bob, "bob"}}));
}

void TestUsers::theHandlerSeesWhoCalls()
{
    Connection link(options(), as(m_ada));
    Identity caller;
    link.server.expose("who", [&] { caller = CallContext::current().identity(); });
    valueOf(link.client.call<>("who"));
    QCOMPARE(caller.mechanism, Mechanism::Curve);
    QCOMPARE(caller.user, QStringLiteral("ada"));
    QCOMPARE(caller.key.fingerprint(), m_ada.publicKey().fingerprint());
    QVERIFY(caller.isLocal);
    const bool isTcp = link.server.endpoints().constFirst().startsWith(QStringLiteral("tcp"));
    QCOMPARE(caller.address, isTcp ? QStringLiteral("127.0.0.1") : QString());
}

void TestUsers::theClientKnowsItsServer()
{
    Connection link(options(), as(m_ada));
    QVERIFY(link.isEstablished());
    QCOMPARE(link.client.identity().key, m_server.publicKey());
}

void TestUsers::whoseKeyIsRevokedHasToGo()
{
    Connection link(options(), as(m_ada));
    Client bob(as(m_bob));
    QVERIFY(bob.connectToServer(link.server.endpoints().constFirst()));
    QVERIFY(link.isEstablished());
    QVERIFY(waitUntil([&] { return bob.isConnected(); }));
    QSignalSpy disconnected(&link.client, &Channel::disconnected);
    QVERIFY(m_users->write({{m_bob, "bob"}}));
    QVERIFY(waitUntil([&] { return !disconnected.isEmpty(); }));
    QCOMPARE(disconnected.constFirst().constFirst().value<Error>().code(), ErrorCode::Refused);
    QCOMPARE(link.client.state(), Channel::State::Disconnected);
    QVERIFY(bob.isConnected());
    QSignalSpy failures(&link.client, &Client::authenticationFailed);
    QVERIFY(link.client.connectToServer(link.server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return !failures.isEmpty(); }));
    QCOMPARE(failures.constFirst()[1].value<Error>().code(), ErrorCode::UnknownKey);
}

void TestUsers::bothMayStay()
{
    Connection link(options(), as(m_ada));
    Client other(as(m_ada));
    QVERIFY(other.connectToServer(link.server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return link.server.channels().size() == 2; }));
    QCOMPARE(link.server.channel(QStringLiteral("ada")), link.server.channels().constLast());
}

void TestUsers::theNewestWins()
{
    ServerOptions server = options();
    server.duplicateUsers = ServerOptions::DuplicateUsers::NewestWins;
    Connection link(server, as(m_ada));
    Client bob(as(m_bob));
    QVERIFY(bob.connectToServer(link.server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return link.server.channels().size() == 2; }));
    QSignalSpy disconnected(&link.client, &Channel::disconnected);
    Client other(as(m_ada));
    QVERIFY(other.connectToServer(link.server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return other.isConnected() && !disconnected.isEmpty(); }));
    QCOMPARE(disconnected.constFirst().constFirst().value<Error>().code(), ErrorCode::Refused);
    QCOMPARE(link.client.state(), Channel::State::Disconnected); // else the two would go on like that
    QVERIFY(waitUntil([&] { return link.server.channels().size() == 2; }));
    QVERIFY(bob.isConnected() && other.isConnected());
}

void TestUsers::whoIsRevokedWhileHeArrivesHasToGo()
{
    ServerOptions server = options();
    server.duplicateUsers = ServerOptions::DuplicateUsers::NewestWins;
    Connection link(server, as(m_ada));
    QVERIFY(link.isEstablished());
    Client other(as(m_ada));
    QSignalSpy sentAway(&other, &Channel::disconnected);
    bool isGone = false;
    QObject::connect(&link.server, &Server::clientDisconnected, this,
                     [&] { // of the first, before the other is told
                         QVERIFY(m_users->write({{m_bob, "bob"}}));
                         isGone = waitUntil([&] { return !sentAway.isEmpty(); });
                     });
    QSignalSpy connected(&link.server, &Server::clientConnected);
    QVERIFY(other.connectToServer(link.server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return isGone; }));
    QVERIFY(link.server.channels().isEmpty());
    QVERIFY(connected.isEmpty());
}

void TestUsers::whoWasSentAwayMayComeAgain()
{
    ServerOptions server = options();
    server.duplicateUsers = ServerOptions::DuplicateUsers::NewestWins;
    Connection link(server, as(m_ada));
    QVERIFY(link.isEstablished());
    const QString place = link.server.endpoints().constFirst();
    bool hasAsked = false;
    QObject::connect(&link.client, &Channel::disconnected, this, [&] {
        QCOMPARE(link.client.state(), Channel::State::Disconnected);
        hasAsked = link.client.connectToServer(place);
    });
    Client other(as(m_ada));
    QVERIFY(other.connectToServer(place));
    QVERIFY(waitUntil([&] { return hasAsked && link.client.isConnected() && !other.isConnected(); }));
}

void TestUsers::theOldestStays()
{
    ServerOptions server = options();
    server.duplicateUsers = ServerOptions::DuplicateUsers::OldestStays;
    Connection link(server, as(m_ada));
    QVERIFY(link.isEstablished());
    Client other(as(m_ada));
    QSignalSpy vain(&other, &Client::reconnecting);
    QSignalSpy refusals(&other, &Client::authenticationFailed);
    QVERIFY(other.connectToServer(link.server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return vain.size() == 3; }));
    QCOMPARE(refusals.size(), 1); // not each time
    QCOMPARE(refusals[0][0].toString(), link.server.endpoints().constFirst());
    QCOMPARE(refusals[0][1].value<Error>().code(), ErrorCode::Refused);
    QVERIFY(refusals[0][1].value<Error>().message().contains(QStringLiteral("\"ada\" is here already")));
    QVERIFY(link.client.isConnected() && !other.isConnected());
    QCOMPARE(other.state(), Channel::State::Connecting);
    link.client.close();
    QVERIFY(waitUntil([&] { return other.isConnected(); }));
    QCOMPARE(refusals.size(), 1);
}

void TestUsers::claimedNamesCountToo()
{
    const ClientOptions ada{.user = QStringLiteral("ada")};
    Connection link({.duplicateUsers = ServerOptions::DuplicateUsers::OldestStays, .trustNames = true}, ada);
    QVERIFY(link.isEstablished());
    Client other(ada);
    QSignalSpy vain(&other, &Client::reconnecting);
    QVERIFY(other.connectToServer(link.server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return !vain.isEmpty(); }));
    QCOMPARE(link.server.channels().size(), 1);
}

void TestUsers::claimedNamesAreLikeOthers_data()
{
    QTest::addColumn<QString>("claimed");
    QTest::addColumn<QString>("user"); // empty: refused
    QTest::newRow("letters") << QStringLiteral("Zo\u00eb") << QStringLiteral("Zo\u00eb");
    QTest::newRow("the same, typed otherwise") << QStringLiteral("Zoe\u0308") << QStringLiteral("Zo\u00eb");
    QTest::newRow("a blank") << QStringLiteral("ada lovelace") << QString();
    QTest::newRow("a line") << QStringLiteral("ada\nroot") << QString();
    QTest::newRow("for a terminal") << QStringLiteral("\x1b[2Jada") << QString();
    QTest::newRow("a colon") << QStringLiteral("ada:root") << QString();
    QTest::newRow("a comment") << QStringLiteral("#ada") << QString();
    QTest::newRow("very long") << QString(256, u'a') << QString();
}

void TestUsers::claimedNamesAreLikeOthers()
{
    QFETCH(const QString, claimed);
    QFETCH(const QString, user);
    const Endpoint endpoint;
    Server server({.trustNames = true});
    QVERIFY(server.bind(endpoint.text()));
    Client client({.user = claimed});
    QSignalSpy refusals(&client, &Client::authenticationFailed);
    QVERIFY(client.connectToServer(server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return client.isConnected() || !refusals.isEmpty(); }));
    QCOMPARE(client.isConnected(), !user.isEmpty());
    if (user.isEmpty()) {
        QCOMPARE(refusals[0][1].value<Error>().code(), ErrorCode::Refused);
        QVERIFY(server.channels().isEmpty());
        return;
    }
    QVERIFY(waitUntil([&] { return !server.channels().isEmpty(); }));
    QCOMPARE(server.channels().constFirst()->user(), user);
}

void TestUsers::withoutAuthenticationNobodyElseCanReachIt_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::newRow("all addresses") << QStringLiteral("tcp://*:*");
    QTest::newRow("all addresses in numbers") << QStringLiteral("tcp://0.0.0.0:*");
    QTest::newRow("all addresses in longer numbers") << QStringLiteral("tcp://[::]:*");
    QTest::newRow("another address") << QStringLiteral("tcp://192.0.2.1:*");
    QTest::newRow("a name") << QStringLiteral("tcp://127.0.0.1.example:*");
}

void TestUsers::withoutAuthenticationNobodyElseCanReachIt()
{
    QFETCH(const QString, endpoint);
    for (const ServerOptions &each : {ServerOptions(), ServerOptions{.trustNames = true},
                                      ServerOptions{.authenticator = authenticate::open()},
                                      ServerOptions{.authenticator = authenticate::trustedNames()},
                                      ServerOptions{.authenticator = authenticate::plain(PasswordFile())}}) {
        Server server(each);
        QVERIFY(!server.bind(endpoint));
        QCOMPARE(server.error().code(), ErrorCode::InvalidAddress);
        for (const QString &remedy : {QStringLiteral("tcp://127.0.0.1:*"), QStringLiteral("a secret")})
            QVERIFY2(server.error().message().contains(remedy), server.error().what());
        QVERIFY(server.endpoints().isEmpty());
    }
    Client waiting;
    QVERIFY(!waiting.bind(endpoint));
    Client client;
    QVERIFY(!client.connectToServer(elsewhere()));
    QCOMPARE(client.error().code(), ErrorCode::InvalidAddress);
    Server looking;
    QVERIFY(!looking.connectToClient(elsewhere()));
}

void TestUsers::whoIsOpenMayBeReachedOverInproc_data()
{
    QTest::addColumn<std::shared_ptr<Authenticator>>("authenticator");
    QTest::newRow("open") << authenticate::open();
    QTest::newRow("open to all") << authenticate::openInsecurely();
    QTest::newRow("nothing said") << std::shared_ptr<Authenticator>();
}

void TestUsers::whoIsOpenMayBeReachedOverInproc()
{
    QFETCH(const std::shared_ptr<Authenticator>, authenticator);
    const Endpoint endpoint;
    Server server(ServerOptions{.authenticator = authenticator});
    server.expose("add", [](int a, int b) { return a + b; });
    QVERIFY(server.bind({QStringLiteral("inproc://open"), endpoint.text()}));
    for (const QString &place : server.endpoints()) {
        Client client;
        QVERIFY(client.connectToServer(place));
        QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    }
    for (const Channel *channel : server.channels())
        QVERIFY(channel->identity().isLocal);
}

void TestUsers::whoIsOpenToAllOrAsksForASecretMayBeReached()
{
    Server server(ServerOptions{.authenticator = authenticate::openInsecurely()});
    QVERIFY2(server.bind(QStringLiteral("tcp://0.0.0.0:*")), server.error().what());
    QVERIFY2(server.connectToClient(elsewhere()), server.error().what());
    Server secured(ServerOptions{.secret = Secret(generateSecret())});
    QVERIFY2(secured.bind(QStringLiteral("tcp://0.0.0.0:*")), secured.error().what());
    Server careful(ServerOptions{.authenticator = authenticate::open()});
    QVERIFY(!careful.connectToClient(elsewhere()));
    QCOMPARE(careful.error().code(), ErrorCode::InvalidAddress);
}

void TestUsers::whatIsAskedForAndCannotBeHadIsAnError()
{
    const Endpoint endpoint;
    Server empty(ServerOptions{.secret = Secret(QString())});
    QVERIFY(!empty.bind(endpoint.text()));
    QCOMPARE(empty.error().code(), ErrorCode::InvalidKey);
    Client client(ClientOptions{.secret = Secret(QString())});
    QVERIFY(!client.connectToServer(here()));
    QCOMPARE(client.error().code(), ErrorCode::InvalidKey);
    const Secret secret(generateSecret());
    Server both(ServerOptions{.secret = secret, .authenticator = authenticate::open()});
    QVERIFY(!both.bind(endpoint.text()));
    Client two(ClientOptions{.secret = secret, .credentials = Credentials::name(QStringLiteral("ada"))});
    QVERIFY(!two.connectToServer(here()));
    Server overInproc(ServerOptions{.secret = secret});
    QVERIFY(!overInproc.bind(QStringLiteral("inproc://anything")));
}

/// What ØMQ says no to when the keys are there at last.
void TestUsers::whatCannotBeHadLaterIsTheLastWord()
{
    Client client(ClientOptions{.secret = Secret(QStringLiteral("correct horse battery staple"))});
    QSignalSpy failures(&client, &Client::authenticationFailed);
    QVERIFY(client.connectToServer(QStringLiteral("tcp://bad$name:%1").arg(1)));
    QVERIFY(waitUntil([&] { return !failures.isEmpty(); }));
    QCOMPARE(client.state(), Channel::State::Disconnected);
    QCOMPARE(client.error().code(), ErrorCode::InvalidAddress);
}

void TestUsers::whoComesTheOtherWayRoundIsNotAsked()
{
    const Secret secret(generateSecret());
    Server server(ServerOptions{.secret = secret});
    QVERIFY(!server.connectToClient(here()));
    QCOMPARE(server.error().code(), ErrorCode::InvalidAddress);
    Client client(ClientOptions{.secret = secret});
    const Endpoint endpoint;
    QVERIFY(!client.bind(endpoint.text()));
    QCOMPARE(client.error().code(), ErrorCode::InvalidAddress);
}

QTEST_GUILESS_MAIN(TestUsers)
#include "tst_users.moc"
