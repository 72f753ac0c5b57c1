// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <heliograph/authenticate.h>

#include <QtTest/qsignalspy.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// What Client::errorOccurred() and error() tell, and what whoever is told may do.
class TestClientErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }

    void anAttemptInVainIsTold();
    void theEndOfASessionIsToldBehindDisconnected();
    void closingIsNoError();
    void aSlotMayDestroyTheClient_data();
    void aSlotMayDestroyTheClient();
    void aSlotMayConnectAnew();
    void aCallThatARefusalEndsMayConnectAnew();
};

namespace {

/// A place where nobody listens: the server that did is gone.
struct Deserted
{
    Deserted()
    {
        Server server;
        if (!server.bind(endpoint.text()))
            qFatal("%s", server.error().what());
        text = server.endpoints().constFirst();
    }

    Endpoint endpoint;
    QString text;
};

ErrorCode codeOf(const QList<QVariant> &emission)
{
    return emission.constFirst().value<Error>().code();
}

} // namespace

void TestClientErrors::anAttemptInVainIsTold()
{
    const Deserted place;
    Client client;
    QSignalSpy errors(&client, &Client::errorOccurred);
    QVERIFY(client.connectToServer(place.text));
    QVERIFY(waitUntil([&] { return !errors.isEmpty(); }));
    QCOMPARE(codeOf(errors.constFirst()), ErrorCode::ConnectionFailed);
    QCOMPARE(client.error().code(), ErrorCode::ConnectionFailed);
    QCOMPARE(client.state(), Channel::State::Connecting);

    Server server;
    QVERIFY(server.bind(place.text));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    QCOMPARE(client.error().code(), ErrorCode::None);
}

void TestClientErrors::theEndOfASessionIsToldBehindDisconnected()
{
    Connection link;
    QVERIFY(link.isEstablished());
    QStringList told;
    QString reason; // the server's, or that it is gone
    QObject::connect(&link.client, &Channel::disconnected, this, [&](const Error &error) {
        reason = error.message();
        told.append(QStringLiteral("disconnected"));
    });
    QObject::connect(&link.client, &Client::errorOccurred, this,
                     [&](const Error &error) { told.append(error.message()); });
    link.server.close();
    QVERIFY(waitUntil([&] { return told.size() >= 2; })); // others are of attempts that follow
    QCOMPARE(told.first(2), QStringList({QStringLiteral("disconnected"), reason}));
}

/// Nor is what was before the session one any more.
void TestClientErrors::closingIsNoError()
{
    const Deserted place;
    Client client;
    QSignalSpy errors(&client, &Client::errorOccurred);
    QVERIFY(client.connectToServer(place.text));
    QVERIFY(waitUntil([&] { return !errors.isEmpty(); }));
    Server server;
    QVERIFY(server.bind(place.text));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    errors.clear();
    client.close();
    QCOMPARE(client.error().code(), ErrorCode::None);
    QVERIFY(waitUntil([&] { return server.channels().isEmpty(); }));
    QCOMPARE(errors.size(), 0);
}

void TestClientErrors::aSlotMayDestroyTheClient_data()
{
    QTest::addColumn<bool>("hasSession");
    QTest::newRow("of an attempt") << false;
    QTest::newRow("of a session's end") << true;
}

void TestClientErrors::aSlotMayDestroyTheClient()
{
    QFETCH(const bool, hasSession);
    const Deserted place;
    auto server = std::make_unique<Server>();
    auto client = std::make_unique<Client>();
    if (hasSession)
        QVERIFY(server->bind(place.text));
    QVERIFY(client->connectToServer(place.text));
    if (hasSession)
        QVERIFY(waitUntil([&] { return client->isConnected(); }));
    QObject::connect(client.get(), &Client::errorOccurred, this, [&] { client.reset(); });
    server.reset();
    QVERIFY(waitUntil([&] { return !client; }));
}

void TestClientErrors::aSlotMayConnectAnew()
{
    const Deserted nowhere;
    const Endpoint endpoint;
    Server server;
    QVERIFY(server.bind(endpoint.text()));
    Client client;
    QObject::connect(&client, &Client::errorOccurred, this,
                     [&] { QVERIFY(client.connectToServer(server.endpoints().constFirst())); });
    QVERIFY(client.connectToServer(nowhere.text));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    QCOMPARE(client.error().code(), ErrorCode::None);
}

void TestClientErrors::aCallThatARefusalEndsMayConnectAnew()
{
    const Endpoint here;
    Server strict(ServerOptions{.authenticator = authenticate::plain(PasswordFile())});
    QVERIFY(strict.bind(here.text()));
    const Deserted nowhere;
    Client client(
        ClientOptions{.credentials = Credentials::plain(QStringLiteral("ada"), QStringLiteral("guess"))});
    QSignalSpy errors(&client, &Client::errorOccurred);
    QSignalSpy failures(&client, &Client::authenticationFailed);
    QVERIFY(client.connectToServer(strict.endpoints().constFirst()));
    bool hasBegunAnew = false;
    client.method("anything")
        .onReply(
            &client, [] {},
            [&](const Error &) {
                errors.clear(); // it may take the server more than a second to refuse
                hasBegunAnew = client.connectToServer(nowhere.text);
            })
        .call();
    QVERIFY(waitUntil([&] { return !failures.isEmpty(); }));
    QVERIFY(hasBegunAnew);
    QCOMPARE(failures.constFirst()[0].toString(), strict.endpoints().constFirst());
    QCOMPARE(failures.constFirst()[1].value<Error>().code(), ErrorCode::WrongPassword);
    QCOMPARE(client.state(), Channel::State::Connecting);
    QVERIFY(waitUntil([&] { return !errors.isEmpty(); }));
    QCOMPARE(codeOf(errors.constFirst()), ErrorCode::ConnectionFailed); // of what it begins anew
}

QTEST_GUILESS_MAIN(TestClientErrors)
#include "tst_clienterrors.moc"
