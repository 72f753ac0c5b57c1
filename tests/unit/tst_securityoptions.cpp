// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/gatekeeper.h"
#include "transport/securityoptions.h"

#include <QtTest/qtest.h>

#include <zmq.hpp>

using namespace heliograph;
using Role = Socket::Role;

/// What is not set must not be missing: a socket that cannot have its security has no connections either.
class TestSecurityOptions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withoutWhatItNeedsNothingListens_data();
    void withoutWhatItNeedsNothingListens();
    void withoutWhatItNeedsNothingConnects_data();
    void withoutWhatItNeedsNothingConnects();
    void inprocHasNoSecurity();
    void theAuthenticatorSaysWhereToListen();
    void withoutADomainNothingListens_data() { withoutAGateNobodyComesIn_data(); }
    void withoutADomainNothingListens();
    void withoutAGateNobodyComesIn_data();
    void withoutAGateNobodyComesIn();
};

namespace {

const KeyPair keys = KeyPair::generate();
const QString anyPort = QStringLiteral("tcp://127.0.0.1:*");

SecretSource telling(const QByteArray &bytes)
{
    return [bytes](const std::function<void(QByteArrayView)> &use) { use(bytes); };
}

void sayNothing(const std::function<void(QByteArrayView)> &) {}

std::optional<Error> bindWith(const LinkSecurity &security, const QString &endpoint, Role role = Role::Router)
{
    Socket socket(Context::shared(), role, {.security = security});
    return socket.bind(endpoint);
}

std::optional<Error> connectWith(const LinkSecurity &security, const QString &endpoint)
{
    const Socket server(Context::shared(), Role::Router);
    Socket socket(Context::shared(), Role::Dealer, {.security = security});
    return socket.connect(endpoint);
}

} // namespace

Q_DECLARE_METATYPE(heliograph::LinkSecurity)

void TestSecurityOptions::withoutWhatItNeedsNothingListens_data()
{
    QTest::addColumn<LinkSecurity>("security");
    const auto curve = gatekeeper(Mechanism::Curve, letIn);
    QTest::newRow("nobody to ask") << LinkSecurity();
    QTest::newRow("no key") << LinkSecurity{.authenticator = curve};
    QTest::newRow("a source without a key") << LinkSecurity{.authenticator = curve, .secretKey = sayNothing};
    QTest::newRow("an empty key") << LinkSecurity{.authenticator = curve, .secretKey = telling({})};
    QTest::newRow("a short key") << LinkSecurity{.authenticator = curve,
                                                 .secretKey = telling(QByteArray(31, 'k'))};
    QTest::newRow("a text for a key")
        << LinkSecurity{.authenticator = curve, .secretKey = telling(keys.publicKey().text())};
}

void TestSecurityOptions::withoutWhatItNeedsNothingListens()
{
    QFETCH(LinkSecurity, security);
    const auto error = bindWith(security, anyPort);
    QVERIFY(error);
    QVERIFY(error->code() == ErrorCode::InvalidKey || error->code() == ErrorCode::InvalidAddress);
    const auto letInByDealers = gatekeeper(Mechanism::Null, letIn);
    QVERIFY(bindWith({.authenticator = letInByDealers}, anyPort, Role::Dealer));
}

void TestSecurityOptions::withoutWhatItNeedsNothingConnects_data()
{
    QTest::addColumn<LinkSecurity>("security");
    const auto curve = [](const SecretSource &secret, const PublicKey &own, const PublicKey &server) {
        return LinkSecurity{
            .secretKey = secret, .mechanism = Mechanism::Curve, .ownKey = own, .serverKey = server};
    };
    const auto plain = [](const QString &user, const SecretSource &password) {
        return LinkSecurity{.mechanism = Mechanism::Plain, .user = user, .password = password};
    };
    const PublicKey key = keys.publicKey();
    QTest::newRow("no secret key") << curve({}, key, key);
    QTest::newRow("a source without a key") << curve(sayNothing, key, key);
    QTest::newRow("a short secret key") << curve(telling("short"), key, key);
    QTest::newRow("no public key") << curve(secretOf(keys), {}, key);
    QTest::newRow("no server key") << curve(secretOf(keys), key, {});
    QTest::newRow("no name") << plain({}, telling("word"));
    QTest::newRow("a long name") << plain(QString(256, u'x'), telling("word"));
    QTest::newRow("an empty password") << plain(QStringLiteral("alice"), telling({}));
    QTest::newRow("a source without a password") << plain(QStringLiteral("alice"), sayNothing);
    QTest::newRow("that of one who listens")
        << LinkSecurity{.authenticator = gatekeeper(Mechanism::Null, letIn)};
    QTest::newRow("a long password") << plain(QStringLiteral("alice"), telling(QByteArray(256, 'x')));
}

void TestSecurityOptions::withoutWhatItNeedsNothingConnects()
{
    QFETCH(LinkSecurity, security);
    const auto error = connectWith(security, QStringLiteral("tcp://127.0.0.1:1")); // no socket
    QVERIFY(error);
    QCOMPARE(error->code(), security.authenticator ? ErrorCode::InvalidAddress : ErrorCode::InvalidKey);
}

void TestSecurityOptions::inprocHasNoSecurity()
{
    const QString endpoint = QStringLiteral("inproc://somewhere");
    const auto bound = bindWith({.authenticator = gatekeeper(Mechanism::Null, letIn)}, endpoint);
    QVERIFY(bound);
    QCOMPARE(bound->code(), ErrorCode::InvalidAddress);
    QVERIFY(bound->message().contains(u"ipc"));
    const auto connected = connectWith({}, endpoint);
    QVERIFY(connected);
    QCOMPARE(connected->code(), ErrorCode::InvalidAddress);
}

void TestSecurityOptions::theAuthenticatorSaysWhereToListen()
{
    class Particular : public Gatekeeper
    {
    public:
        using Gatekeeper::Gatekeeper;
        [[nodiscard]] std::optional<Error> check(const QString &endpoint) const override
        {
            if (endpoint.startsWith(u"ipc:"))
                return std::nullopt;
            return Error(ErrorCode::InvalidAddress, QStringLiteral("Only ipc."));
        }
    };
    const auto authenticator = std::make_shared<Particular>(Mechanism::Null, letIn);
    QVERIFY(!bindWith({.authenticator = authenticator}, QStringLiteral("ipc://*")));
    const auto error = bindWith({.authenticator = authenticator}, anyPort);
    QVERIFY(error);
    QCOMPARE(error->message(), QStringLiteral("Only ipc."));
}

/// ØMQ would ask nobody then, and let in everybody, whatever else is set.
void TestSecurityOptions::withoutADomainNothingListens()
{
    QFETCH(Mechanism, mechanism);
    const auto context = Context::shared(); // with a gate
    zmq::socket_t server(context->handle(), zmq::socket_type::router);
    const auto error = askForSecurity(
        server, {.authenticator = gatekeeper(mechanism, letIn), .secretKey = secretOf(keys)}, {});
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::InvalidKey);
}

void TestSecurityOptions::withoutAGateNobodyComesIn_data()
{
    QTest::addColumn<Mechanism>("mechanism");
    QTest::newRow("null") << Mechanism::Null;
    QTest::newRow("plain") << Mechanism::Plain;
    QTest::newRow("curve") << Mechanism::Curve;
}

/// Should the gate ever be missing, as it is in a context of ØMQ's own.
void TestSecurityOptions::withoutAGateNobodyComesIn()
{
    QFETCH(Mechanism, mechanism);
    zmq::context_t context;
    zmq::socket_t server(context, zmq::socket_type::router);
    QVERIFY(!askForSecurity(
        server, {.authenticator = gatekeeper(mechanism, letIn), .secretKey = secretOf(keys)}, "domain"));
    server.bind("tcp://127.0.0.1:*");
    const QString endpoint = QString::fromStdString(server.get(zmq::sockopt::last_endpoint));

    LinkSettings settings;
    if (mechanism == Mechanism::Plain)
        settings = showingName(QStringLiteral("alice"), "word");
    else if (mechanism == Mechanism::Curve)
        settings = showingKeys(KeyPair::generate(), keys.publicKey());
    const Connecting client(endpoint, settings, "hello");
    QVERIFY(runUntil([&client] { return !client.told.events.empty(); }));
    QVERIFY(!client.told.has(LinkEvent::Type::HandshakeSucceeded));
    zmq::message_t frame;
    QVERIFY(!server.recv(frame, zmq::recv_flags::dontwait));
    server.close();
}

QTEST_GUILESS_MAIN(TestSecurityOptions)

#include "tst_securityoptions.moc"
