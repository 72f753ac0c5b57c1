// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remote.h"

#include <heliograph/authenticate.h>
#include <heliograph/callcontext.h>

#include <QtCore/qfile.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// Who is there, who has to go, and where a server may listen.
class TestUsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }
    void init();
    void cleanup() { m_folder.reset(); }

    void theHandlerSeesWhoCalls();
    void theClientKnowsItsServer();
    void whoseKeyIsRevokedHasToGo();
    void bothMayStay();
    void theNewestWins();
    void whoIsRevokedWhileHeArrivesHasToGo();
    void whoWasSentAwayMayComeAgain();
    void theOldestStays();
    void claimedNamesCountToo();
    void withoutAuthenticationNobodyElseCanReachIt_data();
    void withoutAuthenticationNobodyElseCanReachIt();
    void whatIsAskedForAndCannotBeHadIsAnError();
    void whoComesTheOtherWayRoundIsNotAsked();

private:
    [[nodiscard]] bool write(const QByteArray &users) const
    {
        QFile file(m_folder->filePath(QStringLiteral("users")));
        return file.open(QIODevice::WriteOnly) && file.write(users) == users.size()
               && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
    [[nodiscard]] QByteArray line(const KeyPair &keys, const QByteArray &name) const
    {
        return keys.publicKey().text() + ' ' + name + '\n';
    }
    [[nodiscard]] ServerOptions options() const
    {
        const auto users = std::make_shared<KeyStore>(m_folder->filePath(QStringLiteral("users")));
        return {.authenticator = authenticate::curve(m_server, users)};
    }
    [[nodiscard]] ClientOptions as(const KeyPair &keys) const
    {
        return {.credentials = Credentials::curve(keys, m_server.publicKey())};
    }

    const KeyPair m_server = KeyPair::generate();
    const KeyPair m_ada = KeyPair::generate();
    const KeyPair m_bob = KeyPair::generate();
    std::unique_ptr<QTemporaryDir> m_folder;
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

void TestUsers::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(write(line(m_ada, "ada") + line(m_bob, "bob")));
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
    QVERIFY(write(line(m_bob, "bob")));
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
                         QVERIFY(write(line(m_bob, "bob")));
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
    QVERIFY(other.connectToServer(link.server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return !vain.isEmpty(); }));
    QVERIFY(link.client.isConnected() && !other.isConnected());
    link.client.close();
    QVERIFY(waitUntil([&] { return other.isConnected(); }));
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

void TestUsers::withoutAuthenticationNobodyElseCanReachIt_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::newRow("all addresses") << QStringLiteral("tcp://*:*");
    QTest::newRow("all addresses in numbers") << QStringLiteral("tcp://0.0.0.0:*");
    QTest::newRow("another address") << QStringLiteral("tcp://192.0.2.1:*");
}

void TestUsers::withoutAuthenticationNobodyElseCanReachIt()
{
    QFETCH(const QString, endpoint);
    Server server;
    QVERIFY(!server.bind(endpoint));
    QCOMPARE(server.error().code(), ErrorCode::InvalidAddress);
    QVERIFY2(server.error().message().contains(QStringLiteral("secret")), server.error().what());
    QVERIFY(server.endpoints().isEmpty());
    Client waiting;
    QVERIFY(!waiting.bind(endpoint));
    Client client;
    QVERIFY(!client.connectToServer(elsewhere()));
    QCOMPARE(client.error().code(), ErrorCode::InvalidAddress);
    Server looking;
    QVERIFY(!looking.connectToClient(elsewhere()));
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
