// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/nothreads.h"
#include "security/workthreads.h"

#include <QtTest/qtest.h>

#include <atomic>
#include <memory>
#include <semaphore>
#include <thread>
#include <vector>

using namespace heliograph;

/// Threads for what takes long.
class TestWorkThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tasksRunElsewhereInTheirOrder();
    void onlySoManyRunAtOnce();
    void aThreadThatCannotBeStartedIsTold();
    void whatWaitsIsRunByThoseThatAreThere();
    void aTaskIsLetGoOfBeforeTheNext();
    void aTaskMayHandOverAnother();
    void threadsMayHandOverTogether();

private:
    using Signal = std::counting_semaphore<>;
};

void TestWorkThreads::tasksRunElsewhereInTheirOrder()
{
    static WorkThreads &one = *new WorkThreads(1);
    Signal isOver(0);
    std::vector<int> order;
    bool isHere = false;
    for (int i = 0; i < 10; ++i) {
        QVERIFY(one.run([&, i, here = std::this_thread::get_id()] {
            order.push_back(i);
            isHere = isHere || std::this_thread::get_id() == here;
            isOver.release();
        }));
    }
    for (int i = 0; i < 10; ++i)
        isOver.acquire();
    QVERIFY(!isHere);
    QCOMPARE(order, std::vector<int>({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

void TestWorkThreads::onlySoManyRunAtOnce()
{
    static WorkThreads &two = *new WorkThreads(2);
    Signal hasBegun(0);
    Signal mayEnd(0);
    Signal isOver(0);
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    for (int i = 0; i < 6; ++i) {
        QVERIFY(two.run([&] {
            const int now = ++running;
            for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
            }
            hasBegun.release();
            mayEnd.acquire();
            --running;
            isOver.release();
        }));
    }
    hasBegun.acquire();
    hasBegun.acquire(); // two at once, then
    mayEnd.release(6);
    for (int i = 0; i < 6; ++i)
        isOver.acquire();
    QCOMPARE(most.load(), 2);
}

void TestWorkThreads::aThreadThatCannotBeStartedIsTold()
{
    static WorkThreads &one = *new WorkThreads(1);
    Signal isOver(0);
    std::atomic<bool> hasRun = false;
    auto held = std::make_shared<int>(0);
    {
        const NoThreads none;
        QVERIFY(none.isSet());
        QVERIFY(!one.run([&hasRun, held] { hasRun = true; }));
        QCOMPARE(held.use_count(), 1L);
    }
    QVERIFY(one.run([&] { isOver.release(); }));
    isOver.acquire();
    QVERIFY(!hasRun);
}

void TestWorkThreads::whatWaitsIsRunByThoseThatAreThere()
{
    static WorkThreads &two = *new WorkThreads(2);
    Signal mayEnd(0);
    Signal isOver(0);
    QVERIFY(two.run([&] { mayEnd.acquire(); }));
    {
        const NoThreads none;
        QVERIFY(none.isSet());
        QVERIFY(two.run([&] { isOver.release(); }));
    }
    mayEnd.release();
    isOver.acquire();
}

void TestWorkThreads::aTaskIsLetGoOfBeforeTheNext()
{
    static WorkThreads &one = *new WorkThreads(1);
    Signal mayEnd(0);
    Signal isOver(0);
    std::atomic<long> count = 0;
    const auto held = std::make_shared<int>(0);
    QVERIFY(one.run([&mayEnd, held] { mayEnd.acquire(); }));
    QVERIFY(one.run([&] {
        count = held.use_count();
        isOver.release();
    }));
    mayEnd.release();
    isOver.acquire();
    QCOMPARE(count.load(), 1L);
}

void TestWorkThreads::aTaskMayHandOverAnother()
{
    static WorkThreads &one = *new WorkThreads(1);
    Signal isOver(0);
    const auto handOver = [&isOver](void *) { (void)one.run([&isOver] { isOver.release(); }); };
    // While it runs, and when it is let go of.
    auto held = std::shared_ptr<void>(&isOver, handOver);
    QVERIFY(one.run([handOver, held = std::move(held)] { handOver(nullptr); }));
    isOver.acquire();
    isOver.acquire();
}

void TestWorkThreads::threadsMayHandOverTogether()
{
    static WorkThreads &two = *new WorkThreads(2);
    Signal isOver(0);
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 100; ++round)
                refused += !two.run([&isOver] { isOver.release(); });
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(refused.load(), 0);
    for (int i = 0; i < 400; ++i)
        isOver.acquire();
}

QTEST_APPLESS_MAIN(TestWorkThreads)
#include "tst_workthreads.moc"
