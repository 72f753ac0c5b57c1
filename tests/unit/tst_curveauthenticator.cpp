// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/decision.h"
#include "security/files.h"

#include <heliograph/authenticate.h>

#include <QtCore/qtemporarydir.h>
#include <QtCore/qthread.h>
#include <QtTest/qtest.h>

#include <thread>

using namespace heliograph;

class TestCurveAuthenticator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }
    void usersAreLetInByTheirKeys();
    void whatIsNoKeyLetsNobodyIn();
    void otherMechanismsAreRefused();
    void itBindsAnywhereWithKeysAndUsers();
    void whoIsRevokedIsToldAndHoldsNoMore();
    void aKeyOfAnotherUserHoldsNoMore();
    void decisionsAreMadeInAnyThread();
    void theStoreDiesInItsOwnThread();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(QStringLiteral("users")); }
    [[nodiscard]] bool write(const QByteArray &adasUser) const
    {
        QByteArray text = m_bob.publicKey().text() + " bob\n";
        if (!adasUser.isEmpty())
            text += m_ada.publicKey().text() + ' ' + adasUser + '\n';
        return writeFile(file(), text);
    }
    [[nodiscard]] static Attempt attempt(const PublicKey &key)
    {
        return {.mechanism = Mechanism::Curve, .address = QStringLiteral("192.0.2.1"), .key = key};
    }

    const KeyPair m_server = KeyPair::generate();
    const KeyPair m_ada = KeyPair::generate();
    const KeyPair m_bob = KeyPair::generate();
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCurveAuthenticator::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid() && write("ada"));
}

void TestCurveAuthenticator::usersAreLetInByTheirKeys()
{
    const auto curve = authenticate::curve(m_server, std::make_shared<KeyStore>(file()));
    QCOMPARE(curve->mechanism(), Mechanism::Curve);
    QCOMPARE(decisionOf(*curve, attempt(m_ada.publicKey())), QStringLiteral("user: ada"));
    QCOMPARE(decisionOf(*curve, attempt(m_bob.publicKey())), QStringLiteral("user: bob"));
    const PublicKey stranger = KeyPair::generate().publicKey();
    QCOMPARE(decisionOf(*curve, attempt(stranger)),
             QStringLiteral("Refused: Nobody is let in with the key ") + stranger.fingerprint() + u'.');
    Told<Authenticator::ServerKeys> keys;
    curve->findServerKeys(keys.callback());
    QCOMPARE(keys.count(), 1);
    QCOMPARE(std::get<KeyPair>(keys.value()).publicKey(), m_server.publicKey());
}

void TestCurveAuthenticator::whatIsNoKeyLetsNobodyIn()
{
    const auto curve = authenticate::curve(m_server, std::make_shared<KeyStore>(file()));
    for (const PublicKey &none : {PublicKey(), PublicKey::fromText("broken")}) {
        QVERIFY(decisionOf(*curve, attempt(none)).startsWith(QStringLiteral("Refused: ")));
        QVERIFY(!curve->stillHolds(attempt(none), {}));
    }
}

void TestCurveAuthenticator::otherMechanismsAreRefused()
{
    const auto curve = authenticate::curve(m_server, std::make_shared<KeyStore>(file()));
    for (const Mechanism other : {Mechanism::Null, Mechanism::Plain}) {
        Attempt wrong = attempt(m_ada.publicKey());
        wrong.mechanism = other;
        QVERIFY(decisionOf(*curve, wrong)
                    .startsWith(QStringLiteral("Refused: The client comes with another mechanism")));
    }
}

void TestCurveAuthenticator::itBindsAnywhereWithKeysAndUsers()
{
    const auto users = std::make_shared<KeyStore>(file());
    const QString anywhere = QStringLiteral("tcp://*:*");
    QCOMPARE(authenticate::curve(m_server, users)->check(anywhere), std::nullopt);
    const KeyPair broken = KeyPair::load(QStringLiteral("nowhere"));
    QCOMPARE(authenticate::curve(broken, users)->check(anywhere)->message(), broken.error().message());
    QCOMPARE(authenticate::curve(KeyPair(), users)->check(anywhere)->code(), ErrorCode::InvalidKey);
    for (const KeyPair &none : {broken, KeyPair()}) { // nor may a server without keys take that for an answer
        Told<Authenticator::ServerKeys> keys;
        authenticate::curve(none, users)->findServerKeys(keys.callback());
        QCOMPARE(std::get<Error>(keys.value()).message(),
                 authenticate::curve(none, users)->check(anywhere)->message());
    }
    const auto nobody = authenticate::curve(m_server, nullptr);
    QCOMPARE(nobody->check(anywhere)->code(), ErrorCode::InvalidKey);
    QVERIFY(decisionOf(*nobody, attempt(m_ada.publicKey())).startsWith(QStringLiteral("Refused: ")));
}

void TestCurveAuthenticator::whoIsRevokedIsToldAndHoldsNoMore()
{
    const auto curve = authenticate::curve(m_server, std::make_shared<KeyStore>(file()));
    QList<PublicKey> revoked;
    std::shared_ptr<void> listening = curve->onRevoked([&](const QList<PublicKey> &keys) {
        revoked += keys;
        // Nobody who is told can be let in again by a decision that came before.
        QVERIFY(!curve->stillHolds(attempt(m_ada.publicKey()), QStringLiteral("ada")));
    });
    // Let in; while the session is still to begin, the key is taken out.
    QCOMPARE(decisionOf(*curve, attempt(m_ada.publicKey())), QStringLiteral("user: ada"));
    QVERIFY(curve->stillHolds(attempt(m_ada.publicKey()), QStringLiteral("ada")));
    QVERIFY(write({}));
    QTRY_COMPARE_WITH_TIMEOUT(revoked, QList<PublicKey>{m_ada.publicKey()}, 10'000);
    QVERIFY(curve->stillHolds(attempt(m_bob.publicKey()), QStringLiteral("bob")));

    listening.reset();
    QVERIFY(QFile::remove(file()));
    QTRY_VERIFY_WITH_TIMEOUT(!curve->stillHolds(attempt(m_bob.publicKey()), QStringLiteral("bob")), 10'000);
    QCOMPARE(revoked.size(), 1);
}

void TestCurveAuthenticator::aKeyOfAnotherUserHoldsNoMore()
{
    const auto curve = authenticate::curve(m_server, std::make_shared<KeyStore>(file()));
    QVERIFY(curve->stillHolds(attempt(m_ada.publicKey()), QStringLiteral("ada")));
    QVERIFY(write("cleo"));
    QTRY_VERIFY_WITH_TIMEOUT(!curve->stillHolds(attempt(m_ada.publicKey()), QStringLiteral("ada")), 10'000);
    QCOMPARE(decisionOf(*curve, attempt(m_ada.publicKey())), QStringLiteral("user: cleo"));
}

void TestCurveAuthenticator::decisionsAreMadeInAnyThread()
{
    const auto curve = authenticate::curve(m_server, std::make_shared<KeyStore>(file()));
    std::vector<QString> texts(4);
    std::vector<std::thread> threads;
    for (QString &text : texts)
        threads.emplace_back([&] { text = decisionOf(*curve, attempt(m_ada.publicKey())); });
    for (std::thread &thread : threads)
        thread.join();
    for (const QString &text : texts)
        QCOMPARE(text, QStringLiteral("user: ada"));
}

void TestCurveAuthenticator::theStoreDiesInItsOwnThread()
{
    QThread thread;
    auto users = std::make_shared<KeyStore>(file());
    std::atomic<bool> isThere = false;
    std::atomic<bool> isGone = false;
    connect(
        users.get(), &QObject::destroyed, users.get(),
        [&] {
            isThere = QThread::currentThread() == &thread;
            isGone = true;
        },
        Qt::DirectConnection);
    users->moveToThread(&thread);
    thread.start();
    auto curve = authenticate::curve(m_server, std::exchange(users, nullptr));
    curve.reset();
    QTRY_VERIFY_WITH_TIMEOUT(isGone, 10'000);
    QVERIFY(isThere);
    thread.quit();
    QVERIFY(thread.wait(10'000));
}

QTEST_GUILESS_MAIN(TestCurveAuthenticator)
#include "tst_curveauthenticator.moc"
