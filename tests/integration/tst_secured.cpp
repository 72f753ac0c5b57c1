// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remote.h"
#include "usersfile.h"

#include <heliograph/authenticate.h>
#include <heliograph/callcontext.h>

#include <QtCore/qelapsedtimer.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// Servers that ask who comes, and clients that show who they are.
class TestSecured : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }
    void initTestCase();

    void whoSharesTheSecretIsLetIn();
    void aPassphraseKeepsNobodyWaitingButThem();
    void bindDoesNotWaitForKeys();
    void keysThatCannotBeHadAreTold();
    void whoIsLetInByKeyOrPasswordHasAName_data();
    void whoIsLetInByKeyOrPasswordHasAName();
    void whoIsNotLetInIsTold_data();
    void whoIsNotLetInIsTold();
    void whoIsPutOffIsNoIntruder();
    void whoSharesAnotherSecretIsTold_data();
    void whoSharesAnotherSecretIsTold();
    void serversWithDifferentAuthenticatorsLiveTogether();
    void theUserComesBackAfterALoss();

private:
    [[nodiscard]] std::shared_ptr<Authenticator> byKey() const
    {
        return authenticate::curve(m_server, m_users);
    }
    [[nodiscard]] std::shared_ptr<Authenticator> byPassword() const
    {
        return authenticate::plain(m_passwords);
    }

    const UsersFile m_file;
    const KeyPair m_server = KeyPair::generate();
    const KeyPair m_ada = KeyPair::generate();
    std::shared_ptr<KeyStore> m_users;
    PasswordFile m_passwords;
    const Secret m_secret{generateSecret()};
};

namespace {

void exposeAdd(Server &server)
{
    server.expose("add", [](int a, int b) { return a + b; });
}

/// Has no time for anybody.
class BusyAuthenticator final : public Authenticator
{
public:
    [[nodiscard]] Mechanism mechanism() const override { return Mechanism::Null; }
    [[nodiscard]] std::optional<Error> check(const QString &) const override { return std::nullopt; }
    void decide(const Attempt &, Verdict verdict) override { verdict.refuse(Error(ErrorCode::Busy)); }
};

/// Has no keys before a test gives them.
class LateKeys final : public Authenticator
{
public:
    [[nodiscard]] Mechanism mechanism() const override { return Mechanism::Curve; }
    [[nodiscard]] std::optional<Error> check(const QString &) const override { return std::nullopt; }
    void decide(const Attempt &, Verdict verdict) override { verdict.accept({}); }
    void findServerKeys(std::function<void(const ServerKeys &)> told) const override
    {
        m_told = std::move(told);
    }
    void give(const ServerKeys &keys) { std::exchange(m_told, nullptr)(keys); }

private:
    mutable std::function<void(const ServerKeys &)> m_told;
};

/// Where a server in this process sees its clients come from.
QString here(const QString &endpoint)
{
    return endpoint.startsWith(u"ipc") ? QStringLiteral("process %1").arg(QCoreApplication::applicationPid())
                                       : QStringLiteral("127.0.0.1");
}

Error reasonOf(const QSignalSpy &failures)
{
    return failures.constFirst()[1].value<Error>();
}

} // namespace

Q_DECLARE_METATYPE(ErrorCode)
Q_DECLARE_METATYPE(std::shared_ptr<Authenticator>)

void TestSecured::initTestCase()
{
    if (m_users)
        return;
    QVERIFY(m_file.write({{m_ada, "ada"}}));
    m_users = m_file.load();
    QVERIFY(!m_passwords.setPassword(QStringLiteral("ada"), QStringLiteral("countess of l")));
}

void TestSecured::whoSharesTheSecretIsLetIn()
{
    Connection link({.secret = m_secret}, {.secret = m_secret});
    exposeAdd(link.server);
    QCOMPARE(valueOf(link.client.call<int>("add", 1, 2)), 3);
    QVERIFY(link.isEstablished());
    QCOMPARE(link.server.channels().constFirst()->user(), QString());
}

void TestSecured::aPassphraseKeepsNobodyWaitingButThem()
{
    const auto passphrase = [] { return Secret(QStringLiteral("correct horse battery staple")); };
    const Endpoint endpoint;
    QElapsedTimer turn;
    qint64 longest = 0;
    QTimer turns;
    QObject::connect(&turns, &QTimer::timeout, this, [&] { longest = std::max(longest, turn.restart()); });
    turns.start(1);
    turn.start();
    Server server(ServerOptions{.secret = passphrase()});
    exposeAdd(server);
    QVERIFY(server.bind(endpoint.text()));
    QCOMPARE(server.endpoints().size(), 1);
    Client client(ClientOptions{.secret = passphrase(), .callTimeout = 1h});
    QVERIFY(client.connectToServer(server.endpoints().constFirst()));
    const auto sum = client.call<int>("add", 1, 2);
    Server other;
    QVERIFY2(!other.bind(server.endpoints().constFirst()), "the endpoint is taken already");
    QCOMPARE(other.error().code(), ErrorCode::AddressInUse);
    for (int i = 0; i < 3 && !waitFor(sum); ++i) { // a second's work, if nobody else has the processors
    }
    QCOMPARE(valueOf(sum), 3);
    qInfo("the event loop stood still for %lld ms at most", longest);
}

void TestSecured::bindDoesNotWaitForKeys()
{
    const Endpoint endpoint;
    const auto late = std::make_shared<LateKeys>();
    Server server(ServerOptions{.authenticator = late});
    exposeAdd(server);
    QVERIFY(server.bind(endpoint.text()));
    Client client(ClientOptions{.credentials = Credentials::curve(m_ada, m_server.publicKey())});
    QVERIFY(client.connectToServer(server.endpoints().constFirst()));
    const auto sum = client.call<int>("add", 1, 2);
    late->give(m_server);
    QCOMPARE(valueOf(sum), 3);
}

/// Also when who looks for them finds that out in the server's own thread.
void TestSecured::keysThatCannotBeHadAreTold()
{
    const Endpoint endpoint;
    const auto late = std::make_shared<LateKeys>();
    Server server(ServerOptions{.authenticator = late});
    QSignalSpy failures(&server, &Server::authenticationFailed);
    QVERIFY(server.bind(endpoint.text()));
    late->give(Error(ErrorCode::InvalidKey));
    QVERIFY(waitUntil([&] { return !failures.isEmpty(); }));
    QCOMPARE(reasonOf(failures).code(), ErrorCode::InvalidKey);
    QCOMPARE(server.error().code(), ErrorCode::InvalidKey);
}

void TestSecured::whoIsLetInByKeyOrPasswordHasAName_data()
{
    QTest::addColumn<std::shared_ptr<Authenticator>>("authenticator");
    QTest::addColumn<Credentials>("credentials");
    QTest::newRow("a key") << byKey() << Credentials::curve(m_ada, m_server.publicKey());
    QTest::newRow("a password") << byPassword()
                                << Credentials::plain(QStringLiteral("ada"), QStringLiteral("countess of l"));
    QTest::newRow("a name") << authenticate::trustedNames() << Credentials::name(QStringLiteral("ada"));
}

void TestSecured::whoIsLetInByKeyOrPasswordHasAName()
{
    QFETCH(const std::shared_ptr<Authenticator>, authenticator);
    QFETCH(const Credentials, credentials);
    Connection link({.authenticator = authenticator},
                    {.credentials = credentials, .user = QStringLiteral("bob")});
    exposeAdd(link.server);
    QString caller;
    link.server.expose("who", [&] { caller = CallContext::current().user(); });
    QCOMPARE(valueOf(link.client.call<int>("add", 1, 2)), 3);
    QVERIFY(link.isEstablished());
    QCOMPARE(link.server.channels().constFirst()->user(), QStringLiteral("ada"));
    valueOf(link.client.call<>("who"));
    QCOMPARE(caller, QStringLiteral("ada"));
}

void TestSecured::whoIsNotLetInIsTold_data()
{
    QTest::addColumn<std::shared_ptr<Authenticator>>("authenticator");
    QTest::addColumn<Credentials>("credentials");
    QTest::addColumn<ErrorCode>("told");
    QTest::addColumn<ErrorCode>(
        "atServer"); // None: chance, as whichever end reads the other's mechanism first hangs up
    QTest::newRow("an unknown key") << byKey()
                                    << Credentials::curve(KeyPair::generate(), m_server.publicKey())
                                    << ErrorCode::UnknownKey << ErrorCode::Refused;
    QTest::newRow("another server") << byKey() << Credentials::curve(m_ada, KeyPair::generate().publicKey())
                                    << ErrorCode::WrongServerKey << ErrorCode::WrongServerKey;
    QTest::newRow("a wrong password")
        << byPassword() << Credentials::plain(QStringLiteral("ada"), QStringLiteral("something else"))
        << ErrorCode::WrongPassword << ErrorCode::Refused;
    QTest::newRow("a key for a password") << byPassword() << Credentials::curve(m_ada, m_server.publicKey())
                                          << ErrorCode::MechanismMismatch << ErrorCode::None;
    QTest::newRow("a password for a key")
        << byKey() << Credentials::plain(QStringLiteral("ada"), QStringLiteral("countess of l"))
        << ErrorCode::MechanismMismatch << ErrorCode::None;
    QTest::newRow("a key for nothing")
        << std::shared_ptr<Authenticator>() << Credentials::curve(m_ada, m_server.publicKey())
        << ErrorCode::MechanismMismatch << ErrorCode::None;
}

void TestSecured::whoIsNotLetInIsTold()
{
    QFETCH(const std::shared_ptr<Authenticator>, authenticator);
    QFETCH(const Credentials, credentials);
    QFETCH(const ErrorCode, told);
    QFETCH(const ErrorCode, atServer);
    const Endpoint endpoint;
    Server server(ServerOptions{.authenticator = authenticator});
    bool isReached = false;
    server.expose("reach", [&] { isReached = true; });
    QSignalSpy connected(&server, &Server::clientConnected);
    QSignalSpy refused(&server, &Server::authenticationFailed);
    QVERIFY(server.bind(endpoint.text()));
    Client client(ClientOptions{.credentials = credentials});
    QSignalSpy failures(&client, &Client::authenticationFailed);
    QVERIFY(client.connectToServer(server.endpoints().constFirst()));
    const auto call = client.call<>("reach");
    QVERIFY(waitUntil([&] { return !failures.isEmpty(); }));
    QCOMPARE(failures.constFirst()[0].toString(), server.endpoints().constFirst());
    QCOMPARE(reasonOf(failures).code(), told);
    if (told == ErrorCode::WrongServerKey) { // a server that just ends looks the same
        QCOMPARE(client.state(), Channel::State::Connecting);
        client.close();
    } else { // at once, unless the server's hanging up was told before what it asks for
        QVERIFY(waitUntil([&] { return client.state() == Channel::State::Disconnected; }));
        QCOMPARE(client.error().code(), told);
    }
    QCOMPARE(errorOf(call).code(), ErrorCode::NeverSent);
    QVERIFY(!isReached);
    QCOMPARE(connected.size(), 0);
    if (atServer == ErrorCode::None)
        return;
    QVERIFY(waitUntil([&] { return !refused.isEmpty(); }));
    QCOMPARE(reasonOf(refused).code(), atServer);
    const QString address = refused.constFirst()[0].toString();
    if (atServer == ErrorCode::Refused
        || !address.isEmpty()) // who fails in the handshake may be gone too soon to have one
        QCOMPARE(address, here(endpoint.text()));
}

void TestSecured::whoIsPutOffIsNoIntruder()
{
    const Endpoint endpoint;
    Server server(ServerOptions{.authenticator = std::make_shared<BusyAuthenticator>()});
    QSignalSpy refused(&server, &Server::authenticationFailed);
    QVERIFY(server.bind(endpoint.text()));
    Client client;
    QVERIFY(client.connectToServer(server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return !refused.isEmpty(); }));
    QCOMPARE(reasonOf(refused).code(), ErrorCode::Busy);
    QCOMPARE(client.state(), Channel::State::Connecting);
}

void TestSecured::whoSharesAnotherSecretIsTold_data()
{
    QTest::addColumn<bool>("hasServer");
    QTest::addColumn<bool>("hasClient");
    QTest::addColumn<ErrorCode>("told");
    QTest::newRow("another one") << true << true << ErrorCode::WrongSecret;
    QTest::newRow("none") << true << false << ErrorCode::MechanismMismatch;
    QTest::newRow("none at the server") << false << true << ErrorCode::MechanismMismatch;
}

void TestSecured::whoSharesAnotherSecretIsTold()
{
    QFETCH(const bool, hasServer);
    QFETCH(const bool, hasClient);
    QFETCH(const ErrorCode, told);
    const Endpoint endpoint;
    Server server(ServerOptions{.secret = hasServer ? m_secret : Secret()});
    QSignalSpy refused(&server, &Server::authenticationFailed);
    QVERIFY(server.bind(endpoint.text()));
    // That it takes several attempts to know is no matter of the pauses between other attempts.
    Client client(ClientOptions{.secret = hasClient ? Secret(generateSecret()) : Secret(),
                                .reconnectDelay = 1h,
                                .reconnectLimit = 1h});
    QSignalSpy failures(&client, &Client::authenticationFailed);
    QVERIFY(client.connectToServer(server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return !failures.isEmpty(); }));
    QCOMPARE(reasonOf(failures).code(), told);
    if (!hasServer || !hasClient)
        return; // whichever end reads the other's mechanism first hangs up, and the other one does not get to know
    QVERIFY(waitUntil([&] { return !refused.isEmpty(); }));
    QCOMPARE(reasonOf(refused).code(), told);
}

void TestSecured::serversWithDifferentAuthenticatorsLiveTogether()
{
    Connection one({.authenticator = byKey()},
                   {.credentials = Credentials::curve(m_ada, m_server.publicKey())});
    Connection two({.secret = m_secret}, {.secret = m_secret});
    Connection three;
    QVERIFY(one.isEstablished() && two.isEstablished() && three.isEstablished());
    Client stranger(ClientOptions{.secret = m_secret});
    QSignalSpy failures(&stranger, &Client::authenticationFailed);
    QVERIFY(stranger.connectToServer(one.server.endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return !failures.isEmpty(); }));
    QCOMPARE(one.server.channels().size(), 1);
}

void TestSecured::theUserComesBackAfterALoss()
{
    Connection link({.authenticator = byKey()},
                    {.credentials = Credentials::curve(m_ada, m_server.publicKey())});
    QVERIFY(link.isEstablished());
    const QString place = link.server.endpoints().constFirst();
    link.server.close();
    QVERIFY(waitUntil([&] { return !link.client.isConnected(); }));
    QVERIFY(link.server.bind(place));
    QVERIFY(link.isEstablished());
    QCOMPARE(link.server.channels().constFirst()->user(), QStringLiteral("ada"));
}

QTEST_GUILESS_MAIN(TestSecured)
#include "tst_secured.moc"
