// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/decision.h"
#include "security/secretkeys.h"

#include <heliograph/authenticate.h>

#include <QtTest/qtest.h>

using namespace heliograph;

class TestSecretAuthenticator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheDerivedKeyLetsIn_data();
    void onlyTheDerivedKeyLetsIn();
    void theServersKeysAreDerivedToo();
    void whatIsAskedEarlyIsAnsweredLater();
    void otherMechanismsAreRefused();
    void whatIsNoSecretStartsNothing();

private:
    [[nodiscard]] static Attempt attempt(const PublicKey &key)
    {
        return {.mechanism = Mechanism::Curve, .address = QStringLiteral("192.0.2.1"), .key = key};
    }

    const Secret m_passphrase = QStringLiteral("correct horse battery");
};

void TestSecretAuthenticator::onlyTheDerivedKeyLetsIn_data()
{
    QTest::addColumn<Secret>("secret");
    QTest::newRow("generated") << Secret(generateSecret());
    QTest::newRow("passphrase") << m_passphrase;
}

void TestSecretAuthenticator::onlyTheDerivedKeyLetsIn()
{
    QFETCH(Secret, secret);
    const auto authenticator = authenticate::secret(secret);
    QCOMPARE(authenticator->mechanism(), Mechanism::Curve);
    QCOMPARE(authenticator->check(QStringLiteral("tcp://*:*")), std::nullopt);
    const DerivedKeys keys = SecretKeys::derive(secret);
    QCOMPARE(decisionOf(*authenticator, attempt(keys.client.publicKey())), QStringLiteral("user: "));
    const DerivedKeys others = SecretKeys::derive(Secret(generateSecret()));
    for (const PublicKey &key : {keys.server.publicKey(), others.client.publicKey(), PublicKey(),
                                 PublicKey::fromText("broken"), KeyPair::generate().publicKey()}) {
        QCOMPARE(decisionOf(*authenticator, attempt(key)),
                 QStringLiteral("Refused: The client has another secret, or none."));
    }
}

void TestSecretAuthenticator::theServersKeysAreDerivedToo()
{
    const auto authenticator = authenticate::secret(m_passphrase);
    const PublicKey expected = SecretKeys::derive(m_passphrase).server.publicKey();
    Told<Authenticator::ServerKeys> first;
    Told<Authenticator::ServerKeys> second; // another server
    authenticator->findServerKeys(first.callback());
    authenticator->findServerKeys(second.callback());
    QCOMPARE(std::get<KeyPair>(first.value()).publicKey(), expected);
    QCOMPARE(std::get<KeyPair>(second.value()).publicKey(), expected);
}

void TestSecretAuthenticator::whatIsAskedEarlyIsAnsweredLater()
{
    // A secret of its own, of which nothing is known yet.
    const Secret secret(QStringLiteral("correct horse battery"), QStringLiteral("early"));
    Decision right;
    Decision wrong;
    auto authenticator = authenticate::secret(secret);
    const PublicKey client = SecretKeys::derive(secret).client.publicKey();
    authenticator->decide(attempt(client), right.verdict());
    authenticator->decide(attempt(KeyPair::generate().publicKey()), wrong.verdict());
    authenticator.reset();
    QCOMPARE(right.text(), QStringLiteral("user: "));
    QVERIFY(wrong.text().startsWith(QStringLiteral("Refused: ")));
}

void TestSecretAuthenticator::otherMechanismsAreRefused()
{
    const Secret secret(generateSecret());
    const auto authenticator = authenticate::secret(secret);
    for (const Mechanism other : {Mechanism::Null, Mechanism::Plain}) {
        Attempt wrong = attempt(SecretKeys::derive(secret).client.publicKey());
        wrong.mechanism = other;
        QVERIFY(decisionOf(*authenticator, wrong).startsWith(QStringLiteral("Refused: ")));
    }
}

void TestSecretAuthenticator::whatIsNoSecretStartsNothing()
{
    for (const Secret &none : {Secret(), Secret(QString())}) {
        const auto authenticator = authenticate::secret(none);
        QCOMPARE(authenticator->check(QStringLiteral("ipc:///run/server"))->code(), ErrorCode::InvalidKey);
        Told<Authenticator::ServerKeys> keys;
        authenticator->findServerKeys(keys.callback());
        QVERIFY(std::holds_alternative<Error>(keys.value()));
        QVERIFY(decisionOf(*authenticator, attempt(KeyPair::generate().publicKey()))
                    .startsWith(QStringLiteral("InvalidKey: ")));
    }
}

QTEST_GUILESS_MAIN(TestSecretAuthenticator)
#include "tst_secretauthenticator.moc"
