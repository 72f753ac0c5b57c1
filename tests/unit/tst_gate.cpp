// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/gatekeeper.h"

#include <QtTest/qtest.h>

using namespace heliograph;
using Type = LinkEvent::Type;
using Failure = LinkEvent::Failure;

/// Who comes in, and what both ends hear of it, over real connections.
class TestGate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoIsLetInIsKnown_data();
    void whoIsLetInIsKnown();
    void whoIsNotStaysOut_data();
    void whoIsNotStaysOut();
    void eachServerHasItsOwnAuthenticator();
    void strangersNamesAreFitForALog();
};

namespace {

const KeyPair serverKeys = KeyPair::generate();
const KeyPair aliceKeys = KeyPair::generate();
const KeyPair malloryKeys = KeyPair::generate();

/// Knows alice by her key or her password, and anybody without a mechanism.
void decide(const Attempt &attempt, Verdict verdict)
{
    const bool isAlice = attempt.key == aliceKeys.publicKey() && attempt.key.isValid();
    const bool knowsWord = attempt.user == u"alice" && attempt.password == "open sesame";
    if (isAlice || knowsWord)
        return verdict.accept(QStringLiteral("Alice"));
    if (attempt.mechanism == Mechanism::Null)
        return verdict.accept({});
    verdict.refuse(Error(ErrorCode::Refused, QStringLiteral("Unknown.")));
}

LinkSettings server(Mechanism mechanism)
{
    return listening(gatekeeper(mechanism, decide), serverKeys);
}

/// One that lets in nobody, and would not know by what.
LinkSettings closed(Mechanism mechanism)
{
    return listening(gatekeeper(mechanism, keepOut), serverKeys);
}

LinkSettings alice()
{
    return showingKeys(aliceKeys, serverKeys.publicKey());
}

} // namespace

Q_DECLARE_METATYPE(heliograph::LinkSettings)
Q_DECLARE_METATYPE(QList<heliograph::LinkEvent::Failure>)

void TestGate::whoIsLetInIsKnown_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("address");
    QTest::addColumn<LinkSettings>("settings");
    QTest::addColumn<LinkSettings>("client");
    QTest::addColumn<QString>("user");
    const QString tcp = QStringLiteral("tcp://127.0.0.1:*");
    const QString ipc = QStringLiteral("ipc://*");
    const QString here = QStringLiteral("127.0.0.1");
    const QString name = QStringLiteral("Alice");
    const LinkSettings password = showingName(QStringLiteral("alice"), "open sesame");
    QTest::newRow("null, tcp") << tcp << here << server(Mechanism::Null) << LinkSettings() << QString();
    QTest::newRow("null, ipc") << ipc << QString() << server(Mechanism::Null) << LinkSettings() << QString();
    QTest::newRow("null, shown") << tcp << here << server(Mechanism::Null)
                                 << LinkSettings{.security = LinkSecurity()} << QString();
    QTest::newRow("plain, tcp") << tcp << here << server(Mechanism::Plain) << password << name;
    QTest::newRow("plain, ipc") << ipc << QString() << server(Mechanism::Plain) << password << name;
    QTest::newRow("curve, tcp") << tcp << here << server(Mechanism::Curve) << alice() << name;
    QTest::newRow("curve, ipc") << ipc << QString() << server(Mechanism::Curve) << alice() << name;
    QTest::newRow("a name without a password")
        << tcp << here << listening(gatekeeper(Mechanism::Plain, letIn))
        << showingName(QStringLiteral("bob"), nullptr) << QStringLiteral("somebody");
}

void TestGate::whoIsLetInIsKnown()
{
    QFETCH(QString, endpoint);
    QFETCH(QString, address);
    QFETCH(LinkSettings, settings);
    QFETCH(LinkSettings, client);
    QFETCH(QString, user);
    Listening router(settings, endpoint);
    Connecting dealer(router.endpoint(), client, "hello");
    QVERIFY(runUntil([&] { return router.texts.size() == 1; }));
    const auto identity = router.identities.front();
    QVERIFY(identity);
    QCOMPARE(identity->user, user);
    QCOMPARE(identity->mechanism, settings.security->authenticator->mechanism());
    QCOMPARE(identity->address, address);
    QVERIFY(identity->isLocal);
    QCOMPARE(identity->key.isValid(), identity->mechanism == Mechanism::Curve);
    if (identity->key.isValid())
        QCOMPARE(identity->key, aliceKeys.publicKey());
    QCOMPARE(dealer.socket->send(0, "again"), Socket::SendResult::Sent);
    QVERIFY(runUntil([&] { return router.texts.size() == 2; }));
    QCOMPARE(router.identities.back(), identity);
    QVERIFY(!router.told.has(Type::ClientRefused));
}

void TestGate::whoIsNotStaysOut_data()
{
    QTest::addColumn<LinkSettings>("settings");
    QTest::addColumn<LinkSettings>("client");
    QTest::addColumn<QList<Failure>>("atClient"); // one of these
    QTest::addColumn<QList<Failure>>("atServer");
    const QList<Failure> refused = {Failure::Refused};
    // Who sees it first hangs up.
    const QList<Failure> mismatch = {Failure::MechanismMismatch, Failure::Unknown};
    const LinkSettings nobody;
    const LinkSettings password = showingName(QStringLiteral("alice"), "open sesame");
    QTest::newRow("null: denied") << closed(Mechanism::Null) << nobody << refused << refused;
    QTest::newRow("plain: denied") << closed(Mechanism::Plain) << password << refused << refused;
    QTest::newRow("curve: denied") << closed(Mechanism::Curve) << alice() << refused << refused;
    QTest::newRow("curve: unknown key")
        << server(Mechanism::Curve) << showingKeys(malloryKeys, serverKeys.publicKey()) << refused << refused;
    QTest::newRow("curve: another server's key")
        << server(Mechanism::Curve) << showingKeys(aliceKeys, malloryKeys.publicKey())
        << QList{Failure::Unknown} << QList{Failure::WrongServerKey};
    QTest::newRow("plain: wrong password")
        << server(Mechanism::Plain) << showingName(QStringLiteral("alice"), "open barley") << refused
        << refused;
    QTest::newRow("plain: no password")
        << server(Mechanism::Plain) << showingName(QStringLiteral("alice"), nullptr) << refused << refused;
    QTest::newRow("null to curve") << server(Mechanism::Curve) << nobody << mismatch << mismatch;
    QTest::newRow("null to plain") << server(Mechanism::Plain) << nobody << mismatch << mismatch;
    QTest::newRow("plain to curve") << server(Mechanism::Curve) << password << mismatch << mismatch;
    QTest::newRow("plain to null") << server(Mechanism::Null) << password << mismatch << mismatch;
    QTest::newRow("curve to null") << server(Mechanism::Null) << alice() << mismatch << mismatch;
    QTest::newRow("curve to plain") << server(Mechanism::Plain) << alice() << mismatch << mismatch;
    QTest::newRow("curve to one that asks nobody") << nobody << alice() << mismatch << mismatch;
}

void TestGate::whoIsNotStaysOut()
{
    QFETCH(LinkSettings, settings);
    QFETCH(LinkSettings, client);
    QFETCH(QList<Failure>, atClient);
    QFETCH(QList<Failure>, atServer);
    Listening router(settings);
    Connecting dealer(router.endpoint(), client, "let me in");
    const auto failed = dealer.waitFor(Type::HandshakeFailed);
    QVERIFY(failed);
    QVERIFY2(atClient.contains(failed->failure), qPrintable(QString::number(int(failed->failure))));
    const auto refused = router.waitFor(Type::ClientRefused);
    QVERIFY(refused);
    QVERIFY2(atServer.contains(refused->failure), qPrintable(QString::number(int(refused->failure))));
    QVERIFY(!refused->detail.isEmpty());
    if (refused->failure == Failure::Refused)
        QCOMPARE(refused->address, QStringLiteral("127.0.0.1"));

    // A second one comes later than anything that the first might do.
    Connecting second(router.endpoint(), client, "and me");
    QVERIFY(second.waitFor(Type::HandshakeFailed));
    QVERIFY(runUntil([&] {
        return std::count_if(router.told.events.begin(), router.told.events.end(),
                             [](const auto &event) { return event.type == Type::Accepted; })
               == 2;
    }));
    QCOMPARE(router.told.messages, 0);
    QVERIFY(!dealer.told.has(Type::HandshakeSucceeded));
}

void TestGate::eachServerHasItsOwnAuthenticator()
{
    Listening first(listening(gatekeeper(Mechanism::Null, letIn)));
    Listening second(listening(gatekeeper(Mechanism::Null, keepOut)));
    Listening third(listening(gatekeeper(
        Mechanism::Null, [](const Attempt &, Verdict verdict) { verdict.accept(QStringLiteral("guest")); })));
    const Connecting toFirst(first.endpoint(), {}, "1");
    const Connecting toSecond(second.endpoint(), {}, "2");
    const Connecting toThird(third.endpoint(), {}, "3");
    QVERIFY(runUntil([&] {
        return first.texts.size() == 1 && third.texts.size() == 1 && toSecond.told.has(Type::HandshakeFailed);
    }));
    QCOMPARE(first.identities.front()->user, QStringLiteral("somebody"));
    QCOMPARE(third.identities.front()->user, QStringLiteral("guest"));
    QCOMPARE(second.told.messages, 0);
}

void TestGate::strangersNamesAreFitForALog()
{
    Listening router(listening(gatekeeper(Mechanism::Plain, keepOut)));
    const Connecting dealer(router.endpoint(), showingName(QStringLiteral("al\nice\x1b[2J\u202e\""), "x"),
                            "hello");
    const auto refused = router.waitFor(Type::ClientRefused);
    QVERIFY(refused);
    QCOMPARE(refused->detail,
             QStringLiteral("Not today. It says it is \"al\\u{a}ice\\u{1b}[2J\\u{202e}\\\"\"."));
}

QTEST_GUILESS_MAIN(TestGate)

#include "tst_gate.moc"
