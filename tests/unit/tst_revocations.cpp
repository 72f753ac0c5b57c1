// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/revocations.h"

#include <heliograph/keypair.h>

#include <QtTest/qtest.h>

#include <latch>
#include <semaphore>
#include <stdexcept>
#include <thread>

using namespace heliograph;

class TestRevocations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allAreToldWhileTheyListen();
    void whoIsToldMayStopListening();
    void whoHasStoppedIsNotBeingTold();
    void whoFailsKeepsItFromNobody();
    void handlesMayOutliveIt();

private:
    const QList<PublicKey> m_keys{KeyPair::generate().publicKey()};
};

void TestRevocations::allAreToldWhileTheyListen()
{
    Revocations revocations;
    QList<PublicKey> first;
    QList<PublicKey> second;
    std::shared_ptr<void> one = revocations.add([&](const QList<PublicKey> &keys) { first += keys; });
    const std::shared_ptr<void> two = revocations.add([&](const QList<PublicKey> &keys) { second += keys; });
    std::shared_ptr<void> copy = one;
    one.reset();
    revocations.tell(m_keys);
    QCOMPARE(first, m_keys);
    copy.reset();
    revocations.tell(m_keys);
    QCOMPARE(first, m_keys);
    QCOMPARE(second, m_keys + m_keys);
}

void TestRevocations::whoIsToldMayStopListening()
{
    Revocations revocations;
    int count = 0;
    std::shared_ptr<void> handle;
    handle = revocations.add([&](const QList<PublicKey> &) {
        handle.reset();
        ++count; // what is called is still there
    });
    revocations.tell(m_keys);
    revocations.tell(m_keys);
    QCOMPARE(count, 1);
}

void TestRevocations::whoHasStoppedIsNotBeingTold()
{
    Revocations revocations;
    std::latch hasBegun(1);
    std::binary_semaphore hasStopped(0);
    bool wasStoppedMeanwhile = false;
    std::shared_ptr<void> handle = revocations.add([&](const QList<PublicKey> &) {
        hasBegun.count_down();
        // Time enough to stop, for whoever does not wait until this is over.
        wasStoppedMeanwhile = hasStopped.try_acquire_for(std::chrono::milliseconds(200));
    });
    std::thread teller([&] { revocations.tell(m_keys); });
    hasBegun.wait();
    handle.reset();
    hasStopped.release();
    teller.join();
    QVERIFY(!wasStoppedMeanwhile);
}

void TestRevocations::whoFailsKeepsItFromNobody()
{
    Revocations revocations;
    QList<PublicKey> told;
    const auto first =
        revocations.add([](const QList<PublicKey> &) { throw std::runtime_error("no room left"); });
    const auto second = revocations.add([](const QList<PublicKey> &) { throw 1; });
    const auto third = revocations.add([&](const QList<PublicKey> &keys) { told += keys; });
    QTest::ignoreMessage(QtWarningMsg, "Who is told of revoked keys has failed: no room left");
    QTest::ignoreMessage(QtWarningMsg, "Who is told of revoked keys has failed.");
    revocations.tell(m_keys);
    QCOMPARE(told, m_keys);
}

void TestRevocations::handlesMayOutliveIt()
{
    std::shared_ptr<void> handle;
    {
        Revocations revocations;
        handle = revocations.add([](const QList<PublicKey> &) {});
    }
    handle.reset();
}

QTEST_GUILESS_MAIN(TestRevocations)
#include "tst_revocations.moc"
