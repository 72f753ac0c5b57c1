// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/gatekeeper.h"

#include <QtTest/qtest.h>

#include <mutex>
#include <semaphore>
#include <thread>

using namespace heliograph;
using Type = LinkEvent::Type;
using Failure = LinkEvent::Failure;

/// Authenticators that answer late, in other threads, more than once, or not at all.
class TestGateVerdicts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneMayComeLaterFromAnyThread();
    void oneThatIsKeptForEverHoldsUpNobodyElse();
    void nobodyWantsOneOfWhoHasGone_data();
    void nobodyWantsOneOfWhoHasGone();
    void nobodyWantsOneThatComesTooLate();
    void whoHasGoneHasNotFailed();
    void oneThatIsDroppedIsARefusal();
    void theFirstCounts();
    void anAuthenticatorMayThrow();
    void oneMayComeWhenItsSocketIsGone();
    void oneMayComeWhenTheContextIsGone();
    void oneKeepsNothingAlive();
    void manyComeAtOnceFromManyThreads();
};

namespace {

/// Verdicts that an authenticator keeps until the test gives them.
class Kept
{
public:
    [[nodiscard]] std::shared_ptr<Authenticator> authenticator()
    {
        return gatekeeper(Mechanism::Null, [this](const Attempt &, Verdict verdict) {
            {
                const std::lock_guard lock(m_mutex);
                m_verdicts.push_back(std::move(verdict));
            }
            m_asked.release();
        });
    }
    /// Waits for one.
    [[nodiscard]] Verdict take()
    {
        m_asked.acquire();
        const std::lock_guard lock(m_mutex);
        Verdict verdict = std::move(m_verdicts.back());
        m_verdicts.pop_back();
        return verdict;
    }

private:
    std::mutex m_mutex;
    std::vector<Verdict> m_verdicts;
    std::counting_semaphore<> m_asked{0};
};

bool isIn(const Listening &router, int messages = 1)
{
    return runUntil([&] { return router.told.messages == messages; });
}

} // namespace

void TestGateVerdicts::oneMayComeLaterFromAnyThread()
{
    Kept kept;
    Listening router(listening(kept.authenticator()));
    const Connecting dealer(router.endpoint(), {}, "hello");
    Verdict verdict = kept.take();
    QVERIFY(!dealer.told.has(Type::HandshakeSucceeded));
    std::thread([&verdict] { verdict.accept(QStringLiteral("late")); }).join();
    QVERIFY(isIn(router));
    QCOMPARE(router.identities.front()->user, QStringLiteral("late"));
}

void TestGateVerdicts::oneThatIsKeptForEverHoldsUpNobodyElse()
{
    Kept kept;
    Listening router(listening(kept.authenticator()));
    const Connecting first(router.endpoint(), {}, "first");
    const Verdict forEver = kept.take();
    const Connecting second(router.endpoint(), {}, "second");
    kept.take().accept({});
    QVERIFY(isIn(router));
    QCOMPARE(router.texts, QList<QByteArray>{"second"});
    const auto failed = first.waitFor(Type::HandshakeFailed); // as ØMQ waits no longer than 5 s
    QVERIFY(failed);
    QCOMPARE(failed->failure, Failure::Unknown);
    const auto refused = router.waitFor(Type::ClientRefused);
    QVERIFY(refused);
    QCOMPARE(refused->failure, Failure::Unknown);
}

void TestGateVerdicts::nobodyWantsOneOfWhoHasGone_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::newRow("tcp") << QStringLiteral("tcp://127.0.0.1:*");
    QTest::newRow("ipc") << QStringLiteral("ipc://*");
}

void TestGateVerdicts::nobodyWantsOneOfWhoHasGone()
{
    QFETCH(const QString, endpoint);
    Kept kept;
    const Listening router(listening(kept.authenticator()), endpoint);
    auto first = std::make_unique<Connecting>(router.endpoint(), LinkSettings(), "first");
    Verdict ofFirst = kept.take();
    QVERIFY(router.waitFor(Type::Accepted));
    QVERIFY(ofFirst.isWanted());
    first.reset();
    QVERIFY(runUntil([&] { return !ofFirst.isWanted(); }));
    ofFirst.accept({}); // which harms nobody

    auto second = std::make_unique<Connecting>(router.endpoint(), LinkSettings(), "second");
    const Verdict ofSecond = kept.take();
    QVERIFY(runUntil([&] { return router.told.count(Type::Accepted) == 2; }));
    QVERIFY(ofSecond.isWanted());
}

/// While another one is there who came from the same place.
void TestGateVerdicts::nobodyWantsOneThatComesTooLate()
{
    Kept kept;
    const Listening router(listening(kept.authenticator()));
    const Connecting first(router.endpoint(), {}, "first");
    const Verdict ofFirst = kept.take();
    QVERIFY(first.waitFor(Type::HandshakeFailed));
    const Connecting second(router.endpoint(), {}, "second");
    const Verdict ofSecond = kept.take();
    QVERIFY(runUntil([&] { return !ofFirst.isWanted(); }));
    QVERIFY(ofSecond.isWanted());
}

void TestGateVerdicts::whoHasGoneHasNotFailed()
{
    Kept kept;
    const Listening router(listening(kept.authenticator()));
    auto first = std::make_unique<Connecting>(router.endpoint(), LinkSettings(), "first");
    Verdict ofFirst = kept.take();
    QVERIFY(router.waitFor(Type::Accepted));
    first.reset();
    QVERIFY(runUntil([&] { return !ofFirst.isWanted(); }));
    ofFirst.refuse(Error(ErrorCode::Refused));

    const Connecting second(router.endpoint(), {}, "second");
    kept.take().refuse(Error(ErrorCode::Refused));
    QVERIFY(second.waitFor(Type::HandshakeFailed));
    const auto refusals = [&router] {
        return std::count_if(router.told.events.begin(), router.told.events.end(),
                             [](const auto &event) { return event.failure == Failure::Refused; });
    };
    QVERIFY(runUntil([&] { return refusals() > 0; }));
    QCOMPARE(refusals(), 1);
}

void TestGateVerdicts::oneThatIsDroppedIsARefusal()
{
    Listening router(listening(gatekeeper(Mechanism::Null, [](const Attempt &, const Verdict &) {})));
    const Connecting dealer(router.endpoint(), {}, "hello");
    const auto failed = dealer.waitFor(Type::HandshakeFailed);
    QVERIFY(failed);
    QCOMPARE(failed->failure, Failure::Refused);
}

void TestGateVerdicts::theFirstCounts()
{
    const auto authenticator = gatekeeper(Mechanism::Null, [](const Attempt &, Verdict verdict) {
        verdict.accept(QStringLiteral("first"));
        verdict.refuse(Error(ErrorCode::Refused));
        verdict.accept(QStringLiteral("third"));
    });
    Listening router(listening(authenticator));
    const Connecting dealer(router.endpoint(), {}, "hello");
    QVERIFY(isIn(router));
    QCOMPARE(router.identities.front()->user, QStringLiteral("first"));
}

void TestGateVerdicts::anAuthenticatorMayThrow()
{
    Listening router(listening(gatekeeper(
        Mechanism::Null, [](const Attempt &, const Verdict &) { throw std::runtime_error("no idea"); })));
    const Connecting dealer(router.endpoint(), {}, "hello");
    const auto failed = dealer.waitFor(Type::HandshakeFailed);
    QVERIFY(failed);
    QCOMPARE(failed->failure, Failure::Refused);
}

void TestGateVerdicts::oneMayComeWhenItsSocketIsGone()
{
    Kept kept;
    auto router = std::make_unique<Listening>(listening(kept.authenticator()));
    const Connecting dealer(router->endpoint(), {}, "hello");
    Verdict verdict = kept.take();
    router.reset();
    verdict.accept({});
    QVERIFY(dealer.waitFor(Type::HandshakeFailed));

    Listening next(listening(gatekeeper(Mechanism::Null, letIn)));
    const Connecting other(next.endpoint(), {}, "hello");
    QVERIFY(isIn(next));
}

void TestGateVerdicts::oneMayComeWhenTheContextIsGone()
{
    Kept kept;
    std::weak_ptr<Context> context;
    std::optional<Verdict> verdict;
    {
        Listening router(listening(kept.authenticator()));
        const Connecting dealer(router.endpoint(), {}, "hello");
        verdict = kept.take();
        context = Context::shared();
    }
    QVERIFY(context.expired());
    verdict->accept({});
}

void TestGateVerdicts::oneKeepsNothingAlive()
{
    Kept kept;
    auto authenticator = kept.authenticator();
    const std::weak_ptr<Authenticator> watch = authenticator;
    auto router = std::make_unique<Listening>(listening(std::move(authenticator)));
    const Connecting dealer(router->endpoint(), {}, "hello");
    const Verdict verdict = kept.take();
    router.reset();
    QVERIFY(runUntil([&] { return watch.expired(); })); // the guard's thread may still be in decide()
}

void TestGateVerdicts::manyComeAtOnceFromManyThreads()
{
    constexpr int clients = 60;
    Kept kept;
    Listening router(listening(kept.authenticator()));
    std::vector<std::unique_ptr<Connecting>> dealers;
    for (int i = 0; i < clients; ++i)
        dealers.push_back(std::make_unique<Connecting>(router.endpoint(), LinkSettings(), "hello"));
    const auto answer = [&kept] {
        for (int i = 0; i < clients / 3; ++i)
            kept.take().accept({});
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back(answer);
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(isIn(router, clients));
    QCOMPARE(router.told.peers.size(), std::size_t(clients));
}

QTEST_GUILESS_MAIN(TestGateVerdicts)

#include "tst_gateverdicts.moc"
