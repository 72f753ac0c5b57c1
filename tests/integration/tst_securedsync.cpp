// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"
#include "usersfile.h"

#include <heliograph/authenticate.h>
#include <heliograph/syncclient.h>

#include <atomic>
#include <thread>

using namespace heliograph;
using namespace std::chrono_literals;

/// Blocking clients that show who they are.
class TestSecuredSync : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }
    void initTestCase();

    void whoComesWithKeysIsToldAsOthersAre_data();
    void whoComesWithKeysIsToldAsOthersAre();
    void anotherSecretIsTold();
    void whoLooksNowAndThenIsToldToo_data() { whoComesWithKeysIsToldAsOthersAre_data(); }
    void whoLooksNowAndThenIsToldToo();
    void aClientWaitsForItsKeys();

private:
    const UsersFile m_file;
    const KeyPair m_server = KeyPair::generate();
    const KeyPair m_ada = KeyPair::generate();
    std::shared_ptr<KeyStore> m_users;
};

Q_DECLARE_METATYPE(ErrorCode)

namespace {

/// Runs the event loop while a client with \a options tries in another thread to reach \a place until it is connected or told \a code.
/// It looks for \a glance at a time, and does other things in between.
ErrorCode clientIsTold(const ClientOptions &options, const QString &place, ErrorCode code,
                       const std::function<void(SyncClient &)> &whenConnected,
                       std::chrono::milliseconds glance = 100ms)
{
    std::atomic<bool> isDone = false;
    ErrorCode told{};
    std::thread script([&] {
        SyncClient client(options);
        client.connectToServer(place);
        const QDeadlineTimer deadline(patience);
        while (!client.waitForConnected(glance) && client.error().code() != code && !deadline.hasExpired())
            std::this_thread::sleep_for(100ms - glance);
        told = client.error().code();
        if (client.isConnected())
            whenConnected(client);
        isDone = true;
    });
    while (!waitUntil([&] { return isDone.load(); })) { // its deadline ends it
    }
    script.join();
    return told;
}

} // namespace

void TestSecuredSync::initTestCase()
{
    if (m_users)
        return;
    QVERIFY(m_file.write({{m_ada, "ada"}}));
    m_users = m_file.load();
}

void TestSecuredSync::whoComesWithKeysIsToldAsOthersAre_data()
{
    QTest::addColumn<Credentials>("credentials");
    QTest::addColumn<ErrorCode>("told");
    QTest::newRow("a right key") << Credentials::curve(m_ada, m_server.publicKey()) << ErrorCode::None;
    QTest::newRow("an unknown key") << Credentials::curve(KeyPair::generate(), m_server.publicKey())
                                    << ErrorCode::UnknownKey;
    QTest::newRow("another server") << Credentials::curve(m_ada, KeyPair::generate().publicKey())
                                    << ErrorCode::WrongServerKey;
    QTest::newRow("a name for a key")
        << Credentials::name(QStringLiteral("ada")) << ErrorCode::MechanismMismatch;
    QTest::newRow("nothing for a key") << Credentials() << ErrorCode::MechanismMismatch;
}

void TestSecuredSync::whoComesWithKeysIsToldAsOthersAre()
{
    QFETCH(const Credentials, credentials);
    QFETCH(const ErrorCode, told);
    const Endpoint endpoint;
    Server server(ServerOptions{.authenticator = authenticate::curve(m_server, m_users)});
    server.expose("add", [](int a, int b) { return a + b; });
    QVERIFY(server.bind(endpoint.text()));
    int sum = 0;
    const auto add = [&sum](SyncClient &client) { sum = client.call<int>("add", 1, 2); };
    const ErrorCode reason =
        clientIsTold({.credentials = credentials}, server.endpoints().constFirst(), told, add);
    QCOMPARE(reason, told);
    QCOMPARE(sum, told == ErrorCode::None ? 3 : 0);
}

void TestSecuredSync::anotherSecretIsTold()
{
    const Endpoint endpoint;
    Server server(ServerOptions{.secret = Secret(generateSecret())});
    QVERIFY(server.bind(endpoint.text()));
    const ErrorCode reason =
        clientIsTold({.secret = Secret(generateSecret())}, server.endpoints().constFirst(),
                     ErrorCode::WrongSecret, [](SyncClient &) {});
    QCOMPARE(reason, ErrorCode::WrongSecret);
}

void TestSecuredSync::whoLooksNowAndThenIsToldToo()
{
    QFETCH(const Credentials, credentials);
    QFETCH(const ErrorCode, told);
    const Endpoint endpoint;
    Server server(ServerOptions{.authenticator = authenticate::curve(m_server, m_users)});
    QVERIFY(server.bind(endpoint.text()));
    const ErrorCode reason = clientIsTold(
        {.credentials = credentials}, server.endpoints().constFirst(), told, [](SyncClient &) {}, 1ms);
    QCOMPARE(reason, told);
}

void TestSecuredSync::aClientWaitsForItsKeys()
{
    const Endpoint endpoint;
    // Its keys are worked out once for both: half a second's work, if nobody else has the processors.
    const Secret passphrase(QStringLiteral("a horse of another colour"));
    Server server(ServerOptions{.secret = passphrase});
    server.expose("add", [](int a, int b) { return a + b; });
    QVERIFY(server.bind(endpoint.text()));
    std::atomic<bool> isDone = false;
    int sum = 0;
    std::thread script([&, place = server.endpoints().constFirst()] {
        SyncClient client(ClientOptions{.secret = passphrase});
        client.connectToServer(place);
        if (client.waitForConnected(3 * patience))
            sum = client.call<int>("add", 1, 2);
        isDone = true;
    });
    while (!waitUntil([&] { return isDone.load(); })) { // its deadline ends it
    }
    script.join();
    QCOMPARE(sum, 3);
}

QTEST_GUILESS_MAIN(TestSecuredSync)
#include "tst_securedsync.moc"
