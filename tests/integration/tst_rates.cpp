// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remote.h"
#include "usersfile.h"

#include <heliograph/authenticate.h>

#include <deque>

using namespace heliograph;
using namespace std::chrono_literals;

/// Where too much has failed, the next ones are put off; and let in when they are good, as failures are forgiven.
class TestRates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }
    void initTestCase();
    void whoComesTooOftenIsPutOff_data();
    void whoComesTooOftenIsPutOff();

private:
    [[nodiscard]] ServerOptions options(bool hasSecret) const
    {
        if (hasSecret)
            return {.secret = m_secret};
        return {.authenticator = authenticate::curve(m_server, m_users.load())};
    }
    [[nodiscard]] ClientOptions wrong(bool hasSecret) const
    {
        if (hasSecret)
            return {.secret = Secret(generateSecret())};
        return {.credentials = Credentials::curve(KeyPair::generate(), m_server.publicKey())};
    }
    [[nodiscard]] ClientOptions right(bool hasSecret) const
    {
        ClientOptions options{.reconnectLimit = 50ms};
        if (hasSecret)
            options.secret = m_secret;
        else
            options.credentials = Credentials::curve(m_ada, m_server.publicKey());
        return options;
    }

    const KeyPair m_server = KeyPair::generate();
    const KeyPair m_ada = KeyPair::generate();
    const Secret m_secret{generateSecret()};
    const UsersFile m_users;
};

void TestRates::initTestCase()
{
    QVERIFY(m_users.write({{m_ada, "ada"}}));
}

void TestRates::whoComesTooOftenIsPutOff_data()
{
    QTest::addColumn<bool>("hasSecret");
    QTest::newRow("unknown keys") << false;
    QTest::newRow("wrong secrets") << true;
}

void TestRates::whoComesTooOftenIsPutOff()
{
    QFETCH(const bool, hasSecret);
    const Endpoint endpoint;
    Server server(options(hasSecret));
    server.expose("add", [](int a, int b) { return a + b; });
    QVERIFY(server.bind(endpoint.text()));
    const QString place = server.endpoints().constFirst();
    QSet<ErrorCode> told;
    connect(&server, &Server::authenticationFailed, this,
            [&told](const QString &, const Error &reason) { told.insert(reason.code()); });
    Client early(right(hasSecret)); // whoever is there stays
    QVERIFY(early.connectToServer(place));
    QCOMPARE(valueOf(early.call<int>("add", 1, 1)), 2);

    std::deque<Client> strangers; // those that go on trying come faster than they are forgiven
    for (int i = 0; i < 100; ++i) {
        ClientOptions stranger = wrong(hasSecret);
        stranger.reconnectLimit = 50ms;
        QVERIFY(strangers.emplace_back(stranger).connectToServer(place));
    }
    QVERIFY(waitUntil([&] { return told.contains(ErrorCode::Busy); }));
    QVERIFY(told.contains(hasSecret ? ErrorCode::WrongSecret : ErrorCode::Refused)); // they came first
    QCOMPARE(valueOf(early.call<int>("add", 2, 1)), 3);
    strangers.clear();

    Client late(right(hasSecret));
    QVERIFY(late.connectToServer(place));
    QVERIFY(waitUntil([&] { return late.isConnected(); }));
    QCOMPARE(valueOf(late.call<int>("add", 3, 1)), 4);
}

QTEST_GUILESS_MAIN(TestRates)
#include "tst_rates.moc"
