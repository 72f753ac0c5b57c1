// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/credentialsecrets.h"
#include "security/decision.h"
#include "security/secretkeys.h"

#include <heliograph/authenticate.h>

#include <QtCore/qdebug.h>
#include <QtTest/qtest.h>

using namespace heliograph;

namespace {

CredentialSecrets::Keys keysOf(const Credentials &credentials)
{
    Told<CredentialSecrets::Keys> keys;
    CredentialSecrets::findKeys(credentials, keys.callback());
    return keys.value();
}

} // namespace

class TestCredentials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsTheDefault();
    void nothingLeavesThisHostUnlessSaid();
    void nothingButThatIsForInproc();
    void namesFitTrustedNames();
    void passwordsFitPlain();
    void badNamesAndPasswordsAreOfNoUse_data();
    void badNamesAndPasswordsAreOfNoUse();
    void namesAndPasswordsStayOnThisHost();
    void keysAreHandedOn();
    void keysThatAreNoneAreOfNoUse();
    void secretsFitTheServers_data();
    void secretsFitTheServers();
    void secretsThatAreNoneAreOfNoUse();
    void nothingShowsASecret();

private:
    const QString m_ada = QStringLiteral("ada");
    const QString m_here = QStringLiteral("ipc:///run/server");
    const QString m_inHere = QStringLiteral("inproc://server");
    const QString m_away = QStringLiteral("tcp://192.0.2.1:*");
};

void TestCredentials::nothingIsTheDefault()
{
    const Credentials none;
    QCOMPARE(none.mechanism(), Mechanism::Null);
    QCOMPARE(none.user(), QString());
    QVERIFY(CredentialSecrets::password(none).isEmpty());
    QVERIFY(std::get<ClientKeys>(keysOf(none)).own.isNull());
}

void TestCredentials::nothingLeavesThisHostUnlessSaid()
{
    const Credentials none;
    for (const QString &here : {m_here, m_inHere, QStringLiteral("tcp://127.0.0.1:*")})
        QCOMPARE(none.check(here), std::nullopt);
    const std::optional<Error> error = none.check(m_away);
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::InvalidAddress);
    QVERIFY(error->message().startsWith(QStringLiteral("Without encryption all crosses the network")));

    const Credentials insecure = Credentials::insecurely();
    QCOMPARE(insecure.mechanism(), Mechanism::Null);
    QCOMPARE(insecure.user(), QString());
    for (const QString &anywhere : {m_here, m_inHere, m_away})
        QCOMPARE(insecure.check(anywhere), std::nullopt);
    QVERIFY(CredentialSecrets::password(insecure).isEmpty());
    QVERIFY(std::get<ClientKeys>(keysOf(insecure)).own.isNull());
}

void TestCredentials::nothingButThatIsForInproc()
{
    const KeyPair keys = KeyPair::generate();
    for (const Credentials &shown :
         {Credentials::name(m_ada), Credentials::plain(m_ada, "sesame"),
          Credentials::curve(keys, keys.publicKey()), Credentials::secret(Secret(generateSecret()))}) {
        QCOMPARE(shown.check(m_here), std::nullopt);
        QCOMPARE(shown.check(m_inHere)->code(), ErrorCode::InvalidAddress);
    }
}

void TestCredentials::namesFitTrustedNames()
{
    const Credentials name = Credentials::name(QString::fromUtf8("Ju\u0308rgen"));
    QCOMPARE(name.mechanism(), Mechanism::Plain);
    QCOMPARE(name.user(), QString::fromUtf8("J\u00fcrgen"));
    QVERIFY(CredentialSecrets::password(name).isEmpty());
    const Attempt attempt{.mechanism = name.mechanism(), .isLocal = true, .user = name.user()};
    QCOMPARE(decisionOf(*authenticate::trustedNames(), attempt), QString::fromUtf8("user: J\u00fcrgen"));
}

void TestCredentials::passwordsFitPlain()
{
    PasswordFile passwords;
    QCOMPARE(passwords.setPassword(m_ada, QString::fromUtf8("sch\u00f6n")), std::nullopt);
    const Credentials plain = Credentials::plain(m_ada, QByteArray("scho\xcc\x88n"));
    QCOMPARE(plain.mechanism(), Mechanism::Plain);
    QCOMPARE(CredentialSecrets::password(plain), QByteArrayView("sch\xc3\xb6n"));
    const Attempt attempt{.mechanism = plain.mechanism(),
                          .isLocal = true,
                          .user = plain.user(),
                          .password = CredentialSecrets::password(plain)};
    QCOMPARE(decisionOf(*authenticate::plain(passwords), attempt), QStringLiteral("user: ada"));
}

void TestCredentials::badNamesAndPasswordsAreOfNoUse_data()
{
    QTest::addColumn<Credentials>("credentials");
    QTest::addColumn<QString>("fault");
    QTest::newRow("no name") << Credentials::name({}) << "must not be empty";
    QTest::newRow("a colon") << Credentials::name(QStringLiteral("a:b")) << "a colon";
    QTest::newRow("no name, a password") << Credentials::plain({}, "sesame") << "must not be empty";
    QTest::newRow("no password") << Credentials::plain(m_ada, "") << "between 1 and 255";
    QTest::newRow("a long password") << Credentials::plain(m_ada, QByteArray(256, 'x'))
                                     << "between 1 and 255";
    QTest::newRow("no UTF-8") << Credentials::plain(m_ada, "\xff") << "between 1 and 255";
}

void TestCredentials::badNamesAndPasswordsAreOfNoUse()
{
    QFETCH(Credentials, credentials);
    QFETCH(QString, fault);
    const std::optional<Error> error = credentials.check(m_here);
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::InvalidKey);
    QVERIFY2(error->message().contains(fault), qUtf8Printable(error->message()));
}

void TestCredentials::namesAndPasswordsStayOnThisHost()
{
    for (const Credentials &credentials : {Credentials::name(m_ada), Credentials::plain(m_ada, "sesame")}) {
        QCOMPARE(credentials.check(m_here), std::nullopt);
        QCOMPARE(credentials.check(QStringLiteral("tcp://127.0.0.1:*")), std::nullopt);
        QCOMPARE(credentials.check(m_away)->code(), ErrorCode::InvalidAddress);
    }
}

void TestCredentials::keysAreHandedOn()
{
    const KeyPair own = KeyPair::generate();
    const PublicKey server = KeyPair::generate().publicKey();
    const Credentials curve = Credentials::curve(own, server);
    QCOMPARE(curve.mechanism(), Mechanism::Curve);
    QCOMPARE(curve.check(m_away), std::nullopt);
    const auto keys = std::get<ClientKeys>(keysOf(curve));
    QCOMPARE(keys.own.publicKey(), own.publicKey());
    QCOMPARE(keys.server, server);
}

void TestCredentials::keysThatAreNoneAreOfNoUse()
{
    const KeyPair good = KeyPair::generate();
    const KeyPair broken = KeyPair::load(QStringLiteral("nowhere"));
    const PublicKey unread = PublicKey::fromText("broken");
    for (const Credentials &credentials :
         {Credentials::curve(KeyPair(), good.publicKey()), Credentials::curve(broken, good.publicKey()),
          Credentials::curve(good, PublicKey()), Credentials::curve(good, unread)}) {
        QCOMPARE(credentials.mechanism(), Mechanism::Curve);
        QCOMPARE(credentials.check(m_here)->code(), ErrorCode::InvalidKey);
        QVERIFY(std::holds_alternative<Error>(keysOf(credentials)));
    }
    QCOMPARE(Credentials::curve(broken, good.publicKey()).check(m_here)->message(), broken.error().message());
    QCOMPARE(Credentials::curve(good, unread).check(m_here)->message(), unread.error().message());
}

void TestCredentials::secretsFitTheServers_data()
{
    QTest::addColumn<Secret>("secret");
    QTest::newRow("generated") << Secret(generateSecret());
    QTest::newRow("passphrase") << Secret(QStringLiteral("correct horse battery"));
}

void TestCredentials::secretsFitTheServers()
{
    QFETCH(Secret, secret);
    const auto server = authenticate::secret(secret);
    const Credentials client = Credentials::secret(secret);
    QCOMPARE(client.mechanism(), server->mechanism());
    QCOMPARE(client.check(m_away), std::nullopt);
    const auto keys = std::get<ClientKeys>(keysOf(client));
    Told<Authenticator::ServerKeys> servers;
    server->findServerKeys(servers.callback());
    QCOMPARE(keys.server, std::get<KeyPair>(servers.value()).publicKey());
    QCOMPARE(decisionOf(*server, {.mechanism = Mechanism::Curve, .key = keys.own.publicKey()}),
             QStringLiteral("user: "));
}

void TestCredentials::secretsThatAreNoneAreOfNoUse()
{
    for (const Secret &none : {Secret(), Secret(QString())}) {
        const Credentials credentials = Credentials::secret(none);
        QCOMPARE(credentials.mechanism(), Mechanism::Curve); // not without security
        QCOMPARE(credentials.check(m_here)->code(), ErrorCode::InvalidKey);
        QVERIFY(std::holds_alternative<Error>(keysOf(credentials)));
    }
}

void TestCredentials::nothingShowsASecret()
{
    QString shown;
    QDebug(&shown) << Credentials() << Credentials::plain(m_ada, "sesame")
                   << Credentials::secret(Secret(QStringLiteral("correct horse battery")));
    QCOMPARE(shown.trimmed(), QStringLiteral("Credentials() Credentials(plain, \"ada\") Credentials(curve)"));
}

QTEST_GUILESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
