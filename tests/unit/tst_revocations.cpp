// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/revocations.h"

#include <heliograph/keypair.h>

#include <QtTest/qtest.h>

#include <atomic>
#include <latch>
#include <thread>

using namespace heliograph;

class TestRevocations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allAreToldWhileTheyListen();
    void whoIsToldMayStopListening();
    void whoHasStoppedIsNotBeingTold();
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
    for (int round = 0; round < 100; ++round) {
        std::latch started(1);
        auto seen = std::make_unique<int>(0);
        std::shared_ptr<void> handle = revocations.add([&seen](const QList<PublicKey> &) { ++*seen; });
        std::thread teller([&] {
            started.count_down();
            revocations.tell(m_keys);
        });
        started.wait();
        handle.reset();
        seen.reset(); // a call under way would write there
        teller.join();
    }
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
