// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/keypairsecrets.h"
#include "security/memorylimit.h"
#include "security/nothreads.h"
#include "security/secretkeys.h"
#include "security/told.h"
#include "security/work.h"

#include <QtCore/qscopeguard.h>
#include <QtCore/qsemaphore.h>
#include <QtCore/qthreadpool.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <thread>

using namespace heliograph;

namespace {

using Outcome = SecretKeys::Outcome;

const QString generated = QStringLiteral("hg1-abcde-fghij-klmno-pqrst-uvwx27");
const QString passphrase = QString::fromUtf8("correct horse, gr\u00fcne battery");

bool areSame(const DerivedKeys &a, const DerivedKeys &b)
{
    return a.server.publicKey() == b.server.publicKey() && a.client.publicKey() == b.client.publicKey();
}

DerivedKeys keysIn(const Told<Outcome> &told)
{
    return std::get<DerivedKeys>(told.value());
}

// The very same keys in memory, not only equal ones.
bool areShared(const DerivedKeys &a, const DerivedKeys &b)
{
    return KeyPairSecrets::secretKey(a.server).data() == KeyPairSecrets::secretKey(b.server).data();
}

} // namespace

class TestSecretKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theKeysNeverChange_data();
    void theKeysNeverChange();
    void everythingCounts();
    void generatedOnesAreThereAtOnce();
    void whatIsNoSecretHasNoKeys();
    void aLackOfThreadsIsToldAndTriedAgain(); // before there are any
    void passphrasesDoNotHoldTheCaller();
    void theApplicationsPoolIsLeftAlone();
    void copiesWorkThemOutOnce();
    void whoIsToldMayAskAgain();
    void aLackOfMemoryIsToldAndTriedAgain();
    void threadsMayAskTogether();
    void theSecretMayGoMeanwhile();
};

// If one of these fails, servers and clients of different versions would not find together any more. Another program,
// with BLAKE2b, X25519 and Argon2 of other libraries, came to the same.
void TestSecretKeys::theKeysNeverChange_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("realm");
    QTest::addColumn<QByteArray>("server");
    QTest::addColumn<QByteArray>("client");
    QTest::newRow("generated") << generated << QString()
                               << QByteArray("r<K+-z4W(?pafC*pz>=kII9%fp.u@bAVlzp?aYWA")
                               << QByteArray("@o6@&fOepzG+fT2d@v>Q1*0[WrF58cB()3X^]wKm");
    QTest::newRow("generated, with a realm") << generated << QString::fromUtf8("K\u00fcche")
                                             << QByteArray("zauR<BLK]z5!c$Ec$5.X>)*6Yd]L3OjA#Rnz.z#4")
                                             << QByteArray("xP%cXkY(nBF8@^Bg+2]4t]yF%?n>}:.?i<^Hv7TS");
    QTest::newRow("passphrase") << passphrase << QString()
                                << QByteArray("DvMF2t]7u2V:3>beo<Z%(U0gsI9]IoqC*mgODLWh")
                                << QByteArray("<z[*=VcSPsz4Q^L?Ajm8v*VEn5Bpo/9K9zq2{/pD");
    QTest::newRow("passphrase, with a realm")
        << passphrase << QStringLiteral("kitchen") << QByteArray("}3mF)q@o7THjGt}+&B*x3+D>+L?.c/kKkBDYB.8j")
        << QByteArray("GixMl/*#)UZHo=.0b9+N^i(YMlDAO::/W%O6dC!2");
}

void TestSecretKeys::theKeysNeverChange()
{
    QFETCH(QString, text);
    QFETCH(QString, realm);
    const DerivedKeys keys = SecretKeys::derive(Secret(text, realm));
    QTEST(keys.server.publicKey().text(), "server");
    QTEST(keys.client.publicKey().text(), "client");
}

void TestSecretKeys::everythingCounts()
{
    const DerivedKeys keys = SecretKeys::derive(generated);
    QVERIFY(keys.server.publicKey() != keys.client.publicKey());
    const QString other = QString(generated).replace(u'7', u'6');
    for (const DerivedKeys &different :
         {SecretKeys::derive(other), SecretKeys::derive(Secret(generated, QStringLiteral("realm")))}) {
        QVERIFY(different.server.publicKey() != keys.server.publicKey());
        QVERIFY(different.client.publicKey() != keys.client.publicKey());
    }
    QVERIFY(areSame(keys, SecretKeys::derive(generated.toUpper())));
}

void TestSecretKeys::generatedOnesAreThereAtOnce()
{
    Told<Outcome> told;
    SecretKeys::tell(generated, told.callback());
    QCOMPARE(told.count(), 1);
    QVERIFY(areSame(keysIn(told), SecretKeys::derive(generated)));
}

// Or anybody could work out the keys: they would follow from the realm alone.
void TestSecretKeys::whatIsNoSecretHasNoKeys()
{
    for (const Secret &none : {Secret(), Secret(QString()), Secret(QStringLiteral("too short"))}) {
        QVERIFY_THROWS_EXCEPTION(Error, (void)SecretKeys::derive(none));
        Told<Outcome> told;
        SecretKeys::tell(none, told.callback());
        QCOMPARE(told.count(), 1);
        QCOMPARE(std::get<Error>(told.value()).code(), ErrorCode::InvalidKey);
    }
}

void TestSecretKeys::aLackOfThreadsIsToldAndTriedAgain()
{
    const Secret secret(passphrase);
    Told<Outcome> told;
    {
        const NoThreads none;
        QVERIFY(none.isSet());
        Told<Outcome> refused;
        SecretKeys::tell(secret, refused.callback());
        QCOMPARE(refused.count(), 1);
        QCOMPARE(std::get<Error>(refused.value()).code(), ErrorCode::Busy);
    }
    SecretKeys::tell(secret, told.callback());
    QVERIFY(areSame(keysIn(told), SecretKeys::derive(secret)));
}

void TestSecretKeys::passphrasesDoNotHoldTheCaller()
{
    const Secret secret(passphrase);
    Told<Outcome> told;
    const double asking = workOf([&] { SecretKeys::tell(secret, told.callback()); });
    const double deriving = workOf([&] { (void)SecretKeys::derive(secret); });
    QVERIFY2(asking < deriving / 5, qPrintable(QStringLiteral("%1 s and %2 s").arg(asking).arg(deriving)));
    QVERIFY(areSame(keysIn(told), SecretKeys::derive(secret)));
}

void TestSecretKeys::theApplicationsPoolIsLeftAlone()
{
    // As long as that has no thread to spare, nothing is finished in it.
    QThreadPool *const pool = QThreadPool::globalInstance();
    QSemaphore isOver;
    for (int i = 0; i < pool->maxThreadCount(); ++i)
        pool->start([&isOver] { isOver.acquire(); });
    const auto release = qScopeGuard([&] {
        isOver.release(pool->maxThreadCount());
        pool->waitForDone();
    });
    Told<Outcome> told;
    SecretKeys::tell(Secret(passphrase), told.callback());
    (void)keysIn(told);
}

void TestSecretKeys::copiesWorkThemOutOnce()
{
    for (const Secret &secret : {Secret(generated), Secret(passphrase)}) {
        const Secret copy = secret;
        Told<Outcome> first;
        SecretKeys::tell(secret, first.callback());
        const DerivedKeys keys = keysIn(first);
        Told<Outcome> second;
        SecretKeys::tell(copy, second.callback());
        QCOMPARE(second.count(), 1);
        QVERIFY(areShared(keysIn(second), keys));
        QCOMPARE(first.count(), 1);
    }
}

void TestSecretKeys::whoIsToldMayAskAgain()
{
    const Secret secret(passphrase);
    Told<Outcome> again;
    SecretKeys::tell(secret, [&](const Outcome &) { SecretKeys::tell(secret, again.callback()); });
    QVERIFY(areSame(keysIn(again), SecretKeys::derive(secret)));
}

void TestSecretKeys::aLackOfMemoryIsToldAndTriedAgain()
{
    const Secret secret(passphrase);
    {
        const MemoryLimit limit(rlim_t(128) * 1024 * 1024);
        QVERIFY(limit.isSet());
        Told<Outcome> first;
        Told<Outcome> second;
        SecretKeys::tell(secret, first.callback());
        SecretKeys::tell(secret, second.callback());
        for (const Outcome &outcome : {first.value(), second.value()})
            QVERIFY(std::get<Error>(outcome).message().contains(QStringLiteral("no memory")));
        QVERIFY_THROWS_EXCEPTION(Error, (void)SecretKeys::derive(secret));
    }
    Told<Outcome> told;
    SecretKeys::tell(secret, told.callback());
    QVERIFY(areSame(keysIn(told), SecretKeys::derive(secret)));
}

void TestSecretKeys::threadsMayAskTogether()
{
    const Secret secret(passphrase);
    std::vector<DerivedKeys> keys(4);
    std::vector<std::thread> threads;
    for (DerivedKeys &found : keys) {
        threads.emplace_back([&found, secret] {
            Told<Outcome> told;
            SecretKeys::tell(secret, told.callback());
            found = keysIn(told);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(std::all_of(keys.begin(), keys.end(),
                        [&](const DerivedKeys &found) { return areShared(found, keys.front()); }));
}

void TestSecretKeys::theSecretMayGoMeanwhile()
{
    Told<Outcome> told;
    SecretKeys::tell(Secret(passphrase), told.callback());
    QVERIFY(areSame(keysIn(told), SecretKeys::derive(Secret(passphrase))));
}

QTEST_GUILESS_MAIN(TestSecretKeys)
#include "tst_secretkeys.moc"
