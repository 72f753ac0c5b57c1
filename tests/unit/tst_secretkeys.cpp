// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/keypairsecrets.h"
#include "security/memorylimit.h"
#include "security/secretkeys.h"
#include "security/work.h"

#include <QtCore/qsemaphore.h>
#include <QtCore/qthreadpool.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace heliograph;

namespace {

const QString generated = QStringLiteral("hg1-abcde-fghij-klmno-pqrst-uvwx27");
const QString passphrase = QString::fromUtf8("correct horse, gr\u00fcne battery");

bool areSame(const DerivedKeys &a, const DerivedKeys &b)
{
    return a.server.publicKey() == b.server.publicKey() && a.client.publicKey() == b.client.publicKey();
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
    void passphrasesDoNotHoldTheCaller();
    void theApplicationsPoolIsLeftAlone();
    void copiesWorkThemOutOnce();
    void whoGivesUpTakesNothingFromOthers();
    void whoeverWaitsMayGoOn();
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
    const QFuture<DerivedKeys> future = SecretKeys::future(generated);
    QVERIFY(future.isFinished());
    QVERIFY(areSame(future.result(), SecretKeys::derive(generated)));
}

// Or anybody could work out the keys: they would follow from the realm alone.
void TestSecretKeys::whatIsNoSecretHasNoKeys()
{
    for (const Secret &none : {Secret(), Secret(QString()), Secret(QStringLiteral("too short"))}) {
        QVERIFY_THROWS_EXCEPTION(Error, (void)SecretKeys::derive(none));
        QFuture<DerivedKeys> future = SecretKeys::future(none);
        QVERIFY(future.isFinished());
        QVERIFY_THROWS_EXCEPTION(Error, (void)future.result());
    }
}

void TestSecretKeys::passphrasesDoNotHoldTheCaller()
{
    const Secret secret(passphrase);
    QFuture<DerivedKeys> future;
    const double asking = workOf([&] { future = SecretKeys::future(secret); });
    const double deriving = workOf([&] { (void)SecretKeys::derive(secret); });
    QVERIFY2(asking < deriving / 5, qPrintable(QStringLiteral("%1 s and %2 s").arg(asking).arg(deriving)));
    QVERIFY(areSame(future.result(), SecretKeys::derive(secret)));
}

void TestSecretKeys::theApplicationsPoolIsLeftAlone()
{
    // As long as that has no thread to spare, nothing is finished in it.
    QThreadPool *const pool = QThreadPool::globalInstance();
    QSemaphore isOver;
    for (int i = 0; i < pool->maxThreadCount(); ++i)
        pool->start([&isOver] { isOver.acquire(); });
    const Secret secret(passphrase);
    const QFuture<DerivedKeys> future = SecretKeys::future(secret);
    const bool isFinished = QTest::qWaitFor([&future] { return future.isFinished(); }, 60'000);
    isOver.release(pool->maxThreadCount());
    QVERIFY(isFinished);
    QVERIFY(areSame(future.result(), SecretKeys::derive(secret)));
}

void TestSecretKeys::copiesWorkThemOutOnce()
{
    for (const Secret &secret : {Secret(generated), Secret(passphrase)}) {
        const Secret copy = secret;
        const DerivedKeys first = SecretKeys::future(secret).result();
        const QFuture<DerivedKeys> second = SecretKeys::future(copy);
        QVERIFY(second.isFinished());
        QVERIFY(areShared(first, second.result()));
    }
}

void TestSecretKeys::whoGivesUpTakesNothingFromOthers()
{
    const Secret secret(passphrase);
    QFuture<DerivedKeys> first = SecretKeys::future(secret);
    QFuture<DerivedKeys> second = SecretKeys::future(secret);
    first.cancel();
    QVERIFY(areSame(second.result(), SecretKeys::derive(secret)));
    QVERIFY(!SecretKeys::future(secret).isCanceled());
}

void TestSecretKeys::whoeverWaitsMayGoOn()
{
    // A future has one continuation: each caller needs one of his own.
    const Secret secret(passphrase);
    std::atomic<int> count = 0;
    QFuture<void> first = SecretKeys::future(secret).then([&count](const DerivedKeys &) { ++count; });
    QFuture<void> second = SecretKeys::future(secret).then([&count, &secret](const DerivedKeys &) {
        count += SecretKeys::future(secret).isFinished(); // which may be asked for here
    });
    first.waitForFinished();
    second.waitForFinished();
    QCOMPARE(count.load(), 2);
}

void TestSecretKeys::aLackOfMemoryIsToldAndTriedAgain()
{
    const Secret secret(passphrase);
    {
        const MemoryLimit limit(rlim_t(128) * 1024 * 1024);
        QVERIFY(limit.isSet());
        QFuture<DerivedKeys> first = SecretKeys::future(secret);
        QFuture<DerivedKeys> second = SecretKeys::future(secret);
        QVERIFY_THROWS_EXCEPTION(Error, (void)first.result());
        QVERIFY_THROWS_EXCEPTION(Error, (void)second.result());
        QVERIFY_THROWS_EXCEPTION(Error, (void)SecretKeys::derive(secret));
    }
    QVERIFY(areSame(SecretKeys::future(secret).result(), SecretKeys::derive(secret)));
}

void TestSecretKeys::threadsMayAskTogether()
{
    const Secret secret(passphrase);
    std::vector<DerivedKeys> keys(4);
    std::vector<std::thread> threads;
    for (DerivedKeys &found : keys)
        threads.emplace_back([&found, secret] { found = SecretKeys::future(secret).result(); });
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(std::all_of(keys.begin(), keys.end(),
                        [&](const DerivedKeys &found) { return areShared(found, keys.front()); }));
}

void TestSecretKeys::theSecretMayGoMeanwhile()
{
    QFuture<DerivedKeys> future;
    {
        const Secret secret(passphrase);
        future = SecretKeys::future(secret);
    }
    QVERIFY(areSame(future.result(), SecretKeys::derive(Secret(passphrase))));
}

QTEST_GUILESS_MAIN(TestSecretKeys)
#include "tst_secretkeys.moc"
