// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "impostor.h"
#include "zmqserver.h"

#include "endpoints.h"

#include <heliograph/credentials.h>
#include <heliograph/keypair.h>
#include <heliograph/syncclient.h>

#include <QtTest/qsignalspy.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// What a client makes of what answers in place of its server: it is told what is wrong as soon as that is known, and never
/// ends up deaf to the real server.
class TestWrongServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }

    void aRefusalIsTold_data();
    void aRefusalIsTold();
    void whatIsNoRefusalIsTriedAgain_data();
    void whatIsNoRefusalIsTriedAgain();
    void whoHangsUpAgainAndAgainRefusesNobody();
    void silenceIsToldSoonToABlockingClientToo();
    void anotherMechanismIsTold_data();
    void anotherMechanismIsTold();
    void anImpostorDoesNotKeepFromTheServer_data();
    void anImpostorDoesNotKeepFromTheServer();
};

Q_DECLARE_METATYPE(ErrorCode)
Q_DECLARE_METATYPE(ZmqServer::Mechanism)
Q_DECLARE_METATYPE(Impostor::Then)

namespace {

using Asks = ZmqServer::Mechanism;

Credentials password()
{
    return Credentials::plain(QStringLiteral("ada"), QStringLiteral("countess of l"));
}

/// Those that fit \a server.
Credentials fitting(const ZmqServer &server, Asks mechanism)
{
    switch (mechanism) {
    case Asks::Null: break;
    case Asks::Plain: return password();
    case Asks::Curve: return Credentials::curve(KeyPair::generate(), PublicKey::fromText(server.key()));
    }
    return Credentials();
}

/// ZMTP 3 (RFC 23).
QByteArray greeting(const QByteArray &mechanism)
{
    const QByteArray bytes("\xff\0\0\0\0\0\0\0\0\x7f\x03\0", 12);
    return bytes + mechanism + QByteArray(64 - 12 - mechanism.size(), '\0');
}

} // namespace

void TestWrongServers::aRefusalIsTold_data()
{
    QTest::addColumn<Asks>("asks");
    QTest::addColumn<ErrorCode>("told");
    QTest::newRow("a name") << Asks::Null << ErrorCode::Refused;
    QTest::newRow("a password") << Asks::Plain << ErrorCode::WrongPassword;
    QTest::newRow("a key") << Asks::Curve << ErrorCode::UnknownKey;
}

void TestWrongServers::aRefusalIsTold()
{
    QFETCH(const Asks, asks);
    QFETCH(const ErrorCode, told);
    const Endpoint endpoint;
    const ZmqServer server(endpoint.text(), asks, "400");
    Client client(ClientOptions{.credentials = fitting(server, asks)});
    QSignalSpy failures(&client, &Client::authenticationFailed);
    QVERIFY(client.connectToServer(server.endpoint()));
    QVERIFY(waitUntil([&] { return !failures.isEmpty(); }));
    QCOMPARE(failures.constFirst()[0].toString(), server.endpoint());
    QCOMPARE(failures.constFirst()[1].value<Error>().code(), told);
    QCOMPARE(client.state(), Channel::State::Disconnected);
    QCOMPARE(client.error().code(), told);
}

void TestWrongServers::whatIsNoRefusalIsTriedAgain_data()
{
    QTest::addColumn<Asks>("asks");
    QTest::addColumn<QByteArray>("status");
    for (const char *status : {"300", "500", "silence", "nobody"}) {
        QTest::addRow("password, %s", status) << Asks::Plain << QByteArray(status);
        if (qstrcmp(status, "nobody") != 0) // then CURVE lets everybody in
            QTest::addRow("key, %s", status) << Asks::Curve << QByteArray(status);
    }
}

void TestWrongServers::whatIsNoRefusalIsTriedAgain()
{
    QFETCH(const Asks, asks);
    QFETCH(const QByteArray, status);
    const Endpoint endpoint;
    std::optional<std::string> answer = status.toStdString();
    if (status == "silence")
        answer = std::string();
    else if (status == "nobody")
        answer.reset();
    const ZmqServer server(endpoint.text(), asks, answer);
    Client client(ClientOptions{.credentials = fitting(server, asks)});
    QList<ErrorCode> told;
    QObject::connect(&client, &Client::errorOccurred, this, [&](const Error &error) {
        QCOMPARE(client.error().code(), error.code());
        QCOMPARE(client.state(), Channel::State::Connecting);
        told.append(error.code());
    });
    QSignalSpy attempts(&client, &Client::reconnecting);
    QVERIFY(client.connectToServer(server.endpoint()));
    // After a 300 ØMQ says nothing more; but when its server's thread finds it there as soon as it has asked, it hangs up.
    const bool hangsUp = status == "nobody" || status == "300";
    const bool isSilent = status != "nobody"; // or says what decides nothing
    QVERIFY(waitUntil([&] {
        return (hangsUp && told.contains(ErrorCode::ConnectionLost))
               || (isSilent && told.contains(ErrorCode::NoAnswer));
    }));
    if (status != "300") // silence lasts as long as a handshake may take
        QVERIFY(waitUntil([&] { return !attempts.isEmpty(); }));
}

void TestWrongServers::whoHangsUpAgainAndAgainRefusesNobody()
{
    const Endpoint endpoint;
    const std::optional<std::string> noAnswer;
    const ZmqServer server(endpoint.text(), Asks::Plain, noAnswer); // which asks for the right mechanism
    Client client(ClientOptions{.credentials = password(), .reconnectDelay = 1ms, .reconnectLimit = 10ms});
    QSignalSpy attempts(&client, &Client::reconnecting);
    QSignalSpy failures(&client, &Client::authenticationFailed);
    QVERIFY(client.connectToServer(server.endpoint()));
    QVERIFY(waitUntil([&] { return attempts.size() > 20; }));
    QCOMPARE(failures.size(), 0);
}

void TestWrongServers::silenceIsToldSoonToABlockingClientToo()
{
    const Endpoint endpoint;
    const Impostor impostor(endpoint.text(), {}, Impostor::Then::Silence);
    SyncClient client;
    client.connectToServer(impostor.endpoint());
    const QDeadlineTimer deadline(patience);
    // That ØMQ gives the handshake up after five seconds is told in other words.
    while (!client.error().message().contains(QStringLiteral("for a second")) && !deadline.hasExpired())
        QVERIFY(!client.waitForConnected(100ms));
    QCOMPARE(client.error().code(), ErrorCode::NoAnswer);
    QVERIFY(!deadline.hasExpired());
}

void TestWrongServers::anotherMechanismIsTold_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("that nobody knows") << greeting("MAGIC");
    QTest::newRow("of no name") << QByteArray("\xff\0\0\0\0\0\0\0\x01\x7f\x7f\x7f\xff\xff\xff", 15)
                                       + QByteArray(200, '\xff');
}

void TestWrongServers::anotherMechanismIsTold()
{
    QFETCH(const QByteArray, words);
    const Endpoint endpoint;
    const Impostor impostor(endpoint.text(), words, Impostor::Then::Silence);
    Client client;
    QSignalSpy failures(&client, &Client::authenticationFailed);
    QVERIFY(client.connectToServer(impostor.endpoint()));
    QVERIFY(waitUntil([&] { return !failures.isEmpty(); }));
    QCOMPARE(failures.constFirst()[1].value<Error>().code(), ErrorCode::MechanismMismatch);
    QCOMPARE(client.state(), Channel::State::Disconnected);
    QCOMPARE(client.error().code(), ErrorCode::MechanismMismatch);
}

void TestWrongServers::anImpostorDoesNotKeepFromTheServer_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<Impostor::Then>("then");
    using Then = Impostor::Then;
    QTest::newRow("hangs up") << QByteArray() << Then::HangUp;
    QTest::newRow("speaks HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << Then::HangUp;
    QTest::newRow("speaks HTTP and stays") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << Then::Silence;
    QTest::newRow("garbage") << QByteArray(4096, '\x5a') << Then::Silence;
    QTest::newRow("zeroes") << QByteArray(4096, '\0') << Then::Silence;
    QTest::newRow("an old ØMQ") << QByteArray("\xff\0\0\0\0\0\0\0\x01\x7f\x01\x06\0\0", 14) << Then::Silence;
    QTest::newRow("half a greeting") << greeting("NULL").first(20) << Then::HangUp;
    QTest::newRow("a greeting") << greeting("NULL") << Then::HangUp;
    QTest::newRow("a command that nobody knows")
        << greeting("NULL") + QByteArray("\x04\x06\x05MAGIC", 8) << Then::Silence;
    QTest::newRow("READY with a wrong size")
        << greeting("NULL") + QByteArray("\x04\x0a\x05READY\xff\xff\xff\xff", 12) << Then::Silence;
}

void TestWrongServers::anImpostorDoesNotKeepFromTheServer()
{
    QFETCH(const QByteArray, words);
    QFETCH(const Impostor::Then, then);
    const Endpoint endpoint;
    auto impostor = std::make_unique<Impostor>(endpoint.text(), words, then);
    const QString place = impostor->endpoint();
    Client client;
    QSignalSpy errors(&client, &Client::errorOccurred);
    QVERIFY(client.connectToServer(place));
    const auto sum = client.call<int>("add", 1, 2);
    QVERIFY(waitUntil([&] { return !errors.isEmpty(); }));
    QCOMPARE(client.state(), Channel::State::Connecting);
    QVERIFY(client.error().code() == ErrorCode::NoAnswer
            || client.error().code() == ErrorCode::ConnectionLost);
    QVERIFY(impostor->visits() >= 1);
    impostor.reset();

    Server server;
    server.expose("add", [](int a, int b) { return a + b; });
    QVERIFY2(server.bind(place), server.error().what());
    QCOMPARE(valueOf(sum), 3);
    QCOMPARE(client.error().code(), ErrorCode::None);
}

QTEST_GUILESS_MAIN(TestWrongServers)
#include "tst_wrongservers.moc"
